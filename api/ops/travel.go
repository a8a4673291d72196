package ops

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"net/http"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"xunhu/api/live"
	"xunhu/api/wire"
	"xunhu/geo/finding"
	"xunhu/routing/road"
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
	wind := live.Wind{Force: req.WindForce, FromDeg: req.WindFromDeg}
	region, at, err := c.leaving(req.Profile, req.Depart, withWind(faults, wind))
	if err != nil {
		return err
	}
	if req.Profile == "boat" {
		trips, closures, err := c.afloat(region, at, wind)
		if err != nil {
			return err
		}
		rows, err := wire.MatrixAfloat(c.ctx, trips, points)
		return c.writeMatrix(rows, err, TravelMatrix{Profile: req.Profile, Closures: closures}, len(points))
	}
	net, closures, err := c.day(c.ctx, region, req.Profile, at, at)
	if err != nil {
		return err
	}
	rows, err := wire.Matrix(c.ctx, net, points)
	return c.writeMatrix(rows, err, TravelMatrix{Profile: req.Profile, Closures: closures, Hours: wire.Hours(net.Span, c.lang)}, len(points))
}

// writeMatrix answers with the rows of n points, or why there are none.
func (c *call) writeMatrix(rows iter.Seq2[wire.MatrixRow, error], err error, m TravelMatrix, n int) error {
	if err != nil {
		return numbered(err)
	}
	m.Seconds = make(matrixRows, 0, n)
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
	wind := live.Wind{Force: req.WindForce, FromDeg: req.WindFromDeg}
	region, moment, err := c.leaving(req.Profile, req.Depart, withWind(faults, wind))
	if err != nil {
		return err
	}
	if req.Profile == "boat" {
		trips, closures, err := c.afloat(region, moment, wind)
		if err != nil {
			return err
		}
		areas, err := wire.IsochroneAfloat(trips, at, req.Minutes)
		if err != nil {
			return refused(err, "/at")
		}
		return c.writeCollection(http.StatusOK, slices.Values(areas), wire.Travelled(nil, road.Span{}, closures, c.lang))
	}
	net, closures, err := c.day(c.ctx, region, req.Profile, moment, moment)
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
	wind := c.wind()
	if err := c.params.Err(); err != nil {
		return err
	}
	if profile == "boat" {
		trips, closures, err := c.afloat(region, depart, wind)
		if err != nil {
			return err
		}
		units, err := wire.NearestAfloat(trips, region.Atlas, at, c.lang)
		if err != nil {
			return refused(err, "?at")
		}
		return c.writeCollection(http.StatusOK, slices.Values(units), wire.Travelled(nil, trips.Roads.Span, closures, c.lang))
	}
	net, closures, err := c.day(c.ctx, region, profile, depart, depart)
	if err != nil {
		return err
	}
	units, err := wire.Nearest(net, region.Atlas, at, c.lang)
	if err != nil {
		return refused(err, "?at")
	}
	return c.writeCollection(http.StatusOK, slices.Values(units), wire.Travelled(nil, net.Span, closures, c.lang))
}

// wind reads the wind of a query.
func (c *call) wind() (w live.Wind) {
	w.Force = c.params.Integer("wind_force", 0, 0)
	if text := c.params.Text("wind_from_deg"); text != "" {
		from, err := strconv.ParseFloat(text, 64)
		if err != nil {
			from = math.NaN()
		}
		w.FromDeg = &from
	}
	var f *finding.Finding
	if errors.As(w.Check(""), &f) {
		name := "wind_force"
		if f.Code == "wind.from" {
			name = "wind_from_deg"
		}
		c.params.Refuse(name, f.Code, "most", f.Args["most"])
	}
	return w
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
