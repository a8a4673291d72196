package words

// authWords are the sentences of who may do what.
var authWords = map[string]Sentence{
	"auth.may":   {"{roles}无权{what}。", "Not for the role {roles}: {what}."},
	"auth.scope": {"此令牌的权限范围是“{has}”，{what}需要“{scope}”；请用 xunhu token add --scope 另行签发。", "This token is held to “{has}”; this needs the scope “{scope}”: {what}. Have another made (xunhu token add --scope)."},

	"right.sites.write":     {"编辑点位", "write sites"},
	"right.closures.write":  {"设置或解除封路", "set and lift closures"},
	"right.leads.read":      {"查看线索", "read leads"},
	"right.leads.write":     {"办理线索", "carry leads on"},
	"right.reporters.read":  {"查看举报人信息", "read who reported"},
	"right.reporters.write": {"登记举报人信息", "enter who reported"},
	"right.readings.read":   {"查看举报人信息的查阅记录", "read who looked at reporters"},
	"right.ledger.read":     {"查看总台账", "read the whole ledger"},
	"right.figures.read":    {"查看统计报表", "read the figures"},
	"right.risk.read":       {"查看风险估计", "read the estimate of risk"},
	"right.tracks.read":     {"查看巡查轨迹", "read tracks"},
	"right.plans.read":      {"查看巡查计划", "read plans"},
	"right.plans.write":     {"编制该单位的巡查计划", "make plans of that unit"},
	"right.rosters.read":    {"查看值班表", "read rosters"},
	"right.rosters.write":   {"排定该单位的值班表", "arrange rosters of that unit"},
	"right.equipment.read":  {"查看装备", "read equipment"},
	"right.joint.read":      {"查看联合巡查", "read joint patrols"},
	"right.joint.write":     {"代该单位答复联合巡查", "answer invitations for that unit"},
	"right.duty.read":       {"查看在岗情况", "read duty times"},
	"right.duty.write":      {"登记在岗情况", "enter duty times"},
	"right.people.read":     {"查看人员名册", "read the register of people"},
	"right.roots.read":      {"查看记录总摘要", "read the roots over all records"},
	"right.accounts.write":  {"管理他人的账户", "look after accounts of others"},
}
