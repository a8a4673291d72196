package isochrone

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
)

// unreached is the moment of vertices that nobody noted: late, but finite, so that lines can be drawn.
const unreached = 1e12

// A Raster is a grid on which moments are noted vertex by vertex, for ground that is crossed by any
// course. It knows nothing of shores: who uses it cuts what it draws by them.
type Raster struct{ f *field }

// NewRaster lays a grid over a bound, of cells of a width in metres, doubled until there are no more
// than most.
func NewRaster(b orb.Bound, cellM float64, most int) *Raster {
	f := &field{s: Settings{CellM: cellM}}
	f.east, f.north = geodesy.Degree(b.Center()[1])
	wide, high := (b.Max[0]-b.Min[0])*f.east, (b.Max[1]-b.Min[1])*f.north
	for ; ; f.s.CellM *= 2 {
		margin := 4 * f.s.CellM // the outermost vertices are reached by nobody
		f.columns, f.rows = int((wide+2*margin)/f.s.CellM)+2, int((high+2*margin)/f.s.CellM)+2
		f.west, f.south = b.Min[0]-margin/f.east, b.Min[1]-margin/f.north
		if f.columns*f.rows <= most {
			break
		}
	}
	f.at = slices.Repeat([]float64{unreached}, f.columns*f.rows)
	return &Raster{f}
}

// CellM is the width of a cell in metres.
func (r *Raster) CellM() float64 { return r.f.s.CellM }

// In visits the vertices in a triangle, and the moment that is noted at each.
func (r *Raster) In(a, b, c orb.Point, visit func(p orb.Point, at *float64)) {
	f := r.f
	var x, y [3]float64
	for i, p := range [3]orb.Point{a, b, c} {
		x[i], y[i] = f.plane(p)
	}
	low, high := max(0, math.Ceil(min(y[0], y[1], y[2]))), min(float64(f.rows-1), max(y[0], y[1], y[2]))
	for j := low; j <= high; j++ {
		west, east := math.Inf(1), math.Inf(-1)
		for i := range 3 {
			k := (i + 1) % 3
			if j < min(y[i], y[k]) || j > max(y[i], y[k]) {
				continue
			}
			at := x[i]
			if y[i] != y[k] {
				at += (j - y[i]) / (y[k] - y[i]) * (x[k] - x[i])
			} else {
				west, east = min(west, x[k]), max(east, x[k])
			}
			west, east = min(west, at), max(east, at)
		}
		for i := max(0, math.Ceil(west)); i <= min(float64(f.columns-1), east); i++ {
			visit(f.point(i, j), &f.at[int(j)*f.columns+int(i)])
		}
	}
}

// Spread notes vertices that nobody noted from those around them, a ring of them a round, so that lines
// are drawn beyond the shore and not before it.
func (r *Raster) Spread(secondsPerM float64, rounds int) {
	f := r.f
	for range rounds {
		was := slices.Clone(f.at)
		for j := 2; j < f.rows-2; j++ {
			for i := 2; i < f.columns-2; i++ {
				if v := j*f.columns + i; was[v] >= unreached {
					for dj := -1; dj <= 1; dj++ {
						for di := -1; di <= 1; di++ {
							m := math.Hypot(float64(di), float64(dj)) * f.s.CellM
							f.at[v] = min(f.at[v], was[v+dj*f.columns+di]+m*secondsPerM)
						}
					}
				}
			}
		}
	}
}

// Areas gives, for each limit in seconds, what is reached within it.
func (r *Raster) Areas(limits []float64) []orb.MultiPolygon {
	areas := make([]orb.MultiPolygon, len(limits))
	for i, limit := range limits {
		areas[i] = polygons(r.f.rings(limit))
	}
	return areas
}
