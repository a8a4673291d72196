package people

import (
	"xunhu/api/dispatch"
	"xunhu/geo/demo"
	"xunhu/routing/crew"
)

// Demonstration gives the people of the demonstration region, marked as such.
func Demonstration() []Person {
	var all []Person
	for _, p := range demo.People() {
		one := Person{ID: p.ID, Name: p.Name, NameEN: p.NameEN, Unit: p.Unit,
			Established: p.Established, FrontLine: p.FrontLine, Town: p.Town, Illustration: true}
		for _, role := range p.Roles {
			one.Roles = append(one.Roles, dispatch.Role(role))
		}
		for _, skill := range p.Skills {
			one.Skills = append(one.Skills, crew.Skill(skill))
		}
		if p.Certificate != "" {
			one.Certificates = []Certificate{{Number: p.Certificate}}
		}
		all = append(all, one)
	}
	return all
}

// DemonstrationItems gives the equipment of the demonstration region, marked as such.
func DemonstrationItems() []Item {
	var all []Item
	for _, i := range demo.Equipment() {
		all = append(all, Item{ID: i.ID, Name: i.Name, NameEN: i.NameEN, Kind: crew.Kind(i.Kind), Unit: i.Unit, Seats: i.Seats, CalibratedTo: i.CalibratedTo, Illustration: true})
	}
	return all
}
