package coverage

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

// Two strands become one only between the same places and with one owner a side; one
// that runs the other way is turned with its owners.
func TestStrandsJoin(t *testing.T) {
	for _, tc := range []struct {
		name       string
		s, t, want strand
		joined     bool
	}{
		{"neighbours the same way", strand{1, 2, 5, none}, strand{1, 2, none, 6}, strand{1, 2, 5, 6}, true},
		{"neighbours, one turned", strand{1, 2, 5, none}, strand{2, 1, 6, none}, strand{1, 2, 5, 6}, true},
		{"neighbours, the other turned", strand{1, 2, none, 5}, strand{2, 1, none, 6}, strand{1, 2, 6, 5}, true},
		{"two on the left", strand{1, 2, 5, none}, strand{1, 2, 6, none}, strand{1, 2, 5, none}, false},
		{"two on the right", strand{1, 2, none, 5}, strand{1, 2, none, 6}, strand{1, 2, none, 5}, false},
		{"two on the left, one turned", strand{1, 2, 5, none}, strand{2, 1, none, 6}, strand{1, 2, 5, none}, false},
		{"two on the right, one turned", strand{1, 2, none, 5}, strand{2, 1, 6, none}, strand{1, 2, none, 5}, false},
		{"from elsewhere", strand{1, 2, 5, none}, strand{3, 2, none, 6}, strand{1, 2, 5, none}, false},
		{"to elsewhere", strand{1, 2, 5, none}, strand{1, 3, none, 6}, strand{1, 2, 5, none}, false},
		{"begins where the other ends", strand{1, 2, 5, none}, strand{2, 3, 6, none}, strand{1, 2, 5, none}, false},
		{"without length", strand{1, 1, 5, none}, strand{1, 1, 6, none}, strand{1, 1, 5, 6}, true},
	} {
		if s := tc.s; s.join(tc.t) != tc.joined || s != tc.want {
			t.Errorf("%s: %v, want %v (%v)", tc.name, s, tc.want, tc.joined)
		}
	}
}

// A ring whose vertices moved is drawn without what it then runs there and back, over
// its start too, and closed.
func TestRedraw(t *testing.T) {
	a, b, c, d, e := orb.Point{0, 0}, orb.Point{1, 0}, orb.Point{2, 1}, orb.Point{1, 2}, orb.Point{0, 1}
	onto := func(p, q orb.Point) func(orb.Point) orb.Point {
		return func(r orb.Point) orb.Point {
			if r == p {
				return q
			}
			return r
		}
	}
	for _, tc := range []struct {
		name  string
		ring  orb.Ring
		place func(orb.Point) orb.Point
		into  map[[2]orb.Point][]orb.Point
		want  orb.Ring
	}{
		{"nothing moves", orb.Ring{a, b, c, d, a}, onto(e, e), nil, orb.Ring{a, b, c, d, a}},
		{"one onto the next", orb.Ring{a, b, c, d, e, a}, onto(b, c), nil, orb.Ring{a, c, d, e, a}},
		{"the last onto the first", orb.Ring{a, b, c, d, e, a}, onto(e, a), nil, orb.Ring{a, b, c, d, a}},
		{"a spike", orb.Ring{a, b, c, d, e, a}, onto(d, b), nil, orb.Ring{a, b, e, a}},
		{"a spike over the start", orb.Ring{a, b, c, d, e, a}, onto(e, b), nil, orb.Ring{b, c, d, b}},
		{"all onto one", orb.Ring{a, b, e, a}, func(orb.Point) orb.Point { return a }, nil, orb.Ring{a, a}},
		{"a vertex for an edge", orb.Ring{a, b, d, a}, onto(e, e), map[[2]orb.Point][]orb.Point{{b, d}: {c}}, orb.Ring{a, b, c, d, a}},
		{"vertices for an edge drawn backward", orb.Ring{a, d, c, a}, onto(e, e), map[[2]orb.Point][]orb.Point{{a, c}: {b, e}}, orb.Ring{a, d, c, e, b, a}},
	} {
		changed := false
		got := redraw(tc.ring, tc.place, tc.into, &changed)
		if !slices.Equal(got, tc.want) || changed == slices.Equal(tc.ring, tc.want) {
			t.Errorf("%s: %v (changed: %v), want %v", tc.name, got, changed, tc.want)
		}
	}
}
