package geodesy

import "math"

// WGS 84, NGA.STND.0036 (2014), table 3.1.
const (
	equator    = 6378137.0         // semi-major axis, m
	flattening = 1 / 298.257223563 //
	pole       = equator * (1 - flattening)
	eccentric2 = flattening * (2 - flattening) // first eccentricity squared

	radian = math.Pi / 180
)

// curvature gives the radius of a parallel and of the meridian's curvature at a
// latitude in radians, in metres.
func curvature(lat float64) (parallel, meridian float64) {
	s, c := math.Sincos(lat)
	w2 := 1 - eccentric2*s*s
	w := math.Sqrt(w2)
	return equator / w * c, equator * (1 - eccentric2) / (w2 * w)
}

// gauss3 are the points and weights of Gauss and Legendre for [0, 1], exact for
// polynomials up to the fifth degree.
var gauss3 = [3]struct{ at, weight float64 }{
	{0.5 - 0.3872983346207417, 5.0 / 18},
	{0.5, 8.0 / 18},
	{0.5 + 0.3872983346207417, 5.0 / 18},
}

// Degree is the length in metres of one degree to the east and to the north at a
// latitude in degrees, as it is at that very place.
func Degree(lat float64) (east, north float64) {
	parallel, meridian := curvature(lat * radian)
	return parallel * radian, meridian * radian
}
