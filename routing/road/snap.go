package road

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
)

// A Place is a point on the network. It belongs to the network that gave it.
type Place struct {
	Point orb.Point // on the road
	From  orb.Point // what was snapped
	OffM  float64   // metres between the two
	edge  int32
	along float64 // metres from the start of the edge's line
}

// Road is the name of the road at a place; "" if it has none.
func (n *Network) Road(p Place) string { return n.names.at(n.name[p.edge]) }

// Edge gives the edge on which a place lies, and how many metres from the start of its line.
func (p Place) Edge() (edge int32, alongM float64) { return p.edge, p.along }

// A plane lays metres around a point, so that segments can be measured as if flat:
// within some kilometres the error is far below that of any survey.
type plane struct {
	origin orb.Point
	mx, my float64 // metres a degree of longitude and latitude
}

// planeAt makes the plane at p from the two radii of curvature of the WGS 84 ellipsoid.
func planeAt(p orb.Point) plane {
	const a, e2 = 6378137.0, 0.00669437999014132
	sin, cos := math.Sincos(p[1] * math.Pi / 180)
	w := 1 - e2*sin*sin
	return plane{p, max(a*cos/math.Sqrt(w), 1e-6) * math.Pi / 180, a * (1 - e2) / (w * math.Sqrt(w)) * math.Pi / 180}
}

// share gives the point of segment a-b nearest to the origin, as a share of the
// way from a to b, and its distance in metres.
func (f plane) share(a, b orb.Point) (t, m float64) {
	ax, ay := (a[0]-f.origin[0])*f.mx, (a[1]-f.origin[1])*f.my
	dx, dy := (b[0]-a[0])*f.mx, (b[1]-a[1])*f.my
	if d2 := dx*dx + dy*dy; d2 > 0 {
		t = min(max(-(ax*dx+ay*dy)/d2, 0), 1)
	}
	x, y := ax+t*dx, ay+t*dy
	return t, math.Sqrt(x*x + y*y)
}

// A beacon is the origin of a plane in steps of 1e-7°, with the metres of a step.
type beacon struct{ x, y, mx, my float64 }

func (f plane) beacon() beacon {
	return beacon{f.origin[0] * 1e7, f.origin[1] * 1e7, f.mx / 1e7, f.my / 1e7}
}

// gap is how many metres, squared, at least lie between the origin and what is in a box.
func (f *beacon) gap(b *box) float64 {
	const rounding = 1e-3
	dx := max(float64(b.west)-f.x-rounding, f.x-float64(b.east)-rounding, 0) * f.mx
	dy := max(float64(b.south)-f.y-rounding, f.y-float64(b.north)-rounding, 0) * f.my
	return (dx*dx + dy*dy) * (1 - 1e-9)
}

// A hit is a point of an edge near a place: a share of the segment that starts at a point.
type hit struct {
	edge, start int32
	t, m        float64
}

// before orders hits: the nearest first, of equals the one that was built first.
func (h hit) before(o hit) bool { return h.m < o.m || h.m == o.m && h.start < o.start }

// around visits the nearest point of each stretch of road that may lie within r metres of p.
func (n *Network) around(f plane, r float64, visit func(hit)) {
	b := orb.Bound{
		Min: orb.Point{f.origin[0] - r/f.mx, f.origin[1] - r/f.my},
		Max: orb.Point{f.origin[0] + r/f.mx, f.origin[1] + r/f.my},
	}
	n.index.search(outer(b), func(e, start int32) {
		if best := n.onStretch(f, e, start); best.m <= r {
			visit(best)
		}
	})
}

// onStretch gives the nearest point of a stretch of road.
func (n *Network) onStretch(f plane, e, start int32) hit {
	best := hit{m: math.Inf(1)}
	a := n.points[start].degrees()
	for i := start; i < min(start+stretch, n.first[e+1]-1); i++ {
		b := n.points[i+1].degrees()
		if t, m := f.share(a, b); m < best.m {
			best = hit{e, i, t, m}
		}
		a = b
	}
	return best
}

// outer gives the steps of 1e-7° that hold a bound.
func outer(b orb.Bound) box {
	low := func(x float64) int32 { return int32(math.Floor(max(x, -200) * 1e7)) }
	high := func(x float64) int32 { return int32(math.Ceil(min(x, 200) * 1e7)) }
	return box{low(b.Min[0]), low(b.Min[1]), high(b.Max[0]), high(b.Max[1])}
}

// Snap finds the place of the network nearest to p, at most maxM metres away: on its main part if
// that comes so near, else on any (see Island). Of two that are equally near it takes the one
// that was built first. If there is none, the error is a finding, road.no_road_near.
func (n *Network) Snap(p orb.Point, maxM float64) (Place, error) {
	return n.snap(p, maxM, func(int32) bool { return true })
}

// snap passes over edges that are not open.
func (n *Network) snap(p orb.Point, maxM float64, open func(edge int32) bool) (Place, error) {
	f := planeAt(p)
	for _, main := range [2]bool{true, false} {
		best := hit{m: maxM, start: math.MaxInt32}
		n.index.nearest(f.beacon(), &best.m, func(edge, start int32) {
			if (n.part[edge] == 0) != main || !open(edge) {
				return
			}
			if h := n.onStretch(f, edge, start); h.before(best) {
				best = h
			}
		})
		if best.start < math.MaxInt32 {
			return n.place(best, p), nil
		}
	}
	return Place{}, finding.New("road.no_road_near", "", "lon", p[0], "lat", p[1], "max_m", maxM, "profile", n.profile.Name).On(p)
}

// Near gives the nearest place of every road of the main part at most maxM metres from p, the nearest
// first, of equals the one that was built first. Roads are cut at junctions here.
func (n *Network) Near(p orb.Point, maxM float64) []Place {
	best := map[int32]hit{} // by edge
	n.around(planeAt(p), maxM, func(h hit) {
		if old, seen := best[h.edge]; n.part[h.edge] == 0 && (!seen || h.before(old)) {
			best[h.edge] = h
		}
	})
	hits := slices.SortedFunc(maps.Values(best), func(x, y hit) int {
		return cmp.Or(cmp.Compare(x.m, y.m), cmp.Compare(x.start, y.start))
	})
	places := make([]Place, len(hits))
	for i, h := range hits {
		places[i] = n.place(h, p)
	}
	return places
}

// place makes the Place of a hit.
func (n *Network) place(h hit, from orb.Point) Place {
	q, m := n.spot(h)
	return Place{Point: q, From: from, OffM: geodesy.Distance(from, q), edge: h.edge, along: m}
}

// spot gives the point of a hit, and how many metres from the start of its edge it lies.
func (n *Network) spot(h hit) (orb.Point, float64) {
	a, b := n.points[h.start].degrees(), n.points[h.start+1].degrees()
	x, y := n.alongM(h.start), n.alongM(h.start+1)
	switch h.t { // exactly, so that a place at a junction is known as such
	case 0:
		return a, x
	case 1:
		return b, y
	}
	return orb.Point{a[0] + h.t*(b[0]-a[0]), a[1] + h.t*(b[1]-a[1])}, x + h.t*(y-x)
}

// alongM is how many metres a point lies from the start of its edge.
func (n *Network) alongM(i int32) float64 { return float64(n.run[i]) / 1000 }

// Places gives places along every road of the main part that enters a bound (lon, lat), at most
// stepM metres apart, junctions included; in the order of the roads.
func (n *Network) Places(b orb.Bound, stepM float64) []Place {
	var edges []int32
	n.index.search(outer(b), func(e, _ int32) { edges = append(edges, e) })
	slices.Sort(edges)
	var found []Place
	for _, e := range slices.Compact(edges) {
		if n.part[e] != 0 {
			continue
		}
		length := n.length(e)
		steps := max(1, int(math.Ceil(length/stepM)))
		for i := range steps + 1 {
			p := n.at(e, length*float64(i)/float64(steps))
			if b.Contains(p.Point) {
				found = append(found, p)
			}
		}
	}
	return found
}

// at gives the place some metres along an edge.
func (n *Network) at(e int32, m float64) Place {
	q, along := n.spotAt(e, m)
	return Place{Point: q, From: q, edge: e, along: along}
}

// spotAt is the spot some metres along an edge.
func (n *Network) spotAt(e int32, m float64) (orb.Point, float64) {
	i := n.first[e]
	for i < n.first[e+1]-2 && n.alongM(i+1) < m {
		i++
	}
	t := 0.0
	if d := n.alongM(i+1) - n.alongM(i); d > 0 {
		t = min(max((m-n.alongM(i))/d, 0), 1)
	}
	return n.spot(hit{edge: e, start: i, t: t})
}
