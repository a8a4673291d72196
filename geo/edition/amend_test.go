package edition_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/edition"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// units makes a dataset of units, each written "id from to name"; - is open.
func units(rows ...string) atlas.Dataset {
	var c feature.Collection
	for _, r := range rows {
		part := strings.Fields(r)
		f := feature.Feature{ID: part[0], Props: map[string]any{"name": part[3], "source": strings.Join(rows, ";")}}
		for i, field := range []string{"", "valid_from", "valid_to"} {
			if field != "" && part[i] != "-" {
				f.Props[field] = part[i]
			}
		}
		c.Features = append(c.Features, f)
	}
	return atlas.Dataset{Collections: map[feature.Kind]feature.Collection{feature.Units: c}}
}

// written gives a dataset as units reads it.
func written(d atlas.Dataset) []string {
	var rows []string
	for _, f := range d.Collections[feature.Units].Features {
		first, last := atlas.Validity(f)
		for _, s := range []*string{&first, &last} {
			if *s == "" {
				*s = "-"
			}
		}
		rows = append(rows, strings.Join([]string{f.ID, first, last, f.Text("name")}, " "))
	}
	return rows
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestAmend(t *testing.T) {
	for _, tc := range []struct {
		name       string
		base, read []string
		want       []string
	}{
		{"one changes, one stays", []string{"a - - old", "b - - x"}, []string{"b - - x", "a - - new"},
			[]string{"a - 2026-12-31 old", "b - - x", "a@2027-01-01 2027-01-01 - new"}},
		{"one goes, one comes", []string{"a 2020-01-01 - x"}, []string{"b - - y"},
			[]string{"a 2020-01-01 2026-12-31 x", "b 2027-01-01 - y"}},
		{"dates of its own do not make a change", []string{"a 2020-01-01 - x"}, []string{"a 2019-01-01 - x"}, []string{"a 2020-01-01 - x"}},
		{"the last day is the first of the new", []string{"a - 2027-01-01 x"}, []string{"a - - y"},
			[]string{"a - 2026-12-31 x", "a@2027-01-01 2027-01-01 - y"}},
		{"a last day of its own does", []string{"a 2020-01-01 - x"}, []string{"a - 2027-06-30 x"},
			[]string{"a 2020-01-01 2026-12-31 x", "a@2027-01-01 2027-01-01 2027-06-30 x"}},
		{"what has ended stays", []string{"a - 2020-01-01 x", "b - - y"}, []string{"b - - y"}, []string{"a - 2020-01-01 x", "b - - y"}},
		{"what has ended comes again", []string{"a - 2020-01-01 x"}, []string{"a - - x"}, []string{"a - 2020-01-01 x", "a@2027-01-01 2027-01-01 - x"}},
		{"corrected", []string{"a - 2026-12-31 old", "a@2027-01-01 2027-01-01 - wrong"}, []string{"a - - right"},
			[]string{"a - 2026-12-31 old", "a@2027-01-01 2027-01-01 - right"}},
		{"corrected back", []string{"a - 2026-12-31 old", "a@2027-01-01 2027-01-01 - wrong"}, []string{"a - - old"}, []string{"a - - old"}},
		{"wrongly ended", []string{"a - 2026-12-31 x", "b 2027-01-01 - y"}, []string{"a - - x"}, []string{"a - - x"}},
		{"new that day, corrected", []string{"a 2027-01-01 - wrong"}, []string{"a - - right"}, []string{"a 2027-01-01 - right"}},
		{"a later change of another", []string{"a - - x", "b - 2027-12-31 y", "b@2028-01-01 2028-01-01 - z"}, []string{"a - - new", "b - - y"},
			[]string{"a - 2026-12-31 x", "b - 2027-12-31 y", "b@2028-01-01 2028-01-01 - z", "a@2027-01-01 2027-01-01 - new"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			base := units(tc.base...)
			got, err := edition.Amend(base, units(tc.read...), day("2027-01-01"))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(written(got), tc.want) {
				t.Errorf("got  %q\nwant %q", written(got), tc.want)
			}
			if !slices.Equal(written(base), tc.base) {
				t.Error("the base has changed")
			}
		})
	}
}

// A unit whose list names a town of other days is not changed by being read back.
func TestAmendLeavesWhatWasNotRead(t *testing.T) {
	base := units("Z - - squad")
	base.Collections[feature.Units].Features[0].Props["towns"] = []any{"w", "e"}
	base.Collections[feature.Towns] = feature.Collection{Features: []feature.Feature{
		{ID: "w", Props: map[string]any{"name": "w"}}, {ID: "e", Props: map[string]any{"name": "e", "valid_to": "2025-12-31"}},
	}}
	got, err := edition.Amend(base, atlas.On(base, day("2027-01-01")), day("2027-01-01"))
	if err != nil || !reflect.DeepEqual(got.Collections, base.Collections) {
		t.Errorf("got %v, %v", got.Collections, err)
	}
}

// An edition cannot be put before changes of the same thing.
func TestAmendBeforeLaterChanges(t *testing.T) {
	base := units("a - 2027-12-31 x", "a@2028-01-01 2028-01-01 - y", "b 2029-01-01 - z")
	_, err := edition.Amend(base, units("a - - new", "b - - w"), day("2027-01-01"))
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok || len(joined.Unwrap()) != 2 {
		t.Fatalf("error %v, want both faults", err)
	}
	for i, later := range []string{"2028-01-01", "2029-01-01"} {
		var f *finding.Finding
		if !errors.As(joined.Unwrap()[i], &f) || f.Code != "edition.later" || f.Args["later"] != later {
			t.Errorf("fault %v, want edition.later with %s", joined.Unwrap()[i], later)
		}
	}
}

// A chain of random editions: every day is as the last edition up to it said, and
// never holds a thing twice.
func TestEveryDayIsAsItsEditionSaid(t *testing.T) {
	first := day("2027-01-01")
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 0))
		random := func() []string {
			var rows []string
			for _, code := range "abcd" {
				if rng.IntN(3) > 0 {
					rows = append(rows, fmt.Sprintf("%c - - name%d", code, rng.IntN(2)))
				}
			}
			return rows
		}
		base := units(random()...)
		said := map[int][]string{-1: written(base)} // by the day from which it holds
		at := 0
		for range 5 {
			if rng.IntN(3) > 0 {
				at += rng.IntN(3) // else the edition of the same day is corrected
			}
			rows := random()
			next, err := edition.Amend(base, units(rows...), first.AddDate(0, 0, at))
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			base, said[at] = next, rows
		}
		if found := atlas.CheckValidity(base); len(found) > 0 {
			t.Fatalf("seed %d: %v in %q", seed, found, written(base))
		}
		var want []string
		for n := -1; n <= at+1; n++ {
			if rows, ok := said[n]; ok {
				want = rows
			}
			var got []string
			for _, f := range atlas.On(base, first.AddDate(0, 0, n)).Collections[feature.Units].Features {
				got = append(got, f.ID+" - - "+f.Text("name"))
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d, day %d: %q, want %q\n%q", seed, n, got, want, written(base))
			}
		}
	}
}
