package road_test

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/routing/road"
)

// village is the extract of geo/format/osmpbf: streets 20 to 25, of which 22 is forestry, 23 under construction,
// 24 private, and 25 lacks its last node.
func village(t *testing.T) []byte {
	t.Helper()
	b, err := os.ReadFile("../../geo/format/osmpbf/testdata/village.osm.pbf")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestReadPBF(t *testing.T) {
	b := village(t)
	for _, tc := range []struct {
		profile          string
		edges, junctions int
	}{
		{"car", 3, 4},  // 20 is cut where 25 begins; the roundabout hangs on nothing
		{"foot", 4, 6}, // and the forest track
		{"boat", 2, 4}, // the river and the canal; the drain takes a permit
	} {
		p, _ := road.ProfileNamed(tc.profile)
		n, err := road.ReadPBF(t.Context(), bytes.NewReader(b), int64(len(b)), p)
		if err != nil {
			t.Fatal(err)
		}
		if n.NumEdges() != tc.edges || n.NumJunctions() != tc.junctions {
			t.Errorf("%s: %d edges, %d junctions, want %d, %d", tc.profile, n.NumEdges(), n.NumJunctions(), tc.edges, tc.junctions)
		}
		missing := 0
		for _, f := range n.Findings() {
			if f.Code == "road.missing_nodes" {
				missing = f.Args["n"].(int)
			}
		}
		if want := map[string]int{"car": 1, "foot": 1}[tc.profile]; missing != want {
			t.Errorf("%s: %d missing nodes, want %d", tc.profile, missing, want)
		}
	}
}

// A file that is cut off or no PBF is told as such.
func TestReadPBFRefuses(t *testing.T) {
	b := village(t)
	car, _ := road.ProfileNamed("car")
	for _, tc := range []struct {
		b    []byte
		code string
	}{{nil, "osmpbf.empty"}, {b[:len(b)-5], "osmpbf.truncated"}, {[]byte("<osm></osm>"), "osmpbf.not_pbf"}} {
		_, err := road.ReadPBF(t.Context(), bytes.NewReader(tc.b), int64(len(tc.b)), car)
		var f *finding.Finding
		if !errors.As(err, &f) || f.Code != tc.code {
			t.Errorf("%v, want %s", err, tc.code)
		}
	}
}

// What a file says of nodes and turns counts, its nodes are junctions by their numbers, and of a way that comes twice
// the first is taken. Streets are 5..8 below and 1..4 above (see crossing in geo/format/osmpbf).
func TestReadPBFByNumber(t *testing.T) {
	b, err := os.ReadFile("../../geo/format/osmpbf/testdata/crossing.osm.pbf")
	if err != nil {
		t.Fatal(err)
	}
	at := func(n int) orb.Point { // of streets
		return orb.Point{117 + float64((n-1)%4)/100, 35 + float64((8-n)/4)/100}
	}
	route := func(profile string, from, to int) string {
		p, _ := road.ProfileNamed(profile)
		n, err := road.ReadPBF(t.Context(), bytes.NewReader(b), int64(len(b)), p)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(n.Findings()); profile == "car" && (got != 1 || n.Findings()[0].Code != "road.restrictions_dropped") {
			t.Errorf("findings %v", n.Findings())
		}
		between := func(a, b int) orb.Point {
			p, q := at(a), at(b)
			return orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2}
		}
		a, err1 := n.Snap(between(from/10, from%10), 10)
		z, err2 := n.Snap(between(to/10, to%10), 10)
		path, err3 := n.Plain().Between(a, z)
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Fatal(err)
		}
		by := ""
		for _, p := range path.Line {
			for i := 1; i <= 8; i++ {
				if p == at(i) {
					by += string(rune('0' + i))
				}
			}
		}
		return by
	}
	for _, tc := range []struct {
		profile  string
		from, to int
		by       string
	}{
		{"car", 56, 26, "512"},   // no left turn at 6
		{"foot", 56, 26, "6"},    // which does not bind those on foot
		{"car", 78, 26, "7376"},  // not straight along 7-6 and then to 2: it turns at the bollard
		{"car", 67, 26, "6"},     // who began on it may
		{"car", 23, 34, "26784"}, // around the bollard
		{"foot", 23, 34, "3"},
	} {
		if got := route(tc.profile, tc.from, tc.to); got != tc.by {
			t.Errorf("%s from %d to %d: by %s, want %s", tc.profile, tc.from, tc.to, got, tc.by)
		}
	}
	p, _ := road.ProfileNamed("car")
	n, err := road.ReadPBF(t.Context(), bytes.NewReader(b), int64(len(b)), p)
	if err != nil {
		t.Fatal(err)
	}
	under, err1 := n.Snap(orb.Point{117.05, 35.005}, 10)
	over, err2 := n.Snap(orb.Point{117.055, 35.01}, 10)
	if _, err := n.Plain().Between(under, over); err == nil || err1 != nil || err2 != nil {
		t.Errorf("the bridge joins the road below it: %v, %v", err1, err2)
	}
}
