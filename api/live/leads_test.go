package live_test

import (
	"context"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/dispatch"
	"xunhu/api/live"
	"xunhu/api/store"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
	"xunhu/routing/patrol"
)

// asking is one lead that wants its unit on site, whoever that is.
type asking struct{}

func (asking) Leads(_ context.Context, _ string, q store.LeadQuery) (page store.LeadPage, err error) {
	if q.Open {
		page.Leads = []store.Kept{{Lead: dispatch.Lead{ID: "7", Unit: q.Unit, State: "REMEDY", Ruling: dispatch.Ruling{Certified: true}}, Incident: feature.Feature{ID: "7", Geometry: orb.Point{117, 35}}}}
	}
	return page, nil
}

// A unit's usual patrols go to its leads, those of the branch too, which are joint; patrols of
// other kinds do not.
func TestAddLeads(t *testing.T) {
	now := time.Date(2026, 11, 24, 0, 0, 0, 0, law.China)
	region, err := live.New(demo.Dataset(), jurisdiction.Defaults(), now)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		unit, kind string
		leads      int
	}{
		{"370481-FJ", "", 1}, {"370481-FJ", "P6", 1}, {"370481-FJ", "P3", 1}, {"370481-FJ", patrol.Tasks, 1}, {"370481-FJ", "P9", 0},
		{"370481-ZD01", "P3", 1}, {"370481-ZD01", "P6", 0},
	} {
		q := patrol.Request{Unit: tc.unit, Kind: tc.kind, Needs: []patrol.Need{{ID: "asked for"}}, Settings: patrol.Defaults()}
		if err := region.AddLeads(t.Context(), asking{}, &q, now); err != nil {
			t.Fatal(err)
		}
		if leads := len(q.Needs) - 1; leads != tc.leads || q.Needs[0].ID != "asked for" {
			t.Errorf("%s %s: %d leads, want %d, beside what was asked for", tc.unit, tc.kind, leads, tc.leads)
		}
	}
}

// Those who take evidence for a lead of a post are of the squad, which is asked for them (V7).
func TestSquadJoinsPost(t *testing.T) {
	now := time.Date(2026, 11, 24, 0, 0, 0, 0, law.China)
	region, err := live.New(demo.Dataset(), jurisdiction.Defaults(), now)
	if err != nil {
		t.Fatal(err)
	}
	for unit, want := range map[string]int{"370481-ZX01": 0, "370481-ZD01": 2} {
		q := patrol.Request{Unit: unit, Needs: []patrol.Need{}, Settings: patrol.Defaults()}
		if err := region.AddLeads(t.Context(), asking{}, &q, now); err != nil || len(q.Needs) != 1 {
			t.Fatal(q.Needs, err)
		}
		if q.Needs[0].Certified != want {
			t.Errorf("a visit of %s takes %d officers of its own, want %d", unit, q.Needs[0].Certified, want)
		}
		if post, _ := region.Atlas.Unit(unit); want == 0 {
			town, _ := region.Atlas.Town(post.Towns[0])
			asked := jurisdiction.PatrolsOf(region.Atlas).Ask(jurisdiction.Way{Unit: unit, Town: town.Code, Geometry: town.Area[0][0][0], Own: true, Work: true, Certified: q.Needs[0].Certified, Day: now})
			if len(asked) == 0 || asked[0].Row != "G2" || asked[0].To[0] != town.Squad {
				t.Errorf("asked for %+v, want two officers of %s", asked, town.Squad)
			}
		}
	}
}
