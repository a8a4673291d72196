package hydro

import (
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
)

// cellDegrees is the side of a cell of the joints' grid: larger than Tolerance, so that
// what is near a place lies in few cells.
const cellDegrees = 1e-4 * Tolerance

// joints keeps places near loose ends, found by a hash of their cell.
type joints struct {
	places []orb.Point // of all vertices
	kept   []joint
	heads  []int32 // the first of a bucket, or -1
}

type joint struct {
	vertex, next int32 // the next of the same bucket, or -1
	cell         uint32
}

// newJoints keeps those of some vertices that lie in cells near the ends.
func newJoints(places []orb.Point, vertices func(yield func(int32)), ends []int32) *joints {
	j := &joints{places: places}
	marks := make([]uint64, sizeFor(len(ends)/2))
	bits := uint64(64*len(marks) - 1)
	for _, e := range ends {
		around(places[e], func(row, column int64) {
			h := cellHash(row, column) & bits
			marks[h>>6] |= 1 << (h & 63)
		})
	}
	vertices(func(v int32) {
		c := cellHash(cellOf(places[v]))
		if h := c & bits; marks[h>>6]>>(h&63)&1 == 1 {
			j.kept = append(j.kept, joint{vertex: v, cell: uint32(c)})
		}
	})
	j.heads = make([]int32, sizeFor(len(j.kept)))
	for i := range j.heads {
		j.heads[i] = -1
	}
	for i := range j.kept {
		head := &j.heads[int(j.kept[i].cell)&(len(j.heads)-1)]
		j.kept[i].next, *head = *head, int32(i)
	}
	return j
}

// sizeFor is the power of two at or above n.
func sizeFor(n int) int {
	size := 1
	for size < n {
		size *= 2
	}
	return size
}

func cellOf(p orb.Point) (row, column int64) {
	return int64(math.Floor(p.Lat() / cellDegrees)), int64(math.Floor(p.Lon() / cellDegrees))
}

func cellHash(row, column int64) uint64 {
	h := uint64(row)*0x9E3779B97F4A7C15 ^ uint64(column)*0xC2B2AE3D27D4EB4F
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	return h ^ h>>32
}

// reachOf gives how many degrees to the east and north Tolerance may be, at most.
func reachOf(p orb.Point) (east, north float64) {
	north = 1e-5 * Tolerance
	return north / max(0.01, math.Cos(p.Lat()*math.Pi/180)-1e-6), north
}

// around calls with for each cell within Tolerance of a place.
func around(p orb.Point, with func(row, column int64)) {
	east, north := reachOf(p)
	south, west := cellOf(orb.Point{p.Lon() - east, p.Lat() - north})
	top, last := cellOf(orb.Point{p.Lon() + east, p.Lat() + north})
	for r := south; r <= top; r++ {
		for c := west; c <= last; c++ {
			with(r, c)
		}
	}
}

// nearest gives the other vertex nearest to a vertex within Tolerance among those that
// suit, or -1; of equally near ones the smallest number.
func (j *joints) nearest(vertex int32, suits func(int32) bool) int32 {
	best, bestM := int32(-1), Tolerance
	p := j.places[vertex]
	around(p, func(row, column int64) {
		cell := uint32(cellHash(row, column))
		for i := j.heads[int(cell)&(len(j.heads)-1)]; i >= 0; i = j.kept[i].next {
			v := j.kept[i].vertex
			if v == vertex || j.kept[i].cell != cell { // most often there is no other
				continue
			}
			q := j.places[v]
			if east, north := reachOf(p); math.Abs(q.Lat()-p.Lat()) > north || math.Abs(q.Lon()-p.Lon()) > east || !suits(v) {
				continue
			}
			if m := geodesy.Distance(p, q); m < bestM || m == bestM && (best < 0 || v < best) {
				best, bestM = v, m
			}
		}
	})
	return best
}
