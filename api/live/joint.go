package live

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/joint"
	"xunhu/api/papers"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/routing/crew"
	"xunhu/routing/roster"
)

// jointPatrols are those that are kept, with further records, by the duties that they are.
func (r *Region) jointPatrols(ctx context.Context, s Register, told ...joint.Record) (map[string]*joint.Patrol, error) {
	records, err := s.JointRecords(ctx, r.Dataset.Region.Code, "")
	if err != nil {
		return nil, err
	}
	all := joint.Fold(append(records, told...))
	by := make(map[string]*joint.Patrol, len(all))
	for i := range all {
		by[all[i].Duty] = &all[i]
	}
	return by, nil
}

// asAnswered gives duties as the departments have answered: to each joint patrol go, besides
// the host's own, those of the register whom they send; one that is called off is no duty.
func asAnswered(duties []roster.Duty, patrols map[string]*joint.Patrol) ([]roster.Duty, map[string][]string) {
	held := map[string][]string{}
	var all []roster.Duty
	for _, d := range duties {
		p := patrols[d.ID]
		if p == nil {
			all = append(all, d)
			continue
		}
		if p.Cancelled != nil {
			continue
		}
		d.People -= len(d.From)
		d.From = nil
		for i := range p.Departments {
			if x := &p.Departments[i]; x.Accepted() {
				for _, g := range x.Reply.Who {
					if g.ID != "" {
						d.From, held[d.ID] = append(d.From, x.Unit), append(held[d.ID], g.ID)
					}
				}
			}
		}
		d.People += len(d.From)
		all = append(all, d)
	}
	return all, held
}

// A Joining is what records make of a joint patrol, and is not kept yet.
type Joining struct {
	Patrol   joint.Patrol
	Records  []joint.Record
	Kept     store.Roster // of the host, on which the patrol is; without ID where there is none
	Arranged *Arrangement // how that roster is now; nil: as it was
}

// Rosters are the further revisions that a store keeps; their reason names the patrol.
func (j *Joining) Rosters(person string, now time.Time) ([]store.Roster, error) {
	if j.Arranged == nil || len(j.Arranged.Changes) == 0 {
		return nil, nil
	}
	next, err := j.Arranged.Next(j.Kept, person, j.Patrol.ID, now)
	return []store.Roster{next}, err
}

// Join tells what comes of further records of one joint patrol: whether they may follow, and
// how the host's roster changes by who comes. Their revisions are given here.
func (r *Region) Join(ctx context.Context, s Register, set roster.Settings, now time.Time, records ...joint.Record) (*Joining, error) {
	code := r.Dataset.Region.Code
	known, err1 := s.JointRecords(ctx, code, records[0].Patrol)
	persons, err2 := s.People(ctx, code)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	j := &Joining{Records: records, Patrol: joint.Patrol{ID: records[0].Patrol}}
	if all := joint.Fold(known); len(all) > 0 {
		j.Patrol = all[0]
	} else if records[0].Event != joint.Invite {
		return nil, finding.New("joint.none", "", "id", records[0].Patrol).Because(store.ErrNotFound)
	}
	var faults []error
	changes := false
	for i := range records {
		rec := &records[i]
		rec.Revision = j.Patrol.Revision + 1
		for k := range rec.Who { // whom the register knows is called as it does
			if i := slices.IndexFunc(persons, func(p people.Person) bool { return p.ID == rec.Who[k].ID }); i >= 0 {
				rec.Who[k].Name = persons[i].Name
			}
		}
		f := j.Patrol.May(*rec, func(id string) string {
			i := slices.IndexFunc(persons, func(p people.Person) bool { return p.ID == id })
			if i < 0 {
				return ""
			}
			return persons[i].Unit
		})
		if f == nil {
			f = r.invitable(*rec)
		}
		if f != nil {
			faults = append(faults, r.NameUnits(f))
			continue
		}
		j.Patrol = j.Patrol.With(*rec)
		changes = changes || rec.Event != joint.Attend
	}
	if len(faults) > 0 || !changes || !j.Patrol.Start.After(now) {
		return j, errors.Join(faults...)
	}
	if j.Kept, err1 = r.rosterWith(ctx, s, j.Patrol.Host, j.Patrol.Duty, j.Patrol.Start); err1 != nil || j.Kept.ID == "" {
		return j, err1
	}
	j.Arranged, err1 = r.Rearrange(ctx, s, set, j.Kept, nil, now, records...)
	return j, err1
}

// invitable refuses to invite whom there is not, and who belongs to the house.
func (r *Region) invitable(rec joint.Record) *finding.Finding {
	for _, a := range rec.Asked {
		if u, ok := r.Atlas.Unit(a.Unit); !ok {
			return finding.New("command.no_unit", "", "unit", a.Unit)
		} else if dispatch.InHouse(u.Class) {
			return finding.New("joint.own_house", "", "unit", a.Unit)
		}
	}
	return nil
}

// NameUnits calls the unit of a finding by its name.
func (r *Region) NameUnits(f *finding.Finding) *finding.Finding {
	id, _ := f.Args["unit"].(string)
	if u, ok := r.Atlas.Unit(id); ok {
		f.Args["unit"] = finding.Name{ZH: u.Name, EN: u.NameEN}
	}
	return f
}

// rosterWith is the roster that counts for a unit on a day, if it has a duty.
func (r *Region) rosterWith(ctx context.Context, s Register, unit, duty string, at time.Time) (store.Roster, error) {
	day := at.Format(time.DateOnly)
	kept, _, err := s.Rosters(ctx, r.Dataset.Region.Code, store.RosterQuery{Unit: unit, From: day, To: day})
	if err != nil || len(kept) == 0 {
		return store.Roster{}, err
	}
	last := kept[len(kept)-1]
	d, err := wire.ReadRosterDocument(last)
	if err != nil || !slices.ContainsFunc(d.Duties, func(k wire.KeptDuty) bool { return k.ID == duty }) {
		return store.Roster{}, err
	}
	return last, nil
}

// JointDuties are the duties to which departments may be invited, on the rosters that count
// from a day to another: those that invite any.
func (r *Region) JointDuties(ctx context.Context, s Register, from, to time.Time) ([]roster.Duty, error) {
	force, err := r.inForce(ctx, s, from, to)
	var all []roster.Duty
	for _, o := range force {
		if day := o.duty.Start.Format(time.DateOnly); o.duty.Kind == "P6" && day >= from.Format(time.DateOnly) && day <= to.Format(time.DateOnly) {
			all = append(all, o.duty)
		}
	}
	return all, err
}

// Invitation asks the departments that a duty invites, and those in tasks, which tell what a
// department is to do.
func Invitation(d roster.Duty, tasks map[string]string) joint.Record {
	rec := joint.Record{Patrol: joint.IDOf(d.ID), Event: joint.Invite, Unit: d.Unit, Duty: d.ID, Start: d.Start, End: d.End}
	asked := slices.Clone(d.From)
	for unit := range tasks {
		if !slices.Contains(asked, unit) {
			asked = append(asked, unit)
		}
	}
	slices.Sort(asked)
	for _, unit := range slices.Compact(asked) {
		rec.Asked = append(rec.Asked, joint.Asked{Unit: unit, Task: strings.TrimSpace(tasks[unit])})
	}
	return rec
}

// KindOf is the kind of a unit's usual patrols where it is not what its powers say: those of
// the branch are joint (R37).
func (r *Region) KindOf(unit string) string {
	if u, _ := r.Atlas.Unit(unit); u.Class == atlas.Branch {
		return "P6"
	}
	return ""
}

// namesOf calls people by their ids.
func namesOf(people []crew.Person) func(string) papers.Text {
	return func(id string) papers.Text {
		if i := slices.IndexFunc(people, func(x crew.Person) bool { return x.ID == id }); i >= 0 {
			return papers.Text{ZH: people[i].Name, EN: people[i].NameEN}
		}
		return papers.Text{}
	}
}

// sheetOf is a joint patrol as papers print it.
func sheetOf(p *joint.Patrol, a *atlas.Atlas, named func(id string) papers.Text) *papers.Joint {
	names := func(w *joint.Word) (all []papers.Text) {
		for _, g := range w.Who {
			if n := named(g.ID); g.ID != "" && n.ZH != "" {
				all = append(all, n)
			} else {
				all = append(all, papers.Text{ZH: g.Name})
			}
		}
		return all
	}
	s := &papers.Joint{Subject: p.Subject, Place: p.Place}
	if p.Own != nil {
		s.Minutes = p.Own.Note
	}
	for _, d := range p.Departments {
		u, _ := a.Unit(d.Unit)
		x := papers.Invited{Unit: papers.Text{ZH: u.Name, EN: u.NameEN}, Task: d.Task, Reply: papers.Unsaid}
		if d.Reply != nil {
			if x.Reply = papers.Declined; d.Reply.Yes {
				x.Reply = papers.Accepted
			}
			x.Who, x.Note = names(d.Reply), d.Reply.Note
		}
		if d.Came != nil {
			if x.Came = papers.Absent; d.Came.Yes {
				x.Came = papers.Present
			}
			x.Who = names(d.Came)
		}
		s.Departments = append(s.Departments, x)
	}
	return s
}
