package intake_test

import (
	"context"
	"fmt"
	"os"

	"xunhu/api/words"
	"xunhu/geo/intake"
)

func ExampleRead() {
	extract := os.DirFS("../format/osmpbf/testdata")
	d, report, err := intake.Read(context.Background(), extract, []string{"village.osm.pbf"}, nil, intake.Request{Kind: intake.WholeRegion})
	if err != nil {
		fmt.Println(words.Error(words.EN, err))
		return
	}
	fmt.Println(d.Region.Name, d.Region.NameEN)
	for _, l := range report.Layers {
		fmt.Println(l.Kind, l.Kept)
	}
	fmt.Println(report.Refused(), "refused")
	// Output:
	// 两村县 Two Villages
	// towns 2
	// neighbours 1
	// lakes 1
	// wetlands 2
	// sites 3
	// rivers 3
	// roads 5
	// road_rules 0
	// 0 refused
}
