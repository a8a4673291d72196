package main

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/valid"
)

// broken is a random area on a grid: crossings, touches, repeats, holes in all places.
func broken(rng *rand.Rand) orb.MultiPolygon {
	star := func(n, size int, x, y float64) orb.Ring {
		var r orb.Ring
		for range n {
			r = append(r, orb.Point{x + float64(rng.IntN(size)), y + float64(rng.IntN(size))})
		}
		return append(r, r[0])
	}
	box := func(x, y, w, h float64) orb.Ring {
		return orb.Ring{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}, {x, y}}
	}
	var g orb.MultiPolygon
	for range 1 + rng.IntN(3) {
		x, y := float64(rng.IntN(8)), float64(rng.IntN(8))
		var p orb.Polygon
		if rng.IntN(2) == 0 {
			p = orb.Polygon{star(3+rng.IntN(5), 7, x, y)}
		} else {
			p = orb.Polygon{box(x, y, float64(2+rng.IntN(6)), float64(2+rng.IntN(6)))}
		}
		for range rng.IntN(4) {
			hx, hy := x+float64(rng.IntN(5)), y+float64(rng.IntN(5))
			if rng.IntN(2) == 0 {
				p = append(p, box(hx, hy, float64(1+rng.IntN(3)), float64(1+rng.IntN(3))))
			} else {
				p = append(p, star(3, 4, hx, hy))
			}
		}
		if rng.IntN(4) == 0 { // off the grid
			for _, r := range p {
				for k := range r {
					r[k][0] += rng.Float64() / 64
				}
				r[len(r)-1] = r[0]
			}
		}
		g = append(g, p)
	}
	return g
}

// On random areas, most of them broken, the verdict is that of GEOS.
func TestValidityIsThatOfGEOS(t *testing.T) {
	geos := newValidity()
	count := map[string]int{}
	for seed := range uint64(50_000) {
		g := broken(rand.New(rand.NewPCG(seed, 0)))
		reason, err := geos.reason(g)
		if err != nil {
			t.Fatal(err)
		}
		f := valid.Check(g)
		if (f != nil) != (reason != "") {
			t.Fatalf("seed %d: Check = %v, GEOS says %q, of %v", seed, f, reason, g)
		}
		if f == nil {
			count["valid"]++
		} else {
			count[f.Code]++
			if f.At == nil {
				t.Fatalf("seed %d: %v has no place", seed, f)
			}
		}
	}
	t.Log(count)
	if len(count) < 7 {
		t.Errorf("only %v: no test", count)
	}
}

// The whole of Examine beside GEOS's validity alone, in turns on the communes: Debian's
// GEOS 3.11 has no coverage yet.
func TestExamineBesideGEOS(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/data/scale/*.geojson")
	if len(files) == 0 {
		t.Skip("no ../shared/data/scale")
	}
	geos := newValidity()
	cells, err := read(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cells {
		if err := geos.add(c.Area); err != nil {
			t.Fatal(err)
		}
	}
	var ratio, ours, theirs, validity []float64
	for range 9 {
		start := cpu(t)
		for _, c := range cells {
			valid.Check(c.Area)
		}
		alone := cpu(t) - start
		start = cpu(t)
		geos.all()
		peer := cpu(t) - start
		start = cpu(t)
		coverage.Examine(cells...)
		whole := cpu(t) - start
		ratio = append(ratio, peer/whole)
		ours, theirs, validity = append(ours, whole), append(theirs, peer), append(validity, alone)
	}
	for _, all := range [][]float64{ratio, ours, theirs, validity} {
		slices.Sort(all)
	}
	t.Logf("%d areas, seconds of processor: Examine %.3f (%.3f at best), our validity alone %.3f (%.3f), GEOS's %.3f (%.3f); GEOS validity / Examine = %.2f",
		len(cells), ours[4], ours[0], validity[4], validity[0], theirs[4], theirs[0], ratio[4])
}

// cpu is the processor time of this program so far, in seconds: a busy machine does not
// add to it.
func cpu(t *testing.T) float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()).Seconds()
}
