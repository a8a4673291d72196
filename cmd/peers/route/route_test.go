package main

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"xunhu/routing/graph"
)

// Another cost counts, and so does a way that only one side finds.
func TestHold(t *testing.T) {
	inf := graph.Infinity
	for _, tc := range []struct {
		name      string
		want, got []graph.Cost
		differ    int
	}{
		{"the same", []graph.Cost{3, inf, 5}, []graph.Cost{3, inf, 5}, 0},
		{"one unit more", []graph.Cost{3, 4}, []graph.Cost{3, 5}, 1},
		{"a way that is none", []graph.Cost{inf, 4}, []graph.Cost{9, 4}, 1},
		{"none where there is a way", []graph.Cost{3, 4}, []graph.Cost{inf, 4}, 1},
		{"answers that lack", []graph.Cost{3, 4, 5}, []graph.Cost{3}, 2},
	} {
		var r row
		if r.hold(tc.want, tc.got); r.Compared != len(tc.want) || r.Differ != tc.differ {
			t.Errorf("%s: %d of %d differ, want %d", tc.name, r.Differ, r.Compared, tc.differ)
		}
	}
}

// PostgreSQL leaves out what has no way, and gives floats.
func TestFoundCosts(t *testing.T) {
	got := found{0: 12, 2: 7.5, 3: 0}.costs(4)
	if want := []graph.Cost{12, graph.Infinity, -1, 0}; !slices.Equal(got, want) {
		t.Errorf("costs = %v, want %v", got, want)
	}
}

func TestBeside(t *testing.T) {
	f := func(x float64) *float64 { return &x }
	var r row
	r.beside([]float64{100, 100, 100, 100}, []*float64{f(90), nil, f(80), f(150)})
	if r.Compared != 4 || r.Differ != 1 || r.Duration != 0.9 {
		t.Errorf("%d of %d lack, median %v; want 1 of 4, 0.9", r.Differ, r.Compared, r.Duration)
	}
}

func TestRoutinoSeconds(t *testing.T) {
	const route = "#Latitude\tLongitude\tSection\tSection\tTotal\tTotal\tPoint\tTurn\tBearing\tHighway\n" +
		" 39.158\t-75.524\t0.000 km\t0.0 min\t 0.0 km\t   0 min\tWaypt#1\t\t +0\tA\n" +
		" 38.699\t -75.400\t0.012 km\t0.0 min\t57.5 km\t  37 min\tWaypt#2\t\t\t\n"
	if got, err := routinoSeconds(route); err != nil || got != 37*60 {
		t.Errorf("routinoSeconds = %v, %v; want 2220", got, err)
	}
	if got, err := routinoSeconds("Error\n"); err == nil {
		t.Errorf("routinoSeconds of an error = %v", got)
	}
}

func TestPrint(t *testing.T) {
	r := report{
		ByNode:   []row{{Engine: "ours", Prepare: 2, Pair: 4e-6}, {Engine: "slow", Pair: 0.2, Compared: 10, Differ: 1}, missing("gone", errors.New("no such\n thing here"))},
		OnGround: []row{{Engine: "ours"}},
	}
	var b strings.Builder
	if err := r.print(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2 s", "4 µs", "200 ms (50000)", "1 of 10", "not measured: no such thing here"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, b.String())
		}
	}
}
