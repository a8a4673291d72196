package main

import (
	"context"
	"io"
	"slices"
	"strconv"

	"xunhu/api/wire"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
)

type traceVerb struct {
	At       string   `help:"${help_trace_at}" required:"" placeholder:"LON,LAT"`
	Up       bool     `help:"${help_up}" xor:"way" required:""`
	Down     bool     `help:"${help_down}" xor:"way" required:""`
	KM       *float64 `name:"km" help:"${help_km}" xor:"far" placeholder:"N"`
	Hours    *float64 `help:"${help_hours}" xor:"far" placeholder:"N"`
	Category string   `help:"${help_category}" placeholder:"CODE"`
	Out      string   `short:"o" help:"${help_out}" placeholder:"FILE"`
}

// Run writes what lies up or down the water from a place: lines in the direction of
// the trace, cut at the borders of towns, and the sites beside them, by rising
// distance or time; without KM and Hours as far as decisions follow the water.
func (v *traceVerb) Run(ctx context.Context, p *program) error {
	at, err := parsePoint(v.At)
	if err != nil {
		return err
	}
	set := p.config.Decision
	q := wire.TraceQuery{At: at, Up: v.Up, M: set.TraceM, WithinM: set.WaterM, Category: v.Category}
	switch {
	case v.KM != nil:
		if q.M = 1000 * *v.KM; !(q.M > 0 && q.M <= 1000*wire.MostTraceKM) {
			return finding.New("command.bad_km", strconv.FormatFloat(*v.KM, 'f', -1, 64))
		}
	case v.Hours != nil:
		if q.S = 3600 * *v.Hours; !(q.S > 0 && q.S <= 3600*wire.MostTraceHours) {
			return finding.New("command.bad_hours", strconv.FormatFloat(*v.Hours, 'f', -1, 64), "most", wire.MostTraceHours)
		}
	}
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	features, members, err := wire.Trace(r.Atlas, r.Rules, q, p.lang)
	if err != nil {
		return err
	}
	return output(v.Out, p.out, func(w io.Writer) error {
		return geojson.WriteCollection(w, slices.Values(features), members)
	})
}
