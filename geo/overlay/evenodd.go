package overlay

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// A segment is an edge without a direction: a is before b.
type segment struct{ a, b orb.Point }

func segmentOf(p, q orb.Point) segment {
	if comparePoints(p, q) > 0 {
		p, q = q, p
	}
	return segment{p, q}
}

func comparePoints(p, q orb.Point) int {
	return cmp.Or(cmp.Compare(p[0], q[0]), cmp.Compare(p[1], q[1]))
}

// EvenOdd gives the land that closed rings together go round an odd number of
// times, as valid polygons, whatever the rings do; nil if there is none. It cuts
// them at all their crossings, drops stretches that they run over an even number
// of times (the same land is on both sides), and follows the rest with the land on
// the left. Vertices within 0.1 mm of each other become one, and borders within
// 0.1 mm of a vertex are drawn through it. Time grows with the square of the number
// of edges.
func EvenOdd(rings ...orb.Ring) orb.MultiPolygon {
	var segs []segment
	known := places{}
	for _, r := range rings {
		for i := 1; i < len(r); i++ {
			if a, b := known.nearest(r[i-1]), known.nearest(r[i]); a != b {
				segs = append(segs, segmentOf(a, b))
			}
		}
	}
	// Crossings are rounded, which can make new crossings close by.
	for range 20 {
		cut, changed := cutSegments(segs, known)
		segs = odd(cut)
		if !changed {
			break
		}
	}
	var shells, holes []orb.Ring
	for _, loop := range loops(segs) {
		if loop.Orientation() == orb.CCW {
			shells = append(shells, loop)
		} else {
			holes = append(holes, loop)
		}
	}
	return nest(shells, holes)
}

// odd keeps the segments that come an odd number of times, each once, sorted.
func odd(segs []segment) []segment {
	slices.SortFunc(segs, func(s, t segment) int {
		return cmp.Or(comparePoints(s.a, t.a), comparePoints(s.b, t.b))
	})
	var kept []segment
	for i := 0; i < len(segs); {
		j := i
		for j < len(segs) && segs[j] == segs[i] {
			j++
		}
		if (j-i)%2 == 1 {
			kept = append(kept, segs[i])
		}
		i = j
	}
	return kept
}

// snap is the distance in degrees, about 0.1 mm, within which a new crossing is
// taken to be a point that exists already, and an edge to pass through a point. It
// keeps slivers away that are thinner than the rounding of their own middle.
const snap = 1e-9

// cutSegments cuts segments wherever they meet other than in common ends.
func cutSegments(segs []segment, known places) (cut []segment, changed bool) {
	slices.SortFunc(segs, func(s, t segment) int { return cmp.Compare(s.a[0], t.a[0]) })
	at := make([][]orb.Point, len(segs))
	add := func(i int, p orb.Point) {
		if p != segs[i].a && p != segs[i].b {
			at[i] = append(at[i], p)
			changed = true
		}
	}
	var live []int
	for i, s := range segs {
		live = slices.DeleteFunc(live, func(j int) bool { return segs[j].b[0] < s.a[0]-snap })
		for _, j := range live {
			t := segs[j]
			if max(s.a[1], s.b[1])+snap < min(t.a[1], t.b[1]) || max(t.a[1], t.b[1])+snap < min(s.a[1], s.b[1]) {
				continue
			}
			for _, p := range [...]orb.Point{s.a, s.b} {
				if passes(t, p) {
					add(j, p)
				}
			}
			for _, p := range [...]orb.Point{t.a, t.b} {
				if passes(s, p) {
					add(i, p)
				}
			}
			if predicate.SegmentsCross(s.a, s.b, t.a, t.b) {
				p := known.nearest(predicate.Crossing(s.a, s.b, t.a, t.b))
				add(i, p)
				add(j, p)
			}
		}
		live = append(live, i)
	}
	for i, s := range segs {
		ps := append(at[i], s.a, s.b)
		along := orb.Point{s.b[0] - s.a[0], s.b[1] - s.a[1]}
		slices.SortFunc(ps, func(p, q orb.Point) int {
			return cmp.Compare((p[0]-q[0])*along[0]+(p[1]-q[1])*along[1], 0)
		})
		ps = slices.Compact(ps)
		for k := 1; k < len(ps); k++ {
			cut = append(cut, segmentOf(ps[k-1], ps[k]))
		}
	}
	return cut, changed
}

// passes tells whether the segment passes p within snap, and not at an end.
func passes(s segment, p orb.Point) bool {
	if apart(s.a, p) <= snap || apart(s.b, p) <= snap {
		return false
	}
	dx, dy := s.b[0]-s.a[0], s.b[1]-s.a[1]
	t := ((p[0]-s.a[0])*dx + (p[1]-s.a[1])*dy) / (dx*dx + dy*dy)
	return t > 0 && t < 1 && apart(orb.Point{s.a[0] + t*dx, s.a[1] + t*dy}, p) <= snap
}

// apart is the distance in degrees.
func apart(p, q orb.Point) float64 { return math.Hypot(p[0]-q[0], p[1]-q[1]) }

// places are points, by squares of twice snap.
type places map[[2]int64][]orb.Point

// nearest gives the known point within snap of p, or p, which is then known.
func (k places) nearest(p orb.Point) orb.Point {
	x, y := int64(math.Floor(p[0]/snap/2)), int64(math.Floor(p[1]/snap/2))
	for _, q := range k[[2]int64{x, y}] {
		if q == p {
			return p
		}
	}
	best, m := p, snap
	for i := x - 1; i <= x+1; i++ {
		for j := y - 1; j <= y+1; j++ {
			for _, q := range k[[2]int64{i, j}] {
				if d := apart(p, q); d <= m {
					best, m = q, d
				}
			}
		}
	}
	if best == p {
		k[[2]int64{x, y}] = append(k[[2]int64{x, y}], p)
	}
	return best
}

// loops follows the segments, which meet in ends only, with the land on the
// left: shells come counter-clockwise, holes clockwise, all of them simple.
func loops(segs []segment) []orb.Ring {
	out := map[orb.Point][]orb.Point{} // neighbours, counter-clockwise
	for _, s := range segs {
		out[s.a] = append(out[s.a], s.b)
		out[s.b] = append(out[s.b], s.a)
	}
	for v, ns := range out {
		slices.SortFunc(ns, func(p, q orb.Point) int { return byAngle(v, p, q) })
	}
	// The edge that leaves v next to v-u, clockwise, bounds the same face.
	next := func(u, v orb.Point) orb.Point {
		ns := out[v]
		i := slices.Index(ns, u)
		return ns[(i+len(ns)-1)%len(ns)]
	}
	type half struct{ a, b orb.Point }
	seen := map[half]bool{}
	var all []orb.Ring
	follow := func(start half) {
		var path []orb.Point
		place := map[orb.Point]int{} // of each point in path
		for h := start; !seen[h]; h = (half{h.b, next(h.a, h.b)}) {
			seen[h] = true
			if from, again := place[h.a]; again {
				loop := append(orb.Ring(slices.Clone(path[from:])), h.a)
				for _, p := range path[from:] {
					delete(place, p)
				}
				path = path[:from]
				all = append(all, loop)
			}
			place[h.a] = len(path)
			path = append(path, h.a)
		}
		if len(path) > 2 {
			all = append(all, append(orb.Ring(path), path[0]))
		}
	}
	for _, s := range segs {
		for _, h := range [...]half{{s.a, s.b}, {s.b, s.a}} {
			if !seen[h] && landOnLeft(segs, h.a, h.b) {
				follow(h)
			}
		}
	}
	return all
}

// byAngle orders p and q by their direction from v, counter-clockwise from east.
func byAngle(v, p, q orb.Point) int {
	lower := func(p orb.Point) int {
		if p[1] < v[1] || p[1] == v[1] && p[0] < v[0] {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(lower(p), lower(q)), -predicate.Orient(v, p, q))
}

// landOnLeft counts the segments from the middle of a-b to the east.
func landOnLeft(segs []segment, a, b orb.Point) bool {
	own := segmentOf(a, b)
	mid := orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
	inside := false // just east of the middle; just north of it on a level edge
	for _, s := range segs {
		if s == own {
			continue
		}
		if crosses, _ := predicate.Ray(mid, s.a, s.b); crosses {
			inside = !inside
		}
	}
	if a[1] == b[1] {
		return inside == (b[0] > a[0])
	}
	return inside == (b[1] < a[1])
}

// nest gives each hole to the smallest shell around it.
func nest(shells, holes []orb.Ring) orb.MultiPolygon {
	slices.SortFunc(shells, func(r, s orb.Ring) int {
		return cmp.Or(cmp.Compare(geodesy.Area(r), geodesy.Area(s)), comparePoints(r[0], s[0]))
	})
	var out orb.MultiPolygon
	for _, s := range shells {
		out = append(out, orb.Polygon{s})
	}
	for _, h := range holes {
		for i, s := range shells {
			if s.Bound().Intersects(h.Bound()) && holds(s, h) {
				out[i] = append(out[i], h)
				break
			}
		}
	}
	return out
}

// holds tells whether ring h, which crosses s nowhere, runs inside of it.
func holds(s, h orb.Ring) bool {
	for i := 1; i < len(h); i++ {
		mid := orb.Point{(h[i-1][0] + h[i][0]) / 2, (h[i-1][1] + h[i][1]) / 2}
		for _, p := range [...]orb.Point{h[i], mid} {
			switch predicate.In(p, s) {
			case predicate.Inside:
				return true
			case predicate.Outside:
				return false
			}
		}
	}
	return false
}
