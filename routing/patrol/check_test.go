package patrol_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/routing/patrol"
	"xunhu/routing/tour/search"
)

// Check finds what is wrong with a plan that was right.
func TestCheckFindsFaults(t *testing.T) {
	_, a, net := region(t)
	for _, tc := range []struct {
		name  string
		spoil func(p *patrol.Plan)
		want  string
	}{
		{"nothing", func(*patrol.Plan) {}, ""},
		{"a day outside", func(p *patrol.Plan) { p.Tours[0].Date = "2026-11-22" }, "not a day of the plan"},
		{"too long", func(p *patrol.Plan) { p.Tours[0].End = p.Tours[0].End.Add(9 * time.Hour) }, "lasts"},
		{"before the shift", func(p *patrol.Plan) { p.Tours[0].Start = p.Tours[0].Start.Add(-9 * time.Hour) }, "beyond its shift"},
		{"two tours at once", func(p *patrol.Plan) { p.Tours = append(p.Tours, p.Tours[0]) }, "rests"},
		{"ways at once", func(p *patrol.Plan) { p.Tours[0].Legs[1].Depart = p.Tours[0].Start.Add(-time.Minute) }, "way 2 departs"},
		{"a jump", func(p *patrol.Plan) { p.Tours[0].Legs[1].Line[0][0] += 0.01 }, "apart"},
		{"at work outside", func(p *patrol.Plan) {
			for i := range p.Tours[0].Legs {
				p.Tours[0].Legs[i].Town, p.Tours[0].Legs[i].Mode = "", "foot"
			}
		}, "outside the region"},
		{"on another's ground", func(p *patrol.Plan) { p.Tours[0].Legs[0].Town = "nowhere" }, "is said to be in"},
		{"nobody named who may enforce", func(p *patrol.Plan) { p.Tours[0].Stops[0].Asked = nil }, "names no OFFICERS of brigade"},
		{"a boat in the ice", func(p *patrol.Plan) {
			l := p.Tours[len(p.Tours)-1].Legs
			l[0].Mode = "boat"
		}, "season ice"},
		{"too late for a lead", func(p *patrol.Plan) { p.Tours[0].Stops[0].Before = p.Tours[0].Stops[0].Arrive }, "too late for"},
		{"too few certified", func(p *patrol.Plan) { p.Tours[0].Stops[0].Certified = 3 }, "takes 3"},
		{"outside without the other side", func(p *patrol.Plan) {
			p.Tours[0].Kind = patrol.Joint
			p.Tours[0].Stops[0].At[0], p.Tours[0].Stops[0].Geometry = 100, orb.Point{}
		}, "outside the region"},
		{"stops at once", func(p *patrol.Plan) { p.Tours[0].Stops[0].ServiceS = 7 * 3600 }, "stop"},
		{"a visit dropped", func(p *patrol.Plan) {
			for i := range p.Tours {
				kept := p.Tours[i].Stops[:0]
				for k, s := range p.Tours[i].Stops {
					if i < 4 || i > 16 || s.Need != "sites/1" {
						kept = append(kept, p.Tours[i].Stops[k])
					}
				}
				p.Tours[i].Stops = kept
			}
		}, "sites/1"},
	} {
		r := ask("brigade", 28, 3)
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatal(err)
		}
		tc.spoil(plan)
		err = patrol.Check(a, r.Settings, plan)
		if tc.want == "" && err != nil || tc.want != "" && (!errors.Is(err, patrol.ErrWrong) || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: %v, want %q", tc.name, err, tc.want)
		}
	}
}
