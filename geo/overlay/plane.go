package overlay

import (
	"math"

	"github.com/paulmach/orb"
)

// WGS 84.
const (
	equator      = 6378137.0
	flattening   = 1 / 298.257223563
	eccentricity = 0.0818191908426214943348 // √(f(2-f))
	radian       = math.Pi / 180
)

// A plane is a conformal metric map around one place: Lambert's cone touching the
// ellipsoid at its latitude (Snyder, Map Projections: A Working Manual, 1987,
// pages 107 to 109), or Mercator's cylinder where that is the equator.
type plane struct {
	lon    float64 // degrees
	lat    float64 // degrees, of the touching parallel
	n      float64 // sine of that latitude
	radius float64 // ρ₀, m, from the cone's tip to the touching parallel
	q      float64 // isometric latitude of the touching parallel
	width  float64 // m a radian of longitude at the touching parallel
}

func planeAround(p orb.Point) plane {
	lat := max(-89, min(89, p[1])) * radian
	f := plane{lon: p[0], lat: lat / radian, q: isometric(lat), n: math.Sin(lat)}
	f.width = equator * math.Cos(lat) / math.Sqrt(1-math.Pow(eccentricity*f.n, 2))
	if math.Abs(f.n) < 1e-4 {
		f.n = 0 // within 0.6 km of the equator a cylinder serves
	} else {
		f.radius = f.width / f.n
	}
	return f
}

// to maps degrees to metres from the centre, x to the east, y to the north.
func (f plane) to(p orb.Point) orb.Point {
	dx := (p[0] - f.lon) * radian
	dq := isometric(max(-89.9999, min(89.9999, p[1]))*radian) - f.q
	if f.n == 0 {
		return orb.Point{f.width * dx, f.width * dq}
	}
	// ρ = ρ₀ exp(-n·Δq); y = ρ₀ - ρ cos nλ, written to keep digits near the centre.
	fall := math.Expm1(-f.n * dq)
	half := math.Sin(f.n * dx / 2)
	rho := f.radius * (1 + fall)
	return orb.Point{rho * math.Sin(f.n*dx), -f.radius*fall + 2*rho*half*half}
}

// back maps metres to degrees.
func (f plane) back(p orb.Point) orb.Point {
	var dx, dq float64
	if f.n == 0 {
		dx, dq = p[0]/f.width, p[1]/f.width
	} else {
		x, y := p[0]/f.radius, p[1]/f.radius
		dx = math.Atan2(x, 1-y) / f.n
		dq = -math.Log1p(x*x+y*(y-2)) / 2 / f.n
	}
	return orb.Point{f.lon + dx/radian, geographic(f.q+dq) / radian}
}

// isometric latitude of a latitude, radians.
func isometric(lat float64) float64 {
	s := math.Sin(lat)
	return math.Atanh(s) - eccentricity*math.Atanh(eccentricity*s)
}

// geographic latitude of an isometric one, by fixed point.
func geographic(q float64) float64 {
	s := math.Tanh(q)
	for range 12 {
		s = math.Tanh(q + eccentricity*math.Atanh(eccentricity*s))
	}
	return math.Asin(s)
}
