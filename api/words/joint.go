package words

// jointWords are what is said of joint patrols of departments.
var jointWords = map[string]Sentence{
	"joint.none": {
		"没有编号为“{id}”的联合巡查；“xunhu joint list”列出已邀请的。",
		"There is no joint patrol “{id}”; “xunhu joint list” lists those to which somebody is invited."},
	"joint.no_duty": {
		"值班表上没有编号为“{duty}”的联合巡查班；请先给分局排班并保存（xunhu roster --save）。",
		"No roster has a joint patrol “{duty}”; make and keep a roster of the branch first (xunhu roster --save)."},
	"joint.no_duties": {
		"{from} 至 {to} 的值班表上没有联合巡查班；请先给分局排班并保存（xunhu roster --save）。",
		"No roster has a joint patrol from {from} to {to}; make and keep a roster of the branch first (xunhu roster --save)."},
	"joint.invited": {
		"{day}的联合巡查已邀请过；请写明编号再改（xunhu joint invite {duty}）。",
		"To the joint patrol of {day} somebody is invited already; name it to change that (xunhu joint invite {duty})."},
	"joint.stale": {
		"该联合巡查已是第 {n} 版；请重新读取后再改。",
		"The joint patrol is at revision {n} by now; read it again, then change it."},
	"joint.cancelled": {
		"联合巡查“{id}”已取消，不能再改。",
		"The joint patrol “{id}” is called off; nothing of it changes any more."},
	"joint.written": {
		"联合巡查“{id}”已登记到场情况，不能取消。",
		"Who came to the joint patrol “{id}” is taken down; it cannot be called off."},
	"joint.no_reason": {
		"没有写明原因；不参加或取消时请写原因。",
		"No reason is given; say why, when a department does not come or a patrol is called off."},
	"joint.begun": {
		"巡查已经开始；邀请和答复只在开始前登记，之后登记到场情况。",
		"The patrol has begun; invitations and replies are taken down before, and who came after that."},
	"joint.not_begun": {
		"巡查还没有开始；到场情况在开始后登记。",
		"The patrol has not begun; who came is taken down afterwards."},
	"joint.not_invited": {
		"“{unit}”没有受邀参加这次巡查。",
		"“{unit}” is not invited to this patrol."},
	"joint.nobody": {
		"“{unit}”没有写明谁参加；请写人员编号或姓名。",
		"“{unit}”: nobody is named; give ids or names of those who come."},
	"joint.no_person": {
		"没有编号为“{person}”的人；不在人员名册的请写姓名。",
		"There is no person “{person}”; name somebody who is not in the register by name."},
	"joint.not_theirs": {
		"“{person}”不是“{unit}”的人员。",
		"“{person}” is not of “{unit}”."},
	"joint.twice": {
		"“{person}”写了两次。",
		"“{person}” is named twice."},
	"joint.nobody_asked": {
		"没有写明邀请哪些部门。",
		"No department is named that is invited."},
	"joint.asked_twice": {
		"“{unit}”写了两次。",
		"“{unit}” is named twice."},
	"joint.own_house": {
		"“{unit}”是生态环境部门自己的单位，不用邀请；请排在值班表上。",
		"“{unit}” is of ecology and environment itself and needs no invitation; put it on the roster."},
	"joint.reply_late": {
		"答复期限晚于出发时间（{start}）。",
		"The reply is due after the patrol begins ({start})."},
	"joint.may": {
		"“{unit}”的答复由其本单位人员登记，或由安排巡查的 {may} 代为登记。",
		"The reply of “{unit}” is entered by its own people, or for them by {may}, who arranges the patrol."},

	"joint.overdue": {
		"{day}联合巡查：“{unit}”到 {by} 仍未答复。",
		"Joint patrol of {day}: “{unit}” has not replied by {by}."},
	"joint.unwritten": {
		"{day}联合巡查已结束，到场情况还没有登记。",
		"Joint patrol of {day}: it is over, and who came is not taken down."},
	"joint.not_written": {
		"{day}联合巡查：“{unit}”到没到场没有登记。",
		"Joint patrol of {day}: whether “{unit}” came is not taken down."},
	"joint.too_few_certified": {
		"{day}联合巡查：到场的持证生态环境执法人员 {n} 人，应有 {least} 人。",
		"Joint patrol of {day}: {n} certified officers of ecology and environment were there, of {least}."},
	"joint.nobody_from": {
		"{day}联合巡查：“{unit}”答应参加，但没有人到场。",
		"Joint patrol of {day}: “{unit}” had accepted, and nobody came."},
	"joint.tour.awaited": {
		"班次 {tour}：“{unit}”还没有答复是否参加。",
		"Tour {tour}: “{unit}” has not replied yet."},
	"joint.kept": {
		"已登记：{id}（第 {n} 版）",
		"Kept: {id} (revision {n})."},

	"joint.state.open":      {"等待答复", "replies awaited"},
	"joint.state.settled":   {"已全部答复", "all have replied"},
	"joint.state.unwritten": {"已结束，待登记到场", "over, attendance to be taken down"},
	"joint.state.held":      {"已开展", "held"},
	"joint.state.missed":    {"未开展", "not held"},
	"joint.state.cancelled": {"已取消", "called off"},
	"joint.reply.unsaid":    {"未答复", "no reply"},
	"joint.reply.accepted":  {"参加：{who}", "comes: {who}"},
	"joint.reply.declined":  {"不参加：{why}", "does not come: {why}"},
	"joint.came.present":    {"到场：{who}", "came: {who}"},
	"joint.came.absent":     {"未到场", "did not come"},

	"papers.joint.subject":     {"巡查事项", "Subject"},
	"papers.joint.place":       {"集合地点", "Meeting place"},
	"papers.joint.task":        {"任务：{task}", "task: {task}"},
	"papers.joint.unsaid":      {"未答复", "no reply yet"},
	"papers.joint.accepted":    {"参加，{who}", "comes with {who}"},
	"papers.joint.declined":    {"不参加，{why}", "does not come: {why}"},
	"papers.joint.log.blank":   {"到场 □ 未到场 □；人员：{who}____________签名：____________", "present □ absent □; who: {who} ____________ signed: ____________"},
	"papers.joint.log.present": {"到场：{who}；签名：____________", "present: {who}; signed: ____________"},
	"papers.joint.log.absent":  {"未到场", "absent"},
	"papers.joint.minutes":     {"商定事项", "Agreed"},

	"help.joint":          {"部门联合巡查：邀请、答复、到场登记", "joint patrols of departments: invitations, replies, who came"},
	"help.joint_invite":   {"邀请部门参加值班表上的联合巡查（不写编号时，为期内所有还没邀请的）", "invite departments to joint patrols of the roster (without an id to all of those days to which nobody is invited)"},
	"help.joint_reply":    {"登记部门的答复：谁参加，或为什么不参加", "take down a department's reply: who comes, or why nobody does"},
	"help.joint_attend":   {"登记到场人员和商定事项", "take down who came, and what was agreed"},
	"help.joint_cancel":   {"取消一次联合巡查", "call a joint patrol off"},
	"help.joint_list":     {"列出联合巡查及缺什么", "list the joint patrols and what is missing"},
	"help.joint_duty":     {"值班表上的班次编号", "id of the duty on the roster"},
	"help.joint_id":       {"联合巡查的编号", "id of the joint patrol"},
	"help.joint_unit":     {"部门编号", "id of the department"},
	"help.joint_task":     {"部门及其任务；不在班次设置里的部门一并邀请", "a department and its task; one that the shift does not invite is invited too"},
	"help.joint_subject":  {"巡查事项", "what it is about"},
	"help.joint_place":    {"集合地点", "where they meet"},
	"help.joint_reply_by": {"答复期限", "by when they reply"},
	"help.joint_who":      {"参加人员：名册编号或姓名，可多次", "who comes: an id of the register or a name; may be repeated"},
	"help.joint_no":       {"不参加的原因", "why the department does not come"},
	"help.joint_came":     {"到场人员：单位=编号或姓名，可多次；分局的写分局编号", "who came: unit=id or name; may be repeated; for the branch its own id"},
	"help.joint_absent":   {"没有到场的部门", "a department of which nobody came"},
	"help.joint_minutes":  {"商定事项", "what was agreed"},
	"help.joint_reason":   {"取消的原因", "why it is called off"},
	"help.joint_by":       {"登记人的编号", "id of who enters it"},
	"help.joint_from":     {"自哪天起（缺省：今天）", "from which day (default: today)"},
	"help.joint_days":     {"多少天", "for how many days"},
}
