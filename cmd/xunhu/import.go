package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"
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
	Basemap  bool              `help:"${help_import_basemap}" default:"true" negatable:""`

	ValidFrom string `help:"${help_valid_from}" placeholder:"DATE"`
	Accept    bool   `help:"${help_accept}"`

	By      string `help:"${help_by}" placeholder:"PERSON"`
	Source  string `help:"${help_source}" placeholder:"SOURCE"`
	Licence string `help:"${help_licence}" placeholder:"LICENCE"`
}

// Run reads the files into the region, or changes nothing.
func (v *importVerb) Run(ctx context.Context, p *program) error {
	if v.As == ticketsKind {
		return v.tickets(ctx, p)
	}
	if v.As != "" && v.As != intake.WholeRegion && !regional(v.As) {
		return finding.New("command.unknown_kind", "--as", "kind", v.As, "kinds", kindNames())
	}
	day, err := v.firstDay(p)
	if err != nil {
		return err
	}
	s, err := p.store.make(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	if v.ValidFrom == "" && intake.IsWhole(disk{}, v.Files, v.request(p)) {
		return v.whole(ctx, p, s)
	}
	if kinds, ok := intake.Streams(ctx, disk{}, v.Files, v.request(p)); ok && v.ValidFrom == "" {
		return v.stream(ctx, p, s, kinds)
	}
	base, was, err := p.base(ctx, s, v.As)
	if err != nil {
		return err
	}
	stored := base
	if v.ValidFrom != "" {
		if base == nil {
			return finding.New("edition.no_region", p.store.String())
		}
		present := atlas.On(*base, day)
		base = &present
	}
	stop := p.progress("command.reading")
	d, report, err := intake.Read(ctx, disk{}, v.Files, base, v.request(p))
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
		if err := keepImport(ctx, s, stored, d, report.Kinds(), was); err != nil {
			return err
		}
	}
	if v.ValidFrom == "" {
		day = p.now()
		if stored != nil && v.As != intake.WholeRegion {
			p.printReplaced(report.Kinds(), countsOf(*stored), countsOf(d))
		}
	}
	p.printRegion(d.Region, countsOf(atlas.On(d, day)), v.DryRun)
	if report.Refused() > 0 {
		return errRefused
	}
	return nil
}

// keepImport writes the kinds that an import changes, unless somebody has changed any kind since it was read: the import
// was proved against all of them, and a row that it refers to may be gone though it writes no such rows.
func keepImport(ctx context.Context, s store.Store, stored *atlas.Dataset, d atlas.Dataset, kinds []feature.Kind, was store.Digests) error {
	return store.SaveOver(ctx, s, intake.Changed(stored, d, kinds), was, feature.Regional()...)
}

// gcPercent is how much garbage an import may leave beside what it holds, which is large
// and stays: half of what programs leave by default.
const gcPercent = 50

// request is what the flags ask of the files.
func (v *importVerb) request(p *program) intake.Request {
	return intake.Request{Kind: v.As, CRS: v.CRS, TrustCRS: v.TrustCRS, Encoding: v.Encoding, Fields: v.Field, Level: v.Level, Code: p.region, Name: v.Name, Source: v.Source, Licence: v.Licence}
}

// base gives the region that an import adds to, with the digests that its kinds had before it was read, or nil if the
// import makes a new one.
func (p *program) base(ctx context.Context, s store.Store, kind string) (*atlas.Dataset, store.Digests, error) {
	if kind == intake.WholeRegion {
		return nil, nil, nil
	}
	r, err := p.target(ctx, s)
	if err != nil || r == nil {
		return nil, nil, err
	}
	was, err := s.Digests(ctx, r.Code)
	if err != nil {
		return nil, nil, err
	}
	d, err := s.Load(ctx, r.Code)
	if err != nil {
		return nil, nil, err
	}
	return &d, was, nil
}

// target gives the region that an import adds to, or nil if it makes a new one.
func (p *program) target(ctx context.Context, s store.Store) (*atlas.Region, error) {
	regions, err := s.Regions(ctx)
	if err != nil || len(regions) == 0 {
		return nil, err
	}
	if p.region == "" && len(regions) > 1 {
		return nil, finding.New("command.which_region", p.store.String(), "regions", regionCodes(ctx, s))
	}
	for _, r := range regions {
		if r.Code == p.region || p.region == "" {
			return &r, nil
		}
	}
	return nil, nil
}

// printReport says what became of every layer, then each refusal and note.
func (p *program) printReport(r *intake.Report) {
	for i := range r.Layers {
		p.printLayer(&r.Layers[i])
		p.printFindings("  ✗ ", r.Layers[i].Refused, len(r.Layers[i].Refused))
		p.printNotes(&r.Layers[i])
	}
	p.printFindings("· ", r.Notes, mostNotes)
}

// printLayer says how many rows of a layer were taken.
func (p *program) printLayer(l *intake.Layer) {
	schema, _ := feature.SchemaOf(l.Kind)
	system, assumed := strings.CutSuffix(l.CRS, " (assumed)")
	if assumed {
		system = words.Say(p.lang, "command.assumed", finding.Args{"crs": system})
	}
	p.say(words.Say(p.lang, "command.layer", finding.Args{
		"file": l.File, "layer": l.Name, "kind": finding.Name{ZH: schema.ZH, EN: schema.EN}, "crs": system,
		"read": l.Read, "kept": l.Kept, "refused": l.Read - l.Kept,
	}))
	if l.Guessed {
		p.say("  " + words.Say(p.lang, l.Guess, finding.Args{"kind": finding.Name{ZH: schema.ZH, EN: schema.EN}}))
	}
}

// printNotes prints the first notes of a layer, and says how many more there are.
func (p *program) printNotes(l *intake.Layer) {
	shown := min(mostNotes, len(l.Notes))
	p.printFindings("  · ", l.Notes[:shown], shown)
	p.more("  · ", len(l.Notes)-shown+l.More)
}

// mostNotes is how many notes of one sort a person reads; refusals are all listed.
const mostNotes = 8

// printFindings prints at most so many findings, and says how many more there are.
func (p *program) printFindings(mark string, all []*finding.Finding, most int) {
	for _, f := range all[:min(most, len(all))] {
		p.say(mark + words.Finding(p.lang, f))
	}
	p.more(mark, len(all)-most)
}

// more says how many findings are not shown.
func (p *program) more(mark string, n int) {
	if n > 0 {
		p.say(mark + words.Say(p.lang, "command.more", finding.Args{"n": n}))
	}
}

// counts is how many features of a kind a region has.
type counts map[feature.Kind]int

func countsOf(d atlas.Dataset) counts {
	n := counts{}
	for k, c := range d.Collections {
		n[k] = len(c.Features)
	}
	return n
}

// printReplaced says what stands no longer: the rows of a kind that is read give way
// to those that were read.
func (p *program) printReplaced(kinds []feature.Kind, was, n counts) {
	for _, k := range kinds {
		if was[k] == 0 {
			continue
		}
		schema, _ := feature.SchemaOf(k)
		p.say("· " + words.Say(p.lang, "command.replaced", finding.Args{"kind": finding.Name{ZH: schema.ZH, EN: schema.EN}, "was": was[k], "n": n[k]}))
	}
}

func (p *program) printRegion(r atlas.Region, n counts, dry bool) {
	code := "command.imported"
	if dry {
		code = "command.dry_run"
	}
	p.say(words.Say(p.lang, code, finding.Args{
		"region": r.Name, "code": r.Code,
		"towns": n[feature.Towns], "rivers": n[feature.Rivers], "wetlands": n[feature.Wetlands],
		"roads": n[feature.Roads], "sites": n[feature.Sites], "units": n[feature.Units],
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
	return append(names, ticketsKind)
}
