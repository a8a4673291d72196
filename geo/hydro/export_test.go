package hydro

import (
	"cmp"
	"slices"
)

// Reaches lists the reaches of a line, by where they start on it.
func (n *Network) Reaches(line int) []int32 {
	var all []int32
	for r := range int32(n.NumReaches()) {
		if n.cuts[r].river == int32(line) {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b int32) int { return cmp.Compare(n.cuts[a].first, n.cuts[b].first) })
	return all
}

// Ends gives the nodes where a reach starts and ends.
func (n *Network) Ends(reach int32) (tail, head int32) {
	return n.flows[reach].tail, n.flows[reach].head
}
