package filter

import (
	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
)

// A Relation is one of OGC 06-103r4 between two geometries.
type Relation string

// The relations. There is no node for disjoint, which is not Intersects.
const (
	Intersects Relation = "intersects"
	Equals     Relation = "equals"
	Touches    Relation = "touches"
	Crosses    Relation = "crosses"
	Within     Relation = "within"
	Contains   Relation = "contains"
	Overlaps   Relation = "overlaps"
)

// Relations names the spatial functions, without "s_".
func Relations() []string {
	return []string{"intersects", "equals", "disjoint", "touches", "within", "overlaps", "crosses", "contains"}
}

// NewSpatial asks for a relation, by its name in Relations, of the feature's geometry to
// a shape (lon, lat), which must be valid.
func NewSpatial(name string, shape orb.Geometry) (Expr, *finding.Finding) {
	if err := overlay.Valid(shape); err != nil {
		return nil, finding.New("filter.bad_shape", "", "cause", wrong(shape)).Because(err)
	}
	if name == "disjoint" {
		return Not{Spatial{Intersects, shape}}, nil
	}
	return Spatial{Relation(name), shape}, nil
}

// wrong says why a shape is not valid.
func wrong(g orb.Geometry) finding.Name {
	if parts, ok := g.(orb.Collection); ok {
		for _, part := range parts {
			if overlay.Valid(part) != nil {
				return wrong(part)
			}
		}
	}
	f := predicate.FlawOf(g)
	switch {
	case f == nil:
		return finding.Name{ZH: "线没有长度", EN: "a line without length"}
	case f.Kind == predicate.RingOpen:
		return finding.Name{ZH: "环未闭合", EN: "a ring does not end where it starts"}
	case f.Kind == predicate.RingShort || f.Kind == predicate.Empty:
		return finding.Name{ZH: "环少于四点", EN: "a ring has fewer than four points"}
	case f.Kind == predicate.SelfCrossing || f.Kind == predicate.RingsCross || f.Kind == predicate.InteriorSplit:
		return finding.Name{ZH: "边界自相交", EN: "its border crosses or touches itself"}
	case f.Kind == predicate.PartsOverlap:
		return finding.Name{ZH: "各部分重叠", EN: "its parts overlap"}
	}
	return finding.Name{ZH: "洞的位置不对", EN: "a hole lies outside or over another"}
}

// Flipped gives the name of a relation as it is seen from the other geometry.
func Flipped(name string) string {
	switch name {
	case "within":
		return "contains"
	case "contains":
		return "within"
	}
	return name
}

// Holds tells whether a geometry has the relation.
func (s Spatial) Holds(g orb.Geometry) Truth {
	if g == nil {
		return Unknown
	}
	if s.Relation == Intersects {
		_, ok := predicate.Meet(g, s.Shape)
		return truth(ok)
	}
	a, b := g.Bound(), s.Shape.Bound()
	if !a.Intersects(b) ||
		(s.Relation == Within || s.Relation == Equals) && !inside(a, b) ||
		(s.Relation == Contains || s.Relation == Equals) && !inside(b, a) {
		return False
	}
	if p, ok := g.(orb.Point); ok && overlay.Dimension(s.Shape) == 2 {
		side := predicate.In(p, s.Shape)
		return truth(s.Relation == Within && side == predicate.Inside || s.Relation == Touches && side == predicate.Boundary)
	}
	matrix, err := overlay.Relate(g, s.Shape)
	if err != nil {
		return Unknown
	}
	return truth(s.Relation.matches(matrix, overlay.Dimension(g), overlay.Dimension(s.Shape)))
}

func inside(a, b orb.Bound) bool { return b.Contains(a.Min) && b.Contains(a.Max) }

// matches tells whether a matrix of geometries of two dimensions shows the relation
// (OGC 06-103r4, 6.1.15.3).
func (r Relation) matches(m overlay.Matrix, a, b int) bool {
	switch r {
	case Equals:
		return m.Like("T*F**FFF*")
	case Touches:
		return m.Like("FT*******") || m.Like("F**T*****") || m.Like("F***T****")
	case Within:
		return m.Like("T*F**F***")
	case Contains:
		return m.Like("T*****FF*")
	case Crosses:
		switch {
		case a < b:
			return m.Like("T*T******")
		case a > b:
			return m.Like("T*****T**")
		}
		return a == 1 && m.Like("0********")
	case Overlaps:
		return a == b && (a == 1 && m.Like("1*T***T**") || a != 1 && m.Like("T*T***T**"))
	}
	return false
}
