package patrol

import (
	"cmp"
	"math/rand/v2"
	"time"
)

// jitterS is by how much the departures of tours that fill a shift one after another are
// moved.
const jitterS = 20 * 60

// An HourDraw is what the seed has drawn of the hours of a tour, and what it was drawn from,
// so that it can be drawn again.
type HourDraw struct {
	From, Until time.Time // between which the shift could begin, on steps of five minutes
	Open, Close time.Time // the shift
	Lasts       int32     // seconds that the tour takes, whenever it leaves
	Held        bool      // it leaves at another moment than drawn, because a stop of it must be made in certain hours
	Turns       bool      // it can be made in either direction, and is in the one that was drawn
}

// tourSource is where the draws of one tour come from. Whoever knows some of the tours cannot
// compute the others from them.
func tourSource(seed uint64, unit, what, date, crew string) *rand.Rand {
	return rand.New(source(seed, unit, what+"|"+date+"|"+crew))
}

// opening draws by how many steps of startsOn a shift begins after the soonest moment.
func opening(seed uint64, unit, date, crew string, steps int) int {
	return tourSource(seed, unit, "open", date, crew).IntN(steps + 1)
}

// forward draws in which direction a tour is made: from the end of the smaller piece, or to it.
func forward(seed uint64, unit, date, crew string) bool {
	return tourSource(seed, unit, "turn", date, crew).IntN(2) == 0
}

// leaving draws when a tour that lasts so long leaves, in seconds after its shift opens: so
// that each hour of the shift is as likely as the others to see the crew out, and not those
// in the middle more.
func leaving(seed uint64, unit, date, crew string, shift, lasts int32) int32 {
	rng := tourSource(seed, unit, "leave", date, crew)
	out := lasts * rng.Int32N(max(1, shift/max(1, lasts)))
	if rng.IntN(2) == 0 { // as many tours as the shift holds, counted from its end
		out += shift % max(1, lasts)
	}
	out += rng.Int32N(2*jitterS+1) - jitterS
	return min(max(out, 0), max(0, shift-lasts))
}

// hours tells whether a tour leaves and runs as the seed draws it; bound, that it says that its
// stops do not let it, and that one of them may not be made at any hour.
func hours(t *Tour, seed uint64) (honest, held bool) {
	d := t.Draw
	step := d.Open.Sub(d.From) / startsOn
	if d.From.Add(step*startsOn) != d.Open || int(step) != opening(seed, t.Unit, t.Date, t.Crew, int(d.Until.Sub(d.From)/startsOn)) {
		return false, false
	}
	if n := len(t.Stops); d.Turns && n > 1 && t.Stops[0].Piece != t.Stops[n-1].Piece {
		if (cmp.Compare(t.Stops[0].Piece, t.Stops[n-1].Piece) < 0) != forward(seed, t.Unit, t.Date, t.Crew) {
			return false, false
		}
	}
	if d.Held {
		for _, s := range t.Stops {
			if s.Timed {
				return true, true
			}
		}
		return false, false
	}
	leaves := d.Open.Add(time.Duration(leaving(seed, t.Unit, t.Date, t.Crew, int32(d.Close.Sub(d.Open)/time.Second), d.Lasts)) * time.Second)
	return t.Start.Equal(leaves) && t.End.Sub(t.Start) == time.Duration(d.Lasts)*time.Second, false
}
