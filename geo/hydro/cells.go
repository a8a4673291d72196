package hydro

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sync/atomic"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/geodesy"
)

// Cells says through which cells of a coverage the reaches of a network run. A
// reach is cut at the borders when it is first asked for, and kept.
type Cells struct {
	net    *Network
	cover  *coverage.Coverage
	beyond func(orb.Point) string
	of     []atomic.Pointer[[]stretch]
}

// stretch is a part of a reach, from ≤ to, in one cell. Along a shared border
// stretches of several cells lie on each other.
type stretch struct {
	cell     string
	from, to float64
}

// Through lays a coverage over the network. beyond names places outside of all
// cells, edge by edge of the rivers; nil gives them the name "". It must always give
// the same answer, and may be asked from many goroutines.
func (n *Network) Through(c *coverage.Coverage, beyond func(orb.Point) string) *Cells {
	if beyond == nil {
		beyond = func(orb.Point) string { return "" }
	}
	return &Cells{net: n, cover: c, beyond: beyond, of: make([]atomic.Pointer[[]stretch], n.NumReaches())}
}

// A Passage is a part of a piece of a trace that lies in one cell, or outside of all;
// then Cell is what lies beyond there.
type Passage struct {
	Piece
	Cell string
}

// Cut cuts the pieces of a trace at the borders of cells. Passages come by the
// distance at which the trace enters them, then by cell. A piece along a shared
// border is a passage of each cell there.
func (c *Cells) Cut(pieces []Piece) ([]Passage, error) {
	var all []Passage
	for _, p := range pieces {
		low, high := min(p.From, p.To), max(p.From, p.To)
		parts, err := c.stretches(p.Reach)
		if err != nil {
			return nil, err
		}
		for _, s := range parts {
			from, to := max(low, s.from), min(high, s.to)
			if from >= to {
				continue
			}
			if p.From > p.To {
				from, to = to, from
			}
			part := p
			part.From, part.To = from, to
			part.DistanceM, part.TimeS = p.Way(from)
			all = append(all, Passage{Cell: s.cell, Piece: part})
		}
	}
	slices.SortStableFunc(all, func(a, b Passage) int {
		return cmp.Or(cmp.Compare(a.DistanceM, b.DistanceM), cmp.Compare(a.Cell, b.Cell))
	})
	return all, nil
}

// A Meeting is what a trace meets of one cell.
type Meeting struct {
	Cell      string
	DistanceM float64 // along the water to where it is first met
	TimeS     float64 // that the water needs to there
	LengthM   float64 // of all passages
	At        Place   // where it is first met
	Unsure    bool    // every way there uses a reach of unknown direction
}

// Meet sums passages up by cell, in the order in which a trace meets the cells. It
// leaves out cells of which less than leastM metres are passed: a river that runs
// along a border may touch the neighbour by the width of a pen.
func Meet(passages []Passage, leastM float64) []Meeting {
	var all []Meeting
	for _, p := range passages {
		i := slices.IndexFunc(all, func(m Meeting) bool { return m.Cell == p.Cell })
		if i < 0 {
			i = len(all)
			all = append(all, Meeting{Cell: p.Cell, DistanceM: p.DistanceM, TimeS: p.TimeS, At: Place{p.Reach, p.From}, Unsure: true})
		}
		all[i].LengthM += math.Abs(p.To - p.From)
		all[i].Unsure = all[i].Unsure && p.Unsure
	}
	return slices.DeleteFunc(all, func(m Meeting) bool { return m.LengthM < leastM })
}

// stretches gives the stretches of a reach, by their start.
func (c *Cells) stretches(reach int32) ([]stretch, error) {
	if kept := c.of[reach].Load(); kept != nil {
		return *kept, nil
	}
	all, err := c.cut(reach)
	if err != nil {
		return nil, fmt.Errorf("hydro: reach %d of %s: %w", reach, c.net.River(reach).ID, err)
	}
	c.of[reach].Store(&all)
	return all, nil
}

func (c *Cells) cut(reach int32) ([]stretch, error) {
	line, whole := c.net.Line(reach), c.net.Length(reach)
	parts, outside, err := c.cover.Split(line)
	if err != nil {
		return nil, err
	}
	if len(parts) == 1 && outside == 0 {
		return []stretch{{parts[0].Name, 0, whole}}, nil
	}
	var all []stretch
	add := func(cell string, from, to float64) {
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].cell == cell && from-all[i].to < seam {
				all[i].to = max(all[i].to, to)
				return
			}
		}
		all = append(all, stretch{cell, from, to})
	}
	at := 0.0
	for v := 1; v < len(line); v++ {
		edge := line[v-1 : v+1]
		m := geodesy.Edge(edge[0], edge[1])
		if m == 0 {
			continue
		}
		parts, _, err := c.cover.Split(edge)
		if err != nil {
			return nil, err
		}
		inside := []stretch{}
		for _, p := range parts {
			for _, l := range p.Part.(orb.MultiLineString) {
				a, b := portion(edge, l[0]), portion(edge, l[len(l)-1])
				inside = append(inside, stretch{p.Name, at + m*min(a, b), at + m*max(a, b)})
			}
		}
		slices.SortFunc(inside, func(a, b stretch) int {
			return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.cell, b.cell))
		})
		covered := at
		for _, s := range append(inside, stretch{"", at + m, at + m}) {
			if s.from-covered > seam {
				t := ((covered+s.from)/2 - at) / m
				add(c.beyond(orb.Point{edge[0][0] + t*(edge[1][0]-edge[0][0]), edge[0][1] + t*(edge[1][1]-edge[0][1])}), covered, s.from)
			}
			if s.to > s.from {
				add(s.cell, s.from, s.to)
			}
			covered = max(covered, s.to)
		}
		at += m
	}
	return all, nil
}

// seam is the metres that cuts of two edges, or of two cells, may miss each other
// by rounding.
const seam = 1e-3

// portion tells at which part of an edge a place on it lies.
func portion(edge orb.LineString, p orb.Point) float64 {
	dx, dy := edge[1][0]-edge[0][0], edge[1][1]-edge[0][1]
	return max(0, min(1, ((p[0]-edge[0][0])*dx+(p[1]-edge[0][1])*dy)/(dx*dx+dy*dy)))
}
