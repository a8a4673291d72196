package coverage_test

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/predicate"
)

// checkPlace compares with all polygons, one after another.
func checkPlace(t *testing.T, c *coverage.Coverage, cells []coverage.Cell, p orb.Point) {
	t.Helper()
	var want []string
	for _, cl := range cells {
		if predicate.In(p, cl.Area) != predicate.Outside {
			want = append(want, cl.Name)
		}
	}
	slices.Sort(want)
	if got := c.Touching(p); !slices.Equal(got, want) {
		t.Errorf("Touching(%v) = %v, want %v", p, got, want)
	}
	name, ok := c.Locate(p)
	if ok != (len(want) > 0) || ok && name != want[0] {
		t.Errorf("Locate(%v) = %q, %v, want the first of %v", p, name, ok, want)
	}
}
