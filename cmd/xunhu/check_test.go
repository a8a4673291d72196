package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
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
