package words

// datumWords are the sentences of the guard against mistaken coordinate systems.
var datumWords = map[string]Sentence{
	"datum.shifted": {
		"数据与“{region}”已有的{like}相差约 {before_m:0} 米，按 {crs} 读（移动约 {shift_m:0} 米）则只差 {after_m:0} 米，很可能是 {crs} 坐标，未导入。确是 {crs}，请加 --crs {crs}；确要按原样导入，请加 --crs {as}",
		"the data lie about {before_m:0} m beside the {like} of {region}, but {after_m:0} m if they are read as {crs} (moved by {shift_m:0} m), which they most likely are; nothing was imported. If they are {crs}, add --crs {crs}; to take them as they stand, add --crs {as}"},
	"datum.region_shifted": {
		"数据与“{region}”已有的{like}相差约 {before_m:0} 米；若已有数据其实是 {crs} 坐标（偏移约 {shift_m:0} 米），则只差 {after_m:0} 米，很可能是当初导入时没有写明 {crs}，未导入。请用 --crs {crs} 重新导入已有数据；确要按原样导入这份数据，请加 --crs {as}",
		"the data lie about {before_m:0} m beside the {like} of {region}, but {after_m:0} m if what the region has is in truth {crs} ({shift_m:0} m away), which was most likely not said when it was imported; nothing was imported. Import the region's data again with --crs {crs}; to take this file as it stands, add --crs {as}"},
	"datum.turned": {
		"数据在“{region}”以外约 {before_m:0} 米，把两个坐标对调则只差 {after_m:0} 米，经纬度（或东、北）多半写反了，未导入。确是先北后东，请加 --crs {crs}；确要按原样导入，请加 --crs {as}",
		"the data lie about {before_m:0} m outside {region}, but {after_m:0} m if the two coordinates are exchanged; nothing was imported. If north comes first in them, add --crs {crs}; to take them as they stand, add --crs {as}"},
	"datum.other_zone": {
		"数据按 {as} 读，在“{region}”以外约 {before_m:0} 米，按 {crs} 读则只差 {after_m:0} 米，多半是投影带（中央经线）不对，未导入。请加 --crs {crs}；确要按 {as} 导入，请加 --trust-crs；若数据属于别处，请用 --region 导入另一个区域",
		"read as {as}, the data lie about {before_m:0} m outside {region}, but {after_m:0} m as {crs}: the zone (central meridian) is most likely wrong; nothing was imported. Add --crs {crs}; to take them as {as}, add --trust-crs; if they belong elsewhere, import them into another region with --region"},
}
