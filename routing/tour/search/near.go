package search

import (
	"slices"
	"sync"
)

// nearest is how many neighbours of a task are known.
const nearest = 100

// addNear lists for each task the others in rising order of what the cheaper way between
// the two costs, in any of their modes.
func (c *compiled) addNear() {
	c.scale = 1
	if c.n < 2 || len(c.kinds) == 0 {
		return
	}
	period, most := c.periods()
	c.nearby = min(c.n-most, nearest)
	if c.nearby == 0 {
		return
	}
	c.near = make([]int32, c.n*c.nearby)
	const parts = 16
	var wg sync.WaitGroup
	for part := range parts {
		wg.Go(func() { c.listNear(period, part*c.n/parts, (part+1)*c.n/parts) })
	}
	wg.Wait()
	var sum float64
	for i := range int32(c.n) {
		if d := c.between(i, c.near[int(i)*c.nearby+min(2, c.nearby-1)]); d < noWay {
			sum += float64(d)
		}
	}
	c.scale = max(1, sum/float64(c.n))
}

// periods gives the period of each task, or the task itself below zero, and how many tasks the largest has.
func (c *compiled) periods() (of []int32, most int) {
	of = make([]int32, c.n)
	for i := range of {
		of[i] = -1 - int32(i)
	}
	most = 1
	for i := range c.p.Periods {
		for _, t := range c.p.Periods[i].Tasks {
			of[t] = int32(i)
		}
		most = max(most, len(c.p.Periods[i].Tasks))
	}
	return of, most
}

// listNear lists the neighbours of the tasks from one on to before another. Visits of one period
// are on different days, so they are none.
func (c *compiled) listNear(period []int32, from, to int) {
	keys := make([]uint64, 0, c.n)
	for i := from; i < to; i++ {
		keys = keys[:0]
		for j := range c.n {
			if period[j] != period[i] {
				keys = append(keys, uint64(c.between(int32(i), int32(j)))<<32|uint64(j))
			}
		}
		smallest(keys, c.nearby)
		slices.Sort(keys[:c.nearby])
		for k, key := range keys[:c.nearby] {
			c.near[i*c.nearby+k] = int32(uint32(key))
		}
	}
}

// between is the cheaper of the ways between two tasks.
func (c *compiled) between(i, j int32) int32 {
	w := c.kinds[0].ways
	m, into := w.cost, w.costInto
	if w.most == 0 {
		m, into = w.time, w.timeInto
	}
	a, b := &c.p.Tasks[i], &c.p.Tasks[j]
	if len(a.Modes) == 1 && len(b.Modes) == 1 {
		return min(m[int(c.leave[i])*w.size+int(c.enter[j])], into[int(c.enter[i])*w.size+int(c.leave[j])])
	}
	least := m[int(c.leave[i])*w.size+int(c.enter[j])]
	for x := range a.Modes {
		for y := range b.Modes {
			least = min(least, m[int(a.Modes[x].Leave)*w.size+int(b.Modes[y].Enter)], m[int(b.Modes[y].Leave)*w.size+int(a.Modes[x].Enter)])
		}
	}
	return least
}

// smallest moves the k least keys to the front (quickselect).
func smallest(keys []uint64, k int) {
	lo, hi := 0, len(keys)
	for hi-lo > 1 {
		pivot := keys[lo+(hi-lo)/2]
		i, j := lo, hi-1
		for i <= j {
			for keys[i] < pivot {
				i++
			}
			for keys[j] > pivot {
				j--
			}
			if i <= j {
				keys[i], keys[j] = keys[j], keys[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j + 1
		case k >= i:
			lo = i
		default:
			return
		}
	}
}
