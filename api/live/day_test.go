package live_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/live"
	"xunhu/api/store"
	"xunhu/geo/demo"
	"xunhu/geo/jurisdiction"
	"xunhu/routing/road"
)

// A day knows the closures that hold for its vehicle; the same set is the same day, made
// once, and what was asked for long ago is forgotten.
func TestDayOfClosures(t *testing.T) {
	r, err := live.New(demo.Dataset(), jurisdiction.Defaults(), monday())
	if err != nil {
		t.Fatal(err)
	}
	plain, err := r.Roads("car")
	if err != nil {
		t.Fatal(err)
	}
	from, to := orb.Point{117.15, 35.08}, orb.Point{117.2, 35.1}
	usual, err := plain.Route(from, to)
	if err != nil {
		t.Fatal(err)
	}
	middle := usual.Line[len(usual.Line)/2]
	shut := func(id string, speed float64, profiles ...string) store.Closure {
		b := orb.Bound{Min: middle, Max: middle}.Pad(0.0005)
		return store.Closure{ID: id, Where: b.ToPolygon(), Speed: speed, Profiles: profiles}
	}
	day := func(closures ...store.Closure) (*road.Day, []string) {
		t.Helper()
		d, ids, err := r.Day("car", closures, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		return d, ids
	}
	if d, ids := day(shut("boats", 0, "boat")); d != plain || len(ids) != 0 {
		t.Errorf("closures of boats hold for cars: %v", ids)
	}
	nowhere := shut("nowhere", 0)
	nowhere.Where = orb.LineString{{120, 30}, {120.1, 30}}
	meant, ok := r.MeansM(shut("all", 0), "car")
	if past, has := r.MeansM(nowhere, "car"); !ok || !has || !(meant > 0) || past > 0 {
		t.Errorf("a closure over a road means %.0f m, one past all of them %.0f m", meant, past)
	}
	if _, ok := r.MeansM(shut("x", 0, "submarine"), "car"); ok {
		t.Error("a closure means the roads of a vehicle that is none")
	}
	all, ids := day(shut("boats", 0, "boat"), shut("all", 0), shut("cars", 0.5, "car"))
	if !slices.Equal(ids, []string{"all", "cars"}) {
		t.Errorf("closures %v", ids)
	}
	if path, err := all.Route(from, to); err == nil && !(path.DurationS > usual.DurationS+1) {
		t.Errorf("%.0f s with the road closed, %.0f s without", path.DurationS, usual.DurationS)
	}
	slow, _ := day(shut("slow", 0.01))
	if path, err := slow.Route(from, to); err != nil || !(path.DurationS > usual.DurationS+1) {
		t.Errorf("%.0f s on a slow road, %.0f s usually (%v)", path.DurationS, usual.DurationS, err)
	}

	got := make([]*road.Day, 8)
	var group sync.WaitGroup
	for i := range got {
		group.Go(func() { got[i], _ = day(shut("x", 0), shut("y", 0)) })
	}
	group.Wait()
	if !slices.Equal(got, slices.Repeat(got[:1], len(got))) || got[0] == all {
		t.Error("one set of closures has several days")
	}
	for i := range 20 {
		d, _ := day(shut(fmt.Sprint(i), 0))
		if again, _ := day(shut(fmt.Sprint(i), 0)); again != d {
			t.Errorf("day %d was made twice", i)
		}
	}
	if again, _ := day(shut("x", 0), shut("y", 0)); again == got[0] {
		t.Error("a day is never forgotten")
	}
	if p, err := plain.Route(from, to); err != nil || math.Abs(p.DurationS-usual.DurationS) > 0 {
		t.Errorf("the plain day has changed: %.0f s (%v)", p.DurationS, err)
	}
	if _, _, err := r.Day("submarine", nil, time.Time{}); !errors.Is(err, live.ErrProfile) {
		t.Errorf("error %v, want ErrProfile", err)
	}
}
