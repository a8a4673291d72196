package search

import "slices"

// nearest is how many neighbours of a task are known.
const nearest = 100

// addNear lists for each task the others in rising order of what the cheaper way between
// the two costs, in any of their modes.
func (c *compiled) addNear() {
	if c.n < 2 || len(c.kinds) == 0 {
		return
	}
	c.nearby = min(c.n-1, nearest)
	c.near = make([]int32, c.n*c.nearby)
	keys := make([]uint64, 0, c.n)
	var sum float64
	for i := range int32(c.n) {
		keys = keys[:0]
		for j := range int32(c.n) {
			if j != i {
				keys = append(keys, uint64(c.between(i, j))<<32|uint64(j))
			}
		}
		smallest(keys, c.nearby)
		keys = keys[:c.nearby]
		slices.Sort(keys)
		for k, key := range keys {
			c.near[int(i)*c.nearby+k] = int32(uint32(key))
		}
		sum += float64(keys[min(2, len(keys)-1)] >> 32)
	}
	c.scale = max(1, sum/float64(c.n))
}

// between is the cheaper of the ways between two tasks.
func (c *compiled) between(i, j int32) int32 {
	w := c.kinds[0].ways
	m := w.cost
	if w.most == 0 {
		m = w.time
	}
	a, b := &c.p.Tasks[i], &c.p.Tasks[j]
	if len(a.Modes) == 1 && len(b.Modes) == 1 {
		return min(m[int(c.leave[i])*w.size+int(c.enter[j])], m[int(c.leave[j])*w.size+int(c.enter[i])])
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
