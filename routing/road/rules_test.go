package road_test

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geotest"
	"xunhu/routing/road"
)

// A land is a drawing with what the mappers said. Each line of ways is the marks of a way and its
// tags (highway=residential if it has none of highway, waterway, route); a line with one mark is a node,
// one of three parts with commas is a restriction: from, via (a mark or ways), to.
type land struct{ drawing, ways string }

func (l land) survey(t *testing.T) (geotest.Map, road.Survey) {
	t.Helper()
	m := draw(t, l.drawing, 100)
	var s road.Survey
	for line := range strings.SplitSeq(l.ways, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		tags := road.Tags{}
		for _, w := range words[1:] {
			key, value, _ := strings.Cut(w, "=")
			tags[key] = strings.ReplaceAll(value, "_!", " ")
		}
		switch parts := strings.Split(words[0], ","); {
		case len(parts) == 3:
			r := road.Restriction{Tags: tags, From: strings.Split(parts[0], "+"), To: strings.Split(parts[2], "+")}
			if len(parts[1]) == 1 {
				r.Via = m[rune(parts[1][0])]
			} else {
				r.ViaWays = strings.Split(parts[1], "+")
			}
			s.Restrictions = append(s.Restrictions, r)
		case len(words[0]) == 1:
			s.Nodes = append(s.Nodes, road.Node{At: m[rune(words[0][0])], Tags: tags})
		default:
			if tags["highway"]+tags["waterway"]+tags["route"] == "" {
				tags["highway"] = "residential"
			}
			s.Ways = append(s.Ways, road.Way{ID: words[0], Tags: tags, Line: m.Line(words[0])})
		}
	}
	return m, s
}

// travel says how a vehicle gets from a mark to another: the corners by which it goes, or why not.
func travel(t *testing.T, m geotest.Map, s road.Survey, profile string, from, to rune) (by string, path road.Path) {
	t.Helper()
	p, ok := road.ProfileNamed(profile)
	if !ok {
		t.Fatalf("no profile %s", profile)
	}
	n, err := s.Network(p)
	if err != nil {
		return "-", path
	}
	a, err := n.Snap(m[from], 1)
	if err != nil {
		return "-", path
	}
	b, err := n.Snap(m[to], 1)
	if err != nil {
		return "-", path
	}
	if path, err = n.Plain().Between(a, b); err != nil {
		return "-", path
	}
	return corners(m, path.Line), path
}

const (
	street = `A----B----C`
	block  = `
	A----B----C
	|         |
	D----E----F`
	crossroads = `
	     N
	     |
	W----X----E
	     |
	     S`
)

// Which way a vehicle takes, rule by rule, in the order of the wiki's pages Key:access, Key:oneway,
// Key:barrier and Relation:restriction. "-" is no way at all.
func TestRules(t *testing.T) {
	for _, tc := range []struct {
		name   string
		land   land
		routes string // "car AC ABC": from A to C by ABC
	}{
		// Key:access
		{"no access tag: open", land{street, "AB\nBC"}, "car AC ABC, foot AC ABC"},
		{"access=no closes to all", land{street, "AB\nBC access=no"}, "car AC -, foot AC -, bicycle AC -"},
		{"a tag of one vehicle goes before that of all", land{street, "AB\nBC access=no bicycle=yes"}, "car AC -, bicycle AC ABC, ebike AC ABC, foot AC -"},
		{"the narrower tag decides", land{street, "AB\nBC vehicle=no motor_vehicle=yes motorcar=no"}, "car AC -, motorcycle AC ABC, bicycle AC -, foot AC ABC"},
		{"private and permissive", land{street, "AB access=permissive\nBC access=private"}, "car AB AB, car BC -"},
		{"destination, designated, customers are open", land{street, "AB access=destination\nBC motor_vehicle=customers"}, "car AC ABC"},
		{"a value that nobody knows says nothing", land{street, "AB\nBC access=no motor_vehicle=fnord"}, "car AC -"},
		{"a list counts by what is known", land{street, "AB\nBC access=no motor_vehicle=fnord;yes"}, "car AC ABC"},
		{"forestry is for others", land{street, "AB\nBC highway=track motor_vehicle=forestry"}, "car AC -, foot AC ABC"},
		{"by direction", land{block, "ABC vehicle:forward=no\nADEFC"}, "car AC ADEFC, car CA CBA, foot AC ABC"},
		{"a class that is not travelled", land{street, "AB\nBC highway=steps"}, "car AC -, bicycle AC -, foot AC ABC"},
		{"not travelled, but permitted", land{street, "AB\nBC highway=pedestrian motor_vehicle=yes"}, "car AC ABC"},
		{"access=yes permits nobody in particular", land{street, "AB\nBC highway=pedestrian access=yes"}, "car AC -"},
		{"motorways are for motors", land{street, "AB highway=motorway oneway=no\nBC highway=motorway_link"}, "car AC ABC, ebike AC -, bicycle AC -, foot AC -"},
		{"construction is no road yet", land{street, "AB\nBC highway=construction construction=primary"}, "car AC -"},

		// Key:oneway
		{"oneway=yes", land{block, "ABC oneway=yes\nADEFC"}, "car AC ABC, car CA CFEDA, bicycle CA CFEDA, foot CA CBA"},
		{"oneway=-1 runs against the line", land{block, "ABC oneway=-1\nADEFC"}, "car AC ADEFC, car CA CBA"},
		{"a roundabout is one way", land{block, "ABCFEDA junction=roundabout"}, "car AD ABCFED, car DA DA"},
		{"a roundabout that says otherwise", land{block, "ABCFEDA junction=roundabout oneway=no"}, "car AD AD"},
		{"a motorway is one way", land{block, "ABC highway=motorway\nADEFC"}, "car AC ABC, car CA CFEDA"},
		{"a motorway_link is not", land{block, "ABC highway=motorway_link\nADEFC highway=service"}, "car AC ABC, car CA CBA"},
		{"oneway:bicycle=no", land{block, "ABC oneway=yes oneway:bicycle=no\nADEFC"}, "car CA CFEDA, bicycle CA CBA, ebike CA CBA"},
		{"cycleway=opposite_lane", land{block, "ABC oneway=yes cycleway=opposite_lane\nADEFC"}, "car CA CFEDA, bicycle CA CBA"},
		{"cycleway:left=opposite_track", land{block, "ABC oneway=yes cycleway:left=opposite_track\nADEFC"}, "motorcycle CA CFEDA, ebike CA CBA"},
		{"oneway:foot binds those on foot", land{block, "ABC highway=path oneway:foot=yes\nADEFC"}, "foot CA CFEDA"},
		{"reversible: nobody knows the hour", land{block, "ABC oneway=reversible\nADEFC"}, "car AC ADEFC"},
		{"alternating is both ways", land{block, "ABC oneway=alternating\nADEFC"}, "car CA CBA"},

		// fords, ferries, width
		{"a ford takes time", land{block, "ABC ford=yes\nADEFC"}, "car AC ADEFC"},
		{"ford=no is none", land{block, "ABC ford=no\nADEFC"}, "car AC ABC"},
		{"stepping stones are for feet", land{street, "AB\nBC ford=stepping_stones"}, "car AC -, foot AC ABC"},
		{"a ferry", land{street, "AB\nBC route=ferry"}, "car AC ABC, foot AC ABC"},
		{"a ferry for people", land{street, "AB\nBC route=ferry motor_vehicle=no"}, "car AC -, foot AC ABC, bicycle AC ABC"},
		{"too narrow", land{street, "AB\nBC highway=track width=1.5_!m"}, "car AC -, motorcycle AC ABC"},
		{"impassable", land{street, "AB\nBC smoothness=impassable"}, "car AC -, foot AC ABC"},

		// Key:barrier
		{"a gate is opened", land{street, "ABC\nB barrier=gate"}, "car AC ABC"},
		{"a bollard", land{street, "ABC\nB barrier=bollard"}, "car AC -, car AB AB, bicycle AC ABC, foot AC ABC"},
		{"a locked gate", land{street, "ABC\nB barrier=gate access=no foot=yes"}, "car AC -, bicycle AC -, foot AC ABC"},
		{"a bollard that lets motors pass", land{street, "ABC\nB barrier=bollard motor_vehicle=yes"}, "car AC ABC"},
		{"a kissing gate", land{street, "ABC\nB barrier=kissing_gate"}, "ebike AC -, foot AC ABC"},
		{"a lift gate takes a moment", land{street, "ABC\nB barrier=lift_gate"}, "car AC ABC"},
		{"an unknown barrier is open", land{street, "ABC\nB barrier=fnord"}, "car AC ABC"},
		{"access at a node without barrier is of something else", land{street, "ABC\nB amenity=parking access=no"}, "car AC ABC"},
		{"a barrier where roads meet shuts them all", land{crossroads, "WX\nXE\nNXS\nX barrier=bollard"}, "car WE -, car NS -, foot NS NXS"},

		// Relation:restriction; all four roads end, and one may turn around at an end
		{"no_left_turn", land{crossroads, "WX\nXE\nNX\nXS\nWX,X,NX restriction=no_left_turn"}, "car WN WXSXN, car WE WXE, car WS WXS, car EN EXN, bicycle WN WXSXN"},
		{"no_straight_on", land{crossroads, "WX\nXE\nNX\nXS\nWX,X,XE restriction=no_straight_on"}, "car WE WXSXE, car EW EXW"},
		{"only_straight_on", land{crossroads, "WX\nXE\nNX\nXS\nWX,X,XE restriction=only_straight_on"}, "car WN WXEXN, car WE WXE"},
		{"two only_ for one way in leave two ways out", land{crossroads, "WX\nXE\nNX\nXS\nWX,X,XE restriction=only_straight_on\nWX,X,XS restriction=only_right_turn"}, "car WE WXE, car WS WXS"},
		{"except", land{crossroads, "WX\nXE\nNX\nXS\nWX,X,NX restriction=no_left_turn except=psv;motorcar"}, "car WN WXN, motorcycle WN WXSXN"},
		{"restriction:motorcycle", land{crossroads, "WX\nXE\nNX\nXS\nWX,X,NX restriction:motorcycle=no_left_turn"}, "car WN WXN, motorcycle WN WXSXN"},
		{"on foot nobody minds", land{crossroads, "WX\nXE\nNX\nXS\nWX,X,NX restriction=no_left_turn"}, "foot WN WXN"},
		{"restriction:foot", land{crossroads, "WX\nXE\nNX\nXS\nWX,X,NX restriction:foot=no_left_turn"}, "foot WN WXSXN, car WN WXN"},
		{"by the hour: not known here", land{crossroads, "WX\nXE\nNX\nXS\nWX,X,NX restriction:conditional=no_left_turn_!@_!(07:00-09:00)"}, "car WN WXN"},
		{"no_entry from several ways", land{crossroads, "WX\nXE\nNX\nXS\nWX+XE,X,NX restriction=no_entry"}, "car WN WXSXN, car EN EXSXN, car SN SXN"},
		{"no_exit to several ways", land{crossroads, "WX\nXE\nNX\nXS\nWX,X,NX+XS restriction=no_exit"}, "car WN WXEXN, car WS WXEXS, car WE WXE"},
		{"no_u_turn at a place where one could", land{street + "\n     |\n     D", "AB\nBC\nBD\nAB,B,AB restriction=no_u_turn"}, "car AC ABC"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m, s := tc.land.survey(t)
			for route := range strings.SplitSeq(tc.routes, ", ") {
				w := strings.Fields(route)
				ends := []rune(w[1])
				if got, _ := travel(t, m, s, w[0], ends[0], ends[1]); got != w[2] {
					t.Errorf("%s from %c to %c: %s, want %s", w[0], ends[0], ends[1], got, w[2])
				}
			}
		})
	}
}

// Turns by way of ways: whoever comes along the first way and goes along the via must not go on
// along the last; who turns into the via from elsewhere may.
func TestRestrictionByWays(t *testing.T) {
	const dual = `
	A----B----C
	     |
	     |
	D----E----F`
	ways := "AB\nBC\nBE\nDE\nEF\n"
	for _, tc := range []struct{ ban, routes string }{
		{"AB,BE,DE restriction=no_u_turn", "AD ABCBED, CD CBED, AF ABEF, DA DEBA"},
		{"AB,BE,EF restriction=only_straight_on", "AD ABCBED, AF ABEF, CD CBED"},
		{"AB,BE,EF restriction=no_left_turn", "AF ABCBEF, AD ABED, CF CBEF"},
	} {
		m, s := land{dual, ways + tc.ban}.survey(t)
		for route := range strings.SplitSeq(tc.routes, ", ") {
			ends := []rune(route[:2])
			if got, _ := travel(t, m, s, "car", ends[0], ends[1]); got != route[3:] {
				t.Errorf("%s: from %c to %c: %s, want %s", tc.ban, ends[0], ends[1], got, route[3:])
			}
		}
	}
}

// How fast a way of a kilometre is travelled, and how long what stands on it takes.
func TestSpeedsByTags(t *testing.T) {
	for _, tc := range []struct {
		profile, tags string
		kmh           float64
	}{
		{"car", "highway=primary", 60},
		{"car", "highway=primary maxspeed=50", 45},
		{"car", "highway=primary maxspeed=50_!km/h", 45},
		{"car", "highway=primary maxspeed=30_!mph", 43.45},
		{"car", "highway=primary maxspeed=80;60", 54},
		{"car", "highway=primary maxspeed=CN:urban", 45},
		{"car", "highway=primary maxspeed=CN:rural", 63},
		{"car", "highway=motorway oneway=no maxspeed=none", 108},
		{"car", "highway=living_street maxspeed=walk", 4.5},
		{"car", "highway=primary maxspeed=fnord", 60},
		{"car", "highway=primary maxspeed=0", 60},
		{"car", "highway=primary maxspeed=-30", 60},
		{"car", "highway=primary maxspeed=60 maxspeed:forward=40", 36},
		{"car", "highway=primary maxspeed=60 maxspeed:backward=40", 54},
		{"car", "highway=primary surface=gravel", 36},
		{"car", "highway=primary surface=gravel smoothness=very_bad", 30},
		{"car", "highway=primary maxspeed=100 surface=dirt", 45},
		{"car", "highway=track tracktype=grade5", 4.8},
		{"car", "highway=service width=3", 12},
		{"car", "highway=service width=9'", 12},
		{"bicycle", "highway=primary maxspeed=80", 15},
		{"bicycle", "highway=primary maxspeed=10", 9},
		{"ebike", "highway=primary maxspeed=20", 20},
		{"foot", "highway=primary maxspeed=5", 4.5},
		{"boat", "waterway=river", 15},
		{"boat", "waterway=river width=6", 7.5},
		{"car", "route=ferry duration=30", 1 / 0.75},
		{"car", "route=ferry duration=00:30", 1 / 0.75},
		{"car", "route=ferry duration=PT30M", 1 / 0.75},
		{"car", "route=ferry duration=00:45:00", 1},
		{"car", "route=ferry", 1 / 0.35},
		{"car", "highway=primary ford=yes", 30},
	} {
		m, s := land{"A---------B", "AB " + tc.tags}.survey(t)
		_, path := travel(t, m, s, tc.profile, 'A', 'B')
		if got := path.DistanceM / path.DurationS * 3.6; math.Abs(got-tc.kmh) > 0.02*tc.kmh {
			t.Errorf("%s, %s: %.2f km/h, want %.2f", tc.profile, tc.tags, got, tc.kmh)
		}
	}
}

// What stands on a road is paid once, by who passes it in the direction for which it stands.
func TestWaits(t *testing.T) {
	for _, tc := range []struct {
		node        string
		there, back float64
	}{
		{"B highway=traffic_signals", 8, 8},
		{"B highway=traffic_signals traffic_signals:direction=forward", 8, 0},
		{"B highway=traffic_signals direction=backward", 0, 8},
		{"B barrier=gate", 30, 30},
		{"B barrier=gate access=yes", 30, 30},
		{"B ford=yes", 60, 60},
		{"B barrier=bollard access=yes", 0, 0},
	} {
		m, s := land{street, "ABC\n" + tc.node}.survey(t)
		_, bare := land{street, "ABC"}.survey(t)
		for _, way := range []string{"AC", "CA"} {
			ends := []rune(way)
			_, path := travel(t, m, s, "car", ends[0], ends[1])
			_, free := travel(t, m, bare, "car", ends[0], ends[1])
			want := tc.there
			if way == "CA" {
				want = tc.back
			}
			if got := path.DurationS - free.DurationS; math.Abs(got-want) > 0.01 {
				t.Errorf("%s, %s: %.2f s, want %.2f", tc.node, way, got, want)
			}
		}
	}
}

// Coordinates a centimetre apart are one vertex.
func TestVerticesAreCentimetres(t *testing.T) {
	car, _ := road.ProfileNamed("car")
	n, err := road.Build([]road.Way{
		{Class: "primary", Line: orb.LineString{{117, 35}, {117.01, 35}}},
		{Class: "primary", Line: orb.LineString{{117.01 + 2e-8, 35}, {117.01, 35.01}}},
	}, car)
	if err != nil {
		t.Fatal(err)
	}
	if path, err := n.Plain().Route(orb.Point{117, 35}, orb.Point{117.01, 35.01}); err != nil || path.DistanceM > 2100 {
		t.Errorf("%.0f m, %v", path.DistanceM, err)
	}
}
