package dispatch

import (
	"slices"
	"strings"

	"xunhu/geo/atlas"
)

// An Offer is an Option that can come to something, with all that its command must bring.
type Offer struct {
	Option
	Target  string   // class of unit that the command's To must be, "" where it is not asked
	Suggest []string // units that the tables name for To
}

// Offers lists what an actor may do with a lead, as Options does, without operations that
// would find nothing to do. Needs name what must be brought without its class of unit.
// What depends on what is brought, such as whether a person holds a certificate, Fire tells.
func (w *World) Offers(l Lead, a Actor) []Offer {
	var all []Offer
	for _, o := range w.Options(l, a) {
		t, transition := find(l.State, o.Event)
		_, operation := operations[o.Event]
		switch {
		case operation && !w.sensible(&l, o.Event), slices.Contains(o.Needs, "once") && slices.Contains(l.Returned, l.Unit):
			continue
		}
		offer := Offer{Option: Option{Event: o.Event, To: o.To}}
		for _, need := range o.Needs {
			kind, target, _ := strings.Cut(need, ":")
			if kind == "to" {
				offer.Target = target
			}
			offer.Needs = append(offer.Needs, kind)
		}
		offer.Needs = append(offer.Needs, brings[o.Event]...)
		if transition && l.Ruling.L == "L5" && len(t.Rows) > 0 {
			offer.Needs = append(offer.Needs, "place_of_act")
		}
		offer.Suggest = w.suggest(&l, o.Event, offer.Target)
		all = append(all, offer)
	}
	return all
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
