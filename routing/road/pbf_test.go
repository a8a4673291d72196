package road_test

import (
	"bytes"
	"errors"
	"os"
	"testing"

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
