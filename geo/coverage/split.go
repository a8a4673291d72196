package coverage

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
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
	if f := valid.Check(g); f != nil {
		return nil, 0, fmt.Errorf("split: %w", f)
	}
	var whole float64
	switch g := g.(type) {
	case orb.LineString:
		whole = geodesy.Length(g)
		parts = c.splitLines(orb.MultiLineString{g})
	case orb.MultiLineString:
		whole = geodesy.Length(g)
		parts = c.splitLines(g)
	case orb.Ring, orb.Polygon, orb.MultiPolygon, orb.Bound:
		whole = geodesy.Area(g)
		if parts, err = c.splitArea(g); err != nil {
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

// splitArea cuts an area by each cell near it.
func (c *Coverage) splitArea(g orb.Geometry) ([]Share, error) {
	var shares []Share
	for _, i := range c.near(g.Bound()) {
		got, err := overlay.Intersection(g, c.cells[i].area)
		if err != nil {
			return nil, fmt.Errorf("cell %s: %w", c.cells[i].name, err)
		}
		// Cells that overlap: what an earlier name has is gone.
		for _, s := range shares {
			if got == nil {
				break
			}
			twice, err := overlay.Intersection(got, s.Part)
			if err != nil {
				return nil, fmt.Errorf("cells %s and %s: %w", s.Name, c.cells[i].name, err)
			}
			if twice == nil {
				continue
			}
			if got, err = overlay.Difference(got, s.Part); err != nil {
				return nil, fmt.Errorf("cells %s and %s: %w", s.Name, c.cells[i].name, err)
			}
		}
		if got != nil {
			shares = append(shares, Share{Name: c.cells[i].name, Amount: geodesy.Area(got), Part: got})
		}
	}
	return shares, nil
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

// splitLines cuts lines at all borders and gives each piece to its cells.
func (c *Coverage) splitLines(lines orb.MultiLineString) []Share {
	shares := make([]Share, len(c.cells))
	paths := make([]orb.MultiLineString, len(c.cells))
	for _, l := range lines {
		for i := 1; i < len(l); i++ {
			for _, piece := range c.cut(l[i-1], l[i]) {
				m := geodesy.Length(orb.LineString{piece.a, piece.b})
				owners := c.owners(piece)
				for _, cell := range owners {
					shares[cell].Name = c.cells[cell].name
					shares[cell].Amount += m / float64(len(owners))
					paths[cell] = extend(paths[cell], piece.a, piece.b)
				}
			}
		}
	}
	var out []Share
	for i, s := range shares {
		if s.Amount > 0 {
			s.Part = paths[i]
			out = append(out, s)
		}
	}
	return out
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
