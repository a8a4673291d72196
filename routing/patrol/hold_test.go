package patrol_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/geodesy"
	"xunhu/routing/patrol"
	"xunhu/routing/road"
	"xunhu/routing/tour/search"
)

// Plans of all units over all days keep what a plan promises.
func TestPlansHold(t *testing.T) {
	_, a, net := region(t)
	for _, unit := range []string{"squad", "station", "station-e", "post", "brigade"} {
		for seed := range uint64(6) {
			r := ask(unit, 1+int(seed)*2, seed)
			r.Settings.Crews = 1 + int(seed%2)
			plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
			if err != nil {
				t.Fatalf("%s, seed %d: %v", unit, seed, err)
			}
			holds(t, a, r, plan)
			if plan.LowerBound > plan.Cost {
				t.Errorf("%s, seed %d: cost %d below the bound %d", unit, seed, plan.Cost, plan.LowerBound)
			}
		}
	}
}

// The same on the demonstration region, whose borders are crooked.
func TestDemonstrationPlansHold(t *testing.T) {
	a, net := demonstration(t)
	for _, u := range a.Units {
		if u.Class != atlas.Squad && u.Class != atlas.Station && u.Class != atlas.Post {
			continue
		}
		r := ask(u.ID, 1, 3)
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatalf("%s: %v", u.ID, err)
		}
		if len(plan.Tours) != 1 {
			t.Errorf("%s: %d tours on one day", u.ID, len(plan.Tours))
		}
		holds(t, a, r, plan)
	}
}

// demonstration gives the demonstration region and its roads.
func demonstration(t *testing.T) (*atlas.Atlas, *road.Day) {
	t.Helper()
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	return a, roadsOf(t, a)
}

// roadsOf builds the roads of an atlas for a car.
func roadsOf(t *testing.T, a *atlas.Atlas) *road.Day {
	t.Helper()
	var ways []road.Way
	for _, r := range a.Roads {
		ways = append(ways, road.Way{ID: r.ID, Name: r.Name, Class: r.Class, Oneway: r.Oneway, MaxSpeedKMH: r.MaxSpeedKMH, Access: r.Access, Line: r.Line})
	}
	car, _ := road.ProfileNamed("car")
	net, err := road.Build(ways, car)
	if err != nil {
		t.Fatal(err)
	}
	return net.Plain()
}

// holds sees that a plan is what it says: tours within their shifts, legs and stops
// one after another without a gap in place or time, each leg within its town.
func holds(t *testing.T, a *atlas.Atlas, r patrol.Request, plan *patrol.Plan) {
	t.Helper()
	ids := map[string]bool{}
	for _, x := range plan.Tours {
		if ids[x.ID] {
			t.Errorf("%s occurs twice", x.ID)
		}
		ids[x.ID] = true
		day, err := time.ParseInLocation(time.DateOnly, x.Date, r.From.Location())
		if err != nil {
			t.Fatal(err)
		}
		earliest := day.Add(r.Settings.ShiftStart)
		if x.Start.Before(earliest) || x.End.After(earliest.Add(r.Settings.StartSpread+r.Settings.ShiftLength)) ||
			x.End.Sub(x.Start) > r.Settings.ShiftLength || x.End.Sub(x.Start).Seconds() != x.DurationS {
			t.Errorf("%s: from %v to %v, %v s", x.ID, x.Start, x.End, x.DurationS)
		}
		if len(x.Stops) == 0 {
			t.Errorf("%s has no stops", x.ID)
		}
		sum, now := 0.0, x.Start
		for i, l := range x.Legs {
			sum += l.DistanceM
			if l.Sequence != i+1 || l.Depart.Before(now) || l.Arrive.Before(l.Depart) || l.Arrive.After(x.End) {
				t.Errorf("%s: leg %d from %v to %v, after %v", x.ID, l.Sequence, l.Depart, l.Arrive, now)
			}
			now = l.Arrive
			if math.Abs(geodesy.Length(l.Line)-l.DistanceM) > 1e-6 {
				t.Errorf("%s: leg %d is %v m, its line %v m", x.ID, l.Sequence, l.DistanceM, geodesy.Length(l.Line))
			}
			if i > 0 {
				before := x.Legs[i-1].Line
				if d := geodesy.Distance(before[len(before)-1], l.Line[0]); d > 20 { // so near, no walk is drawn
					t.Errorf("%s: %.1f m between legs %d and %d", x.ID, d, i, i+1)
				}
			}
			if pace := r.Settings.FootKMH / 3.6; l.Mode == string(patrol.Foot) && math.Abs(l.Arrive.Sub(l.Depart).Seconds()-l.DistanceM/pace) > 2 {
				t.Errorf("%s: leg %d, %.0f m on foot, takes %v", x.ID, l.Sequence, l.DistanceM, l.Arrive.Sub(l.Depart))
			}
			if i == len(x.Legs)-1 && l.Mode == x.Vehicle && !l.Arrive.Equal(x.End) {
				t.Errorf("%s: back at %v, ends at %v", x.ID, l.Arrive, x.End)
			}
			inTown(t, a, x.ID, l)
		}
		if math.Abs(sum-x.DistanceM) > 1e-6 {
			t.Errorf("%s: %v m, its legs %v m", x.ID, x.DistanceM, sum)
		}
		now = x.Start
		for i, s := range x.Stops {
			if s.Sequence != i+1 || s.Arrive.Before(now) {
				t.Errorf("%s: stop %d at %v, after %v", x.ID, s.Sequence, s.Arrive, now)
			}
			now = s.Arrive.Add(time.Duration(s.ServiceS) * time.Second)
			begins := func(l patrol.Leg) bool { return l.Depart.Equal(s.Arrive) && geodesy.Distance(l.Line[0], s.At) < 0.01 }
			if geodesy.Length(s.Geometry) > 0 && s.Geometry.GeoJSONType() == "LineString" && !slices.ContainsFunc(x.Legs, begins) {
				t.Errorf("%s: no leg leads on from stop %d at %v", x.ID, s.Sequence, s.Arrive)
			}
			if s.Reason == nil || s.Need == "" {
				t.Errorf("%s: stop %d without reason or need", x.ID, i)
			}
		}
		if now.After(x.End) {
			t.Errorf("%s: the last stop ends at %v, the tour at %v", x.ID, now, x.End)
		}
	}
}

// inTown asks the coverage how much of a leg lies in its town.
func inTown(t *testing.T, a *atlas.Atlas, id string, l patrol.Leg) {
	t.Helper()
	parts, outside, err := a.Cover.Split(l.Line)
	if err != nil {
		t.Fatal(err)
	}
	in, along := 0.0, 0.0
	for _, p := range parts {
		if p.Name == l.Town {
			in = p.Amount
		} else {
			along += p.Amount
		}
	}
	if l.Town == "" {
		in = outside
	}
	// a way along a shared border counts half to each
	if in < l.DistanceM-0.01 && in+along < l.DistanceM-0.01 || in < along-0.01 {
		t.Errorf("%s: leg %d is said to be in %q, but only %.2f m of %.2f m are", id, l.Sequence, l.Town, in, l.DistanceM)
	}
}

// The days of a plan share the work, though fewer and longer tours would cost less.
func TestDaysShareTheWork(t *testing.T) {
	m, a, net := region(t)
	r := ask("brigade", 4, 1)
	for _, mark := range "123GJbHK" {
		r.Needs = append(r.Needs, patrol.Need{ID: string(mark), Geometry: m[mark], ServiceS: 3600})
	}
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Unplanned) != 0 {
		t.Errorf("left out: %v", plan.Unplanned)
	}
	share := float64(plan.Cost) / 4
	for _, x := range plan.Tours {
		if x.DurationS > 1.5*share {
			t.Errorf("%s takes %.1f h, a share is %.1f h", x.ID, x.DurationS/3600, share/3600)
		}
	}
}
