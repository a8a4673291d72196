package water_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
	"xunhu/routing/water"
)

// square is that of a board, narrowed by some part of it on all sides.
func square(x, y, w, h int, by float64) orb.Ring {
	a := orb.Point{corner0[0] + (float64(x)+by)*cell, corner0[1] + (float64(y)+by)*cell}
	c := orb.Point{corner0[0] + (float64(x+w)-by)*cell, corner0[1] + (float64(y+h)-by)*cell}
	return orb.Ring{a, {c[0], a[1]}, c, {a[0], c[1]}, a}
}

// Closures that share borders with the shore and with each other: ways are no longer
// than in water without the closed squares, where nothing passes between two that touch,
// and no shorter than where they are drawn a little smaller; and none runs between two
// closed areas, or one and the shore.
func TestClosuresThatShareBorders(t *testing.T) {
	found := 0
	for seed := range lagoons(40) {
		rng := rand.New(rand.NewPCG(seed, 13))
		w, h := 4+rng.IntN(4), 4+rng.IntN(4)
		wet := map[[2]int]bool{}
		var all []orb.Ring
		for x := range w {
			for y := range h {
				if rng.Float64() < 0.85 {
					wet[[2]int{x, y}] = true
					all = append(all, square(x, y, 1, 1, 0))
				}
			}
		}
		chart := water.Chart{Open: lake(overlay.EvenOdd(all...))}
		p := water.Profile{KMH: slow}
		shut := map[[2]int]bool{}
		var less []orb.Geometry
		for i := range 2 + rng.IntN(4) {
			x, y := rng.IntN(w), rng.IntN(h)
			dx, dy := 1+rng.IntN(2), 1+rng.IntN(2)
			id := string(rune('a' + i))
			chart.Closures = append(chart.Closures, water.Area{ID: id, Area: orb.Polygon{square(x, y, dx, dy, 0)}})
			if rng.IntN(3) > 0 {
				p.Closed = append(p.Closed, id)
				less = append(less, orb.Polygon{square(x, y, dx, dy, 1e-4)})
				for k := range dx * dy {
					shut[[2]int{x + k%dx, y + k/dx}] = true
				}
			}
		}
		var open []orb.Ring
		for x := range w {
			for y := range h {
				if at := [2]int{x, y}; wet[at] && !shut[at] {
					open = append(open, square(x, y, 1, 1, 0))
				}
			}
		}
		rest := overlay.EvenOdd(open...)
		if len(rest) == 0 || len(less) == 0 {
			continue
		}
		away, err := overlay.Union(less...)
		if err != nil {
			t.Fatal(err)
		}
		wide, err := overlay.Difference(chart.Open[0].Area, away)
		if err != nil {
			t.Fatal(err)
		}
		_, q := customize(t, chart, p)
		upper, lower := newOracle(rest), newOracle(wide.(orb.MultiPolygon))
		for range 8 {
			from, to := within(rng, rest), within(rng, rest)
			most, least := upper.length(from, to), lower.length(from, to)
			got := math.Inf(1)
			path, err := q.Route(from, to)
			if err == nil {
				got = path.DistanceM
				found++
			}
			if got > most+1e-3 || got < least-1e-3 {
				t.Fatalf("seed %d: from %v to %v: %.4f m by %v, want %.4f m to %.4f m, %v", seed, from, to, got, path.Line, least, most, err)
			}
			for i := 1; i < len(path.Line); i++ {
				if u, v := path.Line[i-1], path.Line[i]; u != v && slit(u, v, rest) {
					t.Fatalf("seed %d: the way %v squeezes between %v and %v", seed, path.Line, u, v)
				}
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d ways", found)
	}
}

// within gives a place inside an area.
func within(rng *rand.Rand, area orb.MultiPolygon) orb.Point {
	b := area.Bound()
	for {
		p := orb.Point{b.Min[0] + rng.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + rng.Float64()*(b.Max[1]-b.Min[1])}
		if predicate.In(p, area) == predicate.Inside {
			return p
		}
	}
}

// slit tells whether some of the way from u to v has open water on neither side.
func slit(u, v orb.Point, open orb.MultiPolygon) bool {
	dx, dy := v[0]-u[0], v[1]-u[1]
	d := math.Hypot(dx, dy)
	ox, oy := -dy/d*1e-9, dx/d*1e-9
	for k := range 37 {
		f := (float64(k) + 0.5) / 37
		x, y := u[0]+f*dx, u[1]+f*dy
		if predicate.In(orb.Point{x + ox, y + oy}, open) != predicate.Inside && predicate.In(orb.Point{x - ox, y - oy}, open) != predicate.Inside {
			return true
		}
	}
	return false
}
