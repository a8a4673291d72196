package hydro

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
)

// randomRivers draws lines over the corners of a small grid, so that they meet,
// cross, run beside each other and make loops; some have no direction.
func randomRivers(rng *rand.Rand) []River {
	side := 2 + rng.IntN(4)
	corner := func() orb.Point {
		return orb.Point{117 + 0.001*float64(rng.IntN(side)), 35 + 0.001*float64(rng.IntN(side))}
	}
	var rivers []River
	for i := range 1 + rng.IntN(12) {
		line := orb.LineString{corner()}
		for range 1 + rng.IntN(4) {
			line = append(line, corner()) // at times the same corner twice
		}
		rivers = append(rivers, River{ID: fmt.Sprint(i), Directed: rng.IntN(4) > 0, SpeedMS: 0.2 + rng.Float64(), Line: line})
	}
	return rivers
}

// randomBasin draws a tree: from each corner of a small grid a reach flows west or south.
// At times a line more lies over it, so that only some of it stays a tree.
func randomBasin(rng *rand.Rand) []River {
	side := 2 + rng.IntN(4)
	corner := func(x, y int) orb.Point { return orb.Point{117 + 0.001*float64(x), 35 + 0.001*float64(y)} }
	var rivers []River
	add := func(directed bool, from, to orb.Point) {
		rivers = append(rivers, River{ID: fmt.Sprint(len(rivers)), Directed: directed, SpeedMS: 0.2 + rng.Float64(), Line: orb.LineString{from, to}})
	}
	for y := 1; y <= side; y++ {
		for x := 1; x <= side; x++ {
			west := rng.IntN(2)
			add(true, corner(x, y), corner(x-west, y-1+west))
		}
	}
	if rng.IntN(2) == 0 {
		from, to := corner(rng.IntN(side), rng.IntN(side)), corner(rng.IntN(side), rng.IntN(side))
		if from != to {
			add(rng.IntN(2) == 0, from, to)
		}
	}
	rng.Shuffle(len(rivers), func(i, j int) { rivers[i], rivers[j] = rivers[j], rivers[i] })
	return rivers
}

// A slow is the plainest trace: the distances of all vertices by going through all
// edges until nothing changes. Of each vertex it keeps the shortest way without
// ([0]) and with ([1]) an edge of unknown direction.
type slow struct {
	rivers []River
	start  orb.Point // the place on edge [edge] of river
	river  int
	edge   int
	up     bool
	byTime bool // what is least is the time, not the distance
	dist   map[orb.Point]*[2]float64
}

// rate is the cost of a metre of a river.
func (s *slow) rate(r River) float64 {
	if s.byTime {
		return float64(float32(1 / r.SpeedMS)) // as the network keeps it
	}
	return 1
}

func (s *slow) solve() {
	s.dist = map[orb.Point]*[2]float64{}
	at := func(p orb.Point) *[2]float64 {
		if s.dist[p] == nil {
			s.dist[p] = &[2]float64{math.Inf(1), math.Inf(1)}
		}
		return s.dist[p]
	}
	r := s.rivers[s.river]
	a, b := r.Line[s.edge], r.Line[s.edge+1]
	*at(s.start) = [2]float64{0, math.Inf(1)}
	changed := true
	pass := func(from, to orb.Point, known bool, rate float64) {
		m := rate * geodesy.Length(orb.LineString{from, to})
		f, t := at(from), at(to)
		for layer, d := range *f {
			if !known {
				layer = 1
			}
			if d+m < t[layer]-1e-9 {
				t[layer], changed = d+m, true
			}
		}
	}
	edge := func(p, q orb.Point, r River) { // drawn p to q
		if !r.Directed || !s.up {
			pass(p, q, r.Directed, s.rate(r))
		}
		if !r.Directed || s.up {
			pass(q, p, r.Directed, s.rate(r))
		}
	}
	for changed {
		changed = false
		edge(a, s.start, r)
		edge(s.start, b, r)
		for _, r := range s.rivers {
			for v := 1; v < len(r.Line); v++ {
				edge(r.Line[v-1], r.Line[v], r)
			}
		}
	}
}

// to gives the shortest ways to a place on an edge.
func (s *slow) to(river, edge int, p orb.Point) [2]float64 {
	r := s.rivers[river]
	best := [2]float64{math.Inf(1), math.Inf(1)}
	from := func(q orb.Point, allowed bool, d [2]float64) {
		if !allowed {
			return
		}
		m := s.rate(r) * geodesy.Length(orb.LineString{q, p})
		for layer := range d {
			to := layer
			if !r.Directed {
				to = 1
			}
			best[to] = min(best[to], d[layer]+m)
		}
	}
	a, b := r.Line[edge], r.Line[edge+1]
	from(a, !s.up || !r.Directed, *s.dist[a])
	from(b, s.up || !r.Directed, *s.dist[b])
	if river == s.river && edge == s.edge {
		ahead := geodesy.Length(orb.LineString{a, p}) >= geodesy.Length(orb.LineString{a, s.start})
		from(s.start, !r.Directed || ahead != s.up, [2]float64{0, math.Inf(1)})
	}
	return best
}

// somewhere picks a place in the midst of an edge of a reach.
func somewhere(rng *rand.Rand, n *Network) (p Place, river, edge int, at orb.Point) {
	r := int32(rng.IntN(n.NumReaches()))
	line := n.Line(r)
	v := rng.IntN(len(line) - 1)
	for line[v] == line[v+1] {
		v = rng.IntN(len(line) - 1)
	}
	t := 0.05 + 0.9*rng.Float64()
	at = orb.Point{line[v][0] + t*(line[v+1][0]-line[v][0]), line[v][1] + t*(line[v+1][1]-line[v][1])}
	m := geodesy.Length(line[:v+1]) + geodesy.Length(orb.LineString{line[v], at})
	return Place{r, m}, int(n.cuts[r].river), int(n.cuts[r].first) + v, at
}

// On any network, with loops, divergences and reaches without direction, the
// pieces of a trace are the places that a walk over all edges finds, each once, at
// the same distance or time, up to the limit.
func TestTraceAgreesWithWalk(t *testing.T) {
	networks := uint64(12_000)
	if testing.Short() {
		networks = 1200
	}
	for seed := range networks {
		rng := rand.New(rand.NewPCG(seed, 4))
		draw := randomRivers
		if seed%6 == 5 {
			draw = randomBasin
		}
		rivers := draw(rng)
		n := Build(rivers)
		if n.NumReaches() == 0 {
			continue
		}
		start, river, edge, at := somewhere(rng, n)
		s := &slow{rivers: rivers, start: at, river: river, edge: edge, up: rng.IntN(2) == 0, byTime: rng.IntN(2) == 0}
		s.solve()
		limit := 50 + 800*rng.Float64()
		trace := map[[2]bool]func(Place, float64) []Piece{{false, false}: n.Down, {true, false}: n.Up, {false, true}: n.DownFor, {true, true}: n.UpFor}
		pieces := trace[[2]bool{s.up, s.byTime}](start, limit)
		cost := func(p Piece) float64 {
			if s.byTime {
				return p.TimeS
			}
			return p.DistanceM
		}
		for i := range pieces[min(1, len(pieces)):] {
			if cost(pieces[i]) > cost(pieces[i+1]) {
				t.Fatalf("seed %d: pieces not by distance: %v", seed, pieces)
			}
		}
		for range 30 {
			p, river, edge, at := somewhere(rng, n)
			want := s.to(river, edge, at)
			nearest := min(want[0], want[1])
			if math.Abs(nearest-limit) < 1e-3 {
				continue
			}
			held := 0
			for _, q := range pieces {
				if q.Reach != p.Reach || p.MeasureM < min(q.From, q.To)-1e-6 || p.MeasureM > max(q.From, q.To)+1e-6 {
					continue
				}
				got := cost(q) + s.rate(n.River(q.Reach))*math.Abs(p.MeasureM-q.From)
				if math.Abs(got-nearest) > 1e-6 {
					t.Fatalf("seed %d: %v at %v m, want %v m (start %v, up %v)", seed, p, got, nearest, start, s.up)
				}
				if math.Abs(want[0]-want[1]) > 1e-6 && q.Unsure != (want[1] < want[0]) {
					t.Fatalf("seed %d: %v unsure %v, ways %v", seed, p, q.Unsure, want)
				}
				held++
			}
			if (held > 0) != (nearest < limit) || held > 1 && !between(pieces, p) {
				t.Fatalf("seed %d: %v is in %d pieces, at %v m of %v (start %v, up %v)", seed, p, held, nearest, limit, start, s.up)
			}
		}
	}
}

// between tells whether two pieces meet at p: there alone a place is in two.
func between(pieces []Piece, p Place) bool {
	for _, q := range pieces {
		if q.Reach == p.Reach && math.Min(math.Abs(q.From-p.MeasureM), math.Abs(q.To-p.MeasureM)) < 1e-5 {
			return true
		}
	}
	return false
}

// What lies up a place has the place down of it, at the same distance.
func TestUpAndDownAgree(t *testing.T) {
	const limit = 600
	covers := func(pieces []Piece, p Place, m float64) bool {
		for _, q := range pieces {
			if q.Reach == p.Reach && p.MeasureM >= min(q.From, q.To)-1e-6 && p.MeasureM <= max(q.From, q.To)+1e-6 &&
				math.Abs(q.DistanceM+math.Abs(p.MeasureM-q.From)-m) < 1e-6 {
				return true
			}
		}
		return false
	}
	for seed := range uint64(1000) {
		rng := rand.New(rand.NewPCG(seed, 5))
		n := Build(randomRivers(rng))
		if n.NumReaches() == 0 {
			continue
		}
		start, _, _, _ := somewhere(rng, n)
		for _, q := range n.Up(start, limit) {
			middle := Place{q.Reach, (q.From + q.To) / 2}
			m := q.DistanceM + math.Abs(q.To-q.From)/2
			if !covers(n.Down(middle, limit), start, m) {
				t.Fatalf("seed %d: %v is %v m up of %v, which is not down of it", seed, middle, m, start)
			}
		}
	}
}

// Snap gives what a look at every reach gives.
func TestSnapAgreesWithAll(t *testing.T) {
	for seed := range uint64(500) {
		rng := rand.New(rand.NewPCG(seed, 7))
		n := Build(randomRivers(rng))
		p := orb.Point{117 + 0.006*(rng.Float64()-0.1), 35 + 0.006*(rng.Float64()-0.1)}
		within := 200 * rng.Float64()
		found := n.Snap(p, within)
		if first, ok := n.Belongs(p, within); ok != (len(found) > 0) || ok && first != found[0] {
			t.Fatalf("seed %d: belongs to %+v, %v, found %+v", seed, first, ok, found)
		}
		for r := range int32(n.NumReaches()) {
			q, m := geodesy.Nearest(n.Line(r), p)
			if math.Abs(m-within) < 1e-3 {
				continue
			}
			near, alone := math.Inf(1), false
			for _, c := range found {
				if d := geodesy.Distance(n.At(c.Place), q); d < 0.1 {
					near = min(near, math.Abs(c.DistanceM-m))
				}
				alone = alone || c.Reach == r
			}
			if m < within != (near < 0.01) || m > within && alone {
				t.Fatalf("seed %d: reach %d is %v m away, within %v; found %+v", seed, r, m, within, found)
			}
		}
		for i, c := range found {
			if i > 0 && (found[i-1].DistanceM > c.DistanceM || found[i-1].Confidence < c.Confidence) {
				t.Fatalf("seed %d: not ranked: %+v", seed, found)
			}
			if d := geodesy.Distance(n.At(c.Place), c.At); d > 0.01 {
				t.Fatalf("seed %d: measure and place are %v m apart: %+v", seed, d, c)
			}
		}
	}
}
