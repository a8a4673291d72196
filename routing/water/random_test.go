package water_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
	"xunhu/routing/water"
)

// cell is the side of the squares of a drawn lagoon: a power of two, so that vertices in a
// row, in a column and on a diagonal lie on one line to the last bit.
const cell = 1.0 / 1024

var corner0 = orb.Point{117, 35}

// caves gives water in random squares of a board: rings that touch, shores in a
// line, islands that split the water, several lakes.
func caves(rng *rand.Rand) orb.MultiPolygon {
	w, h := 3+rng.IntN(7), 3+rng.IntN(7)
	wet := 0.5 + rng.Float64()/2.5
	var rings []orb.Ring
	for i := range w * h {
		if rng.Float64() < wet {
			x, y := corner0[0]+float64(i%w)*cell, corner0[1]+float64(i/w)*cell
			rings = append(rings, orb.Ring{{x, y}, {x + cell, y}, {x + cell, y + cell}, {x, y + cell}, {x, y}})
		}
	}
	return overlay.EvenOdd(rings...)
}

// stars gives a lake with a ragged shore and ragged islands, in no special position.
func stars(rng *rand.Rand) orb.MultiPolygon {
	star := func(x, y, radius float64, n int) orb.Ring {
		var r orb.Ring
		for i := range n {
			sin, cos := math.Sincos((float64(i) + rng.Float64()*0.9) / float64(n) * 2 * math.Pi)
			d := radius * (0.3 + 0.7*rng.Float64())
			r = append(r, orb.Point{corner0[0] + x + d*cos, corner0[1] + y + d*sin})
		}
		return append(r, r[0])
	}
	lake := orb.MultiPolygon{{star(0, 0, 12*cell, 8+rng.IntN(20))}}
	for range rng.IntN(8) {
		a := rng.Float64() * 2 * math.Pi
		d := rng.Float64() * 8 * cell
		island := star(d*math.Cos(a), d*math.Sin(a), (0.5+2*rng.Float64())*cell, 3+rng.IntN(6))
		rest, err := overlay.Difference(lake, orb.Polygon{island})
		if err != nil {
			panic(err)
		}
		lake, _ = rest.(orb.MultiPolygon)
	}
	return lake
}

// somewhere gives a place to ask for: in the water, on its border or at a vertex.
func somewhere(rng *rand.Rand, area orb.MultiPolygon) orb.Point {
	r := area[rng.IntN(len(area))]
	ring := r[rng.IntN(len(r))]
	i := 1 + rng.IntN(len(ring)-1)
	switch rng.IntN(4) {
	case 0:
		return ring[i]
	case 1:
		if mid := (orb.Point{(ring[i-1][0] + ring[i][0]) / 2, (ring[i-1][1] + ring[i][1]) / 2}); predicate.In(mid, area) != predicate.Outside {
			return mid
		}
	}
	b := area.Bound()
	for range 1000 {
		p := orb.Point{b.Min[0] + rng.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + rng.Float64()*(b.Max[1]-b.Min[1])}
		if rng.IntN(2) == 0 { // in line with vertices
			p = orb.Point{math.Round(p[0]/cell*2) / 2 * cell, math.Round(p[1]/cell*2) / 2 * cell}
		}
		if predicate.In(p, area) != predicate.Outside {
			return p
		}
	}
	return ring[i]
}

// slow is a speed at which a millisecond is a hundredth of a millimetre, so that the
// rounding of costs hides nothing.
const slow = 0.036

// compare asks for ways and holds them against the oracle.
func compare(t *testing.T, seed uint64, rng *rand.Rand, area orb.MultiPolygon, q *water.Query, o *oracle, pairs int) {
	t.Helper()
	for range pairs {
		from, to := somewhere(rng, area), somewhere(rng, area)
		path, err := q.Route(from, to)
		want := o.length(from, to)
		if err != nil {
			var f *finding.Finding
			if !errors.As(err, &f) || f.Code != "water.not_joined" || !math.IsInf(want, 1) {
				t.Fatalf("seed %d: from %v to %v: %v, want %.5f m", seed, from, to, err, want)
			}
			continue
		}
		if d := path.DistanceM - want; !(math.Abs(d) <= 1e-5*float64(len(path.Line))+1e-8*want) {
			t.Fatalf("seed %d: from %v to %v: %.5f m by %v, want %.5f m", seed, from, to, path.DistanceM, path.Line, want)
		}
		if got := path.DurationS * slow / 3.6; math.Abs(got-path.DistanceM) > 1e-4 {
			t.Fatalf("seed %d: %.5f m take what %.5f m take", seed, path.DistanceM, got)
		}
		for i := 1; i < len(path.Line); i++ {
			if p, q := path.Line[i-1], path.Line[i]; p != q && !o.sees(p, q) {
				t.Fatalf("seed %d: the way %v leaves the water between %v and %v", seed, path.Line, p, q)
			}
		}
	}
}

// lagoons is how many random lagoons to try: n, or XUNHU_LAGOONS times as many.
func lagoons(n uint64) uint64 {
	if times, err := strconv.ParseUint(os.Getenv("XUNHU_LAGOONS"), 10, 32); err == nil {
		return n * times
	}
	return n
}

// Ways through random lagoons are as long as those of an oracle that tries every line
// between any two vertices, and never leave the water.
func TestRouteAgreesWithOracle(t *testing.T) {
	for seed := range lagoons(60) {
		rng := rand.New(rand.NewPCG(seed, 0))
		area := caves(rng)
		if seed%2 == 1 {
			area = stars(rng)
		}
		if len(area) == 0 {
			continue
		}
		n, err := water.Build(water.Chart{Open: []water.Area{{ID: "lake", Area: area}}})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		m, err := n.Customize(water.Profile{Name: "boat", KMH: slow})
		if err != nil {
			t.Fatal(err)
		}
		compare(t, seed, rng, area, m.NewQuery(), newOracle(area), 12)
	}
}

// With any of the closures closed, ways are as long as in water that never had the
// closed ones.
func TestRouteKeepsOutOfWhatIsClosed(t *testing.T) {
	shut := 0
	for seed := range lagoons(40) {
		rng := rand.New(rand.NewPCG(seed, 7))
		area := caves(rng)
		if seed%2 == 1 {
			area = stars(rng)
		}
		if len(area) == 0 {
			continue
		}
		chart := water.Chart{Open: []water.Area{{ID: "lake", Area: area}}}
		box := area.Bound()
		for i := range 1 + rng.IntN(4) { // in no special position: off all squares, and off each other's rows
			x := box.Min[0] + rng.Float64()*(box.Max[0]-box.Min[0])
			y := box.Min[1] + rng.Float64()*(box.Max[1]-box.Min[1])
			w, h, d := (0.3+2*rng.Float64())*cell, (0.3+2*rng.Float64())*cell, (rng.Float64()-0.5)*cell/4
			ring := orb.Ring{{x, y}, {x + w, y + d}, {x + w/2, y + h/3}, {x + w, y + h}, {x - d, y + h}, {x, y}}
			if rng.IntN(2) == 0 {
				ring.Reverse()
			}
			chart.Closures = append(chart.Closures, water.Area{ID: string(rune('a' + i)), Area: orb.Polygon{ring}})
		}
		n, err := water.Build(chart)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for range 3 {
			p := water.Profile{Name: "boat", KMH: slow}
			var closed []orb.Polygon
			left := orb.Geometry(area)
			for _, c := range chart.Closures {
				if rng.IntN(2) == 0 {
					p.Closed = append(p.Closed, c.ID)
					closed = append(closed, c.Area.(orb.Polygon))
					if left, err = overlay.Difference(left, c.Area); err != nil {
						t.Fatal(err)
					}
				}
			}
			m, err := n.Customize(p)
			if err != nil {
				t.Fatal(err)
			}
			rest, _ := left.(orb.MultiPolygon)
			if len(rest) == 0 {
				continue
			}
			shut += len(closed)
			compareClosed(t, seed, rng, area, m.NewQuery(), newOracle(rest), closed)
		}
	}
	if shut < 40 {
		t.Fatalf("only %d closures were closed", shut)
	}
}

// compareClosed asks for ways between places that are not on borders of closures, which
// the engine that cut them out has rounded.
func compareClosed(t *testing.T, seed uint64, rng *rand.Rand, area orb.MultiPolygon, q *water.Query, o *oracle, closed []orb.Polygon) {
	t.Helper()
	for range 6 {
		from, to := somewhere(rng, area), somewhere(rng, area)
		inClosed := false
		for _, c := range closed {
			inClosed = inClosed || predicate.In(from, c) == predicate.Inside || predicate.In(to, c) == predicate.Inside
		}
		path, err := q.Route(from, to)
		var f *finding.Finding
		if inClosed {
			if !errors.As(err, &f) || f.Code != "water.closed" {
				t.Fatalf("seed %d: from %v to %v: %v, want water.closed", seed, from, to, err)
			}
			continue
		}
		want := o.length(from, to)
		if err != nil {
			if !errors.As(err, &f) || f.Code != "water.not_joined" || !math.IsInf(want, 1) {
				t.Fatalf("seed %d: from %v to %v: %v, want %.5f m", seed, from, to, err, want)
			}
			continue
		}
		if d := path.DistanceM - want; !(math.Abs(d) <= 1e-5*float64(len(path.Line))+1e-8*want) {
			t.Fatalf("seed %d: from %v to %v: %.5f m by %v, want %.5f m", seed, from, to, path.DistanceM, path.Line, want)
		}
		for i := 1; i < len(path.Line); i++ {
			for _, c := range closed {
				if enters(path.Line[i-1], path.Line[i], c) {
					t.Fatalf("seed %d: the way %v enters %v", seed, path.Line, c)
				}
			}
		}
	}
}

// enters tells whether the way crosses the polygon, by trying a hundred places of it
// and all its edges.
func enters(p, q orb.Point, c orb.Polygon) bool {
	for i := 1; i < len(c[0]); i++ {
		if predicate.SegmentsCross(p, q, c[0][i-1], c[0][i]) {
			return true
		}
	}
	in := 0
	for k := 1; k < 100; k++ {
		f := float64(k) / 100
		at := orb.Point{p[0] + f*(q[0]-p[0]), p[1] + f*(q[1]-p[1])}
		// A way along the border is in by rounding only where it is near it.
		if predicate.In(at, c) == predicate.Inside {
			if _, m := geodesy.Nearest(orb.LineString(c[0]), at); m > 2e-3 {
				in++
			}
		}
	}
	return in > 0
}

// In wind the best way is that of the oracle with every line priced by its direction.
func TestRouteInWind(t *testing.T) {
	for seed := range lagoons(30) {
		rng := rand.New(rand.NewPCG(seed, 9))
		area := stars(rng)
		n, err := water.Build(water.Chart{Open: []water.Area{{ID: "lake", Area: area}}})
		if err != nil {
			t.Fatal(err)
		}
		w := water.Wind{FromDeg: 360 * rng.Float64(), Tail: 0.6 * rng.Float64(), Side: rng.Float64()}
		w.Head = w.Tail + 2*rng.Float64()
		m, err := n.Customize(water.Profile{Name: "boat", KMH: slow, Wind: w})
		if err != nil {
			t.Fatal(err)
		}
		q, o := m.NewQuery(), newOracle(area)
		o.cost = func(a, b orb.Point) float64 {
			l := geodesy.Length(orb.LineString{a, b})
			// The course by the length of a degree half way, as seen from the wind.
			east, north := geodesy.Degree((a[1] + b[1]) / 2)
			off := math.Atan2((b[0]-a[0])*east, (b[1]-a[1])*north) - w.FromDeg*math.Pi/180
			f := 1 + w.Side*math.Abs(math.Sin(off))
			if c := math.Cos(off); c > 0 {
				f += w.Head * c
			} else {
				f += w.Tail * c
			}
			return l * f
		}
		for range 8 {
			from, to := somewhere(rng, area), somewhere(rng, area)
			path, err := q.Route(from, to)
			want := o.length(from, to)
			if err != nil {
				if !math.IsInf(want, 1) {
					t.Fatalf("seed %d: %v, want %.5f", seed, err, want)
				}
				continue
			}
			if got := path.DurationS * slow / 3.6; math.Abs(got-want) > 1e-5*float64(len(path.Line))+1e-6*want {
				t.Fatalf("seed %d: from %v to %v: as long as %.5f m by %v, want %.5f m", seed, from, to, got, path.Line, want)
			}
		}
	}
}
