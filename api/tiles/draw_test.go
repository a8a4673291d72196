package tiles

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/predicate"
)

// decode opens a tile by layer; the layers' versions and extents are checked.
func decode(t testing.TB, tile []byte) map[string][]*geojson.Feature {
	t.Helper()
	layers, err := mvt.Unmarshal(tile)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]*geojson.Feature{}
	for _, l := range layers {
		if l.Version != 2 || l.Extent != extent || len(l.Features) == 0 {
			t.Errorf("layer %s: version %d, extent %d, %d features", l.Name, l.Version, l.Extent, len(l.Features))
		}
		all[l.Name] = l.Features
	}
	return all
}

func tileOf(t testing.TB, s *Set, z, x, y uint32) map[string][]*geojson.Feature {
	t.Helper()
	b, err := s.Tile(z, x, y)
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, b)
}

// lonlat is the place on the ellipsoid of a point of the unit square.
func lonlat(x, y float64) orb.Point {
	return orb.Point{(x - 0.5) * 360, math.Atan(math.Sinh((0.5-y)*2*math.Pi)) * 180 / math.Pi}
}

func dataset(collections map[feature.Kind][]feature.Feature) atlas.Dataset {
	d := atlas.Dataset{Collections: map[feature.Kind]feature.Collection{}}
	for k, fs := range collections {
		s, _ := feature.SchemaOf(k)
		d.Collections[k] = feature.Collection{Schema: s, Features: fs}
	}
	return d
}

func named(id string, g orb.Geometry, props ...string) feature.Feature {
	f := feature.Feature{ID: id, Geometry: g, Props: map[string]any{"name": "名" + id}}
	for i := 0; i+1 < len(props); i += 2 {
		f.Props[props[i]] = props[i+1]
	}
	return f
}

// A square over the middle half of tile 1/1/0 comes out at the grid points that one
// can work out by hand, and its name once.
func TestTileByHand(t *testing.T) {
	square := orb.Polygon{{lonlat(0.625, 0.125), lonlat(0.875, 0.125), lonlat(0.875, 0.375), lonlat(0.625, 0.375), lonlat(0.625, 0.125)}}
	s := New(dataset(map[feature.Kind][]feature.Feature{
		feature.Lakes: {named("微山湖", square, "name_en", "Weishan Lake", "source", "left out")},
		feature.Sites: {{ID: "no place"}},
	}))
	got := tileOf(t, s, 1, 1, 0)
	if len(got) != 2 || len(got["lakes"]) != 1 || len(got[labelLayer]) != 1 {
		t.Fatalf("layers %v", slices.Sorted(maps.Keys(got)))
	}
	lake, label := got["lakes"][0], got[labelLayer][0]
	if want := "[[[1024 1024] [3072 1024] [3072 3072] [1024 3072] [1024 1024]]]"; fmt.Sprint(lake.Geometry) != want {
		t.Errorf("lake at %v, want %s", lake.Geometry, want)
	}
	if want := "map[id:微山湖 name:名微山湖 name_en:Weishan Lake]"; fmt.Sprint(map[string]any(lake.Properties)) != want {
		t.Errorf("lake with %v, want %s", lake.Properties, want)
	}
	if lake.ID != 1.0 {
		t.Errorf("lake has number %v, want 1", lake.ID)
	}
	if label.Geometry != (orb.Point{2048, 2048}) || label.Properties["kind"] != "lakes" || label.Properties["name_en"] != "Weishan Lake" {
		t.Errorf("label %v %v", label.Geometry, label.Properties)
	}
	if b, err := s.Tile(1, 0, 1); b != nil || err != nil {
		t.Errorf("an empty tile is %v, %v; want nil", b, err)
	}
	for _, a := range []address{{17, 0, 0}, {1, 2, 0}, {1, 0, 2}, {math.MaxUint32, 0, 0}} {
		if _, err := s.Tile(a.z, a.x, a.y); !errors.Is(err, ErrNoTile) {
			t.Errorf("tile %v: %v, want ErrNoTile", a, err)
		}
	}
}

// patchwork makes n×n towns that tile a square around the middle of the unit
// square, with crooked borders of k vertices that neighbours share.
func patchwork(rng *rand.Rand, n, k int, side float64) []feature.Feature {
	grid := map[[2]int]orb.Point{}
	for i := range n + 1 {
		for j := range n + 1 {
			wobble := func() float64 { return (rng.Float64() - 0.5) * 0.5 }
			grid[[2]int{i, j}] = orb.Point{(float64(i) + wobble()) / float64(n), (float64(j) + wobble()) / float64(n)}
		}
	}
	borders := map[[4]int]orb.LineString{}
	border := func(a, b [2]int) orb.LineString {
		back := b[0] < a[0] || b[1] < a[1]
		if back {
			a, b = b, a
		}
		key := [4]int{a[0], a[1], b[0], b[1]}
		l, ok := borders[key]
		if !ok {
			p, q := grid[a], grid[b]
			for i := range k + 1 {
				f := float64(i) / float64(k)
				off := 0.0
				if i > 0 && i < k {
					off = (rng.Float64() - 0.5) * 0.15
				}
				x := p[0] + (q[0]-p[0])*f - (q[1]-p[1])*off
				y := p[1] + (q[1]-p[1])*f + (q[0]-p[0])*off
				l = append(l, lonlat(0.5+(x-0.5)*side, 0.5+(y-0.5)*side))
			}
			borders[key] = l
		}
		if back {
			l = slices.Clone(l)
			slices.Reverse(l)
		}
		return l[:len(l)-1]
	}
	var towns []feature.Feature
	for i := range n {
		for j := range n {
			ring := orb.Ring(slices.Concat(
				border([2]int{i, j}, [2]int{i, j + 1}), border([2]int{i, j + 1}, [2]int{i + 1, j + 1}),
				border([2]int{i + 1, j + 1}, [2]int{i + 1, j}), border([2]int{i + 1, j}, [2]int{i, j})))
			turn := rng.IntN(len(ring)) // no two rings begin alike
			ring = slices.Concat(ring[turn:], ring[:turn])
			if rng.IntN(2) == 0 {
				slices.Reverse(ring)
			}
			towns = append(towns, named(fmt.Sprint(i, "-", j), orb.MultiPolygon{{append(ring, ring[0])}}))
		}
	}
	return towns
}

// No gap and no overlap opens at a shared border: within a tile that the towns
// cover, each edge is drawn by both sides.
func TestSharedBordersAgree(t *testing.T) {
	thinned := false
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 0))
		for _, z := range []uint32{3, 5, 6, 8, 14} {
			side := 6 / float64(uint32(1)<<z) // the towns cover the four tiles in the middle
			s := New(dataset(map[feature.Kind][]feature.Feature{feature.Towns: patchwork(rng, 9, 60, side)}))
			for _, at := range [][2]uint32{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
				x, y := uint32(1)<<(z-1)-at[0], uint32(1)<<(z-1)-at[1]
				drawn, vertices := tileOf(t, s, z, x, y)["towns"], 0
				for _, f := range drawn {
					for _, r := range ringsOf(f.Geometry) {
						vertices += len(r)
					}
				}
				thinned = thinned || z < 14 && vertices < 2000
				if e, times := odd(drawn); times != 0 {
					t.Fatalf("seed %d, tile %d/%d/%d: the edge %v is drawn %d times", seed, z, x, y, e, times)
				}
			}
		}
	}
	if !thinned {
		t.Error("nothing was simplified, so nothing was tested")
	}
}

// The same holds between layers: a lake that ends at a town's border keeps the
// vertices that the town keeps.
func TestSharedBordersAgreeAcrossLayers(t *testing.T) {
	for seed := range uint64(10) {
		rng := rand.New(rand.NewPCG(seed, 5))
		parts := map[feature.Kind][]feature.Feature{}
		for _, f := range patchwork(rng, 9, 60, 6.0/512) {
			k := []feature.Kind{feature.Towns, feature.Lakes, feature.Wetlands}[rng.IntN(3)]
			parts[k] = append(parts[k], f)
		}
		got := tileOf(t, New(dataset(parts)), 9, 255, 255)
		if e, times := odd(slices.Concat(got["towns"], got["lakes"], got["wetlands"])); times != 0 {
			t.Fatalf("seed %d: the edge %v is drawn %d times", seed, e, times)
		}
	}
}

// odd finds an edge within the tile that is not drawn by both of its sides.
func odd(fs []*geojson.Feature) (edge [2]orb.Point, times int) {
	edges := map[[2]orb.Point]int{}
	for _, f := range fs {
		for _, r := range ringsOf(f.Geometry) {
			for i := 1; i < len(r); i++ {
				a, b := r[i-1], r[i]
				if before(b, a) {
					a, b = b, a
				}
				edges[[2]orb.Point{a, b}]++
			}
		}
	}
	for e, n := range edges {
		if within(e[0]) && within(e[1]) && n%2 != 0 {
			return e, n
		}
	}
	return edge, 0
}

func within(p orb.Point) bool {
	return p[0] > 0 && p[0] < extent && p[1] > 0 && p[1] < extent
}

func ringsOf(g orb.Geometry) []orb.Ring {
	switch g := g.(type) {
	case orb.Polygon:
		return g
	case orb.MultiPolygon:
		var all []orb.Ring
		for _, p := range g {
			all = append(all, p...)
		}
		return all
	}
	return nil
}

// What a tile shows at a place is what lies there, a few grid units about borders aside.
func TestTileShowsWhatLiesThere(t *testing.T) {
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 3))
		towns := patchwork(rng, 4, 12, 0.01)
		// A hole with a town of its own in it.
		hole := orb.Ring{}
		for k := range 9 {
			sin, cos := math.Sincos(2 * math.Pi * float64(k%8) / 8)
			c := mercator(towns[5].Geometry.Bound().Center())
			hole = append(hole, lonlat(c[0]+1e-4*cos, c[1]+1e-4*sin))
		}
		towns[5].Geometry = orb.MultiPolygon{{towns[5].Geometry.(orb.MultiPolygon)[0][0], hole}}
		towns = append(towns, named("island", orb.MultiPolygon{{hole}}))
		s := New(dataset(map[feature.Kind][]feature.Feature{feature.Towns: towns}))
		asked := 0
		for _, z := range []uint32{6, 8, 10, 12} {
			n := float64(uint32(1) << z)
			for range 40 {
				m := orb.Point{0.5 + (rng.Float64()-0.5)*0.011, 0.5 + (rng.Float64()-0.5)*0.011}
				x, y := uint32(m[0]*n), uint32(m[1]*n)
				p := orb.Point{(m[0]*n - float64(x)) * extent, (m[1]*n - float64(y)) * extent}
				var drawn, want []string
				nearBorder := false
				for _, f := range tileOf(t, s, z, x, y)["towns"] {
					if predicate.In(p, f.Geometry) != predicate.Outside {
						drawn = append(drawn, f.Properties["id"].(string))
					}
					for _, r := range ringsOf(f.Geometry) {
						for i := 1; i < len(r); i++ {
							nearBorder = nearBorder || fromSegment2(p, r[i-1], r[i]) < 36
						}
					}
					if r := ringsOf(f.Geometry); signed(orb.LineString(r[0])) <= 0 {
						t.Fatalf("seed %d: a shell runs the wrong way", seed)
					}
				}
				if nearBorder {
					continue
				}
				asked++
				for _, f := range towns {
					if predicate.In(lonlat(m[0], m[1]), f.Geometry) != predicate.Outside {
						want = append(want, f.ID)
					}
				}
				if !slices.Equal(drawn, want) {
					t.Fatalf("seed %d: %v on %d/%d/%d shows %v, there lies %v", seed, p, z, x, y, drawn, want)
				}
			}
		}
		if asked < 40 {
			t.Fatalf("seed %d: only %d places asked", seed, asked)
		}
	}
}

// However tiles cut an area, its label and each point stand on one tile alone.
func TestLabelsAndPointsOnce(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 0))
	towns := patchwork(rng, 5, 10, 0.02)
	points := []feature.Feature{named("corner", lonlat(0.5, 0.5), "class", "STATION")} // where four tiles meet at every zoom
	for i := range 30 {
		points = append(points, named(fmt.Sprint(i), lonlat(0.5+rng.Float64()*0.01, 0.5+rng.Float64()*0.01), "class", "STATION"))
	}
	s := New(dataset(map[feature.Kind][]feature.Feature{feature.Towns: towns, feature.Units: points}))
	for _, z := range []uint32{8, 10, 12} {
		n, count := float64(uint32(1)<<z), map[string]int{}
		for x := uint32(0.485 * n); x <= uint32(0.515*n); x++ {
			for y := uint32(0.485 * n); y <= uint32(0.515*n); y++ {
				got := tileOf(t, s, z, x, y)
				for _, f := range slices.Concat(got[labelLayer], got["units"]) {
					count[f.Properties["id"].(string)]++
				}
			}
		}
		if len(count) != len(towns)+len(points) {
			t.Errorf("zoom %d: %d names of %d", z, len(count), len(towns)+len(points))
		}
		for id, times := range count {
			if times != 1 {
				t.Errorf("zoom %d: %s stands %d times", z, id, times)
			}
		}
	}
}

func TestRoadsByZoom(t *testing.T) {
	line := orb.LineString{lonlat(0.5001, 0.5001), lonlat(0.5002, 0.5002)}
	var all []feature.Feature
	for _, class := range []string{"motorway", "primary", "secondary", "tertiary", "residential", "track"} {
		all = append(all, named(class, line, "class", class))
	}
	s := New(dataset(map[feature.Kind][]feature.Feature{feature.Roads: all}))
	for z, want := range map[uint32]string{4: "", 6: "motorway", 8: "motorway primary", 9: "motorway primary secondary",
		11: "motorway primary secondary tertiary", 12: "motorway primary secondary tertiary residential",
		13: "motorway primary secondary tertiary residential track"} {
		var got []string
		x := uint32(0.50015 * float64(uint32(1)<<z))
		for _, f := range tileOf(t, s, z, x, x)["roads"] {
			got = append(got, f.Properties["class"].(string))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("zoom %d: %v, want %s", z, got, want)
		}
	}
}

// The same data give the same bytes, from the pen and from the cache.
func TestTileIsStable(t *testing.T) {
	make := func() *Set {
		return New(dataset(map[feature.Kind][]feature.Feature{feature.Towns: patchwork(rand.New(rand.NewPCG(5, 0)), 5, 10, 0.02)}))
	}
	s := make()
	first, err := s.Tile(8, 127, 127)
	if err != nil || len(first) == 0 {
		t.Fatal(len(first), err)
	}
	for _, other := range []*Set{s, make()} {
		if again, err := other.Tile(8, 127, 127); err != nil || !bytes.Equal(first, again) {
			t.Errorf("%d bytes, then %d, %v", len(first), len(again), err)
		}
	}
}

func TestCache(t *testing.T) {
	c := newCache(3 * (100 + overhead))
	for x := range uint32(3) {
		c.put(address{1, x, 0}, make([]byte, 100))
	}
	c.get(address{1, 0, 0}) // used: the next to go is 1
	c.put(address{1, 3, 0}, make([]byte, 100))
	c.put(address{1, 3, 0}, make([]byte, 100))
	for x, want := range []bool{true, false, true, true} {
		if _, ok := c.get(address{1, uint32(x), 0}); ok != want {
			t.Errorf("tile %d is kept: %v, want %v", x, ok, want)
		}
	}
	if c.bytes != c.most {
		t.Errorf("%d bytes counted, want %d", c.bytes, c.most)
	}
	c.put(address{1, 4, 0}, make([]byte, 5000)) // larger than all
	if c.bytes != 0 || c.order.Len() != 0 || len(c.at) != 0 {
		t.Errorf("%d bytes, %d and %d tiles are left", c.bytes, c.order.Len(), len(c.at))
	}
}
