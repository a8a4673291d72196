package main

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/api/live"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/routing/road"
	"xunhu/routing/trip"
)

type routeVerb struct {
	Profile string   `help:"${help_profile}" default:"car" placeholder:"P"`
	Points  []string `arg:"" name:"LON,LAT" help:"${help_points}"`
	Depart  string   `help:"${help_depart}" placeholder:"TIME"`
	Steps   bool     `help:"${help_steps}"`
	Others  int      `name:"alternatives" help:"${help_alternatives}" placeholder:"N"`
	Roads   string   `help:"${help_roads}" type:"existingfile" placeholder:"FILE"`
	Rebuild bool     `help:"${help_rebuild}"`
	windFlags
	Out string `short:"o" help:"${help_out}" placeholder:"FILE"`
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
	if v.Roads != "" {
		return v.overFile(ctx, p, points)
	}
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if v.Profile == "boat" {
		return v.afloat(ctx, p, s, r, points)
	}
	if v.Profile == "foot" && v.Others == 0 && len(r.Atlas.Wetlands) > 0 {
		return v.onFoot(ctx, p, s, r, points)
	}
	net, closures, err := p.roads(ctx, s, r, v.Profile, v.Depart)
	if err != nil {
		return err
	}
	legs, err := v.ways(p, net, r.Atlas, points)
	if err != nil {
		return err
	}
	return v.write(p, legs, net.Span, closures)
}

// overFile finds the way over the roads of a file, on which no closure is kept.
func (v *routeVerb) overFile(ctx context.Context, p *program, points []orb.Point) (err error) {
	n, done, err := p.roadsOf(ctx, v.Roads, v.Profile, v.Rebuild)
	if err != nil {
		return err
	}
	defer func() { err = errorsFirst(err, done()) }()
	at, err := p.departure(v.Depart)
	if err != nil {
		return err
	}
	net := n.At(n.SpanAt(at.In(p.config.zone)))
	legs, err := v.ways(p, net, nil, points)
	if err != nil {
		return err
	}
	return v.write(p, legs, net.Span, nil)
}

// ways finds the fastest way, or with others beside it.
func (v *routeVerb) ways(p *program, net *road.Day, a *atlas.Atlas, points []orb.Point) ([]feature.Feature, error) {
	if v.Others > 0 && len(points) == 2 {
		return wire.Alternatives(net, a, [2]orb.Point(points), v.Others, v.Steps, p.lang)
	}
	return wire.Route(net, a, points, v.Steps, p.lang)
}

// onFoot finds the way on foot, over the ground of wetlands too.
func (v *routeVerb) onFoot(ctx context.Context, p *program, s store.Store, r *live.Region, points []orb.Point) error {
	at, err := p.departure(v.Depart)
	if err != nil {
		return err
	}
	closures, err := s.ClosuresInForce(ctx, r.Dataset.Region.Code, at, at)
	if err != nil {
		return err
	}
	walks, hold, wet, err := r.Walks(closures, at)
	if err != nil {
		return err
	}
	if !wet {
		legs, err := v.ways(p, walks.Roads, r.Atlas, points)
		if err != nil {
			return err
		}
		return v.write(p, legs, walks.Roads.Span, hold)
	}
	legs, err := wire.OnFoot(walks, r.Atlas, points, v.Steps, p.lang)
	if err != nil {
		return err
	}
	return v.write(p, legs, walks.Roads.Span, hold)
}

// windFlags say what blows over the waters.
type windFlags struct {
	Wind     int      `help:"${help_wind}" placeholder:"0…12"`
	WindFrom *float64 `help:"${help_wind_from}" placeholder:"DEG"`
}

// afloat gives the waters, and the roads to them, at a departure and in a wind, and the ids of the closures that hold.
func (p *program) afloat(ctx context.Context, s store.Store, r *live.Region, depart string, blows windFlags) (trip.Planner, []string, error) {
	wind := live.Wind{Force: blows.Wind, FromDeg: blows.WindFrom}
	if err := wind.Check("--wind"); err != nil {
		return trip.Planner{}, nil, err
	}
	at, err := p.departure(depart)
	if err != nil {
		return trip.Planner{}, nil, err
	}
	closures, err := s.ClosuresInForce(ctx, r.Dataset.Region.Code, at, at)
	if err != nil {
		return trip.Planner{}, nil, err
	}
	trips, hold, err := r.Trips(closures, at, wind)
	if err == nil {
		for _, text := range wire.Left(trips.Waters.Findings(), p.lang) {
			p.say(text)
		}
	}
	return trips, hold, err
}

// afloat finds the way by boat, and by car to and from the landing.
func (v *routeVerb) afloat(ctx context.Context, p *program, s store.Store, r *live.Region, points []orb.Point) error {
	trips, hold, err := p.afloat(ctx, s, r, v.Depart, v.windFlags)
	if err != nil {
		return err
	}
	legs, _, err := wire.Afloat(trips, points, r.Atlas.Sites, v.Steps, p.lang)
	if err != nil {
		return err
	}
	return v.write(p, legs, trips.Roads.Span, hold)
}

func (v *routeVerb) write(p *program, legs []feature.Feature, hours road.Span, closures []string) error {
	return output(v.Out, p.out, func(w io.Writer) error {
		return geojson.WriteCollection(w, slices.Values(legs), wire.Travelled(nil, hours, closures, p.lang))
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
