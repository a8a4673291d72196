package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/intake"
)

type importVerb struct {
	Files    []string          `arg:"" name:"file" help:"${help_files}"`
	As       string            `help:"${help_as}" placeholder:"KIND"`
	CRS      string            `name:"crs" help:"${help_crs}" placeholder:"CRS"`
	TrustCRS bool              `name:"trust-crs" help:"${help_trust_crs}"`
	Encoding string            `help:"${help_encoding}" placeholder:"ENC"`
	Field    map[string]string `help:"${help_field}" placeholder:"ours=theirs"`
	Level    int               `help:"${help_level}" placeholder:"N"`
	Name     string            `help:"${help_name}" placeholder:"NAME"`
	DryRun   bool              `help:"${help_dry_run}"`

	ValidFrom string `help:"${help_valid_from}" placeholder:"DATE"`
	Accept    bool   `help:"${help_accept}"`
}

// Run reads the files into the region, or changes nothing.
func (v *importVerb) Run(ctx context.Context, p *program) error {
	if v.As != "" && v.As != intake.WholeRegion && !regional(v.As) {
		return finding.New("command.unknown_kind", "--as", "kind", v.As, "kinds", kindNames())
	}
	day, err := v.firstDay(p)
	if err != nil {
		return err
	}
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	base, err := p.base(ctx, s, v.As)
	if err != nil {
		return err
	}
	stored := base
	if v.ValidFrom != "" {
		if base == nil {
			return finding.New("edition.no_region", p.data)
		}
		present := atlas.On(*base, day)
		base = &present
	}
	stop := p.progress("command.reading")
	d, report, err := intake.Read(ctx, disk{}, v.Files, base, intake.Request{
		Kind: v.As, CRS: v.CRS, TrustCRS: v.TrustCRS, Encoding: v.Encoding, Fields: v.Field, Level: v.Level, Code: p.region, Name: v.Name,
	})
	stop()
	if report != nil { // of a failed import too: it tells why every row was refused
		p.printReport(report)
	}
	if err != nil {
		return err
	}
	if v.ValidFrom != "" {
		accepted := false
		if d, accepted, err = v.newEdition(ctx, p, s, *stored, d, report, day); err != nil || !accepted {
			return err
		}
	} else if err := p.wholeEditions(stored, d, report); err != nil {
		return err
	}
	if !v.DryRun {
		if err := s.Save(ctx, d); err != nil {
			return err
		}
	}
	if v.ValidFrom == "" {
		day = p.now()
	}
	p.printRegion(atlas.On(d, day), v.DryRun)
	if report.Refused() > 0 {
		return errRefused
	}
	return nil
}

// base gives the region that an import adds to, or nil if it makes a new one.
func (p *program) base(ctx context.Context, s store.Store, kind string) (*atlas.Dataset, error) {
	if kind == intake.WholeRegion {
		return nil, nil
	}
	regions, err := s.Regions(ctx)
	if err != nil {
		return nil, err
	}
	if len(regions) == 0 {
		return nil, nil
	}
	if p.region == "" && len(regions) > 1 {
		return nil, finding.New("command.which_region", p.data, "regions", regionCodes(ctx, s))
	}
	code := p.region
	if code == "" {
		code = regions[0].Code
	}
	d, err := s.Load(ctx, code)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil // a region of that code is made
	}
	if err != nil {
		return nil, err
	}
	return &d, nil
}

// printReport says what became of every layer, then each refusal and note.
func (p *program) printReport(r *intake.Report) {
	for _, l := range r.Layers {
		schema, _ := feature.SchemaOf(l.Kind)
		p.say(words.Say(p.lang, "command.layer", finding.Args{
			"file": l.File, "layer": l.Name, "kind": finding.Name{ZH: schema.ZH, EN: schema.EN}, "crs": l.CRS,
			"read": l.Read, "kept": l.Kept, "refused": len(l.Refused),
		}))
		if l.Guessed {
			p.say("  " + words.Say(p.lang, l.Guess, finding.Args{"kind": finding.Name{ZH: schema.ZH, EN: schema.EN}}))
		}
		p.printFindings("  ✗ ", l.Refused, len(l.Refused))
		p.printFindings("  · ", l.Notes, mostNotes)
	}
	p.printFindings("· ", r.Notes, mostNotes)
}

// mostNotes is how many notes of one sort a person reads; refusals are all listed.
const mostNotes = 8

// printFindings prints at most so many findings, and says how many more there are.
func (p *program) printFindings(mark string, all []*finding.Finding, most int) {
	for _, f := range all[:min(most, len(all))] {
		p.say(mark + words.Finding(p.lang, f))
	}
	if more := len(all) - most; more > 0 {
		p.say(mark + words.Say(p.lang, "command.more", finding.Args{"n": more}))
	}
}

func (p *program) printRegion(d atlas.Dataset, dry bool) {
	code := "command.imported"
	if dry {
		code = "command.dry_run"
	}
	p.say(words.Say(p.lang, code, finding.Args{
		"region": d.Region.Name, "code": d.Region.Code,
		"towns": len(d.Collections[feature.Towns].Features), "rivers": len(d.Collections[feature.Rivers].Features),
		"wetlands": len(d.Collections[feature.Wetlands].Features), "roads": len(d.Collections[feature.Roads].Features),
		"sites": len(d.Collections[feature.Sites].Features), "units": len(d.Collections[feature.Units].Features),
	}))
}

// progress says after two seconds that work goes on, if a person is looking; the
// function that it gives ends that.
func (p *program) progress(code string) (stop func()) {
	if !isTerminal(p.words) {
		return func() {}
	}
	done := make(chan struct{})
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		select {
		case <-done:
			return
		case <-time.After(2 * time.Second):
		}
		bar := spinner(p.words, words.Say(p.lang, code, nil))
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				bar.Finish()
				fmt.Fprintln(p.words)
				return
			case <-tick.C:
				bar.Add(1)
			}
		}
	}()
	return func() { close(done); <-finished }
}

func regional(kind string) bool {
	for _, k := range feature.Regional() {
		if string(k) == kind {
			return true
		}
	}
	return false
}

func kindNames() []string {
	names := []string{intake.WholeRegion}
	for _, k := range feature.Regional() {
		names = append(names, string(k))
	}
	return names
}
