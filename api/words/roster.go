package words

// rosterWords are what is said about rosters: which rule is broken, and why a duty cannot
// be filled.
var rosterWords = map[string]Sentence{
	"roster.skill.helmsman":  {"持证船艇驾驶员", "a licensed helmsman"},
	"roster.skill.pilot":     {"持证无人机驾驶员", "a licensed drone pilot"},
	"roster.kind.vehicle":    {"车辆", "vehicle"},
	"roster.kind.boat":       {"船艇", "boat"},
	"roster.kind.drone":      {"无人机", "drone"},
	"roster.kind.instrument": {"仪器", "instrument"},

	"roster.open": {"另行通知之日", "further notice"},
	"roster.setting": {
		"值班设置“{name}”的值“{value}”不对；请改正（样例见 xunhu roster shifts）。",
		"The roster setting “{name}” cannot be “{value}”; correct it (xunhu roster shifts prints an example)."},
	"roster.calendar": {
		"{year} 年的放假安排还没有收录，按周六、周日休息计；请把国务院办公厅的通知录入 geo/law 的表。",
		"The holidays of {year} are not known yet; Saturdays and Sundays are taken for days of rest. Enter the notice of that year."},
	"roster.no_duties": {
		"按现有的班次设置，“{units}”在这些天没有要排的班；请看 xunhu roster shifts 和 --shifts。",
		"By the shifts that are set, “{units}” has no duty on these days; see xunhu roster shifts and --shifts."},
	"roster.none": {
		"没有编号为“{id}”的值班表；“xunhu roster list”列出已有的。",
		"There is no roster “{id}”; “xunhu roster list” lists those that there are."},
	"roster.id": {
		"班次或人员没有编号，或编号重复；请改正。",
		"A duty or a person has no id, or one that occurs twice; correct it."},
	"roster.bad_duty": {
		"班次的时间或人数不对（{people} 人，其中持证 {certified} 人）；请改正。",
		"The times or numbers of the duty cannot be ({people} people, {certified} of them certified); correct them."},

	"roster.missing": {
		"{day} 的班次没有排。",
		"The duty on {day} is not on the roster."},
	"roster.nobody": {
		"{day}：没有编号为“{person}”的人，或同一人排了两次。",
		"{day}: there is nobody “{person}”, or the same person twice."},
	"roster.not_theirs": {
		"{day}：{person}不是本单位人员，也未抽调。",
		"{day}: {person} is neither of this unit nor lent to it."},
	"roster.away": {
		"{day}：{person}自 {from} 至 {until} 不在岗。",
		"{day}: {person} is away from {from} until {until}."},
	"roster.too_few": {
		"{day}：只有 {n} 人，应有 {least} 人。",
		"{day}: {n} people of {least}."},
	"roster.too_few_certified": {
		"{day}：当日持有效执法证的只有 {n} 人，应有 {least} 人。",
		"{day}: {n} hold a certificate that is valid on the day, of {least}."},
	"roster.no_skill": {
		"{day}：班组中没有{skill}。",
		"{day}: nobody of the crew is {skill}."},
	"roster.nobody_from": {
		"{day}：班组中没有“{from}”派出的人员。",
		"{day}: nobody of the crew is sent by “{from}”."},
	"roster.towns_not_main": {
		"{day}：镇街人员 {n} 人，不到班组 {of} 人的一半（镇街综合执法为主）。",
		"{day}: {n} of {of} come from towns, which are to be the main force."},
	"roster.too_long": {
		"{day}：班次长 {hours:1} 小时，超过 {most:0} 小时。",
		"{day}: the duty lasts {hours:1} hours, more than {most:0}."},
	"roster.not_held": {
		"{day}：指定的人员“{person}”没有排上。",
		"{day}: “{person}”, who was to stay on it, is not on the duty."},
	"roster.no_rest": {
		"{day}：{person}与班次“{other}”之间休息不足 {hours:0} 小时。",
		"{day}: {person} has less than {hours:0} hours of rest between this and “{other}”."},
	"roster.no_item": {
		"{day}：没有可用的{kind}。",
		"{day}: no {kind} is free."},
	"roster.wrong_item": {
		"{day}：“{item}”不是本单位的或种类不符。",
		"{day}: “{item}” is of another unit or kind."},
	"roster.item_out": {
		"{day}：“{item}”在修、外借或检定已到期。",
		"{day}: “{item}” is out, or its calibration has ended."},
	"roster.item_small": {
		"{day}：“{item}”核载 {seats} 人，坐不下 {people} 人的班组。",
		"{day}: “{item}” carries {seats}, too few for a crew of {people}."},
	"roster.item_twice": {
		"{day}：“{item}”与班次“{other}”重复安排。",
		"{day}: “{item}” is booked for “{other}” as well."},
	"roster.floor": {
		"{day}：“{of}”在岗可用人员 {n} 人，低于 {least} 人的底线。",
		"{day}: {n} of “{of}” are there, below the floor of {least}."},

	// reasons that conflict; without any one of them the duty could be filled
	"roster.why.size": {
		"需要 {n} 人（可排的共 {have} 人）",
		"{n} people are needed (of {have} who may)"},
	"roster.why.certified": {
		"班次“{duty}”需要 {n} 名持证人员（可排的共 {have} 名）",
		"the duty “{duty}” needs {n} certified (of {have} who may)"},
	"roster.why.skill": {
		"班次“{duty}”需要{skill}",
		"the duty “{duty}” needs {skill}"},
	"roster.why.towns": {
		"班次“{duty}”须以镇街人员为主",
		"the towns must be the main force of “{duty}”"},
	"roster.why.held": {
		"{person}已指定在班次“{duty}”",
		"{person} is to stay on “{duty}”"},
	"roster.why.other": {
		"班次“{duty}”也要 {n} 人",
		"the duty “{duty}” wants {n} people too"},
	"roster.why.rest": {
		"两班之间须休息 {hours:0} 小时",
		"{hours:0} hours of rest are due between duties"},
	"roster.why.long": {
		"班次“{duty}”长 {hours:1} 小时，超过 {most:0} 小时",
		"the duty “{duty}” lasts {hours:1} hours, more than {most:0}"},
	"roster.why.from": {
		"班次“{duty}”须有“{of}”派人参加",
		"“{of}” must send somebody to “{duty}”"},
	"roster.why.floor": {
		"“{of}”每日须留 {n} 人在岗",
		"“{of}” keeps {n} of its own on each day"},
	"roster.why.item": {
		"需要{kind}，没有可用的",
		"{kind}: one is needed, and none is free"},
	"roster.why.item_out": {
		"“{item}”在修、外借或检定已到期",
		"“{item}” is out, or its calibration has ended"},
	"roster.why.item_small": {
		"“{item}”核载 {seats} 人，不够",
		"“{item}” carries only {seats}"},
	"roster.why.item_booked": {
		"“{item}”已安排给班次“{duty}”",
		"“{item}” is booked for “{duty}”"},
	"roster.why.search": {
		"附近各班次互相牵连，单独看都排得开，合起来没有找到办法；请减少人数或改时间",
		"near duties hinge on each other: each could be filled alone, and no way was found for all; ask for fewer or change the times"},
	"roster.why.leave": {
		"{person}自 {from} 至 {until} 不在岗",
		"{person} is away from {from} until {until}"},
}
