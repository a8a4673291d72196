package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

// Share gives the part, from 0 to 1, of the disc of a radius in metres around p that
// lies in the shape's areas; for a radius of 0 whether p does. It is the exact area
// within the circle, in the frame that Nearest chooses in. Lines and points have none.
//
// The border of what is common to both runs along the shape within the circle and
// along the circle within the shape; half the integral of x dy - y dx along it is
// the area. Arcs go, counter-clockwise, from where the shape's border leaves
// the circle to where it enters it again.
func (s *Shape) Share(p orb.Point, radius float64) float64 {
	if !s.solid || len(s.edges) == 0 {
		return 0
	}
	if radius <= 0 {
		if s.holds(p) {
			return 1
		}
		return 0
	}
	d := disc{frame: frameAt(p), r: radius, first: math.Inf(1)}
	r2 := radius * radius
	s.visit(func(box orb.Bound) bool { return d.frame.apart2(box) < r2 }, func(run []edge) bool {
		for _, e := range run {
			d.add(e)
		}
		return false
	})
	if math.IsInf(d.first, 1) { // the circle is cut nowhere
		east, _ := Degree(p[1])
		d.full = s.holds(orb.Point{p[0] + radius/east, p[1]})
	}
	twice := d.straight + r2*d.arcs
	if d.full {
		twice += r2 * 2 * math.Pi
	}
	return max(0, min(1, twice/(2*math.Pi*r2)))
}

// disc sums up what an area has of a disc.
type disc struct {
	frame    frame
	r        float64
	straight float64 // twice the area by the pieces within the circle
	arcs     float64 // angles where the border enters, less those where it leaves
	first    float64 // the smallest angle of them all
	full     bool    // the circle's west end lies inside, so that an arc begins before it
}

// finest is the longest piece, in degrees, that an edge may be drawn straight by.
const finest = 0.02

func (d *disc) add(e edge) {
	from, to, ok := d.clip(e)
	if !ok {
		return
	}
	at := func(t float64) (x, y float64) {
		q := between(e.a, e.b, t)
		if t == 1 {
			q = e.b
		}
		return d.frame.to((q[0]-d.frame.origin[0])*radian, (q[1]-d.frame.origin[1])*radian)
	}
	span := (to - from) * max(math.Abs(e.b[0]-e.a[0]), math.Abs(e.b[1]-e.a[1]))
	n := min(1000, max(1, math.Ceil(span/finest)))
	x0, y0 := at(from)
	for i := 1.0; i <= n; i++ {
		t := from + (to-from)*i/n
		if i == n {
			t = to
		}
		x1, y1 := at(t)
		d.piece(x0, y0, x1, y1)
		x0, y0 = x1, y1
	}
}

// clip gives the part of an edge that lies in a box around the disc, so that long
// edges are looked at only there. The box is wide enough for its rim to lie outside.
func (d *disc) clip(e edge) (from, to float64, ok bool) {
	box := Around(orb.Bound{Min: d.frame.origin, Max: d.frame.origin}, 1.5*d.r)
	from, to = 0, 1
	for axis := range 2 {
		a, step := e.a[axis], e.b[axis]-e.a[axis]
		if step == 0 {
			if a < box.Min[axis] || a > box.Max[axis] {
				return 0, 0, false
			}
			continue
		}
		t0, t1 := (box.Min[axis]-a)/step, (box.Max[axis]-a)/step
		from, to = max(from, min(t0, t1)), min(to, max(t0, t1))
	}
	return from, to, from < to
}

// piece adds what of a straight piece lies within the circle, and where it crosses it.
func (d *disc) piece(x0, y0, x1, y1 float64) {
	r2 := d.r * d.r
	in0, in1 := x0*x0+y0*y0 < r2, x1*x1+y1*y1 < r2
	if in0 && in1 {
		d.straight += x0*y1 - x1*y0
		return
	}
	dx, dy := x1-x0, y1-y0
	a, b, c := dx*dx+dy*dy, x0*dx+y0*dy, x0*x0+y0*y0-r2
	root := b*b - a*c
	if root <= 0 && !in0 && !in1 {
		return
	}
	root = math.Sqrt(max(0, root))
	enter, leave := max(0, min(1, (-b-root)/a)), max(0, min(1, (-b+root)/a))
	if !in0 && !in1 && (enter >= leave || enter == 0 || leave == 1) {
		return
	}
	if in0 {
		enter = 0
	}
	if in1 {
		leave = 1
	}
	ex, ey, lx, ly := x0+enter*dx, y0+enter*dy, x0+leave*dx, y0+leave*dy
	d.straight += ex*ly - lx*ey
	if !in0 {
		d.cross(math.Atan2(ey, ex), 1)
	}
	if !in1 {
		d.cross(math.Atan2(ly, lx), -1)
	}
}

// cross notes that the border enters (1) or leaves (-1) the circle at an angle.
func (d *disc) cross(angle, sign float64) {
	d.arcs += sign * angle
	if angle < d.first {
		d.first, d.full = angle, sign > 0
	}
}
