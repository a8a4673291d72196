package main

import (
	"context"
	"io"

	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/geo/intake"
)

type checkVerb struct {
	JSON bool   `name:"json" help:"${help_json_findings}"`
	Out  string `short:"o" help:"${help_out}" placeholder:"FILE"`

	Codes string            `env:"XUNHU_CODES" help:"${help_codes}" placeholder:"FILE"`
	Field map[string]string `help:"${help_field}" placeholder:"ours=theirs"`

	Mend   float64 `help:"${help_mend}" placeholder:"METRES"`
	Accept bool    `help:"${help_accept_mend}"`

	Audit bool `help:"${help_audit}"`
}

// Run prints what is wrong with the region: invalid geometry, gaps and overlaps
// between towns, waters that do not hang together, and an organisation, names or codes
// that are not as the rules want them or the list of codes has them; then, behind a
// dot, what is lawful but worth a look. A region that cannot be built is looked at all
// the same. As GeoJSON each is a feature with its land or place.
func (v *checkVerb) Run(ctx context.Context, p *program) error {
	if v.Accept && v.Mend == 0 {
		return finding.New("mend.accept_alone", "--accept")
	}
	s, err := p.store.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	d, was, err := p.stored(ctx, s)
	if err != nil {
		return err
	}
	if v.Audit {
		return p.audit(ctx, s, d)
	}
	if v.Mend != 0 {
		return v.mend(ctx, p, s, d, was)
	}
	refused := 0
	if v.Codes != "" {
		if d, refused, err = v.withList(ctx, p, d); err != nil {
			return err
		}
	}
	present := atlas.On(d, p.now())
	findings, notes := atlas.Inspect(present)
	findings = append(atlas.CheckValidity(d), findings...)
	if left, err := leavesLand(d); err == nil { // editions that cannot be built say so above
		notes = append(notes, left...)
	}
	if v.JSON || v.Out != "" {
		err = output(v.Out, p.out, func(w io.Writer) error {
			return geojson.WriteCollection(w, wire.FromFindings(findings, notes, p.lang), map[string]any{"region": d.Region.Code})
		})
	} else if err = p.printOut("", findings); err == nil {
		err = p.printOut("· ", notes)
	}
	if err != nil {
		return err
	}
	p.say(words.Say(p.lang, "command.checked", finding.Args{"region": d.Region.Name, "n": len(findings)}))
	if len(findings)+refused > 0 {
		return errRefused
	}
	return nil
}

// withList puts the list of codes of a file in the place of the one that is kept, for this
// check alone, and tells how many rows of it were refused.
func (v *checkVerb) withList(ctx context.Context, p *program, d atlas.Dataset) (atlas.Dataset, int, error) {
	listed, report, err := intake.Read(ctx, disk{}, []string{v.Codes}, &d, intake.Request{Kind: string(feature.Codes), Fields: v.Field})
	for _, l := range report.Layers {
		p.printFindings("✗ ", l.Refused, len(l.Refused))
	}
	return listed, report.Refused(), err
}

// stored gives the region that is meant as it is kept, all its editions.
func (p *program) stored(ctx context.Context, s store.Store) (atlas.Dataset, store.Digests, error) {
	d, was, err := p.base(ctx, s, "")
	switch {
	case err != nil:
		return atlas.Dataset{}, nil, err
	case d == nil && p.region != "":
		if codes := regionCodes(ctx, s); len(codes) > 0 {
			return atlas.Dataset{}, nil, finding.New("command.no_region", p.store.String(), "region", p.region, "regions", codes)
		}
		fallthrough
	case d == nil:
		return atlas.Dataset{}, nil, finding.New("command.empty_store", p.store.String())
	}
	return *d, was, nil
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
