package vrplib

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"xunhu/geo/finding"
	"xunhu/routing/tour"
)

// A mixed instance says all that a problem holds.
func TestMixed(t *testing.T) {
	in := read(t, "mixed.json")
	want := &tour.Problem{
		Locations: 3,
		Classes: []tour.Class{
			{Times: []int32{0, 5, 9, 5, 0, tour.Far, 9, 7, 0}},
			{Times: []int32{0, tour.Far, 4, tour.Far, 0, tour.Far, 3, tour.Far, 0}, Distances: []int32{0, tour.Far, 40, tour.Far, 0, tour.Far, 30, tour.Far, 0}}},
		Shifts: []tour.Shift{
			{Close: 100, MaxS: 90, Skills: 1<<63 | 1, Capacity: []int32{4}, Trips: 1, ReloadS: 3, Breaks: []tour.Break{{Open: 40, Close: 60, LastsS: 5}},
				TravelCost: 1, DurationCost: 2, RegularS: 80, OvertimeCost: 3},
			{},
			{Class: 1, Day: 1, Start: 1, Open: 10, Close: 90, MaxDrivingS: 50, Pinned: []tour.Visit{{Task: 1, Begin: 20}}, FixedCost: 7, DistanceCost: 1}},
		Tasks: []tour.Task{
			{Required: true, Modes: []tour.Mode{{Enter: 1, Leave: 2, ServiceS: 4},
				{Enter: 2, Leave: 1, ServiceS: 4, Cost: 2, Windows: []tour.Window{{Open: 0, Close: 20}, {Open: 30, Close: 50}}, Skills: 1 << 63}}},
			{Prize: 12, Load: []int32{2}, Place: tour.Last, Modes: []tour.Mode{{Enter: 2, Leave: 2}}},
			{Required: true, Place: tour.First, Modes: []tour.Mode{{Enter: 1, Leave: 1}}}},
		Together: []tour.Pair{{A: 0, B: 1}}, Apart: []tour.Pair{{A: 1, B: 2}},
		Periods:  []tour.Period{{Tasks: []int32{2}, Patterns: [][]int32{{0}, {1}}}},
		Balances: []tour.Balance{{Shifts: []int32{0, 1}, Cost: 1}},
	}
	want.Shifts[1] = want.Shifts[0]
	if !reflect.DeepEqual(in.Problem, want) {
		t.Errorf("read  %+v\nwant %+v", in.Problem, want)
	}
	if in.Places[0] != (Place{"post", 117.1, 35.1}) || in.Comment == "" {
		t.Errorf("%+v", in)
	}
}

// What is written is read again as it was, of every kind.
func TestWriteAndRead(t *testing.T) {
	files, err := filepath.Glob("testdata/*")
	if err != nil || len(files) < 8 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		in := read(t, filepath.Base(file))
		var b bytes.Buffer
		if err := Write(&b, in); err != nil {
			t.Fatal(err)
		}
		again, err := Parse("", b.Bytes())
		if err != nil {
			t.Fatalf("%s: %v\n%s", file, err, b.Bytes())
		}
		if again.Name != in.Name || again.Scale != in.Scale || !reflect.DeepEqual(again.Problem, in.Problem) {
			t.Errorf("%s: second reading differs:\n%+v\n%+v", file, again.Problem, in.Problem)
		}
	}
}

// A solution is written and read again; one of another instance is refused.
func TestSolutions(t *testing.T) {
	plain, mixed := read(t, "cvrplib.vrp"), read(t, "carp.dat")
	for _, tc := range []struct {
		in *Instance
		s  tour.Solution
	}{
		{plain, tour.Solution{Tours: []tour.Tour{{Visits: []tour.Visit{{Task: 0}, {Task: 1}}}, {Shift: 1, Visits: []tour.Visit{{Task: 2}}}}}},
		{mixed, tour.Solution{Tours: []tour.Tour{{Shift: 1, Depart: 3, Visits: []tour.Visit{{Task: 1, Mode: 1, Begin: 5}, {Task: 0, Mode: 1, Begin: 9}}}}}},
	} {
		for i := range tc.s.Tours {
			if tc.in.Plain() {
				tc.in.begin(&tc.s.Tours[i])
			}
		}
		var b bytes.Buffer
		if err := WriteSolution(&b, tc.in, tc.s); err != nil {
			t.Fatal(err)
		}
		got, err := ReadSolution(tc.in, b.Bytes())
		if err != nil {
			t.Fatalf("%v\n%s", err, b.Bytes())
		}
		if !reflect.DeepEqual(got, tc.s) {
			t.Errorf("%s: %+v, want %+v", tc.in.Kind, got, tc.s)
		}
	}
	b, err := os.ReadFile("testdata/carp.dat")
	if err != nil {
		t.Fatal(err)
	}
	other, err := Parse("", bytes.Replace(b, []byte("coste 2"), []byte("coste 1"), 1))
	if err != nil {
		t.Fatal(err)
	}
	var object bytes.Buffer
	if err := WriteSolution(&object, other, tour.Solution{LeftOut: []int32{0, 1}}); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		in   *Instance
		file string
		code string
	}{
		{"a customer too many", plain, "Route #1: 1 2 3 4", "vrplib.customer"},
		{"a customer twice", plain, "Route #1: 1 2 2", "vrplib.customer"},
		{"a customer missing", plain, "Route #1: 1 3", "vrplib.missing"},
		{"more vehicles than there are", plain, "Route #1: 1\nRoute #2: 2\nRoute #3: 3", "vrplib.vehicles"},
		{"another cost", plain, "Route #1: 1 2\nRoute #2: 3\nCost 29", "vrplib.other_cost"},
		{"no solution", plain, "NAME : x", "vrplib.no_solution"},
		{"letters", plain, "Route #1: 1 b", "vrplib.number"},
		{"lists of customers for edges", mixed, "Route #1: 1 2", "vrplib.not_plain"},
		{"of a problem that differs in one number", mixed, object.String(), "vrplib.of_another"},
		{"an instance for a solution", mixed, `{"format": "xunhu-tour-1"}`, "vrplib.format"},
	} {
		_, err := ReadSolution(tc.in, []byte(tc.file))
		var f *finding.Finding
		if !errors.As(err, &f) || f.Code != tc.code {
			t.Errorf("%s: %v, want %s", tc.name, err, tc.code)
		}
	}
}

// Plain is what CVRPLIB's form can say, of whatever kind the file is.
func TestPlain(t *testing.T) {
	for file, want := range map[string]bool{"solomon.txt": true, "cvrplib.vrp": true, "chao.txt": true, "carp.dat": false, "mcgrp.dat": false,
		"mdpvrp.txt": false, "mdvrptw.txt": true, "mixed.json": false} {
		if got := read(t, file).Plain(); got != want {
			t.Errorf("%s: %v", file, got)
		}
	}
}

// No file makes the reader of solutions panic, and what it reads can be judged.
func FuzzReadSolution(f *testing.F) {
	var all []*Instance
	for _, name := range []string{"cvrplib.vrp", "solomon.txt", "mixed.json"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		in, err := Parse(name, b)
		if err != nil {
			f.Fatal(err)
		}
		all = append(all, in)
	}
	f.Add([]byte("Route #1: 1 2\nRoute #2: 3\nCost 25\n"))
	f.Add([]byte(`{"format": "xunhu-solution-1", "digest": "` + all[2].Digest() + `", "tours": [{"shift": 2, "visits": [[1, 0, 20], [-2, 0, 3]]}], "left_out": [0]}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, in := range all {
			s, err := ReadSolution(in, file)
			if err != nil || tour.Check(in.Problem, s) != nil {
				continue
			}
			var b bytes.Buffer
			if err := WriteSolution(&b, in, s); err != nil {
				t.Fatal(err)
			}
			if again, err := ReadSolution(in, b.Bytes()); err != nil || tour.Cost(in.Problem, again) != tour.Cost(in.Problem, s) {
				t.Errorf("second reading differs: %v", err)
			}
		}
	})
}

// No file makes the reader panic, and what it reads it writes and reads again.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		if len(file) > 1<<14 {
			return
		}
		in, err := Parse("x", file)
		if err != nil {
			return
		}
		if in.Problem.Locations > 300 {
			return
		}
		var b bytes.Buffer
		if err := Write(&b, in); err != nil {
			t.Fatal(err)
		}
		again, err := Parse("x", b.Bytes())
		if err != nil || again.Digest() != in.Digest() {
			t.Errorf("second reading differs: %v", err)
		}
	})
}

// The mixed instances that are published here are right, have what they are for, and cost
// at best what the list says.
func TestMixedSet(t *testing.T) {
	files, err := filepath.Glob("mixed/demo-*[0-9k].json")
	if err != nil || len(files) != 4 {
		t.Fatal(files, err)
	}
	list, err := os.ReadFile("mixed/best_known.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		in, err := Parse("", b)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		if b, err = os.ReadFile("mixed/" + name + ".sol.json"); err != nil {
			t.Fatal(err)
		}
		s, err := ReadSolution(in, b)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := tour.Check(in.Problem, s); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if line := fmt.Sprintf("\n%s,%d\n", name, tour.Cost(in.Problem, s)); !strings.Contains(string(list), line) {
			t.Errorf("best_known.csv lacks %q", line)
		}
		if len(in.Problem.Together) == 0 || len(in.Problem.Classes) != 2 || slices.IndexFunc(in.Problem.Tasks, func(t tour.Task) bool { return len(t.Modes) > 3 }) < 0 {
			t.Errorf("%s is not mixed", name)
		}
	}
}
