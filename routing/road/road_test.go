package road_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/routing/matrix"
	"xunhu/routing/road"
)

func Example() {
	car, _ := road.ProfileNamed("car")
	net, err := road.Build([]road.Way{
		{Class: "tertiary", Line: orb.LineString{{117, 35}, {117.01, 35}}},
		{Class: "residential", Line: orb.LineString{{117.01, 35}, {117.01, 35.01}}},
	}, car)
	if err != nil {
		panic(err)
	}
	path, err := net.Plain().Route(orb.Point{117, 35}, orb.Point{117.01, 35.005})
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.0f m in %.0f s\n", path.DistanceM, path.DurationS)
	// Output: 1468 m in 162 s
}

func build(t *testing.T, profile string, ways ...road.Way) *road.Network {
	t.Helper()
	p, ok := road.ProfileNamed(profile)
	if !ok {
		t.Fatalf("no profile %s", profile)
	}
	n, err := road.Build(ways, p)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// draw draws a map on the grid of 1e-7° that networks have.
func draw(t *testing.T, drawing string, cellM float64) geotest.Map {
	t.Helper()
	m := geotest.Draw(t, drawing, cellM)
	for mark, p := range m {
		m[mark] = orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
	}
	return m
}

// between finds the way between two places of the main part.
func between(t *testing.T, n *road.Network, a, b road.Place) road.Path {
	t.Helper()
	path, err := n.Plain().Between(a, b)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// town is a block of streets. D-E is one way, eastward; G-H is private; the path
// from I crosses no street at a vertex; K-L is a road that hangs on nothing.
const town = `
	A-------B-------C
	|   1   |       |
	|       |       2
	D-->----E-------F
	|       |       |
	|   3   |       |
	G=======H-------J    K--L`

func streets(m geotest.Map) []road.Way {
	return []road.Way{
		{ID: "north", Class: "residential", Line: m.Line("ABC")},
		{ID: "oneway", Class: "residential", Line: m.Line("DE"), Oneway: 1},
		{ID: "middle", Class: "residential", Line: m.Line("EF")},
		{ID: "private", Class: "residential", Line: m.Line("GH"), Access: "private"},
		{ID: "south", Class: "residential", Line: m.Line("HJ")},
		{ID: "west", Class: "residential", Line: m.Line("ADG")},
		{ID: "centre", Class: "residential", Line: m.Line("BEH")},
		{ID: "east", Class: "residential", Line: m.Line("CFJ")},
		{ID: "alone", Class: "primary", Line: m.Line("KL")},
	}
}

// A route goes through the marks that the case names, in that order, and along no
// other corner.
func TestRoute(t *testing.T) {
	m := draw(t, town, 100)
	for _, tc := range []struct {
		profile  string
		from, to rune
		by       string
	}{
		{"car", 'A', 'C', "ABC"},
		{"car", 'D', 'E', "DE"},
		{"car", 'E', 'D', "EBAD"}, // not against the one-way street
		{"foot", 'E', 'D', "ED"},  // which does not bind those on foot
		{"bicycle", 'E', 'D', "EBAD"},
		{"car", 'G', 'H', "GDEH"}, // not by the private road
		{"foot", 'G', 'H', "GDEH"},
		{"car", 'H', 'H', "H"},
	} {
		t.Run(fmt.Sprintf("%s %c%c", tc.profile, tc.from, tc.to), func(t *testing.T) {
			n := build(t, tc.profile, streets(m)...)
			path, err := n.Plain().Route(m[tc.from], m[tc.to])
			if err != nil {
				t.Fatal(err)
			}
			if got := corners(m, path.Line); got != tc.by {
				t.Errorf("went by %s, want %s", got, tc.by)
			}
			if d := geodesy.Length(path.Line); math.Abs(d-path.DistanceM) > 0.01 {
				t.Errorf("%.2f m, but the line has %.2f m", path.DistanceM, d)
			}
		})
	}
}

// corners names the marks at which a line has a point.
func corners(m geotest.Map, l orb.LineString) string {
	var b strings.Builder
	for i, p := range l {
		if i > 0 && p == l[i-1] {
			continue
		}
		for mark, at := range m {
			if at == p {
				b.WriteRune(mark)
			}
		}
	}
	return b.String()
}

// From beside the road, the stub is part of line, distance and time.
func TestRouteWalksTheStubs(t *testing.T) {
	m := draw(t, town, 100)
	n := build(t, "car", streets(m)...)
	path, err := n.Plain().Route(m['1'], m['3'])
	if err != nil {
		t.Fatal(err)
	}
	if path.Line[0] != m['1'] || path.Line[len(path.Line)-1] != m['3'] {
		t.Errorf("the line runs from %v to %v", path.Line[0], path.Line[len(path.Line)-1])
	}
	from, err := n.Snap(m['1'], 5000)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(from.OffM-100) > 1 || math.Abs(from.Point[1]-m['A'][1]) > 1e-12 {
		t.Errorf("snapped %.1f m to %v", from.OffM, from.Point)
	}
	to, err := n.Snap(m['3'], 5000)
	if err != nil {
		t.Fatal(err)
	}
	on := between(t, n, from, to)
	if off := path.DistanceM - on.DistanceM; math.Abs(off-from.OffM-to.OffM) > 1e-6 {
		t.Errorf("stubs of %.2f m, want %.2f m", off, from.OffM+to.OffM)
	}
	walked := (from.OffM + to.OffM) / (road.StubKMH / 3.6)
	if s := path.DurationS - on.DurationS; math.Abs(s-walked) > 1e-6 {
		t.Errorf("stubs of %.2f s, want %.2f s", s, walked)
	}
}

// Two places of one street: straight along it where that is allowed, around the
// block where it is not.
func TestBetweenPlacesOfOneStreet(t *testing.T) {
	m := draw(t, `
		A---------B
		|         |
		|         |
		D-1---2->-E`, 100)
	ways := []road.Way{
		{Class: "residential", Line: m.Line("DABE")},
		{Class: "residential", Line: m.Line("DE"), Oneway: 1},
	}
	for _, tc := range []struct {
		profile  string
		from, to rune
		by       string
	}{
		{"car", '1', '2', "12"},
		{"car", '2', '1', "2EBAD1"},
		{"foot", '2', '1', "21"},
		{"car", '1', '1', "1"},
	} {
		n := build(t, tc.profile, ways...)
		path, err := n.Plain().Route(m[tc.from], m[tc.to])
		if err != nil {
			t.Fatal(err)
		}
		if got := corners(m, path.Line); got != tc.by {
			t.Errorf("%s: went by %s, want %s", tc.profile, got, tc.by)
		}
	}
}

// A street that ends where it begins is left by the nearer end.
func TestLoop(t *testing.T) {
	m := draw(t, `
		A----B-------C
		     |       |
		     D-1-----E`, 100)
	n := build(t, "car",
		road.Way{Class: "residential", Line: m.Line("AB")},
		road.Way{Class: "residential", Line: m.Line("BCEDB")})
	for _, tc := range []struct {
		from, to rune
		by       string
	}{{'1', 'A', "1DBA"}, {'A', '1', "ABD1"}} {
		path, err := n.Plain().Route(m[tc.from], m[tc.to])
		if err != nil {
			t.Fatal(err)
		}
		if got := corners(m, path.Line); got != tc.by {
			t.Errorf("went by %s, want %s", got, tc.by)
		}
	}
}

// A bridge crosses a street without a vertex in common: they do not join.
func TestCrossingIsNoJunction(t *testing.T) {
	m := draw(t, `
		  A
		B-+-C---D
		  E     |
		  F-----G`, 100)
	n := build(t, "car",
		road.Way{Class: "residential", Line: m.Line("AEF")},
		road.Way{Class: "residential", Line: m.Line("BCDGF")})
	path, err := n.Plain().Route(m['A'], m['B'])
	if err != nil {
		t.Fatal(err)
	}
	if got := corners(m, path.Line); got != "AEFGDCB" {
		t.Errorf("went by %s", got)
	}
}

// What leads everywhere is snapped to before what is nearer; where there is nothing else, what
// is there is taken, and tells that it is an island.
func TestSnapPrefersTheMainPart(t *testing.T) {
	m := draw(t, town, 100)
	trap := road.Way{Class: "residential", Line: m.Line("FK"), Oneway: 1} // leads to K-L, and not back
	n := build(t, "car", append(streets(m), trap)...)
	p, err := n.Snap(m['L'], 5000)
	if err != nil {
		t.Fatal(err)
	}
	if p.Point != m['J'] {
		t.Errorf("L was snapped to %v, want J at %v", p.Point, m['J'])
	}
	island, err := n.Snap(m['L'], 100)
	if err != nil || island.Point != m['L'] || n.Main(island) || !n.Main(p) {
		t.Fatalf("L was snapped to %v, %v, which is on the main part: %v", island.Point, err, n.Main(island))
	}
	for _, tc := range []struct {
		from, to rune
		code     string
		nodes    any
	}{
		{'L', 'A', "road.island", 2},
		{'A', 'L', "", nil}, // by the way that nobody comes back
		{'L', 'K', "", nil},
	} {
		a, _ := n.Snap(m[tc.from], 50)
		b, _ := n.Snap(m[tc.to], 50)
		_, err := n.Plain().Between(a, b)
		var f *finding.Finding
		if tc.code == "" {
			if err != nil {
				t.Errorf("%c to %c: %v", tc.from, tc.to, err)
			}
		} else if !errors.As(err, &f) || f.Code != tc.code || f.Args["nodes"] != tc.nodes || f.At == nil || *f.At != m['L'] {
			t.Errorf("%c to %c: %v, want %s of %v nodes at L", tc.from, tc.to, err, tc.code, tc.nodes)
		}
	}
	_, err = n.Snap(orb.Point{118, 35}, 100)
	var f *finding.Finding
	if !errors.As(err, &f) || f.Code != "road.no_road_near" {
		t.Errorf("error %v, want road.no_road_near", err)
	}
}

func TestSpeeds(t *testing.T) {
	m := draw(t, "A---------B", 100)
	for _, tc := range []struct {
		profile string
		way     road.Way
		kmh     float64
	}{
		{"car", road.Way{Class: "residential"}, 25},
		{"car", road.Way{Class: "residential", MaxSpeedKMH: 50}, 45},
		{"car", road.Way{Class: "motorway", MaxSpeedKMH: 200}, 120},
		{"motorcycle", road.Way{Class: "motorway", MaxSpeedKMH: 120}, 80},
		{"bicycle", road.Way{Class: "residential", MaxSpeedKMH: 10}, 9},
		{"foot", road.Way{Class: "residential", MaxSpeedKMH: 30}, 4.5},
		{"foot", road.Way{Class: "steps"}, 2},
		{"car", road.Way{Class: "steps"}, 0},
		{"car", road.Way{Class: "cycleway"}, 0},
		{"bicycle", road.Way{Class: "motorway"}, 0},
		{"foot", road.Way{Class: "trunk_link"}, 0},
		{"car", road.Way{Class: "residential", Access: "no"}, 0},
		{"car", road.Way{Class: "track", Access: "forestry"}, 0},
		{"foot", road.Way{Class: "track", Access: "forestry"}, 4},
		{"car", road.Way{Class: "residential", Access: "destination"}, 25},
	} {
		p, _ := road.ProfileNamed(tc.profile)
		tc.way.Line = m.Line("AB")
		n, err := road.Build([]road.Way{tc.way}, p)
		if tc.kmh == 0 {
			var f *finding.Finding
			if !errors.As(err, &f) || f.Code != "road.no_roads" {
				t.Errorf("%s on %+v: error %v, want road.no_roads", tc.profile, tc.way, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		path, err := n.Plain().Route(m['A'], m['B'])
		if err != nil {
			t.Fatal(err)
		}
		if kmh := path.DistanceM / path.DurationS * 3.6; math.Abs(kmh-tc.kmh) > 0.01 {
			t.Errorf("%s on %+v: %.2f km/h, want %.2f", tc.profile, tc.way, kmh, tc.kmh)
		}
	}
	if _, ok := road.ProfileNamed("hovercraft"); ok {
		t.Error("a profile for a hovercraft")
	}
}

// Bad ways: all of them are named at once.
func TestBuildRefusesWhatIsOffTheGlobe(t *testing.T) {
	p, _ := road.ProfileNamed("car")
	_, err := road.Build([]road.Way{
		{ID: "w1", Class: "primary", Line: orb.LineString{{117, 35}, {500000, 3900000}}},
		{ID: "w2", Class: "primary", Line: orb.LineString{{math.NaN(), 35}, {117, 35}}},
		{ID: "w3", Class: "primary", Line: orb.LineString{{117, 35}, {117.1, 35}}},
	}, p)
	if err == nil || !strings.Contains(err.Error(), "w1") || !strings.Contains(err.Error(), "w2") || strings.Contains(err.Error(), "w3") {
		t.Errorf("error %v", err)
	}
}

// Repeated points and ways without length do no harm.
func TestBuildBearsRepeatedPoints(t *testing.T) {
	m := draw(t, "A----B----C", 100)
	n := build(t, "car",
		road.Way{Class: "primary", Line: m.Line("AABB")},
		road.Way{Class: "primary", Line: m.Line("BB")},
		road.Way{Class: "primary"},
		road.Way{Class: "primary", Line: m.Line("BCC")})
	path, err := n.Plain().Route(m['A'], m['C'])
	if err != nil {
		t.Fatal(err)
	}
	if got := corners(m, path.Line); got != "ABC" {
		t.Errorf("went by %s", got)
	}
}

func TestPlacesLieOnTheRoad(t *testing.T) {
	m := draw(t, town, 100)
	n := build(t, "car", streets(m)...)
	bound := orb.Bound{Min: m['D'], Max: m['B']} // the north-western block
	places := n.Places(bound, 150)
	if len(places) < 8 {
		t.Fatalf("%d places", len(places))
	}
	for _, p := range places {
		q, err := n.Snap(p.Point, 1)
		if err != nil || q.OffM > 0.001 || !bound.Contains(p.Point) {
			t.Errorf("the place %v lies %v m off, %v", p.Point, q.OffM, err)
		}
	}
	for _, mark := range "BDE" {
		if !slices.ContainsFunc(places, func(p road.Place) bool { return p.Point == m[mark] }) {
			t.Errorf("no place at %c", mark)
		}
	}
}

// Near gives one place a road, from the nearest on; the first is that of Snap.
func TestNear(t *testing.T) {
	m := draw(t, town, 100)
	n := build(t, "car", streets(m)...)
	near := n.Near(m['1'], 450)
	first, err := n.Snap(m['1'], 450)
	if err != nil {
		t.Fatal(err)
	}
	if len(near) < 4 || near[0] != first {
		t.Fatalf("%d places, the first %v, want %v", len(near), near[0], first)
	}
	var off []float64
	for _, p := range near {
		off = append(off, math.Round(p.OffM/100))
	}
	if want := []float64{1, 2, 4, 4, 4, 4, 4}; !slices.Equal(off, want) { // D-A-B, D-E, and what meets their ends
		t.Errorf("%v hundred metres away, want %v", off, want)
	}
}

// The rows of Many are the durations of Between, and From finds the same.
func TestManyIsAMatrix(t *testing.T) {
	m := draw(t, town, 100)
	n := build(t, "car", streets(m)...)
	var places []road.Place
	for _, mark := range "ACEGJ123" {
		p, err := n.Snap(m[mark], 5000)
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, p)
	}
	x, err := matrix.Compute(context.Background(), n.Plain().Many(places))
	if err != nil {
		t.Fatal(err)
	}
	for i := range places {
		from := n.Plain().From(places[i])
		for j := range places {
			if c := from.To(places[j]); c != x.Cost(i, j) {
				t.Errorf("%d to %d: From says %d ms, Many %d ms", i, j, c, x.Cost(i, j))
			}
			if want := between(t, n, places[i], places[j]).DurationS; float64(x.Cost(i, j))/1000 != want {
				t.Errorf("%d to %d: %d ms, want %.3f s", i, j, x.Cost(i, j), want)
			}
		}
	}
}
