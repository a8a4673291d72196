package patrol

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/predicate"
)

// territory is where a unit answers: towns, or the zones of a post.
type territory struct {
	unit   atlas.Unit
	powers Powers // what it may do there
	kind   string // of its daily patrol, DOMAIN 6.1
	towns  []atlas.Town
	zones  []atlas.Area
}

// territoryOf finds a unit's territory. A post answers for its zones, or, without
// any, for its members' towns; the branch and the brigade for all towns.
func territoryOf(a *atlas.Atlas, unit string) (territory, error) {
	u, ok := a.Unit(unit)
	if !ok {
		return territory{}, finding.New("patrol.no_unit", "", "unit", unit)
	}
	t := territory{unit: u, powers: Observe, kind: Daily(u.Class)}
	for _, code := range u.Towns {
		if town, ok := a.Town(code); ok {
			t.towns = append(t.towns, town)
		}
	}
	switch u.Class {
	case atlas.Squad:
		t.powers = Enforce
	case atlas.Station:
		t.powers = Remedy
	case atlas.Post:
		t.powers = Prevent
		t.zones = a.ZonesOf(unit)
	case atlas.Branch, atlas.Brigade:
		t.powers = Enforce
		if len(t.towns) == 0 {
			t.towns = a.Towns
		}
	}
	if len(t.towns) == 0 && len(t.zones) == 0 {
		return territory{}, finding.New("patrol.no_territory", "", "unit", t.name())
	}
	return t, nil
}

// name of the unit, in both languages.
func (t territory) name() finding.Name {
	return finding.Name{ZH: t.unit.Name, EN: cmp.Or(t.unit.NameEN, t.unit.Name)}
}

// areas gives the parts of the territory.
func (t territory) areas() []orb.MultiPolygon {
	var areas []orb.MultiPolygon
	for _, z := range t.zones {
		areas = append(areas, z.Geometry)
	}
	if len(t.zones) == 0 {
		for _, town := range t.towns {
			areas = append(areas, town.Area)
		}
	}
	return areas
}

// holds tells whether a place, which lies in town, belongs to the territory.
func (t territory) holds(p orb.Point, town string) bool {
	if len(t.zones) > 0 {
		return slices.ContainsFunc(t.zones, func(z atlas.Area) bool { return predicate.In(p, z.Geometry) != predicate.Outside })
	}
	return slices.ContainsFunc(t.towns, func(x atlas.Town) bool { return x.Code == town })
}

// may gives what the unit may do at a place, which lies in town.
func (t territory) may(p orb.Point, town string) Powers {
	switch {
	case town == "":
		return None
	case t.holds(p, town):
		return t.powers
	}
	return Observe
}

// base is where the unit's patrols start: its seat, else a place inside its first
// town or zone.
func (t territory) base() (orb.Point, error) {
	if t.unit.At != nil {
		return *t.unit.At, nil
	}
	area := t.areas()[0]
	if len(t.towns) > 0 {
		area = t.towns[0].Area // the host
	}
	p, ok := inside(area)
	if !ok {
		return orb.Point{}, finding.New("patrol.no_base", "", "unit", t.name())
	}
	return p, nil
}

// inside gives a point well inside an area: the middle of the longest piece of a
// line of equal latitude through it, of three that are tried.
func inside(area orb.MultiPolygon) (orb.Point, bool) {
	best, width := orb.Point{}, 0.0
	for _, poly := range area {
		b := poly.Bound()
		for _, share := range []float64{0.5, 0.35, 0.65} {
			y := b.Min[1] + share*(b.Max[1]-b.Min[1])
			var xs []float64
			for _, ring := range poly {
				for i := 1; i < len(ring); i++ {
					p, q := ring[i-1], ring[i]
					if (p[1] <= y) != (q[1] <= y) {
						xs = append(xs, p[0]+(y-p[1])/(q[1]-p[1])*(q[0]-p[0]))
					}
				}
			}
			slices.Sort(xs)
			for i := 0; i+1 < len(xs); i += 2 {
				mid := orb.Point{(xs[i] + xs[i+1]) / 2, y}
				if w := xs[i+1] - xs[i]; w > width && !math.IsNaN(w) && predicate.In(mid, poly) == predicate.Inside {
					best, width = mid, w
				}
			}
		}
	}
	return best, width > 0
}
