package patrol_test

import (
	"slices"
	"testing"
	"time"

	"xunhu/geo/law"
	"xunhu/routing/patrol"
)

// The calendar, day by day, as DOMAIN 6.3 has it.
func TestSeasons(t *testing.T) {
	year := patrol.Year(patrol.Seasons())
	for _, tc := range []struct {
		day   string
		want  []string
		boats patrol.Boating
	}{
		{"2026-03-09", []string{"heavy-pollution", "bird-migration", "low-water"}, patrol.BoatsGo},
		{"2026-03-10", []string{"fishing-ban", "heavy-pollution", "bird-migration", "low-water"}, patrol.BoatsGo},
		{"2026-06-15", []string{"fishing-ban", "lotus-ban", "flood", "summer-straw"}, patrol.BoatsWatch},
		{"2026-07-01", []string{"lotus-ban", "flood"}, patrol.BoatsWatch},
		{"2026-12-31", []string{"heavy-pollution", "bird-migration", "ice"}, patrol.BoatsStay},
		{"2028-02-29", []string{"heavy-pollution", "bird-migration", "ice", "low-water"}, patrol.BoatsStay},
	} {
		day, _ := time.Parse(time.DateOnly, tc.day)
		var got []string
		for _, s := range year.On(day) {
			got = append(got, s.ID)
		}
		if boats, _ := year.Boats(day); !slices.Equal(got, tc.want) || boats != tc.boats {
			t.Errorf("%s: %v, boats %q; want %v, %q", tc.day, got, boats, tc.want, tc.boats)
		}
	}
}

func TestSeasonsWeigh(t *testing.T) {
	year := patrol.Year(patrol.Seasons())
	for _, tc := range []struct {
		category, day string
		weight, often float64
	}{
		{"E04", "2026-05-01", 3, 2}, {"E04", "2026-07-01", 1, 1}, {"A01", "2026-06-01", 3, 2},
		{"A03", "2026-01-05", 1.5, 1}, {"A01", "2026-10-05", 3, 2}, {"", "2026-05-01", 1, 1}, {"W05", "2026-02-05", 1.5, 1},
	} {
		day, _ := time.Parse(time.DateOnly, tc.day)
		if w, o := year.Weight(tc.category, day); w != tc.weight || o != tc.often {
			t.Errorf("%s on %s: %v, %v; want %v, %v", tc.category, tc.day, w, o, tc.weight, tc.often)
		}
	}
}

// No season is shown as more certain than its source is.
func TestSeasonMarks(t *testing.T) {
	for _, s := range patrol.Seasons() {
		if !slices.Contains([]law.Mark{"V2", "M", "D"}, s.Mark) || s.Name.ZH == "" || s.Name.EN == "" {
			t.Errorf("%s: mark %q, name %v", s.ID, s.Mark, s.Name)
		}
	}
}
