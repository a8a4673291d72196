package dispatch

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// Each step out of a state is either offered to a person or barred with its reason, never
// both, for whoever asks and wherever the lead stands; and what is barred Fire refuses.
func TestOptionsAndBarsAreAllThereIs(t *testing.T) {
	w := world()
	leads := map[string]Lead{
		"reported": brought(t, "12345").lead,
		"assigned": brought(t, "patrol", "FJ desk assign 104-SO").lead,
		"accepted": brought(t, "patrol", "FJ desk assign 104-SO", "104-SO head accept").lead,
	}
	for _, row := range []string{"L1", "L5", "L7", "L8", "L11", "L12"} {
		leads[row] = brought(t, "patrol", "FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify VIO "+row).lead
	}
	unplaced := leads["reported"].clone()
	unplaced.Ruling.V, unplaced.Ruling.Inputs.J = "", ""
	leads["unplaced"] = unplaced
	split := leads["accepted"].clone()
	split.Children = []Child{{ID: "x"}, {ID: "y", Done: true}}
	leads["split"] = split
	for name, l := range leads {
		for _, a := range everybody() {
			offered := map[Event]bool{}
			for _, o := range w.Options(l, a) {
				offered[o.Event] = true
			}
			barred := map[Event]bool{}
			for _, b := range w.Bars(l, a) {
				barred[b.Event] = true
				var r *Refusal
				if !errors.As(b.Why, &r) {
					t.Errorf("%s, %v: %s is barred by %v, no refusal", name, a, b.Event, b.Why)
				}
				c := whole(b.Event, a, monday.AddDate(0, 0, 1))
				c.Revision = l.Revision
				if _, _, err := w.Fire(l, c); err == nil {
					t.Errorf("%s, %v: %s is barred, but was carried out", name, a, b.Event)
				}
			}
			for _, x := range load().transitions {
				if x.From == l.State && offered[x.Event] == barred[x.Event] {
					t.Errorf("%s, %v: %s offered %v, barred %v", name, a, x.Event, offered[x.Event], barred[x.Event])
				}
			}
		}
	}
}

// The reason names what stands in the way: the row, the open parts, or who may.
func TestBars(t *testing.T) {
	split := brought(t, "patrol", "FJ desk assign 104-SO", "104-SO head accept").lead.clone()
	split.Children = []Child{{ID: "x"}, {ID: "y", Done: true}}
	for _, tc := range []struct {
		l                Lead
		who, event, want string
	}{
		{brought(t, "patrol").lead, "104-SO head", "assign", "dispatch.forbidden_free"},
		{brought(t, "patrol", "FJ desk assign 104-SO").lead, "FJ desk", "accept", "dispatch.forbidden"},
		{brought(t, "patrol", "FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify VIO L8").lead, "104-SO head", "remedy", "dispatch.row"},
		{split, "104-SO head", "verify", "dispatch.children n=1"},
	} {
		all := world().Bars(tc.l, by(tc.who))
		i := slices.IndexFunc(all, func(b Bar) bool { return string(b.Event) == tc.event })
		code, arg, _ := strings.Cut(tc.want, " ")
		if i < 0 || !strings.Contains(all[i].Why.Error(), code) || !strings.Contains(all[i].Why.Error(), arg) {
			t.Errorf("%s of %s: %v, want %s", tc.event, tc.who, all, tc.want)
		}
	}
}
