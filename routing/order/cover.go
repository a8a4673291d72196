package order

// A matching finds the fewest nodes that touch all edges of a cut: as many as there
// are edges without a common end (König 1931), found by Kuhn's algorithm. A cut has
// few edges, so plain lists do.
type matching struct {
	left, right map[int32]int32 // numbers of the nodes on either side
	names       [2][]int32
	to          [][]int32 // by left node: right nodes
	mate        []int32   // by right node: its left node, or -1
	matched     []bool    // by left node
	seen        []bool    // by right node
}

func (m *matching) reset() {
	m.left, m.right = map[int32]int32{}, map[int32]int32{}
	m.names = [2][]int32{}
	m.to, m.mate = nil, nil
}

func (m *matching) edge(u, v int32) {
	i, ok := m.left[u]
	if !ok {
		i = int32(len(m.to))
		m.left[u], m.names[0], m.to = i, append(m.names[0], u), append(m.to, nil)
	}
	j, ok := m.right[v]
	if !ok {
		j = int32(len(m.mate))
		m.right[v], m.names[1], m.mate = j, append(m.names[1], v), append(m.mate, -1)
	}
	m.to[i] = append(m.to[i], j)
}

// cover gives the nodes: on the left those which no alternating path from a
// free left node reaches, on the right those which one does.
func (m *matching) cover() []int32 {
	m.matched = make([]bool, len(m.to))
	for i := range m.to {
		m.seen = make([]bool, len(m.mate))
		m.matched[i] = m.augment(int32(i))
	}
	m.seen = make([]bool, len(m.mate))
	reached := make([]bool, len(m.to))
	var stack []int32
	for i := range m.to {
		if !m.matched[i] {
			reached[i] = true
			stack = append(stack, int32(i))
		}
	}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, j := range m.to[i] {
			if m.seen[j] {
				continue
			}
			m.seen[j] = true
			if k := m.mate[j]; k >= 0 && !reached[k] {
				reached[k] = true
				stack = append(stack, k)
			}
		}
	}
	var c []int32
	for i, n := range m.names[0] {
		if !reached[i] {
			c = append(c, n)
		}
	}
	for j, n := range m.names[1] {
		if m.seen[j] {
			c = append(c, n)
		}
	}
	return c
}

// augment finds a mate for a left node, moving others if it must.
func (m *matching) augment(i int32) bool {
	for _, j := range m.to[i] {
		if m.seen[j] {
			continue
		}
		m.seen[j] = true
		if m.mate[j] < 0 || m.augment(m.mate[j]) {
			m.mate[j] = i
			return true
		}
	}
	return false
}
