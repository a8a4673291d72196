package tiles

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/store/row"
	"xunhu/geo/feature"
)

// scattered are points and short lines over two tiles of zoom 8.
func scattered(rng *rand.Rand, n int) (points, lines []feature.Feature) {
	for i := range n {
		at := orb.Point{0.5 + rng.Float64()/128, 0.5 + rng.Float64()/128}
		f := feature.Feature{ID: fmt.Sprint(i), Geometry: lonlat(at[0], at[1]), Props: map[string]any{"name": fmt.Sprint("点", i%500), "class": "outfall"}}
		points = append(points, f)
		line := orb.LineString{lonlat(at[0], at[1])}
		for range 4 {
			at[0], at[1] = at[0]+rng.Float64()/1e5, at[1]+rng.Float64()/1e5
			line = append(line, lonlat(at[0], at[1]))
		}
		f.Geometry, f.Props = line, map[string]any{"name": fmt.Sprint("路", i%500), "class": "primary"}
		lines = append(lines, f)
	}
	return points, lines
}

// A collection's tile shows every point near by, one a pixel from afar, and nothing of others.
func TestTileOf(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 0))
	points, lines := scattered(rng, 500)
	s := New(dataset(map[feature.Kind][]feature.Feature{feature.Sites: points, feature.Roads: lines}))
	for _, z := range []uint32{6, 8, 11, closeUp, 14} {
		seen, cells := map[string]bool{}, map[string]bool{}
		first, last := uint32(1)<<z/2, (uint32(1)<<z/2)+(uint32(1)<<z)/128
		for x := first; x <= last; x++ {
			for y := first; y <= last; y++ {
				tile, err := s.TileOf(feature.Sites, z, x, y)
				if err != nil {
					t.Fatal(err)
				}
				layers := decode(t, tile)
				if len(layers) > 1 || len(layers) == 1 && layers["sites"] == nil {
					t.Fatalf("layers %v", layers)
				}
				for _, f := range layers["sites"] {
					seen[f.Properties["id"].(string)] = true
				}
			}
		}
		for _, f := range points { // a cell of 512 to the side of a tile
			m := mercator(f.Geometry.(orb.Point))
			n := float64(uint32(1)<<z) * 512
			cells[fmt.Sprint(int(m[0]*n), int(m[1]*n))] = true
		}
		want := len(cells)
		if z >= closeUp {
			want = len(points)
		}
		if len(seen) != want {
			t.Errorf("zoom %d: %d points, want %d", z, len(seen), want)
		}
	}
	if tile, err := s.TileOf(feature.Roads, 5, 16, 16); err != nil || tile != nil {
		t.Errorf("roads from afar: %d bytes, %v", len(tile), err)
	}
	if tile, err := s.TileOf(feature.Incidents, 5, 16, 16); err != nil || tile != nil {
		t.Errorf("what is not held: %d bytes, %v", len(tile), err)
	}
}

// drawAll draws features as a store hands them over.
func drawAll(t testing.TB, schema feature.Schema, features []feature.Feature, hide []string, z, x, y uint32) []byte {
	t.Helper()
	d, err := Begin(schema, hide, z, x, y)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range features {
		r, err := row.Made(schema, f)
		if err == nil {
			err = d.Row(r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return d.Tile()
}

// What changes under the reader is drawn with its properties, but not those that are hidden.
func TestDraw(t *testing.T) {
	schema, _ := feature.SchemaOf(feature.Closures)
	f := []feature.Feature{
		{ID: "C1", Geometry: lonlat(0.6, 0.4), Props: map[string]any{"reason": "水淹", "person": "li", "revision": int64(2), "speed": 0.5, "profiles": []any{"car"}}},
		{ID: "C2", Geometry: orb.LineString{lonlat(0.6, 0.4), lonlat(0.7, 0.3)}},
		{ID: "elsewhere", Geometry: lonlat(0.1, 0.1)},
		{ID: "nowhere"},
	}
	tile := drawAll(t, schema, f, []string{"person"}, 1, 1, 0)
	got := decode(t, tile)["closures"]
	if len(got) != 2 || fmt.Sprint(map[string]any(got[0].Properties)) != "map[id:C1 reason:水淹 revision:2 speed:0.5]" || got[1].Properties["id"] != "C2" {
		t.Errorf("%v", got)
	}
	for _, z := range []uint32{0, 3, 9} {
		for _, p := range []orb.Point{lonlat(0.6, 0.4), {-180, 85}, {180, -85}, {0, 89}, {10, -89}} {
			m := mercator(p)
			n := float64(uint32(1) << z)
			x, y := min(uint32(m[0]*n), uint32(n)-1), min(uint32(m[1]*n), uint32(n)-1)
			if b, err := Around(z, x, y); err != nil || !b.Contains(p) {
				t.Errorf("zoom %d: %v is not in %v, %v", z, p, b, err)
			}
		}
	}
	if _, err := Begin(schema, nil, 1, 2, 0); err == nil {
		t.Error("a tile beyond the pyramid")
	}
}

// The collections "scattered-100000": so many points, and as many lines of five corners, over two tiles.
func BenchmarkTileOf100000(b *testing.B) {
	points, lines := scattered(rand.New(rand.NewPCG(1, 0)), 100_000)
	d := dataset(map[feature.Kind][]feature.Feature{feature.Sites: points, feature.Roads: lines})
	s := New(d)
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			New(d)
		}
	})
	for _, kind := range []feature.Kind{feature.Sites, feature.Roads} {
		b.Run(string(kind), func(b *testing.B) {
			b.ReportAllocs()
			size := 0
			for b.Loop() {
				size = len(s.draw(address{8, 128, 128}, string(kind)))
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
	schema, _ := feature.SchemaOf(feature.Sites)
	b.Run("not held", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			drawAll(b, schema, points, nil, 8, 128, 128)
		}
	})
}
