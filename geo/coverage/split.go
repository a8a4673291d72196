package coverage

import (
	"cmp"
	"fmt"
	"slices"

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
	c.parts.Search(b.Min, b.Max, func(_, _ [2]float64, p part) bool {
		cells = append(cells, p.cell)
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
		for i := range paths {
			if n := len(paths[i]); n > 0 {
				paths[i] = append(paths[i], nil) // a new line starts a new path
			}
		}
		for i := 1; i < len(l); i++ {
			for _, piece := range c.cut(l[i-1], l[i]) {
				m := geodesy.Length(orb.LineString{piece.a, piece.b})
				for _, cell := range piece.owners {
					shares[cell].Name = c.cells[cell].name
					shares[cell].Amount += m / float64(len(piece.owners))
					paths[cell] = extend(paths[cell], piece.a, piece.b)
				}
			}
		}
	}
	var out []Share
	for i, s := range shares {
		if s.Amount > 0 {
			s.Part = slices.DeleteFunc(paths[i], func(l orb.LineString) bool { return l == nil })
			out = append(out, s)
		}
	}
	return out
}

// extend adds a-b to the last path if it ends in a, else begins another.
func extend(paths orb.MultiLineString, a, b orb.Point) orb.MultiLineString {
	if n := len(paths); n > 0 && len(paths[n-1]) > 0 && paths[n-1][len(paths[n-1])-1] == a {
		paths[n-1] = append(paths[n-1], b)
		return paths
	}
	return append(paths, orb.LineString{a, b})
}

// A piece is a stretch of a segment that no border cuts.
type piece struct {
	a, b   orb.Point
	owners []int // cells; several along a shared border, none outside
}

// cut divides the segment a-b at all borders.
func (c *Coverage) cut(a, b orb.Point) []piece {
	type stretch struct {
		from, to float64
		cell     int
	}
	at := func(p orb.Point) float64 { return along(a, b, p) }
	if a == b {
		return nil
	}
	cuts := []float64{0, 1}
	var border []stretch // where a-b runs on a border
	lo := [2]float64{min(a[0], b[0]), min(a[1], b[1])}
	hi := [2]float64{max(a[0], b[0]), max(a[1], b[1])}
	c.edges.Search(lo, hi, func(_, _ [2]float64, e edge) bool {
		if !predicate.SegmentsMeet(a, b, e.a, e.b) {
			return true
		}
		if predicate.SegmentsCross(a, b, e.a, e.b) {
			cuts = append(cuts, at(predicate.Crossing(a, b, e.a, e.b)))
			return true
		}
		from, to := 2.0, -1.0
		meet := func(p orb.Point) { from, to = min(from, at(p)), max(to, at(p)) }
		for _, p := range [...]orb.Point{e.a, e.b} {
			if predicate.OnSegment(p, a, b) {
				meet(p)
			}
		}
		for _, p := range [...]orb.Point{a, b} {
			if predicate.OnSegment(p, e.a, e.b) {
				meet(p)
			}
		}
		cuts = append(cuts, from, to)
		if from < to {
			border = append(border, stretch{from, to, e.cell})
		}
		return true
	})
	var pieces []piece
	for _, ends := range cutAt(a, b, cuts) {
		p := piece{a: ends[0], b: ends[1]}
		mid := middle(p.a, p.b)
		for _, s := range border {
			if t := at(mid); s.from < t && t < s.to {
				p.owners = append(p.owners, s.cell)
			}
		}
		if owner := c.locate(mid); p.owners == nil && owner >= 0 {
			p.owners = []int{owner}
		}
		slices.Sort(p.owners)
		p.owners = slices.Compact(p.owners)
		pieces = append(pieces, p)
	}
	return pieces
}
