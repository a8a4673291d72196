package people_test

import (
	"testing"
	"time"

	"xunhu/api/people"
	"xunhu/geo/law"
	"xunhu/routing/crew"
)

// A last day is a whole day: of a certificate, of leave, of a calibration.
func TestLastDays(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, law.China) }
	on := func(day int) crew.Span { return crew.Span{From: at(day, 0), Until: at(day+1, 0)} }
	p := people.Crew([]people.Person{{ID: "li", Certificates: []people.Certificate{{Number: "1", From: "2026-11-02", To: "2026-11-04"}, {Number: "2", From: "2026-11-06"}}}},
		[]people.Absence{{Person: "li", From: "2026-11-03", To: "2026-11-03"}, {Person: "li", From: "2026-11-04", Withdrawn: true}, {Person: "wang", From: "2026-11-01"}})[0]
	for day, want := range map[int]string{1: "", 2: "1", 4: "1", 5: "", 6: "2", 29: "2"} {
		if got := p.Certified(on(day)); got != want {
			t.Errorf("on day %d certificate %q, want %q", day, got, want)
		}
	}
	for day, want := range map[int]bool{2: false, 3: true, 4: false} {
		if _, got := p.AwayIn(on(day)); got != want {
			t.Errorf("away on day %d: %v", day, got)
		}
	}
	x := people.Gear([]people.Item{{ID: "boat", CalibratedTo: "2026-11-10"}}, []people.Absence{{Item: "boat", From: "2026-11-05", To: "2026-11-05"}})[0]
	for day, want := range map[int]bool{4: true, 5: false, 6: true, 10: true, 11: false} {
		if got := x.Serviceable(on(day)); got != want {
			t.Errorf("serviceable on day %d: %v", day, got)
		}
	}
}
