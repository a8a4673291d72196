package intake

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/coverage"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/highway"
	"xunhu/geo/overlay"
)

// zoneM is how far the post's zone reaches beyond its wetland, in metres.
const zoneM = 300

// organiser makes the starting organisation of a new region: the kinds of unit
// of DOMAIN 2.1 that decide or patrol, and no more of each than it takes.
type organiser struct {
	region atlas.Region
	data   atlas.Dataset
	cover  func() (*coverage.Coverage, error) // of the towns, made when it is first asked
	seats  map[string]seat
	roads  iter.Seq[orb.Point] // corners of all roads that a car may use
}

// organisation is what an organiser makes.
type organisation struct {
	units []feature.Feature
	zones []feature.Feature
	notes []*finding.Finding
}

func (o organiser) organise() (organisation, error) {
	var out organisation
	code := o.region.Code
	branch, brigade, squad := code+"-FJ", code+"-DD", code+"-ZD01"
	var all []any
	var stations []feature.Feature
	var middle orb.Point // seat of the largest town, where the offices above the stations are put
	var largest float64
	made := 0
	for _, t := range o.data.Collections[feature.Towns].Features {
		area, ok := t.Geometry.(orb.MultiPolygon)
		if !ok {
			return out, finding.New("intake.not_an_area", "towns/"+t.ID)
		}
		s, known := o.seats[t.ID]
		if !known {
			s.at = inside(area)
			made++
		}
		if !s.mapped {
			if p, ok := closest(s.at, area, o.roads); ok {
				s.at = p
			}
		}
		if size := geodesy.Area(area); size > largest {
			largest, middle = size, s.at
		}
		all = append(all, t.ID)
		name, en := t.Text("name"), english(t)
		if en != "" {
			en += " Station"
		}
		stations = append(stations, unit(t.ID+"-SO", "STATION", name+"生态环境保护所", en, squad, s.at, t.ID))
	}
	name, en := o.region.Name, cmp.Or(o.region.NameEN, o.region.Name)
	out.units = append(out.units,
		unit(branch, "BRANCH", name+"生态环境分局", en+" Branch", "", middle),
		unit(brigade, "BRIGADE", name+"生态环境保护综合执法大队", en+" Brigade", branch, middle),
		unit(squad, "SQUAD", name+"执法一中队", en+" Squad 1", brigade, middle, all...))
	out.units = append(out.units, stations...)
	post, zone, err := o.post(branch)
	if err != nil {
		return out, err
	}
	if post != nil {
		out.units, out.zones = append(out.units, *post), append(out.zones, *zone)
		out.notes = append(out.notes, finding.New("intake.post_made", "", "post", post.Text("name"), "zone", zone.Text("name"),
			"m", zoneM, "n", len(post.Props["towns"].([]any))))
	} else {
		out.notes = append(out.notes, finding.New("intake.no_post", ""))
	}
	out.notes = append(out.notes, finding.New("intake.organisation_made", "", "n", len(out.units), "stations", len(stations), "seats", made))
	return out, nil
}

// unit makes one unit.
func unit(id, class, name, en, parent string, at orb.Point, towns ...any) feature.Feature {
	props := map[string]any{"name": name, "class": class, "source": Generated, "towns": towns}
	if towns == nil {
		props["towns"] = []any{}
	}
	if en != "" {
		props["name_en"] = en
	}
	if parent != "" {
		props["parent"] = parent
	}
	return feature.Feature{ID: id, Geometry: at, Props: props}
}

// corners gives those of all roads that a car may use.
func corners(roads []feature.Feature) iter.Seq[orb.Point] {
	return func(yield func(orb.Point) bool) {
		for _, f := range roads {
			l, ok := f.Geometry.(orb.LineString)
			if !ok || !carRoad(f) {
				continue
			}
			for _, p := range l {
				if !yield(p) {
					return
				}
			}
		}
	}
}

// carRoad tells a road that a car may use.
func carRoad(f feature.Feature) bool {
	return drivable(f.Text("class")) && !highway.Shut(f.Text("access"))
}

// post makes the joint post of the largest wetland that lies in the towns (of
// the largest lake where there is no wetland), and its zone: the water with
// zoneM metres around it, as far as it lies in the towns. Its members are the
// towns of the zone, the one with the largest share as host.
func (o organiser) post(parent string) (post, zone *feature.Feature, err error) {
	for _, k := range []feature.Kind{feature.Wetlands, feature.Lakes} {
		waters := slices.Clone(o.data.Collections[k].Features)
		slices.SortStableFunc(waters, func(a, b feature.Feature) int {
			return cmp.Compare(geodesy.Area(b.Geometry), geodesy.Area(a.Geometry))
		})
		for _, w := range waters {
			if post, zone, err = o.postAt(w, parent); post != nil || err != nil {
				return post, zone, err
			}
		}
	}
	return nil, nil, nil
}

// postAt makes the post of one water, nil if no town has a part in it.
func (o organiser) postAt(w feature.Feature, parent string) (post, zone *feature.Feature, err error) {
	cover, err := o.cover()
	if err != nil {
		return nil, nil, err
	}
	if parts, _, err := cover.Shares(w.Geometry); err != nil || len(parts) == 0 {
		return nil, nil, err
	}
	around, err := overlay.Buffer(w.Geometry, zoneM)
	if err != nil {
		return nil, nil, fmt.Errorf("intake: zone around %s: %w", w.ID, err)
	}
	parts, _, err := cover.Split(around)
	if err != nil {
		return nil, nil, fmt.Errorf("intake: towns of the zone around %s: %w", w.ID, err)
	}
	var members []any
	var pieces []orb.Geometry
	for _, p := range parts {
		members = append(members, p.Name)
		pieces = append(pieces, p.Part)
	}
	area, err := overlay.Union(pieces...)
	if err != nil {
		return nil, nil, fmt.Errorf("intake: zone around %s: %w", w.ID, err)
	}
	area, _, fault := mended(area)
	if fault != nil {
		return nil, nil, fmt.Errorf("intake: zone around %s: %w", w.ID, fault)
	}
	id := o.region.Code + "-ZX01"
	name, en := w.Text("name"), w.Text("name_en")
	if strings.HasPrefix(name, "无名") {
		name, en = o.townName(parts[0].Name)+"湿地", english(o.town(parts[0].Name))
	}
	water, _ := w.Geometry.(orb.MultiPolygon)
	at := inside(area)
	if len(water) > 0 {
		at = inside(water)
	}
	if p, ok := closest(at, area, o.roads); ok {
		at = p
	} else if p, ok := closest(at, o.townArea(parts[0].Name), o.roads); ok {
		at = p
	}
	u := unit(id, "POST", name+"生态联合驻巡站", "", parent, at, members...)
	z := feature.Feature{ID: id + "-Q", Geometry: area, Props: map[string]any{
		"name": name + "责任区", "class": "post", "unit": id, "rank": int64(1), "source": Generated,
	}}
	if en != "" {
		u.Props["name_en"], z.Props["name_en"] = en+" Joint Post", en+" Zone"
	}
	return &u, &z, nil
}

func (o organiser) town(id string) feature.Feature {
	towns := o.data.Collections[feature.Towns].Features
	i := slices.IndexFunc(towns, func(t feature.Feature) bool { return t.ID == id })
	return towns[i] // the coverage knows no other names
}

// english is a feature's English name, or its name where that is not in Chinese
// letters; "" if it has neither.
func english(f feature.Feature) string {
	if en := f.Text("name_en"); en != "" {
		return en
	}
	name := f.Text("name")
	if strings.ContainsFunc(name, func(c rune) bool { return unicode.Is(unicode.Han, c) }) {
		return ""
	}
	return name
}

func (o organiser) townName(id string) string { return o.town(id).Text("name") }

func (o organiser) townArea(id string) orb.MultiPolygon {
	area, _ := o.town(id).Geometry.(orb.MultiPolygon)
	return area
}
