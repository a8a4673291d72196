package words

// tourWords say why a task has no place in any tour.
var tourWords = map[string]Sentence{
	"tour.no_shifts": {
		"任务 {task}：没有任何班次可派；请增加班次。",
		"Task {task}: there is no shift at all; add one."},
	"tour.no_skill": {
		"任务 {task}：{shifts} 个班次都不具备所需的资质或装备；请安排有资质的人员、车船。",
		"Task {task}: {shifts} shifts lack the skill or equipment for it; give one of them who has it."},
	"tour.no_place": {
		"任务 {task}：{shifts} 个班次已开始的行程容不下它（须为首个、须为末个或不得同行）；请另派班次。",
		"Task {task}: in {shifts} shifts it cannot follow what is fixed already (it must be first, another is the last, or they must be apart); send another shift."},
	"tour.no_way": {
		"任务 {task}：{shifts} 个班次没有往返的通路；请核对路网、封路和出发点。",
		"Task {task}: {shifts} shifts have no way there and back; check the network, the closures and where they start."},
	"tour.too_heavy": {
		"任务 {task}：装载 {load} 超过 {shifts} 个班次的容量（至多 {most}）；请拆分任务或换更大的车船。",
		"Task {task}: its load of {load} is more than {shifts} shifts can carry ({most} at most); divide it or take a larger vehicle."},
	"tour.missed": {
		"任务 {task}：{shifts} 个班次到达时其时段已过，最早的也晚 {minutes:0} 分钟；请提前出发或放宽时段。",
		"Task {task}: its hours are over when {shifts} shifts get there, for the earliest by {minutes:0} minutes; start earlier or widen its hours."},
	"tour.too_late": {
		"任务 {task}：{shifts} 个班次完成后都不能按时收班，最少超出 {minutes:0} 分钟；请延长班次或调整时段。",
		"Task {task}: {shifts} shifts would be back after they close, by {minutes:0} minutes at least; lengthen a shift or change its hours."},
	"tour.too_long": {
		"任务 {task}：单独完成需外出 {needs:0} 分钟，{shifts} 个班次至多 {most:0} 分钟；请延长班次、拆分任务或换近处的单位。",
		"Task {task}: alone it takes {needs:0} minutes away, and {shifts} shifts may be away for {most:0}; lengthen a shift, divide the task, or ask a unit nearby."},
	"tour.too_far": {
		"任务 {task}：往返行车需 {needs:0} 分钟，{shifts} 个班次至多行车 {most:0} 分钟；请换近处的单位或增加驾驶员。",
		"Task {task}: the way there and back takes {needs:0} minutes of driving, and {shifts} shifts may drive for {most:0}; ask a unit nearby or add a driver."},
	"tour.no_break": {
		"任务 {task}：{shifts} 个班次若去就无法按规定休息；请调整休息时间或班次。",
		"Task {task}: {shifts} shifts could not take their breaks if they went; move the breaks or the shifts."},
	"tour.companion": {
		"任务 {task}：须与任务 {companion} 同时进行，而后者没有班次能完成；请先解决后者。",
		"Task {task}: it goes together with task {companion}, which no shift can serve; see to that one first."},
	"tour.one_crew": {
		"任务 {task}：须与任务 {companion} 由两个班次同时进行，而能去的只有同一个班次；请增派一组。",
		"Task {task}: it goes together with task {companion}, but one and the same shift is all that could serve either; add a crew."},
	"tour.no_moment": {
		"任务 {task}：与须同时进行的任务 {companion} 没有共同的时刻；请放宽其中一个的时段。",
		"Task {task}: there is no moment at which it and task {companion}, which go together, could both begin; widen the hours of one."},
	"tour.no_days": {
		"任务 {task}：{patterns} 种日期安排都排不出，最接近的 {days} 天中只有 {most} 天有班次能去；请增加班次或放宽日期。",
		"Task {task}: none of its {patterns} patterns of days can be kept; of the nearest one, of {days} days, {most} have a shift that could go; add shifts or other days."},
	"tour.no_room": {
		"任务 {task}：单独可行，但能去的 {shifts} 个班次都已排满：{time} 个没有时间，{load} 个没有容量，{apart} 个已有不得同行的任务；请增加班次或天数。",
		"Task {task}: it could be served alone, but the {shifts} shifts that could go are full: {time} have no time left, {load} no capacity, {apart} serve what it must be apart from; add shifts or days."},
}
