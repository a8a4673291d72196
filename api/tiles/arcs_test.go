package tiles

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

// slowly is the algorithm as its authors wrote it: which vertices of an open line stay.
func slowly(l orb.LineString, tolerance float64) []bool {
	keep := make([]bool, len(l))
	keep[0], keep[len(l)-1] = true, true
	var split func(a, b int)
	split = func(a, b int) {
		far, most := -1, -1.0
		for k := a + 1; k < b; k++ {
			if d := math.Sqrt(fromSegment2(l[k], l[a], l[b])); d > most {
				far, most = k, d
			}
		}
		if far >= 0 && most >= tolerance {
			keep[far] = true
			split(a, far)
			split(far, b)
		}
	}
	split(0, len(l)-1)
	return keep
}

func TestTolerancesAgreeWithDouglasPeucker(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 0))
		l := make(orb.LineString, 2+rng.IntN(40))
		for i := range l {
			l[i] = orb.Point{float64(i) + rng.Float64(), rng.Float64() * 5}
		}
		tol := tolerances([]orb.LineString{l})[0]
		for range 5 {
			limit := rng.Float64() * 4
			want := l
			if before(l[len(l)-1], l[0]) {
				want = slices.Clone(l)
				slices.Reverse(want)
			}
			for k, kept := range slowly(want, limit) {
				if len(want) > 0 && &want[0] != &l[0] {
					k = len(l) - 1 - k
				}
				if (tol[k] >= float32(limit)) != kept {
					t.Fatalf("seed %d: vertex %d has tolerance %g; kept at %g: %v", seed, k, tol[k], limit, kept)
				}
			}
		}
	}
}

// Lines that run along each other, in either direction and from any start, keep the
// same vertices.
func TestTolerancesAreShared(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 1))
		n := 4 + rng.IntN(30)
		ring := make(orb.LineString, n)
		for k := range ring {
			s, c := math.Sincos(2 * math.Pi * float64(k) / float64(n))
			r := 1 + rng.Float64()
			ring[k] = orb.Point{r * c, r * s}
		}
		if seed%2 == 1 { // on a grid, where many distances are equal
			ring = ring[:0]
			for k := range n {
				ring = append(ring, orb.Point{float64(k), float64(rng.IntN(3))})
			}
			ring = append(ring, orb.Point{float64(n) / 2, 9})
			n++
		}
		turned := slices.Concat(ring[n/3:], ring[:n/3]) // the hole that the island fills
		slices.Reverse(turned)
		ring, turned = append(ring, ring[0]), append(turned, turned[0])
		lines := []orb.LineString{ring, turned}
		if rng.IntN(2) == 0 { // a third one comes in
			lines = append(lines, orb.LineString{{9, 9}, ring[rng.IntN(n)], {9, -9}})
		}
		all := tolerances(lines)
		of := map[orb.Point]float32{}
		for i, l := range lines {
			for k, p := range l {
				if had, ok := of[p]; ok && had != all[i][k] {
					t.Fatalf("seed %d: vertex %v has tolerances %g and %g", seed, p, had, all[i][k])
				}
				of[p] = all[i][k]
			}
		}
		ends := 0
		for _, v := range all[0][:n] {
			if v == always {
				ends++
			}
		}
		if ends < 1 {
			t.Fatalf("seed %d: a ring without a fixed vertex", seed)
		}
	}
}

func FuzzTolerances(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 0, 1})
	f.Add([]byte{1, 1, 1, 1, 255, 2, 2, 1, 1, 2, 2})
	f.Fuzz(func(t *testing.T, b []byte) {
		var lines []orb.LineString
		var l orb.LineString
		for len(b) > 1 { // 255 begins a new line
			if b[0] == 255 {
				lines, l, b = append(lines, l), nil, b[1:]
				continue
			}
			p := binary.LittleEndian.Uint16(b)
			l, b = append(l, orb.Point{float64(p % 16), float64(p / 256)}), b[2:]
		}
		lines = append(lines, l)
		all := tolerances(lines)
		for i, l := range lines {
			if len(all[i]) != len(l) {
				t.Fatalf("%d tolerances of %d vertices", len(all[i]), len(l))
			}
			if n := len(l); n > 0 && l[0] != l[n-1] && (all[i][0] != always || all[i][n-1] != always) {
				t.Errorf("an end may go: %v %v", l, all[i])
			}
		}
	})
}

// A ring that one border meets needs a second fixed vertex; of two as far away,
// both sides take the same.
func TestTolerancesOfEqualDistance(t *testing.T) {
	ring := orb.LineString{{0, 0}, {1, 2}, {2, 1}, {2, -1}, {1, -2}, {0, 0}}
	back := slices.Clone(ring)
	slices.Reverse(back)
	all := tolerances([]orb.LineString{ring, back, {{-1, 0}, {0, 0}}})
	slices.Reverse(all[1])
	if !slices.Equal(all[0], all[1]) {
		t.Errorf("tolerances %v there, %v back", all[0], all[1])
	}
}
