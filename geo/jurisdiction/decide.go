package jurisdiction

import (
	"errors"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/law"
	"xunhu/geo/valid"
)

// ErrNoTowns reports an atlas that holds no towns to decide by.
var ErrNoTowns = errors.New("jurisdiction: atlas without towns")

// Rules decide by one atlas. They may be used from many goroutines.
type Rules struct {
	atlas *atlas.Atlas
	set   Settings
}

// New gives the rules of an atlas.
func New(a *atlas.Atlas, set Settings) (*Rules, error) {
	if a == nil || len(a.Towns) == 0 {
		return nil, ErrNoTowns
	}
	return &Rules{atlas: a, set: set}, nil
}

// Decide says who answers for an incident. manned tells whether a post is on
// duty, by its id; nil means that all are. A geometry that is missing, invalid or
// of points only in part is a *finding.Finding.
func (r *Rules) Decide(inc Incident, manned func(post string) bool) (Decision, error) {
	if err := checkGeometry(inc); err != nil {
		return Decision{}, err
	}
	s, err := r.measure(inc, manned)
	if err != nil {
		return Decision{}, err
	}
	d := Decision{
		Inputs:   s.in,
		VRow:     pick(tableV, s.in),
		Towns:    s.towns,
		Basins:   places(s.basins),
		Zones:    places(s.zones),
		Wetlands: places(s.wetlands),
		Lakes:    places(s.lakes),
		Reaches:  s.flow.reaches, Upstream: s.flow.up, Downstream: s.flow.down,
		Versions: Versions{Boundaries: r.atlas.Region.Boundaries(), Rules: RulesVersion, Law: law.Version},
	}
	r.verify(&d, s)
	if inc.Outcome != "" && inc.Finder != "" {
		d.LRow = pick(tableL, verified{J: s.in.J, O: inc.Outcome, F: inc.Finder, K: s.in.K, S: s.in.S})
		r.carry(&d, s, inc.Finder)
	}
	r.confirm(&d, s)
	r.inform(&d, s, inc)
	d.Arbiter = r.arbiter(&d, s)
	d.Due = limits(inc, s)
	d.Basis = basis(&d, s, inc)
	d.Reasons = r.reasons(&d, s, inc)
	return d, nil
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
	lead, stations, squads := r.leadTown(s), r.stations(s), r.squads(s)
	post := ""
	if s.zone != nil {
		post = s.zone.Unit
	}
	switch d.VRow {
	case "V1":
		d.Command = r.first(atlas.Branch)
		d.Lead = lead.Squad
		d.Assist = join(stations, post, r.department("BM-YJ"))
		if theirs := r.counterpart(s); s.in.J == "LAKE" && theirs != "" { // on the water; ours guard the shore
			d.Lead, d.Assist = theirs, join([]string{lead.Squad}, d.Assist...)
		}
	case "V2": // nobody verifies
		d.Assist = join([]string{r.first(atlas.Branch)})
	case "V3":
		d.Lead = post
		if post == "" {
			d.Lead = lead.Station
		}
	case "V4":
		d.Lead = lead.Station
		d.Assist = join([]string{lead.Squad})
	case "V5":
		d.Lead = lead.Squad
		d.Assist = join([]string{lead.Station})
	case "V6":
		d.Command = r.first(atlas.Brigade)
		d.Lead = lead.Squad
		d.Assist = join([]string{lead.Station}, post)
		if ofDepartment(s.in.K) {
			d.Assist = join(d.Assist, r.department(s.category.Department), r.department("BM-GA"))
		}
	case "V7":
		d.Lead = post
		d.Assist = stations
		if squadFirst(s.in.K) {
			d.CertifiedOfficers = true
			d.Assist = join(d.Assist, lead.Squad)
		}
	case "V8":
		d.Lead = lead.Station
	case "V9":
		d.Lead = lead.Station
		d.ConfirmBy = without(stations, lead.Station)
	case "V10":
		d.Lead = lead.Station
		d.Assist = without(stations, lead.Station)
	case "V11":
		d.Lead = lead.Squad
		d.Assist = stations
	case "V12":
		d.Lead = lead.Squad
		d.Assist = join(without(squads, lead.Squad), stations...)
	}
}

// confirm asks the brigade where the lead town was chosen by its code alone, and
// where a lead squad is named though the squads differ.
func (r *Rules) confirm(d *Decision, s *survey) {
	squad := r.leadTown(s).Squad
	named := d.Lead == squad || d.Handler == squad || slices.Contains(d.Assist, squad)
	if s.tie || s.in.SQ == "DIFF" && named {
		d.ConfirmBy = join(d.ConfirmBy, r.first(atlas.Brigade))
	}
}

// leadTown is the town that the lead-town rule names; off the land, the town
// whose shore is nearest.
func (r *Rules) leadTown(s *survey) atlas.Town {
	if len(s.towns) == 0 {
		return atlas.Town{}
	}
	t, _ := r.atlas.Town(s.towns[0].Code)
	return t
}

func (r *Rules) stations(s *survey) []string {
	var ids []string
	for _, t := range s.concerned() {
		town, _ := r.atlas.Town(t.Code)
		ids = join(ids, town.Station)
	}
	return ids
}

func (r *Rules) squads(s *survey) []string {
	var ids []string
	for _, t := range s.concerned() {
		ids = join(ids, r.squad(t.Code))
	}
	return ids
}

func (r *Rules) squad(town string) string {
	t, _ := r.atlas.Town(town)
	return t.Squad
}

func (r *Rules) first(c atlas.Class) string {
	u, _ := r.atlas.First(c)
	return u.ID
}

// department is the id of a city department in this region.
func (r *Rules) department(code string) string {
	if code == "" {
		return ""
	}
	return r.atlas.Region.Code + "-" + code
}

// join adds ids to a list, without empty ones and without doubles.
func join(list []string, more ...string) []string {
	var all []string
	for _, id := range append(slices.Clone(list), more...) {
		if id != "" && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

func without(list []string, id string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(x string) bool { return x == id })
}

func places(areas []atlas.Area) []Place {
	var p []Place
	for _, a := range areas {
		p = append(p, Place{ID: a.ID, Name: a.Name, NameEN: a.NameEN, Class: a.Class})
	}
	return p
}

// nearestTown gives the town whose land is nearest, for incidents off the land.
func (r *Rules) nearestTown(g orb.Geometry) (TownPart, bool) {
	const farthest = 50_000 // metres; beyond it no shore is meant
	for m := 500.0; m <= farthest; m *= 10 {
		if near := r.atlas.Cover.Within(g, m); len(near) > 0 {
			return r.part(near[0].Name, g, 0, 0, nil), true
		}
	}
	return TownPart{}, false
}

// touches tells whether one of the zones met is of a class.
func touches(zones []atlas.Area, class string) bool {
	return slices.ContainsFunc(zones, func(z atlas.Area) bool { return z.Class == class })
}
