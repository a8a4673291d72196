package dispatch

import "slices"

// An Option is something that an actor may do with a lead now, with what it needs, in the
// words of transitions.csv and regions.csv.
type Option struct {
	Event Event
	To    State
	Needs []string
}

// Options lists what an actor may do with a lead as it stands: transitions under its rows,
// steps of the regions, operations. Whoever shows them need not know the tables.
func (w *World) Options(l Lead, a Actor) []Option {
	if l.State == "" {
		l.State = New
	}
	may := func(by []string) bool {
		probe := Command{Actor: a, Files: []File{{}}}
		return slices.ContainsFunc(by, func(relation string) bool { return w.stands(&l, probe, relation) })
	}
	var all []Option
	for _, t := range load().transitions {
		row := l.Ruling.L
		if l.State == Reported {
			row = l.Ruling.V
		}
		direct := t.Event == "hand_dept" && row == "L12" && w.class(l.Ruling.Handler) == "CITY_DEPT"
		if t.From == l.State && !l.waiting() && (len(t.Rows) == 0 || slices.Contains(t.Rows, row) || direct) && may(t.By) {
			all = append(all, Option{t.Event, t.To, t.Needs})
		}
	}
	if l.State == New {
		return all
	}
	for _, s := range load().regions {
		if s.from == l.region(s.region) && may(s.by) {
			all = append(all, Option{s.event, l.State, s.needs})
		}
	}
	for _, e := range Operations() {
		if o := operations[e]; may(o.by) {
			all = append(all, Option{e, l.State, o.needs})
		}
	}
	return all
}
