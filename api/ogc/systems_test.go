package ogc

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
)

// Every Gauss–Krüger zone of CGCS2000 is offered where it is used, and to nobody at the
// other end of the country; a region without extent may use all.
func TestZonesAreOfferedWhereTheyReach(t *testing.T) {
	at := func(lon float64) []string {
		b := orb.Bound{Min: orb.Point{lon, 34}, Max: orb.Point{lon + 1, 35}}
		return uris(reaching(map[feature.Kind]orb.Bound{feature.Towns: b}))
	}
	seen := map[string]bool{}
	for lon := 73.0; lon <= 135; lon++ {
		all := at(lon)
		if all[0] != crs84 || !slices.Contains(all, epsg+"4490") {
			t.Errorf("%g: %v", lon, all)
		}
		if n := slices.IndexFunc(all, func(uri string) bool { return strings.HasPrefix(uri, epsg+"327") }); n >= 0 {
			t.Errorf("%g, in the north: %s", lon, all[n])
		}
		for _, uri := range all {
			seen[uri] = true
		}
	}
	for code := 4491; code <= 4554; code++ {
		if !seen[fmt.Sprint(epsg, code)] {
			t.Errorf("EPSG:%d is offered nowhere", code)
		}
	}
	if shandong := at(117); slices.Contains(shandong, epsg+"4513") || !slices.Contains(shandong, epsg+"4548") || !slices.Contains(shandong, epsg+"32650") {
		t.Errorf("at 117 degrees: %v", shandong)
	}
	if got := len(reaching(nil)); got != len(registered()) {
		t.Errorf("%d of %d systems without an extent", got, len(registered()))
	}
}

// Clients that show a list of systems hand back what they show, not the URI.
func TestSystemsByTheirShortNames(t *testing.T) {
	for name, want := range map[string]string{
		"EPSG:4548": epsg + "4548", "[EPSG:4548]": epsg + "4548", "urn:ogc:def:crs:EPSG::4548": epsg + "4548", epsg + "4548": epsg + "4548",
		"OGC:CRS84": crs84, "urn:ogc:def:crs:OGC:1.3:CRS84": crs84, crs84: crs84,
		"": "", "4548": "", "EPSG:": "", "EPSG:99999": "", "OGC:4548": "", "ESRI:4548": "", "EPSG:4548/": "", "CRS84": "",
	} {
		if got, ok := called(registered(), name); ok != (want != "") || ok && got.uri != want {
			t.Errorf("%q is %s, %v", name, got.uri, ok)
		}
	}
}
