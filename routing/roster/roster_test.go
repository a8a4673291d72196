package roster_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"xunhu/geo/finding"
	"xunhu/routing/crew"
	"xunhu/routing/roster"
)

var monday = time.Date(2026, 11, 30, 0, 0, 0, 0, time.FixedZone("CST", 8*3600))

func at(day, hour int) time.Time {
	return monday.AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour)
}

// people makes people of a unit by letters: a capital one is certified, "h" behind a colon
// steers boats, "t" comes from a town.
func people(unit, letters string) []crew.Person {
	var all []crew.Person
	for _, word := range strings.Fields(letters) {
		id, marks, _ := strings.Cut(word, ":")
		p := crew.Person{ID: id, Name: id, NameEN: id, Unit: unit, Established: true, FrontLine: true}
		if strings.ToUpper(id) == id {
			p.Certificates = []crew.Certificate{{Number: "N" + id}}
		}
		if strings.Contains(marks, "h") {
			p.Skills = []crew.Skill{crew.Helmsman}
		}
		if strings.Contains(marks, "t") {
			p.Town = "370481104"
		}
		all = append(all, p)
	}
	return all
}

func duty(id string, day, from, to, n, certified int) roster.Duty {
	return roster.Duty{ID: id, Unit: "u", Start: at(day, from), End: at(day, to), People: n, Certified: certified}
}

// codes of the findings that an error joins.
func codes(err error) []string {
	var all []string
	var split func(error)
	split = func(err error) {
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range many.Unwrap() {
				split(e)
			}
			return
		}
		var f *finding.Finding
		if errors.As(err, &f) {
			all = append(all, strings.TrimPrefix(f.Code, "roster."))
		}
	}
	if err != nil {
		split(err)
	}
	slices.Sort(all)
	return all
}

// Each rule is broken once, and named.
func TestCheck(t *testing.T) {
	base := func() (*roster.Problem, roster.Roster) {
		p := &roster.Problem{People: people("u", "A:h B:t c:t"), Rules: roster.Usual(),
			Items:  []crew.Item{{ID: "boat", Name: "boat", Kind: crew.Boat, Unit: "u"}},
			Duties: []roster.Duty{duty("1", 0, 8, 16, 2, 1), duty("2", 1, 8, 16, 2, 1)}, Floors: []roster.Floor{{Unit: "u", Least: 2}}}
		p.Duties[0].Skills, p.Duties[0].TownMain, p.Duties[0].Items = []crew.Skill{crew.Helmsman}, true, []crew.Kind{crew.Boat}
		return p, roster.Roster{Entries: []roster.Entry{{Duty: "1", People: []string{"A", "B"}, Items: []string{"boat"}}, {Duty: "2", People: []string{"B", "c"}}}}
	}
	for _, tc := range []struct {
		name string
		bend func(*roster.Problem, *roster.Roster)
		want []string
	}{
		{"right", func(*roster.Problem, *roster.Roster) {}, nil},
		{"too few", func(_ *roster.Problem, r *roster.Roster) { r.Entries[1].People = []string{"B"} }, []string{"too_few"}},
		{"nobody certified", func(p *roster.Problem, r *roster.Roster) { p.People[1].Certificates = nil }, []string{"floor", "floor", "too_few_certified"}},
		{"certificate expires", func(p *roster.Problem, r *roster.Roster) { p.People[1].Certificates[0].Until = at(1, 15) }, []string{"floor", "too_few_certified"}},
		{"no helmsman", func(p *roster.Problem, r *roster.Roster) { p.People[0].Skills = nil }, []string{"no_skill"}},
		{"towns are not the main force", func(p *roster.Problem, r *roster.Roster) { p.People[1].Town = "" }, []string{"towns_not_main"}},
		{"on leave", func(p *roster.Problem, r *roster.Roster) {
			p.People[2].Away = []crew.Span{{From: at(1, 0), Until: at(2, 0)}}
		}, []string{"away"}},
		{"no rest", func(p *roster.Problem, r *roster.Roster) { p.Duties[1].Start, p.Duties[1].End = at(1, 2), at(1, 8) }, []string{"no_rest"}},
		{"too long", func(p *roster.Problem, r *roster.Roster) { p.Duties[1].End = at(1, 21) }, []string{"too_long"}},
		{"a stranger", func(p *roster.Problem, r *roster.Roster) { r.Entries[1].People[1] = "x" }, []string{"nobody"}},
		{"of another unit", func(p *roster.Problem, r *roster.Roster) { p.People[2].Unit = "v" }, []string{"not_theirs"}},
		{"boat under repair", func(p *roster.Problem, r *roster.Roster) {
			p.Items[0].Out = []crew.Span{{From: at(0, 0), Until: at(1, 0)}}
		}, []string{"item_out"}},
		{"boat booked twice", func(p *roster.Problem, r *roster.Roster) {
			p.Duties[1].Start, p.Duties[1].End, p.Duties[1].Items = at(0, 9), at(0, 12), []crew.Kind{crew.Boat}
			r.Entries[1] = roster.Entry{Duty: "2", People: []string{"c"}, Items: []string{"boat"}}
			p.Duties[1].People, p.Duties[1].Certified = 1, 0
		}, []string{"item_twice"}},
		{"no boat", func(p *roster.Problem, r *roster.Roster) { r.Entries[0].Items = nil }, []string{"no_item"}},
		{"a duty forgotten", func(p *roster.Problem, r *roster.Roster) { r.Entries = r.Entries[:1] }, []string{"missing"}},
		{"not held", func(p *roster.Problem, r *roster.Roster) { p.Held = map[string][]string{"2": {"A"}} }, []string{"not_held"}},
	} {
		p, r := base()
		tc.bend(p, &r)
		if got := codes(roster.Check(p, r)); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

// A month of a unit of six: everything is filled, and the load is even.
func TestFillIsEven(t *testing.T) {
	p := &roster.Problem{People: people("u", "A B C D e f"), Rules: roster.Usual(), Floors: []roster.Floor{{Unit: "u", Least: 2}}}
	for day := range 30 {
		p.Duties = append(p.Duties, duty(fmt.Sprint("day", day), day, 8, 16, 2, 1))
		if day%3 == 0 {
			d := duty(fmt.Sprint("night", day), day, 20, 30, 2, 2)
			d.Night = true
			p.Duties = append(p.Duties, d)
		}
	}
	r, err := roster.Fill(p, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := roster.Check(p, r); err != nil {
		t.Fatal(err)
	}
	hours, nights := map[string]float64{}, map[string]int{}
	for i, e := range r.Entries {
		for _, x := range e.People {
			hours[x] += p.Duties[i].End.Sub(p.Duties[i].Start).Hours()
			if p.Duties[i].Night {
				nights[x]++
			}
		}
	}
	// 680 hours of people; the four certified share 20 nights, which e and f cannot do
	for x, h := range hours {
		if h < 96 || h > 130 {
			t.Errorf("%s works %v hours of 680: %v", x, h, hours)
		}
	}
	for _, x := range []string{"A", "B", "C", "D"} {
		if nights[x] != 5 {
			t.Errorf("nights %v, want 5 each", nights)
		}
	}
	again, _ := roster.Fill(p, 1)
	if len(roster.Difference(r, again)) > 0 {
		t.Error("the same seed gave another roster")
	}
}

// Fixed posts keep their people, rotating ones change them.
func TestModes(t *testing.T) {
	turnover := func(m roster.Mode) (changes int) {
		p := &roster.Problem{People: people("u", "A B C D E F"), Rules: roster.Usual(), Modes: map[string]roster.Mode{"u": m}}
		for day := range 12 {
			p.Duties = append(p.Duties, duty(fmt.Sprint(day), day, 8, 16, 2, 1))
		}
		r, err := roster.Fill(p, 3)
		if err != nil || roster.Check(p, r) != nil {
			t.Fatal(err, roster.Check(p, r))
		}
		for i := 1; i < len(r.Entries); i++ {
			for _, x := range r.Entries[i].People {
				if !slices.Contains(r.Entries[i-1].People, x) {
					changes++
				}
			}
		}
		return changes
	}
	if f, r := turnover(roster.Fixed), turnover(roster.Rotating); f > 4 || r < 20 {
		t.Errorf("of 22 changes fixed posts made %d, rotating ones %d", f, r)
	}
}

// random makes a small problem that is often too hard.
func random(rng *rand.Rand) *roster.Problem {
	p := &roster.Problem{Rules: roster.Usual()}
	for i := range 2 + rng.IntN(4) {
		x := crew.Person{ID: fmt.Sprint("p", i), Name: fmt.Sprint("p", i), Unit: "u", Established: true}
		if rng.IntN(2) == 0 {
			x.Certificates = []crew.Certificate{{Number: "N"}}
		}
		if rng.IntN(3) == 0 {
			x.Skills = []crew.Skill{crew.Helmsman}
		}
		if rng.IntN(2) == 0 {
			x.Town = "t"
		}
		if rng.IntN(3) == 0 {
			day := rng.IntN(3)
			x.Away = []crew.Span{{From: at(day, 0), Until: at(day+1, 0)}}
		}
		p.People = append(p.People, x)
	}
	if rng.IntN(2) == 0 { // some are of another unit, which lends them as far as it can spare them
		p.Lends = func(x *crew.Person, unit string) bool { return x.Unit == "v" }
		for i := range p.People {
			if rng.IntN(2) == 0 {
				p.People[i].Unit, p.People[i].FrontLine = "v", true
			}
		}
		if least := present(p, "v"); least > 0 {
			p.Floors = []roster.Floor{{Unit: "v", Least: rng.IntN(least + 1), FrontLine: true}}
		}
	}
	for i := range 1 + rng.IntN(5) {
		d := duty(fmt.Sprint("d", i), rng.IntN(3), 6+6*rng.IntN(3), 0, 1+rng.IntN(2), 0)
		d.End = d.Start.Add(time.Duration(4+rng.IntN(8)) * time.Hour)
		d.Certified = rng.IntN(d.People + 1)
		d.TownMain = rng.IntN(3) == 0
		if rng.IntN(4) == 0 {
			d.Skills = []crew.Skill{crew.Helmsman}
		}
		if p.Lends != nil && rng.IntN(4) == 0 {
			d.From = []string{"v"}
		}
		p.Duties = append(p.Duties, d)
	}
	return p
}

// present is the least number of people of a unit who are there on any of three days.
func present(p *roster.Problem, unit string) int {
	least := 99
	for day := range 3 {
		n := 0
		for i := range p.People {
			if _, away := p.People[i].AwayIn(crew.Span{From: at(day, 0), Until: at(day+1, 0)}); !away && p.People[i].Unit == unit {
				n++
			}
		}
		least = min(least, n)
	}
	return least
}

// possible tries every crew of every duty.
func possible(p *roster.Problem) bool {
	r := roster.Roster{Entries: make([]roster.Entry, len(p.Duties))}
	var try func(d int) bool
	try = func(d int) bool {
		if d == len(p.Duties) {
			return roster.Check(p, r) == nil
		}
		for set := range 1 << len(p.People) {
			e := roster.Entry{Duty: p.Duties[d].ID}
			for i := range p.People {
				if set>>i&1 == 1 {
					e.People = append(e.People, p.People[i].ID)
				}
			}
			if len(e.People) != p.Duties[d].People {
				continue
			}
			part := *p
			part.Duties = p.Duties[:d+1]
			r.Entries[d] = e
			if roster.Check(&part, roster.Roster{Entries: r.Entries[:d+1]}) == nil && try(d+1) {
				return true
			}
		}
		return false
	}
	return try(0)
}

// Where every duty can be filled, Fill fills every duty; where not, each duty that is left
// short has reasons, and without any one of those it could be filled with its rivals.
func TestFillAgainstTryingEverything(t *testing.T) {
	hard, missed := 0, 0
	for seed := range uint64(600) {
		rng := rand.New(rand.NewPCG(seed, 0))
		p := random(rng)
		r, err := roster.Fill(p, seed)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		can, did := possible(p), roster.Check(p, r) == nil
		if did && !can {
			t.Fatalf("seed %d: Check passes what trying everything does not find", seed)
		}
		if can && !did {
			missed++
			t.Logf("seed %d: could be filled, but %v", seed, roster.Check(p, r))
		}
		if !can {
			hard++
			if !slices.ContainsFunc(p.Duties, func(d roster.Duty) bool { return len(roster.Conflict(p, d.ID)) > 0 }) {
				t.Errorf("seed %d: cannot be filled, and no duty says why", seed)
			}
		}
	}
	if missed > 0 || hard < 100 {
		t.Errorf("%d of 600 are hard, %d that could be filled were not", hard, missed)
	}
}

// The reasons are irreducible: what each of them names is put right, alone, and it works.
func TestConflict(t *testing.T) {
	p := &roster.Problem{People: people("u", "A B c"), Rules: roster.Usual(),
		Duties: []roster.Duty{duty("1", 0, 8, 16, 2, 2), duty("2", 0, 20, 26, 1, 0)}}
	p.People[1].Away = []crew.Span{{From: at(0, 0), Until: at(3, 0)}}
	got := roster.Conflict(p, "1")
	var all []string
	for _, f := range got {
		all = append(all, f.Code)
	}
	slices.Sort(all)
	if want := []string{"roster.why.certified", "roster.why.leave", "roster.why.size"}; !slices.Equal(all, want) {
		t.Errorf("reasons %v, want %v", all, want)
	}
	p.People[1].Away = nil
	if got := roster.Conflict(p, "1"); got != nil {
		t.Errorf("with B back: %v", got)
	}
}

// When somebody falls ill, only what must change does.
func TestRefill(t *testing.T) {
	p := &roster.Problem{People: people("u", "A B C D"), Rules: roster.Usual()}
	for day := range 7 {
		p.Duties = append(p.Duties, duty(fmt.Sprint(day), day, 8, 16, 2, 2))
	}
	old, err := roster.Fill(p, 5)
	if err != nil {
		t.Fatal(err)
	}
	ill := *p
	ill.People = slices.Clone(p.People)
	ill.People[0].Away = []crew.Span{{From: at(2, 0), Until: at(5, 0)}}
	now, changes, err := roster.Refill(&ill, old)
	if err != nil {
		t.Fatal(err)
	}
	if err := roster.Check(&ill, now); err != nil {
		t.Error(err)
	}
	had := 0
	for _, day := range []int{2, 3, 4} {
		if slices.Contains(old.Entries[day].People, "A") {
			had++
		}
	}
	if had == 0 || len(changes) != had {
		t.Errorf("A had %d duties, %d crews changed: %v", had, len(changes), changes)
	}
	for _, c := range changes {
		if !slices.Equal(c.Out, []string{"A"}) || len(c.In) != 1 {
			t.Errorf("changed %v", c)
		}
	}
}
