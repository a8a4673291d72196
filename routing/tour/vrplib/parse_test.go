package vrplib

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"xunhu/api/words"
	"xunhu/geo/finding"
	"xunhu/routing/tour"
)

// read reads a file of testdata, authored here.
func read(t *testing.T, name string) *Instance {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	in, err := Parse(name, b)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// Solomon's convention: tenths, cut off; hours of the depot; a limit of vehicles.
func TestSolomon(t *testing.T) {
	in := read(t, "solomon.txt")
	p := in.Problem
	if in.Kind != Solomon || in.Name != "T1" || in.Scale != 10 || len(p.Tasks) != 2 || len(p.Shifts) != 2 {
		t.Fatalf("%+v", in)
	}
	// From (0,0) to (1,1) it is 1.41…, cut off after the tenths.
	if d := p.Time(0, 0, 1); d != 14 {
		t.Errorf("distance %d", d)
	}
	if s := p.Shifts[0]; s.Open != 0 || s.Close != 1000 || s.Capacity[0] != 20 {
		t.Errorf("shift %+v", s)
	}
	if m := p.Tasks[1].Modes[0]; m.ServiceS != 100 || m.Windows[0] != (tour.Window{Open: 50, Close: 150}) || p.Tasks[1].Load[0] != 7 {
		t.Errorf("task %+v", p.Tasks[1])
	}
	s, err := ReadSolution(in, []byte("Route #1: 2 1\nCost 14.0\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := tour.Check(p, s); err != nil {
		t.Error(err)
	}
}

// CVRPLIB's: rounded, as many vehicles as can be of use; the depot need not come first.
func TestCVRPLIB(t *testing.T) {
	in := read(t, "cvrplib.vrp")
	p := in.Problem
	if in.Kind != CVRPLIB || in.Name != "T-n4" || in.Scale != 1 || len(p.Tasks) != 3 {
		t.Fatalf("%+v", in)
	}
	// The depot is the second row, at (3,4): 5 to the first customer at (0,0), and
	// round(√2) to the next one.
	if a, b := p.Time(0, 0, 1), p.Time(0, 0, 2); a != 5 || b != 1 {
		t.Errorf("distances %d %d", a, b)
	}
	if len(p.Shifts) != 2 { // 2 × (4+5+6) / 16
		t.Errorf("%d vehicles", len(p.Shifts))
	}
	if p.Tasks[1].Load[0] != 5 {
		t.Errorf("loads %+v", p.Tasks)
	}
}

// CARP: an edge has two modes, costs what it costs either way, and ways may use any edge.
func TestCARP(t *testing.T) {
	in := read(t, "carp.dat")
	p := in.Problem
	if in.Kind != CARP || in.Name != "tri" || len(p.Tasks) != 2 || p.Locations != 3 {
		t.Fatalf("%+v", in)
	}
	want := []tour.Mode{{Enter: 1, Leave: 2, Cost: 4}, {Enter: 2, Leave: 1, Cost: 4}}
	if got := p.Tasks[1].Modes; !slices.EqualFunc(got, want, sameMode) || p.Tasks[1].Load[0] != 3 {
		t.Errorf("modes %+v", got)
	}
	// From 1 to 3 by the edge that nobody asks for: 2, not 3+4.
	if d := p.Time(0, 0, 2); d != 2 {
		t.Errorf("distance %d", d)
	}
	if p.Shifts[0].Start != 0 || p.Shifts[0].Capacity[0] != 5 {
		t.Errorf("shift %+v", p.Shifts[0])
	}
	// 1-2 and 2-3 in one trip and home by 3-1: 3+4+2.
	s := tour.Solution{Tours: []tour.Tour{{Visits: []tour.Visit{{Task: 0}, {Task: 1, Begin: 0}}}}}
	if c := tour.Cost(p, s); c != 9 {
		t.Errorf("cost %d", c)
	}
	if err := tour.Check(p, s); err != nil {
		t.Error(err)
	}
}

func sameMode(a, b tour.Mode) bool {
	return a.Enter == b.Enter && a.Leave == b.Leave && a.Cost == b.Cost && a.ServiceS == b.ServiceS
}

// MCGRP: nodes, edges and arcs; the part of the service that is no driving costs nothing.
func TestMCGRP(t *testing.T) {
	in := read(t, "mcgrp.dat")
	p := in.Problem
	if in.Kind != MCGRP || in.Name != "mix" || len(p.Tasks) != 3 {
		t.Fatalf("%+v", in)
	}
	// Locations: the depot, then node 3, which is asked for first, then node 2.
	for i, want := range [][]tour.Mode{{{Enter: 1, Leave: 1}}, {{Enter: 0, Leave: 2, Cost: 6}, {Enter: 2, Leave: 0, Cost: 6}}, {{Enter: 2, Leave: 1, Cost: 7}}} {
		if got := p.Tasks[i].Modes; !slices.EqualFunc(got, want, sameMode) {
			t.Errorf("task %d: %+v, want %+v", i, got, want)
		}
	}
	// The arc leads one way: from 3 to 2 it is by 1.
	if d := p.Time(0, 1, 2); d != 8+6 {
		t.Errorf("from 3 to 2: %d", d)
	}
}

// Chao: the prize collected counts, the longest tour binds, and the distance breaks ties.
func TestChao(t *testing.T) {
	in := read(t, "chao.txt")
	p := in.Problem
	if in.Kind != Chao || !in.Prizes || len(p.Tasks) != 3 || len(p.Shifts) != 2 || p.Shifts[0].End != 4 {
		t.Fatalf("%+v", in)
	}
	s, err := ReadSolution(in, []byte("Route #1: 1\nRoute #2: 2\nCost 30\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := tour.Check(p, s); err != nil {
		t.Error(err)
	}
	cost := tour.Cost(p, s)
	if v := in.Value(cost); v != 30 || in.Gap(v, 40) != 25 {
		t.Errorf("value %v, gap %v", v, in.Gap(v, 40))
	}
	// A detour over both is longer than 6, by less than any rounding to 0.1 would see.
	long := tour.Solution{Tours: []tour.Tour{{Visits: []tour.Visit{{Task: 2}}}}, LeftOut: []int32{0, 1}}
	in.begin(&long.Tours[0])
	if err := tour.Check(p, long); err == nil {
		t.Error("a tour of 6.0001 within 6")
	}
	if worse := tour.Cost(p, tour.Solution{LeftOut: []int32{0, 1, 2}}); worse <= cost {
		t.Errorf("nothing costs %d, two prizes %d", worse, cost)
	}
}

// Cordeau: depots, days and patterns; the first day is the digit on the left.
func TestCordeau(t *testing.T) {
	in := read(t, "mdpvrp.txt")
	p := in.Problem
	if in.Kind != Cordeau || len(p.Shifts) != 2*3*1 || len(p.Tasks) != 2+1 || len(p.Periods) != 2 {
		t.Fatalf("%d shifts, %d tasks, periods %+v", len(p.Shifts), len(p.Tasks), p.Periods)
	}
	// Codes 5 and 6 of three days, from either of two depots, but from one alone.
	if got, want := p.Periods[0].Patterns, [][]int32{{0, 2}, {0, 1}, {3, 5}, {3, 4}}; !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("patterns %v, want %v", got, want)
	}
	day2, depot1 := p.Shifts[5], int32(1)
	if day2.Day != 3+2 || day2.Start != depot1 || day2.MaxS != 90*int32(in.Scale) || day2.Capacity[0] != 30 {
		t.Errorf("shift %+v", day2)
	}
	if len(p.Tasks[0].Modes[0].Windows) != 0 {
		t.Error("windows bind in a file of type 8")
	}
	if d, want := float64(p.Time(0, 0, 2))/float64(in.Scale), math.Sqrt2; math.Abs(d-want) > 1e-4 {
		t.Errorf("distance %v", d)
	}
	timed := read(t, "mdvrptw.txt").Problem
	if len(timed.Shifts) != 2 || len(timed.Tasks) != 2 || timed.Locations != 3 {
		t.Fatalf("%+v", timed)
	}
	// The depot is the last row of the file and location 0.
	if timed.Shifts[0].Start != 0 || len(timed.Tasks[1].Modes[0].Windows) != 1 || timed.Shifts[0].Close == longest {
		t.Errorf("shift %+v, task %+v", timed.Shifts[0], timed.Tasks[1])
	}
}

// Every fault names its line, and has its sentence in both languages.
func TestFaults(t *testing.T) {
	edit := func(name, old, new string) []byte {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(b), old) {
			t.Fatalf("%s holds no %q", name, old)
		}
		return []byte(strings.Replace(string(b), old, new, 1))
	}
	for _, tc := range []struct {
		name string
		file []byte
		code string
		line int
	}{
		{"nothing", nil, "vrplib.unknown", 0},
		{"a picture", []byte("\x89PNG\r\n\x1a\n"), "vrplib.unknown", 0},
		{"a letter in a number", edit("solomon.txt", " 7 ", " 7x "), "vrplib.number", 11},
		{"a window that closes before it opens", edit("solomon.txt", "5   15", "65   15"), "vrplib.window", 11},
		{"a negative service", edit("solomon.txt", "15  10", "15  -10"), "vrplib.range", 11},
		{"a missing row", edit("solomon.txt", " 1   1 1  3", " 3   1 1  3"), "vrplib.order", 10},
		{"too few columns", edit("solomon.txt", "5   15  10", "5"), "vrplib.columns", 11},
		{"an infinite coordinate", edit("solomon.txt", "1 1  3", "1 Inf 3"), "vrplib.number", 10},
		{"far away", edit("solomon.txt", "1 1  3", "1 1e300  3"), "vrplib.far", 11},
		{"no capacity", edit("cvrplib.vrp", "CAPACITY : 16\n", ""), "vrplib.lacks", 19},
		{"coordinates on the globe", edit("cvrplib.vrp", "EUC_2D", "GEO"), "vrplib.kind_of", 5},
		{"fifty thousand", edit("cvrplib.vrp", "DIMENSION : 4", "DIMENSION : 50001"), "vrplib.too_large", 4},
		{"fifty thousand places with prizes", edit("chao.txt", "n;5", "n;50000"), "vrplib.too_large", 1},
		{"fifty thousand on three days", edit("mdpvrp.txt", "8 1 2 3 2", "8 1 50000 3 2"), "vrplib.too_large", 1},
		{"more shifts than anybody has", edit("mdpvrp.txt", "8 1 2 3 2", "8 9000 9000 30 2"), "vrplib.range", 1},
		{"half a point", edit("chao.txt", "n;5", "n;4.5"), "vrplib.range", 1},
		{"cut off", edit("cvrplib.vrp", "4 6\n", ""), "vrplib.columns", 16},
		{"a vertex too many", edit("carp.dat", "( 2, 3)", "( 2, 9)"), "vrplib.vertex", 10},
		{"a demand below zero", edit("carp.dat", "demanda 3", "demanda -3"), "vrplib.range", 10},
		{"more rows than are said", edit("mcgrp.dat", "#Required A:\t1", "#Required A:\t0"), "vrplib.heading", 22},
		{"half a vehicle", edit("chao.txt", "m;2", "m;0"), "vrplib.range", 2},
		{"a longest tour in words", edit("chao.txt", "tmax;6", "tmax;six"), "vrplib.number", 3},
		{"a pattern of the wrong days", edit("mdpvrp.txt", " 5 6 ", " 5 7 "), "vrplib.pattern", 10},
		{"a type that is not read", edit("mdpvrp.txt", "8 1", "3 1"), "vrplib.kind_of", 1},
		{"no head", []byte("0 1 1 0 0 0 0 0 1000\n1 2 3 4 5 1 1 1 0 9\n"), "vrplib.headless", 3},
		{"an unknown word", edit("mixed.json", `"tasks"`, `"taks"`), "vrplib.json", 0},
		{"a matrix that is not square", edit("mixed.json", "[5, 0, null]", "[5, 0]"), "vrplib.matrix", 0},
		{"a negative time", edit("mixed.json", "[5, 0, null]", "[5, -1, null]"), "vrplib.wrong", 0},
		{"a comma too many", edit("mixed.json", "[5, 0, null]", "[5, 0,, null]"), "vrplib.json", 11},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Parse("x", tc.file)
			var f *finding.Finding
			if !errors.As(err, &f) || f.Code != tc.code {
				t.Fatalf("%v, want %s", err, tc.code)
			}
			if tc.line > 0 && f.Args["line"] != tc.line {
				t.Errorf("line %v, want %d", f.Args["line"], tc.line)
			}
			for _, l := range []words.Lang{words.ZH, words.EN} {
				if s := words.Error(l, err); strings.Contains(s, "{") || strings.Contains(s, "vrplib") {
					t.Errorf("%q", s)
				}
			}
		})
	}
}

// No code that the sources speak of lacks its sentence.
func TestSentences(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(vrplib\.[a-z_]+)"`).FindAllSubmatch(b, -1) {
			if codes++; !words.Has(string(m[1])) {
				t.Errorf("%s: %s has no sentence", file, m[1])
			}
		}
	}
	if codes < 40 {
		t.Errorf("only %d codes seen", codes)
	}
}
