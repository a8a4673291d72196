package words

// What is said of the ways of a plan, and of the proof of its draw.
var patrolToldWords = map[string]Sentence{
	// who goes along on a way, and who is told beforehand
	"patrol.asked.G1": {
		"两名持证执法人员须同行，共同执法。",
		"Two certified officers go together and act together."},
	"patrol.asked.G2": {
		"取证前须由{to}两名持证执法人员到场。",
		"Before evidence is taken, two certified officers of {to} join."},
	"patrol.asked.G3": {
		"属{town}，非本单位辖区，须由{to}派员同行。",
		"On the ground of {town}, not the unit's: somebody of {to} goes along."},
	"patrol.asked.G4": {
		"属{town}，巡查以当地镇街人员为主，须由{to}派员同行。",
		"On the ground of {town}, whose people are the main crew: somebody of {to} goes along."},
	"patrol.asked.G5": {
		"市域外，须由{to}人员同行并行使职权。",
		"Outside the city: people of {to} go along, whose powers these are."},
	"patrol.asked.G6": {
		"紧邻镇界，出发前告知{to}。",
		"Beside the border of towns: {to} to be told beforehand."},
	"patrol.asked.G7": {
		"紧邻或越过市界，出发前告知{to}。",
		"Beside or beyond the border of the city: {to} to be told beforehand."},
	"patrol.asked.G8": {
		"进入联合驻巡站责任区，出发前告知{to}。",
		"In the zone of a resident post: {to} to be told beforehand."},
	"patrol.asked.G9": {
		"离开道路进入湿地，出发前告知{to}，与鸟类保持距离。",
		"Off the road in a wetland: {to} to be told beforehand; keep away from birds."},
	"patrol.asked.G10": {
		"凭 {permit} 号许可进入保护核心区，出发前告知{to}。",
		"Into a core protection area by permission {permit}: {to} to be told beforehand."},
	"patrol.asked.G11": {
		"进入饮用水水源保护区，出发前告知{to}。",
		"In a drinking-water zone: {to} to be told beforehand."},
	"patrol.asked.G12": {
		"凭 {approval} 号批准在管制空域飞行，起飞 1 小时前报空中交通管理机构{to}。",
		"In controlled airspace by approval {approval}: air traffic control {to} to be told an hour before take-off."},
	"patrol.asked.G13": {
		"争议或未定界地段，出发前告知{to}。",
		"On a border in dispute: {to} to be told beforehand."},
	"patrol.asked.G14": {
		"进入共管湖面，只从我方一侧观察，不登船、不采取措施，出发前告知{to}。",
		"On the shared lake: watch from our side, no boarding, no measures; {to} to be told beforehand."},

	// whether a draw was honest
	"plan.no_plan": {
		"这不是本系统的巡查计划（GeoJSON）；请给出 xunhu plan 写出的文件，或已保存计划的编号。",
		"This is no patrol plan of this program (GeoJSON); give a file that xunhu plan has written, or the id of a plan that is kept."},
	"plan.not_kept": {
		"没有这个文件，也没有这个编号的已保存计划；请核对文件名，或用 xunhu export plans 查看编号。",
		"There is neither such a file nor a plan kept under this id; check the name, or see the ids by xunhu export plans."},
	"plan.no_rules": {
		"{unit} 的计划未写明抽签规则，由旧版本编制，无法核对；请重新编制。",
		"The plan of {unit} does not say by which rules it was drawn: an older release made it. It cannot be verified; make it again."},
	"plan.no_seed": {
		"本机没有封存该计划（封存值 {commitment}）的种子；如种子已公布，请用 --seed 给出。",
		"The seed of this plan (commitment {commitment}) is not kept here; give it by --seed if it was published."},
	"plan.dishonest": {
		"计划与抽签不符，详见上文；请查明是谁改动的。",
		"The plan is not what was drawn, as listed above; find out who changed it."},
	"plan.verify.of": {
		"{unit} 自 {from} 起 {days} 天的计划，封存值 {commitment}",
		"Plan of {unit}, {days} days from {from}, commitment {commitment}"},
	"plan.verify.other_seed": {
		"✗ 种子与封存值不符：计划不是用这个种子抽的。",
		"✗ The seed does not fit the commitment: the plan was not drawn from it."},
	"plan.verify.seed": {
		"种子 {seed}，与封存值相符",
		"Seed {seed}, which fits the commitment"},
	"plan.verify.sealed": {
		"种子与封存值相符；计划 {until} 结束前不公布",
		"The seed fits the commitment; it stays sealed until the plan is over on {until}"},
	"plan.verify.counts": {
		"按抽签当日 {drawn} 次，因班次排满提前 {earlier} 次，提前安排或补上期所欠 {forward} 次，不抽签（只到场一次）{once} 次，已注明未排 {left} 次",
		"Visits on the day drawn: {drawn}; before it, as crews were full: {earlier}; ahead of time or owed by the plan before: {forward}; asked for once, not drawn: {once}; left out and named: {left}"},
	"plan.verify.wrong": {
		"✗ {need}：计划在 {visits}，抽签为 {drawn}",
		"✗ {need}: planned on {visits}, drawn for {drawn}"},
	"plan.verify.hours": {
		"出发时刻与行进方向：按抽签 {drawn} 个班次，因有须定时到场的停靠而改时 {held} 个",
		"Tours that leave and run as drawn: {drawn}; at another time, as a stop must be made in certain hours: {held}"},
	"plan.verify.no_hours": {
		"计划未记录出发时刻的抽签（旧版本，或设置为同时出发），时刻未核对",
		"The plan does not tell how its hours were drawn (an older release, or all leave at once), so that they are not verified"},
	"plan.verify.moved": {
		"✗ 班次 {tour} 的出发时刻或行进方向与抽签不符",
		"✗ Tour {tour} does not leave or run as drawn"},
	"plan.verify.undrawn": {
		"其中 {n} 个班次未记录出发时刻的抽签，其时刻与方向未核对",
		"Tours that do not tell how their hours were drawn, whose hours and directions are not verified: {n}"},
	"plan.verify.honest_days": {
		"✓ 日期抽签属实：各次到场都在抽中之日或之前，未到场的均已注明；部分或全部时刻未核对。",
		"✓ The draw of days was honest: each visit is on its day or before, and what is left out is named; hours are not verified, or not all."},
	"plan.verify.honest": {
		"✓ 抽签属实：各次到场都在抽中之日或之前，未到场的均已注明，时刻与方向未被挑选。",
		"✓ The draw was honest: each visit is on its day or before, what is left out is named, and nobody chose hours or directions."},
}
