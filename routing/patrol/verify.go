package patrol

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Rules are what the days of visits are drawn by, beside the seed.
type Rules struct {
	GapShare float64
	Seasons  Year
}

// A Drawing is how the visits of a plan agree with the draws of its seed.
type Drawing struct {
	AsDrawn int // visits on the day that the seed draws for them
	Earlier int // before that day, which is allowed where the crews were full
	Forward int // of what is due next after the plan, since there was time, or of what a plan before has left for too long
	Once    int // of needs without an interval, whose day is not drawn
	LeftOut int // draws without a visit, which the plan names as left out
	Wrong   []Deviation

	Hours   int      // tours that leave, and run in the direction, as the seed draws it
	Held    int      // tours of which a stop that may not be made at any hour asks for another departure
	Undrawn int      // tours with stops that do not tell how their hours were drawn
	Moved   []string // ids of tours that leave or run otherwise
}

// A Deviation is what no draw explains, at one piece of a need.
type Deviation struct {
	Need, Piece string
	Visits      []string // full-dates in the plan
	Drawn       []string // full-dates that the seed draws
}

// Verify draws the days of a plan's visits again, once its seed is known: each of them is made
// on the day drawn for it or before, or is left out and named, and no others are. It is an
// error if the plan does not commit to that seed. A need that the plan neither visits nor
// names is not missed here: Check and the needs of the unit tell of it. So are the hours at which
// tours leave, within their shifts, and the direction in which they run; the order of the stops
// between is the solver's, who knows no clock of any onlooker.
func Verify(p *Plan, seed uint64) (d Drawing, err error) {
	if want := Commitment(seed, p.Unit, p.From); want != p.SeedCommitment {
		return d, fmt.Errorf("%w: it commits to %s, and the seed gives %s", ErrWrong, p.SeedCommitment, want)
	}
	start := daysSince1970(p.From)
	rhythms := newRhythms(p.Rules.Seasons, start, start+p.Days)
	type visited struct {
		stop *Stop
		days []int
	}
	pieces := map[string]*visited{}
	for i := range p.Tours {
		t := &p.Tours[i]
		day, err := time.ParseInLocation(time.DateOnly, t.Date, p.From.Location())
		if err != nil {
			return d, fmt.Errorf("%w: %s is on %q", ErrWrong, t.ID, t.Date)
		}
		if t.Draw != nil {
			switch honest, held := hours(t, seed); {
			case held:
				d.Held++
			case honest:
				d.Hours++
			default:
				d.Moved = append(d.Moved, t.ID)
			}
		} else if len(t.Stops) > 0 {
			d.Undrawn++
		}
		for k := range t.Stops {
			stop := &t.Stops[k]
			if stop.IntervalDays == 0 {
				d.Once++
				continue
			}
			if pieces[stop.Piece] == nil {
				pieces[stop.Piece] = &visited{stop: stop}
			}
			pieces[stop.Piece].days = append(pieces[stop.Piece].days, daysSince1970(day))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(pieces)) {
		v := pieces[id]
		slices.Sort(v.days)
		_, drawn, _ := drawn(source(seed, p.Unit, id), rhythms.of(v.stop.IntervalDays, v.stop.Category), p.Rules.GapShare, start, start+p.Days)
		named := 0
		for _, u := range p.Unplanned {
			if u.Piece == id {
				named++
			}
		}
		if !d.match(v.days, drawn, named) {
			d.Wrong = append(d.Wrong, Deviation{v.stop.Need, id, dates(v.days), dates(drawn)})
		}
	}
	return d, nil
}

// match tells whether the draws of a piece, of which so many are named as left out, explain
// its visits, and counts how. A visit belongs to the first draw on its day or after it. One more
// may come before all draws, because of a plan before, or where none falls into the plan.
func (d *Drawing) match(visits, drawn []int, named int) bool {
	var c Drawing
	i := 0
	for _, day := range drawn {
		n := 0
		for i+n < len(visits) && visits[i+n] <= day {
			n++
		}
		if n == 2 && c.AsDrawn+c.Earlier+c.Forward+c.LeftOut == 0 {
			c.Forward++
			i, n = i+1, 1
		}
		switch {
		case n == 0:
			c.LeftOut++
		case n > 1:
			return false
		case visits[i] == day:
			c.AsDrawn++
		default:
			c.Earlier++
		}
		i += n
	}
	if i < len(visits) && len(drawn) == 0 {
		c.Forward++
		i++
	}
	if i < len(visits) || c.LeftOut > named {
		return false
	}
	d.AsDrawn, d.Earlier, d.Forward, d.LeftOut = d.AsDrawn+c.AsDrawn, d.Earlier+c.Earlier, d.Forward+c.Forward, d.LeftOut+c.LeftOut
	return true
}

func dates(days []int) []string {
	all := make([]string, len(days))
	for i, d := range days {
		all[i] = time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly)
	}
	return all
}
