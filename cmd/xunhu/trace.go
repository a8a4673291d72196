package main

import (
	"context"
	"io"
	"slices"
	"strconv"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/geo/hydro"
)

type traceVerb struct {
	At   string  `help:"${help_trace_at}" required:"" placeholder:"LON,LAT"`
	Up   bool    `help:"${help_up}" xor:"way" required:""`
	Down bool    `help:"${help_down}" xor:"way" required:""`
	KM   float64 `name:"km" help:"${help_km}" default:"5" placeholder:"N"`
	Out  string  `short:"o" help:"${help_out}" placeholder:"FILE"`
}

// Run writes what lies up or down the water from a place: lines in the direction of
// the trace, cut at the borders of towns, by rising distance.
func (v *traceVerb) Run(ctx context.Context, p *program) error {
	at, err := parsePoint(v.At)
	if err != nil {
		return err
	}
	if !(v.KM > 0 && v.KM <= 10_000) {
		return finding.New("command.bad_km", strconv.FormatFloat(v.KM, 'f', -1, 64))
	}
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	r, err := p.live(ctx, s)
	if err != nil {
		return err
	}
	net := r.Atlas.Water
	within := p.config.Decision.WaterM
	found := net.Snap(at, within)
	if len(found) == 0 {
		return finding.New("command.no_water", v.At, "m", within)
	}
	start := found[0]
	trace := net.Down
	if v.Up {
		trace = net.Up
	}
	passages, err := r.Atlas.Passages(trace(start.Place, 1000*v.KM))
	if err != nil {
		return err
	}
	var lines []feature.Feature
	for i, q := range passages {
		lines = append(lines, passage(strconv.Itoa(i+1), net, q))
	}
	return output(v.Out, p.out, func(w io.Writer) error {
		return geojson.WriteCollection(w, slices.Values(lines), map[string]any{
			"reach": net.River(start.Reach).ID, "offset_m": start.DistanceM, "confidence": start.Confidence,
		})
	})
}

// passage gives a part of a trace as a line.
func passage(id string, net *hydro.Network, q atlas.Passage) feature.Feature {
	river := net.River(q.Reach)
	town, county := q.Code, ""
	if q.County {
		town, county = "", q.Code
	}
	return feature.Feature{ID: id, Geometry: net.Cut(q.Reach, q.From, q.To), Props: map[string]any{
		"reach": river.ID, "name": river.Name, "name_en": river.NameEN, "class": river.Class, "basin": river.Basin,
		"town": town, "county": county, "distance_m": q.DistanceM, "unsure": q.Unsure,
	}}
}
