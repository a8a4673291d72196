package track_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/routing/road"
	"xunhu/routing/track"
)

// A dyke road with a lane beside it, 40 m off; c lies off the roads; X-Y is joined to
// the rest at its far end alone.
const land = `
	A---------B---------C
	a---------b         c
	          |
	          |
	D---------E---------F
	                    |
	X-------------------Y`

func network(t testing.TB, drawing string, ways ...string) (geotest.Map, *road.Network) {
	t.Helper()
	m := geotest.Draw(t, drawing, 40)
	p, _ := road.ProfileNamed("car")
	var list []road.Way
	for _, w := range ways {
		list = append(list, road.Way{ID: w, Class: "residential", Line: m.Line(w)})
	}
	n, err := road.Build(list, p)
	if err != nil {
		t.Fatal(err)
	}
	return m, n
}

// along walks a line and gives fixes every so many metres, off by up to noise.
func along(rng *rand.Rand, l orb.LineString, every, noise float64) []track.Fix {
	var fixes []track.Fix
	for m := 0.0; m < geodesy.Length(l)+every; m += every {
		p := geodesy.Along(l, min(m, geodesy.Length(l)))
		east, north := geodesy.Degree(p[1])
		fixes = append(fixes, track.Fix{At: orb.Point{p[0] + noise*(2*rng.Float64()-1)/east, p[1] + noise*(2*rng.Float64()-1)/north}})
	}
	return fixes
}

// named gives the marks that a line passes, in order.
func named(m geotest.Map, l orb.LineString) string {
	var b strings.Builder
	last := rune(0)
	for _, p := range l {
		for r, q := range m {
			if r != last && geodesy.Distance(p, q) < 15 {
				b.WriteRune(r)
				last = r
			}
		}
	}
	return b.String()
}

func TestMatched(t *testing.T) {
	for _, tc := range []struct {
		name    string
		walked  []string // pieces of the true way
		noise   float64
		want    []string
		noRoads int
	}{
		{"along one road", []string{"AC"}, 8, []string{"ABC"}, 0},
		{"around a corner", []string{"ABEF"}, 8, []string{"ABbEF"}, 0},
		{"there and back", []string{"ABA"}, 5, []string{"ABA"}, 0},
		{"a leap to where no road leads so soon", []string{"ED", "XY"}, 3, []string{"ED", "XY"}, 0},
		{"far from any road", []string{"AB", "cc"}, 3, []string{"AB"}, 1},
		{"on the lane", []string{"ab"}, 5, []string{"ab"}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m, n := network(t, land, "AB", "BC", "DE", "EF", "BbE", "ab", "FY", "XY")
			rng := rand.New(rand.NewPCG(4, 4))
			var fixes []track.Fix
			for _, w := range tc.walked {
				if l := m.Line(w); w[0] != w[len(w)-1] || len(w) > 2 {
					fixes = append(fixes, along(rng, l, 45, tc.noise)...)
				} else {
					east, _ := geodesy.Degree(l[0][1])
					fixes = append(fixes, track.Fix{At: orb.Point{l[0][0] + 300/east, l[0][1]}})
				}
			}
			ways, off, err := track.Matched(t.Context(), n, fixes, track.Usual())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, w := range ways {
				if len(w.Places) > 1 {
					got = append(got, named(m, w.Line))
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(tc.want) || len(off) != tc.noRoads {
				t.Errorf("%v and %d fixes off the road, want %v and %d", got, len(off), tc.want, tc.noRoads)
			}
		})
	}
}

// On random grids, a noisy track of a shortest way is brought back to that way, but
// for its ends.
func TestMatchedFindsTheWay(t *testing.T) {
	wrong, metres := 0.0, 0.0
	for seed := range uint64(30) {
		rng := rand.New(rand.NewPCG(seed, 0))
		var ways []road.Way
		const k = 6
		at := func(i, j int) orb.Point {
			return orb.Point{117 + float64(i)*0.003 + float64((i*7+j*13)%5)*2e-4, 35 + float64(j)*0.0025 + float64((i*5+j*3)%7)*2e-4}
		}
		for i := range k {
			for j := range k {
				if i+1 < k {
					ways = append(ways, road.Way{Class: "residential", Line: orb.LineString{at(i, j), at(i+1, j)}})
				}
				if j+1 < k && rng.IntN(4) > 0 {
					ways = append(ways, road.Way{Class: "residential", Line: orb.LineString{at(i, j), at(i, j+1)}})
				}
			}
		}
		p, _ := road.ProfileNamed("car")
		n, err := road.Build(ways, p)
		if err != nil {
			t.Fatal(err)
		}
		places := n.Places(n.Bound(), 150)
		from, to := places[rng.IntN(len(places))], places[rng.IntN(len(places))]
		true_, err := n.Shortest().Between(from, to)
		if err != nil || true_.DistanceM < 500 {
			continue
		}
		found, _, err := track.Matched(t.Context(), n, along(rng, true_.Line, 60, 12), track.Usual())
		if err != nil || len(found) != 1 {
			t.Fatalf("seed %d: %d ways, %v", seed, len(found), err)
		}
		metres += true_.DistanceM
		wrong += math.Abs(found[0].LenM - true_.DistanceM)
		for _, q := range true_.Line[1 : len(true_.Line)-1] {
			if _, m := geodesy.Nearest(found[0].Line, q); m > 5 {
				wrong += m
			}
		}
	}
	if metres < 10_000 || wrong > 0.03*metres {
		t.Errorf("of %.0f m, %.0f m are wrong", metres, wrong)
	}
}

func TestMatchedEndsWithItsContext(t *testing.T) {
	m, n := network(t, land, "AB", "BC")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := track.Matched(ctx, n, []track.Fix{{At: m['A']}}, track.Usual()); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
