package road

import (
	"crypto/sha256"
	"errors"
	"io"

	"xunhu/geo/finding"
	"xunhu/geo/flat"
	"xunhu/routing/graph"
	"xunhu/routing/order"
)

// A network in a file is its arrays, made to be mapped into memory and read there as they are.
const (
	fileKind    = "XUNHUNET"
	fileVersion = 2
)

// A Source tells what a network was made from: a digest of the file, say.
type Source [32]byte

// fileHead names the source and the profile, so that a network of other roads, or of a profile before
// it was edited, is never read.
func fileHead(s Source, p Profile) flat.Head {
	return flat.Head{Kind: fileKind, Version: fileVersion, Digest: sha256.Sum256(append(append(s[:], p.sum[:]...), p.Name...))}
}

// Write writes the network for Open, with the order in which it is contracted.
func (n *Network) Write(w io.Writer, s Source) error {
	first, head, tail := n.g.Arrays()
	x := &n.index
	return flat.Write(w, fileHead(s, n.profile),
		flat.Bytes(first), flat.Bytes(head), flat.Bytes(tail), flat.Bytes(n.nodes), flat.Bytes(n.costs), flat.Bytes(n.arcs),
		flat.Bytes(n.copies), flat.Bytes(n.entry), flat.Bytes(n.ends), flat.Bytes(n.ways), flat.Bytes(n.first), flat.Bytes(n.points),
		flat.Bytes(n.run), flat.Bytes(n.name), flat.Bytes(n.kind), flat.Bytes(n.part), flat.Bytes(n.parts),
		flat.Bytes(n.names.first), n.names.text, flat.Bytes(n.classes.first), n.classes.text,
		flat.Bytes(x.boxes), flat.Bytes(x.items), flat.Bytes(x.starts), flat.Bytes(x.levels),
		flat.Bytes([]int32{n.missing, n.dropped, n.unread}), flat.Bytes(n.weeks), flat.Bytes(n.lates), flat.Bytes(n.shuts), flat.Bytes(n.latent),
		flat.Bytes(n.order()))
}

// Open gives the network that was written to a file, for the same source and profile. The file is
// not copied; it must stay, and stay as it is, as long as the network. One that is damaged, foreign,
// of another version, or of another source or profile is refused with a finding; whoever has the source
// can make it again.
func Open(file []byte, s Source, p Profile) (*Network, error) {
	part, err := flat.Read(file, fileHead(s, p))
	switch {
	case errors.Is(err, flat.ErrForeign):
		return nil, finding.New("road.network_foreign", "").Because(err)
	case errors.Is(err, flat.ErrVersion):
		return nil, finding.New("road.network_version", "").Because(err)
	case errors.Is(err, flat.ErrOther):
		return nil, finding.New("road.network_of_others", "", "profile", p.Name).Because(err)
	case err != nil || len(part) != 31:
		return nil, finding.New("road.network_damaged", "").Because(err)
	}
	next := func() []byte {
		b := part[0]
		part = part[1:]
		return b
	}
	ints := func() []int32 { return flat.Slice[int32](next()) }
	first, head, tail := flat.Slice[graph.Arc](next()), flat.Slice[graph.Node](next()), flat.Slice[graph.Node](next())
	n := &Network{profile: p}
	n.nodes, n.costs, n.arcs = ints(), flat.Slice[graph.Cost](next()), ints()
	n.copies, n.entry, n.ends, n.ways = ints(), ints(), ints(), flat.Slice[graph.Cost](next())
	n.first, n.points, n.run = ints(), flat.Slice[point](next()), flat.Slice[uint32](next())
	n.name, n.kind, n.part = ints(), flat.Slice[uint32](next()), ints()
	n.parts = flat.Slice[island](next())
	n.names = wordlist{flat.Slice[uint32](next()), next()}
	n.classes = wordlist{flat.Slice[uint32](next()), next()}
	n.index = index{flat.Slice[box](next()), ints(), ints(), ints()}
	rest := ints()
	n.weeks, n.lates, n.shuts, n.latent = flat.Slice[uint32](next()), flat.Slice[lateEdge](next()), flat.Slice[lateTurn](next()), flat.Slice[latent](next())
	n.contraction = flat.Slice[graph.Node](next())
	g, ok := graph.Of(first, head, tail)
	if n.g = g; !ok || len(rest) != 3 || !n.sound() {
		return nil, finding.New("road.network_damaged", "")
	}
	n.missing, n.dropped, n.unread = rest[0], rest[1], rest[2]
	return n, nil
}

// sound tells whether no number leads to something that is not there.
func (n *Network) sound() bool {
	edges, arcs, nodes := len(n.name), n.g.NumArcs(), int32(n.g.NumNodes())
	switch {
	case edges == 0, len(n.nodes) == 0, len(n.costs) != arcs, len(n.arcs) != arcs, len(n.copies) != 2*edges+1+arcs,
		len(n.entry) != 2*edges, len(n.ends) != 2*edges, len(n.ways) != 2*edges, len(n.first) != edges+1,
		len(n.run) != len(n.points), len(n.kind) != edges, len(n.part) != edges:
		return false
	}
	junctions := int32(len(n.nodes) - 1)
	lists := rising(n.nodes, int(nodes), 1) && rising(n.copies[:2*edges+1], arcs, 0) && rising(n.first, len(n.points), 2) &&
		n.names.sound() && n.classes.sound()
	return lists && within(n.arcs, 0, int32(2*edges)) && within(n.copies[2*edges+1:], 0, int32(arcs)) && within(n.entry, none, nodes) &&
		within(n.ends, 0, junctions) && within(n.costs, 0, graph.Infinity) && within(n.ways, 0, graph.Infinity+1) &&
		within(n.name, 0, int32(len(n.names.first)-1)) && within(n.part, noReturn, int32(len(n.parts))) &&
		n.classed() && n.onGlobe() && n.indexed() && n.timed() && n.turnsAdd() && order.Whole(n.contraction, int(nodes))
}

// turnsAdd tells whether no arc is cheaper than the road that it travels.
func (n *Network) turnsAdd() bool {
	for a, way := range n.arcs {
		if n.costs[a] < n.ways[way] || n.ways[way] == graph.Infinity && n.costs[a] != graph.Infinity {
			return false
		}
	}
	return true
}

// rising tells whether offsets go from 0 to an end, each at least a step above the one before.
func rising(list []int32, end, step int) bool {
	for i := 1; i < len(list); i++ {
		if int(list[i])-int(list[i-1]) < step {
			return false
		}
	}
	return list[0] == 0 && int(list[len(list)-1]) == end
}

// within tells whether all numbers lie from low up to, without, high.
func within[T int32 | graph.Cost](list []T, low, high T) bool {
	for _, v := range list {
		if v < low || v >= high {
			return false
		}
	}
	return true
}

func (s wordlist) sound() bool {
	for i := 1; i < len(s.first); i++ {
		if s.first[i] < s.first[i-1] {
			return false
		}
	}
	return len(s.first) > 0 && s.first[0] == 0 && int(s.first[len(s.first)-1]) == len(s.text)
}

func (n *Network) classed() bool {
	for _, k := range n.kind {
		if int(k&^roundabout) >= len(n.classes.first)-1 {
			return false
		}
	}
	return true
}

func (n *Network) onGlobe() bool {
	for _, p := range n.points {
		if p.lon < -1.8e9 || p.lon > 1.8e9 || p.lat < -0.9e9 || p.lat > 0.9e9 {
			return false
		}
	}
	return true
}

// indexed tells whether the tree stands: level by level as plant makes it, each leaf a stretch of an edge.
func (n *Network) indexed() bool {
	x := &n.index
	if len(x.levels) < 2 || x.levels[0] != 0 || int(x.levels[1]) != len(x.items) || len(x.starts) != len(x.items) ||
		int(x.levels[len(x.levels)-1]) != len(x.boxes) {
		return false
	}
	for i := 1; i < len(x.levels); i++ {
		size := x.levels[i] - x.levels[i-1]
		if size < 1 || i > 1 && size != (x.levels[i-1]-x.levels[i-2]+fan-1)/fan || i == len(x.levels)-1 && size != 1 {
			return false
		}
	}
	for i, e := range x.items {
		if e < 0 || int(e) >= len(n.name) || x.starts[i] < n.first[e] || x.starts[i] >= n.first[e+1]-1 {
			return false
		}
	}
	return true
}
