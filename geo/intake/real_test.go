package intake_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/intake"
)

// delaware finds the extract of Delaware in the module cache.
func delaware(t testing.TB) string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/paulmach/osm").Output()
	if err != nil {
		t.Fatalf("where is github.com/paulmach/osm: %v", err)
	}
	return filepath.Join(strings.TrimSpace(string(dir)), "testdata", "delaware-latest.osm.pbf")
}

// shared finds a file of the shared data, or skips the test.
func shared(t testing.TB, name string) string {
	t.Helper()
	file := filepath.Join("..", "..", "..", "shared", "data", filepath.FromSlash(name))
	if _, err := os.Stat(file); err != nil {
		t.Skip("needs", name, "of the shared data")
	}
	return file
}

func read(t testing.TB, file string, req intake.Request) (atlas.Dataset, *intake.Report) {
	t.Helper()
	d, report, err := intake.Read(t.Context(), os.DirFS(filepath.Dir(file)), []string{filepath.Base(file)}, nil, req)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := atlas.Build(d); err != nil {
		t.Fatalf("no atlas can be built of it: %v", err)
	}
	return d, report
}

// Real extracts become regions. The counts are what these files hold.
func TestRealRegions(t *testing.T) {
	for _, tc := range []struct {
		name   string
		file   func(testing.TB) string
		region string
		counts map[feature.Kind]int // exactly
	}{
		{"Delaware", delaware, "Delaware", map[feature.Kind]int{feature.Towns: 3, feature.Roads: 52438, feature.RoadRules: 2327, feature.Rivers: 2144, feature.Wetlands: 190, feature.Units: 7}},
		{"Liechtenstein", sharedFile("osm/liechtenstein-latest.osm.pbf"), "Liechtenstein",
			map[feature.Kind]int{feature.Towns: 11, feature.Wetlands: 5, feature.Rivers: 194, feature.Roads: 4659, feature.Units: 15, feature.Zones: 1}},
		{"Andorra", sharedFile("osm/andorra.osm.pbf"), "Andorra", map[feature.Kind]int{feature.Towns: 6, feature.Units: 10}}, // the seventh is cut off
		{"Monaco", sharedFile("osm/monaco.osm.pbf"), "Monaco", map[feature.Kind]int{feature.Towns: 9, feature.Neighbours: 3}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d, _ := read(t, tc.file(t), intake.Request{Kind: intake.WholeRegion})
			if d.Region.Name != tc.region {
				t.Errorf("region %q", d.Region.Name)
			}
			for k, want := range tc.counts {
				if got := len(d.Collections[k].Features); got != want {
					t.Errorf("%d %s, want %d", got, k, want)
				}
			}
		})
	}
}

func sharedFile(name string) func(testing.TB) string {
	return func(t testing.TB) string { return shared(t, name) }
}

// A zipped Shapefile with GBK names, without codes.
func TestYueqing(t *testing.T) {
	d, report := read(t, shared(t, "towns/乐清市街道.zip"), intake.Request{Kind: "towns"})
	towns := d.Collections[feature.Towns].Features
	if len(towns) != 17 || towns[0].Text("name") != "芙蓉镇" || d.Region.Name != "乐清市" || report.Refused() != 0 {
		t.Errorf("%d towns, first %q, region %q, %d refused", len(towns), towns[0].Text("name"), d.Region.Name, report.Refused())
	}
}

func BenchmarkDelaware(b *testing.B) {
	file := delaware(b)
	for b.Loop() {
		read(b, file, intake.Request{Kind: intake.WholeRegion})
	}
}
