package valid_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"xunhu/geo/valid"
)

func ExampleMend() {
	bow := orb.Polygon{{{117.0, 35.0}, {117.2, 35.2}, {117.2, 35.0}, {117.0, 35.2}, {117.0, 35.0}}}
	fault := valid.Check(bow)
	fmt.Printf("%s at %.1f\n", fault.Code, *fault.At)
	mended, notes, err := valid.Mend(bow)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(mended.GeoJSONType(), notes[0].Code)
	// Output:
	// valid.self_crossing at [117.1 35.1]
	// MultiPolygon valid.crossing_mended
}
