package dispatch

import (
	"cmp"
	"slices"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// Fire carries out a command: one of the 66 transitions, a step of a region beside them,
// or one of the operations (split, child, rerule, note, number, take_task, clock_stop,
// clock_go, clock_extend). It gives the lead as it is then and what is to be recorded, in
// order; or a *Refusal, and nothing has changed.
func (w *World) Fire(l Lead, c Command) (Lead, []Record, error) {
	if c.Event == "report" && l.State == "" {
		l = Lead{State: New, Emergency: "NONE", BackCheck: "NONE"}
	}
	if c.Revision != l.Revision {
		return Lead{}, nil, w.stale(&l, c)
	}
	if err := c.files(); err != nil {
		return Lead{}, nil, err
	}
	if err := w.formal(c); err != nil {
		return Lead{}, nil, err
	}
	now := l.clone()
	if c.was = nil; c.Ruling != nil && l.Revision > 0 {
		c = c.unrepeated(&l)
		was := l.Ruling
		was.Of = nil // its own record says it
		c.was = &was
	}
	if t, ok := find(l.State, c.Event); ok {
		return w.transit(now, c, t)
	}
	if s, ok := findStep(&l, c.Event); ok && l.State != New {
		return w.pace(now, c, s)
	}
	if o, ok := operations[c.Event]; ok && l.State != New && l.State != "" {
		return w.operate(now, c, o)
	}
	if !known(c.Event) {
		return Lead{}, nil, refuse(Impossible, 0, finding.New("dispatch.unknown", "", "event", string(c.Event)))
	}
	return Lead{}, nil, refuse(Impossible, 0, finding.New("dispatch.impossible", "",
		"event", term("event", string(c.Event)), "state", term("state", string(cmp.Or(l.State, New)))))
}

// transit goes along a transition.
func (w *World) transit(l Lead, c Command, t Transition) (Lead, []Record, error) {
	if l.waiting() {
		return Lead{}, nil, refuse(Forbidden, 6, finding.New("dispatch.children", "", "event", term("event", string(c.Event)), "n", l.openChildren()))
	}
	if err := w.permit(&l, c, t.By); err != nil {
		return Lead{}, nil, err
	}
	if err := w.rowsAllow(&l, c, t); err != nil {
		return Lead{}, nil, err
	}
	if l.unplaced() && t.Event == "assign" {
		return Lead{}, nil, refuse(Incomplete, 11, finding.New("dispatch.unplaced", "", "event", term("event", string(c.Event))))
	}
	for _, what := range t.Needs {
		if err := w.need(&l, c, what); err != nil {
			return Lead{}, nil, err
		}
	}
	from := l.State
	if err := w.effect(&l, c, t); err != nil {
		return Lead{}, nil, err
	}
	w.hold(&l, c, t)
	l.State = t.To
	w.tick(&l, c.At, t.From == t.To)
	records := []Record{w.record(&l, c, from)}
	if t.Event == "hand_squad" && from == Verified && l.By.Unit == c.To { // guard 3
		next, _ := find(SquadPending, "accept")
		c = Command{Event: "accept", Actor: c.Actor, At: c.At, Device: c.Device, Person: l.By.Person}
		l.Person, l.State = c.Person, next.To
		w.tick(&l, c.At, false)
		records = append(records, w.record(&l, c, SquadPending))
	}
	return l, records, nil
}

// hold says who has the lead after a transition.
func (w *World) hold(l *Lead, c Command, t Transition) {
	switch t.Unit {
	case "to":
		l.Sender = firstOf(l.Unit, c.Actor.Unit)
		l.Unit, l.Person = c.To, ""
		if t.To == Remedy && l.Task == nil {
			l.Person = c.Person
		}
	case "sender":
		l.Unit, l.Person, l.Sender = firstOf(l.Sender, w.first(atlas.Branch)), "", ""
	case "none":
		l.Unit, l.Person, l.Sender = "", "", ""
	}
}

// effect is what an event changes beside state and holder.
func (w *World) effect(l *Lead, c Command, t Transition) error {
	if c.Place != "" {
		l.Place = c.Place
	}
	switch t.Event {
	case "report":
		return w.begin(l, c)
	case "return":
		if l.State == Assigned {
			l.Returned = append(l.Returned, l.Unit)
		}
	case "accept":
		l.Person = c.Person
	case "verify":
		l.By = Verifier{Unit: l.Unit, Person: c.Actor.Person, Finder: w.Finder(l.Unit), Outcome: c.Outcome}
		w.rule(l, c)
	case "remedy", "no_file_remedy":
		return w.order(l, c)
	case "submit":
		if l.Task != nil && !l.Task.Accepted {
			return refuse(Incomplete, 9, finding.New("dispatch.task_open", "", "station", w.name(l.Task.Station)))
		}
		l.Fixer = c.Actor.Person
	case "fail":
		l.Due = c.Deadline
	case "pass":
		if c.Actor.Person == l.Fixer {
			return refuse(Forbidden, 10, finding.New("dispatch.own_remedy", "", "person", l.Fixer))
		}
		l.BackCheck = "DUE"
	case "contest", "refuse":
		if t.To == InDispute {
			w.open(l, c)
		}
	case "award_unit", "award_squad", "award_dept", "award_ext":
		if by := l.Dispute.Arbiter; w.class(by) == atlas.Municipal || w.class(by) == "" {
			l.Bound = by
		}
		l.Dispute = nil
	case "file":
		for _, p := range append([]string{c.Actor.Person, l.Person}, c.Officers...) {
			if p != "" && !slices.Contains(l.Investigators, p) {
				l.Investigators = append(l.Investigators, p)
			}
		}
	case "suspend", "resume":
		w.suspend(l, c)
	case "void":
		untell(l, c)
	case "merge":
		l.Into = c.Other
	case "unmerge":
		l.Into = ""
	case "reopen":
		l.Returned, l.Task, l.Fixer, l.ByOrder, l.Place, l.CallBack, l.NoTransfer, l.Fined = nil, nil, "", false, "", false, false, false
		l.Investigators, l.By = nil, Verifier{}
	case "decide":
		l.Fined = l.Ruling.Versions.edition() > 1
	case "no_penalty", "quash":
		l.Fined = false
	case "hand_police":
		l.Received, l.NoTransfer = false, false
	}
	if t.To == Closed {
		l.Task = nil
		l.CallBack = l.public() && w.sampled(l)
	}
	return nil
}

// begin makes a lead of a report.
func (w *World) begin(l *Lead, c Command) error {
	if !ValidNumber(c.Number) && !Temporary(c.Number) {
		return refuse(Incomplete, 0, finding.New("dispatch.number", "", "number", c.Number))
	}
	if !slices.Contains([]string{"patrol", "petition", "12369", "12345", "handdown", "sensor", "drone"}, c.Source) {
		return refuse(Incomplete, 0, finding.New("dispatch.source", "", "source", c.Source))
	}
	l.ID, l.Source, l.Act, l.Bound, l.Parent = c.Number, c.Source, c.Act, c.Bound, c.Other
	l.Asked = kept(c.Deadline)
	if l.Act.IsZero() {
		l.Act = c.At
	}
	if c.Received.Before(c.At) {
		l.Came = kept(c.Received)
	}
	w.rule(l, c)
	if l.public() {
		l.Petition = "RECEIVED"
	}
	return nil
}

// kept is a moment as a record keeps it: whole milliseconds, in China.
func kept(t time.Time) time.Time { return moment(stamp(t)) }

// rule takes a ruling over.
func (w *World) rule(l *Lead, c Command) {
	of := l.Ruling.Of
	l.Ruling = *c.Ruling
	if l.Ruling.Of == nil {
		l.Ruling.Of = of
	}
	l.Towns = slices.Clone(l.Ruling.Towns)
	w.tell(l, c)
}

// order lets a station remedy (guard 9): what another unit verified, or the squad orders,
// is a task that the station has yet to accept.
func (w *World) order(l *Lead, c Command) error {
	l.Due, l.Task, l.ByOrder = c.Deadline, nil, c.Event == "no_file_remedy"
	if c.Actor.Unit != c.To {
		l.Task = &Task{Station: c.To}
		return nil
	}
	if c.Person == "" { // row L7: a named person
		return refuse(Incomplete, 1, finding.New("dispatch.needs_person", "", "event", term("event", string(c.Event))))
	}
	return nil
}

// open begins a dispute. A body that is bound by the common superior can only go there.
func (w *World) open(l *Lead, c Command) {
	claimant, respondent := w.parties(l, c)
	d := w.Arbiter(claimant, respondent, l.public())
	d.Ground, d.Opened = c.Reason, c.At
	outside := w.class(d.Arbiter) == atlas.Municipal || w.class(d.Arbiter) == ""
	if l.Bound != "" && outside {
		d.Arbiter = l.Bound
	}
	l.Dispute = &d
}

// suspend stops the time of the case, and lets it go on.
func (w *World) suspend(l *Lead, c Command) {
	for i := range l.Clocks {
		k := &l.Clocks[i]
		if k.Limit != "T2" || !k.End.IsZero() {
			continue
		}
		if c.Event == "suspend" {
			k.Stops = append(k.Stops, law.Stop{Kind: "suspension", From: c.At})
			continue
		}
		for s := range k.Stops {
			if k.Stops[s].Kind == "suspension" && k.Stops[s].To.IsZero() {
				k.Stops[s].To = c.At
			}
		}
	}
}

// stale tells who was faster, and what was done since.
func (w *World) stale(l *Lead, c Command) error {
	var since []Trace
	for _, t := range l.Trail {
		if t.Revision > c.Revision {
			since = append(since, t)
		}
	}
	if len(since) == 0 {
		return refuse(Stale, 0, finding.New("dispatch.ahead", "", "seen", c.Revision, "now", l.Revision))
	}
	last := since[len(since)-1]
	return &Refusal{Kind: Stale, Since: since, Finding: finding.New("dispatch.stale", "",
		"event", term("event", string(c.Event)), "person", last.Person, "unit", w.name(last.Unit), "did", term("event", string(last.Event)),
		"at", last.At.In(law.China).Format("2006-01-02 15:04"), "state", term("state", string(last.To)), "n", len(since))}
}
