package coverage

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
)

// A Reach is how far something is from a cell or its border.
type Reach struct {
	Name      string
	DistanceM float64   // 0 where they meet; +Inf where there is nothing to reach
	From, To  orb.Point // the nearest places: on what was asked for, and on the cell
}

// Within lists the cells at most m metres from g, by distance, then name. Areas
// are solid: cells that g meets are at distance 0.
func (c *Coverage) Within(g *geodesy.Shape, m float64) []Reach {
	var reaches []Reach
	for _, i := range c.near(geodesy.Around(g.Bound(), m)) {
		from, to, d := g.GapWithin(c.cells[i].shape(), m)
		if d <= m {
			reaches = append(reaches, Reach{c.cells[i].name, d, from, to})
		}
	}
	slices.SortFunc(reaches, func(a, b Reach) int {
		return cmp.Or(cmp.Compare(a.DistanceM, b.DistanceM), cmp.Compare(a.Name, b.Name))
	})
	return reaches
}

// Nearest gives the cell nearest to g, the smallest name of several; false if none is
// within m metres.
func (c *Coverage) Nearest(g *geodesy.Shape, m float64) (best Reach, ok bool) {
	for _, i := range c.near(geodesy.Around(g.Bound(), m)) {
		if from, to, d := g.GapWithin(c.cells[i].shape(), m); d < m || d == m && !ok {
			best, ok, m = Reach{c.cells[i].name, d, from, to}, true, d
		}
	}
	return best, ok
}

// Border gives the place on a cell's border nearest to g; for a g that lies in the
// cell too. A cell that does not exist is infinitely far.
func (c *Coverage) Border(name string, g *geodesy.Shape) Reach {
	i, ok := slices.BinarySearchFunc(c.cells, name, func(cl cell, name string) int {
		return cmp.Compare(cl.name, name)
	})
	if !ok {
		return Reach{Name: name, DistanceM: math.Inf(1)}
	}
	from, to, m := g.Gap(c.cells[i].border())
	return Reach{name, m, from, to}
}
