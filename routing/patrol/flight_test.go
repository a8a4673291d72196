package patrol

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// Whatever spot of an area lies in reach is shown, or is said to be left: some place where the
// picture is taken lies within half a strip of it, along and across the strip.
func TestStripsShowAll(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 7))
		area := jagged(rng, 5+rng.IntN(20), 0.004+0.01*rng.Float64())
		wide := 60 + 200*rng.Float64()
		f := newFrame(area[0][0][0], area)
		strips, err := f.strips(area, wide)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		b := area.Bound()
		seen := 0
		for range 200 {
			p := orb.Point{b.Min[0] + rng.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + rng.Float64()*(b.Max[1]-b.Min[1])}
			if predicate.In(p, area) == predicate.Outside {
				continue
			}
			u, v := f.uv(p)
			best := math.Inf(1)
			for _, s := range strips {
				along := max(min(s.u0, s.u1)-u, u-max(s.u0, s.u1), 0)
				best = min(best, max(along, math.Abs(v-s.v)))
			}
			if best > wide/2+0.01 {
				t.Fatalf("seed %d: a spot lies %.1f m from the strips, which are %.1f m wide", seed, best, wide)
			}
			seen++
		}
		if seen == 0 {
			t.Fatalf("seed %d: no spot was tried", seed)
		}
	}
}

// A frame keeps metres, and turns back what it turns.
func TestFrame(t *testing.T) {
	for k := range turns {
		f := frame{at: orb.Point{117, 35}}
		f.east, f.north = geodesy.Degree(35)
		f.sin, f.cos = math.Sincos(float64(k) * math.Pi / turns)
		p := f.point(300, -400)
		if d := geodesy.Distance(f.at, p); math.Abs(d-500) > 0.1 {
			t.Errorf("turn %d: %.2f m, want 500", k, d)
		}
		if u, v := f.uv(p); math.Abs(u-300) > 1e-6 || math.Abs(v+400) > 1e-6 {
			t.Errorf("turn %d: %v, %v", k, u, v)
		}
	}
}

// A flight comes back to its launch before each battery is spent, keeps within reach, and
// flies around what bars it; what it shows is what it says.
func TestFlights(t *testing.T) {
	m := lookout(t, 1)
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 8))
		launch := orb.Point{117.146, 35.047}
		area := jagged(rng, 12, 0.012)
		if seed == 0 {
			area = box(0.03, 0.02)
		}
		m.s.BatteryS = 600 + rng.IntN(900)
		var barred []orb.MultiPolygon
		if seed%2 == 0 {
			c := area.Bound().Center()
			barred = []orb.MultiPolygon{{{{c, {c[0] + 0.003, c[1]}, {c[0] + 0.003, c[1] + 0.003}, {c[0], c[1] + 0.003}, c}}}}
		}
		f, err := m.fly(t.Context(), launch, area, barred)
		if err != nil {
			t.Fatal(err)
		}
		if f.seen == nil {
			continue
		}
		speed, air, longest := m.s.DroneKMH/3.6, 0.0, 0.0
		for i, p := range f.line {
			if d := geodesy.Distance(launch, p); d > m.s.DroneRangeM {
				t.Errorf("seed %d: %.0f m from the launch", seed, d)
			}
			if i > 0 {
				air += geodesy.Distance(f.line[i-1], p) / speed
				if meets(orb.LineString{f.line[i-1], p}, shrunk(barred)) {
					t.Errorf("seed %d: way %d enters what is barred", seed, i)
				}
			}
			if p == launch {
				longest, air = max(longest, air), 0
			}
		}
		if f.line[len(f.line)-1] != launch || f.line[0] != launch {
			t.Errorf("seed %d: does not come back", seed)
		}
		if longest > reserve*float64(m.s.BatteryS)+1 {
			t.Errorf("seed %d: %.0f s in the air, a battery lasts %d s", seed, longest, m.s.BatteryS)
		}
		if flown := geodesy.Length(f.line) / speed; float64(f.takesS) < flown+float64((f.batteries-1)*batteryS) {
			t.Errorf("seed %d: takes %d s, flies %.0f s with %d batteries", seed, f.takesS, flown, f.batteries)
		}
	}
}

// shrunk are areas a little smaller, as ways around them touch their corners.
func shrunk(all []orb.MultiPolygon) (small []orb.MultiPolygon) {
	for _, a := range all {
		c := a.Bound().Center()
		b := a.Clone()
		for _, poly := range b {
			for _, ring := range poly {
				for i := range ring {
					ring[i] = orb.Point{c[0] + 0.99*(ring[i][0]-c[0]), c[1] + 0.99*(ring[i][1]-c[1])}
				}
			}
		}
		small = append(small, b)
	}
	return small
}
