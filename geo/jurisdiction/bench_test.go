package jurisdiction_test

import (
	"math"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/geo/hydro"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// The mixes of incidents that batch figures are stated for, each of 4,096 drawn at
// random over the demonstration region, every category alike, one in ten grave or
// an emergency, one in three verified:
//
//   - dry: points with an error of 0 to 30 m, off the water (a reach in reach of
//     the rules is drawn again) and off post zones;
//   - wet: points within 80 m of a reach, every second in a post zone, with an error
//     of 5 to 200 m;
//   - lines: of 100 vertices, 1 km long, with an error of 0 to 30 m.
func mixes(tb testing.TB, a *atlas.Atlas) map[string][]jurisdiction.Incident {
	tb.Helper()
	const n = 4096
	rng := rand.New(rand.NewPCG(4, 11))
	categories := law.Categories()
	box := demo.Dataset().Bound()
	anywhere := func() orb.Point {
		for {
			p := orb.Point{box.Min[0] + rng.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + rng.Float64()*(box.Max[1]-box.Min[1])}
			if _, in := a.Cover.Locate(p); in || rng.IntN(20) == 0 {
				return p
			}
		}
	}
	beside := func(p orb.Point, m float64) orb.Point {
		angle := rng.Float64() * 2 * math.Pi
		return orb.Point{p[0] + m*math.Cos(angle)/91_000, p[1] + m*math.Sin(angle)/111_000}
	}
	zoned := func(p orb.Point) bool {
		return len(a.Meeting(nil, feature.Zones, geodesy.Prepare(p))) > 0
	}
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	of := func(g orb.Geometry, accuracy float64) jurisdiction.Incident {
		inc := jurisdiction.Incident{Geometry: g, AccuracyM: accuracy, Category: categories[rng.IntN(len(categories))].Code,
			Source: pick("patrol", "12345"), OccurredAt: autumn}
		if rng.IntN(10) == 0 {
			inc.Severity = law.Severity(pick("G", "E"))
		}
		if rng.IntN(3) == 0 {
			inc.Outcome, inc.Finder = pick("UNF", "MIN", "VIO"), pick("STATION", "SQUAD", "POST")
		}
		return inc
	}
	mix := map[string][]jurisdiction.Incident{}
	for len(mix["dry"]) < n {
		if p := anywhere(); len(a.Water.Snap(p, 100)) == 0 && !zoned(p) {
			mix["dry"] = append(mix["dry"], of(p, 30*rng.Float64()))
		}
	}
	for len(mix["wet"]) < n {
		r := int32(rng.IntN(a.Water.NumReaches()))
		p := beside(a.Water.At(hydro.Place{Reach: r, MeasureM: rng.Float64() * a.Water.Length(r)}), 80*rng.Float64())
		if want := len(mix["wet"])%2 == 0; zoned(p) == want {
			mix["wet"] = append(mix["wet"], of(p, 5+195*rng.Float64()))
		}
	}
	for len(mix["lines"]) < n {
		line := orb.LineString{anywhere()}
		heading := rng.Float64() * 2 * math.Pi
		for len(line) < 100 {
			heading += 0.3 * rng.NormFloat64()
			p := line[len(line)-1]
			line = append(line, orb.Point{p[0] + 10*math.Cos(heading)/91_000, p[1] + 10*math.Sin(heading)/111_000})
		}
		mix["lines"] = append(mix["lines"], of(line, 30*rng.Float64()))
	}
	return mix
}

// Decisions on one core, without the words; each mix is decided once before, so
// that the water between its places is known.
func BenchmarkDecide(b *testing.B) {
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		b.Fatal(err)
	}
	r, err := jurisdiction.New(a, jurisdiction.Defaults())
	if err != nil {
		b.Fatal(err)
	}
	all := mixes(b, a)
	for _, name := range []string{"dry", "wet", "lines"} {
		b.Run(name, func(b *testing.B) {
			mix := all[name]
			decide := func(inc jurisdiction.Incident) {
				if _, err := r.Judge(inc, nil); err != nil {
					b.Fatal(err)
				}
			}
			for _, inc := range mix {
				decide(inc)
			}
			b.ReportAllocs()
			i, before := 0, cpu(b)
			for b.Loop() {
				decide(mix[i%len(mix)])
				i++
			}
			spent := (cpu(b) - before).Seconds()
			b.ReportMetric(float64(b.N)/spent, "decisions/cpu-s")
			b.ReportMetric(spent/float64(b.N)/vincenty(b), "geodesics")
		})
	}
}

// vincenty is the seconds that a geodesic takes now: the yardstick of a machine that
// others use too. Alone it takes some 0.3 µs.
func vincenty(tb testing.TB) float64 {
	const n = 200_000
	before := cpu(tb)
	p, sum := orb.Point{117, 35}, 0.0
	for i := range n {
		sum += geodesy.Distance(p, orb.Point{117.003, 35 + float64(i%100)*1e-5})
	}
	if sum == 0 {
		tb.Fatal("no distance")
	}
	return (cpu(tb) - before).Seconds() / n
}

// cpu is the processor's time that this process has used: of a busy machine the clock
// on the wall tells little.
func cpu(tb testing.TB) time.Duration {
	tb.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
