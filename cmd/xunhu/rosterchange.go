package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/finding"
)

type rosterChangeVerb struct {
	ID     string   `arg:"" optional:"" help:"${help_roster_id}"`
	Away   []string `help:"${help_roster_away}" placeholder:"PERSON:FROM[:TO[:REASON]]"`
	Broken []string `help:"${help_roster_broken}" placeholder:"ITEM:FROM[:TO[:REASON]]"`
	Back   []string `help:"${help_roster_back}" placeholder:"ABSENCE"`
	Reason string   `help:"${help_roster_reason}" placeholder:"TEXT"`
	Try    bool     `name:"dry-run" help:"${help_roster_try}"`
	By     string   `help:"${help_roster_by}" placeholder:"ID"`
}

// Run enters absences and arranges anew what they touch, and nothing else.
func (v *rosterChangeVerb) Run(ctx context.Context, p *program) error {
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	code, now := r.Dataset.Region.Code, p.now()
	away, err := v.absences(ctx, s, code, now)
	if err != nil {
		return err
	}
	rosters, err := v.rosters(ctx, s, code, away)
	if err != nil {
		return err
	}
	set, err := p.readShifts("")
	if err != nil {
		return err
	}
	var short error
	for i, kept := range rosters {
		by, err := arranger(ctx, s, r, v.By, kept.Units[0])
		if err != nil {
			return err
		}
		made, err := r.Rearrange(ctx, s, set, kept, away, now)
		if err != nil {
			return err
		}
		if err := p.printChanges(kept, made, r); err != nil {
			return err
		}
		if err := p.sayShort(made.Document, r); err != nil {
			short = err
		}
		if v.Try {
			continue
		}
		next, err := made.Next(kept, by, v.Reason, now)
		if err != nil {
			return err
		}
		var entered []people.Absence
		for _, a := range away {
			if a.By = by; i == 0 { // once, with the first
				entered = append(entered, a)
			}
		}
		if err := s.KeepRoster(ctx, code, nil, next, entered...); err != nil {
			return err
		}
	}
	if len(rosters) == 0 {
		p.say(words.Say(p.lang, "roster.untouched", nil))
		if !v.Try {
			for i := range away {
				away[i].By = v.By
			}
			return s.KeepRoster(ctx, code, nil, store.Roster{}, away...)
		}
	}
	return short
}

// rosters are the one that is named, or all on which somebody or something is that is away.
func (v *rosterChangeVerb) rosters(ctx context.Context, s store.Store, code string, away []people.Absence) ([]store.Roster, error) {
	if v.ID != "" {
		one, err := s.Roster(ctx, code, v.ID)
		if err != nil {
			return nil, err
		}
		return []store.Roster{one}, nil
	}
	all, _, err := s.Rosters(ctx, code, store.RosterQuery{})
	if err != nil {
		return nil, err
	}
	var touched []store.Roster
	for _, one := range all {
		d, err := wire.ReadRosterDocument(one)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(away, func(a people.Absence) bool {
			return (a.To == "" || one.From <= a.To) && a.From <= one.To && slices.ContainsFunc(d.Duties, func(k wire.KeptDuty) bool {
				return slices.Contains(k.People, a.Person) || a.Item != "" && slices.Contains(k.Equipment, a.Item)
			})
		}) {
			touched = append(touched, one)
		}
	}
	return touched, nil
}

// printChanges writes what is different.
func (p *program) printChanges(kept store.Roster, made *live.Arrangement, r *live.Region) error {
	duties := p.dutyNames(made.Document, r)
	named := map[string]string{}
	for _, x := range made.Problem.People {
		named[x.ID] = words.Named(p.lang, x.Name, x.NameEN)
	}
	for _, x := range made.Problem.Items {
		named[x.ID] = words.Named(p.lang, x.Name, x.NameEN)
	}
	list := func(sign string, ids ...[]string) string {
		var all []string
		for _, id := range slices.Concat(ids...) {
			all = append(all, sign+named[id])
		}
		return strings.Join(all, " ")
	}
	p.say(words.Say(p.lang, "roster.changed", finding.Args{"id": kept.ID, "n": len(made.Changes)}))
	return p.table(func(row func(...string)) {
		for _, c := range made.Changes {
			row(duties[c.Duty], list("−", c.Out, c.ItemsOut), list("+", c.In, c.ItemsIn))
		}
	})
}

// absences reads the flags; everything wrong is told together.
func (v *rosterChangeVerb) absences(ctx context.Context, s store.Store, code string, now time.Time) ([]people.Absence, error) {
	persons, err1 := s.People(ctx, code)
	items, err2 := s.Items(ctx, code)
	known, err3 := s.Absences(ctx, code)
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	var all []people.Absence
	var faults []error
	add := func(flag, text string, item bool) {
		parts := append(strings.Split(text, ":"), "", "", "")
		a := people.Absence{ID: now.Format("20060102-150405-") + string(rune('a'+len(all))), Person: parts[0], From: parts[1], To: parts[2], Reason: people.Reason(parts[3]), At: now}
		if item {
			a.Person, a.Item = "", parts[0]
		}
		if a.Reason == "" {
			a.Reason = people.ReasonsOf(item)[0]
		}
		if f := a.Fault(persons, items); f != nil {
			f.Where = flag + " " + text
			faults = append(faults, f)
		}
		all = append(all, a)
	}
	for _, text := range v.Away {
		add("--away", text, false)
	}
	for _, text := range v.Broken {
		add("--broken", text, true)
	}
	for _, id := range v.Back {
		i := slices.IndexFunc(known, func(a people.Absence) bool { return a.ID == id && !a.Withdrawn })
		if i < 0 {
			faults = append(faults, finding.New("roster.no_absence", "--back", "id", id))
			continue
		}
		a := known[i]
		a.Withdrawn, a.At = true, now
		all = append(all, a)
	}
	if len(all) == 0 && len(faults) == 0 {
		faults = append(faults, finding.New("roster.no_change", ""))
	}
	return all, errors.Join(faults...)
}
