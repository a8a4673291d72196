package patrol_test

import (
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/routing/crew"
	"xunhu/routing/patrol"
	"xunhu/routing/road"
	"xunhu/routing/tour/search"
	"xunhu/routing/trip"
	"xunhu/routing/water"
)

// boatsOn are boats on the waters of an atlas.
func boatsOn(t *testing.T, a *atlas.Atlas, net *road.Day) *trip.Planner {
	t.Helper()
	c := water.Chart{ClearanceM: 20, ReachM: 100}
	for _, l := range a.Lakes {
		c.Open = append(c.Open, water.Area{ID: l.ID, Area: l.Geometry})
	}
	for _, r := range a.Rivers {
		if r.Class == "river" || r.Class == "canal" {
			c.Channels = append(c.Channels, water.Channel{ID: r.ID, Line: r.Line})
		}
	}
	for _, s := range a.Sites {
		if s.Class == "landing" {
			c.Landings = append(c.Landings, water.Landing{ID: s.ID, At: s.At})
		}
	}
	waters, err := water.Build(c)
	if err != nil {
		t.Fatal(err)
	}
	afloat, err := waters.Customize(water.Profile{Name: "boat", KMH: 15, ChannelKMH: 8})
	if err != nil {
		t.Fatal(err)
	}
	return &trip.Planner{Roads: net, Waters: waters, Afloat: afloat, ChangeS: 300}
}

// on is a day on which a full crew is on duty, and a second one that has only a car.
func on(day time.Time) patrol.Day {
	date := day.Format(time.DateOnly)
	start := time.Date(day.Year(), day.Month(), day.Day(), 8, 30, 0, 0, day.Location())
	return patrol.Day{Crews: []patrol.Crew{
		{Duty: date + "/full", Kind: "P5", Start: start, End: start.Add(9 * time.Hour), Size: 3, Certified: 2, People: []string{"a", "b", "c"},
			Skills: []crew.Skill{crew.Helmsman, crew.Pilot},
			Items: []crew.Item{{ID: "car", Kind: crew.Vehicle}, {ID: "boat", Kind: crew.Boat, Seats: 6}, {ID: "drone", Kind: crew.Drone},
				{ID: "meter", Kind: crew.Instrument, CalibratedTo: day.AddDate(0, 1, 0)}}},
		{Duty: date + "/second", Kind: "P5", Start: start, End: start.Add(9 * time.Hour), Size: 2, People: []string{"d", "e"},
			Items: []crew.Item{{ID: "car2", Kind: crew.Vehicle}}},
	}}
}

// wetland is the demonstration's post, asked for a plan of some days, with everything it has;
// one of its rivers is to be seen from a boat.
func wetland(t *testing.T, days int) (*atlas.Atlas, *road.Day, patrol.Request) {
	t.Helper()
	a, net := demonstration(t)
	r := ask("370481-ZX01", days, 1)
	var err error
	if r.Needs, err = patrol.NeedsOf(a, r.Unit, r.Settings); err != nil {
		t.Fatal(err)
	}
	for i := range r.Needs {
		if r.Needs[i].ID == "rivers/jiehe-1" {
			r.Needs[i].Mode = patrol.Boat
		}
	}
	r.Means = patrol.Means{Boats: boatsOn(t, a, net), Wind: map[string]int{}, Duty: map[string]patrol.Day{}}
	for day := range days {
		at := monday.AddDate(0, 0, day)
		r.Means.Duty[at.Format(time.DateOnly)] = on(at)
	}
	return a, net, r
}

// In a week the post drives, walks, sails and flies, all on one day at least, and what it does
// keeps what plans promise. The one boat and the one drone go where their crew goes.
func TestPlanByLandWaterAndAir(t *testing.T) {
	a, net, r := wetland(t, 7)
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	best := 0
	for _, x := range plan.Tours {
		modes, by := map[string]bool{}, map[patrol.Mode]bool{}
		for _, l := range x.Legs {
			modes[l.Mode] = true
			inTown(t, a, x.ID, l)
		}
		for _, s := range x.Stops {
			by[s.Mode] = true
		}
		best = max(best, len(modes))
		takes := func(id string) bool {
			return slices.ContainsFunc(x.Takes, func(i crew.Item) bool { return i.ID == id })
		}
		if modes["boat"] != takes("boat") || modes["drone"] != takes("drone") || modes["boat"] != by["boat"] || modes["drone"] != by["drone"] {
			t.Errorf("%s goes by %v, stops by %v, takes %v", x.ID, modes, by, x.Takes)
		}
		if full := strings.HasSuffix(x.Duty, "/full"); full != takes("car") || full == takes("car2") {
			t.Errorf("%s of %s takes %v", x.ID, x.Duty, x.Takes)
		}
	}
	if best != 4 {
		t.Errorf("no day by car, on foot, by boat and by drone: %d at most", best)
	}
}

// Each constraint on crews and what they go by is seen broken.
func TestCheckMeansFindsFaults(t *testing.T) {
	a, net, r := wetland(t, 7)
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	find := func(p *patrol.Plan, mode string) *patrol.Tour {
		i := slices.IndexFunc(p.Tours, func(x patrol.Tour) bool {
			return slices.ContainsFunc(x.Legs, func(l patrol.Leg) bool { return l.Mode == mode })
		})
		return &p.Tours[i]
	}
	leg := func(x *patrol.Tour, mode string, work bool) *patrol.Leg {
		i := slices.IndexFunc(x.Legs, func(l patrol.Leg) bool { return l.Mode == mode && (l.Stop > 0) == work })
		return &x.Legs[i]
	}
	for _, tc := range []struct {
		name  string
		spoil func(p *patrol.Plan, m *patrol.Means, s *patrol.Settings)
		want  string
	}{
		{"nothing", func(*patrol.Plan, *patrol.Means, *patrol.Settings) {}, ""},
		{"nobody on duty", func(p *patrol.Plan, m *patrol.Means, _ *patrol.Settings) {
			m.Duty[p.Tours[0].Date] = patrol.Day{}
		}, "nobody is on duty"},
		{"off duty", func(p *patrol.Plan, m *patrol.Means, _ *patrol.Settings) {
			for i := range m.Duty[p.Tours[0].Date].Crews {
				m.Duty[p.Tours[0].Date].Crews[i].End = p.Tours[0].End.Add(-time.Minute)
			}
		}, "its crew on duty"},
		{"alone", func(p *patrol.Plan, m *patrol.Means, _ *patrol.Settings) { m.Duty[p.Tours[0].Date].Crews[0].Size = 1 }, "1 go"},
		{"a squad without certificates", func(p *patrol.Plan, m *patrol.Means, _ *patrol.Settings) {
			p.Tours[0].Unit = "370481-ZD01"
			m.Duty[p.Tours[0].Date].Crews[0].Certified = 1
		}, "1 may enforce"},
		{"a tour that takes officers, without certificates", func(p *patrol.Plan, m *patrol.Means, _ *patrol.Settings) {
			p.Tours[0].Certified = 2
			for i := range m.Duty[p.Tours[0].Date].Crews {
				m.Duty[p.Tours[0].Date].Crews[i].Certified = 1
			}
		}, "1 may enforce, and it takes 2"},
		{"no helmsman", func(p *patrol.Plan, m *patrol.Means, _ *patrol.Settings) {
			m.Duty[find(p, "boat").Date].Crews[0].Skills = []crew.Skill{crew.Pilot}
		}, "no helmsman"},
		{"no pilot", func(p *patrol.Plan, m *patrol.Means, _ *patrol.Settings) {
			m.Duty[find(p, "drone").Date].Crews[0].Skills = []crew.Skill{crew.Helmsman}
		}, "no pilot"},
		{"a boat under repair", func(p *patrol.Plan, m *patrol.Means, _ *patrol.Settings) {
			x := find(p, "boat")
			m.Duty[x.Date].Crews[0].Items[1].Out = []crew.Span{{From: x.Start, Until: x.End}}
		}, "takes boat, which is out"},
		{"a boat not taken", func(p *patrol.Plan, _ *patrol.Means, _ *patrol.Settings) { find(p, "boat").Takes = nil }, "takes no boat"},
		{"a boat for one", func(p *patrol.Plan, m *patrol.Means, _ *patrol.Settings) {
			m.Duty[find(p, "boat").Date].Crews[0].Items[1].Seats = 1
		}, "takes no boat"},
		{"not booked", func(p *patrol.Plan, m *patrol.Means, _ *patrol.Settings) {
			d := m.Duty[find(p, "drone").Date].Crews
			d[0].Items = d[0].Items[:2]
		}, "not booked with its crew"},
		{"not calibrated", func(p *patrol.Plan, m *patrol.Means, _ *patrol.Settings) {
			x := &p.Tours[0]
			x.Takes = append(slices.Clone(x.Takes), crew.Item{ID: "meter", Kind: crew.Instrument})
			m.Duty[x.Date].Crews[0].Items[3].CalibratedTo = x.Start
		}, "not calibrated"},
		{"no instrument", func(p *patrol.Plan, _ *patrol.Means, _ *patrol.Settings) { p.Tours[0].Stops[0].Instrument = true }, "measures"},
		{"one boat twice", func(p *patrol.Plan, m *patrol.Means, _ *patrol.Settings) {
			x := *find(p, "boat")
			x.ID, x.Duty = "twice", x.Date+"/second"
			m.Duty[x.Date].Crews[1].Items = m.Duty[x.Date].Crews[0].Items
			p.Tours = append(p.Tours, x)
		}, "boat is on"},
		{"one person twice", func(p *patrol.Plan, m *patrol.Means, _ *patrol.Settings) {
			x := p.Tours[0]
			x.ID, x.Duty = "twice", x.Date+"/second"
			m.Duty[x.Date].Crews[1].People = []string{"a"}
			p.Tours = append(p.Tours, x)
		}, "a is on"},
		{"a storm", func(p *patrol.Plan, m *patrol.Means, _ *patrol.Settings) { m.Wind[find(p, "boat").Date] = 7 }, "by boat in wind of force 7"},
		{"wind for a drone", func(p *patrol.Plan, m *patrol.Means, _ *patrol.Settings) { m.Wind[find(p, "drone").Date] = 6 }, "by drone in wind of force 6"},
		{"a boat at work outside", func(p *patrol.Plan, _ *patrol.Means, _ *patrol.Settings) {
			leg(find(p, "boat"), "boat", true).Town = ""
		}, "outside the region, by boat"},
		{"a drone outside", func(p *patrol.Plan, _ *patrol.Means, _ *patrol.Settings) {
			leg(find(p, "drone"), "drone", true).Town = ""
		}, "flown outside"},
		{"too high", func(_ *patrol.Plan, _ *patrol.Means, s *patrol.Settings) { s.DroneHeightM = 120 }, "without an approval"},
		{"too far", func(_ *patrol.Plan, _ *patrol.Means, s *patrol.Settings) { s.DroneRangeM = 200 }, "from its launch"},
		{"for nothing", func(p *patrol.Plan, _ *patrol.Means, _ *patrol.Settings) {
			leg(find(p, "drone"), "drone", true).Stop = 0
		}, "for no stop"},
	} {
		p, m, s := copied(plan), r.Means, r.Settings
		m.Wind, m.Duty = map[string]int{}, map[string]patrol.Day{}
		for date := range r.Means.Duty {
			day, _ := time.ParseInLocation(time.DateOnly, date, monday.Location())
			m.Duty[date] = on(day)
		}
		tc.spoil(p, &m, &s)
		err := errors.Join(patrol.Check(a, s, p), patrol.CheckMeans(a, m, p))
		if tc.want == "" && err != nil || tc.want != "" && (!errors.Is(err, patrol.ErrWrong) || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: %v, want %q", tc.name, err, tc.want)
		}
	}
}

// copied is a plan that can be spoilt.
func copied(p *patrol.Plan) *patrol.Plan {
	c := *p
	c.Tours = slices.Clone(p.Tours)
	for i := range c.Tours {
		x := &c.Tours[i]
		x.Legs, x.Stops, x.Takes = slices.Clone(x.Legs), slices.Clone(x.Stops), slices.Clone(x.Takes)
	}
	return &c
}

// What no crew of its day can do is done on another day, or is left with what is missing.
func TestNeedsWaitForWhoCan(t *testing.T) {
	a, net, r := wetland(t, 3)
	reach := orb.LineString{{116.8442, 35.1404}, {116.8555, 35.1496}} // of the river Jiehe
	r.Needs = []patrol.Need{
		{ID: "reach", Geometry: reach, Mode: patrol.Boat},
		{ID: "reeds", Geometry: orb.Polygon{{{116.869, 35.107}, {116.873, 35.107}, {116.873, 35.111}, {116.869, 35.111}, {116.869, 35.107}}}, Mode: patrol.Drone},
		{ID: "outfall", Geometry: orb.Point{116.8748, 35.0998}, Instrument: true},
	}
	first, last := "2026-11-23", "2026-11-25"
	only := func(date string) {
		for d, day := range r.Means.Duty {
			if d != date {
				day.Crews = day.Crews[1:] // who has only a car
				r.Means.Duty[d] = day
			}
		}
	}
	only(last)
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range plan.Tours {
		for _, s := range x.Stops {
			if x.Date != last {
				t.Errorf("%s on %s by %s", s.Need, x.Date, s.Mode)
			}
		}
	}
	for _, u := range plan.Unplanned {
		t.Errorf("left out: %v", u.Reason)
	}
	if len(plan.Tours) != 1 {
		t.Errorf("%d tours", len(plan.Tours))
	}
	reasons := func() map[string]string {
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]string{}
		for _, u := range plan.Unplanned {
			all[u.Need] = u.Reason.Code
		}
		return all
	}
	only(first) // nobody
	if got, want := reasons(), map[string]string{"reach": "patrol.unplanned.no_boat", "reeds": "patrol.unplanned.no_drone", "outfall": "patrol.unplanned.no_instrument"}; !maps.Equal(got, want) {
		t.Errorf("nobody can: %v, want %v", got, want)
	}
	for date := range r.Means.Duty {
		r.Means.Duty[date] = patrol.Day{}
	}
	if got := reasons(); got["outfall"] != "patrol.unplanned.no_crew" {
		t.Errorf("nobody is there: %v", got)
	}
	for day := range 3 {
		at := monday.AddDate(0, 0, day)
		r.Means.Duty[at.Format(time.DateOnly)], r.Means.Wind[at.Format(time.DateOnly)] = on(at), 7
	}
	if got, want := reasons(), map[string]string{"reach": "patrol.unplanned.weather", "reeds": "patrol.unplanned.weather"}; !maps.Equal(got, want) {
		t.Errorf("in a storm: %v, want %v", got, want)
	}
}

// A squad goes out where two of a crew may enforce, and nowhere else; so does whoever visits a
// lead, checks one again or patrols jointly. Off hours one is enough.
func TestCrewsHaveWhoMayEnforce(t *testing.T) {
	m, a, net := region(t)
	for _, tc := range []struct {
		unit, kind string
		need       int // certified that the need itself takes
		certified  int
		left       string
	}{
		{"squad", "", 0, 2, ""},
		{"squad", "", 0, 1, "patrol.unplanned.no_officers"},
		{"squad", "P9", 0, 1, "patrol.unplanned.no_officers"},
		{"station", "", 0, 0, ""},
		{"station", "", 2, 2, ""},
		{"station", "", 2, 1, "patrol.unplanned.no_officers"},
		{"station", patrol.BackChecks, 0, 1, "patrol.unplanned.no_officers"},
		{"station", "P6", 0, 1, "patrol.unplanned.no_officers"},
		{"station", "P9", 0, 1, ""},
		{"station", "P9", 0, 0, "patrol.unplanned.no_officer"},
	} {
		r := ask(tc.unit, 1, 1)
		r.Kind, r.Needs = tc.kind, []patrol.Need{{ID: "n", Geometry: m['1'], Certified: tc.need}}
		day := on(monday)
		day.Crews = day.Crews[:1]
		day.Crews[0].Certified = tc.certified
		r.Means.Duty = map[string]patrol.Day{monday.Format(time.DateOnly): day}
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatal(err)
		}
		left := ""
		for _, u := range plan.Unplanned {
			left = u.Reason.Code
		}
		if left != tc.left || (len(plan.Tours) == 1) != (left == "") {
			t.Errorf("%+v: %d tours, left out by %q", tc, len(plan.Tours), left)
		}
	}
}

// A lake is looked over from a boat: one outing from its landing, with all of it seen or said to
// be left.
func TestAreaAfloat(t *testing.T) {
	a, net := demonstration(t)
	lake := a.Lakes[slices.IndexFunc(a.Lakes, func(l atlas.Area) bool { return l.ID == "mahe" })]
	r := ask("370481115-SO", 1, 1)
	date := r.From.Format(time.DateOnly)
	r.Means = patrol.Means{Boats: boatsOn(t, a, net), Duty: map[string]patrol.Day{date: on(monday)}}
	r.Settings.StartSpread = 0
	r.Needs = []patrol.Need{{ID: "lake", Geometry: lake.Geometry, Mode: patrol.Boat}}
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Tours) != 1 || len(plan.Tours[0].Stops) < 2 {
		t.Fatalf("%d tours; left out %v", len(plan.Tours), plan.Unplanned)
	}
	outings, afloat, seen, left := 0, false, 0.0, 0.0
	for _, l := range plan.Tours[0].Legs {
		if l.Mode == "boat" && !afloat {
			outings++
		}
		if s := l.Arrive.Sub(l.Depart).Seconds(); l.Mode == "boat" && math.Abs(s-l.DistanceM/(15/3.6)) > 2 {
			t.Errorf("way %d: %.0f m by boat in %.0f s", l.Sequence, l.DistanceM, s)
		}
		afloat = l.Mode == "boat"
	}
	for _, s := range plan.Tours[0].Stops {
		seen += geodesy.Area(s.Geometry)
	}
	for _, u := range plan.Unplanned {
		left += geodesy.Area(u.Geometry)
	}
	if whole := geodesy.Area(lake.Geometry); outings != 1 || math.Abs(seen+left-whole) > 0.01*whole || left > 0.2*whole {
		t.Errorf("%d outings, %.0f m² seen and %.0f m² left of %.0f m²", outings, seen, left, whole)
	}
}

// A tour that goes afloat from two landings says to which of them its boat is brought; the name
// of a third does not do.
func TestUsedLandingsAreNamed(t *testing.T) {
	a, net := demonstration(t)
	boats := boatsOn(t, a, net)
	all := boats.Waters.Landings()
	if len(all) < 3 {
		t.Fatalf("%d landings", len(all))
	}
	leg := func(mode string, at orb.Point) patrol.Leg {
		return patrol.Leg{Mode: mode, Line: orb.LineString{at, at}}
	}
	name := func(id string) finding.Name {
		for _, s := range a.Sites {
			if s.ID == id && s.Name != "" {
				return finding.Name{ZH: s.Name}
			}
		}
		return finding.Name{ZH: id}
	}
	tour := patrol.Tour{ID: "t", Legs: []patrol.Leg{leg("boat", all[0].At), leg("car", all[0].At), leg("boat", all[1].At)}}
	for _, tc := range []struct {
		trailed []finding.Name
		ok      bool
	}{{nil, false}, {[]finding.Name{name(all[1].ID)}, true}, {[]finding.Name{name(all[2].ID)}, false}} {
		tour.Trailed = tc.trailed
		if err := patrol.CheckMeans(a, patrol.Means{Boats: boats}, &patrol.Plan{Tours: []patrol.Tour{tour}}); (err == nil) != tc.ok {
			t.Errorf("its boat is brought to %v: %v", tc.trailed, err)
		}
	}
}
