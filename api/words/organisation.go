package words

// organisationWords are the sentences about the bodies of a region, their names
// and codes.
var organisationWords = map[string]Sentence{
	"organisation.code_twice": {
		"代码重复：“{other}”与“{town}”同一代码；请改正其中一个",
		"the code comes twice, for {other} and {town}; correct one of them"},
	"organisation.name_twice": {
		"“{town}”出现两次，另一个的代码是 {other}；请删去或改正其中一个",
		"{town} comes twice, also under the code {other}; delete or correct one of them"},
	"organisation.town_missing": {
		"缺少代码为 {code} 的镇街，而 {units} 的辖区里有它；请补上其边界，或改正单位的辖区",
		"the town {code} is missing, but {units} name it as theirs; add its area, or correct the units' towns"},
	"organisation.code": {
		"“{town}”的代码 {code} 不合规定：应为 9 位数字，前 6 位是本区域代码 {region}（GB/T 2260、GB/T 10114）；请改正",
		"the code {code} of {town} is not as it should be: nine digits that begin with the region's {region} (GB/T 2260, GB/T 10114); correct it"},
	"organisation.no_stations": {
		"没有任何生态环境保护所，而有 {towns} 个镇街；请导入单位（units）",
		"there is no station at all for {towns} towns; import the units"},
	"organisation.station_towns": {
		"“{unit}”辖 {n} 个镇街，应正好辖 1 个；请改正其辖区（towns）",
		"{unit} has {n} towns, it should have exactly one; correct its towns"},
	"organisation.no_station": {
		"“{town}”没有生态环境保护所；请补上",
		"{town} has no station; add one"},
	"organisation.two_stations": {
		"“{town}”有不止一个生态环境保护所：{stations}；请只留一个",
		"{town} has more than one station: {stations}; keep one"},
	"organisation.no_squad": {
		"“{unit}”的上级（parent）不是执法中队；请填写指导它的中队",
		"the superior (parent) of {unit} is no squad; name the squad that guides it"},
	"organisation.squad_elsewhere": {
		"“{unit}”的上级是{squad}，但“{town}”不在该中队的辖区内；请改正其中之一",
		"{unit} is guided by {squad}, but {town} is not among that squad's towns; correct one of the two"},
	"organisation.two_squads": {
		"“{town}”同属几个中队：{squads}；请只留一个",
		"{town} belongs to several squads: {squads}; keep one"},
	"organisation.post_members": {
		"“{unit}”没有参加镇街；请填写其 towns，牵头镇街在前",
		"{unit} has no member towns; fill in its towns, the host first"},
	"organisation.post_zone": {
		"“{unit}”没有责任区；请导入类别为 post、unit 为该站的责任区（zones）",
		"{unit} has no zone; import a zone of class post with it as unit"},
	"organisation.zone_unit": {
		"责任区“{zone}”的责任单位“{unit}”不是驻巡站；请改正其 unit",
		"the unit “{unit}” of the zone {zone} is no post; correct it"},
	"organisation.equal_ranks": {
		"责任区“{zone}”与“{other}”重叠 {area_m2:0} 平方米，而优先级同为“{rank}”；请给两者不同的 rank，小者为先",
		"the zones {zone} and {other} overlap by {area_m2:0} m² and have the same rank “{rank}”; give them different ranks, the lower goes first"},
	"organisation.unit_name": {
		"“{unit}”的名称不合规定，应为“{want}”（文件第 R15 条）；请改名",
		"the name {unit} is not as rule R15 wants it, {want}; rename it"},
	"organisation.site_outside": {
		"点位“{site}”不在任何镇街内；请核对其坐标和坐标系",
		"the site {site} lies in no town; check its coordinates and their system"},
	"organisation.detached": {
		"“{town}”有一块飞地，面积 {area_m2:0} 平方米，距主体 {gap_m:0} 米；如非飞地，请核对界线",
		"{town} has a piece apart, of {area_m2:0} m², {gap_m:0} m from the rest; unless it is an exclave, correct the border"},

	"codes.missing": {
		"缺少“{town}”：代码表里有 {code}，区域里没有；请导入其边界，或核对代码表",
		"{town} is missing: the list has {code}, the region does not; import its area, or check the list"},
	"codes.unlisted": {
		"“{town}”的代码 {code} 不在代码表里；请改正代码，或更新代码表",
		"the code {code} of {town} is not in the list; correct the code, or renew the list"},
	"codes.other": {
		"“{town}”的代码是 {code}，代码表里是 {listed}；请改正代码，或更新代码表",
		"{town} has the code {code}, in the list it is {listed}; correct the code, or renew the list"},
	"codes.name": {
		"代码 {code} 在代码表里是“{listed}”，区域里是“{town}”；请改正名称，或更新代码表",
		"the code {code} is {listed} in the list, {town} in the region; correct the name, or renew the list"},
	"codes.twice": {
		"代码 {code} 在代码表里同一天有两行有效：“{other}”和“{town}”；请只留一行，或填写失效日期",
		"two rows of the list of codes give {code} on the same day, {other} and {town}; keep one, or fill in valid_to"},
	"codes.elsewhere": {
		"代码表里没有本区域（{region}）今天有效的镇街代码；请核对导入的是不是本区域的代码表",
		"the list has no code of a town of this region ({region}) that holds today; check that it is this region's list"},
}
