package live

import (
	"xunhu/geo/finding"
	"xunhu/routing/water"
)

// A Wind is what blows over the waters of a region.
type Wind struct {
	Force   int      // Beaufort's; 0 is calm
	FromDeg *float64 // clockwise from north; nil: nobody says, and it counts as against every course
}

// strongest is the force above which no patrol boat leaves.
const strongest = 6

// What a course takes longer for each force of the wind, as a part of what it takes in calm: against it,
// across it, and what it takes less with it. They are figures of ours for an open patrol boat, not measured.
const (
	headShare = 0.06
	sideShare = 0.02
	tailShare = 0.01
)

// Check tells what is wrong with a wind, and that nobody sails in it.
func (w Wind) Check(where string) error {
	switch {
	case w.Force < 0 || w.Force > 12:
		return finding.New("wind.force", where, "value", w.Force)
	case w.FromDeg != nil && !(*w.FromDeg >= 0 && *w.FromDeg <= 360):
		return finding.New("wind.from", where, "value", *w.FromDeg)
	case w.Force > strongest:
		return finding.New("wind.too_strong", where, "value", w.Force, "most", strongest)
	}
	return nil
}

// profile is the boat in a wind.
func (w Wind) profile() water.Profile {
	p := water.Profile{Name: "boat", KMH: boatKMH, ChannelKMH: channelKMH}
	force := float64(w.Force)
	if w.FromDeg == nil {
		p.KMH, p.ChannelKMH = boatKMH/(1+headShare*force), channelKMH/(1+headShare*force)
	} else {
		p.Wind = water.Wind{FromDeg: *w.FromDeg, Head: headShare * force, Side: sideShare * force, Tail: tailShare * force}
	}
	return p
}
