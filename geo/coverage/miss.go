package coverage

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
)

// rounding is how far in metres a place may be from a border and still lie on it.
const rounding = 1e-3

// A miss is a vertex of one cell at the border of another.
type miss struct {
	at         orb.Point
	cell, near int32   // whose vertex, at whose border
	m          float64 // how far from it
	own, other int32   // the seams
}

// margins gives the degrees of so many metres around seams.
func margins(seams []seam, m float64) [2]float64 {
	lat := 0.0
	for _, s := range seams {
		lat = max(lat, math.Abs(s.a[1]), math.Abs(s.b[1]))
	}
	p := orb.Point{0, min(lat, 89)}
	around := geodesy.Around(orb.Bound{Min: p, Max: p}, m)
	return [2]float64{around.Max[0], around.Max[1] - p[1]}
}

// misses lists the vertices of seams within tolerance of another cell's seam, each
// with the nearest of that cell, ordered by cells and place. Ends that both have, and
// what is nearest to such an end, are none.
func (s *survey) misses(tolerance float64) []miss {
	var all []miss
	look := func(i, j int, p orb.Point) {
		e, f := &s.seams[i], &s.seams[j]
		if p == f.a || p == f.b || !nearby(f, p, tolerance) {
			return
		}
		q, m := geodesy.Nearest(orb.LineString{f.a, f.b}, p)
		if m <= tolerance && q != e.a && q != e.b {
			all = append(all, miss{p, e.cell, f.cell, m, int32(i), int32(j)})
		}
	}
	grid := newSquares(s.seams, margins(s.seams, tolerance))
	grid.pairs(s.seams, nil, func(i, j int) {
		if e, f := &s.seams[i], &s.seams[j]; e.cell != f.cell {
			look(i, j, e.a)
			look(i, j, e.b)
			look(j, i, f.a)
			look(j, i, f.b)
		}
	})
	slices.SortFunc(all, func(x, y miss) int {
		return cmp.Or(cmp.Compare(x.cell, y.cell), cmp.Compare(x.near, y.near), comparePoints(x.at, y.at),
			cmp.Compare(x.m, y.m), cmp.Compare(x.own, y.own), cmp.Compare(x.other, y.other))
	})
	return all
}

// nearby tells whether p can lie within m metres of a seam.
func nearby(s *seam, p orb.Point, m float64) bool {
	const degree = 110_000 // m, less than that of any latitude
	kx := degree * math.Cos(p[1]*math.Pi/180)
	ax, ay := (s.a[0]-p[0])*kx, (s.a[1]-p[1])*degree
	dx, dy := (s.b[0]-s.a[0])*kx, (s.b[1]-s.a[1])*degree
	t := max(0, min(1, -(ax*dx+ay*dy)/(dx*dx+dy*dy)))
	return math.Hypot(ax+t*dx, ay+t*dy) <= 1.05*m
}

// nearMisses tells the misses of each two cells, one finding for what hangs together.
func (s *survey) nearMisses(tolerance float64) {
	type group struct {
		a, b   int32
		points orb.MultiPoint
		m      float64
		at     orb.Point
		fits   bool
	}
	groups := map[[3]int32]*group{} // by cells and stretch
	var order []*group
	stretch := forest{}
	all := s.misses(tolerance)
	for _, m := range all {
		stretch.join(m.own, m.other)
	}
	for i, m := range all {
		if i > 0 && all[i-1].at == m.at && all[i-1].cell == m.cell && all[i-1].near == m.near {
			continue // the nearest came first
		}
		on, vertex := s.meets(m.near, m.at)
		if vertex || !on && s.toldOf(m) {
			continue
		}
		kind := int32(0)
		if on {
			kind = 1
		}
		key := [3]int32{min(m.cell, m.near), max(m.cell, m.near), 2*stretch.root(m.own) + kind}
		g := groups[key]
		if g == nil {
			g = &group{a: key[0], b: key[1], m: -1, fits: on}
			groups[key] = g
			order = append(order, g)
		}
		g.points = append(g.points, m.at)
		if m.m > g.m || m.m == g.m && before(m.at, g.at) {
			g.m, g.at = m.m, m.at
		}
	}
	slices.SortStableFunc(order, func(x, y *group) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	for _, g := range order {
		f := finding.New("coverage.near_miss", "", "a", s.cells[g.a].name, "b", s.cells[g.b].name,
			"points", len(g.points), "distance_m", g.m).On(g.at).Over(g.points)
		if g.fits {
			f.Code = "coverage.unshared"
			s.notes = append(s.notes, f)
		} else {
			s.found = append(s.found, f)
		}
	}
}

// A forest tells what hangs together: each number leads to a smaller one, or is a root.
type forest map[int32]int32

func (f forest) root(i int32) int32 {
	for {
		up, ok := f[i]
		if !ok {
			return i
		}
		i = up
	}
}

func (f forest) join(i, j int32) {
	if i, j = f.root(i), f.root(j); i != j {
		f[max(i, j)] = min(i, j)
	}
}

// meets tells whether p lies on the border of a cell, within rounding, and whether
// it is a vertex of it.
func (s *survey) meets(cell int32, p orb.Point) (on, vertex bool) {
	around := geodesy.Around(orb.Bound{Min: p, Max: p}, rounding)
	for _, poly := range s.cells[cell].area {
		for _, r := range poly {
			for k := 1; k < len(r); k++ {
				a, b := r[k-1], r[k]
				if max(a[0], b[0]) < around.Min[0] || min(a[0], b[0]) > around.Max[0] ||
					max(a[1], b[1]) < around.Min[1] || min(a[1], b[1]) > around.Max[1] {
					continue
				}
				if a == p || b == p {
					return true, true
				}
				if !on {
					_, m := geodesy.Nearest(orb.LineString{a, b}, p)
					on = m <= rounding
				}
			}
		}
	}
	return on, false
}

// toldOf tells whether an overlap or gap of both cells has the vertex.
func (s *survey) toldOf(m miss) bool {
	return slices.ContainsFunc(s.told[m.at], func(cells []int32) bool {
		return slices.Contains(cells, m.cell) && slices.Contains(cells, m.near)
	})
}

func before(p, q orb.Point) bool {
	return p[0] < q[0] || p[0] == q[0] && p[1] < q[1]
}
