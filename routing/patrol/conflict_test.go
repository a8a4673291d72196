package patrol_test

import (
	"testing"
	"time"

	"xunhu/geo/finding"
	"xunhu/routing/patrol"
	"xunhu/routing/tour/search"
)

// Three sites, each at night, and one crew whose shift ends at ten: the reasons say so. They are
// irreducible: what each of them names is put right, alone, and everything fits.
func TestConflictIsIrreducible(t *testing.T) {
	m, a, net := region(t)
	night, _ := patrol.ParseHours("night")
	type put func(r *patrol.Request)
	request := func() patrol.Request {
		r := ask("brigade", 1, 1)
		r.Settings.ShiftStart, r.Settings.ShiftLength, r.Settings.StartSpread = 14*time.Hour, 8*time.Hour, 0
		for _, id := range []string{"1", "2", "3"} {
			r.Needs = append(r.Needs, patrol.Need{ID: id, Name: id, Geometry: m[rune(id[0])], Hours: night, ServiceS: 40 * 60})
		}
		r.Needs = append(r.Needs, patrol.Need{ID: "4", Name: "4", Geometry: m['4'], ServiceS: 600}) // in nobody's way
		return r
	}
	make := func(r patrol.Request) *patrol.Plan {
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatal(err)
		}
		return plan
	}
	plan := make(request())
	if len(plan.Unplanned) != 1 || plan.Unplanned[0].Reason.Code != "patrol.unplanned.full" {
		t.Fatalf("unplanned: %v", plan.Unplanned)
	}
	out := plan.Unplanned[0]
	without := func(id string) put {
		return func(r *patrol.Request) {
			for i := range r.Needs {
				if r.Needs[i].ID == id {
					r.Needs = append(r.Needs[:i:i], r.Needs[i+1:]...)
					return
				}
			}
		}
	}
	itself := func(change func(n *patrol.Need)) put {
		return func(r *patrol.Request) {
			for i := range r.Needs {
				if r.Needs[i].ID == out.Need {
					change(&r.Needs[i])
				}
			}
		}
	}
	kinds := map[string]int{}
	for _, why := range out.Why {
		kinds[why.Code]++
		var right put
		switch why.Code {
		case "patrol.why.visit", "patrol.why.visit.hours":
			right = without(why.Args["need"].(finding.Name).ZH)
		case "patrol.why.stay":
			right = itself(func(n *patrol.Need) { n.ServiceS = 1 })
		case "patrol.why.place":
			right = itself(func(n *patrol.Need) { n.Geometry = m['B'] })
		case "patrol.why.hours":
			right = itself(func(n *patrol.Need) { n.Hours = nil })
		case "patrol.why.crews":
			right = func(r *patrol.Request) { r.Settings.Crews = 2 }
		case "patrol.why.shift":
			right = func(r *patrol.Request) { r.Settings.ShiftLength = 12 * time.Hour }
		default:
			t.Fatalf("a reason %s that this test does not know", why.Code)
		}
		r := request()
		right(&r)
		if left := make(r).Unplanned; len(left) != 0 {
			t.Errorf("%s %v was put right, and %v is left out", why.Code, why.Args, left[0].Need)
		}
	}
	if kinds["patrol.why.visit.hours"] != 2 || kinds["patrol.why.visit"] != 0 || kinds["patrol.why.hours"] != 1 || kinds["patrol.why.crews"] != 1 || kinds["patrol.why.shift"] != 1 {
		t.Errorf("reasons %v", kinds)
	}
}

// A shift that is shorter than the drive is named as that, with both.
func TestShiftShorterThanTheDrive(t *testing.T) {
	m, a, net := region(t)
	r := ask("brigade", 1, 1)
	r.Settings.ShiftLength = 2 * time.Minute
	r.Needs = []patrol.Need{{ID: "n", Geometry: m['4']}}
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil || len(plan.Unplanned) != 1 {
		t.Fatal(plan, err)
	}
	if f := plan.Unplanned[0].Reason; f.Code != "patrol.unplanned.drive" || f.Args["minutes"].(float64) < 2 || f.Args["shift_minutes"] != 2.0 {
		t.Errorf("%s %v", f.Code, f.Args)
	}
}
