package hydro

import (
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

// NearM is how near, in metres, an end may lie to another line without being joined
// before Findings asks whether the two should meet.
const NearM = 30.0

// Findings says where the network is probably wrong:
//   - hydro.loose_end: a lower end (of a line without direction any end) that meets
//     nothing, within NearM of another line;
//   - hydro.head_on: reaches meet where all water arrives and none leaves;
//   - hydro.part_from: reaches meet where all water leaves and none arrives;
//   - hydro.circle: reaches along which water would run in a circle.
//
// mayEnd tells whether water may end at a place, in a lake or outside the region;
// nil means nowhere. Each finding has a place and names the lines.
func (n *Network) Findings(mayEnd func(orb.Point) bool) []*finding.Finding {
	if mayEnd == nil {
		mayEnd = nowhere
	}
	var all []*finding.Finding
	for v, ends := range n.ends() {
		p := n.endAt(ends[0])
		switch {
		case len(ends) == 1:
			if lower := ends[0]&1 == 1 || n.both(ends[0]>>1); !lower || mayEnd(p) {
				continue
			}
			if f := n.looseEnd(ends[0], p); f != nil {
				all = append(all, f)
			}
		case n.oneWay(ends) && !mayEnd(p):
			code := "hydro.head_on"
			if n.inAt[v] == n.inAt[v+1] {
				code = "hydro.part_from"
			}
			all = append(all, finding.New(code, "rivers/"+n.River(ends[0]>>1).ID,
				"lines", n.names(ends)).On(p))
		}
	}
	return append(all, n.circles()...)
}

func nowhere(orb.Point) bool { return false }

// ends lists, of each node, the ends of reaches there: reach<<1, plus 1 for its head.
func (n *Network) ends() [][]int32 {
	at := make([][]int32, n.NumNodes())
	for r := range int32(n.NumReaches()) {
		f := n.flows[r]
		at[f.tail] = append(at[f.tail], r<<1)
		at[f.head] = append(at[f.head], r<<1|1)
	}
	return at
}

func (n *Network) endAt(end int32) orb.Point {
	line := n.Line(end >> 1)
	if end&1 == 1 {
		return line[len(line)-1]
	}
	return line[0]
}

// looseEnd tells whether another line is near an end that meets nothing.
func (n *Network) looseEnd(end int32, p orb.Point) *finding.Finding {
	own := n.cuts[end>>1].river
	for _, c := range n.Snap(p, NearM) {
		if n.cuts[c.Reach].river == own {
			continue
		}
		return finding.New("hydro.loose_end", "rivers/"+n.rivers[own].ID, "river", name(n.rivers[own]),
			"other", name(n.River(c.Reach)), "m", c.DistanceM).On(p)
	}
	return nil
}

// oneWay tells whether all ends are heads, or all tails, of directed reaches.
func (n *Network) oneWay(ends []int32) bool {
	return !slices.ContainsFunc(ends, func(e int32) bool { return n.both(e>>1) || e&1 != ends[0]&1 })
}

// Notes says what may be so, but is worth a look: lines that meet no other and do not
// end where water may end (hydro.alone); first, if there are several, that none of them
// meets another (hydro.unconnected). Ditches may end in the fields; ends that
// Findings tells of are left out.
func (n *Network) Notes(mayEnd func(orb.Point) bool) []*finding.Finding {
	if mayEnd == nil {
		mayEnd = nowhere
	}
	at := n.ends()
	meets, loose := make([]bool, len(n.rivers)), map[int32]bool{}
	for _, ends := range at {
		if e := ends[0]; len(ends) == 1 && (e&1 == 1 || n.both(e>>1)) && n.looseEnd(e, n.endAt(e)) != nil {
			loose[n.cuts[e>>1].river] = true
		}
		for _, e := range ends {
			if n.cuts[e>>1].river != n.cuts[ends[0]>>1].river {
				meets[n.cuts[e>>1].river], meets[n.cuts[ends[0]>>1].river] = true, true
			}
		}
	}
	var all []*finding.Finding
	if len(n.rivers) > 1 && !slices.Contains(meets, true) {
		all = append(all, finding.New("hydro.unconnected", "rivers", "n", len(n.rivers)))
	}
	for i, r := range n.rivers {
		if meets[i] || len(r.Line) < 2 || r.Class == "ditch" || r.Class == "drain" {
			continue
		}
		last := r.Line[len(r.Line)-1]
		if mayEnd(last) || !r.Directed && mayEnd(r.Line[0]) || loose[int32(i)] {
			continue
		}
		all = append(all, finding.New("hydro.alone", "rivers/"+r.ID, "river", name(r)).On(last))
	}
	return all
}

// circles finds the sets of nodes that directed reaches lead round through: R.
// Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972),
// without recursion.
func (n *Network) circles() []*finding.Finding {
	type step struct{ node, next int32 }
	nodes := int32(n.NumNodes())
	order, low := make([]int32, nodes), make([]int32, nodes)
	onStack := make([]bool, nodes)
	var stack []int32
	var frames []step
	var all []*finding.Finding
	count := int32(0)
	enter := func(v int32) {
		count++
		order[v], low[v], onStack[v] = count, count, true
		stack = append(stack, v)
		frames = append(frames, step{v, n.outAt[v]})
	}
	for root := range nodes {
		if order[root] != 0 {
			continue
		}
		enter(root)
		for len(frames) > 0 {
			f := &frames[len(frames)-1]
			if f.next < n.outAt[f.node+1] {
				r := n.out[f.next]
				f.next++
				if n.both(r) {
					continue
				}
				switch to := n.flows[r].head; {
				case order[to] == 0:
					enter(to)
				case onStack[to]:
					low[f.node] = min(low[f.node], order[to])
				}
				continue
			}
			v := f.node
			frames = frames[:len(frames)-1]
			if len(frames) > 0 {
				above := frames[len(frames)-1].node
				low[above] = min(low[above], low[v])
			}
			if low[v] != order[v] {
				continue
			}
			from := len(stack) - 1
			for stack[from] != v {
				from--
			}
			if f := n.circle(stack[from:]); f != nil {
				all = append(all, f)
			}
			for _, w := range stack[from:] {
				onStack[w] = false
			}
			stack = stack[:from]
		}
	}
	return all
}

// circle tells of the directed reaches within a set of nodes, if there are any.
func (n *Network) circle(nodes []int32) *finding.Finding {
	within := make(map[int32]bool, len(nodes))
	for _, v := range nodes {
		within[v] = true
	}
	var ends []int32
	for _, v := range nodes {
		for _, r := range n.out[n.outAt[v]:n.outAt[v+1]] {
			if !n.both(r) && within[n.flows[r].head] {
				ends = append(ends, r<<1)
			}
		}
	}
	if len(ends) == 0 {
		return nil
	}
	slices.Sort(ends)
	return finding.New("hydro.circle", "rivers/"+n.River(ends[0]>>1).ID,
		"n", len(ends), "lines", n.names(ends)).On(n.endAt(ends[0]))
}

// names gives the names of the lines of some ends, each once.
func (n *Network) names(ends []int32) []finding.Name {
	var names []finding.Name
	for _, e := range ends {
		if nm := name(n.River(e >> 1)); !slices.Contains(names, nm) {
			names = append(names, nm)
		}
	}
	return names
}

// name names a line; one without a name by its id.
func name(r River) finding.Name {
	if r.Name == "" {
		return finding.Name{ZH: r.ID, EN: r.ID}
	}
	return finding.Name{ZH: r.Name, EN: r.NameEN}
}
