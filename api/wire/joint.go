package wire

import (
	"time"

	"xunhu/api/joint"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
)

// A JointPatrol is a patrol to which departments are invited, as it is answered.
type JointPatrol struct {
	ID          string            `json:"id"`
	Revision    int               `json:"revision" doc:"1, and one more with each record; the beginning of its ETag"`
	Host        UnitName          `json:"host"`
	Duty        string            `json:"duty" doc:"id of the duty on the host's roster"`
	State       string            `json:"state" enum:"open,settled,unwritten,held,missed,cancelled"`
	Start       string            `json:"start"`
	End         string            `json:"end"`
	ReplyBy     string            `json:"reply_by,omitempty"`
	Subject     string            `json:"subject,omitempty"`
	Place       string            `json:"place,omitempty" doc:"where they meet"`
	Departments []JointDepartment `json:"departments" nullable:"false"`
	Own         *JointWord        `json:"own,omitempty" doc:"who came of ecology and environment; its note is what was agreed"`
	Cancelled   *JointWord        `json:"cancelled,omitempty"`
	Faults      []string          `json:"faults" nullable:"false" doc:"what is missing now, in words"`
}

// A JointDepartment is one that is invited, what it said, and whether it came.
type JointDepartment struct {
	Unit  UnitName   `json:"unit"`
	Task  string     `json:"task,omitempty"`
	Reply *JointWord `json:"reply,omitempty" doc:"the last; without it none yet"`
	Came  *JointWord `json:"came,omitempty" doc:"without it nothing is taken down"`
}

// A JointWord is what a unit said, or what was said of it.
type JointWord struct {
	Yes  bool         `json:"yes" doc:"comes, or came"`
	Who  []JointGuest `json:"who" nullable:"false"`
	Note string       `json:"note,omitempty"`
	By   string       `json:"by" doc:"id of who entered it"`
	At   string       `json:"at"`
}

// A JointGuest is somebody who comes: of the register by an id, or by a name alone.
type JointGuest struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// FromJoint says a joint patrol in a language, with what is missing.
func FromJoint(p joint.Patrol, faults []*finding.Finding, now time.Time, a *atlas.Atlas, l words.Lang) JointPatrol {
	unit := func(id string) UnitName {
		u, _ := a.Unit(id)
		return UnitName{ID: id, Name: words.Named(l, u.Name, u.NameEN)}
	}
	out := JointPatrol{ID: p.ID, Revision: p.Revision, Host: unit(p.Host), Duty: p.Duty, State: string(p.State(now)), Start: p.Start.Format(time.RFC3339), End: p.End.Format(time.RFC3339),
		Subject: p.Subject, Place: p.Place, Departments: []JointDepartment{}, Own: wordOf(p.Own), Cancelled: wordOf(p.Cancelled), Faults: []string{}}
	if !p.ReplyBy.IsZero() {
		out.ReplyBy = p.ReplyBy.Format(time.RFC3339)
	}
	for _, d := range p.Departments {
		out.Departments = append(out.Departments, JointDepartment{Unit: unit(d.Unit), Task: d.Task, Reply: wordOf(d.Reply), Came: wordOf(d.Came)})
	}
	for _, f := range faults {
		out.Faults = append(out.Faults, words.Say(l, f.Code, f.Args))
	}
	return out
}

func wordOf(w *joint.Word) *JointWord {
	if w == nil {
		return nil
	}
	out := &JointWord{Yes: w.Yes, Who: []JointGuest{}, Note: w.Note, By: w.Person, At: w.At.Format(time.RFC3339)}
	for _, g := range w.Who {
		out.Who = append(out.Who, JointGuest(g))
	}
	return out
}

// Guests are people as a record keeps them.
func Guests(all []JointGuest) []joint.Guest {
	var out []joint.Guest
	for _, g := range all {
		out = append(out, joint.Guest(g))
	}
	return out
}

// A JointInvitation asks departments to a duty of the branch's roster. Sent again for the
// same duty it changes what was asked; replies stay.
type JointInvitation struct {
	Duty    string             `json:"duty" doc:"id of a joint patrol on a roster"`
	Asked   []JointInvitedUnit `json:"asked,omitempty" nullable:"false" doc:"without it those that the duty invites"`
	Subject string             `json:"subject,omitempty"`
	Place   string             `json:"place,omitempty"`
	ReplyBy string             `json:"reply_by,omitempty" doc:"RFC 3339"`
}

// A JointInvitedUnit is a department that is invited, and what it is to do.
type JointInvitedUnit struct {
	Unit string `json:"unit"`
	Task string `json:"task,omitempty"`
}

// A JointReply is what a department says.
type JointReply struct {
	Unit string       `json:"unit" doc:"whose reply it is"`
	Yes  bool         `json:"yes" doc:"whether it comes"`
	Who  []JointGuest `json:"who,omitempty" nullable:"false" doc:"with whom"`
	Note string       `json:"note,omitempty" doc:"why it does not come"`
}

// A JointAttendance is who came, of each unit.
type JointAttendance struct {
	Units []JointReply `json:"units" nullable:"false" doc:"the host too: its note is what was agreed"`
}

// A JointCancel calls a patrol off.
type JointCancel struct {
	Reason string `json:"reason"`
}

// A JointAnswer is a joint patrol, and how the host's roster changed.
type JointAnswer struct {
	JointPatrol
	Changes []RosterChange `json:"roster_changes" nullable:"false" doc:"of the host's roster, by who comes"`
}
