package main

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"xunhu/api/live"
	"xunhu/api/papers"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/finding"
	"xunhu/routing/patrol"
)

type rosterVerb struct {
	Make   rosterMakeVerb   `cmd:"" default:"withargs" help:"${help_roster_make}"`
	Change rosterChangeVerb `cmd:"" help:"${help_roster_change}"`
	List   rosterListVerb   `cmd:"" help:"${help_roster_list}"`
	Show   rosterShowVerb   `cmd:"" help:"${help_roster_show}"`
	Shifts rosterShiftsVerb `cmd:"" help:"${help_roster_shifts}"`
}

type rosterMakeVerb struct {
	Unit   string  `required:"" help:"${help_unit}" placeholder:"ID,…|all"`
	From   string  `required:"" help:"${help_from}" placeholder:"DATE"`
	Days   int     `default:"7" help:"${help_days}" placeholder:"N"`
	Shifts string  `help:"${help_roster_shifts_file}" placeholder:"FILE" type:"existingfile"`
	Seed   *uint64 `help:"${help_seed}" placeholder:"N"`
	Out    string  `short:"o" help:"${help_roster_out}" placeholder:"FILE"`
	Person string  `help:"${help_roster_person}" placeholder:"ID"`
	Save   bool    `help:"${help_roster_save}"`
	By     string  `help:"${help_roster_by}" placeholder:"ID"`
}

// Run makes a roster, writes it, and says what could not be filled and why.
func (v *rosterMakeVerb) Run(ctx context.Context, p *program) error {
	from, err := time.ParseInLocation(time.DateOnly, v.From, p.config.zone)
	if err != nil {
		return finding.New("command.bad_day", "--from "+v.From)
	}
	if v.Days < 1 || v.Days > patrol.MostDays {
		return finding.New("input.days", "--days", "value", v.Days, "most", patrol.MostDays)
	}
	set, err := p.readShifts(v.Shifts)
	if err != nil {
		return err
	}
	if err := mayWriteRoster(v.Out); err != nil {
		return err
	}
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := p.actors(ctx, s); err != nil {
		return err
	}
	if r, err = r.On(from); err != nil {
		return err
	}
	units, err := unitsNamed(r.Atlas, v.Unit)
	if err != nil {
		return err
	}
	by := make(map[string]string, len(units))
	if v.Save {
		for _, unit := range units {
			if by[unit], err = arranger(ctx, s, r, v.By, unit); err != nil {
				return err
			}
		}
	}
	seed := v.Seed
	if seed == nil {
		seed = secretSeed()
	}
	made, err := r.Arrange(ctx, s, set, units, from, v.Days, *seed)
	if err != nil {
		return err
	}
	err = output(v.Out, p.out, func(w io.Writer) error {
		if err := p.writeRoster(w, v.Out, v.Person, made.Document, r); err != nil || !v.Save {
			return err
		}
		rosters, err := made.Made(units, from, v.Days, "", "", p.now())
		if err != nil {
			return err
		}
		for _, one := range rosters {
			one.Person = by[one.Units[0]]
			if err := s.KeepRoster(ctx, r.Dataset.Region.Code, nil, one); err != nil {
				return err
			}
			p.say(words.Say(p.lang, "roster.saved", finding.Args{"id": one.ID}))
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.printFindings("· ", made.Notes, len(made.Notes))
	return p.sayShort(made.Document, r)
}

// dutyNames are the duties of a roster by their ids, as people call them.
func (p *program) dutyNames(d wire.RosterDocument, r *live.Region) map[string]string {
	named := map[string]string{}
	for _, k := range d.Duties {
		u, _ := r.Atlas.Unit(k.Unit)
		named[k.ID] = words.Named(p.lang, u.Name, u.NameEN) + " " + k.Start[:len(time.DateOnly)] + " " + words.Named(p.lang, k.Name, k.NameEN)
	}
	return named
}

// sayShort says what a roster could not fill, and why; then the verb ends with that.
func (p *program) sayShort(d wire.RosterDocument, r *live.Region) error {
	named := p.dutyNames(d, r)
	for _, x := range d.Short {
		for _, l := range x.Lacks {
			p.say("✗ " + named[x.Duty] + colon(p.lang) + words.Named(p.lang, l.ZH, l.EN))
		}
		for _, w := range x.Why {
			p.say("    " + words.Say(p.lang, "roster.because", nil) + words.Named(p.lang, w.ZH, w.EN))
		}
	}
	for _, b := range d.Breaches {
		p.say("✗ " + words.Named(p.lang, b.ZH, b.EN))
	}
	p.say(words.Say(p.lang, "roster.done", finding.Args{"duties": len(d.Duties), "people": len(d.People), "short": len(d.Short)}))
	if len(d.Short)+len(d.Breaches) > 0 {
		return errRefused
	}
	return nil
}

func colon(l words.Lang) string {
	if l == words.EN {
		return ": "
	}
	return "："
}

// mayWriteRoster refuses an ending that no roster has.
func mayWriteRoster(out string) error {
	if ending := strings.ToLower(filepath.Ext(out)); !slices.Contains([]string{"", ".csv", ".xlsx", ".pdf", ".ics"}, ending) {
		return finding.New("format.unknown_ending", out, "ending", ending)
	}
	return nil
}

// writeRoster writes a roster by the ending of a file.
func (p *program) writeRoster(w io.Writer, out, person string, d wire.RosterDocument, r *live.Region) error {
	all, err := d.Watches(r.Atlas, p.config.zone)
	if err != nil {
		return err
	}
	if person != "" {
		all = slices.DeleteFunc(all, func(x papers.Watch) bool {
			return !slices.ContainsFunc(x.People, func(y papers.Watcher) bool { return y.ID == person })
		})
		if len(all) == 0 {
			return finding.New("roster.not_on", "--person", "person", person)
		}
	}
	switch strings.ToLower(filepath.Ext(out)) {
	case ".xlsx":
		return papers.RosterXLSX(w, all, p.lang)
	case ".pdf":
		return papers.RosterPDF(w, all, r.Dataset.Region.Illustration, p.lang)
	case ".ics":
		return papers.RosterCalendar(w, all, person, p.now(), p.lang)
	}
	return papers.RosterCSV(w, all, p.lang)
}

// arranger finds who may arrange the roster of a unit; in the demonstration somebody who
// may, where nobody is named.
func arranger(ctx context.Context, s store.Store, r *live.Region, by, unit string) (string, error) {
	all, err := s.People(ctx, r.Dataset.Region.Code)
	if err != nil {
		return "", err
	}
	var may []string
	for _, one := range all {
		if people.May(r.Atlas, one, people.WriteRosters, people.Of(unit)) {
			may = append(may, one.ID)
		}
	}
	switch {
	case by == "" && r.Dataset.Region.Illustration && len(may) > 0:
		return may[0], nil
	case slices.Contains(may, by):
		return by, nil
	}
	return "", finding.New("roster.may", "--by", "by", by, "unit", unit, "may", may)
}

type rosterListVerb struct{}

// Run lists the rosters, and who and what is away.
func (v *rosterListVerb) Run(ctx context.Context, p *program) error {
	s, d, err := p.register(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	all, _, err := s.Rosters(ctx, d.Region.Code, store.RosterQuery{})
	if err != nil {
		return err
	}
	away, err := s.Absences(ctx, d.Region.Code)
	if err != nil {
		return err
	}
	return p.table(func(row func(...string)) {
		for _, r := range all {
			row(r.ID, strings.Join(r.Units, " "), r.From, r.To, words.Say(p.lang, "roster.revision", finding.Args{"n": r.Revision}), r.Person)
		}
		for _, a := range away {
			if !a.Withdrawn {
				row(a.Person+a.Item, p.absence(a))
			}
		}
	})
}

type rosterShowVerb struct {
	ID     string `arg:"" help:"${help_roster_id}"`
	Out    string `short:"o" help:"${help_roster_out}" placeholder:"FILE"`
	Person string `help:"${help_roster_person}" placeholder:"ID"`
}

// Run writes a roster that is kept.
func (v *rosterShowVerb) Run(ctx context.Context, p *program) error {
	if err := mayWriteRoster(v.Out); err != nil {
		return err
	}
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	kept, err := s.Roster(ctx, r.Dataset.Region.Code, v.ID)
	if err != nil {
		return err
	}
	d, err := wire.ReadRosterDocument(kept)
	if err != nil {
		return err
	}
	err = output(v.Out, p.out, func(w io.Writer) error { return p.writeRoster(w, v.Out, v.Person, d, r) })
	if err != nil {
		return err
	}
	return p.sayShort(d, r)
}
