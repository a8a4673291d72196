package water_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
	"xunhu/routing/water"
)

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

// Channels make a network without any open water.
func TestChannelsAlone(t *testing.T) {
	m := geotest.Draw(t, `
		a---b---c
		    |
		    d     e`, 100)
	_, q := customize(t, water.Chart{Channels: []water.Channel{
		{ID: "ditch", Line: m.Line("abc")}, {ID: "arm", Line: m.Line("bd")}, {ID: "none"}, {ID: "dot", Line: m.Line("ee")}}}, boat)
	path, err := q.Route(m['d'], m['a'])
	if err != nil || by(m, path.Line) != "dba" {
		t.Errorf("by %s, %v", by(m, path.Line), err)
	}
	if _, err := q.Route(m['d'], m['e']); code(err) != "water.none_near" {
		t.Errorf("to a place off the channels: %v", err)
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
	all, err := water.Build(c)
	if err != nil {
		t.Fatal(err)
	}
	if f := all.Findings(); len(f) != 2 || code(f[1]) != "water.landing_far" || f[0].Where != "landing steps" || f[1].Where != "landing inland" {
		t.Errorf("a landing inland: %v", f)
	}
	for i, l := range all.Landings() {
		if l.ID == "inland" || geodesy.Distance(all.At(all.Landing(i)), l.At) > 0.01 {
			t.Errorf("landing %d: %s at %v", i, l.ID, all.At(all.Landing(i)))
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
