package search

import (
	"slices"

	"xunhu/routing/tour"
)

// pinsHold tells whether what is pinned of a shift can stand as it is, apart from times: what
// it loads, what must be first or last, and what must be apart.
func (k *general) pinsHold(g *generalKind) bool {
	var tasks []int32
	load := make([]int64, k.c.dims)
	for _, v := range g.Pinned {
		if v.Task == tour.Reload {
			clear(load)
		}
		if v.Task < 0 {
			continue
		}
		if k.c.p.Tasks[v.Task].Place == tour.First && len(tasks) > 0 {
			return false
		}
		for _, t := range tasks {
			if k.c.p.Tasks[t].Place == tour.Last || slices.Contains(k.apart[t], v.Task) {
				return false
			}
		}
		tasks = append(tasks, v.Task)
		for j, full := range g.capacity {
			if load[j] += int64(k.c.load[int(v.Task)*k.c.dims+j]); load[j] > int64(full) {
				return false
			}
		}
	}
	return true
}
