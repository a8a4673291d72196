package ops

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/api/live"
	"xunhu/api/problem"
	"xunhu/api/wire"
	"xunhu/geo/finding"
)

// maxPoints is how many points one route may have.
const maxPoints = 100

// route answers POST /route.
func (c *call) route() error {
	var req RouteRequest
	if err := c.asks(&req); err != nil {
		return err
	}
	points, err := pointsOf(req.Points, 2, maxPoints)
	if err != nil {
		return err
	}
	if req.Profile == "boat" {
		return c.routeByBoat(points)
	}
	net, err := c.roads(req.Profile)
	if err != nil {
		return err
	}
	legs, err := wire.Route(net, points, true, c.lang)
	if err != nil {
		return problem.Unprocessable(numbered(err))
	}
	return c.writeCollection(http.StatusOK, slices.Values(legs), map[string]any{"profile": req.Profile})
}

// noRoads says why a profile has no network.
func noRoads(region *live.Region, profile string, err error) error {
	if errors.Is(err, live.ErrProfile) {
		return problem.Unprocessable(finding.New("input.choice", "/profile", "name", "profile", "value", profile, "choices", region.Profiles().Names()))
	}
	return refused(err, "/profile")
}

// numbered points each finding that names a point by its number to that point of the body.
func numbered(err error) error {
	var all []error
	for _, one := range opened(err) {
		var f *finding.Finding
		if errors.As(one, &f) {
			if n, ok := f.Args["n"].(int); ok {
				one = placed(one, fmt.Sprintf("/points/%d", n-1))
			}
		}
		all = append(all, one)
	}
	return errors.Join(all...)
}

// routeByBoat answers POST /route for a boat.
func (c *call) routeByBoat(points []orb.Point) error {
	region, err := c.region()
	if err != nil {
		return err
	}
	trips, err := region.Trips()
	if err != nil {
		return refused(err, "/profile")
	}
	legs, n, err := wire.Afloat(trips, points, region.Atlas.Sites, true, c.lang)
	if err != nil {
		return problem.Unprocessable(placed(err, fmt.Sprintf("/points/%d", n-1)))
	}
	return c.writeCollection(http.StatusOK, slices.Values(legs), map[string]any{"profile": "boat"})
}
