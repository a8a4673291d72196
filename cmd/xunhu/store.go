package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"xunhu/api/live"
	"xunhu/api/store"
	"xunhu/api/store/postgis"
	"xunhu/api/store/sqlite"
	"xunhu/geo/finding"
)

// storeName is the file of the embedded store in the folder of the data.
const storeName = "region.gpkg"

// A place is where a store is: a database, or else a folder.
type place struct {
	data     string // folder of the embedded store
	database string // address of the database; it may hold a password and is never printed
}

// String names a place as people are told it.
func (p place) String() string {
	if p.database != "" {
		return postgis.Name(p.database)
	}
	return p.data
}

// make opens a store for a verb that may begin one.
func (p place) make(ctx context.Context) (store.Store, error) {
	if p.database != "" {
		return postgis.Make(ctx, p.database)
	}
	if err := p.folder(); err != nil {
		return nil, err
	}
	return sqlite.Open(ctx, filepath.Join(p.data, storeName))
}

// folder makes the folder of the data. It holds who reported what: not for everybody on
// the machine.
func (p place) folder() error {
	if err := os.MkdirAll(p.data, 0o750); err != nil {
		return finding.New("command.cannot_write", p.data).Because(err)
	}
	return nil
}

// open opens a store that is there. A folder or database without one is most often
// mistyped: nothing is made there.
func (p place) open(ctx context.Context) (store.Store, error) {
	if p.database != "" {
		return postgis.Open(ctx, p.database)
	}
	file := filepath.Join(p.data, storeName)
	if _, err := os.Stat(file); err != nil {
		return nil, finding.New("command.no_data", p.data).Because(err)
	}
	return sqlite.Open(ctx, file)
}

// opened opens the store and gives the region that is meant; the store must be closed.
func (p *program) opened(ctx context.Context) (store.Store, *live.Region, error) {
	s, err := p.store.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	r, err := p.live(ctx, s)
	if err != nil {
		return nil, nil, errorsFirst(err, s.Close())
	}
	return s, r, nil
}

// registry gives the regions of a store under the settings of this run.
func (p *program) registry(s store.Store) *live.Registry {
	return live.NewRegistry(s, p.config.decision(), p.region, p.now).WithProfiles(p.vehicles.Profiles)
}

// live gives the region that is meant, ready to answer.
func (p *program) live(ctx context.Context, s store.Store) (*live.Region, error) {
	r, err := p.registry(s).Get(ctx, "")
	switch {
	case errors.Is(err, live.ErrEmpty):
		return nil, finding.New("command.empty_store", p.store.String())
	case errors.Is(err, live.ErrWhich):
		return nil, finding.New("command.which_region", p.store.String(), "regions", regionCodes(ctx, s))
	case errors.Is(err, store.ErrNotFound):
		return nil, finding.New("command.no_region", p.store.String(), "region", p.region, "regions", regionCodes(ctx, s))
	}
	return r, err
}

func regionCodes(ctx context.Context, s store.Store) []string {
	regions, err := s.Regions(ctx)
	if err != nil {
		return nil
	}
	var codes []string
	for _, r := range regions {
		codes = append(codes, r.Code)
	}
	return codes
}
