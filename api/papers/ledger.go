package papers

import (
	"slices"
	"strings"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/jurisdiction"
)

// A Way is how something was sent.
type Way string

// The ways of sending.
const (
	Exchange Way = "exchange" // exchange of official papers (公文交换)
	ByHand   Way = "hand"
	ByPost   Way = "post"
	Fax      Way = "fax"
	Mail     Way = "mail" // government mail or document system
	Phone    Way = "phone"
	System   Way = "system" // within this program
)

// An Entry is one line of the ledger of notices (通报台账): one paper, call or
// message to one unit.
type Entry struct {
	Lead     string
	Number   string // of the paper, "" for a call or message
	Subject  Text
	Rows     []string // of tables N or L by which it was sent: "N2"
	From, To Party
	SentAt   time.Time
	Way      Way
	Due      time.Time // by when the receipt must be back; zero if none is asked
	Receipt  *Received // nil until it is back
}

// Received is a receipt that came back.
type Received struct {
	By    Officer
	At    time.Time
	Reply Text // "" where nothing but the receipt is known
}

// A Status is where an entry stands at an instant.
type Status string

// The states of an entry.
const (
	NoReceipt Status = "none"     // none is asked and none came
	Awaited   Status = "awaited"  // not yet due
	Overdue   Status = "overdue"  // due and not back
	Back      Status = "received" // in time
	Late      Status = "late"     // back, after it was due
)

// At tells where an entry stands. A receipt at the very moment of being due is in
// time; one that comes after `now` has not come yet.
func (e Entry) At(now time.Time) Status {
	switch back := e.Receipt != nil && !e.Receipt.At.After(now); {
	case back && !e.Due.IsZero() && e.Receipt.At.After(e.Due):
		return Late
	case back:
		return Back
	case e.Due.IsZero():
		return NoReceipt
	case now.After(e.Due):
		return Overdue
	}
	return Awaited
}

// Sent is what one sending has in common.
type Sent struct {
	Number string
	From   string // id of the unit
	At     time.Time
	Way    Way
	Due    time.Time
}

// Told gives an entry for each unit that table N of a decision tells, the lead and
// the sender aside, in the order of the rows. A unit that several rows name has one
// entry with all of them.
func Told(a *atlas.Atlas, c Case, d jurisdiction.Decision, s Sent) []Entry {
	var all []Entry
	for _, told := range d.Told {
		for _, id := range told.To {
			if id == s.From || id == d.Lead && d.J != "LAKE" {
				continue
			}
			to := party(a, id)
			i := slices.IndexFunc(all, func(e Entry) bool { return e.To.ID == to.ID })
			if i < 0 {
				i = len(all)
				all = append(all, Entry{Lead: c.Lead, Number: s.Number, Subject: c.Subject, From: party(a, s.From), To: to, SentAt: s.At, Way: s.Way, Due: s.Due})
			}
			all[i].Rows = append(all[i].Rows, told.Row)
		}
	}
	return all
}

// Of gives the entry of a letter that was sent.
func Of(l Letter, s Sent) Entry {
	row := "N2"
	if l.Kind == Inform {
		row = l.Told
	} else if l.Kind != Across {
		row = ""
		for _, r := range strings.Split(l.Rows, "、") {
			if strings.HasPrefix(r, "L") {
				row = r
			}
		}
	}
	e := Entry{Lead: l.Lead, Number: l.Number, Subject: subjectOf(l), From: l.From, To: l.To, SentAt: s.At, Way: s.Way, Due: s.Due}
	if row != "" {
		e.Rows = []string{row}
	}
	return e
}

func subjectOf(l Letter) Text {
	if t, ok := l.Title.Args["subject"].(Text); ok {
		return t
	}
	return Text{}
}

// Open gives the entries whose receipts are overdue at an instant, the oldest first.
func Open(all []Entry, now time.Time) []Entry {
	var late []Entry
	for _, e := range all {
		if e.At(now) == Overdue {
			late = append(late, e)
		}
	}
	slices.SortStableFunc(late, func(a, b Entry) int { return a.Due.Compare(b.Due) })
	return late
}
