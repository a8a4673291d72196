package ops

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/api/wire"
)

// trace answers GET /trace.
func (c *call) trace() error {
	q := wire.TraceQuery{Up: c.params.Choice("way", "up", "down") == "up", Category: c.params.Text("category")}
	if !c.params.Has("way") {
		c.params.Refuse("way", "param.choice", "choices", []string{"up", "down"})
	}
	var ok bool
	if q.At, ok = placeOf(c.params.Text("at")); !ok {
		c.params.Refuse("at", "trace.point")
	}
	q.M = 1000 * c.far("km", wire.MostTraceKM)
	q.S = 3600 * c.far("hours", wire.MostTraceHours)
	if q.M > 0 && q.S > 0 {
		c.params.Refuse("hours", "trace.limit", "most", wire.MostTraceHours)
	}
	if err := c.params.Err(); err != nil {
		return err
	}
	region, err := c.region()
	if err != nil {
		return err
	}
	set := region.Rules.Settings()
	q.WithinM = set.WaterM
	if q.M == 0 && q.S == 0 {
		q.M = set.TraceM
	}
	features, members, err := wire.Trace(region.Atlas, region.Rules, q, c.lang)
	if err != nil {
		return refused(err, "?at")
	}
	return c.writeCollection(http.StatusOK, slices.Values(features), members)
}

// far reads a limit that must be more than 0; 0 if it is not given.
func (c *call) far(name string, most float64) float64 {
	if !c.params.Has(name) {
		return 0
	}
	v, err := strconv.ParseFloat(c.params.Text(name), 64)
	if err != nil || !(v > 0 && v <= most) {
		c.params.Refuse(name, "trace.limit", "most", most)
		return 0
	}
	return v
}

// placeOf reads LON,LAT.
func placeOf(text string) (orb.Point, bool) {
	lon, lat, ok := strings.Cut(text, ",")
	x, errX := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	y, errY := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	return orb.Point{x, y}, ok && errX == nil && errY == nil && math.Abs(x) <= 180 && math.Abs(y) <= 90
}
