package main

import (
	"context"

	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/valid"
)

type checkVerb struct{}

// Run prints what is wrong with the region: invalid geometry, and gaps and
// overlaps between towns. A region that cannot be built says why.
func (checkVerb) Run(ctx context.Context, p *program) error {
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	r, err := p.live(ctx, s)
	if err != nil {
		return err
	}
	var found []*finding.Finding
	for _, kind := range feature.Regional() {
		for _, f := range r.Dataset.Collections[kind].Features {
			if f.Geometry == nil {
				continue
			}
			if fault := valid.Check(f.Geometry); fault != nil {
				fault.Where = string(kind) + "/" + f.ID
				found = append(found, fault)
			}
		}
	}
	found = append(found, r.Atlas.Cover.Findings()...)
	for _, f := range found {
		line := words.Finding(p.lang, f)
		if f.At != nil {
			line += words.Say(p.lang, "command.at", finding.Args{"lon": f.At.Lon(), "lat": f.At.Lat()})
		}
		if _, err := p.out.Write([]byte(line + "\n")); err != nil {
			return err
		}
	}
	p.say(words.Say(p.lang, "command.checked", finding.Args{"region": r.Atlas.Region.Name, "n": len(found)}))
	if len(found) > 0 {
		return errRefused
	}
	return nil
}
