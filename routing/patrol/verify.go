package patrol

import (
	"fmt"
	"slices"
	"time"
)

// A Drawing is how the visits of a plan agree with the draws of its seed.
type Drawing struct {
	AsDrawn int // visits on the day that the seed draws for them
	Other   int // made earlier because the crews were full or had time, or because of a plan before
	Once    int // of needs without an interval, whose day is not drawn
}

// Verify draws the days of a plan's visits again, once its seed is known. It is an error if
// the plan does not commit to that seed.
func Verify(p *Plan, s Settings, seed uint64) (d Drawing, err error) {
	if want := Commitment(seed, p.Unit, p.From); want != p.SeedCommitment {
		return d, fmt.Errorf("%w: it commits to %s, and the seed gives %s", ErrWrong, p.SeedCommitment, want)
	}
	start := daysSince1970(p.From)
	rhythms := newRhythms(s.Seasons, start, start+p.Days)
	days := map[string][]int{}
	for _, t := range p.Tours {
		day, err := time.ParseInLocation(time.DateOnly, t.Date, p.From.Location())
		if err != nil {
			return d, fmt.Errorf("%w: %s is on %q", ErrWrong, t.ID, t.Date)
		}
		for _, stop := range t.Stops {
			if stop.IntervalDays == 0 {
				d.Once++
				continue
			}
			all, ok := days[stop.Piece]
			if !ok {
				_, all, _ = drawn(source(seed, p.Unit, stop.Piece), rhythms.of(stop.IntervalDays, stop.Category), s.GapShare, start, start+p.Days)
				days[stop.Piece] = all
			}
			if slices.Contains(all, daysSince1970(day)) {
				d.AsDrawn++
			} else {
				d.Other++
			}
		}
	}
	return d, nil
}
