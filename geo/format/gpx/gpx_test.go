package gpx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/format/formattest"
)

// read gives the features of a file, the refusals, and what ended the reading.
func read(t testing.TB, file string) (features []feature.Feature, refused []string, err error) {
	t.Helper()
	l, err := Open(fstest.MapFS{"a.gpx": {Data: []byte(file)}}, "a.gpx", "")
	if err != nil {
		return nil, nil, err
	}
	for f, err := range l.Features() {
		var refusal feature.Refusal
		switch {
		case errors.As(err, &refusal):
			refused = append(refused, refusal.Where+" "+refusal.Code)
		case err != nil:
			return features, refused, err
		default:
			features = append(features, f)
		}
	}
	return features, refused, nil
}

func TestRead(t *testing.T) {
	got, refused, err := read(t, `<?xml version="1.0"?>
		<gpx version="1.1" creator="device" xmlns="http://www.topografix.com/GPX/1/1"><metadata><name>day</name><time>2026-11-23T00:00:00Z</time></metadata>
		<wpt lat="35.1" lon="117.2"><ele>66.5</ele><time>2026-11-23T08:00:00Z</time><name>排污口 1</name><sym>Flag</sym><link href="x"><text>no</text></link>
		<extensions><a:box xmlns:a="urn:a"><a:depth> 2 </a:depth></a:box><level>3</level></extensions></wpt>
		<rte><name>去</name><rtept lat="35" lon="117"/><rtept lat="36" lon="118"><name>turn</name></rtept></rte>
		<trk><name>巡查</name><desc>d</desc>
		<trkseg><trkpt lat="35" lon="117"><ele>60</ele><time>2026-11-23T08:00:00Z</time></trkpt><trkpt lat="35.5" lon="117.5"><time>2026-11-23T08:01:00Z</time><extensions><t:TrackPointExtension xmlns:t="urn:t"><t:speed>1.5</t:speed></t:TrackPointExtension></extensions></trkpt></trkseg>
		<trkseg/>
		<trkseg><trkpt lat="36" lon="118"/><trkpt lat="36.5" lon="118.5"/></trkseg></trk></gpx>`)
	want := []feature.Feature{
		{Geometry: orb.Point{117.2, 35.1}, Props: map[string]any{"gpx": "wpt", "ele": 66.5, "time": "2026-11-23T08:00:00Z", "name": "排污口 1", "sym": "Flag", "depth": "2", "level": "3"}},
		{Geometry: orb.LineString{{117, 35}, {118, 36}}, Props: map[string]any{"gpx": "rte", "name": "去"}},
		{Geometry: orb.LineString{{117, 35}, {117.5, 35.5}}, Props: map[string]any{"gpx": "trk", "name": "巡查", "desc": "d",
			"times": []any{"2026-11-23T08:00:00Z", "2026-11-23T08:01:00Z"}, "elevations": []any{60.0, nil}, "speeds": []any{nil, 1.5}}},
		{Geometry: orb.LineString{{118, 36}, {118.5, 36.5}}, Props: map[string]any{"gpx": "trk", "name": "巡查", "desc": "d"}},
	}
	if err != nil || len(refused) > 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("%v\nwant %v\n%v %v", got, want, refused, err)
	}
}

// A bad row is refused by itself, with file and line; the others are read.
func TestRefusals(t *testing.T) {
	for _, tc := range []struct{ name, element, want string }{
		{"no latitude", `<wpt lon="117"/>`, "gpx.bad_position"},
		{"a word", `<wpt lat="north" lon="117"/>`, "gpx.bad_position"},
		{"not a number", `<wpt lat="NaN" lon="117"/>`, "gpx.bad_position"},
		{"far beyond the earth", `<wpt lat="1e308" lon="117"/>`, "crs.nowhere"},
		{"axes swapped", `<wpt lat="117" lon="35"/>`, "crs.axes_swapped"},
		{"a route of one", `<rte><rtept lat="35" lon="117"/></rte>`, "gpx.one_point"},
		{"a segment of one", `<trk><trkseg><trkpt lat="35" lon="117"/></trkseg></trk>`, "gpx.one_point"},
		{"a point of a segment", `<trk><trkseg><trkpt lat="35" lon="117"/><trkpt lat="35"/></trkseg></trk>`, "gpx.bad_position"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, refused, err := read(t, "<gpx><wpt lat='35' lon='117'/>\n"+tc.element+"<wpt lat='35' lon='117'/></gpx>")
			if err != nil || len(got) != 2 || len(refused) != 1 || refused[0] != "a.gpx:2 "+tc.want {
				t.Errorf("%v, %v, %v; want %s", got, refused, err, tc.want)
			}
		})
	}
}

func TestFaults(t *testing.T) {
	for _, tc := range []struct{ name, file, want string }{
		{"empty", "", "markup.no_element"},
		{"a map", "<kml/>", "gpx.not_gpx"},
		{"cut off", "<gpx><wpt lat='35' lon='117'>", "markup.truncated"},
		{"cut off in extensions", "<gpx><wpt lat='35' lon='117'><extensions><a>", "markup.truncated"},
		{"entities", `<!DOCTYPE gpx [<!ENTITY a "x">]><gpx><name>&a;</name></gpx>`, "markup.entities"},
		{"extensions without end", "<gpx><wpt><extensions>" + strings.Repeat("<a>", 100_000), "markup.too_deep"},
		{"nothing in it", "<gpx/>", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, _, err := read(t, tc.file); formattest.Code(err) != tc.want {
				t.Errorf("%v, want %s", err, tc.want)
			}
		})
	}
}

// Any points and lines, written and read, are what they were.
func TestWriteAndRead(t *testing.T) {
	for seed := range uint64(300) {
		c := random(rand.New(rand.NewPCG(seed, 0)))
		var b bytes.Buffer
		if err := Write(&b, c); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		got, refused, err := read(t, b.String())
		if err != nil || len(refused) > 0 || !reflect.DeepEqual(got, ordered(c.Features)) {
			t.Fatalf("seed %d: %v\ncame back as %v\n%v %v\n%s", seed, c.Features, got, refused, err, b.String())
		}
	}
}

// ordered puts waypoints before routes before tracks, as a file must.
func ordered(features []feature.Feature) []feature.Feature {
	order := []any{"wpt", "rte", "trk"}
	features = slices.Clone(features)
	slices.SortStableFunc(features, func(a, b feature.Feature) int {
		return slices.Index(order, a.Props["gpx"]) - slices.Index(order, b.Props["gpx"])
	})
	return features
}

func random(r *rand.Rand) feature.Collection {
	point := func() orb.Point { return orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90} }
	texts := []string{"滕州", "a<b&c>", "\"'", "two\nlines", " blank ", "", "0370", "\r"}
	some := func(of func(i int) any) []any {
		all := []any{of(0), nil, of(2)}
		if r.IntN(2) == 0 {
			all[1] = of(1)
		}
		return all
	}
	var c feature.Collection
	for i := range 1 + r.IntN(4) {
		f := feature.Feature{Props: map[string]any{}, ID: []string{"", "s" + fmt.Sprint(i), "甲"}[r.IntN(3)]}
		switch r.IntN(3) {
		case 0:
			f.Geometry, f.Props["gpx"] = point(), "wpt"
			f.Props["time"], f.Props["ele"] = []any{"2026-11-23T08:00:00Z", " ", int64(5)}[r.IntN(3)], r.NormFloat64()
			f.Props["sym"] = "x"
		case 1:
			f.Geometry, f.Props["gpx"] = orb.LineString{point(), point()}, "rte"
			f.Props["times"] = []any{"as many as it likes"}
		default:
			f.Geometry, f.Props["gpx"] = orb.LineString{point(), point(), point()}, "trk"
			f.Props["sym"] = "x"
			if r.IntN(2) == 0 {
				f.Props["times"] = some(func(i int) any { return fmt.Sprintf("2026-11-23T08:%02d:00Z", i) })
				f.Props["elevations"] = some(func(i int) any { return r.NormFloat64() })
				f.Props["speeds"] = some(func(i int) any { return float64(i) })
			}
		}
		for _, name := range []string{"name", "desc", "type", "a b", "级别"} {
			if r.IntN(2) == 0 {
				f.Props[name] = texts[r.IntN(len(texts))]
			}
		}
		if r.IntN(2) == 0 {
			f.Props["n"], f.Props["x"], f.Props["whole"] = int64(r.Uint64()), r.NormFloat64()*1e6, float64(r.IntN(5))
			f.Props["ok"], f.Props["list"] = r.IntN(2) == 0, []any{"a", 1.0, map[string]any{"b": nil}}
		}
		c.Features = append(c.Features, f)
	}
	return c
}

// Areas and what has no place are left out, and said.
func TestLosses(t *testing.T) {
	ring := orb.Ring{{0, 0}, {1, 0}, {0, 1}, {0, 0}}
	point := feature.Feature{Geometry: orb.MultiPoint{{1, 2}, {3, 4}}}
	line := feature.Feature{Geometry: orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}}
	area, none := feature.Feature{Geometry: orb.Polygon{ring}}, feature.Feature{}
	mixed := feature.Feature{Geometry: orb.Collection{orb.MultiPolygon{{ring}}, orb.Point{9, 9}}}
	for _, tc := range []struct {
		name    string
		of      []feature.Feature
		losses  string
		written int
		err     string
	}{
		{"nothing", nil, "", 0, ""},
		{"points and lines", []feature.Feature{point, line}, "", 4, ""},
		{"areas too", []feature.Feature{point, area, mixed, none}, " gpx.no_areas=2 gpx.no_place=1", 3, ""},
		{"only areas", []feature.Feature{area}, " gpx.no_areas=1", 0, "gpx.nothing_left"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := feature.Collection{Features: tc.of}
			said := ""
			for _, f := range Losses(c) {
				said += fmt.Sprintf(" %s=%v", f.Code, f.Args["n"])
			}
			var b bytes.Buffer
			err := Write(&b, c)
			if said != tc.losses || formattest.Code(err) != tc.err {
				t.Errorf("losses%s, %v; want%s, %s", said, err, tc.losses, tc.err)
			}
			if err != nil {
				return
			}
			got, refused, err := read(t, b.String())
			if err != nil || len(refused) > 0 || len(got) != tc.written {
				t.Errorf("%v %v %v", got, refused, err)
			}
		})
	}
	far := feature.Collection{Features: []feature.Feature{{Geometry: orb.Point{math.Inf(1), 0}}}}
	if err := Write(io.Discard, far); err == nil {
		t.Error("an infinite coordinate was written")
	}
}

// GDAL reads what we write, and we read what GDAL makes of it.
func TestGDAL(t *testing.T) {
	run := func(name string, args ...string) string { return formattest.GDAL(t, name, args...) }
	c := feature.Collection{Features: []feature.Feature{
		{ID: "S1", Geometry: orb.Point{117.25, 35.125}, Props: map[string]any{"name": "排污口", "ele": 66.5, "级别": int64(1)}},
		{Geometry: orb.LineString{{117, 35}, {118, 36}}, Props: map[string]any{"gpx": "rte", "name": "去"}},
		{Geometry: orb.LineString{{117, 35}, {117.5, 35.5}}, Props: map[string]any{"name": "巡查", "times": []any{"2026-11-23T08:00:00Z", "2026-11-23T08:01:00Z"}}},
	}}
	var b bytes.Buffer
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	ours, theirs := filepath.Join(t.TempDir(), "a.gpx"), filepath.Join(t.TempDir(), "b.gpx")
	if err := os.WriteFile(ours, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	said := run("ogrinfo", "-al", ours)
	for _, want := range []string{"排污口", "去", "巡查", "POINT (117.25 35.125)", "ele (Real) = 66.5", "MULTILINESTRING ((117 35,117.5 35.5))", "2026/11/23 08:01:00+00"} {
		if !strings.Contains(said, want) {
			t.Errorf("GDAL does not say %s:\n%s", want, said)
		}
	}
	run("ogr2ogr", "-f", "GPX", theirs, ours, "waypoints", "routes", "tracks")
	text, err := os.ReadFile(theirs)
	if err != nil {
		t.Fatal(err)
	}
	got, refused, err := read(t, string(text))
	if err != nil || len(refused) > 0 || len(got) != len(c.Features) {
		t.Fatalf("%v %v %v", got, refused, err)
	}
	for i, f := range c.Features {
		if !orb.Equal(got[i].Geometry, f.Geometry) || got[i].Text("name") != f.Text("name") {
			t.Errorf("%v came back as %v", f, got[i])
		}
	}
}

func ExampleWrite() {
	err := Write(os.Stdout, feature.Collection{Features: []feature.Feature{
		{ID: "S1", Geometry: orb.Point{117.2, 35.1}, Props: map[string]any{"name": "排污口", "rank": int64(1)}},
	}})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <gpx version="1.1" creator="xunhu" xmlns="http://www.topografix.com/GPX/1/1" xmlns:x="urn:xunhu:gpx">
	// <wpt lat="35.1" lon="117.2"><name>排污口</name><extensions><x:value name="id">S1</x:value><x:value name="rank" type="integer">1</x:value></extensions></wpt>
	// </gpx>
}
