package road_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/routing/road"
)

// Around a ring there are two ways, the faster one first; into a spur there is one.
func TestAlternatives(t *testing.T) {
	m, s := land{`
	S----A---------C----T
	|    |         |    |
	|    x         y    |
	D----E---------G----H
	     |         |
	     z         w`, "SACT\nTHGEDS\nAx\nCy\nEz\nGw"}.survey(t)
	p, _ := road.ProfileNamed("car")
	n, err := s.Network(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		from, to rune
		want     string
	}{
		{'S', 'T', "SACT SDEGHT"},
		{'D', 'H', "DEGH DSACTH"},
		{'S', 'D', "SD"},
		{'A', 'x', "Ax"},
	} {
		ways, err := n.Plain().Alternatives(snap(t, n, m[tc.from]), snap(t, n, m[tc.to]), 3)
		if err != nil {
			t.Fatal(err)
		}
		var by []string
		for _, w := range ways {
			by = append(by, corners(m, w.Line))
		}
		if got := strings.Join(by, " "); got != tc.want {
			t.Errorf("%c to %c by %s, want %s", tc.from, tc.to, got, tc.want)
		}
	}
}

// A lap on a fast one-way ring at a junction on the way is long and takes little, and is no other way for all that.
func TestNoAlternativeTurnsALap(t *testing.T) {
	at := func(x, y float64) orb.Point { return orb.Point{117 + x*1e-3, 35 + y*1e-3} }
	n := build(t, "car",
		road.Way{ID: "slow", Class: "track", Line: orb.LineString{at(-10, 0), at(0, 0), at(10, 0)}},
		road.Way{ID: "ring", Class: "primary", Oneway: 1, Line: orb.LineString{at(0, 0), at(1, 0.84), at(5, 4.2), at(0, 8.4), at(-5, 4.2), at(-1, 0.84), at(0, 0)}},
		road.Way{ID: "spur", Class: "track", Line: orb.LineString{at(1, 0.84), at(2, 0.84)}},
		road.Way{ID: "other spur", Class: "track", Line: orb.LineString{at(-1, 0.84), at(-2, 0.84)}})
	ways, err := n.Plain().Alternatives(snap(t, n, at(-10, 0)), snap(t, n, at(10, 0)), 3)
	if err != nil || len(ways) != 1 {
		for _, w := range ways {
			t.Errorf("%.0f s, %.0f m: %v", w.DurationS, w.DistanceM, w.Line)
		}
		t.Errorf("%d ways, %v", len(ways), err)
	}
}

// On random grids every alternative is a way: it begins and ends where it should, adds
// up, is at most 1.4 times as slow as the first, which is the fastest, and passes no
// place twice.
func TestAlternativesAreWays(t *testing.T) {
	found := 0
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 0))
		var ways []road.Way
		const k = 9
		at := func(i, j int) orb.Point {
			return orb.Point{117 + float64(i)*0.003 + float64((i*7+j*13)%5)*2e-4, 35 + float64(j)*0.0025 + float64((i*5+j*3)%7)*2e-4}
		}
		for i := range k {
			for j := range k {
				class := []string{"secondary", "residential", "tertiary"}[rng.IntN(3)]
				if i+1 < k {
					ways = append(ways, road.Way{Class: class, Line: orb.LineString{at(i, j), at(i+1, j)}})
				}
				if j+1 < k && rng.IntN(5) > 0 {
					ways = append(ways, road.Way{Class: class, Line: orb.LineString{at(i, j), at(i, j+1)}, Oneway: rng.IntN(8) / 7})
				}
			}
		}
		n := build(t, "car", ways...)
		day := n.Plain()
		places := n.Places(n.Bound(), 200)
		from, to := places[rng.IntN(len(places))], places[rng.IntN(len(places))]
		list, err := day.Alternatives(from, to, 3)
		if err != nil {
			t.Fatal(err)
		}
		if fastest := between(t, n, from, to); list[0].DurationS != fastest.DurationS {
			t.Fatalf("seed %d: first %v s, fastest %v s", seed, list[0].DurationS, fastest.DurationS)
		}
		for _, w := range list {
			found++
			seconds := 0.0
			for _, s := range day.Steps(w) {
				seconds += s.DurationS
			}
			if math.Abs(seconds-w.DurationS) > 0.01 || w.DurationS > 1.4*list[0].DurationS+0.01 {
				t.Fatalf("seed %d: %v s, by its steps %v s; fastest %v s", seed, w.DurationS, seconds, list[0].DurationS)
			}
			if w.Line[0] != from.Point || w.Line[len(w.Line)-1] != to.Point {
				t.Fatalf("seed %d: from %v to %v", seed, w.Line[0], w.Line[len(w.Line)-1])
			}
			passed := map[orb.Point]bool{}
			for i, p := range w.Line {
				if i > 0 && p != w.Line[i-1] && passed[p] {
					t.Fatalf("seed %d: passes %v twice", seed, p)
				}
				passed[p] = true
			}
		}
	}
	if found < 60 {
		t.Errorf("only %d ways", found)
	}
}
