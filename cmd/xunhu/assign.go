package main

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strconv"
	"time"

	"xunhu/api/live"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
	"xunhu/geo/jurisdiction"
)

type assignVerb struct {
	File     string `arg:"" help:"${help_incidents}"`
	CRS      string `name:"crs" help:"${help_crs}" placeholder:"CRS"`
	Encoding string `help:"${help_encoding}" placeholder:"ENC"`
	Out      string `short:"o" help:"${help_out}" placeholder:"FILE"`
	Save     bool   `help:"${help_save}"`
}

// Run decides every incident of a file. One that cannot be decided is listed and
// left out; the others are written.
func (v *assignVerb) Run(ctx context.Context, p *program) error {
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	r, err := p.live(ctx, s)
	if err != nil {
		return err
	}
	decided := feature.Collection{Schema: wire.DecisionSchema()}
	var refused []*finding.Finding
	var kept []feature.Feature
	err = eachFeature(v.File, format.Options{CRS: v.CRS, Encoding: v.Encoding}, func(row int, f feature.Feature) {
		inc, d, err := decide(r, f, row, p.now())
		if err != nil {
			refused = append(refused, atRow(v.File, row, err)...)
			return
		}
		f.ID = inc.ID
		decided.Features = append(decided.Features, wire.FromDecision(f, d, p.lang, false))
		kept = append(kept, wire.Kept(inc, f.Text("note"), d, p.lang, p.now()))
	}, func(f *finding.Finding) { refused = append(refused, f) })
	if err != nil {
		return err
	}
	ending := filepath.Ext(v.Out)
	if ending == "" {
		ending = ".geojson"
	}
	if ending == ".csv" {
		for i, f := range decided.Features {
			decided.Features[i] = wire.Flat(f)
		}
	}
	err = output(v.Out, p.out, func(w io.Writer) error {
		if err := format.Write(w, ending, decided); err != nil || !v.Save {
			return err
		}
		return s.Insert(ctx, r.Atlas.Region.Code, feature.Incidents, kept...)
	})
	if err != nil {
		return err
	}
	p.printFindings("✗ ", refused, len(refused))
	p.say(words.Say(p.lang, "command.assigned", finding.Args{"n": len(decided.Features), "refused": len(refused)}))
	if len(refused) > 0 {
		return errRefused
	}
	return nil
}

// decide reads one incident and asks the tables. An incident without a number is
// numbered by its row.
func decide(r *live.Region, f feature.Feature, row int, now time.Time) (jurisdiction.Incident, jurisdiction.Decision, error) {
	inc, err := wire.Incident(f, now)
	if err != nil {
		return inc, jurisdiction.Decision{}, err
	}
	if inc.ID == "" {
		inc.ID = strconv.Itoa(row)
	}
	if r, err = r.On(inc.OccurredAt); err != nil {
		return inc, jurisdiction.Decision{}, err
	}
	d, err := r.Rules.Decide(inc, nil)
	return inc, d, err
}

// eachFeature reads all layers of a file. Rows that the reader refuses go to
// refuse; any other error ends the reading.
func eachFeature(file string, opt format.Options, take func(row int, f feature.Feature), refuse func(*finding.Finding)) error {
	layers, closer, err := format.Open(disk{}, filepath.ToSlash(file), opt)
	if err != nil {
		return err
	}
	defer closer.Close()
	row := 0
	for _, layer := range layers {
		for f, err := range layer.Features() {
			row++
			var refusal feature.Refusal
			switch {
			case errors.As(err, &refusal):
				refuse(refusal.Finding)
			case err != nil:
				return err
			default:
				take(row, f)
			}
		}
	}
	return nil
}

// atRow gives the findings of an error with the file and row before their place.
func atRow(file string, row int, err error) []*finding.Finding {
	place := filepath.Base(file) + " #" + strconv.Itoa(row)
	var all []*finding.Finding
	for _, e := range words.Split(err) {
		var f *finding.Finding
		if !errors.As(e, &f) {
			f = finding.New("command.row", "").Because(e)
		}
		g := *f
		if g.Where = place + " " + f.Where; f.Where == "" {
			g.Where = place
		}
		all = append(all, &g)
	}
	return all
}
