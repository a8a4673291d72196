package roster_test

import (
	"slices"
	"strings"
	"testing"

	"xunhu/routing/crew"
	"xunhu/routing/roster"
)

// A unit lends nobody whom its floor needs, and the reasons say so.
func TestLending(t *testing.T) {
	p := &roster.Problem{People: append(people("u", "a"), people("v", "B C")...), Rules: roster.Usual(),
		Duties: []roster.Duty{duty("1", 0, 8, 16, 2, 0)}, Floors: []roster.Floor{{Unit: "v", Least: 2}},
		Lends: func(x *crew.Person, unit string) bool { return x.Unit == "v" }}
	r, err := roster.Fill(p, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := codes(roster.Check(p, r)); !slices.Equal(got, []string{"too_few"}) {
		t.Errorf("faults %v in %v", got, r)
	}
	if got := whys(p, "1"); !slices.Equal(got, []string{"floor", "size"}) {
		t.Errorf("reasons %v", got)
	}
	if got := codes(roster.Check(p, roster.Roster{Entries: []roster.Entry{{Duty: "1", People: []string{"B", "a"}}}})); !slices.Equal(got, []string{"floor"}) {
		t.Errorf("lent below the floor: %v", got)
	}
	p.Floors[0].Least, p.Duties[0].From = 1, []string{"v"}
	if r, err = roster.Fill(p, 1); err != nil || roster.Check(p, r) != nil || !slices.Contains(r.Entries[0].People, "a") {
		t.Errorf("%v, %v, %v", r, err, roster.Check(p, r))
	}
	p.Duties[0].From = []string{"w"}
	if got := whys(p, "1"); !slices.Equal(got, []string{"from", "size"}) {
		t.Errorf("reasons %v", got)
	}
}

// whys are the codes of the reasons for which a duty cannot be filled.
func whys(p *roster.Problem, duty string) []string {
	var all []string
	for _, f := range roster.Conflict(p, duty) {
		all = append(all, strings.TrimPrefix(f.Code, "roster.why."))
	}
	slices.Sort(all)
	return all
}

// A duty that is too long is told as such.
func TestConflictTooLong(t *testing.T) {
	p := &roster.Problem{People: people("u", "A B"), Rules: roster.Usual(), Duties: []roster.Duty{duty("1", 0, 8, 22, 2, 0)}}
	if got := whys(p, "1"); !slices.Equal(got, []string{"long", "size"}) {
		t.Errorf("reasons %v", got)
	}
}

// Many who are alike do not make the search for reasons long.
func TestConflictAmongMany(t *testing.T) {
	p := &roster.Problem{People: people("u", "a b c d e f g h i j k l m n o p q r s t v w x y"), Rules: roster.Usual(),
		Duties: []roster.Duty{duty("1", 0, 8, 16, 8, 1), duty("2", 0, 12, 20, 8, 0)}}
	if got := whys(p, "1"); !slices.Equal(got, []string{"certified", "size"}) {
		t.Errorf("reasons %v", got)
	}
}
