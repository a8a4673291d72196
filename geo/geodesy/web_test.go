package geodesy_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
)

// A web finds what looking at all edges of the line finds, for places among them, beside
// them and far away.
func TestWebAgreesWithNearest(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 0))
		scale := []float64{1e-6, 1e-5, 0.001, 0.01, 0.1, 0.5, 5}[seed%7]
		l := walk(rng, 2+rng.IntN(200), scale)
		if seed%5 == 0 { // up and down, so that every edge is long
			for i := range l {
				l[i][1] = 35 + scale*float64(i%2)
			}
		}
		var edges [][2]orb.Point
		for i := 1; i < len(l); i++ {
			edges = append(edges, [2]orb.Point{l[i-1], l[i]})
		}
		web := geodesy.Weave(edges)
		for range 50 {
			far := math.Pow(10, rng.Float64()*3-1.5)
			p := orb.Point{117 + scale*far*(rng.Float64()-0.5), 35 + min(scale*far, 80)*(rng.Float64()-0.5)}
			_, want := geodesy.Nearest(l, p)
			number, at, m := web.Nearest(p)
			limit := 1e-3 + 1e-6*want
			if want > 50_000 {
				limit = 5e-3 * want
			}
			if math.Abs(m-want) > limit {
				t.Fatalf("seed %d, scale %v: %v m from %v, want %v", seed, scale, m, p, want)
			}
			e := orb.LineString(edges[number][:])
			if _, off := geodesy.Nearest(e, at); off > 5e-3 {
				t.Fatalf("seed %d: the place %v lies %v m off edge %d", seed, at, off, number)
			}
			if d := geodesy.Distance(p, at); math.Abs(d-m) > 1e-3 {
				t.Fatalf("seed %d: the place is %v m away, said %v", seed, d, m)
			}
		}
	}
}

func TestWebOfLittle(t *testing.T) {
	p := orb.Point{117, 35}
	if n, _, m := geodesy.Weave(nil).Nearest(p); n != -1 || !math.IsInf(m, 1) {
		t.Errorf("without edges: edge %d at %v m", n, m)
	}
	one := geodesy.Weave([][2]orb.Point{{p, p}})
	if n, at, m := one.Nearest(orb.Point{117, 35.1}); n != 0 || at != p || !near(m, geodesy.Distance(p, orb.Point{117, 35.1}), 1e-3) {
		t.Errorf("one point: edge %d, %v at %v m", n, at, m)
	}
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for _, q := range []orb.Point{{bad, 35}, {117, bad}, {bad, bad}} {
			if n, _, m := one.Nearest(q); n != -1 || !math.IsInf(m, 1) {
				t.Errorf("from %v: edge %d at %v m", q, n, m)
			}
		}
	}
	one.Nearest(orb.Point{1e308, -1e308}) // ends
	two := geodesy.Weave([][2]orb.Point{{{117, 35}, {117.1, 35}}, {{117.1, 35}, {117, 35}}})
	if n, _, _ := two.Nearest(orb.Point{117.05, 35.01}); n != 0 {
		t.Errorf("of two that are the same: the one with number %d", n)
	}
	if n := testing.AllocsPerRun(10, func() { two.Nearest(orb.Point{117.05, 35.01}) }); n != 0 {
		t.Errorf("Nearest allocates %v times", n)
	}
}
