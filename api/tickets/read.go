package tickets

import (
	"errors"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// A Ticket is one row of a list that somebody sent.
type Ticket struct {
	Where    string // file and row, for what is told of it
	Number   string // the sender's own
	Incident jurisdiction.Incident
	Note     string // what is wrong, without who told
	Address  string
	Received time.Time // when the sender was told; zero if it does not say
	Deadline time.Time // until when the sender wants it done; zero if it does not say
	Reporter store.Reporter
	Files    []string // names, relative to the list

	Class   string // what the sender calls it, if that is no category
	Blotted bool   // the text held the name or telephone of who told
}

// A Reader reads the rows of one list.
type Reader struct {
	Source string            // of rows that do not say; "" if the list does not either
	Fields map[string]string // headings by our names
	Now    time.Time
}

// Read reads a row. The error joins everything that is wrong with it as *finding.Finding;
// none of them quotes what may name a person.
func (r Reader) Read(f feature.Feature, where string) (Ticket, error) {
	v := values(f, r.Fields)
	t := Ticket{Where: where, Number: v["number"], Address: v["address"],
		Reporter: store.Reporter{Name: v["name"], Phone: v["phone"]}}
	var faults []error
	fault := func(code string, args ...any) { faults = append(faults, finding.New(code, where, args...)) }

	source := SourceIn(v["source"])
	if source == "" {
		source = r.Source
	}
	if source == "" && (v["by"] != "" || v["document"] != "") {
		source = "handdown"
	}
	if source == "" {
		fault("tickets.source")
	}
	if t.Number == "" {
		t.Number = f.ID
	}
	if t.Number == "" && v["document"] != "" {
		t.Number = v["document"]
		if v["item"] != "" { // one document hands many things down
			t.Number += "#" + v["item"]
		}
	}
	if t.Number == "" {
		fault("tickets.number")
	}

	times := map[string]time.Time{}
	for _, name := range []string{"called", "received", "occurred_at"} {
		if v[name] == "" {
			continue
		}
		at, _, ok := moment(v[name])
		switch {
		case !ok:
			fault("tickets.time", "value", short(v[name]))
		case at.After(r.Now.Add(24 * time.Hour)):
			fault("tickets.future", "value", short(v[name]))
		}
		times[name] = at
	}
	t.Received = first(times["received"], times["called"])
	act := first(times["occurred_at"], times["called"], times["received"], r.Now)
	if v["deadline"] != "" {
		at, ok := until(v["deadline"], first(t.Received, r.Now))
		switch {
		case !ok:
			fault("tickets.deadline", "value", short(v["deadline"]))
		case at.Before(t.Received):
			fault("tickets.deadline_early", "value", short(v["deadline"]))
		}
		t.Deadline = at
	}

	category, known := categoryOf(v["category"])
	if !known {
		t.Class = v["category"]
	}
	t.say(v)
	if t.Note == "" && category == "" {
		fault("tickets.no_text")
	}
	g := f.Geometry
	if p, ok := g.(orb.Point); ok && p == (orb.Point{}) { // what systems write for no place
		g = nil
	}
	if g == nil && t.Address == "" {
		fault("tickets.no_place")
	}
	inc, err := wire.Unplaced(feature.Feature{Geometry: g, Props: map[string]any{"category": category, "severity": v["severity"], "accuracy_m": v["accuracy_m"],
		"occurred_at": act.Format(time.RFC3339), "source": source}}, r.Now)
	if err != nil {
		faults = append(faults, err)
	}
	t.Incident = inc
	t.Files = namesOf(v["files"])
	return t, errors.Join(faults...)
}

// say puts the text together, and takes out who told.
func (t *Ticket) say(v map[string]string) {
	text := v["text"]
	if v["title"] != "" && !strings.HasPrefix(text, v["title"]) {
		text = strings.Trim(v["title"]+"。"+text, "。")
	}
	var more []string
	for _, part := range []struct{ title, value string }{{"交办单位", v["by"]}, {"重点关注", v["attention"]}, {"来件类别", t.Class}} {
		if part.value != "" {
			more = append(more, part.title+"："+part.value)
		}
	}
	if len(more) > 0 {
		text += "〔" + strings.Join(more, "；") + "〕"
	}
	t.Note, t.Address, t.Blotted = Hide(&t.Reporter, text, t.Address)
}

// categoryOf finds a category by its code or its whole name. Nothing is guessed; an empty
// text is known to be none.
func categoryOf(text string) (code string, known bool) {
	if text == "" {
		return "", true
	}
	if c, ok := law.CategoryOf(strings.ToUpper(text)); ok {
		return c.Code, true
	}
	for _, c := range law.Categories() {
		if c.ZH == text || strings.EqualFold(c.EN, text) {
			return c.Code, true
		}
	}
	return "", false
}

// namesOf splits a cell of file names.
func namesOf(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";；,，、|\n\r", r) })
}

func first(times ...time.Time) time.Time {
	for _, t := range times {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// short quotes the beginning of a cell; one that may be a telephone is not quoted.
func short(s string) string {
	if r := []rune(Blot(s, "", "")); len(r) > 24 {
		return string(r[:24]) + "…"
	}
	return Blot(s, "", "")
}
