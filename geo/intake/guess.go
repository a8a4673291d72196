package intake

import (
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// words in names of files and layers, and the kind that they speak of; the first
// that is found decides, so the narrower stand first.
var fileWords = []struct {
	word string
	kind feature.Kind
}{
	{"区划代码", feature.Codes}, {"代码表", feature.Codes}, {"codes", feature.Codes},
	{"湿地", feature.Wetlands}, {"wetland", feature.Wetlands},
	{"责任区", feature.Zones}, {"水源地", feature.Zones}, {"zone", feature.Zones},
	{"流域", feature.Basins}, {"basin", feature.Basins}, {"catchment", feature.Basins},
	{"相邻", feature.Neighbours}, {"周边", feature.Neighbours}, {"neighbour", feature.Neighbours}, {"neighbor", feature.Neighbours},
	{"road_rules", feature.RoadRules}, {"道路障碍", feature.RoadRules}, {"转向限制", feature.RoadRules},
	{"道路", feature.Roads}, {"路网", feature.Roads}, {"公路", feature.Roads}, {"road", feature.Roads}, {"highway", feature.Roads},
	{"湖", feature.Lakes}, {"水库", feature.Lakes}, {"水面", feature.Lakes}, {"lake", feature.Lakes}, {"reservoir", feature.Lakes},
	{"河", feature.Rivers}, {"水系", feature.Rivers}, {"river", feature.Rivers}, {"stream", feature.Rivers}, {"waterway", feature.Rivers},
	{"单位", feature.Units}, {"机构", feature.Units}, {"unit", feature.Units},
	{"点位", feature.Sites}, {"排污口", feature.Sites}, {"企业", feature.Sites}, {"污染源", feature.Sites}, {"site", feature.Sites}, {"outfall", feature.Sites},
	{"街道", feature.Towns}, {"乡镇", feature.Towns}, {"镇街", feature.Towns}, {"town", feature.Towns}, {"commune", feature.Towns}, {"municipal", feature.Towns},
	{"water", feature.Lakes},
}

// fieldWords are fields that only one kind has.
var fieldWords = []struct {
	field string
	kind  feature.Kind
}{
	{"highway", feature.Roads}, {"waterway", feature.Rivers}, {"interval_days", feature.Sites}, {"巡查间隔", feature.Sites},
	{"乡", feature.Towns}, {"乡镇", feature.Towns}, {"镇街", feature.Towns}, {"xzqmc", feature.Towns}, {"xjxzmc", feature.Towns}, {"insee", feature.Towns},
}

// kindOf gives the kind of a layer and, if it was guessed, the code of the
// sentence that says from what. A guess must fit the geometry.
func (r *reading) kindOf(file, layer string, rows []row) (feature.Kind, string, error) {
	if r.req.Kind != "" {
		return feature.Kind(r.req.Kind), "", nil
	}
	shape := shapeOf(rows)
	fits := func(k feature.Kind) bool {
		s, _ := feature.SchemaOf(k)
		if k == feature.Codes {
			return shape == ""
		}
		return shape == "" || s.Shape == shape
	}
	names := strings.ToLower(layer + " " + stem(file))
	for _, w := range fileWords {
		if strings.Contains(names, w.word) && fits(w.kind) {
			return w.kind, "intake.guess_file", nil
		}
	}
	if len(rows) > 0 {
		for _, w := range fieldWords {
			if _, _, ok := lookup(rows[0].Feature, []string{w.field}); ok && fits(w.kind) {
				return w.kind, "intake.guess_fields", nil
			}
		}
		v, _, _ := find(rows[0].Feature, identity, r.req.Fields)
		if id := townCode(text(v)); len(id) == 9 && digits(id) {
			for _, k := range []feature.Kind{feature.Codes, feature.Towns} {
				if fits(k) {
					return k, "intake.guess_fields", nil
				}
			}
		}
	}
	return "", "", finding.New("intake.kind_unknown", "", "layer", layer)
}

// shapeOf gives the shape of the first row that has a geometry.
func shapeOf(rows []row) feature.Shape {
	for _, r := range rows {
		switch r.Geometry.(type) {
		case orb.Polygon, orb.MultiPolygon:
			return feature.Area
		case orb.LineString, orb.MultiLineString:
			return feature.Line
		case orb.Point, orb.MultiPoint:
			return feature.Point
		}
	}
	return ""
}
