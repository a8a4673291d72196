package patrol_test

import (
	"errors"
	"testing"

	"xunhu/routing/patrol"
	"xunhu/routing/tour/search"
)

// Once the seed is known, anybody can draw the days again; another seed is no match, and a
// visit on another day shows.
func TestVerify(t *testing.T) {
	_, a, net := region(t)
	r := ask("brigade", 42, 5)
	r.Settings.LeastVisits = 0
	r.Needs, _ = patrol.NeedsOf(a, "brigade", r.Settings)
	r.Needs = append(r.Needs, patrol.Need{ID: "once", Geometry: r.Needs[0].Geometry})
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	d, err := patrol.Verify(plan, r.Settings, 5)
	if err != nil || d.Other != 0 || d.AsDrawn < 15 || d.Once != 1 {
		t.Errorf("%+v, %v", d, err)
	}
	if _, err := patrol.Verify(plan, r.Settings, 6); !errors.Is(err, patrol.ErrWrong) {
		t.Errorf("another seed: %v", err)
	}
	for i := range plan.Tours {
		plan.Tours[i].Date = plan.From.AddDate(0, 0, i%3).Format("2006-01-02")
	}
	if again, err := patrol.Verify(plan, r.Settings, 5); err != nil || again.Other == 0 {
		t.Errorf("visits on other days: %+v, %v", again, err)
	}
}
