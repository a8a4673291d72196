package roster_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"xunhu/routing/crew"
	"xunhu/routing/roster"
)

// Whoever stands in can take the place of somebody and break no rule; where nobody can,
// nobody is named.
func TestSubstitutes(t *testing.T) {
	p := &roster.Problem{People: people("u", "A B c d E"), Rules: roster.Usual(), Duties: []roster.Duty{
		duty("0", 0, 8, 16, 2, 1), // by A and c: B could stand in for both, d for c alone
		duty("1", 0, 20, 24, 1, 0), duty("2", 1, 8, 16, 2, 2)}}
	p.People[4].Away = []crew.Span{{From: at(0, 0), Until: at(3, 0)}}
	r := roster.Roster{Entries: []roster.Entry{{Duty: "0", People: []string{"A", "c"}}, {Duty: "1", People: []string{"d"}}, {Duty: "2", People: []string{"A", "B"}}}}
	if err := roster.Check(p, r); err != nil {
		t.Fatal(err)
	}
	// on the evening of day 0 all others are on duty too close to it; on day 1 nobody else is certified
	if got, want := roster.Substitutes(p, r, nil), map[string]string{"0": "B"}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	p.Duties[0].Settled = true
	if got := roster.Substitutes(p, r, nil); len(got) != 0 {
		t.Errorf("of what has begun: %v", got)
	}

	month := &roster.Problem{People: people("u", "A B C D e f"), Rules: roster.Usual()}
	for day := range 20 {
		month.Duties = append(month.Duties, duty(time.Duration(day).String(), day, 8, 16, 2, 1))
	}
	all := slices.Clone(month.Duties)
	filled, err := roster.Fill(month, 1)
	if err != nil {
		t.Fatal(err)
	}
	first := roster.Substitutes(month, filled, nil)
	month.Duties = month.Duties[5:] // and with others before them, they stay
	for id, x := range roster.Substitutes(month, filled, first) {
		if first[id] != x {
			t.Errorf("%s stood in on %s, now %s does", first[id], id, x)
		}
	}
	month.Duties = append(month.Duties[:0:0], all...)
	times := map[string]int{}
	for id, x := range first {
		times[x]++
		i := slices.IndexFunc(filled.Entries, func(e roster.Entry) bool { return e.Duty == id })
		fits := false
		for k := range filled.Entries[i].People {
			now := slices.Clone(filled.Entries)
			now[i].People = slices.Clone(now[i].People)
			now[i].People[k] = x
			fits = fits || roster.Check(month, roster.Roster{Entries: now}) == nil
		}
		if !fits {
			t.Errorf("%s cannot stand in on %s", x, id)
		}
	}
	if len(times) < 4 {
		t.Errorf("always the same: %v", times)
	}
}
