package dispatch

// A Bar is a step out of a lead's state that an actor may not take, and why.
type Bar struct {
	Event Event
	To    State
	Why   error // a *Refusal
}

// Bars lists what Options leaves out of the steps that lead out of the state, in the order
// of the tables: each step is in one of the two. What nobody can do says so before it says
// who else may.
func (w *World) Bars(l Lead, a Actor) []Bar {
	var all []Bar
	for _, t := range load().transitions {
		if t.From != l.State {
			continue
		}
		why := w.closed(&l, t)
		if why == nil {
			why = w.permit(&l, Command{Event: t.Event, Actor: a, Files: []File{{}}}, t.By)
		}
		if why != nil {
			all = append(all, Bar{t.Event, t.To, why})
		}
	}
	return all
}

// openChildren counts the parts of a split lead that have not closed.
func (l *Lead) openChildren() int {
	n := 0
	for _, child := range l.Children {
		if !child.Done {
			n++
		}
	}
	return n
}
