package live

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/jurisdiction"
)

// What callers compare with errors.Is.
var (
	ErrProfile = errors.New("live: no such vehicle profile")
	ErrWhich   = errors.New("live: several regions, and none was named")
	ErrEmpty   = errors.New("live: the store holds no region")
)

// loader is all that a Registry asks of a store.
type loader interface {
	Regions(ctx context.Context) ([]atlas.Region, error)
	Load(ctx context.Context, region string) (atlas.Dataset, error)
}

// A Registry keeps the regions of a store as they were last saved.
type Registry struct {
	store loader
	set   jurisdiction.Settings
	usual string // the region meant when none is named, or ""

	mu     sync.Mutex
	loaded map[string]*Region
}

// NewRegistry gives the regions of a store. usual is the region that is meant when
// none is named; "" means the only one.
func NewRegistry(s loader, set jurisdiction.Settings, usual string) *Registry {
	return &Registry{store: s, set: set, usual: usual, loaded: map[string]*Region{}}
}

// Get gives a region in its present version, building it if it is new or has
// changed. An empty code means the usual region, else the only one: ErrEmpty if
// there is none, ErrWhich if there are several. An unknown code is store.ErrNotFound.
func (g *Registry) Get(ctx context.Context, code string) (*Region, error) {
	regions, err := g.store.Regions(ctx)
	if err != nil {
		return nil, err
	}
	want, err := g.choose(regions, code)
	if err != nil {
		return nil, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if r := g.loaded[want.Code]; r != nil && r.Dataset.Region.Version == want.Version {
		return r, nil
	}
	d, err := g.store.Load(ctx, want.Code)
	if err != nil {
		return nil, err
	}
	r, err := New(d, g.set)
	if err != nil {
		return nil, fmt.Errorf("region %s: %w", want.Code, err)
	}
	g.loaded[want.Code] = r
	return r, nil
}

func (g *Registry) choose(regions []atlas.Region, code string) (atlas.Region, error) {
	if code == "" {
		code = g.usual
	}
	if code == "" {
		switch len(regions) {
		case 0:
			return atlas.Region{}, ErrEmpty
		case 1:
			return regions[0], nil
		}
		return atlas.Region{}, ErrWhich
	}
	for _, r := range regions {
		if r.Code == code {
			return r, nil
		}
	}
	return atlas.Region{}, fmt.Errorf("region %q: %w", code, store.ErrNotFound)
}
