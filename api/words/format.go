package words

// formatWords are the sentences of coordinate systems and of reading and writing
// files.
var formatWords = map[string]Sentence{
	"crs.unknown": {
		"不认识坐标系“{crs}”；请用 --crs 指明，如 EPSG:4490、EPSG:4548、GCJ-02",
		"the coordinate system {crs} is not known; name one with --crs, such as EPSG:4490, EPSG:4548 or GCJ-02"},
	"crs.bad_wkt": {
		"坐标系说明（.prj）读不懂：{text}；请用 --crs 指明坐标系",
		"the description of the coordinate system (.prj) cannot be read: {text}; name the system with --crs"},
	"crs.old_datum": {
		"数据采用 {name} 坐标系，其与 CGCS2000 的转换参数不公开，硬转会偏差数十至上百米；请先由测绘部门转换为 CGCS2000（EPSG:4490）再导入",
		"the data are in {name}, whose parameters to CGCS2000 are not public, and a guess would be wrong by up to a hundred metres; have them transformed to CGCS2000 (EPSG:4490) by the survey office first"},
	"crs.axes_swapped": {
		"坐标（{x:6}, {y:6}）的纬度超出 ±90°，经纬度像是写反了；应先经度、后纬度",
		"in the coordinates ({x:6}, {y:6}) the latitude lies beyond ±90°: the axes look swapped; write longitude first, then latitude"},
	"crs.not_degrees": {
		"坐标（{x:3}, {y:3}）不是经纬度，与坐标系 {crs} 不符；请用 --crs 指明真正的坐标系，如 EPSG:4548",
		"the coordinates ({x:3}, {y:3}) are no degrees and do not fit {crs}; name the true system with --crs, such as EPSG:4548"},
	"crs.outside_zone": {
		"坐标（{x:3}, {y:3}）不在坐标系 {crs} 的范围内；请用 --crs 指明真正的坐标系（注意带号和中央经线）",
		"the coordinates ({x:3}, {y:3}) lie outside {crs}; name the true system with --crs (mind the zone number and the central meridian)"},

	"format.empty": {
		"文件是空的，没有任何数据",
		"the file is empty: it holds no data"},

	"geojson.no_object": {
		"不是 GeoJSON 文件：开头不是“{”",
		"this is no GeoJSON file: it does not begin with “{”"},
	"geojson.syntax": {
		"第 {line} 行（第 {byte} 字节）有 JSON 语法错误，请修正后再导入",
		"line {line} (byte {byte}) is not correct JSON; mend it and try again"},
	"geojson.truncated": {
		"文件不完整，在第 {line} 行（第 {byte} 字节）中断；请重新传输或导出",
		"the file is cut off at line {line} (byte {byte}); send or export it again"},
	"geojson.not_feature": {
		"第 {feature} 个要素（第 {line} 行）不是 GeoJSON 要素，其 type 为“{type}”",
		"feature {feature} (line {line}) is no GeoJSON feature: its type is “{type}”"},
	"geojson.unknown_geometry": {
		"第 {feature} 个要素（第 {line} 行）的几何类型“{type}”不是 GeoJSON 的类型",
		"feature {feature} (line {line}) has the geometry type “{type}”, which is none of GeoJSON"},
	"geojson.bad_geometry": {
		"第 {feature} 个要素（第 {line} 行）的几何对象写法有误",
		"the geometry of feature {feature} (line {line}) is not written as GeoJSON wants it"},
	"geojson.bad_coordinates": {
		"第 {feature} 个要素（第 {line} 行）的坐标与类型 {type} 不符：每个位置应有两个数，环和线不能为空",
		"the coordinates of feature {feature} (line {line}) do not fit the type {type}: a position has two numbers, a ring or line is not empty"},
	"geojson.too_deep": {
		"第 {feature} 个要素（第 {line} 行）的几何集合嵌套超过 {depth} 层",
		"feature {feature} (line {line}) nests geometry collections more than {depth} deep"},
	"geojson.bad_id": {
		"第 {feature} 个要素（第 {line} 行）的 id 既不是文字也不是数字",
		"the id of feature {feature} (line {line}) is neither text nor number"},
	"geojson.bad_properties": {
		"第 {feature} 个要素（第 {line} 行）的 properties 不是对象",
		"the properties of feature {feature} (line {line}) are no object"},
	"geojson.bad_number": {
		"第 {feature} 个要素（第 {line} 行）的属性“{name}”的数值太大，无法表示",
		"feature {feature} (line {line}): the number in “{name}” is too large"},
	"geojson.late_crs": {
		"坐标系 {crs} 写在要素之后，读到时要素已按经纬度读入；请用 --crs {crs} 重新导入",
		"the file names its system {crs} only after the features; read it again with --crs {crs}"},
}
