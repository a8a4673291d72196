package live

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"xunhu/api/tiles"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/routing/road"
)

// A Region is one edition of one version of a region, ready to answer. What is
// costly is built when it is first asked for. All methods may be called from many
// goroutines.
type Region struct {
	Dataset atlas.Dataset // all editions of the version
	Present atlas.Dataset // this edition: what holds on its days
	Atlas   *atlas.Atlas  // of Present
	Rules   *jurisdiction.Rules

	tiles  func() *tiles.Set
	shared *shared
}

// shared is what the editions of one version have in common.
type shared struct {
	set  jurisdiction.Settings
	zone *time.Location
	days []time.Time // on which something changes

	profiles func() road.Profiles

	shut   recent[closedOn, *road.Day]
	waters recent[string, *waters] // by the ids of closures

	mu       sync.Mutex
	editions map[string]*edition // by first day
	networks map[string]*network // by profile
}

// edition is one edition that is being built, or is built.
type edition struct {
	once   sync.Once
	region *Region
	err    error
}

// network is a road network that is being built, or is built.
type network struct {
	sum  [32]byte // of the profile
	once sync.Once
	net  *road.Network
	err  error
}

// New makes a region of a dataset, in the edition of now; the time zone of now is
// that of all its days. It fails with the faults of atlas.CheckValidity, and as On
// fails for that day.
func New(d atlas.Dataset, set jurisdiction.Settings, now time.Time) (*Region, error) {
	var faults []error
	for _, f := range atlas.CheckValidity(d) {
		faults = append(faults, f)
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return (&Region{Dataset: d, shared: &shared{
		set: set, zone: now.Location(), days: atlas.Editions(d),
		profiles: road.Defaults, editions: map[string]*edition{}, networks: map[string]*network{},
	}}).On(now)
}

// On gives the edition of the day in which an instant lies in the region's time
// zone: the one by which an act of that instant is decided. The same edition is the
// same Region. It fails as atlas.Build fails for that edition; a day without any
// towns, of a region that has them on others, is a *finding.Finding.
func (r *Region) On(at time.Time) (*Region, error) {
	day := at.In(r.shared.zone)
	name := atlas.EditionOf(r.shared.days, day)
	r.shared.mu.Lock()
	e := r.shared.editions[name]
	if e == nil {
		e = &edition{}
		r.shared.editions[name] = e
	}
	r.shared.mu.Unlock()
	e.once.Do(func() { e.region, e.err = r.build(day) })
	if errors.Is(e.err, atlas.ErrNoTowns) && len(r.shared.days) > 0 {
		return nil, finding.New("edition.none", "", "day", day.Format(time.DateOnly), "days", r.days()).Because(e.err)
	}
	return e.region, e.err
}

// build makes the edition of a day.
func (r *Region) build(day time.Time) (*Region, error) {
	present := atlas.On(r.Dataset, day)
	a, err := atlas.Build(present)
	if err != nil {
		return nil, err
	}
	rules, err := jurisdiction.New(a, r.shared.set)
	if err != nil {
		return nil, err
	}
	return &Region{
		Dataset: r.Dataset, Present: present, Atlas: a, Rules: rules, shared: r.shared,
		tiles: sync.OnceValue(func() *tiles.Set { return tiles.New(present) }),
	}, nil
}

// days lists the days on which something changes, for people.
func (r *Region) days() []string {
	var days []string
	for _, d := range r.shared.days {
		days = append(days, d.Format(time.DateOnly))
	}
	return days
}

// Tiles gives the vector tiles of this edition.
func (r *Region) Tiles() *tiles.Set { return r.tiles() }

// Profiles are the vehicles, by name.
func (r *Region) Profiles() road.Profiles { return r.shared.profiles() }

// Roads gives the region's roads as a vehicle of the profile travels them; all
// editions have the same, until the profile is edited. An unknown profile is ErrProfile.
func (r *Region) Roads(profile string) (*road.Day, error) {
	p, ok := r.Profiles()[profile]
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrProfile, profile)
	}
	r.shared.mu.Lock()
	n := r.shared.networks[profile]
	if n == nil || n.sum != p.Sum() {
		n = &network{sum: p.Sum()}
		r.shared.networks[profile] = n
	}
	r.shared.mu.Unlock()
	n.once.Do(func() {
		n.net, n.err = surveyOf(r.Present).Network(p)
	})
	if n.err != nil {
		return nil, n.err
	}
	return n.net.Plain(), nil
}
