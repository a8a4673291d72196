package intake_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/intake"
)

// held keeps what a stream is given, as a store would.
type held struct {
	rows    []feature.Feature
	refused []*finding.Finding
}

func (h *held) stream() *intake.Stream {
	return &intake.Stream{
		Put: func(_ feature.Kind, row ...feature.Feature) (bool, error) {
			for _, f := range row {
				if slices.ContainsFunc(h.rows, func(g feature.Feature) bool { return g.ID == f.ID }) {
					return true, nil
				}
			}
			h.rows = append(h.rows, row...)
			return false, nil
		},
		Near:    func(feature.Kind, orb.Bound) ([]feature.Feature, error) { return nil, nil },
		Refused: func(f *finding.Finding) error { h.refused = append(h.refused, f); return nil },
	}
}

// A stream is given what the dataset would hold, row by row, and refuses the same.
func TestStreamTakesTheSame(t *testing.T) {
	base := region(t)
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 0))
		var parts []string
		for i := range 40 {
			props := fmt.Sprintf(`{"name":"河%d","id":"r%d"}`, i, r.IntN(60))
			if r.IntN(8) == 0 {
				props = `{"级别":"x"}`
			}
			at := func() string { return fmt.Sprintf("[117.%03d,35.0%02d]", r.IntN(100), r.IntN(100)) }
			shape := fmt.Sprintf(`{"type":"LineString","coordinates":[%s,%s]}`, at(), at())
			switch r.IntN(5) {
			case 0:
				shape = fmt.Sprintf(`{"type":"MultiLineString","coordinates":[[%s,%s],[%s,%s]]}`, at(), at(), at(), at())
			case 1:
				shape = fmt.Sprintf(`{"type":"Point","coordinates":%s}`, at())
			case 2:
				shape = fmt.Sprintf(`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":%s},{"type":"LineString","coordinates":[%s,%s]}]}`, at(), at(), at())
			}
			parts = append(parts, props, shape)
		}
		fsys := disk("河.json", features(parts...))
		d, want, err := intake.Read(t.Context(), fsys, []string{"河.json"}, &base, intake.Request{Kind: "rivers"})
		if err != nil {
			t.Fatal(err)
		}
		var h held
		onto := atlas.Dataset{Region: base.Region, Collections: map[feature.Kind]feature.Collection{feature.Towns: base.Collections[feature.Towns]}}
		_, got, err := intake.Read(t.Context(), fsys, []string{"河.json"}, &onto, intake.Request{Kind: "rivers", Stream: h.stream()})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(h.rows, d.Collections[feature.Rivers].Features) {
			t.Fatalf("seed %d: the stream was given\n%v\nnot\n%v", seed, h.rows, d.Collections[feature.Rivers].Features)
		}
		if !reflect.DeepEqual(h.refused, want.Layers[0].Refused) || got.Refused() != len(h.refused) || len(got.Layers[0].Refused) > 0 {
			t.Fatalf("seed %d: refused %v, want %v", seed, h.refused, want.Layers[0].Refused)
		}
		want.Layers[0].Refused = nil
		if !reflect.DeepEqual(got.Layers, want.Layers) {
			t.Fatalf("seed %d: %+v, want %+v", seed, got.Layers, want.Layers)
		}
		if len(onto.Collections) != 1 {
			t.Error("the base was changed")
		}
	}
}

// Only kinds that stand for themselves stream; what cannot be told does not.
func TestStreams(t *testing.T) {
	line := features(`{"name":"河"}`, `{"type":"LineString","coordinates":[[117,35],[117.1,35]]}`)
	site := features(`{"name":"口","class":"outfall"}`, `{"type":"Point","coordinates":[117,35]}`)
	fsys := disk("河.json", line, "排污口.json", site, "乡镇.json", two, "x.json", site, "bad.json", "{", "a.osm.pbf", "OSMHeader")
	for _, tc := range []struct {
		files, kind, want string
	}{
		{"河.json", "", "rivers"}, {"河.json 排污口.json", "", "rivers sites"}, {"x.json", "sites", "sites"},
		{"x.json", "", ""}, {"乡镇.json", "", ""}, {"河.json 乡镇.json", "", ""}, {"x.json", "units", ""}, {"bad.json", "sites", ""},
		{"none.json", "sites", ""}, {"a.osm.pbf", "roads", "roads road_rules"}, {"a.osm.pbf", "towns", ""}, {"a.osm.pbf", "region", ""}, {"a.osm.pbf", "", ""}, {"a.osm.pbf x.json", "sites", "sites"}, {"x.json", "nonsense", ""},
	} {
		kinds, ok := intake.Streams(t.Context(), fsys, strings.Fields(tc.files), intake.Request{Kind: tc.kind})
		var got []string
		for _, k := range kinds {
			got = append(got, string(k))
		}
		if ok != (tc.want != "") || ok && strings.Join(got, " ") != tc.want {
			t.Errorf("%s as %q: %v, %v; want %q", tc.files, tc.kind, kinds, ok, tc.want)
		}
	}
}

// The region of an extract is the same whether its roads stream or not.
func TestStreamTakesTheSameRegion(t *testing.T) {
	fsys, names := os.DirFS("../format/osmpbf/testdata"), []string{"village.osm.pbf"}
	want, report, err := intake.Read(t.Context(), fsys, names, nil, intake.Request{})
	if err != nil {
		t.Fatal(err)
	}
	var h held
	var got atlas.Dataset
	stream := h.stream()
	stream.Whole = func(r atlas.Region, kinds []feature.Kind, read func() (atlas.Dataset, *intake.Report, error)) error {
		if r != want.Region {
			t.Errorf("region %v, want %v", r, want.Region)
		}
		d, told, err := read()
		if !reflect.DeepEqual(told, report) {
			t.Errorf("report %+v, want %+v", told, report)
		}
		for k := range want.Collections {
			if !slices.Contains(kinds, k) {
				t.Errorf("%s is not among the kinds", k)
			}
		}
		got = d
		return err
	}
	if _, _, err := intake.Read(t.Context(), fsys, names, nil, intake.Request{Stream: stream}); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(h.rows, want.Collections[feature.Roads].Features) || len(h.rows) == 0 {
		t.Errorf("the stream was given\n%v\nnot\n%v", h.rows, want.Collections[feature.Roads].Features)
	}
	delete(want.Collections, feature.Roads)
	delete(want.Collections, feature.RoadRules)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the rest is\n%v\nnot\n%v", got, want)
	}
}

// Elements that an earlier file gave are left out and counted.
func TestExtractsThatOverlap(t *testing.T) {
	base := region(t)
	village := os.DirFS("../format/osmpbf/testdata")
	twice := []string{"village.osm.pbf", "village.osm.pbf"}
	for _, k := range []string{"roads", "lakes"} {
		d, report, err := intake.Read(t.Context(), village, twice, &base, intake.Request{Kind: k})
		if err != nil {
			t.Fatal(err)
		}
		n := len(d.Collections[feature.Kind(k)].Features)
		if first, second := report.Layers[0].Kept, report.Layers[1].Kept; first != n || second != 0 || report.Refused() != 0 || n == 0 {
			t.Errorf("%s: %d, of them %d and %d", k, n, first, second)
		}
		if !slices.ContainsFunc(report.Notes, func(f *finding.Finding) bool { return f.Code == "osmpbf.twice" && f.Args["n"] == n }) {
			t.Errorf("%s: it is not told: %v", k, report.Notes)
		}
	}
}

// What a stream or a region refuses ends the import.
func TestStreamFails(t *testing.T) {
	base := region(t)
	sites := disk("点位.json", features(`{"name":"口","class":"outfall"}`, `{"type":"Point","coordinates":[117.05,35.05]}`, `{"name":"口"}`, `null`))
	broken := errors.New("broken")
	for name, spoil := range map[string]func(*intake.Stream){
		"put": func(s *intake.Stream) {
			s.Put = func(feature.Kind, ...feature.Feature) (bool, error) { return false, broken }
		},
		"near": func(s *intake.Stream) {
			s.Near = func(feature.Kind, orb.Bound) ([]feature.Feature, error) { return nil, broken }
		},
		"refused": func(s *intake.Stream) { s.Refused = func(*finding.Finding) error { return broken } },
	} {
		s := new(held).stream()
		spoil(s)
		if _, _, err := intake.Read(t.Context(), sites, []string{"点位.json"}, &base, intake.Request{Stream: s}); !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := intake.Read(t.Context(), sites, []string{"点位.json"}, nil, intake.Request{Stream: new(held).stream()}); err == nil || !strings.Contains(err.Error(), "towns_first") {
		t.Errorf("sites without towns: %v", err)
	}
}

// Waters without a name, and an outline that is all there is, are named and said.
func TestUnnamed(t *testing.T) {
	base := region(t)
	square := `{"type":"Polygon","coordinates":[[[117,35],[117.02,35],[117.02,35.02],[117,35.02],[117,35]]]}`
	labelled := `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[117.01,35.01]},` + square + `]}`
	for _, tc := range []struct {
		name, file, text, kind string
		want                   string // names, then the codes of the notes or of the refusal
	}{
		{"a lake", "a.json", features(`{"id":"L1"}`, square), "lakes", "无名水面 L1 intake.unnamed"},
		{"an outline", "邻县_370403_gcj02.json", square, "neighbours", "邻县_370403_gcj02/370403 intake.named_by_file intake.maybe_shifted"},
		{"an outline among two", "a.json", features(`{}`, square, `{}`, square), "neighbours", "intake.no_properties intake.no_properties"},
		{"an outline with a word", "a.json", features(`{"字":"x"}`, square), "neighbours", "intake.no_value intake.fields_there"},
		{"an area with its label", "a.json", features(`{"name":"邻县","id":"1"}`, labelled), "neighbours", "邻县/1 intake.parts_dropped"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d, report, err := intake.Read(t.Context(), disk(tc.file, tc.text), []string{tc.file}, &base, intake.Request{Kind: tc.kind})
			var got []string
			if err == nil {
				for _, f := range d.Collections[feature.Kind(tc.kind)].Features {
					if tc.kind == "neighbours" {
						got = append(got, f.Text("name")+"/"+f.ID)
					} else {
						got = append(got, f.Text("name"))
					}
				}
			}
			for _, l := range report.Layers {
				for _, f := range append(l.Refused, l.Notes...) {
					got = append(got, f.Code)
				}
			}
			if strings.Join(got, " ") != tc.want {
				t.Errorf("%s, %v; want %s", strings.Join(got, " "), err, tc.want)
			}
		})
	}
}

// Of a mixture those parts are taken that the kind wants; the rest is counted.
func TestPartsOfMixture(t *testing.T) {
	base := region(t)
	ring := func(x int) string {
		return fmt.Sprintf("[[[117.0%d,35],[117.0%d5,35],[117.0%d5,35.01],[117.0%d,35]]]", x, x, x, x)
	}
	mixture := fmt.Sprintf(`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[117,35]},{"type":"Polygon","coordinates":%s},
		{"type":"MultiLineString","coordinates":[[[117,35],[117.1,35]],[[117,35.1],[117.1,35.1]],[[117,35.05],[117.1,35.05]]]},
		{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[117,35.02],[117.1,35.02]]},
		{"type":"MultiPolygon","coordinates":[%s,%s]}]}]}`, ring(1), ring(2), ring(3))
	for kind, kept := range map[string]int{"neighbours": 3, "rivers": 4} { // of 8 parts: a point, 3 areas, 4 lines
		d, report, err := intake.Read(t.Context(), disk("a.json", features(`{"name":"杂","id":"1"}`, mixture)), []string{"a.json"}, &base, intake.Request{Kind: kind})
		if err != nil {
			t.Fatal(err)
		}
		if n := report.Layers[0].Notes[0]; n.Code != "intake.parts_dropped" || n.Args["n"] != 8 || n.Args["kept"] != kept {
			t.Errorf("%s: %v %v, want %d of 8", kind, n.Code, n.Args, kept)
		}
		got := 0
		for _, f := range d.Collections[feature.Kind(kind)].Features {
			switch g := f.Geometry.(type) {
			case orb.MultiPolygon:
				got += len(g)
			case orb.LineString:
				got++
			}
		}
		if got != kept {
			t.Errorf("%s: %d parts are kept, want %d", kind, got, kept)
		}
	}
}
