package main

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/api/wire"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
)

type routeVerb struct {
	Profile string   `help:"${help_profile}" default:"car" placeholder:"P"`
	Points  []string `arg:"" name:"LON,LAT" help:"${help_points}"`
	Depart  string   `help:"${help_depart}" placeholder:"TIME"`
	Steps   bool     `help:"${help_steps}"`
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
	net, closures, err := p.roads(ctx, s, r, v.Profile, v.Depart)
	if err != nil {
		return err
	}
	legs, err := wire.Route(net, r.Atlas, points, v.Steps, p.lang)
	if err != nil {
		return err
	}
	return output(v.Out, p.out, func(w io.Writer) error {
		return geojson.WriteCollection(w, slices.Values(legs), map[string]any{"closures": wire.Texts(closures)})
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
