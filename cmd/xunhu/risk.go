package main

import (
	"context"
	"io"
	"slices"
	"time"

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
	w, err := r.Watch(ctx, s, p.lang)
	if err != nil {
		return err
	}
	places, members, say, err := w.Estimate(month, 1, p.config.Patrol.Explore, p.lang)
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
