package main

import (
	"math"
	"strings"
	"testing"
)

// A set's line begins when all of its runs have something, falls when any of them finds
// better, and ends with the mean of what they found at last.
func TestMean(t *testing.T) {
	sets, err := read(strings.NewReader("set,instance,seed,seconds,cost,gap_percent\n" +
		"x,a,1,0.1,9,8\nx,a,1,1,7,4\nx,b,1,0.5,5,2\ny,c,1,0.1,5,\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(sets) != 1 || len(sets[0].runs) != 2 {
		t.Fatalf("sets %+v", sets)
	}
	line := sets[0].mean(2)
	if first := line[0]; first.X < 0.5 || first.X > 0.52 || first.Y != 5 {
		t.Errorf("begins with %+v", first)
	}
	if last := line[len(line)-1]; math.Abs(last.X-2) > 1e-9 || last.Y != 3 {
		t.Errorf("ends with %+v", last)
	}
	if _, err := draw(sets, "t"); err != nil {
		t.Error(err)
	}
	for _, file := range []string{"", "a,b\n", "set,instance,seed,seconds,cost,gap_percent\nx,a,1,soon,9,8\n", "set,instance,seed,seconds,cost,gap_percent\n"} {
		if _, err := read(strings.NewReader(file)); err == nil {
			t.Errorf("%q is read", file)
		}
	}
}
