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
	cost      []graph.Cost // by directed edge, the least of all hours; Infinity where it is always shut
	rules     []rule
	turn      func(in, out int32) graph.Cost // what a turn costs; Infinity bans it
	weeks     *weeks                         // of the rules; may be nil if all hold always
	all       bool                           // turns cost something everywhere, not only where rules are
}

func (x *crossing) head(d int32) int32 { return x.tail[d^1] }

// An unfolded crossing is a graph with what it stands for.
type unfolded struct {
	first []int32         // nodes of a junction: first[j] up to first[j+1]
	pairs [][2]graph.Node // arcs
	edge  []int32         // by arc: its directed edge
	cost  []graph.Cost    // by arc: the turn and the edge
	shut  []int32         // by arc: the week in which a rule bans it, or none
	entry []int32         // by directed edge: where who began on it comes out; -1 where it is shut
}

// A chainNode is a state: how far a path is along the chains.
type chainNode struct {
	edge   int32  // the last directed edge
	parent int32  // -1: the chain begins here
	fail   int32  // the longest shorter end of the path that begins a chain; -1 none
	ban    int32  // the week in which who would come here breaks a rule, or none
	only   []exit // if not nil, the edges along which one may go on
}

// An exit is the edge that a rule leaves, in the week when it does.
type exit struct{ edge, when int32 }

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
		met := s < edges && m.fresh(d, edges) == s || s >= edges && m.nodes[s-edges].ban != always
		if met && x.cost[d] < graph.Infinity && strict[x.head(d)] {
			split = append(split, s)
		}
	}
	step := func(s, d int32) (next int32, cost graph.Cost, shut int32) { return x.step(m, s, d) }
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
				t, c, shut := step(s, d)
				to := int32(-1)
				if c < graph.Infinity {
					to = class[t]
				}
				key = binary.LittleEndian.AppendUint32(key, uint32(to))
				key = binary.LittleEndian.AppendUint32(key, uint32(c))
				key = binary.LittleEndian.AppendUint32(key, uint32(shut))
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
func (x *crossing) lay(m *machine, class, split []int32, out [][]int32, step func(s, d int32) (int32, graph.Cost, int32)) *unfolded {
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
				u.arc(u.first[j], nodeOf(m.fresh(d, edges)), d, x.cost[d], none)
			}
		}
		for i, c := range at[j] {
			for _, d := range out[j] {
				if t, cost, shut := step(speaker[c], d); cost < graph.Infinity {
					u.arc(u.first[j]+int32(i), nodeOf(t), d, total(cost, x.cost[d]), shut)
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

func (u *unfolded) arc(from, to, d int32, c graph.Cost, shut int32) {
	u.pairs = append(u.pairs, [2]graph.Node{graph.Node(from), graph.Node(to)})
	u.edge = append(u.edge, d)
	u.cost = append(u.cost, c)
	u.shut = append(u.shut, shut)
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

// step tells the state behind directed edge d for who is in state s, what the turn costs, and when a rule bans it.
func (x *crossing) step(m *machine, s, d int32) (next int32, cost graph.Cost, shut int32) {
	edges := int32(len(x.tail))
	next, shut = m.next(s, d, edges)
	if shut == always {
		return 0, graph.Infinity, shut
	}
	return next, x.turn(m.edge(s, edges), d), shut
}

// A machine is the states beyond single edges.
type machine struct {
	nodes []chainNode
	child map[uint64]int32 // by parent (or -1) and edge
	weeks *weeks
}

func childKey(parent, d int32) uint64 { return uint64(uint32(parent+1))<<32 | uint64(uint32(d)) }

// machine builds the automaton of all chains.
func (x *crossing) machine() *machine {
	m := &machine{child: map[uint64]int32{}, weeks: x.weeks}
	for _, r := range x.rules {
		at := int32(-1)
		for _, d := range r.chain[:len(r.chain)-1] {
			at = m.grow(at, d)
		}
		last := r.chain[len(r.chain)-1]
		if r.only {
			m.nodes[at].only = append(m.nodes[at].only, exit{last, r.when})
		} else {
			n := m.grow(at, last)
			m.nodes[n].ban = m.weeks.both(m.nodes[n].ban, r.when)
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
		if n.fail >= 0 {
			n.ban = m.weeks.both(n.ban, m.nodes[n.fail].ban)
		}
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
	m.nodes = append(m.nodes, chainNode{edge: d, parent: parent, ban: none})
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

// next gives the state behind d, and the week in which a rule bans it.
func (m *machine) next(s, d, edges int32) (next, shut int32) {
	shut = none
	if s < edges {
		return m.fresh(d, edges), shut
	}
	for f := s - edges; f >= 0; f = m.nodes[f].fail {
		shut = m.weeks.both(shut, m.elsewhere(m.nodes[f].only, d))
	}
	for f := s - edges; f >= 0; f = m.nodes[f].fail {
		if c, ok := m.child[childKey(f, d)]; ok {
			return edges + c, m.weeks.both(shut, m.nodes[c].ban)
		}
	}
	return m.fresh(d, edges), shut
}

// elsewhere is the week in which rules lead along other edges than d alone.
func (m *machine) elsewhere(only []exit, d int32) int32 {
	shut, free := int32(none), int32(none)
	for _, x := range only {
		if x.edge == d {
			free = m.weeks.both(free, x.when)
		} else {
			shut = m.weeks.both(shut, x.when)
		}
	}
	switch {
	case shut == none || free == none:
		return shut
	case free == always:
		return none
	}
	rest := m.weeks.list[shut].less(m.weeks.list[free])
	if rest == (week{}) {
		return none
	}
	return m.weeks.number(rest)
}
