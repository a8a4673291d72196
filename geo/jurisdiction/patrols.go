package jurisdiction

import (
	"slices"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/law"
	"xunhu/geo/predicate"
)

// Patrols tells of the ways of a patrol who must go along and who is told beforehand: table
// G, of which all rows that match apply. Who only drives through asks for nothing. The
// enterprises that are visited are not told: inspections come unannounced.
type Patrols struct{ rules Rules }

// PatrolsOf gives the table for an atlas.
func PatrolsOf(a *atlas.Atlas) *Patrols {
	return &Patrols{Rules{atlas: a, set: Defaults(), offices: officesOf(a)}}
}

// A Way is a part of a patrol that lies in one town, or a place in it.
type Way struct {
	Unit      string       // that patrols
	Town      string       // code; "" outside the city
	Geometry  orb.Geometry // line or point
	Own       bool         // the unit answers for the ground: its towns, or the zone of a post
	Work      bool         // something is looked at there; else it is passed
	OffRoad   bool         // on foot, afloat or in the air
	Drone     bool
	Certified int       // officers that the visit takes
	With      string    // the other side of a patrol across the border
	Permit    string    // number of the permission to enter core areas
	Approval  string    // number of the approval to fly in controlled airspace
	Day       time.Time // for the law of that day
}

// An Asked is what a way asks for.
type Asked struct {
	Row   string
	Kind  AskedKind
	To    []string         // ids of units; a name where the region has no such unit
	Why   *finding.Finding // with the names
	Basis []law.Citation
}

// AskedKind is what is asked for.
type AskedKind string

// What a way asks for.
const (
	Officers  AskedKind = "OFFICERS"  // two with certificates
	Companion AskedKind = "COMPANION" // somebody of another body goes along
	Notice    AskedKind = "NOTICE"    // somebody is told before the crew sets out
)

// met is what table G asks of a way.
type met struct {
	*Way
	unit                atlas.Unit
	near                []string // codes of other towns within the tolerance
	atBorder, onLake    bool     // of the city; on the shared lake
	watches             bool     // wholly on the shared lake, where no measures are taken (V3)
	zones, wetlands     []*atlas.Area
	county              *atlas.Neighbour
	squad, post, atHost bool
}

// patrolRow is a row of table G.
type patrolRow struct {
	name    string
	kind    AskedKind
	applies func(*met) bool
	to      func(*Rules, *met) []string
}

// tableG is our own reading of what the scheme and the law say of patrols, since they
// leave it open; bases.csv has what each row stands on.
var tableG = []patrolRow{
	{"G1", Officers, func(m *met) bool {
		return m.Work && m.Town != "" && (m.squad && m.Own && !m.Drone && !m.watches || m.Certified > 1)
	},
		func(_ *Rules, m *met) []string { return []string{m.Unit} }},
	{"G2", Officers, func(m *met) bool { return m.Work && m.post && m.Own && m.Town != "" && m.Certified < 2 && !m.watches },
		func(r *Rules, m *met) []string { return []string{r.offices.of(m.Town).Squad} }},
	{"G3", Companion, func(m *met) bool { return m.Work && !m.Own && m.Town != "" },
		func(r *Rules, m *met) []string { return r.answersFor(m.Town, m.squad) }},
	{"G4", Companion, func(m *met) bool { return m.Work && m.post && m.Own && m.Town != "" && !m.atHost },
		func(r *Rules, m *met) []string { return r.answersFor(m.Town, false) }},
	{"G5", Companion, func(m *met) bool { return m.Town == "" && m.With != "" && (m.Work || m.OffRoad) },
		func(_ *Rules, m *met) []string { return []string{m.With} }},
	{"G6", Notice, func(m *met) bool { return m.Work && m.Town != "" && len(m.near) > 0 },
		func(r *Rules, m *met) (to []string) {
			for _, code := range m.near {
				to = join(to, r.answersFor(code, false)...)
			}
			return to
		}},
	{"G7", Notice, func(m *met) bool {
		return !m.onLake && (m.Work && m.atBorder || m.Town == "")
	}, theOtherSide},
	{"G8", Notice, func(m *met) bool { return m.Work && m.touches("post") && !m.post },
		func(r *Rules, m *met) []string { return answerers(nil, m.zones, "post") }},
	{"G9", Notice, func(m *met) bool { return m.OffRoad && len(m.wetlands) > 0 },
		func(r *Rules, m *met) []string { return answerers(join(nil, r.department("BM-ZR")), m.wetlands, "") }},
	{"G10", Notice, func(m *met) bool { return m.OffRoad && m.touches("core") && m.Permit != "" },
		func(r *Rules, m *met) []string { return answerers(join(nil, r.department("BM-ZR")), m.zones, "core") }},
	{"G11", Notice, func(m *met) bool { return m.OffRoad && m.touches("water_source") },
		func(r *Rules, m *met) []string {
			return join(answerers(nil, m.zones, "water_source"), r.department("BM-SW"))
		}},
	{"G12", Notice, func(m *met) bool { return m.Drone && m.touches("airspace") && m.Approval != "" },
		func(r *Rules, m *met) []string { return answerers(nil, m.zones, "airspace") }},
	{"G13", Notice, func(m *met) bool { return m.Work && m.touches(disputedClass) },
		func(r *Rules, m *met) []string { return []string{r.government()} }},
	{"G14", Notice, func(m *met) bool { return m.onLake && (m.OffRoad || m.Work) }, theOtherSide},
}

// inSharedLake tells whether a place, or every vertex of a line, lies in a shared lake: what
// touches its shore alone is land, where measures are taken.
func (r *Rules) inSharedLake(g orb.Geometry) bool {
	line, ok := g.(orb.LineString)
	if p, one := g.(orb.Point); one {
		line, ok = orb.LineString{p}, true
	}
	return ok && slices.ContainsFunc(r.atlas.Lakes, func(l atlas.Area) bool {
		return l.Shared && !slices.ContainsFunc(line, func(p orb.Point) bool { return predicate.In(p, l.Geometry) == predicate.Outside })
	})
}

// theOtherSide is told through the branch.
func theOtherSide(r *Rules, m *met) []string {
	to := join(nil, r.offices.branch)
	if m.county != nil {
		to = join(to, r.authority(*m.county))
	}
	return to
}

func (m *met) touches(class string) bool { return touches(m.zones, class) }

// answersFor is who acts for a town on site: its squad if that is asked for, else its
// station, else its government.
func (r *Rules) answersFor(town string, squad bool) []string {
	seat := r.offices.of(town)
	for _, id := range []string{map[bool]string{true: seat.Squad}[squad], seat.Station, seat.Government} {
		if id != "" {
			return []string{id}
		}
	}
	return nil
}

// A Ground is who answers for a town.
type Ground struct {
	Name           finding.Name
	Station, Squad string // ids; "" where the region has none
}

// Ground gives who answers for a town; the zero Ground outside the city.
func (p *Patrols) Ground(town string) Ground {
	t, ok := p.rules.atlas.Town(town)
	if !ok {
		return Ground{}
	}
	return Ground{Name: finding.Name{ZH: t.Name, EN: t.NameEN}, Station: t.Station, Squad: t.Squad}
}

// Ask gives what a way asks for, in the order of the table.
func (p *Patrols) Ask(w Way) (all []Asked) {
	if !w.Work && !w.OffRoad {
		return nil
	}
	r := &p.rules
	m := met{Way: &w}
	m.unit, _ = r.atlas.Unit(w.Unit)
	shape := geodesy.Prepare(w.Geometry)
	switch m.unit.Class {
	case atlas.Squad, atlas.Brigade, atlas.Branch:
		m.squad = true
	case atlas.Post:
		m.post, m.atHost = true, len(m.unit.Towns) > 0 && m.unit.Towns[0] == w.Town
	}
	m.zones = r.atlas.Meeting(nil, feature.Zones, shape)
	m.wetlands = r.atlas.Meeting(nil, feature.Wetlands, shape)
	m.onLake = slices.ContainsFunc(r.atlas.Meeting(nil, feature.Lakes, shape), shared)
	m.watches = m.onLake && r.inSharedLake(w.Geometry)
	if w.Work && w.Town != "" && !r.atlas.Borders().Clear(geodesy.Around(shape.Bound(), r.set.ToleranceM)) {
		for _, n := range r.atlas.Cover.Within(shape, r.set.ToleranceM) {
			if n.Name != w.Town {
				m.near = append(m.near, n.Name)
			}
		}
		m.atBorder = r.atlas.Cover.AtOuterBorder(shape, r.set.ToleranceM)
	}
	if m.atBorder || m.onLake || w.Town == "" {
		m.county = r.neighbour(shape, farthestM)
	}
	for _, row := range tableG {
		if !row.applies(&m) {
			continue
		}
		to := join(nil, row.to(r, &m)...)
		if len(to) == 0 && row.name != "G12" { // the region has nobody to ask
			continue
		}
		basis := row.name
		if row.name == "G3" && m.squad { // squads stand on another clause than stations
			basis = "G3.squad"
		}
		town, _ := r.atlas.Town(w.Town)
		why := finding.New("patrol.asked."+row.name, "", "to", r.unitNames(to), "town", finding.Name{ZH: town.Name, EN: town.NameEN}, "permit", w.Permit, "approval", w.Approval)
		all = append(all, Asked{Row: row.name, Kind: row.kind, To: to, Why: why, Basis: law.BasisOf(basis, w.Day)})
	}
	return all
}
