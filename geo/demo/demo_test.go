package demo

import (
	"encoding/csv"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/coverage"
	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// seats are the places of the 21 town seats (facts; the same as in places.txt,
// from which the drawing is made).
func seats(t *testing.T) map[string]orb.Point {
	t.Helper()
	at := map[string]orb.Point{}
	for _, b := range mustBlocks("region/places.txt") {
		if b.kind == string(feature.Towns) {
			at[b.id] = b.vertices[0]
		}
	}
	return at
}

// cover builds the coverage of a kind and fails on every finding.
func cover(t *testing.T, features []feature.Feature) *coverage.Coverage {
	t.Helper()
	var cells []coverage.Cell
	for _, f := range features {
		cells = append(cells, coverage.Cell{Name: f.ID, Area: f.Geometry})
	}
	c, err := coverage.New(cells...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTownsAreACleanCoverage(t *testing.T) {
	towns := Dataset().Collections[feature.Towns].Features
	if len(towns) != 21 {
		t.Fatalf("%d towns, want 21", len(towns))
	}
	c := cover(t, towns)
	for _, f := range c.Findings() {
		t.Error(f)
	}
	for code, seat := range seats(t) {
		if got := c.Touching(seat); !slices.Equal(got, []string{code}) {
			t.Errorf("the seat of %s lies in %v", code, got)
		}
	}
	want := map[string]float64{"370481103": 102, "370481113": 67} // km², published
	total := 0.0
	for _, f := range towns {
		km2 := geodesy.Area(f.Geometry) / 1e6
		total += km2
		if w, ok := want[f.ID]; ok && math.Abs(km2-w) > 3 {
			t.Errorf("%s: %.1f km², want about %g", f.Text("name"), km2, w)
		}
	}
	if math.Abs(total-1490) > 10 {
		t.Errorf("city: %.1f km², want about 1,490", total)
	}
}

// The counties around take the city's border as it is, so that nobody stands in
// between.
func TestNeighboursMeetTheCity(t *testing.T) {
	d := Dataset()
	both := append(slices.Clone(d.Collections[feature.Towns].Features), d.Collections[feature.Neighbours].Features...)
	for _, f := range cover(t, both).Findings() {
		t.Error(f)
	}
}

func TestWhoBordersWhom(t *testing.T) {
	arcs := mustArcs("region/borders.txt")
	meet := func(a, b string) bool {
		return slices.ContainsFunc(arcs, func(l arc) bool {
			return len(l.between[0]) > 2 && l.bounds(a) && l.bounds(b)
		})
	}
	for _, pair := range []string{
		"370481113 370481005", "370481113 370481102", "370481113 370481112", "370481113 370481110", // 木石 and its four
		"370481114 370883", "370481115 370883", "370481116 370883",
		"370481112 370406", "370481113 370406", "370481005 370406", "370481116 370406",
		"370481111 370403", "370481109 370403", "370481110 370403",
		"370481104 370826", "370481105 370826", "370481106 370826", "370481109 370826",
		"370481102 370481004", "370481104 370481105", "370481104 370481103", "370481103 370481114",
	} {
		a, b, _ := strings.Cut(pair, " ")
		if !meet(a, b) {
			t.Errorf("%s and %s do not share a border", a, b)
		}
	}
}

func TestBasinsTileTheCity(t *testing.T) {
	d := Dataset()
	basins := cover(t, d.Collections[feature.Basins].Features)
	for _, f := range basins.Findings() {
		t.Error(f)
	}
	cut := 0
	for _, town := range d.Collections[feature.Towns].Features {
		parts, outside, err := basins.Split(town.Geometry)
		if err != nil {
			t.Fatal(err)
		}
		if outside > 1 {
			t.Errorf("%s: %.0f m² in no basin", town.Text("name"), outside)
		}
		if len(parts) > 1 {
			cut++
		}
	}
	if cut < 5 {
		t.Errorf("the divides cut %d towns; they should cut across many", cut)
	}
}

func TestEveryFeatureIsMarked(t *testing.T) {
	d := Dataset()
	if d.Region.Code != "370481" || !d.Region.Illustration {
		t.Errorf("region %+v", d.Region)
	}
	for _, k := range feature.Regional() {
		seen := map[string]bool{}
		c := d.Collections[k]
		if c.Schema.Kind != k || len(c.Features) == 0 && k != feature.RoadRules && k != feature.Codes { // its roads are free
			t.Errorf("%s: %d features, schema of %q", k, len(c.Features), c.Schema.Kind)
		}
		for _, f := range c.Features {
			if f.Text("source") != Source {
				t.Errorf("%s/%s: source %q", k, f.ID, f.Text("source"))
			}
			if f.ID == "" || seen[f.ID] {
				t.Errorf("%s/%s: no id of its own", k, f.ID)
			}
			seen[f.ID] = true
			for name, v := range f.Props {
				field, ok := c.Schema.Field(name)
				if !ok || !fits(field.Type, v) {
					t.Errorf("%s/%s: %q = %T is not in the schema", k, f.ID, name, v)
				}
			}
			for _, field := range c.Schema.Fields {
				if field.Required && f.Text(field.Name) == "" {
					t.Errorf("%s/%s: no %s", k, f.ID, field.Name)
				}
			}
		}
	}
}

func fits(t feature.Type, v any) (ok bool) {
	switch t {
	case feature.Integer:
		_, ok = v.(int64)
	case feature.Real:
		_, ok = v.(float64)
	case feature.Boolean:
		_, ok = v.(bool)
	case feature.JSON:
		_, ok = v.([]any)
	default:
		_, ok = v.(string)
	}
	return ok
}

// The seats are facts: each lies in its town, and is where the published list has it.
func TestSeatsAreThePublishedOnes(t *testing.T) {
	const file = "../../../shared/data/tengzhou/seats.csv"
	f, err := os.Open(file)
	if err != nil {
		t.Skip("skipped: no " + file)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	col := func(name string) int { return slices.Index(rows[0], name) }
	ours := seats(t)
	c := cover(t, Dataset().Collections[feature.Towns].Features)
	for _, row := range rows[1:] {
		code := row[col("code9_2023")]
		p, err := vertex(row[col("lon_wgs84")] + "," + row[col("lat_wgs84")])
		if err != nil {
			t.Fatal(err)
		}
		if m := geodesy.Distance(p, ours[code]); m > 12 {
			t.Errorf("%s: seat drawn %.0f m off", code, m)
		}
		if got, _ := c.Locate(p); got != code {
			t.Errorf("the published seat of %s lies in %q", code, got)
		}
	}
}

func TestOrganisationIsWhole(t *testing.T) {
	a, err := atlas.Build(Dataset())
	if err != nil {
		t.Fatal(err)
	}
	squads := map[string]int{"370481-ZD01": 4, "370481-ZD02": 3, "370481-ZD03": 4, "370481-ZD04": 3, "370481-ZD05": 4, "370481-ZD06": 3}
	pilots := 0
	for _, town := range a.Towns {
		if town.Station != town.Code+"-SO" {
			t.Errorf("%s: station %q", town.Name, town.Station)
		}
		squads[town.Squad]--
		if town.Pilot {
			pilots++
		}
		station, ok := a.Unit(town.Station)
		if !ok || station.Parent != town.Squad || !strings.HasSuffix(station.Name, "生态环境保护所") {
			t.Errorf("%s: station %+v", town.Name, station)
		}
	}
	for squad, left := range squads {
		if left != 0 {
			t.Errorf("%s: %+d towns too few", squad, left)
		}
	}
	if pilots != 5 {
		t.Errorf("%d pilots, want 5", pilots)
	}
	post, _ := a.Unit("370481-ZX01")
	if !slices.Equal(post.Towns, []string{"370481104", "370481105", "370481103", "370481114"}) {
		t.Errorf("post %+v", post)
	}
	id := regexp.MustCompile(`^(370481-(FJ|DD|GOV|ZD0[1-6]|ZX01|BM-[A-Z]{2,3})|3704811?\d{2,3}-(SO|ZF|ZH)|EXT-\d{6}-EE)$`)
	count := map[atlas.Class]int{}
	for _, u := range a.Units {
		count[u.Class]++
		if !id.MatchString(u.ID) {
			t.Errorf("unit %s: not an id of DOMAIN 2.1", u.ID)
		}
		if u.At == nil {
			continue
		}
		home, ok := a.Cover.Locate(*u.At)
		if !ok || u.Class == atlas.Squad && !slices.Contains(u.Towns, home) {
			t.Errorf("unit %s stands in %q", u.ID, home)
		}
	}
	for class, n := range map[atlas.Class]int{atlas.Branch: 1, atlas.Brigade: 1, atlas.Squad: 6, atlas.Station: 21, atlas.Post: 1} {
		if count[class] != n {
			t.Errorf("%s: %d units, want %d", class, count[class], n)
		}
	}
}

func TestSitesStandInTheirTown(t *testing.T) {
	d := Dataset()
	c := cover(t, d.Collections[feature.Towns].Features)
	names := map[string]string{}
	for _, f := range d.Collections[feature.Towns].Features {
		names[f.ID] = f.Text("name")
	}
	sites := d.Collections[feature.Sites].Features
	if len(sites) < 140 || len(sites) > 180 {
		t.Errorf("%d sites, want some 150", len(sites))
	}
	roads := lines(d, feature.Roads, func(f feature.Feature) bool { return !strings.HasPrefix(f.Text("class"), "motorway") })
	rivers := lines(d, feature.Rivers, nil)
	var lakes orb.Collection
	for _, f := range d.Collections[feature.Lakes].Features {
		lakes = append(lakes, f.Geometry)
	}
	for _, f := range sites {
		p := f.Geometry.(orb.Point)
		home, _ := c.Locate(p)
		if !strings.HasPrefix(f.ID, home+"-") || !strings.HasPrefix(f.Text("name"), names[home]) {
			t.Errorf("%s %s lies in %s", f.ID, f.Text("name"), home)
		}
		if _, m := geodesy.Nearest(roads, p); m > 500 {
			t.Errorf("%s: %.0f m from a road", f.ID, m)
		}
		if f.Text("class") == "outfall" {
			if _, m := geodesy.Nearest(rivers, p); m > 60 {
				t.Errorf("%s: %.0f m from a river", f.ID, m)
			}
		}
		if f.Text("class") == "landing" {
			if _, m := geodesy.Nearest(lakes, p); m > 65 {
				t.Errorf("%s: %.0f m from a lake", f.ID, m)
			}
			continue // nothing to be looked at
		}
		for _, field := range []string{"interval_days", "service_s"} {
			if n, ok := f.Number(field); !ok || n <= 0 {
				t.Errorf("%s: %s %v", f.ID, field, f.Props[field])
			}
		}
	}
}

func TestZonesAndWaters(t *testing.T) {
	d := Dataset()
	classes := map[string]int{}
	for _, f := range d.Collections[feature.Zones].Features {
		classes[f.Text("class")]++
	}
	if classes["post"] != 1 || classes["water_source"] == 0 || classes["development"] != 2 {
		t.Errorf("zones: %v", classes)
	}
	for _, k := range []feature.Kind{feature.Zones, feature.Lakes, feature.Wetlands} {
		for _, f := range d.Collections[k].Features {
			ring := f.Geometry.(orb.MultiPolygon)[0][0]
			for i := 1; i < len(ring)-1; i++ {
				for j := i + 1; j < len(ring)-1; j++ {
					if meets := predicate.SegmentsMeet(ring[i-1], ring[i], ring[j], ring[j+1]); meets && (i > 1 || j < len(ring)-2) {
						t.Errorf("%s/%s crosses itself at %v", k, f.ID, ring[i])
					}
				}
			}
		}
	}
}

// lines gathers the lines of a kind for which keep holds.
func lines(d atlas.Dataset, k feature.Kind, keep func(feature.Feature) bool) orb.MultiLineString {
	var all orb.MultiLineString
	for _, f := range d.Collections[k].Features {
		if keep == nil || keep(f) {
			all = append(all, f.Geometry.(orb.LineString))
		}
	}
	return all
}
