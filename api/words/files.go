package words

// filesWords are the sentences of KML, GPX, GeoPackage, of writing Shapefiles, and
// of the archives and XML that they come in.
var filesWords = map[string]Sentence{
	"archive.damaged": {
		"压缩包已损坏或不完整；请重新传输",
		"the zip archive is damaged or incomplete; send it again"},
	"archive.too_many": {
		"压缩包里有 {members} 个文件，超过上限 {most} 个；请只打包需要的文件",
		"the archive holds {members} files, more than {most}; pack only those that are needed"},
	"archive.bad_name": {
		"压缩包里的文件名“{name}”指向压缩包之外，可能有害，未读；请重新打包",
		"the name “{name}” leads out of the archive, which may be meant to harm; nothing was read: pack it again"},
	"archive.encrypted": {
		"压缩包里的文件有密码，无法读取；请解除密码后再导入",
		"the file within the archive has a password; remove it and try again"},
	"archive.too_large": {
		"压缩包里的文件解开后超过上限 {most} 字节，未读；请解压后分批导入",
		"the file unfolds to more than {most} bytes, the limit within an archive; unpack it and import it in parts"},
	"archive.bomb": {
		"压缩包里的文件解开后超过其压缩大小（{packed} 字节）的 {ratio} 倍，像是压缩炸弹，未读；若确是数据，请解压后再导入",
		"the file unfolds to more than {ratio} times its packed size of {packed} bytes, as a zip bomb does, and was not read; if it is data, unpack it first"},

	"markup.no_element": {
		"文件是空的，没有任何 XML 元素",
		"the file is empty: it holds no XML element"},
	"markup.truncated": {
		"文件不完整，在此处中断；请重新传输或导出",
		"the file is cut off here; send or export it again"},
	"markup.syntax": {
		"此处有 XML 语法错误，或文字编码与文件所声明的不符；请修正或重新导出",
		"this is not correct XML, or not in the encoding that the file declares; mend it or export it again"},
	"markup.entities": {
		"文件自行定义了 XML 实体（<!ENTITY>），可能有害，未读；请删去后再导入",
		"the file defines XML entities of its own (<!ENTITY>), which may be meant to harm; nothing was read: remove them"},
	"markup.too_deep": {
		"XML 元素嵌套超过 {most} 层，未读；请重新导出",
		"XML elements nest more than {most} deep; export the file again"},
	"markup.too_long": {
		"一个要素或一段文字超过上限 {most} 字节，未读；请拆分后再导入",
		"a feature or text is longer than {most} bytes, the limit; split it and try again"},

	"kml.not_kml": {
		"不是 KML 文件：最外层元素是“{root}”",
		"this is no KML file: its outermost element is “{root}”"},
	"kml.none_inside": {
		"KMZ 压缩包里没有 KML 文件",
		"there is no KML file in this archive"},
	"kml.only_links": {
		"文件里只有 {n} 个指向别处的链接（NetworkLink），没有数据；请在地图软件中打开，把内容另存为 KML",
		"the file holds no data but {n} links to other files (NetworkLink); open it in a map program and save what it shows as KML"},
	"kml.bad_coordinates": {
		"第 {placemark} 个地标的坐标“{text}”读不懂；应为“经度,纬度”，各点之间用空格隔开",
		"the coordinates “{text}” of placemark {placemark} cannot be read; write longitude,latitude with blanks between positions"},
	"kml.few_positions": {
		"第 {placemark} 个地标的 {element} 只有 {n} 个点，至少应有 {need} 个",
		"placemark {placemark} has a {element} of {n} positions; it needs {need} at least"},
	"kml.no_outer": {
		"第 {placemark} 个地标的多边形没有外边界",
		"the polygon of placemark {placemark} has no outer boundary"},
	"kml.model": {
		"第 {placemark} 个地标是三维模型，不能读取",
		"placemark {placemark} is a 3D model, which is not read"},

	"gpx.not_gpx": {
		"不是 GPX 文件：最外层元素是“{root}”；请重新导出为 GPX",
		"this is no GPX file: its outermost element is “{root}”; export it as GPX again"},
	"gpx.bad_position": {
		"第 {n} 个要素有一点的 {attribute} 是“{text}”，不是数；请改正，或删去该要素",
		"feature {n} has a point whose {attribute} is “{text}”, which is no number; correct it, or leave the feature out"},
	"gpx.one_point": {
		"第 {n} 个要素只有一个点，不成线；请补点，或改为航点（wpt）",
		"feature {n} has a single point and makes no line; add points, or make it a waypoint (wpt)"},
	"gpx.no_areas": {
		"GPX 不能存放面，{n} 个面要素未写出；需要面请用 .gpkg、.kml 或 .geojson",
		"GPX holds no areas: {n} features were left out; use .gpkg, .kml or .geojson for them"},
	"gpx.no_place": {
		"{n} 个要素没有位置，GPX 不能存放，未写出",
		"{n} features without a place were left out, for GPX cannot hold them"},
	"gpx.nothing_left": {
		"没有可写入 GPX 的点或线；请用 .gpkg、.kml 或 .geojson",
		"there are no points or lines that GPX could hold; use .gpkg, .kml or .geojson"},

	"gpkg.not_gpkg": {
		"不是 GeoPackage：文件头不是 SQLite 的",
		"this is no GeoPackage: it does not begin as an SQLite file"},
	"gpkg.truncated": {
		"文件不完整，应有 {want} 字节，只有 {have} 字节；请重新传输",
		"the file is cut off: {have} bytes instead of {want}; send it again"},
	"gpkg.in_use": {
		"文件正被其他程序（如 QGIS）使用，部分数据还在日志 {log} 里；请关闭该程序后再导入",
		"another program such as QGIS has the file open, and part of it lies in the log {log}; close that program and try again"},
	"gpkg.damaged": {
		"数据库已损坏，无法读取；请重新传输或导出",
		"the database is damaged and cannot be read; send or export it again"},
	"gpkg.too_long": {
		"有一行超过上限 {most} 字节，未读；请拆分后再导入",
		"a row is longer than {most} bytes, the limit; split it and try again"},
	"gpkg.no_table": {
		"是 SQLite 文件，但不是 GeoPackage：缺少表 {table}",
		"this SQLite file is no GeoPackage: it has no table {table}"},
	"gpkg.no_layers": {
		"文件里没有要素图层",
		"the file holds no layer of features"},
	"gpkg.view": {
		"这个图层是视图或不存在的表，不能读取；请在 QGIS 中另存为图层",
		"this layer is a view, or a table that is not there, and is not read; save it as a layer of its own in QGIS"},
	"gpkg.no_crs": {
		"图层没有说明坐标系；请用 --crs 指明，如 EPSG:4490、EPSG:4548",
		"the layer does not say its coordinate system; name it with --crs, such as EPSG:4490 or EPSG:4548"},
	"gpkg.no_geometry_column": {
		"图层缺少几何列 {column}；文件已损坏，请重新导出",
		"the layer lacks its column of geometry {column}; the file is damaged, export it again"},
	"gpkg.bad_geometry": {
		"第 {row} 行的几何数据已损坏",
		"the geometry of row {row} is damaged"},
	"gpkg.other_geometry": {
		"第 {row} 行的几何类型（{type}）是曲线或曲面，不能读取；请先转换为折线和多边形",
		"the geometry of row {row} is a curve or surface (type {type}), which is not read; turn it into lines and polygons first"},
	"gpkg.too_deep": {
		"第 {row} 行的几何集合嵌套超过 {most} 层",
		"row {row} nests geometry collections more than {most} deep"},
	"gpkg.few_positions": {
		"第 {row} 行有一条线或一个环只有 {n} 个点，至少应有 {need} 个",
		"row {row} has a line or ring of {n} positions; it needs {need} at least"},
	"gpkg.no_number": {
		"第 {row} 行有一个坐标不是数",
		"a coordinate of row {row} is not a number"},
	"gpkg.renamed": {
		"列“{name}”与另一列只有大小写之别，已改名为“{as}”",
		"the column “{name}” differs from another by case only and was renamed “{as}”"},

	"shapefile.renamed": {
		"字段“{name}”超过 {most} 字节、与别的字段同名或编码不支持，已改名为“{as}”",
		"the field “{name}” is longer than {most} bytes, named as another, or not in the encoding, and was renamed “{as}”"},
	"shapefile.cut": {
		"字段“{name}”有 {n} 个值超过 {most} 字节，已截断；需要全文请用 .gpkg 或 .geojson",
		"{n} values of the field “{name}” are longer than {most} bytes and were cut; use .gpkg or .geojson for the whole"},
	"shapefile.strange": {
		"字段“{name}”有 {n} 个值含所选编码没有的字符，已写作“?”；请改用 UTF-8",
		"{n} values of the field “{name}” hold characters that the encoding lacks, written as “?”; use UTF-8"},
	"shapefile.mixed": {
		"{n} 个要素是混合几何集合，Shapefile 不能存放，未写出",
		"{n} features are mixed collections, which a Shapefile cannot hold, and were left out"},
	"shapefile.too_many_fields": {
		"有 {n} 个字段，Shapefile 至多 {most} 个，其余未写出",
		"there are {n} fields; a Shapefile holds {most}, the others were left out"},
	"shapefile.too_large": {
		"数据超过 Shapefile 的上限 {most} 字节；请用 .gpkg",
		"the data are larger than {most} bytes, the limit of a Shapefile; use .gpkg"},

	"format.loose_shp": {
		"Shapefile 由多个文件组成，请写成 .zip",
		"a Shapefile is several files; write it as .zip"},
}
