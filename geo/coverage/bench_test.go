package coverage_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
)

// The instance of all benchmarks is three regions of French communes.
func BenchmarkLocate(b *testing.B) {
	cells := cellsOf(b, regions...)
	c, err := coverage.New(cells...)
	if err != nil {
		b.Fatal(err)
	}
	places := placesOn(rand.New(rand.NewPCG(1, 0)), cells, 1_000_000)
	sorted := slices.Clone(places)
	slices.SortFunc(sorted, func(p, q orb.Point) int { // in rows of a hundredth of a degree
		return cmp.Or(cmp.Compare(int(p[1]*100), int(q[1]*100)), cmp.Compare(p[0], q[0]))
	})
	indices := make([]int32, len(places))
	one := func(places []orb.Point) func(*testing.B) {
		return func(b *testing.B) {
			i := 0
			for b.Loop() {
				c.Locate(places[i])
				if i++; i == len(places) {
					i = 0
				}
			}
		}
	}
	many := func(places []orb.Point) func(*testing.B) {
		return func(b *testing.B) {
			for b.Loop() {
				c.LocateMany(places, indices)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(places)), "ns/place")
		}
	}
	b.Run("random", one(places))
	b.Run("sorted", one(sorted))
	b.Run("vertices", one(verticesOf(cells)))
	b.Run("cells/random", func(b *testing.B) {
		i := 0
		for b.Loop() {
			c.Search(places[i%len(places)])
			i++
		}
	})
	b.Run("many/random", many(places))
	b.Run("many/sorted", many(sorted))
}

func BenchmarkNearestBorder(b *testing.B) {
	cells := cellsOf(b, regions...)
	c, err := coverage.New(cells...)
	if err != nil {
		b.Fatal(err)
	}
	places := placesOn(rand.New(rand.NewPCG(1, 0)), cells, 100_000)
	c.NearestBorder(places[0])
	i := 0
	for b.Loop() {
		c.NearestBorder(places[i%len(places)])
		i++
	}
}

func BenchmarkNew(b *testing.B) {
	cells := cellsOf(b, regions...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := coverage.New(cells...); err != nil {
			b.Fatal(err)
		}
	}
}

// What Examine does for xunhu check: validity of every cell and all findings.
func BenchmarkExamine(b *testing.B) {
	cells := cellsOf(b, regions...)
	b.ReportAllocs()
	for b.Loop() {
		coverage.Examine(cells...)
	}
}

// A map over its own double, shifted by a few metres: every border misses another's.
func BenchmarkExamineDouble(b *testing.B) {
	cells := cellsOf(b, regions...)
	for _, c := range cells {
		double, ok := orb.Clone(c.Area).(orb.MultiPolygon)
		if !ok {
			double = orb.MultiPolygon{orb.Clone(c.Area).(orb.Polygon)}
		}
		for _, poly := range double {
			for _, r := range poly {
				for i := range r {
					r[i] = orb.Point{r[i][0] + 3e-5, r[i][1] + 1e-5}
				}
			}
		}
		cells = append(cells, coverage.Cell{Name: c.Name + " double", Area: double})
	}
	for b.Loop() {
		if found, _ := coverage.Examine(cells...); len(found) < len(cells)/2 {
			b.Fatalf("%d findings", len(found))
		}
	}
}
