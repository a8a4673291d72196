package hydro

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

// Pieces come by rising cost and, of equal cost, as they were found, however the costs
// are spread.
func TestPiecesInOrder(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 8))
		costs := []func() float64{
			rng.Float64,
			func() float64 { return math.Exp(100 * rng.Float64()) }, // nearly all in one bucket
			func() float64 { return float64(rng.IntN(3)) },
			func() float64 { return 0 },
			func() float64 { return 1e-310 * rng.Float64() },
		}[seed%5]
		s := search{}
		for i := range rng.IntN(500) {
			s.costs, s.pieces = append(s.costs, costs()), append(s.pieces, Piece{Reach: int32(i)})
			s.pieces[i].DistanceM = s.costs[i]
		}
		want := slices.Clone(s.pieces)
		slices.SortStableFunc(want, func(p, q Piece) int { return cmp.Compare(p.DistanceM, q.DistanceM) })
		if got := s.inOrder(); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v, want %v", seed, got, want)
		}
	}
}

// Each place is told the first that equals it, both zeros alike, in one fold and in many.
func TestFirsts(t *testing.T) {
	for seed, n := range []int{0, 1, 100, 2000, 20_000} {
		rng := rand.New(rand.NewPCG(uint64(seed), 9))
		places := make([]orb.Point, n)
		for i := range places {
			places[i] = orb.Point{float64(rng.IntN(100)-50) / 10, float64(rng.IntN(100)-50) / 10}
			if places[i][0] == 0 && rng.IntN(2) == 0 {
				places[i][0] = math.Copysign(0, -1)
			}
		}
		seen := map[orb.Point]int32{}
		for i, got := range firsts(places) {
			want, ok := seen[places[i]]
			if !ok {
				want = int32(i)
				seen[places[i]] = want
			}
			if got != want {
				t.Fatalf("%d places: the first like %d is %d, want %d", n, i, got, want)
			}
		}
	}
}

// Reaches are numbered up the water: what flows to a twig alone follows on each other,
// and the reaches that end at a node stand together.
func TestNumbersFollowTheWater(t *testing.T) {
	twigs := 0
	for seed := range uint64(1000) {
		rng := rand.New(rand.NewPCG(seed, 10))
		n := Build(randomBasin(rng))
		for v := range int32(n.NumNodes()) {
			for r := range int32(n.NumReaches()) {
				if in := r >= n.inAt[v] && r < n.inAt[v+1]; in != (n.flows[r].head == v) {
					t.Fatalf("seed %d: reach %d among those to node %d: %v", seed, r, v, in)
				}
			}
		}
		for r := range int32(n.NumReaches()) {
			if n.traits[r]&twig == 0 {
				continue
			}
			above := map[int32]bool{}
			low, high := int32(math.MaxInt32), int32(-1)
			for _, p := range n.Up(Place{Reach: r, MeasureM: n.Length(r) / 2}, 1e9)[1:] {
				above[p.Reach] = true
				low, high = min(low, p.Reach), max(high, p.Reach)
				if n.traits[p.Reach]&twig == 0 || n.both(p.Reach) {
					t.Fatalf("seed %d: reach %d above twig %d is none", seed, p.Reach, r)
				}
			}
			if len(above) > 0 && int(high-low)+1 != len(above) {
				t.Fatalf("seed %d: above twig %d lie %v", seed, r, above)
			}
			twigs += len(above)
		}
	}
	if twigs < 1000 {
		t.Errorf("%d reaches above twigs, too few to tell", twigs)
	}
}
