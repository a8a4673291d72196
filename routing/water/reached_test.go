package water_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/geo/predicate"
	"xunhu/geo/valid"
	"xunhu/routing/water"
)

// cellM is the width of the cells to which what is reached is right.
const cellM = 25.0

// slack, in seconds, is half a cell at the speed of these tests.
const slack = 5.0

// ringAround gives places around p, p first.
func ringAround(p orb.Point, m float64) []orb.Point {
	east, north := geodesy.Degree(p[1])
	all := []orb.Point{p}
	for i := range 16 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 8)
		all = append(all, orb.Point{p[0] + m*cos/east, p[1] + m*sin/north})
	}
	return all
}

// In random waters, in calm and wind, with and without closures, what is reached is where Route comes in time,
// but for a cell; areas are valid, lie within the water and within those of longer times.
func TestWithinIsWhereRouteComes(t *testing.T) {
	tried, in, out := 0, 0, 0
	for seed := range lagoons(60) {
		rng := rand.New(rand.NewPCG(seed, 21))
		area, narrow := caves(rng), false
		if seed%2 == 0 {
			area, narrow = stars(rng), true
		}
		if len(area) == 0 {
			continue
		}
		c := water.Chart{Open: lake(area)}
		p := water.Profile{Name: "boat", KMH: 10}
		if seed%3 == 0 {
			p.Wind = water.Wind{FromDeg: rng.Float64() * 360, Head: 0.6, Tail: 0.2, Side: 0.1}
		}
		if seed%4 == 1 {
			b := orb.Bound{Min: somewhere(rng, area), Max: somewhere(rng, area)}
			if b.Min[0] < b.Max[0] && b.Min[1] < b.Max[1] {
				c.Closures, p.Closed = []water.Area{{ID: "shut", Area: b.ToPolygon()}}, []string{"shut"}
			}
		}
		_, q := customize(t, c, p)
		from := somewhere(rng, area)
		limits := []float64{120, 240, 400}
		areas, err := q.Within(from, limits)
		if err != nil {
			if code(err) != "water.closed" {
				t.Fatalf("seed %d: %v", seed, err)
			}
			continue
		}
		for i, a := range areas {
			if len(a) == 0 {
				t.Fatalf("seed %d: nothing within %v s of %v", seed, limits[i], from)
			}
			if f := valid.Check(a); f != nil {
				t.Fatalf("seed %d: within %v s: %v", seed, limits[i], f)
			}
		}
		seconds := func(p orb.Point) float64 {
			if path, err := q.Route(from, p); err == nil {
				return path.DurationS
			}
			return math.Inf(1)
		}
		for range 60 {
			p := somewhere(rng, area)
			least, most, shore := math.Inf(1), 0.0, false
			for _, x := range ringAround(p, 1.5*cellM) {
				if predicate.In(x, area) == predicate.Outside {
					shore = true
				} else if s := seconds(x); !math.IsInf(s, 1) {
					least, most = min(least, s), max(most, s)
				}
			}
			if narrow && shore || math.IsInf(seconds(p), 1) {
				continue // a tip of water that is narrower than a cell may have no vertex of the grid
			}
			for i, limit := range limits {
				tried++
				switch is := near(p, areas[i]) < 0.01; {
				case is && least > limit+slack:
					t.Fatalf("seed %d: %v is drawn within %v s of %v, %v s from the nearest around it", seed, p, limit, from, least)
				case !is && most < limit-slack:
					t.Fatalf("seed %d: %v is not drawn within %v s of %v, %v s to the farthest around it", seed, p, limit, from, most)
				case is:
					in++
				default:
					out++
				}
			}
		}
		for range 40 { // beside the water
			p := ringAround(somewhere(rng, area), 60)[1+rng.IntN(16)]
			if predicate.In(p, area) == predicate.Outside && predicate.In(p, areas[2]) == predicate.Inside && near(p, area) > 0.01 {
				t.Fatalf("seed %d: %v is reached, and on land", seed, p)
			}
		}
		for i := 1; i < len(areas); i++ {
			if geodesy.Area(areas[i]) < geodesy.Area(areas[i-1])*(1-1e-9) {
				t.Fatalf("seed %d: less is reached within %v s than within %v s", seed, limits[i], limits[i-1])
			}
		}
	}
	if tried < 500 || in < tried/10 || out < tried/20 {
		t.Errorf("%d places, %d in time, %d not: too few", tried, in, out)
	}
}

func near(p orb.Point, area orb.MultiPolygon) float64 {
	if predicate.In(p, area) != predicate.Outside {
		return 0
	}
	_, m := geodesy.Nearest(area, p)
	return m
}

// A boat comes up a channel, as a strip of it, and not over the land between; what is not joined is not reached.
func TestWithinAlongChannels(t *testing.T) {
	m := geotest.Draw(t, `
		A---------B                 E-----F
		|   1     |                 |  2  |
		|         x-------y---------z     |   3
		|         |       |         |     |
		D---------C       w         H-----G`, 100)
	c := water.Chart{
		Open:     []water.Area{{ID: "west", Area: m.Polygon("ABxCD")}, {ID: "east", Area: m.Polygon("EFGHz")}},
		Channels: []water.Channel{{ID: "xz", Line: m.Line("xyz")}, {ID: "yw", Line: m.Line("yw")}},
	}
	_, q := customize(t, c, boat)
	toW, err1 := q.Route(m['1'], m['w'])
	to2, err2 := q.Route(m['1'], m['2'])
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	areas, err := q.Within(m['1'], []float64{toW.DurationS - 60, toW.DurationS + 30, to2.DurationS - 60, to2.DurationS + 60})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"1xy", "1xyw", "1xywz", "1xyw2z"} {
		got := ""
		for _, mark := range "1xyw2z3B" {
			if mark != 'B' && mark != '3' && predicate.In(m[mark], areas[i]) != predicate.Outside {
				got += string(mark)
			}
		}
		beside := orb.Point{m['y'][0], (m['y'][1] + m['E'][1]) / 2}
		if got != want || predicate.In(beside, areas[i]) == predicate.Inside || predicate.In(m['3'], areas[i]) == predicate.Inside {
			t.Errorf("area %d: %s, want %s", i, got, want)
		}
	}
	if _, err := q.Within(m['3'], []float64{60}); code(err) != "water.none_near" {
		t.Errorf("from the land: %v", err)
	}
	if all, err := q.Within(m['y'], []float64{30}); err != nil || len(all[0]) != 1 || predicate.In(m['y'], all[0]) != predicate.Inside {
		t.Errorf("from a channel: %v, %v", all, err)
	}
}
