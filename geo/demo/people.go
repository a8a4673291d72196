package demo

import (
	"strings"

	"xunhu/geo/feature"
)

// A Person of the demonstration acts for a unit. None is real: each is called by what he
// does, and marked.
type Person struct {
	ID           string // "demo-" and the unit, shortly, and the duty: demo-104-SO-head
	Name, NameEN string
	Unit         string
	Roles        []string
	Certificate  string // number of an enforcement certificate, or ""
	Established  bool
	FrontLine    bool
	Town         string   // that sends the person
	Skills       []string // helmsman, pilot
}

// A duty is one that every unit of a class has somebody for.
type duty struct {
	name      string
	roles     []string
	zh, en    string
	certified bool
	town      int      // of the unit's towns, from 1: it sends the person
	skills    []string // licences
}

// duties by class of unit, one person for each. Those whom a town sends are not established.
var duties = map[string][]duty{
	"BRANCH": {
		{"desk", []string{"dispatcher"}, "值班调度员", "Dispatcher", false, 0, nil},
		{"petition", []string{"petition_desk"}, "信访岗", "Petition desk", false, 0, nil},
		{"liaison", []string{"liaison"}, "帮包联系人", "Liaison", false, 0, nil},
		{"guide", []string{"supervision_member"}, "督导组成员", "Supervision member", false, 0, nil},
		{"audit", []string{"auditor"}, "审计员", "Auditor", false, 0, nil},
		{"admin", []string{"administrator"}, "系统管理员", "Administrator", false, 0, nil},
	},
	"BRIGADE": {
		{"head", []string{"brigade_head"}, "大队长", "Head", true, 0, nil},
		{"desk", []string{"dispatcher"}, "值班调度员", "Dispatcher", false, 0, nil},
		{"officer", []string{"officer"}, "执法人员", "Officer", true, 0, nil},
		{"pilot", []string{"officer"}, "执法人员（无人机）", "Officer, drone pilot", true, 0, []string{"pilot"}},
	},
	"SQUAD": {
		{"head", []string{"squad_leader", "officer"}, "中队长", "Leader", true, 0, nil},
		{"officer", []string{"officer"}, "执法人员甲", "First officer", true, 0, nil},
		{"second", []string{"officer"}, "执法人员乙", "Second officer", true, 0, nil},
		{"third", []string{"officer"}, "执法人员丙", "Third officer", true, 0, nil},
	},
	"STATION": {
		{"head", []string{"station_head"}, "所长", "Head", false, 0, nil},
		{"member", []string{"station_member"}, "工作人员", "Member", false, 0, nil},
		{"second", []string{"station_member"}, "工作人员（持证）甲", "Second member, certified", true, 0, nil},
		{"third", []string{"station_member"}, "工作人员（持证）乙", "Third member, certified", true, 0, nil},
	},
	"POST": {
		{"head", []string{"post_head"}, "站长", "Head", false, 1, nil},
		{"member", []string{"station_member"}, "驻站人员", "Member", false, 1, []string{"helmsman"}},
		{"officer", []string{"officer"}, "驻站执法人员甲", "First officer", true, 0, nil},
		{"second", []string{"officer"}, "驻站执法人员乙", "Second officer", true, 0, []string{"pilot"}},
		{"third", []string{"station_member"}, "轮驻人员甲", "First member in turn", true, 2, []string{"helmsman"}},
		{"fourth", []string{"station_member"}, "轮驻人员乙", "Second member in turn", false, 3, nil},
		{"fifth", []string{"station_member"}, "轮驻人员丙", "Third member in turn", false, 4, []string{"helmsman"}},
		{"sixth", []string{"station_member"}, "轮驻人员丁", "Fourth member in turn", false, 2, nil},
	},
	"TOWN_GOV": {{"leader", []string{"town_leader"}, "分管负责人", "Leader in charge", false, 0, nil}},
	"CITY_DEPT": {
		{"contact", []string{"department_contact"}, "联系人", "Contact", false, 0, nil},
		{"officer", []string{"department_contact"}, "执法人员", "Officer", false, 0, nil},
	},
	"CITY_GOV":     {{"contact", []string{"department_contact"}, "联系人", "Contact", false, 0, nil}},
	"EXT_EE":       {{"contact", []string{"external_contact"}, "联系人", "Contact", false, 0, nil}},
	"MUNICIPAL_EE": {{"contact", []string{"external_contact"}, "联系人", "Contact", false, 0, nil}},
}

// People gives the people of the demonstration: somebody for every duty of every unit, in
// the order of the units.
func People() []Person {
	var all []Person
	d := Dataset()
	for _, u := range d.Collections[feature.Units].Features {
		for _, what := range duties[u.Text("class")] {
			p := Person{ID: "demo-" + short(d.Region.Code, u.ID) + "-" + what.name, Unit: u.ID, Roles: what.roles,
				Name: u.Text("name") + what.zh + "（演示）", NameEN: what.en + ", " + u.Text("name_en") + " (demonstration)"}
			p.Established, p.FrontLine, p.Skills = what.town == 0, patrols[u.Text("class")], what.skills
			if towns, _ := u.Props["towns"].([]any); what.town > 0 && len(towns) > 0 {
				p.Town, _ = towns[min(what.town, len(towns))-1].(string)
			}
			if what.certified {
				p.Certificate = "演示-" + strings.TrimPrefix(p.ID, "demo-")
			}
			all = append(all, p)
		}
	}
	return all
}

// patrols are the classes whose people go out.
var patrols = map[string]bool{"BRIGADE": true, "SQUAD": true, "STATION": true, "POST": true}

// An Item is a piece of equipment of the demonstration. None is real.
type Item struct {
	ID           string // "demo-" and the unit, shortly, and what it is: demo-104-SO-car
	Name, NameEN string
	Unit, Kind   string
	Seats        int
	CalibratedTo string // RFC 3339 full-date, or ""
}

// A tool is what every unit of a class has.
type tool struct {
	name, kind, zh, en string
	seats              int
	calibrated         string
}

var tools = map[string][]tool{
	"BRIGADE": {{"car", "vehicle", "执法车", "Car", 5, ""}, {"drone", "drone", "无人机", "Drone", 0, ""}},
	"SQUAD":   {{"car", "vehicle", "执法车", "Car", 5, ""}, {"meter", "instrument", "水质快检仪", "Water tester", 0, "2027-06-30"}},
	"STATION": {{"car", "vehicle", "巡查车", "Car", 5, ""}},
	"POST": {{"car", "vehicle", "巡查车", "Car", 5, ""}, {"boat", "boat", "巡湖艇", "Boat", 6, "2027-05-31"},
		{"drone", "drone", "无人机", "Drone", 0, ""}, {"meter", "instrument", "水质快检仪", "Water tester", 0, "2027-06-30"}},
}

// Equipment gives the equipment of the demonstration, in the order of the units.
func Equipment() []Item {
	var all []Item
	d := Dataset()
	for _, u := range d.Collections[feature.Units].Features {
		for _, what := range tools[u.Text("class")] {
			all = append(all, Item{ID: "demo-" + short(d.Region.Code, u.ID) + "-" + what.name, Unit: u.ID, Kind: what.kind, Seats: what.seats, CalibratedTo: what.calibrated,
				Name: u.Text("name") + what.zh + "（演示）", NameEN: what.en + ", " + u.Text("name_en") + " (demonstration)"})
		}
	}
	return all
}

// short is a unit's id without what all have.
func short(region, unit string) string {
	if code, ok := strings.CutPrefix(unit, "EXT-"); ok {
		return strings.TrimSuffix(code, "-EE")
	}
	return strings.TrimPrefix(strings.TrimPrefix(unit, region), "-")
}
