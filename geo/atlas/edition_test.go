package atlas

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"xunhu/geo/feature"
)

// row is a row of a thing that holds from a day to a day.
func row(id, from, to string) feature.Feature {
	f := feature.Feature{ID: id, Props: map[string]any{"name": "the " + id}}
	if from != "" {
		f.Props["valid_from"] = from
	}
	if to != "" {
		f.Props["valid_to"] = to
	}
	return f
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func dated(rows ...feature.Feature) Dataset {
	return Dataset{Region: Region{Code: "C", Version: "v1"}, Collections: map[feature.Kind]feature.Collection{
		feature.Towns: of(rows...), feature.Rivers: of(row("r", "2030-01-01", "")), // rivers are not dated
	}}
}

func ids(c feature.Collection) []string {
	var all []string
	for _, f := range c.Features {
		all = append(all, f.ID)
	}
	return all
}

func TestCodeOf(t *testing.T) {
	for id, want := range map[string]string{
		"370481100": "370481100", "370481100@2027-01-01": "370481100", "a@b": "a@b", "a@2027-13-01": "a@2027-13-01",
		"way/7@x@2027-01-01": "way/7@x", "": "", "@2027-01-01": "",
	} {
		if got := CodeOf(id); got != want {
			t.Errorf("CodeOf(%q) = %q, want %q", id, got, want)
		}
	}
}

// A unit keeps the towns of its list that hold on the day; a town that holds on no
// day at all stays for Build to find.
func TestUnitsLoseTownsOfOtherDays(t *testing.T) {
	d := dated(row("w", "", ""), row("e", "", "2026-12-31"))
	d.Collections[feature.Units] = of(unit("Z", Squad, "w", "e", "x"))
	for at, want := range map[string]string{"2026-12-31": "[w e x]", "2027-01-01": "[w x]"} {
		got := On(d, day(at)).Collections[feature.Units].Features[0].Props["towns"]
		if fmt.Sprint(got) != want {
			t.Errorf("%s: towns %v, want %s", at, got, want)
		}
	}
	if got := fmt.Sprint(d.Collections[feature.Units].Features[0].Props["towns"]); got != "[w e x]" {
		t.Errorf("On has changed the dataset to %s", got)
	}
}

// The first and the last day of a row are days on which it holds.
func TestOn(t *testing.T) {
	d := dated(row("w", "", "2026-12-31"), row("w@2027-01-01", "2027-01-01", ""),
		row("e", "", ""), row("old", "2020-01-01", "2020-01-01"))
	for _, tc := range []struct {
		day     string
		want    []string
		edition string
	}{
		{"2019-12-31", []string{"w", "e"}, ""},
		{"2020-01-01", []string{"w", "e", "old"}, "2020-01-01"},
		{"2020-01-02", []string{"w", "e"}, "2020-01-02"},
		{"2026-12-31", []string{"w", "e"}, "2020-01-02"},
		{"2027-01-01", []string{"w", "e"}, "2027-01-01"},
	} {
		t.Run(tc.day, func(t *testing.T) {
			got := On(d, day(tc.day))
			if !slices.Equal(ids(got.Collections[feature.Towns]), tc.want) {
				t.Errorf("towns %v, want %v", ids(got.Collections[feature.Towns]), tc.want)
			}
			if len(got.Collections[feature.Rivers].Features) != 1 {
				t.Error("a river has gone: rivers have no dates")
			}
			if got.Region.Edition != tc.edition {
				t.Errorf("edition %q, want %q", got.Region.Edition, tc.edition)
			}
		})
	}
	if got := On(d, day("2027-01-01")); got.Collections[feature.Towns].Features[0].Text("name") != "the w@2027-01-01" {
		t.Error("the older row was taken")
	}
	if got := ids(d.Collections[feature.Towns]); got[1] != "w@2027-01-01" {
		t.Error("On has changed what it was given")
	}
	if got := On(d, day("2027-01-01")).Region.Boundaries(); got != "v1@2027-01-01" {
		t.Errorf("boundaries %q", got)
	}
	if got := On(d, day("2019-01-01")).Region.Boundaries(); got != "v1" {
		t.Errorf("boundaries %q before the first change", got)
	}
}

func TestCheckValidity(t *testing.T) {
	for _, tc := range []struct {
		name string
		rows []feature.Feature
		want []string // codes of findings, with the day on which things are double
	}{
		{"no dates", []feature.Feature{row("a", "", ""), row("b", "", "")}, nil},
		{"one after the other", []feature.Feature{row("a@2027-01-01", "2027-01-01", ""), row("a", "", "2026-12-31")}, nil},
		{"a gap between", []feature.Feature{row("a", "", "2025-12-31"), row("a@2027-01-01", "2027-01-01", "")}, nil},
		{"the same day", []feature.Feature{row("a", "", "2027-01-01"), row("a@2027-01-01", "2027-01-01", "")}, []string{"edition.twice 2027-01-01"}},
		{"an open end", []feature.Feature{row("a", "2020-01-01", ""), row("a@2027-01-01", "2027-01-01", "")}, []string{"edition.twice 2027-01-01"}},
		{"under a long one", []feature.Feature{row("a", "", "2030-01-01"), row("a@2020-01-01", "2020-01-01", "2020-12-31"), row("a@2022-01-01", "2022-01-01", "")},
			[]string{"edition.twice 2020-01-01", "edition.twice 2022-01-01"}},
		{"both begin open", []feature.Feature{row("a", "", "2026-12-31"), row("a@2020-01-01", "", "2025-12-31")}, []string{"edition.twice 2025-12-31"}},
		{"both for ever", []feature.Feature{row("a", "", ""), row("a@2020-01-01", "", "")}, []string{"edition.twice_always <nil>"}},
		{"reversed", []feature.Feature{row("a", "2027-01-02", "2027-01-01")}, []string{"edition.reversed <nil>"}},
		{"one day", []feature.Feature{row("a", "2027-01-01", "2027-01-01")}, nil},
		{"not a date", []feature.Feature{row("a", "2027-02-29", "soon")}, []string{"edition.bad_date <nil>", "edition.bad_date <nil>"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, f := range CheckValidity(dated(tc.rows...)) {
				got = append(got, fmt.Sprint(f.Code, " ", f.Args["day"]))
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("found %v, want %v", got, tc.want)
			}
		})
	}
}

// Random rows: CheckValidity finds a double exactly where some day has one, by
// looking at every day; without findings no day holds a thing twice, and within an
// edition all days hold the same.
func TestNoDayHoldsAThingTwice(t *testing.T) {
	first := day("2026-01-01")
	sound, faulty := 0, 0
	for seed := range uint64(600) {
		rng := rand.New(rand.NewPCG(seed, 0))
		date := func() string {
			if rng.IntN(4) == 0 {
				return ""
			}
			return first.AddDate(0, 0, 1+rng.IntN(20)).Format(time.DateOnly)
		}
		var rows []feature.Feature
		for i := range 1 + rng.IntN(4) {
			from, to := date(), date()
			if to != "" && to < from {
				from, to = to, from
			}
			rows = append(rows, row(fmt.Sprintf("%c@2026-01-%02d", 'a'+rng.IntN(2), i+1), from, to))
		}
		d := dated(rows...)
		double := false
		held := map[string]string{}
		for n := range 24 {
			now := first.AddDate(0, 0, n)
			on := On(d, now)
			codes := ids(on.Collections[feature.Towns])
			slices.Sort(codes)
			double = double || len(slices.Compact(slices.Clone(codes))) < len(codes)
			var rows []any
			for _, f := range on.Collections[feature.Towns].Features {
				rows = append(rows, f.Text("name"))
			}
			if was, seen := held[on.Region.Edition]; seen && was != fmt.Sprint(rows...) {
				t.Fatalf("seed %d: edition %q holds %q and on %s %q", seed, on.Region.Edition, was, now, fmt.Sprint(rows...))
			}
			held[on.Region.Edition] = fmt.Sprint(rows...)
		}
		if found := len(CheckValidity(d)) > 0; found != double {
			t.Fatalf("seed %d: doubles %t, found %t: %v", seed, double, found, rows)
		}
		if double {
			faulty++
		} else {
			sound++
		}
	}
	if sound < 100 || faulty < 100 {
		t.Errorf("%d sound sets and %d faulty ones are too few to tell", sound, faulty)
	}
}
