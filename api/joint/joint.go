package joint

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"xunhu/geo/law"
)

// An Event is what a record takes down.
type Event string

// The events.
const (
	Invite Event = "invite" // the branch asks; again, it changes what it asked for
	Reply  Event = "reply"  // a department comes or does not
	Attend Event = "attend" // who came of a unit, or that nobody did
	Cancel Event = "cancel" // the patrol is called off
)

// A Guest is somebody whom a department sends.
type Guest struct {
	ID   string `json:"id,omitempty"` // of the register; "": by name alone
	Name string `json:"name"`
}

// An Asked is a department that is invited, and what it is to do.
type Asked struct {
	Unit string `json:"unit"`
	Task string `json:"task,omitempty"`
}

// A Record is one thing that was done. Which fields it has is told by its event.
type Record struct {
	Patrol   string    `json:"-"`
	Revision int       `json:"-"` // from 1
	Event    Event     `json:"-"`
	Unit     string    `json:"-"` // the host; of a reply and an attendance whose it is
	Person   string    `json:"-"` // who entered it
	At       time.Time `json:"-"`

	Duty    string    `json:"duty,omitempty"` // of the host's roster; of an invitation, as all below to Asked
	Start   time.Time `json:"start,omitzero"`
	End     time.Time `json:"end,omitzero"`
	ReplyBy time.Time `json:"reply_by,omitzero"`
	Subject string    `json:"subject,omitempty"`
	Place   string    `json:"place,omitempty"` // where they meet
	Asked   []Asked   `json:"asked,omitempty"`

	Yes  bool    `json:"yes,omitempty"` // comes, or came
	Who  []Guest `json:"who,omitempty"`
	Note string  `json:"note,omitempty"` // why not; of the host's attendance what was agreed
}

// Read fills in what is kept as JSON; its moments come back as of China.
func (r *Record) Read(detail string) error {
	if err := json.Unmarshal([]byte(detail), r); err != nil {
		return err
	}
	for _, t := range []*time.Time{&r.Start, &r.End, &r.ReplyBy} {
		if !t.IsZero() {
			*t = t.In(law.China)
		}
	}
	return nil
}

// A Patrol is what its records come to.
type Patrol struct {
	ID, Host, Duty      string
	Start, End, ReplyBy time.Time
	Subject, Place      string
	Departments         []Department // in the order in which they were invited
	Own                 *Word        // who came of the host's side; nil: not taken down
	Cancelled           *Word
	Revision            int
}

// A Department is one that is invited.
type Department struct {
	Asked
	Reply *Word // nil: none yet
	Came  *Word // nil: not taken down
}

// A Word is what a unit said, or what was said of it.
type Word struct {
	Yes    bool
	Who    []Guest
	Note   string
	Person string // who entered it
	At     time.Time
}

// Accepted tells whether a department has said that it comes.
func (d *Department) Accepted() bool { return d.Reply != nil && d.Reply.Yes }

// IDOf is the id of the patrol of a duty.
func IDOf(duty string) string { return strings.ReplaceAll(duty, "/", "-") }

// Fold gives the patrols that records make, in the order of their first records. The records
// of one patrol follow one another.
func Fold(records []Record) []Patrol {
	var all []Patrol
	at := map[string]int{}
	for _, r := range records {
		i, known := at[r.Patrol]
		if !known {
			i = len(all)
			at[r.Patrol] = i
			all = append(all, Patrol{ID: r.Patrol})
		}
		all[i] = all[i].With(r)
	}
	return all
}

// With is the patrol after a further record.
func (p Patrol) With(r Record) Patrol {
	p.Departments = slices.Clone(p.Departments)
	p.Revision = r.Revision
	word := &Word{Yes: r.Yes, Who: r.Who, Note: r.Note, Person: r.Person, At: r.At}
	switch r.Event {
	case Invite:
		p.Host, p.Duty, p.Start, p.End, p.ReplyBy, p.Subject, p.Place = r.Unit, r.Duty, r.Start, r.End, r.ReplyBy, r.Subject, r.Place
		was := p.Departments
		p.Departments = nil
		for _, a := range r.Asked {
			d := Department{Asked: a}
			if i := slices.IndexFunc(was, func(d Department) bool { return d.Unit == a.Unit }); i >= 0 {
				d.Reply = was[i].Reply
			}
			p.Departments = append(p.Departments, d)
		}
	case Cancel:
		p.Cancelled = word
	case Attend:
		if r.Unit == p.Host {
			p.Own = word
		} else if d := p.department(r.Unit); d != nil {
			d.Came = word
		}
	case Reply:
		if d := p.department(r.Unit); d != nil {
			d.Reply = word
		}
	}
	return p
}

func (p *Patrol) department(unit string) *Department {
	for i := range p.Departments {
		if p.Departments[i].Unit == unit {
			return &p.Departments[i]
		}
	}
	return nil
}

// A State is where a patrol stands.
type State string

// The states.
const (
	Open      State = "open"      // a reply is awaited
	Settled   State = "settled"   // all have replied
	Unwritten State = "unwritten" // over, and who came is not taken down
	Held      State = "held"      // with somebody of the host's side, which is taken down
	Missed    State = "missed"    // it is taken down that nobody of the host's side was there
	Off       State = "cancelled"
)

// State is where the patrol stands at a moment.
func (p *Patrol) State(now time.Time) State {
	switch {
	case p.Cancelled != nil:
		return Off
	case p.Own != nil && p.Own.Yes:
		return Held
	case p.Own != nil:
		return Missed
	case !now.Before(p.End):
		return Unwritten
	case slices.ContainsFunc(p.Departments, func(d Department) bool { return d.Reply == nil }):
		return Open
	}
	return Settled
}
