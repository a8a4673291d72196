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
func (s Speeds) of(r *River) float64 {
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
// numbers from 0; all that is known of them stands in flat arrays. They are numbered
// up the water: a node comes before those that flow to it alone, the reaches that end
// at a node stand together, in the order of their nodes. So a basin lies close in memory.
type Network struct {
	rivers []River

	cuts   []cut  // of a reach: the piece of a line that it is,
	flows  []flow // its length and the nodes at its ends
	traits []trait
	pace   []float32 // and the seconds that a metre takes

	// The reaches drawn to node v are inAt[v] to inAt[v+1]; those drawn from it stand in
	// out[outAt[v]:outAt[v+1]].
	inAt, outAt []int32
	out         []int32

	boxes    boxes
	searches *sync.Pool // of *search
}

// A flow is what a trace must know of a reach.
type flow struct {
	length     float64
	tail, head int32
}

type trait uint8

const (
	both trait = 1 << iota // the direction is not known
	// All that flows to a twig is a tree, and its water has no other way than the twig:
	// whoever comes to it from below comes once, and needs no search above it.
	twig
)

func (n *Network) both(reach int32) bool { return n.traits[reach]&both != 0 }

// addWays adds the ways on from a node, up or down: each as reach<<1, plus 1 if it is
// gone from its head to its tail.
func (n *Network) addWays(ways []int32, node int32, up bool) []int32 {
	for r := n.inAt[node]; r < n.inAt[node+1]; r++ {
		if up || n.both(r) {
			ways = append(ways, r<<1|1)
		}
	}
	for _, r := range n.out[n.outAt[node]:n.outAt[node+1]] {
		if !up || n.both(r) {
			ways = append(ways, r<<1)
		}
	}
	return ways
}

// WithSpeeds is the same network with other speeds. Reaches keep their numbers.
func (n *Network) WithSpeeds(s Speeds) *Network {
	other := *n
	other.pace = make([]float32, n.NumReaches())
	for r := range other.pace {
		other.pace[r] = float32(1 / s.of(&n.rivers[n.cuts[r].river]))
	}
	return &other
}

// Pace is the seconds that water needs for a metre of a reach.
func (n *Network) Pace(reach int32) float64 { return float64(n.pace[reach]) }

// NumReaches is how many reaches there are.
func (n *Network) NumReaches() int { return len(n.cuts) }

// NumNodes is how many nodes there are.
func (n *Network) NumNodes() int { return max(0, len(n.inAt)-1) }

// River gives the line that a reach is a piece of.
func (n *Network) River(reach int32) River { return n.rivers[n.cuts[reach].river] }

// Length is the length of a reach in metres.
func (n *Network) Length(reach int32) float64 { return n.flows[reach].length }

// Line gives the course of a reach as it is drawn. It must not be changed.
func (n *Network) Line(reach int32) orb.LineString {
	return n.cuts[reach].line(n.rivers)
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
