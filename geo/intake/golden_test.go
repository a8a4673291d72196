package intake_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/geo/intake"
)

var update = flag.Bool("update", false, "write the golden files anew")

// villageDir holds the authored extract of two towns.
var villageDir = filepath.Join("..", "format", "osmpbf", "testdata")

// The whole of an import, as a person reads it.
func TestGoldenRegion(t *testing.T) {
	d, report, err := intake.Read(t.Context(), os.DirFS(villageDir), []string{"village.osm.pbf"}, nil, intake.Request{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := atlas.Build(d); err != nil {
		t.Errorf("no atlas can be built of it: %v", err)
	}
	for _, lang := range []words.Lang{words.ZH, words.EN} {
		compare(t, "village."+string(lang)+".golden", render(lang, d, report))
	}
}

// compare holds a text against a golden file.
func compare(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs; renew it with -update and read the change.\n got: %s\nwant: %s", name, got, want)
	}
}

// render writes report and region as text, geometries by their measure.
func render(lang words.Lang, d atlas.Dataset, r *intake.Report) string {
	var b strings.Builder
	for _, l := range r.Layers {
		fmt.Fprintf(&b, "%s %s: %s %s, %d read, %d kept, %d refused\n", l.File, l.Name, l.Kind, l.CRS, l.Read, l.Kept, len(l.Refused))
		if l.Guessed {
			fmt.Fprintf(&b, "  %s\n", words.Say(lang, l.Guess, nil))
		}
		for _, f := range l.Refused {
			fmt.Fprintf(&b, "  x %s\n", words.Finding(lang, f))
		}
		for _, f := range l.Notes {
			fmt.Fprintf(&b, "  - %s\n", words.Finding(lang, f))
		}
	}
	for _, f := range r.Notes {
		fmt.Fprintf(&b, "- %s\n", words.Finding(lang, f))
	}
	fmt.Fprintf(&b, "\n%+v\n", d.Region)
	for _, s := range feature.Schemas() {
		for _, f := range d.Collections[s.Kind].Features {
			fmt.Fprintf(&b, "%s %s", s.Kind, f.ID)
			for _, field := range s.Fields {
				if v, ok := f.Props[field.Name]; ok {
					fmt.Fprintf(&b, " %s=%v", field.Name, v)
				}
			}
			switch g := f.Geometry.(type) {
			case orb.Point:
				fmt.Fprintf(&b, " at %.4f %.4f", g[0], g[1])
			case orb.LineString:
				fmt.Fprintf(&b, " %.0f m", geodesy.Length(g))
			case orb.MultiPolygon:
				fmt.Fprintf(&b, " %.0f m²", geodesy.Area(g))
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}
