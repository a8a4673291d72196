package patrol

import (
	"container/heap"
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/routing/road"
)

const (
	spotsASight = 4      // spots stand a quarter of the sight apart
	mostSpots   = 20_000 // of a large area, which is then looked at more coarsely

	// A viewpoint is worth a stop if it adds so much of a full circle of sight, or
	// so much of the area. Without that, a road along a shore would be a row of
	// stops each of which adds the rim of its circle.
	worthOfSight = 0.05
	worthOfArea  = 0.2
)

// worth is how many spots a viewpoint must show to be worth a stop.
func worth(sightM, stepM float64) int {
	return int(math.Ceil(worthOfSight * math.Pi * sightM * sightM / (stepM * stepM)))
}

// widened is a bound with m metres more on each side.
func widened(b orb.Bound, m float64) orb.Bound {
	lat := m / 110_000
	lon := lat / math.Max(math.Cos(b.Center()[1]*math.Pi/180), 1e-6)
	return orb.Bound{Min: orb.Point{b.Min[0] - lon, b.Min[1] - lat}, Max: orb.Point{b.Max[0] + lon, b.Max[1] + lat}}
}

// extent gives the width and the height of a bound in metres, roughly.
func extent(b orb.Bound) (w, h float64) {
	unit := widened(orb.Bound{Min: b.Center(), Max: b.Center()}, 1)
	return 2 * (b.Max[0] - b.Min[0]) / (unit.Max[0] - unit.Min[0]), 2 * (b.Max[1] - b.Min[1]) / (unit.Max[1] - unit.Min[1])
}

// spotsIn lays spots over an area: the middles of squares, and a point inside each
// part that is too small or too thin to hold one. It gives the squares' side in
// metres: a quarter of the sight, or more where that would be more than mostSpots,
// which with a sight of 500 m begins at 312 km². A viewpoint is chosen for the spots
// it sees, so that it may be up to half a side off the best.
func spotsIn(ctx context.Context, area orb.MultiPolygon, sightM float64) (spots []orb.Point, stepM float64, err error) {
	b := area.Bound()
	w, h := extent(b)
	stepM = max(sightM/spotsASight, math.Sqrt(geodesy.Area(area)/mostSpots), w/mostSpots, h/mostSpots)
	unit := widened(orb.Bound{Min: b.Center(), Max: b.Center()}, stepM)
	dx, dy := (unit.Max[0]-unit.Min[0])/2, (unit.Max[1]-unit.Min[1])/2
	for _, poly := range area {
		n := len(spots)
		// one grid for all parts, so that equal areas have equal spots however they are cut
		first := int(math.Floor((poly.Bound().Min[0] - b.Min[0]) / dx))
		for i, ys := range columns(poly, b.Min[0]+(float64(first)+0.5)*dx, dx) {
			if err := ctx.Err(); err != nil {
				return nil, 0, err
			}
			x := b.Min[0] + (float64(first+i)+0.5)*dx
			slices.Sort(ys)
			for k := 0; k+1 < len(ys); k += 2 {
				for j := math.Ceil((ys[k]-b.Min[1])/dy - 0.5); b.Min[1]+(j+0.5)*dy < ys[k+1]; j++ {
					spots = append(spots, orb.Point{x, b.Min[1] + (j+0.5)*dy})
				}
			}
		}
		if len(spots) == n {
			if p, ok := inside(orb.MultiPolygon{poly}); ok {
				spots = append(spots, p)
			}
		}
	}
	return spots, stepM, nil
}

// columns gives where the edges of an area cross the meridians x, x+dx, x+2dx and so
// on, as latitudes in no order.
func columns(poly orb.Polygon, x, dx float64) [][]float64 {
	ys := make([][]float64, max(0, int(math.Ceil((poly.Bound().Max[0]-x)/dx))+1))
	for _, ring := range poly {
		for k := 1; k < len(ring); k++ {
			p, q := ring[k-1], ring[k]
			if p[0] > q[0] {
				p, q = q, p
			}
			for i := max(0, int(math.Floor((p[0]-x)/dx))); i < len(ys); i++ {
				at := x + float64(i)*dx
				if at > q[0] {
					break
				}
				if (p[0] <= at) != (q[0] <= at) {
					ys[i] = append(ys[i], p[1]+(at-p[0])/(q[0]-p[0])*(q[1]-p[1]))
				}
			}
		}
	}
	return ys
}

// A viewpoint is a place from which spots are seen that none before it shows.
type viewpoint struct {
	road.Place
	shows int
}

// viewpoints chooses places: each time the one that sees most of what is yet unseen,
// the first of equals, as long as it shows least spots or a good part of all. What a
// place would add only falls as others are chosen, so that only the place with the
// most must be counted anew (Minoux 1978, accelerated greedy algorithms).
func viewpoints(ctx context.Context, places []road.Place, spots []orb.Point, sightM float64, least int) ([]viewpoint, error) {
	sees, err := sights(ctx, places, spots, sightM)
	if err != nil {
		return nil, err
	}
	least = max(1, min(least, int(math.Ceil(worthOfArea*float64(len(spots))))))
	var open gains
	for i := range places {
		if len(sees[i]) >= least {
			open = append(open, gain{len(sees[i]), i})
		}
	}
	heap.Init(&open)
	seen := make([]bool, len(spots))
	var chosen []viewpoint
	for len(open) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		top, n := open[0], 0
		for _, s := range sees[top.place] {
			if !seen[s] {
				n++
			}
		}
		switch {
		case n < least:
			heap.Pop(&open)
		case n < top.spots:
			open[0].spots = n
			heap.Fix(&open, 0)
		default:
			heap.Pop(&open)
			chosen = append(chosen, viewpoint{places[top.place], n})
			for _, s := range sees[top.place] {
				seen[s] = true
			}
		}
	}
	return chosen, nil
}

// A gain is no less than what a place would add.
type gain struct{ spots, place int }

// gains is a heap.Interface: the most first, then the first place.
type gains []gain

func (g gains) Len() int { return len(g) }
func (g gains) Less(i, j int) bool {
	return g[i].spots > g[j].spots || g[i].spots == g[j].spots && g[i].place < g[j].place
}
func (g gains) Swap(i, j int) { g[i], g[j] = g[j], g[i] }
func (g *gains) Push(x any)   { *g = append(*g, x.(gain)) }
func (g *gains) Pop() any {
	last := len(*g) - 1
	x := (*g)[last]
	*g = (*g)[:last]
	return x
}

// sights gives the spots that each place sees, by a grid of squares of one sight.
func sights(ctx context.Context, places []road.Place, spots []orb.Point, sightM float64) ([][]int32, error) {
	if len(spots) == 0 {
		return make([][]int32, len(places)), nil
	}
	type cell struct{ x, y int }
	unit := widened(orb.Bound{Min: spots[0], Max: spots[0]}, sightM)
	dx, dy := unit.Max[0]-spots[0][0], unit.Max[1]-spots[0][1]
	at := func(p orb.Point) cell { return cell{int(math.Floor(p[0] / dx)), int(math.Floor(p[1] / dy))} }
	grid := map[cell][]int32{}
	for i, p := range spots {
		grid[at(p)] = append(grid[at(p)], int32(i))
	}
	sees := make([][]int32, len(places))
	for i, v := range places {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c := at(v.Point)
		for x := c.x - 2; x <= c.x+2; x++ { // two, because degrees are not quite as wide elsewhere
			for y := c.y - 2; y <= c.y+2; y++ {
				for _, s := range grid[cell{x, y}] {
					if geodesy.Distance(v.Point, spots[s]) <= sightM {
						sees[i] = append(sees[i], s)
					}
				}
			}
		}
	}
	return sees, nil
}
