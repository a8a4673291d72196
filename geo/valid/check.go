package valid

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/predicate"
)

// Check gives nil for a valid geometry, else the first fault met, with its place
// in At where it has one. A geometry without any point is not valid.
func Check(g orb.Geometry) *finding.Finding {
	if f := checkCoordinates(g); f != nil {
		return f
	}
	switch g := g.(type) {
	case orb.LineString:
		return checkLine(g)
	case orb.MultiLineString:
		for _, l := range g {
			if f := checkLine(l); f != nil {
				return f
			}
		}
	case orb.Ring:
		return checkAreas(orb.MultiPolygon{{g}})
	case orb.Polygon:
		return checkAreas(orb.MultiPolygon{g})
	case orb.MultiPolygon:
		return checkAreas(g)
	case orb.Bound:
		return checkAreas(orb.MultiPolygon{g.ToPolygon()})
	case orb.Collection:
		for _, part := range g {
			if f := Check(part); f != nil {
				return f
			}
		}
	}
	return nil
}

func checkCoordinates(g orb.Geometry) *finding.Finding {
	var fault *finding.Finding
	empty := true
	look := func(p orb.Point) bool {
		empty = false
		for _, v := range p {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				fault = finding.New("valid.not_a_number", "")
				return false
			}
		}
		if math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90 {
			fault = finding.New("valid.out_of_range", "", "lon", p[0], "lat", p[1]).On(p)
			return false
		}
		return true
	}
	if g != nil {
		predicate.Edges(g, func(a, b orb.Point) bool { return look(a) && look(b) })
	}
	if empty {
		return finding.New("valid.empty", "")
	}
	return fault
}

func checkLine(l orb.LineString) *finding.Finding {
	for _, p := range l {
		if p != l[0] {
			return nil
		}
	}
	f := finding.New("valid.line_short", "")
	if len(l) > 0 {
		f.On(l[0])
	}
	return f
}

func checkAreas(g orb.MultiPolygon) *finding.Finding {
	for _, poly := range g {
		if len(poly) == 0 {
			return finding.New("valid.empty", "")
		}
		for _, r := range poly {
			if f := checkRing(r); f != nil {
				return f
			}
		}
	}
	w := gather(g)
	if f := w.sweep(); f != nil {
		return f
	}
	for i := range g {
		if f := w.checkHoles(i); f != nil {
			return f
		}
		if f := w.checkInterior(i); f != nil {
			return f
		}
	}
	return w.checkParts()
}

// checkRing looks at the points alone.
func checkRing(r orb.Ring) *finding.Finding {
	if len(r) == 0 {
		return finding.New("valid.empty", "")
	}
	if r[0] != r[len(r)-1] {
		return finding.New("valid.ring_open", "").On(r[0])
	}
	if n := len(slices.Compact(slices.Clone(r))); n < 4 {
		return finding.New("valid.ring_short", "", "points", n).On(r[0])
	}
	return nil
}

// checkHoles finds holes that are not within their shell, or within each other.
func (w *web) checkHoles(part int) *finding.Finding {
	poly := w.area[part]
	shell := w.first[part]
	for h := 1; h < len(poly); h++ {
		if _, outside := w.sides(shell+h, poly[:1], shell, shell+1); outside != nil {
			return finding.New("valid.hole_outside", "").On(*outside)
		}
		for o := 1; o < len(poly); o++ {
			if o == h || !poly[o].Bound().Intersects(poly[h].Bound()) {
				continue
			}
			if inside, _ := w.sides(shell+h, poly[o:o+1], shell+o, shell+o+1); inside != nil {
				return finding.New("valid.holes_overlap", "").On(*inside)
			}
		}
	}
	return nil
}

// checkInterior finds rings that touch in so many places that they cut the
// interior: then rings and touching places, as a graph, hold a circle.
func (w *web) checkInterior(part int) *finding.Finding {
	lo, hi := w.first[part], w.first[part]+len(w.area[part])
	type node struct {
		ring int // -1 for a place
		at   orb.Point
	}
	up := map[node]node{}
	var root func(node) node
	root = func(n node) node {
		for {
			u, ok := up[n]
			if !ok {
				return n
			}
			n = u
		}
	}
	seen := map[node]bool{}
	for _, t := range w.touches {
		if t.ring[0] < lo || t.ring[0] >= hi || t.ring[1] < lo || t.ring[1] >= hi {
			continue
		}
		for _, ring := range t.ring {
			n := node{ring, t.at}
			if seen[n] {
				continue
			}
			seen[n] = true
			a, b := root(node{ring: ring}), root(node{-1, t.at})
			if a == b {
				return finding.New("valid.interior_split", "").On(t.at)
			}
			up[a] = b
		}
	}
	return nil
}

// checkParts finds parts of a MultiPolygon that cover the same land.
func (w *web) checkParts() *finding.Finding {
	for i := range w.area {
		for j := range w.area {
			if i == j || !w.area[i].Bound().Intersects(w.area[j].Bound()) {
				continue
			}
			lo := w.first[j]
			if inside, _ := w.sides(w.first[i], w.area[j], lo, lo+len(w.area[j])); inside != nil {
				return finding.New("valid.parts_overlap", "").On(*inside)
			}
		}
	}
	return nil
}
