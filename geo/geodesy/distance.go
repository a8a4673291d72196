package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

// Distance is the length of the geodesic from a to b in metres: T. Vincenty,
// Direct and Inverse Solutions of Geodesics on the Ellipsoid with Application of
// Nested Equations, Survey Review XXIII, 176 (1975). Where his iteration does not
// settle (nearly antipodal points) the azimuth is searched instead.
func Distance(a, b orb.Point) float64 {
	m, _ := inverse(a, b)
	return m
}

// Azimuth is the direction in which the geodesic from a to b starts, in [0, 360).
// From a point to itself it is 0.
func Azimuth(a, b orb.Point) float64 {
	_, az := inverse(a, b)
	deg := az / radian
	if deg < 0 {
		deg += 360
	}
	if deg >= 360 {
		deg = 0
	}
	return deg
}

// inverse gives the distance in metres and the azimuth at a in radians.
func inverse(a, b orb.Point) (m, azimuth float64) {
	if a == b {
		return 0, 0
	}
	if m, azimuth, ok := vincenty(a, b); ok {
		return m, azimuth
	}
	return search(a, b)
}

// vincenty is the inverse formula; ok is false where it does not settle.
func vincenty(a, b orb.Point) (m, azimuth float64, ok bool) {
	l := math.Remainder(b[0]-a[0], 360) * radian
	sinU1, cosU1 := reduced(a[1])
	sinU2, cosU2 := reduced(b[1])
	lambda := l
	for range 50 {
		sinL, cosL := math.Sincos(lambda)
		east, north := cosU2*sinL, cosU1*sinU2-sinU1*cosU2*cosL
		sinS := math.Hypot(east, north)
		if sinS == 0 {
			return 0, 0, math.Abs(l) < 1 // same point, or its antipode
		}
		cosS := sinU1*sinU2 + cosU1*cosU2*cosL
		sigma := math.Atan2(sinS, cosS)
		sinA := cosU1 * cosU2 * sinL / sinS
		cos2A := 1 - sinA*sinA
		cos2M := 0.0 // along the equator
		if cos2A > 0 {
			cos2M = cosS - 2*sinU1*sinU2/cos2A
		}
		c := flattening / 16 * cos2A * (4 + flattening*(4-3*cos2A))
		next := l + (1-c)*flattening*sinA*
			(sigma+c*sinS*(cos2M+c*cosS*(2*cos2M*cos2M-1)))
		if math.Abs(next) > math.Pi {
			return 0, 0, false
		}
		if math.Abs(next-lambda) < 1e-14 {
			u2 := cos2A * (equator*equator - pole*pole) / (pole * pole)
			ka, kb := helmert(u2)
			return pole * ka * (sigma - bend(kb, sinS, cosS, cos2M)), math.Atan2(east, north), true
		}
		lambda = next
	}
	return 0, 0, false
}

// reduced gives sine and cosine of the reduced latitude.
func reduced(lat float64) (sin, cos float64) {
	s, c := math.Sincos(lat * radian)
	h := math.Hypot((1-flattening)*s, c)
	return (1 - flattening) * s / h, c / h
}

// helmert gives Vincenty's A and B.
func helmert(u2 float64) (ka, kb float64) {
	ka = 1 + u2/16384*(4096+u2*(-768+u2*(320-175*u2)))
	kb = u2 / 1024 * (256 + u2*(-128+u2*(74-47*u2)))
	return ka, kb
}

// bend is Vincenty's Δσ.
func bend(kb, sinS, cosS, cos2M float64) float64 {
	return kb * sinS * (cos2M + kb/4*(cosS*(2*cos2M*cos2M-1)-
		kb/6*cos2M*(4*sinS*sinS-3)*(4*cos2M*cos2M-3)))
}

// direct goes m metres from a in an azimuth (radians): Vincenty's direct formula.
func direct(a orb.Point, azimuth, m float64) orb.Point {
	sinA1, cosA1 := math.Sincos(azimuth)
	sinU1, cosU1 := reduced(a[1])
	sigma1 := math.Atan2(sinU1, cosU1*cosA1)
	sinA := cosU1 * sinA1
	cos2A := 1 - sinA*sinA
	ka, kb := helmert(cos2A * (equator*equator - pole*pole) / (pole * pole))
	base := m / (pole * ka)
	sigma := base
	var sinS, cosS, cos2M float64
	for range 50 {
		cos2M = math.Cos(2*sigma1 + sigma)
		sinS, cosS = math.Sincos(sigma)
		next := base + bend(kb, sinS, cosS, cos2M)
		done := math.Abs(next-sigma) < 1e-15
		sigma = next
		if done {
			break
		}
	}
	cos2M = math.Cos(2*sigma1 + sigma)
	sinS, cosS = math.Sincos(sigma)
	lat := math.Atan2(sinU1*cosS+cosU1*sinS*cosA1,
		(1-flattening)*math.Hypot(sinA, sinU1*sinS-cosU1*cosS*cosA1))
	lambda := math.Atan2(sinS*sinA1, cosU1*cosS-sinU1*sinS*cosA1)
	c := flattening / 16 * cos2A * (4 + flattening*(4-3*cos2A))
	l := lambda - (1-c)*flattening*sinA*(sigma+c*sinS*(cos2M+c*cosS*(2*cos2M*cos2M-1)))
	return orb.Point{math.Remainder(a[0]+l/radian, 360), lat / radian}
}

// search finds the geodesic between nearly antipodal points. A quarter of the
// way round, in whatever direction, the rest is no longer antipodal; the shortest
// of all such ways over a middle point is the geodesic.
func search(a, b orb.Point) (m, azimuth float64) {
	const half = 1e7
	way := func(az float64) float64 {
		rest, _, ok := vincenty(direct(a, az, half), b)
		if !ok {
			return math.Inf(1)
		}
		return half + rest
	}
	const steps = 180
	best, m := 0.0, math.Inf(1)
	for i := range steps {
		az := (float64(i)/steps*2 - 1) * math.Pi
		if w := way(az); w < m {
			best, m = az, w
		}
	}
	lo, hi := best-2*math.Pi/steps, best+2*math.Pi/steps
	const golden = 0.6180339887498949
	for range 60 {
		x, y := hi-golden*(hi-lo), lo+golden*(hi-lo)
		if way(x) < way(y) {
			hi = y
		} else {
			lo = x
		}
	}
	best = math.Remainder((lo+hi)/2, 2*math.Pi)
	return min(m, way(best)), best
}
