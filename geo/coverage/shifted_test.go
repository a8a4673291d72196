package coverage

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
)

// A map over a shifted copy of itself and part of a third tells for each two cells all
// the land that they share, as cutting each two tells it.
func TestShiftedCopies(t *testing.T) {
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 3))
		xs, ys := steps(rng, 5), steps(rng, 4)
		var cells []Cell
		lay := func(name string, n int, dx, dy float64) {
			for i := range n {
				for j := range len(ys) - 1 {
					b := orb.Bound{Min: orb.Point{xs[i] + dx, ys[j] + dy}, Max: orb.Point{xs[i+1] + dx, ys[j+1] + dy}}
					cells = append(cells, Cell{fmt.Sprintf("%s%d%d", name, i, j), orb.MultiPolygon{b.ToPolygon()}})
				}
			}
		}
		lay("a", 5, 0, 0)
		lay("b", 5, 3e-5, 1e-5)
		if seed%2 == 1 {
			lay("c", 2, -4e-4, 2e-4)
		}
		got := map[[2]string]float64{}
		found, _ := Examine(cells...)
		for _, f := range found {
			switch f.Code {
			case "coverage.overlap", "coverage.doubled":
				got[[2]string{f.Args["a"].(string), f.Args["b"].(string)}] += f.Args["area_m2"].(float64)
			case "coverage.near_miss", "coverage.gap":
			default:
				t.Errorf("seed %d: %v", seed, f)
			}
		}
		for i, a := range cells {
			for _, b := range cells[i+1:] {
				pair := [2]string{a.Name, b.Name}
				both, err := overlay.Intersection(a.Area, b.Area)
				if err != nil {
					t.Fatal(err)
				}
				want := 0.0
				if both != nil {
					want = geodesy.Area(both.(orb.MultiPolygon))
				}
				if math.Abs(got[pair]-want) > 0.02+1e-6*want {
					t.Errorf("seed %d: %v share %.2f m², told %.2f", seed, pair, want, got[pair])
				}
			}
		}
	}
}

// steps are n steps of uneven width, in degrees.
func steps(rng *rand.Rand, n int) []float64 {
	at := []float64{35}
	for range n {
		at = append(at, at[len(at)-1]+0.002+0.01*rng.Float64())
	}
	return at
}

// An edge over 5 km is noted once, with the cells on both of its sides.
func TestLongEdges(t *testing.T) {
	box := func(west, east float64) orb.MultiPolygon {
		return orb.MultiPolygon{orb.Bound{Min: orb.Point{west, 35}, Max: orb.Point{east, 35.1}}.ToPolygon()}
	}
	_, notes := Examine(Cell{"b", box(117.01, 117.02)}, Cell{"a", box(117, 117.01)})
	got := map[string]int{}
	for _, n := range notes {
		got[fmt.Sprintf("%s %v %.0f km", n.Code, n.Args["cells"], n.Args["length_m"].(float64)/1000)]++
	}
	want := map[string]int{"coverage.long_edge [a] 11 km": 1, "coverage.long_edge [a b] 11 km": 1, "coverage.long_edge [b] 11 km": 1}
	if !maps.Equal(got, want) {
		t.Errorf("noted %v, want %v", got, want)
	}
}

// Two cells of the same land, one with a vertex more, are told beside a third that has
// part of both: no border of theirs enters the other.
func TestSameLandBesideThird(t *testing.T) {
	square := orb.Ring{{117, 35}, {117.01, 35}, {117.01, 35.01}, {117, 35.01}, {117, 35}}
	more := orb.Ring{{117, 35}, {117.005, 35}, {117.01, 35}, {117.01, 35.01}, {117, 35.01}, {117, 35}}
	third := orb.Bound{Min: orb.Point{117.004, 35.004}, Max: orb.Point{117.02, 35.006}}.ToPolygon()
	found, _ := Examine(Cell{"a", orb.Polygon{square}}, Cell{"b", orb.Polygon{more}}, Cell{"c", third})
	got := map[string]float64{}
	for _, f := range found {
		if a, ok := f.Args["a"].(string); ok && f.Code != "coverage.near_miss" {
			got[a+f.Args["b"].(string)] += f.Args["area_m2"].(float64)
		}
	}
	all := geodesy.Area(orb.Polygon{square})
	if math.Abs(got["ab"]-all) > 0.02 || got["ac"] < all/10 || math.Abs(got["ac"]-got["bc"]) > 0.02 {
		t.Errorf("shared: %v of %.0f", got, all)
	}
}
