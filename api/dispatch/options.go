package dispatch

import (
	"slices"
	"strings"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
)

// An Option is an event that an actor may fire on a lead as it stands.
type Option struct {
	Event   Event
	To      State    // the state that it leads to
	Needs   []string // what its command must bring, by the names of transitions.csv
	Target  string   // class of unit that the command's To must be, "" where it is not asked
	Suggest []string // units that the tables name for To
}

// Options lists what an actor may do with a lead, in the order of the tables. Each still
// needs what its command must bring; what depends on that, such as whether a person holds
// a certificate, Fire tells.
func (w *World) Options(l Lead, a Actor) []Option {
	if l.State == "" {
		l.State = New
	}
	var all []Option
	c := Command{Actor: a, Files: []File{{}}} // with the receipt that a proxy brings
	add := func(e Event, to State, by, needs []string) {
		if c.Event = e; !w.may(&l, c, by) {
			return
		}
		o := Option{Event: e, To: to, Needs: make([]string, 0, len(needs))}
		for _, need := range needs {
			kind, target, _ := strings.Cut(need, ":")
			if kind == "to" {
				o.Target = target
			}
			o.Needs = append(o.Needs, kind)
		}
		o.Suggest = w.suggest(&l, e, o.Target)
		all = append(all, o)
	}
	for _, t := range load().transitions {
		if t.From == l.State && w.closed(&l, t) == nil {
			needs := t.Needs
			if l.Ruling.L == "L5" && len(t.Rows) > 0 {
				needs = append(slices.Clone(needs), "place_of_act")
			}
			add(t.Event, t.To, t.By, needs)
		}
	}
	if l.State == New {
		return all
	}
	for _, s := range load().regions {
		if l.State != Void && s.from == l.region(s.region) {
			add(s.event, l.State, s.by, s.needs)
		}
	}
	for _, e := range inOrder {
		if w.sensible(&l, e) {
			add(e, l.State, operations[e].by, slices.Concat(operations[e].needs, brings[e]))
		}
	}
	return all
}

// closed tells why nobody can go along a transition as the lead stands, with whatever
// place of the act and department the command would bring; nil if it is open.
func (w *World) closed(l *Lead, t Transition) error {
	event := func() error { return term("event", string(t.Event)) }
	switch {
	case l.waiting():
		return refuse(Forbidden, 6, finding.New("dispatch.children", "", "event", event(), "n", l.openChildren()))
	case l.unplaced() && t.Event == "assign":
		return refuse(Incomplete, 11, finding.New("dispatch.unplaced", "", "event", event()))
	case slices.Contains(t.Needs, "once") && slices.Contains(l.Returned, l.Unit):
		return refuse(Incomplete, 0, finding.New("dispatch.returned", "", "event", event(), "unit", w.name(l.Unit)))
	}
	c := Command{Event: t.Event, Place: placeFor(t.Event)}
	if t.Event == "hand_dept" {
		c.To = l.Ruling.Handler
	}
	return w.rowsAllow(l, c, t)
}

// placeFor is where the act was, for an event that asks it to have been there.
func placeFor(e Event) string {
	switch e {
	case "hand_squad":
		return "IN"
	case "hand_ext":
		return "OUT"
	}
	return ""
}

// MayHand tells whether a lead as it stands can be handed over to a unit, whoever does it.
func (w *World) MayHand(l Lead, to string) bool {
	return slices.ContainsFunc(load().transitions, func(t Transition) bool {
		i := slices.IndexFunc(t.Needs, func(n string) bool { return strings.HasPrefix(n, "to:") })
		c := Command{Event: t.Event, To: to, Place: placeFor(t.Event)}
		return t.From == l.State && strings.HasPrefix(string(t.Event), "hand_") && i >= 0 && to != "" &&
			w.rowsAllow(&l, c, t) == nil && w.target(&l, c, strings.TrimPrefix(t.Needs[i], "to:")) == nil
	})
}

// brings is what operations ask of their commands beside what their table says.
var brings = map[Event][]string{
	"note": {"kind"}, "child": {"other"}, "take_task": {"person"}, "clock_stop": {"limit", "kind"}, "clock_go": {"limit"}, "clock_extend": {"limit", "units"},
}

// sensible tells whether an operation can do anything with a lead as it stands.
func (w *World) sensible(l *Lead, e Event) bool {
	switch e {
	case "rerule":
		return !l.State.Final()
	case "split":
		return slices.Contains([]State{"ACCEPTED", Verified, SquadReview, "CASE"}, l.State) && l.Parent == ""
	case "child":
		return l.waiting()
	case "number":
		return Temporary(l.ID)
	case "take_task":
		return l.Task != nil && !l.Task.Accepted
	case "clock_stop", "clock_go", "clock_extend":
		return slices.ContainsFunc(l.Clocks, func(k Clock) bool {
			limit, _ := w.due(k)
			return k.End.IsZero() && (e == "clock_stop" && len(limit.Stops) > 0 && k.standing() < 0 ||
				e == "clock_go" && k.standing() >= 0 || e == "clock_extend" && k.Extended < limit.Extend)
		})
	}
	return true
}

// suggest names the units to which the tables send a lead by an event.
func (w *World) suggest(l *Lead, e Event, target string) []string {
	r := l.Ruling
	var from []string
	switch {
	case target == "":
	case l.State == InDispute && l.Dispute != nil:
		from = []string{l.Dispute.Claimant, l.Dispute.Respondent}
	case e == "assign":
		from = []string{r.Lead}
	case target == "station" || target == "verify":
		for _, code := range l.Towns {
			if t, ok := w.Org.Town(code); ok {
				from = append(from, t.Station)
			}
		}
	case target == "squad":
		from = append([]string{r.Handler}, r.Handover...)
		if len(l.Towns) > 0 {
			t, _ := w.Org.Town(l.Towns[0])
			from = append(from, t.Squad)
		}
		if w.class(l.Unit) == atlas.Squad {
			from = append(from, l.Unit)
		}
	case target == "police":
		from = []string{strings.TrimSuffix(w.first(atlas.Branch), "-FJ") + "-BM-GA"}
	default:
		from = slices.Concat([]string{r.Handler}, r.Handover, r.Informed)
	}
	var all []string
	for _, id := range from {
		if id != "" && (target == "ext" && w.class(id) != "" || target != "ext") && w.fits(id, target) && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}
