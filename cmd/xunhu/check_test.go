package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/store/sqlite"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

var update = flag.Bool("update", false, "write the golden files anew")

// keep writes a region into the store of a run.
func keep(t *testing.T, data string, d atlas.Dataset) {
	t.Helper()
	if err := os.MkdirAll(data, 0o755); err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), filepath.Join(data, "region.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Save(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// The demonstration region is in order.
func TestCheckDemo(t *testing.T) {
	x := &walker{t: t, data: t.TempDir()}
	keep(t, x.data, demo.Dataset())
	if out := x.run(exitDone, "check"); len(out) != 0 {
		t.Errorf("found:\n%s", out)
	}
}

// What goes wrong with it is said as people read it, in both languages.
func TestCheckSays(t *testing.T) {
	d := demo.Dataset()
	change := func(k feature.Kind, id string, with func(*feature.Feature)) {
		for i := range d.Collections[k].Features {
			if f := &d.Collections[k].Features[i]; f.ID == id {
				with(f)
				return
			}
		}
		t.Fatal("no", k, id)
	}
	set := func(k feature.Kind, id, field string, v any) {
		change(k, id, func(f *feature.Feature) { f.Props[field] = v })
	}
	set(feature.Units, "370481001-SO", "name", "荆河环保所")
	set(feature.Units, "370481002-SO", "class", "TOWN_ENF")
	set(feature.Units, "370481003-SO", "parent", "370481-ZD02")
	set(feature.Units, "370481004-SO", "parent", "370481-DD")
	set(feature.Units, "370481-ZX01", "towns", []any{})
	set(feature.Towns, "370481115", "name", "东郭镇")
	site := d.Collections[feature.Sites].Features[0].ID
	change(feature.Sites, site, func(f *feature.Feature) { f.Geometry = orb.Point{116.2, 35.1} })
	zones := d.Collections[feature.Zones]
	post := zones.Features[0]
	for _, z := range zones.Features {
		if z.Text("class") == "post" {
			post = z
		}
	}
	units := d.Collections[feature.Units]
	units.Features = append(units.Features, feature.Feature{ID: "370481-ZX02", Props: map[string]any{
		"name": "第二生态联合驻巡站", "class": "POST", "parent": "370481-FJ", "towns": []any{"370481104"}, "source": demo.Source}})
	d.Collections[feature.Units] = units
	zones.Features = append(zones.Features, feature.Feature{ID: "370481-ZX02-Q", Geometry: post.Geometry, Props: map[string]any{
		"name": "第二责任区", "class": "post", "unit": "370481-ZX02", "rank": post.Props["rank"], "source": demo.Source}})
	d.Collections[feature.Zones] = zones

	data := t.TempDir()
	keep(t, data, d)
	for _, lang := range []string{"zh", "en"} {
		var out, says bytes.Buffer
		if code := run(context.Background(), []string{"check", "--data", data, "--lang", lang}, func(string) string { return "" }, &out, &says); code != exitRefused {
			t.Errorf("code %d\n%s", code, says.String())
		}
		file := filepath.Join("testdata", "check."+lang+".golden")
		if *update {
			if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want, out.Bytes()) {
			t.Errorf("%s differs; renew it with -update and read the change.\n got: %s\nwant: %s", file, out.String(), want)
		}
	}
}

// A town that was moved is found with its land, sizes and neighbours, as a map takes it;
// a region that cannot be built is looked at too.
func TestCheckGeoJSON(t *testing.T) {
	d := demo.Dataset()
	var town *feature.Feature
	for i := range d.Collections[feature.Towns].Features {
		if f := &d.Collections[feature.Towns].Features[i]; f.ID == "370481001" {
			f.Geometry = orb.Clone(f.Geometry)
			town = f
		}
	}
	shift(town.Geometry, 0.0005)
	d.Collections[feature.Wetlands].Features[0].Geometry = orb.Polygon{{{117, 35}, {117.1, 35.1}, {117.1, 35}, {117, 35.1}, {117, 35}}}
	d.Collections[feature.Units].Features[0].Props["parent"] = "nobody"
	x := &walker{t: t, data: t.TempDir()}
	keep(t, x.data, d)
	file := filepath.Join(t.TempDir(), "found.geojson")
	if out := x.run(exitRefused, "check", "-o", file); len(out) != 0 {
		t.Errorf("printed %s", out)
	}
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if out := x.run(exitRefused, "check", "--json"); !bytes.Equal(out, written) {
		t.Error("--json prints another file than -o writes")
	}
	var all struct {
		Features []struct {
			Geometry   struct{ Type string }
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(written, &all); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, f := range all.Features {
		code := f.Properties["code"].(string)
		count[code]++
		switch code {
		case "coverage.overlap", "coverage.gap":
			towns, _ := f.Properties["towns"].([]any)
			if f.Geometry.Type != "MultiPolygon" || f.Properties["area_m2"].(float64) <= 0 || !slices.Contains(towns, any(town.ID)) || len(towns) < 2 {
				t.Errorf("%v", f)
			}
		case "valid.self_crossing":
			if f.Properties["where"] != "wetlands/"+d.Collections[feature.Wetlands].Features[0].ID || f.Geometry.Type != "Point" {
				t.Errorf("%v", f)
			}
		}
	}
	if count["coverage.overlap"] == 0 || count["coverage.gap"] == 0 || count["valid.self_crossing"] != 1 || count["atlas.unit_parent"] != 1 {
		t.Errorf("found %v", count)
	}
}

// shift moves all of an area to the east, in place.
func shift(g orb.Geometry, degrees float64) {
	switch g := g.(type) {
	case orb.MultiPolygon:
		for _, p := range g {
			shift(p, degrees)
		}
	case orb.Polygon:
		for _, r := range g {
			for i := range r {
				r[i][0] += degrees
			}
		}
	}
}
