package atlas

import (
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/hydro"
	"xunhu/geo/predicate"
)

// A River is one line of the river network, drawn downstream if Directed.
type River = hydro.River

// A Met is a town of the region, or a county beyond its border, that a trace of the
// water meets.
type Met struct {
	Code, Name, NameEN string
	County             bool    // a neighbour; without code and name if the region holds none there
	DistanceM          float64 // along the water to where it is first met
	TimeS              float64 // that the water needs to there
	LengthM            float64 // of all that the trace passes there
	Unsure             bool    // every way there uses a reach of unknown direction
}

// A Passage is a part of a trace in one town or county.
type Passage struct {
	hydro.Piece
	Code   string // of the town or county; "" where the region holds neither
	County bool
}

// Passages cuts the pieces of a trace (of Water) at the borders of towns, by the
// distance at which the trace enters them.
func (a *Atlas) Passages(pieces []hydro.Piece) ([]Passage, error) {
	cut, err := a.cells.Cut(pieces)
	if err != nil {
		return nil, err
	}
	all := make([]Passage, len(cut))
	for i, p := range cut {
		all[i].Piece = p.Piece
		all[i].Code, all[i].County = strings.CutPrefix(p.Cell, outside)
	}
	return all, nil
}

// Along gives the towns and counties that the pieces of a trace (of Water) pass, in
// the order in which the water meets them. Those passed for less than leastM metres
// are left out.
func (a *Atlas) Along(pieces []hydro.Piece, leastM float64) ([]Met, error) {
	passages, err := a.cells.Cut(pieces)
	if err != nil {
		return nil, err
	}
	var all []Met
	for _, m := range hydro.Meet(passages, leastM) {
		met := Met{DistanceM: m.DistanceM, TimeS: m.TimeS, LengthM: m.LengthM, Unsure: m.Unsure}
		met.Code, met.County = strings.CutPrefix(m.Cell, outside)
		if n, ok := a.Neighbour(met.Code); met.County && ok {
			met.Name, met.NameEN = n.Name, n.NameEN
		} else if t, ok := a.Town(met.Code); ok && !met.County {
			met.Name, met.NameEN = t.Name, t.NameEN
		}
		all = append(all, met)
	}
	return all, nil
}

// Neighbour finds a county by its code.
func (a *Atlas) Neighbour(code string) (Neighbour, bool) {
	for _, n := range a.Neighbours {
		if n.Code == code {
			return n, true
		}
	}
	return Neighbour{}, false
}

// outside stands before the code of a county where cells of the water are named; no
// town's code begins so.
const outside = "/"

// beyond names a place outside of all towns: the county that holds it, if any.
func (a *Atlas) beyond(p orb.Point) string {
	for _, n := range a.Neighbours {
		if n.Area.Bound().Contains(p) && predicate.In(p, n.Area) != predicate.Outside {
			return outside + n.Code
		}
	}
	return outside
}

// shortM is how far, in metres, sources may draw a mouth short of its lake or border.
const shortM = 50.0

// MayEnd tells whether the region allows water to end at a place: in or at a lake,
// outside the towns or at their outer border.
func (a *Atlas) MayEnd(p orb.Point) bool {
	if _, in := a.Cover.Locate(p); !in || a.Cover.OuterBorder(geodesy.Prepare(p)).DistanceM <= shortM {
		return true
	}
	for _, l := range a.Lakes {
		if _, _, m := geodesy.Gap(p, l.Geometry); m <= shortM {
			return true
		}
	}
	return false
}
