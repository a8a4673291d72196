package vrplib

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xunhu/routing/tour"
)

const bench = "../../../../shared/bench"

// Every instance of the sets beside the repository is read, where they are there, and a
// published solution costs what it says, to the unit, and is right.
func TestPublished(t *testing.T) {
	if _, err := os.Stat(bench); err != nil {
		t.Skip("the public sets are not here")
	}
	want := map[string]int{Solomon: 71, CVRPLIB: 22, CARP: 81, MCGRP: 23, Chao: 62, Cordeau: 10}
	got := map[string]int{}
	solved := 0
	err := filepath.WalkDir(bench, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch filepath.Ext(path) {
		case ".json", ".csv", ".sol", ".md":
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		in, err := Parse(strings.TrimSuffix(filepath.Base(path), ".txt"), b)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			return nil
		}
		got[in.Kind]++
		b, err = os.ReadFile(strings.TrimSuffix(path, ".vrp") + ".sol")
		if err != nil {
			return nil
		}
		s, err := ReadSolution(in, b)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			return nil
		}
		if err := tour.Check(in.Problem, s); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if !strings.Contains(string(b), "Cost") {
			t.Errorf("%s: no cost", path)
		}
		solved++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for kind, n := range want {
		if got[kind] != n {
			t.Errorf("%d instances of %s, want %d", got[kind], kind, n)
		}
	}
	if solved != 22 {
		t.Errorf("%d published solutions counted", solved)
	}
}
