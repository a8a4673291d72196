package graph

import "fmt"

// A Node is the number of a node.
type Node int32

// An Arc is the number of a directed edge.
type Arc int32

// A Cost is what it takes to travel an arc or a path; never negative.
type Cost int32

// Infinity is the cost of what cannot be travelled. Two of them add up without
// overflow; any sum that reaches it is taken as Infinity.
const Infinity Cost = 1<<30 - 1

// A Graph is a directed graph. The zero Graph has no nodes.
type Graph struct {
	first []Arc  // arcs of node n: first[n] up to first[n+1]
	head  []Node // by arc
	tail  []Node // by arc
}

// Build makes a graph of the given number of nodes with one arc for each pair of
// tail and head. The second result gives, for each pair, the number of its arc.
// It panics if a pair names a node that does not exist.
func Build(nodes int, pairs [][2]Node) (*Graph, []Arc) {
	g := &Graph{first: make([]Arc, nodes+1), head: make([]Node, len(pairs)), tail: make([]Node, len(pairs))}
	for i, p := range pairs {
		if p[0] < 0 || int(p[0]) >= nodes || p[1] < 0 || int(p[1]) >= nodes {
			panic(fmt.Sprintf("graph: pair %d names nodes %d, %d of %d", i, p[0], p[1], nodes))
		}
		g.first[p[0]+1]++
	}
	for n := range nodes {
		g.first[n+1] += g.first[n]
	}
	next := append([]Arc(nil), g.first[:nodes]...)
	arcs := make([]Arc, len(pairs))
	for i, p := range pairs {
		a := next[p[0]]
		next[p[0]]++
		arcs[i], g.tail[a], g.head[a] = a, p[0], p[1]
	}
	return g, arcs
}

// NumNodes counts the nodes.
func (g *Graph) NumNodes() int { return max(len(g.first)-1, 0) }

// NumArcs counts the arcs.
func (g *Graph) NumArcs() int { return len(g.head) }

// Out gives the arcs that leave n: from the first up to, without, the second.
func (g *Graph) Out(n Node) (from, to Arc) { return g.first[n], g.first[n+1] }

// Head is the node to which a leads.
func (g *Graph) Head(a Arc) Node { return g.head[a] }

// Tail is the node that a leaves.
func (g *Graph) Tail(a Arc) Node { return g.tail[a] }

// Reverse turns every arc around. The second result gives, for each arc of g, its
// number in the reversed graph.
func (g *Graph) Reverse() (*Graph, []Arc) {
	pairs := make([][2]Node, g.NumArcs())
	for a := range pairs {
		pairs[a] = [2]Node{g.head[a], g.tail[a]}
	}
	return Build(g.NumNodes(), pairs)
}
