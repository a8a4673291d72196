package dispatch

import (
	"slices"
	"strings"

	"xunhu/geo/finding"
)

// need checks one thing that an event asks of its command.
func (w *World) need(l *Lead, c Command, what string) error {
	event := term("event", string(c.Event))
	lack := func(guard int, code string, args ...any) error {
		return refuse(Incomplete, guard, finding.New(code, "", append([]any{"event", event}, args...)...))
	}
	kind, to, _ := strings.Cut(what, ":")
	switch kind {
	case "to":
		return w.target(l, c, to)
	case "person":
		if c.Person == "" {
			return lack(1, "dispatch.needs_person")
		}
	case "reason":
		if blank(c.Reason) {
			return lack(0, "dispatch.needs_reason")
		}
	case "missing":
		if len(c.Missing) == 0 {
			return lack(0, "dispatch.needs_missing")
		}
	case "officers":
		return w.officers(c)
	case "ruling":
		if c.Ruling == nil {
			return lack(0, "dispatch.needs_ruling")
		}
	case "outcome":
		return w.outcome(l, c)
	case "evidence":
		if len(c.Files) == 0 {
			return lack(0, "dispatch.needs_evidence")
		}
	case "deadline":
		if !c.Deadline.After(c.At) {
			return lack(0, "dispatch.needs_deadline")
		}
	case "close":
		return w.close(l, c)
	case "second":
		if c.Second == "" || c.Second == c.Actor.Person {
			return lack(8, "dispatch.needs_second")
		}
	case "once":
		if slices.Contains(l.Returned, l.Unit) {
			return lack(0, "dispatch.returned", "unit", w.name(l.Unit))
		}
	case "ground":
		return w.ground(l, c)
	case "other":
		if c.Other == "" || c.Other == l.ID {
			return lack(7, "dispatch.needs_other")
		}
	case "reply":
		if blank(c.Reply) {
			return lack(8, "dispatch.needs_reply")
		}
	case "level":
		if !slices.Contains([]string{"I", "II", "III", "IV"}, c.Level) {
			return lack(0, "dispatch.needs_level")
		}
	default:
		panic("dispatch: the tables ask for " + what)
	}
	return nil
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// target checks where a lead goes, and guard 4: after an award of the common superior, or
// where a lead was received by transfer, nobody transfers it on but to that superior.
func (w *World) target(l *Lead, c Command, kind string) error {
	if !w.fits(c.To, kind) || kind != "ext" && c.To == "" {
		return refuse(Incomplete, 0, finding.New("dispatch.bad_target", "", "event", term("event", string(c.Event)), "to", w.name(c.To), "kind", term("target", kind)))
	}
	if kind == "ext" && l.Bound != "" && c.To != l.Bound && (l.Dispute == nil || l.Dispute.Arbiter != l.Bound) {
		return refuse(Forbidden, 4, finding.New("dispatch.no_second_transfer", "", "superior", w.name(l.Bound)))
	}
	if l.State == InDispute {
		d := l.Dispute
		if c.To != d.Claimant && c.To != d.Respondent && !w.above(d.Arbiter, c.To) {
			return refuse(Forbidden, 4, finding.New("dispatch.beyond_arbiter", "", "arbiter", w.name(d.Arbiter), "to", w.name(c.To)))
		}
	}
	return nil
}

// officers checks guard 2: two different persons who hold certificates that are valid now.
func (w *World) officers(c Command) error {
	valid, without := map[string]bool{}, []string{}
	for _, p := range c.Officers {
		if p != "" && w.Certified != nil && w.Certified(p, c.At) {
			valid[p] = true
		} else if p != "" {
			without = append(without, p)
		}
	}
	switch {
	case len(valid) >= 2:
		return nil
	case len(without) > 0:
		return refuse(Incomplete, 2, finding.New("dispatch.officers_without", "", "event", term("event", string(c.Event)), "n", len(valid), "persons", without))
	}
	return refuse(Incomplete, 2, finding.New("dispatch.officers", "", "event", term("event", string(c.Event)), "n", len(valid)))
}

// outcome checks what a verification found: the ruling must be of that outcome, and of
// the kind of unit that verified.
func (w *World) outcome(l *Lead, c Command) error {
	if !slices.Contains([]string{"UNF", "MIN", "VIO"}, c.Outcome) {
		return refuse(Incomplete, 0, finding.New("dispatch.needs_outcome", "", "value", c.Outcome))
	}
	finder := w.Finder(l.Unit)
	if c.Ruling != nil && (c.Ruling.L == "" || c.Ruling.Outcome != c.Outcome || c.Ruling.Finder != finder) {
		return refuse(Incomplete, 11, finding.New("dispatch.ruling_differs", "", "outcome", term("outcome", c.Outcome), "finder", term("finder", finder)))
	}
	if c.Ruling != nil && c.Ruling.Certified && c.Outcome == "VIO" { // row V7 with K2 or K4
		return w.officers(c)
	}
	return nil
}

// close checks guard 8: an outcome in words, evidence, and the reply if the public asked.
func (w *World) close(l *Lead, c Command) error {
	var lacks []error
	if blank(c.Reason) {
		lacks = append(lacks, term("lack", "outcome"))
	}
	if len(c.Files) == 0 {
		lacks = append(lacks, term("lack", "evidence"))
	}
	if l.public() && blank(c.Reply) {
		lacks = append(lacks, term("lack", "reply"))
	}
	if len(lacks) > 0 {
		return refuse(Incomplete, 8, finding.New("dispatch.close", "", "lacks", joined(lacks)))
	}
	return nil
}

// rowsAllow checks that the row of table V or L opens a way. Row L12 goes straight to the
// department where the ruling says so (a setting); L5 needs the place of the act.
func (w *World) rowsAllow(l *Lead, c Command, t Transition) error {
	if len(t.Rows) == 0 {
		return nil
	}
	row := l.Ruling.L
	if l.State == Reported {
		row = l.Ruling.V
	}
	direct := t.Event == "hand_dept" && row == "L12" && l.Ruling.Handler == c.To
	if !slices.Contains(t.Rows, row) && !direct {
		shown := row
		if shown == "" {
			shown = "—"
		}
		return refuse(Forbidden, 0, finding.New("dispatch.row", "", "event", term("event", string(c.Event)), "row", shown, "rows", t.Rows))
	}
	if row == "L5" {
		if place := firstOf(c.Place, l.Place); place != placeFor(t.Event) {
			return refuse(Incomplete, 0, finding.New("dispatch.place_of_act", "", "event", term("event", string(c.Event))))
		}
	}
	return nil
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// formal checks guard 2 for evidence that is taken or sealed, whatever the event.
func (w *World) formal(c Command) error {
	if slices.ContainsFunc(c.Files, func(f File) bool { return f.Formal }) {
		return w.officers(c)
	}
	return nil
}

// files checks the digests: 64 lower-case hexadecimal digits.
func (c Command) files() error {
	for _, f := range c.Files {
		if len(f.SHA256) != 64 || strings.Trim(f.SHA256, "0123456789abcdef") != "" {
			return refuse(Incomplete, 0, finding.New("dispatch.digest", "", "name", f.Name))
		}
	}
	return nil
}

// joined makes several findings one value of a sentence.
func joined(all []error) list { return all }

// A list is several terms, written one after another.
type list []error

// Error gives the terms for logs.
func (l list) Error() string {
	parts := make([]string, len(l))
	for i, e := range l {
		parts[i] = e.Error()
	}
	return strings.Join(parts, ", ")
}

// Parts gives the terms, so that a sentence can name each in its language.
func (l list) Parts() []error { return l }
