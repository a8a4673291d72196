package live

import (
	"context"
	"slices"
	"time"

	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// A Roster is what is asked of a store about who is on duty.
type Roster interface {
	Duties(ctx context.Context, region string, q store.DutyQuery) ([]store.Duty, error)
}

// Entries are the duty times that were entered and cover one moment, read once for many
// decisions. They are a Roster of that moment.
type Entries []store.Duty

// EntriesAt reads them.
func EntriesAt(ctx context.Context, s Roster, region string, at time.Time) (Entries, error) {
	return s.Duties(ctx, region, store.DutyQuery{At: at})
}

// Duties gives them, whatever is asked.
func (e Entries) Duties(context.Context, string, store.DutyQuery) ([]store.Duty, error) {
	return e, nil
}

// Manning tells which posts are manned at a moment: by the last entry that covers it, else
// by the post's weekly times, else, where nobody has said anything, all. posts are the ids
// of those that are.
func (r *Region) Manning(ctx context.Context, s Roster, at time.Time) (manning jurisdiction.Manning, posts []string, err error) {
	said := map[string]jurisdiction.Duty{}
	for _, u := range r.Atlas.Units {
		if u.Class == atlas.Post {
			said[u.ID] = weekly(u, at)
		}
	}
	if len(said) == 0 {
		return nil, nil, nil
	}
	if s != nil {
		entries, err := s.Duties(ctx, r.Dataset.Region.Code, store.DutyQuery{At: at})
		if err != nil {
			return nil, nil, err
		}
		for _, e := range entries { // the last entered is the last
			said[e.Post] = jurisdiction.Duty{On: e.On, By: "entry", From: e.From.In(law.China), To: e.To.In(law.China), Why: e.Reason}
		}
	}
	for id, d := range said {
		if d.On {
			posts = append(posts, id)
		}
	}
	slices.Sort(posts)
	return func(post string) jurisdiction.Duty {
		d, known := said[post]
		return jurisdiction.Duty{On: d.On || !known, By: d.By, From: d.From, To: d.To, Why: d.Why}
	}, posts, nil
}

// weekly tells what the duty times of a post say.
func weekly(u atlas.Unit, at time.Time) jurisdiction.Duty {
	if u.Duty == nil {
		return jurisdiction.Duty{On: true}
	}
	from, to, on := u.Duty.At(at)
	return jurisdiction.Duty{On: on, By: "roster", From: from, To: to}
}

// Manned is the manning of a decision that was made before: the posts that were on duty then.
func Manned(posts []string) jurisdiction.Manning {
	return func(post string) jurisdiction.Duty { return jurisdiction.Duty{On: slices.Contains(posts, post)} }
}
