package order

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// lines are the directions along which nodes are sorted, as factors of east and north.
var lines = [...][2]float64{{1, 0}, {0, 1}, {1, 1}, {1, -1}}

// share of the nodes that become source, and sink, of a flow.
const share = 0.25

// A dissector cuts a graph into pieces. A piece is a connected part of what is left
// when all separators so far are gone, so a neighbour that is not gone belongs to
// the same piece.
type dissector struct {
	adj    adjacency
	x, y   []float64 // of each node, in a plane
	gone   []bool    // is in a separator, or placed
	seen   []int32   // the piece in which a node was last seen
	pieces int32
	order  []int32
	flow   network
	number []int32 // of a node in the piece that is cut
	keys   []uint64
}

func newDissector(adj adjacency, at []orb.Point) *dissector {
	n := adj.nodes()
	d := &dissector{adj: adj, x: make([]float64, n), y: make([]float64, n), gone: make([]bool, n),
		seen: make([]int32, n), number: make([]int32, n), order: make([]int32, n)}
	middle := orb.MultiPoint(at).Bound().Center()
	narrow := math.Cos(middle[1] * math.Pi / 180)
	for i, p := range at {
		d.x[i], d.y[i] = (p[0]-middle[0])*narrow, p[1]-middle[1]
	}
	return d
}

// all orders the whole graph.
func (d *dissector) all() []int32 {
	nodes := make([]int32, len(d.order))
	for i := range nodes {
		nodes[i] = int32(i)
	}
	d.part(nodes, len(nodes))
	return d.order
}

// part orders nodes, which may hang together or not, so that the last one comes
// just before end. It gives the place of the first.
func (d *dissector) part(nodes []int32, end int) int {
	for _, piece := range d.split(nodes) {
		end = d.piece(piece, end)
	}
	return end
}

// piece orders a connected piece, its separator last.
func (d *dissector) piece(nodes []int32, end int) int {
	if len(nodes) <= 2 {
		for _, n := range nodes {
			end--
			d.order[end], d.gone[n] = n, true
		}
		return end
	}
	for _, n := range d.separator(nodes) {
		end--
		d.order[end], d.gone[n] = n, true
	}
	return d.part(slices.DeleteFunc(nodes, func(n int32) bool { return d.gone[n] }), end)
}

// split sorts nodes into pieces.
func (d *dissector) split(nodes []int32) [][]int32 {
	d.pieces++
	var pieces [][]int32
	sorted := make([]int32, 0, len(nodes))
	for _, root := range nodes {
		if d.seen[root] == d.pieces {
			continue
		}
		from := len(sorted)
		sorted = append(sorted, root)
		d.seen[root] = d.pieces
		for i := from; i < len(sorted); i++ {
			for _, v := range d.adj.neighbours(sorted[i]) {
				if !d.gone[v] && d.seen[v] != d.pieces {
					d.seen[v] = d.pieces
					sorted = append(sorted, v)
				}
			}
		}
		pieces = append(pieces, sorted[from:len(sorted):len(sorted)])
	}
	return pieces
}

// separator gives nodes without which the piece falls apart.
func (d *dissector) separator(nodes []int32) []int32 {
	f := &d.flow
	f.reset(len(nodes))
	for i, n := range nodes {
		d.number[n] = int32(i)
	}
	for _, n := range nodes {
		for _, v := range d.adj.neighbours(n) {
			if !d.gone[v] {
				f.to = append(f.to, d.number[v])
			}
		}
		f.first = append(f.first, int32(len(f.to)))
	}
	f.pair()
	best := cut{size: 1}
	for _, l := range lines {
		d.keys = d.keys[:0]
		for i, n := range nodes {
			d.keys = append(d.keys, sortable(l[0]*d.x[n]+l[1]*d.y[n])<<32|uint64(i))
		}
		slices.Sort(d.keys)
		if c, ok := f.cut(d.keys, best); ok {
			best = c
		}
	}
	for i, n := range best.cover {
		best.cover[i] = nodes[n]
	}
	return best.cover
}

// sortable turns a number into 32 bits that sort as it does.
func sortable(v float64) uint64 {
	b := math.Float32bits(float32(v))
	if b>>31 == 1 {
		return uint64(^b)
	}
	return uint64(b | 1<<31)
}
