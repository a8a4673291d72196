package jurisdiction_test

import (
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/demo"
	"xunhu/geo/jurisdiction"
)

// What is not known is said, never guessed: a place in the sea, a category that does not
// exist, a day before any law.
func TestGapsAreNamed(t *testing.T) {
	r := rules(t, demo.Dataset())
	town := demo.Examples()[0].Geometry
	for _, tc := range []struct {
		name string
		inc  jurisdiction.Incident
		want string // reason
	}{
		{"in the Yellow Sea", jurisdiction.Incident{Geometry: orb.Point{123, 35}, Category: "W12", OccurredAt: autumn}, "reason.out_unknown"},
		{"latitude first", jurisdiction.Incident{Geometry: orb.Point{35.1, 35.1}, Category: "W12", OccurredAt: autumn}, "reason.out_unknown"},
		{"no such category", jurisdiction.Incident{Geometry: town, Category: "Q77", OccurredAt: autumn}, "reason.unknown_category"},
		{"before the wetland law", jurisdiction.Incident{Geometry: town, Category: "W03", OccurredAt: time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d, err := r.Decide(tc.inc, nil)
			if err != nil {
				t.Fatal(err)
			}
			if tc.want != "" && !slices.Contains(codes(d), tc.want) {
				t.Errorf("%v lacks %s", codes(d), tc.want)
			}
			if tc.want == "reason.out_unknown" && (d.Arbiter != "EXT-370400-EE" || slices.Contains(codes(d), "reason.pass_on")) {
				t.Errorf("asked %q, %v", d.Arbiter, codes(d))
			}
			if tc.want == "reason.unknown_category" && d.K != "K4" {
				t.Errorf("class %s, want K4", d.K)
			}
		})
	}
}
