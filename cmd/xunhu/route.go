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
	"xunhu/api/wire"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/routing/road"
)

type routeVerb struct {
	Profile string   `help:"${help_profile}" default:"car" placeholder:"P"`
	Points  []string `arg:"" name:"LON,LAT" help:"${help_points}"`
	Steps   bool     `help:"${help_steps}"`
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
	if v.Profile == "boat" && v.Roads == "" {
		return v.afloat(ctx, p, points)
	}
	net, done, err := v.roads(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errorsFirst(err, done()) }()
	legs, err := wire.Route(net, points, v.Steps, p.lang)
	if err != nil {
		return err
	}
	return output(v.Out, p.out, func(w io.Writer) error {
		return geojson.WriteCollection(w, slices.Values(legs), nil)
	})
}

// roads gives the roads of a file, or the region's.
func (v *routeVerb) roads(ctx context.Context, p *program) (*road.Day, func() error, error) {
	if v.Roads != "" {
		n, done, err := p.roadsOf(ctx, v.Roads, v.Profile, v.Rebuild)
		if err != nil {
			return nil, nil, err
		}
		return n.Plain(), done, nil
	}
	r, err := v.region(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	day, err := roads(r, v.Profile)
	return day, func() error { return nil }, err
}

// region reads the region whole, so that its store may be closed.
func (v *routeVerb) region(ctx context.Context, p *program) (*live.Region, error) {
	s, err := p.open(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return p.live(ctx, s)
}

// afloat writes the fastest way by boat.
func (v *routeVerb) afloat(ctx context.Context, p *program, points []orb.Point) error {
	r, err := v.region(ctx, p)
	if err != nil {
		return err
	}
	trips, err := r.Trips()
	if err != nil {
		return err
	}
	legs, _, err := wire.Afloat(trips, points, r.Atlas.Sites, v.Steps, p.lang)
	if err != nil {
		return err
	}
	return output(v.Out, p.out, func(w io.Writer) error {
		return geojson.WriteCollection(w, slices.Values(legs), nil)
	})
}

// roads gives the roads as a vehicle travels them.
func roads(r *live.Region, profile string) (*road.Day, error) {
	net, err := r.Roads(profile)
	if errors.Is(err, live.ErrProfile) {
		return nil, finding.New("road.no_profile", "", "name", profile, "choices", r.Profiles().Names())
	}
	return net, err
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
