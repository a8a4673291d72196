package osmpbf

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

// crossing is a few streets, authored for tests of who reads ways, nodes and restrictions by Walk. routing/road
// reads it too.
//
//	1---2---3---4     12 and 22 lie at one place, and no way has both: a bridge
//	|   |   |   |     the streets 1-2-3-4, 5-6-7-8 and the four between them
//	5---6---7---8     6 is a crossing with a traffic light, 3 has a bollard
func crossing() drawing {
	var d drawing
	node := func(id int64, x, y float64, tags ...string) {
		d.nodes = append(d.nodes, drawnNode{id, orb.Point{117 + x/100, 35 + y/100}, tags})
	}
	for x := range int64(4) {
		tags := map[int64][]string{2: {"barrier", "bollard"}}[x]
		node(1+x, float64(x), 1, tags...)
	}
	for x := range int64(4) {
		tags := map[int64][]string{1: {"highway", "traffic_signals"}}[x]
		node(5+x, float64(x), 0, tags...)
	}
	node(11, 5, 0)
	node(12, 5, 1)
	node(13, 5, 2)
	node(21, 4, 1)
	node(22, 5, 1)
	node(23, 6, 1)
	street := func(id int64, nodes ...int64) {
		d.ways = append(d.ways, drawnWay{id, nodes, []string{"highway", "residential"}})
	}
	street(1, 1, 2)
	street(2, 2, 3, 4)
	street(3, 5, 6)
	street(4, 6, 7)
	street(5, 7, 8)
	street(6, 1, 5)
	street(7, 2, 6)
	street(8, 3, 7)
	street(9, 4, 8)
	street(10, 11, 12, 13)
	street(11, 21, 22, 23)
	street(4, 6, 8) // comes again, otherwise: the first counts
	ban := func(id int64, kind string, from int64, via drawnMember, to int64) {
		via.role = "via"
		d.relations = append(d.relations, drawnRelation{id, []drawnMember{{1, from, "from"}, via, {1, to, "to"}},
			[]string{"type", "restriction", "restriction", kind}})
	}
	ban(1, "no_left_turn", 3, drawnMember{kind: 0, id: 6}, 7)
	ban(2, "no_u_turn", 5, drawnMember{kind: 1, id: 4}, 7)
	ban(3, "no_left_turn", 3, drawnMember{kind: 0, id: 8}, 9) // does not fit
	return d
}

// The file that other packages read is this drawing.
func TestCrossingFile(t *testing.T) {
	const name = "testdata/crossing.osm.pbf"
	want := crossing().encode(true)
	if *update {
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file is not the drawing; renew it with -update: %v", err)
	}
}

// Walk shows what was asked for, kind by kind.
func TestWalk(t *testing.T) {
	b := crossing().encode(true)
	var order []byte
	var members []Member
	tagged, nodes, ways := 0, 0, []int64(nil)
	err := Walk(t.Context(), bytes.NewReader(b), int64(len(b)), Walker{
		Kind: "restriction", WayKeys: []string{"highway"}, NodeKeys: []string{"barrier"},
		Relation: func(_ int64, tags Tags, m []Member) {
			order = append(order, 'r')
			if tags["restriction"] == "no_u_turn" {
				members = m
			}
		},
		Way: func(id int64, _ Tags, _ []int64) {
			order = append(order, 'w')
			ways = append(ways, id)
		},
		Ways: func() { order = append(order, '|') },
		Node: func(id int64, tags Tags, lon, lat int32) {
			order = append(order, 'n')
			nodes++
			if tags != nil {
				tagged++
			}
			if id == 7 && (lon != 1170200000 || lat != 350000000) {
				t.Errorf("node 7 lies at %d, %d", lon, lat)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(slices.Compact(order)); got != "rw|n" {
		t.Errorf("shown in the order %s", got)
	}
	if !slices.Equal(members, []Member{{'w', 5, "from"}, {'w', 4, "via"}, {'w', 7, "to"}}) {
		t.Errorf("members %v", members)
	}
	if !slices.Equal(ways, []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 4}) || nodes != 14 || tagged != 1 {
		t.Errorf("ways %v, %d nodes, %d with tags", ways, nodes, tagged)
	}
	none := drawing{nodes: crossing().nodes}.encode(false)
	if err := Walk(t.Context(), bytes.NewReader(none), int64(len(none)), Walker{}); err == nil {
		t.Error("a file without ways")
	}
}
