package live

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/jurisdiction"
	"xunhu/routing/road"
)

// What callers compare with errors.Is.
var (
	ErrProfile = errors.New("live: no such vehicle profile")
	ErrWhich   = errors.New("live: several regions, and none was named")
	ErrEmpty   = errors.New("live: the store holds no region")
)

// loader is all that a Registry asks of a store.
type loader interface {
	Standing(ctx context.Context) ([]atlas.Region, string, error)
	Load(ctx context.Context, region string) (atlas.Dataset, error)
}

// A Registry keeps the regions of a store as they were last saved. All methods may
// be called from many goroutines.
type Registry struct {
	store loader
	set   jurisdiction.Settings
	usual string // the region meant when none is named, or ""
	now   func() time.Time

	profiles func() road.Profiles // nil: road.Defaults

	mu     sync.Mutex
	builds map[string]*build // by region code, the latest

	asking chan struct{} // held by who looks at the list of regions
	next   *listing      // for who asks while another is being read; nil: nobody has asked yet
}

// A listing is one look at the list of regions, which all share who asked before it began.
type listing struct {
	done    chan struct{}
	regions []atlas.Region
	state   string // of the store; "": not known
	err     error
}

// build is one version of a region that is being built, or is built.
type build struct {
	version string        // guarded by Registry.mu
	done    chan struct{} // closed when region and err stand
	region  *Region
	err     error
}

// NewRegistry gives the regions of a store. usual is the region that is meant when
// none is named; "" means the only one. now tells what day it is, in the time zone
// of all days.
func NewRegistry(s loader, set jurisdiction.Settings, usual string, now func() time.Time) *Registry {
	return &Registry{store: s, set: set, usual: usual, now: now, builds: map[string]*build{}, asking: make(chan struct{}, 1)}
}

// WithProfiles has all regions travel by these vehicles, as they are when asked for, and returns g. It
// must come before the first Get.
func (g *Registry) WithProfiles(profiles func() road.Profiles) *Registry {
	g.profiles = profiles
	return g
}

// Get gives a region in its present version and today's edition, building it if it
// is new or has changed. Whoever asks meanwhile waits for the same build, each as long as its own
// context allows; other regions are not held up. A build that fails is tried again
// by the next caller. An empty code means the usual region, else the only one:
// ErrEmpty if there is none, ErrWhich if there are several. An unknown code is
// store.ErrNotFound.
func (g *Registry) Get(ctx context.Context, code string) (*Region, error) {
	r, _, err := g.Standing(ctx, code)
	return r, err
}

// Standing is Get, with a state of the store, seen after it was asked for: whatever is read from now on is
// of that state or a later one. "" where none is known. See store.Nodes.
func (g *Registry) Standing(ctx context.Context, code string) (*Region, string, error) {
	l, err := g.list(ctx)
	if err != nil {
		return nil, "", err
	}
	want, err := g.choose(l.regions, code)
	if err != nil {
		return nil, "", err
	}
	b := g.join(ctx, want)
	select {
	case <-b.done:
		if b.err != nil {
			return nil, "", b.err
		}
		r, err := b.region.On(g.now())
		return r, l.state, err
	case <-ctx.Done():
		return nil, "", fmt.Errorf("region %s: %w", want.Code, ctx.Err())
	}
}

// list gives the regions as they stand now. Of those who ask while a look is under way one
// looks again when it is over, for all of them: each is told what a look saw that began
// after it had asked.
func (g *Registry) list(ctx context.Context) (*listing, error) {
	g.mu.Lock()
	l := g.next
	first := l == nil
	if first {
		l = &listing{done: make(chan struct{})}
		g.next = l
	}
	g.mu.Unlock()
	if first {
		go g.look(context.WithoutCancel(ctx), l) // others wait for it too
	}
	select {
	case <-l.done:
		return l, l.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// look reads the list when the look under way is over.
func (g *Registry) look(ctx context.Context, l *listing) {
	g.asking <- struct{}{}
	defer func() { <-g.asking }()
	g.mu.Lock()
	g.next = nil // who asks from here on may have seen what this look does not
	g.mu.Unlock()
	defer close(l.done)
	ctx, cancel := context.WithTimeout(ctx, longestLook)
	defer cancel()
	l.regions, l.state, l.err = g.store.Standing(ctx)
}

// longestLook is how long a look at the list of regions may take.
const longestLook = 30 * time.Second

// join gives the build of a region's version, and starts it if nobody has. It runs
// on without the caller: others may be waiting for it.
func (g *Registry) join(ctx context.Context, want atlas.Region) *build {
	g.mu.Lock()
	defer g.mu.Unlock()
	if b := g.builds[want.Code]; b != nil && b.version == want.Version {
		return b
	}
	b := &build{version: want.Version, done: make(chan struct{})}
	g.builds[want.Code] = b
	go g.run(context.WithoutCancel(ctx), want.Code, b)
	return b
}

// run builds a region as it now stands in the store, which may be newer than what
// the caller was told.
func (g *Registry) run(ctx context.Context, code string, b *build) {
	defer close(b.done)
	b.region, b.err = g.load(ctx, code)
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case b.err == nil:
		b.version = b.region.Dataset.Region.Version
	case g.builds[code] == b:
		delete(g.builds, code)
	}
}

func (g *Registry) load(ctx context.Context, code string) (*Region, error) {
	d, err := g.store.Load(ctx, code)
	if err != nil {
		return nil, err
	}
	r, err := New(d, g.set, g.now())
	if err != nil {
		return nil, fmt.Errorf("region %s: %w", code, err)
	}
	if g.profiles != nil {
		r.shared.profiles = g.profiles
	}
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
