package overlay_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
)

func Example() {
	pond := orb.Polygon{{{117.00, 35.00}, {117.02, 35.00}, {117.02, 35.01}, {117.00, 35.01}, {117.00, 35.00}}}
	town := orb.Polygon{{{117.01, 34.90}, {117.20, 34.90}, {117.20, 35.20}, {117.01, 35.20}, {117.01, 34.90}}}
	part, err := overlay.Intersection(pond, town)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s, %.0f %% of the pond\n", part.GeoJSONType(), 100*geodesy.Area(part)/geodesy.Area(pond))
	shore, err := overlay.Buffer(pond, 50)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("with 50 m around it %.1f ha\n", geodesy.Area(shore)/1e4)
	// Output:
	// MultiPolygon, 50 % of the pond
	// with 50 m around it 232.7 ha
}
