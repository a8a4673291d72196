package words

var serviceWords = map[string]Sentence{
	// statuses of HTTP
	"problem.title.400": {"请求有误", "Bad request"},
	"problem.title.404": {"未找到", "Not found"},
	"problem.title.405": {"不支持此方法", "Method not allowed"},
	"problem.title.406": {"无法按所需格式应答", "Not acceptable"},
	"problem.title.409": {"冲突", "Conflict"},
	"problem.title.412": {"数据已被他人修改", "Precondition failed"},
	"problem.title.413": {"内容过大", "Content too large"},
	"problem.title.415": {"不支持此内容类型", "Unsupported media type"},
	"problem.title.422": {"内容无法采用", "Unprocessable content"},
	"problem.title.500": {"服务器出错", "Internal server error"},
	"problem.title.503": {"服务暂不可用", "Service unavailable"},

	// sentences of problem documents
	"problem.faults":       {"请求中有 {n} 处错误，请逐条改正后重发。", "The request has {n} faults; mend each of them and send it again."},
	"problem.not_found":    {"未找到所请求的内容，请核对地址中的编号。", "What the address names does not exist; check its identifiers."},
	"problem.exists":       {"该编号已存在，请换一个编号或不填编号。", "This id is taken; choose another or leave it out."},
	"problem.too_slow":     {"处理超时，请缩小范围后重试。", "This took too long; ask for less and try again."},
	"problem.given_up":     {"请求已取消。", "The request was given up."},
	"problem.too_large":    {"请求内容过大，请减小后重发。", "The request is too large; send less."},
	"problem.internal":     {"服务器内部出错，详情已记入日志。", "Something failed within the service; its log says what."},
	"problem.no_path":      {"没有地址 {path}，请查阅 /api/openapi.json 或 /ogc/api。", "There is no address {path}; see /api/openapi.json or /ogc/api."},
	"problem.no_method":    {"地址 {path} 不支持 {method} 方法。", "{path} does not answer {method}."},
	"problem.no_region":    {"没有区域「{region}」，请核对区域代码。", "There is no region “{region}”; check its code."},
	"problem.which_region": {"此处有多个区域，请在地址前加 /r/区域代码。", "There are several regions here; put /r/ and the region's code before the address."},
	"problem.no_regions":   {"尚未导入任何区域，请先用 xunhu import 导入。", "No region has been imported yet; import one with xunhu import."},

	// parameters of a request
	"param.unknown": {"没有参数「{name}」，可用的参数是：{known}。", "There is no parameter “{name}”; known are: {known}."},
	"param.twice":   {"参数「{name}」出现了多次，请只给一次。", "Parameter “{name}” is given more than once; give it once."},
	"param.integer": {"参数「{name}」的值「{value}」不是 {min} 或以上的整数。", "Parameter “{name}”: “{value}” is not a whole number of {min} or more."},
	"param.number":  {"参数「{name}」的值「{value}」不是数字。", "Parameter “{name}”: “{value}” is not a number."},
	"param.whole":   {"参数「{name}」的值「{value}」不是整数。", "Parameter “{name}”: “{value}” is not a whole number."},
	"param.boolean": {"参数「{name}」的值「{value}」应为 true 或 false。", "Parameter “{name}”: “{value}” must be true or false."},
	"param.date":    {"参数「{name}」的值「{value}」不是日期，应如 2026-11-23。", "Parameter “{name}”: “{value}” is not a date such as 2026-11-23."},
	"param.time":    {"参数「{name}」的值「{value}」不是带时区的时间，应如 2026-11-23T08:00:00+08:00。", "Parameter “{name}”: “{value}” is not a time with offset such as 2026-11-23T08:00:00+08:00."},
	"param.choice":  {"参数「{name}」的值「{value}」不在可选值之内：{choices}。", "Parameter “{name}”: “{value}” is not one of {choices}."},
	"param.bbox":    {"参数「bbox」的值「{value}」应为以逗号分隔的 4 个或 6 个数字：西、南、东、北。", "Parameter “bbox”: “{value}” must be 4 or 6 numbers with commas between: west, south, east, north."},
	"param.bbox_range": {"参数「bbox」的值「{value}」超出范围：经度须在 ±180 之内，纬度须在 ±90 之内，南不得大于北。",
		"Parameter “bbox”: “{value}” is out of range: longitudes within ±180, latitudes within ±90, south not above north."},
	"param.datetime": {"参数「datetime」的值「{value}」应为 RFC 3339 时间或区间，如 2026-11-01T00:00:00Z/.. 。",
		"Parameter “datetime”: “{value}” must be an RFC 3339 time or interval such as 2026-11-01T00:00:00Z/.. ."},
	"param.datetime_order": {"参数「datetime」的区间「{value}」起点晚于终点。", "Parameter “datetime”: the interval “{value}” begins after its end."},

	// OGC API Features
	"ogc.no_collection": {"没有数据集「{collection}」，可用的是：{known}。", "There is no collection “{collection}”; known are: {known}."},
	"ogc.no_feature":    {"数据集「{collection}」中没有要素「{id}」。", "Collection “{collection}” has no feature “{id}”."},

	// an incident that comes in
	"input.json":            {"内容不是正确的 JSON（第 {byte} 字节处），应为一个 GeoJSON 要素。", "This is not correct JSON (at byte {byte}); a GeoJSON feature is wanted."},
	"input.not_feature":     {"type 是“{type}”，应为一个 GeoJSON 要素（Feature）。", "The type is “{type}”; a GeoJSON Feature is wanted."},
	"input.bad_id":          {"id 应为文字或数字。", "The id must be text or a number."},
	"input.bad_properties":  {"properties 应为对象，其中的数值须能表示。", "The properties must be an object whose numbers can be held."},
	"input.no_geometry":     {"事件没有位置，请给出点、线或面。", "The incident has no place; give a point, line or polygon."},
	"input.bad_geometry":    {"几何对象的写法不符合 GeoJSON。", "The geometry is not written as GeoJSON wants it."},
	"input.geometry_type":   {"几何类型“{type}”不可用，请用点、线或面。", "The geometry type “{type}” cannot be taken; use a point, line or polygon."},
	"input.bad_coordinates": {"坐标与类型 {type} 不符：每个位置应为经度、纬度两个数，线和环不能为空。", "The coordinates do not fit the type {type}: a position is longitude and latitude, a line or ring is not empty."},
	"input.not_text":        {"属性“{name}”应为文字。", "Property “{name}” must be text."},
	"input.choice":          {"属性“{name}”的值“{value}”不在可选值之内：{choices}。", "Property “{name}”: “{value}” is not one of {choices}."},
	"input.accuracy":        {"定位精度“{value}”应为 0 至 {most} 之间的米数。", "The accuracy “{value}” must be metres from 0 to {most}."},
	"input.time":            {"属性“{name}”的值“{value}”不是带时区的时间，应如 2026-11-23T08:00:00+08:00。", "Property “{name}”: “{value}” is not a time with offset such as 2026-11-23T08:00:00+08:00."},
}
