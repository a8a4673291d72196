package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// An ellipsoid by its half axis in metres and flattening.
type ellipsoid struct{ a, f float64 }

var (
	wgs84Ellipsoid    = ellipsoid{6378137, 1 / 298.257223563}
	cgcs2000Ellipsoid = ellipsoid{6378137, 1 / 298.257222101} // GB 22021-2008
	krassowsky1940    = ellipsoid{6378245, 1 / 298.3}         // EPSG:7024
	iag1975           = ellipsoid{6378140, 1 / 298.257}       // EPSG:7049
)

// A projection is a transverse Mercator. Angles in degrees, lengths in metres.
type projection struct {
	ellipsoid  ellipsoid
	lon0, lat0 float64 // central meridian, latitude of origin
	k0         float64 // scale on the central meridian
	fe, fn     float64 // false easting and northing
	unit       float64 // metres in one unit of the coordinates
}

// radius gives the rectifying radius, and n, the third flattening.
func (e ellipsoid) radius() (r, n float64) {
	n = e.f / (2 - e.f)
	n2 := n * n
	return e.a / (1 + n) * (1 + n2*(1./4+n2*(1./64+n2/256))), n
}

// alpha and beta are Karney's (35) and (36): from the conformal sphere to the
// rectifying one and back.
func alpha(n float64) [6]float64 {
	n2 := n * n
	n3, n4, n5, n6 := n2*n, n2*n2, n2*n2*n, n2*n2*n2
	return [6]float64{
		n/2 - 2./3*n2 + 5./16*n3 + 41./180*n4 - 127./288*n5 + 7891./37800*n6,
		13./48*n2 - 3./5*n3 + 557./1440*n4 + 281./630*n5 - 1983433./1935360*n6,
		61./240*n3 - 103./140*n4 + 15061./26880*n5 + 167603./181440*n6,
		49561./161280*n4 - 179./168*n5 + 6601661./7257600*n6,
		34729./80640*n5 - 3418889./1995840*n6,
		212378941. / 319334400 * n6,
	}
}

func beta(n float64) [6]float64 {
	n2 := n * n
	n3, n4, n5, n6 := n2*n, n2*n2, n2*n2*n, n2*n2*n2
	return [6]float64{
		n/2 - 2./3*n2 + 37./96*n3 - 1./360*n4 - 81./512*n5 + 96199./604800*n6,
		1./48*n2 + 1./15*n3 - 437./1440*n4 + 46./105*n5 - 1118711./3870720*n6,
		17./480*n3 - 37./840*n4 - 209./4480*n5 + 5569./90720*n6,
		4397./161280*n4 - 11./504*n5 - 830251./7257600*n6,
		4583./161280*n5 - 108847./3991680*n6,
		20648693. / 638668800 * n6,
	}
}

// conformal gives the tangent of the conformal latitude of the tangent of a
// geodetic one, Karney's (7).
func (e ellipsoid) conformal(tau float64) float64 {
	ecc := math.Sqrt(e.f * (2 - e.f))
	s := math.Hypot(1, tau)
	sigma := math.Sinh(ecc * math.Atanh(ecc*tau/s))
	return tau*math.Hypot(1, sigma) - sigma*s
}

// geodetic undoes conformal by Newton's method, Karney's (19) to (21). Three
// rounds reach the last bit; five are a bound.
func (e ellipsoid) geodetic(tauC float64) float64 {
	e2 := e.f * (2 - e.f)
	tau := tauC
	for range 5 {
		t := e.conformal(tau)
		d := (tauC - t) / math.Hypot(1, t) * (1 + (1-e2)*tau*tau) / ((1 - e2) * math.Hypot(1, tau))
		tau += d
		if math.Abs(d) <= 1e-15*math.Max(1, math.Abs(tau)) {
			break
		}
	}
	return tau
}

// plane gives the northing from the equator and easting from the
// central meridian, both over the rectifying radius.
func (t projection) plane(lon, lat float64) (xi, eta float64) {
	_, n := t.ellipsoid.radius()
	tau := t.ellipsoid.conformal(math.Tan(lat * math.Pi / 180))
	sin, cos := math.Sincos(around(lon-t.lon0) * math.Pi / 180)
	xi1, eta1 := math.Atan2(tau, cos), math.Asinh(sin/math.Hypot(tau, cos))
	xi, eta = xi1, eta1
	for j, a := range alpha(n) {
		k := 2 * float64(j+1)
		xi += a * math.Sin(k*xi1) * math.Cosh(k*eta1)
		eta += a * math.Cos(k*xi1) * math.Sinh(k*eta1)
	}
	return xi, eta
}

func (t projection) forward(p orb.Point) orb.Point {
	r, _ := t.ellipsoid.radius()
	xi, eta := t.plane(p[0], p[1])
	origin, _ := t.plane(t.lon0, t.lat0)
	return orb.Point{
		(t.fe + t.k0*r*eta) / t.unit,
		(t.fn + t.k0*r*(xi-origin)) / t.unit,
	}
}

func (t projection) inverse(p orb.Point) orb.Point {
	r, n := t.ellipsoid.radius()
	origin, _ := t.plane(t.lon0, t.lat0)
	xi := (p[1]*t.unit-t.fn)/(t.k0*r) + origin
	eta := (p[0]*t.unit - t.fe) / (t.k0 * r)
	xi1, eta1 := xi, eta
	for j, b := range beta(n) {
		k := 2 * float64(j+1)
		xi1 -= b * math.Sin(k*xi) * math.Cosh(k*eta)
		eta1 -= b * math.Cos(k*xi) * math.Sinh(k*eta)
	}
	sin, cos := math.Sincos(xi1)
	sh := math.Sinh(eta1)
	lon := math.Atan2(sh, cos) * 180 / math.Pi
	lat := math.Atan(t.ellipsoid.geodetic(sin/math.Hypot(sh, cos))) * 180 / math.Pi
	return orb.Point{around(t.lon0 + lon), lat}
}

// Web Mercator: a sphere of the ellipsoid's half axis.
func toMercator(p orb.Point) orb.Point {
	a := wgs84Ellipsoid.a
	return orb.Point{a * p[0] * math.Pi / 180, a * math.Asinh(math.Tan(p[1]*math.Pi/180))}
}

func fromMercator(p orb.Point) orb.Point {
	a := wgs84Ellipsoid.a
	return orb.Point{p[0] / a * 180 / math.Pi, math.Atan(math.Sinh(p[1]/a)) * 180 / math.Pi}
}
