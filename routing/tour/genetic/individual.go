package genetic

import (
	"cmp"
	"slices"
)

// An individual is a plan that lives in a population.
type individual struct {
	tours      [][]int32
	next, prev []int32 // by place, as in plan
	ways       int
	load, warp int // too much
	cost       int
	fitness    float64 // less is fitter
	others     []other // of its kind, nearest first
}

// An other is how far an individual is from another.
type other struct {
	*individual
	far float64
}

func (x *plan) individual() *individual {
	i := &individual{tours: x.tours(), next: slices.Clone(x.next), prev: slices.Clone(x.prev)}
	for r := range x.ways {
		i.ways += x.ways[r]
		i.load += int(max(0, x.load[r]-x.p.Capacity))
		i.warp += x.warp[r]
	}
	x.appraise(i)
	return i
}

// appraise says what an individual costs at present.
func (x *plan) appraise(i *individual) {
	i.cost = i.ways + (x.perLoad*i.load+x.perWarp*i.warp)/parts
}

func (i *individual) right() bool { return i.load == 0 && i.warp == 0 }

// apart is the share of places whose neighbours in the tours differ (broken pairs).
func (i *individual) apart(j *individual) float64 {
	n := 0
	for k := 1; k < len(i.next); k++ {
		if next := i.next[k]; next != j.next[k] && next != j.prev[k] {
			n++
		}
		if i.prev[k] == 0 && j.prev[k] != 0 && j.next[k] != 0 {
			n++
		}
	}
	return float64(n) / float64(len(i.next)-1)
}

// meet notes how far an individual is from another.
func (i *individual) meet(j *individual, far float64) {
	at, _ := slices.BinarySearchFunc(i.others, far, func(o other, far float64) int { return cmp.Compare(o.far, far) })
	i.others = slices.Insert(i.others, at, other{j, far})
}

// alone is how far it is from the nearest others.
func (i *individual) alone() (mean float64) {
	n := min(nearest, len(i.others))
	for _, o := range i.others[:n] {
		mean += o.far / float64(n)
	}
	return mean
}

func (i *individual) twin() bool { return len(i.others) > 0 && i.others[0].far == 0 }

// A kind is the individuals that are right, or those that are not, the cheapest first.
type kind []*individual

func (k *kind) add(i *individual) {
	for _, j := range *k {
		far := i.apart(j)
		i.meet(j, far)
		j.meet(i, far)
	}
	at, _ := slices.BinarySearchFunc(*k, i.cost, func(j *individual, cost int) int { return cmp.Compare(j.cost, cost) })
	*k = slices.Insert(*k, at, i)
	if len(*k) > fewest+generation {
		for len(*k) > fewest {
			k.cull()
		}
	}
	k.rank()
}

func (k kind) sort() {
	slices.SortStableFunc(k, func(i, j *individual) int { return cmp.Compare(i.cost, j.cost) })
}

// rank makes those fit that are cheap or unlike others.
func (k kind) rank() {
	type place struct {
		i     *individual
		alone float64
	}
	by := make([]place, len(k))
	for n, i := range k {
		i.fitness = float64(n) / float64(len(k))
		by[n] = place{i, i.alone()}
	}
	slices.SortStableFunc(by, func(a, b place) int { return cmp.Compare(b.alone, a.alone) })
	weight := 1 - min(1, elite/float64(len(k)))
	for n, p := range by {
		p.i.fitness += weight * float64(n) / float64(len(k))
	}
}

// cull drops the least fit, of twins first; never the cheapest.
func (k *kind) cull() {
	k.rank()
	worst := (*k)[1]
	for _, i := range (*k)[1:] {
		if i.twin() != worst.twin() && i.twin() || i.twin() == worst.twin() && i.fitness > worst.fitness {
			worst = i
		}
	}
	*k = slices.DeleteFunc(*k, func(i *individual) bool { return i == worst })
	for _, i := range *k {
		i.others = slices.DeleteFunc(i.others, func(o other) bool { return o.individual == worst })
	}
}
