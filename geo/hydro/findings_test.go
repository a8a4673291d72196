package hydro_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/geo/hydro"
)

// Each fault of a network is told once, at its place, with the lines that it is
// about; a sound network has none.
func TestFindings(t *testing.T) {
	m := geotest.Draw(t, `
		A---B---C---D
		    |   |
		    E---F     X`, 20)
	line := func(marks string, directed bool) hydro.River {
		return hydro.River{ID: marks, Name: marks, Class: "river", Directed: directed, Line: m.Line(marks)}
	}
	ditch := line("EX", true)
	ditch.Class = "ditch"
	for _, tc := range []struct {
		name   string
		rivers []hydro.River
		want   []string // code, river, place
	}{
		{"a sound network", []hydro.River{line("AB", true), line("BC", true), line("BE", true), line("EF", true), line("FC", true), line("CD", true)}, nil},
		{"a circle", []hydro.River{line("AB", true), line("BC", true), line("CF", true), line("FE", true), line("EB", true), line("CD", true)},
			[]string{"hydro.circle BC B"}},
		{"no circle with a gate in it", []hydro.River{line("AB", true), line("BC", true), line("CF", true), line("FE", false), line("EB", true), line("CD", true)}, nil},
		{"a line in a circle of its own", []hydro.River{line("AB", true), line("BCFEB", true), line("BD", true)}, []string{"hydro.circle BCFEB B"}},
		{"drawn against the stream", []hydro.River{line("AB", true), line("CB", true), line("CD", true)}, []string{"hydro.head_on AB B", "hydro.part_from CB C"}},
		{"a short miss", []hydro.River{line("AB", true), {ID: "miss", Name: "miss", Class: "stream", Directed: true,
			Line: orb.LineString{m['E'], {m['B'][0], m['B'][1] - 0.0001}}}, line("BC", true)},
			[]string{"hydro.loose_end miss "}},
		{"a river for itself", []hydro.River{line("AB", true), line("BC", true), line("FX", true)}, []string{"hydro.alone FX X"}},
		{"a ditch may seep away", []hydro.River{line("AB", true), line("BC", true), ditch}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			sound := func(p orb.Point) bool { return p == m['C'] || p == m['D'] }
			if tc.name == "drawn against the stream" {
				sound = func(p orb.Point) bool { return p == m['D'] }
			}
			n := hydro.Build(tc.rivers)
			for _, f := range append(n.Findings(sound), n.Notes(sound)...) {
				place := ""
				for mark, p := range m {
					if *f.At == p {
						place = string(mark)
					}
				}
				got = append(got, fmt.Sprintf("%s %s %s", f.Code, f.Where[len("rivers/"):], place))
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("%q\nwant %q", got, tc.want)
			}
		})
	}
}

// The cells of a trace come in the order in which the water meets them.
func TestCells(t *testing.T) {
	m := geotest.Draw(t, `
		A-----B-----C
		s  x  |   y |  z
		|     |     |
		D-----E-----F
		   w     u`, 100)
	cover, err := coverage.New(
		coverage.Cell{Name: "west", Area: m.Polygon("ABED")}, coverage.Cell{Name: "east", Area: m.Polygon("BCFE")})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name  string
		line  string
		least float64
		want  string
	}{
		{"through both and out", "xyz", 1, "west:0 east:300 :900"},
		{"out and in again", "xwu", 1, "west:0 :200"},
		{"along the border of both", "BE", 1, "east:0 west:0"},
		{"too little to count", "xyz", 350, "east:300"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			n := hydro.Build([]hydro.River{{Directed: true, Line: m.Line(tc.line)}})
			passages, err := n.Through(cover, nil).Cut(n.Down(hydro.Place{}, 1e5))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, meeting := range hydro.Meet(passages, tc.least) {
				got += fmt.Sprintf(" %s:%.0f", meeting.Cell, meeting.DistanceM)
			}
			if tc.want = " " + tc.want; got != tc.want {
				t.Errorf("%s, want%s", got, tc.want)
			}
		})
	}
}

// Passages tile the pieces that they are cut from, and each lies in its cell.
func TestPassagesTileThePieces(t *testing.T) {
	m := geotest.Draw(t, `
		A---B---C
		|   |   |
		D---E---F
		|   |   |
		G---H---I`, 50)
	cells := []coverage.Cell{
		{Name: "a", Area: m.Polygon("ABED")}, {Name: "b", Area: m.Polygon("BCFE")}, {Name: "c", Area: m.Polygon("DEHG")},
	}
	cover, err := coverage.New(cells...)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 6))
		somewhere := func() orb.Point {
			return orb.Point{m['A'][0] + 0.006*(rng.Float64()-0.1), m['I'][1] + 0.005*(rng.Float64()-0.1)}
		}
		var rivers []hydro.River
		for range 5 {
			from := somewhere()
			if len(rivers) > 0 {
				from = rivers[0].Line[1]
			}
			rivers = append(rivers, hydro.River{Directed: rng.IntN(2) == 0, Line: orb.LineString{from, somewhere(), somewhere()}})
		}
		n := hydro.Build(rivers)
		pieces := n.Down(hydro.Place{MeasureM: 1}, 1000)
		passages, err := n.Through(cover, nil).Cut(pieces)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		total := 0.0
		for _, p := range pieces {
			total += math.Abs(p.To - p.From)
		}
		for i, p := range passages {
			total -= math.Abs(p.To - p.From)
			if i > 0 && p.DistanceM < passages[i-1].DistanceM {
				t.Fatalf("seed %d: passages not by distance", seed)
			}
			if math.Abs(p.To-p.From) < 0.1 {
				continue
			}
			middle := n.At(hydro.Place{Reach: p.Reach, MeasureM: (p.From + p.To) / 2})
			if got, _ := cover.Locate(middle); got != p.Cell {
				t.Fatalf("seed %d: %+v lies in %q", seed, p, got)
			}
		}
		if math.Abs(total) > 0.02 {
			t.Fatalf("seed %d: passages differ from the pieces by %v m", seed, total)
		}
	}
}

// The measure along a cut line adds up to the line.
func TestCutAddsUp(t *testing.T) {
	m := geotest.Draw(t, `A--B--C--D`, 100)
	n := hydro.Build([]hydro.River{{Directed: true, Line: m.Line("ABCD")}})
	whole := n.Length(0)
	for _, at := range []float64{0, 100, 300, 450.5, whole} {
		a, b := n.Cut(0, 0, at), n.Cut(0, whole, at)
		if sum := geodesy.Length(a) + geodesy.Length(b); math.Abs(sum-whole) > 1e-6 || a[len(a)-1] != b[len(b)-1] {
			t.Errorf("cut at %v: %v and %v", at, a, b)
		}
	}
}

// A file of rivers without any connection is told as such, before each of them.
func TestUnconnected(t *testing.T) {
	m := geotest.Draw(t, `
		A---B
		C---D
		E---F`, 200)
	rivers := []hydro.River{
		{ID: "1", Directed: true, Line: m.Line("AB")}, {ID: "2", Directed: true, Line: m.Line("CD")}, {ID: "3", Directed: true, Line: m.Line("EF")}}
	notes := hydro.Build(rivers).Notes(nil)
	if len(notes) != 4 || notes[0].Code != "hydro.unconnected" || notes[0].Args["n"] != 3 {
		t.Errorf("notes %v", notes)
	}
	rivers[1].FromNode, rivers[0].ToNode = "x", "x"
	if notes := hydro.Build(rivers).Notes(nil); len(notes) != 1 || notes[0].Code != "hydro.alone" {
		t.Errorf("with a node given: %v", notes)
	}
}
