package roster_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"xunhu/routing/crew"
	"xunhu/routing/roster"
)

// Bookings are found wherever trying everything finds some.
func TestBookingsAgainstTryingEverything(t *testing.T) {
	hard := 0
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 1))
		p := &roster.Problem{People: people("u", "A B C D E F G H I J K L"), Rules: roster.Rules{Longest: 12 * time.Hour}}
		for i := range 2 + rng.IntN(2) {
			x := crew.Item{ID: fmt.Sprint("i", i), Kind: crew.Boat, Unit: "u", Seats: rng.IntN(3)}
			if rng.IntN(2) == 0 {
				from := rng.IntN(20)
				x.Out = []crew.Span{{From: at(0, from), Until: at(0, from+4)}}
			}
			if rng.IntN(3) == 0 {
				x.CalibratedTo = at(0, 10+rng.IntN(14))
			}
			p.Items = append(p.Items, x)
		}
		for i := range 2 + rng.IntN(3) {
			from := rng.IntN(18)
			d := duty(fmt.Sprint("d", i), 0, from, from+1+rng.IntN(6), 1+rng.IntN(2), 0)
			d.Items = []crew.Kind{crew.Boat}
			p.Duties = append(p.Duties, d)
		}
		r, err := roster.Fill(p, seed)
		if err != nil {
			t.Fatal(err)
		}
		got := roster.Check(p, r)
		can := false
		for k := range pow(len(p.Items), len(p.Duties)) {
			for d := range p.Duties {
				r.Entries[d].Items = []string{p.Items[k%len(p.Items)].ID}
				k /= len(p.Items)
			}
			can = can || roster.Check(p, r) == nil
		}
		if can != (got == nil) {
			t.Errorf("seed %d: possible %v, but %v", seed, can, got)
		}
		if !can {
			hard++
			if !slices.ContainsFunc(p.Duties, func(d roster.Duty) bool { return slices.Contains(whys(p, d.ID), "item") }) {
				t.Errorf("seed %d: a boat is missing, and nothing says why", seed)
			}
		}
	}
	if hard < 50 || hard > 350 {
		t.Errorf("%d of 400 are hard", hard)
	}
}

func pow(a, n int) int {
	if n == 0 {
		return 1
	}
	return a * pow(a, n-1)
}

// A boat that breaks is replaced where it was booked, and nothing else changes; what has
// begun, and the rosters of others, stay as they are.
func TestRefillEquipment(t *testing.T) {
	p := &roster.Problem{People: people("u", "A B C D"), Rules: roster.Usual(),
		Items: []crew.Item{{ID: "one", Kind: crew.Boat, Unit: "u"}, {ID: "two", Kind: crew.Boat, Unit: "u"}}}
	for day := range 4 {
		d := duty(fmt.Sprint(day), day, 8, 16, 2, 0)
		d.Items = []crew.Kind{crew.Boat}
		p.Duties = append(p.Duties, d)
	}
	old := roster.Roster{Entries: []roster.Entry{
		{Duty: "0", People: []string{"A", "B"}, Items: []string{"two"}}, {Duty: "1", People: []string{"A", "B"}, Items: []string{"one"}},
		{Duty: "2", People: []string{"A", "B"}, Items: []string{"two"}}, {Duty: "3", People: []string{"C", "D"}, Items: []string{"two"}}}}
	p.Items[1].Out = []crew.Span{{From: at(0, 0), Until: at(3, 0)}}
	p.People[0].Away = []crew.Span{{From: at(0, 0), Until: at(2, 0)}}
	p.Duties[0].Settled, p.Held, p.Booked = true, map[string][]string{"0": {"A", "B"}}, map[string][]string{"0": {"two"}}
	now, changes, err := roster.Refill(p, old)
	if err != nil {
		t.Fatal(err)
	}
	if err := roster.Check(p, now); err != nil {
		t.Error(err)
	}
	if len(changes) != 2 || changes[0].Duty != "1" || !slices.Equal(changes[0].Out, []string{"A"}) || len(changes[0].In) != 1 || changes[0].ItemsIn != nil ||
		changes[1].Duty != "2" || changes[1].Out != nil || !slices.Equal(changes[1].ItemsOut, []string{"two"}) || !slices.Equal(changes[1].ItemsIn, []string{"one"}) {
		t.Errorf("changed %+v", changes)
	}
	if !slices.Equal(now.Entries[0].Items, []string{"two"}) || !slices.Equal(now.Entries[0].People, []string{"A", "B"}) {
		t.Errorf("what has begun is now %v", now.Entries[0])
	}
}
