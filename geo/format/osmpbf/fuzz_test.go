package osmpbf

import (
	"bytes"
	"slices"
	"testing"

	"xunhu/geo/format/formattest"
)

// No bytes break the reader; every ring that it gives is one.
func FuzzRead(f *testing.F) {
	f.Add(village().encode(true))
	f.Add(village().encode(false))
	f.Add(frameBlock("OSMData", nil, false))
	f.Fuzz(func(t *testing.T, b []byte) { whole(t, b) })
}

// FuzzBlocks turns what stands in the blocks, which frames and compression keep
// from FuzzRead.
func FuzzBlocks(f *testing.F) {
	village := village()
	nodes := blockOf(drawing{nodes: village.nodes})
	f.Add(nodes, blockOf(drawing{ways: village.ways}), blockOf(drawing{relations: village.relations}))
	f.Add(blockOf(drawing{nodes: village.nodes[:9]}), blockOf(drawing{ways: village.ways[:3]}), []byte{})
	few := drawing{nodes: village.nodes[:4], ways: []drawnWay{{1, []int64{1000, 1001, 1002, 1000}, []string{"natural", "water"}}},
		relations: []drawnRelation{{1, []drawnMember{{1, 1, "outer"}, {2, 1, "subarea"}}, []string{"type", "multipolygon", "natural", "wetland"}}}}
	f.Add(blockOf(drawing{nodes: few.nodes}), blockOf(drawing{ways: few.ways}), blockOf(drawing{relations: few.relations}))
	f.Fuzz(func(t *testing.T, nodes, ways, relations []byte) {
		header := drawing{}.encode(false)
		whole(t, slices.Concat(header, frameBlock("OSMData", nodes, false), frameBlock("OSMData", ways, false), frameBlock("OSMData", relations, false)))
	})
}

// blockOf gives the content of the one block of a drawing.
func blockOf(d drawing) []byte {
	header := drawing{}.encode(false)
	at := len(header)
	b := d.encode(false)
	n := int(b[at+2])<<8 | int(b[at+3])
	raw, err := inflate(b[at+4+n:])
	if err != nil {
		panic(err)
	}
	return raw
}

// whole reads an extract within bounds and looks at the rings.
func whole(t *testing.T, b []byte) {
	t.Helper()
	formattest.Bounded(t, len(b), func() {
		x, err := Read(t.Context(), bytes.NewReader(b), int64(len(b)), all())
		formattest.Told(t, err)
		if err != nil {
			return
		}
		marks := x.Marks()
		for l, err := range x.Lines(t.Context()) {
			if err != nil || len(l.Shape) < 2 {
				t.Fatalf("%s is %v: %v", l.ID, l.Shape, err)
			}
			marks.Add(l)
		}
		for p := range marks.All() {
			if !x.Bound.Contains(p) {
				t.Fatalf("%v is marked and not in %v", p, x.Bound)
			}
		}
		for _, a := range x.Areas {
			for _, p := range a.Shape {
				for _, ring := range p {
					if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
						t.Fatalf("%s has a ring %v", a.ID, ring)
					}
				}
			}
		}
	})
}
