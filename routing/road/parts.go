package road

import (
	"cmp"
	"slices"

	"xunhu/geo/finding"
	"xunhu/routing/graph"
)

// An island is a part of the network: roads of which each can be reached from each.
type island struct {
	junctions int32
	km        float32
}

// noReturn is the part of a road that leads to or from a part but is in none, such as a one-way
// road that nobody comes back from.
const noReturn = -1

// divide finds the parts, the longest first, the one that was built first of equals.
func (n *Network) divide() {
	comp, count := graph.Strong(n.g)
	type tally struct {
		comp  int32
		m     float64
		first int
		edges int
	}
	all := make([]tally, count)
	n.part = make([]int32, n.NumEdges())
	metres := make([]float64, count) // of roads that touch a component, to choose by
	common := make([][]int32, n.NumEdges())
	for e := range int32(n.NumEdges()) {
		common[e] = n.common(e, comp)
		for _, c := range common[e] {
			metres[c] += n.length(e)
		}
	}
	for c := range all {
		all[c] = tally{comp: int32(c), first: n.NumEdges()}
	}
	for e := range int32(n.NumEdges()) {
		n.part[e] = noReturn
		best := int32(-1)
		for _, c := range common[e] {
			if best < 0 || metres[c] > metres[best] {
				best = c
			}
		}
		if best >= 0 {
			n.part[e] = best
			t := &all[best]
			t.m += n.length(e)
			t.first = min(t.first, int(e))
			t.edges++
		}
	}
	all = slices.DeleteFunc(all, func(t tally) bool { return t.edges == 0 })
	slices.SortFunc(all, func(a, b tally) int {
		return cmp.Or(cmp.Compare(b.m, a.m), cmp.Compare(a.first, b.first))
	})
	rank := make([]int32, count)
	for i, t := range all {
		rank[t.comp] = int32(i)
		n.parts = append(n.parts, island{km: float32(t.m / 1000)})
	}
	var touched []uint64 // part and junction
	for e, c := range n.part {
		if c == noReturn {
			continue
		}
		n.part[e] = rank[c]
		for _, j := range n.ends[2*e : 2*e+2] {
			touched = append(touched, uint64(rank[c])<<32|uint64(j))
		}
	}
	slices.Sort(touched)
	for _, t := range slices.Compact(touched) {
		n.parts[t>>32].junctions++
	}
}

// common lists the components from which an edge can be reached and to which it leads.
func (n *Network) common(e int32, comp []int32) (both []int32) {
	for d := e << 1; d <= e<<1|1; d++ {
		if n.entry[d] < 0 {
			continue
		}
		c := comp[n.entry[d]]
		for back := e << 1; back <= e<<1|1; back++ {
			for _, a := range n.Arcs(e, back&1 == 1) {
				if comp[n.g.Tail(graph.Arc(a))] == c && !slices.Contains(both, c) {
					both = append(both, c)
				}
			}
		}
	}
	return both
}

// Main tells whether a place lies on the main part of the network: all such places reach each other.
func (n *Network) Main(p Place) bool { return n.part[p.edge] == 0 }

// Island says why a place off the main part cannot be reached from there: a finding, road.island or
// road.no_return. It is nil for a place on the main part.
func (n *Network) Island(p Place) error {
	switch i := n.part[p.edge]; i {
	case 0:
		return nil
	case noReturn:
		return finding.New("road.no_return", "", "lon", p.From[0], "lat", p.From[1], "profile", n.profile.Name).On(p.From)
	default:
		return finding.New("road.island", "", "lon", p.From[0], "lat", p.From[1], "profile", n.profile.Name,
			"nodes", int(n.parts[i].junctions), "km", float64(n.parts[i].km)).On(p.From)
	}
}
