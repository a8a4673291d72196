package water_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/routing/water"
)

func customize(t testing.TB, c water.Chart, p water.Profile) (*water.Network, *water.Query) {
	t.Helper()
	n, err := water.Build(c)
	if err != nil {
		t.Fatal(err)
	}
	m, err := n.Customize(p)
	if err != nil {
		t.Fatal(err)
	}
	return n, m.NewQuery()
}

// by names the marks that a line leads over.
func by(m geotest.Map, l orb.LineString) string {
	var b strings.Builder
	for _, p := range l {
		name := '?'
		for mark, at := range m {
			if geodesy.Distance(p, at) < 0.01 {
				name = mark
			}
		}
		if s := b.String(); name == '?' || !strings.HasSuffix(s, string(name)) {
			b.WriteRune(name)
		}
	}
	return b.String()
}

func code(err error) string {
	var f *finding.Finding
	if errors.As(err, &f) {
		return f.Code
	}
	return ""
}

var boat = water.Profile{Name: "boat", KMH: 10, ChannelKMH: 5}

func lake(area orb.Geometry) []water.Area { return []water.Area{{ID: "lake", Area: area}} }

// Courses bend at the island and at the cape, and nowhere else.
func TestCoursesAroundIslandAndCape(t *testing.T) {
	m := geotest.Draw(t, `
		A-----------------------B
		|     1     E---F    2  |
		|           |   |       |
		|  3        H---G  4    |
		|        K              |
		|       / \        5    |
		|  6   /   \            |
		D-----I     J-----------C`, 100)
	_, q := customize(t, water.Chart{Open: lake(m.Polygon("ABCJKID", "EFGH"))}, boat)
	for _, tc := range []struct {
		from, to rune
		by       string
	}{
		{'1', '2', "1EF2"},
		{'3', '4', "3HG4"},
		{'6', '5', "6K5"},
		{'5', '6', "5K6"},
		{'1', '3', "13"},
		{'A', '4', "AHG4"},
		{'E', 'G', "EHG"},
		{'I', 'J', "IKJ"},
		{'1', '1', "1"},
	} {
		path, err := q.Route(m[tc.from], m[tc.to])
		if err != nil {
			t.Fatal(err)
		}
		got := by(m, path.Line)
		if tc.from == 'E' && got == "EFG" {
			got = "EHG" // as long
		}
		if got != tc.by {
			t.Errorf("%c to %c: by %s, want %s", tc.from, tc.to, got, tc.by)
		}
		if want := geodesy.Length(path.Line); path.DistanceM != want || math.Abs(path.DurationS-want*0.36) > 0.02 {
			t.Errorf("%c to %c: %v m, %v s, want %v m", tc.from, tc.to, path.DistanceM, path.DurationS, want)
		}
	}
}

// Islands that touch each other and both shores leave no way through, though every
// single place of the chain could be reached from either side.
func TestIslandChainSplitsTheLake(t *testing.T) {
	m := geotest.Draw(t, `
		A-------E-------B
		|      / \      |
		| 1   F   G   2 |
		|      \ /      |
		|       H       |
		|      / \      |
		|     I   J     |
		|      \ /      |
		D-------K-------C`, 100)
	shell := m.Ring("AEBCKD")
	chart := func(touch bool) water.Chart {
		upper, lower := m.Ring("EGHF"), m.Ring("HJKI")
		if !touch {
			for i := range lower {
				lower[i][1] -= 1e-7 // a centimetre
			}
			lower[2], lower[0] = m['K'], lower[4]
			lower[2] = m['K']
		}
		c := water.Chart{Open: lake(orb.Polygon{shell})}
		for _, r := range []orb.Ring{upper, lower} {
			c.Obstacles = append(c.Obstacles, water.Area{ID: "reed", Area: orb.Polygon{r}})
		}
		return c
	}
	_, q := customize(t, chart(true), boat)
	if path, err := q.Route(m['1'], m['2']); code(err) != "water.not_joined" {
		t.Errorf("through the chain: %v, %v", path.Line, err)
	}
	for _, mark := range "12" {
		if _, err := q.Route(m[mark], m['H']); err != nil {
			t.Errorf("%c to where the islands touch: %v", mark, err)
		}
	}
	_, q = customize(t, chart(false), boat)
	path, err := q.Route(m['1'], m['2'])
	if err != nil || by(m, path.Line) != "1H2" {
		t.Errorf("between islands that do not touch: %v, %v", by(m, path.Line), err)
	}
}

// A hole that touches the outline is passed on its other side only.
func TestHoleTouchesOutline(t *testing.T) {
	m := geotest.Draw(t, `
		A------E------B
		|  1  / \  2  |
		|    F   G    |
		|     \ /     |
		|      H      |
		D-------------C`, 100)
	_, q := customize(t, water.Chart{Open: lake(m.Polygon("ABCD", "EGHF"))}, boat)
	path, err := q.Route(m['1'], m['2'])
	if err != nil || by(m, path.Line) != "1H2" {
		t.Errorf("by %s, %v", by(m, path.Line), err)
	}
}

// Closures turn courses at their corners when they are closed, alone and together;
// where two share a border, or one and the shore, there is no way between.
func TestClosures(t *testing.T) {
	m := geotest.Draw(t, `
		A---------E--F--G---------B
		|         |  |  |         |
		|         |  |  |         |
		|    1    H--I--J   2     |
		|                         |
		|         K--L--M         |
		|         |     |         |
		D---------N--O--P---------C`, 100)
	chart := water.Chart{Open: lake(m.Polygon("AEFGBCPOND")), Closures: []water.Area{
		{ID: "west", Area: m.Polygon("EFIH")}, {ID: "east", Area: m.Polygon("FGJI")},
		{ID: "south", Area: m.Polygon("KLMPON")}, {ID: "gap", Area: m.Polygon("HIJMLK")},
	}}
	n, err := water.Build(chart)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		closed, by string
	}{
		{"", "12"},
		{"west", "12"},
		{"gap", "12"},        // along its border
		{"gap west", "1KM2"}, // not between the two
		{"gap south", "12"},
		{"gap west east", "1KM2"},
		{"gap west south", ""},
		{"gap west east south", ""},
	} {
		m2, err := n.Customize(water.Profile{Name: "boat", KMH: 10, Closed: strings.Fields(tc.closed)})
		if err != nil {
			t.Fatal(err)
		}
		path, err := m2.NewQuery().Route(m['1'], m['2'])
		if got := by(m, path.Line); got != tc.by || (err == nil) == (tc.by == "") {
			t.Errorf("closed %q: by %s, want %s, %v", tc.closed, got, tc.by, err)
		}
	}
}

// A closure that shares its border with an island and reaches to the other shore shuts
// the strait: the shore itself is no way between the two.
func TestClosureAtTheShore(t *testing.T) {
	m := geotest.Draw(t, `
		A-----I-----J-----B
		|     |     |     |
		| 1   E-----F   2 |
		|     |     |     |
		|     H-----G     |
		|     |     |     |
		D-----L-----K-----C`, 100)
	for _, turned := range []bool{false, true} { // walls run the other way, too
		shell, island := "AIJBCKLD", "EFGH"
		if turned {
			shell, island = "DLKCBJIA", "HGFE"
		}
		n, err := water.Build(water.Chart{Open: lake(m.Polygon(shell, island)), Closures: []water.Area{
			{ID: "north", Area: m.Polygon("IJFE")}, {ID: "south", Area: m.Polygon("HGKL")},
			{ID: "never", Area: m.Polygon("EFGH")}}})
		if err != nil {
			t.Fatal(err)
		}
		for closed, want := range map[string]string{"": "1EF2", "north": "1HG2", "south": "1EF2", "north south": ""} {
			met, err := n.Customize(water.Profile{Name: "boat", KMH: 10, Closed: strings.Fields(closed)})
			if err != nil {
				t.Fatal(err)
			}
			path, err := met.NewQuery().Route(m['1'], m['2'])
			if got := by(m, path.Line); got != want || (err == nil) == (want == "") {
				t.Errorf("closed %q: by %s, want %s, %v", closed, got, want, err)
			}
		}
	}
}

// The clearance is kept whole, and not by much more.
func TestClearance(t *testing.T) {
	m := geotest.Draw(t, `
		A-----------------------B
		|  1        E---F    2  |
		|           |   |       |
		|           H---G       |
		|        K              |
		|       / \             |
		|  3   /   \       4    |
		D-----I     J-----------C`, 100)
	area := m.Polygon("ABCJKID", "EFGH")
	for _, clear := range []float64{10, 60} {
		_, q := customize(t, water.Chart{Open: lake(area), ClearanceM: clear}, boat)
		for _, pair := range []string{"12", "34"} {
			path, err := q.Route(m[rune(pair[0])], m[rune(pair[1])])
			if err != nil {
				t.Fatal(err)
			}
			border := orb.MultiLineString{orb.LineString(area[0]), orb.LineString(area[1])}
			if _, _, gap := geodesy.Gap(path.Line, border); gap < clear-0.001 || gap > clear*1.0201+0.001 {
				t.Errorf("%s with %v m off: comes as near as %.4f m", pair, clear, gap)
			}
		}
	}
}
