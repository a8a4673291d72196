package jurisdiction

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/hydro"
)

// What is remembered of a reach must give what a trace from the very place gives: on the
// demonstration region, and on random networks with loops, divergences and reaches
// without direction.
func TestFollowAgreesWithTrace(t *testing.T) {
	regions := []atlas.Dataset{demo.Dataset()}
	for seed := range uint64(150) {
		regions = append(regions, tangle(rand.New(rand.NewPCG(seed, 6))))
	}
	for seed, data := range regions {
		a, err := atlas.Build(data)
		if err != nil {
			t.Fatal(err)
		}
		set := Defaults()
		if seed > 0 {
			set.TraceM = 400
		}
		r, err := New(a, set)
		if err != nil {
			t.Fatal(err)
		}
		if seed%2 == 1 { // keys share places
			r.waters.closures = r.waters.closures[:2]
		}
		rng := rand.New(rand.NewPCG(uint64(seed), 7))
		for range 40 {
			reach := int32(rng.IntN(r.water.NumReaches()))
			part := rng.Float64()
			if rng.IntN(5) == 0 {
				part = float64(rng.IntN(2)) // a node
			}
			at := hydro.Place{Reach: reach, MeasureM: part * r.water.Length(reach)}
			up := rng.IntN(2) == 0
			got, err := r.follow(nil, at, up)
			if err != nil {
				t.Fatal(err)
			}
			pieces := r.water.Down(at, set.TraceM)
			if up {
				pieces = r.water.Up(at, set.TraceM)
			}
			want, err := r.passages(pieces)
			if err != nil {
				t.Fatal(err)
			}
			g, w := sums(got), sums(want)
			for key := range w {
				if d := w[key].minus(g[key]); d > 1e-6 {
					t.Fatalf("region %d, %+v, up %v: %s is %+v, a trace says %+v", seed, at, up, key, g[key], w[key])
				}
			}
			if len(g) != len(w) {
				t.Fatalf("region %d, %+v, up %v: %v, a trace says %v", seed, at, up, g, w)
			}
			for i := 1; i < len(got); i++ {
				if got[i].distance < got[i-1].distance-1e-9 {
					t.Fatalf("region %d, %+v: not by distance: %+v", seed, at, got)
				}
			}
		}
	}
}

// sum is what a list passes of one reach in one place.
type sum struct {
	first, time, m float64
	unsure         bool
}

func (s sum) minus(o sum) float64 {
	if s.unsure != o.unsure {
		return math.Inf(1)
	}
	return max(math.Abs(s.first-o.first), math.Abs(s.m-o.m), math.Abs(s.time-o.time)/100)
}

func sums(list []passed) map[string]sum {
	all := map[string]sum{}
	for _, p := range list {
		if p.m < 1e-6 {
			continue
		}
		key := fmt.Sprint(p.reach, "/", p.place, "/", p.basin)
		s, known := all[key]
		if !known {
			s = sum{first: math.Inf(1), unsure: true}
		}
		if p.distance < s.first {
			s.first, s.time = p.distance, p.time
		}
		s.m += p.m
		s.unsure = s.unsure && p.unsure
		all[key] = s
	}
	return all
}

// tangle is two towns with lines between the corners of a small grid.
func tangle(rng *rand.Rand) atlas.Dataset {
	at := func(x, y int) orb.Point { return orb.Point{117 + 0.001*float64(x), 35 + 0.001*float64(y)} }
	box := func(x0, x1 int) orb.Polygon {
		return orb.Polygon{{at(x0, -1), at(x1, -1), at(x1, 6), at(x0, 6), at(x0, -1)}}
	}
	d := atlas.Dataset{Region: atlas.Region{Code: "C"}, Collections: map[feature.Kind]feature.Collection{
		feature.Towns: {Features: []feature.Feature{{ID: "a", Geometry: box(-1, 2)}, {ID: "b", Geometry: box(2, 4)}}},
	}}
	var rivers []feature.Feature
	for i := range 2 + rng.IntN(9) {
		line := orb.LineString{at(rng.IntN(5), rng.IntN(5))}
		for range 1 + rng.IntN(3) {
			line = append(line, at(rng.IntN(5), rng.IntN(5)))
		}
		if line[0] == line[1] {
			line[1][0] += 0.0005
		}
		rivers = append(rivers, feature.Feature{ID: fmt.Sprint(i), Geometry: line,
			Props: map[string]any{"directed": rng.IntN(4) > 0, "basin": fmt.Sprint("B", i%2), "speed_ms": 0.2 + rng.Float64()}})
	}
	d.Collections[feature.Rivers] = feature.Collection{Features: rivers}
	return d
}
