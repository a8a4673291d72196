package main

import (
	"fmt"

	"xunhu/api/words"
	"xunhu/geo/finding"
)

type profileVerb struct {
	Name string `arg:"" optional:"" help:"${help_profile_name}"`
}

// Run lists the vehicles, or prints the file of one.
func (v *profileVerb) Run(p *program) error {
	all := p.vehicles.Profiles()
	if v.Name != "" {
		one, ok := all[v.Name]
		if !ok {
			return finding.New("road.no_profile", "", "name", v.Name, "choices", all.Names())
		}
		_, err := fmt.Fprint(p.out, one.Text())
		return err
	}
	for _, name := range all.Names() {
		said := all[name].ZH
		if p.lang == words.EN {
			said = all[name].EN
		}
		if _, err := fmt.Fprintf(p.out, "%s\t%s\n", name, said); err != nil {
			return err
		}
	}
	return nil
}
