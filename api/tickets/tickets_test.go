package tickets

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/dispatch"
	"xunhu/api/store"
	"xunhu/geo/law"
)

// The index gives as many doubles as MaySame over all pairs, and the nearest of them.
func TestNearAgreesWithAllPairs(t *testing.T) {
	found := 0
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 7))
		lat := rng.Float64() * 60
		n := newNear(lat + 0.01)
		var all []dispatch.Summary
		for i := range 120 {
			s := dispatch.Summary{ID: fmt.Sprint(i), Category: []string{"A01", "W03", "S03", ""}[rng.IntN(4)], At: orb.Point{117 + rng.Float64()*0.01, lat + rng.Float64()*0.01},
				Time: time.Date(2026, 8, 10, 0, 0, 0, 0, law.China).Add(time.Duration(rng.IntN(10*24*60)) * time.Minute), Unplaced: rng.IntN(10) == 0}
			if rng.IntN(3) == 0 {
				s.Reaches = []string{fmt.Sprint("R", rng.IntN(4)), fmt.Sprint("R", rng.IntN(4))}
			}
			want, nearest := 0, -1.0
			for _, other := range all {
				if m, same := dispatch.MaySame(s, other); same {
					if want++; nearest < 0 || m < nearest {
						nearest = m
					}
				}
			}
			p, got := n.of(s)
			if got != want || got > 0 && p.DistanceM != nearest {
				t.Fatalf("seed %d: %d doubles of %d, the nearest at %v m; want %d at %v m", seed, got, i, p.DistanceM, want, nearest)
			}
			found += got
			all = append(all, s)
			n.add(s)
		}
	}
	if found < 500 {
		t.Errorf("only %d doubles were found: the map is too wide to try it", found)
	}
}

// Times are read as people and systems write them, in China; deadlines as days, moments or counts.
func TestTimes(t *testing.T) {
	start := time.Date(2026, 9, 30, 10, 0, 0, 0, law.China) // the day before the holidays
	for text, want := range map[string]string{
		"2026-08-14 18:00": "2026-08-14T18:00:00+08:00", "2026/8/4 8:05:09": "2026-08-04T08:05:09+08:00", "2026年8月14日": "2026-08-14T23:59:59+08:00",
		"2026年8月14日18时05分": "2026-08-14T18:05:00+08:00", "2026-08-14T18:00:00Z": "2026-08-15T02:00:00+08:00", "2026-08-14T18:00:00": "2026-08-14T18:00:00+08:00",
		"2个工作日": "2026-10-09T23:59:59+08:00", "24小时": "2026-10-01T10:00:00+08:00", "15天内": "2026-10-15T23:59:59+08:00",
		"2026-02-30": "", "25:00": "", "尽快": "", "2026-13-01": "",
	} {
		got, ok := until(text, start)
		if ok != (want != "") || ok && got.Format(time.RFC3339) != want {
			t.Errorf("%s: %v, %v, want %q", text, got, ok, want)
		}
	}
}

// Names and numbers go out of a text, and the text as it was to the reporter.
func TestHide(t *testing.T) {
	for _, tc := range []struct{ text, name, phone, want string }{
		{"李秀英说很臭", "李秀英", "", blotted + "说很臭"},
		{"李说很臭", "李", "", "李说很臭"},
		{"回电 0632-555 1234", "", "06325551234", "回电 " + blotted},
		{"回电139-0000-1234。", "", "", "回电" + blotted + "。"},
		{"罐号 2026112600123", "", "", "罐号 2026112600123"},
	} {
		r := store.Reporter{Name: tc.name, Phone: tc.phone}
		got, _, hidden := Hide(&r, tc.text, "")
		if got != tc.want || hidden != (got != tc.text) || hidden && r.Note != tc.text {
			t.Errorf("%q becomes %q, want %q; kept %q", tc.text, got, tc.want, r.Note)
		}
	}
}
