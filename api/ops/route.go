package ops

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/live"
	"xunhu/api/problem"
	"xunhu/api/wire"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/routing/trip"
)

// maxPoints is how many points one route may have, maxAlternatives how many ways beside
// the fastest it gives.
const (
	maxPoints       = 100
	maxAlternatives = 3
)

// route answers POST /route.
func (c *call) route() error {
	var req RouteRequest
	if err := c.asks(&req); err != nil {
		return err
	}
	points, faults := pointsOf(req.Points, 2, maxPoints)
	wind := live.Wind{Force: req.WindForce, FromDeg: req.WindFromDeg}
	region, at, err := c.leaving(req.Profile, req.Depart, withWind(faults, wind))
	if err != nil {
		return err
	}
	if req.Profile == "boat" {
		return c.routeByBoat(region, points, at, wind)
	}
	if req.Profile == "foot" && req.Alternatives == 0 {
		return c.routeOnFoot(region, points, at)
	}
	net, closures, err := c.day(c.ctx, region, req.Profile, at, at)
	if err != nil {
		return err
	}
	var legs []feature.Feature
	if req.Alternatives > 0 && len(points) == 2 {
		legs, err = wire.Alternatives(net, region.Atlas, [2]orb.Point(points), min(req.Alternatives, maxAlternatives), true, c.lang)
	} else {
		legs, err = wire.Route(net, region.Atlas, points, true, c.lang)
	}
	if err != nil {
		return numbered(err)
	}
	return c.writeCollection(http.StatusOK, slices.Values(legs), wire.Travelled(map[string]any{"profile": req.Profile}, net.Span, closures, c.lang))
}

// routeOnFoot answers POST /route for who walks.
func (c *call) routeOnFoot(region *live.Region, points []orb.Point, at time.Time) error {
	closures, err := c.Store.ClosuresInForce(c.ctx, region.Dataset.Region.Code, at, at)
	if err != nil {
		return err
	}
	walks, hold, wet, err := region.Walks(closures, at)
	if err != nil {
		return refused(err, "")
	}
	var legs []feature.Feature
	if wet {
		legs, err = wire.OnFoot(walks, region.Atlas, points, true, c.lang)
	} else {
		legs, err = wire.Route(walks.Roads, region.Atlas, points, true, c.lang)
	}
	if err != nil {
		return numbered(err)
	}
	return c.writeCollection(http.StatusOK, slices.Values(legs), wire.Travelled(map[string]any{"profile": "foot"}, walks.Roads.Span, hold, c.lang))
}

// numbered marks findings that name a point by its number as the asker's fault, at that point
// of the body; another error stays as it is.
func numbered(err error) error {
	var all []error
	for _, one := range opened(err) {
		var f *finding.Finding
		if !errors.As(one, &f) {
			return err
		}
		if n, ok := f.Args["n"].(int); ok {
			one = placed(one, fmt.Sprintf("/points/%d", n-1))
		}
		all = append(all, one)
	}
	return problem.Unprocessable(errors.Join(all...))
}

// afloat gives the region's waters and the roads to them at a moment, and the ids of the closures that hold.
func (c *call) afloat(region *live.Region, at time.Time, wind live.Wind) (trip.Planner, []string, error) {
	closures, err := c.Store.ClosuresInForce(c.ctx, region.Dataset.Region.Code, at, at)
	if err != nil {
		return trip.Planner{}, nil, err
	}
	trips, hold, err := region.Trips(closures, at, wind)
	if err != nil {
		return trips, nil, refused(err, "/profile")
	}
	return trips, hold, nil
}

// withWind adds what is wrong with the wind of a body to its faults.
func withWind(faults []error, wind live.Wind) []error {
	if err := wind.Check("/wind_force"); err != nil {
		return append(faults, err)
	}
	return faults
}

// routeByBoat answers POST /route for a boat.
func (c *call) routeByBoat(region *live.Region, points []orb.Point, at time.Time, wind live.Wind) error {
	trips, hold, err := c.afloat(region, at, wind)
	if err != nil {
		return err
	}
	legs, n, err := wire.Afloat(trips, points, region.Atlas.Sites, true, c.lang)
	if err != nil {
		return problem.Unprocessable(placed(err, fmt.Sprintf("/points/%d", n-1)))
	}
	props := map[string]any{"profile": "boat"}
	if left := trips.Waters.Findings(); len(left) > 0 {
		props["left_out"] = wire.Texts(wire.Left(left, c.lang))
	}
	return c.writeCollection(http.StatusOK, slices.Values(legs), wire.Travelled(props, trips.Roads.Span, hold, c.lang))
}
