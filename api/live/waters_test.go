package live_test

import (
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/live"
	"xunhu/api/store"
	"xunhu/geo/demo"
	"xunhu/geo/geodesy"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/predicate"
)

// A closure of water turns boats aside and shuts landings; one that slows cars, or is of
// another vehicle, or lies on land, leaves the course as it is.
func TestClosuresOfWater(t *testing.T) {
	r, err := live.New(demo.Dataset(), jurisdiction.Defaults(), monday())
	if err != nil {
		t.Fatal(err)
	}
	from, to := orb.Point{116.85, 35.05}, orb.Point{116.80, 35.15}
	course := func(closures ...store.Closure) (orb.LineString, []string) {
		t.Helper()
		trips, ids, err := r.Trips(closures, time.Time{}, live.Wind{})
		if err != nil {
			t.Fatal(err)
		}
		way, err := trips.Way(from, to)
		if err != nil || len(way) != 1 {
			t.Fatalf("%d legs, %v", len(way), err)
		}
		return way[0].Line, ids
	}
	usual, _ := course()
	middle := geodesy.Along(usual, geodesy.Length(usual)/2)
	box := orb.Bound{Min: middle, Max: middle}.Pad(0.004).ToPolygon()
	for name, c := range map[string]store.Closure{
		"of cars": {ID: "a", Where: box, Profiles: []string{"car"}},
		"slower":  {ID: "b", Where: box, Speed: 0.5},
		"on land": {ID: "c", Where: orb.Bound{Min: orb.Point{117.15, 35.08}, Max: orb.Point{117.16, 35.09}}.ToPolygon(), Profiles: []string{"boat"}},
	} {
		if line, _ := course(c); geodesy.Length(line) != geodesy.Length(usual) {
			t.Errorf("%s: the course is another", name)
		}
	}
	for name, where := range map[string]orb.Geometry{
		"an area": box, "a line": orb.LineString{{middle[0] - 0.004, middle[1] - 0.004}, {middle[0] + 0.004, middle[1] + 0.004}},
	} {
		line, ids := course(store.Closure{ID: name, Where: where, Profiles: []string{"boat"}})
		if _, meets := predicate.Meet(line, where); meets || len(ids) != 1 || geodesy.Length(line) <= geodesy.Length(usual) {
			t.Errorf("%s: %.0f m, usually %.0f; enters it: %v; holds: %v", name, geodesy.Length(line), geodesy.Length(usual), meets, ids)
		}
	}
	trips, _, err := r.Trips(nil, time.Time{}, live.Wind{})
	if err != nil {
		t.Fatal(err)
	}
	landings := trips.Waters.Landings()
	at := landings[0].At
	if trips, _, err = r.Trips([]store.Closure{{ID: "landing", Where: orb.Bound{Min: at, Max: at}.Pad(0.001).ToPolygon()}}, time.Time{}, live.Wind{}); err != nil || len(trips.Waters.Landings()) != len(landings)-1 {
		t.Errorf("a landing that is closed is used: %v", err)
	}
}
