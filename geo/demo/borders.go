package demo

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// An arc is a piece of border from node to node, with the areas on its two sides
// and, along the city's border, the basin within.
type arc struct {
	between  [2]string // names of areas; "" for what lies beyond the drawing
	basin    string
	vertices []orb.Point
}

// mustArcs reads the borders: blocks "border LEFT RIGHT" and "divide LEFT RIGHT".
func mustArcs(name string) []arc {
	var arcs []arc
	for _, b := range mustBlocks(name) {
		arcs = append(arcs, arc{between: [2]string{b.id, b.as}, basin: b.fields["basin"], vertices: b.vertices})
	}
	return arcs
}

// bounds tells whether an arc is part of the outline of the area with this name.
func (a arc) bounds(name string) bool {
	return a.between[0] == name || a.between[1] == name || a.basin == name
}

// outline chains the arcs of an area into its one ring, counter-clockwise.
// Because neighbours take the same arc, they take the same vertices.
func outline(name string, arcs []arc) orb.Ring {
	var rest [][]orb.Point
	for _, a := range arcs {
		if a.bounds(name) {
			rest = append(rest, a.vertices)
		}
	}
	if len(rest) == 0 {
		panic("demo: no border names " + name)
	}
	ring := slices.Clone(rest[0])
	for rest = rest[1:]; len(rest) > 0; {
		end := ring[len(ring)-1]
		i := slices.IndexFunc(rest, func(v []orb.Point) bool { return v[0] == end || v[len(v)-1] == end })
		if i < 0 {
			panic(fmt.Sprintf("demo: the border of %s breaks at %v", name, end))
		}
		next := slices.Clone(rest[i])
		if next[0] != end {
			slices.Reverse(next)
		}
		ring = append(ring, next[1:]...)
		rest = slices.Delete(rest, i, i+1)
	}
	if ring[0] != ring[len(ring)-1] {
		panic(fmt.Sprintf("demo: the border of %s does not close at %v", name, ring[0]))
	}
	return closed(ring)
}
