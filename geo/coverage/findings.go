package coverage

import (
	"cmp"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
)

// least is the area in m² from which an overlap or a gap is worth a word; what is
// smaller comes from the rounding of coordinates.
const least = 0.01

// Findings says where the cells do not fit together: land that two of them claim
// (coverage.overlap), holes that none claims (coverage.gap), and borders that run
// within Tolerance of a neighbour's without matching it (coverage.near_miss). Each
// names the cells, a place and a size. Gaps open to the outside are no holes; if
// they are narrow, they show as near misses.
func (c *Coverage) Findings() []*finding.Finding {
	var found []*finding.Finding
	for _, p := range c.overlapping() {
		found = append(found, c.overlap(p.a, p.b)...)
	}
	found = append(found, c.gaps()...)
	return append(found, c.nearMisses()...)
}

// A pair is two cells, a before b.
type pair struct{ a, b int }

func sortedPairs[V any](m map[pair]V) []pair {
	return slices.SortedFunc(maps.Keys(m), func(p, q pair) int {
		return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
	})
}

// overlapping lists the pairs of cells that share land: where a border of one
// runs inside of the other, or, if their polygons are the same, a place within one
// is within the other.
func (c *Coverage) overlapping() []pair {
	pairs := map[pair]bool{}
	meet := func(i int, p orb.Point, except []int) {
		for _, j := range c.at(p, predicate.Inside) {
			if j != i && !slices.Contains(except, j) {
				pairs[pair{min(i, j), max(i, j)}] = true
			}
		}
	}
	for i, cl := range c.cells {
		predicate.Edges(cl.area, func(a, b orb.Point) bool {
			for _, p := range c.cut(a, b) {
				meet(i, middle(p.a, p.b), p.border)
			}
			return true
		})
		for _, poly := range cl.area {
			meet(i, within(poly), nil)
		}
	}
	return sortedPairs(pairs)
}

func (c *Coverage) overlap(i, j int) []*finding.Finding {
	a, b := c.cells[i], c.cells[j]
	both, err := overlay.Intersection(a.area, b.area)
	if err != nil {
		return []*finding.Finding{finding.New("coverage.not_compared", "", "a", a.name, "b", b.name).Because(err)}
	}
	m2 := geodesy.Area(both)
	if both == nil || m2 < least {
		return nil
	}
	return []*finding.Finding{finding.New("coverage.overlap", "", "a", a.name, "b", b.name, "area_m2", m2).
		On(within(largest(both.(orb.MultiPolygon))))}
}

// gaps finds the holes of the whole.
func (c *Coverage) gaps() []*finding.Finding {
	all := make([]orb.Geometry, len(c.cells))
	for i, cl := range c.cells {
		all[i] = cl.area
	}
	whole, err := overlay.Union(all...)
	if err != nil {
		return []*finding.Finding{finding.New("coverage.not_joined", "").Because(err)}
	}
	var found []*finding.Finding
	for _, poly := range whole {
		for _, hole := range poly[1:] {
			gap := orb.Polygon{hole}
			m2 := geodesy.Area(gap)
			if m2 < least {
				continue
			}
			var names []string
			for _, r := range c.Within(gap, Tolerance) {
				names = append(names, r.Name)
			}
			slices.Sort(names)
			found = append(found, finding.New("coverage.gap", "", "cells", names, "area_m2", m2).On(within(gap)))
		}
	}
	return found
}

// nearMisses finds vertices of one cell that lie at another's border but not on
// it, and sums them up for each pair of cells at the widest place.
func (c *Coverage) nearMisses() []*finding.Finding {
	type miss struct {
		count int
		m     float64
		at    orb.Point
	}
	misses := map[pair]miss{}
	for i, cl := range c.cells {
		predicate.Edges(cl.area, func(p, _ orb.Point) bool {
			for j, m := range c.missed(i, p) {
				key := pair{min(i, j), max(i, j)}
				worst := misses[key]
				worst.count++
				if m > worst.m || m == worst.m && before(p, worst.at) {
					worst.m, worst.at = m, p
				}
				misses[key] = worst
			}
			return true
		})
	}
	var found []*finding.Finding
	for _, p := range sortedPairs(misses) {
		w := misses[p]
		found = append(found, finding.New("coverage.near_miss", "", "a", c.cells[p.a].name, "b", c.cells[p.b].name,
			"points", w.count, "distance_m", w.m).On(w.at))
	}
	return found
}

// missed gives the cells whose borders the point p of cell i misses by no more
// than Tolerance, and by how much. Closer than rounding is a hit.
func (c *Coverage) missed(i int, p orb.Point) map[int]float64 {
	const rounding = 1e-3 // m
	var near map[int]float64
	box := geodesy.Around(orb.Bound{Min: p, Max: p}, Tolerance)
	c.edges().Search(box.Min, box.Max, func(_, _ [2]float64, e edge) bool {
		if e.cell == i {
			return true
		}
		if _, m := geodesy.Nearest(orb.LineString{e.a, e.b}, p); m <= Tolerance {
			if near == nil {
				near = map[int]float64{}
			}
			if old, ok := near[e.cell]; !ok || m < old {
				near[e.cell] = m
			}
		}
		return true
	})
	maps.DeleteFunc(near, func(_ int, m float64) bool { return m <= rounding })
	return near
}

func before(p, q orb.Point) bool {
	return p[0] < q[0] || p[0] == q[0] && p[1] < q[1]
}
