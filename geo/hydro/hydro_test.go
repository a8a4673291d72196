package hydro_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/geo/hydro"
)

// A system of 100 m a cell. Water comes from A and B, meets at C, parts at D round
// the island to G, and leaves at H. T joins at E, a vertex in the midst of DEG. The
// canal CK has no direction; KL goes on from it.
const system = `
	A---.       .---E---.
	    |       |   T   |
	    C---1---D       G-2--H
	    |       |       |
	B---.       .---F---.
	    K---L            `

func rivers(m geotest.Map) []hydro.River {
	line := func(id string, marks string) hydro.River {
		return hydro.River{ID: id, Name: id, Directed: true, Line: m.Line(marks)}
	}
	canal := line("CK", "CK")
	canal.Directed = false
	return []hydro.River{line("AC", "AC"), line("BC", "BC"), line("CD", "CD"), line("north", "DEG"), line("south", "DFG"),
		line("GH", "GH"), line("TE", "TE"), canal, line("KL", "KL")}
}

// passed lists the rivers of pieces in the order of the trace, those whose direction
// is not known with a question mark.
func passed(n *hydro.Network, pieces []hydro.Piece) string {
	var names []string
	for _, p := range pieces {
		name := n.River(p.Reach).ID
		if p.Unsure {
			name += "?"
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

func TestTrace(t *testing.T) {
	m := geotest.Draw(t, system, 100)
	n := hydro.Build(rivers(m))
	if n.NumReaches() != 10 || n.NumNodes() != 10 {
		t.Fatalf("%d reaches and %d nodes, want 10 and 10", n.NumReaches(), n.NumNodes())
	}
	for _, tc := range []struct {
		name     string
		at       rune
		up, down string // the rivers within 2500 m
	}{
		{"between confluence and divergence", '1', "CD AC BC CK?", "CD north south north GH"},
		{"a spring", 'A', "", "AC CD CK? KL? north south north GH"},
		{"below the island", '2', "GH north south north TE CD AC BC CK?", "GH"},
		{"a node, and what meets there", 'G', "north south north TE CD AC BC CK?", "GH"},
		{"a canal's end", 'K', "CK? AC? BC?", "CK? KL CD? north? south? north? GH?"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			found := n.Snap(m[tc.at], 20)
			if len(found) == 0 || found[0].DistanceM > 0.1 {
				t.Fatalf("snapped to %+v", found)
			}
			if got := passed(n, n.Up(found[0].Place, 2500)); got != tc.up {
				t.Errorf("up: %s\nwant %s", got, tc.up)
			}
			if got := passed(n, n.Down(found[0].Place, 2500)); got != tc.down {
				t.Errorf("down: %s\nwant %s", got, tc.down)
			}
		})
	}
}

// A trace ends at its limit, to the millimetre.
func TestLimit(t *testing.T) {
	m := geotest.Draw(t, system, 100)
	n := hydro.Build(rivers(m))
	at := n.Snap(m['1'], 20)[0].Place
	for _, limit := range []float64{0.5, 150, 401, 650, 5000} {
		farthest := 0.0
		for _, p := range n.Down(at, limit) {
			farthest = max(farthest, p.DistanceM+math.Abs(p.To-p.From))
			if got := n.Cut(p.Reach, p.From, p.To); math.Abs(length(got)-math.Abs(p.To-p.From)) > 1e-3 {
				t.Errorf("piece %+v is cut to %v", p, got)
			}
		}
		if limit < 5000 && math.Abs(farthest-limit) > 1e-6 {
			t.Errorf("limit %v: the trace ends at %v", limit, farthest)
		}
	}
	if got := n.Down(at, 0); got != nil {
		t.Errorf("within nothing lies %v", got)
	}
}

func length(l orb.LineString) float64 {
	n := hydro.Build([]hydro.River{{Directed: true, Line: l}})
	return n.Length(0)
}

// Ends join within the tolerance, to one line; where nothing lies so near they
// stay apart.
func TestJoining(t *testing.T) {
	m := geotest.Draw(t, `A---B---C`, 100)
	east := func(p orb.Point, metres float64) orb.Point { return orb.Point{p[0] + metres/91288, p[1]} }
	for _, tc := range []struct {
		name  string
		gap   float64
		wants int // reaches down of A
	}{{"exactly", 0, 2}, {"half a metre apart", 0.5, 2}, {"a little over", 1.1, 1}, {"far", 50, 1}} {
		t.Run(tc.name, func(t *testing.T) {
			n := hydro.Build([]hydro.River{
				{Directed: true, Line: m.Line("AB")},
				{Directed: true, Line: orb.LineString{east(m['B'], tc.gap), m['C']}},
			})
			if got := n.Down(hydro.Place{Reach: n.Reaches(0)[0]}, 1e4); len(got) != tc.wants {
				t.Errorf("%d reaches, want %d: %+v", len(got), tc.wants, got)
			}
		})
	}
	t.Run("at a vertex in the midst", func(t *testing.T) {
		tributary := orb.LineString{{m['B'][0], m['B'][1] + 0.01}, east(m['B'], 0.7)}
		n := hydro.Build([]hydro.River{{Directed: true, Line: m.Line("ABC")}, {ID: "t", Directed: true, Line: tributary}})
		if got := n.Up(hydro.Place{Reach: n.Reaches(0)[1], MeasureM: 200}, 1e4); n.NumReaches() != 3 || len(got) != 3 {
			t.Errorf("%d reaches, up of the middle %+v", n.NumReaches(), got)
		}
	})
	t.Run("a short line keeps its two ends", func(t *testing.T) {
		short := orb.LineString{m['B'], east(m['B'], 0.4)}
		n := hydro.Build([]hydro.River{{Directed: true, Line: m.Line("AB")}, {Directed: true, Line: short},
			{Directed: true, Line: orb.LineString{east(m['B'], 0.4), m['C']}}})
		if got := n.Down(hydro.Place{Reach: n.Reaches(0)[0]}, 1e4); len(got) != 3 || got[2].Reach != n.Reaches(2)[0] {
			t.Errorf("down %+v", got)
		}
	})
}

func TestSnapRanks(t *testing.T) {
	m := geotest.Draw(t, `
		A-------B

		  1


		C-------D`, 10)
	n := hydro.Build([]hydro.River{{ID: "AB", Directed: true, Line: m.Line("AB")}, {ID: "CD", Directed: true, Line: m.Line("CD")}})
	got := n.Snap(m['1'], 100)
	if len(got) != 2 || n.River(got[0].Reach).ID != "AB" || math.Abs(got[0].DistanceM-20) > 0.1 || math.Abs(got[1].DistanceM-30) > 0.1 {
		t.Fatalf("%+v", got)
	}
	if math.Abs(got[0].MeasureM-20) > 0.1 {
		t.Errorf("measure %v, want 20", got[0].MeasureM)
	}
	if a, b := got[0].Confidence, got[1].Confidence; !(a > b && b > 0 && a+b < 1) {
		t.Errorf("confidence %v and %v", a, b)
	}
	if alone := n.Snap(m['1'], 25); len(alone) != 1 || alone[0].Confidence <= 0.5 || alone[0].Confidence >= 1 {
		t.Errorf("alone %+v", alone)
	}
	if none := n.Snap(m['1'], 5); len(none) != 0 {
		t.Errorf("within 5 m %+v", none)
	}
}

// An incident along a river touches the span that it lies at.
func TestTouches(t *testing.T) {
	m := geotest.Draw(t, `
		A-----------B
		   1--2
		                 9`, 10)
	n := hydro.Build([]hydro.River{{Directed: true, Line: m.Line("AB")}})
	got := n.Touches(geodesy.Prepare(m.Line("12")), 15)
	if len(got) != 1 || math.Abs(got[0].From-30) > 0.2 || math.Abs(got[0].To-60) > 0.2 || math.Abs(got[0].DistanceM-10) > 0.1 {
		t.Errorf("%+v", got)
	}
	if got := n.Touches(geodesy.Prepare(m['9']), 15); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func ExampleNetwork_Down() {
	n := hydro.Build([]hydro.River{
		{ID: "upper", Directed: true, Line: orb.LineString{{117.00, 35}, {117.01, 35}}},
		{ID: "lower", Directed: true, Line: orb.LineString{{117.01, 35}, {117.01, 34.99}}},
	})
	outfall := n.Snap(orb.Point{117.005, 35.0001}, 50)[0]
	fmt.Printf("%s, %.0f m away\n", n.River(outfall.Reach).ID, outfall.DistanceM)
	for _, p := range n.Down(outfall.Place, 1000) {
		fmt.Printf("from %.0f m: %s for %.0f m\n", p.DistanceM, n.River(p.Reach).ID, p.To-p.From)
	}
	// Output:
	// upper, 11 m away
	// from 0 m: upper for 456 m
	// from 456 m: lower for 544 m
}
