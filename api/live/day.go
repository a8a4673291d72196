package live

import (
	"slices"
	"strings"
	"sync"
	"time"

	"xunhu/api/store"
	"xunhu/routing/road"
)

// mostDays is how many sets of closures and hours are kept ready: one takes some 30 bytes an
// arc, and milliseconds to make again.
const mostDays = 8

// Day gives the region's roads as a vehicle of the profile travels them at a moment, the zero one in
// usual hours, while some closures are in force, and the ids of those that hold for it. It does not look
// at their times. The sets that were asked for last are kept. An unknown profile is ErrProfile.
func (r *Region) Day(profile string, closures []store.Closure, at time.Time) (*road.Day, []string, error) {
	plain, err := r.Roads(profile)
	if err != nil {
		return nil, nil, err
	}
	ids := []string{}
	var hold []road.Closure
	for _, c := range closures {
		if len(c.Profiles) == 0 || slices.Contains(c.Profiles, profile) {
			ids = append(ids, c.ID)
			hold = append(hold, road.Closure{Where: c.Where, Speed: c.Speed})
		}
	}
	var hours road.Span
	if !at.IsZero() {
		hours = plain.SpanAt(at.In(r.shared.zone))
	}
	if len(ids) == 0 && hours.Key() == "" {
		return plain.During(hours), ids, nil
	}
	on := closedOn{plain.Network, strings.Join(ids, "\x00"), hours.Key()}
	return r.shared.shut.of(on, mostDays, func() *road.Day { return plain.Network.At(hours, hold...) }).During(hours), ids, nil
}

// MeansM is the length of the roads that a closure means, in metres: of the vehicles that it
// holds for, or else of the usual one, that for which it is most. ok is false if none of
// them has roads here.
func (r *Region) MeansM(c store.Closure, usual string) (metres float64, ok bool) {
	profiles := c.Profiles
	if len(profiles) == 0 {
		profiles = []string{usual}
	}
	for _, p := range profiles {
		if d, err := r.Roads(p); err == nil {
			metres, ok = max(metres, d.MeansM(road.Closure{Where: c.Where})), true
		}
	}
	return metres, ok
}

// recent keeps what was asked for last, the latest at the end, made once for all who ask at
// the same time.
type recent[K comparable, T any] struct {
	mu   sync.Mutex
	kept []*made[K, T]
}

type made[K comparable, T any] struct {
	key  K
	once sync.Once
	it   T
}

// of gives what belongs to a key, and makes it if it is not kept.
func (r *recent[K, T]) of(key K, most int, makes func() T) T {
	r.mu.Lock()
	i := slices.IndexFunc(r.kept, func(m *made[K, T]) bool { return m.key == key })
	var m *made[K, T]
	if i >= 0 {
		m = r.kept[i]
		r.kept = slices.Delete(r.kept, i, i+1)
	} else {
		m = &made[K, T]{key: key}
	}
	r.kept = append(r.kept, m)
	if len(r.kept) > most {
		r.kept = slices.Delete(r.kept, 0, 1)
	}
	r.mu.Unlock()
	m.once.Do(func() { m.it = makes() })
	return m.it
}

// closedOn names a network, a set of closures and hours. A closure never changes while it is in
// force, so that ids tell sets from one another.
type closedOn struct {
	net   *road.Network
	set   string
	hours string
}
