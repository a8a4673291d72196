package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xunhu/geo/geotest"
)

// importer has a region of two towns to import into.
func importer(t *testing.T) (x *walker, dir string, m geotest.Map) {
	t.Helper()
	dir = t.TempDir()
	m = geotest.Draw(t, watered, 1000)
	x = &walker{t: t, data: filepath.Join(dir, "data")}
	x.run(exitDone, "import", x.file(dir, "towns.geojson",
		shape("w", m.Polygon("ADEB"), "name", "west"), shape("e", m.Polygon("BEFC"), "name", "east")), "--as", "towns", "--name", "drawn land")
	return x, dir, m
}

func textFile(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// A good file with ten bad rows of a thousand: 990 are taken, each of the ten is
// told with its number and its reason, and the exit code says that there were some.
func TestTenBadRowsOfAThousand(t *testing.T) {
	x, dir, m := importer(t)
	at := m['m']
	bad := map[int]string{
		100: ",outfall,%f,%f", 200: "no class,,%f,%f", 300: "strange,castle,%f,%f", 400: "far,outfall,2,48", 500: "no number,outfall,x,35",
		600: "no place,outfall,,", 700: "swapped,outfall,%[2]f,%[1]f", 800: "beyond,outfall,1e308,35", 900: "nan,outfall,NaN,35", 1000: "many,outfall,1,2,3,4",
	}
	reasons := map[int]string{
		100: "no name", 200: "no class", 300: "castle", 400: "far", 500: "“x”", 600: "empty", 700: "latitude", 800: "1e+308", 900: "NaN", 1000: "6 cells",
	}
	text := "name,class,lon,lat\n"
	for n := 1; n <= 1000; n++ {
		row, ok := bad[n]
		if !ok {
			row = fmt.Sprintf("site %d,outfall,%%f,%%f", n)
		}
		if strings.Contains(row, "%") {
			row = fmt.Sprintf(row, at[0]+float64(n)*1e-7, at[1])
		}
		text += row + "\n"
	}
	x.run(exitRefused, "import", textFile(t, dir, "sites.csv", text), "--as", "sites")
	said := x.words
	if !strings.Contains(said, "1000 read, 990 kept, 10 refused") {
		t.Error(said)
	}
	var told []string
	for line := range strings.Lines(said) {
		if strings.Contains(line, "✗") {
			told = append(told, line)
		}
	}
	if len(told) != 10 {
		t.Fatalf("%d refusals are told:\n%s", len(told), strings.Join(told, ""))
	}
	for i, line := range told {
		n := (i + 1) * 100
		// A reader counts lines of the file, the heading among them; the rest is by rows.
		if !strings.Contains(line, fmt.Sprint(n+1)) && !strings.Contains(line, fmt.Sprintf("#%d:", n)) || !strings.Contains(line, reasons[n]) {
			t.Errorf("row %d (%s): %s", n, reasons[n], line)
		}
	}
	if n := len(x.collection(x.run(exitDone, "export", "sites")).Features); n != 990 {
		t.Errorf("%d sites are kept", n)
	}
}

// A dry run reports what an import would do, doubles included, and writes nothing; a
// second import replaces the first.
func TestDryRunOfAStream(t *testing.T) {
	x, dir, m := importer(t)
	at := m['m']
	sites := x.file(dir, "sites.geojson", shape("S1", at, "name", "one", "class", "outfall"), shape("S1", at, "name", "two\nlines", "class", "farm"),
		shape("S3", m['q'], "name", "three", "class", "farm"))
	x.run(exitRefused, "import", sites, "--as", "sites", "--dry-run")
	for _, want := range []string{"3 read, 2 kept, 1 refused", "sites.geojson#2", "S1", "2 sites"} {
		if !strings.Contains(x.words, want) {
			t.Errorf("it does not say %q:\n%s", want, x.words)
		}
	}
	if n := len(x.collection(x.run(exitDone, "export", "sites")).Features); n != 0 {
		t.Errorf("a dry run left %d sites", n)
	}
	for range 2 {
		x.run(exitRefused, "import", sites, "--as", "sites")
		if n := len(x.collection(x.run(exitDone, "export", "sites")).Features); n != 2 {
			t.Errorf("%d sites, want 2", n)
		}
	}
}
