package main

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/api/live"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/routing/trip"
)

type routeVerb struct {
	Profile string   `help:"${help_profile}" default:"car" placeholder:"P"`
	Points  []string `arg:"" name:"LON,LAT" help:"${help_points}"`
	Out     string   `short:"o" help:"${help_out}" placeholder:"FILE"`
}

// Run writes the fastest way through the points, one feature a leg.
func (v *routeVerb) Run(ctx context.Context, p *program) error {
	if len(v.Points) < 2 {
		return finding.New("command.two_points", "")
	}
	var points []orb.Point
	for _, s := range v.Points {
		at, err := parsePoint(s)
		if err != nil {
			return err
		}
		points = append(points, at)
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
	if v.Profile == "boat" {
		return v.afloat(p, r, points)
	}
	net, err := r.Network(v.Profile)
	if err != nil {
		return err
	}
	var legs []feature.Feature
	for i := range points[1:] {
		way, err := net.Route(points[i], points[i+1])
		if err != nil {
			return err
		}
		legs = append(legs, feature.Feature{ID: strconv.Itoa(i + 1), Geometry: way.Line, Props: map[string]any{
			"profile": v.Profile, "distance_m": way.DistanceM, "duration_s": way.DurationS,
		}})
	}
	return output(v.Out, p.out, func(w io.Writer) error {
		return geojson.WriteCollection(w, slices.Values(legs), nil)
	})
}

// afloat writes the fastest way by boat, and by car to and from the landing, one
// feature a leg of either.
func (v *routeVerb) afloat(p *program, r *live.Region, points []orb.Point) error {
	trips, err := r.Trips()
	if err != nil {
		return err
	}
	var legs []feature.Feature
	for i := range points[1:] {
		way, err := trips.Way(points[i], points[i+1])
		if err != nil {
			return err
		}
		for _, l := range way {
			props := map[string]any{"profile": "car", "mode": l.Mode, "distance_m": l.DistanceM, "duration_s": l.DurationS}
			if l.Mode == trip.ByBoat {
				props["profile"] = v.Profile
			}
			if l.Landing != "" {
				props["landing"] = l.Landing
			}
			legs = append(legs, feature.Feature{ID: strconv.Itoa(len(legs) + 1), Geometry: l.Line, Props: props})
		}
	}
	return output(v.Out, p.out, func(w io.Writer) error {
		return geojson.WriteCollection(w, slices.Values(legs), nil)
	})
}

// parsePoint reads "LON,LAT" in degrees.
func parsePoint(s string) (orb.Point, error) {
	lon, lat, ok := strings.Cut(s, ",")
	x, errX := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	y, errY := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	if !ok || errX != nil || errY != nil || x < -180 || x > 180 || y < -90 || y > 90 {
		return orb.Point{}, finding.New("command.bad_point", s)
	}
	return orb.Point{x, y}, nil
}
