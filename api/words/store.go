package words

// storeWords are the findings of the stores.
var storeWords = map[string]Sentence{
	"store.not_ours": {
		"这不是本程序的数据文件（GeoPackage），未作任何改动；请换一个数据目录，或移走该文件",
		"this is not a data file (GeoPackage) of this program and was left as it is; choose another data folder, or move the file away"},
	"store.other_geopackage": {
		"这是其他程序的 GeoPackage，未作任何改动；请换一个数据目录，或用 import 导入其中的图层",
		"this GeoPackage belongs to another program and was left as it is; choose another data folder, or import its layers"},
	"store.truncated": {
		"数据文件不完整：只有 {have} 字节，应有 {want} 字节；未作任何改动，请从备份恢复",
		"the data file is cut off: {have} bytes instead of {want}; it was left as it is, restore it from a backup"},
	"store.newer": {
		"数据文件由更新的版本写成（结构版本 {have}，本程序只认得到 {know}）；未作任何改动，请升级程序",
		"the data file was written by a newer release (schema {have}, this one knows up to {know}); it was left as it is, upgrade the program"},
	"store.damaged": {
		"数据文件已损坏，请从备份恢复",
		"the data file is damaged, restore it from a backup"},
	"store.cannot_open": {
		"无法打开数据文件：{cause}；请检查目录、权限和磁盘",
		"the data file cannot be opened: {cause}; check the folder, its rights and the disk"},
	"store.busy": {
		"数据文件被另一程序占用；请关闭 QGIS 等正在编辑它的程序后重试",
		"another program holds the data file; close QGIS or whatever edits it and try again"},
	"store.read_only": {
		"数据文件不可写；请检查文件和目录的权限",
		"the data file cannot be written; check the rights of the file and its folder"},
	"store.disk_full": {
		"磁盘已满，什么也没有写入；请腾出空间后重试",
		"the disk is full and nothing was written; make room and try again"},
	"store.no_code": {
		"区域没有代码，无法保存；请用 --region 指定",
		"the region has no code and cannot be kept; name one with --region"},
	"store.no_region": {
		"没有区域 {region}；请先导入，或用 --region 指定已有的区域",
		"there is no region {region}; import it first, or name one that is there with --region"},
	"store.region_there": {
		"目标库里已有区域 {region}，未作任何改动；请换一个空的数据目录或数据库",
		"the target holds the region {region} already and was left as it is; choose an empty data folder or database"},
	"store.no_feature": {
		"没有这一要素",
		"there is no such feature"},
	"store.id_taken": {
		"该编号已被使用；请换一个编号",
		"this id is taken; choose another"},
	"store.id_twice": {
		"该编号在同一图层中出现了不止一次；每个要素须有自己的编号",
		"this id stands more than once in the collection; each feature needs its own"},
	"store.no_id": {
		"有要素没有编号，无法保存",
		"a feature without an id cannot be kept"},
	"store.unknown_kind": {
		"没有名为 {kind} 的图层",
		"there is no collection called {kind}"},
	"store.bad_cursor": {"翻页位置“{cursor}”无效，请从第一页重新开始。", "“{cursor}” is no place in this collection; begin again with the first page."},
	"store.unknown_property": {
		"此图层没有属性 {name}",
		"this collection has no property {name}"},
	"store.bad_value": {
		"属性 {name} 的值“{value}”不是 {type} 类型",
		"the value “{value}” of property {name} is not of type {type}"},
	"store.bad_geometry": {
		"几何无法读写：{cause}",
		"the geometry cannot be read or written: {cause}"},
	"store.wrong_shape": {
		"几何类型是 {have}，此图层只收 {want}",
		"the geometry is a {have}; this collection takes {want} only"},
	"store.not_comparable": {
		"属性 {name} 是一份清单，不能按值筛选",
		"property {name} is a document and cannot be compared with a value"},
	"store.bad_page": {
		"分页须为零或正数，而收到的是 limit={limit}、offset={offset}",
		"limit and offset must be zero or more, not {limit} and {offset}"},
	"store.no_lead": {
		"没有线索 {id}",
		"there is no lead {id}"},
	"store.lead_taken": {
		"线索编号 {id} 或来单编号“{ticket}”已登记过，请勿重复登记",
		"the lead {id}, or the sender's number “{ticket}”, was reported before"},
	"store.reporter_named": {
		"文字中出现了举报人的姓名或电话；请删去后重发，举报人信息只存于专门的登记",
		"the text names the reporter or the telephone; take them out and send it again, they are kept in their own place alone"},
	"store.bad_lead": {
		"线索的当前状态无法读出；请用 xunhu check --audit 查明，或从备份恢复",
		"the state of the lead cannot be read; xunhu check --audit tells more, or restore a backup"},
	"store.bad_record": {
		"线索的记录被改动，无法读出；请用 xunhu check --audit 查明",
		"a record of the lead was changed and cannot be read; xunhu check --audit tells more"},
	"store.no_attachment": {
		"线索 {lead} 没有摘要为 {digest} 的附件",
		"lead {lead} has no attachment with the digest {digest}"},
	"store.attachment_large": {
		"附件过大，至多 {most} MiB",
		"the attachment is too large; {most} MiB at most"},
	"store.digest_differs": {
		"文件的摘要是 {found}，不是所称的 {said}；请重新上传",
		"the digest of the file is {found}, not {said} as was said; send it again"},
	"store.bad_content": {
		"附件 {digest} 的内容与摘要不符，已损坏；请从备份恢复",
		"the attachment {digest} differs from its digest and is damaged; restore it from a backup"},
	"store.no_notice": {
		"台账中没有编号为 {id} 的通知",
		"there is no notice {id} in the ledger"},
	"store.reporter_set": {
		"线索 {id} 已登记举报人，不能更改",
		"the reporter of lead {id} was entered before and is not changed"},
	"store.no_reporter": {
		"线索 {id} 未登记举报人",
		"no reporter of lead {id} was entered"},
	"store.no_person": {
		"没有人员“{id}”",
		"there is no person “{id}”"},
	"store.no_token": {
		"没有编号为 {id} 的有效令牌",
		"there is no token {id} that holds"},
}
