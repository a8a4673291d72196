package main

import (
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"xunhu/geo/coverage"
	"xunhu/geo/geodesy"
	"xunhu/geo/valid"
)

// An incident is a large area whose shares are asked for.
type incident struct {
	name string
	area orb.Geometry
}

const (
	incidentTowns    = 253 // about how many areas the first incident lies on
	incidentVertices = 10_000
)

// ragged is a ring of so many vertices around a place, its radius varying by a tenth.
func ragged(at orb.Point, radius float64, n int) orb.Ring {
	rng := rand.New(rand.NewPCG(2, 0))
	r := make(orb.Ring, 0, n+1)
	wave := 0.0
	for i := range n {
		wave = 0.95*wave + 0.05*(rng.Float64()-0.5)
		s, c := math.Sincos(float64(i) / float64(n) * 2 * math.Pi)
		by := radius * (1 + wave)
		r = append(r, orb.Point{at[0] + by*c/math.Cos(at[1]*math.Pi/180), at[1] + by*s})
	}
	return append(r, r[0])
}

// incidents makes the kinds of area that are hard to cut: with many vertices, with holes
// and islands, thin, and along the very borders.
func incidents(ours *coverage.Coverage, cells []coverage.Cell, gs *geos) ([]incident, error) {
	at := cells[len(cells)/2].Area.Bound().Center()
	radius := 0.01
	var near []int32
	for ; len(near) < incidentTowns && radius < 20; radius *= 1.02 {
		parts, _, err := ours.Shares(orb.Polygon{ragged(at, radius, 200)})
		if err != nil {
			return nil, err
		}
		near = near[:0]
		names := ours.Names()
		for _, p := range parts {
			i, _ := slices.BinarySearch(names, p.Name)
			near = append(near, int32(i))
		}
	}
	large := ragged(at, radius, incidentVertices)
	hole, island := ragged(at, radius/2, incidentVertices/3), ragged(at, radius/3, incidentVertices/3)
	inner := ragged(at, radius*0.9999, incidentVertices)
	outline, err := gs.outline(near)
	if err != nil {
		return nil, err
	}
	all := []incident{
		{"large", orb.Polygon{large}},
		{"with a hole and an island in it", orb.MultiPolygon{{large, hole}, {island}}},
		{"a sliver", orb.Polygon{large, inner}},
		{"the outline of its towns", outline},
	}
	for _, in := range all {
		if f := valid.Check(in.area); f != nil {
			return nil, fmt.Errorf("incident %q: %w", in.name, f)
		}
	}
	return all, nil
}

// shares compares the shares of incidents: how long they take beside GEOS and PostGIS,
// and how far they are from what PostGIS cuts, measured on the ellipsoid.
func shares(ours *coverage.Coverage, cells []coverage.Cell, gs *geos, pg *postGIS, rounds int) error {
	all, err := incidents(ours, cells, gs)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "towns\tvertices\tours, ms\twith parts\tGEOS overlay\ttimes ours\tprepared first\ttimes ours\tPostGIS\ttimes ours\toff by, of the area\t")
	for _, in := range all {
		var parts []coverage.Share
		var cut map[string]orb.Geometry
		times := make([][]float64, 5)
		for range rounds {
			for i, work := range []func() error{
				func() (err error) { parts, _, err = ours.Shares(in.area); return err },
				func() (err error) { _, _, err = ours.Split(in.area); return err },
				func() error { _, err := gs.shares(in.area, false); return err },
				func() error { _, err := gs.shares(in.area, true); return err },
			} {
				start := time.Now()
				if err := work(); err != nil {
					return fmt.Errorf("incident %q: %w", in.name, err)
				}
				times[i] = append(times[i], time.Since(start).Seconds()*1000)
			}
			var took time.Duration
			if cut, took, err = pg.cut(in.area); err != nil {
				return fmt.Errorf("incident %q: %w", in.name, err)
			}
			times[4] = append(times[4], took.Seconds()*1000)
		}
		whole, off := geodesy.Area(in.area), 0.0
		for _, p := range parts {
			off = max(off, math.Abs(p.Amount-geodesy.Area(cut[p.Name]))/whole)
			delete(cut, p.Name)
		}
		for _, rest := range cut {
			off = max(off, geodesy.Area(rest)/whole)
		}
		t := median(times[0])
		fmt.Fprintf(w, "%d\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1g\t  %s\n", len(parts), vertices(in.area), t, median(times[1]),
			median(times[2]), median(times[2])/t, median(times[3]), median(times[3])/t, median(times[4]), median(times[4])/t, off, in.name)
	}
	return w.Flush()
}

func vertices(g orb.Geometry) int {
	n := 0
	switch g := g.(type) {
	case orb.Polygon:
		for _, r := range g {
			n += len(r) - 1
		}
	case orb.MultiPolygon:
		for _, p := range g {
			n += vertices(p)
		}
	}
	return n
}

// cut gives what PostGIS cuts from an incident, by the names of the cells.
func (g *postGIS) cut(area orb.Geometry) (map[string]orb.Geometry, time.Duration, error) {
	b, err := wkb.Marshal(area)
	if err != nil {
		return nil, 0, fmt.Errorf("write an incident for PostGIS: %w", err)
	}
	out, err := g.SQL(`create temp table incident as select '` + hex.EncodeToString(b) + `'::geometry as area;
select 'clock', extract(epoch from clock_timestamp());
create temp table parts as select c.id, ST_Intersection(c.area, i.area) as part from incident i join cells c on ST_Intersects(c.area, i.area);
select 'clock', extract(epoch from clock_timestamp());
select id, encode(ST_AsBinary(part), 'hex') from parts;`)
	if err != nil {
		return nil, 0, err
	}
	parts := map[string]orb.Geometry{}
	var clock []float64
	for line := range strings.Lines(string(out)) {
		left, right, _ := strings.Cut(strings.TrimSpace(line), "|")
		if left == "clock" {
			at, err := strconv.ParseFloat(right, 64)
			if err != nil {
				return nil, 0, fmt.Errorf("PostGIS answers %q: %w", line, err)
			}
			clock = append(clock, at)
			continue
		}
		id, err := strconv.Atoi(left)
		if err != nil {
			return nil, 0, fmt.Errorf("PostGIS answers %q: %w", left, err)
		}
		raw, err := hex.DecodeString(right)
		if err != nil {
			return nil, 0, fmt.Errorf("PostGIS answers no geometry: %w", err)
		}
		if parts[fmt.Sprintf("%08d", id)], err = wkb.Unmarshal(raw); err != nil {
			return nil, 0, fmt.Errorf("read what PostGIS cut: %w", err)
		}
	}
	if len(clock) != 2 {
		return nil, 0, fmt.Errorf("PostGIS gives %d times", len(clock))
	}
	return parts, time.Duration((clock[1] - clock[0]) * float64(time.Second)), nil
}
