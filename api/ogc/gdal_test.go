package ogc_test

import (
	"net/url"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

// GDAL's OAPIF driver lists the collections and reads all features, also where it
// must follow next links, filters and a box.
func TestGDAL(t *testing.T) {
	if _, err := exec.LookPath("ogrinfo"); err != nil {
		t.Skip("ogrinfo (Debian package gdal-bin) is not installed")
	}
	srv := demonstration(t)
	d := demo.Dataset()
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "ogrinfo", append([]string{"-ro", "OAPIF:" + srv.URL + "/ogc"}, args...)...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("ogrinfo %v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	listed := run()
	for _, s := range feature.Schemas() {
		if !strings.Contains(listed, ": "+string(s.Kind)) {
			t.Errorf("%s is not listed:\n%s", s.Kind, listed)
		}
	}
	features := func(out string) int { return strings.Count(out, "\nOGRFeature(") }
	for _, kind := range feature.Regional() {
		want := len(d.Collections[kind].Features)
		if want == 0 {
			continue
		}
		out := run(string(kind), "-oo", "PAGE_SIZE=50", "-al")
		if got := features(out); got != want {
			t.Errorf("%s: %d features by pages of 50, want %d", kind, got, want)
		}
		if !strings.Contains(out, "Feature Count: "+strconv.Itoa(want)) {
			t.Errorf("%s: count is not %d", kind, want)
		}
	}
	town := d.Collections[feature.Towns].Features[0]
	if got := features(run("towns", "-where", "name = '"+town.Text("name")+"'")); got != 1 {
		t.Errorf("%d towns are called %s", got, town.Text("name"))
	}
	b := town.Geometry.Bound()
	box := []string{"-spat"}
	for _, v := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
		box = append(box, strconv.FormatFloat(v, 'f', -1, 64))
	}
	whole := len(d.Collections[feature.Towns].Features)
	if got := features(run(append([]string{"towns"}, box...)...)); got < 1 || got >= whole {
		t.Errorf("%d of %d towns lie around %s", got, whole, town.Text("name"))
	}
	if out := run("towns", "-fid", "0"); strings.Contains(out, "ERROR") {
		t.Error(out)
	}
	// What it cannot hand on as a parameter it asks itself; the answer is the same. Read as
	// plain GeoJSON, a filter and a system in the address do their work here.
	often, rare := 0, 0
	for _, f := range d.Collections[feature.Sites].Features {
		if n, ok := f.Number("interval_days"); ok && n > 10 {
			rare++
		} else if ok {
			often++
		}
	}
	if got := features(run("sites", "-where", "interval_days > 10 AND class <> 'none'")); got != rare || rare == 0 {
		t.Errorf("%d sites are visited seldom, want %d", got, rare)
	}
	address := srv.URL + "/ogc/collections/sites/items?" + url.Values{"filter": {"interval_days <= 10 AND S_INTERSECTS(geometry, BBOX(3800000,400000,3950000,600000))"},
		"filter-crs": {epsg + "4548"}, "crs": {epsg + "4548"}}.Encode()
	out, err := exec.CommandContext(t.Context(), "ogrinfo", "-ro", "-al", address).CombinedOutput()
	if err != nil || features(string(out)) != often || often == 0 {
		t.Errorf("%d sites are visited often, want %d: %v\n%s", features(string(out)), often, err, out)
	}
	if at := regexp.MustCompile(`POINT \(3[89]\d{5}\S* [45]\d{5}`).FindAllString(string(out), -1); len(at) != often { // northing, easting
		t.Errorf("%d of %d sites come in metres, north first\n%s", len(at), often, out)
	}
}
