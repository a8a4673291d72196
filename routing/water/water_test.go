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
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
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
			{ID: "north", Area: m.Polygon("IJFE")}, {ID: "south", Area: m.Polygon("HGKL")}}})
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
			if _, _, gap := geodesy.Gap(path.Line, border); gap < clear-0.001 || gap > clear*1.0025+0.001 {
				t.Errorf("%s with %v m off: comes as near as %.4f m", pair, clear, gap)
			}
		}
	}
}

// A river joins two lakes, a cut leads through reed: channels are kept to where the
// water is not open, and travelled at their own speed.
func TestChannelsJoinWaters(t *testing.T) {
	m := geotest.Draw(t, `
		A--------B             E--------F
		|        |   x-y       |        |
		|  1     |  /   \      |   2    |
		|      u-v-w     z-----p-q      |
		|        |       |     |        |
		D--------C       e     H--------G`, 100)
	c := water.Chart{
		Open:     []water.Area{{ID: "west", Area: m.Polygon("ABCD")}, {ID: "east", Area: m.Polygon("EFGH")}},
		Channels: []water.Channel{{ID: "river", Line: m.Line("uvwxyzpq")}, {ID: "arm", Line: m.Line("ze")}},
	}
	n, q := customize(t, c, boat)
	path, err := q.Route(m['1'], m['2'])
	if err != nil || by(m, path.Line) != "1vwxyzp2" {
		t.Fatalf("by %s, %v", by(m, path.Line), err)
	}
	river := geodesy.Length(m.Line("vwxyzp"))
	if want := (path.DistanceM-river)*0.36 + river*0.72; math.Abs(path.DurationS-want) > 0.02 {
		t.Errorf("%v s, want %v", path.DurationS, want)
	}
	for _, tc := range []struct {
		from, to rune
		by       string
	}{
		{'e', '1', "ezyxwv1"}, {'2', 'e', "2pze"}, {'x', 'y', "xy"}, {'y', 'x', "yx"}, {'e', 'w', "ezyxw"},
	} {
		path, err := q.Route(m[tc.from], m[tc.to])
		if err != nil || by(m, path.Line) != tc.by {
			t.Errorf("%c to %c: by %s, want %s, %v", tc.from, tc.to, by(m, path.Line), tc.by, err)
		}
	}
	// Middles of channels: there and back on one segment.
	mid := orb.Point{(m['x'][0]*2 + m['y'][0]) / 3, m['x'][1]}
	for _, to := range "xy1" {
		there, err := q.Route(mid, m[to])
		back, err2 := q.Route(m[to], mid)
		if err != nil || err2 != nil || math.Abs(there.DurationS-back.DurationS) > 0.01 {
			t.Errorf("%v %v, %v s there and %v s back", err, err2, there.DurationS, back.DurationS)
		}
	}
	// Within open water a channel is no faster than the water.
	_, fast := customize(t, c, water.Profile{Name: "boat", KMH: 10, ChannelKMH: 100})
	if path, err := fast.Route(m['u'], m['v']); err != nil || math.Abs(path.DurationS-path.DistanceM*0.36) > 0.01 {
		t.Errorf("%v s for %v m of open water, %v", path.DurationS, path.DistanceM, err)
	}
	// The graph says the same: plain search from node to node.
	met, err := n.Customize(boat)
	if err != nil {
		t.Fatal(err)
	}
	s := dijkstra.New(n.Graph(), met.Costs())
	at := map[orb.Point]graph.Node{}
	for v := range graph.Node(n.Graph().NumNodes()) {
		at[n.At(v)] = v
	}
	s.Run([]dijkstra.Seed{{Node: at[m['e']]}}, nil)
	if want := math.Ceil(geodesy.Length(m.Line("ez")) * 720); float64(s.Cost(at[m['z']])) != want {
		t.Errorf("the arm costs %v ms, want %v", s.Cost(at[m['z']]), want)
	}
}

// Landings lie on the shore; they are nodes of the graph, joined to the water and to
// channels in reach.
func TestLandings(t *testing.T) {
	m := geotest.Draw(t, `
		A--------------B
		|              L
		|   1          |
		|              |   M
		D--------------C e
		                 |
		       N         f`, 20)
	c := water.Chart{
		Open: lake(m.Polygon("ABCD")), ClearanceM: 15,
		Channels: []water.Channel{{ID: "ditch", Line: m.Line("ef")}},
		Landings: []water.Landing{{ID: "pier", At: m['L']}, {ID: "steps", At: m['M']}, {ID: "afloat", At: m['1']}},
	}
	n, q := customize(t, c, boat)
	met, err := n.Customize(boat)
	if err != nil {
		t.Fatal(err)
	}
	s := dijkstra.New(n.Graph(), met.Costs())
	s.Run([]dijkstra.Seed{{Node: n.Landing(0)}}, nil)
	path, err := q.Route(m['L'], m['1'])
	if err != nil {
		t.Fatal(err)
	}
	if got := float64(s.Cost(n.Landing(2))) / 1000; math.Abs(got-path.DurationS) > 0.003 {
		t.Errorf("by the graph %v s, by query %v s", got, path.DurationS)
	}
	if got := s.Cost(n.Landing(1)); got >= graph.Infinity {
		t.Error("the steps at the ditch are not joined to the lake")
	}
	if n.At(n.Landing(0)) != m['L'] || geodesy.Distance(n.At(n.Landing(2)), m['1']) > 1e-3 {
		t.Error("landings lie elsewhere")
	}
	c.Landings = append(c.Landings, water.Landing{ID: "inland", At: m['N']}, water.Landing{ID: "nowhere", At: orb.Point{math.NaN(), 35}})
	c.ReachM = 30
	if _, err := water.Build(c); code(err) != "water.off_globe" {
		t.Errorf("a landing that is nowhere: %v", err)
	}
	c.Landings = c.Landings[:4]
	if _, err := water.Build(c); code(err) != "water.landing_far" || !strings.Contains(err.Error(), "inland") || strings.Contains(err.Error(), "pier") {
		t.Errorf("a landing inland: %v", err)
	}
}

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

// On foot through a wetland: permitted ground and the dykes through it.
func TestOnFootThroughAWetland(t *testing.T) {
	m := geotest.Draw(t, `
		A-----------B
		|  1   E---F|
		|      |   ||
		|  d---+-3-++--g
		|      |   ||
		|      H---G|
		D-----------C`, 50)
	c := water.Chart{
		Open:      lake(m.Polygon("ABCD")),
		Obstacles: []water.Area{{ID: "core", Area: m.Polygon("EFGH")}},
		Channels:  []water.Channel{{ID: "dyke", Line: m.Line("d3g")}},
	}
	_, q := customize(t, c, water.Profile{Name: "foot", KMH: 3, ChannelKMH: 4.5})
	path, err := q.Route(m['1'], m['g'])
	if err != nil {
		t.Fatal(err)
	}
	// In at the west side of the core along the dyke, out at its east side, over the strip there, and on to g.
	west, east := path.Line[1], path.Line[len(path.Line)-2]
	if by(m, path.Line) != "1?3??g" || math.Abs(west[0]-m['E'][0]) > 1e-9 || math.Abs(east[0]-m['C'][0]) > 1e-9 {
		t.Errorf("by %s", by(m, path.Line))
	}
}
