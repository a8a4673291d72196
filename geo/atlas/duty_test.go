package atlas_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/law"
)

// Duty times are read as people write them, and looked up by the clock of China.
func TestHours(t *testing.T) {
	for _, tc := range []struct {
		hours, at string
		want      bool
	}{
		{"Mo-Fr 08:00-20:00", "2026-10-19T08:00:00+08:00", true}, // a Monday
		{"Mo-Fr 08:00-20:00", "2026-10-19T20:00:00+08:00", false},
		{"Mo-Fr 08:00-20:00", "2026-10-18T12:00:00+08:00", false},
		{"Mo-Fr 08:00-20:00", "2026-10-19T01:00:00Z", true}, // 09:00 in China
		{"周一至周五 8:00-20:00；周六、周日 9:00至17:00", "2026-10-18T16:59:00+08:00", true},
		{"周一至周五 8:00-20:00；周六、周日 9:00至17:00", "2026-10-18T18:00:00+08:00", false},
		{"每天 20:00-08:00", "2026-10-19T07:59:00+08:00", true},
		{"每天 20:00-08:00", "2026-10-19T08:00:00+08:00", false},
		{"Sa 20:00-08:00", "2026-10-18T03:00:00+08:00", true}, // Saturday's shift on Sunday morning
		{"Sa 20:00-08:00", "2026-10-19T03:00:00+08:00", false},
		{"Fr-Mo 10:00-11:00", "2026-10-18T10:30:00+08:00", true},
		{"24/7", "2026-10-18T23:59:00+08:00", true},
		{"off", "2026-10-18T12:00:00+08:00", false},
	} {
		h, err := atlas.ParseHours(tc.hours)
		if err != nil {
			t.Errorf("%s: %v", tc.hours, err)
			continue
		}
		at, _ := time.Parse(time.RFC3339, tc.at)
		if _, _, on := h.At(at); on != tc.want {
			t.Errorf("%s at %s: %v, want %v", tc.hours, tc.at, on, tc.want)
		}
		again, err := atlas.ParseHours(h.String())
		if err != nil || again.String() != h.String() {
			t.Errorf("%s is written as %s and read as %s, %v", tc.hours, h, again, err)
		}
	}
	for _, bad := range []string{"08:00", "Mo-Xx 08:00-20:00", "Mo 25:00-26:00", "Mo 08:60-09:00", "白天", "周八 08:00-09:00"} {
		if h, err := atlas.ParseHours(bad); err == nil {
			t.Errorf("%s was read as %s", bad, h)
		}
	}
}

// At any moment the answer is that of going through the minutes of the week.
func TestHoursMinuteByMinute(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 0))
		from, to := rng.IntN(24*60), 1+rng.IntN(24*60)
		day := []string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}[rng.IntN(7)]
		text := day + time.Date(0, 1, 1, 0, from, 0, 0, time.UTC).Format(" 15:04-") + time.Date(0, 1, 1, 0, to, 0, 0, time.UTC).Format("15:04")
		h, err := atlas.ParseHours(text)
		if err != nil {
			t.Fatal(err)
		}
		length := (to%(24*60) - from + 24*60) % (24 * 60)
		if length == 0 {
			length = 24 * 60
		}
		on := 0
		for m := range 7 * 24 * 60 {
			if _, _, yes := h.At(time.Date(2026, 10, 19, 0, m, 0, 0, law.China)); yes {
				on++
			}
		}
		if on != length {
			t.Errorf("seed %d: %s is manned %d minutes a week, want %d", seed, text, on, length)
		}
	}
}
