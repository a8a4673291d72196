package patrol_test

import (
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/geotest"
	"xunhu/routing/road"
)

// land is two towns, west (A B E D) and east (B C F E), a road from G to H through
// both and on to I outside, a side road from J to K, a river from L to N, a wetland
// (P Q S R) in the east, a post's zone (T U F V) in the south-east, sites 1 to 4.
const land = `
	A------------L----B-----------------C
	|                 |     P--Q        |
	|                 |     |  |        |
	|  1         M    |     |  |        |
	|                 |     |  |        |
	G----J------------b-----------------H-----I
	|    |   2        |     |  |        |
	|    |            |  3  R--S        |
	|    |            |                 |
	|    K            |         T-------U
	|            N    |         |   4   |
	D-----------------E---------V-------F`

// metres a character of land.
const scale = 200

func collection(kind feature.Kind, features ...feature.Feature) feature.Collection {
	s, _ := feature.SchemaOf(kind)
	return feature.Collection{Schema: s, Features: features}
}

func site(m geotest.Map, mark rune, class string, interval int64) feature.Feature {
	return feature.Feature{ID: string(mark), Geometry: m[mark], Props: map[string]any{
		"name": "site " + string(mark), "class": class, "interval_days": interval, "category": "W03"}}
}

// region draws the land and builds its atlas and its roads.
func region(t testing.TB) (geotest.Map, *atlas.Atlas, *road.Day) {
	t.Helper()
	m := geotest.Draw(t, land, scale)
	unit := func(id, class string, at rune, towns ...any) feature.Feature {
		return feature.Feature{ID: id, Geometry: m[at], Props: map[string]any{"name": id, "class": class, "towns": towns}}
	}
	d := atlas.Dataset{Region: atlas.Region{Code: "drawn"}, Collections: map[feature.Kind]feature.Collection{
		feature.Towns: collection(feature.Towns,
			feature.Feature{ID: "west", Geometry: orb.MultiPolygon{m.Polygon("ALBbEDG")}, Props: map[string]any{"name": "west"}},
			feature.Feature{ID: "east", Geometry: orb.MultiPolygon{m.Polygon("BCHUFVEb")}, Props: map[string]any{"name": "east"}}),
		feature.Units: collection(feature.Units,
			unit("squad", "SQUAD", 'J', "west"), unit("station", "STATION", 'J', "west"), unit("station-e", "STATION", 'H', "east"),
			unit("post", "POST", 'H', "east"), unit("town-hall", "TOWN_GOV", 'J'),
			feature.Feature{ID: "brigade", Props: map[string]any{"name": "brigade", "class": "BRIGADE"}}),
		feature.Zones: collection(feature.Zones,
			feature.Feature{ID: "z", Geometry: orb.MultiPolygon{m.Polygon("TUFV")}, Props: map[string]any{"name": "z", "class": "post", "unit": "post"}}),
		feature.Wetlands: collection(feature.Wetlands,
			feature.Feature{ID: "w", Geometry: orb.MultiPolygon{m.Polygon("PQSR")}, Props: map[string]any{"name": "reeds"}}),
		feature.Rivers: collection(feature.Rivers,
			feature.Feature{ID: "r1", Geometry: m.Line("LM"), Props: map[string]any{"name": "brook", "class": "river"}},
			feature.Feature{ID: "r2", Geometry: m.Line("MN"), Props: map[string]any{"name": "brook", "class": "river"}}),
		feature.Sites: collection(feature.Sites, site(m, '1', "outfall", 7), site(m, '2', "straw_field", 7), site(m, '3', "farm", 0), site(m, '4', "outfall", 3)),
	}}
	a, err := atlas.Build(d)
	if err != nil {
		t.Fatal(err)
	}
	car, _ := road.ProfileNamed("car")
	net, err := road.Build([]road.Way{
		{ID: "main", Class: "tertiary", Line: m.Line("GJbHI")},
		{ID: "side", Class: "residential", Line: m.Line("JK")},
	}, car)
	if err != nil {
		t.Fatal(err)
	}
	return m, a, net.Plain()
}
