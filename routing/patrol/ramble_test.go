package patrol

import (
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/routing/road"
	"xunhu/routing/trip"
	"xunhu/routing/water"
)

// A walk over the ground of a wetland takes as long as that is slow, not as long as its line
// would take on a path.
func TestRamblesTakeTheTimeOfTheGround(t *testing.T) {
	m, a, net, r := strollers(t, false)
	const lookS = 300
	p := m['i']
	pond := orb.MultiPolygon{{{{p[0] - 1e-3, p[1] - 2e-4}, {p[0] + 1e-3, p[1] - 2e-4}, {p[0] + 1e-3, p[1] + 2e-4}, {p[0] - 1e-3, p[1] + 2e-4}, {p[0] - 1e-3, p[1] - 2e-4}}}}
	ground, err := water.Build(water.Chart{ReachM: 50, Open: []water.Area{{ID: "reeds", Area: orb.MultiPolygon{m.Polygon("PQRS")}}}, Obstacles: []water.Area{{ID: "pond", Area: pond}}})
	if err != nil {
		t.Fatal(err)
	}
	over, err := ground.Customize(water.Profile{Name: "foot", KMH: 2.5, ChannelKMH: 4})
	if err != nil {
		t.Fatal(err)
	}
	r.Means = Means{Ground: &trip.Planner{Roads: net, Waters: ground, Afloat: over, Mode: trip.OverGround}}
	x, err := prepare(a, net, r)
	if err != nil {
		t.Fatal(err)
	}
	x.lakes = []orb.MultiPolygon{pond}
	from, to := orb.Point{p[0], p[1] + 1e-3}, orb.Point{p[0], p[1] - 1e-3}
	g := &terrain{m: x, spots: []orb.Point{to}, sees: [][]int32{{0}}, seen: make([]bool, 1), never: make([]bool, 1), near: []int{0}, least: 1, from: approach{Place: road.Place{Point: from}}}
	line, stands, took := g.out(0, lookS)
	if slow := geodesy.Length(line) / (2.5 / 3.6); len(stands) != 1 || took < slow+lookS-2 || took > slow+lookS+2 {
		t.Errorf("%d stands, %.0f s for %.0f m, want %.0f s and a look of %d s", len(stands), took, geodesy.Length(line), slow, lookS)
	}
}
