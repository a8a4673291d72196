package patrol

import (
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// A Bank is a side of a river, seen downstream along its line.
type Bank string

// The banks that a need may ask for.
const (
	Left  Bank = "left"
	Right Bank = "right"
	Both  Bank = "both"
)

// banks gives the lines that are walked to see what a need asks for of a line: itself, or
// along its banks.
func (m *maker) banks(n *Need, lines orb.MultiLineString) (all orb.MultiLineString) {
	if n.Bank == "" {
		return lines
	}
	for _, l := range lines {
		if n.Bank != Right {
			all = append(all, offset(l, m.s.BankM))
		}
		if n.Bank != Left {
			all = append(all, offset(l, -m.s.BankM))
		}
	}
	return all
}

// offset is a line so many metres to the left of another.
func offset(l orb.LineString, m float64) orb.LineString {
	all := make(orb.LineString, 0, len(l))
	for i, p := range l {
		a, b := l[max(0, i-1)], l[min(len(l)-1, i+1)]
		east, north := geodesy.Degree(p[1])
		dx, dy := (b[0]-a[0])*east, (b[1]-a[1])*north
		if d := math.Hypot(dx, dy); d > 0 {
			all = appendNew(all, orb.Point{p[0] - dy/d*m/east, p[1] + dx/d*m/north})
		}
	}
	return all
}

// crosses tells whether the straight way between two places leads over a river.
func crosses(a, b orb.Point, river orb.Geometry) bool {
	if river == nil {
		return false
	}
	_, ok := predicate.Meet(orb.LineString{a, b}, river)
	return ok
}
