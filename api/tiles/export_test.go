package tiles

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"xunhu/api/tiles/pmtiles"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// Of what has editions those of the day are drawn, each by its code; of the rest all. What has no shape is refused.
func TestExport(t *testing.T) {
	town := func(id, name, from, to string, west float64) feature.Feature {
		f := feature.Feature{ID: id, Geometry: orb.Polygon{{{west, 35}, {west + 0.1, 35}, {west + 0.1, 35.1}, {west, 35.1}, {west, 35}}}, Props: map[string]any{"name": name, "valid_from": from}}
		if to != "" {
			f.Props["valid_to"] = to
		}
		return f
	}
	all := []feature.Feature{town("A", "旧镇", "", "2026-12-31", 117), town("A@2027-01-01", "新镇", "2027-01-01", "", 117.2)}
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	schema, _ := feature.SchemaOf(feature.Towns)
	for on, want := range map[string]string{"2026-12-31": "旧镇", "2027-01-01": "新镇"} {
		var out bytes.Buffer
		if _, err := Export(t.Context(), atlas.Region{Name: "市"}, schema, all, day(on), &out); err != nil {
			t.Fatal(err)
		}
		a, err := pmtiles.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			t.Fatal(err)
		}
		at := maptile.At(a.Bound.Center(), 12)
		tile, err := a.Tile(12, at.X, at.Y)
		if err == nil {
			tile, err = a.Unpack(tile)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"旧镇", "新镇"} {
			if got := bytes.Contains(tile, []byte(name)); got != (name == want) {
				t.Errorf("%s: %s is drawn: %t", on, name, got)
			}
		}
		if bytes.Contains(tile, []byte("A@")) || a.Bound.Max[0] > 117.25 == (want == "旧镇") {
			t.Errorf("%s: %v", on, a.Bound)
		}
	}
	codes, _ := feature.SchemaOf(feature.Codes)
	var told *finding.Finding
	if _, err := Export(t.Context(), atlas.Region{}, codes, nil, day("2027-01-01"), nil); !errors.As(err, &told) || told.Code != "command.no_geometry" {
		t.Error(err)
	}
}
