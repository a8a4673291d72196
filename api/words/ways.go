package words

import (
	"math"
	"strconv"

	"xunhu/geo/finding"
)

// wayWords are what is said about ways: why there is none, and how to drive.
var wayWords = map[string]Sentence{
	"way.no_road": {
		"第 {n} 点 {km:0} 公里内没有道路（{by}）；请把点选得离路近些。",
		"no road within {km:0} km of point {n} ({by}); choose a point nearer to one."},
	"way.closed": {
		"第 {n} 点 {km:0} 公里内的道路（{by}）都已封闭；请核对封路，或换一个点。",
		"all roads within {km:0} km of point {n} ({by}) are closed; check the closures, or choose another point."},
	"way.closed_here": {
		"此处 {km:0} 公里内的道路（{by}）都已封闭；请核对封路，或换一处。",
		"all roads within {km:0} km of this place ({by}) are closed; check the closures, or choose another."},
	"way.island": {
		"第 {n} 点在由 {nodes} 个路口组成的孤立路网上（{km:1} 公里）：{by}到不了；请换一个点，或补上连接的道路。",
		"point {n} lies on an island of {nodes} nodes ({km:1} km): not reachable {by}; choose another point, or add the road that joins it."},
	"way.no_return": {
		"第 {n} 点所在的道路，{by}只能进不能出，或只能出不能进；请核对单行方向，或换一个点。",
		"the road at point {n} can be entered and not left, or left and not entered, {by}; check its one-way direction, or choose another point."},
	"way.cut_off": {
		"从第 {from} 点到第 {n} 点没有{by}可走的路：封闭的道路把两处隔开；请核对封路，或换一个点。",
		"no way leads from point {from} to point {n} {by}: closed roads keep them apart; check the closures, or choose another point."},
	"way.cut_off_here": {
		"没有{by}可走的路：封闭的道路把两处隔开。",
		"no way {by}: closed roads keep the two places apart."},
	"way.nowhere": {
		"此处 {km:0} 公里内没有道路（{by}）；请把点选得离路近些。",
		"no road within {km:0} km of this place ({by}); choose one nearer to a road."},
	"way.no_seats": {
		"本区域的所、队、站都没有驻地坐标，无从计算；请先在单位资料中填写驻地坐标。",
		"No station, squad or post of the region has a seat to start from; give the units seats first."},
	"way.minutes": {
		"时限应为大于 0、不超过 {most} 的分钟数，至多 {limits} 个；现为“{value}”。",
		"Limits are minutes above 0 and up to {most}, no more than {limits} of them; this is “{value}”."},
	"way.not_point": {
		"不是点；行车时间矩阵只收点。",
		"This is no point; a matrix of travel times takes points alone."},
	"way.no_points": {
		"文件里没有点。",
		"There is no point in the file."},
	"way.hours": {
		"按 {from} 至 {until} 的时段计：{name}。",
		"For the hours from {from} to {until}: {name}."},
	"way.hours.usual":  {"平时", "as usual"},
	"way.hours.signed": {"按标志的分时规定", "as is signed for them"},

	// closures
	"closure.shape": {
		"封路须画成线或面；请改正几何类型。",
		"A closure is drawn as a line or an area; correct its geometry."},
	"closure.off_globe": {
		"坐标不是经纬度；请检查坐标系。",
		"The coordinates are no longitude and latitude; check the coordinate system."},
	"closure.order": {
		"截止时间不晚于起始时间；请改正。",
		"It ends no later than it begins; correct one of the two."},
	"closure.past": {
		"截止时间“{value}”已过，这条封路不起作用；请改正。",
		"“{value}” is over already, so it would close nothing; correct the end."},
	"closure.speed": {
		"限速比例“{value}”应为 0（封闭）到 1（不含）之间的数。",
		"The speed factor “{value}” must be a number from 0 (closed) to below 1."},
	"closure.reason": {
		"请写明封路原因。",
		"Say why it is closed."},
	"closure.lift_reason": {
		"请写明解除原因。",
		"Say why it is lifted."},
	"closure.none": {
		"没有编号为“{id}”的封路；用 xunhu closure list 查看。",
		"There is no closure “{id}”; xunhu closure list shows them."},
	"closure.lifted": {
		"封路“{id}”已于 {at} 解除。",
		"The closure “{id}” was lifted at {at}."},
	"closure.may": {
		"封路由值班调度员、大队长设置和解除，中队长、所长、驻巡站负责人限于本辖区；请由其中一位办理。",
		"Closures are set and lifted by a dispatcher or brigade head, within their own towns by a squad leader, station head or post head; ask one of them."},
	"closure.by": {
		"请用 --by 写明由谁办理：在册且可以设置封路的有 {people}。",
		"Say with --by in whose name; on the register, those who may are {people}."},
	"closure.empty": {
		"文件里没有可用的线或面。",
		"There is no line or area in the file."},
	"closure.past_roads": {
		"这条封路没有碰到任何道路；请核对位置，画错的可用 xunhu closure lift 解除。",
		"It touches no road; check where it lies, and lift it if it was drawn wrong."},
	"closure.set": {
		"已设置 {n} 条封路，自下一次查询起生效。",
		"Closures set: {n}; they count from the next question on."},
	"closure.was_lifted": {
		"已解除封路 {id}，自下一次查询起生效。",
		"Closure {id} lifted; it counts from the next question on."},

	// steps: what to do, onto which road, how far
	"step.depart":             {"向{heading}出发，{far}", "Head {heading} for {far}"},
	"step.depart.named":       {"向{heading}出发，沿{name}{far}", "Head {heading} on {name} for {far}"},
	"step.straight":           {"直行，{far}", "Go straight on for {far}"},
	"step.straight.named":     {"直行进入{name}，{far}", "Go straight on onto {name} for {far}"},
	"step.straight.on":        {"直行，继续沿{name}{far}", "Go straight on along {name} for {far}"},
	"step.slight_left":        {"向左前方{far}", "Bear left for {far}"},
	"step.slight_left.named":  {"向左前方进入{name}，{far}", "Bear left onto {name} for {far}"},
	"step.slight_left.on":     {"向左前方，继续沿{name}{far}", "Bear left to stay on {name} for {far}"},
	"step.left":               {"左转，{far}", "Turn left and go {far}"},
	"step.left.named":         {"左转进入{name}，{far}", "Turn left onto {name} for {far}"},
	"step.left.on":            {"左转，继续沿{name}{far}", "Turn left to stay on {name} for {far}"},
	"step.sharp_left":         {"向左后方转弯，{far}", "Turn sharp left and go {far}"},
	"step.sharp_left.named":   {"向左后方转弯进入{name}，{far}", "Turn sharp left onto {name} for {far}"},
	"step.sharp_left.on":      {"向左后方转弯，继续沿{name}{far}", "Turn sharp left to stay on {name} for {far}"},
	"step.slight_right":       {"向右前方{far}", "Bear right for {far}"},
	"step.slight_right.named": {"向右前方进入{name}，{far}", "Bear right onto {name} for {far}"},
	"step.slight_right.on":    {"向右前方，继续沿{name}{far}", "Bear right to stay on {name} for {far}"},
	"step.right":              {"右转，{far}", "Turn right and go {far}"},
	"step.right.named":        {"右转进入{name}，{far}", "Turn right onto {name} for {far}"},
	"step.right.on":           {"右转，继续沿{name}{far}", "Turn right to stay on {name} for {far}"},
	"step.sharp_right":        {"向右后方转弯，{far}", "Turn sharp right and go {far}"},
	"step.sharp_right.named":  {"向右后方转弯进入{name}，{far}", "Turn sharp right onto {name} for {far}"},
	"step.sharp_right.on":     {"向右后方转弯，继续沿{name}{far}", "Turn sharp right to stay on {name} for {far}"},
	"step.around":             {"掉头，{far}", "Turn around and go {far}"},
	"step.around.named":       {"掉头，沿{name}{far}", "Turn around and go {far} on {name}"},
	"step.roundabout":         {"进入环岛，从第 {exit} 出口驶出，{far}", "Enter the roundabout and take exit {exit}, {far}"},
	"step.roundabout.named":   {"进入环岛，从第 {exit} 出口驶出，进入{name}，{far}", "Enter the roundabout and take exit {exit} onto {name}, {far}"},
	"step.roundabout.within":  {"进入环岛，沿环岛{far}", "Enter the roundabout and follow it for {far}"},
	"step.arrive":             {"到达终点", "Arrive at the destination"},
	"step.arrive.via":         {"到达第 {n} 点", "Arrive at point {n}"},
	"step.arrive.ground":      {"离开道路，步行穿过湿地", "Leave the road and walk through the wetland"},
	"step.arrive.landing":     {"到达{name}，换船", "Arrive at {name} and take the boat"},
}

// Far is a distance as drivers are told it: kilometres with a decimal, tens of metres
// below one, metres below a hundred.
func Far(m float64) finding.Name {
	step := 10.0
	if m < 100 {
		step = 1
	}
	if m = math.Round(m/step) * step; m < 1000 {
		text := strconv.FormatFloat(m, 'f', 0, 64)
		return finding.Name{ZH: text + " 米", EN: text + " m"}
	}
	text := strconv.FormatFloat(m/1000, 'f', 1, 64)
	return finding.Name{ZH: text + " 公里", EN: text + " km"}
}

// headings are the winds, from north clockwise.
var headings = [8]finding.Name{
	{ZH: "北", EN: "north"}, {ZH: "东北", EN: "north-east"}, {ZH: "东", EN: "east"}, {ZH: "东南", EN: "south-east"},
	{ZH: "南", EN: "south"}, {ZH: "西南", EN: "south-west"}, {ZH: "西", EN: "west"}, {ZH: "西北", EN: "north-west"},
}

// Heading names the wind nearest to a bearing in degrees from north.
func Heading(degrees float64) finding.Name {
	return headings[int(math.Round(math.Mod(degrees+3600, 360)/45))%8]
}
