package feature

import (
	"slices"

	"xunhu/geo/finding"
)

// A Kind names what a collection holds; it is also the name of its table in the
// store and of its collection on the web.
type Kind string

// The kinds of a region, and the four that its users make.
const (
	Towns      Kind = "towns"
	Basins     Kind = "basins"
	Wetlands   Kind = "wetlands"
	Zones      Kind = "zones"
	Rivers     Kind = "rivers"
	Lakes      Kind = "lakes"
	Roads      Kind = "roads"
	RoadRules  Kind = "road_rules"
	Units      Kind = "units"
	Codes      Kind = "codes"
	Sites      Kind = "sites"
	Neighbours Kind = "neighbours"

	Incidents Kind = "incidents"
	Plans     Kind = "plans"
	Closures  Kind = "closures"
	Tracks    Kind = "tracks"
)

// A Type is the type of a property.
type Type string

// The types of properties.
const (
	Text    Type = "text"
	Integer Type = "integer" // int64 in Props
	Real    Type = "real"    // float64 in Props
	Boolean Type = "boolean"
	Date    Type = "date" // string, RFC 3339 full-date
	Time    Type = "time" // string, RFC 3339 with offset
	JSON    Type = "json" // []any or map[string]any in Props
)

// A Shape is the geometry that all features of a kind have. Area means
// MultiPolygon; Any means that features differ.
type Shape string

// The shapes, by their names in OGC Simple Features.
const (
	Point Shape = "Point"
	Line  Shape = "LineString"
	Lines Shape = "MultiLineString"
	Area  Shape = "MultiPolygon"
	Any   Shape = "Geometry"
)

// Word says a shape as people who draw maps say it.
func (s Shape) Word() finding.Name {
	switch s {
	case Point:
		return finding.Name{ZH: "点", EN: "point"}
	case Line, Lines:
		return finding.Name{ZH: "线", EN: "line"}
	case Area:
		return finding.Name{ZH: "面", EN: "polygon"}
	}
	return finding.Name{ZH: "图形", EN: "shape"}
}

// A Field is one property of a kind.
type Field struct {
	Name     string
	Type     Type
	ZH, EN   string // title
	Required bool   // import refuses a feature without it
}

// A Schema is the plan of one kind: its shape and properties in their order. The
// identity (Feature.ID) is not among the fields.
type Schema struct {
	Kind   Kind
	Shape  Shape
	ZH, EN string // title
	Fields []Field
}

// Field finds a field by name.
func (s Schema) Field(name string) (Field, bool) {
	i := slices.IndexFunc(s.Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return s.Fields[i], true
}

var (
	name    = Field{Name: "name", Type: Text, ZH: "名称", EN: "name", Required: true}
	nameEN  = Field{Name: "name_en", Type: Text, ZH: "英文名", EN: "English name"}
	from    = Field{Name: "valid_from", Type: Date, ZH: "生效日期", EN: "valid from"}
	to      = Field{Name: "valid_to", Type: Date, ZH: "失效日期", EN: "valid to"}
	source  = Field{Name: "source", Type: Text, ZH: "来源", EN: "source"}   // "演示数据 / illustration" marks what is drawn, not surveyed
	licence = Field{Name: "licence", Type: Text, ZH: "许可", EN: "licence"} // by its SPDX name, or where it can be read; absent: as the region's attribution says
)

// schemas lists every kind, in the order in which a map is drawn from the ground up.
var schemas = []Schema{
	{Neighbours, Area, "相邻区县", "Neighbours", []Field{name, nameEN,
		{Name: "authority", Type: Text, ZH: "对口部门", EN: "counterpart authority"},
		{Name: "superior", Type: Text, ZH: "共同上级", EN: "common superior"}, from, to, source, licence}},
	{Towns, Area, "镇街", "Towns", []Field{name, nameEN,
		{Name: "pilot", Type: Boolean, ZH: "试点", EN: "pilot"}, from, to, source, licence}},
	{Basins, Area, "流域", "Basins", []Field{name, nameEN, source, licence}},
	{Lakes, Area, "湖泊水库", "Lakes", []Field{name, nameEN,
		{Name: "shared", Type: Boolean, ZH: "共管湖区", EN: "shared lake"}, source, licence}},
	{Wetlands, Area, "湿地", "Wetlands", []Field{name, nameEN,
		{Name: "class", Type: Text, ZH: "级别", EN: "class"}, source, licence}}, // general, important, park, reserve
	{Zones, Area, "责任区", "Zones", []Field{name, nameEN,
		{Name: "class", Type: Text, ZH: "类别", EN: "class", Required: true}, // post, water_source, development, disputed (a border in dispute, or never agreed), core (of a protected area), roost (of birds), airspace (controlled)
		{Name: "unit", Type: Text, ZH: "责任单位", EN: "unit"},                 // the post, or the committee
		{Name: "rank", Type: Integer, ZH: "优先级", EN: "rank"}, from, to, source, licence}},
	{Rivers, Line, "河流", "Rivers", []Field{name, nameEN,
		{Name: "class", Type: Text, ZH: "类别", EN: "class"},            // river, stream, canal, ditch
		{Name: "directed", Type: Boolean, ZH: "流向已知", EN: "directed"}, // true: the line is drawn downstream
		{Name: "basin", Type: Text, ZH: "流域", EN: "basin"},
		{Name: "speed_ms", Type: Real, ZH: "流速", EN: "speed"},        // metres a second; absent: by class
		{Name: "from_node", Type: Text, ZH: "起点节点", EN: "from node"}, // lines whose ends have the same node meet there
		{Name: "to_node", Type: Text, ZH: "终点节点", EN: "to node"}, source, licence}},
	{Roads, Line, "道路", "Roads", []Field{{Name: "name", Type: Text, ZH: "名称", EN: "name"},
		{Name: "class", Type: Text, ZH: "等级", EN: "class", Required: true}, // OpenStreetMap's highway values
		{Name: "oneway", Type: Integer, ZH: "单行", EN: "one way"},           // 1 along the line, -1 against it, 0 both
		{Name: "maxspeed_kmh", Type: Real, ZH: "限速", EN: "speed limit"},
		{Name: "access", Type: Text, ZH: "通行", EN: "access"},
		{Name: "tags", Type: JSON, ZH: "其他标签", EN: "other tags"}, source, licence}}, // what the columns do not say, as geo/highway has it
	{RoadRules, Point, "道路障碍与转向限制", "Barriers and turn restrictions", []Field{
		{Name: "class", Type: Text, ZH: "类别", EN: "class", Required: true}, // barrier, ford, traffic_signals, restriction
		{Name: "kind", Type: Text, ZH: "种类", EN: "kind"},                   // gate, bollard; no_left_turn, only_straight_on
		{Name: "from", Type: JSON, ZH: "驶出道路", EN: "from road"},            // []any of road ids, of a restriction
		{Name: "via", Type: JSON, ZH: "经过道路", EN: "via roads"},             // in the order of travel; none: via this point
		{Name: "to", Type: JSON, ZH: "驶入道路", EN: "to road"},
		{Name: "except", Type: Text, ZH: "除外车辆", EN: "except"},
		{Name: "tags", Type: JSON, ZH: "其他标签", EN: "other tags"}, source, licence}},
	{Sites, Point, "点位", "Sites", []Field{name, nameEN,
		{Name: "class", Type: Text, ZH: "类别", EN: "class", Required: true}, // outfall, workshop, farm, straw_field, enterprise, intake, section, landing, other
		{Name: "category", Type: Text, ZH: "事件类别", EN: "category"},         // the category that it is watched for, such as W03
		{Name: "interval_days", Type: Integer, ZH: "巡查间隔", EN: "visit interval"},
		{Name: "service_s", Type: Integer, ZH: "停留时间", EN: "time on site"}, source, licence}},
	{Units, Point, "单位", "Units", []Field{name, nameEN,
		{Name: "class", Type: Text, ZH: "类别", EN: "class", Required: true}, // MUNICIPAL_EE BRANCH BRIGADE SQUAD STATION POST TOWN_GOV TOWN_ENF CITY_DEPT CITY_GOV EXT_EE
		{Name: "parent", Type: Text, ZH: "上级单位", EN: "superior"},           // the unit that guides it: a station's squad, a squad's brigade
		{Name: "towns", Type: JSON, ZH: "所辖镇街", EN: "towns"},               // []any of town ids: a station's one, a squad's, a post's members (host first)
		{Name: "duty", Type: Text, ZH: "在岗时间", EN: "duty times"},           // "Mo-Fr 08:00-20:00"; of a post: when it is manned
		from, to, source, licence}},
	{Codes, Point, "镇街代码表", "Town codes", []Field{name, from, to, source, licence}}, // GB/T 10114; a row has no geometry

	{Incidents, Any, "事件", "Incidents", []Field{
		{Name: "category", Type: Text, ZH: "类别", EN: "category"},
		{Name: "severity", Type: Text, ZH: "等级", EN: "severity"},
		{Name: "accuracy_m", Type: Real, ZH: "定位精度", EN: "accuracy"},
		{Name: "occurred_at", Type: Time, ZH: "发生时间", EN: "occurred at"},
		{Name: "source", Type: Text, ZH: "线索来源", EN: "source"},
		{Name: "outcome", Type: Text, ZH: "核实结果", EN: "outcome"},
		{Name: "finder", Type: Text, ZH: "核实单位", EN: "finder"},
		{Name: "note", Type: Text, ZH: "说明", EN: "note"},
		{Name: "address", Type: Text, ZH: "事发地址", EN: "address"},
		{Name: "reported_at", Type: Time, ZH: "登记时间", EN: "reported at"},
		{Name: "v_row", Type: Text, ZH: "核实行", EN: "row of table V"},
		{Name: "lead", Type: Text, ZH: "牵头单位", EN: "lead"},
		{Name: "ticket", Type: Text, ZH: "来单编号", EN: "sender's number"},
		{Name: "state", Type: Text, ZH: "办理状态", EN: "state"}, // of the lead, as api/dispatch names it; the store keeps these five
		{Name: "unit", Type: Text, ZH: "承办单位", EN: "held by"},
		{Name: "town", Type: Text, ZH: "所在镇街", EN: "town"},
		{Name: "due_at", Type: Time, ZH: "最近时限", EN: "due at"},
		{Name: "revision", Type: Integer, ZH: "版次", EN: "revision"},
		{Name: "decision", Type: JSON, ZH: "管辖判定", EN: "decision"}}}, // the decision object of INTERFACES, whole
	{Plans, Lines, "巡查计划", "Plans", []Field{
		{Name: "unit", Type: Text, ZH: "单位", EN: "unit"},
		{Name: "from", Type: Date, ZH: "开始日期", EN: "from"},
		{Name: "days", Type: Integer, ZH: "天数", EN: "days"},
		{Name: "distance_m", Type: Real, ZH: "里程", EN: "distance"},
		{Name: "duration_s", Type: Real, ZH: "时长", EN: "duration"},
		{Name: "document", Type: JSON, ZH: "计划全文", EN: "document"}}}, // the plan of INTERFACES, whole
	{Closures, Any, "封路", "Closures", []Field{
		{Name: "profiles", Type: JSON, ZH: "车辆", EN: "vehicles"}, // []any of profile names; none: all
		{Name: "from", Type: Time, ZH: "起始时间", EN: "from"},       // in force from … until, the end excluded; absent: from set_at, until it is lifted
		{Name: "until", Type: Time, ZH: "截止时间", EN: "until"},
		{Name: "speed", Type: Real, ZH: "限速比例", EN: "speed factor"}, // what is left of the usual speed; 0: closed
		{Name: "reason", Type: Text, ZH: "原因", EN: "reason"},
		{Name: "person", Type: Text, ZH: "设置人", EN: "set by"},
		{Name: "set_at", Type: Time, ZH: "设置时间", EN: "set at"},
		{Name: "lifted_at", Type: Time, ZH: "解除时间", EN: "lifted at"},
		{Name: "lifted_by", Type: Text, ZH: "解除人", EN: "lifted by"},
		{Name: "lift_reason", Type: Text, ZH: "解除原因", EN: "why lifted"},
		{Name: "revision", Type: Integer, ZH: "版次", EN: "revision"}}}, // 1, and 2 when it is lifted
	{Tracks, Lines, "巡查轨迹", "Tracks", []Field{
		{Name: "record", Type: Text, ZH: "轨迹编号", EN: "record"},
		{Name: "person", Type: Text, ZH: "佩戴者", EN: "carried by"},
		{Name: "begin", Type: Time, ZH: "开始时间", EN: "begin"},
		{Name: "end", Type: Time, ZH: "结束时间", EN: "end"},
		{Name: "distance_m", Type: Real, ZH: "里程", EN: "distance"},
		{Name: "signs", Type: Integer, ZH: "疑点", EN: "grounds for asking"},
		{Name: "times", Type: JSON, ZH: "各点时间", EN: "moments"}}}, // of the positions, as long as the line
}

// Schemas gives every schema, from the ground of the map up.
func Schemas() []Schema { return slices.Clone(schemas) }

// SchemaOf finds the schema of a kind.
func SchemaOf(k Kind) (Schema, bool) {
	i := slices.IndexFunc(schemas, func(s Schema) bool { return s.Kind == k })
	if i < 0 {
		return Schema{}, false
	}
	return schemas[i], true
}

// Regional gives the kinds that make a region, without those that its users make.
func Regional() []Kind {
	var kinds []Kind
	for _, s := range schemas {
		if !slices.Contains([]Kind{Incidents, Plans, Closures, Tracks}, s.Kind) {
			kinds = append(kinds, s.Kind)
		}
	}
	return kinds
}
