package hydro

import (
	"maps"
	"slices"
	"sync"

	"xunhu/geo/geodesy"
)

// Build makes the network of river lines. It keeps the lines and does not change
// them; the caller must not either. Lines without length have no reach.
func Build(rivers []River) *Network {
	b := builder{rivers: rivers, net: &Network{rivers: rivers}}
	b.placeVertices()
	b.joinEnds()
	b.joinNodes()
	b.cutReaches()
	b.link()
	n := b.net
	n.boxes.plant(n)
	nodes := n.NumNodes()
	n.searches = &sync.Pool{New: func() any { return newSearch(nodes) }}
	return n.WithSpeeds(DefaultSpeeds())
}

// builder holds what only building needs. A point is the number of a distinct place.
type builder struct {
	rivers []River
	net    *Network
	joints *joints
	start  []int32 // of a river: where its vertices stand in point
	point  []int32 // of a vertex: its point
	node   []bool  // of a point: lines end or meet there
	shared []bool  // of a point: more than one vertex lies there
	owner  []int32 // of a point: the river that it lies on, several if there are more
	joined []int32 // of a point: the point that it was joined to, or itself

	ends map[string][]int32 // the points of ends by the given name of their node
}

// several marks a point of more than one river.
const several = int32(-1)

func (b *builder) placeVertices() {
	total := 0
	for _, r := range b.rivers {
		total += len(r.Line)
	}
	b.ends = map[string][]int32{}
	b.joints = newJoints(total)
	b.point = make([]int32, 0, total)
	for i, r := range b.rivers {
		b.start = append(b.start, int32(len(b.point)))
		for v, p := range r.Line {
			at := b.joints.number(p)
			switch {
			case int(at) == len(b.node):
				b.node, b.shared, b.owner = append(b.node, false), append(b.shared, false), append(b.owner, int32(i))
			case v > 0 && r.Line[v-1] == p: // drawn twice in a row
			default:
				b.node[at], b.shared[at] = true, true
				if b.owner[at] != int32(i) {
					b.owner[at] = several
				}
			}
			if v == 0 || v == len(r.Line)-1 {
				b.node[at] = true
			}
			if name := r.nodeName(v); name != "" {
				b.ends[name] = append(b.ends[name], at)
			}
			b.point = append(b.point, at)
		}
	}
	b.joined = make([]int32, len(b.node))
	for i := range b.joined {
		b.joined[i] = int32(i)
	}
}

// joinEnds joins each end that meets nothing to the nearest vertex of another line.
func (b *builder) joinEnds() {
	for i, r := range b.rivers {
		if len(r.Line) == 0 {
			continue
		}
		for _, v := range []int{0, len(r.Line) - 1} {
			at := b.point[b.start[i]+int32(v)]
			if b.shared[at] {
				continue
			}
			near := b.joints.nearest(r.Line[v], func(q int32) bool { return q != at && b.owner[q] != int32(i) })
			if near >= 0 {
				b.node[near] = true
				b.joined[b.root(at)] = b.root(near)
			}
		}
	}
}

// nodeName is the given name of a vertex of the line, if it is an end that has one.
func (r River) nodeName(vertex int) string {
	switch vertex {
	case 0:
		return r.FromNode
	case len(r.Line) - 1:
		return r.ToNode
	}
	return ""
}

// joinNodes joins ends that were given the same node, wherever they are drawn.
func (b *builder) joinNodes() {
	for _, name := range slices.Sorted(maps.Keys(b.ends)) {
		at := b.ends[name]
		for _, p := range at[1:] {
			b.joined[b.root(p)] = b.root(at[0])
			b.shared[p], b.shared[at[0]] = true, true
		}
	}
}

// root follows the joins to the point that stands for all.
func (b *builder) root(p int32) int32 {
	for b.joined[p] != p {
		b.joined[p] = b.joined[b.joined[p]]
		p = b.joined[p]
	}
	return p
}

// cutReaches cuts each line at its nodes.
func (b *builder) cutReaches() {
	n := b.net
	numbers := make([]int32, len(b.node))
	for i := range numbers {
		numbers[i] = -1
	}
	nodes := int32(0)
	number := func(point int32) int32 {
		root := b.root(point)
		if numbers[root] < 0 {
			numbers[root], nodes = nodes, nodes+1
		}
		return numbers[root]
	}
	for i, r := range b.rivers {
		from := int32(0)
		for v := int32(1); v < int32(len(r.Line)); v++ {
			if !b.node[b.point[b.start[i]+v]] {
				continue
			}
			if m := geodesy.Length(r.Line[from : v+1]); m > 0 {
				n.river = append(n.river, int32(i))
				n.first, n.last = append(n.first, from), append(n.last, v)
				n.tail = append(n.tail, number(b.point[b.start[i]+from]))
				n.head = append(n.head, number(b.point[b.start[i]+v]))
				n.length, n.both = append(n.length, m), append(n.both, !r.Directed)
			}
			from = v
		}
	}
	n.river, n.first, n.last = slices.Clip(n.river), slices.Clip(n.first), slices.Clip(n.last)
	n.tail, n.head, n.length, n.both = slices.Clip(n.tail), slices.Clip(n.head), slices.Clip(n.length), slices.Clip(n.both)
	n.upAt, n.downAt = make([]int32, nodes+1), make([]int32, nodes+1)
}

// link fills the ways on from each node: count, add up, fill in from the last.
func (b *builder) link() {
	n := b.net
	each := func(up, down func(node, way int32)) {
		for r := int32(len(n.river)) - 1; r >= 0; r-- {
			along, against := r<<1, r<<1|1
			up(n.head[r], against)
			down(n.tail[r], along)
			if n.both[r] {
				up(n.tail[r], along)
				down(n.head[r], against)
			}
		}
	}
	each(func(v, _ int32) { n.upAt[v]++ }, func(v, _ int32) { n.downAt[v]++ })
	total := func(at []int32) (sum int32) {
		for v, count := range at {
			at[v] = sum + count // the end of v's ways; filling in goes down to their start
			sum += count
		}
		return sum
	}
	n.up, n.down = make([]int32, total(n.upAt)), make([]int32, total(n.downAt))
	each(
		func(v, way int32) { n.upAt[v]--; n.up[n.upAt[v]] = way },
		func(v, way int32) { n.downAt[v]--; n.down[n.downAt[v]] = way })
}
