package filter

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/overlay"
)

// Whatever is asked of what is missing is unknown, and logic goes on as in SQL.
func TestThreeValues(t *testing.T) {
	yes, no, unknown := Const(true), Const(false), Compare{Equal, Property{"name", TextType}, Text("x")}
	for _, tc := range []struct {
		name string
		e    Expr
		want Truth
	}{
		{"not unknown", Not{unknown}, Unknown},
		{"unknown and false", And{unknown, no}, False},
		{"unknown and true", And{yes, unknown}, Unknown},
		{"unknown or true", Or{unknown, yes}, True},
		{"unknown or false", Or{no, unknown}, Unknown},
		{"all of none", And{}, True},
		{"one of none", Or{}, False},
		{"missing is null", IsNull{Property{"name", TextType}}, True},
		{"no id is missing", IsNull{Property{ID, TextType}}, False},
		{"no geometry", IsNull{Property{Geometry, GeometryType}}, True},
		{"relation of no geometry", Not{Spatial{Intersects, orb.Point{}}}, Unknown},
		{"missing like", Like{Property{"name", TextType}, "%"}, Unknown},
		{"missing folded", Compare{Equal, Folded{Property{"name", TextType}}, Text("")}, Unknown},
		{"one of a list with a missing one", In{Text("a"), []Value{Property{"name", TextType}, Text("a")}}, True},
		{"none of a list with a missing one", In{Text("a"), []Value{Property{"name", TextType}, Text("b")}}, Unknown},
		{"missing in an empty list", In{Property{"name", TextType}, nil}, False},
		{"a date that is none", Compare{Unequal, Property{"day", DateType}, Date("2026-11-23")}, Unknown},
		{"one moment in two offsets", Compare{Equal, Property{"at", TimeType}, moment(t, "2026-11-23T00:00:00Z")}, True},
	} {
		f := feature.Feature{Props: map[string]any{"day": "2026-02-30", "at": "2026-11-23T08:00:00+08:00"}}
		if got := Eval(tc.e, f); got != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, got, tc.want)
		}
	}
}

func moment(t *testing.T, s string) Time {
	t.Helper()
	v, f := NewTime(s)
	if f != nil {
		t.Fatal(f)
	}
	return v
}

// Patterns match what their definition says, letter by letter.
func TestMatchesAgreesWithDefinition(t *testing.T) {
	var slow func(s, p []rune) bool
	slow = func(s, p []rune) bool {
		switch {
		case len(p) == 0:
			return len(s) == 0
		case p[0] == '%':
			return slow(s, p[1:]) || len(s) > 0 && slow(s[1:], p)
		case p[0] == '\\' && len(p) > 1:
			return len(s) > 0 && s[0] == p[1] && slow(s[1:], p[2:])
		}
		return len(s) > 0 && (p[0] == '_' || p[0] == s[0]) && slow(s[1:], p[1:])
	}
	met := 0
	for seed := range uint64(20000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		draw := func(from string, n int) string {
			letters, out := []rune(from), []rune{}
			for range rng.IntN(n) {
				out = append(out, letters[rng.IntN(len(letters))])
			}
			return string(out)
		}
		s, p := draw(`a河%_\`, 8), draw(`a河%%__\`, 8)
		want := slow([]rune(s), []rune(p))
		if got := Matches(s, p); got != want {
			t.Fatalf("seed %d: Matches(%q, %q) = %t", seed, s, p, got)
		}
		if want {
			met++
		}
	}
	if met < 1000 {
		t.Errorf("only %d matched", met)
	}
}

// Numbers compare as the rationals that they are.
func TestNumbersCompareExactly(t *testing.T) {
	for seed := range uint64(5000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		n := int64(rng.Uint64()) >> rng.IntN(64)
		x := float64(n) + []float64{0, 0.5, -0.5, 1, -1, 1e18, -1e19}[rng.IntN(7)]
		want := new(big.Rat).SetInt64(n).Cmp(new(big.Rat).SetFloat64(x))
		if got := order(n, x); got != want {
			t.Fatalf("seed %d: %d against %g: %d, want %d", seed, n, x, got, want)
		}
		if got := order(x, n); got != -want {
			t.Fatalf("seed %d: %g against %d: %d, want %d", seed, x, n, got, -want)
		}
	}
	if order(int64(math.MaxInt64), float64(math.MaxInt64)) != -1 {
		t.Error("2^63 is more than any int64")
	}
}

// The temporal functions agree with Allen's relations, found by looking at every instant
// of a short calendar.
func TestTemporalAgreesWithInstants(t *testing.T) {
	days := []string{"2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04"}
	for as := -1; as < len(days); as++ {
		for ae := max(as, 0); ae <= len(days); ae++ {
			for bs := -1; bs < len(days); bs++ {
				for be := max(bs, 0); be <= len(days); be++ {
					props := map[string]any{}
					side := func(i int, name string) Value {
						if i < 0 || i == len(days) {
							return nil
						}
						props[name] = days[i]
						return Property{name, DateType}
					}
					a, b := Interval{Start: side(as, "as"), End: side(ae, "ae")}, Interval{Start: side(bs, "bs"), End: side(be, "be")}
					all := allen(as, ae, bs, be)
					for _, name := range Temporals() {
						e, f := NewTemporal(name, a, b)
						if f != nil {
							t.Fatal(f)
						}
						if got := Eval(e, feature.Feature{Props: props}); (got == True) != slices.Contains(all, name) || got == Unknown {
							t.Fatalf("%s of %d..%d and %d..%d: %d, want %v", name, as, ae, bs, be, got, all)
						}
					}
				}
			}
		}
	}
}

// allen lists the relations of two closed intervals from sets of instants and their ends.
func allen(as, ae, bs, be int) (all []string) {
	common := false
	for i := -1; i <= 10; i++ {
		common = common || as <= i && i <= ae && bs <= i && i <= be
	}
	add := func(name string, holds bool) {
		if holds {
			all = append(all, name)
		}
	}
	add("before", ae < bs)
	add("after", as > be)
	add("disjoint", !common)
	add("intersects", common)
	add("equals", as == bs && ae == be)
	add("contains", as < bs && be < ae)
	add("during", bs < as && ae < be)
	add("starts", as == bs && ae < be)
	add("startedby", as == bs && be < ae)
	add("finishes", bs < as && ae == be)
	add("finishedby", as < bs && ae == be)
	add("meets", ae == bs)
	add("metby", as == be)
	add("overlaps", as < bs && bs < ae && ae < be)
	add("overlappedby", bs < as && as < be && be < ae)
	return all
}

// Short ways to an answer agree with the matrix, and relations with themselves seen from
// the other side.
func TestRelationsAgreeWithTheMatrix(t *testing.T) {
	seen := map[Relation]int{}
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 0))
		g, shape := drawn(rng), drawn(rng)
		m, err := overlay.Relate(g, shape)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, r := range []Relation{Intersects, Equals, Touches, Crosses, Within, Contains, Overlaps} {
			want := truth(r.matches(m, overlay.Dimension(g), overlay.Dimension(shape)))
			if r == Intersects {
				want = -truth(m.Like("FF*FF****"))
			}
			if got := (Spatial{r, shape}).Holds(g); got != want {
				t.Fatalf("seed %d: %v %s %v: %d, matrix %s", seed, g, r, shape, got, m)
			}
			if got := (Spatial{Relation(Flipped(string(r))), g}).Holds(shape); got != want {
				t.Fatalf("seed %d: %v %s %v from the other side: %d", seed, g, r, shape, got)
			}
			if want == True {
				seen[r]++
				one, other := Spatial{r, shape}, Spatial{Intersects, drawn(rng)}
				for _, e := range []Expr{one, And{one, Const(true)}, Or{one, other}, Or{other, one}, And{one, Or{other, one}}} {
					if b, ok := Bound(e); !ok || !b.Intersects(g.Bound()) {
						t.Fatalf("seed %d: %v passes %v and lies outside of its bound %v", seed, g, e, b)
					}
				}
				if _, ok := Bound(Or{one, Const(false)}); ok {
					t.Fatal("a choice of which one side lies anywhere has a bound")
				}
			}
		}
	}
	if len(seen) < 7 {
		t.Errorf("not every relation was met: %v", seen)
	}
}

// drawn gives a small geometry on whole coordinates, so that touching is common.
func drawn(rng *rand.Rand) orb.Geometry {
	at := func() orb.Point { return orb.Point{float64(rng.IntN(4)), float64(rng.IntN(4))} }
	a, b := at(), at()
	for a == b {
		b = at()
	}
	box := orb.Bound{Min: a, Max: orb.Point{a[0] + 1 + float64(rng.IntN(2)), a[1] + 1 + float64(rng.IntN(2))}}
	switch rng.IntN(6) {
	case 0:
		return a
	case 1:
		return orb.MultiPoint{a, b}
	case 2:
		return orb.LineString{a, b}
	case 3:
		return orb.MultiLineString{{a, b}, {b, {5, 5}}}
	case 4:
		return orb.MultiPolygon{box.ToPolygon()}
	}
	return box.ToPolygon()
}
