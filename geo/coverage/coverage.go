package coverage

import (
	"cmp"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

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

	// What only measures, shares and findings need is made when they first ask.
	edges   func() *rtree.RTreeG[edge]
	borders func() *netting
	outer   func() *geodesy.Shape // the border of the whole
}

type cell struct {
	name   string
	area   orb.MultiPolygon
	shape  func() *geodesy.Shape // solid
	border func() *geodesy.Shape
	land   func() *geodesy.Land
	before func() []int // cells of smaller names that overlap it
}

// An edge is one edge of a cell's border.
type edge struct {
	cell int
	a, b orb.Point
}

// New makes a coverage. Areas that are missing or not valid, cells without a name
// and names that come twice are refused, all of them together (errors.Join of
// findings). No cells at all are allowed: nothing then lies anywhere. The areas
// must not be changed afterwards.
func New(cells ...Cell) (*Coverage, error) {
	faults := check(cells)
	seen := map[string]bool{}
	for i, given := range cells {
		switch {
		case given.Name == "":
			faults[i] = finding.New("coverage.no_name", "", "number", i+1)
		case seen[given.Name]:
			faults[i] = finding.New("coverage.name_twice", "", "name", given.Name)
		}
		seen[given.Name] = true
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return assemble(sortCells(cells), draw), nil
}

// sortCells puts cells in the order of their names, and makes ready what they are asked
// for when they first are.
func sortCells(given []Cell) []cell {
	cells := make([]cell, len(given))
	for i, g := range given {
		area, _ := asArea(g.Area)
		shape := sync.OnceValue(func() *geodesy.Shape { return geodesy.Prepare(area) })
		cells[i] = cell{name: g.Name, area: area, shape: shape,
			border: sync.OnceValue(func() *geodesy.Shape { return shape().Border() }),
			land:   sync.OnceValue(func() *geodesy.Land { return geodesy.Survey(area) })}
	}
	slices.SortFunc(cells, func(a, b cell) int { return cmp.Compare(a.name, b.name) })
	return cells
}

// assemble makes the coverage of sorted cells with their map.
func assemble(cells []cell, plan func([]cell) *planar) *Coverage {
	c := &Coverage{cells: cells}
	for i := range cells {
		cells[i].before = sync.OnceValue(func() []int { return c.overlapped(i) })
	}
	var drawn sync.WaitGroup
	drawn.Go(func() { c.plan = plan(cells) })
	for i, cl := range cells {
		c.names = append(c.names, cl.name)
		for _, poly := range cl.area {
			b := predicate.Box(poly[0])
			c.faces.Insert(b.Min, b.Max, newFace(i, poly, b))
		}
	}
	drawn.Wait()
	c.edges = sync.OnceValue(c.indexEdges)
	c.borders = sync.OnceValue(c.indexBorders)
	c.outer = sync.OnceValue(c.drawOutline)
	return c
}

// check gives what is wrong with the areas, each fault at its cell's place. It looks
// at several at once.
func check(cells []Cell) []error {
	faults := make([]error, len(cells))
	inParallel(len(cells), func(i int) {
		if f := fault(cells[i]); f != nil {
			faults[i] = f
		}
	})
	return faults
}

// inParallel does so many things, several at once.
func inParallel(n int, do func(i int)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	workers.Wait()
}

func fault(c Cell) *finding.Finding {
	area, ok := asArea(c.Area)
	if !ok {
		return finding.New("coverage.no_area", "", "name", c.Name)
	}
	f := valid.Check(area)
	if f == nil {
		return nil
	}
	bad := finding.New("coverage.not_valid", "", "name", c.Name, "cause", f).Because(f)
	bad.At = f.At
	return bad
}

func (c *Coverage) indexEdges() *rtree.RTreeG[edge] {
	var edges rtree.RTreeG[edge]
	for i, cl := range c.cells {
		predicate.Edges(cl.area, func(a, b orb.Point) bool {
			edges.Insert([2]float64{min(a[0], b[0]), min(a[1], b[1])},
				[2]float64{max(a[0], b[0]), max(a[1], b[1])}, edge{i, a, b})
			return true
		})
	}
	return &edges
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

// touching goes by the map: a place that it gives to one cell lies in no other, nor at
// a border.
func (c *Coverage) touching(p orb.Point) []int {
	if c.plan != nil {
		switch owner := c.plan.owner(p); {
		case owner >= 0:
			return []int{int(owner)}
		case owner == none:
			return nil
		}
	}
	return c.at(p, predicate.Boundary)
}

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
