package graph

// Arrays gives the graph as arrays: where the arcs of each node begin (and where the last end), the
// head and the tail of each arc. Do not change them.
func (g *Graph) Arrays() (first []Arc, head, tail []Node) { return g.first, g.head, g.tail }

// Of makes a graph of such arrays, which must stay as they are. It is false where they are no graph.
func Of(first []Arc, head, tail []Node) (*Graph, bool) {
	if len(first) == 0 || first[0] != 0 || int(first[len(first)-1]) != len(head) || len(head) != len(tail) {
		return nil, false
	}
	n := Node(len(first) - 1)
	for u := range n {
		if first[u+1] < first[u] || int(first[u+1]) > len(head) {
			return nil, false
		}
		for a := first[u]; a < first[u+1]; a++ {
			if tail[a] != u || head[a] < 0 || head[a] >= n {
				return nil, false
			}
		}
	}
	return &Graph{first, head, tail}, true
}
