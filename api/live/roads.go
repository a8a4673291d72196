package live

import (
	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/highway"
	"xunhu/routing/road"
)

// surveyOf gives all that a region knows of its roads: their tags, what stands on them,
// and which turns are banned.
func surveyOf(d atlas.Dataset) road.Survey {
	var s road.Survey
	for _, f := range d.Collections[feature.Roads].Features {
		if line, ok := f.Geometry.(orb.LineString); ok {
			s.Ways = append(s.Ways, road.Way{ID: f.ID, Tags: highway.TagsOf(f), Line: line})
		}
	}
	for _, f := range d.Collections[feature.RoadRules].Features {
		at, ok := f.Geometry.(orb.Point)
		switch {
		case !ok:
		case f.Text("class") == highway.Restriction:
			s.Restrictions = append(s.Restrictions, road.Restriction{
				Tags: highway.RestrictionTags(f), From: texts(f, "from"), To: texts(f, "to"), ViaWays: texts(f, "via"), Via: at,
			})
		default:
			s.Nodes = append(s.Nodes, road.Node{At: at, Tags: highway.NodeTags(f)})
		}
	}
	return s
}

// texts gives a property that is a list of names.
func texts(f feature.Feature, name string) (all []string) {
	list, _ := f.Props[name].([]any)
	for _, v := range list {
		if s, ok := v.(string); ok {
			all = append(all, s)
		}
	}
	return all
}
