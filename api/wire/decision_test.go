package wire

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/format/geojson"
	"xunhu/geo/jurisdiction"
)

var update = flag.Bool("update", false, "renew the golden files")

// A decision as it leaves the program, in both languages. Renew the golden files
// by -update, and read them in review.
func TestFromDecision(t *testing.T) {
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	rules, err := jurisdiction.New(a, jurisdiction.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	in := feature.Feature{ID: "7", Geometry: orb.Point{117.0019, 35.2004}, Props: map[string]any{"category": "W03", "note": "seen at dawn"}}
	d, err := rules.Decide(jurisdiction.Incident{
		ID: "7", Geometry: in.Geometry, Category: "W03", OccurredAt: time.Date(2026, 9, 1, 5, 0, 0, 0, time.UTC), Outcome: "VIO", Finder: "SQUAD",
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []words.Lang{words.ZH, words.EN} {
		raw, err := geojson.Marshal(FromDecision(in, d, l, true))
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := json.Indent(&got, raw, "", "  "); err != nil {
			t.Fatal(err)
		}
		golden(t, "decision_"+string(l)+".json", got.Bytes())
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; renew it by -update if the change is meant:\n%s", file, got)
	}
}
