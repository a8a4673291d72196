package demo_test

import (
	"strings"
	"testing"

	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

// Every unit that acts has somebody, nobody twice, and each is marked as invented.
func TestPeople(t *testing.T) {
	seen, staffed := map[string]bool{}, map[string]int{}
	for _, p := range demo.People() {
		if seen[p.ID] || !strings.HasPrefix(p.ID, "demo-") || strings.ContainsAny(p.ID, " /") {
			t.Errorf("id %q", p.ID)
		}
		seen[p.ID] = true
		staffed[p.Unit]++
		if !strings.Contains(p.Name, "演示") || !strings.Contains(p.NameEN, "demonstration") || len(p.Roles) == 0 {
			t.Errorf("%+v is not marked, or has no role", p)
		}
	}
	for _, u := range demo.Dataset().Collections[feature.Units].Features {
		if n := staffed[u.ID]; n == 0 && u.Text("class") != "TOWN_ENF" {
			t.Errorf("nobody acts for %s", u.ID)
		}
	}
	for _, id := range []string{"demo-FJ-desk", "demo-104-SO-head", "demo-ZD03-officer", "demo-ZX01-head", "demo-BM-ZR-contact", "demo-370826-contact", "demo-GOV-contact", "demo-104-ZF-leader"} {
		if !seen[id] {
			t.Errorf("there is no %s", id)
		}
	}
}

// Every station, squad and post has people enough for its floor and for a second crew; the
// towns' people are the main force of the post (R20, R34 to R36).
func TestPeopleSuffice(t *testing.T) {
	floor, all, towns := map[string]int{}, map[string]int{}, map[string]int{}
	for _, p := range demo.People() {
		all[p.Unit]++
		if p.Established && p.FrontLine {
			floor[p.Unit]++
		}
		if p.Town != "" {
			towns[p.Unit]++
		}
	}
	equipped := map[string]bool{}
	for _, i := range demo.Equipment() {
		equipped[i.Unit] = true
		if !strings.Contains(i.Name, "演示") || !strings.HasPrefix(i.ID, "demo-") {
			t.Errorf("%+v is not marked", i)
		}
	}
	for _, u := range demo.Dataset().Collections[feature.Units].Features {
		switch u.Text("class") {
		case "STATION", "SQUAD":
			if floor[u.ID] < 4 || !equipped[u.ID] {
				t.Errorf("%s: %d on the front line, equipped %v", u.ID, floor[u.ID], equipped[u.ID])
			}
		case "POST":
			if 2*towns[u.ID] <= all[u.ID] || all[u.ID] < 6 || !equipped[u.ID] {
				t.Errorf("%s: %d of %d from towns", u.ID, towns[u.ID], all[u.ID])
			}
		}
	}
}
