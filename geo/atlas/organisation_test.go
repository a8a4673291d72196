package atlas

import (
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/geotest"
)

// county is a small county in order: two towns, a squad, two stations, a post
// with a zone over both towns, a site.
func county(t *testing.T) (Dataset, geotest.Map) {
	m := geotest.Draw(t, `
		A---B---C
		| 1 | 2 |  3
		D---E---F
		|   |   |
		G---H---I`, 100)
	town := func(code, name string, g orb.Geometry) feature.Feature {
		return feature.Feature{ID: code, Geometry: g, Props: map[string]any{"name": name}}
	}
	body := func(id, name string, c Class, parent string, towns ...any) feature.Feature {
		return feature.Feature{ID: id, Props: map[string]any{"name": name, "class": string(c), "parent": parent, "towns": towns}}
	}
	return Dataset{Region: Region{Code: "370481", Name: "drawn"}, Collections: map[feature.Kind]feature.Collection{
		feature.Towns: of(town("370481101", "西镇", m.Polygon("ADEB")), town("370481102", "东镇", m.Polygon("BEFC"))),
		feature.Units: of(
			body("ZD1", "一中队", Squad, "", "370481101", "370481102"),
			body("W-SO", "西镇生态环境保护所", Station, "ZD1", "370481101"),
			body("E-SO", "东镇生态环境保护所", Station, "ZD1", "370481102"),
			body("ZX1", "湖生态联合驻巡站", Post, "", "370481101"),
		),
		feature.Zones: of(zone("Q1", "ZX1", 1, m.Polygon("ADFC"))),
		feature.Sites: of(feature.Feature{ID: "s", Geometry: m['1'], Props: map[string]any{"name": "排污口"}}),
	}}, m
}

func zone(id, unit string, rank int64, g orb.Geometry) feature.Feature {
	return feature.Feature{ID: id, Geometry: g, Props: map[string]any{"name": id, "class": "post", "unit": unit, "rank": rank}}
}

// pick gives a feature to change.
func pick(t *testing.T, d Dataset, k feature.Kind, id string) *feature.Feature {
	t.Helper()
	fs := d.Collections[k].Features
	i := slices.IndexFunc(fs, func(f feature.Feature) bool { return f.ID == id })
	if i < 0 {
		t.Fatal("no", k, id)
	}
	return &fs[i]
}

func add(d Dataset, k feature.Kind, fs ...feature.Feature) {
	c := d.Collections[k]
	c.Features = append(c.Features, fs...)
	d.Collections[k] = c
}

func TestFindings(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(d *Dataset, m geotest.Map)
		want   []string // codes and places
	}{
		{"in order", func(*Dataset, geotest.Map) {}, nil},
		{"no station", func(d *Dataset, _ geotest.Map) { pick(t, *d, feature.Units, "E-SO").Props["class"] = "TOWN_ENF" },
			[]string{"organisation.no_station towns/370481102"}},
		{"no stations at all", func(d *Dataset, _ geotest.Map) {
			pick(t, *d, feature.Units, "E-SO").Props["class"] = "TOWN_ENF"
			pick(t, *d, feature.Units, "W-SO").Props["class"] = "TOWN_ENF"
		}, []string{"organisation.no_stations units"}},
		{"a station of two towns", func(d *Dataset, _ geotest.Map) {
			pick(t, *d, feature.Units, "W-SO").Props["towns"] = []any{"370481101", "370481102"}
		}, []string{"organisation.station_towns units/W-SO", "organisation.two_stations towns/370481102"}},
		{"a station of none", func(d *Dataset, _ geotest.Map) { delete(pick(t, *d, feature.Units, "W-SO").Props, "towns") },
			[]string{"organisation.station_towns units/W-SO", "organisation.no_station towns/370481101"}},
		{"no squad above", func(d *Dataset, _ geotest.Map) { pick(t, *d, feature.Units, "W-SO").Props["parent"] = "ZX1" },
			[]string{"organisation.no_squad units/W-SO"}},
		{"a squad that covers other towns", func(d *Dataset, _ geotest.Map) {
			pick(t, *d, feature.Units, "ZD1").Props["towns"] = []any{"370481101"}
		}, []string{"organisation.squad_elsewhere units/E-SO"}},
		{"two squads", func(d *Dataset, _ geotest.Map) {
			add(*d, feature.Units, feature.Feature{ID: "ZD2", Props: map[string]any{"name": "二中队", "class": "SQUAD", "towns": []any{"370481102"}}})
		}, []string{"organisation.two_squads towns/370481102"}},
		{"a town missing", func(d *Dataset, _ geotest.Map) {
			d.Collections[feature.Towns] = of(d.Collections[feature.Towns].Features[0])
		}, []string{"organisation.town_missing towns/370481102"}},
		{"a town twice", func(d *Dataset, m geotest.Map) {
			add(*d, feature.Towns, feature.Feature{ID: "370481102", Geometry: m.Polygon("DGHE"), Props: map[string]any{"name": "东镇"}})
		}, []string{"organisation.code_twice towns/370481102"}},
		{"a name twice", func(d *Dataset, _ geotest.Map) { pick(t, *d, feature.Towns, "370481102").Props["name"] = "西镇" },
			[]string{"organisation.name_twice towns/370481102"}},
		{"codes of another county", func(d *Dataset, _ geotest.Map) { d.Region.Code = "370406" },
			[]string{"organisation.code towns/370481101", "organisation.code towns/370481102"}},
		{"a region with a code of its own", func(d *Dataset, _ geotest.Map) { d.Region.Code = "lake" }, nil},
		{"a post without members and zone", func(d *Dataset, _ geotest.Map) {
			delete(pick(t, *d, feature.Units, "ZX1").Props, "towns")
			pick(t, *d, feature.Zones, "Q1").Props["class"] = "water_source"
		}, []string{"organisation.post_members units/ZX1", "organisation.post_zone units/ZX1"}},
		{"a zone of a squad", func(d *Dataset, _ geotest.Map) { add(*d, feature.Zones, zone("Q2", "ZD1", 2, nil)) },
			[]string{"organisation.zone_unit zones/Q2"}},
		{"zones of two posts, ranked", func(d *Dataset, m geotest.Map) { second(*d, 2, m.Polygon("ADEB")) }, nil},
		{"zones of two posts, not ranked", func(d *Dataset, m geotest.Map) { second(*d, 1, m.Polygon("ADEB")) },
			[]string{"organisation.equal_ranks zones/Q2"}},
		{"zones that touch", func(d *Dataset, m geotest.Map) { second(*d, 1, m.Polygon("DGIF")) }, nil},
		{"two zones of one post", func(d *Dataset, m geotest.Map) { add(*d, feature.Zones, zone("Q2", "ZX1", 1, m.Polygon("ADEB"))) }, nil},
		{"names", func(d *Dataset, _ geotest.Map) {
			pick(t, *d, feature.Units, "W-SO").Props["name"] = "西镇环保所"
			pick(t, *d, feature.Units, "E-SO").Props["name"] = "生态环境保护所"
			pick(t, *d, feature.Units, "ZX1").Props["name"] = "湖生态联合驻巡站（筹）"
		}, []string{"organisation.unit_name units/E-SO", "organisation.unit_name units/W-SO", "organisation.unit_name units/ZX1"}},
		{"a site outside", func(d *Dataset, m geotest.Map) { pick(t, *d, feature.Sites, "s").Geometry = m['3'] },
			[]string{"organisation.site_outside sites/s"}},
		{"a site on the outer border", func(d *Dataset, m geotest.Map) { pick(t, *d, feature.Sites, "s").Geometry = m['A'] }, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d, m := county(t)
			tc.change(&d, m)
			var got []string
			for _, f := range Findings(d) {
				got = append(got, f.Code+" "+f.Where)
				if f.Code == "organisation.equal_ranks" {
					if a := f.Args["area_m2"].(float64); f.At == nil || a < 79_000 || a > 81_000 { // 400 m by 200 m
						t.Errorf("%v at %v", f, f.At)
					}
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

// second adds a post of the east with a zone.
func second(d Dataset, rank int64, g orb.Geometry) {
	add(d, feature.Units, feature.Feature{ID: "ZX2", Props: map[string]any{
		"name": "东生态联合驻巡站", "class": "POST", "towns": []any{"370481102"}}})
	add(d, feature.Zones, zone("Q2", "ZX2", rank, g))
}

// A piece apart is noted with its size and its distance from the largest one.
func TestNotes(t *testing.T) {
	d, m := county(t)
	if n := Notes(d); n != nil {
		t.Error(n)
	}
	pick(t, d, feature.Towns, "370481101").Geometry = orb.MultiPolygon{m.Polygon("EHIF"), m.Polygon("ADEB")}
	pick(t, d, feature.Towns, "370481102").Geometry = orb.MultiPolygon{m.Polygon("BEFC")}
	n := Notes(d)
	if len(n) != 1 || n[0].Code != "organisation.detached" || n[0].Where != "towns/370481101" || n[0].At == nil {
		t.Fatal(n)
	}
	if a, gap := n[0].Args["area_m2"].(float64), n[0].Args["gap_m"]; a < 79_000 || a > 81_000 || gap != 0.0 {
		t.Error(fmt.Sprint(a, gap))
	}
}
