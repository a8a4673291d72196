package road

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// The nearest place is that which measuring all segments, one after another, gives: among the open
// roads, on the main part if that comes near enough.
func TestSnapAgreesWithAllSegments(t *testing.T) {
	islands, none := 0, 0
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 5))
		car, _ := ProfileNamed("car")
		l, err := randomSurvey(rng).land(&car)
		if err != nil {
			t.Fatal(err)
		}
		n, _, err := l.build(0)
		if err != nil {
			continue
		}
		for range 40 {
			p := orb.Point{117 + 0.06*rng.Float64(), 35 + 0.06*rng.Float64()}
			if rng.IntN(4) == 0 {
				p = n.points[rng.IntN(len(n.points))].degrees()
			}
			shut := rng.IntN(1 + n.NumEdges())
			open := func(edge int32) bool { return int(edge) != shut && (seed%2 == 0 || edge%3 > 0) }
			maxM := []float64{30, 300, 3000, 30000}[rng.IntN(4)]
			got, err := n.snap(p, maxM, open)
			f, want := planeAt(p), [2]hit{{m: math.Inf(1)}, {m: math.Inf(1)}}
			for e := range int32(n.NumEdges()) {
				for i := n.first[e]; i < n.first[e+1]-1; i++ {
					share, m := f.share(n.points[i].degrees(), n.points[i+1].degrees())
					part := min(n.part[e]*n.part[e], 1)
					if h := (hit{e, i, share, m}); open(e) && m <= maxM && h.before(want[part]) {
						want[part] = h
					}
				}
			}
			best := want[0]
			if math.IsInf(best.m, 1) {
				best = want[1]
			}
			if math.IsInf(best.m, 1) {
				if none++; err == nil {
					t.Fatalf("seed %d: %v was snapped to %v, though nothing is near", seed, p, got)
				}
				continue
			}
			if best == want[1] {
				islands++
			}
			if err != nil || got != n.place(best, p) {
				t.Fatalf("seed %d: %v within %v m: %+v, %v, want %+v", seed, p, maxM, got, err, n.place(best, p))
			}
		}
	}
	if islands < 100 || none < 20 {
		t.Errorf("only %d on islands, %d nowhere", islands, none)
	}
}
