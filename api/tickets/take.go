package tickets

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"slices"
	"strings"
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// A Taker makes leads, in the name of a person.
type Taker struct {
	Store  store.Leads
	Region *live.Region
	World  *dispatch.World
	Person people.Person
	Lang   words.Lang
	Now    time.Time    // whole milliseconds, in China
	Duty   live.Entries // of Now
	Folder fs.FS        // where the files of a list lie, and nothing outside; nil: nowhere
}

// A Report is what became of a list.
type Report struct {
	New, Known, Unplaced, Files int
	Changed                     []*finding.Finding // rows that differ from what was taken before
	Refused                     []*finding.Finding
	Notes                       []*finding.Finding
	Similar                     []*finding.Finding // what may be the same thing
}

// errDry undoes what a dry run has written.
var errDry = errors.New("tickets: a dry run")

// Take makes a lead of every ticket that was not taken before; with dry all is done and
// then undone. An error leaves the store as it was.
func (t *Taker) Take(ctx context.Context, all []Ticket, dry bool) (Report, error) {
	var r Report
	index, err := t.index(ctx, all)
	if err != nil {
		return r, err
	}
	err = t.Store.Batch(ctx, t.code(), func(b store.Batch) error {
		seen := map[[2]string]bool{}
		for i := range all {
			k := &all[i]
			key := [2]string{k.Incident.Source, k.Number}
			if seen[key] {
				r.Refused = append(r.Refused, finding.New("tickets.twice", k.Where, "number", k.Number))
				continue
			}
			seen[key] = true
			if err := t.one(ctx, b, k, index, &r); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if dry {
			return errDry
		}
		return nil
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return r, err
}

func (t *Taker) code() string { return t.Region.Dataset.Region.Code }

// one takes one ticket in.
func (t *Taker) one(ctx context.Context, b store.Batch, k *Ticket, index *near, r *Report) error {
	page, err := t.Store.Leads(ctx, t.code(), store.LeadQuery{Source: k.Incident.Source, Ticket: k.Number, Limit: 1})
	if err != nil {
		return err
	}
	if len(page.Leads) > 0 {
		r.Known++
		parts, err := t.differs(ctx, k, page.Leads[0])
		if len(parts) > 0 {
			r.Changed = append(r.Changed, finding.New("tickets.changed", k.Where, "number", k.Number, "lead", page.Leads[0].Incident.ID, "parts", list(parts)))
		}
		return err
	}
	d, region, err := t.Decide(ctx, k.Incident)
	if err != nil {
		for _, e := range words.Split(err) {
			var f *finding.Finding
			if !errors.As(e, &f) {
				return err
			}
			g := *f
			g.Where = strings.TrimSpace(k.Where + " " + strings.TrimPrefix(f.Where, "incident"))
			r.Refused = append(r.Refused, &g)
		}
		return nil
	}
	c, err := t.Lead(ctx, b, region, k, d)
	if err != nil {
		return err
	}
	c.Files = t.files(k, c.Lead.ID, r)
	if err := b.Keep(c); err != nil {
		return err
	}
	r.New++
	r.Files += len(c.Files)
	t.note(k, c, d, index, r)
	return nil
}

// Decide asks the tables by the edition and the law of the day of the act; without a place
// they are not asked.
func (t *Taker) Decide(ctx context.Context, inc jurisdiction.Incident) (jurisdiction.Decision, *live.Region, error) {
	region, err := t.Region.On(inc.OccurredAt)
	if err != nil {
		return jurisdiction.Decision{}, nil, err
	}
	if inc.Geometry == nil {
		return region.Rules.Unplaced(inc), region, nil
	}
	manning, _, err := region.Manning(ctx, t.Duty, t.Now)
	if err != nil {
		return jurisdiction.Decision{}, nil, err
	}
	d, err := region.Rules.Decide(inc, manning)
	return d, region, err
}

// Lead makes the change that brings a lead: its number is drawn, and it is reported by the
// person in the first role that may.
func (t *Taker) Lead(ctx context.Context, b store.Batch, region *live.Region, k *Ticket, d jurisdiction.Decision) (store.Change, error) {
	serial, err := b.Serial(t.Now.Format(time.DateOnly))
	if err != nil {
		return store.Change{}, err
	}
	number, err := dispatch.Number(dispatch.Area(t.code()), t.Now, serial)
	if err != nil {
		return store.Change{}, err
	}
	inc := k.Incident
	inc.ID = number
	f := wire.Kept(inc, k.Note, d, t.Lang, t.Now)
	f.Props["ticket"], f.Props["address"] = k.Number, k.Address
	_, posts, err := region.Manning(ctx, t.Duty, t.Now)
	if err != nil {
		return store.Change{}, err
	}
	if inc.Geometry != nil && inc.Outcome+inc.Finder != "" { // the outcome belongs to whoever verifies
		inc.Outcome, inc.Finder = "", ""
		if d, err = region.Rules.Decide(inc, live.Manned(posts)); err != nil {
			return store.Change{}, err
		}
	}
	ruling := dispatch.RulingOf(inc, d, posts)
	c := dispatch.Command{Event: "report", At: t.Now, Number: number, Source: inc.Source, Act: inc.OccurredAt.Truncate(time.Millisecond).In(law.China),
		Ruling: &ruling, Deadline: k.Deadline, Received: k.Received}
	err = finding.New("desk.no_roles", "", "person", t.Person.ID)
	var l dispatch.Lead
	var records []dispatch.Record
	for _, role := range t.Person.Roles {
		c.Actor = t.Person.Actor(role)
		if l, records, err = t.World.Fire(dispatch.Lead{}, c); err == nil {
			break
		}
	}
	if err != nil {
		return store.Change{}, err
	}
	change := store.Change{Lead: l, Records: records, Incident: &f, Due: t.World.First(l, t.Now)}
	if k.Reporter.Name+k.Reporter.Phone != "" || k.Reporter.Note != "" {
		change.Reporter = &k.Reporter
	}
	return change, nil
}

// note tells what is to be known of a lead that was made.
func (t *Taker) note(k *Ticket, c store.Change, d jurisdiction.Decision, index *near, r *Report) {
	say := func(code string, args ...any) {
		r.Notes = append(r.Notes, finding.New(code, k.Where, append(args, "number", k.Number, "lead", c.Lead.ID)...))
	}
	if k.Incident.Geometry == nil {
		r.Unplaced++
		say("tickets.unplaced", "address", k.Address)
	}
	if k.Class != "" {
		say("tickets.class", "class", k.Class)
	}
	if k.Blotted {
		say("tickets.blotted")
	}
	s := store.Kept{Lead: c.Lead, Incident: *c.Incident}.Summary()
	s.ID, s.Reaches = k.Incident.Source+" "+k.Number, nil
	for _, reach := range d.Reaches {
		s.Reaches = append(s.Reaches, reach.ID)
	}
	if p, n := index.of(s); n > 0 {
		r.Similar = append(r.Similar, finding.New("tickets.similar", k.Where, "number", k.Number, "lead", c.Lead.ID, "other", p.Other, "m", p.DistanceM, "n", n))
	}
	index.add(s)
}

// index holds the leads of the time of a list.
func (t *Taker) index(ctx context.Context, all []Ticket) (*near, error) {
	q := store.LeadQuery{Limit: 500}
	most := 0.0
	for i := range all {
		inc := all[i].Incident
		if at := inc.OccurredAt.Add(-dispatch.SameWithinTime); q.Since.IsZero() || at.Before(q.Since) {
			q.Since = at
		}
		if at := inc.OccurredAt.Add(dispatch.SameWithinTime); at.After(q.Until) {
			q.Until = at
		}
		if inc.Geometry != nil {
			b := inc.Geometry.Bound()
			most = math.Max(most, math.Max(math.Abs(b.Min[1]), math.Abs(b.Max[1])))
		}
	}
	n := newNear(most)
	for len(all) > 0 {
		page, err := t.Store.Leads(ctx, t.code(), q)
		if err != nil {
			return nil, err
		}
		for _, k := range page.Leads {
			if k.Lead.State == dispatch.Merged || k.Lead.State == dispatch.Void {
				continue
			}
			s := k.Summary()
			if ticket := k.Incident.Text("ticket"); ticket != "" {
				s.ID = k.Lead.Source + " " + ticket
			}
			n.add(s)
		}
		if q.Offset += len(page.Leads); len(page.Leads) < q.Limit {
			break
		}
	}
	return n, nil
}

// differs names what a row says otherwise than the lead that was made of it.
func (t *Taker) differs(ctx context.Context, k *Ticket, kept store.Kept) ([]string, error) {
	f := kept.Incident
	var parts []string
	say := func(name string, differs bool) {
		if differs {
			parts = append(parts, name)
		}
	}
	say("text", f.Text("note") != k.Note)
	say("address", f.Text("address") != k.Address)
	say("category", f.Text("category") != k.Incident.Category)
	say("deadline", !kept.Lead.Asked.Equal(k.Deadline))
	say("time", kept.Lead.Act.Unix() != k.Incident.OccurredAt.Unix())
	say("place", !sameText(f, feature.Feature{Geometry: k.Incident.Geometry}))
	for _, secret := range []string{k.Reporter.Name, k.Reporter.Phone} {
		if len([]rune(secret)) < 2 {
			continue
		}
		same, err := t.Store.NamesReporter(ctx, t.code(), f.ID, secret)
		if err != nil {
			return nil, err
		}
		say("reporter", !same)
	}
	return slices.Compact(parts), nil
}

func sameText(a, b feature.Feature) bool {
	if a.Geometry == nil || b.Geometry == nil {
		return a.Geometry == nil && b.Geometry == nil
	}
	x, y := a.Geometry.Bound(), b.Geometry.Bound()
	return x.Min == y.Min && x.Max == y.Max
}

// A list is several parts of a ticket, each named in the reader's language.
type list []string

// Error gives them for logs.
func (l list) Error() string { return strings.Join(l, ", ") }

// Parts gives the terms.
func (l list) Parts() []error {
	all := make([]error, len(l))
	for i, p := range l {
		all[i] = finding.New("tickets.part."+p, "")
	}
	return all
}
