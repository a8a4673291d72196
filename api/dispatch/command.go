package dispatch

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// A Role is what a person does in a unit.
type Role string

// An Actor is a person who acts for a unit in a role. It is what was authenticated.
type Actor struct {
	Person string
	Unit   string
	Role   Role
}

// A File is a paper or picture that belongs to a record. Only its digest goes in.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Formal bool   `json:"formal,omitempty"` // taken or sealed as evidence: two certified officers
}

// A Command is what an actor wants to do. Which fields an event needs, transitions.csv
// and regions.csv tell.
type Command struct {
	Event    Event
	Actor    Actor
	Revision int       // of the lead that the actor saw
	At       time.Time // of the server
	Device   time.Time // of the device; zero if it is the server itself
	Position *orb.Point
	Accuracy float64 // metres

	To       string // the unit that it goes to, or that is held responsible (contest, refuse)
	Person   string // the named person who takes it
	Second   string // who confirms
	Reason   string // reason, ground, outcome in words
	Reply    string // what the reporter from the public was told
	Missing  []string
	Files    []File
	Officers []string  // two certified officers, by person
	Deadline time.Time // of a remedy; of a report: until when the sender wants it done
	Outcome  string    // UNF, MIN, VIO
	Place    string    // of the act (L5): IN, OUT
	Level    string    // of an emergency
	Other    string    // another lead
	Number   string
	Source   string // of a lead that is reported
	Act      time.Time
	Received time.Time // when the sender was told, of a lead that is reported; zero: now
	Bound    string    // a lead received by transfer or designation: from whom
	Ruling   *Ruling
	Children []string // numbers of the parts of a lead that is split
	Limit    string   // of a clock that is stopped, resumed or extended
	Kind     string   // of a stop or of a note
	Units    int      // of an extension
	Line     string   // of the ledger, of a notice
	Told     string   // who was told by it

	was *Ruling // what the tables said before Ruling
}

// An Organisation is what the machine asks of a region; *atlas.Atlas is one.
type Organisation interface {
	Unit(id string) (atlas.Unit, bool)
	First(atlas.Class) (atlas.Unit, bool)
	Town(code string) (atlas.Town, bool)
	Neighbour(code string) (atlas.Neighbour, bool)
}

// A World is what a lead lives in. Certified tells whether a person holds an enforcement
// certificate that is valid on a day; it asks a register, never the command.
type World struct {
	Org       Organisation
	Calendar  *law.Calendar
	Certified func(person string, on time.Time) bool
	CallBack  int // percent of closed leads of the public that are called back; the field's default is 10
}

// The kinds of refusal.
const (
	Impossible = "impossible" // no such event in this state
	Forbidden  = "forbidden"  // not this actor
	Incomplete = "incomplete" // the command lacks something
	Stale      = "stale"      // somebody was faster
)

// A Refusal is why a command was not carried out. Nothing has changed.
type Refusal struct {
	Kind    string
	Guard   int     // of the field's list of guards; 0: none of them
	Since   []Trace // what was done since the revision that the actor saw, if it is stale
	Finding *finding.Finding
}

// Error gives the refusal for logs; people read the sentence of api/words.
func (r *Refusal) Error() string { return "dispatch: " + r.Finding.Error() }

// Unwrap gives the finding.
func (r *Refusal) Unwrap() error { return r.Finding }

func refuse(kind string, guard int, f *finding.Finding) error {
	return &Refusal{Kind: kind, Guard: guard, Finding: f}
}

// term is a name of this package in both languages, for a sentence.
func term(kind, code string) error { return finding.New(kind+"."+code, "") }

// name is how a unit is called; a body that is no unit here goes by what it was given as.
func (w *World) name(unit string) finding.Name {
	if u, ok := w.Org.Unit(unit); ok {
		return finding.Name{ZH: u.Name, EN: u.NameEN}
	}
	return finding.Name{ZH: unit}
}

func (w *World) class(unit string) atlas.Class {
	u, _ := w.Org.Unit(unit)
	return u.Class
}

func (w *World) first(c atlas.Class) string {
	u, _ := w.Org.First(c)
	return u.ID
}

// above tells whether a unit stands above another in the register.
func (w *World) above(superior, unit string) bool { return Above(w.Org, superior, unit) }

// Above tells whether a unit stands above another in the register. The brigade and the
// branch stand above every station, squad and post (R47).
func Above(org interface {
	Unit(id string) (atlas.Unit, bool)
}, superior, unit string) bool {
	over, _ := org.Unit(superior)
	u, _ := org.Unit(unit)
	own := []atlas.Class{atlas.Station, atlas.Squad, atlas.Post, atlas.Brigade}
	if superior != unit && (over.Class == atlas.Branch || over.Class == atlas.Brigade) && slices.Contains(own, u.Class) {
		return over.Class == atlas.Branch || u.Class != atlas.Brigade
	}
	for range 10 { // no organisation is deeper; a ring in the data ends here
		if u.Parent == "" {
			return false
		}
		if u.Parent == superior {
			return true
		}
		u, _ = org.Unit(u.Parent)
	}
	return false
}

// Finder gives what a unit counts as in table L.
func (w *World) Finder(unit string) string {
	switch w.class(unit) {
	case atlas.Station:
		return "STATION"
	case atlas.Post:
		return "POST"
	}
	return "SQUAD"
}

// kinds are the classes of unit that an event may hand a lead to.
func (w *World) fits(unit, kind string) bool {
	c := w.class(unit)
	switch kind {
	case "verify":
		return c == atlas.Station || c == atlas.Squad || c == atlas.Post
	case "squad":
		return c == atlas.Squad
	case "station":
		return c == atlas.Station
	case "dept":
		return c == "CITY_DEPT"
	case "police":
		return c == "CITY_DEPT" && strings.HasSuffix(unit, "-BM-GA")
	}
	return c == atlas.External || c == atlas.Municipal || c == "" && unit != "" // ext: an authority may have no unit here
}

// String tells a command shortly, for logs and tests.
func (c Command) String() string {
	return fmt.Sprintf("%s by %s (%s of %s) to %q", c.Event, c.Actor.Person, c.Actor.Role, c.Actor.Unit, c.To)
}
