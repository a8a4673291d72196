package genetic

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// The values are those of Vidal and others (2013) and of Vidal's program (2022), or near them.
const (
	fewest     = 25 // individuals of a kind that are left of too many
	generation = 40 // those that there may be more
	elite      = 4  // so many of the best live on
	nearest    = 5  // others that an individual is compared with
	granular   = 40 // places near each, to which moves are tried
	rightly    = 0.4
	repairs    = 0.5
	dearer     = 10     // times the price of what is too much, in repairs
	mostBarren = 10_000 // children without a better plan, after which the population begins anew
)

// A Search is a population and the best plan that lived in it.
type Search struct {
	p            *Problem
	plan         *plan
	rng          *rand.Rand
	right, wrong kind
	best         *individual
	barren       int // children since the best
	born         int // plans in any order that the population began with
	load, warp   lessons
}

// lessons are how many of the last children had too much of something.
type lessons struct{ children, wrong int }

// New begins a search.
func New(p *Problem, seed uint64) *Search {
	rng := rand.New(rand.NewPCG(seed, 0))
	s := &Search{p: p, rng: rng, plan: newPlan(p, rng)}
	s.plan.near = s.plan.neighbours()
	sum := 0
	for _, w := range s.plan.low {
		sum += int(w)
	}
	s.plan.perWarp, s.plan.perLoad = max(1, int(parts*p.Second)), 1
	if most := slices.Max(p.Load); most > 0 {
		s.plan.perLoad = max(1, parts*sum/len(s.plan.low)/int(most))
	}
	return s
}

// neighbours gives for each place those to which the way is short and little waiting or lateness sure.
func (x *plan) neighbours() [][]int32 {
	cost := func(a, b int32) float64 {
		c := float64(x.way(a, b))
		if p := x.p; p.Times != nil {
			t := p.Times[int(a)*x.n+int(b)]
			c += p.Second * (0.2*float64(max(0, p.Open[b]-t-p.Close[a])) + float64(max(0, p.Open[a]+t-p.Close[b])))
		}
		return c
	}
	near, by := make([][]int32, x.n), make([]float64, x.n)
	for u := int32(1); int(u) < x.n; u++ {
		all := make([]int32, 0, x.n)
		for v := int32(1); int(v) < x.n; v++ {
			if v != u {
				all, by[v] = append(all, v), min(cost(u, v), cost(v, u))
			}
		}
		slices.SortStableFunc(all, func(a, b int32) int { return cmp.Compare(by[a], by[b]) })
		near[u] = all[:min(granular, len(all))]
	}
	return near
}

// Adopt takes tours of places in as a new individual.
func (s *Search) Adopt(tours [][]int32) {
	s.plan.set(tours)
	s.live()
}

// Step makes a child, or one of those that a population begins with, and lets it live. Stop, if any, is asked now and
// then whether to leave it as good as it is.
func (s *Search) Step(stop func() bool) {
	s.plan.stop = stop
	if s.barren >= mostBarren {
		s.right, s.wrong, s.barren, s.born = nil, nil, 0, 0
	}
	s.barren++
	if s.born < 4*fewest || len(s.right)+len(s.wrong) < 2 {
		s.born++
		s.plan.set(s.random())
	} else {
		s.cross(s.parent(), s.parent())
	}
	s.plan.descend()
	i := s.live()
	s.learn(i)
	if !i.right() && s.rng.Float64() < repairs {
		s.repair(i)
	}
}

// Best gives the cheapest right plan so far and what its ways cost; nothing if there was none.
func (s *Search) Best() (tours [][]int32, cost int, ok bool) {
	if s.best == nil {
		return nil, 0, false
	}
	return s.best.tours, s.best.ways, true
}

// live lets the plan as it is live in the population.
func (s *Search) live() *individual {
	i := s.plan.individual()
	if !i.right() {
		s.wrong.add(i)
		return i
	}
	s.right.add(i)
	if s.best == nil || i.ways < s.best.ways {
		s.best, s.barren = i, 0
	}
	return i
}

// repair descends from a plan again, where what is too much costs far more. If it comes out right it lives too.
func (s *Search) repair(i *individual) {
	x := s.plan
	load, warp := x.perLoad, x.perWarp
	x.perLoad, x.perWarp = dearer*load, dearer*warp
	x.set(i.tours)
	x.descend()
	x.perLoad, x.perWarp = load, warp
	if !slices.ContainsFunc(x.warp, func(w int) bool { return w > 0 }) && slices.Max(x.load) <= s.p.Capacity {
		s.live()
	}
}

// learn adapts the price of what is too much, so that a share of the children has none.
func (s *Search) learn(i *individual) {
	x := s.plan
	changed := s.load.learn(i.load > 0, &x.perLoad)
	if changed = s.warp.learn(i.warp > 0, &x.perWarp) || changed; changed {
		for _, j := range s.wrong {
			x.appraise(j)
		}
		s.wrong.sort()
		s.wrong.rank()
	}
}

func (l *lessons) learn(wrong bool, price *int) bool {
	l.children++
	if wrong {
		l.wrong++
	}
	if l.children < 100 {
		return false
	}
	share := 1 - float64(l.wrong)/float64(l.children)
	*l = lessons{}
	was := *price
	switch {
	case share < rightly-0.05:
		*price = min(max(*price+1, *price*6/5), 1<<28)
	case share > rightly+0.05:
		*price = max(1, *price*17/20)
	}
	return *price != was
}

// random gives tours of places in any order, a few more than their loads need.
func (s *Search) random() [][]int32 {
	sum := 0
	for _, l := range s.p.Load {
		sum += int(l)
	}
	n := s.p.Tours
	if full := int(s.p.Capacity); full > 0 {
		n = min(n, 3+(13*sum+10*full-1)/(10*full))
	}
	tours := make([][]int32, n)
	for _, k := range s.rng.Perm(s.p.N) {
		r := s.rng.IntN(n)
		tours[r] = append(tours[r], int32(k+1))
	}
	return tours
}

// parent gives the fitter of two.
func (s *Search) parent() *individual {
	a, b := s.anyone(), s.anyone()
	if b.fitness < a.fitness {
		return b
	}
	return a
}

func (s *Search) anyone() *individual {
	k := s.rng.IntN(len(s.right) + len(s.wrong))
	if k < len(s.right) {
		return s.right[k]
	}
	return s.wrong[k-len(s.right)]
}
