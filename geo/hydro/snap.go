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
	var room [8]Candidate
	return append([]Candidate(nil), n.snap(room[:0], p, maxM)...)
}

// Belongs gives the first of what Snap gives, false if there is none.
func (n *Network) Belongs(p orb.Point, maxM float64) (Candidate, bool) {
	var room [8]Candidate
	if found := n.snap(room[:0], p, maxM); len(found) > 0 {
		return found[0], true
	}
	return Candidate{}, false
}

// snap appends to an empty list.
func (n *Network) snap(found []Candidate, p orb.Point, maxM float64) []Candidate {
	if !(maxM >= 0) {
		return nil
	}
	g := groundAt(p)
	var room [8]footing
	near := room[:0] // the nearest of each reach
	box := geodesy.Around(orb.Bound{Min: p, Max: p}, maxM)
	n.boxes.visit(box, func(b bit) {
		line := n.bitLine(b)
		if beside(line, &box) {
			return
		}
		f := g.foot(line, b)
		if f.m2 > (1.01*maxM+1)*(1.01*maxM+1) {
			return
		}
		for i := range near {
			if near[i].reach == b.reach {
				if f.m2 < near[i].m2 || f.m2 == near[i].m2 && f.edge < near[i].edge {
					near[i] = f
				}
				return
			}
		}
		near = append(near, f)
	})
	for _, f := range near {
		if c, ok := n.stand(g, f, maxM); ok {
			found = append(found, c)
		}
	}
	if len(found) == 0 {
		return nil
	}
	slices.SortFunc(found, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.DistanceM, b.DistanceM), cmp.Compare(n.arrives(a.Place), n.arrives(b.Place)), cmp.Compare(a.Reach, b.Reach))
	})
	var ends [8]int32
	nodes := ends[:0]
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
	if p.MeasureM >= n.flows[p.Reach].length {
		return 1
	}
	return 0
}

// nodeAt gives the node that a place is, if it is one.
func (n *Network) nodeAt(p Place) (int32, bool) {
	switch {
	case p.MeasureM <= 0:
		return n.flows[p.Reach].tail, true
	case p.MeasureM >= n.flows[p.Reach].length:
		return n.flows[p.Reach].head, true
	}
	return 0, false
}

// A Touch is what of a reach a line or area lies at: the measures From ≤ To.
type Touch struct {
	Reach     int32
	From, To  float64
	DistanceM float64 // of the nearest place of the two; 0 where they meet
}

// Touches gives the reaches within maxM metres of a shape, nearest first, with the
// span of places that are so near, to the vertices of either.
func (n *Network) Touches(shape *geodesy.Shape, maxM float64) []Touch {
	var found []Touch
	g := shape.Geometry()
	box := geodesy.Around(shape.Bound(), maxM)
	var reaches []int32
	n.boxes.visit(box, func(b bit) {
		if !slices.Contains(reaches, b.reach) && !beside(n.bitLine(b), &box) {
			reaches = append(reaches, b.reach)
		}
	})
	for _, r := range reaches {
		line := n.Line(r)
		course := geodesy.Prepare(line)
		_, at, m := shape.GapWithin(course, maxM)
		if m > maxM {
			continue
		}
		t := Touch{Reach: r, From: math.Inf(1), To: math.Inf(-1), DistanceM: m}
		starts := n.starts(r)
		extend := func(p orb.Point, m float64) {
			f := groundAt(p).foot(line, bit{reach: r})
			if f.m2 > m*m {
				return
			}
			at := starts[f.edge] + f.part*(starts[f.edge+1]-starts[f.edge])
			t.From, t.To = min(t.From, at), max(t.To, at)
		}
		extend(at, 1)
		bound := course.Bound()
		near := geodesy.Around(bound, 1.01*maxM) // what the plane of extend may take for maxM
		dx, dy := near.Max[0]-bound.Max[0], near.Max[1]-bound.Max[1]
		for _, p := range vertices(g) {
			if near.Contains(p) && !course.Clear(orb.Bound{Min: orb.Point{p[0] - dx, p[1] - dy}, Max: orb.Point{p[0] + dx, p[1] + dy}}) {
				extend(p, maxM)
			}
		}
		for i, p := range line {
			if box.Contains(p) && (starts[i] < t.From || starts[i] > t.To) {
				if _, _, m := shape.GapWithin(geodesy.Prepare(p), maxM); m <= maxM {
					t.From, t.To = min(t.From, starts[i]), max(t.To, starts[i])
				}
			}
		}
		found = append(found, t)
	}
	slices.SortFunc(found, func(a, b Touch) int {
		return cmp.Or(cmp.Compare(a.DistanceM, b.DistanceM), cmp.Compare(a.Reach, b.Reach))
	})
	return found
}

// starts gives the measures of a reach's vertices.
func (n *Network) starts(reach int32) []float64 {
	line := n.Line(reach)
	at := make([]float64, len(line))
	for i := 1; i < len(line); i++ {
		at[i] = at[i-1] + geodesy.Edge(line[i-1], line[i])
	}
	at[len(line)-1] = n.flows[reach].length
	return at
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
	east, north := geodesy.Degree(p.Lat())
	return ground{origin: p, east: east, north: north}
}

// footing is the place of a bit nearest to the origin of a ground: a part of an edge
// of the reach, and the square of its metres in the plane.
type footing struct {
	reach, edge int32
	part, m2    float64
}

// beside tells that a line lies on one side of a box, which costs less than to look for
// its foot.
func beside(line orb.LineString, box *orb.Bound) bool {
	west, east, south, north := true, true, true, true
	for _, p := range line {
		west, east = west && p[0] < box.Min[0], east && p[0] > box.Max[0]
		south, north = south && p[1] < box.Min[1], north && p[1] > box.Max[1]
		if !west && !east && !south && !north {
			return false
		}
	}
	return true
}

// foot chooses in the plane; within 10 km the choice is right to a relative 1e-3.
func (g ground) foot(line orb.LineString, b bit) footing {
	best := footing{reach: b.reach, m2: math.Inf(1)}
	x0, y0 := g.to(line[0])
	for i := 1; i < len(line); i++ {
		x1, y1 := g.to(line[i])
		dx, dy := x1-x0, y1-y0
		t := 0.0
		if d2 := dx*dx + dy*dy; d2 > 0 {
			t = max(0, min(1, -(x0*dx+y0*dy)/d2))
		}
		x, y := x0+t*dx, y0+t*dy
		if d2 := x*x + y*y; d2 < best.m2 {
			best.m2, best.edge, best.part = d2, b.edge+int32(i)-1, t
		}
		x0, y0 = x1, y1
	}
	return best
}

// stand measures a footing, if it is within maxM.
func (n *Network) stand(g ground, f footing, maxM float64) (Candidate, bool) {
	line := n.Line(f.reach)
	a, b := line[f.edge], line[f.edge+1]
	at := orb.Point{a[0] + f.part*(b[0]-a[0]), a[1] + f.part*(b[1]-a[1])}
	m := geodesy.Distance(g.origin, at)
	if m > maxM {
		return Candidate{}, false
	}
	along := geodesy.Length(line[:f.edge+1])
	switch {
	case f.part == 1 && int(f.edge) == len(line)-2:
		along = n.flows[f.reach].length
	case f.part > 0:
		along += geodesy.Edge(a, at)
	}
	return Candidate{Place: Place{f.reach, along}, At: at, DistanceM: m}, true
}

func (g ground) to(p orb.Point) (x, y float64) {
	return (p[0] - g.origin[0]) * g.east, (p[1] - g.origin[1]) * g.north
}
