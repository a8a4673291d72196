package words

var waterWords = map[string]Sentence{
	// geo/hydro: what is probably wrong with the network
	"hydro.loose_end":   {"{river}的末端没有接上任何河道，距{other}仅 {m:1} 米；如应汇入，请把两条线画到同一个点", "{river} ends without meeting anything, {m:1} m from {other}; if it flows into it, give the two lines a common vertex"},
	"hydro.head_on":     {"{lines}在此处都流入而没有流出；请检查是否有一条画反了方向", "{lines} all arrive here and none leaves; check whether one is drawn against the stream"},
	"hydro.part_from":   {"{lines}都从此处流出而没有流入；请检查是否有一条画反了方向", "{lines} all leave here and none arrives; check whether one is drawn against the stream"},
	"hydro.circle":      {"{n} 段河道首尾相接成环，水会绕圈流（{lines}）；请改正画反的一段，或把流向会变的河段标为流向未知", "water would run in a circle here ({lines}; reaches: {n}); turn the one that is drawn against the stream, or mark reaches whose flow changes as not directed"},
	"hydro.unconnected": {"{n} 条河流没有一条与另一条相接：无法沿水流追溯；请检查数据是否画到了共同的点，或给出起点节点（from_node）和终点节点（to_node）", "none of the {n} lines meets another, so the water cannot be followed; check whether they were drawn to common vertices, or give from_node and to_node"},
	"hydro.alone":       {"{river}没有与任何河道相接，也没有流入湖泊或流出本区域；请检查是否漏画了一段", "{river} meets no other line and ends neither in a lake nor outside the region; check whether a piece is missing"},

	// geo/jurisdiction: the water's part of a decision
	"reason.reach":         {"涉及河道：{river}，距离 {m:0} 米（把握 {percent:0}%）；沿水流上下各追溯 {limit:0} 米。", "On the water: {river}, {m:0} m away (confidence {percent:0}%); traced {limit:0} m up and down the flow."},
	"reason.reaches":       {"涉及河道：{rivers}；沿水流上下各追溯 {limit:0} 米。", "On the water: {rivers}; traced {limit:0} m up and down the flow."},
	"reason.up_town":       {"上游 {m:0} 米处为{town}：该镇街所查找源头。", "{m:0} m up the water lies {town}: its station looks for the source."},
	"reason.down_town":     {"下游 {m:0} 米处进入{town}：该镇街所保护取水口、农田和坑塘。", "{m:0} m down the water enters {town}: its station protects intakes, fields and ponds."},
	"reason.up_county":     {"上游 {m:0} 米处来自{county}：水从市外流入。", "{m:0} m up, the water comes from {county}, outside the city."},
	"reason.down_county":   {"下游 {m:0} 米处流入{county}：水流出市外。", "{m:0} m down, the water leaves for {county}, outside the city."},
	"reason.up_unsure":     {"上游 {m:0} 米处可能来自{place}：途中有流向未知的河段，请现场确认。", "The water may come from {place}, {m:0} m up: a reach on the way has no known direction, confirm on site."},
	"reason.down_unsure":   {"下游 {m:0} 米处可能到达{place}：途中有流向未知的河段，请现场确认。", "The water may reach {place}, {m:0} m down: a reach on the way has no known direction, confirm on site."},
	"reason.flow_stays":    {"在此范围内，水流不到其他镇街，也不出入市界。", "Within that distance the water reaches no other town and does not cross the city border."},
	"reason.basins_flow":   {"水流涉及两个以上流域：{basins}。", "The water runs through several basins: {basins}."},
	"reason.lake_water":    {"湖面水体与相邻县（区）相通：按水流出市办理，通知对方。", "The water of the lake is the neighbour's too: treated as leaving the city, the neighbour is told."},
	"reason.suspects":      {"上游 {n} 处点位可能是源头，首查{site}（沿水流 {m:0} 米，归{squad}）。", "Sites up the water that can be the source: {n}; first {site}, {m:0} m along the water ({squad})."},
	"reason.warn_intake":   {"下游 {m:0} 米处为{intake}，按设定流速约 {hours:1} 小时到达，请立即预警。", "{m:0} m down the water lies {intake}; at the speed set, the water is there in about {hours:1} hours: warn at once."},
	"suspect.named":        {"按该类别列管", "watched for this category"},
	"suspect.likely":       {"此类点位常引发该类问题", "sites of its class often cause it"},
	"suspect.possible":     {"此类点位可能引发该类问题", "sites of its class can cause it"},
	"trace.speeds":         {"历时按河流自带流速或按类别设定的默认流速估算，不是实测，也不是洪水预报", "times are reckoned from the speed that a river states, else from the default set for its class: not measured, and no forecast of a flood"},
	"trace.no_rivers":      {"本区域没有河网数据，无法追溯；请先导入河流", "the region holds no rivers, so the water cannot be followed; import rivers first"},
	"trace.off_water":      {"{m:0} 米内没有河道；请点选离河道更近的位置", "no reach lies within {m:0} m; choose a place nearer to the water"},
	"trace.limit":          {"距离与历时只能给一个，且须大于零（不超过 {most:0}）", "Give a distance or a time, greater than zero (at most {most:0})"},
	"trace.point":          {"“{value}”不是坐标；请写 经度,纬度", "“{value}” is no place; write longitude,latitude"},
	"reason.lead_upstream": {"份额相差不足 5 个百分点，{town}在上游，由其牵头。", "The shares differ by less than 5 points; {town} lies upstream and leads."},
}
