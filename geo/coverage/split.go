package coverage

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
	"xunhu/geo/valid"
)

// A Share is what of a line or area belongs to one cell.
type Share struct {
	Name     string
	Amount   float64      // m of a line, m² of an area
	Fraction float64      // of what lies inside the coverage
	Part     orb.Geometry // MultiLineString or MultiPolygon
}

// negligible is the fraction of the whole below which a part is rounding.
const negligible = 1e-9

// Split divides a line or area among the cells, by falling share, then name;
// outside is what lies in no cell (m or m²). Amounts and outside add up to the
// length or area of g, within a relative 1e-9. A line along a shared border counts
// in equal parts to the cells there, and is in the Part of each; where cells
// overlap, the smallest name takes all. Points, and geometries that are not
// valid, are an error.
func (c *Coverage) Split(g orb.Geometry) (parts []Share, outside float64, err error) {
	return c.split(g, true)
}

// Shares is Split without the Parts; to draw those of areas takes most of the time.
func (c *Coverage) Shares(g orb.Geometry) (parts []Share, outside float64, err error) {
	return c.split(g, false)
}

func (c *Coverage) split(g orb.Geometry, drawn bool) (parts []Share, outside float64, err error) {
	if f := valid.Check(g); f != nil {
		return nil, 0, fmt.Errorf("split: %w", f)
	}
	var whole float64
	switch g := g.(type) {
	case orb.LineString:
		parts, whole = c.splitLines(orb.MultiLineString{g}, drawn)
	case orb.MultiLineString:
		parts, whole = c.splitLines(g, drawn)
	case orb.Ring, orb.Polygon, orb.MultiPolygon, orb.Bound:
		whole = geodesy.Area(g)
		if parts, err = c.splitArea(g, drawn); err != nil {
			return nil, 0, fmt.Errorf("split: %w", err)
		}
	default:
		return nil, 0, fmt.Errorf("split: a %s has no parts", g.GeoJSONType())
	}
	parts = slices.DeleteFunc(parts, func(s Share) bool { return s.Amount <= negligible*whole })
	inside := 0.0
	for _, s := range parts {
		inside += s.Amount
	}
	for i := range parts {
		if !drawn { // where cells overlap they were
			parts[i].Part = nil
		}
		parts[i].Fraction = parts[i].Amount / inside
	}
	slices.SortStableFunc(parts, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Name, b.Name))
	})
	if outside = whole - inside; outside <= negligible*whole {
		outside = 0
	}
	return parts, outside, nil
}

// splitArea measures what an area has in common with each cell near it, and draws that.
func (c *Coverage) splitArea(g orb.Geometry, drawn bool) ([]Share, error) {
	asked := geodesy.Survey(g)
	least := negligible * asked.AreaM2()
	cutter := sync.OnceValues(func() (*overlay.Cutter, error) { return overlay.NewCutter(g) })
	var shares []Share
	for _, i := range c.near(g.Bound()) {
		s := Share{Name: c.cells[i].name, Amount: asked.Common(c.cells[i].land())}
		if s.Amount <= least {
			continue
		}
		overlap := len(c.cells[i].before()) > 0
		if drawn || overlap {
			part, err := c.part(cutter, s.Amount, i)
			if err != nil {
				return nil, fmt.Errorf("cell %s: %w", s.Name, err)
			}
			if overlap {
				s.Amount = geodesy.Area(part)
			}
			if s.Part = part; part == nil || s.Amount <= least {
				continue
			}
		}
		shares = append(shares, s)
	}
	return shares, nil
}

// part draws what the cell has of an area, m2 of it before earlier names take theirs.
func (c *Coverage) part(cutter func() (*overlay.Cutter, error), m2 float64, cell int) (part orb.Geometry, err error) {
	cl := &c.cells[cell]
	if m2 >= cl.land().AreaM2()*(1-negligible) {
		part = cl.area.Clone()
	} else {
		whole, err := cutter()
		if err != nil {
			return nil, err
		}
		if part, err = whole.Intersection(cl.area); err != nil {
			return nil, err
		}
	}
	for _, earlier := range cl.before() {
		if part == nil {
			break
		}
		if part, err = overlay.Difference(part, c.cells[earlier].area); err != nil {
			return nil, fmt.Errorf("which %s overlaps: %w", c.cells[earlier].name, err)
		}
	}
	return part, nil
}

// overlapped lists the cells of smaller names that have land in common with a cell, more
// than rounding makes.
func (c *Coverage) overlapped(cell int) []int {
	var cells []int
	land := c.cells[cell].land()
	for _, i := range c.near(land.Bound()) {
		if i >= cell {
			break
		}
		o := c.cells[i].land()
		if land.Common(o) > negligible*min(land.AreaM2(), o.AreaM2()) {
			cells = append(cells, i)
		}
	}
	return cells
}

// near lists the cells whose boxes meet b.
func (c *Coverage) near(b orb.Bound) []int {
	var cells []int
	c.faces.Search(b.Min, b.Max, func(_, _ [2]float64, f *face) bool {
		cells = append(cells, f.cell)
		return true
	})
	slices.Sort(cells)
	return slices.Compact(cells)
}

// chunk is how many edges of a line are looked at together for borders near them.
const chunk = 8

// A holding is what a cell has of some lines.
type holding struct {
	cell  int
	m     float64
	paths orb.MultiLineString // if they are drawn
}

// splitLines cuts lines at all borders and gives each piece to its cells; whole is the
// length of all. Edges in a row that meet no border lie in one cell, or in none.
func (c *Coverage) splitLines(lines orb.MultiLineString, drawn bool) (shares []Share, whole float64) {
	var held []holding
	give := func(cell int, a, b orb.Point, m float64) {
		i := slices.IndexFunc(held, func(h holding) bool { return h.cell == cell })
		if i < 0 {
			i, held = len(held), append(held, holding{cell: cell})
		}
		if held[i].m += m; drawn {
			held[i].paths = extend(held[i].paths, a, b)
		}
	}
	var pieces []piece
	for _, l := range lines {
		length := 0.0
		owner, known := int(none), false // of where the last edge lies, if it met no border
		for from := 1; from < len(l); from += chunk {
			to := min(from+chunk, len(l))
			alone := c.alone(l[from-1 : to])
			for i := from; i < to; i++ {
				a, b := l[i-1], l[i]
				if a == b {
					continue
				}
				m := geodesy.Edge(a, b)
				length += m
				if pieces = pieces[:0]; !alone {
					pieces = c.cut(pieces, a, b)
				}
				if len(pieces) == 0 { // no border meets it
					if !known {
						owner, known = int(c.locate(middle(a, b))), true
					}
					if owner >= 0 {
						give(owner, a, b, m)
					}
					continue
				}
				known = false
				for _, p := range pieces {
					m := geodesy.Edge(p.a, p.b)
					owners := c.owners(p)
					for _, cell := range owners {
						give(cell, p.a, p.b, m/float64(len(owners)))
					}
				}
			}
		}
		whole += length
	}
	slices.SortFunc(held, func(a, b holding) int { return cmp.Compare(a.cell, b.cell) })
	for _, h := range held {
		s := Share{Name: c.cells[h.cell].name, Amount: h.m}
		if drawn {
			s.Part = h.paths
		}
		shares = append(shares, s)
	}
	return shares, whole
}

// alone tells that no border comes into the box around a line.
func (c *Coverage) alone(l orb.LineString) bool {
	box, alone := predicate.Box(orb.Ring(l)), true
	c.edges().Search(box.Min, box.Max, func(_, _ [2]float64, _ edge) bool {
		alone = false
		return false
	})
	return alone
}

// owners gives the cells that a piece belongs to: those on whose border it runs,
// else the one that it lies in; none outside.
func (c *Coverage) owners(p piece) []int {
	if len(p.border) > 0 {
		return p.border
	}
	if owner := c.locate(middle(p.a, p.b)); owner >= 0 {
		return []int{int(owner)}
	}
	return nil
}

// extend adds a-b to the last path if it ends in a, else begins another.
func extend(paths orb.MultiLineString, a, b orb.Point) orb.MultiLineString {
	if n := len(paths); n > 0 && paths[n-1][len(paths[n-1])-1] == a {
		paths[n-1] = append(paths[n-1], b)
		return paths
	}
	return append(paths, orb.LineString{a, b})
}
