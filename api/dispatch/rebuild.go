package dispatch

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// Rebuild carries a chain's records out again, from the first, and gives the lead as it
// must stand after them. A record that the machine would have written otherwise is the
// finding audit.rebuilt. The world must be of the organisation by which they were made;
// certificates are taken as they were found then.
func (w *World) Rebuild(records []Record) (Lead, error) {
	then := *w
	then.Certified = func(string, time.Time) bool { return true }
	var l Lead
	for i := 0; i < len(records); {
		next, made, err := then.Fire(l, records[i].command())
		if err != nil {
			return l, finding.New("audit.broken", records[i].Lead, "serial", i+1, "why", finding.New("audit.refused", "")).Because(err)
		}
		for j, r := range made {
			if i+j >= len(records) || records[i+j].Digest() != r.Digest() {
				return l, finding.New("audit.broken", records[i].Lead, "serial", i+j+1, "why", finding.New("audit.rebuilt", ""))
			}
		}
		l, i = next, i+len(made)
	}
	return l, nil
}

// command is what a record was made of.
func (r Record) command() Command {
	d := r.Detail
	c := Command{
		Event: r.Event, Actor: Actor{r.Person, r.Unit, r.Role}, Revision: r.Serial - 1, At: r.Time(), Device: moment(r.Device),
		To: d.To, Person: d.Person, Second: d.Second, Reason: r.Reason, Reply: d.Reply, Missing: d.Missing, Files: r.Files, Officers: d.Officers,
		Deadline: moment(d.Deadline), Outcome: d.Outcome, Place: d.Place, Level: d.Level, Other: d.Other, Number: d.Number, Source: d.Source,
		Act: moment(d.Act), Received: moment(d.Received), Bound: d.Bound, Ruling: d.Ruling, Children: d.Children, Limit: d.Limit, Kind: d.Kind, Units: d.Units, Line: d.Line, Told: d.Told,
	}
	if p := r.Place; p != nil {
		c.Position, c.Accuracy = &orb.Point{float64(p.Lon) / 1e7, float64(p.Lat) / 1e7}, float64(p.Accuracy)/100
	}
	return c
}

// moment reads a stamp, in China; "" is no time.
func moment(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}
	}
	return t.In(law.China)
}

// Differs names the parts in which two leads differ, in order; an empty list is as good
// as none.
func Differs(a, b Lead) []string {
	x, y := parts(a), parts(b)
	var names []string
	for _, name := range slices.Sorted(maps.Keys(x)) {
		if !reflect.DeepEqual(x[name], y[name]) {
			names = append(names, name)
		}
	}
	return names
}

// parts gives a lead as plain values, without what is empty.
func parts(l Lead) map[string]any {
	b, err := json.Marshal(l)
	if err != nil {
		panic(err) // plain values alone
	}
	var v map[string]any
	if err := json.Unmarshal(b, &v); err != nil {
		panic(err)
	}
	for name, part := range v {
		if list, ok := part.([]any); ok && len(list) == 0 {
			v[name] = nil
		}
	}
	return v
}
