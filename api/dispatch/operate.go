package dispatch

import (
	"maps"
	"slices"

	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// An operation is done beside the transitions: the state stays, unless the last child of
// a split lead has closed.
type operation struct {
	by, needs []string
	do        func(*World, *Lead, Command) error
}

// operations by their events. Interim measures, notices of table N, receipts and
// corrections are notes, and are open in every state (guard 5).
var operations = map[Event]operation{
	"note":         {[]string{"holder", "desk", "superior", "petition"}, []string{"reason"}, (*World).note},
	"rerule":       {[]string{"holder", "desk", "superior"}, []string{"ruling", "reason"}, (*World).rerule},
	"split":        {[]string{"holder", "superior"}, []string{"reason"}, (*World).split},
	"child":        {[]string{"holder", "desk", "superior"}, nil, (*World).child},
	"number":       {[]string{"desk", "reporter"}, nil, (*World).number},
	"take_task":    {[]string{"holder"}, []string{"person"}, (*World).takeTask},
	"clock_stop":   {[]string{"head", "superior"}, []string{"reason"}, (*World).clockStop},
	"clock_go":     {[]string{"head", "superior"}, nil, (*World).clockGo},
	"clock_extend": {[]string{"superior"}, []string{"reason", "evidence"}, (*World).clockExtend},
}

// inOrder are the events of operations.
var inOrder = slices.Sorted(maps.Keys(operations))

// Operations lists the events of operations beside the state machine, in order.
func Operations() []Event { return slices.Clone(inOrder) }

// operate carries an operation out.
func (w *World) operate(l Lead, c Command, o operation) (Lead, []Record, error) {
	if err := w.permit(&l, c, o.by); err != nil {
		return Lead{}, nil, err
	}
	for _, what := range o.needs {
		if err := w.need(&l, c, what); err != nil {
			return Lead{}, nil, err
		}
	}
	from := l.State
	if err := o.do(w, &l, c); err != nil {
		return Lead{}, nil, err
	}
	w.tick(&l, c.At, false)
	return l, []Record{w.record(&l, c, from)}, nil
}

// pace takes a step in a region beside the states, whatever the state: in a lead that is
// merged, closed or void the reporter must be answered as well.
func (w *World) pace(l Lead, c Command, s step) (Lead, []Record, error) {
	if err := w.permit(&l, c, s.by); err != nil {
		return Lead{}, nil, err
	}
	for _, what := range s.needs {
		if err := w.need(&l, c, what); err != nil {
			return Lead{}, nil, err
		}
	}
	switch s.event {
	case "declare":
		l.Level, l.Relevel = c.Level, false
	case "relevel":
		l.Level, l.Relevel = c.Level, true
	case "update", "end":
		l.Relevel = false
	case "answer":
		l.Answered = true
	case "back_check_ok", "relapse":
		l.Fined = false
	case "ask_review", "ask_rereview":
		if err := w.inTime(&l, c); err != nil {
			return Lead{}, nil, err
		}
		l.Answered = false
	}
	from := l.State
	l.enter(s.region, s.to)
	w.tick(&l, c.At, s.event == "relevel")
	return l, []Record{w.record(&l, c, from)}, nil
}

// inTime refuses a request for review that comes after its 30 days.
func (w *World) inTime(l *Lead, c Command) error {
	for i := range l.Clocks {
		k := l.Clocks[i]
		if !k.End.IsZero() || k.Limit != "T8.review_request" && k.Limit != "T8.rereview_request" {
			continue
		}
		if _, due := w.due(k); !due.Moved.IsZero() && c.At.After(due.Moved) { // for the petitioner the later of the two counts
			return refuse(Forbidden, 0, finding.New("dispatch.too_late", "", "event", term("event", string(c.Event)), "due", due.Moved.Format("2006-01-02")))
		}
	}
	return nil
}

func (w *World) note(l *Lead, c Command) error {
	if !slices.Contains([]string{"measure", "notice", "receipt", "correction", "objection", "no_transfer"}, c.Kind) {
		return refuse(Incomplete, 0, finding.New("dispatch.kind", "", "kind", c.Kind))
	}
	if c.Kind == "receipt" && l.State == PolicePending {
		l.Received = true
	}
	if c.Kind == "notice" {
		told(l, c)
	}
	if c.Kind == "no_transfer" { // the reason goes into the records (2020 Provisions, Art. 5)
		if !w.superior(c.Actor, l, "") || l.State != SquadReview && l.State != "CASE" {
			return refuse(Forbidden, 0, finding.New("dispatch.no_transfer", ""))
		}
		l.NoTransfer = true
	}
	return nil
}

// rerule runs the tables again (guard 11): category, geometry, K, S or J have changed.
func (w *World) rerule(l *Lead, c Command) error {
	if l.State.Final() {
		return refuse(Forbidden, 11, finding.New("dispatch.closed", "", "event", term("event", "rerule"), "state", term("state", string(l.State))))
	}
	if l.By.Outcome != "" && (c.Ruling.L == "" || c.Ruling.Outcome != l.By.Outcome || c.Ruling.Finder != l.By.Finder) {
		return refuse(Incomplete, 11, finding.New("dispatch.ruling_differs", "", "outcome", term("outcome", l.By.Outcome), "finder", term("finder", l.By.Finder)))
	}
	w.rule(l, c)
	if c.Place != "" {
		l.Place = c.Place
	}
	return nil
}

// split opens children, one for each violation (guard 6). Until all are closed the lead
// waits where it stands. The children are reported as leads of their own, with their
// parent in Command.Other.
func (w *World) split(l *Lead, c Command) error {
	if !slices.Contains([]State{"ACCEPTED", Verified, SquadReview, "CASE"}, l.State) || l.Parent != "" {
		return refuse(Forbidden, 6, finding.New("dispatch.no_split", "", "state", term("state", string(l.State))))
	}
	for i, id := range c.Children {
		if id == l.ID || slices.Contains(c.Children[:i], id) || slices.ContainsFunc(l.Children, func(x Child) bool { return x.ID == id }) || !ValidNumber(id) {
			return refuse(Incomplete, 6, finding.New("dispatch.child", "", "number", id))
		}
	}
	if len(c.Children) < 2 {
		return refuse(Incomplete, 6, finding.New("dispatch.few_children", "", "n", len(c.Children)))
	}
	l.SplitAt = l.State
	for _, id := range c.Children {
		l.Children = append(l.Children, Child{ID: id})
	}
	return nil
}

// child tells a split lead that one of its parts has closed (Outcome "CLOSED", "MERGED",
// "VOID") or was opened again (any other state). With the last one the lead closes; with
// one opened again it waits again.
func (w *World) child(l *Lead, c Command) error {
	i := slices.IndexFunc(l.Children, func(x Child) bool { return x.ID == c.Other })
	if i < 0 {
		return refuse(Incomplete, 6, finding.New("dispatch.no_child", "", "number", c.Other))
	}
	l.Children[i].Done = State(c.Outcome).Final()
	switch {
	case !l.waiting():
		l.State = Closed
	case l.State == Closed:
		l.State = l.SplitAt
	}
	return nil
}

// number gives a lead of a device that was offline its own number, once.
func (w *World) number(l *Lead, c Command) error {
	if !Temporary(l.ID) {
		return refuse(Forbidden, 0, finding.New("dispatch.numbered", "", "number", l.ID))
	}
	if !ValidNumber(c.Number) {
		return refuse(Incomplete, 0, finding.New("dispatch.number", "", "number", c.Number))
	}
	return nil // record changes the id, after it has taken down the old one
}

func (w *World) takeTask(l *Lead, c Command) error {
	if l.Task == nil || l.Task.Accepted {
		return refuse(Impossible, 9, finding.New("dispatch.no_task", ""))
	}
	l.Task.Accepted, l.Person = true, c.Person
	return nil
}

// running finds the clock of a command's limit that runs now.
func (w *World) running(l *Lead, c Command) (*Clock, law.TimeLimit, error) {
	for i := range l.Clocks {
		if k := &l.Clocks[i]; k.Limit == c.Limit && k.End.IsZero() {
			limit, _ := law.LimitOn(k.Limit, k.Start)
			return k, limit, nil
		}
	}
	return nil, law.TimeLimit{}, refuse(Impossible, 0, finding.New("dispatch.no_clock", "", "limit", c.Limit))
}

// standing is the index of a stop that has not ended, or -1.
func (k *Clock) standing() int {
	return slices.IndexFunc(k.Stops, func(s law.Stop) bool { return s.To.IsZero() })
}

func (w *World) clockStop(l *Lead, c Command) error {
	k, limit, err := w.running(l, c)
	if err != nil {
		return err
	}
	if c.Kind == "suspension" || !slices.Contains(limit.Stops, c.Kind) || k.standing() >= 0 { // a case is suspended by its own transition
		return refuse(Forbidden, 0, finding.New("dispatch.no_stop", "", "limit", c.Limit, "kind", c.Kind))
	}
	k.Stops = append(k.Stops, law.Stop{Kind: c.Kind, From: c.At})
	return nil
}

func (w *World) clockGo(l *Lead, c Command) error {
	k, _, err := w.running(l, c)
	if err != nil {
		return err
	}
	i := k.standing()
	if i < 0 || k.Stops[i].Kind == "suspension" {
		return refuse(Forbidden, 0, finding.New("dispatch.not_standing", "", "limit", c.Limit))
	}
	k.Stops[i].To = c.At
	return nil
}

func (w *World) clockExtend(l *Lead, c Command) error {
	k, limit, err := w.running(l, c)
	if err != nil {
		return err
	}
	if c.Units <= 0 || k.Extended+c.Units > limit.Extend {
		return refuse(Forbidden, 0, finding.New("dispatch.extension", "", "limit", c.Limit, "n", c.Units, "most", limit.Extend-k.Extended))
	}
	k.Extended += c.Units
	return nil
}
