package search

import (
	"math"
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
	keys := make([]uint64, 0, 4*c.nearby)
	far := make([]int32, c.n)
	for i := from; i < to; i++ {
		c.betweenAll(int32(i), far)
		keys = keys[:0]
		enough := uint64(math.MaxUint64) // of those that are left, none from here on is among the nearest
		for j, d := range far {
			key := uint64(d)<<32 | uint64(j)
			if key >= enough || period[j] == period[i] {
				continue
			}
			if keys = append(keys, key); len(keys) == cap(keys) {
				smallest(keys, c.nearby)
				keys = keys[:c.nearby]
				enough = slices.Max(keys)
			}
		}
		smallest(keys, c.nearby)
		slices.Sort(keys[:c.nearby])
		for k, key := range keys[:c.nearby] {
			c.near[i*c.nearby+k] = int32(uint32(key))
		}
	}
}

// betweenAll fills in the cheaper of the ways between a task and each.
func (c *compiled) betweenAll(i int32, far []int32) {
	w := c.kinds[0].ways
	m, into := w.cost, w.costInto
	if w.most == 0 {
		m, into = w.time, w.timeInto
	}
	if !c.oneMode {
		for j := range far {
			far[j] = c.between(i, int32(j))
		}
		return
	}
	out, in := m[int(c.leave[i])*w.size:][:w.size], into[int(c.enter[i])*w.size:][:w.size]
	enter, leave := c.enter[:len(far)], c.leave[:len(far)]
	for j := range far {
		far[j] = min(out[enter[j]], in[leave[j]])
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
