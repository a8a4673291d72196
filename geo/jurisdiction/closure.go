package jurisdiction

import (
	"cmp"
	"math"
	"slices"
	"sync/atomic"

	"xunhu/geo/atlas"
	"xunhu/geo/hydro"
)

// waters remembers what the water passes up and down from the ends of reaches, so
// that the next incident at the same reach need not follow it again.
type waters struct {
	places []atlas.Met    // towns, then counties, then land that none holds
	number map[string]int // of a code in places; counties with beyondMark before theirs
	basins []*atlas.Area  // of the reaches, by name
	basin  map[string]int // of a basin's id in basins

	closures []atomic.Pointer[closure] // each key has one place, which it may share with others
}

const beyondMark = "/"

// mostClosures bounds the memory: of keys that share a place, the last one is kept.
const mostClosures = 1 << 16

type closureKey struct {
	reach int32
	way   way
}

type way int8

const (
	along way = iota // the reach itself, as it is drawn
	upper            // all above its start
	lower            // all below its end
	ways
)

// A closure is what a trace passes, by rising distance.
type closure struct {
	closureKey
	passed []passed
}

// passed is a part of a trace in one town or county, whose place is its number.
type passed struct {
	reach             int32
	place, basin      int32 // basin is -1 where the reach names none
	from, distance, m float64
	time              float64 // seconds to where it begins
	unsure            bool
}

func (w *waters) open(a *atlas.Atlas) {
	w.number, w.basin = map[string]int{}, map[string]int{}
	w.closures = make([]atomic.Pointer[closure], min(int(ways)*a.Water.NumReaches(), mostClosures))
	for _, t := range a.Towns {
		w.number[t.Code] = len(w.places)
		w.places = append(w.places, atlas.Met{Code: t.Code, Name: t.Name, NameEN: t.NameEN})
	}
	for _, n := range a.Neighbours {
		w.number[beyondMark+n.Code] = len(w.places)
		w.places = append(w.places, atlas.Met{Code: n.Code, Name: n.Name, NameEN: n.NameEN, County: true})
	}
	w.number[beyondMark] = len(w.places)
	w.places = append(w.places, atlas.Met{County: true})
	for reach := range int32(a.Water.NumReaches()) {
		river := a.Water.River(reach)
		if _, known := w.basin[river.Basin]; known || river.Basin == "" {
			continue
		}
		area := &atlas.Area{ID: river.Basin, Name: river.Basin}
		if i := slices.IndexFunc(a.Basins, func(b atlas.Area) bool { return b.ID == river.Basin }); i >= 0 {
			area = &a.Basins[i]
		}
		w.basin[river.Basin] = len(w.basins)
		w.basins = append(w.basins, area)
	}
}

// closure gives what lies on a reach, above or below it.
func (r *Rules) closure(reach int32, where way) (*closure, error) {
	key := closureKey{reach, where}
	place := &r.waters.closures[(int(reach)*int(ways)+int(where))%len(r.waters.closures)]
	if kept := place.Load(); kept != nil && kept.closureKey == key {
		return kept, nil
	}
	net := r.water
	length := net.Length(reach)
	var pieces []hydro.Piece
	switch where {
	case along:
		pieces = []hydro.Piece{{Reach: reach, To: length}}
	case upper:
		pieces = net.Up(hydro.Place{Reach: reach}, r.set.TraceM)
	case lower:
		pieces = net.Down(hydro.Place{Reach: reach, MeasureM: length}, r.set.TraceM)
	}
	list, err := r.passages(pieces)
	if err != nil {
		return nil, err
	}
	made := &closure{key, slices.Clip(list)}
	place.Store(made)
	return made, nil
}

// passages cuts the pieces of a trace at the borders of towns.
func (r *Rules) passages(pieces []hydro.Piece) ([]passed, error) {
	cut, err := r.atlas.Passages(pieces)
	if err != nil {
		return nil, err
	}
	list := make([]passed, len(cut))
	for i, p := range cut {
		code := p.Code
		if p.County {
			code = beyondMark + code
		}
		basin, known := r.waters.basin[r.atlas.Water.River(p.Reach).Basin]
		if !known {
			basin = -1
		}
		list[i] = passed{
			reach: p.Reach, place: int32(r.waters.number[code]), basin: int32(basin),
			from: p.From, distance: p.DistanceM, time: p.TimeS, m: math.Abs(p.To - p.From), unsure: p.Unsure,
		}
	}
	return list, nil
}

// follow appends what the water passes up or down from a place of a reach, within
// TraceM, by rising distance. It is what a trace from there passes: on a directed
// reach the rest of the reach, then all beyond its end, unless that leads back.
func (r *Rules) follow(list []passed, at hydro.Place, up bool) ([]passed, error) {
	net, limit := r.water, r.set.TraceM
	whole := net.Length(at.Reach)
	where, rest := lower, whole-at.MeasureM
	if up {
		where, rest = upper, at.MeasureM
	}
	beyond, err := r.closure(at.Reach, where)
	if err != nil {
		return nil, err
	}
	atEnd := at.MeasureM <= 0 || at.MeasureM >= whole
	plain := net.River(at.Reach).Directed && (!atEnd || rest <= 0)
	if plain && !atEnd {
		plain = !slices.ContainsFunc(beyond.passed, func(p passed) bool { return p.reach == at.Reach })
	}
	if !plain {
		trace := net.Down
		if up {
			trace = net.Up
		}
		more, err := r.passages(trace(at, limit))
		return append(list, more...), err
	}
	pace := net.Pace(at.Reach)
	if rest > 0 {
		own, err := r.closure(at.Reach, along)
		if err != nil {
			return nil, err
		}
		first := len(list)
		for _, p := range own.passed {
			low, high := max(p.from, at.MeasureM), p.from+p.m
			d := low - at.MeasureM
			if up {
				low, high = p.from, min(p.from+p.m, at.MeasureM)
				d = at.MeasureM - high
			}
			if m := min(high-low, limit-d); m > 0 {
				list = append(list, passed{reach: p.reach, place: p.place, basin: p.basin, from: low, distance: d, time: d * pace, m: m})
			}
		}
		if up {
			slices.SortStableFunc(list[first:], func(a, b passed) int { return cmp.Compare(a.distance, b.distance) })
		}
	}
	for _, p := range beyond.passed {
		if p.distance += rest; p.distance >= limit {
			break
		}
		p.time += rest * pace
		p.m = min(p.m, limit-p.distance)
		list = append(list, p)
	}
	return list, nil
}

// met sums up what a trace passes by town and county, in the order in which it meets
// them, without those passed for less than SignificantM.
func (r *Rules) met(list []passed, leave func(*atlas.Met) bool) []atlas.Met {
	type sum struct {
		place  int32
		first  int // in list
		m      float64
		unsure bool
	}
	var room [16]sum
	sums := room[:0]
	for i := range list {
		p := &list[i]
		k := slices.IndexFunc(sums, func(x sum) bool { return x.place == p.place })
		if k < 0 {
			k = len(sums)
			sums = append(sums, sum{place: p.place, unsure: true, first: i})
		}
		sums[k].m += p.m
		sums[k].unsure = sums[k].unsure && p.unsure
	}
	sums = slices.DeleteFunc(sums, func(x sum) bool {
		return x.m < r.set.SignificantM || leave(&r.waters.places[x.place])
	})
	var all []atlas.Met
	for _, x := range sums {
		m := r.waters.places[x.place]
		m.DistanceM, m.TimeS, m.LengthM, m.Unsure = list[x.first].distance, list[x.first].time, x.m, x.unsure
		if all == nil {
			all = make([]atlas.Met, 0, len(sums))
		}
		all = append(all, m)
	}
	return all
}
