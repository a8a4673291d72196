package tickets

import (
	"math"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/dispatch"
	"xunhu/geo/law"
)

// A Pair is two leads that may be of the same thing.
type Pair struct {
	One, Other string // ids, as they were put into the index
	DistanceM  float64
}

// near finds what may be the same thing as another: by cells at least SameWithinM wide, by
// reaches, and within SameWithinTime. It agrees with dispatch.MaySame over all pairs.
type near struct {
	scale float64 // metres in a degree of longitude over those of latitude, at its least here
	cells map[cell][]dispatch.Summary
	reach map[reach][]dispatch.Summary
}

// A cell is a square of the ground, at a time and of a group of categories.
type cell struct {
	x, y, t int
	group   string
}

type reach struct {
	id, group string
	t         int
}

// degreeM is less than a degree of latitude has metres anywhere (110,574 at the equator).
const degreeM = 110_000.0

// newNear makes an index for places up to a latitude, in degrees.
func newNear(most float64) *near {
	return &near{scale: math.Max(0.01, math.Cos(math.Min(89, math.Abs(most)+0.1)*math.Pi/180)), cells: map[cell][]dispatch.Summary{}, reach: map[reach][]dispatch.Summary{}}
}

func group(s dispatch.Summary) string {
	c, _ := law.CategoryOf(s.Category)
	return c.Group
}

// period is the number of the time of a lead, in steps of SameWithinTime.
func period(t time.Time) int {
	return int(math.Floor(float64(t.UnixMilli()) / float64(dispatch.SameWithinTime.Milliseconds())))
}

func (n *near) cellOf(at orb.Point, s dispatch.Summary) cell {
	return cell{int(math.Floor(at[0] * degreeM * n.scale / dispatch.SameWithinM)), int(math.Floor(at[1] * degreeM / dispatch.SameWithinM)), period(s.Time), group(s)}
}

// add puts a lead into the index.
func (n *near) add(s dispatch.Summary) {
	if s.Unplaced {
		return
	}
	c := n.cellOf(s.At, s)
	n.cells[c] = append(n.cells[c], s)
	for _, id := range s.Reaches {
		r := reach{id, c.group, c.t}
		n.reach[r] = append(n.reach[r], s)
	}
}

// of gives those in the index that may be the same as a lead: how many there are, and the
// nearest.
func (n *near) of(s dispatch.Summary) (nearest Pair, count int) {
	if s.Unplaced {
		return Pair{}, 0
	}
	seen := map[string]bool{}
	look := func(all []dispatch.Summary) {
		for _, other := range all {
			m, same := dispatch.MaySame(s, other)
			if !same || seen[other.ID] {
				continue
			}
			seen[other.ID] = true
			if count++; count == 1 || m < nearest.DistanceM {
				nearest = Pair{s.ID, other.ID, m}
			}
		}
	}
	c := n.cellOf(s.At, s)
	for t := c.t - 1; t <= c.t+1; t++ {
		for x := c.x - 1; x <= c.x+1; x++ {
			for y := c.y - 1; y <= c.y+1; y++ {
				look(n.cells[cell{x, y, t, c.group}])
			}
		}
		for _, id := range s.Reaches {
			look(n.reach[reach{id, c.group, t}])
		}
	}
	return nearest, count
}
