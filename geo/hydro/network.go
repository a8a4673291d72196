package hydro

import (
	"sync"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
)

// Tolerance is how far, in metres, an end that meets nothing may miss a vertex of
// another line and still be joined to it.
const Tolerance = 1.0

// A River is one line of the river network, drawn downstream if Directed.
type River struct {
	ID, Name, NameEN, Class, Basin string
	Directed                       bool
	Line                           orb.LineString
}

// A Place is a place on the water: a reach, by its number, and the metres along it
// from its start as it is drawn.
type Place struct {
	Reach    int32
	MeasureM float64
}

// A Network is the reaches of a region and how they meet. Reaches and nodes are
// numbers from 0; all that is known of them stands in flat arrays.
type Network struct {
	rivers []River

	river       []int32 // of a reach: the line that it is a piece of,
	first, last []int32 // the vertices of that line where it starts and ends,
	tail, head  []int32 // the nodes there,
	length      []float64
	both        []bool // and whether its direction is not known

	// The ways on from a node: of node v they stand in up[upAt[v]:upAt[v+1]], each
	// as reach<<1, plus 1 if it is gone from its head to its tail.
	upAt, downAt []int32
	up, down     []int32

	boxes    boxes
	searches sync.Pool // *search
}

// NumReaches is how many reaches there are.
func (n *Network) NumReaches() int { return len(n.river) }

// NumNodes is how many nodes there are.
func (n *Network) NumNodes() int { return max(0, len(n.upAt)-1) }

// River gives the line that a reach is a piece of.
func (n *Network) River(reach int32) River { return n.rivers[n.river[reach]] }

// Length is the length of a reach in metres.
func (n *Network) Length(reach int32) float64 { return n.length[reach] }

// Line gives the course of a reach as it is drawn. It must not be changed.
func (n *Network) Line(reach int32) orb.LineString {
	return n.rivers[n.river[reach]].Line[n.first[reach] : n.last[reach]+1]
}

// At gives the place on the map.
func (n *Network) At(p Place) orb.Point { return geodesy.Along(n.Line(p.Reach), p.MeasureM) }

// Cut gives the course of a reach between two measures, from the first to the
// second; against the drawing if the first is the greater.
func (n *Network) Cut(reach int32, from, to float64) orb.LineString {
	low, high := min(from, to), max(from, to)
	line := n.Line(reach)
	cut := orb.LineString{geodesy.Along(line, low)}
	at := 0.0
	for i := 1; i < len(line); i++ {
		at += geodesy.Length(line[i-1 : i+1])
		if at > low && at < high {
			cut = append(cut, line[i])
		}
	}
	cut = append(cut, geodesy.Along(line, high))
	if from > to {
		cut.Reverse()
	}
	return cut
}
