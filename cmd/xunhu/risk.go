package main

import (
	"context"
	"io"
	"slices"
	"time"

	"xunhu/api/live"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
)

type riskVerb struct {
	Month int    `help:"${help_risk_month}" placeholder:"1…12"`
	Out   string `short:"o" help:"${help_out}" placeholder:"FILE"`
}

// Run writes what may be expected at each site and river, from the findings of patrols and
// the tracks that are kept.
func (v *riskVerb) Run(ctx context.Context, p *program) error {
	month := p.now().In(p.config.zone).Month()
	if v.Month != 0 {
		if v.Month < 1 || v.Month > 12 {
			return finding.New("command.bad_month", "--month", "value", v.Month)
		}
		month = time.Month(v.Month)
	}
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	w, err := watch(ctx, s, r, p.lang)
	if err != nil {
		return err
	}
	places, members, say, err := w.Estimate(month, 1, p.lang)
	if err != nil {
		return err
	}
	if err := output(v.Out, p.out, func(w io.Writer) error {
		return geojson.WriteCollection(w, slices.Values(places), members)
	}); err != nil {
		return err
	}
	p.say(say)
	return nil
}

// watch reads tracks and findings of patrols from the store.
func watch(ctx context.Context, s store.Store, r *live.Region, l words.Lang) (*wire.Watch, error) {
	code := r.Dataset.Region.Code
	w := wire.NewWatch(r.Atlas, time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), l)
	err := eachKept(ctx, s, code, feature.Tracks, func(f feature.Feature) error {
		if rec, ok := wire.KeptTrack(f); ok {
			return w.Look(rec)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return w, eachKept(ctx, s, code, feature.Incidents, func(f feature.Feature) error {
		at, err := time.Parse(time.RFC3339, f.Text("occurred_at"))
		if src := f.Text("source"); err == nil && f.Geometry != nil && (src == "patrol" || src == "drone") {
			w.Find(f.Geometry, at)
		}
		return nil
	})
}

// eachKept goes through everything of a kind that a store keeps.
func eachKept(ctx context.Context, s store.Store, region string, k feature.Kind, with func(feature.Feature) error) error {
	for q := (store.Query{Limit: 500}); ; q.Offset += q.Limit {
		page, err := s.Query(ctx, region, k, q)
		if err != nil {
			return err
		}
		for _, f := range page.Features {
			if err := with(f); err != nil {
				return err
			}
		}
		if q.Offset+len(page.Features) >= page.Matched {
			return nil
		}
	}
}
