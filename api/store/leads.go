package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"xunhu/api/dispatch"
	"xunhu/api/people"
	"xunhu/geo/feature"
	"xunhu/geo/law"
)

// What callers of Leads compare with errors.Is.
var (
	ErrStale    = errors.New("store: somebody was faster")
	ErrRepeated = errors.New("store: this request was carried out before") // its answer is kept under its key
	ErrReporter = errors.New("store: a reporter would be named")
)

// A Kept is a lead as it stands, with its incident.
type Kept struct {
	Lead     dispatch.Lead
	Incident feature.Feature // of the kind Incidents; its id is the lead's, and the members of its decision are json.RawMessage
	Due      time.Time       // the first moment after which a clock that runs is missed; zero: none is known
}

// A Change is what one command has made of one lead.
type Change struct {
	ID       string            // under which it is kept; "": Lead.ID. They differ where a temporary number is replaced, and where an incident without a lead gets one
	Seen     int               // the revision that it must still have; 0: there is none yet
	Lead     dispatch.Lead     // as it is then
	Records  []dispatch.Record // what was done, at least one, following one another
	Incident *feature.Feature  // as it is then; nil: as it was. The columns of the lead's state are the store's to write
	Due      time.Time         // as in Kept
	Notice   *Notice           // that was sent by it
	Receipt  *Receipt          // that came back by it, for one of the lead's notices
	Reporter *Reporter         // of a lead that is new: who told; records are held against it
	Files    []File            // to be attached; their lead is this one
}

// Raw gives the records as they are kept, once it has checked what a caller promises: that
// they follow one another up to the lead.
func (c Change) Raw() ([]RawRecord, error) {
	n := len(c.Records)
	raw := make([]RawRecord, n)
	for i, r := range c.Records {
		text := r.Canonical()
		sum := sha256.Sum256(text)
		raw[i] = RawRecord{Serial: r.Serial, Canonical: text, Digest: hex.EncodeToString(sum[:])}
	}
	if n == 0 || raw[0].Serial != c.Seen+1 || raw[n-1].Serial != c.Lead.Revision || raw[n-1].Digest != c.Lead.Head || c.Seen == 0 && c.Incident == nil {
		return nil, fmt.Errorf("keep lead %s: its records do not lead from revision %d to %d", c.Lead.ID, c.Seen, c.Lead.Revision)
	}
	return raw, nil
}

// Names tells whether a text holds one of the secrets, a reporter's name or telephone. A
// single character, such as a surname, names nobody.
func Names(text string, secrets []string) bool {
	for _, s := range secrets {
		if utf8.RuneCountInString(s) > 1 && strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// A File is an attachment with its content, which is opened once, when it is written.
type File struct {
	Attachment
	Open func() (io.ReadCloser, error)
}

// A Batch takes leads in, one after another, within one transaction.
type Batch interface {
	// Serial is Leads.Serial; a batch that is undone has drawn none.
	Serial(day string) (int, error)
	// Keep writes one change, as Leads.Keep does. After ErrExists one may go on; after any
	// other error the batch must end with it.
	Keep(c Change) error
}

// An Answer is what was said to a request that brought an Idempotency-Key.
type Answer struct {
	Person, Key string
	Request     string // digest of the request
	Status      int
	Header      map[string]string
	Body        []byte
	At          time.Time
}

// Summary is what is compared of a lead when doubles are looked for.
func (k Kept) Summary() dispatch.Summary {
	s := dispatch.Summary{ID: k.Incident.ID, Category: k.Incident.Text("category"), Time: k.Lead.Act, Unplaced: k.Incident.Geometry == nil}
	if !s.Unplaced {
		s.At = k.Incident.Geometry.Bound().Center()
	}
	var reaches []struct {
		ID string `json:"id"`
	}
	if Decided(k.Incident, "reach", &reaches) == nil {
		for _, r := range reaches {
			s.Reaches = append(s.Reaches, r.ID)
		}
	}
	return s
}

// Decided reads a member of the decision that is kept with an incident; nothing is read where there is none.
func Decided(incident feature.Feature, name string, into any) error {
	decision, _ := incident.Props["decision"].(map[string]any)
	v, ok := decision[name]
	if !ok {
		return nil
	}
	raw, ok := v.(json.RawMessage)
	if !ok { // it was made just now
		var err error
		if raw, err = json.Marshal(v); err != nil {
			return err
		}
	}
	return json.Unmarshal(raw, into)
}

// A LeadQuery asks for leads. The zero LeadQuery asks for all, in the order in which
// they were reported.
type LeadQuery struct {
	IDs      []string
	States   []dispatch.State
	Open     bool   // not CLOSED, MERGED or VOID
	Unit     string // that holds it
	Person   string
	Town     string // one of its towns
	Category string
	Source   string
	Ticket   string    // the sender's own number
	Party    string    // a unit that holds it, leads, helps, is told, disputes or decides
	Overdue  time.Time // a clock that runs was missed before this moment; zero: not asked
	Since    time.Time // occurred at or after
	Until    time.Time // occurred at or before
	BBox     *orb.Bound
	Unplaced bool     // whose place nobody knows
	Bare     bool     // incidents that an older release has kept without a lead
	Reaches  []string // it lies at one of these
	Sort     string   // "": as reported; "due": what is missed first, those without a limit last; "changed": by its last record
	Newest   bool     // the other way round: the last reported, the latest due, the last changed first
	Limit    int      // at most so many; 0: all
	Offset   int
}

// A LeadPage is the answer to a LeadQuery.
type LeadPage struct {
	Leads   []Kept
	Matched int
}

// A Movement is one record that was appended, in the order of all records of a region.
type Movement struct {
	Sequence int64 // rises from record to record; some numbers may be missing
	Lead     string
	Record   dispatch.Record
}

// A Root is the digest over the heads of all chains at one time.
type Root struct {
	Day      string // in China, RFC 3339 full-date
	At       time.Time
	Upto     int64 // Movement.Sequence of the last record that it covers
	Leads    int
	Digest   string
	Previous string
}

// A Chain is all that is kept of one lead's history, for the proof.
type Chain struct {
	Lead     dispatch.Lead
	Incident feature.Feature
	Records  []RawRecord
}

// A RawRecord is a record as it is kept, unread: a proof trusts nothing.
type RawRecord struct {
	Sequence  int64
	Serial    int
	Canonical []byte
	Digest    string
}

// An Attachment is a file that belongs to a lead.
type Attachment struct {
	Lead   string
	SHA256 string
	Name   string
	Media  string
	Size   int64
	Person string
	At     time.Time
}

// MaxAttachment is the largest file that is kept, in bytes.
const MaxAttachment = 64 << 20

// A Notice is a paper that left the house, or a telling by table N.
type Notice struct {
	ID       string
	Lead     string
	Kind     string // handover, notice, dispute, told
	Way      string // how it was sent, as papers.Way names it
	To       string
	By       string // person
	Number   string // of the paper (发文字号)
	SHA256   string // of the paper as it was sent; ""
	Sent     time.Time
	Due      time.Time         // by which it must be answered; zero: no answer is asked
	Telling  *dispatch.Telling // that it fulfils; nil: nothing asked for it
	Receipts []Receipt
}

// An Owing is a telling of a lead that no line of the ledger fulfils.
type Owing struct {
	Lead string
	dispatch.Telling
}

// A Duty is somebody's word that a post is manned, or not, for a time.
type Duty struct {
	Post     string
	On       bool
	From, To time.Time // To is after the end; zero: until further notice
	Reason   string
	Person   string
	At       time.Time // when it was entered
}

// A DutyQuery asks for entries. The zero DutyQuery asks for all.
type DutyQuery struct {
	Post string
	At   time.Time // that cover this moment
}

// A Receipt is what came back.
type Receipt struct {
	Notice string // id of what it answers
	Answer string // accept, incomplete, refuse, known, found, not_found, forwarded, ruled
	Name   string // who signed, at the other side
	Note   string
	SHA256 string // of the receipt that was attached; ""
	By     string // person who entered it
	At     time.Time
}

// A Reporter is who told of an incident from the public. It is kept apart, and nowhere else.
type Reporter struct {
	Name, Phone, Note string
}

// A Reading is one look at a reporter.
type Reading struct {
	Lead, Person, Reason string
	At                   time.Time
}

// StateColumns are what a store writes beside an incident of its lead's state, for GIS
// programs and OGC API; nil where a column is empty.
func StateColumns(l dispatch.Lead, due time.Time) map[string]any {
	columns := map[string]any{"state": string(l.State), "unit": l.Unit, "town": "", "due_at": nil, "revision": int64(l.Revision)}
	if len(l.Towns) > 0 {
		columns["town"] = l.Towns[0]
	}
	if !due.IsZero() {
		columns["due_at"] = due.In(law.China).Format(time.RFC3339)
	}
	return columns
}

// SystemLines are the lines of the ledger for those whom a change tells within the program.
func SystemLines(c Change) []Notice {
	var all []Notice
	for _, r := range c.Records {
		for _, t := range c.Lead.Tellings {
			if t.System && r.Detail.Ruling != nil && t.Told.Equal(r.Time()) {
				all = append(all, Notice{ID: t.Line, Lead: c.Lead.ID, Kind: "told", Way: "system", To: t.To, By: r.Person, Sent: t.Told, Due: dispatch.AnswerBy(law.Official(), t.Told)})
			}
		}
	}
	return all
}

// Leads keeps what happens to incidents after they were reported. Records, roots,
// readings and receipts are appended and never changed.
type Leads interface {
	// Keep writes changes and the answer to the request that made them, all or nothing.
	// ErrStale if one of the leads is not at its revision Seen any more; ErrExists if a
	// number, a sender's own number from one source, or the id of a notice is taken;
	// ErrNotFound if a receipt is for no notice of its lead; ErrRepeated if the answer's
	// key was used; ErrReporter if a record or receipt holds the name or telephone of the
	// lead's reporter.
	Keep(ctx context.Context, region string, answer *Answer, changes ...Change) error
	// Batch keeps what fill hands over, one change after another and all or nothing: an
	// error of fill undoes all of it. Others who write may have to wait for its end, and so
	// would fill itself if it wrote otherwise than through the batch.
	Batch(ctx context.Context, region string, fill func(Batch) error) error
	// Lead reads one lead; ErrNotFound if there is none.
	Lead(ctx context.Context, region, id string) (Kept, error)
	// Leads reads one page.
	Leads(ctx context.Context, region string, q LeadQuery) (LeadPage, error)
	// Records reads the chain of a lead, in order.
	Records(ctx context.Context, region, id string) ([]dispatch.Record, error)
	// Movements reads at most limit records after a sequence number, in order.
	Movements(ctx context.Context, region string, after int64, limit int) ([]Movement, error)
	// LastMovement is the sequence number of the last record; 0: there is none.
	LastMovement(ctx context.Context, region string) (int64, error)
	// Serial gives the next serial of a day from 1 on; each is given once.
	Serial(ctx context.Context, region, day string) (int, error)
	// Answered finds the answer that was kept for a key; ErrNotFound if there is none.
	Answered(ctx context.Context, region, person, key string) (Answer, error)

	// Chains hands over every chain as it is kept, one after another.
	Chains(ctx context.Context, region string, each func(Chain) error) error
	// Roots reads the roots, the first made first.
	Roots(ctx context.Context, region string) ([]Root, error)
	// Seal makes a root over all chains, unless nothing was recorded since the last; made
	// tells which. The root is the last one either way.
	Seal(ctx context.Context, region string, at time.Time) (r Root, made bool, err error)

	// Attach keeps a file of at most MaxAttachment bytes; its digest must be that of its
	// content. The same file again changes nothing.
	Attach(ctx context.Context, region string, a Attachment, content io.Reader) error
	// Attachments lists the files of a lead.
	Attachments(ctx context.Context, region, lead string) ([]Attachment, error)
	// Content opens a file of a lead; ErrNotFound if the lead has none such. Reading fails
	// with ErrDamaged at its end if what was read has another digest.
	Content(ctx context.Context, region, lead, sha256 string) (Attachment, io.Reader, error)

	// Notices lists the ledger of one lead, or of all if lead is "".
	Notices(ctx context.Context, region, lead string) ([]Notice, error)
	// Owed lists the tellings of one lead, or of all if lead is "", that no line of the
	// ledger fulfils: those that are owed, and those that nobody asks for any more.
	Owed(ctx context.Context, region, lead string) ([]Owing, error)

	// EnterDuty takes down when a post is manned; a later entry counts before earlier ones.
	EnterDuty(ctx context.Context, region string, d Duty) error
	// Duties lists entries, the first made first.
	Duties(ctx context.Context, region string, q DutyQuery) ([]Duty, error)

	// SetReporter keeps who told, once; ErrExists if somebody is named already.
	SetReporter(ctx context.Context, region, lead string, r Reporter) error
	// ReadReporter reads who told, and takes the reading down before it answers.
	ReadReporter(ctx context.Context, region string, why Reading) (Reporter, error)
	// NamesReporter tells whether a text holds the name or telephone of a lead's reporter,
	// without telling them.
	NamesReporter(ctx context.Context, region, lead, text string) (bool, error)
	// Readings lists who looked at the reporter of a lead.
	Readings(ctx context.Context, region, lead string) ([]Reading, error)

	// SavePerson adds a person, or replaces the one of that id.
	SavePerson(ctx context.Context, region string, p people.Person) error
	// People lists all, in the order of their ids.
	People(ctx context.Context, region string) ([]people.Person, error)
	// Person reads one; ErrNotFound if there is none.
	Person(ctx context.Context, region, id string) (people.Person, error)
	// AddToken keeps a token of a person; ErrNotFound if there is no such person.
	AddToken(ctx context.Context, region string, t people.Token) error
	// RevokeToken ends a token by its id; ErrNotFound if there is none that holds.
	RevokeToken(ctx context.Context, region, id string, at time.Time) error
	// Tokens lists the tokens, without their secrets, which nobody knows.
	Tokens(ctx context.Context, region string) ([]people.Token, error)
	// Bearer finds the token that has a digest and holds at a moment, and whose it is;
	// ErrNotFound.
	Bearer(ctx context.Context, region, digest string, at time.Time) (people.Person, people.Token, error)
}
