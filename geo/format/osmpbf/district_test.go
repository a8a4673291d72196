package osmpbf

import (
	"bytes"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/paulmach/orb"
)

// district is a grid of streets with everything on it that vehicles ask for, put there by
// lot: tags of ways, barriers, fords, lights, ferries, restrictions by a node and along a
// way. Streets are 8 by 8 nodes from 117, 35, 200 m apart. api/live reads it too.
func district() drawing {
	rng := rand.New(rand.NewPCG(7, 0))
	pick := func(words ...string) string { return words[rng.IntN(len(words))] }
	tagged := func(list []string, share int, key string, words ...string) []string {
		if rng.IntN(share) > 0 {
			return list
		}
		return append(list, key, pick(words...))
	}
	var d drawing
	const size = 8
	for i := range int64(size * size) {
		var tags []string
		switch rng.IntN(8) {
		case 0:
			tags = []string{"barrier", pick("gate", "bollard", "cycle_barrier", "cattle_grid", "kerb")}
			tags = tagged(tags, 2, "motor_vehicle", "no", "yes")
			tags = tagged(tags, 2, "foot", "no", "yes")
		case 1:
			tags = []string{"highway", "traffic_signals"}
			tags = tagged(tags, 2, "direction", "forward", "backward")
		case 2:
			tags = []string{"ford", pick("yes", "stepping_stones", "no")}
		}
		d.nodes = append(d.nodes, drawnNode{1 + i, orb.Point{117 + float64(i%size)*0.002, 35 + float64(i/size)*0.002}, tags})
	}
	for i := range int64(2 * size) {
		start, step := 1+i*size, int64(1)
		if i >= size {
			start, step = 1+i-size, size
		}
		for at := int64(0); at < size-1; {
			long := min(1+rng.Int64N(3), size-1-at)
			var nodes []int64
			for k := range long + 1 {
				nodes = append(nodes, start+(at+k)*step)
			}
			at += long
			tags := []string{"highway", pick("residential", "primary", "track", "path", "service", "footway", "motorway", "busway")}
			if rng.IntN(12) == 0 {
				tags = []string{"route", "ferry", "duration", "00:10"}
			}
			tags = tagged(tags, 4, "oneway", "yes", "-1", "no", "reversible", "1")
			tags = tagged(tags, 6, "oneway:bicycle", "no")
			tags = tagged(tags, 6, "maxspeed", "30", "30 mph", "CN:urban", "50;20")
			tags = tagged(tags, 8, "maxspeed:forward", "20")
			tags = tagged(tags, 6, "access", "no", "private", "destination", "yes")
			tags = tagged(tags, 6, "motor_vehicle", "no", "agricultural;forestry", "destination", "yes")
			tags = tagged(tags, 6, "bicycle", "no", "designated")
			tags = tagged(tags, 6, "foot", "no", "yes")
			tags = tagged(tags, 4, "surface", "asphalt", "gravel", "mud")
			tags = tagged(tags, 6, "width", "1.5", "3", "12'")
			tags = tagged(tags, 10, "junction", "roundabout")
			tags = tagged(tags, 10, "name", "湖路", "Lake Road")
			d.ways = append(d.ways, drawnWay{int64(1 + len(d.ways)), nodes, tags})
		}
	}
	for i := range int64(120) {
		a, b, c := rng.IntN(len(d.ways)), rng.IntN(len(d.ways)), rng.IntN(len(d.ways))
		via := drawnMember{0, d.ways[a].nodes[len(d.ways[a].nodes)-1], "via"}
		if i%4 == 0 {
			via = drawnMember{1, d.ways[b].id, "via"}
		}
		tags := []string{"type", "restriction", "restriction", pick("no_left_turn", "no_straight_on", "only_right_turn")}
		tags = tagged(tags, 4, "except", "bicycle", "motorcar;bicycle")
		tags = tagged(tags, 4, "restriction:bicycle", "no_left_turn")
		d.relations = append(d.relations, drawnRelation{1 + i, []drawnMember{{1, d.ways[a].id, "from"}, via, {1, d.ways[c].id, "to"}}, tags})
	}
	return d
}

// The file that other packages read is this drawing.
func TestDistrictFile(t *testing.T) {
	const name = "testdata/district.osm.pbf"
	want := district().encode(true)
	if *update {
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file is not the drawing; renew it with -update: %v", err)
	}
}

// Lines that must be apart meet where they share a node and nowhere else; what stands on
// a node that was moved stands on its lines.
func TestApart(t *testing.T) {
	d := crossing()
	d.nodes = append(d.nodes, drawnNode{31, orb.Point{117.05, 35.01}, []string{"barrier", "gate"}}, // a third at 12 and 22
		drawnNode{32, orb.Point{117.05, 35.0100001}, nil}, drawnNode{33, orb.Point{117.04, 35.03}, nil})
	d.ways = append(d.ways, drawnWay{31, []int64{33, 31}, []string{"highway", "path"}}, drawnWay{32, []int64{33, 32}, []string{"highway", "path"}})
	b := d.encode(true)
	is := func(t Tags) bool { return t["highway"] != "" }
	for _, apart := range []bool{true, false} {
		want := Want{Line: is, OnLine: func(t Tags) bool { return t["barrier"] == "gate" }}
		if apart {
			want.Apart = is
		}
		x, err := Read(t.Context(), bytes.NewReader(b), int64(len(b)), want)
		if err != nil {
			t.Fatal(err)
		}
		ends := map[orb.Point]int{}
		for l, err := range x.Lines(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			switch l.ID {
			case "w10", "w11":
				ends[l.Shape[1]]++
			case "w31":
				ends[l.Shape[1]]++
				if len(x.OnLine) != 1 || x.OnLine[0].At != l.Shape[1] {
					t.Errorf("the gate stands at %v, its path ends at %v", x.OnLine, l.Shape)
				}
			case "w32":
				ends[l.Shape[1]]++
			}
		}
		if n := map[bool]int{true: 4, false: 2}[apart]; len(ends) != n {
			t.Errorf("apart %v: places %v, want %d", apart, ends, n)
		}
	}
}
