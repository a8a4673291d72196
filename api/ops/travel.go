package ops

import (
	"fmt"
	"math"
	"net/http"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/api/wire"
	"xunhu/geo/finding"
)

// asks reads a body about travel into req.
func (c *call) asks(req any) error {
	if err := c.params.Err(); err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	return read(body, req)
}

// matrix answers POST /matrix.
func (c *call) matrix() error {
	var req MatrixRequest
	if err := c.asks(&req); err != nil {
		return err
	}
	points, faults := pointsOf(req.Points, 1, wire.MostMatrix)
	_, net, closures, err := c.journey(req.Profile, req.Depart, faults)
	if err != nil {
		return err
	}
	rows, err := wire.Matrix(c.ctx, net, points)
	if err != nil {
		return numbered(err)
	}
	m := TravelMatrix{Profile: req.Profile, Closures: closures, Hours: wire.Hours(net.Span, c.lang), Seconds: make(matrixRows, 0, len(points))}
	for row, err := range rows {
		if err != nil {
			return err
		}
		m.Seconds = append(m.Seconds, slices.Clone(row))
	}
	return c.write(http.StatusOK, m)
}

// isochrone answers POST /isochrone.
func (c *call) isochrone() error {
	var req IsochroneRequest
	if err := c.asks(&req); err != nil {
		return err
	}
	var faults []error
	at, ok := position(req.At)
	if !ok {
		faults = append(faults, finding.New("input.point", "/at", "value", fmt.Sprint(req.At)))
	}
	if bad, is := wire.BadMinutes(req.Minutes); is || len(req.Minutes) == 0 || len(req.Minutes) > wire.MostLimits {
		value := any(bad)
		if !is {
			value = len(req.Minutes)
		}
		faults = append(faults, finding.New("way.minutes", "/minutes", "value", value, "most", wire.MostMinutes, "limits", wire.MostLimits))
	}
	_, net, closures, err := c.journey(req.Profile, req.Depart, faults)
	if err != nil {
		return err
	}
	areas, err := wire.Isochrone(net, at, req.Minutes)
	if err != nil {
		return refused(err, "/at")
	}
	return c.writeCollection(http.StatusOK, slices.Values(areas), wire.Travelled(nil, net.Span, closures, c.lang))
}

// nearest answers GET /nearest.
func (c *call) nearest() error {
	at, ok := placeOf(c.params.Text("at"))
	if !ok {
		c.params.Refuse("at", "trace.point")
	}
	depart := c.Now()
	if given := c.moment("depart"); !given.IsZero() {
		depart = given
	}
	region, err := c.region()
	if err != nil {
		return err
	}
	profile := c.params.Choice("profile", region.Profiles().Names()...)
	if profile == "" {
		profile = c.Patrol.Profile
	}
	if err := c.params.Err(); err != nil {
		return err
	}
	net, closures, err := c.day(region, profile, depart, depart)
	if err != nil {
		return err
	}
	units, err := wire.Nearest(net, region.Atlas, at, c.lang)
	if err != nil {
		return refused(err, "?at")
	}
	return c.writeCollection(http.StatusOK, slices.Values(units), wire.Travelled(nil, net.Span, closures, c.lang))
}

// position reads a position of a body.
func position(p []float64) (orb.Point, bool) {
	if len(p) != 2 || !(math.Abs(p[0]) <= 180) || !(math.Abs(p[1]) <= 90) {
		return orb.Point{}, false
	}
	return orb.Point{p[0], p[1]}, true
}

// pointsOf checks the points of a request, all of them.
func pointsOf(given [][]float64, least, most int) (points []orb.Point, faults []error) {
	if len(given) < least || len(given) > most {
		faults = append(faults, finding.New("input.points", "/points", "least", least, "most", most, "n", len(given)))
	}
	points = make([]orb.Point, len(given))
	for i, p := range given {
		var ok bool
		if points[i], ok = position(p); !ok {
			faults = append(faults, finding.New("input.point", fmt.Sprintf("/points/%d", i), "value", fmt.Sprint(p)))
		}
	}
	return points, faults
}
