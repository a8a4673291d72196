package hydro

import (
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
)

// rowDegrees is the height of a cell of the joints' grid: a little more than
// Tolerance, at every latitude. Cells are as wide as they are high, on the ground.
const rowDegrees = 1e-5 * Tolerance

// joints keeps the distinct places of vertices, found by a hash of their cell.
type joints struct {
	points []orb.Point
	next   []int32 // the next point of the same bucket, or -1
	heads  []int32
}

func newJoints(vertices int) *joints {
	size := 1
	for size < vertices {
		size *= 2
	}
	j := &joints{heads: make([]int32, size)}
	for i := range j.heads {
		j.heads[i] = -1
	}
	return j
}

// columnDegrees is the width of the cells of a row.
func columnDegrees(row int64) float64 {
	return rowDegrees / max(0.01, math.Cos(float64(row)*rowDegrees*math.Pi/180))
}

func rowOf(lat float64) int64 { return int64(math.Floor(lat / rowDegrees)) }

func (j *joints) bucket(row, column int64) int {
	h := uint64(row)*0x9E3779B97F4A7C15 ^ uint64(column)*0xC2B2AE3D27D4EB4F
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	h ^= h >> 32
	return int(h & uint64(len(j.heads)-1))
}

// number gives the number of a place, a new one if it is new.
func (j *joints) number(p orb.Point) int32 {
	row := rowOf(p.Lat())
	b := j.bucket(row, int64(math.Floor(p.Lon()/columnDegrees(row))))
	for i := j.heads[b]; i >= 0; i = j.next[i] {
		if j.points[i] == p {
			return i
		}
	}
	i := int32(len(j.points))
	j.points, j.next = append(j.points, p), append(j.next, j.heads[b])
	j.heads[b] = i
	return i
}

// nearest gives the place nearest to p within Tolerance among those that suit, or
// -1; of equally near ones the smallest number.
func (j *joints) nearest(p orb.Point, suits func(int32) bool) int32 {
	best, bestM := int32(-1), Tolerance
	row := rowOf(p.Lat())
	for r := row - 1; r <= row+1; r++ {
		width := columnDegrees(r)
		low, high := int64(math.Floor((p.Lon()-width)/width)), int64(math.Floor((p.Lon()+width)/width))
		for c := low; c <= high; c++ {
			for i := j.heads[j.bucket(r, c)]; i >= 0; i = j.next[i] {
				q := j.points[i]
				if math.Abs(q.Lat()-p.Lat()) > rowDegrees || math.Abs(q.Lon()-p.Lon()) > 2*width || !suits(i) {
					continue
				}
				if m := geodesy.Distance(p, q); m < bestM || m == bestM && (best < 0 || i < best) {
					best, bestM = i, m
				}
			}
		}
	}
	return best
}
