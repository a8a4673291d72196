package jurisdiction

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/hydro"
	"xunhu/geo/law"
)

// A Reach is the water that an incident lies at.
type Reach struct {
	ID, Name, NameEN string // of the river's line
	DistanceM        float64
	Confidence       float64 // against other reaches near a point, see hydro.Candidate; 0 for lines and areas
}

// flow is what the water makes of an incident.
type flow struct {
	reaches  []Reach // that it lies at, the nearest first; none: the water was not asked
	up, down []atlas.Met
	basins   []*atlas.Area // of the reaches passed, where they are more than one
	towns    bool          // the path joins the lead town with another
	counties bool          // the path comes from or leaves the city
	at       []hydro.Touch // the stretches of water that it lies at
}

// carried tells whether water may carry the matter of an incident: all but those of
// air and noise, and any emergency, because what is used against it runs off.
func carried(s *survey) bool {
	return s.in.S == law.Emergency || s.category.Group != "air" && s.category.Group != "noise"
}

// mayFlow tells whether an incident asks for the water even a little off it: one of
// water, of unknown kind, or an emergency.
func mayFlow(s *survey) bool {
	return carried(s) && (s.category.Group == "water" || s.in.K == law.K4 || s.in.S == law.Emergency)
}

// waterM is how far from a reach an incident still belongs to it, in metres.
func (r *Rules) waterM(s *survey) float64 {
	if mayFlow(s) {
		return math.Max(r.set.WaterM, s.tau)
	}
	return s.tau
}

// measureFlow traces the water up and down from an incident, if it lies at some.
func (r *Rules) measureFlow(s *survey) error {
	if !carried(s) {
		return nil
	}
	touched := r.touched(s, s.inc.Geometry, s.shape, r.waterM(s))
	if len(touched) == 0 {
		return nil
	}
	net := r.atlas.Water
	var rooms [2][32]passed
	up, down, all := rooms[0][:0], rooms[1][:0], []passed(nil)
	var spans []hydro.Piece
	follow := func(list []passed, at hydro.Place, upward bool) ([]passed, error) {
		list, err := r.follow(list, at, upward)
		if err != nil {
			return nil, fmt.Errorf("along the water: %w", err)
		}
		return list, nil
	}
	for _, t := range touched {
		river := net.River(t.Reach)
		if len(s.flow.reaches) == 0 || s.flow.reaches[len(s.flow.reaches)-1].Name != river.Name {
			s.flow.reaches = append(s.flow.reaches, Reach{river.ID, river.Name, river.NameEN, t.DistanceM, t.confidence})
		}
		s.flow.at = append(s.flow.at, t.Touch)
		top, bottom := hydro.Place{Reach: t.Reach, MeasureM: t.From}, hydro.Place{Reach: t.Reach, MeasureM: t.To}
		var err error
		if up, err = follow(up, top, true); err != nil {
			return err
		}
		if down, err = follow(down, bottom, false); err != nil {
			return err
		}
		if !river.Directed && t.From < t.To {
			if up, err = follow(up, bottom, true); err != nil {
				return err
			}
			if down, err = follow(down, top, false); err != nil {
				return err
			}
		}
		if t.From < t.To {
			spans = append(spans, hydro.Piece{Reach: t.Reach, From: t.From, To: t.To})
		}
	}
	if len(spans) > 0 {
		var err error
		if all, err = r.passages(spans); err != nil {
			return fmt.Errorf("water under the incident: %w", err)
		}
	}
	if len(touched) > 1 {
		for _, list := range [][]passed{up, down} {
			slices.SortStableFunc(list, func(a, b passed) int { return cmp.Compare(a.distance, b.distance) })
		}
	}
	leads := func(m *atlas.Met) bool { return !m.County && s.leads(m.Code) }
	own := r.met(all, leads)
	s.flow.up, s.flow.down = r.met(up, leads), r.met(down, leads)
	for _, list := range [][]atlas.Met{own, s.flow.up, s.flow.down} {
		for i := range list {
			s.flow.towns = s.flow.towns || !list[i].County
			s.flow.counties = s.flow.counties || list[i].County
		}
	}
	s.flow.basins = r.basinsOf(touched, up, down)
	if s.in.J == "OUT" && !s.flow.towns { // their water, and it stays there
		s.flow = flow{reaches: s.flow.reaches}
	}
	return nil
}

// touch is a stretch of water that an incident lies at.
type touch struct {
	hydro.Touch
	confidence float64
}

// touched gives the water that an incident lies at: a point belongs to the nearest
// reach; a line or area to all within the tolerance, else to the nearest.
func (r *Rules) touched(s *survey, g orb.Geometry, shape *geodesy.Shape, within float64) []touch {
	if p, ok := g.(orb.Point); ok {
		c, ok := r.atlas.Water.Belongs(p, within)
		if !ok {
			return nil
		}
		return []touch{{hydro.Touch{Reach: c.Reach, From: c.MeasureM, To: c.MeasureM, DistanceM: c.DistanceM}, c.Confidence}}
	}
	var all []touch
	for i, t := range r.atlas.Water.Touches(shape, within) {
		if i == 0 || t.DistanceM <= s.tau {
			all = append(all, touch{Touch: t})
		}
	}
	return all
}

// leads tells whether a town is the lead town of an incident in or at the city.
func (s *survey) leads(town string) bool {
	return s.in.J != "OUT" && len(s.towns) > 0 && s.towns[0].Code == town
}

// basinsOf gives the basins of the reaches at and along the water, as the reaches
// name them, if they are several.
func (r *Rules) basinsOf(touched []touch, lists ...[]passed) []*atlas.Area {
	var room [8]int32
	basins := room[:0]
	add := func(b int32) {
		if b >= 0 && !slices.Contains(basins, b) {
			basins = append(basins, b)
		}
	}
	for _, t := range touched {
		if b, known := r.waters.basin[r.atlas.Water.River(t.Reach).Basin]; known {
			add(int32(b))
		}
	}
	for _, list := range lists {
		for i := range list {
			add(list[i].basin)
		}
	}
	if len(basins) < 2 {
		return nil
	}
	var all []*atlas.Area
	for _, b := range basins {
		all = append(all, r.waters.basins[b])
	}
	return all
}

// hydrology gives input H: flags joined by +, in the order of the reference.
func (s *survey) hydrology() string {
	var flags []string
	if s.flow.towns {
		flags = append(flags, "TOWN")
	}
	if s.acrossBasins || len(s.flow.basins) > 1 {
		flags = append(flags, "BASIN")
	}
	if s.flow.counties || s.in.J == "LAKE" && carried(s) {
		flags = append(flags, "EXT")
	}
	if len(flags) == 0 {
		return "NO"
	}
	return strings.Join(flags, "+")
}

// upstream gives the town from whose part of the incident water surely flows to the
// parts of all the others, and from none of them back; -1 if there is none.
func (r *Rules) upstream(s *survey, towns []TownPart) int {
	if !carried(s) {
		return -1
	}
	places := make([][]hydro.Place, len(towns))
	below := make([][]hydro.Piece, len(towns))
	for i, t := range towns {
		if t.Part == nil {
			return -1
		}
		for _, on := range r.touched(s, t.Part, geodesy.Prepare(t.Part), r.waterM(s)) {
			p := hydro.Place{Reach: on.Reach, MeasureM: (on.From + on.To) / 2}
			places[i] = append(places[i], p)
			below[i] = append(below[i], r.atlas.Water.Down(p, r.set.TraceM)...)
		}
	}
	reaches := func(i, j int) bool {
		return slices.ContainsFunc(places[j], func(p hydro.Place) bool {
			return slices.ContainsFunc(below[i], func(q hydro.Piece) bool { return q.Holds(p) && !q.Unsure })
		})
	}
	for i := range towns {
		highest := true
		for j := range towns {
			highest = highest && (i == j || reaches(i, j) && !reaches(j, i))
		}
		if highest {
			return i
		}
	}
	return -1
}

// onTheWater gives the towns and counties that table N has to tell.
func (s *survey) onTheWater() (towns, counties []string) {
	for _, m := range slices.Concat(s.flow.up, s.flow.down) {
		if m.County {
			counties = join(counties, m.Code)
		} else {
			towns = join(towns, m.Code)
		}
	}
	return towns, counties
}

// sayWater tells on which water an incident lies and whom it reaches, with metres.
func (r *Rules) sayWater(say func(string, ...any), s *survey) {
	if s.in.J == "LAKE" && carried(s) {
		say("reason.lake_water")
	}
	if len(s.flow.reaches) == 0 {
		if mayFlow(s) && s.in.J != "LAKE" {
			say("reason.no_trace", "m", r.waterM(s))
		}
		return
	}
	var names []finding.Name
	for _, x := range s.flow.reaches {
		names = append(names, finding.Name{ZH: x.Name, EN: x.NameEN})
	}
	if nearest := s.flow.reaches[0]; nearest.Confidence > 0 {
		say("reason.reach", "river", names[0], "m", nearest.DistanceM, "percent", 100*nearest.Confidence, "limit", r.set.TraceM)
	} else {
		say("reason.reaches", "rivers", names, "limit", r.set.TraceM)
	}
	for _, way := range []struct {
		code string
		met  []atlas.Met
	}{{"reason.up_", s.flow.up}, {"reason.down_", s.flow.down}} {
		for _, m := range way.met {
			name := finding.Name{ZH: m.Name, EN: m.NameEN}
			if m.Name == "" {
				name = beyond
			}
			switch {
			case m.Unsure:
				say(way.code+"unsure", "place", name, "m", m.DistanceM)
			case m.County:
				say(way.code+"county", "county", name, "m", m.DistanceM)
			default:
				say(way.code+"town", "town", name, "m", m.DistanceM)
			}
		}
	}
	if !s.flow.towns && !s.flow.counties {
		say("reason.flow_stays")
	}
	if len(s.flow.basins) > 1 {
		say("reason.basins_flow", "basins", placeNames(s.flow.basins))
	}
}

// beyond names land that no county of the region holds.
var beyond = finding.Name{ZH: "市外", EN: "outside the city"}
