package people_test

import (
	"slices"
	"strings"
	"testing"

	"xunhu/api/dispatch"
	"xunhu/api/people"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
)

// oracle says, one sentence of DOMAIN after another, what a role of a unit may do with
// something of unit "of" in the towns "in", in which the units "parties" have a part.
func oracle(org *atlas.Atlas, role string, own atlas.Unit, right people.Right, of atlas.Unit, parties, in []string) bool {
	is := func(roles ...string) bool { return slices.Contains(roles, role) }
	shares := func(towns []string) bool {
		for _, a := range own.Towns {
			for _, b := range towns {
				if a == b {
					return true
				}
			}
		}
		return false
	}
	thing, write := strings.CutSuffix(string(right), ".write")
	thing = strings.TrimSuffix(thing, ".read")
	field := slices.Contains([]atlas.Class{atlas.Squad, atlas.Station, atlas.Post}, of.Class)

	switch { // 2.6: auditor (read all, change nothing), system administrator (no case content)
	case is("auditor"):
		return !write && !slices.Contains([]string{"people.read", "reporters.read"}, string(right)) || right == people.ReadPeople
	case is("administrator"):
		return slices.Contains([]people.Right{people.WriteAccounts, people.ReadPeople, people.WriteSites, people.WriteRegion, people.ReadRoots}, right)
	case right == people.WriteAccounts:
		return false
	}
	if thing == "reporters" || thing == "readings" { // R17: the reporter's name is for who answers the public
		return is("petition_desk", "dispatcher")
	}
	if own.Class == "CITY_DEPT" || own.Class == "CITY_GOV" || own.Class == atlas.External || own.Class == atlas.Municipal {
		switch thing { // joint users and neighbours: what they have a part in, and their own
		case "leads":
			return slices.Contains(parties, own.ID)
		case "joint":
			return !write && slices.Contains(parties, own.ID) || write && own.ID == of.ID
		case "figures", "rosters", "equipment", "people":
			return !write && own.ID == of.ID
		}
		return !write && (thing == "duty" || thing == "roots")
	}
	if !write { // R45: one chessboard, all units read one shared situation map
		return true
	}
	switch thing { // R45: write rights stay local
	case "leads":
		return true // the steps are api/dispatch's matter
	case "joint":
		return own.ID == of.ID
	case "sites": // R23: a squad within its towns; the desk and the brigade (R47) in all
		return is("dispatcher", "brigade_head") || is("squad_leader") && shares(in)
	case "closures":
		return is("dispatcher", "brigade_head") || is("squad_leader", "station_head", "post_head") && shares(in)
	case "duty":
		return is("dispatcher", "brigade_head") || is("post_head") && own.ID == of.ID
	case "plans": // 6.1: station, squad, post plan their own; R23, R47: who guides them plans for them; R28: the towns for the post
		switch {
		case is("dispatcher", "brigade_head"):
			return field || of.ID == own.ID || own.Class == atlas.Branch && of.Class == atlas.Brigade
		case is("squad_leader"):
			return of.ID == own.ID || of.Class == atlas.Station && of.Parent == own.ID
		case is("town_leader"):
			return of.Class == atlas.Post && shares(of.Towns)
		}
		return is("station_head", "post_head") && of.ID == own.ID
	case "rosters": // R28: the towns arrange the post; the others arrange themselves, the brigade its squads
		switch of.Class {
		case atlas.Post:
			return is("town_leader") && shares(of.Towns)
		case atlas.Branch:
			return is("dispatcher") && of.ID == own.ID
		case atlas.Brigade:
			return is("brigade_head") && of.ID == own.ID
		case atlas.Squad:
			return is("squad_leader") && of.ID == own.ID || is("brigade_head") && of.Parent == own.ID
		case atlas.Station:
			return is("station_head") && of.ID == own.ID
		}
	}
	return false
}

// The table says what DOMAIN says: every role in every class of unit, about every unit of
// the region, in the own towns and in others, with a part in it and without.
func TestRightsAreThoseOfTheDomain(t *testing.T) {
	org, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	asked, allowed := 0, 0
	check := func(role dispatch.Role, own, of atlas.Unit, right people.Right, parties, towns []string) {
		want := oracle(org, string(role), own, right, of, parties, towns)
		got := people.May(org, people.Person{ID: "p", Unit: own.ID, Roles: []dispatch.Role{role}}, right, people.Subject{Unit: of.ID, Parties: parties, Towns: towns})
		if asked++; got {
			allowed++
		}
		if got != want {
			t.Errorf("%s of %s (%s) %s of %s (%s), parties %v, towns %v: %t, want %t", role, own.ID, own.Class, right, of.ID, of.Class, parties, towns, got, want)
		}
	}
	for _, role := range dispatch.Roles() {
		seen := map[atlas.Class]int{}
		for _, own := range org.Units {
			if seen[own.Class]++; seen[own.Class] > 2 || !dispatch.RoleIn(role, own.Class) {
				continue
			}
			for _, right := range people.Rights() {
				for _, of := range org.Units {
					check(role, own, of, right, []string{"370481-FJ-none"}, of.Towns)
				}
				check(role, own, own, right, []string{own.ID}, own.Towns)
				check(role, own, atlas.Unit{}, right, []string{own.ID}, nil)
				check(role, own, atlas.Unit{}, right, nil, own.Towns)
				check(role, own, atlas.Unit{}, right, nil, []string{"370481999"})
			}
		}
	}
	if allowed < 1000 || asked-allowed < 1000 {
		t.Errorf("%d of %d allowed: the table was hardly asked", allowed, asked)
	}
}

// What nobody wrote down nobody may.
func TestDefaultIsNo(t *testing.T) {
	org, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	all := people.Subject{Unit: "370481-FJ", Parties: []string{"370481-FJ", "370481104-SO"}, Towns: []string{"370481104"}}
	for name, p := range map[string]people.Person{
		"no role":                       {Unit: "370481-FJ"},
		"a role that is none":           {Unit: "370481-FJ", Roles: []dispatch.Role{"minister"}},
		"a role that the unit has not":  {Unit: "370481104-SO", Roles: []dispatch.Role{"dispatcher"}},
		"no unit":                       {Roles: []dispatch.Role{"dispatcher", "auditor"}},
		"a unit that is gone":           {Unit: "370481-XX", Roles: []dispatch.Role{"administrator"}},
		"a department, as if of ours":   {Unit: "370481-BM-ZR", Roles: []dispatch.Role{"officer", "brigade_head"}},
		"a neighbour, as a post's head": {Unit: "EXT-370826-EE", Roles: []dispatch.Role{"post_head"}},
	} {
		for _, r := range append(people.Rights(), "", "everything", "leads.delete") {
			if people.May(org, p, r, all) || people.Everywhere(org, p, r) || people.Somewhere(org, p, r) {
				t.Errorf("%s: may %s", name, r)
			}
		}
	}
	desk := people.Person{Unit: "370481-FJ", Roles: []dispatch.Role{"dispatcher", "brigade_head", "administrator", "auditor"}}
	if people.Somewhere(org, desk, "leads.delete") {
		t.Error("a right that is not on the table was given")
	}
}

// Each right has its words: a refusal names it.
func TestRightsHaveWords(t *testing.T) {
	for _, right := range people.Rights() {
		if code := "right." + string(right); !words.Has(code) {
			t.Errorf("nobody knows how to say %s", code)
		}
	}
}
