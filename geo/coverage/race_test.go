//go:build race

package coverage_test

// race is whether the race detector slows everything down.
const race = true
