package patrol

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/overlay"
)

// enforced are the classes of sites that a squad visits.
var enforced = []string{"outfall", "workshop", "farm", "enterprise"}

// enterprises are the classes of sites visits to which are counted (DOMAIN 6.2, H8).
var enterprises = []string{"workshop", "farm", "enterprise"}

// patrolled are the classes of rivers that are walked; "" stands for those without.
var patrolled = []string{"river", "canal", ""}

// NeedsOf gives the needs that a unit has by itself, in the order of the atlas:
// for a squad the sites of its towns that are enforced against; for a station the
// sites, rivers and wetlands of its town; for a post the same of its zones. Rivers
// and wetlands are cut to the territory; a river that weaves along its border is kept
// in one piece.
func NeedsOf(a *atlas.Atlas, unit string, s Settings) ([]Need, error) {
	t, err := territoryOf(a, unit)
	if err != nil {
		return nil, err
	}
	var needs []Need
	for _, x := range a.Sites {
		if x.Class == "landing" {
			continue // boats start there; nothing is to be looked at
		}
		town, _ := a.Cover.Locate(x.At)
		if !t.holds(x.At, town) || t.powers == Enforce && !slices.Contains(enforced, x.Class) {
			continue
		}
		n := Need{ID: "sites/" + x.ID, Name: x.Name, NameEN: x.NameEN, Geometry: x.At, IntervalDays: x.IntervalDays, ServiceS: x.ServiceS, Category: x.Category,
			Enterprise: slices.Contains(enterprises, x.Class)}
		if n.IntervalDays <= 0 {
			n.IntervalDays = s.IntervalDays
		}
		needs = append(needs, n)
	}
	if t.powers == Enforce {
		return needs, nil
	}
	return t.lie(a, s, needs)
}

// lie adds the rivers and wetlands of a territory.
func (t territory) lie(a *atlas.Atlas, s Settings, needs []Need) ([]Need, error) {
	land, err := overlay.Union(geometries(t.areas())...)
	if err != nil {
		return nil, fmt.Errorf("territory of %s: %w", t.unit.ID, err)
	}
	for _, r := range joined(a.Rivers) {
		if !slices.Contains(patrolled, r.Class) {
			continue
		}
		part, err := within(r.Line, land)
		if err != nil {
			return nil, fmt.Errorf("river %s: %w", r.ID, err)
		}
		parts, _ := part.(orb.MultiLineString)
		if lines := bridged(r.Line, parts); len(lines) > 0 {
			needs = append(needs, Need{ID: "rivers/" + r.ID, Name: r.Name, NameEN: r.NameEN, Geometry: lines, IntervalDays: s.IntervalDays})
		}
	}
	for _, w := range a.Wetlands {
		part, err := within(w.Geometry, land)
		if err != nil {
			return nil, fmt.Errorf("wetland %s: %w", w.ID, err)
		}
		if part != nil {
			needs = append(needs, Need{ID: "wetlands/" + w.ID, Name: w.Name, NameEN: w.NameEN, Geometry: part, IntervalDays: s.IntervalDays})
		}
	}
	return needs, nil
}

// needsFor gives the needs of a unit for the kind of its patrol: those of NeedsOf; for sorties
// of drones the rivers and wetlands of its territory; for guidance the seats of all units.
func needsFor(a *atlas.Atlas, t territory, s Settings) ([]Need, error) {
	switch t.kind {
	case Sorties:
		return t.lie(a, s, nil)
	case Guidance:
		return guided(a, s), nil
	}
	return NeedsOf(a, t.unit.ID, s)
}

// guided gives the seats of the squads, stations and posts whose build-out is followed.
func guided(a *atlas.Atlas, s Settings) []Need {
	var needs []Need
	for _, u := range a.Units {
		if slices.Contains([]atlas.Class{atlas.Squad, atlas.Station, atlas.Post}, u.Class) && u.At != nil {
			needs = append(needs, Need{ID: "units/" + u.ID, Name: u.Name, NameEN: u.NameEN, Geometry: *u.At, IntervalDays: s.GuideDays, ServiceS: s.GuideS})
		}
	}
	return needs
}

// flown makes areas that a drone looks over of all needs: of places and lines what lies
// within half a strip of them.
func flown(needs []Need, s Settings) ([]Need, error) {
	all := slices.Clone(needs)
	for i := range all {
		n := &all[i]
		n.Mode, n.Bank = Drone, ""
		if n.Geometry == nil || n.Geometry.Dimensions() == 2 {
			continue
		}
		wide, err := overlay.Buffer(n.Geometry, s.StripM/2)
		if err != nil {
			return nil, fmt.Errorf("need %s: %w", n.ID, err)
		}
		n.Geometry = wide
	}
	return all, nil
}

// within gives the part of g in land, nil if there is none.
func within(g orb.Geometry, land orb.MultiPolygon) (orb.Geometry, error) {
	if !g.Bound().Intersects(land.Bound()) {
		return nil, nil
	}
	return overlay.Intersection(g, land)
}

func geometries(areas []orb.MultiPolygon) []orb.Geometry {
	gs := make([]orb.Geometry, len(areas))
	for i, a := range areas {
		gs[i] = a
	}
	return gs
}

// joined makes one river of those of the same name and class that follow each
// other end to end, as surveys cut them at every bridge. The first keeps its place
// and its ID. Rivers without a name stay as they are.
func joined(rivers []atlas.River) []atlas.River {
	type end struct {
		name, class string
		at          orb.Point
	}
	starts := map[end][]int{}
	follows := make([]bool, len(rivers)) // another river runs into it
	for i, r := range rivers {
		if r.Name != "" {
			at := end{r.Name, r.Class, r.Line[0]}
			starts[at] = append(starts[at], i)
		}
	}
	next := make([]int, len(rivers))
	for i, r := range rivers {
		next[i] = -1
		last := end{r.Name, r.Class, r.Line[len(r.Line)-1]}
		if s := starts[last]; len(s) == 1 && s[0] != i && !follows[s[0]] {
			next[i] = s[0]
			follows[s[0]] = true
		}
	}
	used := make([]bool, len(rivers))
	var all []atlas.River
	chain := func(i int) {
		r := rivers[i]
		r.Line = slices.Clone(r.Line)
		used[i] = true
		for j := next[i]; j >= 0 && !used[j]; j = next[j] {
			used[j] = true
			r.Line = append(r.Line, rivers[j].Line[1:]...)
		}
		all = append(all, r)
	}
	for i := range rivers {
		if !follows[i] {
			chain(i)
		}
	}
	for i := range rivers { // what is left runs in circles
		if !used[i] {
			chain(i)
		}
	}
	return all
}
