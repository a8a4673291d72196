package main

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/predicate"
)

// An oracle finds owners the slow way: it asks all cells whose boxes hold a place, one
// after another. It knows the boxes by squares about as large as they are.
type oracle struct {
	cells []coverage.Cell
	boxes []orb.Bound
	size  float64
	at    map[[2]int][]int
}

func newOracle(cells []coverage.Cell) *oracle {
	o := &oracle{cells: cells, at: map[[2]int][]int{}}
	all := cells[0].Area.Bound()
	for _, cl := range cells {
		b := cl.Area.Bound()
		o.boxes = append(o.boxes, b)
		o.size += (b.Max[0] - b.Min[0] + b.Max[1] - b.Min[1]) / 2 / float64(len(cells))
		all = all.Union(b)
	}
	o.size = max(o.size, (all.Max[0]-all.Min[0])/1000, (all.Max[1]-all.Min[1])/1000, 1e-9)
	for i, b := range o.boxes {
		lo, hi := o.square(b.Min), o.square(b.Max)
		for x := lo[0]; x <= hi[0]; x++ {
			for y := lo[1]; y <= hi[1]; y++ {
				o.at[[2]int{x, y}] = append(o.at[[2]int{x, y}], i)
			}
		}
	}
	return o
}

func (o *oracle) square(p orb.Point) [2]int {
	return [2]int{int(math.Floor(p[0] / o.size)), int(math.Floor(p[1] / o.size))}
}

// owner gives the smallest name of all cells that hold p; "" outside.
func (o *oracle) owner(p orb.Point) string {
	name := ""
	for _, i := range o.at[o.square(p)] {
		if cl := o.cells[i]; o.boxes[i].Contains(p) && (name == "" || cl.Name < name) && predicate.In(p, cl.Area) != predicate.Outside {
			name = cl.Name
		}
	}
	return name
}

// checkOwners compares with the slow way: some places on the land, and of so many edges,
// 0 for all, the start and the middle, and what lies one unit in the last place beside
// them in eight directions.
func (m *located) checkOwners(rng *rand.Rand, c *coverage.Coverage, cells []coverage.Cell, places []orb.Point, edges int) {
	o := newOracle(cells)
	m.checkPlaces(c, o, places)
	stride := 1
	if edges > 0 {
		stride = max(1, m.Vertices/edges)
	}
	at := rng.IntN(stride)
	var beside []orb.Point
	for _, cl := range cells {
		predicate.Edges(cl.Area, func(a, b orb.Point) bool {
			if at++; at%stride == 0 {
				for _, p := range [...]orb.Point{a, {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}} {
					for i := range 9 {
						beside = append(beside, orb.Point{step(p[0], i%3-1), step(p[1], i/3-1)})
					}
				}
			}
			return true
		})
		if len(beside) > 1<<16 {
			m.checkPlaces(c, o, beside)
			beside = beside[:0]
		}
	}
	m.checkPlaces(c, o, beside)
}

// step gives the next number below (-1) or above (1), or v itself.
func step(v float64, by int) float64 {
	if by == 0 {
		return v
	}
	return math.Nextafter(v, math.Inf(by))
}

// checkPlaces asks for the owners of places one by one, all at once, and the slow way.
func (m *located) checkPlaces(c *coverage.Coverage, o *oracle, places []orb.Point) {
	owners := make([]int32, len(places))
	c.LocateMany(places, owners)
	names := c.Names()
	for i, p := range places {
		want := o.owner(p)
		got, ok := c.Locate(p)
		same := owners[i] < 0 && !ok || owners[i] >= 0 && names[owners[i]] == got
		if got != want || ok != (want != "") || !same {
			m.OwnersWrong++
		}
	}
	m.OwnersChecked += len(places)
}
