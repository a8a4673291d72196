package live

import (
	"context"
	"slices"
	"time"

	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/routing/roster"
)

// A Watched is a duty that counts, with who is on it.
type Watched struct {
	roster.Duty
	People []wire.RosterPerson
	Lacks  bool // it could not be filled
}

// Watched gives the duties that count from a day to another, by the rosters that are kept,
// and the days on which units are below their floors.
func (r *Region) Watched(ctx context.Context, s Register, from, to time.Time) ([]Watched, []wire.KeptBreach, error) {
	force, err := r.inForce(ctx, s, from, to)
	if err != nil {
		return nil, nil, err
	}
	kept, _, err := s.Rosters(ctx, r.Dataset.Region.Code, store.RosterQuery{From: from.Format(time.DateOnly), To: to.Format(time.DateOnly)})
	if err != nil {
		return nil, nil, err
	}
	within := func(day string) bool { return day >= from.Format(time.DateOnly) && day <= to.Format(time.DateOnly) }
	var all []Watched
	var breaches []wire.KeptBreach
	for i, k := range kept {
		d, err := wire.ReadRosterDocument(k)
		if err != nil {
			return nil, nil, err
		}
		for _, b := range d.Breaches {
			if within(b.Day) && !replaced(kept[i+1:], b.Unit, b.Day) {
				breaches = append(breaches, b)
			}
		}
		for _, o := range force {
			if o.roster != k.ID || !within(o.duty.Start.Format(time.DateOnly)) {
				continue
			}
			w := Watched{Duty: o.duty, Lacks: slices.ContainsFunc(d.Short, func(x wire.KeptShort) bool { return x.Duty == o.duty.ID })}
			for _, p := range d.People {
				if slices.Contains(o.entry.People, p.ID) {
					w.People = append(w.People, p)
				}
			}
			all = append(all, w)
		}
	}
	return all, breaches, nil
}
