package trip_test

import (
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/routing/road"
	"xunhu/routing/trip"
	"xunhu/routing/water"
)

// A road along a lake with two landings, and a second lake without any.
const shore = `
	R------------S---------------------T
	|            p                q    |
	|  A---------x----------------y-B  |
	|  |                            |  |   E---F
	|  |   1                    2   |  |   | 5 |
	|  |             3              |  |   H---G
	|  D----------------------------C  |
	U              4                   V`

func planner(t *testing.T, m geotest.Map) trip.Planner {
	t.Helper()
	car, _ := road.ProfileNamed("car")
	roads, err := road.Build([]road.Way{
		{ID: "north", Class: "residential", Line: m.Line("RST")},
		{ID: "west", Class: "residential", Line: m.Line("RU")},
		{ID: "east", Class: "residential", Line: m.Line("TV")},
	}, car)
	if err != nil {
		t.Fatal(err)
	}
	lakes, err := water.Build(water.Chart{
		Open:     []water.Area{{ID: "lake", Area: m.Polygon("ABCD")}, {ID: "pond", Area: m.Polygon("EFGH")}},
		Landings: []water.Landing{{ID: "west pier", At: m['x']}, {ID: "east pier", At: m['y']}},
	})
	if err != nil {
		t.Fatal(err)
	}
	afloat, err := lakes.Customize(water.Profile{Name: "boat", KMH: 10})
	if err != nil {
		t.Fatal(err)
	}
	return trip.Planner{Roads: roads.Plain(), Waters: lakes, Afloat: afloat, ChangeS: 300}
}

func TestWayOverTheBestLanding(t *testing.T) {
	m := geotest.Draw(t, shore, 100)
	p := planner(t, m)
	for _, tc := range []struct {
		from, to rune
		modes    string
		landing  string
	}{
		{'1', '2', "boat ", ""},
		{'R', '1', "road boat ", "west pier"},
		{'V', '2', "road boat ", "east pier"},
		{'2', 'V', "boat road ", "east pier"},
		{'1', 'U', "boat road ", "west pier"},
		{'R', '2', "road boat ", "east pier"}, // cars are faster
		{'x', 'y', "boat ", ""},               // though cars are faster
	} {
		legs, err := p.Way(m[tc.from], m[tc.to])
		if err != nil {
			t.Fatalf("%c to %c: %v", tc.from, tc.to, err)
		}
		modes, landing := "", ""
		for i, l := range legs {
			modes += l.Mode + " "
			landing += l.Landing
			if d := geodesy.Length(l.Line); math.Abs(d-l.DistanceM) > 0.01 {
				t.Errorf("%c to %c, leg %d: %v m, its line %v", tc.from, tc.to, i, l.DistanceM, d)
			}
		}
		if modes != tc.modes || landing != tc.landing {
			t.Errorf("%c to %c: %s over %q, want %s over %q", tc.from, tc.to, modes, landing, tc.modes, tc.landing)
		}
		first, last := legs[0].Line, legs[len(legs)-1].Line
		if first[0] != m[tc.from] || last[len(last)-1] != m[tc.to] {
			t.Errorf("%c to %c: goes from %v to %v", tc.from, tc.to, first[0], last[len(last)-1])
		}
	}
}

// No landing tried by hand is faster than the one that was taken.
func TestNoOtherLandingIsFaster(t *testing.T) {
	m := geotest.Draw(t, shore, 100)
	p := planner(t, m)
	q := p.Afloat.NewQuery()
	for _, from := range "RSTUV" {
		for _, to := range "123" {
			legs, err := p.Way(m[from], m[to])
			if err != nil {
				t.Fatal(err)
			}
			got := legs[0].DurationS + legs[1].DurationS
			best := math.Inf(1)
			for _, l := range "xy" {
				drive, err := p.Roads.Route(m[from], m[l])
				sail, err2 := q.Route(m[l], m[to])
				if err != nil || err2 != nil {
					t.Fatal(err, err2)
				}
				best = min(best, drive.DurationS+sail.DurationS)
			}
			if got != best {
				t.Errorf("%c to %c: %v s, by the better landing %v s", from, to, got, best)
			}
		}
	}
}

func TestWayRefusals(t *testing.T) {
	m := geotest.Draw(t, shore, 100)
	p := planner(t, m)
	shore := orb.Point{m['F'][0] + 3e-4, m['F'][1]} // 27 m from the pond
	for _, tc := range []struct {
		from, to orb.Point
		code     string
	}{
		{m['R'], m['V'], "trip.ashore"},
		{m['R'], m['5'], "trip.no_landing"},
		{m['1'], m['5'], "water.not_joined"},
		{shore, m['5'], ""}, // in reach of the pond, and nowhere else
		{shore, m['1'], ""}, // to a landing by road
		{shore, m['R'], "trip.no_landing"},
		{m['1'], orb.Point{500, 35}, "water.off_globe"},
		{orb.Point{math.NaN(), 35}, m['1'], "water.off_globe"},
	} {
		_, err := p.Way(tc.from, tc.to)
		var f *finding.Finding
		if tc.code == "" && err == nil {
			continue
		}
		if !errors.As(err, &f) || f.Code != tc.code {
			t.Errorf("%v to %v: %v, want %s", tc.from, tc.to, err, tc.code)
		}
	}
}
