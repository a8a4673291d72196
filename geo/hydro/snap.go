package hydro

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
)

// A Candidate is a place on the water that something on the ground may belong to.
type Candidate struct {
	Place
	At        orb.Point
	DistanceM float64
	// Confidence compares the candidates with each other and with none of them: a
	// distance d weighs exp(-2·(d/maxM)²), none weighs as a reach at maxM. It is a
	// ranking with a scale from 0 to 1, not a measured probability.
	Confidence float64
}

// Snap gives the places on the water within maxM metres of p, one for each reach,
// nearest first. At a node only the reach that flows on is given.
func (n *Network) Snap(p orb.Point, maxM float64) []Candidate {
	if !(maxM >= 0) {
		return nil
	}
	g := groundAt(p)
	var found []Candidate
	box := geodesy.Around(orb.Bound{Min: p, Max: p}, maxM)
	n.boxes.visit(box, func(r int32) {
		if !n.Line(r).Bound().Intersects(box) {
			return
		}
		if c, ok := n.foot(g, r, maxM); ok {
			found = append(found, c)
		}
	})
	slices.SortFunc(found, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.DistanceM, b.DistanceM), cmp.Compare(n.arrives(a.Place), n.arrives(b.Place)), cmp.Compare(a.Reach, b.Reach))
	})
	var nodes []int32
	found = slices.DeleteFunc(found, func(c Candidate) bool {
		v, at := n.nodeAt(c.Place)
		if at && slices.Contains(nodes, v) {
			return true
		}
		if at {
			nodes = append(nodes, v)
		}
		return false
	})
	weigh := func(d float64) float64 { return math.Exp(-2 * (d / max(maxM, 1e-9)) * (d / max(maxM, 1e-9))) }
	sum := weigh(maxM)
	for _, c := range found {
		sum += weigh(c.DistanceM)
	}
	for i := range found {
		found[i].Confidence = weigh(found[i].DistanceM) / sum
	}
	return found
}

// arrives is 1 for a place at the end of a reach, else 0.
func (n *Network) arrives(p Place) int {
	if p.MeasureM >= n.length[p.Reach] {
		return 1
	}
	return 0
}

// nodeAt gives the node that a place is, if it is one.
func (n *Network) nodeAt(p Place) (int32, bool) {
	switch {
	case p.MeasureM <= 0:
		return n.tail[p.Reach], true
	case p.MeasureM >= n.length[p.Reach]:
		return n.head[p.Reach], true
	}
	return 0, false
}

// A Touch is what of a reach a line or area lies at: the measures From ≤ To.
type Touch struct {
	Reach     int32
	From, To  float64
	DistanceM float64 // of the nearest place of the two; 0 where they meet
}

// Touches gives the reaches within maxM metres of a geometry, nearest first, with
// the span of places that are so near, to the vertices of either.
func (n *Network) Touches(g orb.Geometry, maxM float64) []Touch {
	var found []Touch
	shape := geodesy.Prepare(g)
	box := geodesy.Around(g.Bound(), maxM)
	n.boxes.visit(box, func(r int32) {
		line := n.Line(r)
		if !line.Bound().Intersects(box) {
			return
		}
		_, at, m := shape.Gap(geodesy.Prepare(line))
		if m > maxM {
			return
		}
		t := Touch{Reach: r, From: math.Inf(1), To: math.Inf(-1), DistanceM: m}
		extend := func(p orb.Point, m float64) {
			if c, ok := n.foot(groundAt(p), r, m); ok {
				t.From, t.To = min(t.From, c.MeasureM), max(t.To, c.MeasureM)
			}
		}
		extend(at, 1)
		for _, p := range vertices(g) {
			extend(p, maxM)
		}
		for _, p := range line {
			if _, _, m := shape.Gap(geodesy.Prepare(p)); m <= maxM {
				extend(p, 1)
			}
		}
		found = append(found, t)
	})
	slices.SortFunc(found, func(a, b Touch) int {
		return cmp.Or(cmp.Compare(a.DistanceM, b.DistanceM), cmp.Compare(a.Reach, b.Reach))
	})
	return found
}

// vertices lists the vertices of points, lines and areas.
func vertices(g orb.Geometry) (all []orb.Point) {
	switch g := g.(type) {
	case orb.Point:
		return []orb.Point{g}
	case orb.MultiPoint:
		return g
	case orb.LineString:
		return g
	case orb.Ring:
		return g
	case orb.MultiLineString:
		for _, l := range g {
			all = append(all, l...)
		}
	case orb.Polygon:
		for _, r := range g {
			all = append(all, r...)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			all = append(all, vertices(p)...)
		}
	}
	return all
}

// ground is the plane around a point: metres a degree to the east and north there.
type ground struct {
	origin      orb.Point
	east, north float64
}

func groundAt(p orb.Point) ground {
	const step = 1e-3
	return ground{
		origin: p,
		east:   geodesy.Distance(p, orb.Point{p.Lon() + step, p.Lat()}) / step,
		north:  geodesy.Distance(p, orb.Point{p.Lon(), p.Lat() + math.Copysign(step, -p.Lat())}) / step,
	}
}

// foot gives the place of a reach nearest to the origin, if it is within maxM. It
// chooses in the plane and then measures; within 10 km the choice is right to
// a relative 1e-3.
func (n *Network) foot(g ground, reach int32, maxM float64) (Candidate, bool) {
	line := n.Line(reach)
	best, edge, part := math.Inf(1), 0, 0.0
	x0, y0 := g.to(line[0])
	for i := 1; i < len(line); i++ {
		x1, y1 := g.to(line[i])
		dx, dy := x1-x0, y1-y0
		t := 0.0
		if d2 := dx*dx + dy*dy; d2 > 0 {
			t = max(0, min(1, -(x0*dx+y0*dy)/d2))
		}
		x, y := x0+t*dx, y0+t*dy
		if d2 := x*x + y*y; d2 < best {
			best, edge, part = d2, i, t
		}
		x0, y0 = x1, y1
	}
	if math.Sqrt(best) > 1.01*maxM+1 {
		return Candidate{}, false
	}
	a, b := line[edge-1], line[edge]
	at := orb.Point{a[0] + part*(b[0]-a[0]), a[1] + part*(b[1]-a[1])}
	m := geodesy.Distance(g.origin, at)
	if m > maxM {
		return Candidate{}, false
	}
	along := geodesy.Length(line[:edge])
	switch {
	case part == 1 && edge == len(line)-1:
		along = n.length[reach]
	case part > 0:
		along += geodesy.Length(orb.LineString{a, at})
	}
	return Candidate{Place: Place{reach, along}, At: at, DistanceM: m}, true
}

func (g ground) to(p orb.Point) (x, y float64) {
	return (p[0] - g.origin[0]) * g.east, (p[1] - g.origin[1]) * g.north
}
