package track_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"xunhu/routing/track"
	"xunhu/routing/track/tracktest"
)

// wilson is the 95 % interval of a share (Wilson 1927).
func wilson(k, n int) (low, high float64) {
	const z = 1.959964
	p, m := float64(k)/float64(n), float64(n)
	mid := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return max(0, mid-half), min(1, mid+half)
}

// Of labelled fakes nearly all give their sign, of honest records nearly none gives
// any: alone, beside a colleague's of the same trip, and beside their own of another day.
func TestSigns(t *testing.T) {
	honest := 40
	if n, err := strconv.Atoi(os.Getenv("XUNHU_TRACKS")); err == nil {
		honest = n
	}
	found, fakes, alarms, honests := map[string]int{}, map[string]int{}, 0, 0
	signs := func(r track.Record, others ...track.Record) map[string]bool {
		all := map[string]bool{}
		for _, f := range track.Signs(r, others) {
			kind, _, _ := strings.Cut(strings.TrimPrefix(f.Code, "track.sign."), ".")
			all[kind] = true
		}
		return all
	}
	for seed := range uint64(honest) {
		rng := rand.New(rand.NewPCG(seed, 7))
		trip := tracktest.Random(rng, time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC))
		places := tracktest.Go(rng, trip)
		mine := tracktest.RandomReceiver(rng).Record(rng, "a", "Li", places)
		colleague := tracktest.RandomReceiver(rng).Record(rng, "b", "Wang", places)
		trip.Begin = trip.Begin.Add(7 * 24 * time.Hour)
		again := tracktest.RandomReceiver(rng).Record(rng, "c", "Li", tracktest.Go(rng, trip))
		for _, x := range []struct {
			name string
			got  map[string]bool
		}{{"first", signs(mine, colleague, again)}, {"colleague", signs(colleague, mine, again)}, {"again", signs(again, mine, colleague)}} {
			honests++
			if len(x.got) > 0 {
				alarms++
				t.Logf("seed %d: %s, honest, gives %v (pace %.1f m/s)", seed, x.name, x.got, trip.PaceMS)
			}
		}
		for i, f := range tracktest.Forgeries() {
			fake := f.Make(rng, mine, trip)
			fakes[f.Name]++
			if signs(fake, mine, again)[f.Name] {
				found[f.Name]++
			} else {
				t.Logf("seed %d: forgery %d is not seen as %s, but %v", seed, i, f.Name, signs(fake, mine, again))
			}
		}
	}
	say := func(name string, k, n int) string {
		low, high := wilson(k, n)
		return fmt.Sprintf("%s %d of %d, %.1f %% (%.1f to %.1f)", name, k, n, 100*float64(k)/float64(n), 100*low, 100*high)
	}
	allFound, all := 0, 0
	for name, n := range fakes {
		t.Log(say(name, found[name], n))
		if k := found[name]; float64(k) < 0.9*float64(n) {
			t.Errorf("%s: %d of %d found", name, k, n)
		}
		allFound, all = allFound+found[name], all+n
	}
	t.Log(say("all fakes", allFound, all))
	if float64(allFound) < 0.95*float64(all) {
		t.Errorf("%d of %d fakes found", allFound, all)
	}
	t.Log(say("false alarms", alarms, honests))
	if float64(alarms) > 0.02*float64(honests) {
		t.Errorf("%d false alarms of %d", alarms, honests)
	}
}
