package valid_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/peterstace/simplefeatures/geom"

	"xunhu/geo/finding"
	"xunhu/geo/geotest"
	"xunhu/geo/predicate"
	"xunhu/geo/valid"
)

func TestCheck(t *testing.T) {
	m := geotest.Draw(t, `
		A---------B---------C
		|    e-f  |         |
		|    | |  |    1--2 |
		D    h-g  E    |  | F
		|         |    4--3 |
		|         |         |
		G---------H---------I`, 100)
	land := m.Polygon("ACIG")
	with := func(holes ...string) orb.Polygon { return m.Polygon("ACIG", holes...) }
	for _, tc := range []struct {
		name string
		g    orb.Geometry
		want string
		at   rune // 0: nowhere certain
	}{
		{"an area", land, "", 0},
		{"the other way round", m.Polygon("GICA"), "", 0},
		{"with holes", with("efgh", "1234"), "", 0},
		{"hole touching in one point", with("B12"), "", 0},
		{"hole touching at an edge's inside", with("Defh"), "", 0},
		{"parts touching in a point", orb.MultiPolygon{m.Polygon("ABED"), m.Polygon("EFIH")}, "", 0},
		{"a part within a hole", orb.MultiPolygon{with("1234"), m.Polygon("123")}, "valid.rings_cross", 0},
		{"a part in a hole, touching in a point", orb.MultiPolygon{with("BFHD"), m.Polygon("efg")}, "valid.rings_cross", 0},
		{"repeated points", m.Polygon("AACCIIGG"), "", 0},
		{"a point", m['A'], "", 0},
		{"a line crossing itself", m.Line("AIGC"), "", 0},
		{"a box", land.Bound(), "", 0},

		{"nothing", nil, "valid.empty", 0},
		{"an empty area", orb.Polygon{}, "valid.empty", 0},
		{"an empty ring", orb.Polygon{{}}, "valid.empty", 0},
		{"an area with an empty part", orb.MultiPolygon{land, {}}, "valid.empty", 0},
		{"not a number", orb.Point{math.NaN(), 35}, "valid.not_a_number", 0},
		{"infinite", orb.LineString{m['A'], {117, math.Inf(1)}}, "valid.not_a_number", 0},
		{"metres for degrees", orb.Point{512345, 3876543}, "valid.out_of_range", 0},
		{"a line in one place", orb.LineString{m['A'], m['A']}, "valid.line_short", 'A'},
		{"an open ring", orb.Polygon{orb.Ring(m.Line("ACIG"))}, "valid.ring_open", 'A'},
		{"two points", m.Polygon("AB"), "valid.ring_short", 'A'},
		{"a spike", m.Polygon("ACICG"), "valid.self_crossing", 0},
		{"a bow tie", m.Polygon("AIGC"), "valid.self_crossing", 'E'},
		{"touching itself", m.Polygon("AEC1IG"), "", 0},
		{"touching itself in a vertex", m.Polygon("AECFEDG"), "valid.self_crossing", 'E'},
		{"hole outside", m.Polygon("ABHG", "1234"), "valid.hole_outside", 0},
		{"hole across the shell", m.Polygon("ABHG", "e12g"), "valid.rings_cross", 0},
		{"hole across a vertex", m.Polygon("ABEHG", "eB1E"), "valid.hole_outside", 0},
		{"hole along the shell", with("ABE"), "valid.rings_cross", 0},
		{"holes within each other", with("ABIH", "123"), "valid.rings_cross", 0},
		{"hole in a hole", orb.Polygon{m.Ring("ACIG"), m.Ring("Defg"), m.Ring("fgh")}, "valid.rings_cross", 0},
		{"the interior cut in two", with("B1H"), "valid.interior_split", 0},
		{"the interior cut by two holes", with("BeE", "EH4"), "valid.interior_split", 0},
		{"parts overlapping", orb.MultiPolygon{m.Polygon("ABHG"), m.Polygon("Defh")}, "valid.parts_overlap", 0},
		{"part within a part", orb.MultiPolygon{land, m.Polygon("1234")}, "valid.parts_overlap", 0},
		{"parts sharing an edge", orb.MultiPolygon{m.Polygon("ABHG"), m.Polygon("BCIH")}, "valid.rings_cross", 0},
		{"in a collection", orb.Collection{land, m.Polygon("AIGC")}, "valid.self_crossing", 'E'},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := valid.Check(tc.g)
			code := ""
			if f != nil {
				code = f.Code
			}
			if code != tc.want {
				t.Fatalf("Check = %v, want %q", f, tc.want)
			}
			if tc.at != 0 && (f.At == nil || math.Abs(f.At[0]-m[tc.at][0]) > 1e-9 || math.Abs(f.At[1]-m[tc.at][1]) > 1e-9) {
				t.Errorf("place %v, want %v", f.At, m[tc.at])
			}
		})
	}
}

// star is a random closed ring on a grid: many crossings, touches, repeats.
func star(rng *rand.Rand, n, size int) orb.Ring {
	var r orb.Ring
	for range n {
		r = append(r, orb.Point{float64(rng.IntN(size)), float64(rng.IntN(size))})
	}
	return append(r, r[0])
}

// Of the areas that have at least four points a ring, Check must refuse the same
// as the overlay engine does.
func TestCheckAgreesWithTheEngine(t *testing.T) {
	verdicts := map[bool]int{}
	for seed := range uint64(6000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		var g orb.MultiPolygon
		for range 1 + rng.IntN(2) {
			p := orb.Polygon{star(rng, 3+rng.IntN(3), 7)}
			for range rng.IntN(3) {
				p = append(p, star(rng, 3, 7))
			}
			g = append(g, p)
		}
		f := valid.Check(g)
		raw, err := wkb.Marshal(g)
		if err != nil {
			t.Fatal(err)
		}
		_, err = geom.UnmarshalWKB(raw)
		if (f != nil) != (err != nil) {
			t.Fatalf("seed %d: Check = %v, the engine says %v, of %v", seed, f, err, g)
		}
		verdicts[f == nil]++
	}
	if verdicts[true] < 100 || verdicts[false] < 100 {
		t.Errorf("verdicts %v: no test", verdicts)
	}
}

func codes(notes []*finding.Finding) []string {
	var all []string
	for _, f := range notes {
		all = append(all, f.Code)
	}
	return all
}

func TestMend(t *testing.T) {
	m := geotest.Draw(t, `
		A---------B---------C
		|         |         |
		D    e-f  E    1--2 F
		|    h-g  |    4--3 |
		G---------H---------I   J`, 100)
	for _, tc := range []struct {
		name string
		g    orb.Geometry
		want orb.Geometry // nil: whatever is valid
		did  []string
	}{
		{"valid already", m.Polygon("GICA"), m.Polygon("GICA"), nil},
		{"only turned", m.Polygon("ACIG"), m.Polygon("AGIC"), nil},
		{"open", orb.Polygon{orb.Ring(m.Line("GICA"))}, m.Polygon("GICA"), []string{"valid.ring_closed"}},
		{"repeats", m.Polygon("GGICCA"), m.Polygon("GICA"), []string{"valid.repeats_dropped"}},
		{"line with repeats", m.Line("AABBC"), m.Line("ABC"), []string{"valid.repeats_dropped"}},
		{"bow tie", m.Polygon("ABGH"), nil, []string{"valid.crossing_mended"}},
		{"spike", m.Polygon("GIJICA"), nil, []string{"valid.crossing_mended"}},
		{"hole outside", m.Polygon("GHBA", "1234"), nil, []string{"valid.hole_cut"}},
		{"hole over the edge", m.Polygon("GHBA", "e12g"), nil, []string{"valid.hole_cut"}},
		{"hole without area", m.Polygon("GICA", "e1"), m.Polygon("GICA"), []string{"valid.ring_dropped"}},
		{"parts overlapping", orb.MultiPolygon{m.Polygon("GHBA"), m.Polygon("h3Ce")}, nil, []string{"valid.parts_joined"}},
		{"a part without area", orb.MultiPolygon{m.Polygon("GHBA"), m.Polygon("CF")}, orb.MultiPolygon{m.Polygon("GHBA")}, []string{"valid.ring_dropped", "valid.part_dropped"}},
		{"a line part in one place", orb.MultiLineString{m.Line("AB"), m.Line("CC")}, orb.MultiLineString{m.Line("AB")}, []string{"valid.repeats_dropped", "valid.part_dropped"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := orb.Clone(tc.g)
			got, notes, err := valid.Mend(tc.g)
			if err != nil {
				t.Fatal(err)
			}
			if f := valid.Check(got); f != nil {
				t.Errorf("not valid after mending: %v", f)
			}
			if tc.want != nil && !orb.Equal(got, tc.want) {
				t.Errorf("Mend = %v, want %v", got, tc.want)
			}
			if !slices.Equal(codes(notes), tc.did) {
				t.Errorf("notes %v, want %v", codes(notes), tc.did)
			}
			if !orb.Equal(before, tc.g) {
				t.Error("the given geometry was changed")
			}
		})
	}
	for _, g := range []orb.Geometry{nil, orb.Polygon{}, m.Polygon("AB"), m.Line("AA"), orb.Point{math.NaN(), 1}, orb.Point{500000, 1}} {
		_, _, err := valid.Mend(g)
		var f *finding.Finding
		if !errors.As(err, &f) {
			t.Errorf("Mend(%v): error %v, want a finding", g, err)
		}
	}
}

// A mended polygon holds the land that its shell goes round an odd number of
// times and no hole does.
func TestMendKeepsTheLand(t *testing.T) {
	for seed := range uint64(1500) {
		rng := rand.New(rand.NewPCG(seed, 0))
		g := orb.Polygon{star(rng, 3+rng.IntN(12), 12)}
		for range rng.IntN(3) {
			g = append(g, star(rng, 3+rng.IntN(4), 12))
		}
		mended, _, err := valid.Mend(g)
		if err != nil {
			if f := new(finding.Finding); errors.As(err, &f) && f.Code == "valid.empty" {
				continue // nothing was enclosed
			}
			t.Fatalf("seed %d: %v, of %v", seed, err, g)
		}
		for range 100 {
			p := orb.Point{rng.Float64() * 12, rng.Float64() * 12}
			want := predicate.In(p, g[0]) == predicate.Inside
			for _, hole := range g[1:] {
				want = want && predicate.In(p, hole) != predicate.Inside
			}
			if got := predicate.In(p, mended) == predicate.Inside; got != want {
				t.Fatalf("seed %d: %v inside: %v, want %v; %v became %v", seed, p, got, want, g, mended)
			}
		}
	}
}
