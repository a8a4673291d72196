package dispatch

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"xunhu/geo/law"
)

// A Record is one line of a lead's history. It is appended and never changed; what was
// wrong is corrected by a further record.
//
// Its canonical form is JSON as RFC 8785 writes it: members sorted, no white space, strings
// escaped as little as can be, whole numbers only. Its digest is the SHA-256 of that form
// in lower-case hexadecimal, and Previous is the digest of the record before it, so that a
// change to one record shows in all that follow.
type Record struct {
	Lead     string    `json:"lead"`
	Serial   int       `json:"serial"` // 1, 2, 3 …
	Event    Event     `json:"event"`
	From     State     `json:"from"`
	To       State     `json:"to"`
	Regions  [3]string `json:"regions"` // emergency, petition, back-check, as they stand afterwards
	Holder   string    `json:"holder,omitempty"`
	Person   string    `json:"person"`
	Unit     string    `json:"unit"`
	Role     Role      `json:"role"`
	Server   string    `json:"server"` // RFC 3339 in UTC, milliseconds
	Device   string    `json:"device,omitempty"`
	Place    *Fix      `json:"place,omitempty"`
	Reason   string    `json:"reason,omitempty"`
	V        string    `json:"v,omitempty"`
	L        string    `json:"l,omitempty"`
	N        []string  `json:"n,omitempty"`
	Versions Versions  `json:"versions"`
	Files    []File    `json:"files,omitempty"`
	Detail   Detail    `json:"detail"`
	Previous string    `json:"previous"`
}

// A Fix is a position in whole numbers: degrees of longitude and latitude times ten
// million, accuracy in centimetres.
type Fix struct {
	Lon      int64 `json:"lon_e7"`
	Lat      int64 `json:"lat_e7"`
	Accuracy int64 `json:"accuracy_cm"`
}

// A Detail is what a command brought beside that. The reporter is not in it.
type Detail struct {
	To       string   `json:"to,omitempty"`
	Person   string   `json:"person,omitempty"`
	Second   string   `json:"second,omitempty"`
	Reply    string   `json:"reply,omitempty"`
	Missing  []string `json:"missing,omitempty"`
	Officers []string `json:"officers,omitempty"`
	Deadline string   `json:"deadline,omitempty"`
	Outcome  string   `json:"outcome,omitempty"`
	Place    string   `json:"place_of_act,omitempty"`
	Level    string   `json:"level,omitempty"`
	Other    string   `json:"other,omitempty"`
	Number   string   `json:"number,omitempty"`
	Source   string   `json:"source,omitempty"`
	Act      string   `json:"act,omitempty"`
	Received string   `json:"received,omitempty"`
	Bound    string   `json:"bound,omitempty"`
	Children []string `json:"children,omitempty"`
	Limit    string   `json:"limit,omitempty"`
	Kind     string   `json:"kind,omitempty"`
	Units    int      `json:"units,omitempty"`
	Line     string   `json:"line,omitempty"`
	Told     string   `json:"told,omitempty"`
	Arbiter  string   `json:"arbiter,omitempty"`
	Claimant string   `json:"claimant,omitempty"`
	Against  string   `json:"respondent,omitempty"`
	Basis    string   `json:"basis,omitempty"`
	Was      *Ruling  `json:"was,omitempty"` // what the tables said before
	Ruling   *Ruling  `json:"ruling,omitempty"`
}

// noRecord is what the first record of a chain gives as the digest before it.
const noRecord = "0000000000000000000000000000000000000000000000000000000000000000"

// record takes down what was done, and moves the lead on by it.
func (w *World) record(l *Lead, c Command, from State) Record {
	r := Record{
		Lead: l.ID, Serial: l.Revision + 1, Event: c.Event, From: from, To: l.State, Regions: [3]string{l.Emergency, l.Petition, l.BackCheck},
		Holder: l.Unit, Person: c.Actor.Person, Unit: c.Actor.Unit, Role: c.Actor.Role, Server: stamp(c.At), Device: stamp(c.Device),
		Reason: c.Reason, V: l.Ruling.V, L: l.Ruling.L, N: l.Ruling.N, Versions: l.Ruling.Versions, Files: c.Files,
		Detail: Detail{To: c.To, Person: c.Person, Second: c.Second, Reply: c.Reply, Missing: c.Missing, Officers: c.Officers, Deadline: stamp(c.Deadline),
			Outcome: c.Outcome, Place: c.Place, Level: c.Level, Other: c.Other, Number: c.Number, Source: c.Source, Act: stamp(c.Act), Received: stamp(c.Received), Bound: c.Bound,
			Children: c.Children, Limit: c.Limit, Kind: c.Kind, Units: c.Units, Line: c.Line, Told: c.Told, Was: c.was, Ruling: c.Ruling},
		Previous: firstOf(l.Head, noRecord),
	}
	if c.Position != nil {
		r.Place = &Fix{int64(math.Round(c.Position[0] * 1e7)), int64(math.Round(c.Position[1] * 1e7)), int64(math.Round(c.Accuracy * 100))}
	}
	if d := l.Dispute; d != nil && from != InDispute {
		r.Detail.Arbiter, r.Detail.Claimant, r.Detail.Against, r.Detail.Basis = d.Arbiter, d.Claimant, d.Respondent, d.Basis
	}
	l.Revision, l.Head = r.Serial, r.Digest()
	if c.Event == "number" {
		l.ID = c.Number
	}
	l.Trail = append(l.Trail, Trace{Revision: r.Serial, Event: c.Event, Person: c.Actor.Person, Unit: c.Actor.Unit, At: c.At, To: l.State})
	return r
}

// stamp writes a moment as records do; "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// Time gives the server's time of a record, in China.
func (r Record) Time() time.Time {
	t, _ := time.Parse(time.RFC3339, r.Server)
	return t.In(law.China)
}

// Digest gives the SHA-256 of the canonical form.
func (r Record) Digest() string {
	sum := sha256.Sum256(r.Canonical())
	return hex.EncodeToString(sum[:])
}

// Canonical gives the form that is digested and kept.
func (r Record) Canonical() []byte {
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // all fields are strings and whole numbers
	}
	return canonical(b)
}

// ParseRecord reads the canonical form back; another form of the same record is refused,
// because its digest would be another.
func ParseRecord(b []byte) (Record, error) {
	var r Record
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return Record{}, fmt.Errorf("dispatch: record: %w", err)
	}
	if !bytes.Equal(r.Canonical(), b) {
		return Record{}, fmt.Errorf("dispatch: record of lead %s: not in its canonical form", r.Lead)
	}
	return r, nil
}
