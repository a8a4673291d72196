package water_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"xunhu/routing/water"
)

// A pond with an island in the middle, 30 m kept off both.
func Example() {
	square := func(half float64) orb.Ring {
		return orb.Ring{{117 - half, 35 - half}, {117 + half, 35 - half}, {117 + half, 35 + half}, {117 - half, 35 + half}, {117 - half, 35 - half}}
	}
	pond, err := water.Build(water.Chart{
		Open:       []water.Area{{ID: "pond", Area: orb.Polygon{square(0.01)}}},
		Obstacles:  []water.Area{{ID: "reed", Area: orb.Polygon{square(0.002)}}},
		ClearanceM: 30,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	boat, err := pond.Customize(water.Profile{Name: "boat", KMH: 10})
	if err != nil {
		fmt.Println(err)
		return
	}
	way, err := boat.NewQuery().Route(orb.Point{116.994, 35}, orb.Point{117.006, 35})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f m in %.0f s, %d turns\n", way.DistanceM, way.DurationS, len(way.Line)-2)
	// Output: 1255 m in 452 s, 6 turns
}
