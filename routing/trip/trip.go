package trip

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/routing/road"
	"xunhu/routing/water"
)

// A Leg is the part of a way that is travelled in one manner.
type Leg struct {
	Mode      string         // how: one of those below
	Landing   string         // the landing where a leg by boat begins or ends that goes on by road; or ""
	Line      orb.LineString // with the direction of travel
	Drive     road.Path      // of a leg by road: what its steps are told from
	DistanceM float64
	DurationS float64
}

// Modes of a leg.
const (
	ByRoad     = "road"
	ByBoat     = "boat"
	OverGround = "ground" // on foot, through a wetland
)

// A Planner finds ways over one road network and one set of waters.
type Planner struct {
	Roads   *road.Day
	Waters  *water.Network
	Afloat  *water.Metric // of Waters
	ChangeS float64       // what changing at a landing takes, in seconds
	Mode    string        // of the legs over the waters; "": by boat
}

// Way finds the fastest way. If neither end can be reached afloat, or no landing leads
// on, the error is a finding.
func (p Planner) Way(from, to orb.Point) ([]Leg, error) {
	q := p.Afloat.NewQuery()
	fromOpen, noStart := q.Afloat(from)
	toOpen, noEnd := q.Afloat(to)
	switch {
	case noStart != nil && !ashore(noStart):
		return nil, fmt.Errorf("way from: %w", noStart)
	case noEnd != nil && !ashore(noEnd):
		return nil, fmt.Errorf("way to: %w", noEnd)
	case noStart != nil && noEnd != nil:
		return nil, finding.New("trip.ashore", "", "from", from, "to", to).On(from).Because(noStart)
	}
	var best []Leg
	var apart error
	if noStart == nil && noEnd == nil {
		path, err := q.Route(from, to)
		if apart = err; err == nil {
			best = []Leg{p.over(path, "")}
		}
		if best != nil && !fromOpen && !toOpen {
			return best, nil // roads may be faster from shore to shore, but that was not asked for
		}
	}
	if !fromOpen && noEnd == nil {
		best = p.overLanding(q, from, to, true, best)
	}
	if !toOpen && noStart == nil {
		best = p.overLanding(q, from, to, false, best)
	}
	if best == nil && fromOpen && toOpen {
		return nil, apart
	}
	if best == nil {
		return nil, finding.New("trip.no_landing", "", "landings", len(p.Waters.Landings()), "lon", to[0], "lat", to[1]).On(to)
	}
	return best, nil
}

// seconds of a whole way, with the change at a landing; of none, forever.
func (p Planner) seconds(legs []Leg) float64 {
	if legs == nil {
		return math.Inf(1)
	}
	s := p.ChangeS * float64(len(legs)-1)
	for _, l := range legs {
		s += l.DurationS
	}
	return s
}

// ashore tells whether a place is not afloat because it lies on land.
func ashore(err error) bool {
	var f *finding.Finding
	return errors.As(err, &f) && f.Code == "water.none_near"
}

// overLanding tries every landing, by road to it and on by boat if landFirst, else the
// other way about, and gives the best of these ways and of the one that is known.
func (p Planner) overLanding(q *water.Query, from, to orb.Point, landFirst bool, best []Leg) []Leg {
	for _, l := range p.Waters.Landings() {
		sea, land := [2]orb.Point{from, l.At}, [2]orb.Point{l.At, to}
		if landFirst {
			sea, land = land, [2]orb.Point{from, l.At}
		}
		sail, err := q.Route(sea[0], sea[1])
		if err != nil || sail.DurationS+p.ChangeS >= p.seconds(best) {
			continue // another water, or too far already
		}
		drive, err := p.Roads.Route(land[0], land[1])
		if err != nil {
			continue // no road near: a landing on an island
		}
		way := []Leg{p.over(sail, l.ID), {Mode: ByRoad, Line: drive.Line, Drive: drive, DistanceM: drive.DistanceM, DurationS: drive.DurationS}}
		if landFirst {
			slices.Reverse(way)
		}
		if p.seconds(way) < p.seconds(best) {
			best = way
		}
	}
	return best
}

func (p Planner) over(path water.Path, landing string) Leg {
	return Leg{Mode: cmp.Or(p.Mode, ByBoat), Landing: landing, Line: path.Line, DistanceM: path.DistanceM, DurationS: path.DurationS}
}
