package osmpbf

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/paulmach/orb"
)

var update = flag.Bool("update", false, "write the golden files anew")

// at gives the node at a corner of the village's grid: a hundredth of a degree a
// step, from 117° E 35° N.
func at(x, y int64) int64 { return 1000 + 100*x + y }

// grid lists corners: x, y, x, y, ...
func grid(xy ...int64) []int64 {
	var nodes []int64
	for i := 0; i < len(xy); i += 2 {
		nodes = append(nodes, at(xy[i], xy[i+1]))
	}
	return nodes
}

// village is a county of two towns, authored for tests, with one of everything
// that an import looks at. The package of imports reads it too.
func village() drawing {
	var d drawing
	for x := int64(0); x <= 12; x++ {
		for y := int64(0); y <= 9; y++ {
			d.nodes = append(d.nodes, drawnNode{id: at(x, y), at: orb.Point{117 + float64(x)/100, 35 + float64(y)/100}})
		}
	}
	extra := func(id int64, lon, lat float64, tags ...string) {
		d.nodes = append(d.nodes, drawnNode{id: id, at: orb.Point{lon, lat}, tags: tags})
	}
	extra(1, 117.015, 35.025, "place", "village", "name", "西村镇") // label of the west
	extra(2, 117.065, 35.025, "place", "town", "name", "东村镇")    // found by its name
	extra(3, 117.062, 35.012, "man_made", "wastewater_plant", "name", "东村污水处理厂")
	extra(4, 117.095, 35.045, "amenity", "fuel")                     // in the neighbour
	extra(5, 117.0596, 35.045, "leisure", "slipway", "name", "东湖坡道") // at the lake
	extra(6, 117.015, 35.055, "amenity", "ferry_terminal")           // far from any water
	for i, p := range []orb.Point{{117.07, 35.01}, {117.0703, 35.01}, {117.0703, 35.0103}, {117.07, 35.0103}} {
		extra(10+int64(i), p[0], p[1])
	}
	for i, p := range []orb.Point{{117.038, 35.028}, {117.038, 35.032}, {117.042, 35.032}, {117.042, 35.028}} {
		extra(20+int64(i), p[0], p[1])
	}
	way := func(id int64, nodes []int64, tags ...string) {
		d.ways = append(d.ways, drawnWay{id, nodes, tags})
	}
	way(1, grid(4, 0, 0, 0, 0, 6, 4, 6)) // around the west
	way(2, grid(4, 6, 4, 3, 4, 0))       // between the towns
	way(3, grid(4, 0, 8, 0, 8, 6, 4, 6)) // around the east
	way(4, grid(8, 0, 12, 0, 12, 6, 8, 6, 8, 0), "boundary", "administrative", "admin_level", "6", "name", "邻县", "name:en", "Next")
	way(5, grid(0, 6, 0, 9, 4, 9)) // a part of a county that the extract cuts off
	way(6, grid(3, 2, 5, 2, 5, 4, 3, 4, 3, 2))
	way(7, []int64{20, 21, 22, 23, 20}) // the island
	way(8, grid(3, 1, 6, 1, 6, 5, 3, 5, 3, 1), "leisure", "nature_reserve", "name", "双镇自然保护区")
	way(9, grid(1, 4, 2, 4, 2, 5, 1, 5, 1, 4), "natural", "wetland")
	way(10, grid(6, 4, 7, 4, 7, 5, 6, 5, 6, 4), "natural", "water", "name", "东湖")
	way(11, []int64{10, 11, 12, 13, 10}, "natural", "water") // a pond of some 900 m²
	way(12, grid(2, 6, 4, 3, 6, 0), "waterway", "river", "name", "大河", "name:en", "Great River")
	way(13, grid(0, 2, 2, 2), "waterway", "canal")
	way(14, grid(6, 2, 7, 2), "waterway", "drain", "name", "东沟")
	way(20, grid(0, 3, 4, 3, 8, 3), "highway", "secondary", "name", "中路", "oneway", "yes", "maxspeed", "60")
	way(21, grid(2, 1, 3, 1, 3, 2, 2, 2, 2, 1), "highway", "tertiary", "junction", "roundabout")
	way(22, grid(6, 1, 7, 1), "highway", "track", "motor_vehicle", "forestry")
	way(23, grid(6, 5, 6, 6), "highway", "construction")
	way(24, grid(7, 1, 7, 6), "highway", "residential", "maxspeed", "30 mph", "access", "private")
	way(25, append(grid(8, 3, 9, 3), 99), "highway", "service", "ref", "X1") // its last node is not there
	way(30, grid(5, 0, 5, 1, 6, 1, 6, 0, 5, 0), "landuse", "industrial", "operator", "东村化工")
	relation := func(id int64, members []drawnMember, tags ...string) {
		d.relations = append(d.relations, drawnRelation{id, members, tags})
	}
	outer := func(ids ...int64) (m []drawnMember) {
		for _, id := range ids {
			m = append(m, drawnMember{1, id, "outer"})
		}
		return m
	}
	admin := func(level, name, en string) []string {
		return []string{"type", "boundary", "boundary", "administrative", "admin_level", level, "name", name, "name:en", en}
	}
	relation(1, append(outer(1, 2), drawnMember{0, 1, "admin_centre"}), admin("8", "西村镇", "West")...)
	relation(2, outer(2, 3), admin("8", "东村镇", "East")...)
	relation(3, outer(1, 3), admin("6", "两村县", "Two Villages")...)
	relation(5, outer(5, 555), admin("8", "远村镇", "Far")...)
	relation(6, append(outer(6), drawnMember{1, 7, "inner"}), "type", "multipolygon", "natural", "wetland", "name", "双镇湿地")
	return d
}

const villageFile = "testdata/village.osm.pbf"

// The file that other packages read is this drawing.
func TestVillageFile(t *testing.T) {
	want := village().encode(true)
	if *update {
		if err := os.WriteFile(villageFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(villageFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("the file is not the drawing; renew it with -update")
	}
}
