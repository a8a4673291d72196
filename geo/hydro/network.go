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
	SpeedMS                        float64 // metres a second of its water; 0: by its class
	FromNode, ToNode               string  // names of the nodes at its ends, "" where the drawing tells
	Line                           orb.LineString
}

// Speeds are how fast water travels, in metres a second, where a river does not say
// so itself.
type Speeds struct{ River, Stream, Canal, Ditch, Lake float64 }

// DefaultSpeeds are round figures for small rivers of a plain at low and middle water.
// No source decides them: they are a default of this program, to be set, and times
// by them are said to be so.
func DefaultSpeeds() Speeds {
	return Speeds{River: 0.5, Stream: 0.4, Canal: 0.3, Ditch: 0.2, Lake: 0.05}
}

// of gives the speed of a river.
func (s Speeds) of(r River) float64 {
	switch {
	case r.SpeedMS > 0:
		return r.SpeedMS
	case r.Class == "stream":
		return s.Stream
	case r.Class == "canal":
		return s.Canal
	case r.Class == "ditch" || r.Class == "drain":
		return s.Ditch
	case r.Class == Lake:
		return s.Lake
	}
	return s.River
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
	both        []bool    // and whether its direction is not known
	pace        []float32 // and the seconds that a metre takes

	// The ways on from a node: of node v they stand in up[upAt[v]:upAt[v+1]], each
	// as reach<<1, plus 1 if it is gone from its head to its tail.
	upAt, downAt []int32
	up, down     []int32

	boxes    boxes
	searches *sync.Pool // of *search
}

// WithSpeeds is the same network with other speeds. Reaches keep their numbers.
func (n *Network) WithSpeeds(s Speeds) *Network {
	other := *n
	other.pace = make([]float32, n.NumReaches())
	for r := range other.pace {
		other.pace[r] = float32(1 / s.of(n.River(int32(r))))
	}
	return &other
}

// Pace is the seconds that water needs for a metre of a reach.
func (n *Network) Pace(reach int32) float64 { return float64(n.pace[reach]) }

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
		at += geodesy.Edge(line[i-1], line[i])
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
