package wire

import (
	"encoding/json"
	"time"
)

// A Life is a lead as it stands, in the member "life" of its incident. An incident that
// an older release kept has none.
type Life struct {
	State        string         `json:"state" doc:"one of the 23 states"`
	StateName    string         `json:"state_name"`
	Revision     int            `json:"revision" doc:"how many records its chain has; also the beginning of the ETag"`
	Head         string         `json:"head" doc:"SHA-256 of the last record; empty for who may not read all leads"`
	Holder       UnitName       `json:"holder" doc:"who has it now; empty ids: nobody"`
	Person       string         `json:"person" doc:"the named person there, by id"`
	PersonName   string         `json:"person_name"`
	Sender       UnitName       `json:"sender" doc:"who held it before, where it goes back to"`
	Verified     *Verified      `json:"verified,omitempty"`
	Remedy       *Remedy        `json:"remedy,omitempty" doc:"a remedy that was ordered"`
	Dispute      *Dispute       `json:"dispute,omitempty"`
	Bound        string         `json:"bound,omitempty" doc:"the common superior to whom alone it may be transferred on"`
	Parent       string         `json:"parent,omitempty" doc:"the lead that it is a part of"`
	Children     []Child        `json:"children" nullable:"false"`
	Into         string         `json:"into,omitempty" doc:"the lead that it was merged with"`
	Emergency    string         `json:"emergency" enum:"NONE,DECLARED,UPDATING,ENDED"`
	Level        string         `json:"level" enum:",I,II,III,IV"`
	Petition     string         `json:"petition" enum:",RECEIVED,TOLD,DONE,REVIEW,REREVIEW"`
	BackCheck    string         `json:"back_check" enum:"NONE,DUE,DONE,RELAPSED"`
	CallBack     bool           `json:"call_back" doc:"the reporter is to be called back"`
	Rows         LeadRows       `json:"rows"`
	Clocks       []LeadClock    `json:"clocks" nullable:"false" doc:"limits that run"`
	Overdue      bool           `json:"overdue"`
	Next         []NextAction   `json:"next" nullable:"false" doc:"what the asker may do now"`
	Barred       []BarredAction `json:"barred" nullable:"false" doc:"what else leads out of this state, and why the asker may not; empty in lists"`
	Illustration bool           `json:"illustration" doc:"acted out by people of a demonstration"`
}

// A UnitName is a unit, or an authority that is no unit here, which goes by its name.
type UnitName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Verified says what was found on site, and by whom.
type Verified struct {
	Unit    UnitName `json:"unit"`
	Person  string   `json:"person"`
	Finder  string   `json:"finder" enum:"STATION,SQUAD,POST"`
	Outcome string   `json:"outcome" enum:"UNF,MIN,VIO"`
}

// Remedy is one that was ordered.
type Remedy struct {
	Due      string    `json:"due" format:"date-time"`
	Station  *UnitName `json:"station,omitempty" doc:"who must accept the task"`
	Accepted bool      `json:"accepted"`
}

// Dispute is an open question of who is responsible.
type Dispute struct {
	Claimant   UnitName `json:"claimant"`
	Respondent UnitName `json:"respondent"`
	Arbiter    UnitName `json:"arbiter"`
	Then       string   `json:"then,omitempty" doc:"to whom it goes if governments still disagree"`
	Ground     string   `json:"ground"`
	Basis      string   `json:"basis"`
	Mark       string   `json:"mark" doc:"how certain the basis is"`
	Opened     string   `json:"opened" format:"date-time"`
}

// Child is a part of a lead that was split.
type Child struct {
	ID   string `json:"id"`
	Done bool   `json:"done"`
}

// LeadRows are the rows of the tables by which a lead goes its way now.
type LeadRows struct {
	V string   `json:"v"`
	L string   `json:"l"`
	N []string `json:"n" nullable:"false"`
}

// LeadClock is a limit that runs for a lead.
type LeadClock struct {
	Limit      string      `json:"limit"`
	Name       string      `json:"name" doc:"what must be done"`
	For        UnitName    `json:"for" doc:"for whom it runs"`
	Start      string      `json:"start" format:"date-time"`
	Due        *string     `json:"due" doc:"until when; null: it stands still, or Gap tells why it is not known"`
	DueIfMoved *string     `json:"due_if_moved" doc:"the end of the next working day where due falls on a day off"`
	Standing   bool        `json:"standing" doc:"it was stopped and does not run on yet"`
	Missed     bool        `json:"missed"`
	Escalated  *Escalation `json:"escalated,omitempty" doc:"who hears of it, if it was missed"`
	Gap        string      `json:"gap,omitempty" doc:"why the moment is not known"`
	Basis      []Cited     `json:"basis" nullable:"false"`
}

// Escalation is who hears of a limit that was missed.
type Escalation struct {
	Tier     string   `json:"tier"`
	TierName string   `json:"tier_name"`
	Unit     UnitName `json:"unit"`
}

// Cited is an article that a limit stands on.
type Cited struct {
	Instrument string `json:"instrument"`
	Article    string `json:"article"`
	Mark       string `json:"mark"`
	Certainty  string `json:"certainty"`
}

// NextAction is an event that the asker may fire now.
type NextAction struct {
	Event   string     `json:"event"`
	Name    string     `json:"name"`
	As      string     `json:"as" doc:"the role in which"`
	To      string     `json:"to" doc:"the state that it leads to; the present one for what is done beside the states"`
	ToName  string     `json:"to_name"`
	Needs   []string   `json:"needs" nullable:"false" doc:"members of the event's body that must be given"`
	Kind    string     `json:"kind" doc:"class of unit that to must be: verify, squad, station, dept, police, ext; empty where to is not asked"`
	Suggest []UnitName `json:"suggest" nullable:"false" doc:"units that the tables name for to"`
}

// An EventRequest is what somebody does with a lead. The ruling of tables V, L and N is
// made here, never sent.
type EventRequest struct {
	Event      string      `json:"event" doc:"one of life.next"`
	As         string      `json:"as,omitempty" doc:"one of the person's roles; without it the first that may"`
	To         string      `json:"to,omitempty" doc:"unit that it goes to, or that is held responsible (contest, refuse)"`
	Person     string      `json:"person,omitempty" doc:"the named person who takes it"`
	Second     string      `json:"second,omitempty" doc:"who confirms that nothing was found"`
	Reason     string      `json:"reason,omitempty" doc:"reason, ground, or outcome in words; no name of a reporter"`
	Reply      string      `json:"reply,omitempty" doc:"what the reporter from the public was told"`
	Missing    []string    `json:"missing,omitempty" nullable:"false"`
	Files      []EventFile `json:"files,omitempty" nullable:"false" doc:"attachments of this lead"`
	Officers   []string    `json:"officers,omitempty" nullable:"false" doc:"two persons with valid certificates"`
	Deadline   string      `json:"deadline,omitempty" format:"date-time" doc:"of a remedy"`
	Outcome    string      `json:"outcome,omitempty" enum:",UNF,MIN,VIO"`
	PlaceOfAct string      `json:"place_of_act,omitempty" enum:",IN,OUT" doc:"row L5"`
	Level      string      `json:"level,omitempty" enum:",I,II,III,IV"`
	Other      string      `json:"other,omitempty" doc:"another lead"`
	Limit      string      `json:"limit,omitempty" doc:"of a clock"`
	Kind       string      `json:"kind,omitempty" doc:"of a stop: hearing, notice, monitoring, appraisal, service; of a note: measure, notice, receipt, correction, objection, no_transfer (the head decides that it does not go to the police)"`
	Units      int         `json:"units,omitempty" doc:"of an extension"`
	DeviceTime string      `json:"device_time,omitempty" format:"date-time" doc:"of a device that was offline"`
	Position   *Position   `json:"position,omitempty" doc:"where the person stood"`
	Changes    *Changes    `json:"changes,omitempty" doc:"what has changed of the incident; with verify and rerule"`
}

// An EventFile names an attachment of the lead by its digest.
type EventFile struct {
	Name   string `json:"name,omitempty"`
	SHA256 string `json:"sha256" doc:"lower-case hexadecimal"`
	Formal bool   `json:"formal,omitempty" doc:"taken or sealed as evidence: two certified officers"`
}

// A Position is where a person stood.
type Position struct {
	Lon       float64 `json:"lon" minimum:"-180" maximum:"180"`
	Lat       float64 `json:"lat" minimum:"-90" maximum:"90"`
	AccuracyM float64 `json:"accuracy_m,omitempty" minimum:"0"`
}

// Changes are what has turned out otherwise about an incident; the tables run again.
type Changes struct {
	Category *string         `json:"category,omitempty"`
	Severity *string         `json:"severity,omitempty" enum:",N,G,E"`
	Geometry json.RawMessage `json:"geometry,omitempty" doc:"GeoJSON"`
	Accuracy *float64        `json:"accuracy_m,omitempty" minimum:"0"`
}

// A SplitRequest divides a lead into parts, one for each violation.
type SplitRequest struct {
	As     string      `json:"as,omitempty"`
	Reason string      `json:"reason"`
	Parts  []SplitPart `json:"parts" nullable:"false" minItems:"2"`
}

// A SplitPart is one violation; what is left out is as it was.
type SplitPart struct {
	Changes
	Note string `json:"note,omitempty"`
}

// Records are the history of a lead.
type Records struct {
	Lead    string       `json:"lead"`
	Proof   string       `json:"proof" doc:"empty: the chain holds; else what breaks it"`
	Records []RecordLine `json:"records" nullable:"false"`
}

// A RecordLine is one record with its names in the language asked for.
type RecordLine struct {
	EventName  string         `json:"event_name"`
	FromName   string         `json:"from_name"`
	ToName     string         `json:"to_name"`
	PersonName string         `json:"person_name"`
	UnitName   string         `json:"unit_name"`
	RoleName   string         `json:"role_name"`
	HolderName string         `json:"holder_name"`
	At         string         `json:"at" format:"date-time" doc:"the server's time, in China"`
	Digest     string         `json:"digest" doc:"SHA-256 of the record's canonical form (RFC 8785); empty from the first record on of which something is withheld"`
	Record     map[string]any `json:"record" doc:"the record itself"`
	Withheld   []string       `json:"withheld,omitempty" nullable:"false" doc:"members that name leads which the asker may not read"`
}

// A Similar is a lead that may be of the same thing.
type Similar struct {
	ID        string  `json:"id"`
	Category  string  `json:"category"`
	State     string  `json:"state"`
	StateName string  `json:"state_name"`
	DistanceM float64 `json:"distance_m"`
	At        string  `json:"occurred_at" format:"date-time"`
	Note      string  `json:"note"`
}

// SimilarLeads are suggestions to merge; a person decides.
type SimilarLeads struct {
	Similar []Similar `json:"similar" nullable:"false" doc:"the nearest first"`
}

// An Attachment is a file of a lead.
type Attachment struct {
	SHA256 string `json:"sha256"`
	Name   string `json:"name"`
	Media  string `json:"media"`
	Size   int64  `json:"size" doc:"bytes"`
	Person string `json:"person"`
	At     string `json:"at" format:"date-time"`
	Href   string `json:"href"`
}

// Attachments lists them.
type Attachments struct {
	Attachments []Attachment `json:"attachments" nullable:"false"`
}

// A NoticeRequest takes down that a paper was sent, or that somebody was told.
type NoticeRequest struct {
	Kind   string `json:"kind" enum:"handover,notice,dispute,told"`
	To     string `json:"to" doc:"unit, or name of a body that is none here"`
	Way    string `json:"way,omitempty" enum:"exchange,hand,post,fax,mail,phone,system" doc:"how it was sent; without it by exchange of papers, what was told within the program"`
	Number string `json:"number,omitempty" doc:"of the paper (发文字号)"`
	SHA256 string `json:"sha256,omitempty" doc:"of the paper as it was sent, an attachment of the lead"`
	Due    string `json:"due,omitempty" format:"date-time" doc:"by which an answer is asked"`
}

// A ReceiptRequest takes down what came back.
type ReceiptRequest struct {
	Answer string `json:"answer" enum:"accept,incomplete,refuse,known,found,not_found,forwarded,ruled"`
	Name   string `json:"name,omitempty" doc:"who signed at the other side"`
	Note   string `json:"note,omitempty"`
	SHA256 string `json:"sha256,omitempty" doc:"of the receipt, an attachment of the lead"`
}

// A Notice is a line of the ledger.
type Notice struct {
	ID       string    `json:"id"`
	Lead     string    `json:"lead"`
	Kind     string    `json:"kind" enum:"handover,notice,dispute,told"`
	To       UnitName  `json:"to"`
	By       string    `json:"by"`
	Number   string    `json:"number"`
	SHA256   string    `json:"sha256"`
	Sent     string    `json:"sent" format:"date-time"`
	Due      *string   `json:"due"`
	Way      string    `json:"way" enum:"exchange,hand,post,fax,mail,phone,system"`
	Status   string    `json:"status" enum:"none,awaited,overdue,received,late" doc:"none: no receipt is asked and none came"`
	Receipts []Receipt `json:"receipts" nullable:"false"`
	Rows     []string  `json:"rows" nullable:"false" doc:"rows of the tables that ask for it; none: nothing did"`
	Basis    []Cited   `json:"basis" nullable:"false" doc:"what these rows stand on"`
	Over     *Over     `json:"over,omitempty" doc:"a later ruling does not ask for it any more; it was sent all the same"`
}

// An Owed is a body that the tables tell and that was not told yet. To enter that it was,
// POST a notice to it.
type Owed struct {
	Lead   string   `json:"lead"`
	To     UnitName `json:"to"`
	Rows   []string `json:"rows" nullable:"false" doc:"of the tables, such as N2"`
	Basis  []Cited  `json:"basis" nullable:"false" doc:"what these rows stand on"`
	Since  string   `json:"since" format:"date-time" doc:"of the ruling that asks for it"`
	Limit  string   `json:"limit" doc:"id of the limit, such as D3"`
	Name   string   `json:"name" doc:"the limit in words"`
	Due    *string  `json:"due" doc:"until when; null: the calendar lacks the year"`
	Status string   `json:"status" enum:"owed,overdue,withdrawn"`
	Over   *Over    `json:"over,omitempty" doc:"a later ruling does not ask for it any more"`
	Letter string   `json:"letter" doc:"address of its letter: .pdf or .json"`
}

// Over tells why nobody asks for a notice any more.
type Over struct {
	At       string `json:"at" format:"date-time"`
	Revision int    `json:"revision" doc:"of the record that ended it"`
	Reason   string `json:"reason" doc:"the reason that this record gives"`
	Words    string `json:"words"`
}

// A Receipt is what came back.
type Receipt struct {
	Answer string `json:"answer"`
	Name   string `json:"name"`
	Note   string `json:"note"`
	SHA256 string `json:"sha256"`
	By     string `json:"by"`
	At     string `json:"at" format:"date-time"`
}

// Notices are the ledger.
type Notices struct {
	Notices []Notice `json:"notices" nullable:"false"`
	Owed    []Owed   `json:"owed" nullable:"false" doc:"whom the tables tell and nobody has told yet, and those that were withdrawn before"`
}

// Duties are who said when a post is manned.
type Duties struct {
	Post    UnitName `json:"post"`
	Weekly  string   `json:"weekly" doc:"its duty times of each week; empty: nobody has said"`
	Now     OnDuty   `json:"now"`
	Entries []Duty   `json:"entries" nullable:"false" doc:"the last made last; a later one counts before earlier ones"`
}

// OnDuty tells whether a post is manned, and by what.
type OnDuty struct {
	Manned bool    `json:"manned"`
	By     string  `json:"by" enum:",roster,entry" doc:"empty: nobody has said, and it counts as manned"`
	From   *string `json:"from"`
	To     *string `json:"to" doc:"the end of the shift; null: not known"`
}

// A Duty is somebody's word that a post is manned, or not.
type Duty struct {
	Manned bool    `json:"manned"`
	From   string  `json:"from" format:"date-time"`
	To     *string `json:"to" doc:"null: until further notice"`
	Reason string  `json:"reason"`
	Person string  `json:"person"`
	At     string  `json:"at" format:"date-time"`
}

// A DutyRequest says that a post is manned, or not.
type DutyRequest struct {
	Manned bool   `json:"manned"`
	From   string `json:"from,omitempty" format:"date-time" doc:"without it from now on"`
	To     string `json:"to,omitempty" format:"date-time" doc:"without it until further notice"`
	Reason string `json:"reason" doc:"leave, joint patrol, training"`
}

// A Reporter is who told of an incident from the public.
type Reporter struct {
	Name  string `json:"name"`
	Phone string `json:"phone,omitempty"`
	Note  string `json:"note,omitempty"`
}

// A Reading is one look at a reporter.
type Reading struct {
	Person string `json:"person"`
	Reason string `json:"reason"`
	At     string `json:"at" format:"date-time"`
}

// Readings lists who looked.
type Readings struct {
	Readings []Reading `json:"readings" nullable:"false"`
}

// A Person acts for a unit.
type Person struct {
	ID           string        `json:"id"`
	Name         string        `json:"name"`
	Unit         UnitName      `json:"unit"`
	Roles        []PersonRole  `json:"roles" nullable:"false"`
	Certificates []Certificate `json:"certificates" nullable:"false"`
	Certified    bool          `json:"certified" doc:"holds a certificate that is valid now"`
	Illustration bool          `json:"illustration" doc:"of a demonstration, and nobody real"`
}

// A PersonRole is a role with its name.
type PersonRole struct {
	Role string `json:"role"`
	Name string `json:"name"`
}

// A Certificate is an enforcement certificate.
type Certificate struct {
	Number string `json:"number"`
	From   string `json:"from" doc:"first day, or empty"`
	To     string `json:"to" doc:"last day, or empty"`
}

// People lists them.
type People struct {
	People []Person `json:"people" nullable:"false"`
}

// Me is who asks.
type Me struct {
	Person   Person `json:"person"`
	Declared bool   `json:"declared" doc:"named by X-Xunhu-Person, without proof: a demonstration"`
	Way      string `json:"way" enum:"named,bearer,session" doc:"how the asker says who that is: by name in a demonstration, by a token, or signed in"`
}

// Roots are the roots over all chains.
type Roots struct {
	Roots []RootLine `json:"roots" nullable:"false"`
}

// A RootLine is one root.
type RootLine struct {
	Day      string `json:"day" format:"date"`
	At       string `json:"at" format:"date-time"`
	Leads    int    `json:"leads"`
	Digest   string `json:"digest"`
	Previous string `json:"previous"`
}

// A LeadMoved is the data of one server-sent event: a lead has a new revision.
type LeadMoved struct {
	Lead      string `json:"lead"`
	Revision  int    `json:"revision"`
	Event     string `json:"event"`
	EventName string `json:"event_name"`
	State     string `json:"state"`
	StateName string `json:"state_name"`
	Unit      string `json:"unit" doc:"who holds it now"`
	By        string `json:"by" doc:"who did it, by unit and name; empty for the program itself"`
	At        string `json:"at" format:"date-time"`
}

// stamp writes a moment; a pointer to it where it may be missing.
func stamp(t time.Time) string { return t.Format(time.RFC3339) }

func maybe(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := stamp(t)
	return &s
}
