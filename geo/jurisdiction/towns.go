package jurisdiction

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// measureTowns finds the towns with a part of the incident and those within the
// tolerance of it. Where no border of any town is so near, they are the towns of
// any one of its places.
func (r *Rules) measureTowns(s *survey) error {
	g, cover := s.inc.Geometry, r.atlas.Cover
	p, isPoint := g.(orb.Point)
	var at []string // the towns of the place, or of all of a line or area
	var clear bool
	if isPoint {
		to, m := r.atlas.Borders().NearestWithin(p, s.tau)
		s.borderM, clear = m, m > s.tau
		if at = cover.Touching(p); len(at) > 0 {
			own := r.town(at[0], 1, 0, nil)
			if !clear {
				own.BorderM, own.From, own.To = m, p, to
			}
			s.towns = append(s.towns, own)
		}
		s.onBorder = len(at) > 1
	} else if clear = r.atlas.Borders().Clear(geodesy.Around(g.Bound(), s.tau)); clear {
		s.borderM = math.Inf(1)
		at = cover.Touching(anyPlace(g))
		if len(at) == 0 {
			s.outside = s.extent
		} else {
			s.towns = append(s.towns, r.town(at[0], 1, s.extent, parts(g)))
		}
	} else {
		split := cover.Split
		if s.undrawn = s.areal; s.undrawn {
			split = cover.Shares
		}
		shares, outside, err := split(g)
		if err != nil {
			return fmt.Errorf("split incident by towns: %w", err)
		}
		s.outside = outside
		for _, p := range shares {
			s.towns = append(s.towns, r.town(p.Name, p.Fraction, p.Amount, p.Part))
		}
	}
	s.inside = len(s.towns) > 0
	near := func(n coverage.Reach) {
		if !slices.ContainsFunc(s.towns, func(t TownPart) bool { return t.Code == n.Name }) {
			t := r.town(n.Name, 0, 0, nil)
			t.Near, t.BorderM, t.From, t.To = true, n.DistanceM, n.From, n.To
			if n.DistanceM == 0 {
				t.To = orb.Point{} // it meets the town, but not its border
			}
			s.towns = append(s.towns, t)
		}
	}
	if clear {
		for _, name := range at[min(1, len(at)):] { // where towns overlap by mistake
			near(coverage.Reach{Name: name})
		}
		return nil
	}
	for _, n := range cover.Within(s.shape, s.tau) {
		near(n)
	}
	if len(s.towns) > 0 && s.towns[0].Near { // outside the city, but near: the nearest town stands for its own side
		s.towns[0].Near, s.towns[0].Share = false, 1
	}
	return nil
}

// draw gives the towns their parts of an area, which takes longer than all else.
func (r *Rules) draw(s *survey) error {
	if !s.undrawn {
		return nil
	}
	split, _, err := r.atlas.Cover.Split(s.inc.Geometry)
	if err != nil {
		return fmt.Errorf("draw parts of towns: %w", err)
	}
	for _, p := range split {
		for i := range s.towns {
			if s.towns[i].Code == p.Name {
				s.towns[i].Part = p.Part
			}
		}
	}
	s.undrawn = false
	return nil
}

func (r *Rules) town(code string, share, amount float64, part orb.Geometry) TownPart {
	t, _ := r.atlas.Town(code)
	return TownPart{Code: t.Code, Name: t.Name, NameEN: t.NameEN, Share: share, AmountM: amount, Part: part}
}

// bordered adds the way to the town's border.
func (r *Rules) bordered(g *geodesy.Shape, t TownPart) TownPart {
	b := r.atlas.Cover.Border(t.Code, g)
	t.BorderM, t.From, t.To = b.DistanceM, b.From, b.To
	return t
}

// anyPlace gives a vertex of a line or area.
func anyPlace(g orb.Geometry) (at orb.Point) {
	predicate.Edges(g, func(a, _ orb.Point) bool {
		at = a
		return false
	})
	return at
}

// parts gives a line or area as parts of it are given.
func parts(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.LineString:
		return orb.MultiLineString{g}
	case orb.Polygon:
		return orb.MultiPolygon{g}
	}
	return g
}
