package isochrone

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// Areas gives, for each limit in seconds, what is reached within it; an area without
// parts where nothing is. Settings must be positive.
func Areas(segments []Segment, s Settings, limits []float64) []orb.MultiPolygon {
	areas := make([]orb.MultiPolygon, len(limits))
	if len(segments) == 0 {
		return areas
	}
	f := newField(segments, s)
	for i, limit := range limits {
		areas[i] = polygons(f.rings(limit))
	}
	return areas
}

// rings draws the lines that enclose what is reached within the limit, with the
// inside on their left.
func (f *field) rings(limit float64) []orb.Ring {
	var starts []int
	next := map[int]int{} // by edge of the grid: the edge to which the line goes on
	for j := range f.rows - 1 {
		for i := range f.columns - 1 {
			for k, to := range f.cell(i, j, limit) {
				if to >= 0 {
					from := f.edge(i, j, k)
					starts = append(starts, from)
					next[from] = f.edge(i, j, to)
				}
			}
		}
	}
	var rings []orb.Ring
	for _, start := range starts {
		var r orb.Ring
		for e := start; ; {
			to, ok := next[e]
			if !ok {
				break // back at the start, or drawn before
			}
			delete(next, e)
			r = append(r, f.crossing(e, limit))
			e = to
		}
		if r != nil {
			rings = append(rings, append(r, r[0]))
		}
	}
	return rings
}

// cell tells for each side of a cell, from the south against the clock, to which
// side a line that enters there goes; -1 where none enters. A line enters where the
// inside ends, going around the cell against the clock.
func (f *field) cell(i, j int, limit float64) (to [4]int) {
	corner := [4]int{j*f.columns + i, j*f.columns + i + 1, (j+1)*f.columns + i + 1, (j+1)*f.columns + i}
	var in [4]bool
	for k, c := range corner {
		in[k] = f.at[c] <= limit
		to[k] = -1
	}
	for k := range 4 {
		if !in[k] || in[(k+1)%4] {
			continue
		}
		e := (k + 1) % 4 // on around the outside, to where it ends
		for in[e] || !in[(e+1)%4] {
			e = (e + 1) % 4
		}
		to[k] = e
	}
	return to
}

// edge numbers the sides of all cells: twice the vertex at its western or southern
// end, plus one if it runs north.
func (f *field) edge(i, j, side int) int {
	switch side {
	case 1:
		i++
	case 2:
		j++
	}
	return 2*(j*f.columns+i) + side%2
}

// crossing is where the line crosses an edge of the grid: never at its ends.
func (f *field) crossing(e int, limit float64) orb.Point {
	const edge = 0.02
	v := e / 2
	w := v + 1
	if e%2 == 1 {
		w = v + f.columns
	}
	t := min(max((limit-f.at[v])/(f.at[w]-f.at[v]), edge), 1-edge)
	x, y := float64(v%f.columns), float64(v/f.columns)
	if e%2 == 1 {
		return f.point(x, y+t)
	}
	return f.point(x+t, y)
}

// polygons sorts rings into outer ones and their holes.
func polygons(rings []orb.Ring) orb.MultiPolygon {
	type shell struct {
		polygon orb.Polygon
		bound   orb.Bound
		area    float64
	}
	var shells []*shell
	var holes []orb.Ring
	for _, r := range rings {
		if a := signed(r); a > 0 {
			shells = append(shells, &shell{orb.Polygon{r}, r.Bound(), a})
		} else {
			holes = append(holes, r)
		}
	}
	slices.SortStableFunc(shells, func(a, b *shell) int { return cmp.Compare(a.area, b.area) })
	for _, h := range holes {
		for _, s := range shells { // the smallest one around it
			if s.bound.Contains(h[0]) && predicate.In(h[0], s.polygon[0]) == predicate.Inside {
				s.polygon = append(s.polygon, h)
				break
			}
		}
	}
	var m orb.MultiPolygon
	for _, s := range slices.Backward(shells) {
		m = append(m, s.polygon)
	}
	return m
}

// signed is twice the area of a ring in square degrees, positive if it runs against
// the clock.
func signed(r orb.Ring) float64 {
	sum := 0.0
	for i := 1; i < len(r); i++ {
		sum += (r[i-1][0]-r[0][0])*(r[i][1]-r[0][1]) - (r[i][0]-r[0][0])*(r[i-1][1]-r[0][1])
	}
	return sum
}
