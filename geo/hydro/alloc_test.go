//go:build !race

package hydro_test

import (
	"testing"

	"xunhu/geo/hydro"
)

// Beyond its result a trace allocates nothing.
// The race detector lets a pool lose things at random, so this is held without it.
func TestTraceAllocatesItsResult(t *testing.T) {
	n := hydro.Build(treeOf(100))
	if allocs := testing.AllocsPerRun(100, func() { n.Up(hydro.Place{Reach: 5050}, 10_000) }); allocs > 1 {
		t.Errorf("%v allocations, want the result alone", allocs)
	}
}
