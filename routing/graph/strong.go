package graph

// Strong gives each node the number of its strongly connected component: two
// nodes share one if each can be reached from the other. Components are numbered
// from 0 in an order in which no arc leads from a lower to a higher number.
//
// Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1
// (1972); written with its own stack, so that a long road does not exhaust ours.
func Strong(g *Graph) (component []int32, count int) {
	n := g.NumNodes()
	component = make([]int32, n)
	low := make([]int32, n) // 0: not seen yet
	next := make([]Arc, n)  // the arc to look at when we come back
	var path, open []Node   // where the search stands; nodes without component yet
	const done = int32(1<<31 - 1)
	seen := int32(0)
	for root := range Node(n) {
		if low[root] != 0 {
			continue
		}
		path = append(path, root)
		for len(path) > 0 {
			u := path[len(path)-1]
			if low[u] == 0 {
				seen++
				low[u], next[u] = seen, g.first[u]
				component[u] = -seen // its own number, until the component is known
				open = append(open, u)
			}
			if a := next[u]; a < g.first[u+1] {
				v := g.head[a]
				if low[v] == 0 {
					path = append(path, v) // a is looked at again when v is finished
					continue
				}
				next[u]++
				low[u] = min(low[u], low[v])
				continue
			}
			path = path[:len(path)-1]
			if low[u] != -component[u] {
				continue
			}
			for {
				v := open[len(open)-1]
				open = open[:len(open)-1]
				component[v], low[v] = int32(count), done
				if v == u {
					break
				}
			}
			count++
		}
	}
	return component, count
}
