package words

var tileWords = map[string]Sentence{
	"pmtiles.no_archive": {"不是 PMTiles 瓦片包。", "This is no PMTiles archive."},
	"pmtiles.version": {"这是 PMTiles 第 {version} 版，本程序只读第 3 版；请用 pmtiles convert 转换。",
		"This is PMTiles version {version}; only version 3 is read. Convert it with pmtiles convert."},
	"pmtiles.cut":         {"瓦片包不完整：应有 {need} 字节，只有 {have}；请重新获取。", "The archive of tiles is cut off: {need} bytes are needed, {have} are there. Fetch it again."},
	"pmtiles.compression": {"瓦片包用了 {number} 号压缩，本程序只读 gzip 和未压缩的；请重新打包。", "The archive of tiles is compressed by method {number}; only gzip and plain ones are read. Pack it anew."},
	"pmtiles.damaged":     {"瓦片包在第 {byte} 字节处损坏；请重新获取。", "The archive of tiles is damaged at byte {byte}. Fetch it again."},

	"problem.no_tiles": {"没有瓦片集“{name}”；可用的见 /tiles。", "There is no set of tiles “{name}”; see /tiles for those there are."},
	"tiles.base":       {"底图", "Base map"},
	"tiles.tianditu":   {"天地图 © 国家基础地理信息中心", "Tianditu © National Geomatics Center of China"},
	"help.tianditu_key": {"自己申请的天地图浏览器端密钥；写了才提供天地图图层，页面上打开该图层时才向天地图取图。不写则没有任何请求离开本机。",
		"Your own key of Tianditu, of the kind for browsers: offers its map as a layer, which is fetched from there only while it is switched on. Without it no request leaves this machine."},

	"help.basemap": {"底图：由 OSM 数据（.osm.pbf）制作，或采用现成的 PMTiles 瓦片包，存入区域库，各节点共用。",
		"The base map: made of an OSM extract (.osm.pbf), or a PMTiles archive as it is; kept in the store, for every node."},
	"help.basemap_file":   {"OSM 数据（.osm.pbf）或 PMTiles 瓦片包。", "OSM extract (.osm.pbf) or PMTiles archive."},
	"help.basemap_remove": {"撤去底图。", "Take the base map away."},

	"help.import_basemap": {"由 OSM 数据新建区域时，一并制作底图；已有底图的保留不动。", "Make the base map too where a region is made of an OSM extract; one that is there stays."},

	"command.basemap_failed": {"区域已写入，底图没有做成：{why} 排除后请用 xunhu basemap {file} 制作。", "The region is written, the base map is not made: {why} When that is mended: xunhu basemap {file}."},
	"command.basemap_stays":  {"区域已有底图，保留不动；要按 {file} 重做，请用 xunhu basemap {file}。", "The region has a base map, which stays; to make it anew of {file}: xunhu basemap {file}."},
	"command.basemap_what":   {"请给出 OSM 数据（.osm.pbf）或 PMTiles 瓦片包，或用 --remove 撤去底图。", "Name an OSM extract (.osm.pbf) or a PMTiles archive, or take the base map away with --remove."},
	"command.basemap_kind":   {"瓦片包里是第 {number} 类瓦片；底图可用矢量（MVT）、PNG、JPEG、WebP。", "The archive holds tiles of kind {number}; a base map is of vector tiles (MVT), PNG, JPEG or WebP."},
	"command.basemap_made": {"底图已存入 {region}：瓦片 {tiles} 张，{bytes} 字节；道路 {roads} 条，水体 {water} 处，用地 {landuse} 处，建筑 {buildings} 处，地名 {places} 个。",
		"Base map kept for {region}: {tiles} tiles, {bytes} bytes; roads: {roads}, water: {water}, land uses: {landuse}, buildings: {buildings}, places: {places}."},
	"command.basemap_kept":    {"底图已存入 {region}：瓦片 {tiles} 张，{bytes} 字节。", "Base map kept for {region}: {tiles} tiles, {bytes} bytes."},
	"command.basemap_away":    {"底图与 {region} 不在一处：底图在 {west}–{east}，{south}–{north}。请核对文件。", "The base map lies elsewhere than {region}: at {west} to {east}, {south} to {north}. See whether it is the right file."},
	"command.basemap_removed": {"已撤去 {region} 的底图。", "The base map of {region} is gone."},
	"command.basemap_none":    {"{region} 没有底图；请用 xunhu basemap 制作。", "{region} has no base map; make one with xunhu basemap."},
	"command.basemap_form":    {"底图只能导出为 .pmtiles，请用 -o 文件名.pmtiles。", "The base map is exported as .pmtiles alone: -o NAME.pmtiles."},
	"command.making_tiles":    {"正在制作瓦片", "Drawing tiles"},
	"command.tiles_exported":  {"已导出瓦片 {tiles} 张（{what}）", "{tiles} tiles exported ({what})"},
	"command.no_geometry":     {"{kind}没有图形，不能导出为瓦片。", "{kind} have no geometry; they cannot be exported as tiles."},
}
