package live

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"xunhu/api/joint"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/law"
	"xunhu/routing/crew"
	"xunhu/routing/patrol"
	"xunhu/routing/roster"
)

// Register is what is asked of a store to arrange rosters.
type Register interface {
	People(ctx context.Context, region string) ([]people.Person, error)
	Items(ctx context.Context, region string) ([]people.Item, error)
	Absences(ctx context.Context, region string) ([]people.Absence, error)
	Rosters(ctx context.Context, region string, q store.RosterQuery) ([]store.Roster, int, error)
	JointRecords(ctx context.Context, region, id string) ([]joint.Record, error)
}

// An Arrangement is a roster that was made or changed, and is not kept yet.
type Arrangement struct {
	Problem  *roster.Problem // its own duties, and those of other rosters, which are settled
	Document wire.RosterDocument
	Changes  []roster.Change // none if it was made anew
	Notes    []*finding.Finding
}

// around is how many days before and after a roster others are looked at, for rest.
const around = 2

// Arrange makes a roster of units from their shifts. People and equipment that other
// rosters have taken stay there; duties of these units on these days, which it replaces,
// do not count. To a joint patrol go those whom the departments that accepted send.
func (r *Region) Arrange(ctx context.Context, s Register, set roster.Settings, units []string, from time.Time, days int, seed uint64) (*Arrangement, error) {
	own, notes := roster.Duties(r.Atlas, law.Official(), set, units, from, days, seed)
	if len(own) == 0 {
		return nil, finding.New("roster.no_duties", "", "units", units)
	}
	patrols, err := r.jointPatrols(ctx, s)
	if err != nil {
		return nil, err
	}
	own, held := asAnswered(own, patrols)
	if len(own) == 0 {
		return nil, finding.New("roster.no_duties", "", "units", units)
	}
	p, err := r.problem(ctx, s, set, own, held, nil)
	if err != nil {
		return nil, err
	}
	last := from.AddDate(0, 0, days-1).Format(time.DateOnly)
	others, err := r.inForce(ctx, s, from, from.AddDate(0, 0, days-1))
	if err != nil {
		return nil, err
	}
	for _, o := range others {
		if day := o.duty.Start.Format(time.DateOnly); !(slices.Contains(units, o.duty.Unit) && day >= from.Format(time.DateOnly) && day <= last) {
			p.settle(o)
		}
	}
	filled, err := roster.Fill(&p.Problem, seed)
	if err != nil {
		return nil, err
	}
	a := p.arrangement(filled, nil, notes)
	a.Document.Seed = patrol.Commitment(seed, strings.Join(units, ","), from)
	return a, nil
}

// Rearrange changes a roster as little as further absences, and what departments have told
// since, ask for. What has begun by now stays, and so does what a later roster has replaced.
func (r *Region) Rearrange(ctx context.Context, s Register, set roster.Settings, kept store.Roster, away []people.Absence, now time.Time, told ...joint.Record) (*Arrangement, error) {
	d, err := wire.ReadRosterDocument(kept)
	if err != nil {
		return nil, err
	}
	from, err1 := time.ParseInLocation(time.DateOnly, kept.From, now.Location())
	to, err2 := time.ParseInLocation(time.DateOnly, kept.To, now.Location())
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	force, err := r.inForce(ctx, s, from, to)
	if err != nil {
		return nil, err
	}
	var own []roster.Duty
	var old roster.Roster
	var settled []entered
	counts := map[string]bool{}
	for _, o := range force {
		switch {
		case o.roster != kept.ID:
			settled = append(settled, o)
		default:
			counts[o.duty.ID] = true
		}
	}
	var over []entered
	for _, k := range d.Duties {
		duty, entry, err := k.Read(now.Location())
		if err != nil {
			return nil, err
		}
		o := entered{kept.ID, duty, entry}
		switch {
		case !counts[duty.ID]:
			over = append(over, o)
		case !duty.Start.After(now):
			settled, over = append(settled, o), append(over, o)
		default:
			own, old.Entries = append(own, duty), append(old.Entries, entry)
		}
	}
	patrols, err := r.jointPatrols(ctx, s, told...)
	if err != nil {
		return nil, err
	}
	own, held := asAnswered(own, patrols)
	p, err := r.problem(ctx, s, set, own, held, away)
	if err != nil {
		return nil, err
	}
	for _, o := range settled {
		p.settle(o)
	}
	filled, changes, err := roster.Refill(&p.Problem, old)
	if err != nil {
		return nil, err
	}
	stood := map[string]string{}
	for _, k := range d.Duties {
		stood[k.ID] = k.Stand
	}
	a := p.arrangement(filled, stood, nil)
	a.Changes = slices.DeleteFunc(changes, func(c roster.Change) bool { return !p.own[c.Duty] })
	for _, e := range old.Entries {
		if !p.own[e.Duty] { // called off
			a.Changes = append(a.Changes, roster.Change{Duty: e.Duty, Out: e.People, ItemsOut: e.Items})
		}
	}
	a.keep(d, over)
	return a, nil
}

// keep adds duties that are not arranged any more, as they were, with who was on them.
func (a *Arrangement) keep(was wire.RosterDocument, over []entered) {
	d := &a.Document
	d.Seed = was.Seed
	for _, o := range over {
		i := slices.IndexFunc(was.Duties, func(k wire.KeptDuty) bool { return k.ID == o.duty.ID })
		d.Duties = append(d.Duties, was.Duties[i])
		for _, x := range was.Short {
			if x.Duty == o.duty.ID {
				d.Short = append(d.Short, x)
			}
		}
	}
	slices.SortStableFunc(d.Duties, func(x, y wire.KeptDuty) int { return strings.Compare(x.Unit+x.Start, y.Unit+y.Start) })
	for _, p := range was.People {
		if !slices.ContainsFunc(d.People, func(x wire.RosterPerson) bool { return x.ID == p.ID }) {
			d.People = append(d.People, p)
		}
	}
	for _, i := range was.Equipment {
		if !slices.ContainsFunc(d.Equipment, func(x wire.RosterItem) bool { return x.ID == i.ID }) {
			d.Equipment = append(d.Equipment, i)
		}
	}
}

// A problem is one of which some duties are those of this roster.
type problem struct {
	roster.Problem
	own   map[string]bool
	atlas *atlas.Atlas
}

// units names a unit that is given by its id.
func (p *problem) units(id any) (finding.Name, bool) {
	text, _ := id.(string)
	u, ok := p.atlas.Unit(text)
	return finding.Name{ZH: u.Name, EN: u.NameEN}, ok
}

func (r *Region) problem(ctx context.Context, s Register, set roster.Settings, own []roster.Duty, held map[string][]string, away []people.Absence) (*problem, error) {
	code := r.Dataset.Region.Code
	all, err := s.People(ctx, code)
	if err != nil {
		return nil, err
	}
	items, err := s.Items(ctx, code)
	if err != nil {
		return nil, err
	}
	known, err := s.Absences(ctx, code)
	if err != nil {
		return nil, err
	}
	for _, a := range away { // the last word on each counts
		known = append(slices.DeleteFunc(known, func(k people.Absence) bool { return k.ID == a.ID }), a)
	}
	p := &problem{own: map[string]bool{}, atlas: r.Atlas, Problem: roster.Problem{People: people.Crew(all, known), Items: people.Gear(items, known), Duties: own, Floors: roster.Floors(r.Atlas),
		Modes: map[string]roster.Mode{}, Rules: set.Rules, Held: held, Booked: map[string][]string{}, Lends: roster.Lends(r.Atlas, own)}}
	for i := range p.People { // certificates of other departments are not for acts under this law
		if u, _ := r.Atlas.Unit(p.People[i].Unit); u.Class == "CITY_DEPT" {
			p.People[i].Certificates = nil
		}
	}
	for _, unit := range set.Fixed {
		p.Modes[unit] = roster.Fixed
	}
	for _, d := range own {
		p.own[d.ID] = true
	}
	p.People = slices.DeleteFunc(p.People, func(x crew.Person) bool { return !goesOut(all, x.ID) })
	return p, nil
}

// notSent are roles that alone do not send anybody out.
var notSent = []string{"dispatcher", "liaison", "supervision_member", "petition_desk", "auditor", "administrator", "town_leader"}

// goesOut tells whether a person has a role of those who go out.
func goesOut(all []people.Person, id string) bool {
	i := slices.IndexFunc(all, func(p people.Person) bool { return p.ID == id })
	for _, role := range all[i].Roles {
		if !slices.Contains(notSent, string(role)) {
			return true
		}
	}
	return false
}

// settle adds a duty that is nobody's to change here.
func (p *problem) settle(o entered) {
	o.duty.Settled = true
	o.duty.ID = o.roster + " " + o.duty.ID
	p.Duties = append(p.Duties, o.duty)
	p.Held[o.duty.ID], p.Booked[o.duty.ID] = o.entry.People, o.entry.Items
}

// arrangement says what came of filling a problem.
func (p *problem) arrangement(filled roster.Roster, stood map[string]string, notes []*finding.Finding) *Arrangement {
	var own roster.Roster
	for _, e := range filled.Entries {
		if p.own[e.Duty] {
			own.Entries = append(own.Entries, e)
		}
	}
	a := &Arrangement{Problem: &p.Problem, Document: wire.NewRosterDocument(&p.Problem, own, stood), Notes: notes}
	lacks := map[string][]*finding.Finding{}
	for _, f := range findings(roster.Check(&p.Problem, filled)) {
		switch {
		case !p.own[f.Where]:
		case f.Code == "roster.floor":
			unit, _ := f.Args["unit"].(string)
			day, _ := f.Args["day"].(string)
			if of, ok := p.units(f.Args["of"]); ok {
				f.Args["of"] = of
			}
			a.Document.Breaches = append(a.Document.Breaches, wire.KeptBreach{Unit: unit, Day: day, BothWords: wire.Both([]*finding.Finding{f})[0]})
		default:
			lacks[f.Where] = append(lacks[f.Where], f)
			if f.Code == "roster.too_few_certified" {
				lacks[f.Where] = append(lacks[f.Where], p.lapsed(f.Where)...)
			}
		}
	}
	for _, k := range a.Document.Duties {
		if lacks[k.ID] == nil {
			continue
		}
		why := roster.Conflict(&p.Problem, k.ID)
		if why == nil {
			why = []*finding.Finding{finding.New("roster.why.search", "")}
		}
		a.Document.Short = append(a.Document.Short, wire.KeptShort{Duty: k.ID, Lacks: wire.Both(lacks[k.ID]), Why: wire.Both(why)})
	}
	return a
}

// lapsed names those of a duty's unit whose certificates do not hold any more on it.
func (p *problem) lapsed(duty string) (all []*finding.Finding) {
	i := slices.IndexFunc(p.Duties, func(d roster.Duty) bool { return d.ID == duty })
	for k := range p.People {
		x := &p.People[k]
		if c, ok := x.Lapsed(crew.Span{From: p.Duties[i].Start, Until: p.Duties[i].End}); ok && x.Unit == p.Duties[i].Unit {
			all = append(all, finding.New("roster.lapsed", "", "person", finding.Name{ZH: x.Name, EN: x.NameEN}, "number", c.Number,
				"until", c.Until.Add(-time.Second).In(p.Duties[i].Start.Location()).Format(time.DateOnly), "day", p.Duties[i].Start.Format(time.DateOnly)))
		}
	}
	return all
}

func findings(err error) []*finding.Finding {
	var all []*finding.Finding
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range many.Unwrap() {
			all = append(all, findings(one)...)
		}
		return all
	}
	var f *finding.Finding
	if errors.As(err, &f) {
		all = append(all, f)
	}
	return all
}

// Made gives the rosters of units as a store keeps them, one for each, so that each can be
// changed by who arranges it.
func (a *Arrangement) Made(units []string, from time.Time, days int, person, reason string, now time.Time) ([]store.Roster, error) {
	var all []store.Roster
	for _, unit := range units {
		part := a.Document.Of(unit)
		if len(part.Duties) == 0 {
			continue
		}
		document, err := json.Marshal(part)
		if err != nil {
			return nil, err
		}
		all = append(all, store.Roster{ID: unit + "-" + from.Format("20060102") + "-" + now.Format("150405"), Revision: 1, Units: []string{unit},
			From: from.Format(time.DateOnly), To: from.AddDate(0, 0, days-1).Format(time.DateOnly), Document: document, Person: person, Reason: reason, At: now})
	}
	return all, nil
}

// Next gives a changed roster as its next revision.
func (a *Arrangement) Next(kept store.Roster, person, reason string, now time.Time) (store.Roster, error) {
	document, err := json.Marshal(a.Document)
	kept.Revision, kept.Document, kept.Person, kept.Reason, kept.At = kept.Revision+1, document, person, reason, now
	return kept, err
}

// entered is a duty of a roster that is kept.
type entered struct {
	roster string
	duty   roster.Duty
	entry  roster.Entry
}

// inForce lists the duties of all rosters near some days. Of a unit and a day the roster
// counts that was made last.
func (r *Region) inForce(ctx context.Context, s Register, from, to time.Time) ([]entered, error) {
	kept, _, err := s.Rosters(ctx, r.Dataset.Region.Code, store.RosterQuery{From: from.AddDate(0, 0, -around).Format(time.DateOnly), To: to.AddDate(0, 0, around).Format(time.DateOnly)})
	if err != nil {
		return nil, err
	}
	var all []entered
	for i, k := range kept {
		d, err := wire.ReadRosterDocument(k)
		if err != nil {
			return nil, err
		}
		for _, x := range d.Duties {
			duty, entry, err := x.Read(from.Location())
			if err != nil {
				return nil, err
			}
			if !replaced(kept[i+1:], duty.Unit, duty.Start.Format(time.DateOnly)) {
				all = append(all, entered{k.ID, duty, entry})
			}
		}
	}
	return all, nil
}

// replaced tells whether a later roster covers a unit and a day.
func replaced(later []store.Roster, unit, day string) bool {
	return slices.ContainsFunc(later, func(k store.Roster) bool { return slices.Contains(k.Units, unit) && k.From <= day && day <= k.To })
}
