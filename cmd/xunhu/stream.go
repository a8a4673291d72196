package main

import (
	"context"
	"errors"
	"maps"
	"sync"

	"github.com/paulmach/orb"

	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/intake"
)

// errDry undoes what a dry run has written.
var errDry = errors.New("a dry run")

// stream reads files whose kinds stand for themselves into a region that stands, row
// by row and in one transaction, in memory that does not grow with them.
func (v *importVerb) stream(ctx context.Context, p *program, s store.Store, kinds []feature.Kind) error {
	base := atlas.Dataset{Collections: map[feature.Kind]feature.Collection{}}
	n := counts{}
	if r, err := p.target(ctx, s); err != nil {
		return err
	} else if r != nil {
		base.Region = *r
		if err := hold(ctx, s, base, n); err != nil {
			return err
		}
	}
	refused := &spool{}
	defer func() { _ = refused.Close() }() // it was all read, or is of no use
	was := maps.Clone(n)
	for _, k := range kinds {
		n[k] = 0
	}
	code := base.Region.Code
	req := v.request(p)
	fill := func(put store.Put) (report *intake.Report, err error) {
		req.Stream = &intake.Stream{
			Put: func(k feature.Kind, row ...feature.Feature) (taken bool, err error) {
				err = put(k, row...)
				if errors.Is(err, store.ErrExists) {
					return true, nil
				}
				n[k] += len(row)
				return false, err
			},
			Near: func(k feature.Kind, b orb.Bound) ([]feature.Feature, error) {
				if code == "" {
					return nil, nil
				}
				page, err := s.Query(ctx, code, k, store.Query{BBox: &b, Limit: mostNear})
				return page.Features, err
			},
			Refused: func(f *finding.Finding) error { return refused.add("  ✗ " + words.Finding(p.lang, f)) },
		}
		_, report, err = intake.Read(ctx, disk{}, v.Files, &base, req)
		if report != nil {
			err = errors.Join(err, p.printStreamed(report, refused))
		}
		return report, err
	}
	if code == "" { // nothing to add to: the reading says what is missing
		_, err := fill(func(feature.Kind, ...feature.Feature) error { return nil })
		return err
	}
	var report *intake.Report
	stop := sync.OnceFunc(p.progress("command.reading"))
	defer stop()
	err := s.Fill(ctx, base.Region, kinds, func(put store.Put) (err error) {
		report, err = fill(put)
		stop()
		if err == nil && v.DryRun {
			err = errDry
		}
		return err
	})
	if err != nil && !errors.Is(err, errDry) {
		return err
	}
	p.printReplaced(kinds, was, n)
	p.printRegion(base.Region, n, v.DryRun)
	if report.Refused() > 0 {
		return errRefused
	}
	return nil
}

// mostNear is how many features about a place the datum guard looks at.
const mostNear = 5000

// hold reads what an import must have of a region as a whole, and counts the rest.
func hold(ctx context.Context, s store.Store, d atlas.Dataset, n counts) error {
	for _, k := range feature.Regional() {
		q := store.Query{Limit: 1}
		if atlas.Dated(k) {
			q.Limit = 0
		}
		page, err := s.Query(ctx, d.Region.Code, k, q)
		if err != nil {
			return err
		}
		n[k] = page.Matched
		if atlas.Dated(k) {
			schema, _ := feature.SchemaOf(k)
			d.Collections[k] = feature.Collection{Schema: schema, Features: page.Features}
		}
	}
	return nil
}

// printStreamed says what became of every layer, with the refusals that were kept
// for it.
func (p *program) printStreamed(r *intake.Report, refused *spool) error {
	for i := range r.Layers {
		l := &r.Layers[i]
		p.printLayer(l)
		if err := refused.print(p.words, l.Read-l.Kept); err != nil {
			return err
		}
		p.printNotes(l)
	}
	p.printFindings("· ", r.Notes, mostNotes)
	return nil
}
