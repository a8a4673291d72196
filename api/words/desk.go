package words

// deskWords are the sentences of the desk where leads are moved.
var deskWords = map[string]Sentence{
	"desk.token":          {"令牌无效或已吊销；请向管理员申请新的令牌（xunhu token add）。", "This token is not valid or was revoked; ask for a new one (xunhu token add)."},
	"desk.no_token":       {"需要表明身份：请在 Authorization 头中给出 Bearer 令牌（xunhu token add 签发）。", "Say who you are: give a bearer token in the Authorization header (xunhu token add makes one)."},
	"desk.no_demo_person": {"没有演示人员“{person}”；演示人员见 /api/v1/people，其他人须持令牌。", "There is no person “{person}” of the demonstration; /api/v1/people lists them, anybody else needs a token."},
	"desk.no_role":        {"本人没有“{role}”角色。", "You do not have the role “{role}”."},
	"desk.no_roles":       {"人员“{person}”没有任何角色，不能办理。", "Person “{person}” has no role and cannot act."},
	"desk.no_if_match":    {"须在 If-Match 头中给出所见线索的 ETag，以免覆盖他人的办理。", "Give the ETag of the lead as you saw it in the If-Match header, so that nobody's work is overwritten."},
	"desk.if_match":       {"If-Match 的值“{value}”不是线索的 ETag。", "If-Match: “{value}” is no ETag of a lead."},
	"desk.since":          {"第 {revision} 版：{at}，{unit}{person}（{id}）办理了“{did}”，现为“{state}”。", "Revision {revision}: at {at} {person} ({id}) of {unit} did “{did}”; it is now {state}."},
	"desk.key_long":       {"Idempotency-Key 过长，至多 {most} 字节。", "The Idempotency-Key is too long; {most} bytes at most."},
	"desk.key_reused":     {"Idempotency-Key“{key}”已用于另一请求；请换一个。", "The Idempotency-Key “{key}” was used for another request; choose another."},
	"desk.own_address":    {"“{event}”另有地址：登记用 POST /incidents，拆分用 POST /incidents/编号/split。", "“{event}” has an address of its own: POST /incidents reports, POST /incidents/ID/split splits."},
	"desk.no_life":        {"事件 {id} 由旧版本登记，没有线索流程；请重新登记。", "Incident {id} was kept by an older release and has no lead; report it again."},
	"desk.no_changes":     {"“{event}”不能更改事件；请用 verify（核实）或 rerule（重新判定）。", "“{event}” cannot change the incident; use verify or rerule."},
	"desk.no_person":      {"人员名册中没有“{person}”。", "There is no person “{person}” on the register."},
	"desk.no_file":        {"此线索没有摘要为 {digest} 的附件；请先上传。", "This lead has no attachment with the digest {digest}; attach it first."},
	"desk.file_name":      {"须用参数 name 给出文件名，至多 255 字节。", "Give the file's name in the parameter name, 255 bytes at most."},
	"desk.media":          {"内容类型“{value}”写法有误，应如 image/jpeg。", "The media type “{value}” is malformed; write one such as image/jpeg."},
	"desk.no_paper":       {"没有文书“{paper}”；可用的是 handover、notice、dispute，后缀 .pdf 或 .json。", "There is no paper “{paper}”; there are handover, notice and dispute, as .pdf or .json."},
	"desk.notice_to":      {"须写明发给谁。", "Say to whom it was sent."},
	"desk.ledger":         {"总台账限本系统单位查看；请查看本单位经办线索的台账。", "The whole ledger is for the units of the house; read the ledger of a lead in which you have a part."},
	"desk.reporter":       {"举报人信息限信访岗和值班调度员办理，查看均留痕。", "The reporter is for the petition desk and the dispatcher; every reading is taken down."},
	"desk.reporter_empty": {"须有举报人姓名或电话；匿名举报不必登记。", "Give the reporter's name or telephone; an anonymous report needs no entry."},
	"desk.reading_reason": {"须用参数 reason 说明查看举报人信息的理由。", "Say in the parameter reason why the reporter is looked at."},
	"desk.ordered":        {"责令整治的期限", "the deadline of the remedy that was ordered"},
}
