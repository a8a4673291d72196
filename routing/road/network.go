package road

import (
	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"xunhu/routing/graph"
)

// A Way is a road as it was surveyed.
type Way struct {
	ID, Name, Class string  // Class is OpenStreetMap's highway value
	Oneway          int     // 1 along the line, -1 against it, 0 both
	MaxSpeedKMH     float64 // 0: not signed
	Access          string  // OpenStreetMap's access value; "": open
	Line            orb.LineString
}

// A Network is what one profile can travel.
type Network struct {
	profile Profile
	g       *graph.Graph
	costs   []graph.Cost // milliseconds, by arc
	arcs    []int32      // by arc: edge<<1, plus 1 if the arc runs against the edge's line
	edges   []edge
	points  []orb.Point // the lines of all edges, one after another
	along   []float64   // by point: metres from the start of its edge
	tree    rtree.RTreeGN[float64, int32]
	owner   []int32 // by point: its edge
	names   []string
}

// An edge is a road between two junctions.
type edge struct {
	tail, head  graph.Node
	first, last int32      // its points, the last one included
	there, back graph.Cost // milliseconds along and against the line; graph.Infinity if shut
	name        int32      // in names
}

// Profile is the profile that the network was built for.
func (n *Network) Profile() Profile { return n.profile }

// Graph gives the network's graph and its costs in milliseconds by arc; change neither.
func (n *Network) Graph() (*graph.Graph, []graph.Cost) { return n.g, n.costs }

// LengthM is the length of all roads of the network.
func (n *Network) LengthM() float64 {
	sum := 0.0
	for i := range n.edges {
		sum += n.length(int32(i))
	}
	return sum
}

// Bound is the extent of the network (lon, lat).
func (n *Network) Bound() orb.Bound { return orb.MultiPoint(n.points).Bound() }

// length of an edge in metres.
func (n *Network) length(e int32) float64 { return n.along[n.edges[e].last] }

// line of an edge; do not change it.
func (n *Network) line(e int32) []orb.Point {
	return n.points[n.edges[e].first : n.edges[e].last+1]
}
