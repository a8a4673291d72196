package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// inChina is the frame within which web maps shift.
func inChina(p orb.Point) bool {
	return p[0] >= 72.004 && p[0] <= 137.8347 && p[1] >= 0.8293 && p[1] <= 55.8271
}

// toGCJ shifts WGS 84 to GCJ-02; the constants are those of the ellipsoid of
// Krasovsky 1940, on which the formula was made.
func toGCJ(p orb.Point) orb.Point {
	if !inChina(p) {
		return p
	}
	return shift(p)
}

func shift(p orb.Point) orb.Point {
	const a, e2 = 6378245.0, 0.00669342162296594323
	x, y := p[0]-105, p[1]-35
	root := math.Sqrt(math.Abs(x))
	wave := (20*math.Sin(6*x*math.Pi) + 20*math.Sin(2*x*math.Pi)) * 2 / 3
	north := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*root + wave +
		(20*math.Sin(y*math.Pi)+40*math.Sin(y/3*math.Pi))*2/3 +
		(160*math.Sin(y/12*math.Pi)+320*math.Sin(y*math.Pi/30))*2/3
	east := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*root + wave +
		(20*math.Sin(x*math.Pi)+40*math.Sin(x/3*math.Pi))*2/3 +
		(150*math.Sin(x/12*math.Pi)+300*math.Sin(x/30*math.Pi))*2/3
	sin, cos := math.Sincos(p[1] * math.Pi / 180)
	w := 1 - e2*sin*sin
	return orb.Point{
		p[0] + east*180/(a/math.Sqrt(w)*cos*math.Pi),
		p[1] + north*180/(a*(1-e2)/(w*math.Sqrt(w))*math.Pi),
	}
}

// fromGCJ undoes toGCJ. A place whose original may lie on either side of the
// frame is taken as shifted if its own coordinates lie in it.
func fromGCJ(p orb.Point) orb.Point {
	if !inChina(p) {
		return p
	}
	return undo(shift, p)
}

// toBD and fromBD lead from GCJ-02 to BD-09 and back.
func toBD(p orb.Point) orb.Point {
	const turn = math.Pi * 3000 / 180
	r := math.Hypot(p[0], p[1]) + 0.00002*math.Sin(p[1]*turn)
	sin, cos := math.Sincos(math.Atan2(p[1], p[0]) + 0.000003*math.Cos(p[0]*turn))
	return orb.Point{r*cos + 0.0065, r*sin + 0.006}
}

func fromBD(p orb.Point) orb.Point { return undo(toBD, p) }

// undo finds the place that f moves to p. f moves places by little and
// neighbours by nearly the same, so stepping back by the error halves it many
// times over: some five rounds reach 1e-10 degrees, a hundredth of a millimetre.
func undo(f func(orb.Point) orb.Point, p orb.Point) orb.Point {
	q := p
	for range 30 {
		at := f(q)
		dx, dy := p[0]-at[0], p[1]-at[1]
		q = orb.Point{q[0] + dx, q[1] + dy}
		if math.Abs(dx) < 1e-12 && math.Abs(dy) < 1e-12 {
			break
		}
	}
	return q
}
