package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"xunhu/api/live"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/edition"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/intake"
	"xunhu/geo/jurisdiction"
)

// firstDay gives the day from which the import holds; the zero time if it is none
// of an edition.
func (v *importVerb) firstDay(p *program) (time.Time, error) {
	if v.ValidFrom == "" {
		if v.Accept {
			return time.Time{}, finding.New("edition.accept_alone", "--accept")
		}
		return time.Time{}, nil
	}
	if v.As != "" && !atlas.Dated(feature.Kind(v.As)) {
		return time.Time{}, undated(v.As)
	}
	day, err := time.ParseInLocation(time.DateOnly, v.ValidFrom, p.config.zone)
	if err != nil {
		return day, finding.New("command.bad_day", "--valid-from "+v.ValidFrom)
	}
	return day, nil
}

func undated(kind string) error {
	var kinds []string
	for _, k := range feature.Regional() {
		if atlas.Dated(k) {
			kinds = append(kinds, string(k))
		}
	}
	return finding.New("edition.undated_kind", "--valid-from", "kind", kind, "kinds", kinds)
}

// newEdition puts what was read into the region as an edition, prints what it
// changes, and tells whether it may be written. Read is what intake made of the
// region as it is on the day.
func (v *importVerb) newEdition(ctx context.Context, p *program, s store.Store, base, read atlas.Dataset, report *intake.Report, day time.Time) (atlas.Dataset, bool, error) {
	for _, l := range report.Layers {
		if !atlas.Dated(l.Kind) {
			return base, false, undated(string(l.Kind))
		}
	}
	next, err := edition.Amend(base, read, day)
	if err != nil {
		return base, false, err
	}
	if err := buildable(next); err != nil {
		return base, false, err
	}
	before, err := p.regionOn(base, day)
	if err != nil {
		return base, false, err
	}
	after, err := p.regionOn(next, day)
	if err != nil {
		return base, false, err
	}
	found, err := edition.Compare(atlasOf(before), atlasOf(after))
	if err != nil {
		return base, false, err
	}
	moved, all, err := p.newOwners(ctx, s, before, after, base.Region.Code, day)
	if err != nil {
		return base, false, err
	}
	if err := p.printComparison(found, moved, all, v.ValidFrom); err != nil {
		return base, false, err
	}
	if n := report.Refused(); n > 0 {
		return base, false, finding.New("edition.refused_rows", "", "n", n)
	}
	if !v.Accept || v.DryRun {
		p.say(words.Say(p.lang, "edition.not_accepted", nil))
		return base, false, nil
	}
	return next, true, nil
}

// buildable builds every edition of a dataset, and joins the faults of all. A time
// without towns is none.
func buildable(d atlas.Dataset) error {
	var faults []error
	for _, f := range atlas.CheckValidity(d) {
		faults = append(faults, f)
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	days := atlas.Editions(d)
	if len(days) > 0 {
		days = append([]time.Time{days[0].AddDate(0, 0, -1)}, days...)
	} else {
		days = []time.Time{{}}
	}
	for _, day := range days {
		if _, err := atlas.Build(atlas.On(d, day)); err != nil && !errors.Is(err, atlas.ErrNoTowns) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// regionOn gives a region as it is from a day on, or nil if it has no towns then.
func (p *program) regionOn(d atlas.Dataset, day time.Time) (*live.Region, error) {
	r, err := live.New(d, p.config.decision(), day)
	if errors.Is(err, atlas.ErrNoTowns) {
		return nil, nil
	}
	return r, err
}

func atlasOf(r *live.Region) *atlas.Atlas {
	if r == nil {
		return nil
	}
	return r.Atlas
}

// newOwner is an incident that another unit leads once an edition holds.
type newOwner struct {
	id, day       string
	before, after finding.Name
}

// pageSize is how many incidents are read at a time.
const pageSize = 1000

// newOwners decides the kept incidents of a day and after by both editions. It
// gives those whose lead differs, and how many there are.
func (p *program) newOwners(ctx context.Context, s store.Store, before, after *live.Region, region string, day time.Time) (moved []newOwner, all int, err error) {
	for offset := 0; ; offset += pageSize {
		page, err := s.Query(ctx, region, feature.Incidents, store.Query{Limit: pageSize, Offset: offset})
		if err != nil {
			return nil, 0, err
		}
		for _, f := range page.Features {
			inc, err := wire.Incident(f, p.now())
			if err != nil {
				return nil, 0, fmt.Errorf("incidents/%s: %w", f.ID, err)
			}
			if inc.OccurredAt.Before(day) {
				continue
			}
			all++
			was, err := leadOf(before, inc)
			if err != nil {
				return nil, 0, err
			}
			is, err := leadOf(after, inc)
			if err != nil {
				return nil, 0, err
			}
			if was.id != is.id {
				moved = append(moved, newOwner{f.ID, inc.OccurredAt.In(p.config.zone).Format(time.DateOnly), was.name, is.name})
			}
		}
		if offset+pageSize >= page.Matched {
			return moved, all, nil
		}
	}
}

// lead is a unit by id and name.
type lead struct {
	id   string
	name finding.Name
}

// leadOf says who leads an incident by the boundaries of its day; nobody where
// there are no towns or nobody here has jurisdiction.
func leadOf(r *live.Region, inc jurisdiction.Incident) (lead, error) {
	nobody := lead{name: finding.Name{ZH: "无", EN: "nobody"}}
	if r == nil {
		return nobody, nil
	}
	on, err := r.On(inc.OccurredAt)
	if errors.Is(err, atlas.ErrNoTowns) {
		return nobody, nil
	}
	if err != nil {
		return nobody, err
	}
	d, err := on.Rules.Decide(inc, nil)
	if err != nil || d.Lead == "" {
		return nobody, err
	}
	u, _ := on.Atlas.Unit(d.Lead)
	return lead{d.Lead, finding.Name{ZH: u.Name, EN: u.NameEN}}, nil
}
