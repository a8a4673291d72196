package edition

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// sameLand tells whether two geometries are the same to the last bit of their
// vertices, however their rings are turned and wherever they begin: programs write
// one area in many ways.
func sameLand(a, b orb.Geometry) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return orb.Equal(a, b) || orb.Equal(canonical(a), canonical(b))
}

// canonical gives areas in one way of writing, to set them side by side: all rings
// turned left, each from its least vertex, parts and holes in the order of theirs.
// Other geometries stay.
func canonical(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.Polygon:
		return canonical(orb.MultiPolygon{g})
	case orb.MultiPolygon:
		out := make(orb.MultiPolygon, 0, len(g))
		for _, part := range g {
			var p orb.Polygon
			for _, r := range part {
				p = append(p, canonicalRing(r))
			}
			if len(p) > 1 {
				slices.SortFunc(p[1:], byVertices)
			}
			out = append(out, p)
		}
		slices.SortFunc(out, func(a, b orb.Polygon) int {
			if len(a) == 0 || len(b) == 0 {
				return cmp.Compare(len(a), len(b))
			}
			return byVertices(a[0], b[0])
		})
		return out
	}
	return g
}

func canonicalRing(r orb.Ring) orb.Ring {
	if len(r) < 4 || !r.Closed() {
		return r
	}
	open := slices.Clone(r[:len(r)-1])
	if r.Orientation() != orb.CCW {
		slices.Reverse(open)
	}
	least := 0
	for i, p := range open {
		if byPlace(p, open[least]) < 0 {
			least = i
		}
	}
	out := append(slices.Clone(open[least:]), open[:least]...)
	return append(out, out[0])
}

func byPlace(a, b orb.Point) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }

func byVertices(a, b orb.Ring) int { return slices.CompareFunc(a, b, byPlace) }
