package cch

import (
	"fmt"
	"slices"

	"xunhu/routing/graph"
)

// none is the parent of a root, and the edge of a loop.
const none = int32(-1)

// An Index is what all metrics of a network share: nodes by rank, and the edges
// from each to its higher neighbours.
//
// Ranks are numbers of nodes in the order of contraction, rearranged so that every
// subtree of the elimination tree is a range that ends with its root. Edges are
// numbered by their lower end, then by their higher one.
type Index struct {
	g      *graph.Graph
	rank   []int32 // by node
	node   []graph.Node
	parent []int32 // by rank
	depth  []int32 // by rank: steps to the root
	height int     // of the highest tree: depths are below it
	first  []int32 // edges of the lower end r: first[r] up to first[r+1]
	tail   []int32 // by edge: the rank of its lower end
	head   []int32 // by edge: the rank of its higher end
	down   []int32 // edges by their higher end: those of r are down[below[r]:below[r+1]]
	below  []int32
	slot   []int32 // by arc of g: its edge<<1, plus 1 if it leads down; none for a loop
}

// Build contracts the nodes of g in the order given, the first one first. It panics
// if order does not name each node once.
func Build(g *graph.Graph, order []graph.Node) *Index {
	x := &Index{g: g}
	x.number(order)
	parent := x.tree()
	x.renumber(parent)
	x.contract()
	x.link()
	return x
}

// number gives each node the place in the order as its rank.
func (x *Index) number(order []graph.Node) {
	n := x.g.NumNodes()
	if len(order) != n {
		panic(fmt.Sprintf("cch: an order of %d for %d nodes", len(order), n))
	}
	x.rank = make([]int32, n)
	for i := range x.rank {
		x.rank[i] = none
	}
	for r, v := range order {
		if v < 0 || int(v) >= n || x.rank[v] != none {
			panic(fmt.Sprintf("cch: the order names node %d twice, or there is none", v))
		}
		x.rank[v] = int32(r)
	}
	x.node = slices.Clone(order)
}

// neighbours calls f for the higher end of each arc at rank r, in either direction.
// It needs the arcs that lead to a node, so the reversed graph is passed.
func (x *Index) neighbours(back *graph.Graph, r int32, f func(higher int32)) {
	for _, g := range [2]*graph.Graph{x.g, back} {
		for a, end := g.Out(x.node[r]); a < end; a++ {
			if h := x.rank[g.Head(a)]; h > r {
				f(h)
			}
		}
	}
}

// tree gives the parent of each rank in the elimination tree: the root of a subtree
// hangs below the first node that touches the subtree.
//
// Liu, "The role of elimination trees in sparse factorization", SIAM J. Matrix Anal.
// Appl. 11 (1990), with his paths compressed.
func (x *Index) tree() []int32 {
	n := len(x.node)
	parent, ancestor := make([]int32, n), make([]int32, n)
	back, _ := x.g.Reverse()
	for r := range int32(n) {
		parent[r], ancestor[r] = none, none
		for _, g := range [2]*graph.Graph{x.g, back} {
			for a, end := g.Out(x.node[r]); a < end; a++ {
				low := x.rank[g.Head(a)]
				for low < r {
					next := ancestor[low]
					ancestor[low] = r
					if next == none {
						parent[low] = r
						break
					}
					low = next
				}
			}
		}
	}
	return parent
}

// renumber puts ranks into postorder: the children of a node come just before it,
// each with its whole subtree.
func (x *Index) renumber(parent []int32) {
	n := len(parent)
	size := make([]int32, n) // of the subtree
	for r, p := range parent {
		if size[r]++; p != none {
			size[p] += size[r]
		}
	}
	// Walk from the top: a subtree takes the ranks that end where its elder sibling's begin.
	place, free := make([]int32, n), make([]int32, n)
	top := int32(n) - 1
	for r := n - 1; r >= 0; r-- {
		if p := parent[r]; p == none {
			place[r] = top
			top -= size[r]
		} else {
			place[r] = free[p]
			free[p] -= size[r]
		}
		free[r] = place[r] - 1
	}
	node := make([]graph.Node, n)
	x.parent, x.depth = make([]int32, n), make([]int32, n)
	for r, p := range place {
		node[p] = x.node[r]
		x.rank[x.node[r]] = p
		if x.parent[p] = none; parent[r] != none {
			x.parent[p] = place[parent[r]]
		}
	}
	x.node = node
	for r := n - 1; r >= 0; r-- {
		if p := x.parent[r]; p != none {
			x.depth[r] = x.depth[p] + 1
		}
		x.height = max(x.height, int(x.depth[r])+1)
	}
}

// contract lists the higher neighbours of each rank: its own, and those of its
// children without itself.
func (x *Index) contract() {
	n := len(x.node)
	back, _ := x.g.Reverse()
	child, sibling := make([]int32, n), make([]int32, n) // of a parent, its children in a chain
	for r := range child {
		child[r] = none
	}
	x.first = make([]int32, n+1)
	met := make([]int32, n) // the rank whose list a rank was last put into
	for r := range int32(n) {
		from := len(x.head)
		add := func(h int32) {
			if met[h] != r+1 {
				met[h] = r + 1
				x.head = append(x.head, h)
			}
		}
		x.neighbours(back, r, add)
		for c := child[r]; c != none; c = sibling[c] {
			for _, h := range x.head[x.first[c]:x.first[c+1]] {
				if h != r {
					add(h)
				}
			}
		}
		slices.Sort(x.head[from:])
		x.first[r+1] = int32(len(x.head))
		if p := x.parent[r]; p != none {
			sibling[r], child[p] = child[p], r
		}
	}
	x.head = slices.Clip(x.head)
	x.tail = make([]int32, len(x.head))
	for r := range int32(n) {
		for e := x.first[r]; e < x.first[r+1]; e++ {
			x.tail[e] = r
		}
	}
}

// link lists the edges by their higher ends, and finds the edge of each arc.
func (x *Index) link() {
	n := len(x.node)
	x.below = make([]int32, n+1)
	for _, h := range x.head {
		x.below[h+1]++
	}
	for r := range n {
		x.below[r+1] += x.below[r]
	}
	next := slices.Clone(x.below[:n])
	x.down = make([]int32, len(x.head))
	for e, h := range x.head {
		x.down[next[h]] = int32(e)
		next[h]++
	}
	x.slot = make([]int32, x.g.NumArcs())
	for a := range x.slot {
		u, v := x.rank[x.g.Tail(graph.Arc(a))], x.rank[x.g.Head(graph.Arc(a))]
		switch {
		case u < v:
			x.slot[a] = x.edge(u, v) << 1
		case u > v:
			x.slot[a] = x.edge(v, u)<<1 | 1
		default:
			x.slot[a] = none
		}
	}
}

// edge finds the edge between two ranks that have one.
func (x *Index) edge(low, high int32) int32 {
	heads := x.head[x.first[low]:x.first[low+1]]
	i, _ := slices.BinarySearch(heads, high)
	return x.first[low] + int32(i)
}

// NumEdges counts the edges, shortcuts included.
func (x *Index) NumEdges() int { return len(x.head) }

// Height is the number of nodes on the longest way to a root: the most that a query
// climbs on either side.
func (x *Index) Height() int { return x.height }

// Graph gives the graph that was contracted.
func (x *Index) Graph() *graph.Graph { return x.g }

// Bytes is the memory that the Index takes, without the graph.
func (x *Index) Bytes() int {
	nodes := len(x.rank) + len(x.node) + len(x.parent) + len(x.depth) + len(x.first) + len(x.below)
	return 4 * (nodes + len(x.tail) + len(x.head) + len(x.down) + len(x.slot))
}
