package wire

import (
	"errors"
	"slices"

	"xunhu/api/dispatch"
	"xunhu/api/people"
	"xunhu/api/words"
)

// A BarredAction is a step out of the lead's state that the asker may not take.
type BarredAction struct {
	Event string `json:"event"`
	Name  string `json:"name"`
	Why   string `json:"why" doc:"who may, or what stands in the way"`
}

// shorter are the reasons that need not say who asks, which the reader knows.
var shorter = map[string]string{"dispatch.forbidden": "desk.bar_who", "dispatch.forbidden_free": "desk.bar_who", "dispatch.row": "desk.bar_row"}

// Barred lists the steps that a person may take in no role, with the reason in the first; next are
// those that the person may take.
func (r Reader) Barred(l dispatch.Lead, p people.Person, next []NextAction) []BarredAction {
	all := []BarredAction{}
	for _, role := range p.Roles {
		for _, b := range r.World.Bars(l, p.Actor(role)) {
			var why *dispatch.Refusal
			if !errors.As(b.Why, &why) || slices.ContainsFunc(next, func(a NextAction) bool { return a.Event == string(b.Event) }) || slices.ContainsFunc(all, func(a BarredAction) bool { return a.Event == string(b.Event) }) {
				continue
			}
			a := BarredAction{Event: string(b.Event), Name: r.term("event", string(b.Event)), Why: words.Finding(r.Lang, why.Finding)}
			if code, ok := shorter[why.Finding.Code]; ok {
				a.Why = words.Say(r.Lang, code, why.Finding.Args)
			}
			all = append(all, a)
		}
	}
	return all
}
