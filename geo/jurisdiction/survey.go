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
	rules    *Rules
	inc      Incident
	shape    *geodesy.Shape // of the incident
	in       Inputs
	category *law.Category
	tau      float64 // tolerance, metres
	extent   float64 // length in metres or area in square metres; 0 for a point
	areal    bool    // extent is an area
	outside  float64 // part of extent outside the city
	borderM  float64 // to the nearest border of any town; +Inf if it is only known to be beyond the tolerance

	towns    []TownPart // those with a part, by falling share; then those that are near
	basins   []*atlas.Area
	zones    []*atlas.Area
	wetlands []*atlas.Area
	lakes    []*atlas.Area
	zone     *atlas.Area // the post zone that counts, or nil
	unmanned *atlas.Area // a post zone whose post is not on duty, or nil
	manned   Manning
	duty     Duty        // of the post of zone or unmanned
	disputed *atlas.Area // a stretch of border that is not agreed, or nil
	inside   bool        // some of it lies in a town, not only near one
	onBorder bool        // a point that belongs to two towns alike
	tie      bool        // the lead town was chosen by its code alone
	byFlow   bool        // the lead town was chosen because it lies upstream
	outer    *atlas.Neighbour
	flow     flow

	acrossBasins bool // it has parts that count in several basins

	undrawn  bool           // the towns' parts of an area, see draw
	verified verified       // what table L asks,
	told     told           // and table N
	room     [8]*atlas.Area // for the areas met, which are few
}

// measure computes the inputs of the tables. Order of the tests of J: lake, out,
// city border, in.
func (r *Rules) measure(s *survey, manned Manning) error {
	g := s.inc.Geometry
	s.shape, s.manned = geodesy.Prepare(g), manned
	s.tau = math.Max(r.set.ToleranceM, s.inc.AccuracyM)
	s.category = r.offices.category(s.inc.Category)
	s.in.K = s.category.K
	s.in.S = s.inc.Severity
	if s.in.S == "" {
		s.in.S = s.category.Severity
	}
	s.extent, s.areal = extent(g)
	s.basins = r.atlas.Meeting(s.room[0:0:2], feature.Basins, s.shape)
	s.zones = r.atlas.Meeting(s.room[2:2:4], feature.Zones, s.shape)
	s.wetlands = r.atlas.Meeting(s.room[4:4:6], feature.Wetlands, s.shape)
	s.lakes = r.atlas.Meeting(s.room[6:6:8], feature.Lakes, s.shape)
	if err := r.measureTowns(s); err != nil {
		return err
	}
	onLake, err := r.onSharedLake(s, g)
	if err != nil {
		return err
	}
	switch {
	case onLake:
		s.in.J = "LAKE"
	case len(s.towns) == 0:
		s.in.J = "OUT"
	case s.borderM <= s.tau && r.nearCity(s) && r.atlas.Cover.AtOuterBorder(s.shape, s.tau):
		s.in.J = "CBORD"
	default:
		s.in.J = "IN"
	}
	if s.in.J == "LAKE" && len(s.towns) == 0 {
		if shore, ok := r.nearestTown(s.shape); ok {
			s.towns = append(s.towns, shore)
		}
	}
	if err := r.measureSpan(s); err != nil {
		return err
	}
	r.measureZone(s)
	for _, z := range s.zones {
		if z.Class == disputedClass && s.disputed == nil {
			s.disputed = z
		}
	}
	s.in.W = wetland(s.wetlands)
	if s.acrossBasins, err = r.measureBasins(s, g); err != nil {
		return err
	}
	if err := r.measureFlow(s); err != nil {
		return err
	}
	s.in.H = s.hydrology()
	switch s.in.J {
	case "IN":
	case "LAKE":
		s.outer = r.neighbour(s.shape, farthestM)
	default:
		s.outer = r.neighbour(s.shape, max(gapM, 2*s.tau))
	}
	return nil
}

// nearCity is false if the border of the city is surely beyond the tolerance.
func (r *Rules) nearCity(s *survey) bool {
	return !r.atlas.Single().Clear(geodesy.Around(s.shape.Bound(), s.tau))
}

// border is how far the border of the city is.
func (s *survey) border() coverage.Reach {
	return s.rules.atlas.Cover.OuterBorder(s.shape)
}

// measureSpan tells how many towns an incident concerns. Parts too small to count
// are near, not parts. Where no town is touched, the span is ONE.
func (r *Rules) measureSpan(s *survey) error {
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
		return nil
	}
	switch {
	case significant > 1:
		s.in.Span = "MANY"
	case len(s.towns) > 1:
		s.in.Span = "NEAR"
	default:
		return nil
	}
	tie, err := r.orderLead(s, s.towns[:significant])
	if err != nil {
		return err
	}
	s.tie = tie || s.onBorder
	for _, t := range s.concerned() {
		if r.offices.of(t.Code).Squad != r.leadTown(s).Squad {
			s.in.SQ = "DIFF"
		}
	}
	return nil
}

// concerned gives the towns in SPAN: those with a part if there are several,
// else also those within the tolerance.
func (s *survey) concerned() []TownPart {
	switch s.in.Span {
	case "NEAR":
		return s.towns
	case "MANY": // what counts comes first
		if near := slices.IndexFunc(s.towns, func(t TownPart) bool { return t.Near }); near >= 0 {
			return s.towns[:near]
		}
		return s.towns
	}
	return s.towns[:min(1, len(s.towns))]
}

// orderLead puts the lead town first: the largest share; where the largest shares
// differ by less than CloseShares, the town upstream of the others; if the water
// does not tell, the smaller code, and then it says so.
func (r *Rules) orderLead(s *survey, towns []TownPart) (tie bool, err error) {
	if len(towns) < 2 {
		return false, nil
	}
	slices.SortStableFunc(towns, func(a, b TownPart) int { return cmp.Compare(b.Share, a.Share) })
	level := 1
	for level < len(towns) && towns[0].Share-towns[level].Share < r.set.CloseShares {
		level++
	}
	if level == 1 {
		return false, nil
	}
	if err := r.draw(s); err != nil {
		return false, err
	}
	slices.SortStableFunc(towns[:level], func(a, b TownPart) int { return cmp.Compare(a.Code, b.Code) })
	highest := r.upstream(s, towns[:level])
	if highest < 0 {
		return true, nil
	}
	first := towns[highest]
	copy(towns[1:highest+1], towns[:highest])
	towns[0], s.byFlow = first, true
	return false, nil
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
	on := slices.ContainsFunc(s.lakes, shared)
	if _, ok := g.(orb.Point); ok || !on {
		return on, nil
	}
	parts, err := r.amounts(r.offices.lakes(), s.lakes, shared, g)
	if err != nil {
		return false, fmt.Errorf("parts on shared lakes: %w", err)
	}
	afloat := 0.0
	for _, m := range parts {
		afloat += m
	}
	return afloat > 0 && !r.significant(s, s.extent-afloat), nil
}

// How far, in metres, a county may be drawn from what lies in it; and how far a shore may
// be from what floats before it.
const (
	gapM      = 500.0
	farthestM = 50_000.0
)

// disputedClass is the class of zones that are drawn over a border in dispute, or over one
// that was never agreed (争议地段、未定界).
const disputedClass = "disputed"

// measureZone finds the first post zone whose post is on duty.
func (r *Rules) measureZone(s *survey) {
	s.in.Z = "N"
	for _, z := range s.zones {
		if z.Class != "post" {
			continue
		}
		duty := s.manned.of(z.Unit)
		if duty.On {
			s.in.Z, s.zone, s.unmanned, s.duty = "Y", z, nil, duty
			return
		}
		if s.unmanned == nil {
			s.unmanned, s.duty = z, duty
		}
	}
}

// post is the post in whose zone the incident lies, if it is on duty.
func (s *survey) post() string {
	if s.zone == nil {
		return ""
	}
	return s.zone.Unit
}

// measureBasins tells whether an incident has significant parts in two basins.
func (r *Rules) measureBasins(s *survey, g orb.Geometry) (bool, error) {
	if _, ok := g.(orb.Point); ok || len(s.basins) < 2 {
		return false, nil
	}
	parts, err := r.amounts(r.offices.basins(), s.basins, all, g)
	if err != nil {
		return false, fmt.Errorf("parts in basins: %w", err)
	}
	count := 0
	for _, m := range parts {
		if r.significant(s, m) {
			count++
		}
	}
	return count > 1, nil
}

// amounts measures what of a line or area lies in those that it meets of some areas, by
// their coverage; where they make none, in one after another.
func (r *Rules) amounts(cover *coverage.Coverage, met []*atlas.Area, of func(*atlas.Area) bool, g orb.Geometry) (m []float64, err error) {
	if cover != nil {
		shares, _, err := cover.Shares(g)
		for _, x := range shares {
			m = append(m, x.Amount)
		}
		return m, err
	}
	for _, x := range met {
		if !of(x) {
			continue
		}
		part, err := overlay.Intersection(g, x.Geometry)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", x.ID, err)
		}
		amount, _ := extent(part)
		m = append(m, amount)
	}
	return m, nil
}

// neighbour gives the county beyond the border that is nearest within limit metres, or
// nil: of a place in the sea, or behind a gap in the data, nobody is told that it is a
// county's.
func (r *Rules) neighbour(g *geodesy.Shape, limit float64) *atlas.Neighbour {
	best, found := limit, (*atlas.Neighbour)(nil)
	for i, county := range r.offices.counties {
		if _, _, m := g.GapWithin(county, best); m < best || m == best && found == nil {
			best, found = m, &r.atlas.Neighbours[i]
		}
	}
	return found
}

// wetland gives the highest class of the wetlands met.
func wetland(met []*atlas.Area) string {
	classes := [...]string{"NONE", "GENERAL", "IMPORTANT", "PARK", "RESERVE"}
	best := 0
	for _, w := range met {
		best = max(best, 1)
		for i, c := range classes {
			if strings.EqualFold(w.Class, c) {
				best = max(best, i)
			}
		}
	}
	return classes[best]
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
