package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xunhu/geo/demo"
	"xunhu/routing/tour/vrplib"
)

// instances lays authored instances into a folder, with best values beside them.
func instances(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "set")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, as := range map[string]string{"solomon.txt": "t1.txt", "cvrplib.vrp": "t2.vrp", "chao.txt": "p1.2.a.txt"} {
		b, err := os.ReadFile(filepath.Join("..", "..", "routing", "tour", "vrplib", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, as), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{
		"t2.sol":         "Route #1: 1 2 3\nCost 10\n",
		"bks_some.json":  `{"T1": 7.0}`,
		"best_known.csv": "instance,tmax,BKS_reward\np1.2.a.txt,6,40\n",
		"README.md":      "what they are",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Every instance of a folder is solved with every seed, held against the value beside it,
// and checked; what is found can be saved, and checked again.
func TestBenchTour(t *testing.T) {
	dir := instances(t)
	x := &walker{t: t, data: t.TempDir()}
	curve, saved := filepath.Join(dir, "curve.csv"), filepath.Join(dir, "found")
	var rows []toured
	if err := json.Unmarshal(x.run(exitDone, "bench", "tour", dir, "--time", "20ms", "--seeds", "2", "--json", "--curve", curve, "--save", saved), &rows); err != nil {
		t.Fatal(err)
	}
	// Worked out by hand: T1 in one tour, 7.0 + 5.6 + 1.4; T-n4 in one of two vehicles, 15 of
	// 16, 5 + 6 + 6 + 8; of Chao's three points the third is out of reach.
	want := map[string]struct{ cost, best, gap float64 }{"t1": {14, 7, 100}, "t2": {25, 10, 150}, "p1.2.a": {30, 40, 25}}
	if len(rows) != 6 {
		t.Fatalf("%d runs: %+v", len(rows), rows)
	}
	for _, r := range rows {
		w := want[r.Instance]
		if r.Cost != w.cost || r.BestKnown == nil || *r.BestKnown != w.best || math.Abs(*r.GapPercent-w.gap) > 1e-9 {
			t.Errorf("%+v, want %+v", r, w)
		}
		if !r.Valid || r.Iterations < 1 || r.Set != "set" && r.Set != "set 2" || r.SecondsToBest < 0 || r.Seed < 1 || r.Seed > 2 {
			t.Errorf("%+v", r)
		}
	}
	f, err := os.Open(curve)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	moments, err := csv.NewReader(f).ReadAll()
	if err != nil || len(moments) < 1+len(rows) {
		t.Errorf("curve %v, %v", moments, err)
	}
	table := string(x.run(exitDone, "bench", "tour", filepath.Join(dir, "t1.txt"), "--solution", filepath.Join(saved, "t1.sol")))
	for _, want := range []string{"gap_percent", "100.000", "true", "mean_gap_percent"} {
		if !strings.Contains(table, want) {
			t.Errorf("no %q in\n%s", want, table)
		}
	}
	x.run(exitFailed, "bench", "tour", filepath.Join(dir, "t2.vrp"), "--solution", filepath.Join(saved, "t1.sol"))
	x.run(exitFailed, "bench", "tour", dir, "--solution", filepath.Join(saved, "t1.sol"))
	late := filepath.Join(dir, "late.sol")
	if err := os.WriteFile(late, []byte("Route #1: 1 2\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	x.run(exitRefused, "bench", "tour", filepath.Join(dir, "t1.txt"), "--solution", late)
	if !strings.Contains(x.words, "outside its windows") {
		t.Errorf("the fault is not told: %s", x.words)
	}
}

// A run that is to end with the best known value does so when it has it, to the decimals of the set:
// here at once, of a whole minute.
func TestBenchTourUntilBest(t *testing.T) {
	dir := instances(t)
	x := &walker{t: t, data: t.TempDir()}
	for _, tc := range []struct {
		file, best, time string
		reached          bool
	}{{"t1", "13.96", "1m", true}, {"t1", "13.94", "20ms", false}, {"p1.2.a", "30", "1m", true}, {"p1.2.a", "31", "20ms", false}} {
		if err := os.WriteFile(filepath.Join(dir, "best_known.csv"), []byte("instance,best\n"+tc.file+".txt,"+tc.best+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		var rows []toured
		out := x.run(exitDone, "bench", "tour", filepath.Join(dir, tc.file+".txt"), "--time", tc.time, "--seeds", "1", "--until-best", "--json")
		if err := json.Unmarshal(out, &rows); err != nil {
			t.Fatal(err)
		}
		if len(rows) != 1 || rows[0].Reached != tc.reached || !rows[0].Valid {
			t.Errorf("%s, best %s: %+v, want reached %v", tc.file, tc.best, rows, tc.reached)
		}
	}
}

// What cannot be read or solved is named, and nothing is half done.
func TestBenchTourBadInput(t *testing.T) {
	dir := instances(t)
	x := &walker{t: t, data: t.TempDir()}
	put := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	mixed := func(times, window string) string {
		return `{"format": "xunhu-tour-1", "name": "m", "locations": [{}, {}],
 "classes": [{"times": ` + times + `}],
 "shifts": [{"start": 0, "end": 0, "open": 100, "close": 200, "travel_cost": 1}],
 "tasks": [{"required": true, "modes": [{"enter": 1, "leave": 1, "windows": [` + window + `]}]}]}`
	}
	for _, tc := range []struct {
		name, file, want string
		code             int
	}{
		{"fifty thousand tasks", put("many.vrp", "NAME : m\nTYPE : CVRP\nDIMENSION : 50001\nEDGE_WEIGHT_TYPE : EUC_2D\n"), "50001 locations, of at most 20000", exitFailed},
		{"a negative time", put("negative.json", mixed("[[0, -5], [5, 0]]", "[100, 150]")), "-5 from location 0 to 1", exitFailed},
		{"a window that closes before the shift", put("early.json", mixed("[[0, 5], [5, 0]]", "[10, 50]")), "early #0: Task 0: its hours are over", exitRefused},
		{"no way back", put("oneway.json", mixed("[[0, 5], [null, 0]]", "[100, 150]")), "have no way there and back", exitRefused},
		{"no instance", put("some.txt", "some words"), "no known kind", exitFailed},
		{"no file", filepath.Join(dir, "none.txt"), "none.txt", exitFailed},
	} {
		x.run(tc.code, "bench", "tour", tc.file, "--time", "20ms", "--seeds", "1", "--json")
		if !strings.Contains(x.words, tc.want) {
			t.Errorf("%s: %q is not in %s", tc.name, tc.want, x.words)
		}
	}
	x.run(exitFailed, "bench", "tour", dir, "--seeds", "0")
	x.run(exitFailed, "bench", "tour", dir, "--time", "0s")
	x.run(exitFailed, "bench", "tour", t.TempDir())
	// In a folder the bad ones are told, and the others solved.
	var rows []toured
	if err := json.Unmarshal(x.run(exitRefused, "bench", "tour", dir, "--time", "5ms", "--seeds", "1", "--json"), &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 5 || !strings.Contains(x.words, "negative.json") || !strings.Contains(x.words, "many.vrp") {
		t.Errorf("%d runs, told %s", len(rows), x.words)
	}
	put("bks_a_wrong.json", `{"t9": "low"}`)
	x.run(exitFailed, "bench", "tour", filepath.Join(dir, "t1.txt"), "--seeds", "1", "--time", "5ms")
}

// The same region and seed give the same problem, another seed another one, and every
// task that is required can be done by somebody.
func TestBenchMixed(t *testing.T) {
	x := &walker{t: t, data: t.TempDir()}
	keep(t, x.data, demo.Dataset())
	first := x.run(exitDone, "bench", "mixed", "--tasks", "40", "--seed", "3")
	if again := x.run(exitDone, "bench", "mixed", "--tasks", "40", "--seed", "3"); !bytes.Equal(first, again) {
		t.Error("the same seed gives another problem")
	}
	one, err := vrplib.Parse("", first)
	if err != nil {
		t.Fatal(err)
	}
	if other, err := vrplib.Parse("", x.run(exitDone, "bench", "mixed", "--tasks", "40", "--seed", "4")); err != nil || other.Digest() == one.Digest() {
		t.Errorf("another seed gives the same problem, or %v", err)
	}
	for _, days := range []string{"1", "5"} {
		in, err := vrplib.Parse("", x.run(exitDone, "bench", "mixed", "--tasks", "40", "--days", days))
		if err != nil {
			t.Fatal(err)
		}
		p := in.Problem
		modes, optional, windows, boats := map[int]int{}, 0, 0, 0
		for i := range p.Tasks {
			modes[len(p.Tasks[i].Modes)]++
			if !p.Tasks[i].Required {
				optional++
			}
			if len(p.Tasks[i].Modes[0].Windows) > 0 {
				windows++
			}
		}
		starts := map[int32]bool{}
		for i := range p.Shifts {
			starts[p.Shifts[i].Start] = true
			boats += int(p.Shifts[i].Class)
		}
		if len(p.Tasks) < 36 || modes[1] == 0 || modes[4]+modes[6] == 0 || optional < 5 || windows < 5 || boats == 0 || len(starts) < 3 || len(p.Together) != 2 {
			t.Errorf("%s days: %d tasks, modes %v, %d optional, %d with windows, %d boats, %d posts", days, len(p.Tasks), modes, optional, windows, boats, len(starts))
		}
		if (len(p.Periods) > 0) != (days == "5") {
			t.Errorf("%s days: periods %v", days, p.Periods)
		}
	}
	x.run(exitFailed, "bench", "mixed", "--tasks", "0")
	x.run(exitFailed, "bench", "mixed", "--days", "8")
}
