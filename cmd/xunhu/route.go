package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/api/live"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/routing/road"
)

type routeVerb struct {
	Profile string   `help:"${help_profile}" default:"car" placeholder:"P"`
	Points  []string `arg:"" name:"LON,LAT" help:"${help_points}"`
	Roads   string   `help:"${help_roads}" type:"existingfile" placeholder:"FILE"`
	Rebuild bool     `help:"${help_rebuild}"`
	Out     string   `short:"o" help:"${help_out}" placeholder:"FILE"`
}

// Run writes the fastest way through the points, one feature a leg.
func (v *routeVerb) Run(ctx context.Context, p *program) (err error) {
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
	net, done, err := v.network(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errorsFirst(err, done()) }()
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

// network gives the roads: those of a file, or the region's.
func (v *routeVerb) network(ctx context.Context, p *program) (*road.Network, func() error, error) {
	if v.Roads != "" {
		return p.roadsOf(ctx, v.Roads, v.Profile, v.Rebuild)
	}
	s, err := p.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer s.Close()
	r, err := p.live(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	n, err := r.Network(v.Profile)
	if errors.Is(err, live.ErrProfile) {
		err = finding.New("road.no_profile", "", "name", v.Profile, "choices", r.Profiles().Names())
	}
	return n, func() error { return nil }, err
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
