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
		"关系 {relation}（{name}）的成员线不在文件中（缺 {missing} 条），未做成面。",
		"The member ways of relation {relation} ({name}) are not in the file ({missing} missing); no area was made."},
	"osmpbf.thin_ring": {
		"关系 {relation}（{name}）有一个环缺少节点或不足三个点，未做成面。",
		"A ring of relation {relation} ({name}) lacks nodes or has fewer than three places; no area was made."},
}
