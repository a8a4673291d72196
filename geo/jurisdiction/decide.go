package jurisdiction

import (
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/hydro"
	"xunhu/geo/law"
	"xunhu/geo/valid"
)

// ErrNoTowns reports an atlas that holds no towns to decide by.
var ErrNoTowns = errors.New("jurisdiction: atlas without towns")

// Rules decide by one atlas. They may be used from many goroutines.
type Rules struct {
	atlas   *atlas.Atlas
	water   *hydro.Network // of the atlas, at the speeds of the settings
	set     Settings
	offices offices
	waters  waters
	overlap overlaps
}

// New gives the rules of an atlas.
func New(a *atlas.Atlas, set Settings) (*Rules, error) {
	if a == nil || len(a.Towns) == 0 {
		return nil, ErrNoTowns
	}
	r := &Rules{atlas: a, water: a.Water.WithSpeeds(set.speeds()), set: set, offices: officesOf(a)}
	r.waters.open(a)
	return r, nil
}

// Decide says who answers for an incident, and why. manned tells whether a post is on
// duty, by its id; nil counts all as manned. A geometry that is missing, invalid or
// of points only in part is a *finding.Finding.
func (r *Rules) Decide(inc Incident, manned Manning) (Decision, error) {
	d, err := r.Judge(inc, manned)
	if err != nil {
		return Decision{}, err
	}
	if err := d.Explain(); err != nil {
		return Decision{}, err
	}
	return d, nil
}

// Judge is Decide without what only a reader asks for, which Explain adds: Due, Basis,
// Reasons, Suspects, Warn, the Part of each town in an area, and how far it is to the
// borders of towns where that does not matter to the tables. It is for many incidents at
// once.
func (r *Rules) Judge(inc Incident, manned Manning) (Decision, error) {
	if err := checkGeometry(inc); err != nil {
		return Decision{}, err
	}
	if !inc.OccurredAt.IsZero() { // its day is the one in China, in whatever zone it was sent
		inc.OccurredAt = inc.OccurredAt.In(law.China)
	}
	s := &survey{rules: r, inc: inc}
	if err := r.measure(s, manned); err != nil {
		return Decision{}, err
	}
	d := Decision{
		Inputs:   s.in,
		VRow:     pick(tableV, &s.in),
		Towns:    s.towns,
		Basins:   places(s.basins),
		Zones:    places(s.zones),
		Wetlands: places(s.wetlands),
		Lakes:    places(s.lakes),
		Reaches:  s.flow.reaches, Upstream: s.flow.up, Downstream: s.flow.down,
		Versions: Versions{Boundaries: r.offices.boundaries, Rules: RulesVersion, Law: law.Version},
		survey:   s,
	}
	r.verify(&d, s)
	if inc.Outcome != "" && inc.Finder != "" {
		s.verified = verified{J: s.in.J, O: inc.Outcome, F: inc.Finder, K: s.in.K, S: s.in.S}
		d.LRow = pick(tableL, &s.verified)
		r.carry(&d, s, inc.Finder)
	}
	if err := r.weigh(&d, s); err != nil {
		return Decision{}, fmt.Errorf("weigh who leads: %w", err)
	}
	r.confirm(&d, s)
	r.inform(&d, s, inc)
	d.Arbiter = r.arbiter(&d, s)
	return d, nil
}

// Explain adds to a decision of Judge what a reader asks for. A decision that was
// explained, or that no rules made, stays as it is.
func (d *Decision) Explain() error {
	s := d.survey
	if s == nil {
		return nil
	}
	d.survey = nil
	if err := s.rules.draw(s); err != nil { // d.Towns are those of s
		return err
	}
	for i, t := range d.Towns {
		if t.To == (orb.Point{}) {
			d.Towns[i] = s.rules.bordered(s.shape, t)
		}
	}
	d.Due = limits(s.inc, s)
	d.Basis = basis(d, s, s.inc)
	if err := s.rules.followUp(d, s); err != nil {
		return fmt.Errorf("up and down the water: %w", err)
	}
	d.Reasons = s.rules.reasons(d, s, s.inc)
	return nil
}

func checkGeometry(inc Incident) error {
	where := "incident"
	if inc.ID != "" {
		where += " " + inc.ID
	}
	switch g := inc.Geometry.(type) {
	case nil:
		return finding.New("incident.no_geometry", where)
	case orb.Point, orb.LineString, orb.MultiLineString, orb.Polygon, orb.MultiPolygon:
		if fault := valid.Check(g); fault != nil {
			fault.Where = where
			return fault
		}
		return nil
	default:
		return finding.New("incident.geometry_type", where, "type", g.GeoJSONType())
	}
}

// verify fills in what the row of table V says: who goes, who helps.
func (r *Rules) verify(d *Decision, s *survey) {
	lead, post := r.leadTown(s), s.post()
	switch d.VRow {
	case "V1":
		d.Command = r.offices.branch
		d.Lead = lead.Squad
		d.Assist = join(r.stations(nil, s), post, r.department("BM-YJ"))
		if theirs := r.counterpart(s); s.in.J == "LAKE" && theirs != "" { // on the water; ours guard the shore
			d.Lead, d.Assist = theirs, join(join(nil, lead.Squad), d.Assist...)
		}
	case "V2": // nobody verifies
		d.Assist = join(nil, r.offices.branch)
	case "V3":
		d.Lead = post
		if post == "" {
			d.Lead = lead.Station
		}
	case "V4":
		d.Lead = lead.Station
		d.Assist = join(nil, lead.Squad)
	case "V5":
		d.Lead = lead.Squad
		d.Assist = join(nil, lead.Station)
	case "V6":
		d.Command = r.offices.brigade
		d.Lead = lead.Squad
		d.Assist = join(nil, lead.Station, post)
		if ofDepartment(s.in.K) {
			d.Assist = join(d.Assist, r.department(s.category.Department), r.department("BM-GA"))
		}
	case "V7":
		d.Lead = post
		d.Assist = r.stations(nil, s)
		if squadFirst(s.in.K) {
			d.CertifiedOfficers = true
			d.Assist = join(d.Assist, lead.Squad)
		}
	case "V8":
		d.Lead = lead.Station
	case "V9":
		d.Lead = lead.Station
		d.ConfirmBy = without(r.stations(nil, s), lead.Station)
	case "V10":
		d.Lead = lead.Station
		d.Assist = without(r.stations(nil, s), lead.Station)
	case "V11":
		d.Lead = lead.Squad
		d.Assist = r.stations(nil, s)
	case "V12":
		d.Lead = lead.Squad
		d.Assist = r.stations(without(r.squads(nil, s), lead.Squad), s)
	}
}

// confirm asks the brigade where the lead town was chosen by its code alone, and
// where a lead squad is named though the squads differ. Where the region has no unit that
// could lead, it asks the superior for one.
func (r *Rules) confirm(d *Decision, s *survey) {
	if leaderless(d) {
		d.ConfirmBy = join(d.ConfirmBy, r.offices.superior())
	}
	squad := r.leadTown(s).Squad
	named := d.Lead == squad || d.Handler == squad || slices.Contains(d.Assist, squad)
	if s.tie || s.in.SQ == "DIFF" && named {
		d.ConfirmBy = join(d.ConfirmBy, r.offices.brigade)
	}
}

// leaderless tells that a row names a lead which the region does not have.
func leaderless(d *Decision) bool { return d.Lead == "" && d.VRow != "V2" }

// leadTown is the town that the lead-town rule names; off the land, the town
// whose shore is nearest.
func (r *Rules) leadTown(s *survey) *office {
	if len(s.towns) == 0 {
		return &office{}
	}
	return r.offices.of(s.towns[0].Code)
}

// stations adds those of the towns concerned to a list.
func (r *Rules) stations(list []string, s *survey) []string {
	towns := s.concerned()
	if list == nil {
		list = make([]string, 0, len(towns)+3)
	}
	for i := range towns {
		list = join(list, r.offices.of(towns[i].Code).Station)
	}
	return list
}

// squads is stations for their squads.
func (r *Rules) squads(list []string, s *survey) []string {
	towns := s.concerned()
	for i := range towns {
		list = join(list, r.offices.of(towns[i].Code).Squad)
	}
	return list
}

// department is the id of a city department in this region.
func (r *Rules) department(code string) string {
	if code == "" {
		return ""
	}
	if id, ok := r.offices.departments[code]; ok {
		return id
	}
	return r.atlas.Region.Code + "-" + code
}

// join appends ids to a list, without empty ones and without doubles.
func join(list []string, more ...string) []string {
	for _, id := range more {
		if id != "" && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

func without(list []string, id string) []string {
	if !slices.Contains(list, id) {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(x string) bool { return x == id })
}

func places(areas []*atlas.Area) []Place {
	if len(areas) == 0 {
		return nil
	}
	p := make([]Place, len(areas))
	for i, a := range areas {
		p[i] = Place{ID: a.ID, Name: a.Name, NameEN: a.NameEN, Class: a.Class}
	}
	return p
}

// nearestTown gives the town whose land is nearest, for incidents off the land.
func (r *Rules) nearestTown(g *geodesy.Shape) (TownPart, bool) {
	for m := 500.0; m <= farthestM; m *= 10 {
		if near, ok := r.atlas.Cover.Nearest(g, m); ok {
			return r.bordered(g, r.town(near.Name, 0, 0, nil)), true
		}
	}
	return TownPart{}, false
}

// touches tells whether one of the zones met is of a class.
func touches(zones []*atlas.Area, class string) bool {
	return slices.ContainsFunc(zones, func(z *atlas.Area) bool { return z.Class == class })
}
