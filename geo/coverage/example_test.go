package coverage_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
)

func Example() {
	towns, err := coverage.New(
		coverage.Cell{Name: "西岗镇", Area: orb.Polygon{{{116.9, 35}, {117, 35}, {117, 35.1}, {116.9, 35.1}, {116.9, 35}}}},
		coverage.Cell{Name: "滨湖镇", Area: orb.Polygon{{{117, 35}, {117.1, 35}, {117.1, 35.1}, {117, 35.1}, {117, 35}}}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	owner, _ := towns.Locate(orb.Point{117, 35.05})
	fmt.Println(owner, towns.Touching(orb.Point{117, 35.05}))
	parts, outside, err := towns.Split(orb.LineString{{116.975, 35.02}, {117.075, 35.02}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range parts {
		fmt.Printf("%s %.0f m, %.0f %%\n", s.Name, s.Amount, 100*s.Fraction)
	}
	fmt.Printf("outside %.0f m\n", outside)
	// Output:
	// 滨湖镇 [滨湖镇 西岗镇]
	// 滨湖镇 6845 m, 75 %
	// 西岗镇 2282 m, 25 %
	// outside 0 m
}
