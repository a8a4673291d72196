package water_test

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geotest"
	"xunhu/routing/water"
)

// Places that cannot be, each with its word.
func TestRefusals(t *testing.T) {
	m := geotest.Draw(t, `
		A---------------B    E------F
		|  1   I---J    |    |  2   |
		|      | 3 |    |    |      |
		|      L---K    |    H------G
		|          M--N |
		|          |4 | |        5
		D----------P--O-C`, 200)
	c := water.Chart{
		Open:      []water.Area{{ID: "west", Area: m.Polygon("ABCOPD")}, {ID: "east", Area: m.Polygon("EFGH")}},
		Obstacles: []water.Area{{ID: "core", Area: m.Polygon("IJKL")}},
		Closures:  []water.Area{{ID: "spawning", Area: m.Polygon("MNOP")}},
	}
	n, err := water.Build(c)
	if err != nil {
		t.Fatal(err)
	}
	met, err := n.Customize(water.Profile{Name: "boat", KMH: 10, Closed: []string{"spawning"}})
	if err != nil {
		t.Fatal(err)
	}
	q := met.NewQuery()
	for _, tc := range []struct {
		to   orb.Point
		code string
		says string
	}{
		{m['2'], "water.not_joined", ""},
		{m['3'], "water.in_obstacle", "core"},
		{m['4'], "water.closed", "spawning"},
		{m['5'], "water.none_near", ""},
		{orb.Point{500000, 3900000}, "water.off_globe", ""},
		{orb.Point{117, math.NaN()}, "water.off_globe", ""},
		{orb.Point{-70, 35}, "water.none_near", ""},
		{m['A'], "", ""},
		{orb.Point{m['A'][0] - 1e-4, m['A'][1]}, "", ""}, // nine metres inland, in reach
	} {
		for _, pair := range [][2]orb.Point{{m['1'], tc.to}, {tc.to, m['1']}} {
			if _, err := q.Route(pair[0], pair[1]); code(err) != tc.code || err != nil && !strings.Contains(err.Error(), tc.says) {
				t.Errorf("from %v to %v: %v, want %s", pair[0], pair[1], err, tc.code)
			}
		}
	}
	line := water.Chart{Open: lake(m.Line("AB")), Closures: []water.Area{{ID: "nothing"}}}
	if _, err := water.Build(line); err == nil || strings.Count(err.Error(), "water.no_area") != 2 {
		t.Errorf("a line for a lake: %v", err)
	}
	bow := orb.Polygon{{m['A'], m['C'], m['B'], m['D'], m['A']}}
	bad := water.Chart{Open: lake(bow), Obstacles: []water.Area{{ID: "knot", Area: bow}}, ClearanceM: -1}
	if _, err := water.Build(bad); err == nil || !strings.Contains(err.Error(), "lake") || !strings.Contains(err.Error(), "knot") || !strings.Contains(err.Error(), "bad_clearance") {
		t.Errorf("a chart with three faults: %v", err)
	}
	for _, empty := range []water.Chart{{}, {Open: lake(m.Polygon("ABCD")), ClearanceM: 5000}} {
		if _, err := water.Build(empty); code(err) != "water.none" {
			t.Errorf("no water: %v", err)
		}
	}
	_, err = n.Customize(water.Profile{KMH: -1, Wind: water.Wind{Tail: 0.5, Head: 0.1}, Closed: []string{"winter"}})
	for _, want := range []string{"bad_speed", "bad_wind", "no_closure"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a profile with three faults: %v lacks %s", err, want)
		}
	}
}
