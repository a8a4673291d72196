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
	LengthM            float64 // of all that the trace passes there
	Unsure             bool    // every way there uses a reach of unknown direction
}

// Passages cuts the pieces of a trace (of Water) at the borders of towns; Cell is a
// town's code, or "" outside of all.
func (a *Atlas) Passages(pieces []hydro.Piece) ([]hydro.Passage, error) { return a.cells.Cut(pieces) }

// Along gives the towns and counties that the pieces of a trace (of Water) pass, in
// the order in which the water meets them. Those passed for less than leastM metres
// are left out.
func (a *Atlas) Along(pieces []hydro.Piece, leastM float64) ([]Met, error) {
	passages, err := a.cells.Cut(pieces)
	if err != nil {
		return nil, err
	}
	const beyond = "/" // before the code of a county; no town has it
	for i, p := range passages {
		if p.Cell == "" {
			middle := hydro.Place{Reach: p.Reach, MeasureM: (p.From + p.To) / 2}
			passages[i].Cell = beyond + a.county(a.Water.At(middle))
		}
	}
	var all []Met
	for _, m := range hydro.Meet(passages, leastM) {
		met := Met{DistanceM: m.DistanceM, LengthM: m.LengthM, Unsure: m.Unsure}
		met.Code, met.County = strings.CutPrefix(m.Cell, beyond)
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

// county gives the code of the county that holds a place, or "".
func (a *Atlas) county(p orb.Point) string {
	for _, n := range a.Neighbours {
		if n.Area.Bound().Contains(p) && predicate.In(p, n.Area) != predicate.Outside {
			return n.Code
		}
	}
	return ""
}

// MayEnd tells whether the region allows water to end at a place: in or at a lake,
// outside the towns or at their outer border. Sources may draw mouths a little short.
func (a *Atlas) MayEnd(p orb.Point) bool {
	const short = 50.0 // metres
	if _, in := a.Cover.Locate(p); !in || a.Cover.OuterBorder(p).DistanceM <= short {
		return true
	}
	for _, l := range a.Lakes {
		if _, _, m := geodesy.Gap(p, l.Geometry); m <= short {
			return true
		}
	}
	return false
}
