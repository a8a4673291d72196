package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
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

// wholeEditions checks what an import makes of all days, and notes the land that the
// dates of its towns leave to none. Base is the region as it was, nil for a new one.
func (p *program) wholeEditions(base *atlas.Dataset, d atlas.Dataset, report *intake.Report) error {
	if err := edition.Buildable(d); err != nil {
		return err
	}
	if base != nil {
		if err := intake.Replaceable(*base, d, report); err != nil {
			return err
		}
	}
	if !slices.ContainsFunc(report.Layers, func(l intake.Layer) bool { return l.Kind == feature.Towns }) {
		return nil
	}
	notes, err := leavesLand(d)
	p.printFindings("· ", notes, mostNotes)
	return err
}

// leavesLand notes the towns of which land lies in no town from some day on, when
// dates of a file make editions that nobody has compared. It gives what it can tell
// of editions that can be built.
func leavesLand(d atlas.Dataset) ([]*finding.Finding, error) {
	var notes []*finding.Finding
	var before *atlas.Atlas
	days := edition.Days(d)
	if len(days) == 1 {
		return nil, nil
	}
	for _, day := range days {
		after, err := atlas.Build(atlas.On(d, day))
		if err != nil && !errors.Is(err, atlas.ErrNoTowns) {
			return nil, err
		}
		if before != nil {
			c, err := edition.Compare(before, after)
			if err != nil {
				return nil, err
			}
			for _, t := range c.Towns {
				if t.LostM2 > 0 {
					notes = append(notes, finding.New("edition.leaves_land", "towns/"+t.Code, "day", day.Format(time.DateOnly), "name", *t.Before, "km2", km2(t.LostM2)))
				}
			}
		}
		before = after
	}
	return notes, nil
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
	if err := edition.Buildable(next); err != nil {
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
	if found := newFindings(before, after); len(found) > 0 {
		p.say(words.Say(p.lang, "edition.then", nil))
		p.printFindings("  · ", found, len(found))
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

// regionOn gives a region as it is from a day on, or nil if it has no towns then.
func (p *program) regionOn(d atlas.Dataset, day time.Time) (*live.Region, error) {
	r, err := live.New(d, p.config.decision(), day)
	if errors.Is(err, atlas.ErrNoTowns) {
		return nil, nil
	}
	return r, err
}

// newFindings gives what of the organisation is amiss after an edition and was not
// before: a new town without a station, a squad of a town that is no more.
func newFindings(before, after *live.Region) []*finding.Finding {
	if after == nil {
		return nil
	}
	known := map[string]bool{}
	if before != nil {
		for _, f := range atlas.Findings(before.Present) {
			known[words.Finding(words.EN, f)] = true
		}
	}
	return slices.DeleteFunc(atlas.Findings(after.Present), func(f *finding.Finding) bool { return known[words.Finding(words.EN, f)] })
}

func atlasOf(r *live.Region) *atlas.Atlas {
	if r == nil {
		return nil
	}
	return r.Atlas
}

// newOwner is an incident that another unit leads, commands or handles once an
// edition holds.
type newOwner struct {
	id, day, role string
	before, after finding.Name
}

// pageSize is how many incidents are read at a time.
const pageSize = 1000

// newOwners decides the kept incidents of a day and after by both editions. It
// gives those whose owner differs, each role for itself, and how many there are.
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
			was, err := ownersOf(before, inc)
			if err != nil {
				return nil, 0, err
			}
			is, err := ownersOf(after, inc)
			if err != nil {
				return nil, 0, err
			}
			for i, role := range []string{"lead", "command", "confirm", "handler"} {
				if was[i].id != is[i].id {
					moved = append(moved, newOwner{f.ID, inc.OccurredAt.In(p.config.zone).Format(time.DateOnly), role, was[i].name, is[i].name})
				}
			}
		}
		if offset+pageSize >= page.Matched {
			return moved, all, nil
		}
	}
}

// owner is a unit by id and name, or several.
type owner struct {
	id   string
	name finding.Name
}

// ownersOf says who leads an incident by the boundaries of its day, who commands,
// who must confirm and who carries it on; nobody where there are no towns or nobody
// here has jurisdiction.
func ownersOf(r *live.Region, inc jurisdiction.Incident) (owners [4]owner, err error) {
	for i := range owners {
		owners[i].name = finding.Name{ZH: "无", EN: "nobody"}
	}
	if r == nil {
		return owners, nil
	}
	on, err := r.On(inc.OccurredAt)
	if errors.Is(err, atlas.ErrNoTowns) {
		return owners, nil
	}
	if err != nil {
		return owners, err
	}
	d, err := on.Rules.Decide(inc, nil)
	if err != nil {
		return owners, err
	}
	for i, ids := range [][]string{{d.Lead}, {d.Command}, d.ConfirmBy, {d.Handler}} {
		if id := strings.Join(ids, ", "); id != "" {
			owners[i] = owner{id, namesOf(on.Atlas, ids)}
		}
	}
	return owners, nil
}

// namesOf gives units by their names, or by their ids where they have none.
func namesOf(a *atlas.Atlas, ids []string) finding.Name {
	var zh, en []string
	for _, id := range ids {
		u, ok := a.Unit(id)
		if !ok {
			u.Name = id
		}
		zh, en = append(zh, u.Name), append(en, cmp.Or(u.NameEN, u.Name))
	}
	return finding.Name{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}
