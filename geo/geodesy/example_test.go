package geodesy_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
)

func Example() {
	station := orb.Point{117.15, 35.08}
	canal := orb.LineString{{117.10, 35.00}, {117.12, 35.05}, {117.11, 35.12}}
	place, m := geodesy.Nearest(canal, station)
	fmt.Printf("%.0f m to the canal, at %.4f, %.4f\n", m, place[0], place[1])
	fmt.Printf("to the %.0f°, along a canal of %.0f m\n", geodesy.Azimuth(station, place), geodesy.Length(canal))
	// Output:
	// 3106 m to the canal, at 117.1162, 35.0767
	// to the 263°, along a canal of 13659 m
}
