package intake_test

import (
	"reflect"
	"testing"

	"xunhu/geo/feature"
	"xunhu/geo/intake"
)

// A file of other makers says of its roads what vehicles ask for in columns of their own,
// or as GDAL does; columns that it lacks are as its tags say.
func TestRoadTags(t *testing.T) {
	base := region(t)
	const line, point = `{"type":"LineString","coordinates":[[117,35],[117.01,35]]}`, `{"type":"Point","coordinates":[117,35]}`
	for _, tc := range []struct {
		kind, props, shape string
		want               map[string]any
	}{
		{"roads", `{"等级":"村道","路面":"砂石","路宽":3.5,"桥梁":"是"}`, line,
			map[string]any{"class": "unclassified", "tags": map[string]any{"surface": "gravel", "width": "3.5", "bridge": "yes"}}},
		{"roads", `{"fclass":"track","oneway":"B","maxspeed":0,"bridge":"F","tunnel":"T","layer":0}`, line,
			map[string]any{"class": "track", "oneway": int64(0), "maxspeed_kmh": 0.0, "tags": map[string]any{"tunnel": "yes"}}},
		{"roads", `{"highway":"service","motor_vehicle":"no","oneway":"yes"}`, line,
			map[string]any{"class": "service", "oneway": int64(1), "access": "agricultural", "tags": map[string]any{"motor_vehicle": "no"}}},
		{"roads", `{"highway":"service","other_tags":"\"access\"=>\"private\",\"lit\"=>\"yes\",\"maxspeed\"=>\"30 mph\""}`, line,
			map[string]any{"class": "service", "access": "private", "maxspeed_kmh": 48.28032, "tags": map[string]any{"access": "private", "maxspeed": "30 mph"}}},
		{"roads", `{"class":"service","tags":{"motor_vehicle":"no"}}`, line, // ours: somebody opened it
			map[string]any{"class": "service", "tags": map[string]any{"motor_vehicle": "no"}}},
		{"road_rules", `{"barrier":"gate","foot":"yes"}`, point,
			map[string]any{"class": "barrier", "kind": "gate", "tags": map[string]any{"foot": "yes"}}},
		{"road_rules", `{"类别":"障碍","种类":"bollard"}`, point, map[string]any{"class": "barrier", "kind": "bollard"}},
		{"road_rules", `{"class":"restriction","kind":"no_left_turn","from":["w1"],"to":["w2"],"except":"bicycle"}`, point,
			map[string]any{"class": "restriction", "kind": "no_left_turn", "from": []any{"w1"}, "to": []any{"w2"}, "except": "bicycle"}},
	} {
		d, report, err := intake.Read(t.Context(), disk("x.json", features(tc.props, tc.shape)), []string{"x.json"}, &base, intake.Request{Kind: tc.kind})
		if err != nil || report.Refused() > 0 {
			t.Fatalf("%s: %v, %+v", tc.props, err, report)
		}
		got := d.Collections[feature.Kind(tc.kind)].Features[0].Props
		if delete(got, "source"); !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.props, got, tc.want)
		}
	}
}
