package words

var coverageWords = map[string]Sentence{
	// geo/valid: faults
	"valid.empty":          {"图形为空，没有任何坐标点；请补上图形或删除该记录", "the geometry is empty; add its coordinates or remove the record"},
	"valid.not_a_number":   {"坐标中有不是数字的值（NaN 或无穷大）；请改正坐标", "a coordinate is not a number (NaN or infinite); correct it"},
	"valid.out_of_range":   {"坐标（{lon:6}，{lat:6}）超出经纬度范围；请检查坐标系是否选对、经度与纬度是否颠倒", "the coordinate ({lon:6}, {lat:6}) is no longitude and latitude; check the coordinate system and the order of the two"},
	"valid.line_short":     {"线没有长度：各点都在同一位置；请至少给出两个不同的点", "the line has no length: all its points are one place; give at least two different points"},
	"valid.ring_open":      {"面的边界没有闭合：终点与起点不同；请把起点再写一次作为终点", "a ring is not closed: its end is not its start; repeat the first point at the end"},
	"valid.ring_short":     {"面的边界点太少（{points} 个，首尾相同的点算两个）；至少需要四个", "a ring has too few points ({points}, start and end counted); it needs at least four"},
	"valid.self_crossing":  {"面的边界在此处与自身相交或重合；请改画，使边界不碰到自己", "a ring crosses or touches itself here; redraw it so that it does not"},
	"valid.rings_cross":    {"同一图形的两条边界在此处相交或重合；请改画，使它们至多在点上相接", "two rings of the same area cross or share a stretch here; redraw them so that they touch in points at most"},
	"valid.hole_outside":   {"面的内洞有一部分在外边界之外；请把内洞移入或删除", "a hole lies outside of its shell; move it inside or remove it"},
	"valid.holes_overlap":  {"面的两个内洞相互重叠；请合并为一个", "two holes of an area overlap; make one of them"},
	"valid.interior_split": {"面的内部在此处被内洞切断；请拆成几个面", "holes cut the interior of the area here; make several areas of it"},
	"valid.parts_overlap":  {"多部分面的两个部分相互重叠；请合并重叠的部分", "two parts of the area overlap; join them"},

	// geo/valid: what mending did
	"valid.repeats_dropped":  {"已删去连续重复的点 {points} 个", "dropped {points} repeated points"},
	"valid.ring_closed":      {"边界未闭合，已补上终点", "closed a ring that was open"},
	"valid.crossing_mended":  {"边界自相交，已在交点处拆开（面积 {before:1} → {after:1} 平方米）", "split a ring where it crossed itself (area {before:1} → {after:1} m²)"},
	"valid.ring_dropped":     {"一条边界没有围住任何面积，已删去", "dropped a ring that encloses no area"},
	"valid.hole_cut":         {"内洞超出或触及外边界，已按实际重叠部分扣除", "a hole reached beyond its shell or another hole; cut out what they share"},
	"valid.parts_joined":     {"多部分面的各部分有重叠，已合并", "parts of the area overlapped; joined them"},
	"valid.part_dropped":     {"多部分图形中有一部分为空或没有长度、面积，已删去", "dropped an empty part of the geometry"},
	"valid.cannot_be_mended": {"图形有误，无法自动修复；请在绘图软件中改正后重新导入", "the geometry is not valid and cannot be mended; correct it in a drawing program and import it again"},

	// geo/coverage
	"coverage.no_name":       {"第 {number} 个区域没有名称；请补上", "area {number} has no name; give it one"},
	"coverage.name_twice":    {"区域“{name}”出现了两次；请改名或删去其一", "the area \"{name}\" comes twice; rename or remove one"},
	"coverage.no_area":       {"区域“{name}”没有面图形；请补上它的边界", "\"{name}\" has no polygon; add its border"},
	"coverage.map_foreign":   {"这不是定位索引文件，未作改动；请另指定文件", "this is no locating index and was left as it is; name another file"},
	"coverage.map_damaged":   {"定位索引文件已损坏或不完整；将重新生成", "the locating index is damaged or not whole; it is made anew"},
	"coverage.map_version":   {"定位索引是第 {version} 版，本程序使用第 {want} 版；将重新生成", "the locating index is of version {version}, this program has {want}; it is made anew"},
	"coverage.map_of_others": {"定位索引属于另一批区域或旧版边界；将重新生成", "the locating index is that of other areas or of an older edition; it is made anew"},
	"coverage.not_valid":     {"区域“{name}”的图形有误：{cause}", "the polygon of \"{name}\" is not valid: {cause}"},
	"coverage.overlap":       {"“{a}”与“{b}”重叠 {area_m2:2} 平方米（平均宽 {width_m:3} 米）；重叠处暂归名称（代码）较小者，请核对界线", "\"{a}\" and \"{b}\" overlap by {area_m2:2} m² ({width_m:3} m wide on average); the smaller name (code) has it until the border is corrected"},
	"coverage.over":          {"“{name}”整个压在 {cells} 之上（{area_m2:2} 平方米）；若是开发区、保护区等片区，请按 zones 或 wetlands 导入，若是重复或画错，请删除或改正", "\"{name}\" lies whole on land of {cells} ({area_m2:2} m²); if it is a special zone, import it as zones or wetlands, if it is a double or a mistake, delete or correct it"},
	"coverage.doubled":       {"“{a}”与“{b}”是同一块地（{area_m2:2} 平方米）；请删去其一", "\"{a}\" and \"{b}\" are the same land ({area_m2:2} m²); delete one of them"},
	"coverage.gap":           {"{cells} 之间有 {area_m2:2} 平方米的空隙（平均宽 {width_m:3} 米）不属于任何区域；如非飞地，请核对界线", "a gap of {area_m2:2} m² ({width_m:3} m wide on average) at {cells} belongs to no area; unless it is an enclave of others, correct the border"},
	"coverage.near_miss":     {"“{a}”与“{b}”的界线有 {points} 个点没有对齐，最多相差 {distance_m:3} 米；请使相邻界线的点一致", "the borders of \"{a}\" and \"{b}\" miss each other at {points} points, by up to {distance_m:3} m; make their points the same"},
	"coverage.not_compared":  {"无法算出“{a}”与“{b}”重叠多少；请检查两者的图形", "cannot tell by how much \"{a}\" and \"{b}\" overlap; check both polygons"},
	"coverage.unshared":      {"“{a}”与“{b}”的公共界线上有 {points} 个点只有一方有（相差不到 1 毫米）；现在无妨，但改动界线时会裂开，请在两方都加上", "{points} points on the common border of \"{a}\" and \"{b}\" are vertices of one of them only (within 1 mm); this does no harm until the border is edited, add them to both"},
	"coverage.long_edge":     {"{cells} 有一条边长 {length_m:0} 米；界线在经纬度上按直线连接（法定含义），超过 5 公里时与大地线、投影直线有可见差别，请加密界点", "an edge of {cells} is {length_m:0} m long; edges are straight in longitude and latitude, which is their legal meaning, and over 5 km that differs visibly from a geodesic or a straight line of a projection; add vertices"},
}
