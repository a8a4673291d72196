package patrol

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
	"xunhu/routing/road"
)

// lookout is a maker on the demonstration region, which can look at areas.
func lookout(t testing.TB, days int) *maker {
	t.Helper()
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	var ways []road.Way
	for _, r := range a.Roads {
		ways = append(ways, road.Way{ID: r.ID, Name: r.Name, Class: r.Class, Oneway: r.Oneway, MaxSpeedKMH: r.MaxSpeedKMH, Access: r.Access, Line: r.Line})
	}
	car, _ := road.ProfileNamed("car")
	net, err := road.Build(ways, car)
	if err != nil {
		t.Fatal(err)
	}
	r := Request{Days: days, From: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Settings: Defaults()}
	for _, u := range a.Units {
		if u.Class == atlas.Brigade {
			r.Unit = u.ID
		}
	}
	m, err := prepare(a, net.Plain(), r)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// box is an area around the middle of the demonstration region.
func box(lon, lat float64) orb.MultiPolygon {
	x, y := 117.15, 35.05
	return orb.MultiPolygon{{{{x - lon/2, y - lat/2}, {x + lon/2, y - lat/2}, {x + lon/2, y + lat/2}, {x - lon/2, y + lat/2}, {x - lon/2, y - lat/2}}}}
}

func BenchmarkArea(b *testing.B) {
	m := lookout(b, 1)
	for _, size := range [][2]float64{{0.05, 0.05}, {0.1, 0.1}, {0.5, 0.2}} {
		b.Run(fmt.Sprintf("%gx%g", size[0], size[1]), func(b *testing.B) {
			for b.Loop() {
				tasks, left, err := m.area(b.Context(), &Need{ID: "n"}, box(size[0], size[1]))
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(tasks)), "tasks")
				b.ReportMetric(float64(len(left)), "left")
			}
		})
	}
}

// jagged is a star of many vertices around the middle of the demonstration region.
func jagged(rng *rand.Rand, vertices int, size float64) orb.MultiPolygon {
	var ring orb.Ring
	for i := range vertices {
		a, r := 2*math.Pi*float64(i)/float64(vertices), size*(0.6+0.4*rng.Float64())
		ring = append(ring, orb.Point{117.15 + r*math.Cos(a), 35.05 + r*math.Sin(a)})
	}
	return orb.MultiPolygon{{append(ring, ring[0])}}
}

// The spots that lines of sweep find are those that lie inside, asked one by one.
func TestSpotsLieInside(t *testing.T) {
	for seed := range uint64(30) {
		rng := rand.New(rand.NewPCG(seed, 0))
		area := jagged(rng, 3+rng.IntN(300), 0.03)
		area[0] = append(area[0], orb.Ring{{117.149, 35.049}, {117.151, 35.052}, {117.153, 35.049}, {117.149, 35.049}})
		spots, stepM, err := spotsIn(t.Context(), area, 500)
		if err != nil {
			t.Fatal(err)
		}
		b := area.Bound()
		unit := widened(orb.Bound{Min: b.Center(), Max: b.Center()}, stepM/2)
		dx, dy := unit.Max[0]-unit.Min[0], unit.Max[1]-unit.Min[1]
		var want []orb.Point
		for i := 0.0; b.Min[0]+i*dx <= b.Max[0]; i++ {
			for j := 0.0; b.Min[1]+j*dy <= b.Max[1]; j++ {
				if p := (orb.Point{b.Min[0] + (i+0.5)*dx, b.Min[1] + (j+0.5)*dy}); predicate.In(p, area) == predicate.Inside {
					want = append(want, p)
				}
			}
		}
		near := func(p, q orb.Point) bool { return math.Hypot(p[0]-q[0], p[1]-q[1]) < 1e-9 }
		if len(want) == 0 || !slices.EqualFunc(spots, want, near) {
			t.Errorf("seed %d: %d spots, want %d", seed, len(spots), len(want))
		}
	}
}

// However large or long an area is, it gets a bounded number of spots.
func TestSpotsAreBounded(t *testing.T) {
	for _, area := range []orb.MultiPolygon{box(0.5, 0.2), box(8, 5), box(60, 0.0014), box(1e-5, 40)} {
		spots, _, err := spotsIn(t.Context(), area, 500)
		if err != nil || len(spots) == 0 || len(spots) > mostSpots*11/10 {
			t.Errorf("%v: %d spots, %v", area.Bound(), len(spots), err)
		}
	}
}

// The parts are those that are left when each viewpoint takes its disc from the whole
// area, one after another; also of an area that is cut into pieces for it.
func TestPartsAreWhatEachSeesFirst(t *testing.T) {
	m := lookout(t, 1)
	for seed, vertices := range []int{4, 40, 600} {
		area := jagged(rand.New(rand.NewPCG(uint64(seed), 0)), vertices, 0.03)
		spots, stepM, err := spotsIn(t.Context(), area, m.s.SightM)
		if err != nil {
			t.Fatal(err)
		}
		places := m.net.Places(widened(area.Bound(), m.s.SightM), m.s.SightM/2)
		views, err := viewpoints(t.Context(), places, spots, m.s.SightM, worth(m.s.SightM, stepM))
		if err != nil || len(views) < 3 {
			t.Fatalf("%d viewpoints, %v", len(views), err)
		}
		parts, _, err := m.parts(t.Context(), area, views)
		if err != nil {
			t.Fatal(err)
		}
		var rest orb.Geometry = area
		for i, v := range views {
			disc, err := overlay.Buffer(v.Point, m.s.SightM)
			if err != nil {
				t.Fatal(err)
			}
			want, err := overlay.Intersection(rest, disc)
			if err != nil {
				t.Fatal(err)
			}
			if rest, err = overlay.Difference(rest, disc); err != nil {
				t.Fatal(err)
			}
			if got, want := geodesy.Area(parts[i]), geodesy.Area(want); math.Abs(got-want) > 1e-3 {
				t.Errorf("%d vertices: viewpoint %d sees %.4f m², want %.4f m²", vertices, i, got, want)
			}
		}
	}
}

// An area that takes more than the shifts is looked at as far as they go; the rest is
// told of, apart from what no road shows, and nothing is told of twice.
func TestLargeAreaIsLeftInPart(t *testing.T) {
	area := box(0.1, 0.1)
	whole := geodesy.Area(area)
	before := 0.0
	for _, days := range []int{1, 3, 10} {
		m := lookout(t, days)
		tasks, left, err := m.area(t.Context(), &Need{ID: "n"}, area)
		if err != nil {
			t.Fatal(err)
		}
		seen, sum := 0.0, 0.0
		for _, x := range tasks {
			seen += geodesy.Area(x.geometry)
		}
		var codes []string
		for _, u := range left {
			sum += geodesy.Area(u.Geometry)
			codes = append(codes, u.Reason.Code)
		}
		if math.Abs(seen+sum-whole) > 0.01*whole {
			t.Errorf("%d days: %.0f m² are seen, %.0f m² are left, of %.0f m²", days, seen, sum, whole)
		}
		want := []string{"patrol.unplanned.large", "patrol.unplanned.unseen"}
		if days == 10 {
			want = want[1:]
		}
		if most := days * 48; !slices.Equal(codes, want) || len(tasks) > most || days < 10 && len(tasks) < most {
			t.Errorf("%d days: %d viewpoints, unplanned %v, want %v", days, len(tasks), codes, want)
		}
		if seen <= before {
			t.Errorf("%d days show no more than fewer", days)
		}
		before = seen
	}
}

// Whenever the context ends, looking over an area of the size of the county ends
// within a tenth of a second. One of three must, as the machine may have more to do.
func TestAreaEndsWithItsContext(t *testing.T) {
	m := lookout(t, 30)
	for _, after := range []time.Duration{0, 20, 100, 300, 600, 900} {
		var late time.Duration
		for range 3 {
			ctx, cancel := context.WithCancel(t.Context())
			var ended time.Time
			time.AfterFunc(after*time.Millisecond, func() { ended = time.Now(); cancel() })
			_, _, err := m.area(ctx, &Need{ID: "n"}, box(0.5, 0.2))
			late = 0
			if <-ctx.Done(); err != nil {
				late = time.Since(ended)
			}
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			if late < 100*time.Millisecond {
				break
			}
		}
		if late >= 100*time.Millisecond {
			t.Errorf("ended after %v ms, it took %v to end", int64(after), late)
		}
	}
}

// Each step looks at the context, however little it has to do.
func TestStepsLookAtTheContext(t *testing.T) {
	m, area := lookout(t, 1), jagged(rand.New(rand.NewPCG(1, 0)), 300, 0.03)
	spots, _, err := spotsIn(t.Context(), area, m.s.SightM)
	if err != nil {
		t.Fatal(err)
	}
	places := m.net.Places(area.Bound(), m.s.SightM)
	views := []viewpoint{{Place: places[0]}}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, step := range map[string]func() error{
		"spots":      func() error { _, _, err := spotsIn(ctx, area, m.s.SightM); return err },
		"sights":     func() error { _, err := sights(ctx, places, spots, m.s.SightM); return err },
		"viewpoints": func() error { _, err := viewpoints(ctx, places, spots, m.s.SightM, 1); return err },
		"pieces":     func() error { _, err := pieces(ctx, area, m.s.SightM); return err },
		"disc":       func() error { _, err := discOf(ctx, []orb.MultiPolygon{area}, area); return err },
		"parts":      func() error { _, _, err := m.parts(ctx, area, views); return err },
		"rest":       func() error { _, _, err := m.rest(ctx, area, nil, views); return err },
	} {
		if err := step(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v, want Canceled", name, err)
		}
	}
}

// Nobody waits for work that cannot be stopped.
func TestAwaitEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	stuck := make(chan struct{})
	timer := time.AfterFunc(5*time.Second, func() { close(stuck) })
	defer timer.Stop()
	_, err := await(ctx, func() (orb.Geometry, error) { <-stuck; return nil, nil })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want DeadlineExceeded", err)
	}
	want := box(1, 1)
	if g, err := await(t.Context(), func() (orb.Geometry, error) { return want, nil }); err != nil || !orb.Equal(g, want) {
		t.Errorf("got %v, %v", g, err)
	}
}
