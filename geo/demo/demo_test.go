package demo

import (
	"testing"

	"xunhu/geo/feature"
)

func TestEveryKindIsThere(t *testing.T) {
	d := Dataset()
	want := map[feature.Kind]int{feature.Towns: 21, feature.Basins: 4, feature.Neighbours: 4}
	for k, n := range want {
		if got := len(d.Collections[k].Features); got != n {
			t.Errorf("%s: %d features, want %d", k, got, n)
		}
	}
}
