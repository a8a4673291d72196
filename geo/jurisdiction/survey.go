package jurisdiction

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/coverage"
	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/geo/law"
	"xunhu/geo/overlay"
)

// A survey is what the map says of an incident, before any table is asked.
type survey struct {
	in       Inputs
	category law.Category
	tau      float64 // tolerance, metres
	extent   float64 // length in metres or area in square metres; 0 for a point
	areal    bool    // extent is an area
	outside  float64 // part of extent outside the city
	border   coverage.Reach
	towns    []TownPart // those with a part, by falling share; then those that are near
	basins   []atlas.Area
	zones    []atlas.Area
	wetlands []atlas.Area
	lakes    []atlas.Area
	zone     *atlas.Area // the post zone that counts, or nil
	unmanned *atlas.Area // a post zone whose post is not on duty, or nil
	inside   bool        // some of it lies in a town, not only near one
	onBorder bool        // a point that belongs to two towns alike
	tie      bool        // the lead town was chosen by its code alone
	byFlow   bool        // the lead town was chosen because it lies upstream
	outer    *atlas.Neighbour
	flow     flow

	acrossBasins bool // it has parts that count in several basins
}

// measure computes the inputs of the tables. Order of the tests of J: lake, out,
// city border, in.
func (r *Rules) measure(inc Incident, manned func(post string) bool) (*survey, error) {
	s := &survey{tau: math.Max(r.set.ToleranceM, inc.AccuracyM)}
	s.category, _ = law.CategoryOf(inc.Category)
	s.in.K = s.category.K
	s.in.S = inc.Severity
	if s.in.S == "" {
		s.in.S = s.category.Severity
	}
	s.extent, s.areal = extent(inc.Geometry)
	for _, layer := range []struct {
		kind feature.Kind
		met  *[]atlas.Area
	}{
		{feature.Basins, &s.basins}, {feature.Zones, &s.zones}, {feature.Wetlands, &s.wetlands}, {feature.Lakes, &s.lakes},
	} {
		met, err := r.atlas.Meeting(layer.kind, inc.Geometry)
		if err != nil {
			return nil, err
		}
		*layer.met = met
	}
	if err := r.measureTowns(s, inc.Geometry); err != nil {
		return nil, err
	}
	onLake, err := r.onSharedLake(s, inc.Geometry)
	if err != nil {
		return nil, err
	}
	s.border = r.atlas.Cover.OuterBorder(inc.Geometry)
	switch {
	case onLake:
		s.in.J = "LAKE"
	case len(s.towns) == 0:
		s.in.J = "OUT"
	case s.border.DistanceM <= s.tau:
		s.in.J = "CBORD"
	default:
		s.in.J = "IN"
	}
	if s.in.J == "LAKE" && len(s.towns) == 0 {
		if shore, ok := r.nearestTown(inc.Geometry); ok {
			s.towns = append(s.towns, shore)
		}
	}
	r.measureSpan(s)
	r.measureZone(s, manned)
	s.in.W = wetland(s.wetlands)
	if s.acrossBasins, err = r.measureBasins(s, inc.Geometry); err != nil {
		return nil, err
	}
	if err := r.measureFlow(s, inc.Geometry); err != nil {
		return nil, err
	}
	s.in.H = s.hydrology()
	if s.in.J != "IN" {
		s.outer = r.neighbour(inc.Geometry)
	}
	return s, nil
}

// measureTowns finds the towns with a part of the incident and those within the
// tolerance of it.
func (r *Rules) measureTowns(s *survey, g orb.Geometry) error {
	if p, ok := g.(orb.Point); ok {
		if name, in := r.atlas.Cover.Locate(p); in {
			s.towns = append(s.towns, r.part(name, g, 1, 0, nil))
		}
		s.onBorder = len(r.atlas.Cover.Touching(p)) > 1
	} else {
		parts, outside, err := r.atlas.Cover.Split(g)
		if err != nil {
			return fmt.Errorf("split incident by towns: %w", err)
		}
		s.outside = outside
		for _, p := range parts {
			s.towns = append(s.towns, r.part(p.Name, g, p.Fraction, p.Amount, p.Part))
		}
	}
	s.inside = len(s.towns) > 0
	for _, near := range r.atlas.Cover.Within(g, s.tau) {
		if !slices.ContainsFunc(s.towns, func(t TownPart) bool { return t.Code == near.Name }) {
			t := r.part(near.Name, g, 0, 0, nil)
			t.Near = true
			s.towns = append(s.towns, t)
		}
	}
	if len(s.towns) > 0 && s.towns[0].Near { // outside the city, but near: the nearest town stands for its own side
		s.towns[0].Near, s.towns[0].Share = false, 1
	}
	return nil
}

func (r *Rules) part(code string, g orb.Geometry, share, amount float64, part orb.Geometry) TownPart {
	t, _ := r.atlas.Town(code)
	border := r.atlas.Cover.Border(code, g)
	return TownPart{
		Code: t.Code, Name: t.Name, NameEN: t.NameEN, Share: share, AmountM: amount, Part: part,
		BorderM: border.DistanceM, From: border.From, To: border.To,
	}
}

// measureSpan tells how many towns an incident concerns. Parts too small to count
// are near, not parts. Where no town is touched, the span is ONE.
func (r *Rules) measureSpan(s *survey) {
	significant := 0
	for i := range s.towns {
		t := &s.towns[i]
		if i > 0 && !r.significant(s, t.AmountM) {
			t.Near = true
		}
		if !t.Near {
			significant++
		}
	}
	s.in.Span, s.in.SQ = "ONE", "SAME"
	if s.in.J == "OUT" {
		return
	}
	switch {
	case significant > 1:
		s.in.Span = "MANY"
	case len(s.towns) > 1:
		s.in.Span = "NEAR"
	default:
		return
	}
	s.tie = r.orderLead(s, s.towns[:significant]) || s.onBorder
	for _, t := range s.concerned() {
		if r.squad(t.Code) != r.squad(s.towns[0].Code) {
			s.in.SQ = "DIFF"
		}
	}
}

// concerned gives the towns in SPAN: those with a part if there are several,
// else also those within the tolerance.
func (s *survey) concerned() []TownPart {
	switch s.in.Span {
	case "NEAR":
		return s.towns
	case "MANY":
		return slices.DeleteFunc(slices.Clone(s.towns), func(t TownPart) bool { return t.Near })
	}
	return s.towns[:min(1, len(s.towns))]
}

// orderLead puts the lead town first: the largest share; where the largest shares
// differ by less than CloseShares, the town upstream of the others; if the water
// does not tell, the smaller code, and then it says so.
func (r *Rules) orderLead(s *survey, towns []TownPart) (tie bool) {
	if len(towns) < 2 {
		return false
	}
	slices.SortStableFunc(towns, func(a, b TownPart) int { return cmp.Compare(b.Share, a.Share) })
	level := 1
	for level < len(towns) && towns[0].Share-towns[level].Share < r.set.CloseShares {
		level++
	}
	if level == 1 {
		return false
	}
	slices.SortStableFunc(towns[:level], func(a, b TownPart) int { return cmp.Compare(a.Code, b.Code) })
	highest := r.upstream(s, towns[:level])
	if highest < 0 {
		return true
	}
	first := towns[highest]
	copy(towns[1:highest+1], towns[:highest])
	towns[0], s.byFlow = first, true
	return false
}

// significant tells whether an amount counts for a line or an area; a point has none.
func (r *Rules) significant(s *survey, amount float64) bool {
	if s.extent == 0 || amount == 0 {
		return false
	}
	least := r.set.SignificantM
	if s.areal {
		least = r.set.SignificantM2
	}
	return amount >= least || amount/s.extent >= r.set.SignificantShare
}

// onSharedLake tells whether the incident lies on shared lakes, but for a part too
// small to count. What also lies on land is on the border: our side can be acted on.
func (r *Rules) onSharedLake(s *survey, g orb.Geometry) (bool, error) {
	afloat := 0.0
	for _, lake := range s.lakes {
		if !lake.Shared {
			continue
		}
		if _, ok := g.(orb.Point); ok {
			return true, nil
		}
		part, err := overlay.Intersection(g, lake.Geometry)
		if err != nil {
			return false, fmt.Errorf("part on lake %s: %w", lake.ID, err)
		}
		amount, _ := extent(part)
		afloat += amount
	}
	return afloat > 0 && !r.significant(s, s.extent-afloat), nil
}

// measureZone finds the first post zone whose post is on duty.
func (r *Rules) measureZone(s *survey, manned func(post string) bool) {
	s.in.Z = "N"
	for i, z := range s.zones {
		if z.Class != "post" {
			continue
		}
		if manned == nil || manned(z.Unit) {
			s.in.Z, s.zone, s.unmanned = "Y", &s.zones[i], nil
			return
		}
		if s.unmanned == nil {
			s.unmanned = &s.zones[i]
		}
	}
}

// measureBasins tells whether an incident has significant parts in two basins.
func (r *Rules) measureBasins(s *survey, g orb.Geometry) (bool, error) {
	if _, ok := g.(orb.Point); ok || len(s.basins) < 2 {
		return false, nil
	}
	parts := 0
	for _, b := range s.basins {
		part, err := overlay.Intersection(g, b.Geometry)
		if err != nil {
			return false, fmt.Errorf("part in basin %s: %w", b.ID, err)
		}
		if amount, _ := extent(part); r.significant(s, amount) {
			parts++
		}
	}
	return parts > 1, nil
}

// neighbour gives the county beyond the border that is nearest, or nil.
func (r *Rules) neighbour(g orb.Geometry) *atlas.Neighbour {
	best, found := math.Inf(1), (*atlas.Neighbour)(nil)
	for i, n := range r.atlas.Neighbours {
		if _, _, m := geodesy.Gap(g, n.Area); m < best {
			best, found = m, &r.atlas.Neighbours[i]
		}
	}
	return found
}

// wetland gives the highest class of the wetlands met.
func wetland(met []atlas.Area) string {
	best := "NONE"
	order := []string{"NONE", "GENERAL", "IMPORTANT", "PARK", "RESERVE"}
	for _, w := range met {
		class := strings.ToUpper(w.Class)
		if !slices.Contains(order, class) {
			class = "GENERAL"
		}
		if slices.Index(order, class) > slices.Index(order, best) {
			best = class
		}
	}
	return best
}

// extent is the length of a line in metres, the area of an area in square metres,
// and 0 of anything else.
func extent(g orb.Geometry) (amount float64, areal bool) {
	switch g.(type) {
	case orb.LineString, orb.MultiLineString:
		return geodesy.Length(g), false
	case orb.Polygon, orb.MultiPolygon:
		return geodesy.Area(g), true
	}
	return 0, false
}
