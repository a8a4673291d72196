package main

import (
	"context"
	"errors"
	"os"

	"xunhu/api/store"
	"xunhu/api/tiles"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
)

type basemapVerb struct {
	File   string `arg:"" optional:"" help:"${help_basemap_file}"`
	Remove bool   `help:"${help_basemap_remove}"`
}

// Run makes a base map, or takes one as it is, and keeps it in the store.
func (v *basemapVerb) Run(ctx context.Context, p *program) error {
	if (v.File == "") != v.Remove {
		return finding.New("command.basemap_what", "")
	}
	s, err := p.store.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	r, err := p.target(ctx, s)
	if err == nil && r == nil {
		err = finding.New("command.empty_store", p.store.String())
	}
	if err != nil {
		return err
	}
	if v.Remove {
		err := s.DropTiles(ctx, r.Code, tiles.BaseName)
		if errors.Is(err, store.ErrNotFound) {
			return finding.New("command.basemap_none", "", "region", r.Name)
		}
		if err == nil {
			p.say(words.Say(p.lang, "command.basemap_removed", finding.Args{"region": r.Name}))
		}
		return err
	}
	return p.layBase(ctx, s, r, v.File)
}

// layBase makes a base map of an extract, or takes an archive as it is, and keeps it.
func (p *program) layBase(ctx context.Context, s store.Store, r *atlas.Region, name string) (err error) {
	defer func() {
		var told *finding.Finding
		if errors.As(err, &told) && told.Where == "" {
			told.Where = name
		}
	}()
	f, err := os.Open(name)
	if err != nil {
		return finding.New("command.cannot_read", name).Because(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return finding.New("command.cannot_read", name).Because(err)
	}
	stop := p.progress("command.making_tiles")
	laid, err := tiles.Base{Name: r.Name, Scratch: tiles.OnDisk}.Lay(ctx, f, info.Size())
	stop()
	if err != nil {
		return err
	}
	defer func() { _ = laid.Close() }() // nobody needs it
	if err := laid.Near(ctx, s, *r); err != nil {
		return err
	}
	if err := s.KeepTiles(ctx, r.Code, laid.Set, laid.Content()); err != nil {
		return err
	}
	args := finding.Args{"region": r.Name, "tiles": laid.Tiles, "bytes": laid.Set.Size}
	if laid.Report == nil {
		p.say(words.Say(p.lang, "command.basemap_kept", args))
		return nil
	}
	for _, layer := range []string{"roads", "water", "landuse", "buildings", "places"} {
		args[layer] = laid.Report.Features[layer]
	}
	p.say(words.Say(p.lang, "command.basemap_made", args))
	return nil
}
