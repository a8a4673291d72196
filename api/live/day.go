package live

import (
	"slices"
	"strings"
	"sync"

	"xunhu/api/store"
	"xunhu/routing/road"
)

// mostDays is how many sets of closures a network keeps ready: one takes some 30 bytes an
// arc, and milliseconds to make again.
const mostDays = 8

// Day gives the region's roads as a vehicle of the profile travels them while some closures
// are in force, and the ids of those that hold for it. It does not look at their times.
// The sets that were asked for last are kept. An unknown profile is ErrProfile.
func (r *Region) Day(profile string, closures []store.Closure) (*road.Day, []string, error) {
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
	if len(ids) == 0 {
		return plain, ids, nil
	}
	return r.shared.shut.of(plain.Network, ids, hold), ids, nil
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

// closedDays are the days of networks that were asked for last, the latest at the end. A closure
// never changes while it is in force, so that ids tell sets from one another.
type closedDays struct {
	mu   sync.Mutex
	kept []*day
}

type day struct {
	net  *road.Network
	set  string // ids of closures
	once sync.Once
	day  *road.Day
}

// of gives a day, made once for all who ask at the same time.
func (d *closedDays) of(net *road.Network, ids []string, closures []road.Closure) *road.Day {
	set := strings.Join(ids, "\x00")
	d.mu.Lock()
	i := slices.IndexFunc(d.kept, func(k *day) bool { return k.net == net && k.set == set })
	var k *day
	if i >= 0 {
		k = d.kept[i]
		d.kept = slices.Delete(d.kept, i, i+1)
	} else {
		k = &day{net: net, set: set}
	}
	d.kept = append(d.kept, k)
	if len(d.kept) > mostDays {
		d.kept = slices.Delete(d.kept, 0, 1)
	}
	d.mu.Unlock()
	k.once.Do(func() { k.day = net.Day(closures...) })
	return k.day
}
