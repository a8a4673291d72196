package coverage_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"xunhu/geo/coverage"
	"xunhu/geo/geodesy"
	"xunhu/geo/valid"
)

// shared is where real data may lie, beside the repository; tests skip without.
var shared = filepath.Join("..", "..", "..", "shared", "data")

// cellsOf reads areas from GeoJSON files and mends those that need it.
func cellsOf(t testing.TB, names ...string) []coverage.Cell {
	t.Helper()
	var cells []coverage.Cell
	for _, name := range names {
		b, err := os.ReadFile(filepath.Join(shared, name))
		if os.IsNotExist(err) {
			t.Skipf("no %s", name)
		}
		if err != nil {
			t.Fatal(err)
		}
		features, err := geojson.UnmarshalFeatureCollection(b)
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range features.Features {
			area := f.Geometry
			if fault := valid.Check(area); fault != nil {
				mended, _, err := valid.Mend(area)
				if err != nil {
					t.Fatalf("%s, feature %d: %v", name, i, err)
				}
				area = mended
			}
			cells = append(cells, coverage.Cell{Name: fmt.Sprintf("%04d", len(cells)), Area: area})
		}
	}
	return cells
}

// On real towns, Locate and Touching agree with looking at all of them, also on
// their very vertices; random lines and areas add up.
func TestRealTowns(t *testing.T) {
	for _, name := range []string{"towns/南浔区-乡镇.json", "scale/communes-bretagne.geojson"} {
		t.Run(strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)), func(t *testing.T) {
			cells := cellsOf(t, name)
			c, err := coverage.New(cells...)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d cells", len(cells))
			all := orb.Bound{Min: orb.Point{180, 90}, Max: orb.Point{-180, -90}}
			for _, cl := range cells {
				all = all.Union(cl.Area.Bound())
			}
			rng := rand.New(rand.NewPCG(1, 0))
			place := func() orb.Point {
				return orb.Point{all.Min[0] + rng.Float64()*(all.Max[0]-all.Min[0]), all.Min[1] + rng.Float64()*(all.Max[1]-all.Min[1])}
			}
			vertices := verticesOf(cells)
			for i := range 400 {
				p := place()
				if i%2 == 0 {
					p = vertices[rng.IntN(len(vertices))]
				}
				checkPlace(t, c, cells, p)
			}
			for i := range 40 {
				a, b := place(), place()
				b = orb.Point{a[0] + (b[0]-a[0])/5, a[1] + (b[1]-a[1])/5}
				checkSplit(t, fmt.Sprintf("line %d", i), c, orb.LineString{a, b})
				checkSplit(t, fmt.Sprintf("area %d", i), c, orb.Bound{Min: a, Max: a}.Extend(b).ToPolygon())
			}
			outer := c.OuterBorder(geodesy.Prepare(all.Center()))
			if math.IsInf(outer.DistanceM, 1) || outer.Name == "" {
				t.Errorf("no outer border: %v", outer)
			}
		})
	}
}

func verticesOf(cells []coverage.Cell) []orb.Point {
	var all []orb.Point
	for _, cl := range cells {
		switch g := cl.Area.(type) {
		case orb.Polygon:
			for _, r := range g {
				all = append(all, r...)
			}
		case orb.MultiPolygon:
			for _, p := range g {
				for _, r := range p {
					all = append(all, r...)
				}
			}
		}
	}
	return all
}

func TestFindingsOfRealTowns(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	c, err := coverage.New(cellsOf(t, "towns/南浔区-乡镇.json")...)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Findings() {
		t.Log(f, *f.At)
		if f.Code == "coverage.not_compared" || f.Code == "coverage.not_joined" {
			t.Error(f)
		}
	}
}
