package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/coverage"
	"xunhu/geo/edition"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
)

// mostMend is the largest tolerance of a mending in metres: what lies farther apart is
// no slip of drawing.
const mostMend = 100

// mend tells how the borders of towns would be snapped onto each other, and with
// --accept writes that. Nothing else is changed.
func (v *checkVerb) mend(ctx context.Context, p *program, s store.Store, d atlas.Dataset, was store.Digests) error {
	if !(v.Mend > 0 && v.Mend <= mostMend) {
		return finding.New("mend.tolerance", "--mend "+strconv.FormatFloat(v.Mend, 'f', -1, 64), "most", mostMend)
	}
	next, m := atlas.Mend(d, p.now(), v.Mend)
	var err error
	if v.JSON || v.Out != "" {
		err = output(v.Out, p.out, func(w io.Writer) error {
			return geojson.WriteCollection(w, slices.Values(moves(m)), map[string]any{"region": d.Region.Code, "tolerance_m": v.Mend})
		})
	} else {
		err = p.printMending(d, m)
	}
	if err != nil {
		return err
	}
	if err := p.mended(ctx, s, next, was, m, v.Accept); err != nil {
		return err
	}
	if len(m.Left) > 0 {
		return errRefused
	}
	return nil
}

// mended sums up, and writes what is accepted.
func (p *program) mended(ctx context.Context, s store.Store, next atlas.Dataset, was store.Digests, m coverage.Mending, accepted bool) error {
	moved, added, most := 0, 0, 0.0
	for _, mv := range m.Moves {
		if most = max(most, mv.M); mv.Added {
			added++
		} else {
			moved++
		}
	}
	p.say(words.Say(p.lang, "mend.sum", finding.Args{"moved": moved, "added": added, "most": most,
		"towns": len(m.Cells), "closed": len(m.Closed), "left": len(m.Left)}))
	switch {
	case len(m.Cells) == 0:
		return nil
	case !accepted:
		p.say(words.Say(p.lang, "edition.not_accepted", nil))
		return nil
	}
	if err := edition.Buildable(next); err != nil {
		return err
	}
	next.Collections = map[feature.Kind]feature.Collection{feature.Towns: next.Collections[feature.Towns]} // others may have written the rest
	if err := store.SaveOver(ctx, s, next, was); err != nil {
		return err
	}
	p.say(words.Say(p.lang, "mend.written", nil))
	return nil
}

// printMending writes every vertex that moves, what becomes of each town's area, and
// what is not mended.
func (p *program) printMending(d atlas.Dataset, m coverage.Mending) error {
	names := map[string]finding.Name{}
	for _, f := range atlas.On(d, p.now()).Collections[feature.Towns].Features {
		names[f.ID] = finding.Name{ZH: f.Text("name"), EN: f.Text("name_en")}
	}
	for _, mv := range m.Moves {
		of := make([]finding.Name, len(mv.Cells))
		for i, code := range mv.Cells {
			of[i] = names[code]
		}
		code := "mend.moved"
		if mv.Added {
			code = "mend.added"
		}
		if _, err := fmt.Fprintln(p.out, words.Say(p.lang, code, finding.Args{"towns": of, "m": mv.M,
			"lon": mv.From.Lon(), "lat": mv.From.Lat(), "to_lon": mv.To.Lon(), "to_lat": mv.To.Lat()})); err != nil {
			return err
		}
	}
	for _, c := range m.Changes {
		if _, err := fmt.Fprintln(p.out, words.Say(p.lang, "mend.area", finding.Args{"town": names[c.Name], "code": c.Name,
			"before": c.Before, "after": c.After, "change": fmt.Sprintf("%+.2f", c.After-c.Before)})); err != nil {
			return err
		}
	}
	if err := p.printOut("✗ ", m.Refused); err != nil {
		return err
	}
	return p.printOut("", m.Left)
}

// moves gives a mending as features: a line for a vertex that moves, a point for one
// that a border gets.
func moves(m coverage.Mending) []feature.Feature {
	var all []feature.Feature
	for i, mv := range m.Moves {
		f := feature.Feature{ID: strconv.Itoa(i + 1), Geometry: orb.LineString{mv.From, mv.To}, Props: map[string]any{
			"kind": "moved", "distance_m": mv.M, "towns": towns(mv.Cells)}}
		if mv.Added {
			f.Geometry, f.Props["kind"] = mv.To, "added"
		}
		all = append(all, f)
	}
	for _, c := range m.Changes {
		all = append(all, feature.Feature{ID: c.Name, Props: map[string]any{
			"kind": "area", "towns": towns([]string{c.Name}), "before_m2": math.Round(c.Before*100) / 100, "after_m2": math.Round(c.After*100) / 100}})
	}
	return all
}

func towns(codes []string) []any {
	all := make([]any, len(codes))
	for i, c := range codes {
		all[i] = c
	}
	return all
}
