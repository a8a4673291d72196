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
}

// A duty is one that every unit of a class has somebody for.
type duty struct {
	name      string
	roles     []string
	zh, en    string
	certified bool
}

// duties by class of unit, one person for each.
var duties = map[string][]duty{
	"BRANCH": {
		{"desk", []string{"dispatcher"}, "值班调度员", "Dispatcher", false},
		{"petition", []string{"petition_desk"}, "信访岗", "Petition desk", false},
		{"liaison", []string{"liaison"}, "帮包联系人", "Liaison", false},
		{"guide", []string{"supervision_member"}, "督导组成员", "Supervision member", false},
		{"audit", []string{"auditor"}, "审计员", "Auditor", false},
		{"admin", []string{"administrator"}, "系统管理员", "Administrator", false},
	},
	"BRIGADE": {
		{"head", []string{"brigade_head"}, "大队长", "Head", true},
		{"desk", []string{"dispatcher"}, "值班调度员", "Dispatcher", false},
		{"officer", []string{"officer"}, "执法人员", "Officer", true},
	},
	"SQUAD": {
		{"head", []string{"squad_leader", "officer"}, "中队长", "Leader", true},
		{"officer", []string{"officer"}, "执法人员甲", "First officer", true},
		{"second", []string{"officer"}, "执法人员乙", "Second officer", true},
	},
	"STATION": {
		{"head", []string{"station_head"}, "所长", "Head", false},
		{"member", []string{"station_member"}, "工作人员", "Member", false},
	},
	"POST": {
		{"head", []string{"post_head"}, "站长", "Head", false},
		{"member", []string{"station_member"}, "驻站人员", "Member", false},
		{"officer", []string{"officer"}, "驻站执法人员甲", "First officer", true},
		{"second", []string{"officer"}, "驻站执法人员乙", "Second officer", true},
	},
	"TOWN_GOV":     {{"leader", []string{"town_leader"}, "分管负责人", "Leader in charge", false}},
	"CITY_DEPT":    {{"contact", []string{"department_contact"}, "联系人", "Contact", false}},
	"CITY_GOV":     {{"contact", []string{"department_contact"}, "联系人", "Contact", false}},
	"EXT_EE":       {{"contact", []string{"external_contact"}, "联系人", "Contact", false}},
	"MUNICIPAL_EE": {{"contact", []string{"external_contact"}, "联系人", "Contact", false}},
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
			if what.certified {
				p.Certificate = "演示-" + strings.TrimPrefix(p.ID, "demo-")
			}
			all = append(all, p)
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
