package hydro_test

import "xunhu/geo/hydro"

// A probe is the least that can follow water: the reaches into each node in a flat array.
type probe struct {
	head, tail []int32
	at, in     []int32 // the reaches into node v stand in in[at[v]:at[v+1]]
	stack      []int32
}

func newProbe(tails, heads []int32) *probe {
	p := &probe{head: append([]int32(nil), heads...), tail: append([]int32(nil), tails...), in: make([]int32, len(heads))}
	nodes := int32(0)
	for i := range heads {
		nodes = max(nodes, heads[i]+1, tails[i]+1)
	}
	p.at = make([]int32, nodes+1)
	for _, v := range heads {
		p.at[v]++
	}
	sum := int32(0)
	for v := range p.at {
		sum += p.at[v]
		p.at[v] = sum
	}
	for r := len(heads) - 1; r >= 0; r-- {
		p.at[heads[r]]--
		p.in[p.at[heads[r]]] = int32(r)
	}
	return p
}

// up counts the reaches that flow to the lower end of a reach.
func (p *probe) up(reach int32) int {
	p.stack = append(p.stack[:0], p.head[reach])
	n := 0
	for len(p.stack) > 0 {
		v := p.stack[len(p.stack)-1]
		p.stack = p.stack[:len(p.stack)-1]
		for _, r := range p.in[p.at[v]:p.at[v+1]] {
			p.stack = append(p.stack, p.tail[r])
			n++
		}
	}
	return n
}

// ends gives the nodes at which the reaches of a network start and end.
func ends(n *hydro.Network) (tails, heads []int32) {
	for r := range int32(n.NumReaches()) {
		tail, head := n.Ends(r)
		tails, heads = append(tails, tail), append(heads, head)
	}
	return tails, heads
}
