package predicate_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geotest"
	"xunhu/geo/predicate"
)

// orient is the oracle: the determinant in rational numbers.
func orient(a, b, c orb.Point) int {
	r := func(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }
	diff := func(x, y float64) *big.Rat { return new(big.Rat).Sub(r(x), r(y)) }
	left := new(big.Rat).Mul(diff(a[0], c[0]), diff(b[1], c[1]))
	right := new(big.Rat).Mul(diff(a[1], c[1]), diff(b[0], c[0]))
	return left.Cmp(right)
}

// nearly moves a point by a few units in the last place.
func nearly(rng *rand.Rand, p orb.Point) orb.Point {
	for i := range p {
		for range rng.IntN(4) {
			p[i] = math.Nextafter(p[i], p[i]+float64(rng.IntN(3)-1))
		}
	}
	return p
}

// In points on a line, and next to one by the last bits, the sign must be that
// of rational arithmetic.
func TestOrientAgreesWithRationals(t *testing.T) {
	for seed := range uint64(5000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		place := func() orb.Point { return orb.Point{117 + rng.Float64()/10, 35 + rng.Float64()/10} }
		a, b := place(), place()
		s := rng.Float64()*3 - 1
		c := nearly(rng, orb.Point{a[0] + s*(b[0]-a[0]), a[1] + s*(b[1]-a[1])})
		switch seed % 50 % 7 {
		case 0:
			c = place()
		case 1: // one line exactly, over many magnitudes
			k := math.Ldexp(1, rng.IntN(60)-30)
			a = orb.Point{float64(rng.IntN(100)) * k, float64(rng.IntN(100)) * k}
			d := orb.Point{float64(rng.IntN(100)) * k, float64(rng.IntN(100)) * k}
			b = orb.Point{a[0] + d[0], a[1] + d[1]}
			c = nearly(rng, orb.Point{a[0] + 3*d[0], a[1] + 3*d[1]})
		case 3: // a line from near the origin to far away
			a, b = orb.Point{0.5, 0.5}, orb.Point{12, 12}
			c = nearly(rng, orb.Point{24, 24})
			a = nearly(rng, a)
		case 2: // magnitudes beyond the filter and the expansions
			k := math.Ldexp(1, 1000*(rng.IntN(3)-1))
			for _, p := range []*orb.Point{&a, &b, &c} {
				p[0], p[1] = p[0]*k/256, p[1]*k/256
			}
		}
		if got, want := predicate.Orient(a, b, c), orient(a, b, c); got != want {
			t.Fatalf("seed %d: Orient(%v, %v, %v) = %d, want %d", seed, a, b, c, got, want)
		}
		if got, want := predicate.Orient(b, a, c), -orient(a, b, c); got != want {
			t.Fatalf("seed %d: turned round, Orient = %d, want %d", seed, got, want)
		}
	}
}

// The classic grid of Kettner, Mehlhorn, Pion, Schirra and Yap (Classroom
// Examples of Robustness Problems in Geometric Computations, 2008), on which the
// plain determinant gives the wrong side in some cells.
func TestOrientOnKettnersGrid(t *testing.T) {
	b, c := orb.Point{12, 12}, orb.Point{24, 24}
	naive := 0
	for i := range 64 {
		for j := range 64 {
			a := orb.Point{0.5 + float64(i)*0x1p-53, 0.5 + float64(j)*0x1p-53}
			want := orient(b, c, a)
			if got := predicate.Orient(b, c, a); got != want {
				t.Fatalf("cell %d, %d: Orient = %d, want %d", i, j, got, want)
			}
			det := (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
			if int(math.Copysign(1, det)) == -want && det != 0 {
				naive++ // the other side
			}
		}
	}
	if naive == 0 {
		t.Error("the grid is no test: the plain determinant passes it")
	}
}

func TestOrientOfNumbersThatAreNone(t *testing.T) {
	if got := predicate.Orient(orb.Point{math.NaN(), 0}, orb.Point{1, 1}, orb.Point{2, 3}); got != 0 {
		t.Errorf("Orient with NaN = %d, want 0", got)
	}
}

func TestSegmentsMeet(t *testing.T) {
	m := geotest.Draw(t, `
		A----B----C----D
		|         |
		E----F----G----H`, 100)
	for _, tc := range []struct {
		name        string
		s           string
		meet, cross bool
	}{
		{"crossing", "AFEB", true, true},
		{"end on the other", "ACBF", true, false},
		{"common end", "ABBF", true, false},
		{"one line, overlapping", "ACBD", true, false},
		{"one line, end to end", "ABBD", true, false},
		{"one line, apart", "ABCD", false, false},
		{"parallel", "ADEH", false, false},
		{"apart though boxes meet", "AGEF", false, false},
		{"point on a segment", "BBAC", true, false},
		{"point off a segment", "BBEF", false, false},
		{"two points, the same", "BBBB", true, false},
		{"two points", "BBCC", false, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := m.Points(tc.s)
			for range 2 { // either way round
				if got := predicate.SegmentsMeet(p[0], p[1], p[2], p[3]); got != tc.meet {
					t.Errorf("SegmentsMeet(%s) = %v, want %v", tc.s, got, tc.meet)
				}
				if got := predicate.SegmentsCross(p[0], p[1], p[2], p[3]); got != tc.cross {
					t.Errorf("SegmentsCross(%s) = %v, want %v", tc.s, got, tc.cross)
				}
				p[0], p[1], p[2], p[3] = p[3], p[2], p[0], p[1]
			}
		})
	}
}

func TestIn(t *testing.T) {
	m := geotest.Draw(t, `
		A-------------B   7
		|  1          |
		|   C--2--D   |
		5   |  3  |   |
		|   E-----F 6 |
		|             |
		G------4------H   8`, 100)
	lake := m.Polygon("ABHG", "CDFE")
	for _, tc := range []struct {
		name string
		at   rune
		want predicate.Side
	}{
		{"inside", '1', predicate.Inside},
		{"on a hole's ring", '2', predicate.Boundary},
		{"on a hole's corner", 'C', predicate.Boundary},
		{"in a hole", '3', predicate.Outside},
		{"on the south edge", '4', predicate.Boundary},
		{"on the west edge", '5', predicate.Boundary},
		{"level with a hole's edge", '6', predicate.Inside},
		{"level with the north edge", '7', predicate.Outside},
		{"level with the south edge", '8', predicate.Outside},
		{"on a corner", 'H', predicate.Boundary},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := predicate.In(m[tc.at], lake); got != tc.want {
				t.Errorf("In = %v, want %v", got, tc.want)
			}
			if got := predicate.In(m[tc.at], orb.MultiPolygon{lake}); got != tc.want {
				t.Errorf("In, as one of many = %v, want %v", got, tc.want)
			}
		})
	}
	for _, g := range []orb.Geometry{orb.Ring{}, orb.Polygon{}, orb.MultiPolygon{{}}, orb.LineString{m['A']}, nil} {
		if got := predicate.In(m['A'], g); got != predicate.Outside {
			t.Errorf("In(%T) = %v, want outside", g, got)
		}
	}
}

// star is a random ring around a centre, with few distinct coordinates, so that
// points fall on its edges and vertices often.
func star(rng *rand.Rand) orb.Ring {
	var r orb.Ring
	for range 3 + rng.IntN(8) {
		r = append(r, orb.Point{float64(rng.IntN(8)), float64(rng.IntN(8))})
	}
	return append(r, r[0])
}

// turn is the orientation of small whole numbers.
func turn(a, b, c orb.Point) int {
	det := int((a[0]-c[0])*(b[1]-c[1]) - (a[1]-c[1])*(b[0]-c[0]))
	return min(1, max(-1, det))
}

// side is the oracle of In for whole numbers: on an edge, else by the crossings of
// a ray in a general direction.
func side(p orb.Point, r orb.Ring) predicate.Side {
	far := orb.Point{p[0] + 1009, p[1] + 13} // slope 13/1009 meets no small grid point
	odd := false
	for i := 1; i < len(r); i++ {
		a, b := r[i-1], r[i]
		if turn(a, b, p) == 0 && min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0]) &&
			min(a[1], b[1]) <= p[1] && p[1] <= max(a[1], b[1]) {
			return predicate.Boundary
		}
		if turn(a, b, p)*turn(a, b, far) < 0 && turn(p, far, a)*turn(p, far, b) < 0 {
			odd = !odd
		}
	}
	if odd {
		return predicate.Inside
	}
	return predicate.Outside
}

func TestInAgreesWithRays(t *testing.T) {
	for seed := range uint64(3000) {
		rng := rand.New(rand.NewPCG(seed, 1))
		r := star(rng)
		for x := range 9 {
			for y := range 9 {
				p := orb.Point{float64(x), float64(y)}
				if got, want := predicate.In(p, r), side(p, r); got != want {
					t.Fatalf("seed %d: In(%v, %v) = %v, want %v", seed, p, r, got, want)
				}
			}
		}
	}
}

// Meet must say what all pairs of edges and all starting points say.
func TestMeetAgreesWithAllPairs(t *testing.T) {
	meetings := 0
	for seed := range uint64(3000) {
		rng := rand.New(rand.NewPCG(seed, 2))
		a, b := orb.Polygon{star(rng)}, orb.Polygon{star(rng)}
		for i := range b[0] {
			b[0][i][0] += float64(rng.IntN(2) * 5)
		}
		b[0][len(b[0])-1] = b[0][0]
		want := predicate.In(a[0][0], b) != predicate.Outside || predicate.In(b[0][0], a) != predicate.Outside
		for i := 1; i < len(a[0]); i++ {
			for j := 1; j < len(b[0]); j++ {
				want = want || predicate.SegmentsMeet(a[0][i-1], a[0][i], b[0][j-1], b[0][j])
			}
		}
		at, got := predicate.Meet(a, b)
		if got != want {
			t.Fatalf("seed %d: Meet(%v, %v) = %v, want %v", seed, a, b, got, want)
		}
		if got {
			meetings++
			if box := a.Bound().Pad(1e-9); !box.Contains(at) || !b.Bound().Pad(1e-9).Contains(at) {
				t.Fatalf("seed %d: meeting place %v is not at both", seed, at)
			}
		}
	}
	if meetings == 0 || meetings == 3000 {
		t.Errorf("%d meetings of 3000: no test", meetings)
	}
}

func TestMeetOfKinds(t *testing.T) {
	m := geotest.Draw(t, `
		A-----B
		|  1  |  2
		C--3--D  4`, 100)
	land := m.Polygon("ABDC")
	for _, tc := range []struct {
		name string
		a, b orb.Geometry
		want bool
	}{
		{"point in area", m['1'], land, true},
		{"point on a border", m['3'], land, true},
		{"point outside", m['2'], land, false},
		{"line within", orb.LineString{m['1'], m['1']}, land, true},
		{"line from within to without", m.Line("12"), land, true},
		{"line outside", m.Line("24"), land, false},
		{"one of many points", orb.MultiPoint{m['2'], m['1']}, land, true},
		{"one of many lines", orb.MultiLineString{m.Line("24"), m.Line("13")}, land, true},
		{"area around area", land, orb.MultiPolygon{m.Polygon("A13")}, true},
		{"collections", orb.Collection{m['2'], m['1']}, orb.Collection{land}, true},
		{"point on point", m['2'], m['2'], true},
		{"box", m['1'], land.Bound(), true},
		{"nothing", nil, land, false},
		{"empty", orb.LineString{}, land, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, got := predicate.Meet(tc.a, tc.b); got != tc.want {
				t.Errorf("Meet = %v, want %v", got, tc.want)
			}
			if _, got := predicate.Meet(tc.b, tc.a); got != tc.want {
				t.Errorf("Meet, turned round = %v, want %v", got, tc.want)
			}
		})
	}
}
