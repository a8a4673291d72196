package coverage

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// A seam is an edge of a cell's border that does not match its neighbour's, or a
// piece of one; a is before b.
type seam struct {
	a, b orb.Point
	cell int32
	left bool // the cell is on the left as seen from a to b
}

// squares puts seams on a grid to find those near each other.
type squares struct {
	size   [2]float64 // of a square, degrees
	margin [2]float64 // how far apart seams may be to be found, degrees
}

// newSquares makes squares as large as the mean seam is long, so that a seam lies
// in a few of them.
func newSquares(seams []seam, margin [2]float64) squares {
	run := [2]float64{}
	for _, s := range seams {
		run[0] += math.Abs(s.b[0] - s.a[0])
		run[1] += math.Abs(s.b[1] - s.a[1])
	}
	q := squares{margin: margin}
	for k := range 2 {
		q.size[k] = max(run[k]/float64(max(1, len(seams)))*1.5, 4*margin[k], 1e-7)
	}
	return q
}

// of calls yield with a number of each square that a seam lies in or near; different
// squares can have the same number.
func (q *squares) of(s *seam, yield func(uint32)) {
	west, east := s.a[0]-q.margin[0], s.b[0]+q.margin[0]
	south, north := min(s.a[1], s.b[1])-q.margin[1], max(s.a[1], s.b[1])+q.margin[1]
	slope := 0.0
	if s.b[0] > s.a[0] {
		slope = (s.b[1] - s.a[1]) / (s.b[0] - s.a[0])
	}
	first, last := math.Floor(west/q.size[0]), math.Floor(east/q.size[0])
	for col := first; col <= last; col++ {
		lo, hi := south, north
		if first < last {
			// Between the sides of the column, widened by the margin, and rounding.
			y0 := s.a[1] + slope*(col*q.size[0]-q.margin[0]-s.a[0])
			y1 := s.a[1] + slope*((col+1)*q.size[0]+q.margin[0]-s.a[0])
			slack := 1.01 * q.margin[1]
			lo, hi = max(lo, min(y0, y1)-slack), min(hi, max(y0, y1)+slack)
		}
		for row, top := math.Floor(lo/q.size[1]), math.Floor(hi/q.size[1]); row <= top; row++ {
			yield(uint32((uint64(int64(col))*0x9e3779b97f4a7c15 ^ uint64(int64(row))*0xc2b2ae3d27d4eb4f) >> 32))
		}
	}
}

// pairs calls yield with each two seams whose boxes, widened by the margin, meet;
// with some more than once. If hot is given, one of the two must be hot.
func (q *squares) pairs(seams []seam, hot []bool, yield func(i, j int)) {
	var wanted map[uint32]bool
	if hot != nil {
		wanted = map[uint32]bool{}
		for i := range seams {
			if hot[i] {
				q.of(&seams[i], func(k uint32) { wanted[k] = true })
			}
		}
	}
	entries := make([]uint64, 0, 3*len(seams))
	for i := range seams {
		q.of(&seams[i], func(k uint32) {
			if hot == nil || wanted[k] {
				entries = append(entries, uint64(k)<<32|uint64(i))
			}
		})
	}
	slices.Sort(entries)
	for first := 0; first < len(entries); {
		end := first + 1
		for end < len(entries) && entries[end]>>32 == entries[first]>>32 {
			end++
		}
		for x := first; x < end; x++ {
			i := int(uint32(entries[x]))
			for y := x + 1; y < end; y++ {
				j := int(uint32(entries[y]))
				if (hot == nil || hot[i] || hot[j]) && i != j && q.meet(&seams[i], &seams[j]) {
					yield(i, j)
				}
			}
		}
		first = end
	}
}

func (q *squares) meet(s, t *seam) bool {
	return s.a[0] <= t.b[0]+q.margin[0] && t.a[0] <= s.b[0]+q.margin[0] &&
		min(s.a[1], s.b[1]) <= max(t.a[1], t.b[1])+q.margin[1] && min(t.a[1], t.b[1]) <= max(s.a[1], s.b[1])+q.margin[1]
}
