package hydro_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geotest"
	"xunhu/geo/hydro"
)

// Ends that were given the same node meet, however far apart they are drawn.
func TestGivenNodes(t *testing.T) {
	m := geotest.Draw(t, `
		A---B     C---D
		          |
		          E`, 100)
	rivers := []hydro.River{
		{ID: "upper", Directed: true, ToNode: "n1", Line: m.Line("AB")},
		{ID: "lower", Directed: true, FromNode: "n1", Line: m.Line("CD")},
		{ID: "branch", Directed: true, FromNode: "n2", Line: m.Line("EC")}, // drawn to the start of lower
	}
	n := hydro.Build(rivers)
	start := n.Snap(m['A'], 1)[0].Place
	var ids []string
	for _, p := range n.Down(start, 10_000) {
		ids = append(ids, n.River(p.Reach).ID)
	}
	if len(ids) != 2 || ids[1] != "lower" {
		t.Errorf("down from A by %v, want upper, lower", ids)
	}
	if got := len(n.Up(n.Snap(m['D'], 1)[0].Place, 10_000)); got != 3 {
		t.Errorf("%d reaches above D, want 3", got)
	}
}

// Time goes along with a trace by distance, and a trace by time goes as far as the
// water does: 250 m at 0.5 m/s, then 200 m at 0.1 m/s.
func TestTimeOfTravel(t *testing.T) {
	m := geotest.Draw(t, `
		A----B----C----D`, 50)
	n := hydro.Build([]hydro.River{
		{ID: "fast", Class: "river", Directed: true, Line: m.Line("AB")},
		{ID: "slow", SpeedMS: 0.1, Directed: true, Line: m.Line("BC")},
		{ID: "last", SpeedMS: 1, Directed: true, Line: m.Line("CD")},
	})
	start := n.Snap(m['A'], 1)[0].Place
	down := n.Down(start, 1000)
	if len(down) != 3 || math.Abs(down[1].TimeS-250/0.5) > 2 || math.Abs(down[2].TimeS-250/0.5-250/0.1) > 10 {
		t.Fatalf("down: %+v", down)
	}
	within := n.DownFor(start, 500+2000)
	if len(within) != 2 || math.Abs(within[1].To-200) > 2 || math.Abs(within[1].DistanceM-250) > 1 {
		t.Errorf("in 2,500 s: %+v, want 200 m of slow", within)
	}
	if got := n.WithSpeeds(hydro.Speeds{River: 5}).Down(start, 1000)[1].TimeS; math.Abs(got-50) > 1 {
		t.Errorf("at 5 m/s the first reach takes %v s, want 50", got)
	}
}

// Through a lake the water goes from where rivers end in it to where they start there.
func TestAcrossALake(t *testing.T) {
	m := geotest.Draw(t, `
		A---B     D---E
		    G
		    |
		    C---------F`, 100)
	rivers := []hydro.River{
		{ID: "in", Basin: "x", Directed: true, Line: m.Line("AB")},
		{ID: "out", Directed: true, Line: m.Line("DE")},
		{ID: "canal", Line: m.Line("CF")}, // without direction, and dry
	}
	lake := orb.LineString{m['B'], m['D'], m['C']}.Bound()
	ways := hydro.Across("lake", "湖", "Lake", lake.Contains, rivers)
	if len(ways) != 1 || ways[0].Line[0] != m['B'] || ways[0].Line[1] != m['D'] || ways[0].Class != hydro.Lake || ways[0].Basin != "x" {
		t.Fatalf("ways %+v, want one from B to D", ways)
	}
	n := hydro.Build(append(rivers, ways...))
	if down := n.Down(n.Snap(m['A'], 1)[0].Place, 10_000); len(down) != 3 {
		t.Errorf("the water goes no further than %+v", down)
	}
	if ways := hydro.Across("lake", "", "", lake.Contains, rivers[:1]); ways != nil {
		t.Errorf("a lake that nothing leaves has ways %+v", ways)
	}
}
