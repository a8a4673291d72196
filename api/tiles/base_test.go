package tiles

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/tiles/pmtiles"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// scratchIn gives files in a folder of the test, and counts them.
func scratchIn(t *testing.T, n *int) func() (Scratch, error) {
	dir := t.TempDir()
	return func() (Scratch, error) {
		*n++
		return os.Create(filepath.Join(dir, fmt.Sprint(*n)))
	}
}

// built makes the base map of an extract.
func built(t *testing.T, extract []byte) (*pmtiles.Reader, *BaseReport, []byte) {
	t.Helper()
	var out bytes.Buffer
	report, err := Base{Name: "村", Scratch: scratchIn(t, new(int))}.Build(t.Context(), bytes.NewReader(extract), int64(len(extract)), &out)
	if err != nil {
		t.Fatal(err)
	}
	a, err := pmtiles.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return a, report, out.Bytes()
}

// The drawn village comes out in the layers of the schema, with names in Chinese, all of it on
// the deepest zoom, and twice the same.
func TestBaseOfVillage(t *testing.T) {
	extract, err := os.ReadFile("../../geo/format/osmpbf/testdata/village.osm.pbf")
	if err != nil {
		t.Fatal(err)
	}
	a, report, archive := built(t, extract)
	if _, _, again := built(t, extract); !bytes.Equal(archive, again) {
		t.Error("a second archive differs")
	}
	if a.MaxZoom != MaxBaseZoom || a.Addressed != report.Tiles || !a.Bound.Contains(orb.Point{117.05, 35.03}) {
		t.Errorf("header %+v", a.Header)
	}
	m, err := a.Metadata()
	if attribution, layers := Told(m); err != nil || attribution != BaseAttribution || !slices.Equal(layers, baseLayers) {
		t.Errorf("metadata %s, %v", m, err)
	}
	seen := map[string]bool{} // what stands on some tile of a zoom
	for number, err := range a.Numbers() {
		if err != nil {
			t.Fatal(err)
		}
		z, x, y := pmtiles.Place(number)
		tile, err := a.Tile(z, x, y)
		if err == nil {
			tile, err = a.Unpack(tile)
		}
		if err != nil {
			t.Fatal(err)
		}
		for layer, features := range decode(t, tile) {
			for _, f := range features {
				seen[fmt.Sprintf("%d %s %v %v %s", z, layer, f.Properties["kind"], f.Properties["kind_detail"], f.Geometry.GeoJSONType())] = true
				if name := f.Properties["name"]; name != nil {
					seen[fmt.Sprintf("%d %s %v %v", z, layer, name, f.Properties["name:zh-Hans"])] = true
				}
			}
		}
	}
	for _, want := range []string{
		"3 earth earth <nil> Polygon", "14 earth earth <nil> Polygon", "14 places locality village Point", "14 places 西村镇 西村镇",
		"8 places locality town Point", "14 boundaries county 6 LineString", "14 water water <nil> Polygon", "14 water 东湖 东湖", "14 landuse wetland <nil> Polygon", "13 roads minor_road service LineString",
	} {
		if !seen[want] {
			t.Errorf("no %q among\n%s", want, strings.Join(slices.Sorted(maps.Keys(seen)), "\n"))
			return
		}
	}
	for _, bad := range []string{"9 places locality village Point", "11 roads minor_road residential LineString"} {
		if seen[bad] {
			t.Errorf("there is %q", bad)
		}
	}
}

// What lies on a tile is what the tiles of a region have of the same shape: those draw it tile by
// tile, these all tiles of a zoom at once.
func TestCutAgreesWithDraw(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 0))
		z := uint8(6 + rng.IntN(6))
		side := (0.2 + 3*rng.Float64()) / float64(uint32(1)<<z)
		at := orb.Point{0.3 + 0.4*rng.Float64(), 0.3 + 0.4*rng.Float64()}
		var line orb.LineString
		for range 3 + rng.IntN(60) {
			line = append(line, lonlat(at[0]+side*rng.Float64(), at[1]+side*rng.Float64()))
		}
		kind, g := feature.Rivers, orb.Geometry(line)
		if seed%2 == 0 { // a star, so that the ring is valid
			kind, g = feature.Lakes, star(rng, at, side)
		}
		set := New(dataset(map[feature.Kind][]feature.Feature{kind: {{ID: "a", Geometry: g, Props: map[string]any{"class": "river"}}}}))
		it, ok := shaped(g)
		if !ok {
			t.Fatal("nothing to draw")
		}
		it.alone()
		pieces := map[address]drawn{}
		if err := it.cut(z, 0, func(p piece) error { pieces[address{z: uint32(z), x: p.x, y: p.y}] = p.drawn; return nil }); err != nil {
			t.Fatal(err)
		}
		if len(pieces) == 0 {
			t.Fatalf("seed %d: no pieces", seed)
		}
		n := float64(uint32(1) << z)
		for x := uint32((at[0]-side)*n) - 1; x <= uint32((at[0]+side)*n)+1; x++ {
			for y := uint32((at[1]-side)*n) - 1; y <= uint32((at[1]+side)*n)+1; y++ {
				want := tileOf(t, set, uint32(z), x, y)[string(kind)]
				p, drawn := pieces[address{z: uint32(z), x: x, y: y}]
				if drawn != (len(want) == 1) {
					t.Fatalf("seed %d, %d/%d/%d: drawn %t, want %d", seed, z, x, y, drawn, len(want))
				}
				if !drawn {
					continue
				}
				s := newSheet()
				s.add(p)
				got := decode(t, s.appendLayer(nil, "x"))["x"][0].Geometry
				if a, b := corners(got), corners(want[0].Geometry); !maps.Equal(a, b) {
					t.Fatalf("seed %d, %d/%d/%d: %v, want %v", seed, z, x, y, got, want[0].Geometry)
				}
			}
		}
	}
}

// star is an area around a place.
func star(rng *rand.Rand, at orb.Point, side float64) orb.Polygon {
	var r orb.Ring
	for i := range 40 {
		far := side * (0.3 + 0.2*rng.Float64())
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 40)
		r = append(r, lonlat(at[0]+far*cos, at[1]+far*sin))
	}
	return orb.Polygon{append(r, r[0])}
}

// corners are the corners of a geometry within the tile itself; those that clipping makes at the
// rim of the buffer hang on the order of the cuts.
func corners(g orb.Geometry) map[orb.Point]bool {
	all := map[orb.Point]bool{}
	var add func(orb.Geometry)
	add = func(g orb.Geometry) {
		switch g := g.(type) {
		case orb.LineString:
			for _, p := range g {
				if p[0] > -buffer && p[0] < extent+buffer && p[1] > -buffer && p[1] < extent+buffer {
					all[p] = true
				}
			}
		case orb.MultiLineString:
			for _, l := range g {
				add(l)
			}
		case orb.Polygon:
			for _, r := range g {
				add(orb.LineString(r))
			}
		case orb.MultiPolygon:
			for _, p := range g {
				add(p)
			}
		}
	}
	add(g)
	return all
}

// Sorting through files gives the order of sorting in memory.
func TestSorter(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 0))
	type row struct {
		at sorted
		id uint64
	}
	var rows []row
	for i := range 3000 {
		rows = append(rows, row{sorted{number: rng.Uint64N(20), layer: uint8(rng.IntN(3)), rank: int32(rng.IntN(5) - 2)}, uint64(i + 1)})
	}
	files := 0
	s := &sorter{scratch: scratchIn(t, &files), most: 20_000}
	for _, r := range rows {
		if err := s.put(r.at.number, r.at.layer, r.at.rank, drawn{id: r.id, kind: 2, shape: []byte{byte(r.id)}, props: appendProp(nil, "n", int(r.id))}); err != nil {
			t.Fatal(err)
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int { return a.at.compare(b.at) })
	i := 0
	err := s.each(func(at sorted, d drawn) error {
		if at.compare(rows[i].at) != 0 || d.id != rows[i].id || d.kind != 2 || d.shape[0] != byte(d.id) || !bytes.Equal(d.props, appendProp(nil, "n", int(d.id))) {
			t.Fatalf("row %d: %+v %+v, want %+v", i, at, d, rows[i])
		}
		i++
		return nil
	})
	if err != nil || i != len(rows) || files < 3 {
		t.Errorf("%d rows, %d files, %v", i, files, err)
	}
	if err := s.close(); err != nil {
		t.Error(err)
	}
}

// What tags mean, as the schema has it.
func TestBaseTags(t *testing.T) {
	tags := func(s string) tagsOf {
		m := tagsOf{}
		for _, kv := range strings.Fields(s) {
			k, v, _ := strings.Cut(kv, "=")
			m[k] = v
		}
		return m
	}
	say := func(all []tagged) string {
		var said []string
		for _, x := range all {
			s := fmt.Sprintf("%s %v z%d", baseLayers[x.layer], x.props["kind"], x.zoom)
			for _, flag := range []string{"kind_detail", "is_link", "is_bridge", "is_tunnel", "oneway", "shield_text", "height", "population_rank"} {
				if v, ok := x.props[flag]; ok {
					s += fmt.Sprintf(" %s=%v", flag, v)
				}
			}
			said = append(said, s)
		}
		return strings.Join(said, "; ")
	}
	for _, tc := range []struct {
		of       func(tagsOf) []tagged
		in, want string
	}{
		{lineOf, "highway=motorway_link bridge=yes ref=G3;S1 oneway=yes", "roads highway z7 kind_detail=motorway is_link=true is_bridge=true oneway=yes shield_text=G3"},
		{lineOf, "highway=residential tunnel=yes", "roads minor_road z12 kind_detail=residential is_tunnel=true"},
		{lineOf, "highway=proposed", ""},
		{lineOf, "highway=pedestrian area=yes", ""},
		{areaOf, "highway=pedestrian area=yes", "landuse pedestrian z7"},
		{lineOf, "railway=rail service=yard", "roads rail z13 kind_detail=rail"},
		{lineOf, "waterway=ditch", "water ditch z13"},
		{lineOf, "natural=coastline name=x", "water coastline z0"},
		{lineOf, "boundary=administrative admin_level=6", "boundaries county z8 kind_detail=6"},
		{lineOf, "boundary=administrative admin_level=x", ""},
		{areaOf, "natural=water water=reservoir", "water lake z0 kind_detail=reservoir"},
		{areaOf, "waterway=river", ""},
		{areaOf, "natural=wetland wetland=reedbed", "landuse wetland z7 kind_detail=reedbed"},
		{areaOf, "landuse=forest", "landuse forest z7; landcover forest z0"},
		{areaOf, "building=yes building:levels=4", "buildings building z13 height=12"},
		{areaOf, "building=no", ""},
		{areaOf, "leisure=park name=公园", "landuse park z7; pois park z14"},
		{pointOf, "place=town name=镇 population=12,000", "places locality z8 kind_detail=town population_rank=5"},
		{pointOf, "place=town", ""},
		{pointOf, "amenity=townhall name=镇政府", "pois townhall z14"},
	} {
		if got := say(tc.of(tags(tc.in))); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.in, got, tc.want)
		}
	}
	for _, tc := range []struct{ in, want string }{
		{"name=滕州", "map[name:滕州 name:zh-Hans:滕州 script:Han]"},
		{"name=Dover name:zh=多佛", "map[name:Dover name:zh-Hans:多佛]"},
		{"name=東京 name:ja=東京 name:en=Tokyo", "map[name:東京 name:en:Tokyo script:Han]"},
		{"name=とうきょう駅", "map[name:とうきょう駅 script:Hiragana]"},
		{"name:zh=滕州", "map[name:滕州 name:zh-Hans:滕州 script:Han]"},
		{"ref=1", "map[]"},
	} {
		if got := fmt.Sprint(namesOf(tags(tc.in))); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.in, got, tc.want)
		}
	}
}

// A file that is no extract is told of as an import tells, and nothing is written.
func TestBaseOfNothing(t *testing.T) {
	var out bytes.Buffer
	_, err := Base{Scratch: scratchIn(t, new(int))}.Build(t.Context(), strings.NewReader("no extract"), 10, &out)
	var told *finding.Finding
	if !errors.As(err, &told) || out.Len() > 0 {
		t.Errorf("%v, %d bytes", err, out.Len())
	}
}
