package water_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geotest"
	"xunhu/routing/graph"
	"xunhu/routing/matrix"
	"xunhu/routing/water"
)

// A matrix has the durations of Route: in several lakes, in wind, with what is closed,
// on channels and on the shore.
func TestManyIsRoute(t *testing.T) {
	for seed := range lagoons(20) {
		rng := rand.New(rand.NewPCG(seed, 11))
		area := caves(rng)
		if seed%3 == 1 {
			area = stars(rng)
		}
		if len(area) == 0 {
			continue
		}
		b := area.Bound()
		mid := b.Center()
		c := water.Chart{Open: lake(area), ReachM: 300,
			Channels: []water.Channel{{ID: "cut", Line: orb.LineString{{b.Min[0] - cell, mid[1] + cell/3}, mid, {b.Max[0] + cell, mid[1] - cell/5}}}},
			Closures: []water.Area{{ID: "spring", Area: orb.Polygon{{b.Min, {b.Min[0] + cell*1.3, b.Min[1]}, {b.Min[0], b.Min[1] + 1.7*cell}, b.Min}}}}}
		n, err := water.Build(c)
		if err != nil {
			t.Fatal(err)
		}
		m, err := n.Customize(water.Profile{KMH: 10, ChannelKMH: 14, Wind: water.Wind{FromDeg: 77, Head: 0.4, Tail: 0.2}, Closed: []string{"spring"}})
		if err != nil {
			t.Fatal(err)
		}
		q := m.NewQuery()
		var ps []orb.Point
		for len(ps) < 9 {
			p := somewhere(rng, area)
			if rng.IntN(4) == 0 {
				p = orb.Point{b.Min[0] - cell + rng.Float64()*cell, mid[1]}
			}
			if _, err := q.Afloat(p); err == nil {
				ps = append(ps, p)
			} else if rng.IntN(50) == 0 {
				break // little is open
			}
		}
		x, err := m.Many(ps)
		if err != nil {
			t.Fatal(err)
		}
		costs, err := matrix.Compute(context.Background(), x)
		if err != nil {
			t.Fatal(err)
		}
		for i, from := range ps {
			for j, to := range ps {
				path, err := q.Route(from, to)
				got := costs.Cost(i, j)
				switch {
				case i == j:
					if got != 0 {
						t.Errorf("seed %d: %d ms from a place to itself", seed, got)
					}
				case err != nil:
					if got != graph.Infinity {
						t.Errorf("seed %d: %v to %v: %d ms, by Route %v", seed, from, to, got, err)
					}
				case math.Abs(float64(got)-path.DurationS*1000) > 0.5:
					t.Errorf("seed %d: %v to %v: %d ms, by Route %v s", seed, from, to, got, path.DurationS)
				}
			}
		}
	}
}

func TestManyNamesAllThatItRefuses(t *testing.T) {
	m := geotest.Draw(t, `
		A----B  1
		|    |
		D----C     2`, 300)
	n, err := water.Build(water.Chart{Open: lake(m.Polygon("ABCD"))})
	if err != nil {
		t.Fatal(err)
	}
	met, err := n.Customize(boat)
	if err != nil {
		t.Fatal(err)
	}
	_, err = met.Many(m.Points("A1C2"))
	if faults, ok := err.(interface{ Unwrap() []error }); !ok || len(faults.Unwrap()) != 2 {
		t.Errorf("two places ashore: %v", err)
	}
}
