package shapefile

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/format/formattest"
)

func hole(x, y, d float64) orb.Ring {
	r := formattest.Square(x, y, d)
	r.Reverse()
	return r
}

// packed writes a collection and reads all of its layers.
func packed(t *testing.T, c feature.Collection, enc string) map[string][]feature.Feature {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, c, enc); err != nil {
		t.Fatal(err)
	}
	layers, err := OpenZip(bytes.NewReader(b.Bytes()), int64(b.Len()), "a.zip", "", "")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]feature.Feature{}
	for _, l := range layers {
		if l.CRS() != "EPSG:4326" {
			t.Error(l.CRS())
		}
		all[l.Name()] = []feature.Feature{}
		for f, err := range l.Features() {
			if err != nil {
				t.Fatal(err)
			}
			all[l.Name()] = append(all[l.Name()], f)
		}
	}
	return all
}

// What was read once is read again from what is written, in both encodings.
func TestWriteAndRead(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		c := drawn(r, r.IntN(5))
		for _, enc := range []string{"GBK", "UTF-8", ""} {
			first := packed(t, c, enc)["zones"]
			if len(first) != len(c.Features) {
				t.Fatalf("seed %d: %v", seed, first)
			}
			for i, f := range c.Features {
				if !reflect.DeepEqual(first[i].Geometry, f.Geometry) || first[i].Props["id"] != f.ID || first[i].Text("name") != f.Text("name") {
					t.Fatalf("seed %d: %v came back as %v", seed, f, first[i])
				}
				for _, name := range []string{"rank", "x", "whole", "ok", "valid_from", "级别"} {
					if got, want := first[i].Props[name], f.Props[name]; want != nil && got != want {
						t.Fatalf("seed %d: %s: %v came back as %v", seed, name, want, got)
					}
				}
			}
			second := packed(t, feature.Collection{Schema: c.Schema, Features: first}, enc)["zones"]
			if !reflect.DeepEqual(first, second) {
				t.Fatalf("seed %d: %v\ncame back as %v", seed, first, second)
			}
		}
	}
}

// drawn draws zones of one sort of shape.
func drawn(r *rand.Rand, sort int) feature.Collection {
	schema, _ := feature.SchemaOf(feature.Zones)
	c := feature.Collection{Schema: schema}
	for i := range r.IntN(5) {
		x, y := r.Float64()*100, r.Float64()*50
		f := feature.Feature{ID: fmt.Sprint("z", i), Props: map[string]any{"name": []string{"滕州", "a b", "", "红荷湿地"}[r.IntN(4)]}}
		switch sort {
		case 0:
			f.Geometry = orb.Point{x, y}
		case 1:
			f.Geometry = orb.MultiPoint{{x, y}, {y, x / 2}}
		case 2:
			f.Geometry = orb.LineString{{x, y}, {y, x / 2}}
		case 3:
			f.Geometry = orb.Polygon{formattest.Square(x, y, 8), hole(x+1, y+1, 2)}
		case 4:
			f.Geometry = orb.MultiPolygon{{formattest.Square(x, y, 8), hole(x+1, y+1, 2)}, {formattest.Square(x+9, y, 3)}}
		}
		if r.IntN(5) == 0 {
			f.Geometry = nil
		}
		if r.IntN(2) == 0 {
			f.Props["rank"], f.Props["x"], f.Props["whole"], f.Props["ok"] = int64(r.Uint64()), r.NormFloat64()*math.Pow(10, float64(r.IntN(40)-20)), float64(r.IntN(5)), r.IntN(2) == 0
			f.Props["valid_from"], f.Props["级别"] = "2026-11-23", "重要"
		}
		c.Features = append(c.Features, f)
	}
	return c
}

// Each sort of shape becomes its own layer; what has no place goes with the first.
func TestSorts(t *testing.T) {
	c := feature.Collection{Features: []feature.Feature{
		{ID: "1", Geometry: orb.Polygon{formattest.Square(1, 2, 3)}}, {ID: "2"}, {ID: "3", Geometry: orb.LineString{{1, 2}, {3, 4}}},
		{ID: "4", Geometry: orb.Collection{orb.Point{1, 2}}}, {ID: "5", Geometry: orb.Polygon{orb.Ring{{0, 0}, {0, 1}, {1, 0}}}},
	}}
	said := ""
	for name, features := range packed(t, c, "") {
		for _, f := range features {
			said += fmt.Sprintf(" %s:%v", strings.TrimPrefix(name, "features_"), f.Props["id"])
		}
	}
	if said != " area:1 area:5 line:2 line:3" && said != " line:2 line:3 area:1 area:5" {
		t.Error(said)
	}
	if lost := Losses(c, ""); len(lost) != 1 || lost[0].Code != "shapefile.mixed" || lost[0].Args["n"] != 1 {
		t.Error(lost)
	}
	if got := packed(t, feature.Collection{}, ""); len(got) != 1 || len(got["features"]) != 0 {
		t.Error(got)
	}
	for _, f := range []feature.Feature{{Geometry: orb.Point{math.NaN(), 0}}, {Props: map[string]any{"x": math.Inf(1)}}} {
		if err := Write(io.Discard, feature.Collection{Features: []feature.Feature{f}}, ""); err == nil {
			t.Errorf("%v was written", f)
		}
	}
}

// All that a table cannot hold is said: names, lengths, characters.
func TestLosses(t *testing.T) {
	long := strings.Repeat("湖", 200)
	c := feature.Collection{Features: []feature.Feature{{Props: map[string]any{
		"name": "滕州", "interval_days": int64(1), "interval_date": int64(2), "责任单位联系人": "a", "note": long, "odd": "𠮷"}}}}
	for enc, want := range map[string]string{
		"GBK":   " renamed:interval_date>interval_d renamed:interval_days>interval_2 renamed:责任单位联系人>责任单位联 cut:note strange:odd",
		"UTF-8": " renamed:interval_date>interval_d renamed:interval_days>interval_2 renamed:责任单位联系人>责任单 cut:note",
	} {
		said := ""
		for _, f := range Losses(c, enc) {
			said += fmt.Sprintf(" %s:%v", strings.TrimPrefix(f.Code, "shapefile."), f.Args["name"])
			if as, ok := f.Args["as"]; ok {
				said += fmt.Sprint(">", as)
			}
		}
		if said != want {
			t.Errorf("%s:%s\nwant%s", enc, said, want)
		}
		got := packed(t, c, enc)["features"][0]
		if note := got.Text("note"); !strings.HasPrefix(long, note) || len([]rune(note)) < 84 || got.Props["interval_d"] != int64(2) || got.Props["interval_2"] != int64(1) {
			t.Errorf("%s: %v", enc, got.Props)
		}
	}
	if err := Write(io.Discard, c, "klingon"); formattest.Code(err) != "format.unknown_encoding" {
		t.Error(err)
	}
}

// GDAL reads what we write.
func TestGDAL(t *testing.T) {
	c := feature.Collection{Schema: feature.Schema{Kind: feature.Towns}, Features: []feature.Feature{
		{ID: "370481101", Geometry: orb.MultiPolygon{{formattest.Square(117, 35, 0.5), hole(117.25, 35.25, 0.125)}, {formattest.Square(118, 35, 0.5)}},
			Props: map[string]any{"name": "滨湖镇", "n": int64(7), "x": 1.5, "day": "2026-11-23", "pilot": true}},
		{ID: "370481102", Props: map[string]any{"name": "级索镇"}}}}
	for _, enc := range []string{"GBK", "UTF-8"} {
		var b bytes.Buffer
		if err := Write(&b, c, enc); err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), "towns.zip")
		if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		out := formattest.GDAL(t, "ogrinfo", "-al", "/vsizip/"+name)
		for _, want := range []string{"滨湖镇", "级索镇", "Feature Count: 2", "WGS", "n (Integer) = 7", "x (Real) = 1.5", "id (String) = 370481101",
			"MULTIPOLYGON (((117 35,117.0 35.5,117.5 35.5,117.5 35.0,117 35),(117.25 35.25"} {
			if !strings.Contains(out, want) {
				t.Errorf("%s: GDAL does not say %s:\n%s", enc, want, out)
			}
		}
	}
}
