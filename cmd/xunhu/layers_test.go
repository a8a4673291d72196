package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors lists the packages in the order in which they stand, ground first: each
// may import only what stands before it. A package that is missing here fails,
// and so does one that is listed and does not exist.
var floors = []string{
	"geo/finding", "geo/flat", "geo/decimal", "geo/feature", "geo/highway", "geo/predicate", "geo/geodesy", "geo/crs", "geo/overlay", "geo/valid", "geo/coverage", "geo/hydro",
	"geo/format/formattest", "geo/format/archive", "geo/format/markup", "geo/format/geojson", "geo/format/shapefile", "geo/format/table", "geo/format/osmpbf",
	"geo/format/kml", "geo/format/gpx", "geo/format/gpkg", "geo/format",
	"geo/law", "geo/atlas", "geo/edition", "geo/intake", "geo/jurisdiction", "geo/demo", "geo/geotest",

	"routing/graph", "routing/graph/graphtest", "routing/dijkstra", "routing/order", "routing/cch", "routing/isochrone", "routing/road", "routing/water",
	"routing/risk", "routing/crew", "routing/roster", "routing/trip", "routing/track", "routing/track/tracktest", "routing/matrix",
	"routing/tour", "routing/tour/vrplib", "routing/tour/tourtest", "routing/tour/genetic", "routing/tour/search", "routing/patrol",

	"api/words", "api/dispatch", "api/people", "api/joint", "api/papers", "api/filter", "api/store", "api/store/row", "api/store/qgis", "api/wire", "api/store/storetest", "api/store/sqlite", "api/store/postgis/pgtest", "api/store/postgis", "api/store/storetest/either", "api/jobs", "api/tiles/pmtiles", "api/tiles", "api/live", "api/figures",
	"api/tickets", "api/audit", "api/problem", "api/auth", "api/ogc/cql2", "api/ogc", "api/ops", "api/server",

	"web", "cmd/xunhu",
}

// An import may only go down. Tests are free, so that a package can be tried on
// the demonstration region.
func TestImportsGoDown(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != root && (d.Name() == "node_modules" || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
			return fs.SkipDir
		}
		if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil && path != root {
			return fs.SkipDir // a module of its own, which looks at this one from outside
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		from := filepath.ToSlash(rel)
		seen[from] = true
		level := slices.Index(floors, from)
		if level < 0 {
			t.Errorf("%s stands on no floor: give it its place", from)
			return nil
		}
		for _, to := range imports(t, path) {
			if up := slices.Index(floors, to); up >= level || up < 0 {
				t.Errorf("%s imports %s, which does not stand below it", from, to)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range floors {
		if !seen[p] {
			t.Errorf("%s is on the list and does not exist", p)
		}
	}
}

// imports gives the packages of this module that a file imports.
func imports(t *testing.T, path string) []string {
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var own []string
	for _, spec := range file.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		if rest, ok := strings.CutPrefix(name, "xunhu/"); ok {
			own = append(own, rest)
		}
	}
	return own
}
