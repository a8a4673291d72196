package ops

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

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
	points, faults := pointsOf(req.Points, 2, maxPoints)
	region, net, closures, err := c.journey(req.Profile, req.Depart, faults)
	if err != nil {
		return err
	}
	legs, err := wire.Route(net, region.Atlas, points, true, c.lang)
	if err != nil {
		return numbered(err)
	}
	return c.writeCollection(http.StatusOK, slices.Values(legs), map[string]any{"profile": req.Profile, "closures": wire.Texts(closures)})
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
