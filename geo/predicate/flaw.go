package predicate

import "github.com/paulmach/orb"

// A Flaw is why an area is not valid, and where: in OGC 06-103r4, 6.1.11.
type Flaw struct {
	Kind FlawKind
	At   orb.Point // no place if Kind is Empty
}

// A FlawKind names a flaw.
type FlawKind string

// The flaws, in the order in which they are looked for.
const (
	Empty         FlawKind = "empty"          // a part or ring without points
	RingOpen      FlawKind = "ring_open"      // its end is not its start
	RingShort     FlawKind = "ring_short"     // fewer than four points, repeats not counted
	SelfCrossing  FlawKind = "self_crossing"  // a ring crosses or touches itself
	RingsCross    FlawKind = "rings_cross"    // two rings cross or share a stretch
	HoleOutside   FlawKind = "hole_outside"   // not within its shell
	HolesOverlap  FlawKind = "holes_overlap"  // of one shell
	InteriorSplit FlawKind = "interior_split" // by rings that touch
	PartsOverlap  FlawKind = "parts_overlap"  // of a MultiPolygon
)

func flaw(kind FlawKind, at orb.Point) *Flaw { return &Flaw{kind, at} }

// FlawOf gives the first flaw of an area: a Ring, Polygon, MultiPolygon or Bound;
// nil if it is valid, and for other geometries. Coordinates must be finite.
func FlawOf(g orb.Geometry) *Flaw {
	switch g := g.(type) {
	case orb.Ring:
		return flawOf(orb.MultiPolygon{{g}})
	case orb.Polygon:
		return flawOf(orb.MultiPolygon{g})
	case orb.MultiPolygon:
		return flawOf(g)
	case orb.Bound:
		return flawOf(orb.MultiPolygon{g.ToPolygon()})
	}
	return nil
}

func flawOf(g orb.MultiPolygon) *Flaw {
	for _, poly := range g {
		if len(poly) == 0 {
			return flaw(Empty, orb.Point{})
		}
		for _, r := range poly {
			if f := checkRing(r); f != nil {
				return f
			}
		}
	}
	w := gather(g)
	defer w.free()
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
func checkRing(r orb.Ring) *Flaw {
	if len(r) == 0 {
		return flaw(Empty, orb.Point{})
	}
	if r[0] != r[len(r)-1] {
		return flaw(RingOpen, r[0])
	}
	n := 1
	for i := 1; i < len(r) && n < 4; i++ {
		if r[i] != r[i-1] {
			n++
		}
	}
	if n < 4 {
		return flaw(RingShort, r[0])
	}
	return nil
}

// checkHoles finds holes that are not within their shell, or within each other.
func (w *web) checkHoles(part int) *Flaw {
	poly := w.area[part]
	shell := w.first[part]
	boxes := make([]orb.Bound, len(poly)) // once: a lake has thousands of islands
	for h := range poly {
		boxes[h] = Box(poly[h])
	}
	for h := 1; h < len(poly); h++ {
		if _, outside := w.sides(shell+h, poly[:1], shell, shell+1); outside != nil {
			return flaw(HoleOutside, *outside)
		}
		for o := 1; o < len(poly); o++ {
			if o == h || !boxes[o].Intersects(boxes[h]) {
				continue
			}
			if inside, _ := w.sides(shell+h, poly[o:o+1], shell+o, shell+o+1); inside != nil {
				return flaw(HolesOverlap, *inside)
			}
		}
	}
	return nil
}

// checkInterior finds rings that touch in so many places that they cut the
// interior: then rings and touching places, as a graph, hold a circle.
func (w *web) checkInterior(part int) *Flaw {
	if len(w.touches) == 0 {
		return nil
	}
	lo, hi := w.first[part], w.first[part]+len(w.area[part])
	type node struct {
		ring int // -1 for a place
		at   orb.Point
	}
	up := map[node]node{}
	root := func(n node) node {
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
				return flaw(InteriorSplit, t.at)
			}
			up[a] = b
		}
	}
	return nil
}

// checkParts finds parts of a MultiPolygon that cover the same land.
func (w *web) checkParts() *Flaw {
	for i := range w.area {
		for j := range w.area {
			if i == j || !Box(w.area[i][0]).Intersects(Box(w.area[j][0])) {
				continue
			}
			lo := w.first[j]
			if inside, _ := w.sides(w.first[i], w.area[j], lo, lo+len(w.area[j])); inside != nil {
				return flaw(PartsOverlap, *inside)
			}
		}
	}
	return nil
}
