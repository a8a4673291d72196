package road

import (
	"sync"

	"github.com/paulmach/orb"

	"xunhu/routing/cch"
	"xunhu/routing/graph"
)

// A Network is what one profile can travel.
type Network struct {
	profile Profile
	g       *graph.Graph
	flatNetwork
	ordering    sync.Once
	contraction []graph.Node // the order of contraction; nil until it is asked for
	contract    sync.Once
	contracted  *cch.Index
	plain       sync.Once
	plainDay    *Day
	short       sync.Once
	shortDay    *Day
}

// A flatNetwork is the arrays of a network, as they stand in its file. An edge is a road between
// two junctions; a directed edge d is edge d>>1 along its line, or against it if d is odd.
type flatNetwork struct {
	nodes   []int32      // the graph's nodes of junction j: nodes[j] up to nodes[j+1]
	costs   []graph.Cost // milliseconds by arc, the turn into it and the road
	arcs    []int32      // by arc: its directed edge
	copies  []int32      // the arcs of each directed edge, as byEdge lists them
	entry   []int32      // by directed edge: the node to which it leads who began on it; -1 where shut
	ends    []int32      // by directed edge: the junction where it begins
	ways    []graph.Cost // milliseconds by directed edge, without turn
	first   []int32      // points of edge e: first[e] up to first[e+1]
	points  []point
	run     []uint32 // by point: millimetres from the start of its edge
	name    []int32  // by edge, in names
	kind    []uint32 // by edge: class, in classes, and roundabout
	part    []int32  // by edge: the part of the network that it belongs to; noReturn
	parts   []island // the main one first
	names   wordlist
	classes wordlist
	index   index
	missing int32 // nodes that the source did not hold
	dropped int32 // restrictions that do not fit their ways
	unread  int32 // conditions that are not understood

	// What is otherwise at some hours (hours.go).
	weeks  []uint32   // of week w the words w*flatWeek and on
	lates  []lateEdge // no two of an edge at one minute
	shuts  []lateTurn // by rising arc
	latent []latent   // by rising arc
}

const roundabout = 1 << 31

// Profile is the profile that the network was built for.
func (n *Network) Profile() Profile { return n.profile }

// Graph gives the network's graph and its costs in milliseconds by arc; change neither.
func (n *Network) Graph() (*graph.Graph, []graph.Cost) { return n.g, n.costs }

// NumEdges counts the roads between junctions.
func (n *Network) NumEdges() int { return len(n.name) }

// NumJunctions counts the junctions, dead ends included.
func (n *Network) NumJunctions() int { return len(n.nodes) - 1 }

// Junction gives the junction at which a node of the graph stands.
func (n *Network) Junction(at graph.Node) int32 {
	lo, hi := 0, len(n.nodes)-1 // nodes[lo] <= at < nodes[hi]
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; n.nodes[mid] <= int32(at) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return int32(lo)
}

// Edge gives the edge that an arc travels, and whether it does so against the edge's line.
func (n *Network) Edge(a graph.Arc) (edge int32, against bool) {
	return n.arcs[a] >> 1, n.arcs[a]&1 == 1
}

// Arcs gives the arcs that travel an edge along its line, or against it: one, but several where turns
// matter at its beginning, and none where it is shut. Do not change them.
func (n *Network) Arcs(edge int32, against bool) []int32 {
	d := edge << 1
	if against {
		d |= 1
	}
	edges := len(n.entry)
	return n.copies[edges+1:][n.copies[d]:n.copies[d+1]]
}

// A Road is what an edge is like. Bearings are degrees from north.
type Road struct {
	Name, Class string
	LengthM     float64
	Roundabout  bool
	Leaves      float64 // the bearing in which the line begins
	Arrives     float64 // the bearing in which it ends
}

// RoadOf describes an edge.
func (n *Network) RoadOf(edge int32) Road {
	return Road{
		Name: n.names.at(n.name[edge]), Class: n.class(edge), LengthM: n.length(edge),
		Roundabout: n.kind[edge]&roundabout != 0, Arrives: n.arrival(edge), Leaves: n.departure(edge),
	}
}

func (n *Network) class(edge int32) string { return n.classes.at(int32(n.kind[edge] &^ roundabout)) }

// departure is the bearing in which an edge's line begins, arrival that in which it ends.
func (n *Network) departure(edge int32) float64 {
	line := n.points[n.first[edge]:n.first[edge+1]]
	return float64(bearing(len(line), func(i int) point { return line[i] }))
}

func (n *Network) arrival(edge int32) float64 {
	line := n.points[n.first[edge]:n.first[edge+1]]
	arrives := float64(bearing(len(line), func(i int) point { return line[len(line)-1-i] })) + 180
	if arrives >= 360 {
		arrives -= 360
	}
	return arrives
}

// Line gives the line of an edge.
func (n *Network) Line(edge int32) orb.LineString {
	l := make(orb.LineString, 0, n.first[edge+1]-n.first[edge])
	for _, p := range n.points[n.first[edge]:n.first[edge+1]] {
		l = append(l, p.degrees())
	}
	return l
}

// LengthM is the length of all roads of the network.
func (n *Network) LengthM() float64 {
	sum := 0.0
	for e := range int32(n.NumEdges()) {
		sum += n.length(e)
	}
	return sum
}

// Bound is the extent of the network (lon, lat).
func (n *Network) Bound() orb.Bound {
	b := orb.Bound{Min: n.points[0].degrees(), Max: n.points[0].degrees()}
	for _, p := range n.points {
		b = b.Extend(p.degrees())
	}
	return b
}

// length of an edge in metres.
func (n *Network) length(e int32) float64 { return float64(n.run[n.first[e+1]-1]) / 1000 }

// wordlist is texts one after another: text i stands from first[i] up to first[i+1].
type wordlist struct {
	first []uint32
	text  []byte
}

func packed(list []string) wordlist {
	s := wordlist{first: []uint32{0}}
	for _, t := range list {
		s.text = append(s.text, t...)
		s.first = append(s.first, uint32(len(s.text)))
	}
	return s
}

func (s wordlist) at(i int32) string { return string(s.raw(i)) }

func (s wordlist) raw(i int32) []byte { return s.text[s.first[i]:s.first[i+1]] }
