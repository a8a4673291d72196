package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/format/shapefile"
)

// shared holds the data to develop on, which are none of the repository's.
const shared = "../../../shared/data/"

// The table of shared/data/README.md row by row, as somebody new would try it: each
// file comes in with all that it holds, or is stopped for the reason that it has.
func TestSharedData(t *testing.T) {
	if _, err := os.Stat(shared + "README.md"); err != nil {
		t.Skip("the shared data are not here")
	}
	neighbours := "tengzhou/neighbour_370403_gcj02.json tengzhou/neighbour_370406_gcj02.json tengzhou/neighbour_370826_gcj02.json tengzhou/neighbour_370883_gcj02.json --as neighbours"
	root := t.TempDir()
	for _, tc := range []struct {
		into, args string // the store; files and flags
		code       int
		says       string // all of it, parted by |
		slow       bool
	}{
		// The outlines are in GCJ-02: the first has nothing to be held against, the
		// others are stopped beside it, and --crs accepts them.
		{into: "tengzhou", args: "tengzhou/outline_370481_gcj02.json", code: exitFailed, says: "--as"},
		{into: "tengzhou", args: "tengzhou/outline_370481_gcj02.json --as towns --crs GCJ-02 --name 滕州市", says: "1 read, 1 kept"},
		{into: "tengzhou", args: "tengzhou/outline_370481_gcj02.json --as towns", code: exitFailed, says: "GCJ-02|317 m|--crs EPSG:4326"},
		{into: "tengzhou", args: neighbours, code: exitFailed, says: "GCJ-02|408 m|--crs EPSG:4326"},
		{into: "tengzhou", args: neighbours + " --crs GCJ-02", says: "neighbour_370883_gcj02 → |1 read, 1 kept"},
		{into: "tengzhou", args: "messy/echarts_tengzhou_quantised.geojson --as neighbours", code: exitFailed, says: "GCJ-02|346 m"},
		{into: "tengzhou", args: "messy/echarts_tengzhou_quantised.geojson --as neighbours --crs GCJ-02", says: "1 read, 1 kept"},
		// Tables that lack what a kind must have name what they have.
		{into: "tengzhou", args: "tengzhou/seats.csv", code: exitFailed, says: "--as"},
		{into: "tengzhou", args: "tengzhou/seats.csv --as sites", code: exitFailed, says: "EPSG:4326, 21 read, 0 kept, 21 refused|no class|name_2023|--field class="},
		{into: "tengzhou", args: "tengzhou/villages_2016_gcj02.csv --as sites --crs GCJ-02", code: exitFailed, says: "1271 read, 0 kept|county"},

		{into: "yueqing", args: "towns/乐清市街道.zip", says: "乐清市街道 → |17 read, 17 kept"},
		{into: "nanxun", args: "towns/南浔区-乡镇.json", says: "9 read, 9 kept|330503"},
		{into: "nanxun", args: "towns/water.geojson", says: "114 read, 114 kept|114 have no name|water.geojson#26: split a ring"},

		// Of the three regions of communes two; centre-val-de-loire (1,776) is no other.
		{into: "bretagne", args: "scale/communes-bretagne.geojson", says: "1232 read, 1232 kept", slow: true},
		{into: "normandie", args: "scale/communes-normandie.geojson", says: "2709 read, 2709 kept|split a ring", slow: true},

		{into: "liechtenstein", args: "osm/liechtenstein-latest.osm.pbf", says: "11 towns", slow: true},
		{into: "andorra", args: "osm/andorra.osm.pbf", says: "6 towns|1613 roads"},
		{into: "monaco", args: "osm/monaco.osm.pbf", says: "9 towns"},
		{into: "harrisburg", args: "osm/harrisburg.osm.pbf", says: "8 towns|2513 roads"},
		{into: "tokyo", args: "osm/tokyo-center.osm.pbf", code: exitFailed, says: "219780 nodes"},
		{into: "nanxun", args: "osm/berlin_gps_traces.csv.gz", code: exitFailed, says: "gzip|unpack"},

		{into: "nanxun", args: "rivers/gauge_01073000.gpkg", code: exitFailed, says: "EPSG:5070"},
		{into: "piave", args: "rivers/piave/rivers.geojson", code: exitFailed, says: "towns"},
		{into: "piave", args: "rivers/piave/region.geojson --as towns", says: "1 read, 1 kept"},
		{into: "piave", args: "rivers/piave/rivers.geojson", code: exitRefused, says: "71 read, 70 kept, 1 refused|rivers.geojson#71"},
		{into: "piave", args: "rivers/piave/basins.geojson", says: "1 read, 1 kept"},
		{into: "piave", args: "rivers/piave/reservoirs.geojson --as lakes", says: "3 read, 3 kept"},
		{into: "piave", args: "rivers/piave/gauges_grdc.geojson --as sites", code: exitFailed, says: "3 read, 0 kept|station"},
		{into: "piave", args: "rivers/piave/outlets.geojson --as sites", code: exitFailed, says: "1 read, 0 kept"},

		{into: "nanxun", args: "crs/gcoord_china_cities.json", code: exitFailed, says: "{"},

		{into: "nanxun", args: "messy/dbf/gbk.dbf", code: exitFailed, says: "gbk.shp"},
		{into: "nanxun", args: "messy/dbf/cpg/utf16.dbf", code: exitFailed, says: "utf16.shp"},
		{into: "nanxun", args: "messy/dbf/cpg/big5.shp", code: exitFailed, says: "big5.shp#1|--crs"},
		{into: "nanxun", args: "messy/dbf/ldid/chinese.shp", code: exitFailed, says: "chinese.shp#1|--crs"},
		{into: "corrupt", args: "messy/corrupt_too_long.shp --as towns", code: exitFailed, says: "10 read, 0 kept|test"},
		{into: "corrupt", args: "messy/corrupt_too_long.shp --as sites --field name=test", code: exitFailed, says: "no class"},
		{into: "nanxun", args: "messy/empty_zipfile.zip", code: exitFailed, says: ".shp"},
		{into: "blocks", args: "messy/blockgroups_multishapefile.zip --as towns", code: exitFailed, says: "blockgroups2 → |663 read, 0 kept|BKG_KEY"},
		{into: "blocks", args: "messy/blockgroups_multishapefile.zip --as towns --field name=BKG_KEY --field id=BKG_KEY", code: exitRefused, says: "blockgroups → |blockgroups2 → "},
		{into: "world", args: "messy/gdpPerCapita2008.kmz --as towns", says: "201 read, 201 kept|label points"},
		{into: "holes", args: "messy/nga_multipleholes.gpkg --as towns", says: "1 read, 1 kept"},
		{into: "nanxun", args: "messy/mixed_crs.gpkg", code: exitFailed, says: "oregon_2269|EPSG:2269"},
		{into: "nanxun", args: "messy/missing_crs_mixed_ranges.gpkg", code: exitFailed, says: "OR_land_2269|--crs"},
	} {
		t.Run(tc.args, func(t *testing.T) {
			if tc.slow && testing.Short() {
				t.Skip("takes seconds")
			}
			var args []string
			for word := range strings.FieldsSeq(tc.args) {
				if strings.Contains(word, "/") {
					word = shared + word
				}
				args = append(args, word)
			}
			x := &walker{t: t, data: filepath.Join(root, tc.into)}
			x.run(tc.code, append([]string{"import"}, args...)...)
			for part := range strings.SplitSeq(tc.says, "|") {
				if !strings.Contains(x.words, part) {
					t.Errorf("it does not say %q:\n%.2000s", part, x.words)
				}
			}
		})
	}
	t.Run("crs/prj", func(t *testing.T) { projections(t, &walker{t: t, data: filepath.Join(root, "tengzhou")}) })
}

// projections imports sites of Tengzhou as Shapefiles under each .prj: those that fit
// are taken, the zone around 120° E is stopped, old datums are refused by name.
func projections(t *testing.T, x *walker) {
	for name, want := range map[string]string{
		"EPSG_4490": "5 read, 5 kept", "EPSG_4527": "5 read, 5 kept", "EPSG_4548": "5 read, 5 kept",
		"EPSG_4528": "--crs EPSG:4527", "EPSG_4549": "EPSG:4548", "EPSG_2437": "1954", "EPSG_4214": "1954", "EPSG_2364": "1980", "EPSG_4610": "1980",
	} {
		t.Run(name, func(t *testing.T) {
			x.t = t
			text, err := os.ReadFile(shared + "crs/prj/" + name + ".prj")
			if err != nil {
				t.Fatal(err)
			}
			// The metres are those of the zone that is right for Tengzhou.
			zone := map[string]string{"EPSG_4527": "EPSG:4527", "EPSG_4528": "EPSG:4527", "EPSG_4548": "EPSG:4548", "EPSG_4549": "EPSG:4548", "EPSG_2437": "EPSG:4548", "EPSG_2364": "EPSG:4527"}[name]
			system := crs.WGS84
			if zone != "" {
				if system, err = crs.Parse(zone); err != nil {
					t.Fatal(err)
				}
			}
			var sites []feature.Feature
			for i := range 5 {
				sites = append(sites, feature.Feature{ID: fmt.Sprint("p", i), Geometry: system.FromWGS84(orb.Point{117.1 + float64(i)/100, 35.05}),
					Props: map[string]any{"name": fmt.Sprint("排污口", i), "class": "outfall"}})
			}
			layers, _, err := shapefile.Layers(feature.Collection{Features: sites}, "GBK")
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			for ending, content := range layers[0].Files {
				if ending == ".prj" {
					content = text
				}
				if err := os.WriteFile(filepath.Join(dir, "点位"+ending), content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			code := exitFailed
			if strings.Contains(want, "kept") {
				code = exitDone
			}
			x.run(code, "import", filepath.Join(dir, "点位.shp"))
			if !strings.Contains(x.words, want) {
				t.Errorf("it does not say %q:\n%s", want, x.words)
			}
			if code == exitDone {
				got := x.collection(x.run(exitDone, "export", "sites"))
				if len(got.Features) != 5 || !slices.ContainsFunc(got.Features, func(f struct {
					ID         string         `json:"id"`
					Properties map[string]any `json:"properties"`
				}) bool {
					return f.Properties["name"] == "排污口4"
				}) {
					t.Errorf("%v", got.Features)
				}
			}
		})
	}
}
