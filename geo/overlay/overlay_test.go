package overlay_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
)

func TestOperations(t *testing.T) {
	m := geotest.Draw(t, `
		A----B----C----D
		|    |    |    |
		|  1 | 2  | 3  |  4
		|    |    |    |
		E----F----G----H`, 100)
	west, east := m.Polygon("ACGE"), m.Polygon("BDHF") // share BCGF, 500 × 400 m
	far := m.Polygon("DH4")
	const share = 500 * 400.0
	for _, tc := range []struct {
		name string
		op   func(a, b orb.Geometry) (orb.Geometry, error)
		a, b orb.Geometry
		kind string  // "": nil
		want float64 // m² or m or points
	}{
		{"areas that overlap", overlay.Intersection, west, east, "MultiPolygon", share},
		{"areas that share an edge", overlay.Intersection, m.Polygon("ABFE"), m.Polygon("BCGF"), "", 0},
		{"areas apart", overlay.Intersection, m.Polygon("ABFE"), far, "", 0},
		{"line and area", overlay.Intersection, m.Line("14"), east, "MultiLineString", 1000},
		{"line along a border", overlay.Intersection, m.Line("BF"), m.Polygon("ABFE"), "MultiLineString", 400},
		{"lines that cross", overlay.Intersection, m.Line("14"), m.Line("BF"), "", 0},
		{"area and line", overlay.Intersection, west, m.Line("14"), "", 0},
		{"point on a border", overlay.Intersection, m['B'], east, "MultiPoint", 1},
		{"some of many points", overlay.Intersection, orb.MultiPoint{m['1'], m['2'], m['3']}, west, "MultiPoint", 2},
		{"point outside", overlay.Intersection, m['4'], west, "", 0},
		{"a box", overlay.Intersection, west, east.Bound(), "MultiPolygon", share},
		{"area without area", overlay.Difference, west, east, "MultiPolygon", share},
		{"area without itself", overlay.Difference, west, west, "", 0},
		{"area without one far away", overlay.Difference, m.Polygon("ABFE"), far, "MultiPolygon", share},
		{"area without a line", overlay.Difference, west, m.Line("14"), "MultiPolygon", 2 * share},
		{"line without area", overlay.Difference, m.Line("14"), east, "MultiLineString", 500},
		{"points without area", overlay.Difference, orb.MultiPoint{m['1'], m['3'], m['4']}, west, "MultiPoint", 2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := tc.op(tc.a, tc.b)
			if err != nil {
				t.Fatal(err)
			}
			if got == nil {
				if tc.kind != "" {
					t.Errorf("nothing, want a %s", tc.kind)
				}
				return
			}
			size := geodesy.Area(got)
			switch got := got.(type) {
			case orb.MultiLineString:
				size = geodesy.Length(got)
			case orb.MultiPoint:
				size = float64(len(got))
			}
			if got.GeoJSONType() != tc.kind || math.Abs(size-tc.want) > 1e-3*tc.want {
				t.Errorf("%s of %v, want %s of %v", got.GeoJSONType(), size, tc.kind, tc.want)
			}
		})
	}
	whole, err := overlay.Union(west, east, far)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := geodesy.Area(whole), 1500*400+0.5*300*400; math.Abs(got-want) > 1e-3*want || len(whole) != 1 {
		t.Errorf("Union has %v m² in %d parts, want %v in one", got, len(whole), want)
	}
	if whole, err := overlay.Union(); whole != nil || err != nil {
		t.Errorf("Union of nothing = %v, %v", whole, err)
	}
}

func TestIntersects(t *testing.T) {
	m := geotest.Draw(t, `
		A----B----C
		|    |    |  1
		D----E----F`, 100)
	for _, tc := range []struct {
		a, b orb.Geometry
		want bool
	}{
		{m.Polygon("ABED"), m.Polygon("BCFE"), true},
		{m.Polygon("ABED"), m.Line("C1F"), false},
		{m['E'], m.Polygon("ABED"), true},
		{m['1'], m.Polygon("ABED"), false},
	} {
		if got, err := overlay.Intersects(tc.a, tc.b); got != tc.want || err != nil {
			t.Errorf("Intersects(%v, %v) = %v, %v, want %v", tc.a, tc.b, got, err, tc.want)
		}
	}
}

func TestBadInput(t *testing.T) {
	m := geotest.Draw(t, `
		A----B
		|    |
		D----E`, 100)
	good, bow := m.Polygon("ABED"), m.Polygon("ABDE")
	nan := orb.Polygon{{{117, 35}, {math.NaN(), 35}, {117.1, 35.1}, {117, 35}}}
	for _, tc := range []struct {
		name string
		run  func() error
		want error
	}{
		{"bow tie first", func() error { _, err := overlay.Intersection(bow, good); return err }, overlay.ErrInvalid},
		{"bow tie second", func() error { _, err := overlay.Difference(good, bow); return err }, overlay.ErrInvalid},
		{"bow tie far away", func() error { _, err := overlay.Difference(good, shifted(bow)); return err }, overlay.ErrInvalid},
		{"not a number", func() error { _, err := overlay.Union(good, nan); return err }, overlay.ErrInvalid},
		{"a line in one place", func() error { _, err := overlay.Intersection(m.Line("AA"), good); return err }, overlay.ErrInvalid},
		{"empty line", func() error { _, err := overlay.Buffer(orb.LineString{}, 5); return err }, overlay.ErrInvalid},
		{"nothing", func() error { _, err := overlay.Intersection(nil, good); return err }, overlay.ErrUnsupported},
		{"a collection", func() error { _, err := overlay.Intersects(orb.Collection{}, good); return err }, overlay.ErrUnsupported},
		{"union of lines", func() error { _, err := overlay.Union(m.Line("AB")); return err }, overlay.ErrUnsupported},
		{"buffer of a bow tie", func() error { _, err := overlay.Buffer(bow, 10); return err }, overlay.ErrInvalid},
	} {
		if err := tc.run(); !errors.Is(err, tc.want) {
			t.Errorf("%s: error %v, want %v", tc.name, err, tc.want)
		}
	}
	if _, err := overlay.Buffer(good, math.NaN()); err == nil {
		t.Error("a buffer of no width passed")
	}
}

func shifted(g orb.Polygon) orb.Polygon {
	far := orb.Clone(g).(orb.Polygon)
	for i := range far[0] {
		far[0][i][0]++
	}
	return far
}

// No place of a buffer's border is farther than its width, or nearer by more than
// the sides of its round corners allow.
func TestBuffer(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 0))
		lat := []float64{35, 0.00001, -60, 70}[seed%4]
		at := func() orb.Point { return orb.Point{117 + rng.Float64()/20, lat + rng.Float64()/20} }
		var g orb.Geometry
		switch seed / 4 % 3 {
		case 0:
			g = at()
		case 1:
			g = orb.LineString{at(), at(), at()}
		case 2:
			g = orb.Polygon{{{117, lat}, {117.02, lat}, {117.01, lat + 0.03}, {117, lat}}}
		}
		width := math.Pow(10, rng.Float64()*3)
		wide, err := overlay.Buffer(g, width)
		if err != nil || len(wide) != 1 {
			t.Fatalf("seed %d: %d parts, %v", seed, len(wide), err)
		}
		for _, p := range wide[0][0] {
			if _, _, m := geodesy.Gap(p, g); m > width*(1+2e-5)+0.02 || m < width*(1-0.0013)-0.02 {
				t.Fatalf("seed %d: %T at %v: border at %v m, want %v", seed, g, lat, m, width)
			}
		}
		if _, point := g.(orb.Point); point {
			if got, want := geodesy.Area(wide), math.Pi*width*width; got > want || got < want*0.998 {
				t.Errorf("seed %d: disc of %v m², want nearly %v", seed, got, want)
			}
		}
	}
	box := orb.Bound{Min: orb.Point{117, 35}, Max: orb.Point{117.01, 35.01}}
	if small, err := overlay.Buffer(box, -1000); small != nil || err != nil {
		t.Errorf("shrunk to nothing: %v, %v", small, err)
	}
	if small, err := overlay.Buffer(box, -100); err != nil || geodesy.Area(small) >= geodesy.Area(box) {
		t.Errorf("not shrunk: %v, %v", small, err)
	}
}

// What a has in common with b and what it has not make up a, and places lie in
// the results as they lie in a and b.
func TestPartsMakeTheWhole(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 0))
		a, b := blob(rng), blob(rng)
		both, err := overlay.Intersection(a, b)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		rest, err := overlay.Difference(a, b)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		whole, err := overlay.Union(a, b)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		area := geodesy.Area(a)
		if got := geodesy.Area(both) + geodesy.Area(rest); math.Abs(got-area) > 1e-9*area {
			t.Fatalf("seed %d: parts have %v m², the whole %v", seed, got, area)
		}
		if got, want := geodesy.Area(whole), geodesy.Area(rest)+geodesy.Area(b); math.Abs(got-want) > 1e-9*want {
			t.Fatalf("seed %d: union has %v m², want %v", seed, got, want)
		}
		for range 50 {
			p := orb.Point{117 + rng.Float64()/5, 35 + rng.Float64()/5}
			inA, inB := predicate.In(p, a) == predicate.Inside, predicate.In(p, b) == predicate.Inside
			for _, is := range []struct {
				g    orb.Geometry
				want bool
			}{{both, inA && inB}, {rest, inA && !inB}, {whole, inA || inB}} {
				if got := predicate.In(p, is.g) == predicate.Inside; got != is.want {
					t.Fatalf("seed %d: %v inside: %v, want %v", seed, p, got, is.want)
				}
			}
		}
	}
}

// blob is a random valid polygon around 117.1, 35.1, sometimes with a hole.
func blob(rng *rand.Rand) orb.Polygon {
	c := orb.Point{117.05 + rng.Float64()/10, 35.05 + rng.Float64()/10}
	ring := func(lo, hi float64, n int) orb.Ring {
		var r orb.Ring
		for i := range n {
			s, cos := math.Sincos(float64(i) / float64(n) * 2 * math.Pi)
			d := lo + rng.Float64()*(hi-lo)
			r = append(r, orb.Point{c[0] + d*cos, c[1] + d*s})
		}
		return append(r, r[0])
	}
	g := orb.Polygon{ring(0.02, 0.06, 5+rng.IntN(40))}
	if rng.IntN(2) == 0 {
		g = append(g, ring(0.002, 0.01, 4+rng.IntN(9)))
	}
	return g
}
