package hydro

// number makes the network of the drafts: it numbers nodes and reaches up the water,
// and finds the twigs. It gives the reach that each draft became; of the drafts it only changes the flows.
func (b *builder) number(drafts []draft) (n *Network, renamed []int32) {
	nodes := nodesOf(drafts, len(b.point))
	heads := func(d int32) int32 { return drafts[d].head }
	tails := func(d int32) int32 { return drafts[d].tail }
	inAt, in := gather(nodes, len(drafts), heads)
	outAt, out := gather(nodes, len(drafts), tails)
	loose := func(d int32) bool { return !b.rivers[drafts[d].river].Directed }
	twigs := findTwigs(drafts, loose, inAt, in, outAt, out)

	n = &Network{
		rivers: b.rivers, cuts: make([]cut, len(drafts)), flows: make([]flow, len(drafts)), traits: make([]trait, len(drafts)), inAt: make([]int32, nodes+1),
	}
	numbers := make([]int32, nodes) // plus 1
	renamed = make([]int32, len(drafts))
	node, reach := int32(0), int32(0)
	var stack []int32
	climb := func(root int32) {
		stack = append(stack[:0], root)
		for len(stack) > 0 {
			v := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if numbers[v] > 0 {
				continue
			}
			node++
			numbers[v] = node
			to := in[inAt[v]:inAt[v+1]]
			for _, d := range to {
				f := &drafts[d]
				n.cuts[reach], n.flows[reach] = f.cut, f.flow
				if loose(d) {
					n.traits[reach] |= both
				}
				if twigs[d] {
					n.traits[reach] |= twig
				}
				renamed[d] = reach
				reach++
			}
			n.inAt[node] = reach
			for i := len(to) - 1; i >= 0; i-- {
				stack = append(stack, drafts[to[i]].tail)
			}
		}
	}
	for v := range nodes {
		if outAt[v] == outAt[v+1] { // an outlet
			climb(v)
		}
	}
	for v := range nodes { // what only leads round; above a twig nothing may come before it
		if outAt[v] < outAt[v+1] && !twigs[out[outAt[v]]] {
			climb(v)
		}
	}
	for r := range n.flows {
		f := &n.flows[r]
		f.tail, f.head = numbers[f.tail]-1, numbers[f.head]-1
	}
	// Those from a node stay in the order of their lines.
	n.outAt, n.out = make([]int32, nodes+1), make([]int32, 0, len(out))
	old := make([]int32, nodes)
	for v, to := range numbers {
		old[to-1] = int32(v)
	}
	for to, v := range old {
		for _, d := range out[outAt[v]:outAt[v+1]] {
			n.out = append(n.out, renamed[d])
		}
		n.outAt[to+1] = int32(len(n.out))
	}
	return n, renamed
}

// nodesOf numbers the nodes of drafts, which were points, and tells how many there are.
func nodesOf(drafts []draft, points int) int32 {
	numbers := make([]int32, points) // plus 1
	nodes := int32(0)
	number := func(v *int32) {
		if numbers[*v] == 0 {
			nodes++
			numbers[*v] = nodes
		}
		*v = numbers[*v] - 1
	}
	for i := range drafts {
		number(&drafts[i].tail)
		number(&drafts[i].head)
	}
	return nodes
}

// gather lists the numbers below n by their node: those of node v stand, rising, in
// all[at[v]:at[v+1]].
func gather(nodes int32, n int, nodeOf func(int32) int32) (at, all []int32) {
	at, all = make([]int32, nodes+1), make([]int32, n)
	for i := range int32(n) {
		at[nodeOf(i)]++
	}
	sum := int32(0)
	for v, count := range at {
		sum += count
		at[v] = sum // the end of v's; filling in goes down to their start
	}
	for i := int32(n) - 1; i >= 0; i-- {
		v := nodeOf(i)
		at[v]--
		all[at[v]] = i
	}
	return at, all
}

// findTwigs goes down from the springs as long as all that comes to a node is twigs and
// one reach leaves it.
func findTwigs(drafts []draft, loose func(int32) bool, inAt, in, outAt, out []int32) []bool {
	twigs := make([]bool, len(drafts))
	above := make([]int32, len(inAt)-1) // ways up from a node that are not known to be twigs
	for d := range int32(len(drafts)) {
		above[drafts[d].head]++
		if loose(d) {
			above[drafts[d].tail]++
		}
	}
	for spring := range int32(len(above)) {
		// A node that is done is below 0.
		for v := spring; above[v] == 0; v = drafts[out[outAt[v]]].head {
			above[v] = -1
			if outAt[v+1]-outAt[v] != 1 {
				break
			}
			d := out[outAt[v]]
			twigs[d] = true
			above[drafts[d].head]--
		}
	}
	return twigs
}
