package osmpbf

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

// linesOf reads all lines.
func linesOf(t testing.TB, x *Extract) (all []Line) {
	t.Helper()
	for l, err := range x.Lines(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, l)
	}
	return all
}

// A line whose nodes are partly missing comes in runs, and is told once. Where the
// reader stops, nothing more is read.
func TestLinesInRuns(t *testing.T) {
	d := village()
	d.ways = append(d.ways, drawnWay{40, slices.Concat(grid(1, 1, 2, 1), []int64{98}, grid(3, 1, 3, 1, 4, 1), []int64{97}, grid(5, 1)), []string{"highway", "track"}})
	x := d.read(t)
	var parts []int
	var shapes []orb.LineString
	for _, l := range linesOf(t, x) {
		if l.ID == "w40" {
			parts, shapes = append(parts, l.Part), append(shapes, l.Shape)
		}
	}
	want := []orb.LineString{{{117.01, 35.01}, {117.02, 35.01}}, {{117.03, 35.01}, {117.04, 35.01}}}
	if !slices.Equal(parts, []int{0, 1}) || !slices.EqualFunc(shapes, want, slices.Equal[orb.LineString]) {
		t.Errorf("parts %v, shapes %v", parts, shapes)
	}
	if x.cut == nil || x.cut.Args["n"] != 2 || x.cut.Args["way"] != int64(25) {
		t.Errorf("cut: %v", x.cut)
	}
	for range x.Lines(t.Context()) {
		break
	}
}

// The marked places are the corners of the lines that were marked, each once.
func TestMarked(t *testing.T) {
	x := village().read(t)
	want, marks := map[orb.Point]bool{}, x.Marks()
	for _, l := range linesOf(t, x) {
		if l.Tags["highway"] != "" {
			marks.Add(l)
			for _, p := range l.Shape {
				want[p] = true
			}
		}
	}
	n := 0
	for p := range marks.All() {
		n++
		if !want[p] {
			t.Errorf("%v is marked", p)
		}
	}
	if n != len(want) || n == 0 {
		t.Errorf("%d places, want %d", n, len(want))
	}
}

// Numbers in any order are taken once each.
func TestNumbers(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 0))
		var s numbers
		seen := map[int64]bool{}
		for range 200 {
			id := rng.Int64N(150)
			if s.add(id) == seen[id] {
				t.Fatalf("seed %d: %d was there: %v", seed, id, seen[id])
			}
			seen[id] = true
		}
	}
}
