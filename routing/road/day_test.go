package road_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
	"xunhu/geo/valid"
	"xunhu/routing/isochrone"
	"xunhu/routing/road"
)

// quarter is three streets eastward, joined by A-G, C-I and B-E-H. The letters w to z
// mark corners of what is closed.
const quarter = `
	A-----------B-----------C
	|     w     |     x     |
	|           |           |
	|     1     |           |
	|           |           |
	D-----------E-----------F
	|           |           |
	|     y     |     z     |
	|           |           |
	|           |           |
	G-----------H-----------I`

const quarterStreets = "AB\nBC\nDE\nEF\nGH\nHI\nAD\nDG\nBE\nEH\nCF\nFI"

// What is closed, by an area or a line that somebody drew, is not travelled; the way
// around is, and slower roads are where it takes longer.
func TestClosures(t *testing.T) {
	m, s := land{quarter, quarterStreets}.survey(t)
	p, _ := road.ProfileNamed("car")
	n, err := s.Network(p)
	if err != nil {
		t.Fatal(err)
	}
	plain := n.Plain()
	east, north := geodesy.Degree(m['E'][1])
	move := func(c rune, x, y float64) orb.Point { return orb.Point{m[c][0] + x/east, m[c][1] + y/north} }
	for _, tc := range []struct {
		name     string
		closures []road.Closure
		from, to rune
		by       string
	}{
		{"nothing", nil, 'D', 'F', "DEF"},
		{"an area over the crossing", []road.Closure{{Where: orb.Polygon{m.Ring("wxzy")}}}, 'B', 'H', "BADGH BCFIH"},
		{"everything around a place", []road.Closure{{Where: orb.LineString{m['A'], m['B'], m['E'], m['H'], m['G'], m['D'], m['A']}}, {Where: orb.LineString{m['D'], m['E']}}}, 'D', 'F', "-"},
		{"an area beside the road", []road.Closure{{Where: orb.Polygon{orb.Ring{move('E', 5, 5), move('E', 50, 5), move('E', 50, 50), move('E', 5, 5)}}}}, 'D', 'F', "DEF"},
		{"an area that touches one road", []road.Closure{{Where: orb.Polygon{orb.Ring{move('E', 50, -20), move('E', 60, -20), move('E', 60, 0), move('E', 50, -20)}}}}, 'E', 'F', "EBCF EHIF"},
		{"a line across", []road.Closure{{Where: orb.LineString{m['w'], m['y']}}}, 'D', 'E', "DABE DGHE"},
		{"a line across one road", []road.Closure{{Where: orb.LineString{move('D', 300, 40), move('D', 300, -40)}}}, 'D', 'E', "DABE DGHE"},
		{"a line along a road, by a hand that shook", []road.Closure{{Where: orb.LineString{move('D', 10, 6), move('D', 300, -7), move('E', -10, 8)}}}, 'D', 'F', "DABCF DABEF DGHEF DGHIF"},
		{"a road that only ends at the line is open", []road.Closure{{Where: orb.LineString{m['D'], m['E']}}}, 'B', 'H', "BEH"},
		{"a line that stops short", []road.Closure{{Where: orb.LineString{move('D', 300, 40), move('D', 300, 15)}}}, 'D', 'E', "DE"},
		{"seven tenths of the speed is no detour", []road.Closure{{Where: orb.LineString{m['D'], m['E']}, Speed: 0.7}}, 'D', 'E', "DE"},
		{"a tenth of it is", []road.Closure{{Where: orb.LineString{m['D'], m['E']}, Speed: 0.1}}, 'D', 'E', "DABE DGHE"},
		{"of two closures the worse holds", []road.Closure{{Where: orb.LineString{m['D'], m['E']}, Speed: 0.5}, {Where: orb.LineString{m['D'], m['E']}}}, 'D', 'E', "DABE DGHE"},
		{"two closures", []road.Closure{{Where: orb.LineString{m['D'], m['E']}}, {Where: orb.LineString{m['A'], m['B']}}}, 'D', 'E', "DGHE"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			day := n.Day(tc.closures...)
			by := "-"
			path, err := day.Between(snap(t, n, m[tc.from]), snap(t, n, m[tc.to]))
			if err == nil {
				by = corners(m, path.Line)
			} else if !strings.Contains(err.Error(), "road.cut_off") {
				t.Fatal(err)
			}
			if !strings.Contains(" "+tc.by+" ", " "+by+" ") {
				t.Errorf("%c to %c by %s, want %s", tc.from, tc.to, by, tc.by)
			}
			if path, err := plain.Between(snap(t, n, m['D']), snap(t, n, m['F'])); err != nil || corners(m, path.Line) != "DEF" {
				t.Error("the plain day has changed")
			}
		})
	}
}

func snap(t *testing.T, n *road.Network, p orb.Point) road.Place {
	t.Helper()
	at, err := n.Snap(p, 50)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// Who snaps on a day on which a road is closed comes to the next one that is open.
func TestSnapToWhatIsOpen(t *testing.T) {
	m, s := land{quarter, quarterStreets}.survey(t)
	p, _ := road.ProfileNamed("car")
	n, err := s.Network(p)
	if err != nil {
		t.Fatal(err)
	}
	day := n.Day(road.Closure{Where: orb.LineString{m['D'], m['E']}})
	usual, err := n.Plain().Snap(m['1'], 1000)
	if err != nil || !n.Plain().Open(usual) || day.Open(usual) {
		t.Fatalf("%v, %v", usual, err)
	}
	now, err := day.Snap(m['1'], 1000)
	if err != nil || !day.Open(now) || now.OffM <= usual.OffM {
		t.Errorf("%v, %v; usually %v", now, err, usual)
	}
}

// What is reached is a valid area around what one comes to in time, and a closure
// makes it smaller.
func TestWithin(t *testing.T) {
	m, s := land{quarter, quarterStreets}.survey(t)
	p, _ := road.ProfileNamed("car")
	n, err := s.Network(p)
	if err != nil {
		t.Fatal(err)
	}
	sizes := map[string]float64{}
	for name, day := range map[string]*road.Day{"open": n.Plain(), "shut": n.Day(road.Closure{Where: orb.LineString{m['D'], m['E']}})} {
		from := snap(t, n, m['A'])
		reach := day.From(from)
		limits := []float64{60, 150, 240}
		for i, area := range day.Within(from, limits, isochrone.Settings{CellM: 10, OffM: 40, OffKMH: 4}) {
			if f := valid.Check(area); f != nil {
				t.Fatalf("%s, %v s: %v", name, limits[i], f)
			}
			sizes[fmt.Sprint(name, limits[i])] = geodesy.Area(area)
			for _, at := range n.Places(n.Bound(), 50) {
				late := float64(reach.To(at))/1000 - limits[i]
				in := predicate.In(at.Point, area) != predicate.Outside
				if day.Open(at) && (in && late > 15 || !in && late < 0) {
					t.Errorf("%s: %v, reached %.0f s after the limit of %v s, is inside: %v", name, at.Point, late, limits[i], in)
				}
			}
		}
	}
	if sizes["open60"] > sizes["open150"] || sizes["shut240"] >= sizes["open240"] {
		t.Errorf("%v", sizes)
	}
}

// Steps say what a driver has to know, and add up to the way.
func TestSteps(t *testing.T) {
	for _, tc := range []struct {
		name, drawing, ways string
		route               string
		want                string
	}{
		{"one road", street, "ABC name=a", "AC", "depart a, arrive a"},
		{"a road goes on in two ways", street, "AB name=a\nBC name=a", "AC", "depart a, arrive a"},
		{"the name changes where nothing branches off", street, "AB name=a\nBC name=b", "AC", "depart a, arrive b"},
		{"left and right", crossroads, "WX name=w\nXE name=e\nNX name=n\nXS name=s", "WN", "depart w, left n, arrive n"},
		{"", crossroads, "WX name=w\nXE name=e\nNX name=n\nXS name=s", "WS", "depart w, right s, arrive s"},
		{"straight on into another road", crossroads, "WX name=w\nXE name=e\nNX name=n\nXS name=s", "WE", "depart w, straight e, arrive e"},
		{"straight on along the same road", crossroads, "WX name=w\nXE name=w\nNX name=n\nXS name=s", "WE", "depart w, arrive w"},
		{"a bend where nothing branches off", block, "AB name=a\nBC name=a\nCF name=f", "AF", "depart a, arrive f"},
		{"the third exit", `
			     N
			     |
			     1
			    / \
			W--4   2--E
			    \ /
			     3
			     |
			     S`, "W4 name=w\n1N name=n\n2E name=e\n3S name=s\n43214 junction=roundabout", "WN", "depart w, roundabout 3 n, arrive n"},
		{"the first exit", `
			     N
			     |
			     1
			    / \
			W--4   2--E
			    \ /
			     3
			     |
			     S`, "W4 name=w\n1N name=n\n2E name=e\n3S name=s\n43214 junction=roundabout", "WS", "depart w, roundabout 1 s, arrive s"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m, s := land{tc.drawing, tc.ways}.survey(t)
			p, _ := road.ProfileNamed("car")
			n, err := s.Network(p)
			if err != nil {
				t.Fatal(err)
			}
			marks := []rune(tc.route)
			path := between(t, n, snap(t, n, m[marks[0]]), snap(t, n, m[marks[1]]))
			var got []string
			var metres, seconds float64
			for _, s := range n.Plain().Steps(path) {
				words := []string{string(s.Turn), s.Name}
				if s.Exit > 0 {
					words = []string{string(s.Turn), fmt.Sprint(s.Exit), s.Name}
				}
				got = append(got, strings.Join(words, " "))
				metres, seconds = metres+s.DistanceM, seconds+s.DurationS
			}
			if got := strings.Join(got, ", "); got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
			if math.Abs(metres-path.DistanceM) > 0.1 || math.Abs(seconds-path.DurationS) > 0.01 {
				t.Errorf("steps of %.1f m, %.2f s for a way of %.1f m, %.2f s", metres, seconds, path.DistanceM, path.DurationS)
			}
		})
	}
}
