package people

import (
	"xunhu/api/dispatch"
	"xunhu/geo/demo"
)

// Demonstration gives the people of the demonstration region, marked as such.
func Demonstration() []Person {
	var all []Person
	for _, p := range demo.People() {
		one := Person{ID: p.ID, Name: p.Name, NameEN: p.NameEN, Unit: p.Unit, Illustration: true}
		for _, role := range p.Roles {
			one.Roles = append(one.Roles, dispatch.Role(role))
		}
		if p.Certificate != "" {
			one.Certificates = []Certificate{{Number: p.Certificate}}
		}
		all = append(all, one)
	}
	return all
}
