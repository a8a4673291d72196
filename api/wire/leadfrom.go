package wire

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// A Reader is who reads of a lead: in which language, when, by whose names.
type Reader struct {
	Lang   words.Lang
	World  *dispatch.World
	Now    time.Time
	People func(id string) people.Person // whoever is not on the register has no id
	Sees   func(lead string) bool        // may be read too; one that may not is not named. nil: all may
}

// sees tells whether a lead may be named; no lead is no secret.
func (r Reader) sees(lead string) bool { return r.Sees == nil || lead == "" || r.Sees(lead) }

// seen is the id of a lead, if it may be named.
func (r Reader) seen(lead string) string {
	if r.sees(lead) {
		return lead
	}
	return ""
}

// Body names a unit.
func (r Reader) Body(id string) UnitName {
	if u, ok := r.World.Org.Unit(id); ok {
		return UnitName{id, words.Named(r.Lang, u.Name, u.NameEN)}
	}
	return UnitName{id, id}
}

func (r Reader) person(id string) string {
	p := r.People(id)
	if p.ID == "" {
		return id
	}
	return words.Named(r.Lang, p.Name, p.NameEN)
}

func (r Reader) term(kind, code string) string {
	if code == "" {
		return ""
	}
	return words.Say(r.Lang, kind+"."+code, nil)
}

// Lead gives an incident with the life of its lead; next are what the asker may do, each
// with the role in which, barred what the asker may not.
func (r Reader) Lead(k store.Kept, next []NextAction, barred ...BarredAction) feature.Feature {
	f := feature.Feature{ID: k.Incident.ID, Geometry: k.Incident.Geometry, Props: map[string]any{}}
	if decision, ok := k.Incident.Props["decision"].(map[string]any); ok {
		maps.Copy(f.Props, decision)
	}
	maps.Copy(f.Props, k.Incident.Props)
	delete(f.Props, "decision")
	if k.Lead.Revision > 0 {
		life := r.Life(k.Lead, next)
		life.Barred = append(life.Barred, barred...)
		f.Props["life"] = raw(life)
	}
	return f
}

// raw gives a value as it is written.
func raw(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // our own shapes
	}
	return bytes.TrimSpace(b.Bytes())
}

// plain gives a value as maps and lists, as properties are.
func plain(v any) any {
	var out any
	if err := json.Unmarshal(raw(v), &out); err != nil {
		panic(err)
	}
	return out
}

// Life gives a lead as it stands.
func (r Reader) Life(l dispatch.Lead, next []NextAction) Life {
	life := Life{
		State: string(l.State), StateName: r.term("state", string(l.State)), Revision: l.Revision,
		Holder: r.Body(l.Unit), Person: l.Person, PersonName: r.person(l.Person), Sender: r.Body(l.Sender), Bound: l.Bound,
		Parent: r.seen(l.Parent), Children: []Child{}, Into: r.seen(l.Into), Emergency: l.Emergency, Level: l.Level, Petition: l.Petition, BackCheck: l.BackCheck,
		CallBack: l.CallBack, Rows: LeadRows{l.Ruling.V, l.Ruling.L, append([]string{}, l.Ruling.N...)},
		Clocks: []LeadClock{}, Next: append([]NextAction{}, next...), Barred: []BarredAction{},
	}
	if r.Sees == nil { // it may rest on what is withheld: see Records
		life.Head = l.Head
	}
	for _, c := range l.Children {
		if r.sees(c.ID) {
			life.Children = append(life.Children, Child{c.ID, c.Done})
		}
	}
	if l.By.Unit != "" {
		life.Verified = &Verified{r.Body(l.By.Unit), l.By.Person, l.By.Finder, l.By.Outcome}
	}
	if !l.Due.IsZero() {
		life.Remedy = &Remedy{Due: stamp(l.Due.In(law.China)), Accepted: true}
		if l.Task != nil {
			station := r.Body(l.Task.Station)
			life.Remedy.Station, life.Remedy.Accepted = &station, l.Task.Accepted
		}
	}
	if d := l.Dispute; d != nil {
		life.Dispute = &Dispute{r.Body(d.Claimant), r.Body(d.Respondent), r.Body(d.Arbiter), d.Then, d.Ground, r.basis(d.Basis), d.Mark, stamp(d.Opened.In(law.China))}
	}
	for _, d := range r.World.Deadlines(l, r.Now) {
		life.Clocks = append(life.Clocks, r.clock(d))
		life.Overdue = life.Overdue || d.Missed
	}
	life.Illustration = slices.ContainsFunc(l.Trail, func(t dispatch.Trace) bool { return r.People(t.Person).Illustration })
	return life
}

func (r Reader) clock(d dispatch.Deadline) LeadClock {
	k := LeadClock{Limit: d.Limit.ID, Name: words.Named(r.Lang, d.Limit.ZH, d.Limit.EN), For: r.Body(d.Clock.Unit), Start: stamp(d.Clock.Start.In(law.China)),
		Due: maybe(d.Due.At), DueIfMoved: maybe(d.Due.Moved), Missed: d.Missed, Basis: []Cited{},
		Standing: slices.ContainsFunc(d.Clock.Stops, func(s law.Stop) bool { return s.To.IsZero() })}
	if k.Name == "" { // a deadline of its own: ordered, asked
		k.Name = words.Say(r.Lang, "desk."+d.Limit.ID, nil)
	}
	if d.Tier != "" {
		k.Escalated = &Escalation{d.Tier, r.term("tier", d.Tier), r.Body(d.To)}
	}
	if d.Due.Gap != nil {
		k.Gap = words.Finding(r.Lang, d.Due.Gap)
	}
	for _, c := range d.Limit.Basis {
		k.Basis = append(k.Basis, Cited{words.Named(r.Lang, c.Instrument.ZH, c.Instrument.EN), c.Article, string(c.Mark), words.Say(r.Lang, "mark."+string(c.Mark), nil)})
	}
	return k
}

// needed are the members of an event's body by what the tables call them; what is not
// named here is called the same.
var needed = map[string]string{"ruling": "", "close": "reason", "evidence": "files", "ground": "reason", "once": ""}

// Next lists what a person may do with a lead, each in the first of the roles that may.
func (r Reader) Next(l dispatch.Lead, p people.Person) []NextAction {
	all := []NextAction{}
	for _, role := range p.Roles {
		for _, o := range r.World.Options(l, p.Actor(role)) {
			if slices.ContainsFunc(all, func(a NextAction) bool { return a.Event == string(o.Event) }) {
				continue
			}
			a := NextAction{Event: string(o.Event), Name: r.term("event", string(o.Event)), As: string(role), To: string(o.To), ToName: r.term("state", string(o.To)),
				Needs: []string{}, Kind: o.Target, Suggest: []UnitName{}}
			for _, n := range o.Needs {
				name, other := needed[n]
				if !other {
					name = n
				}
				a.Needs = append(a.Needs, name)
				switch {
				case n == "close":
					a.Needs = append(a.Needs, "files")
					if l.Petition != "" {
						a.Needs = append(a.Needs, "reply")
					}
				case n == "ground":
					if o.Event == "contest" {
						a.Needs = append(a.Needs, "to")
					}
				case n == "outcome" && l.Ruling.Certified:
					a.Needs = append(a.Needs, "officers")
				}
			}
			a.Needs = slices.DeleteFunc(a.Needs, func(n string) bool { return n == "" })
			for _, id := range o.Suggest {
				a.Suggest = append(a.Suggest, r.Body(id))
			}
			all = append(all, a)
		}
	}
	return all
}

// Records gives the history of a lead. Ids can be guessed, and a guess proved by a digest: where something is withheld,
// no digest is given that rests on it.
func (r Reader) Records(lead string, all []dispatch.Record) Records {
	out := Records{Lead: lead, Records: []RecordLine{}}
	if err := dispatch.VerifyChain(all); err != nil {
		out.Proof = words.Error(r.Lang, err)
	}
	resting := false // on something that was withheld
	for _, x := range all {
		whole := x.Digest()
		if resting {
			x.Previous = ""
		}
		var withheld []string
		if !r.sees(x.Detail.Other) {
			x.Detail.Other, withheld = "", append(withheld, "other")
		}
		if slices.ContainsFunc(x.Detail.Children, func(id string) bool { return !r.sees(id) }) {
			x.Detail.Children, withheld = slices.DeleteFunc(slices.Clone(x.Detail.Children), func(id string) bool { return !r.sees(id) }), append(withheld, "children")
		}
		if resting = resting || len(withheld) > 0; resting {
			whole = ""
		}
		record, _ := plain(x).(map[string]any)
		out.Records = append(out.Records, RecordLine{
			EventName: r.term("event", string(x.Event)), FromName: r.term("state", string(x.From)), ToName: r.term("state", string(x.To)),
			PersonName: r.person(x.Person), UnitName: r.Body(x.Unit).Name, RoleName: r.term("role", string(x.Role)), HolderName: r.Body(x.Holder).Name,
			At: stamp(x.Time()), Digest: whole, Record: record, Withheld: withheld,
		})
	}
	return out
}

// Moved gives what a server-sent event says of a record.
func (r Reader) Moved(m store.Movement) LeadMoved {
	x := m.Record
	by := ""
	if x.Person != "" {
		by = words.Say(r.Lang, "desk.by", finding.Args{"unit": r.Body(x.Unit).Name, "person": r.person(x.Person)})
	}
	return LeadMoved{m.Lead, x.Serial, string(x.Event), r.term("event", string(x.Event)), string(x.To), r.term("state", string(x.To)), x.Holder, by, stamp(x.Time())}
}

// Person describes a person.
func (r Reader) Person(p people.Person) Person {
	out := Person{ID: p.ID, Name: r.person(p.ID), Unit: r.Body(p.Unit), Roles: []PersonRole{}, Certificates: []Certificate{}, Certified: p.Certified(r.Now), Illustration: p.Illustration}
	for _, role := range p.Roles {
		out.Roles = append(out.Roles, PersonRole{string(role), r.term("role", string(role))})
	}
	for _, c := range p.Certificates {
		out.Certificates = append(out.Certificates, Certificate(c))
	}
	return out
}

// Similar lists the leads that may be of the same thing as one, the nearest first.
func (r Reader) Similar(mine dispatch.Summary, all []store.Kept, of func(store.Kept) dispatch.Summary) SimilarLeads {
	out := SimilarLeads{Similar: []Similar{}}
	for _, k := range all {
		other := of(k)
		if m, same := dispatch.MaySame(mine, other); same && k.Lead.State != dispatch.Merged && k.Lead.State != dispatch.Void {
			out.Similar = append(out.Similar, Similar{other.ID, other.Category, string(k.Lead.State), r.term("state", string(k.Lead.State)),
				m, stamp(other.Time.In(law.China)), k.Incident.Text("note")})
		}
	}
	slices.SortStableFunc(out.Similar, func(a, b Similar) int { return cmp.Compare(a.DistanceM, b.DistanceM) })
	return out
}

// FromAttachment gives a file and where it can be read.
func FromAttachment(a store.Attachment, href string) Attachment {
	return Attachment{SHA256: a.SHA256, Name: a.Name, Media: a.Media, Size: a.Size, Person: a.Person, At: stamp(a.At), Href: href}
}

// FromReadings lists who looked at a reporter.
func FromReadings(all []store.Reading) Readings {
	out := Readings{Readings: []Reading{}}
	for _, r := range all {
		out.Readings = append(out.Readings, Reading{r.Person, r.Reason, stamp(r.At)})
	}
	return out
}

// FromRoots lists the roots.
func FromRoots(all []store.Root) Roots {
	out := Roots{Roots: []RootLine{}}
	for _, r := range all {
		out.Roots = append(out.Roots, RootLine{r.Day, stamp(r.At), r.Leads, r.Digest, r.Previous})
	}
	return out
}
