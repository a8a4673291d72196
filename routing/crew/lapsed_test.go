package crew

import (
	"testing"
	"time"
)

// The certificate that ended last is named, of who has none that holds, and had one.
func TestLapsed(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 12, n, 0, 0, 0, 0, time.UTC) }
	duty := Span{From: day(3), Until: day(4)}
	for _, tc := range []struct {
		name string
		has  []Certificate
		want string
	}{
		{"never had one", nil, ""},
		{"holds", []Certificate{{"1", Span{day(1), day(9)}}}, ""},
		{"without an end", []Certificate{{"1", Span{From: day(1)}}}, ""},
		{"ended", []Certificate{{"1", Span{day(1), day(3)}}}, "1"},
		{"ends on the way", []Certificate{{"1", Span{day(1), day(3).Add(time.Hour)}}}, "1"},
		{"the later of two", []Certificate{{"1", Span{day(1), day(2)}}, {"2", Span{day(1), day(3)}}}, "2"},
		{"renewed", []Certificate{{"1", Span{day(1), day(3)}}, {"2", Span{day(3), day(9)}}}, ""},
		{"not yet valid", []Certificate{{"1", Span{From: day(8)}}}, ""},
	} {
		p := Person{Certificates: tc.has}
		if c, ok := p.Lapsed(duty); c.Number != tc.want || ok != (tc.want != "") {
			t.Errorf("%s: %q %v, want %q", tc.name, c.Number, ok, tc.want)
		}
	}
}
