package wire_test

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/valid"
	"xunhu/routing/road"
)

// scattered draws places around the streets, some of them on the island.
func scattered(m map[rune]orb.Point, n int) []orb.Point {
	rng := rand.New(rand.NewPCG(7, 0))
	at := []rune("WNSEnsJK")
	points := make([]orb.Point, n)
	for i := range points {
		p := m[at[rng.IntN(len(at))]]
		points[i] = orb.Point{p[0] + (rng.Float64()-0.5)/300, p[1] + (rng.Float64()-0.5)/300}
	}
	return points
}

// A matrix has the times that Route has, leg by leg, and nothing where it finds no way.
func TestMatrixIsAsRoutes(t *testing.T) {
	m, d := streets(t)
	d = d.Day(road.Closure{Where: orb.LineString{m['2'], m['X']}, Speed: 0.3})
	points := scattered(m, 40)
	rows, err := wire.Matrix(t.Context(), d, points)
	if err != nil {
		t.Fatal(err)
	}
	i, none := 0, 0
	for row, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		for j, got := range row {
			legs, err := wire.Route(d, nowhere, []orb.Point{points[i], points[j]}, false, words.EN)
			switch {
			case i == j && got == 0:
			case err != nil:
				none++
				if got != wire.NoWay {
					t.Errorf("%d to %d: %d s, but there is no way: %v", i, j, got, err)
				}
			default:
				if want := legs[0].Props["duration_s"].(float64); math.Abs(float64(got)-math.Ceil(want-1e-9)) > 0 {
					t.Errorf("%d to %d: %d s, want %v", i, j, got, want)
				}
			}
		}
		i++
	}
	if i != len(points) || none == 0 || none == i*i {
		t.Errorf("%d rows, %d without a way", i, none)
	}
}

// A pair without a way is null in JSON and empty in CSV.
func TestMatrixWritten(t *testing.T) {
	m, d := streets(t)
	rows, err := wire.Matrix(t.Context(), d, m.Points("WK"))
	if err != nil {
		t.Fatal(err)
	}
	var csv bytes.Buffer
	if err := wire.WriteMatrix(&csv, []string{"west", "island, far"}, rows); err != nil {
		t.Fatal(err)
	}
	if want := "from,west,\"island, far\"\nwest,0,\n\"island, far\",,0\n"; csv.String() != want {
		t.Errorf("got\n%swant\n%s", csv.String(), want)
	}
	for row := range rows {
		if b, err := json.Marshal(row); err != nil || !slices.Contains([]string{"[0,null]", "[null,0]"}, string(b)) {
			t.Errorf("%s, %v", b, err)
		}
	}
}

// What is drawn is valid, grows with the minutes, and holds a place on the road if and
// only if it is reached in time, but for a cell's width.
func TestIsochroneHoldsWhatIsReached(t *testing.T) {
	m, d := streets(t)
	areas, err := wire.Isochrone(d, m['W'], []float64{3, 1, 2})
	if err != nil {
		t.Fatal(err)
	}
	places := m.Points("NSEnsJ")
	for _, stretch := range []string{"W4", "2E", "ns"} {
		line := m.Line(stretch)
		for i := range 60 {
			share := float64(i) / 60
			places = append(places, orb.Point{line[0][0] + share*(line[1][0]-line[0][0]), line[0][1] + share*(line[1][1]-line[0][1])})
		}
	}
	reached := map[bool]int{}
	for _, f := range areas {
		area := f.Geometry.(orb.MultiPolygon)
		if fault := valid.Check(area); fault != nil {
			t.Errorf("%s minutes: %v", f.ID, fault)
		}
		for _, at := range places {
			legs, err := wire.Route(d, nowhere, []orb.Point{m['W'], at}, false, words.EN)
			late := math.Inf(1)
			if err == nil {
				late = legs[0].Props["duration_s"].(float64)
			}
			in, limit := planar.MultiPolygonContains(area, at), 60*f.Props["minutes"].(float64)
			if math.Abs(late-limit) > 5 && in != (late < limit) {
				t.Errorf("%s minutes: %v is reached in %.0f s, drawn inside: %v", f.ID, at, late, in)
			}
			reached[in]++
		}
	}
	a := func(i int) float64 { return areas[i].Props["area_m2"].(float64) }
	if !(a(1) < a(2) && a(2) < a(0)) || areas[1].ID != "1" || reached[true] == 0 || reached[false] == 0 {
		t.Errorf("areas of %.0f, %.0f, %.0f m² for 3, 1, 2 minutes; inside and out: %v", a(0), a(1), a(2), reached)
	}
}

// The unit that is there first comes first; one without a way is last and says why.
func TestNearest(t *testing.T) {
	m, d := streets(t)
	seat := func(c rune) *orb.Point { p := m[c]; return &p }
	a := &atlas.Atlas{Units: []atlas.Unit{
		{ID: "island", Class: atlas.Squad, At: seat('K')}, {ID: "west", Class: atlas.Station, At: seat('W')},
		{ID: "seatless", Class: atlas.Station}, {ID: "near", Class: atlas.Post, At: seat('s')}, {ID: "office", Class: atlas.Branch, At: seat('E')},
	}}
	units, err := wire.Nearest(d, a, m['E'], words.EN)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, u := range units {
		ids = append(ids, u.ID)
	}
	if got := strings.Join(ids, " "); got != "near west island" {
		t.Errorf("order %s", got)
	}
	if why, _ := units[2].Props["reason"].(string); !strings.Contains(why, "island of 2 nodes") || units[2].Props["duration_s"] != nil {
		t.Errorf("the island's unit: %v", units[2].Props)
	}
	drowned := d.Day(road.Closure{Where: orb.Bound{Min: m['W'], Max: m['W']}.Pad(0.05).ToPolygon()})
	if _, err := wire.Nearest(drowned, a, m['W'], words.EN); err == nil || !strings.HasPrefix(words.Error(words.EN, err), "all roads within 2 km of this place (by car) are closed") {
		t.Errorf("where all is closed: %v", err)
	}
	if _, err := wire.Nearest(d, a, m['Z'], words.EN); words.Error(words.EN, err) != "no road within 2 km of this place (by car); choose one nearer to a road." {
		t.Errorf("far from all roads: %v", err)
	}
}
