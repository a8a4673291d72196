package ops

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/api/live"
	"xunhu/api/problem"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/routing/road"
)

// maxPoints is how many points one route may have.
const maxPoints = 100

// route answers POST /route.
func (c *call) route() error {
	if err := c.params.Err(); err != nil {
		return err
	}
	region, err := c.region()
	if err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	var req RouteRequest
	if err := read(body, &req); err != nil {
		return err
	}
	points, err := req.points()
	if err != nil {
		return err
	}
	if req.Profile == "boat" {
		return c.routeByBoat(region, points)
	}
	net, err := region.Network(req.Profile)
	if errors.Is(err, live.ErrProfile) {
		return problem.Unprocessable(finding.New("input.choice", "/profile", "name", "profile", "value", req.Profile, "choices", profiles))
	}
	if err != nil {
		return refused(err, "/profile")
	}
	var faults []error
	for i, p := range points {
		if _, err := net.Snap(p, road.SnapM); err != nil {
			faults = append(faults, placed(err, fmt.Sprintf("/points/%d", i)))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return problem.Unprocessable(err)
	}
	legs := make([]feature.Feature, 0, len(points)-1)
	for i := range points[1:] {
		path, err := net.Route(points[i], points[i+1])
		if err != nil {
			return err
		}
		legs = append(legs, feature.Feature{Geometry: path.Line, Props: map[string]any{
			"sequence": int64(i + 1), "distance_m": path.DistanceM, "duration_s": path.DurationS,
		}})
	}
	return c.writeCollection(http.StatusOK, slices.Values(legs), map[string]any{"profile": req.Profile})
}

// routeByBoat answers POST /route for a boat: each way over the water, and by car to
// and from the landing.
func (c *call) routeByBoat(region *live.Region, points []orb.Point) error {
	trips, err := region.Trips()
	if err != nil {
		return refused(err, "/profile")
	}
	var legs []feature.Feature
	for i := range points[1:] {
		way, err := trips.Way(points[i], points[i+1])
		if err != nil {
			return problem.Unprocessable(placed(err, fmt.Sprintf("/points/%d", i+1)))
		}
		for _, l := range way {
			props := map[string]any{"sequence": int64(i + 1), "mode": l.Mode, "distance_m": l.DistanceM, "duration_s": l.DurationS}
			if l.Landing != "" {
				props["landing"] = l.Landing
			}
			legs = append(legs, feature.Feature{Geometry: l.Line, Props: props})
		}
	}
	return c.writeCollection(http.StatusOK, slices.Values(legs), map[string]any{"profile": "boat"})
}

// profiles are the vehicles that a route may be asked for.
var profiles = []string{"car", "motorcycle", "bicycle", "foot", "boat"}

// points checks the points of a request, all of them.
func (r RouteRequest) points() ([]orb.Point, error) {
	var faults []error
	if len(r.Points) < 2 || len(r.Points) > maxPoints {
		faults = append(faults, finding.New("input.points", "/points", "most", maxPoints, "n", len(r.Points)))
	}
	points := make([]orb.Point, len(r.Points))
	for i, p := range r.Points {
		if len(p) != 2 || math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90 {
			faults = append(faults, finding.New("input.point", fmt.Sprintf("/points/%d", i), "value", fmt.Sprint(p)))
			continue
		}
		points[i] = orb.Point{p[0], p[1]}
	}
	if len(faults) > 0 {
		return nil, problem.Unprocessable(errors.Join(faults...))
	}
	return points, nil
}
