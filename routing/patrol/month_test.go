package patrol_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/routing/patrol"
	"xunhu/routing/road"
	"xunhu/routing/tour"
	"xunhu/routing/tour/search"
)

// The tables of README and of the planner's figures; see make months. XUNHU_MONTHS is 1 for all,
// "growth" for the growth alone, or how long the month of one city is searched for to compare
// with, such as 30m of one processor.
func TestMonthsTable(t *testing.T) {
	if os.Getenv("XUNHU_MONTHS") == "" {
		t.Skip("set XUNHU_MONTHS=1")
	}
	fmt.Println("a month of all units           units  targets  visits  left out      cost   wall s  user s  MB")
	if long, err := time.ParseDuration(os.Getenv("XUNHU_MONTHS")); err == nil {
		a, net := cities(t, 1, 25)
		x := month(t, a, net, search.Tours)
		x.print(1, 25)
		times := max(1, int(long/x.user))
		best := month(t, a, net, longer(times))
		best.print(1, 25)
		fmt.Printf("   %d times the effort: the month costs %+.2f %%\n", times, 100*(float64(x.cost)/float64(best.cost)-1))
		return
	}
	for _, more := range []int{0, 25} {
		for _, copies := range []int{1, 2, 5, 10} {
			a, net := cities(t, copies, more)
			x := month(t, a, net, search.Tours)
			x.print(copies, more)
			if copies == 1 && os.Getenv("XUNHU_MONTHS") != "growth" {
				long := month(t, a, net, longer(10))
				fmt.Printf("   with ten times the effort       %5d %8d %7d %9d %9d %8.1f %7.1f %4d  (%+.2f %%)\n", long.units, long.targets, long.visits, long.left, long.cost,
					long.wall.Seconds(), long.user.Seconds(), long.heapMB, 100*(float64(x.cost)/float64(long.cost)-1))
			}
		}
	}
}

// A day of a post with 80 needs and 6 crews: when the first tours are there, and the plan.
func TestDayTable(t *testing.T) {
	if os.Getenv("XUNHU_MONTHS") == "" {
		t.Skip("set XUNHU_MONTHS=1")
	}
	a, net := demonstration(t)
	r := ask("370481-ZX01", 1, 3)
	r.Settings.Crews = 6
	rng := rand.New(rand.NewPCG(2, 2))
	for len(r.Needs) < 80 {
		road := a.Roads[rng.IntN(len(a.Roads))].Line
		p := road[rng.IntN(len(road))]
		if town, ok := a.Cover.Locate(p); ok && (town == "370481104" || town == "370481103" || town == "370481105") {
			r.Needs = append(r.Needs, patrol.Need{ID: fmt.Sprint(len(r.Needs)), Geometry: p})
		}
	}
	for _, solve := range []struct {
		name string
		patrol.Solver
	}{{"as plans do", search.Tours}, {"ten times as long", longer(10)}} {
		began, used := time.Now(), userTime()
		var first, firstUser time.Duration
		plan, err := patrol.Make(t.Context(), a, net, func(ctx context.Context, p *tour.Problem, seed uint64) (tour.Solution, error) {
			s, err := solve.Solver(ctx, p, seed)
			if first == 0 {
				first, firstUser = time.Since(began), userTime()-used
			}
			return s, err
		}, r)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("a day, 80 needs, 6 crews, %s: %d tours, left out %d, cost %d; first tours after %.2f s (user %.2f), plan after %.2f s (user %.2f)\n",
			solve.name, len(plan.Tours), len(plan.Unplanned), plan.Cost, first.Seconds(), firstUser.Seconds(), time.Since(began).Seconds(), (userTime() - used).Seconds())
	}
}

// longer searches so many times as long as plans do.
func longer(times int) patrol.Solver {
	return func(ctx context.Context, p *tour.Problem, seed uint64) (tour.Solution, error) {
		res, err := search.Solve(ctx, p, search.Options{Seed: seed, Islands: 1, Iterations: times * max(60*len(p.Tasks), 500)})
		return res.Solution, err
	}
}

type monthly struct {
	units, targets, visits, left int
	cost                         int64
	wall, user                   time.Duration
	heapMB                       uint64
}

func (x monthly) print(cities, more int) {
	fmt.Printf("%2d cities, %2d targets more a unit %5d %8d %7d %9d %9d %8.1f %7.1f %4d\n", cities, more, x.units, x.targets, x.visits, x.left, x.cost, x.wall.Seconds(), x.user.Seconds(), x.heapMB)
}

// month plans 30 days of every unit, two at once.
func month(t *testing.T, a *atlas.Atlas, net *road.Day, solve patrol.Solver) (x monthly) {
	t.Helper()
	runtime.GC()
	began, used := time.Now(), userTime()
	jobs, plans := make(chan string), make(chan *patrol.Plan)
	for range 2 {
		go func() {
			for unit := range jobs {
				plan, err := patrol.Make(t.Context(), a, net, solve, ask(unit, 30, 3))
				if err != nil {
					t.Error(err)
				}
				plans <- plan
			}
		}()
	}
	var units []string
	for _, u := range a.Units {
		if u.Class == atlas.Squad || u.Class == atlas.Station || u.Class == atlas.Post {
			units = append(units, u.ID)
		}
	}
	go func() {
		for _, u := range units {
			jobs <- u
		}
		close(jobs)
	}()
	pieces := map[string]bool{}
	for range units {
		plan := <-plans
		if plan == nil {
			continue
		}
		for _, tour := range plan.Tours {
			for _, s := range tour.Stops {
				pieces[plan.Unit+s.Piece] = true
				x.visits++
			}
		}
		for _, u := range plan.Unplanned {
			if u.Reason.Code == "patrol.unplanned.full" {
				x.left++
			}
		}
		x.cost += plan.Cost
	}
	x.units, x.targets, x.wall, x.user = len(units), len(pieces), time.Since(began), userTime()-used
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	x.heapMB = m.HeapSys >> 20
	return x
}

func userTime() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano())
}

// cities lays copies of the demonstration city beside each other, each with its own roads
// and codes, and gives each town so many targets more, beside its roads.
func cities(t *testing.T, copies, more int) (*atlas.Atlas, *road.Day) {
	t.Helper()
	one := demo.Dataset()
	all := atlas.Dataset{Region: one.Region, Collections: map[feature.Kind]feature.Collection{}}
	const apart = 1.5 // degrees of longitude; the city is 0.6 wide, and has neighbours
	for kind, c := range one.Collections {
		if kind == feature.Incidents {
			continue
		}
		out := feature.Collection{Schema: c.Schema}
		for n := range copies {
			renamed := func(v any) any { return v }
			if n > 0 {
				renamed = func(v any) any { return recoded(v, n) }
			}
			for _, f := range c.Features {
				g := f
				if g.ID = recoded(f.ID, n).(string); n > 0 && g.ID == f.ID {
					g.ID = fmt.Sprintf("%s~%d", f.ID, n)
				}
				g.Geometry, g.Props = moved(f.Geometry, float64(n)*apart), map[string]any{}
				for name, v := range f.Props {
					g.Props[name] = renamed(v)
				}
				out.Features = append(out.Features, g)
			}
		}
		all.Collections[kind] = out
	}
	if more > 0 {
		sites, roads := all.Collections[feature.Sites], all.Collections[feature.Roads]
		rng := rand.New(rand.NewPCG(1, 1))
		for i := range more * 21 * copies {
			f := roads.Features[rng.IntN(len(roads.Features))]
			l, ok := f.Geometry.(orb.LineString)
			if !ok {
				continue
			}
			sites.Features = append(sites.Features, feature.Feature{ID: fmt.Sprint("more-", i), Geometry: l[rng.IntN(len(l))],
				Props: map[string]any{"name": fmt.Sprint("more ", i), "class": "outfall", "interval_days": int64([]int{15, 30, 30, 60}[rng.IntN(4)]), "service_s": int64(300), "category": "W03"}})
		}
		all.Collections[feature.Sites] = sites
	}
	roads := all.Collections[feature.Roads]
	for n := 1; n < copies; n++ { // a road to each copy: what cannot be reached is no part of the network
		first := roads.Features[0]
		end := first.Geometry.(orb.LineString)[0]
		first.ID, first.Geometry = fmt.Sprint("link-", n), orb.LineString{end, {end[0] + float64(n)*apart, end[1]}}
		roads.Features = append(roads.Features, first)
	}
	all.Collections[feature.Roads] = roads
	a, err := atlas.Build(all)
	if err != nil {
		t.Fatal(err)
	}
	return a, roadsOf(t, a)
}

// recoded gives the codes of a copy of the city: 370481 becomes 1170481 and so on.
func recoded(v any, n int) any {
	switch v := v.(type) {
	case string:
		if n == 0 {
			return v
		}
		return code.ReplaceAllString(v, fmt.Sprintf("%d7${1}", 10+n))
	case []string:
		out := slices.Clone(v)
		for i := range out {
			out[i] = recoded(out[i], n).(string)
		}
		return out
	case []any:
		out := slices.Clone(v)
		for i := range out {
			out[i] = recoded(out[i], n)
		}
		return out
	}
	return v
}

// code is that of a county or a prefecture.
var code = regexp.MustCompile(`37(\d{4})`)

func moved(g orb.Geometry, east float64) orb.Geometry {
	shift := func(l []orb.Point) []orb.Point {
		out := slices.Clone(l)
		for i := range out {
			out[i][0] += east
		}
		return out
	}
	switch g := g.(type) {
	case orb.Point:
		return orb.Point{g[0] + east, g[1]}
	case orb.LineString:
		return orb.LineString(shift(g))
	case orb.MultiLineString:
		out := orb.MultiLineString{}
		for _, l := range g {
			out = append(out, shift(l))
		}
		return out
	case orb.Polygon:
		out := orb.Polygon{}
		for _, r := range g {
			out = append(out, shift(r))
		}
		return out
	case orb.MultiPolygon:
		out := orb.MultiPolygon{}
		for _, p := range g {
			out = append(out, moved(p, east).(orb.Polygon))
		}
		return out
	}
	return g
}
