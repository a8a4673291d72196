package predicate_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

func ExampleIn() {
	lake := orb.Polygon{{{117.0, 35.0}, {117.2, 35.0}, {117.1, 35.1}, {117.0, 35.0}}}
	fmt.Println(predicate.In(orb.Point{117.1, 35.02}, lake))
	fmt.Println(predicate.In(orb.Point{117.1, 35.0}, lake))
	fmt.Println(predicate.In(orb.Point{117.0, 35.1}, lake))
	// Output:
	// inside
	// boundary
	// outside
}
