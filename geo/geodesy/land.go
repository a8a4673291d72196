package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

// A Land is an area made ready to be measured against others. It may be used by many
// goroutines. The geometry must not be changed afterwards.
//
// What lies south of an edge, down to a parallel, is a strip. An area is a sum of
// strips: those of its northern edges less those of its southern ones. So what two
// areas have in common is a sum over pairs of their edges, of what two strips have in
// common: that of the lower of both edges, over the longitudes that both have. No edge
// needs to be cut in advance, no side to be decided, and where edges lie on or next to
// each other it makes no difference which is taken for the lower one.
type Land struct {
	box   orb.Bound
	rings []shore
	belt  belt
	area  float64
}

// A shore is one ring, closed. Its edges lie in runs of shoreRun.
type shore struct {
	points []orb.Point
	sign   float64     // 1 if edges that run east bound land to their south, else -1
	boxes  []orb.Bound // of each run
}

const shoreRun = 16

// Survey makes an area ready: a Ring, Polygon, MultiPolygon or Bound. Any other
// geometry has no land.
func Survey(g orb.Geometry) *Land {
	l := &Land{}
	switch g := g.(type) {
	case orb.Ring:
		l.add(orb.Polygon{g})
	case orb.Polygon:
		l.add(g)
	case orb.MultiPolygon:
		for _, part := range g {
			l.add(part)
		}
	case orb.Bound:
		l.add(orb.Polygon{g.ToRing()})
	}
	if len(l.rings) > 0 {
		l.belt = beltOf(l.box.Min[1], l.box.Max[1])
		l.area = l.over(&l.belt, l.box.Min[0], l.box.Max[0])
	}
	return l
}

func (l *Land) add(g orb.Polygon) {
	for i, r := range g {
		if len(r) < 3 {
			continue
		}
		s := shore{points: r, sign: 1}
		if r[0] != r[len(r)-1] {
			s.points = append(append([]orb.Point(nil), r...), r[0])
		}
		if runsClockwise(s.points) != (i == 0) {
			s.sign = -1
		}
		for k := 0; k+1 < len(s.points); k += shoreRun {
			box := orb.MultiPoint(s.points[k:min(k+shoreRun+1, len(s.points))]).Bound()
			s.boxes = append(s.boxes, box)
			if k == 0 && len(l.rings) == 0 {
				l.box = box
			}
			l.box = l.box.Union(box)
		}
		l.rings = append(l.rings, s)
	}
}

// runsClockwise tells which way a closed ring runs, by its area as a plane figure.
func runsClockwise(r []orb.Point) bool {
	sum := 0.0
	for i := 1; i < len(r); i++ {
		sum += (r[i][0] - r[i-1][0]) * (r[i][1] + r[i-1][1] - 2*r[0][1])
	}
	return sum > 0
}

// AreaM2 is the area in square metres, as Area gives it.
func (l *Land) AreaM2() float64 { return l.area }

// Bound is the smallest box around the land.
func (l *Land) Bound() orb.Bound { return l.box }

// Common is the area in square metres of what two lands share. What rounding does to it
// is less than a relative 1e-12 of the smaller one's box.
func (l *Land) Common(o *Land) float64 {
	if len(l.rings) == 0 || len(o.rings) == 0 || !l.box.Intersects(o.box) {
		return 0
	}
	m := measuring{land: o, west: max(l.box.Min[0], o.box.Min[0]), east: min(l.box.Max[0], o.box.Max[0]), south: o.box.Min[1], north: o.box.Max[1]}
	for _, r := range l.rings {
		m.sign = r.sign
		m.along(r)
	}
	return max(0, m.sum)
}

// A measuring goes along the edges of one land and adds what their strips have in
// common with the other.
type measuring struct {
	land         *Land
	west, east   float64 // what both have
	south, north float64 // of the other land
	sign         float64
	sum          float64

	// Edges to the north of the other land have all of it in their strips. Many of
	// them in a row are one.
	from, to float64
	passing  bool
}

func (m *measuring) along(r shore) {
	for i, box := range r.boxes {
		run := r.points[i*shoreRun : min((i+1)*shoreRun+1, len(r.points))]
		if m.apart(box, run[0], run[len(run)-1]) {
			continue
		}
		for k := 1; k < len(run); k++ {
			p, q := run[k-1], run[k]
			if !m.apart(orb.Bound{Min: orb.Point{min(p[0], q[0]), min(p[1], q[1])}, Max: orb.Point{max(p[0], q[0]), max(p[1], q[1])}}, p, q) {
				m.pass()
				m.edge(p, q)
			}
		}
	}
	m.pass()
}

// apart deals with edges from p to q in a box that is south, north or beside the other
// land; false if it is none of these.
func (m *measuring) apart(box orb.Bound, p, q orb.Point) bool {
	switch {
	case box.Max[0] <= m.west || box.Min[0] >= m.east:
	case box.Max[1] <= m.south:
		m.pass()
	case box.Min[1] >= m.north:
		if !m.passing {
			m.from, m.passing = p[0], true
		}
		m.to = q[0]
	default:
		return false
	}
	return true
}

// pass adds what lies south of the edges that passed in the north.
func (m *measuring) pass() {
	if !m.passing {
		return
	}
	m.passing = false
	from, to := m.within(m.from), m.within(m.to)
	switch {
	case from < to:
		m.sum += m.sign * m.land.over(&m.land.belt, from, to)
	case to < from:
		m.sum -= m.sign * m.land.over(&m.land.belt, to, from)
	}
}

func (m *measuring) within(lon float64) float64 { return max(m.west, min(m.east, lon)) }

// edge adds what the strip of the edge p-q has in common with the other land.
func (m *measuring) edge(p, q orb.Point) {
	sign := m.sign
	if q[0] < p[0] {
		p, q, sign = q, p, -sign
	}
	e := slope{p, q}
	if p[1] < m.south {
		p = orb.Point{e.lon(m.south), m.south}
	} else if q[1] < m.south {
		q = orb.Point{e.lon(m.south), m.south}
	}
	from, to := m.within(p[0]), m.within(q[0])
	if from >= to {
		return
	}
	top := max(p[1], q[1])
	for _, r := range m.land.rings {
		sum := 0.0
		for i, box := range r.boxes {
			if box.Max[0] <= from || box.Min[0] >= to {
				continue
			}
			run := r.points[i*shoreRun : min((i+1)*shoreRun+1, len(r.points))]
			if box.Min[1] >= top { // the edge is the lower one throughout
				u, v := max(from, min(to, run[0][0])), max(from, min(to, run[len(run)-1][0]))
				sum += m.land.belt.under(u, e.lat(u), v, e.lat(v))
				continue
			}
			for k := 1; k < len(run); k++ {
				a, b, way := run[k-1], run[k], 1.0
				if b[0] < a[0] {
					a, b, way = b, a, -1
				}
				if u, v := max(from, a[0]), min(to, b[0]); u < v {
					sum += way * m.land.belt.underBoth(e, slope{a, b}, u, v)
				}
			}
		}
		m.sum += sign * r.sign * sum
	}
}

// over is the area of the land between two meridians, the western one first.
func (l *Land) over(b *belt, from, to float64) float64 {
	if l.area > 0 && from <= l.box.Min[0] && to >= l.box.Max[0] {
		return l.area
	}
	total := 0.0
	for _, r := range l.rings {
		sum := 0.0
		for i, box := range r.boxes {
			if box.Max[0] <= from || box.Min[0] >= to {
				continue
			}
			run := r.points[i*shoreRun : min((i+1)*shoreRun+1, len(r.points))]
			for k := 1; k < len(run); k++ {
				p, q := run[k-1], run[k]
				u, v := max(from, min(to, p[0])), max(from, min(to, q[0]))
				if u != v {
					e := slope{p, q}
					sum += b.under(u, e.lat(u), v, e.lat(v))
				}
			}
		}
		total += r.sign * sum
	}
	return total
}

// A slope is an edge as latitude by longitude. It is exact at both ends.
type slope struct{ a, b orb.Point }

func (s slope) lat(lon float64) float64 {
	switch lon {
	case s.a[0]:
		return s.a[1]
	case s.b[0]:
		return s.b[1]
	}
	return s.a[1] + (lon-s.a[0])/(s.b[0]-s.a[0])*(s.b[1]-s.a[1])
}

func (s slope) lon(lat float64) float64 {
	return s.a[0] + (lat-s.a[1])/(s.b[1]-s.a[1])*(s.b[0]-s.a[0])
}

// A belt gives the area between its southern parallel and another, for one radian of
// longitude: a polynomial in the radians between them, or nothing simpler than the
// formula itself where it is too high for that.
type belt struct {
	south float64
	tall  bool
	c     [beltNodes]float64 // of t, t² …
}

const (
	beltNodes = 6
	tallBelt  = 10.0 // degrees; up to here the polynomial is right to a relative 2e-11
)

// beltOf fits the polynomial through the widths of parallels at Chebyshev's nodes, by
// Newton's divided differences, and integrates it.
func beltOf(south, north float64) belt {
	b := belt{south: south, tall: north-south > tallBelt}
	if b.tall {
		return b
	}
	var t, d [beltNodes]float64
	for i := range t {
		t[i] = (north - south) * radian / 2 * (1 - math.Cos((float64(i)+0.5)/beltNodes*math.Pi))
		parallel, meridian := curvature(south*radian + t[i])
		d[i] = parallel * meridian
	}
	if north-south < 1e-6 { // nodes too near to each other to differ in more than the last digits
		b.c[0] = d[0]
		return b
	}
	for k := 1; k < beltNodes; k++ {
		for i := beltNodes - 1; i >= k; i-- {
			d[i] = (d[i] - d[i-1]) / (t[i] - t[i-k])
		}
	}
	var c [beltNodes]float64 // Newton's form, turned into powers of t
	for k := beltNodes - 1; k >= 0; k-- {
		for i := beltNodes - 1; i > 0; i-- {
			c[i] = c[i-1] - t[k]*c[i]
		}
		c[0] = d[k] - t[k]*c[0]
	}
	for i := range c {
		b.c[i] = c[i] / float64(i+1)
	}
	return b
}

// to is the area up to a latitude.
func (b *belt) to(lat float64) float64 {
	if b.tall {
		return belts(lat) - belts(b.south)
	}
	t := (lat - b.south) * radian
	return t * (b.c[0] + t*(b.c[1]+t*(b.c[2]+t*(b.c[3]+t*(b.c[4]+t*b.c[5])))))
}

// under is the area between an edge and the belt's south; negative if it runs west.
func (b *belt) under(x1, y1, x2, y2 float64) float64 {
	n := 1
	if b.tall {
		n = pieces(orb.Point{x1, y1}, orb.Point{x2, y2})
	}
	mean := 0.0
	for i := range n {
		for _, q := range gauss3 {
			mean += q.weight * b.to(y1+(float64(i)+q.at)/float64(n)*(y2-y1))
		}
	}
	return mean / float64(n) * (x2 - x1) * radian
}

// underBoth is the area under the lower of two edges, between two meridians.
func (b *belt) underBoth(e, f slope, from, to float64) float64 {
	e1, e2, f1, f2 := e.lat(from), e.lat(to), f.lat(from), f.lat(to)
	switch {
	case e1 <= f1 && e2 <= f2:
		return b.under(from, e1, to, e2)
	case f1 <= e1 && f2 <= e2:
		return b.under(from, f1, to, f2)
	}
	// They cross, at the part t of the way.
	t := (e1 - f1) / ((e1 - f1) - (e2 - f2))
	x, y := from+t*(to-from), e1+t*(e2-e1)
	if e1 < f1 {
		return b.under(from, e1, x, y) + b.under(x, y, to, f2)
	}
	return b.under(from, f1, x, y) + b.under(x, y, to, e2)
}
