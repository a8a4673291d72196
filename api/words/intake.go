package words

var intakeWords = map[string]Sentence{
	// the OpenStreetMap file
	"osmpbf.empty": {
		"文件是空的（0 字节），请重新下载或拷贝。",
		"The file is empty (0 bytes); download or copy it again."},
	"osmpbf.not_pbf": {
		"这不是 OpenStreetMap 的 PBF 文件：开头没有 PBF 的块头；请选用以 .osm.pbf 结尾的文件。",
		"This is not an OpenStreetMap PBF file: it does not begin with a PBF block; choose a file that ends in .osm.pbf."},
	"osmpbf.truncated": {
		"文件不完整：从第 {byte} 字节开始的数据块超出文件末尾（共 {size} 字节），请重新下载。",
		"The file is cut off: the block at byte {byte} runs past the end ({size} bytes); download it again."},
	"osmpbf.damaged": {
		"文件已损坏：从第 {byte} 字节开始的数据块无法解读，请重新下载。",
		"The file is damaged: the block at byte {byte} cannot be read; download it again."},
	"osmpbf.too_large": {
		"从第 {byte} 字节开始的数据块声称有 {size} 字节，超过格式规定的上限 {most} 字节，未读；请重新下载。",
		"The block at byte {byte} claims {size} bytes, more than {most}, the limit of the format; nothing was read: download it again."},
	"osmpbf.changed": {
		"读取过程中文件被改动（第 {byte} 字节处），请待写入完成后重试。",
		"The file changed while it was being read (at byte {byte}); try again when it is complete."},
	"osmpbf.compression": {
		"文件使用了 {name} 压缩，本程序只读取 zlib 压缩或未压缩的 PBF；请先用 osmium cat 转换。",
		"The file is compressed with {name}; only zlib and uncompressed PBF are read. Convert it with osmium cat."},
	"osmpbf.feature": {
		"文件要求读取方支持“{name}”，本程序不支持；历史文件请先用 osmium time-filter 取某一时刻。",
		"The file asks its reader for “{name}”, which is not supported here; of a history file, take one moment with osmium time-filter."},
	"osmpbf.plain_nodes": {
		"文件以旧式（非密集）方式存放节点（第 {byte} 字节处），请先用 osmium cat 转换。",
		"The file holds its nodes in the old, not dense, form (at byte {byte}); convert it with osmium cat."},
	"osmpbf.no_ways": {
		"文件里只有 {nodes} 个节点，没有任何线或关系，做不出边界和道路；请换一份完整的提取文件。",
		"The file holds {nodes} nodes and no way at all, so it has neither boundaries nor roads; take a complete extract."},
	"osmpbf.twice": {
		"有 {n} 个要素在文件中出现不止一次，只取第一个。",
		"{n} elements come more than once; the first of each was taken."},
	"osmpbf.bad_nodes": {
		"有 {n} 个节点的经纬度超出范围，已略去。",
		"{n} nodes have coordinates out of range and were left out."},
	"osmpbf.cut_ways": {
		"有 {n} 条线缺少节点（第一条是 way {way}），多因提取范围在此截断；只保留了有节点的部分。",
		"{n} ways lack nodes (the first is way {way}), mostly because the extract ends there; only the parts with nodes were kept."},
	"osmpbf.unclosed": {
		"关系 {relation}（{name}）的边界没有闭合：有 {ends} 个断点，第一个在经度 {lon:5}、纬度 {lat:5}，文件中缺 {missing} 条成员线；未做成面。",
		"Relation {relation} ({name}) does not close: {ends} open ends, the first at {lon:5}, {lat:5}; {missing} member ways are not in the file. No area was made."},
	"osmpbf.no_members": {
		"关系 {relation}（{name}）的成员线没有一条在文件中，未做成面。",
		"No member way of relation {relation} ({name}) is in the file; no area was made."},
	"osmpbf.thin_ring": {
		"关系 {relation}（{name}）有一个环缺少节点或不足三个点，未做成面。",
		"A ring of relation {relation} ({name}) lacks nodes or has fewer than three places; no area was made."},

	// what was asked for
	"intake.no_files": {
		"没有给出要导入的文件，请写上文件名。",
		"No file to import was given; name one."},
	"intake.no_such_kind": {
		"没有“{kind}”这一类；可用的有：{kinds}。",
		"There is no kind “{kind}”; there are: {kinds}."},
	"intake.no_file": {
		"找不到这个文件，请检查路径和文件名。",
		"There is no such file; check its path and name."},
	"intake.unreadable": {
		"文件无法打开或读取，请检查权限和磁盘。",
		"The file cannot be opened or read; check its permissions and the disk."},
	"intake.folder": {
		"这是一个文件夹，请给出其中的文件。",
		"This is a folder; name the files in it."},
	"intake.not_a_region": {
		"这个文件装不下整个区域；“region”只用于 .osm.pbf，其他文件请用 --as 写明类别（如 towns）。",
		"This file cannot hold a whole region; “region” is for .osm.pbf alone. Say its kind with --as, such as towns."},
	"intake.no_layers": {
		"文件里没有图层，没有可导入的内容。",
		"The file has no layer, so there is nothing to import."},
	"intake.kind_unknown": {
		"看不出图层“{layer}”是哪一类，请用 --as 写明（如 --as towns）。",
		"What layer “{layer}” holds cannot be told; say it with --as, such as --as towns."},
	"intake.nothing_kept": {
		"没有一个要素可以导入（拒绝 {n} 个），区域未改动。",
		"No feature could be taken ({n} refused); the region is as it was."},
	"intake.towns_first": {
		"区域里还没有镇街，请先导入镇街（--as towns）或整个区域（--as region）。",
		"The region has no towns yet; import the towns (--as towns) or a whole region (--as region) first."},
	"intake.no_coverage": {
		"这些镇街拼不成一张图，请按后面的原因改正。",
		"These towns do not make one map; mend them by the cause that follows."},

	// how the kind was guessed
	"intake.guess_file":   {"由文件名或图层名推断", "guessed from the name of the file or layer"},
	"intake.guess_fields": {"由字段推断", "guessed from the fields"},
	"intake.guess_osm":    {"OpenStreetMap 文件含整个区域", "an OpenStreetMap file holds a whole region"},

	// rows
	"intake.no_code": {
		"缺少代码；请补上，或用 --field id=列名 指明哪一列是代码",
		"the code is missing; fill it in, or name the column of the codes with --field id=COLUMN"},
	"intake.no_codes": {
		"没有读到镇街代码；代码表应有“代码”（code）和“名称”（name）两列，另可有“生效日期”“失效日期”",
		"there are no codes of towns; a list has the columns code and name, and may have valid_from and valid_to"},
	"intake.no_towns": {
		"{n} 行是区县或村居的代码，不是镇街的，已略过。",
		"{n} rows are codes of counties or villages, not of towns, and were passed over."},
	"intake.no_value": {
		"缺少“{title}”（{field}），未导入。",
		"There is no {title} ({field}), so it was not taken."},
	"intake.fields_there": {
		"没有认出“{title}”，这一行有这些字段：{fields}；若其中有，请用 --field {field}=字段名 指定后重新导入。",
		"No {title} was found; the row has these fields: {fields}. If one of them holds it, import again with --field {field}=THEIRS."},
	"intake.no_properties": {
		"缺少“{title}”（{field}），这一行没有任何属性，未导入。",
		"There is no {title} ({field}): the row has no properties at all, and was not taken."},
	"intake.parts_dropped": {
		"图形由 {n} 部分组成，只取其中的 {kept} 个{want}，其余（如标注点）略去。",
		"Its geometry has {n} parts; {kept} of them, each a {want}, were taken, the others, such as label points, left out."},
	"intake.unnamed": {
		"有 {n} 处没有名称，记作“无名{title}”加编号；若有名称字段，请用 --field name=字段名 指定后重新导入。",
		"{n} have no name and are called “unnamed {title}” with their number; if a field holds names, import again with --field name=THEIRS."},
	"intake.named_by_file": {
		"只有一个图形，没有属性，名称取自文件名“{name}”。",
		"There is one shape without properties; it is named after the file, “{name}”."},
	"intake.bad_value": {
		"字段“{theirs}”的值“{value}”不能作为 {field}（应为 {type}），请改正。",
		"The value “{value}” of {theirs} cannot be {field} ({type}); correct it."},
	"intake.bad_class": {
		"字段“{theirs}”的类别“{value}”不认识；可用的有：{classes}。",
		"The class “{value}” in {theirs} is not known; there are: {classes}."},
	"intake.id_twice": {
		"标识“{id}”重复，只保留第一个；请改用唯一的代码。",
		"The identity “{id}” comes twice, and only the first was taken; give each its own code."},
	"intake.no_geometry": {
		"没有图形，未导入。",
		"It has no geometry and was not taken."},
	"intake.wrong_shape": {
		"图形是{is}，而这一类数据应为{want}，未导入；请核对数据类别（--as），或改画成{want}后重新导入。",
		"Its geometry is a {is}, but features of this kind are each a {want}; it was not taken. Check the kind (--as), or draw it as a {want} and import again."},
	"intake.not_an_area": {
		"修复后图形不再是面，请重画。",
		"It is no area once mended; draw it anew."},
	"intake.rings_joined": {
		"图形的环有共边或相叠，已把外环合并、内环合并后重做，请核对。",
		"Its rings share edges or overlap; it was made anew of all shells without all holes. Look at it."},
	"intake.axes_swapped": {
		"坐标（{x:4}, {y:4}）的经纬度颠倒了；请把经度放在前面再导入。",
		"At {x:4}, {y:4} latitude and longitude are swapped; put the longitude first and import again."},
	"intake.not_degrees": {
		"坐标（{x:1}, {y:1}）不是经纬度；请用 --crs 写明坐标系（如 EPSG:4527）。",
		"{x:1}, {y:1} are not degrees; say the coordinate system with --crs, such as EPSG:4527."},
	"intake.far_away": {
		"位置（经度 {lon:4}、纬度 {lat:4}）远在{region}之外，未导入；请核对坐标系和区域。",
		"It lies at {lon:4}, {lat:4}, far outside {region}, and was not taken; check coordinate system and region."},

	// layers
	"intake.maybe_shifted": {
		"文件名像是地图服务的坐标，但按 {crs} 读取；若是 GCJ-02 或 BD-09，请加 --crs GCJ-02 或 --crs BD-09 重新导入，否则会偏约 500 米。",
		"The file's name speaks of a map service's coordinates, but it was read as {crs}; if they are GCJ-02 or BD-09, import again with --crs GCJ-02 or --crs BD-09, or all is some 500 m off."},
	"intake.ids_made": {
		"有 {n} 个要素没有代码，已按名称和位置编了标识；重复导入时不变。",
		"{n} features have no code; identities were made of name and place and stay the same on the next import."},
	"intake.lines_split": {
		"有 {n} 个要素由几条线组成，已拆开并加上序号。",
		"{n} features consist of several lines; they were split and numbered."},
	"intake.unit_without_town": {
		"单位“{unit}”所辖的镇街 {town} 在新的镇街中不存在，请重新导入单位。",
		"Unit “{unit}” names town {town}, which the new towns do not have; import the units anew."},

	// OpenStreetMap
	"intake.osm_no_boundaries": {
		"文件里没有闭合的行政边界，做不出镇街；请换用更大的提取范围，或另行导入镇街。",
		"The file has no closed administrative boundary to make towns of; take a larger extract, or import the towns from another file."},
	"intake.osm_no_such_level": {
		"文件里没有 {level} 级的行政边界；现有（级别: 个数（覆盖））：{levels}。",
		"The file has no boundaries of level {level}; there are (level: number (cover)): {levels}."},
	"intake.osm_level_chosen": {
		"镇街取 admin_level {level}：{n} 个，覆盖{region}的 {percent:0}%（{km2:1} 平方公里），是覆盖率不低于 {least:0}% 的最细一级。各级（级别: 个数（覆盖））：{levels}。",
		"The towns are those of admin_level {level}: {n}, covering {percent:0} % of {region} ({km2:1} km²), the finest level that covers at least {least:0} %. Levels (level: number (cover)): {levels}."},
	"intake.osm_level_asked": {
		"镇街按要求取 admin_level {level}：{n} 个，覆盖{region}的 {percent:0}%（{km2:1} 平方公里）。各级（级别: 个数（覆盖））：{levels}。",
		"The towns are those of admin_level {level}, as asked: {n}, covering {percent:0} % of {region} ({km2:1} km²). Levels (level: number (cover)): {levels}."},
	"intake.osm_not_this_kind": {
		"OpenStreetMap 文件里没有“{kind}”这一类。",
		"An OpenStreetMap file has no {kind}."},
	"intake.osm_restrictions_lacking": {
		"略去 {n} 条成员不全的转向限制。",
		"{n} turn restrictions that lack a member were left out."},
	"intake.osm_small_lakes": {
		"略去 {n} 处小于 {m2} 平方米的水面。",
		"{n} waters of less than {m2} m² were left out."},
	"intake.osm_wetland_classes": {
		"有 {n} 处湿地因位于保护地内，定为 park 或 reserve，其余为 general。",
		"{n} wetlands lie in protected areas and are classed park or reserve; the others are general."},
	"intake.osm_landings_dry": {
		"略去 {n} 个 {m:0} 米内没有水面的码头。",
		"{n} landings without water within {m:0} m were left out."},
	"intake.osm_sites_outside": {
		"略去 {n} 个在镇街之外的点位。",
		"{n} sites outside the towns were left out."},

	// the new region
	"intake.region_made": {
		"新建区域“{name}”，代码 {code}；可用 --name、--region 另定。",
		"A new region “{name}” was made with the code {code}; --name and --region give others."},
	"intake.organisation_made": {
		"自动生成 {n} 个单位（其中环保所 {stations} 个）以便开展工作，来源标为“自动生成 / generated”，请换成真实的机构；{seats} 个驻地没有资料，取镇内一点。",
		"{n} units ({stations} of them stations) were generated so that work can begin, marked “自动生成 / generated”; replace them with the real ones. {seats} seats are not known and were put at a place within the town."},
	"intake.post_made": {
		"自动生成“{post}”，责任区为最大湿地（或湖泊）周边 {m} 米，涉及 {n} 个镇街。",
		"“{post}” was generated; its zone reaches {m} m around the largest wetland (or lake) and touches {n} towns."},
	"intake.no_post": {
		"镇街内没有湿地和湖泊，未生成联合驻巡站；可另行导入单位和责任区。",
		"There is no wetland or lake in the towns, so no joint post was generated; import units and zones for one."},
}
