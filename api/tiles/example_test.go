package tiles_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"xunhu/api/tiles"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

func Example() {
	lake := feature.Feature{ID: "weishan", Props: map[string]any{"name": "微山湖"},
		Geometry: orb.MultiPolygon{{{{116.9, 34.6}, {117.3, 34.6}, {117.3, 34.9}, {116.9, 34.6}}}}}
	set := tiles.New(atlas.Dataset{Collections: map[feature.Kind]feature.Collection{
		feature.Lakes: {Features: []feature.Feature{lake}}}})
	tile, err := set.Tile(7, 105, 50)
	fmt.Println(len(tile) > 0, err)
	tile, err = set.Tile(7, 0, 0)
	fmt.Println(tile == nil, err)
	// Output:
	// true <nil>
	// true <nil>
}
