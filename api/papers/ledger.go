package papers

import "time"

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
