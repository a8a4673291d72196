package road

import (
	"encoding/binary"
	"slices"

	"xunhu/routing/graph"
)

// Turns. A junction is one node of the graph as long as it does not matter how one came there.
// Where it does, it has several: whoever arrives is in a state (the directed edge by which he came, and how
// far along each rule's chain), and states from which one may go on in the same ways at the same
// costs, to states that are again the same, share a node. So a banned turn costs a few nodes at
// its junction, and a ban by way of ways a few more along these ways.
//
// The states are those of Aho and Corasick's automaton over the chains: the longest end of the
// path that begins a chain. Which of them are the same is found by refining classes until none
// splits, as automata are made small.

// A crossing is the roads and rules from which the graph is made.
type crossing struct {
	junctions int
	tail      []int32      // junction, by directed edge
	cost      []graph.Cost // by directed edge; Infinity where it is shut
	rules     []rule
	turn      func(in, out int32) graph.Cost // what a turn costs; Infinity bans it
	all       bool                           // turns cost something everywhere, not only where rules are
}

func (x *crossing) head(d int32) int32 { return x.tail[d^1] }

// An unfolded crossing is a graph with what it stands for.
type unfolded struct {
	first []int32         // nodes of a junction: first[j] up to first[j+1]
	pairs [][2]graph.Node // arcs
	edge  []int32         // by arc: its directed edge
	cost  []graph.Cost    // by arc: the turn and the edge
	entry []int32         // by directed edge: where who began on it comes out; -1 where it is shut
}

// A chainNode is a state: how far a path is along the chains.
type chainNode struct {
	edge   int32   // the last directed edge
	parent int32   // -1: the chain begins here
	fail   int32   // the longest shorter end of the path that begins a chain; -1 none
	ban    bool    // whoever would come here breaks a rule
	only   []int32 // if not nil, the edges along which one may go on
}

// unfold makes the graph.
func (x *crossing) unfold() *unfolded {
	m := x.machine()
	strict := x.strict()
	out := x.leaving()
	// The states of each junction: one for every edge that comes there, then the chains.
	edges := int32(len(x.tail))
	states := int(edges) + len(m.nodes)
	class := make([]int32, states) // of a state; at first its junction
	var split []int32              // states at junctions where it may matter how one came
	for s := range int32(states) {
		d := m.edge(s, edges)
		class[s] = x.head(d)
		met := s < edges && m.fresh(d, edges) == s || s >= edges && !m.nodes[s-edges].ban
		if met && x.cost[d] < graph.Infinity && strict[x.head(d)] {
			split = append(split, s)
		}
	}
	step := func(s, d int32) (next int32, cost graph.Cost) { return x.step(m, s, d) }
	count := x.junctions
	for {
		// Two states of one class stay together if they go on alike.
		known := map[string]int32{}
		next := slices.Clone(class)
		n := int32(x.junctions) // classes of junctions where nothing matters keep their numbers
		var key []byte
		for _, s := range split {
			j := x.head(m.edge(s, edges))
			key = binary.LittleEndian.AppendUint32(key[:0], uint32(j))
			for _, d := range out[j] {
				t, c := step(s, d)
				to := int32(-1)
				if c < graph.Infinity {
					to = class[t]
				}
				key = binary.LittleEndian.AppendUint32(key, uint32(to))
				key = binary.LittleEndian.AppendUint32(key, uint32(c))
			}
			k, ok := known[string(key)]
			if !ok {
				k = n
				known[string(key)] = k
				n++
			}
			next[s] = k
		}
		class = next
		if int(n) == count {
			break
		}
		count = int(n)
	}
	return x.lay(m, class, split, out, step)
}

// lay numbers the nodes, those of a junction together, and lists the arcs.
func (x *crossing) lay(m *machine, class, split []int32, out [][]int32, step func(s, d int32) (int32, graph.Cost)) *unfolded {
	edges := int32(len(x.tail))
	speaker := map[int32]int32{} // by class: one of its states
	at := make([][]int32, x.junctions)
	for _, s := range split {
		if _, ok := speaker[class[s]]; !ok {
			speaker[class[s]] = s
			j := x.head(m.edge(s, edges))
			at[j] = append(at[j], class[s])
		}
	}
	u := &unfolded{first: make([]int32, 1, x.junctions+1), entry: make([]int32, edges)}
	node := map[int32]int32{} // by class of a split junction
	for j := range x.junctions {
		n := u.first[j]
		for _, c := range at[j] {
			node[c] = n
			n++
		}
		if len(at[j]) == 0 {
			n++
		}
		u.first = append(u.first, n)
	}
	nodeOf := func(s int32) int32 {
		if n, ok := node[class[s]]; ok {
			return n
		}
		return u.first[class[s]]
	}
	for j := range int32(x.junctions) {
		if len(at[j]) == 0 { // one node; no rule looks back beyond it
			for _, d := range out[j] {
				u.arc(u.first[j], nodeOf(m.fresh(d, edges)), d, x.cost[d])
			}
		}
		for i, c := range at[j] {
			for _, d := range out[j] {
				if t, cost := step(speaker[c], d); cost < graph.Infinity {
					u.arc(u.first[j]+int32(i), nodeOf(t), d, total(cost, x.cost[d]))
				}
			}
		}
	}
	for d := range edges {
		u.entry[d] = -1
		if x.cost[d] < graph.Infinity {
			u.entry[d] = nodeOf(m.fresh(d, edges))
		}
	}
	return u
}

func (u *unfolded) arc(from, to, d int32, c graph.Cost) {
	u.pairs = append(u.pairs, [2]graph.Node{graph.Node(from), graph.Node(to)})
	u.edge = append(u.edge, d)
	u.cost = append(u.cost, c)
}

// leaving lists the directed edges that leave each junction and are open.
func (x *crossing) leaving() [][]int32 {
	out := make([][]int32, x.junctions)
	for d, j := range x.tail {
		if x.cost[d] < graph.Infinity {
			out[j] = append(out[j], int32(d))
		}
	}
	return out
}

// strict marks the junctions where it can matter how one came: those within a chain, their
// neighbours (a banned turn shall not be dodged by turning around one junction further), and
// with costs of turns all where three roads meet.
func (x *crossing) strict() []bool {
	on := make([]bool, x.junctions)
	for _, r := range x.rules {
		for _, d := range r.chain[1:] {
			on[x.tail[d]] = true
		}
	}
	strict := slices.Clone(on)
	degree := make([]int, x.junctions)
	for d, j := range x.tail {
		if on[j] && x.cost[d] < graph.Infinity {
			strict[x.head(int32(d))] = true
		}
		degree[j]++ // each edge once at either end
	}
	for j, n := range degree {
		strict[j] = strict[j] || x.all && n > 1
	}
	return strict
}

// step tells the state behind directed edge d for who is in state s, and what the turn costs.
func (x *crossing) step(m *machine, s, d int32) (int32, graph.Cost) {
	edges := int32(len(x.tail))
	next, ok := m.next(s, d, edges)
	if !ok {
		return 0, graph.Infinity
	}
	return next, x.turn(m.edge(s, edges), d)
}

// A machine is the states beyond single edges.
type machine struct {
	nodes []chainNode
	child map[uint64]int32 // by parent (or -1) and edge
}

func childKey(parent, d int32) uint64 { return uint64(uint32(parent+1))<<32 | uint64(uint32(d)) }

// machine builds the automaton of all chains.
func (x *crossing) machine() *machine {
	m := &machine{child: map[uint64]int32{}}
	for _, r := range x.rules {
		at := int32(-1)
		for _, d := range r.chain[:len(r.chain)-1] {
			at = m.grow(at, d)
		}
		last := r.chain[len(r.chain)-1]
		if r.only {
			m.nodes[at].only = append(m.nodes[at].only, last)
		} else {
			m.nodes[m.grow(at, last)].ban = true
		}
	}
	// A node stands behind its parent, so parents' ends are known first level by level.
	depth := make([]int32, len(m.nodes))
	order := make([]int32, len(m.nodes))
	for i, n := range m.nodes {
		order[i] = int32(i)
		if n.parent >= 0 {
			depth[i] = depth[n.parent] + 1
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return int(depth[a] - depth[b]) })
	for _, i := range order {
		n := &m.nodes[i]
		n.fail = -1
		if n.parent < 0 {
			continue
		}
		for f := m.nodes[n.parent].fail; ; f = m.nodes[f].fail {
			if c, ok := m.child[childKey(f, n.edge)]; ok {
				n.fail = c
				break
			}
			if f < 0 {
				break
			}
		}
		n.ban = n.ban || n.fail >= 0 && m.nodes[n.fail].ban
	}
	return m
}

// grow gives the node behind another, which it makes if need be.
func (m *machine) grow(parent, d int32) int32 {
	k := childKey(parent, d)
	if n, ok := m.child[k]; ok {
		return n
	}
	n := int32(len(m.nodes))
	m.nodes = append(m.nodes, chainNode{edge: d, parent: parent})
	m.child[k] = n
	return n
}

// A state is a directed edge whose path begins no chain, or edges + a node of the machine.

// edge gives the last directed edge of a state.
func (m *machine) edge(s, edges int32) int32 {
	if s < edges {
		return s
	}
	return m.nodes[s-edges].edge
}

// fresh gives the state of who began on d.
func (m *machine) fresh(d, edges int32) int32 {
	if n, ok := m.child[childKey(-1, d)]; ok {
		return edges + n
	}
	return d
}

// next gives the state behind d, and false where a rule bans it.
func (m *machine) next(s, d, edges int32) (int32, bool) {
	if s < edges {
		return m.fresh(d, edges), true
	}
	for f := s - edges; f >= 0; f = m.nodes[f].fail {
		if only := m.nodes[f].only; only != nil && !slices.Contains(only, d) {
			return 0, false
		}
	}
	for f := s - edges; f >= 0; f = m.nodes[f].fail {
		if c, ok := m.child[childKey(f, d)]; ok {
			return edges + c, !m.nodes[c].ban
		}
	}
	return m.fresh(d, edges), true
}
