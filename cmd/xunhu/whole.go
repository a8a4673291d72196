package main

import (
	"context"
	"errors"
	"sync"

	"xunhu/api/store"
	"xunhu/api/tiles"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/intake"
)

// whole makes a region of an extract of OpenStreetMap in one transaction. Its roads go
// to the store as they are read; all else is held until it is complete and checked.
func (v *importVerb) whole(ctx context.Context, p *program, s store.Store) error {
	base, was, err := v.replaced(ctx, p, s)
	if err != nil {
		return err
	}
	refused := &spool{}
	defer func() { _ = refused.Close() }() // it was all read, or is of no use
	stop := sync.OnceFunc(p.progress("command.reading"))
	defer stop()
	n, told := counts{}, false
	tell := func(report *intake.Report) error {
		stop()
		told = true
		return p.printStreamed(report, refused)
	}
	var put store.Put
	req := v.request(p)
	req.Stream = &intake.Stream{
		Put: func(k feature.Kind, row ...feature.Feature) (taken bool, err error) {
			if err = put(k, row...); errors.Is(err, store.ErrExists) {
				return true, nil
			}
			n[k] += len(row)
			return false, err
		},
		Refused: func(f *finding.Finding) error { return refused.add("  ✗ " + words.Finding(p.lang, f)) },
		Whole: func(r atlas.Region, kinds []feature.Kind, read func() (atlas.Dataset, *intake.Report, error)) error {
			return s.Fill(ctx, r, kinds, func(into store.Put) error {
				put = into
				d, report, err := read()
				if err := errors.Join(err, tell(report)); err != nil {
					return err
				}
				if err := p.wholeEditions(base, d, report); err != nil {
					return err
				}
				return v.putAll(d, into, n)
			})
		},
	}
	d, report, err := intake.Read(ctx, disk{}, v.Files, nil, req)
	if report != nil && !told {
		err = errors.Join(err, tell(report))
	}
	if err != nil && !errors.Is(err, errDry) {
		return err
	}
	p.printReplaced(report.Kinds(), was, n)
	p.printRegion(d.Region, n, v.DryRun)
	if err := v.under(ctx, p, s, d.Region); err != nil {
		if ctx.Err() != nil {
			return err
		}
		p.say(words.Say(p.lang, "command.basemap_failed", finding.Args{"why": words.Error(p.lang, err), "file": v.Files[0]}))
	}
	if report.Refused() > 0 {
		return errRefused
	}
	return nil
}

// under lays the extract beneath the region that was made of it. A base map that is there
// stays, for it may be of a wider extract.
func (v *importVerb) under(ctx context.Context, p *program, s store.Store, r atlas.Region) error {
	if !v.Basemap || v.DryRun {
		return nil
	}
	_, err := s.TileSet(ctx, r.Code, tiles.BaseName)
	switch {
	case err == nil:
		p.say(words.Say(p.lang, "command.basemap_stays", finding.Args{"file": v.Files[0]}))
		return nil
	case errors.Is(err, store.ErrNotFound):
		return p.layBase(ctx, s, &r, v.Files[0])
	}
	return err
}

// replaced gives what must be known of the region that is replaced, if the command does
// not say that a whole one is read: nil and no counts if there is none.
func (v *importVerb) replaced(ctx context.Context, p *program, s store.Store) (*atlas.Dataset, counts, error) {
	was := counts{}
	if v.As == intake.WholeRegion {
		return nil, was, nil
	}
	r, err := p.target(ctx, s)
	if err != nil || r == nil {
		return nil, was, err
	}
	base := atlas.Dataset{Region: *r, Collections: map[feature.Kind]feature.Collection{}}
	return &base, was, hold(ctx, s, base, was)
}

// putAll writes what was held, and counts it.
func (v *importVerb) putAll(d atlas.Dataset, put store.Put, n counts) error {
	for _, k := range feature.Regional() {
		for _, f := range d.Collections[k].Features {
			if err := put(k, f); err != nil {
				return err
			}
			n[k]++
		}
	}
	if v.DryRun {
		return errDry
	}
	return nil
}
