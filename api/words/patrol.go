package words

var patrolWords = map[string]Sentence{
	// tours on a crew's device
	"plan.tour": {
		"{from}–{to}，{km:1} 公里，{stops} 处停靠",
		"{from}–{to}, {km:1} km, {stops} stops"},
	"plan.part": {
		"{tour} {n} {by}",
		"{tour} {n} {by}"},
	"plan.stop": {
		"{n} {name} {at}",
		"{n} {name} {at}"},

	// how well onlookers foretell patrols
	"plan.foretold.elapsed": {
		"{unit}：看最常见间隔的旁观者，猜中下次到场钟点 {rate:2}%，理论下限 {bound:2}%，为其 {times:2} 倍（{guesses} 次，预演）。",
		"{unit}: who goes by the most frequent gap names the hour of the next visit {rate:2} % of the time, the bound is {bound:2} %, {times:2} times as much ({guesses} guesses, rehearsed)."},
	"plan.foretold.period": {
		"{unit}：找规律周期的旁观者，猜中 {rate:2}%，理论下限 {bound:2}%，为其 {times:2} 倍（{guesses} 次，预演）。",
		"{unit}: who looks for a period, {rate:2} %, the bound is {bound:2} %, {times:2} times as much ({guesses} guesses, rehearsed)."},
	"plan.foretold.bayes": {
		"{unit}：熟知规则、逐次修正的旁观者，猜中 {rate:2}%，理论下限 {bound:2}%，为其 {times:2} 倍（{guesses} 次，预演）。",
		"{unit}: who knows the rules and learns from each visit, {rate:2} %, the bound is {bound:2} %, {times:2} times as much ({guesses} guesses, rehearsed)."},

	// faults of a request
	"patrol.setting": {
		"巡查设置 {name} 不能取 {value}，请改正该设置。",
		"The patrol setting {name} cannot be {value}; correct it."},
	"patrol.season_day": {
		"季节起止“{text}”应写成“月-日”，如 06-30。",
		"A season begins or ends on “{text}”; write month and day, such as 06-30."},
	"patrol.season_unknown": {
		"没有编号为“{id}”的季节；可用：{ids}。",
		"There is no season “{id}”; there are {ids}."},
	"patrol.shift_too_long": {
		"班次长 {hours} 小时，超过上限 {max_hours} 小时；请缩短班次。",
		"A shift of {hours} hours exceeds the limit of {max_hours} hours; make it shorter."},
	"patrol.days": {
		"计划天数 {days} 不在 1 至 {max_days} 之间；请改天数。",
		"A plan of {days} days is not possible; choose 1 to {max_days} days."},
	"patrol.too_many": {
		"计划期内到期 {visits} 次巡查，超过上限 {most} 次；请缩短计划期、减少需求或延长间隔。",
		"{visits} visits are due in the plan, more than the limit of {most}; plan for fewer days, or for fewer or rarer needs."},
	"patrol.no_unit": {
		"没有编号为“{unit}”的单位；请核对单位编号。",
		"There is no unit “{unit}”; check its id."},
	"patrol.no_territory": {
		"单位“{unit}”既无所辖镇街，也无责任区，无法编制巡查计划；请先在单位资料中填写所辖镇街。",
		"The unit “{unit}” has neither towns nor a zone, so its patrols cannot be planned; give it towns first."},
	"patrol.no_base": {
		"单位“{unit}”没有驻地坐标，所辖范围也过于破碎，找不到出发点；请填写驻地坐标。",
		"The unit “{unit}” has no seat, and no point was found inside its territory; give it a seat."},
	"patrol.base_closed": {
		"{unit}驻地 {m:0} 米内的道路都已封闭，出不了车；请核对封路，或先为该单位改定临时驻地。",
		"All roads within {m:0} m of the seat of {unit} are closed, so that nobody can drive out; check the closures, or give the unit another seat meanwhile."},
	"patrol.need_shape": {
		"巡查需求须是点、线或面，此处不是；请改正几何类型。",
		"A need must be a point, a line or an area; this one is not. Correct its geometry."},
	"patrol.need_value": {
		"巡查需求的属性 {name} 不能是“{value}”；请改正。",
		"The property {name} of a need cannot be “{value}”; correct it."},
	"patrol.need_twice": {
		"巡查需求编号“{id}”出现两次；请使编号互不相同。",
		"The need id “{id}” occurs twice; make the ids differ."},
	"patrol.no_needs": {
		"{unit}辖区内没有点位、河流或湿地，无可巡查；请先导入点位，或随计划提供巡查需求。",
		"The territory of {unit} holds no sites, rivers or wetlands to patrol; import sites, or give needs with the plan."},
	"patrol.no_leads": {
		"{unit}没有须到场的在办线索或到期的回头看。",
		"No lead that {unit} holds wants anybody on site, and no back-check is due."},
	"patrol.kind": {
		"{unit}不承担 {kind} 类巡查；可用：{kinds}。",
		"{unit} does not go on patrols of kind {kind}; it may go on {kinds}."},
	"patrol.no_other_side": {
		"跨市县联合巡查（P7）须写明对方单位，市域外只能与对方一同行动；请用 --with（接口为 with）写明。",
		"A joint patrol across the border (P7) names the other side, without whom nobody acts outside the city; give it by --with (with in the API)."},
	"patrol.other_side": {
		"只有跨市县联合巡查（P7）才有对方单位“{with}”；请改为 P7，或去掉对方单位。",
		"Only a joint patrol across the border (P7) has another side, “{with}”; make it a P7, or leave the other side away."},
	"patrol.nothing_due": {
		"自 {from} 起 {days} 天内，{unit}的 {needs} 项巡查需求均未到期；可延长计划或缩短巡查间隔。",
		"In {days} days from {from} none of the {needs} needs of {unit} is due; plan for longer, or shorten the intervals."},

	// reasons of stops
	"patrol.reason.point": {
		"每 {days} 天至少到场一次；现场停留 {minutes:0} 分钟。",
		"To be visited once every {days} days; {minutes:0} minutes on site."},
	"patrol.reason.point.once": {
		"本期计划内到场一次；现场停留 {minutes:0} 分钟。",
		"To be visited once in this plan; {minutes:0} minutes on site."},
	"patrol.reason.point.asked": {
		"{asked}；现场停留 {minutes:0} 分钟。",
		"{asked}; {minutes:0} minutes on site."},
	"patrol.reason.line": {
		"每 {days} 天至少巡一遍；本段长 {km:1} 公里。",
		"To be travelled once every {days} days; this piece is {km:1} km long."},
	"patrol.reason.line.once": {
		"本期计划内巡一遍；本段长 {km:1} 公里。",
		"To be travelled once in this plan; this piece is {km:1} km long."},
	"patrol.reason.line.asked": {
		"{asked}；本段长 {km:1} 公里。",
		"{asked}; this piece is {km:1} km long."},
	"patrol.reason.view": {
		"每 {days} 天至少查看一次；由此处在 {sight_m:0} 米视距内可看到全域的 {share:1}%。",
		"To be looked at once every {days} days; within {sight_m:0} m of here {share:1} % of it can be seen."},
	"patrol.reason.view.once": {
		"本期计划内查看一次；由此处在 {sight_m:0} 米视距内可看到全域的 {share:1}%。",
		"To be looked at once in this plan; within {sight_m:0} m of here {share:1} % of it can be seen."},
	"patrol.reason.view.asked": {
		"{asked}；由此处在 {sight_m:0} 米视距内可看到全域的 {share:1}%。",
		"{asked}; within {sight_m:0} m of here {share:1} % of it can be seen."},

	"patrol.reason.flight": {
		"每 {days} 天一次：在起降点放飞无人机，高 {height_m:0} 米，按 {strip_m:0} 米宽条带飞 {km:1} 千米，看 {hectares:1} 公顷（占 {share:1}%），电池 {batteries} 块。",
		"Each {days} days: fly a drone from here, {height_m:0} m up, {km:1} km in strips {strip_m:0} m wide, to see {hectares:1} ha ({share:1} %), with {batteries} batteries."},
	"patrol.reason.flight.once": {
		"本期一次：在起降点放飞无人机，高 {height_m:0} 米，按 {strip_m:0} 米宽条带飞 {km:1} 千米，看 {hectares:1} 公顷（占 {share:1}%），电池 {batteries} 块。",
		"Once: fly a drone from here, {height_m:0} m up, {km:1} km in strips {strip_m:0} m wide, to see {hectares:1} ha ({share:1} %), with {batteries} batteries."},
	"patrol.reason.flight.asked": {
		"{asked}：在起降点放飞无人机，高 {height_m:0} 米，按 {strip_m:0} 米宽条带飞 {km:1} 千米，看 {hectares:1} 公顷（占 {share:1}%），电池 {batteries} 块。",
		"{asked}: fly a drone from here, {height_m:0} m up, {km:1} km in strips {strip_m:0} m wide, to see {hectares:1} ha ({share:1} %), with {batteries} batteries."},
	"patrol.reason.walk": {
		"每 {days} 天至少查看一次：离路徒步 {km:1} 公里，停看 {stands} 处，{sight_m:0} 米视距内可看到全域的 {share:1}%。",
		"To be looked at once every {days} days: a walk of {km:1} km off the road with {stands} looks around, which show {share:1} % of it within {sight_m:0} m."},
	"patrol.reason.walk.once": {
		"本期计划内查看一次：离路徒步 {km:1} 公里，停看 {stands} 处，{sight_m:0} 米视距内可看到全域的 {share:1}%。",
		"To be looked at once in this plan: a walk of {km:1} km off the road with {stands} looks around, which show {share:1} % of it within {sight_m:0} m."},
	"patrol.reason.walk.asked": {
		"{asked}：离路徒步 {km:1} 公里，停看 {stands} 处，{sight_m:0} 米视距内可看到全域的 {share:1}%。",
		"{asked}: a walk of {km:1} km off the road with {stands} looks around, which show {share:1} % of it within {sight_m:0} m."},
	"patrol.reason.ashore": {
		"每 {days} 天至少巡一遍；结冰期船只停航，沿岸步行，本段长 {km:1} 公里。",
		"To be travelled once every {days} days; boats stay ashore in the ice, so it is walked along the bank; this piece is {km:1} km long."},
	"patrol.reason.ashore.once": {
		"本期计划内巡一遍；结冰期船只停航，沿岸步行，本段长 {km:1} 公里。",
		"To be travelled once in this plan; boats stay ashore in the ice, so it is walked along the bank; this piece is {km:1} km long."},
	"patrol.reason.ashore.asked": {
		"{asked}；结冰期船只停航，沿岸步行，本段长 {km:1} 公里。",
		"{asked}; boats stay ashore in the ice, so it is walked along the bank; this piece is {km:1} km long."},

	"patrol.reason.lead": {
		"线索 {lead}：本期计划内到场。",
		"Lead {lead}: to be on site in this plan."},
	"patrol.reason.lead.before": {
		"线索 {lead}：须在 {before} 前到场。",
		"Lead {lead}: to be on site before {before}."},
	"patrol.reason.lead.before.late": {
		"线索 {lead}：到场时限 {before} 已过或赶不上，尽早到场。",
		"Lead {lead}: nobody can be on site before {before}, when its limit ends; as soon as may be."},
	"patrol.reason.back_check": {
		"回头看：线索 {lead}，查看整改后有无反弹。",
		"Back-check of lead {lead}: whether it has come back after the remedy."},
	"patrol.reason.back_check.before": {
		"回头看：线索 {lead}，查看整改后有无反弹，须在 {before} 前到场。",
		"Back-check of lead {lead}: whether it has come back after the remedy; to be on site before {before}."},
	"patrol.reason.back_check.before.late": {
		"回头看：线索 {lead}，查看整改后有无反弹；到场时限 {before} 已过或赶不上，尽早到场。",
		"Back-check of lead {lead}: whether it has come back after the remedy; nobody can be on site before {before}, so as soon as may be."},
	"patrol.need.lead": {
		"线索 {lead}",
		"Lead {lead}"},

	// seasons of a plan
	"patrol.season.often": {
		"{season}（{from} 至 {until}）：{needs} 项需求的巡查间隔缩短为 1/{often}，漏巡代价为平时的 {weight} 倍。",
		"{season} ({from} to {until}): what it is about (needs: {needs}) is due {often} times as often, and leaving it out weighs {weight} times as much."},
	"patrol.season.weight": {
		"{season}（{from} 至 {until}）：{needs} 项需求的漏巡代价为平时的 {weight} 倍。",
		"{season} ({from} to {until}): leaving out what it is about (needs: {needs}) weighs {weight} times as much."},
	"patrol.season.ashore": {
		"{season}（{from} 至 {until}）：船只停航，水上巡查改为沿岸步行。",
		"{season} ({from} to {until}): boats stay ashore, and what they patrol is walked along the bank."},
	"patrol.season.watch": {
		"{season}（{from} 至 {until}）：出船前须查看当日预警。",
		"{season} ({from} to {until}): see the day's warnings before a boat goes out."},
	"patrol.hours": {
		"时段“{text}”应写作 night、dawn 或 22:00-02:00 这样的起止时间。",
		"The hours “{text}” are not night, dawn or a span such as 22:00-02:00."},

	// reasons of what is left out
	"patrol.unplanned.far": {
		"{need}距可通行道路超过 {max_m:0} 米，车辆无法到达；请改用船只、无人机，或放宽步行距离。",
		"{need} lies more than {max_m:0} m from any road that the vehicle can use; go by boat or drone, or allow a longer walk."},
	"patrol.unplanned.limit": {
		"{need} {year} 年的涉企检查已达 {most} 次上限（计划前已查 {done} 次），{day} 的检查不予安排；投诉举报、问题线索和突发事件不受此限。",
		"Inspections of {need} have reached the limit of {most} in {year} ({done} were made before the plan), so that of {day} is not planned; complaints, leads and emergencies are outside the limit."},
	"patrol.unplanned.hours": {
		"{need}要求的时段内没有班次在外；请调整班次起止时间，或放宽该时段。",
		"No shift is out in the hours that {need} asks for; move the shifts, or allow other hours."},
	"patrol.unplanned.outside": {
		"{need}在市域外，本单位无职权，不予安排；确需前往的，与邻县（市、区）商定跨市县联合巡查（P7）。",
		"{need} lies outside the region, where the unit has no powers, and is not planned; agree on a joint patrol with the neighbours (P7)."},
	"patrol.unplanned.outside_line": {
		"{need}有 {km:1} 公里在市域外，界内 {m} 米以内没有可沿行的岸线，不予安排；确需前往的，与邻县（市、区）商定跨市县联合巡查（P7）。",
		"{km:1} km of {need} lie outside the region, where no bank inside follows them within {m} m, and are not planned; agree on a joint patrol with the neighbours (P7)."},
	"patrol.unplanned.from_outside": {
		"{need}只能从市域外的道路步行到达，不予安排；请改用船只、无人机，或与邻县（市、区）商定跨市县联合巡查（P7）。",
		"{need} can only be walked to from roads outside the region and is not planned; go by boat or drone, or agree on a joint patrol with the neighbours (P7)."},
	"patrol.unplanned.closed": {
		"{need}附近的道路因封路到不了；请改用船只、无人机，或待封路解除。",
		"The roads near {need} cannot be reached while others are closed; go by boat or drone, or wait until they are open."},
	"patrol.unplanned.unseen": {
		"{need}有 {hectares:1} 公顷（{share:1}%）不在沿路观察点 {sight_m:0} 米视距内，路上看不到；请派船只、无人机，或徒步查看（mode=foot）。",
		"{hectares:1} ha ({share:1} %) of {need} are not within {sight_m:0} m of a viewpoint on a road; send a boat or a drone, or walk there (mode=foot)."},
	"patrol.unplanned.large": {
		"{need}需 {viewpoints} 个观察点才能看遍，而可用的 {shifts} 个班次（每班 {hours} 小时）至多容纳 {most} 个，有 {hectares:1} 公顷（{share:1}%）未排入；请缩小范围、分次巡查，或增加班次、天数。",
		"To see {need} takes {viewpoints} viewpoints, but the {shifts} shifts of {hours} hours there are for it hold {most} at most, so {hectares:1} ha ({share:1} %) are left; plan a smaller area, or more shifts or days."},
	"patrol.unplanned.unflown": {
		"{need}有 {hectares:1} 公顷（{share:1}%）既不在沿路观察点 {sight_m:0} 米视距内，也不在起降点 {range_m:0} 米航程内或不能飞；请派船只，或徒步查看。",
		"{hectares:1} ha ({share:1} %) of {need} are neither within {sight_m:0} m of a viewpoint on a road nor within {range_m:0} m of a launch place, or may not be flown over; send a boat, or walk there."},
	"patrol.unplanned.unwalked": {
		"{need}有 {hectares:1} 公顷（{share:1}%）既不在沿路观察点 {sight_m:0} 米视距内，离路徒步也看不到（隔水、太远或不得进入）；请派船只或无人机。",
		"{hectares:1} ha ({share:1} %) of {need} are neither within {sight_m:0} m of a viewpoint on a road nor of where one can walk (across water, too far or barred); send a boat or a drone."},
	"patrol.unplanned.no_course": {
		"{need}没有船能走的航路：{landings} 个登船点都隔着陆地、封闭水域或保护核心区，或一班之内来不及往返；未排入，请从岸上查看。",
		"No boat gets to {need}: land, closed water or a core area lies before all of the {landings} landings, or there and back takes more than a shift; it is left, look from the shore."},
	"patrol.unplanned.unsailed": {
		"{need}有 {hectares:1} 公顷（{share:1}%）不在船只可到之处 {sight_m:0} 米视距内；请从岸上查看或派无人机。",
		"{hectares:1} ha ({share:1} %) of {need} are not within {sight_m:0} m of where a boat can go; look from the shore, or send a drone."},
	"patrol.unplanned.core": {
		"{need}经过保护核心区，没有批准文号不得进入；取得批准后填入设置 core_permit。",
		"{need} leads into a core protection area, which nobody enters without a permission; once there is one, give its number in the setting core_permit."},
	"patrol.unplanned.no_crew": {
		"{from} 至 {until} 没有可出动的班组（原因见说明），{need}未排入；请补排值班或改期。",
		"From {from} to {until} no crew can go out (the notes say why), so {need} is left; fill the roster or choose other days."},
	"patrol.unplanned.weather": {
		"{from} 至 {until} 因风力、季节或时段，船只和无人机不能出动，{need}未排入；请改期，或改从岸上查看。",
		"From {from} to {until} wind, season or hours keep boats and drones in, so {need} is left; choose other days, or look from the shore."},
	"patrol.unplanned.no_boat": {
		"{from} 至 {until} 没有同时具备船只、持证驾驶员和两名以上人员的班组（原因见说明），{need}未排入；请调整值班或船只。",
		"From {from} to {until} no crew has a boat, a licensed helmsman and two people (the notes say why), so {need} is left; change the roster, or find a boat."},
	"patrol.unplanned.no_drone": {
		"{from} 至 {until} 没有同时具备无人机、持证操控员和观察员的班组（原因见说明），{need}未排入；请调整值班或无人机。",
		"From {from} to {until} no crew has a drone, a licensed pilot and an observer (the notes say why), so {need} is left; change the roster, or find a drone."},
	"patrol.unplanned.no_officers": {
		"{from} 至 {until} 没有两名持有效证件的执法人员同班，{need}未排入；请调整值班。",
		"From {from} to {until} no crew has two officers whose certificates hold, so {need} is left; change the roster."},
	"patrol.unplanned.no_officer": {
		"{from} 至 {until} 没有持有效证件的执法人员当班，{need}未排入；请调整值班。",
		"From {from} to {until} no crew has an officer whose certificate holds, so {need} is left; change the roster."},
	"patrol.unplanned.no_instrument": {
		"{from} 至 {until} 没有可用且检定有效的仪器（原因见说明），{need}未排入；请先检定或借用。",
		"From {from} to {until} no crew has an instrument that is calibrated (the notes say why), so {need} is left; have one calibrated, or borrow one."},

	// who and what is missing on a day
	"patrol.crew.alone": {
		"{date} 班组只有 {n} 人，不得单独巡查，当班不排任务（{duty}）。",
		"{date}: the crew has {n} people; nobody patrols alone, and the shift is not planned ({duty})."},
	"patrol.crew.no_vehicle": {
		"{date} 班组没有可用车辆，当班不排任务（{duty}）。",
		"{date}: no vehicle is free for the crew, and the shift is not planned ({duty})."},
	"patrol.crew.none": {
		"{date} {unit}没有可出动的班组。",
		"{date}: no crew of {unit} can go out."},
	"patrol.crew.wind": {
		"{date} 预报风力 {force} 级：超过 {boats} 级船只不出航，超过 {drones} 级无人机不飞。",
		"{date}: wind force {force} is forecast; no boat sails above {boats}, no drone flies above {drones}."},
	"patrol.crew.away": {
		"{date} “{duty}”有人请假或外出。",
		"{date}: somebody on “{duty}” is away."},
	"patrol.crew.engaged": {
		"{date} 班组 {duty} 已随计划 {by} 外出（{from}–{until}），只排其余时间。",
		"{date}: crew {duty} is out on the plan {by} ({from} to {until}); only the rest of its time is planned."},
	"patrol.crew.elsewhere": {
		"{date} {unit}有 {n} 人在别的值班表上当班，不再排出。",
		"{date}: {n} of {unit} are on duty on other rosters, and are not sent out twice."},
	"patrol.crew.lapsed": {
		"{date} {duty}有 {n} 人的执法证已到期（最近一本到 {until} 为止），有效持证的只有 {certified} 人；请换证或换人。",
		"{date}: the certificates of {n} of {duty} have ended (the last on {until}), and {certified} may enforce; renew them, or send others."},
	"patrol.crew.uncalibrated": {
		"{date} {item}的检定到 {until} 为止，不能使用。",
		"{date}: the calibration of {item} ended on {until}; it may not be used."},
	"patrol.crew.out": {
		"{date} {item}停用（维修或借出）。",
		"{date}: {item} is out of use."},
	"patrol.crew.booked": {
		"{date} {item} {from} 至 {until} 已由 {by} 占用。",
		"{date}: {item} is booked by {by} from {from} to {until}."},
	"patrol.crew.unskilled.helmsman": {
		"{date} 当班人员没有船舶驾驶证，船只不出动（{duty}）。",
		"{date}: nobody on duty may steer a boat, so that it stays ({duty})."},
	"patrol.crew.unskilled.pilot": {
		"{date} 当班人员没有无人机操控员证，无人机不出动（{duty}）。",
		"{date}: nobody on duty may steer a drone, so that it stays ({duty})."},
	"patrol.drone_height": {
		"无人机高度 {m:0} 米不低于 {most} 米，属管制空域；请降低，或填写批准文号（drone_approval）。",
		"A drone at {m:0} m is not below {most} m, in controlled airspace; fly lower, or give the number of the approval (drone_approval)."},
	"patrol.wind": {
		"风力预报“{text}”应写成“日期=级数”，如 2026-11-24=7，以逗号分隔。",
		"The forecast “{text}” is not written as date=force, such as 2026-11-24=7, joined by commas."},
	"patrol.unplanned.full": {
		"{shifts} 个班次（每班 {hours} 小时）排不下{need}的此次巡查；请增加班次、人员或天数。",
		"This visit to {need} does not fit into {shifts} shifts of {hours} hours; add shifts, crews or days."},
	"patrol.unplanned.drive": {
		"去{need}仅往返路程就要 {minutes:0} 分钟，班次只有 {shift_minutes:0} 分钟；请延长班次，或交由就近单位。",
		"The way to {need} and back alone takes {minutes:0} minutes, and a shift has {shift_minutes:0}; lengthen the shift, or ask a unit nearby."},
	"patrol.why": {
		"冲突的条件（去掉任何一项即可排下）：{reasons}。",
		" What conflicts (without any one of these it would fit): {reasons}."},
	"patrol.why.visit": {
		"{need}也要到场，停留 {minutes:0} 分钟",
		"{need} is visited too, for {minutes:0} minutes"},
	"patrol.why.visit.hours": {
		"{need}也要在 {hours} 到场，停留 {minutes:0} 分钟",
		"{need} is visited too, at {hours}, for {minutes:0} minutes"},
	"patrol.why.stay": {
		"{need}须停留 {minutes:0} 分钟",
		"{need} takes {minutes:0} minutes on site"},
	"patrol.why.place": {
		"{need}距出发点行车 {minutes:0} 分钟",
		"{need} lies {minutes:0} minutes by road from the base"},
	"patrol.why.hours": {
		"{need}只能在 {hours} 到场",
		"{need} is visited at {hours} only"},
	"patrol.why.crews": {
		"每天 {n} 组出巡",
		"crews that go out on a day: {n}"},
	"patrol.why.shift": {
		"每班 {hours} 小时（{from} 起）",
		"a shift of {hours} hours (from {from})"},
	"patrol.why.crews.rostered": {
		"值班表上每天 {n} 组",
		"crews on the roster on a day: {n}"},
	"patrol.why.shift.rostered": {
		"值班表上的班（{hours}）",
		"the duties of the roster ({hours})"},
	"patrol.unplanned.shape": {
		"{need}没有可巡查的点、线或面；请补充其几何。",
		"{need} has no point, line or area to patrol; give it a geometry."},

	// roads
	"road.off_globe": {
		"道路坐标（{lon}，{lat}）不是经纬度；请检查坐标系。",
		"The road's coordinate ({lon}, {lat}) is no longitude and latitude; check the coordinate system."},
	"road.no_roads": {
		"{ways} 条道路中没有可供“{profile}”通行的路网；请先导入道路。",
		"Among {ways} roads there is no network for the profile “{profile}”; import roads first."},
	"road.island": {
		"（{lon:5}，{lat:5}）在由 {nodes} 个路口组成的孤立路网上（{km:1} 公里），“{profile}”无法往返主路网；请换一个位置，或补上连接的道路。",
		"({lon:5}, {lat:5}) lies on an island of {nodes} nodes ({km:1} km) that is not reachable by {profile}; choose another place, or add the road that joins it."},
	"road.cut_off": {
		"封闭的道路使“{profile}”到不了（{lon:5}，{lat:5}）；请核对封路，或换一个位置。",
		"Closed roads keep {profile} from ({lon:5}, {lat:5}); check the closures, or choose another place."},
	"road.no_return": {
		"（{lon:5}，{lat:5}）所在的道路“{profile}”只能进不能出，或只能出不能进；请核对单行方向，或换一个位置。",
		"The road at ({lon:5}, {lat:5}) lets {profile} in and not out, or out and not in; check its one-way direction, or choose another place."},
	"road.network_foreign": {
		"不是路网文件；请移开它，或加 --rebuild 重建。",
		"This is no network file; move it away, or build anew with --rebuild."},
	"road.network_damaged": {
		"路网文件已损坏；请检查磁盘，并加 --rebuild 重建。",
		"The network file is damaged; check the disk, and build it anew with --rebuild."},
	"road.network_version": {
		"路网文件是另一版本的程序生成的；请删除后重建。",
		"The network file was made by another version of this program; delete it and build anew."},
	"road.network_of_others": {
		"路网文件与道路数据或车辆“{profile}”的现有参数不符；请重建。",
		"The network file is of other roads, or of “{profile}” before it was edited; build anew."},
	"road.missing_nodes": {
		"文件缺少道路用到的 {n} 个节点，这些道路在缺口处断开；请用完整的数据。",
		"The file lacks {n} nodes that roads use; these roads are broken there; use a complete extract."},
	"road.restrictions_dropped": {
		"{n} 条转弯限制与所指的道路不相接，未采用；请在原数据中核对。",
		"{n} turn restrictions do not fit the roads that they name and were left out; check them at the source."},
	"road.hours_unread": {
		"{n} 条分时段限制写法不认识（只认星期与钟点），这些时段按平时计；请在原数据中核对。",
		"{n} conditions are not of the days and hours that are understood, and were left out; check them at the source."},
	"road.profile_hours": {
		"第 {line} 行：“{value}”不是星期与钟点；请写成“Mo-Fr 07:00-09:00,17:00-19:00”。",
		"line {line}: “{value}” is no days and hours; write them like “Mo-Fr 07:00-09:00,17:00-19:00”."},
	"road.profile_hour_class": {
		"第 {line} 行：时段“{hour}”中的道路等级“{class}”没有在 speed 或 permitted 里写速度；请补上或删去。",
		"line {line}: the hours “{hour}” name the class “{class}”, for which neither speed nor permitted has a speed; add one, or leave it out."},
	"road.no_profile": {
		"没有车辆“{name}”，可用：{choices}。",
		"There is no vehicle “{name}”; there are: {choices}."},
	"road.profiles_none": {
		"文件夹里没有车辆文件（*.yaml）；请放入，或去掉 --profiles。",
		"The folder holds no vehicle (*.yaml); put one there, or leave --profiles out."},
	"road.profiles_unread": {
		"读不出来；请检查路径和权限。",
		"It cannot be read; check its path and permissions."},
	"road.profile_name": {
		"文件名即车辆名，只能用小写字母、数字、- 和 _；请改名。",
		"The file's name is the vehicle's: lower-case letters, digits, - and _ only; rename it."},
	"road.profile_yaml": {
		"不是 YAML，或为空；请检查缩进和冒号。",
		"This is no YAML, or empty; check indents and colons."},
	"road.profile_map": {
		"第 {line} 行：此处应为“键: 值”；请改写。",
		"line {line}: “key: value” is expected here; write it so."},
	"road.profile_list": {
		"第 {line} 行：此处应为列表，如 [a, b]；请改写。",
		"line {line}: a list such as [a, b] is expected here; write it so."},
	"road.profile_text": {
		"第 {line} 行：此处应为文字；请填写。",
		"line {line}: a word is expected here; fill it in."},
	"road.profile_twice": {
		"第 {line} 行：“{key}”重复出现；请只留一处。",
		"line {line}: “{key}” stands here a second time; leave one."},
	"road.profile_key": {
		"第 {line} 行：没有“{key}”这一项，可用：{choices}。",
		"line {line}: there is no key “{key}”; there are: {choices}."},
	"road.profile_missing": {
		"缺少“{key}”一项；请补上。",
		"The key “{key}” is missing; add it."},
	"road.profile_choice": {
		"第 {line} 行：“{value}”不可用，可用：{choices}。",
		"line {line}: “{value}” cannot be; there are: {choices}."},
	"road.profile_both": {
		"第 {line} 行：“{value}”既在 open 又在 closed；请只留一处。",
		"line {line}: “{value}” is both open and closed; leave one."},
	"road.profile_number": {
		"第 {line} 行：“{value}”应为 {least:0} 到 {most:0} 的数，或在允许处写 closed。",
		"line {line}: “{value}” must be a number from {least:0} to {most:0}, or closed where that may be."},
	"road.profile_positive": {
		"第 {line} 行：“{value}”应为大于 0、不超过 {most:0} 的数；不可通行请写 closed。",
		"line {line}: “{value}” must be a number above 0 and at most {most:0}; write closed for what cannot be passed."},
	"road.profile_width": {
		"第 {line} 行：宽度“{key}”应为大于 0 的米数。",
		"line {line}: the width “{key}” must be metres above 0."},
	"road.no_road_near": {
		"（{lon:5}，{lat:5}）周围 {max_m:0} 米内没有可供“{profile}”通行的道路；请选离路更近的位置。",
		"No road for the profile “{profile}” lies within {max_m:0} m of ({lon:5}, {lat:5}); choose a place nearer to one."},
}
