package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

// A frame is a metric plane around a point: x to the east, y to the north. Both
// scales are those of the latitude half way to the point that is mapped, which
// makes distances from the origin right to the third order.
type frame struct {
	origin     orb.Point
	k0, k1, k2 float64 // radius of the parallel and its derivatives by latitude
	m0, m1     float64 // radius of the meridian's curvature and its derivative
}

func frameAt(p orb.Point) frame {
	s, c := math.Sincos(p[1] * radian)
	w2 := 1 - eccentric2*s*s
	w := math.Sqrt(w2)
	m := equator * (1 - eccentric2) / (w2 * w)
	dm := 3 * eccentric2 * s * c * m / w2
	return frame{origin: p, k0: equator / w * c, k1: -m * s, k2: -dm*s - m*c, m0: m, m1: dm}
}

// to maps a point that lies dx, dy radians from the origin.
func (f *frame) to(dx, dy float64) (x, y float64) {
	h := dy / 2
	return dx * (f.k0 + h*(f.k1+h*f.k2/2)), dy * (f.m0 + h*f.m1)
}

// foot gives the nearest place on the edge, as the part t of it, and the square of
// its metres from the origin.
func (f *frame) foot(e edge) (t, m2 float64) {
	ax, ay := (e.a[0]-f.origin[0])*radian, (e.a[1]-f.origin[1])*radian
	dx, dy := (e.b[0]-e.a[0])*radian, (e.b[1]-e.a[1])*radian
	x0, y0 := f.to(ax, ay)
	if dx == 0 && dy == 0 {
		return 0, x0*x0 + y0*y0
	}
	x1, y1 := f.to(ax+dx, ay+dy)
	ux, uy := x1-x0, y1-y0
	t = clamp(-(x0*ux + y0*uy) / (ux*ux + uy*uy))
	x, y := x0+t*ux, y0+t*uy
	if max(math.Abs(dx), math.Abs(dy)) > 1e-4 {
		// The edge is a curve in the frame: step along its own tangent.
		for range 4 {
			x, y = f.to(ax+t*dx, ay+t*dy)
			h := (ay + t*dy) / 2
			vx := dx*(f.k0+h*(f.k1+h*f.k2/2)) + (ax+t*dx)*(f.k1+h*f.k2)*dy/2
			vy := dy*(f.m0+h*f.m1) + (ay+t*dy)*f.m1*dy/2
			t = clamp(t - (x*vx+y*vy)/(vx*vx+vy*vy))
		}
		x, y = f.to(ax+t*dx, ay+t*dy)
	}
	return t, x*x + y*y
}

func clamp(t float64) float64 { return max(0, min(1, t)) }

// apart2 is a lower bound of the square of the metres from the origin to a box, in
// the frame: the gap in degrees at the shortest degrees that the box can have. The
// radius of the parallel is concave in latitude, so it is least at an end.
func (f *frame) apart2(box orb.Bound) float64 {
	dx := max(0, box.Min[0]-f.origin[0], f.origin[0]-box.Max[0]) * radian
	dy := max(0, box.Min[1]-f.origin[1], f.origin[1]-box.Max[1]) * radian
	low, high := (box.Min[1]-f.origin[1])*radian/2, (box.Max[1]-f.origin[1])*radian/2
	k := max(0, min(f.k0+low*(f.k1+low*f.k2/2), f.k0+high*(f.k1+high*f.k2/2)))
	m := max(0, min(f.m0+low*f.m1, f.m0+high*f.m1))
	return (1 - 1e-9) * (dx*k*dx*k + dy*m*dy*m)
}

// A scale bounds distances between boxes from below, for all boxes within two.
type scale struct{ east, north, bow float64 }

// scaleOf takes the shortest degrees of both boxes, and what a geodesic can save
// that leaves them towards the pole. It bows by d²·tan φ/8R, where parallels are
// shorter by tan φ/R times that; twice this is taken off.
func scaleOf(a, b orb.Bound) scale {
	lat := min(90, max(math.Abs(a.Min[1]), math.Abs(a.Max[1]), math.Abs(b.Min[1]), math.Abs(b.Max[1])))
	const meridian = equator * (1 - eccentric2)
	sin, cos := math.Sincos(lat * radian)
	bow := sin / max(cos, 1e-9) / meridian
	return scale{east: radian * equator * cos, north: radian * meridian, bow: bow * bow / 4}
}

// apart2 is a lower bound of the square of the metres between two boxes.
func (s scale) apart2(a, b orb.Bound) float64 {
	dx := max(0, b.Min[0]-a.Max[0], a.Min[0]-b.Max[0]) * s.east
	dy := max(0, b.Min[1]-a.Max[1], a.Min[1]-b.Max[1]) * s.north
	d2 := dx*dx + dy*dy
	short := max(0.5, 1-1e-9-s.bow*d2)
	return d2 * short * short
}
