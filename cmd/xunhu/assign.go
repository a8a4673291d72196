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
)

type assignVerb struct {
	File     string `arg:"" help:"${help_incidents}"`
	CRS      string `name:"crs" help:"${help_crs}" placeholder:"CRS"`
	Encoding string `help:"${help_encoding}" placeholder:"ENC"`
	Out      string `short:"o" help:"${help_out}" placeholder:"FILE"`
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
	err = eachFeature(v.File, format.Options{CRS: v.CRS, Encoding: v.Encoding}, func(row int, f feature.Feature) {
		out, err := decide(r, f, p.lang, row)
		if err != nil {
			refused = append(refused, atRow(v.File, row, err)...)
			return
		}
		decided.Features = append(decided.Features, out)
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
	err = output(v.Out, p.out, func(w io.Writer) error { return format.Write(w, ending, decided) })
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

// decide reads one incident and asks the tables.
func decide(r *live.Region, f feature.Feature, l words.Lang, row int) (feature.Feature, error) {
	inc, err := wire.Incident(f, time.Now())
	if err != nil {
		return feature.Feature{}, err
	}
	if f.ID == "" {
		f.ID = f.Text("id")
	}
	if f.ID == "" {
		f.ID = strconv.Itoa(row)
	}
	d, err := r.Rules.Decide(inc, nil)
	if err != nil {
		return feature.Feature{}, err
	}
	return wire.FromDecision(f, d, l, false), nil
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
