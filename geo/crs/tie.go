package crs

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

// A tie leads from the ellipsoid of an old datum to that of WGS 84 by three
// translations, or by these with three small rotations and a scale. It is written
// behind the name of a system, all numbers without blanks:
//
//	+towgs84=DX,DY,DZ                      metres
//	+towgs84=DX,DY,DZ,RX,RY,RZ,S           metres, arc seconds, parts per million
//	+towgs84-frame=DX,DY,DZ,RX,RY,RZ,S     the same, rotations of the other sign
//
// The first two turn the position vector (EPSG method 9606), as PROJ and the
// TOWGS84 of WKT do: X' = DX + (1+S)(X − RZ·Y + RY·Z), and so on. The third turns
// the coordinate frame (EPSG method 9607): X' = DX + (1+S)(X + RZ·Y − RY·Z), as the
// Bursa formula of Chinese textbooks is written. Heights are taken as 0 on either
// side, as PROJ does for plane coordinates, so that a place that goes there and
// back moves by a few millimetres.
type tie struct {
	move  [3]float64 // metres
	turn  [3]float64 // arc seconds, of the position vector
	scale float64    // parts per million
	given bool
}

const (
	tieMark   = "+towgs84="
	frameMark = "+towgs84-frame="
)

// What lies beyond these is a slip of the pen: no two datums are so far apart.
const (
	mostMoveM    = 2000
	mostTurnS    = 60
	mostScalePPM = 200
)

// cutTie takes the tie from the end of a name.
func cutTie(s string) (plain string, t tie, err error) {
	plain, text, ok := strings.Cut(s, tieMark)
	sign := 1.0
	if !ok {
		if plain, text, ok = strings.Cut(s, frameMark); !ok {
			return s, tie{}, nil
		}
		sign = -1
	}
	var v [7]float64
	bad := finding.New("crs.bad_tie", "", "text", clip(text))
	parts := strings.Split(text, ",")
	if len(parts) != 3 && len(parts) != len(v) {
		return "", tie{}, bad
	}
	for i, part := range parts {
		if v[i], err = strconv.ParseFloat(strings.TrimSpace(part), 64); err != nil {
			return "", tie{}, bad
		}
		if most := [7]float64{mostMoveM, mostMoveM, mostMoveM, mostTurnS, mostTurnS, mostTurnS, mostScalePPM}[i]; !(math.Abs(v[i]) <= most) {
			return "", tie{}, bad
		}
	}
	t = tie{move: [3]float64(v[:3]), scale: v[6], given: true}
	for i := range t.turn {
		t.turn[i] = sign*v[3+i] + 0 // no negative zero
	}
	return strings.TrimSpace(plain), t, nil
}

// String gives the tie as cutTie reads it.
func (t tie) String() string {
	v := []float64{t.move[0], t.move[1], t.move[2], t.turn[0], t.turn[1], t.turn[2], t.scale}
	if t.turn == [3]float64{} && t.scale == 0 {
		v = v[:3]
	}
	text := make([]string, len(v))
	for i := range v {
		text[i] = strconv.FormatFloat(v[i], 'f', -1, 64)
	}
	return tieMark + strings.Join(text, ",")
}

// to brings a longitude and latitude on an ellipsoid to WGS 84.
func (t tie) to(e ellipsoid, p orb.Point) orb.Point {
	if !t.given {
		return p
	}
	return wgs84Ellipsoid.surface(t.apply(e.space(p)))
}

// from undoes to.
func (t tie) from(e ellipsoid, p orb.Point) orb.Point {
	if !t.given {
		return p
	}
	return e.surface(t.undo(wgs84Ellipsoid.space(p)))
}

func (t tie) apply(v [3]float64) [3]float64 {
	x, y, z, s := t.turns()
	return [3]float64{
		t.move[0] + s*(v[0]-z*v[1]+y*v[2]),
		t.move[1] + s*(z*v[0]+v[1]-x*v[2]),
		t.move[2] + s*(-y*v[0]+x*v[1]+v[2]),
	}
}

// undo turns back by the same small angles, as PROJ does; for a few arc seconds
// that is apply's inverse to a hundredth of a millimetre.
func (t tie) undo(v [3]float64) [3]float64 {
	x, y, z, s := t.turns()
	for i := range v {
		v[i] = (v[i] - t.move[i]) / s
	}
	return [3]float64{v[0] + z*v[1] - y*v[2], -z*v[0] + v[1] + x*v[2], y*v[0] - x*v[1] + v[2]}
}

// turns gives the rotations in radians and the factor of scale.
func (t tie) turns() (x, y, z, s float64) {
	const second = math.Pi / 180 / 3600
	return t.turn[0] * second, t.turn[1] * second, t.turn[2] * second, 1 + t.scale*1e-6
}

// space gives geocentric metres of a place on the ellipsoid.
func (e ellipsoid) space(p orb.Point) [3]float64 {
	e2 := e.f * (2 - e.f)
	sinLat, cosLat := math.Sincos(p[1] * math.Pi / 180)
	sinLon, cosLon := math.Sincos(p[0] * math.Pi / 180)
	n := e.a / math.Sqrt(1-e2*sinLat*sinLat)
	return [3]float64{n * cosLat * cosLon, n * cosLat * sinLon, n * (1 - e2) * sinLat}
}

// surface gives the longitude and latitude of geocentric metres near the
// ellipsoid: Bowring's formula, iterated, which a datum's few hundred metres of
// height leave exact to the last bits.
func (e ellipsoid) surface(v [3]float64) orb.Point {
	e2 := e.f * (2 - e.f)
	b := e.a * (1 - e.f)
	out := math.Hypot(v[0], v[1])
	beta := math.Atan2(v[2]*e.a, out*b)
	lat := 0.0
	for range 3 {
		sin, cos := math.Sincos(beta)
		lat = math.Atan2(v[2]+e2/(1-e2)*b*sin*sin*sin, out-e2*e.a*cos*cos*cos)
		beta = math.Atan2((1-e.f)*math.Sin(lat), math.Cos(lat))
	}
	return orb.Point{math.Atan2(v[1], v[0]) * 180 / math.Pi, lat * 180 / math.Pi}
}
