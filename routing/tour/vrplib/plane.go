package vrplib

import (
	"math"

	"xunhu/routing/tour"
)

// most bounds every number of a problem, so that sums along a tour stay far from
// what an int32 holds.
const most = 1 << 28

// longest is when the shifts of problems without hours close.
const longest = tour.Far - 1

type point struct{ x, y float64 }

// table gives all distances between points in whole numbers, from the square of the
// distance to the number; ok is false where one is too large.
func table(points []point, length func(square float64) float64) (d []int32, ok bool) {
	n := len(points)
	d = make([]int32, n*n)
	for i, p := range points {
		for j, q := range points[:i] {
			dx, dy := p.x-q.x, p.y-q.y
			l := length(dx*dx + dy*dy)
			if l > most {
				return nil, false
			}
			d[i*n+j], d[j*n+i] = int32(l), int32(l)
		}
	}
	return d, true
}

// The ways to count a distance.
func rounded(square float64) float64 { return math.Floor(math.Sqrt(square) + 0.5) }

// truncated to tenths, in tenths: floor of the root of a hundredfold square is right for
// whole coordinates, and a hair is added for others.
func truncated(square float64) float64 { return math.Floor(math.Sqrt(100*square) + 1e-9) }

func rounding(scale int64) func(float64) float64 {
	return func(square float64) float64 { return math.Round(float64(scale) * math.Sqrt(square)) }
}

func upward(scale int64) func(float64) float64 {
	return func(square float64) float64 { return math.Ceil(float64(scale)*math.Sqrt(square) - 1e-6) }
}

// scaleFor gives the finest power of ten, up to a millionth, in which so large a number
// still fits well.
func scaleFor(largest float64) int64 {
	scale := int64(1_000_000)
	for scale > 1 && largest*float64(scale) > most {
		scale /= 10
	}
	return scale
}

// check refuses problems with more locations than a matrix can hold, before it is made.
func (t *text) check(locations int) error {
	if locations > tour.MaxLocations {
		return t.fault("vrplib.too_large", "n", locations, "most", tour.MaxLocations)
	}
	return nil
}

// fleet gives as many vehicles as a best solution can want where their number is free
// and no way is longer than a detour: of any two tours the loads together exceed one
// vehicle, or one tour would do for both.
func fleet(s tour.Shift, tasks []tour.Task) []tour.Shift {
	var sum int64
	for i := range tasks {
		for _, l := range tasks[i].Load {
			sum += int64(l)
		}
	}
	n := int64(len(tasks))
	if q := int64(s.Capacity[0]); q > 0 {
		n = min(n, (2*sum+q-1)/q)
	}
	shifts := make([]tour.Shift, max(n, 1))
	for i := range shifts {
		shifts[i] = s
	}
	return shifts
}
