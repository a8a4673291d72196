package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/live"
	"xunhu/api/ops"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/tickets"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
	"xunhu/geo/law"
)

// ticketsKind is what import takes for lists of tickets; they become leads, not a part of
// the region.
const ticketsKind = "tickets"

// tickets makes leads of the rows of each file. Each file is taken in whole or not at
// all; several are rehearsed first, so that one that cannot be taken stops them all.
func (v *importVerb) tickets(ctx context.Context, p *program) error {
	if v.Source != "" && !slices.Contains(wire.Sources, v.Source) {
		return finding.New("input.choice", "--source", "name", "source", "value", v.Source, "choices", wire.Sources)
	}
	s, err := p.store.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if len(v.Files) > 1 && !v.DryRun {
		for _, file := range v.Files {
			taker, err := p.taker(ctx, s, v.By)
			if err != nil {
				return err
			}
			if _, _, err := v.list(ctx, p, taker, file, true); err != nil {
				return err
			}
		}
	}
	taker, err := p.taker(ctx, s, v.By)
	if err != nil {
		return err
	}
	refused := false
	for _, file := range v.Files {
		r, read, err := v.list(ctx, p, taker, file, v.DryRun)
		if err != nil {
			return err
		}
		refused = refused || len(r.Refused) > 0
		p.printTickets(file, r, read, v.DryRun)
	}
	if refused {
		return errRefused
	}
	return nil
}

// list takes one file in, or only rehearses it.
func (v *importVerb) list(ctx context.Context, p *program, taker *tickets.Taker, file string, rehearse bool) (tickets.Report, int, error) {
	stop := p.progress("command.reading")
	defer stop()
	root, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return tickets.Report{}, 0, finding.New("intake.no_file", file).Because(err)
	}
	defer root.Close()
	taker.Folder = root.FS()
	reader := tickets.Reader{Source: v.Source, Fields: v.Field, Now: taker.Now}
	if reader.Source == "" {
		reader.Source = tickets.SourceIn(filepath.Base(file))
	}
	var all []tickets.Ticket
	var faults []*finding.Finding
	read := 0
	err = eachUntil(file, format.Options{CRS: v.CRS, Encoding: v.Encoding, Unplaced: true}, func(row int, f feature.Feature) bool {
		read = row
		t, err := reader.Read(f, fmt.Sprintf("%s #%d", filepath.Base(file), row))
		if err == nil {
			all = append(all, t)
			return ctx.Err() == nil
		}
		for _, e := range words.Split(err) {
			var found *finding.Finding
			if errors.As(e, &found) {
				if !strings.HasPrefix(found.Where, t.Where) {
					g := *found
					g.Where, found = t.Where+" "+found.Where, &g
				}
				faults = append(faults, found)
			}
		}
		return ctx.Err() == nil
	}, func(f *finding.Finding) {
		read++
		faults = append(faults, f)
	})
	if err := errorsFirst(err, ctx.Err()); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = finding.New("intake.no_file", file).Because(err)
		}
		return tickets.Report{}, 0, err
	}
	r, err := taker.Take(ctx, all, rehearse)
	r.Refused = append(faults, r.Refused...)
	return r, read, err
}

// taker is who takes tickets in: a person on the register; in the demonstration, its
// dispatcher where nobody is named.
func (p *program) taker(ctx context.Context, s store.Store, by string) (*tickets.Taker, error) {
	r, err := p.live(ctx, s)
	if err != nil {
		return nil, err
	}
	code := r.Dataset.Region.Code
	if err := p.actors(ctx, s); err != nil {
		return nil, err
	}
	if by == "" && r.Dataset.Region.Illustration {
		by = ops.Usual
	}
	all, err := s.People(ctx, code)
	if err != nil {
		return nil, err
	}
	var one people.Person
	var may []string
	byID := map[string]people.Person{}
	for _, person := range all {
		byID[person.ID] = person
		if person.ID == by {
			one = person
		}
		if person.Plays("dispatcher", "petition_desk") {
			may = append(may, person.ID)
		}
	}
	if one.ID == "" {
		return nil, finding.New("command.by", "--by", "person", by, "people", may)
	}
	now := time.UnixMilli(p.now().UnixMilli()).In(law.China)
	duty, err := live.EntriesAt(ctx, s, code, now)
	if err != nil {
		return nil, err
	}
	return &tickets.Taker{Store: s, Region: r, Person: one, Lang: p.lang, Now: now, World: world(r, byID), Duty: duty}, nil
}

// world is what leads of a region live in.
func world(r *live.Region, byID map[string]people.Person) *dispatch.World {
	return &dispatch.World{Org: r.Atlas, Calendar: law.Official(), CallBack: ops.CallBack,
		Certified: func(id string, at time.Time) bool { return byID[id].Certified(at) }}
}

// printTickets says what became of a list.
func (p *program) printTickets(file string, r tickets.Report, read int, dry bool) {
	code := "tickets.taken"
	if dry {
		code = "tickets.dry"
	}
	p.say(words.Say(p.lang, code, finding.Args{"file": filepath.Base(file), "read": read, "new": r.New, "known": r.Known, "changed": len(r.Changed),
		"refused": read - r.New - r.Known, "unplaced": r.Unplaced, "similar": len(r.Similar), "files": r.Files}))
	p.printFindings("  ✗ ", r.Refused, len(r.Refused))
	p.printFindings("  ≠ ", r.Changed, len(r.Changed))
	bySort := map[string][]*finding.Finding{}
	for _, f := range r.Notes {
		bySort[f.Code] = append(bySort[f.Code], f)
	}
	for _, sort := range []string{"tickets.no_file", "tickets.file_outside", "tickets.file_unread", "tickets.file_large", "tickets.unplaced"} {
		p.printFindings("  ! ", bySort[sort], len(bySort[sort]))
	}
	for _, sort := range []string{"tickets.class", "tickets.blotted"} {
		p.printFindings("  · ", bySort[sort], mostNotes)
	}
	p.printFindings("  ≈ ", r.Similar, mostSimilar)
}

// mostSimilar is how many suggestions a person reads at once; the others are asked of each lead.
const mostSimilar = 50
