package words

// formatWords are the sentences of coordinate systems and of reading and writing
// files.
var formatWords = map[string]Sentence{
	"crs.unknown": {
		"不支持坐标系“{crs}”；支持：WGS 84（EPSG:4326）、CGCS2000 经纬度（EPSG:4490）及其高斯-克吕格各带（EPSG:4491–4554）、UTM 各带（EPSG:32601–32660、32701–32760）、网络墨卡托（EPSG:3857）、GCJ-02、BD-09，以及附转换参数的北京54、西安80。坐标系若标错了，请用 --crs 改正，如 --crs EPSG:4548；若数据确在此坐标系，请先用 QGIS 等软件转为其中之一再导入",
		"the coordinate system {crs} is not supported; supported are WGS 84 (EPSG:4326), CGCS2000 in degrees (EPSG:4490) and all its Gauss–Krüger zones (EPSG:4491–4554), UTM (EPSG:32601–32660, 32701–32760), Web Mercator (EPSG:3857), GCJ-02, BD-09, and Beijing 1954 and Xian 1980 with parameters. If the file names the wrong system, correct it with --crs, such as --crs EPSG:4548; if the data truly are in it, bring them into one of these first, with QGIS for instance"},
	"crs.bad_wkt": {
		"坐标系说明（.prj）读不懂：{text}；请用 --crs 指明坐标系",
		"the description of the coordinate system (.prj) cannot be read: {text}; name the system with --crs"},
	"crs.old_datum": {
		"数据采用 {name} 坐标系，其与 CGCS2000 的转换参数不公开，硬转会偏差数十至上百米；请先由测绘部门转换为 CGCS2000（EPSG:4490）再导入，或把其给出的三参数、七参数写在坐标系后：--crs '{crs}+towgs84=DX,DY,DZ,RX,RY,RZ,S'（米、角秒、百万分之一）；布尔莎公式（旋转坐标框架）的参数用 +towgs84-frame=",
		"the data are in {name}, whose parameters to CGCS2000 are not public, and a guess would be wrong by up to a hundred metres; have them transformed to CGCS2000 (EPSG:4490) by the survey office first, or write its three or seven parameters behind the system: --crs '{crs}+towgs84=DX,DY,DZ,RX,RY,RZ,S' (metres, arc seconds, parts per million, turning the position vector; +towgs84-frame= for those that turn the coordinate frame)"},
	"crs.bad_tie": {
		"转换参数“{text}”读不懂或过大；应为 3 个或 7 个数，以逗号分隔：DX,DY,DZ（米，不超过 2000）或再加 RX,RY,RZ（角秒，不超过 60）和 S（百万分之一，不超过 200）",
		"the parameters {text} cannot be read or are too large; give 3 or 7 numbers with commas between: DX,DY,DZ (metres, up to 2000), or with RX,RY,RZ (arc seconds, up to 60) and S (parts per million, up to 200)"},
	"crs.needless_tie": {
		"{crs} 不需要转换参数（+towgs84），只有北京54、西安80、新北京54 需要；请去掉参数，或改正坐标系",
		"{crs} takes no parameters (+towgs84), only Beijing 1954, Xian 1980 and New Beijing do; leave them out, or correct the system"},
	"crs.axes_swapped": {
		"坐标（{x:6}, {y:6}）的纬度超出 ±90°，经纬度像是写反了；应先经度、后纬度，或加 --crs {crs}/yx",
		"in the coordinates ({x:6}, {y:6}) the latitude lies beyond ±90°: the axes look swapped; write longitude first, then latitude, or add --crs {crs}/yx"},
	"crs.nowhere": {
		"坐标（{x:3}, {y:3}）不是数字或大得不可能，在任何坐标系里都不是一个位置；请改正坐标，或删去该要素",
		"the coordinates ({x:3}, {y:3}) are not numbers, or larger than any place on earth has them; correct them, or leave the feature out"},
	"crs.not_degrees": {
		"坐标（{x:3}, {y:3}）不是经纬度，与坐标系 {crs} 不符；请用 --crs 指明真正的坐标系，如 EPSG:4548",
		"the coordinates ({x:3}, {y:3}) are no degrees and do not fit {crs}; name the true system with --crs, such as EPSG:4548"},
	"crs.outside_zone": {
		"坐标（{x:3}, {y:3}）不在坐标系 {crs} 的范围内；请用 --crs 指明真正的坐标系（注意带号和中央经线）",
		"the coordinates ({x:3}, {y:3}) lie outside {crs}; name the true system with --crs (mind the zone number and the central meridian)"},

	"crs.zone_number": {
		"坐标（{x:3}, {y:3}）的带号与坐标系 {crs} 不符，像是 {other}；请加 --crs {other}",
		"the zone number in ({x:3}, {y:3}) is not that of {crs}: they look like {other}; add --crs {other}"},
	"crs.metres_swapped": {
		"坐标（{x:3}, {y:3}）的东、北两数像是写反了；{crs} 应先东（横坐标）、后北（纵坐标），测量上 X 指北、Y 指东；可加 --crs {crs}/yx",
		"easting and northing look swapped in ({x:3}, {y:3}); {crs} wants the easting first (surveyors call the northing X); or add --crs {crs}/yx"},

	"crs.turned": {
		"坐标（{x:6}, {y:6}）按“先北后东”（/yx）读，不在坐标系 {crs} 的范围内；请核对 --crs",
		"the coordinates ({x:6}, {y:6}), taken north first (/yx), do not lie in {crs}; check --crs"},
	"format.not_found": {
		"没有这个文件，请检查路径",
		"there is no such file; check the path"},
	"format.folder": {
		"这是文件夹，不是文件；请给出其中的文件",
		"this is a folder, not a file; name the file within it"},
	"format.unknown_kind": {
		"不认识的文件类型；请给出 GeoJSON、Shapefile（.shp 或 .zip）、GeoPackage、KML/KMZ、GPX、CSV 或 XLSX",
		"the kind of this file is not known; give GeoJSON, a Shapefile (.shp or .zip), GeoPackage, KML or KMZ, GPX, CSV or XLSX"},
	"format.other_kind": {
		"文件内容是 {kind}，此处不能读取；请给出 GeoJSON、Shapefile（.shp 或 .zip）、GeoPackage、KML/KMZ、GPX、CSV 或 XLSX",
		"the file is {kind}, which is not read here; give GeoJSON, a Shapefile (.shp or .zip), GeoPackage, KML or KMZ, GPX, CSV or XLSX"},
	"format.packed": {
		"文件是 {kind} 压缩包，请先解压，或改用 zip 打包",
		"the file is a {kind} archive; unpack it first, or pack it as zip"},
	"format.unknown_ending": {
		"不能写出以“{ending}”结尾的文件；可用 .geojson、.geojsonl、.gpkg、.zip（Shapefile）、.kml、.kmz、.gpx、.csv",
		"a file ending in “{ending}” cannot be written; use .geojson, .geojsonl, .gpkg, .zip (Shapefile), .kml, .kmz, .gpx or .csv"},
	"format.unknown_encoding": {
		"不认识文字编码“{encoding}”；可用 UTF-8、GBK、GB18030、Big5",
		"the encoding “{encoding}” is not known; use UTF-8, GBK, GB18030 or Big5"},
	"format.empty": {
		"文件是空的，没有任何数据；请重新导出或传输",
		"the file is empty: it holds no data; export or send it again"},

	"geojson.no_object": {
		"不是 GeoJSON 文件：开头不是“{”；请把数据导出为 GeoJSON 再导入",
		"this is no GeoJSON file: it does not begin with “{”; export the data as GeoJSON and try again"},
	"geojson.syntax": {
		"第 {line} 行（第 {byte} 字节）有 JSON 语法错误，请修正后再导入",
		"line {line} (byte {byte}) is not correct JSON; mend it and try again"},
	"geojson.not_utf8": {
		"第 {line} 行（第 {byte} 字节）不是 UTF-8 编码；请把文件另存为 UTF-8 再导入",
		"line {line} (byte {byte}) is not UTF-8; save the file as UTF-8 and try again"},
	"geojson.truncated": {
		"文件不完整，在第 {line} 行（第 {byte} 字节）中断；请重新传输或导出",
		"the file is cut off at line {line} (byte {byte}); send or export it again"},
	"geojson.text_truncated": {
		"第 {line} 行的要素没有写完（中断在第 {byte} 字节）；请补全或重新导出这一行",
		"the feature on line {line} breaks off (at byte {byte}); complete the line or export it again"},
	"geojson.no_features": {
		"第 {line} 行起的 FeatureCollection 缺少 features 列表；请重新导出",
		"the FeatureCollection that begins at line {line} has no list of features; export it again"},
	"geojson.not_feature": {
		"第 {feature} 个要素不是 GeoJSON 要素，其 type 为“{type}”，应为“Feature”；请把数据导出为 GeoJSON 再导入",
		"feature {feature} is no GeoJSON feature: its type is “{type}”, not “Feature”; export the data as GeoJSON and try again"},
	"geojson.not_geojson": {
		"第 {line} 行起的内容不是 GeoJSON，其 type 为“{type}”；请把数据导出为 GeoJSON 要素再导入",
		"what begins on line {line} is no GeoJSON: its type is “{type}”; export the data as GeoJSON features and try again"},
	"geojson.unknown_geometry": {
		"第 {feature} 个要素的几何类型“{type}”不是 GeoJSON 的类型；请改为 Point、LineString、Polygon 等，或重新导出",
		"feature {feature} has the geometry type “{type}”, which is none of GeoJSON; write Point, LineString, Polygon or the like, or export it again"},
	"geojson.bad_geometry": {
		"第 {feature} 个要素的几何对象写法有误；应有 type 和 coordinates，请改正或重新导出",
		"the geometry of feature {feature} is not written as GeoJSON wants it, with type and coordinates; correct it, or export it again"},
	"geojson.bad_coordinates": {
		"第 {feature} 个要素的坐标与类型 {type} 不符：每个位置应有两个数，环和线不能为空；请改正，或删去该要素",
		"the coordinates of feature {feature} do not fit the type {type}: a position has two numbers, a ring or line is not empty; correct them, or leave the feature out"},
	"geojson.not_number": {
		"第 {feature} 个要素的坐标“{value}”不是可用的数字；请改正坐标，或删去该要素",
		"the coordinate “{value}” of feature {feature} is not a number that can be held; correct it, or leave the feature out"},
	"geojson.no_number": {
		"第 {feature} 个要素（第 {line} 行）中“{name}”的值 {value} 不是数字；请改为数字，没有值的写 null",
		"feature {feature}: the value {value} of “{name}” (line {line}) is not a number; write a number, or null where there is none"},
	"geojson.too_deep": {
		"第 {feature} 个要素的几何集合嵌套超过 {depth} 层；请拆成单个的几何再导入",
		"feature {feature} nests geometry collections more than {depth} deep; take them apart and try again"},
	"geojson.too_long": {
		"从第 {line} 行开始的要素超过上限 {most} 字节，未读；请拆分后再导入",
		"the feature that begins on line {line} is longer than {most} bytes, the limit; split it and try again"},
	"geojson.too_nested": {
		"第 {line} 行的括号嵌套超过上限 {most} 层，不是正常的 GeoJSON，未读；请核对文件来源，重新导出",
		"the brackets on line {line} nest deeper than {most}, the limit, as those of no true GeoJSON do; nothing was read: find out where the file is from, and export it again"},
	"geojson.bad_id": {
		"第 {feature} 个要素的 id 既不是文字也不是数字；请改正，或删去 id",
		"the id of feature {feature} is neither text nor number; correct it, or leave it out"},
	"geojson.bad_properties": {
		"第 {feature} 个要素的 properties 不是对象；请改为名称和值的对象",
		"the properties of feature {feature} are no object of names and values; correct them"},
	"geojson.bad_number": {
		"第 {feature} 个要素的属性“{name}”的数值太大，无法表示；请改正，没有值的写 null",
		"feature {feature}: the number in “{name}” is too large; correct it, or write null where there is none"},
	"geojson.late_crs": {
		"坐标系 {crs} 写在要素之后，读到时要素已按经纬度读入；请用 --crs {crs} 重新导入",
		"the file names its system {crs} only after the features; read it again with --crs {crs}"},

	"shapefile.no_dbf": {
		"缺少属性表 {file}；Shapefile 的 .shp 与 .dbf 必须同名并放在一起",
		"the table {file} is missing; the .shp and .dbf of a Shapefile must lie together under one name"},
	"shapefile.no_shp": {
		"缺少图形文件 {file}；Shapefile 的 .shp 与 .dbf 必须同名并放在一起",
		"the shapes {file} are missing; the .shp and .dbf of a Shapefile must lie together under one name"},
	"shapefile.bad_zip": {
		"压缩包已损坏或不完整，无法打开；请重新传输",
		"the zip archive is damaged or incomplete and cannot be opened; send it again"},
	"shapefile.zip_without_shp": {
		"压缩包里没有 Shapefile；请把同名的 .shp、.dbf、.prj 打在一个包里，不要再套压缩包",
		"there is no Shapefile in this archive; pack its .shp, .dbf and .prj into one zip, not into a zip within it"},
	"shapefile.not_shp": {
		"不是 Shapefile：文件头不对或不完整；请重新导出",
		"this is no Shapefile: its head is wrong or incomplete; export it again"},
	"shapefile.bad_dbf": {
		"属性表（.dbf）的文件头不对或不完整，请重新导出",
		"the head of the table (.dbf) is wrong or incomplete; export it again"},
	"shapefile.shp_cut": {
		"图形文件不完整，在第 {record} 条记录处中断；请重新传输或导出",
		"the shapes are cut off at record {record}; send or export the file again"},
	"shapefile.dbf_cut": {
		"属性表不完整，应有 {rows} 行，在第 {record} 行处中断；请重新传输或导出",
		"the table is cut off at row {record} of {rows}; send or export the file again"},
	"shapefile.bad_length": {
		"第 {record} 条记录声称有 {length} 字节，而文件只剩 {left} 字节；文件已损坏，请重新导出",
		"record {record} claims {length} bytes where the file has {left} left; the file is damaged, export it again"},
	"shapefile.too_long": {
		"第 {record} 条记录有 {length} 字节，超过上限 {most} 字节，未读；请拆分后再导入",
		"record {record} has {length} bytes, more than {most}, the limit; split it and try again"},
	"shapefile.uneven": {
		"只有 {shapes} 个图形，而属性表有 {rows} 行；文件不完整，请重新导出",
		"there are {shapes} shapes but {rows} rows in the table; the file is incomplete, export it again"},
	"shapefile.rows_missing": {
		"属性表只有 {rows} 行，图形却更多；文件不完整，请重新导出",
		"the table has only {rows} rows, but there are more shapes; the file is incomplete, export it again"},
	"shapefile.multipatch": {
		"第 {record} 条记录是三维面片（MultiPatch），不能读取",
		"record {record} is a MultiPatch, which is not read"},
	"shapefile.bad_shape": {
		"第 {record} 条记录的图形类型 {type} 不存在，记录已损坏",
		"record {record} has the shape type {type}, which does not exist; the record is damaged"},
	"shapefile.short_shape": {
		"第 {record} 条记录的点数与长度不符，记录已损坏",
		"record {record} does not hold the points it claims; the record is damaged"},
	"shapefile.no_number": {
		"第 {record} 条记录的坐标不是数",
		"a coordinate of record {record} is not a number"},

	"table.not_text": {
		"不是文本文件，不能当作 CSV 读取；请另存为 CSV 或 XLSX",
		"this is no text and cannot be read as CSV; save it as CSV or XLSX"},
	"table.quote": {
		"引号不成对，这一行未读",
		"a quotation mark is out of place; the row was not read"},
	"table.too_long": {
		"有一行超过上限 {most} 字节，多因引号没有配对，未读；请检查引号",
		"a row is longer than {most} bytes, the limit, mostly because a quotation mark has no partner; nothing was read: look at the quotation marks"},
	"table.cells": {
		"有 {cells} 格，而标题只有 {heads} 列，这一行未读",
		"the row has {cells} cells but there are {heads} headings; the row was not read"},
	"table.no_place": {
		"没有位置（{columns} 为空），这一行未读",
		"the row has no place ({columns} is empty); the row was not read"},
	"table.no_number": {
		"“{column}”的“{text}”不是数，这一行未读；请改为数字",
		"“{text}” in “{column}” is not a number; the row was not read: write a number"},
	"table.bad_wkt": {
		"几何写法有误，不是 WKT：{text}；请改正，如 POINT(117.1 35.05)",
		"the geometry is no WKT: {text}; correct it, as in POINT(117.1 35.05)"},
}
