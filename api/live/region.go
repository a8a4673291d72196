package live

import (
	"fmt"
	"sync"

	"xunhu/api/tiles"
	"xunhu/geo/atlas"
	"xunhu/geo/jurisdiction"
	"xunhu/routing/road"
)

// A Region is one version of a region, ready to answer. What is costly is built
// when it is first asked for. All methods may be called from many goroutines.
type Region struct {
	Dataset atlas.Dataset
	Atlas   *atlas.Atlas
	Rules   *jurisdiction.Rules

	tiles    func() *tiles.Set
	mu       sync.Mutex
	networks map[string]*network
}

// network is a road network that is being built, or is built.
type network struct {
	once sync.Once
	net  *road.Network
	err  error
}

// New makes a region of a dataset. It fails as atlas.Build fails.
func New(d atlas.Dataset, set jurisdiction.Settings) (*Region, error) {
	a, err := atlas.Build(d)
	if err != nil {
		return nil, err
	}
	rules, err := jurisdiction.New(a, set)
	if err != nil {
		return nil, err
	}
	return &Region{
		Dataset: d, Atlas: a, Rules: rules,
		tiles:    sync.OnceValue(func() *tiles.Set { return tiles.New(d) }),
		networks: map[string]*network{},
	}, nil
}

// Tiles gives the region's vector tiles.
func (r *Region) Tiles() *tiles.Set { return r.tiles() }

// Network gives the region's roads as a vehicle of the profile sees them. An
// unknown profile is ErrProfile.
func (r *Region) Network(profile string) (*road.Network, error) {
	p, ok := road.ProfileNamed(profile)
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrProfile, profile)
	}
	r.mu.Lock()
	n := r.networks[profile]
	if n == nil {
		n = &network{}
		r.networks[profile] = n
	}
	r.mu.Unlock()
	n.once.Do(func() {
		ways := make([]road.Way, len(r.Atlas.Roads))
		for i, x := range r.Atlas.Roads {
			ways[i] = road.Way{
				ID: x.ID, Name: x.Name, Class: x.Class, Oneway: x.Oneway,
				MaxSpeedKMH: x.MaxSpeedKMH, Access: x.Access, Line: x.Line,
			}
		}
		n.net, n.err = road.Build(ways, p)
	})
	return n.net, n.err
}
