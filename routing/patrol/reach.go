package patrol

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
)

const (
	// gapM is how far a river may leave the territory and still be patrolled in one
	// piece, in metres: a river that is itself the border weaves in and out of it.
	gapM = 200
	// crumbM is the shortest piece of river that is worth a patrol.
	crumbM = 50
)

// bridged joins the parts of a river that lie in a territory where only short gaps
// lie between them, and drops crumbs. A gap is crossed along the river.
func bridged(river orb.LineString, parts orb.MultiLineString) orb.MultiLineString {
	at := measures(river)
	type stretch struct{ from, to float64 }
	var stretches []stretch
	for _, p := range parts {
		a, b := measure(river, at, p[0]), measure(river, at, p[len(p)-1])
		stretches = append(stretches, stretch{min(a, b), max(a, b)})
	}
	slices.SortFunc(stretches, func(x, y stretch) int { return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to)) })
	var joined []stretch
	for _, s := range stretches {
		if n := len(joined); n > 0 && s.from-joined[n-1].to <= gapM {
			joined[n-1].to = max(joined[n-1].to, s.to)
		} else {
			joined = append(joined, s)
		}
	}
	var lines orb.MultiLineString
	for _, s := range joined {
		if s.to-s.from >= crumbM {
			lines = append(lines, between(river, at, s.from, s.to))
		}
	}
	return lines
}

// measures gives the metres from the start of a line to each of its points.
func measures(l orb.LineString) []float64 {
	at := make([]float64, len(l))
	for i := 1; i < len(l); i++ {
		at[i] = at[i-1] + geodesy.Distance(l[i-1], l[i])
	}
	return at
}

// measure gives the metres along a line to a point on it.
func measure(l orb.LineString, at []float64, p orb.Point) float64 {
	best, least := 0.0, math.Inf(1)
	wide := math.Cos(p[1] * math.Pi / 180) // a degree of longitude, in degrees of latitude
	for i := 1; i < len(l); i++ {
		ax, ay := (l[i-1][0]-p[0])*wide, l[i-1][1]-p[1]
		dx, dy := (l[i][0]-l[i-1][0])*wide, l[i][1]-l[i-1][1]
		t := 0.0
		if d2 := dx*dx + dy*dy; d2 > 0 {
			t = min(max(-(ax*dx+ay*dy)/d2, 0), 1)
		}
		if d := math.Hypot(ax+t*dx, ay+t*dy); d < least {
			best, least = at[i-1]+t*(at[i]-at[i-1]), d
		}
	}
	return best
}

// between gives the line between two measures, the lesser first.
func between(l orb.LineString, at []float64, from, to float64) orb.LineString {
	point := func(m float64) orb.Point {
		i := min(max(1, first(at, m)), len(l)-1)
		t := 0.0
		if d := at[i] - at[i-1]; d > 0 {
			t = min(max((m-at[i-1])/d, 0), 1)
		}
		return orb.Point{l[i-1][0] + t*(l[i][0]-l[i-1][0]), l[i-1][1] + t*(l[i][1]-l[i-1][1])}
	}
	part := orb.LineString{point(from)}
	for i := range l {
		if at[i] > from && at[i] < to {
			part = appendNew(part, l[i])
		}
	}
	return appendNew(part, point(to))
}

// first gives the first point at or behind a measure.
func first(at []float64, m float64) int {
	i, _ := slices.BinarySearch(at, m)
	return i
}
