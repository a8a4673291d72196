package patrol

import (
	"testing"

	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/routing/road"
)

// A place is reached from the road that is soonest, driving and walking together:
// not from the nearest, if that is a long way round; nor from the soonest to drive
// to, if the walk is longer than the drive that it saves.
func TestAccessIsSoonest(t *testing.T) {
	m := geotest.Draw(t, `
		A-----------------B
		|                 |
		|  1             2|
		|                 |
		|  3              |
		C-----------------D`, 200) // 1 and 3 lie nearer to the dike C-D, which is entered at D alone
	car, _ := road.ProfileNamed("car")
	net, err := road.Build([]road.Way{
		{ID: "road", Class: "secondary", Line: m.Line("AB")},
		{ID: "lane", Class: "residential", Line: m.Line("BD")},
		{ID: "dike", Class: "track", Line: m.Line("DC")},
	}, car)
	if err != nil {
		t.Fatal(err)
	}
	base, err := net.Snap(m['A'], 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		place        rune
		footKMH, far float64 // of AccessM
		want         [2]rune // the road that is taken
	}{
		{'1', 4, 2000, [2]rune{'A', 'B'}},
		{'3', 4, 2000, [2]rune{'A', 'B'}},   // 600 m further to walk, but 20 minutes less to drive
		{'3', 0.5, 2000, [2]rune{'C', 'D'}}, // who walks slowly drives round
		{'3', 3, 2000, [2]rune{'A', 'B'}},   // a long walk, but still the shorter way
		{'2', 5, 2000, [2]rune{'B', 'D'}},   // the road is sooner reached, but not on foot
		{'3', 4, 300, [2]rune{'C', 'D'}},    // too far to walk from any other
	} {
		s := Defaults()
		s.FootKMH, s.AccessM = tc.footKMH, tc.far
		x := &maker{s: s, net: net.Plain(), where: territory{kind: Joint}, drive: net.Plain().From(base)}
		at, ok := x.access(m[tc.place])
		if _, off := geodesy.Nearest(m.Line(string(tc.want[:])), at.Point); !ok || off > 0.1 {
			t.Errorf("%c, on foot at %v km/h, at most %v m: reached from %v (%v), want %c-%c",
				tc.place, tc.footKMH, tc.far, at.Point, ok, tc.want[0], tc.want[1])
		}
	}
	x := &maker{s: Defaults(), net: net.Plain(), where: territory{kind: Joint}, drive: net.Plain().From(base)}
	x.s.AccessM = 100
	if at, ok := x.access(m['3']); ok {
		t.Errorf("3 is reached from %v, more than 100 m away", at.Point)
	}
}
