package road

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/routing/graph"
)

// dear is a car to which turns cost something, and turning around much.
const dear = `class: highway
access: [access]
open: []
closed: ["no"]
oneway: [oneway]
speed: {residential: 36, primary: 60}
top: 90
turns: {left: 10, right: 3, u_turn: 30}
restrictions: [motorcar]
`

func dearCar(t testing.TB) Profile {
	t.Helper()
	p, err := parseProfile([]byte(dear), "dear", "")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// randomSurvey draws streets with banned turns at junctions and by way of ways.
func randomSurvey(rng *rand.Rand) Survey {
	s := Survey{Ways: randomWays(rng)}
	for i := range s.Ways {
		s.Ways[i].ID = string(rune('a' + i))
		if i%2 == 0 {
			s.Ways[i].Class = "residential"
		}
	}
	id := func(w Way) []string { return []string{w.ID} }
	kinds := []string{"no_left_turn", "no_straight_on", "no_u_turn", "only_straight_on"}
	for range 3 * len(s.Ways) {
		from, to, via := s.Ways[rng.IntN(len(s.Ways))], s.Ways[rng.IntN(len(s.Ways))], s.Ways[rng.IntN(len(s.Ways))]
		r := Restriction{From: id(from), To: id(to), Tags: Tags{"restriction": kinds[rng.IntN(len(kinds))]}}
		if rng.IntN(2) == 0 {
			r.ViaWays = id(via)
		} else {
			r.Via = from.Line[rng.IntN(len(from.Line))]
		}
		s.Restrictions = append(s.Restrictions, r)
	}
	return s
}

// Between places anywhere, with banned turns and turns that cost: one to many, one to all and one to one
// agree; the stretches that are travelled hang together, take the time that is told, turns included, are as long
// as the line, and break no rule.
func TestPathsAddUp(t *testing.T) {
	ruled, tried := 0, 0
	networks := uint64(250)
	if raced {
		networks = 60
	}
	for seed := range networks {
		rng := rand.New(rand.NewPCG(seed, 11))
		p := dearCar(t)
		if seed%3 == 0 {
			p, _ = ProfileNamed("car")
		}
		l, err := randomSurvey(rng).land(&p)
		if err != nil {
			t.Fatal(err)
		}
		n, x, err := l.build(0)
		if err != nil || len(n.parts) == 0 {
			continue
		}
		ruled += len(x.rules)
		places := make([]Place, 6)
		for i := range places {
			if places[i], err = n.Snap(orb.Point{117 + 0.06*rng.Float64(), 35 + 0.06*rng.Float64()}, 20_000); err != nil {
				t.Fatal(err)
			}
		}
		many, row := n.Plain().Many(places), make([]graph.Cost, len(places))
		for i, a := range places {
			many.From(i, row)
			reach := n.Plain().From(a)
			for j, b := range places {
				path, err := n.Plain().Between(a, b)
				if c := reach.To(b); c != row[j] || err == nil && float64(c)/1000 != path.DurationS || (err == nil) != (c < graph.Infinity) {
					t.Fatalf("seed %d: %d to %d: one to many %d ms, one to all %d ms, one to one %v s, %v", seed, i, j, row[j], c, path.DurationS, err)
				}
				if err != nil {
					if n.Main(a) && n.Main(b) {
						t.Fatalf("seed %d: %d to %d: %v on the main part", seed, i, j, err)
					}
					continue
				}
				tried++
				checkPath(t, n, x, path, seed)
			}
		}
	}
	if ruled < int(networks) || tried < 8*int(networks) {
		t.Errorf("only %d rules, %d paths", ruled, tried)
	}
}

func checkPath(t *testing.T, n *Network, x *crossing, path Path, seed uint64) {
	t.Helper()
	seconds, metres := 0.0, 0.0
	var edges []int32
	laps := n.Plain().laps(path)
	for i, s := range laps {
		d, length := s.way, n.length(s.way>>1)
		share := math.Abs(s.toM-s.fromM) / length
		metres += math.Abs(s.toM - s.fromM)
		if s.fromM != s.toM {
			seconds += share * float64(n.ways[d]) / 1000
		}
		edges = append(edges, d)
		if i == 0 {
			continue
		}
		before := edges[i-1]
		if x.head(before) != x.tail[d] || math.Abs(laps[i-1].toM-n.far(before)) > 0.001 {
			t.Fatalf("seed %d: stretch %d does not go on where %d ends: %v", seed, i, i-1, laps)
		}
		if x.strict()[x.tail[d]] {
			seconds += float64(x.turn(before, d)) / 1000
		}
		if !obeys(x.rules, edges) {
			t.Fatalf("seed %d: %v breaks a rule at stretch %d", seed, edges, i)
		}
	}
	// Who begins at a junction goes on as from the road from which that is cheapest.
	if len(edges) > 0 && laps[0].fromM == n.far(edges[0]^1) && x.strict()[x.tail[edges[0]]] {
		least := graph.Infinity
		for d := range int32(len(x.tail)) {
			if x.head(d) == x.tail[edges[0]] && x.cost[d] < graph.Infinity && obeys(x.rules, []int32{d, edges[0]}) {
				least = min(least, x.turn(d, edges[0]))
			}
		}
		if own := seconds; math.Abs(own-path.DurationS) > 0.002*float64(2+len(edges)) { // but along its own road freely
			seconds += float64(least) / 1000
		}
	}
	if math.Abs(seconds-path.DurationS) > 0.002*float64(2+len(edges)) || math.Abs(metres-path.DistanceM) > 0.01*float64(2+len(edges)) {
		t.Fatalf("seed %d: the stretches take %.3f s over %.2f m, told %.3f s over %.2f m: %v", seed, seconds, metres, path.DurationS, path.DistanceM, laps)
	}
	if m := geodesy.Length(path.Line); math.Abs(m-path.DistanceM) > 0.01 {
		t.Fatalf("seed %d: the line has %.2f m, told %.2f", seed, m, path.DistanceM)
	}
}

// A left turn costs more than a right one, straight on is free, turning around is dear but at a dead end.
func TestTurnCosts(t *testing.T) {
	p := dearCar(t)
	const m = 1e-3
	at := func(x, y float64) orb.Point { return orb.Point{117 + x*m, 35 + y*m} }
	ways := []Way{ // four roads of about 100 m meet; the one to the south goes on, with a bend and a road beside it
		{Class: "residential", Line: orb.LineString{at(-1, 0), at(0, 0)}},
		{Class: "residential", Line: orb.LineString{at(0, 0), at(1, 0)}},
		{Class: "residential", Line: orb.LineString{at(0, 0), at(0, 1)}},
		{Class: "residential", Line: orb.LineString{at(0, 0), at(0, -1), at(1, -1)}},
	}
	n, err := Build(ways, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name     string
		from, to orb.Point
		turnS    float64
	}{
		{"straight on", at(-0.5, 0), at(0.5, 0), 0},
		{"left", at(-0.5, 0), at(0, 0.5), 10},
		{"right", at(-0.5, 0), at(0, -0.5), 3},
		{"left from the north", at(0, 0.5), at(0.5, 0), 10},
		{"right from the north", at(0, 0.5), at(-0.5, 0), 3},
		{"a bend is no turn", at(0, -0.5), at(0.5, -1), 0},
	} {
		a, _ := n.Snap(tc.from, 5)
		b, _ := n.Snap(tc.to, 5)
		path, err := n.Plain().Between(a, b)
		if err != nil {
			t.Fatal(err)
		}
		if got := path.DurationS - path.DistanceM/10; math.Abs(got-tc.turnS) > 0.02 {
			t.Errorf("%s: %.2f s, want %.2f", tc.name, got, tc.turnS)
		}
	}
	if j, nodes := n.NumJunctions(), n.g.NumNodes(); j != 5 || nodes != 8 { // four roads come to the middle, each in its own way
		t.Errorf("%d junctions, %d nodes; want 5, 8", j, nodes)
	}
}
