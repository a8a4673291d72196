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
		"{day}: {n} of {least} people."},
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
	"roster.lapsed": {
		"{day}：{person}的执法证 {number} 到 {until} 为止。",
		"{day}: the certificate {number} of {person} ended on {until}."},
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

	"papers.roster.title":         {"值班表", "Roster"},
	"papers.roster.shares":        {"人员统计", "Shares"},
	"papers.roster.of":            {"{unit}　{from}至{to}　{mode}", "{unit}, {from} to {to}, {mode}"},
	"papers.roster.signed":        {"制表：＿＿＿＿＿＿　审核：＿＿＿＿＿＿　替班须经统筹安排的镇街或单位负责人同意，并更新本表。", "Made by: ____________  Checked by: ____________  A substitute needs the consent of the town or head who arranged this roster, which is then renewed."},
	"papers.roster.unit":          {"单位", "Unit"},
	"papers.roster.day":           {"日期", "Day"},
	"papers.roster.shift":         {"班次", "Shift"},
	"papers.roster.time":          {"时间", "Time"},
	"papers.roster.people":        {"值班人员", "People"},
	"papers.roster.equipment":     {"车辆装备", "Equipment"},
	"papers.roster.note":          {"备注", "Note"},
	"papers.roster.person":        {"人员", "Person"},
	"papers.roster.duties":        {"班次数", "Duties"},
	"papers.roster.hours":         {"小时", "Hours"},
	"papers.roster.nights":        {"夜班", "Nights"},
	"papers.roster.holidays":      {"节假日班", "On days of rest"},
	"papers.roster.holiday":       {"节假日", "day of rest"},
	"papers.roster.certified":     {"{name}（执法证 {number}）", "{name} (certificate {number})"},
	"papers.roster.stand":         {"替班：{name}", "stands in: {name}"},
	"papers.roster.mode.fixed":    {"定岗", "fixed posts"},
	"papers.roster.mode.rotating": {"轮岗", "rotating posts"},
	"papers.roster.from_town":     {"{name}（{town}派驻）", "{name} (sent by {town})"},
	"papers.roster.date":          {"{date} {weekday}", "{date} {weekday}"},
	"papers.roster.weekday.0":     {"周日", "Sun"},
	"papers.roster.weekday.1":     {"周一", "Mon"},
	"papers.roster.weekday.2":     {"周二", "Tue"},
	"papers.roster.weekday.3":     {"周三", "Wed"},
	"papers.roster.weekday.4":     {"周四", "Thu"},
	"papers.roster.weekday.5":     {"周五", "Fri"},
	"papers.roster.weekday.6":     {"周六", "Sat"},

	"roster.reason.leave":   {"休假", "leave"},
	"roster.reason.illness": {"病假", "illness"},
	"roster.reason.course":  {"培训", "a course"},
	"roster.reason.repair":  {"维修", "repair"},
	"roster.reason.lent":    {"外借", "lent out"},
	"roster.absence":        {"{from} 至 {to} {reason}（{id}）", "{from} to {to}, {reason} ({id})"},
	"roster.because":        {"因为：", "because "},
	"roster.saved":          {"已存：{id}", "Kept as {id}."},
	"roster.tour.none":      {"班次 {tour}：值班表上没有能覆盖它的班，人员留空。", "Tour {tour}: no duty on the roster covers it; names are left open."},
	"roster.tour.away":      {"班次 {tour}：值班表上{unit}有人 {date} 不在岗；请先改值班表（xunhu roster change）。", "Tour {tour}: somebody of {unit} who is on the roster is away on {date}; change the roster first (xunhu roster change)."},
	"roster.tour.item_out":  {"班次 {tour}：值班表上的“{item}”已停用；请先改值班表。", "Tour {tour}: “{item}”, which is on the roster, is out; change the roster first."},
	"roster.tour.few":       {"班次 {tour}：只有 {n} 人，不得单独巡查。", "Tour {tour}: a crew of {n}; nobody patrols alone."},
	"roster.tour.certified": {"班次 {tour}：持有效执法证的只有 {n} 人，执法须 {least} 人。", "Tour {tour}: {n} certified; enforcement takes {least}."},
	"roster.done":           {"共 {duties} 班、{people} 人；{short} 班未排满。", "Duties: {duties}; people: {people}; not filled: {short}."},
	"roster.changed":        {"{id}：变动 {n} 班", "{id}: duties that change: {n}"},
	"roster.revision":       {"第 {n} 版", "revision {n}"},
	"roster.untouched":      {"没有值班表受影响。", "No roster is touched by this."},
	"roster.api.may": {
		"“{unit}”的值班表由 {may} 安排（驻巡站由镇街统筹，各单位由负责人安排）。",
		"The roster of “{unit}” is arranged by {may} (a post's by its towns, a unit's by its head)."},
	"roster.stale": {
		"值班表“{id}”已是第 {n} 版；请重新读取后再改。",
		"The roster “{id}” is at revision {n} by now; read it again, then change it."},
	"roster.may": {
		"“{unit}”的值班表由 {may} 安排，“{by}”无权安排（驻巡站由镇街统筹，各单位由负责人安排）；请用 --by 指明。",
		"The roster of “{unit}” is arranged by {may}, not by “{by}” (a post's by its towns, a unit's by its head); name one with --by."},
	"roster.not_on": {
		"“{person}”不在这张值班表上；人员编号见 xunhu user list。",
		"“{person}” is not on this roster; xunhu user list gives the ids."},
	"roster.no_person": {
		"没有编号为“{person}”的人员；见 xunhu user list。",
		"There is nobody “{person}”; see xunhu user list."},
	"roster.no_such_item": {
		"没有编号为“{item}”的装备；见 xunhu equipment list。",
		"There is no equipment “{item}”; see xunhu equipment list."},
	"roster.no_reason": {
		"事由“{reason}”不对；可选 {reasons}。",
		"“{reason}” is no reason here; choose one of {reasons}."},
	"roster.absence_days": {
		"起止日期“{from}”“{to}”不对；应如 2026-12-01，止日不早于起日，可空缺。",
		"The days “{from}” and “{to}” cannot be; write them as 2026-12-01, the last not before the first; it may be left out."},
	"roster.no_absence": {
		"没有编号为“{id}”的缺勤或停用记录；见 xunhu roster list。",
		"There is no absence “{id}” that holds; see xunhu roster list."},
	"roster.api.not_yours": {
		"“{id}”既不属于该单位，也不在这张值班表上。",
		"“{id}” is neither of this unit nor on this roster."},
	"roster.api.no_change": {
		"没有说明变动；请填 away、broken 或 back。",
		"Nothing changes; fill in away, broken or back."},
	"roster.no_change": {
		"没有说明变动；请用 --away、--broken 或 --back。",
		"Nothing changes; use --away, --broken or --back."},

	"help.user_established":     {"在编人员（R34、R35 的底线按此统计）。", "Established staff, whom the floors of R34 and R35 count."},
	"help.user_front_line":      {"参与一线执法。", "Takes part in front-line enforcement."},
	"help.user_town":            {"派出人员的镇街代码（驻巡站以镇街人员为主）。", "Code of the town that sends the person; at a post these are the main force."},
	"help.user_skill":           {"持有的驾驶证照：helmsman（船艇）、pilot（无人机）。", "A licence: helmsman or pilot (of drones)."},
	"help.equipment":            {"登记车辆、船艇、无人机和仪器。", "Keep vehicles, boats, drones and instruments."},
	"help.equipment_add":        {"添加一件装备，或替换同编号的。", "Add a piece of equipment, or replace the one of that id."},
	"help.equipment_list":       {"列出装备及停用时段。", "List the equipment, and when it is out."},
	"help.equipment_id":         {"装备编号。", "Id of the equipment."},
	"help.equipment_kind":       {"种类：vehicle（车辆）、boat（船艇）、drone（无人机）、instrument（仪器）。", "vehicle, boat, drone or instrument."},
	"help.equipment_unit":       {"所属单位。", "Unit that may book it."},
	"help.equipment_seats":      {"核载人数；0 为不限。", "How many it carries; 0: nobody asks."},
	"help.equipment_calibrated": {"检定有效期的最后一天。", "Last day of its calibration."},
	"help.roster":               {"排值班表：按班次设置、人员和装备排出，可增改。", "Make rosters from shifts, people and equipment, and change them."},
	"help.roster_make":          {"排一张值班表。", "Make a roster."},
	"help.roster_change":        {"有人请假、生病，或装备停用：只改受影响的班次，列出变动。", "Somebody is away or something breaks: arrange anew what that touches, and show the difference."},
	"help.roster_list":          {"列出已存的值班表和现有的缺勤、停用记录。", "List the rosters that are kept, and who and what is away."},
	"help.roster_show":          {"输出一张已存的值班表。", "Write a roster that is kept."},
	"help.roster_shifts":        {"输出班次设置，作为 --shifts 文件的样例。", "Print the shifts that are set, to begin a --shifts file with."},
	"help.roster_shifts_file":   {"班次设置文件（YAML）；缺省用设置中的 roster 一节。", "File of shifts (YAML); without it the section roster of the settings."},
	"help.roster_out":           {"输出文件，按后缀：.csv、.xlsx、.pdf（值班表）、.ics（日历）；缺省为 CSV 到标准输出。", "File to write, by its ending: .csv, .xlsx, .pdf or .ics; without it CSV to standard output."},
	"help.roster_save":          {"存入数据，供计划、页面和以后的增改使用；每单位一张。", "Keep it, one for each unit, for plans, the page and later changes."},
	"help.roster_person":        {"只输出此人的班次（人员编号）。", "Write the duties of this person alone (id)."},
	"help.roster_by":            {"由谁安排：人员编号；驻巡站由镇街分管负责人，各单位由负责人；演示区域可缺省。", "In whose name: of a post a leader of its towns, else the head of the unit; not needed in the demonstration."},
	"help.roster_id":            {"值班表编号；变动时缺省为所有受影响的。", "Id of the roster; for a change, without it all that are touched."},
	"help.roster_away":          {"人员不在岗：编号:起日:止日:事由（leave、illness、course）。", "Somebody is away: id, first day, last day, reason (leave, illness, course)."},
	"help.roster_broken":        {"装备停用：编号:起日:止日:事由（repair、lent）。", "Something is out: id, first day, last day, reason (repair, lent)."},
	"help.roster_back":          {"撤销一条缺勤或停用记录（编号见 roster list）。", "Withdraw an absence, by its id (roster list)."},
	"help.roster_try":           {"只看变动，不保存。", "Show the difference and keep nothing."},
	"help.roster_reason":        {"变动说明。", "Why it is changed."},
	"command.no_town":           {"区域中没有镇街 {town}。", "The region has no town {town}."},
	"command.choice":            {"不能是“{value}”；可选 {choices}。", "cannot be “{value}”; choose one of {choices}."},
	"command.established":       {"在编", "established"},
	"command.front_line":        {"一线", "front line"},
	"command.sent_by":           {"{town} 派出", "sent by {town}"},
}
