package words

// afloatWords speak of ways over open water and through wetlands.
var afloatWords = map[string]Sentence{
	"water.none": {
		"{areas} 片水域去掉障碍并离岸 {clearance_m:0} 米后，没有可通行的水面，也没有航道；请导入湖泊或减小离岸距离。",
		"Of {areas} waters nothing is left without obstacles and {clearance_m:0} m off shore, and there is no channel; import lakes or keep less off."},
	"water.no_area": {
		"水域、障碍或封闭水域须为面（Polygon 或 MultiPolygon）；请改正其几何。",
		"Waters, obstacles and closures must be areas (Polygon or MultiPolygon); correct the geometry."},
	"water.bad_clearance": {
		"离岸距离 {clearance_m} 不是 0 到 100000 之间的米数；请改正。",
		"The clearance {clearance_m} is no number of metres from 0 to 100000; correct it."},
	"water.bad_reach": {
		"接岸距离 {reach_m} 不是 0 到 100000 之间的米数；请改正。",
		"The reach {reach_m} is no number of metres from 0 to 100000; correct it."},
	"water.bad_speed": {
		"航速 {kmh} 不是 0 到 1000 之间的千米每小时数；请改正。",
		"The speed {kmh} is no number of km/h between 0 and 1000; correct it."},
	"water.bad_wind": {
		"风向 {from_deg}、逆风 {head}、顺风 {tail}、侧风 {side} 不能成立：顺风须在 0 到 1 之间且不大于逆风，侧风不得为负。",
		"Wind from {from_deg} with head {head}, tail {tail} and side {side} cannot be: tail must be from 0 to below 1 and at most head, side must not be negative."},
	"water.no_closure": {
		"没有编号为“{id}”的封闭水域；请核对封闭水域清单。",
		"There is no closure “{id}”; look it up in the list of closures."},
	"water.off_globe": {
		"坐标（{lon}，{lat}）不是经纬度；请检查坐标系。",
		"The coordinate ({lon}, {lat}) is no longitude and latitude; check the coordinate system."},
	"water.landing_far": {
		"码头（{lon:5}，{lat:5}）距可通行水域和航道 {m:0} 米，超过 {reach_m:0} 米，未采用；请核对位置。",
		"The landing at ({lon:5}, {lat:5}) lies {m:0} m from open water and channels, more than {reach_m:0} m, and was left out; check its place."},
	"water.none_near": {
		"（{lon:5}，{lat:5}）不在可通行水域内，最近的水域或航道在 {m:0} 米外，超过 {reach_m:0} 米；请选水上或岸边的位置。",
		"({lon:5}, {lat:5}) is not in open water, and the nearest water or channel is {m:0} m away, more than {reach_m:0} m; choose a place on the water or at the shore."},
	"water.in_obstacle": {
		"（{lon:5}，{lat:5}）在不可通行的“{id}”之内或之后，最近的可通行水域在 {m:0} 米外；请改选位置。",
		"({lon:5}, {lat:5}) lies in or behind “{id}”, where nobody may go; the nearest open water is {m:0} m away. Choose another place."},
	"water.closed": {
		"（{lon:5}，{lat:5}）在现已封闭的水域“{id}”内；请改选位置或解除封闭。",
		"({lon:5}, {lat:5}) lies in the area “{id}”, which is closed now; choose another place or lift the closure."},
	"water.not_joined": {
		"起点和终点所在的水域互不相通；请经码头改走陆路，或改选位置。",
		"No water joins the two places; go by a landing and the road, or choose others."},
	"wind.force": {
		"风力“{value}”不是 0 到 12 级；请按蒲福风级填写。",
		"The wind force “{value}” is none from 0 to 12; give it by Beaufort's scale."},
	"wind.from": {
		"风向“{value}”不是 0 到 360 度；请按从正北起顺时针的来向填写。",
		"Wind from “{value}” is no bearing from 0 to 360 degrees clockwise from north; correct it."},
	"wind.too_strong": {
		"风力 {value} 级，超过 {most} 级，巡查艇不得出航；请改走陆路或改期。",
		"At wind force {value} no patrol boat leaves, as it is above {most}; go by road, or another day."},
	"trip.ashore": {
		"起点和终点都不在水上，也不在岸边；请走陆路，或把一端选在水上。",
		"Neither place is on the water or at its shore; go by road, or choose one of them on the water."},
	"trip.no_landing": {
		"{landings} 个码头中没有既通公路又能从水上到达（{lon:5}，{lat:5}）的；请补充码头（点位类别“码头”），或改选位置。",
		"Of {landings} landings none is near a road and leads over water to ({lon:5}, {lat:5}); add landings (sites of the class landing), or choose another place."},
}
