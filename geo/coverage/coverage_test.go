package coverage_test

import (
	"slices"
	"testing"

	"xunhu/geo/coverage"
	"xunhu/geo/geotest"
)

// Touching names every cell at a place; Locate picks exactly one of them.
func TestTouching(t *testing.T) {
	m := geotest.Draw(t, `
		A-----B-----C
		|  1  2  3  |   4
		D-----E-----F`, 100)
	towns, err := coverage.New(
		coverage.Cell{Name: "west", Area: m.Polygon("ABED")},
		coverage.Cell{Name: "east", Area: m.Polygon("BCFE")},
	)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		at   rune
		want []string
	}{
		{"inside one town", '1', []string{"west"}},
		{"on the shared border", '2', []string{"east", "west"}},
		{"on a corner of both", 'B', []string{"east", "west"}},
		{"outside all", '4', nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := towns.Touching(m[tc.at]); !slices.Equal(got, tc.want) {
				t.Errorf("Touching(%c) = %v, want %v", tc.at, got, tc.want)
			}
			name, ok := towns.Locate(m[tc.at])
			if ok != (len(tc.want) > 0) || ok && name != tc.want[0] {
				t.Errorf("Locate(%c) = %q, %v, want the first of %v", tc.at, name, ok, tc.want)
			}
		})
	}
}
