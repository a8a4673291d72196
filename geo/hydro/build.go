package hydro

import (
	"maps"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
)

// Build makes the network of river lines. It keeps the lines and does not change
// them; the caller must not either. Lines without length have no reach.
func Build(rivers []River) *Network {
	b := builder{rivers: rivers}
	b.placeVertices()
	b.joinEnds()
	b.joinNodes()
	drafts := b.cutReaches()
	var boxes boxes
	var planted sync.WaitGroup
	planted.Go(func() { boxes.plant(rivers, drafts) })
	n, renamed := b.number(drafts)
	planted.Wait()
	n.boxes = boxes
	n.boxes.rename(renamed)
	n.searches = &sync.Pool{New: func() any { return &search{} }}
	return n.WithSpeeds(DefaultSpeeds())
}

// builder holds what only building needs. Of vertices at one place the first stands for all.
type builder struct {
	rivers []River
	start  []int32     // of a river: the number of its first vertex
	places []orb.Point // of all vertices
	point  []int32     // of a vertex: the first at its place
	node   []bool      // of a point: lines end or meet there
	shared []bool      // of a point: more than one vertex lies there
	owner  []int32     // of a point: the river that it lies on, several if there are more
	joined []int32     // of a point: the point that it was joined to, or itself

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
	b.start, b.places = make([]int32, len(b.rivers)), make([]orb.Point, 0, total)
	for i, r := range b.rivers {
		b.start[i] = int32(len(b.places))
		b.places = append(b.places, r.Line...)
	}
	b.point = firsts(b.places)
	b.node, b.shared, b.owner = make([]bool, total), make([]bool, total), make([]int32, total)
	for i := range b.rivers {
		r := &b.rivers[i]
		for v := range r.Line {
			vertex := b.start[i] + int32(v)
			at := b.point[vertex]
			switch {
			case at == vertex:
				b.owner[at] = int32(i)
			case v > 0 && b.point[vertex-1] == at: // drawn twice in a row
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
		}
	}
	b.joined = make([]int32, total)
	for i := range b.joined {
		b.joined[i] = int32(i)
	}
}

// joinEnds joins each end that meets nothing to the nearest vertex of another line.
func (b *builder) joinEnds() {
	type end struct{ at, river int32 }
	var loose []end
	var at []int32
	for i, r := range b.rivers {
		for _, v := range []int{0, len(r.Line) - 1} {
			if len(r.Line) == 0 {
				continue
			}
			if p := b.point[b.start[i]+int32(v)]; !b.shared[p] {
				loose, at = append(loose, end{p, int32(i)}), append(at, p)
			}
		}
	}
	near := newJoints(b.places, func(yield func(int32)) {
		for v, first := range b.point {
			if first == int32(v) {
				yield(first)
			}
		}
	}, at)
	for _, e := range loose {
		other := near.nearest(e.at, func(q int32) bool { return b.owner[q] != e.river })
		if other >= 0 {
			b.node[other] = true
			b.joined[b.root(e.at)] = b.root(other)
		}
	}
}

// nodeName is the given name of a vertex of the line, if it is an end that has one.
func (r *River) nodeName(vertex int) string {
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

// A draft is a reach before it has its number.
type draft struct {
	cut
	flow
}

// A cut is a piece of a line from one of its vertices to another.
type cut struct{ river, first, last int32 }

func (c cut) line(rivers []River) orb.LineString { return rivers[c.river].Line[c.first : c.last+1] }

// cutReaches cuts each line at its nodes. Nodes are points yet.
func (b *builder) cutReaches() []draft {
	ends := 0
	for _, first := range b.point {
		if b.node[first] {
			ends++
		}
	}
	drafts := make([]draft, 0, ends)
	for i, r := range b.rivers {
		from := int32(0)
		for v := int32(1); v < int32(len(r.Line)); v++ {
			if at := b.point[b.start[i]+v]; b.node[at] {
				drafts = append(drafts, draft{cut{int32(i), from, v}, flow{tail: b.root(b.point[b.start[i]+from]), head: b.root(at)}})
				from = v
			}
		}
	}
	const batch = 1 << 12
	side((len(drafts)+batch-1)/batch, func(take func() (int, bool)) {
		for k, ok := take(); ok; k, ok = take() {
			some := drafts[k*batch : min((k+1)*batch, len(drafts))]
			for i := range some {
				d := &some[i]
				d.length = geodesy.Length(d.line(b.rivers))
			}
		}
	})
	return slices.DeleteFunc(drafts, func(d draft) bool { return !(d.length > 0) })
}
