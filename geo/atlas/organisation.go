package atlas

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
)

// The names that rule R15 of the Document gives to stations and posts. Squads have
// no pattern.
var (
	stationName = regexp.MustCompile(`^.+生态环境保护所$`)
	postName    = regexp.MustCompile(`^.+生态联合驻巡站$`)
	countyCode  = regexp.MustCompile(`^\d{6}$`) // GB/T 2260
	townCode    = regexp.MustCompile(`^\d{9}$`) // GB/T 10114: the county's and three more
)

// leastOverlap is the area in m² below which two zones only touch.
const leastOverlap = 1.0

// Findings says where the organisation and the names of a region are not as the
// rules want them: each town has one station, each station one squad that covers
// its town, each post members and a zone, zones of different posts where they
// overlap different ranks, names after R15, codes after GB/T 2260 and 10114 (where
// the region's own code is one) and as the list of codes has them if there is one, no town doubled or missing, no site outside all
// towns. A region with findings still works as far as Build takes it; one that
// Build refuses is looked at all the same.
//
// The dataset is of one edition; take it by On where there are more. The order is
// that of the rules, then of the data.
func Findings(d Dataset) []*finding.Finding {
	o := newOrganisation(d)
	for _, rule := range []func(){o.townsOnce, o.codes, o.listed, o.stations, o.squads, o.posts, o.zones, o.names, o.sites} {
		rule()
	}
	return o.found
}

// Notes says what is lawful but worth a look: the pieces of towns that lie apart
// from their largest one, each with its place and size.
func Notes(d Dataset) []*finding.Finding {
	var notes []*finding.Finding
	for _, t := range d.Collections[feature.Towns].Features {
		pieces, ok := t.Geometry.(orb.MultiPolygon)
		if !ok || len(pieces) < 2 {
			continue
		}
		sizes := make([]float64, len(pieces))
		for i, p := range pieces {
			sizes[i] = geodesy.Area(p)
		}
		main := slices.Index(sizes, slices.Max(sizes))
		for i, p := range pieces {
			if i == main || len(p) == 0 || len(p[0]) == 0 {
				continue
			}
			_, _, gap := geodesy.Gap(p, pieces[main])
			notes = append(notes, finding.New("organisation.detached", "towns/"+t.ID, "town", called(t),
				"area_m2", sizes[i], "gap_m", gap).On(p[0][0]))
		}
	}
	return notes
}

// organisation is a region's bodies as its rules ask for them.
type organisation struct {
	data  Dataset
	towns []feature.Feature
	town  map[string]feature.Feature
	units []feature.Feature
	unit  map[string]feature.Feature
	found []*finding.Finding
}

func newOrganisation(d Dataset) *organisation {
	o := &organisation{data: d, town: map[string]feature.Feature{}, unit: map[string]feature.Feature{}}
	byID := func(a, b feature.Feature) int { return cmp.Compare(a.ID, b.ID) }
	o.towns = slices.SortedStableFunc(slices.Values(d.Collections[feature.Towns].Features), byID)
	o.units = slices.SortedStableFunc(slices.Values(d.Collections[feature.Units].Features), byID)
	for _, t := range o.towns {
		o.town[t.ID] = t
	}
	for _, u := range o.units {
		o.unit[u.ID] = u
	}
	return o
}

func (o *organisation) say(code, where string, args ...any) *finding.Finding {
	f := finding.New(code, where, args...)
	o.found = append(o.found, f)
	return f
}

// of gives the units of a class.
func (o *organisation) of(c Class) []feature.Feature {
	var all []feature.Feature
	for _, u := range o.units {
		if Class(u.Text("class")) == c {
			all = append(all, u)
		}
	}
	return all
}

// called gives the name of a thing in both languages.
func called(f feature.Feature) finding.Name {
	return finding.Name{ZH: f.Text("name"), EN: f.Text("name_en")}
}

// members gives the towns of a unit.
func members(u feature.Feature) []string {
	list, _ := u.Props["towns"].([]any)
	var codes []string
	for _, t := range list {
		if code, ok := t.(string); ok {
			codes = append(codes, code)
		}
	}
	return codes
}

// townsOnce finds towns that come twice, by code or by name, and towns that units
// name but the region lacks. Names may come again where codes are not official:
// there a region can be larger than a county.
func (o *organisation) townsOnce() {
	names := map[string]string{}
	for i, t := range o.towns {
		if i > 0 && o.towns[i-1].ID == t.ID {
			o.say("organisation.code_twice", "towns/"+t.ID, "town", called(t), "other", called(o.towns[i-1]))
			continue
		}
		name := t.Text("name")
		if other, twice := names[name]; twice && countyCode.MatchString(o.data.Region.Code) {
			o.say("organisation.name_twice", "towns/"+t.ID, "town", called(t), "other", other)
		}
		names[name] = t.ID
	}
	missing := map[string][]finding.Name{}
	for _, u := range o.units {
		for _, code := range members(u) {
			if _, ok := o.town[code]; !ok && !slices.Contains(missing[code], called(u)) {
				missing[code] = append(missing[code], called(u))
			}
		}
	}
	codes := make([]string, 0, len(missing))
	for code := range missing {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		o.say("organisation.town_missing", "towns/"+code, "code", code, "units", missing[code])
	}
}

// codes holds the towns' codes against the region's.
func (o *organisation) codes() {
	region := o.data.Region.Code
	if !countyCode.MatchString(region) {
		return
	}
	for _, t := range o.towns {
		if !townCode.MatchString(t.ID) || !strings.HasPrefix(t.ID, region) {
			o.say("organisation.code", "towns/"+t.ID, "town", called(t), "code", t.ID, "region", region)
		}
	}
}

// stations counts the stations of each town.
func (o *organisation) stations() {
	all := o.of(Station)
	if len(all) == 0 && len(o.towns) > 0 {
		o.say("organisation.no_stations", "units", "towns", len(o.towns))
		return
	}
	serving := map[string][]finding.Name{}
	for _, s := range all {
		towns := members(s)
		if len(towns) != 1 {
			o.say("organisation.station_towns", "units/"+s.ID, "unit", called(s), "n", len(towns))
		}
		for _, code := range towns {
			serving[code] = append(serving[code], called(s))
		}
	}
	for i, t := range o.towns {
		if i > 0 && o.towns[i-1].ID == t.ID {
			continue
		}
		switch n := serving[t.ID]; len(n) {
		case 1:
		case 0:
			o.say("organisation.no_station", "towns/"+t.ID, "town", called(t))
		default:
			o.say("organisation.two_stations", "towns/"+t.ID, "town", called(t), "stations", n)
		}
	}
}

// squads holds each station's squad against those that cover its town.
func (o *organisation) squads() {
	covering := map[string][]string{} // ids of squads by town
	for _, s := range o.of(Squad) {
		for _, code := range members(s) {
			covering[code] = append(covering[code], s.ID)
		}
	}
	for _, s := range o.of(Station) {
		parent, ok := o.unit[s.Text("parent")]
		if !ok || Class(parent.Text("class")) != Squad {
			o.say("organisation.no_squad", "units/"+s.ID, "unit", called(s))
			continue
		}
		for _, code := range members(s) {
			if t, ok := o.town[code]; ok && !slices.Contains(covering[code], parent.ID) {
				o.say("organisation.squad_elsewhere", "units/"+s.ID, "unit", called(s), "squad", called(parent), "town", called(t))
			}
		}
	}
	for i, t := range o.towns {
		if i > 0 && o.towns[i-1].ID == t.ID {
			continue
		}
		if c := covering[t.ID]; len(c) > 1 {
			o.say("organisation.two_squads", "towns/"+t.ID, "town", called(t), "squads", o.namesOf(c))
		}
	}
}

func (o *organisation) namesOf(ids []string) []finding.Name {
	names := make([]finding.Name, len(ids))
	for i, id := range ids {
		names[i] = called(o.unit[id])
	}
	return names
}

// posts asks for each post's members and zone.
func (o *organisation) posts() {
	zoned := map[string]bool{}
	for _, z := range o.postZones() {
		zoned[z.Text("unit")] = true
	}
	for _, p := range o.of(Post) {
		if len(members(p)) == 0 {
			o.say("organisation.post_members", "units/"+p.ID, "unit", called(p))
		}
		if !zoned[p.ID] {
			o.say("organisation.post_zone", "units/"+p.ID, "unit", called(p))
		}
	}
}

func (o *organisation) postZones() []feature.Feature {
	var all []feature.Feature
	for _, z := range o.data.Collections[feature.Zones].Features {
		if z.Text("class") == "post" {
			all = append(all, z)
		}
	}
	return all
}

// zones asks for different ranks where zones of different posts overlap, and for
// a post behind each zone.
func (o *organisation) zones() {
	all := o.postZones()
	for i, z := range all {
		if u, ok := o.unit[z.Text("unit")]; !ok || Class(u.Text("class")) != Post {
			o.say("organisation.zone_unit", "zones/"+z.ID, "zone", called(z), "unit", z.Text("unit"))
		}
		for _, other := range all[:i] {
			if z.Geometry == nil || other.Geometry == nil || !z.Geometry.Bound().Intersects(other.Geometry.Bound()) ||
				z.Text("unit") == other.Text("unit") || z.Text("rank") != other.Text("rank") {
				continue
			}
			common, err := overlay.Intersection(z.Geometry, other.Geometry)
			if err != nil || common == nil {
				continue // invalid areas are geo/valid's matter
			}
			if size := geodesy.Area(common); size >= leastOverlap {
				o.say("organisation.equal_ranks", "zones/"+z.ID, "zone", called(z), "other", called(other),
					"rank", z.Text("rank"), "area_m2", size).On(corner(common))
			}
		}
	}
}

// corner gives a place of an area.
func corner(g orb.Geometry) orb.Point {
	if m, ok := g.(orb.MultiPolygon); ok && len(m) > 0 && len(m[0]) > 0 && len(m[0][0]) > 0 {
		return m[0][0][0]
	}
	return g.Bound().Center()
}

// names holds stations and posts against R15.
func (o *organisation) names() {
	for _, rule := range []struct {
		class   Class
		pattern *regexp.Regexp
		want    string
	}{{Station, stationName, "××生态环境保护所"}, {Post, postName, "××生态联合驻巡站"}} {
		for _, u := range o.of(rule.class) {
			if !rule.pattern.MatchString(u.Text("name")) {
				o.say("organisation.unit_name", "units/"+u.ID, "unit", u.Text("name"), "want", rule.want)
			}
		}
	}
}

// sites finds sites that lie in no town.
func (o *organisation) sites() {
	for _, s := range o.data.Collections[feature.Sites].Features {
		p, ok := s.Geometry.(orb.Point)
		if ok && !slices.ContainsFunc(o.towns, func(t feature.Feature) bool {
			return t.Geometry != nil && t.Geometry.Bound().Contains(p) && predicate.In(p, t.Geometry) != predicate.Outside
		}) {
			o.say("organisation.site_outside", "sites/"+s.ID, "site", called(s)).On(p)
		}
	}
}
