package patrol_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/routing/patrol"
	"xunhu/routing/road"
	"xunhu/routing/tour"
	"xunhu/routing/tour/search"
)

var monday = time.Date(2026, 11, 23, 15, 4, 5, 0, time.FixedZone("CST", 8*3600))

func Example() {
	square := orb.MultiPolygon{{{{117, 35}, {117.1, 35}, {117.1, 35.1}, {117, 35.1}, {117, 35}}}}
	towns, _ := feature.SchemaOf(feature.Towns)
	units, _ := feature.SchemaOf(feature.Units)
	a, err := atlas.Build(atlas.Dataset{Collections: map[feature.Kind]feature.Collection{
		feature.Towns: {Schema: towns, Features: []feature.Feature{{ID: "370481104", Geometry: square, Props: map[string]any{"name": "滨湖镇"}}}},
		feature.Units: {Schema: units, Features: []feature.Feature{{ID: "370481104-SO", Geometry: orb.Point{117.01, 35.05},
			Props: map[string]any{"name": "滨湖镇生态环境保护所", "class": "STATION", "towns": []any{"370481104"}}}}},
	}})
	if err != nil {
		panic(err)
	}
	car, _ := road.ProfileNamed("car")
	net, err := road.Build([]road.Way{{Class: "secondary", Line: orb.LineString{{117.01, 35.05}, {117.09, 35.05}}}}, car)
	if err != nil {
		panic(err)
	}
	settings := patrol.Defaults()
	settings.StartSpread = 0
	plan, err := patrol.Make(context.Background(), a, net.Plain(), search.Tours, patrol.Request{
		Unit: "370481104-SO", From: monday, Days: 1, Settings: settings,
		Needs: []patrol.Need{{ID: "outfall", Name: "排污口", Geometry: orb.Point{117.05, 35.05}}},
	})
	if err != nil {
		panic(err)
	}
	for _, t := range plan.Tours {
		fmt.Println(t.ID, t.Start.Format("15:04"), t.End.Format("15:04"))
		for _, s := range t.Stops {
			fmt.Println(s.Name.ZH, s.Arrive.Format("15:04:05"), s.ServiceS)
		}
	}
	// Output:
	// 370481104-SO/2026-11-23/1 08:30 08:53
	// 排污口 08:34:23 900
}

func needIDs(needs []patrol.Need) []string {
	var ids []string
	for _, n := range needs {
		ids = append(ids, n.ID)
	}
	return ids
}

func TestNeedsOf(t *testing.T) {
	_, a, _ := region(t)
	for _, tc := range []struct {
		unit string
		want []string
	}{
		{"squad", []string{"sites/1"}},
		{"station", []string{"sites/1", "sites/2", "rivers/r1"}},
		{"station-e", []string{"sites/3", "sites/4", "wetlands/w"}},
		{"post", []string{"sites/4"}},
		{"brigade", []string{"sites/1", "sites/3", "sites/4"}},
	} {
		needs, err := patrol.NeedsOf(a, tc.unit, patrol.Defaults())
		if err != nil {
			t.Fatal(err)
		}
		if got := needIDs(needs); !slices.Equal(got, tc.want) {
			t.Errorf("%s needs %v, want %v", tc.unit, got, tc.want)
		}
		for _, n := range needs {
			if n.IntervalDays < 1 {
				t.Errorf("%s: %s has no interval", tc.unit, n.ID)
			}
		}
	}
}

func ask(unit string, days int, seed uint64) patrol.Request {
	return patrol.Request{Unit: unit, From: monday, Days: days, Seed: seed, Settings: patrol.Defaults()}
}

func TestMakeReportsAllFaults(t *testing.T) {
	_, a, net := region(t)
	r := ask("nobody", 0, 1)
	r.Settings.ShiftLength = 13 * time.Hour
	r.Settings.LineMode = "sledge"
	r.Settings.SightM = math.NaN()
	r.Settings.Crews = 1_000_000_000
	_, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	for _, want := range []string{"patrol.no_unit", "patrol.days", "patrol.shift_too_long", "name=LineMode", "name=Crews", "name=SightM"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not report %s", err, want)
		}
	}
	if _, err := patrol.Make(t.Context(), a, net, search.Tours, ask("town-hall", 1, 1)); err == nil || !strings.Contains(err.Error(), "patrol.no_territory") {
		t.Errorf("a unit without territory: %v", err)
	}
}

// A plan whose visits would fill the memory is refused before any time is computed.
func TestMakeRefusesTooManyVisits(t *testing.T) {
	m, a, net := region(t)
	r := ask("station", patrol.MostDays, 1)
	places := make(orb.MultiPoint, patrol.MostVisits/patrol.MostDays+1)
	for i := range places {
		places[i] = m['1']
	}
	r.Needs = []patrol.Need{{ID: "n", IntervalDays: 1, Geometry: places}}
	never := func(context.Context, *tour.Problem, uint64) (tour.Solution, error) {
		return tour.Solution{}, errors.New("asked")
	}
	if _, err := patrol.Make(t.Context(), a, net, never, r); err == nil || !strings.Contains(err.Error(), "patrol.too_many") {
		t.Errorf("error %v, want patrol.too_many", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := patrol.Make(ctx, a, net, never, r); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want Canceled", err)
	}
}

// A large area takes long to look over: nobody waits for a plan that nobody wants any
// more.
func TestAreaIsLeftWhenNobodyWaits(t *testing.T) {
	m, a, net := region(t)
	r := ask("brigade", 1, 1)
	r.Needs = []patrol.Need{{ID: "n", Geometry: m.Polygon("PQSR")}}
	_, err := patrol.Make(&ending{t.Context(), 1}, a, net, search.Tours, r)
	if !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "cost matrix") {
		t.Errorf("error %v, want the end of the context before any cost is asked for", err)
	}
}

// ending is a context that ends after so many looks at it.
type ending struct {
	context.Context
	left int
}

func (c *ending) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// What a solver says is not believed.
func TestMakeChecksTheSolver(t *testing.T) {
	_, a, net := region(t)
	liar := func(_ context.Context, p *tour.Problem, _ uint64) (tour.Solution, error) { return tour.Solution{}, nil }
	if _, err := patrol.Make(t.Context(), a, net, liar, ask("station", 7, 1)); !errors.Is(err, tour.ErrWrong) {
		t.Errorf("error %v, want ErrWrong", err)
	}
	broken := errors.New("broken")
	fails := func(context.Context, *tour.Problem, uint64) (tour.Solution, error) { return tour.Solution{}, broken }
	if _, err := patrol.Make(t.Context(), a, net, fails, ask("station", 7, 1)); !errors.Is(err, broken) {
		t.Errorf("error %v, want the solver's own", err)
	}
}

// Legs name the town they run in and what the unit may do there; a leg that leaves
// a town, a zone or the region is cut there.
func TestLegsKnowWhereTheyRun(t *testing.T) {
	m, a, net := region(t)
	type leg struct {
		town   string
		powers patrol.Powers
	}
	there := []patrol.Need{{ID: "n", Geometry: m['I']}}
	for _, tc := range []struct {
		unit string
		want []leg
	}{
		{"squad", []leg{{"west", "ENFORCE"}, {"east", "OBSERVE"}, {"", "NONE"}, {"", "NONE"}, {"east", "OBSERVE"}, {"west", "ENFORCE"}}},
		{"station", []leg{{"west", "REMEDY"}, {"east", "OBSERVE"}, {"", "NONE"}, {"", "NONE"}, {"east", "OBSERVE"}, {"west", "REMEDY"}}},
		{"station-e", []leg{{"", "NONE"}, {"", "NONE"}}},
	} {
		r := ask(tc.unit, 1, 1)
		r.Kind, r.With, r.Needs = patrol.Joint, "the neighbours", there
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatal(err)
		}
		if len(plan.Tours) != 1 {
			t.Fatalf("%s: %d tours, unplanned %v", tc.unit, len(plan.Tours), plan.Unplanned)
		}
		var got []leg
		for _, l := range plan.Tours[0].Legs {
			got = append(got, leg{l.Town, l.Powers})
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: legs %v, want %v", tc.unit, got, tc.want)
		}
	}
	// into the zone on foot, along the line U to 4
	r := ask("post", 1, 1)
	r.Needs = []patrol.Need{{ID: "n", Geometry: orb.LineString{m['H'], m['4']}}}
	r.Settings.PieceM = 10_000
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	var got []leg
	for _, l := range plan.Tours[0].Legs {
		got = append(got, leg{l.Town, l.Powers})
	}
	if want := []leg{{"east", "OBSERVE"}, {"east", "PREVENT"}, {"east", "PREVENT"}, {"east", "OBSERVE"}}; !slices.Equal(got, want) {
		t.Errorf("post: legs %v, want %v", got, want)
	}
}

// What cannot be planned is named, with its reason.
func TestUnplanned(t *testing.T) {
	m, a, net := region(t)
	far := orb.Point{m['1'][0], m['A'][1] + 0.05}
	for _, tc := range []struct {
		name string
		need patrol.Need
		code string
	}{
		{"far from any road", patrol.Need{Geometry: far}, "patrol.unplanned.far"},
		{"a line far from any road", patrol.Need{Geometry: orb.LineString{far, {far[0] + 0.01, far[1]}}}, "patrol.unplanned.far"},
		{"outside the region", patrol.Need{Geometry: m['I']}, "patrol.unplanned.outside"},
		{"a line outside the region", patrol.Need{Geometry: orb.LineString{m['I'], {m['I'][0] + 0.01, m['I'][1]}}}, "patrol.unplanned.outside_line"},
		{"longer than a shift", patrol.Need{Geometry: m['1'], ServiceS: 9 * 3600}, "tour.too_late"},
		{"out of sight", patrol.Need{Geometry: m.Polygon("PQSR")}, "patrol.unplanned.unseen"},
		{"no geometry", patrol.Need{}, "patrol.unplanned.shape"},
	} {
		r := ask("brigade", 1, 1)
		if strings.Contains(tc.code, "far") {
			r.Kind, r.With = patrol.Joint, "the neighbours"
		}
		tc.need.ID = "n"
		r.Needs = []patrol.Need{tc.need}
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatalf("%s: %v", tc.name, err)
		}
		if len(plan.Unplanned) != 1 || plan.Unplanned[0].Reason.Code != tc.code || plan.Unplanned[0].Need != "n" {
			t.Errorf("%s: unplanned %+v, want %s", tc.name, plan.Unplanned, tc.code)
		}
	}
}

// What is seen and what is not make up the area, without overlap.
func TestAreaIsSeenOrUnplanned(t *testing.T) {
	m, a, net := region(t)
	r := ask("brigade", 1, 1)
	area := m.Polygon("PQSR")
	r.Needs = []patrol.Need{{ID: "n", Geometry: area}}
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, x := range plan.Tours {
		for _, s := range x.Stops {
			sum += geodesy.Area(s.Geometry)
			for _, ring := range s.Geometry.(orb.MultiPolygon)[0] {
				for _, p := range ring {
					if d := geodesy.Distance(s.At, p); d > r.Settings.SightM*1.001 {
						t.Errorf("stop %d covers a place %.0f m away", s.Sequence, d)
					}
				}
			}
		}
	}
	if sum == 0 {
		t.Error("nothing is seen")
	}
	for _, u := range plan.Unplanned {
		sum += geodesy.Area(u.Geometry)
	}
	if whole := geodesy.Area(area); math.Abs(sum-whole) > 0.02*whole {
		t.Errorf("%.0f m² are seen or unplanned, of %.0f m²", sum, whole)
	}
}

// A line on foot is walked out and back; by boat it is travelled once, from whichever
// end; the ways between its ends and the road are walked.
func TestLinesAreTravelled(t *testing.T) {
	m, a, net := region(t)
	for _, tc := range []struct {
		mode  patrol.Mode
		line  string
		times float64
		kmh   float64
	}{
		{patrol.Foot, "GK", 2, 4}, {patrol.Boat, "GK", 1, 12}, {patrol.Vehicle, "GK", 1, 15},
		{patrol.Boat, "G2", 1, 12},
	} {
		for option := range int32(2) {
			end := func(_ context.Context, p *tour.Problem, _ uint64) (tour.Solution, error) {
				open := p.Shifts[0].Open
				begin := open + p.Time(0, 0, p.Tasks[0].Modes[option].Enter)
				return tour.Solution{Tours: []tour.Tour{{Depart: open, Visits: []tour.Visit{{Mode: option, Begin: begin}}}}}, nil
			}
			r := ask("station", 1, 1)
			line := m.Line(tc.line)
			r.Needs = []patrol.Need{{ID: "n", Geometry: line, Mode: tc.mode}}
			r.Settings.PieceM = 10_000
			plan, err := patrol.Make(t.Context(), a, net, end, r)
			if err != nil {
				t.Fatal(err)
			}
			holds(t, a, r, plan)
			length := geodesy.Length(line) * tc.times
			var on float64
			for _, l := range plan.Tours[0].Legs {
				if l.Mode == string(tc.mode) {
					on += l.DistanceM
				}
			}
			if math.Abs(on-length) > 0.5 {
				t.Errorf("%s: travelled %.1f m, want %.1f m", tc.mode, on, length)
			}
			if s := plan.Tours[0].Stops[0].ServiceS; math.Abs(float64(s)-length/tc.kmh*3.6) > 2 {
				t.Errorf("%s: %d s, want %.1f s", tc.mode, s, length/tc.kmh*3.6)
			}
		}
	}
}

// One seed, one plan; another seed, another plan: nobody outside can tell when the
// patrol comes.
func TestSeeds(t *testing.T) {
	_, a, net := region(t)
	planOf := func(seed uint64) *patrol.Plan {
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, ask("brigade", 1, seed))
		if err != nil {
			t.Fatal(err)
		}
		return plan
	}
	if !reflect.DeepEqual(planOf(1), planOf(1)) {
		t.Error("one seed, two plans")
	}
	starts, orders := map[string]bool{}, map[string]bool{}
	for seed := range uint64(20) {
		x := planOf(seed).Tours[0]
		starts[x.Start.Format("15:04")] = true
		order := ""
		for _, s := range x.Stops {
			order += s.Need + " "
		}
		orders[order] = true
	}
	if len(starts) < 4 || len(orders) < 2 {
		t.Errorf("20 seeds gave starts %v and orders %v", starts, orders)
	}
}

func TestCommitment(t *testing.T) {
	// printf '%s' '42|370481-ZX01|2026-11-23' | sha256sum
	const want = "88b3dc5b8e596071f7a1b54591e41eec1681d993c3a741d5fcff3830222e8077"
	if got := patrol.Commitment(42, "370481-ZX01", monday); got != want {
		t.Errorf("commitment %s, want %s", got, want)
	}
	_, a, net := region(t)
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, ask("station", 1, 42))
	if err != nil {
		t.Fatal(err)
	}
	if plan.SeedCommitment != patrol.Commitment(42, "station", monday) {
		t.Errorf("the plan commits to %s", plan.SeedCommitment)
	}
}

// A plan without tours says why.
func TestNothingToDo(t *testing.T) {
	m, a, net := region(t)
	for _, tc := range []struct {
		code  string
		needs []patrol.Need
	}{
		{"patrol.no_needs", []patrol.Need{}},
		{"patrol.nothing_due", []patrol.Need{{ID: "n", Geometry: m['1'], IntervalDays: 3660}}},
	} {
		r := ask("station", 1, 1)
		r.Needs, r.Settings.LeastVisits = tc.needs, 0
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatal(err)
		}
		if len(plan.Tours) != 0 || len(plan.Notes) != 1 || plan.Notes[0].Code != tc.code {
			t.Errorf("%s: tours %v, notes %v", tc.code, plan.Tours, plan.Notes)
		}
	}
}

// A shift that begins on the night before the clocks change still begins at its
// hour, and lasts its hours.
func TestClocksChange(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Vaduz")
	if err != nil {
		t.Skip("no zone files: ", err)
	}
	m, a, net := region(t)
	r := ask("station", 3, 1)
	r.From = time.Date(2026, 3, 28, 0, 0, 0, 0, zone)
	r.Settings.StartSpread = 0
	r.Settings.LeastVisits = 0
	r.Needs = []patrol.Need{{ID: "daily", IntervalDays: 1, Geometry: m['1']}}
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range plan.Tours {
		if got := x.Start.In(zone).Format("15:04"); got != "08:30" {
			t.Errorf("%s begins at %s", x.ID, got)
		}
	}
	if len(plan.Tours) != 3 {
		t.Errorf("%d tours", len(plan.Tours))
	}
}
