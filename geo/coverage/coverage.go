package coverage

import (
	"cmp"
	"errors"
	"slices"
	"sync"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
	"xunhu/geo/valid"
)

// A Cell is one named area: a Polygon or MultiPolygon.
type Cell struct {
	Name string
	Area orb.Geometry
}

// A Coverage is a set of cells, indexed.
type Coverage struct {
	cells []cell // by name
	names []string
	plan  *planar // nil if they cannot be drawn
	faces rtree.RTreeG[*face]
	edges rtree.RTreeG[edge]
	outer func() *geodesy.Shape // the border of the whole, drawn when it is first asked for
}

type cell struct {
	name   string
	area   orb.MultiPolygon
	shape  *geodesy.Shape // solid
	border *geodesy.Shape
}

// An edge is one edge of a cell's border.
type edge struct {
	cell int
	a, b orb.Point
}

// New makes a coverage. Areas that are missing or not valid, cells without a name
// and names that come twice are refused, all of them together (errors.Join of
// findings). No cells at all are allowed: nothing then lies anywhere.
func New(cells ...Cell) (*Coverage, error) {
	c := &Coverage{}
	var faults []error
	seen := map[string]bool{}
	for i, given := range cells {
		switch {
		case given.Name == "":
			faults = append(faults, finding.New("coverage.no_name", "", "number", i+1))
			continue
		case seen[given.Name]:
			faults = append(faults, finding.New("coverage.name_twice", "", "name", given.Name))
			continue
		}
		seen[given.Name] = true
		area, ok := asArea(given.Area)
		if !ok {
			faults = append(faults, finding.New("coverage.no_area", "", "name", given.Name))
			continue
		}
		if f := valid.Check(area); f != nil {
			bad := finding.New("coverage.not_valid", "", "name", given.Name, "cause", f).Because(f)
			bad.At = f.At
			faults = append(faults, bad)
			continue
		}
		shape := geodesy.Prepare(area)
		c.cells = append(c.cells, cell{given.Name, area, shape, shape.Border()})
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	slices.SortFunc(c.cells, func(a, b cell) int { return cmp.Compare(a.name, b.name) })
	c.names = make([]string, len(c.cells))
	for i, cl := range c.cells {
		c.names[i] = cl.name
		for _, poly := range cl.area {
			b := poly.Bound()
			c.faces.Insert(b.Min, b.Max, newFace(i, poly))
		}
		predicate.Edges(cl.area, func(a, b orb.Point) bool {
			c.edges.Insert([2]float64{min(a[0], b[0]), min(a[1], b[1])},
				[2]float64{max(a[0], b[0]), max(a[1], b[1])}, edge{i, a, b})
			return true
		})
	}
	c.plan = draw(c.cells)
	c.outer = sync.OnceValue(c.drawOutline)
	return c, nil
}

func asArea(g orb.Geometry) (orb.MultiPolygon, bool) {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}, len(g) > 0
	case orb.MultiPolygon:
		return g, len(g) > 0
	}
	return nil, false
}

// Names lists the cells, sorted.
func (c *Coverage) Names() []string { return slices.Clone(c.names) }

// Touching lists all cells that hold p or have it on their border, sorted; nil
// outside of all.
func (c *Coverage) Touching(p orb.Point) []string {
	var names []string
	for _, i := range c.touching(p) {
		names = append(names, c.cells[i].name)
	}
	return names
}

func (c *Coverage) touching(p orb.Point) []int { return c.at(p, predicate.Boundary) }

// at lists the cells that p lies in, at least as deep as least.
func (c *Coverage) at(p orb.Point, least predicate.Side) []int {
	var cells []int
	c.faces.Search(p, p, func(_, _ [2]float64, f *face) bool {
		if f.side(p) >= least {
			cells = append(cells, f.cell)
		}
		return true
	})
	slices.Sort(cells)
	return slices.Compact(cells)
}
