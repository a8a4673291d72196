package road_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"xunhu/routing/road"
)

// on gives a moment of the week of Monday 23 November 2026: "Mo 07:30".
func on(t *testing.T, text string) time.Time {
	t.Helper()
	day, clock, _ := strings.Cut(text, " ")
	at, err := time.Parse("15:04", clock)
	i := strings.Index("MoTuWeThFrSaSu", day) / 2
	if err != nil || i < 0 {
		t.Fatal(text, err)
	}
	return time.Date(2026, 11, 23+i, at.Hour(), at.Minute(), 30, 0, time.FixedZone("CST", 8*3600))
}

// rush is a car that knows when the children go to school.
func rush(t *testing.T) road.Profile {
	t.Helper()
	car, _ := road.ProfileNamed("car")
	ps, err := road.ReadProfiles(fstest.MapFS{"car.yaml": {Data: []byte(car.Text() + `
hours:
  "Mo-Fr 07:00-09:00,17:00-19:00": {zh: 早晚高峰, en: rush hours, speed: {primary: 0.5}}
  "06:00-08:00": {zh: 清晨, en: early, speed: {primary: 0.8, residential: closed}}
`)}}, "own")
	if err != nil {
		t.Fatal(err)
	}
	return ps["car"]
}

// Which way a car takes, hour by hour: by the tags of ways, of turns, and by its own speeds.
func TestHours(t *testing.T) {
	const detour = `
	A----B----C
	|         |
	D----E----F`
	for _, tc := range []struct {
		name   string
		land   land
		routes string // "Mo 07:30 AC ABC": from A to C by ABC, on Monday
	}{
		{"a school street is closed while children come", land{detour, "ABC highway=secondary motor_vehicle:conditional=no_!@_!(Mo-Fr_!07:00-08:00)\nADEFC highway=secondary"},
			"Mo 06:59 AC ABC, Mo 07:00 AC ADEFC, Fr 07:59 AC ADEFC, Fr 08:00 AC ABC, Sa 07:30 AC ABC"},
		{"a street that is open at night alone", land{detour, "ABC highway=secondary access=no access:conditional=yes_!@_!(22:00-06:00)\nADEFC highway=secondary"},
			"Mo 12:00 AC ADEFC, Mo 22:00 AC ABC, Tu 05:59 AC ABC, Tu 06:00 AC ADEFC, Mo 02:00 AC ABC"},
		{"of several conditions the last that holds counts", land{detour, "ABC highway=secondary access:conditional=no_!@_!(07:00-19:00);yes_!@_!(12:00-13:00)\nADEFC highway=secondary"},
			"Mo 11:59 AC ADEFC, Mo 12:30 AC ABC, Mo 13:00 AC ADEFC, Mo 19:00 AC ABC"},
		{"a slow street by day", land{detour, "ABC highway=secondary maxspeed:conditional=10_!@_!(Mo-Fr_!08:00-18:00)\nADEFC highway=secondary"},
			"Mo 12:00 AC ADEFC, Sa 12:00 AC ABC"},
		{"one way in the morning, the other in the evening", land{detour, "ABC highway=secondary oneway:conditional=yes_!@_!(06:00-09:00);-1_!@_!(16:00-19:00)\nADEFC highway=secondary"},
			"Mo 07:00 AC ABC, Mo 07:00 CA CFEDA, Mo 17:00 AC ADEFC, Mo 17:00 CA CBA, Mo 12:00 CA CBA"},
		{"what concerns lorries does not concern us", land{detour, "ABC highway=secondary hgv:conditional=no_!@_!(07:00-08:00)\nADEFC highway=secondary"}, "Mo 07:30 AC ABC"},
		{"what is not understood says nothing", land{detour, "ABC highway=secondary access:conditional=no_!@_!(wet)\nADEFC highway=secondary"}, "Mo 07:30 AC ABC"},
		{"speeds of the profile: the first of two hours counts", land{detour, "ABC highway=primary\nADEFC highway=secondary"},
			"Mo 06:30 AC ABC, Sa 07:30 AC ABC, Mo 07:30 AC ADEFC"},
		{"and one that closes", land{detour, "ABC\nADEFC highway=track"}, "Mo 06:30 AC ADEFC, Mo 07:30 AC ABC, Sa 07:30 AC ADEFC, Mo 08:00 AC ABC"},
		{"no left turn while school begins", land{crossroads, "WX\nXE\nXN\nXS\nWX,X,XN restriction:conditional=no_left_turn_!@_!(Mo-Fr_!07:00-09:00)"},
			"Mo 07:30 WN WXSXN, Mo 09:00 WN WXN, Mo 07:30 WE WXE, Mo 07:30 SN SXN"},
		{"only straight on while school begins", land{crossroads, "WX\nXE\nXN\nXS\nWX,X,XE restriction:conditional=only_straight_on_!@_!(Mo-Fr_!07:00-09:00)"},
			"Mo 07:30 WN WXEXN, Mo 07:30 WS WXEXS, Mo 07:30 WE WXE, Sa 12:00 WS WXS"},
		{"of two turns that alone are allowed either, while both are", land{crossroads, "WX\nXE\nXN\nXS\n" +
			"WX,X,XE restriction:conditional=only_straight_on_!@_!(10:00-12:00)\nWX,X,XN restriction:conditional=only_left_turn_!@_!(11:00-13:00)"},
			"Mo 10:30 WN WXEXN, Mo 10:30 WE WXE, Mo 11:30 WE WXE, Mo 11:30 WN WXN, Mo 11:30 WS WXNXS, Mo 12:30 WE WXNXE, Mo 13:00 WS WXS"},
		{"at some hours beside what is always banned", land{crossroads, "WX\nXE\nXN\nXS\nWX,X,XN restriction=no_left_turn\nWX,X,XS restriction:motorcar:conditional=no_right_turn_!@_!(16:00-18:00)"},
			"Mo 17:00 WS WXEXS, Mo 18:00 WS WXS, Mo 18:00 WN WXSXN, Mo 17:00 WE WXE"},
		{"who is excepted", land{crossroads, "WX\nXE\nXN\nXS\nWX,X,XN restriction:conditional=no_left_turn_!@_!(Mo-Fr_!07:00-09:00) except=motorcar"}, "Mo 07:30 WN WXN"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m, s := tc.land.survey(t)
			n, err := s.Network(rush(t))
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range strings.Split(tc.routes, ", ") {
				f := strings.Fields(r)
				d := n.At(n.SpanAt(on(t, f[0]+" "+f[1])))
				got := "-"
				a, err1 := n.Snap(m[rune(f[2][0])], 1)
				b, err2 := n.Snap(m[rune(f[2][1])], 1)
				if err1 != nil || err2 != nil {
					t.Fatal(err1, err2)
				}
				if path, err := d.Between(a, b); err == nil {
					got = corners(m, path.Line)
				}
				if got != f[3] {
					t.Errorf("%s: by %s", r, got)
				}
			}
		})
	}
}

// A span has the name and the ends of the hours that hold; the same metric has the same key, and the
// usual one knows no hours.
func TestSpans(t *testing.T) {
	m, s := land{street, "AB highway=primary\nBC highway=secondary access:conditional=no_!@_!(12:00-13:00);no_!@_!(sunset-sunrise)"}.survey(t)
	n, err := s.Network(rush(t))
	if err != nil {
		t.Fatal(err)
	}
	if f := n.Findings(); len(f) != 1 || f[0].Code != "road.hours_unread" || f[0].Args["n"] != 1 {
		t.Errorf("findings %v, want one of hours that are not understood", f)
	}
	var kept bytes.Buffer
	if err := n.Write(&kept, road.Source{}); err != nil {
		t.Fatal(err)
	}
	again, err := road.Open(kept.Bytes(), road.Source{}, rush(t))
	if err != nil {
		t.Fatal(err)
	}
	usual := between(t, n, snap(t, n, m['A']), snap(t, n, m['B'])).DurationS
	for _, tc := range []struct{ at, name, from, until string }{
		{"Mo 07:30", "早晚高峰", "Mo 07:00", "Mo 09:00"},
		{"Mo 06:30", "清晨", "Mo 06:00", "Mo 07:00"},
		{"Sa 06:30", "清晨", "Sa 06:00", "Sa 08:00"},
		{"We 12:59", "", "We 12:00", "We 13:00"},
		{"We 09:00", "", "We 09:00", "We 12:00"},
		{"Fr 20:00", "", "Fr 19:00", "Sa 06:00"},
	} {
		span := n.SpanAt(on(t, tc.at))
		from, until := on(t, tc.from).Truncate(time.Minute), on(t, tc.until).Truncate(time.Minute)
		if span.Name.ZH != tc.name || !span.From.Equal(from) || !span.Until.Equal(until) {
			t.Errorf("%s: %q from %v until %v", tc.at, span.Name.ZH, span.From, span.Until)
		}
		if got := again.SpanAt(on(t, tc.at)); got.Key() != span.Key() {
			t.Errorf("%s: the network that was kept says %q, want %q", tc.at, got.Key(), span.Key())
		}
		want := usual * map[string]float64{"早晚高峰": 2, "清晨": 1.25, "": 1}[tc.name]
		for _, x := range []*road.Network{n, again} {
			d := x.At(span)
			path, err := d.Between(snap(t, x, m['A']), snap(t, x, m['B']))
			if err != nil || path.DurationS < want-0.002 || path.DurationS > want+0.002 || d.Span.Key() != span.Key() {
				t.Errorf("%s: %.3f s, want %.3f (%v)", tc.at, path.DurationS, want, err)
			}
		}
	}
	if a, b := n.SpanAt(on(t, "Mo 07:00")), n.SpanAt(on(t, "Th 18:59")); a.Key() != b.Key() || a.Key() == "" || n.SpanAt(on(t, "Mo 10:00")).Key() != "" {
		t.Errorf("keys %q and %q", a.Key(), b.Key())
	}
	car, _ := road.ProfileNamed("car")
	_, s = land{street, "ABC"}.survey(t)
	if n, err = s.Network(car); err != nil || n.Hourly() || n.At(n.SpanAt(on(t, "Mo 07:30"))) != n.Plain() || !n.SpanAt(on(t, "Mo 07:30")).Until.IsZero() {
		t.Errorf("a network without hours has several days (%v)", err)
	}
}

// A closure at some hour closes and slows what that hour leaves, and opens no turn that it bans.
func TestClosuresAtAnHour(t *testing.T) {
	m, s := land{crossroads, "WX highway=primary\nXE highway=primary\nXN\nXS\nWX,X,XE restriction:conditional=no_straight_on_!@_!(Mo-Fr_!12:00-13:00)"}.survey(t)
	n, err := s.Network(rush(t))
	if err != nil {
		t.Fatal(err)
	}
	slow := road.Closure{Where: m.Line("XE"), Speed: 0.25}
	cost := func(at string, closures ...road.Closure) float64 {
		path, err := n.At(n.SpanAt(on(t, at)), closures...).Between(snap(t, n, m['X']), snap(t, n, m['E']))
		if err != nil {
			return -1
		}
		return path.DurationS
	}
	usual := cost("Mo 10:00")
	for at, want := range map[string]float64{"Mo 10:00": 4 * usual, "Mo 08:30": 8 * usual, "Sa 06:30": 5 * usual} {
		if got := cost(at, slow); got < want-0.01 || got > want+0.01 {
			t.Errorf("%s: %.3f s, want %.3f", at, got, want)
		}
	}
	for _, closures := range [][]road.Closure{nil, {slow}} {
		if p, err := n.At(n.SpanAt(on(t, "Mo 12:30")), closures...).Between(snap(t, n, m['W']), snap(t, n, m['E'])); err != nil || corners(m, p.Line) == "WXE" {
			t.Errorf("straight on at noon: %v, %v", corners(m, p.Line), err)
		}
	}
}

// What a file says of hours that cannot be is told, line by line.
func TestBadHours(t *testing.T) {
	car, _ := road.ProfileNamed("car")
	for text, code := range map[string]string{
		`"Mo-Fr 7-9": {speed: {primary: 0.5}}`:               "road.profile_hours",
		`"Mo 07:00-09:00": {speed: {footway: 0.5}}`:          "road.profile_hour_class",
		`"Mo 07:00-09:00": {zh: x}`:                          "road.profile_missing",
		`"Mo 07:00-09:00": {speed: {primary: -1}}`:           "road.profile_positive",
		`"Mo 07:00-09:00": {speed: {primary: 0.5}, days: 3}`: "road.profile_key",
	} {
		_, err := road.ReadProfiles(fstest.MapFS{"car.yaml": {Data: []byte(car.Text() + "\nhours:\n  " + text + "\n")}}, "own")
		if err == nil || !strings.Contains(err.Error(), code) || !strings.Contains(err.Error(), "line=") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
