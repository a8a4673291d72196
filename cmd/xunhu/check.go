package main

import (
	"context"
	"slices"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/valid"
)

type checkVerb struct{}

// Run prints what is wrong with the region: invalid geometry, gaps and overlaps
// between towns, waters that do not hang together, and an organisation, names or codes that are not as the rules
// want them; then, behind a dot, what is lawful but worth a look. A region that
// cannot be built says why.
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
		for _, f := range r.Present.Collections[kind].Features {
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
	found = append(found, r.Atlas.Water.Findings(r.Atlas.MayEnd)...)
	found = append(found, atlas.Findings(r.Present)...)
	left, err := leavesLand(r.Dataset)
	if err != nil {
		return err
	}
	if err := p.printOut("", found); err != nil {
		return err
	}
	if err := p.printOut("· ", slices.Concat(atlas.Notes(r.Present), r.Atlas.Water.Notes(r.Atlas.MayEnd), left)); err != nil {
		return err
	}
	p.say(words.Say(p.lang, "command.checked", finding.Args{"region": r.Atlas.Region.Name, "n": len(found)}))
	if len(found) > 0 {
		return errRefused
	}
	return nil
}

// printOut writes findings to the standard output, each with its place on the map.
func (p *program) printOut(before string, found []*finding.Finding) error {
	for _, f := range found {
		line := before + words.Finding(p.lang, f)
		if f.At != nil {
			line += words.Say(p.lang, "command.at", finding.Args{"lon": f.At.Lon(), "lat": f.At.Lat()})
		}
		if _, err := p.out.Write([]byte(line + "\n")); err != nil {
			return err
		}
	}
	return nil
}
