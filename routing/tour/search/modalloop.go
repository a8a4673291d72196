package search

import (
	"math"
	"math/rand/v2"
	"slices"
)

// modalLoop is one ruin-and-recreate search.
type modalLoop struct {
	*modalState
	rng   *rand.PCG
	r     *rand.Rand
	near  [][]int32
	far   []int32 // by task: alone cost
	size  []int64
	out   []int32
	keys  []uint64
	best  []modalRoute
	bestV []uint32
	bestC int64
	scale float64
	mark  []uint32
	round uint32
	iters int
	blink int

	avg, lmax float64
	temp float64
}

func newModalLoop(m *modal, seed uint64) *modalLoop {
	l := &modalLoop{modalState: newModalState(m)}
	l.rng = rand.NewPCG(seed, 1)
	l.r = rand.New(l.rng)
	l.best = make([]modalRoute, len(l.routes))
	l.bestV = make([]uint32, len(l.routes))
	l.mark = make([]uint32, len(l.routes))
	l.bestC = math.MaxInt64
	l.avg, l.lmax = 10, 10
	// adjacency
	k := &m.kinds[0]
	l.near = make([][]int32, m.n)
	for i := range m.n {
		type nb struct {
			t int32
			d int32
		}
		var all []nb
		for j := range m.n {
			if i == j {
				continue
			}
			d := int32(big)
			for a := range m.k {
				for b := range m.k {
					d = min(d, k.ways[int(m.leave[i*m.k+a])*m.l+int(m.enter[j*m.k+b])], k.ways[int(m.leave[j*m.k+b])*m.l+int(m.enter[i*m.k+a])])
				}
			}
			all = append(all, nb{int32(j), d})
		}
		l.r.Shuffle(len(all), func(a, b int) { all[a], all[b] = all[b], all[a] })
		slices.SortStableFunc(all, func(a, b nb) int { return int(a.d - b.d) })
		for _, x := range all {
			l.near[i] = append(l.near[i], x.t)
		}
	}
	l.far = k.alone
	l.size = make([]int64, m.n)
	for i := range m.n {
		for d := range m.dims {
			l.size[i] += int64(m.load[i*m.dims+d])
		}
		l.out = append(l.out, int32(i))
	}
	sum := 0.
	for i := range m.n {
		sum += float64(k.ways[int(m.leave[i*m.k])*m.l+int(m.enter[int(l.near[i][min(m.n-2, 10)])*m.k])])
	}
	l.scale = sum / float64(m.n)
	return l
}

func (l *modalLoop) float() float64 { return float64(l.rng.Uint64()>>11) / (1 << 53) }
func (l *modalLoop) below(n int) int { return int((l.rng.Uint64() >> 32) * uint64(n) >> 32) }

func (l *modalLoop) ruin() {
	m := l.m
	served := m.n - len(l.out)
	if served == 0 {
		return
	}
	mean := float64(served) / float64(len(l.used))
	lsmax := min(l.lmax, mean)
	ksmax := 4*l.avg/(1+lsmax) - 1
	ks := int(l.float()*ksmax + 1)
	seed := int32(l.below(m.n))
	l.round++
	done := 0
	l.strings(seed, lsmax)
	if l.where[seed] < 0 { // also when it was absent
		done++
	}
	for _, c := range l.near[seed] {
		if done >= ks {
			break
		}
		if w := l.where[c]; w >= 0 && l.mark[w] != l.round {
			l.strings(c, lsmax)
			done++
		}
	}
}

func (l *modalLoop) strings(c int32, lsmax float64) {
	slot := l.where[c]
	if slot < 0 {
		return
	}
	l.mark[slot] = l.round
	r := &l.routes[slot]
	size := len(r.tasks)
	ltmax := min(float64(size), lsmax)
	lt := int(l.float()*ltmax + 1)
	lt = min(lt, size)
	at := slices.Index(r.tasks, c)
	if lt == size || lt == 1 || l.below(2) == 0 {
		lo, hi := max(0, at-lt+1), min(at, size-lt)
		i := lo + l.below(hi-lo+1)
		l.out = append(l.out, r.tasks[i:i+lt]...)
		l.cut(slot, int32(i), int32(i+lt))
		return
	}
	// split
	keep := 1
	for lt+keep < size && l.float() > 0.01 {
		keep++
		if l.float() > 0.5 { // geometric
			break
		}
	}
	keep = min(keep, size-lt)
	whole := lt + keep
	lo, hi := max(0, at-whole+1), min(at, size-whole)
	i := lo + l.below(hi-lo+1)
	skip := i + l.below(lt+1)
	l.out = append(l.out, r.tasks[i:skip]...)
	l.out = append(l.out, r.tasks[skip+keep:i+whole]...)
	if skip+keep < i+whole {
		l.cut(slot, int32(skip+keep), int32(i+whole))
	}
	if i < skip {
		l.cut(slot, int32(i), int32(skip))
	}
}

func (l *modalLoop) recreate() {
	m := l.m
	l.keys = l.keys[:0]
	how := l.below(11)
	for _, t := range l.out {
		var k uint32
		switch {
		case how < 4:
			k = uint32(l.rng.Uint64() >> 33)
		case how < 8:
			k = 1<<31 - uint32(l.size[t])
		case how < 10:
			k = 1<<31 - uint32(l.far[t])
		default:
			k = uint32(l.far[t])
		}
		l.keys = append(l.keys, uint64(k)<<32|uint64(t))
	}
	slices.Sort(l.keys)
	l.out = l.out[:0]
	for _, k := range l.keys {
		t := int32(uint32(k))
		least, place, to := m.worth[t], int32(0), int32(-1)
		for _, slot := range l.used {
			if l.blink--; l.blink <= 0 {
				l.blink = int(math.Log(1-l.float())/math.Log(1-0.03)) + 1
				continue
			}
			if d, p := l.cheapest(t, slot); int64(d) < least {
				least, place, to = int64(d), p, slot
			}
		}
		for k := range m.kinds {
			if f := l.free[k]; len(f) > 0 {
				if d := m.kinds[k].alone[t]; d < big && int64(d)+m.kinds[k].fixed < least {
					least, place, to = int64(d)+m.kinds[k].fixed, 0, f[len(f)-1]
				}
			}
		}
		if to < 0 {
			l.out = append(l.out, t)
			continue
		}
		l.insert(t, to, place)
	}
}

func (l *modalLoop) step(temp float64) {
	l.iters++
	l.begin()
	old := append(make([]int32, 0, 64), l.out...)
	was := l.total
	l.ruin()
	l.recreate()
	if float64(l.total) < float64(was)-temp*math.Log(1-l.float()) {
		l.accept()
		if l.total < l.bestC {
			l.bestC = l.total
			for i := range l.routes {
				if l.bestV[i] != l.version[i] {
					l.best[i].copyFrom(&l.routes[i])
					l.bestV[i] = l.version[i]
				}
			}
		}
	} else {
		l.undo()
		l.out = append(l.out[:0], old...)
	}
}
