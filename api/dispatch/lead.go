package dispatch

import (
	"slices"
	"time"

	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// A Lead is one lead as it stands. It is a value: no function here changes the one that
// it is given. Units and persons are given by id.
type Lead struct {
	ID       string // its number, or the temporary id of a device that was offline
	Revision int    // how many records its chain has
	Head     string // digest of the last of them

	State   State
	Ruling  Ruling
	Source  string // patrol, petition, 12369, 12345, handdown, sensor, drone
	Act     time.Time
	Came    time.Time // when the public's call or letter came in, if that was before the report; the petition clock runs from it
	Asked   time.Time // until when the sender wants it done; zero: nothing was said
	Unit    string    // who holds it now
	Person  string    // the named person there
	Sender  string    // who held it before, where it goes back to
	Towns   []string
	Place   string    // of the act, found at the city's border (L5): IN, OUT; "" not found
	By      Verifier  // who verified
	Due     time.Time // when a remedy was ordered to be done
	Fixer   string    // the person who remedied
	ByOrder bool      // the squad ordered the remedy
	Task    *Task     // a remedy that the station has yet to accept

	Fined bool // a penalty was decided that nobody has re-checked yet

	Investigators []string // persons who filed or investigated
	Returned      []string // units that have returned it; each may do so once
	Dispute       *Dispute
	Bound         string // the common superior whose award or designation binds; nobody transfers it on but to it
	Received      bool   // the police have confirmed receipt
	NoTransfer    bool   // the head has decided that it does not go to the police
	Parent        string
	Children      []Child
	SplitAt       State  // where it waits for its children
	Into          string // the lead that this one was merged with

	Emergency string // NONE, DECLARED, UPDATING, ENDED
	Level     string // of an emergency: I, II, III, IV; "" not judged yet
	Relevel   bool   // the level has changed since the last report
	Petition  string // "", RECEIVED, TOLD, DONE, REVIEW, REREVIEW
	Answered  bool   // the review that runs has been answered
	BackCheck string // NONE, DUE, DONE, RELAPSED
	CallBack  bool   // the reporter is to be called back

	Tellings []Telling // who must hear of it
	Clocks   []Clock
	Trail    []Trace // what was done, shortly
}

// A Verifier is who verified, and what was found.
type Verifier struct {
	Unit, Person string
	Finder       string // STATION, SQUAD, POST
	Outcome      string // UNF, MIN, VIO
}

// A Task is a remedy that another unit asks of a station.
type Task struct {
	Station  string
	Accepted bool
}

// A Child is a part of a lead that was split.
type Child struct {
	ID   string
	Done bool
}

// A Clock is a limit that runs, or ran, for a lead.
type Clock struct {
	Limit    string // id in geo/law; "ordered": a remedy's own deadline
	Unit     string // for whom
	Start    time.Time
	By       time.Time // the deadline of "ordered"
	Stops    []law.Stop
	Extended int
	End      time.Time // zero while it runs
}

// A Trace is one thing that was done, for who comes later and for conflicts.
type Trace struct {
	Revision     int
	Event        Event
	Person, Unit string
	At           time.Time
	To           State
}

// Versions say by which data and rules a ruling was made.
type Versions struct {
	Machine    string `json:"machine"`
	Rules      string `json:"rules"`
	Boundaries string `json:"boundaries"`
	Zones      string `json:"zones"`
	Squads     string `json:"squads"`
	Law        string `json:"law"`
}

// MachineVersion names the edition of the tables of this package.
const MachineVersion = "machine-2"

// A Ruling is what the tables V, L and N say of a lead, with their inputs, so that an old
// one can be made again and compared.
type Ruling struct {
	Category  string   `json:"category"`
	Inputs    Inputs   `json:"inputs"`
	Outcome   string   `json:"outcome,omitempty"`
	Finder    string   `json:"finder,omitempty"`
	V         string   `json:"v"`
	L         string   `json:"l,omitempty"`
	N         []string `json:"n,omitempty"`
	Lead      string   `json:"lead,omitempty"`
	Assist    []string `json:"assist,omitempty"`
	Confirm   []string `json:"confirm,omitempty"`
	Certified bool     `json:"certified,omitempty"`
	Handler   string   `json:"handler,omitempty"`
	Handover  []string `json:"handover,omitempty"`
	Informed  []string `json:"informed,omitempty"`
	Told      []Row    `json:"told,omitempty"` // whom each row tells
	Arbiter   string   `json:"arbiter,omitempty"`
	Towns     []string `json:"towns,omitempty"`
	Manned    []string `json:"manned,omitempty"` // posts on duty at that time
	Upper     bool     `json:"upper,omitempty"`  // an emergency that is reported as level II or I until it is judged
	Of        *Subject `json:"of,omitempty"`
	Versions  Versions `json:"versions"`
}

// Inputs are those of the tables.
type Inputs struct {
	J    string `json:"j"`
	Z    string `json:"z"`
	Span string `json:"span"`
	SQ   string `json:"sq"`
	H    string `json:"h"`
	W    string `json:"w"`
	K    string `json:"k"`
	S    string `json:"s"`
}

// RulingOf takes over a decision about an incident. manned are the posts that were on
// duty when it was made.
func RulingOf(inc jurisdiction.Incident, d jurisdiction.Decision, manned []string) Ruling {
	r := Ruling{
		Category: inc.Category, Outcome: inc.Outcome, Finder: inc.Finder,
		Inputs: Inputs{J: d.J, Z: d.Z, Span: d.Span, SQ: d.SQ, H: d.H, W: d.W, K: string(d.K), S: string(d.S)},
		V:      d.VRow, L: d.LRow, N: slices.Clone(d.NRows),
		Lead: d.Lead, Assist: slices.Clone(d.Assist), Confirm: slices.Clone(d.ConfirmBy), Certified: d.CertifiedOfficers,
		Handler: d.Handler, Handover: slices.Clone(d.Handover), Informed: slices.Clone(d.Informed), Arbiter: d.Arbiter,
		Manned: slices.Clone(manned),
		Versions: Versions{Machine: MachineVersion, Rules: d.Versions.Rules, Boundaries: d.Versions.Boundaries,
			Zones: d.Versions.Boundaries, Squads: d.Versions.Boundaries, Law: d.Versions.Law}, // zones and units change with the edition of the region
	}
	for _, t := range d.Towns {
		r.Towns = append(r.Towns, t.Code)
	}
	r.Told, r.Of = toldBy(d), SubjectOf(inc)
	r.Upper = slices.ContainsFunc(d.Due, func(l jurisdiction.Limit) bool { return l.Meaning == "due.report_upward" })
	return r
}

// toldBy are whom each row of a decision tells, without the unit that leads: it knows. What
// rows of tables V and L tell beside table N stands under them.
func toldBy(d jurisdiction.Decision) []Row {
	var all []Row
	var named []string
	for _, t := range d.Told {
		to := slices.DeleteFunc(slices.Clone(t.To), func(id string) bool { return id == d.Lead && d.J != "LAKE" })
		if named = append(named, to...); len(to) > 0 {
			all = append(all, Row{t.Row, to})
		}
	}
	if rest := slices.DeleteFunc(slices.Clone(d.Informed), func(id string) bool { return slices.Contains(named, id) }); len(rest) > 0 {
		row := d.LRow
		if row != "L2" && row != "L11" && row != "L12" {
			row = d.VRow
		}
		all = append(all, Row{row, rest})
	}
	return all
}

// public tells whether a lead came from the public, who must be answered.
func (l *Lead) public() bool {
	return slices.Contains([]string{"petition", "12369", "12345"}, l.Source)
}

// unplaced tells whether nobody knows yet where it is: its class is known, and no row applies.
func (l *Lead) unplaced() bool {
	r := &l.Ruling
	return r.V == "" && r.L == "" && r.Inputs.J == "" && r.Inputs.K != ""
}

// region gives where a lead stands in a region beside the states.
func (l *Lead) region(name string) string {
	switch name {
	case "emergency":
		return l.Emergency
	case "petition":
		return l.Petition
	case "backcheck":
		return l.BackCheck
	}
	return string(l.State)
}

func (l *Lead) enter(region, at string) {
	switch region {
	case "emergency":
		l.Emergency = at
	case "petition":
		l.Petition = at
	case "backcheck":
		l.BackCheck = at
	}
}

// Parties are the units that have a part in a lead: who holds it, held it, verifies,
// helps, carries it on, is told, disputes or decides. Each stands once.
func (l *Lead) Parties() []string {
	r := l.Ruling
	all := slices.Concat([]string{l.Unit, l.Sender, l.By.Unit, l.Bound, r.Lead, r.Handler, r.Arbiter}, r.Assist, r.Confirm, r.Handover, r.Informed)
	if d := l.Dispute; d != nil {
		all = append(all, d.Claimant, d.Respondent, d.Arbiter)
	}
	if l.Task != nil {
		all = append(all, l.Task.Station)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(id string) bool { return id == "" })
}

// waiting tells whether children of a split lead are still open.
func (l *Lead) waiting() bool {
	return slices.ContainsFunc(l.Children, func(c Child) bool { return !c.Done })
}

// clone copies a lead with all that hangs on it.
func (l Lead) clone() Lead {
	l.Towns, l.Investigators, l.Returned = slices.Clone(l.Towns), slices.Clone(l.Investigators), slices.Clone(l.Returned)
	l.Children, l.Trail, l.Clocks, l.Tellings = slices.Clone(l.Children), slices.Clone(l.Trail), slices.Clone(l.Clocks), slices.Clone(l.Tellings)
	for i := range l.Clocks {
		l.Clocks[i].Stops = slices.Clone(l.Clocks[i].Stops)
	}
	if l.Task != nil {
		t := *l.Task
		l.Task = &t
	}
	if l.Dispute != nil {
		d := *l.Dispute
		l.Dispute = &d
	}
	return l
}
