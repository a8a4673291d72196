package osmpbf_test

import (
	"context"
	"fmt"
	"os"

	"xunhu/geo/format/osmpbf"
)

func ExampleRead() {
	f, err := os.Open("testdata/village.osm.pbf")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		fmt.Println(err)
		return
	}
	x, err := osmpbf.Read(context.Background(), f, info.Size(), osmpbf.Want{
		Area: func(t osmpbf.Tags) bool { return t["boundary"] == "administrative" },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range x.Areas {
		fmt.Println(a.ID, a.Tags["admin_level"], a.Tags["name"])
	}
	fmt.Println(x.Findings[0].Code, x.Findings[0].Args["name"])
	// Output:
	// w4 6 邻县
	// r1 8 西村镇
	// r2 8 东村镇
	// r3 6 两村县
	// osmpbf.unclosed 远村镇
}
