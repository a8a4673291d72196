package isochrone

import (
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
)

// Settings say how the country beside the road is crossed, and how finely it is drawn.
type Settings struct {
	CellM  float64 // width of the grid's cells in metres; doubled until there are no more than Most
	OffM   float64 // nobody walks further from the road, metres; at least 1.5 cells, or the line would break
	OffKMH float64 // how fast they walk
}

// Most is the largest number of cells of a grid.
const Most = 4_000_000

// Usual settings: cells of 25 m, 100 m off the road at 4 km/h.
func Usual() Settings { return Settings{CellM: 25, OffM: 100, OffKMH: 4} }

// A Segment is a straight stretch of road with the moments, in seconds, at which its
// ends are reached, in the direction of travel or not.
type Segment struct {
	A, B     orb.Point
	AtA, AtB float64
}

// A field holds the moment at which each vertex of a grid is reached; far from the
// road it is late, but finite, so that level lines can be drawn everywhere.
type field struct {
	s             Settings
	west, south   float64
	east, north   float64 // metres a degree
	columns, rows int
	at            []float64 // row by row from the south
}

// slower is how many times slower one gets on beyond OffM: so slow that the line is
// drawn there, and slow enough for lines to be interpolated.
const slower = 1000

// onRoad is how many cells from a road still count as on it: enough for the
// vertices along any road, however late it is reached, to hang together.
const onRoad = 0.75

// newField lays a grid over the segments.
func newField(segments []Segment, s Settings) *field {
	b := orb.Bound{Min: segments[0].A, Max: segments[0].A}
	for _, g := range segments {
		b = b.Extend(g.A).Extend(g.B)
	}
	f := &field{s: s}
	f.east, f.north = geodesy.Degree(b.Center()[1])
	wide, high := (b.Max[0]-b.Min[0])*f.east, (b.Max[1]-b.Min[1])*f.north
	for {
		margin := max(s.OffM, 1.5*f.s.CellM) + 3*f.s.CellM // the outermost vertices are reached by nobody
		f.columns = int((wide+2*margin)/f.s.CellM) + 2
		f.rows = int((high+2*margin)/f.s.CellM) + 2
		f.west, f.south = b.Min[0]-margin/f.east, b.Min[1]-margin/f.north
		if f.columns*f.rows <= Most {
			break
		}
		f.s.CellM *= 2
	}
	f.s.OffM = max(f.s.OffM, 1.5*f.s.CellM)
	f.at = make([]float64, f.columns*f.rows)
	for i := range f.at {
		f.at[i] = math.Inf(1)
	}
	for _, g := range segments {
		f.reach(g)
	}
	return f
}

// plane gives the place of a point in cells from the south-west corner.
func (f *field) plane(p orb.Point) (x, y float64) {
	return (p[0] - f.west) * f.east / f.s.CellM, (p[1] - f.south) * f.north / f.s.CellM
}

// point is the inverse of plane.
func (f *field) point(x, y float64) orb.Point {
	return orb.Point{f.west + x*f.s.CellM/f.east, f.south + y*f.s.CellM/f.north}
}

// reach brings forward the moments of the vertices around a segment.
func (f *field) reach(g Segment) {
	w := f.walk(g)
	wide := f.s.OffM/f.s.CellM + 2
	for j := int(math.Ceil(min(w.ay, w.by) - wide)); float64(j) <= max(w.ay, w.by)+wide; j++ {
		for i := int(math.Ceil(min(w.ax, w.bx) - wide)); float64(i) <= max(w.ax, w.bx)+wide; i++ {
			if at := &f.at[j*f.columns+i]; w.least < *at {
				*at = min(*at, w.moment(float64(i), float64(j)))
			}
		}
	}
}

// A walk knows when places beside a segment are reached. Its lengths are cells.
type walk struct {
	ax, ay, bx, by float64
	length         float64
	start, slope   float64 // moment at a; seconds for a cell along the road
	pace           float64 // seconds for a cell off the road
	off            float64
	lead           float64 // how far along the road before the foot of the perpendicular one leaves it, by the height
	least          float64 // the earliest moment
}

func (f *field) walk(g Segment) walk {
	w := walk{start: g.AtA, pace: f.s.CellM * 3.6 / f.s.OffKMH, off: f.s.OffM / f.s.CellM, least: min(g.AtA, g.AtB)}
	w.ax, w.ay = f.plane(g.A)
	w.bx, w.by = f.plane(g.B)
	if w.length = math.Hypot(w.bx-w.ax, w.by-w.ay); w.length > 0 {
		w.slope = (g.AtB - g.AtA) / w.length
	}
	// The sum of slope × s and pace × way is least where the walk makes a fixed angle
	// with the road, as light does; on a road slower than a walk one leaves at once.
	w.lead = math.Inf(1)
	if across := w.pace*w.pace - w.slope*w.slope; across > 0 {
		w.lead = math.Abs(w.slope) / math.Sqrt(across)
	}
	if w.slope < 0 {
		w.lead = -w.lead
	}
	return w
}

// moment is when a place is reached from the segment.
func (w *walk) moment(x, y float64) float64 {
	along, height := 0.0, math.Hypot(x-w.ax, y-w.ay)
	if w.length > 0 {
		ux, uy := (w.bx-w.ax)/w.length, (w.by-w.ay)/w.length
		along = (x-w.ax)*ux + (y-w.ay)*uy
		height = math.Abs((y-w.ay)*ux - (x-w.ax)*uy)
	}
	// Leave the road at s: as early as pays, where the place is near enough, on the road.
	near := math.Sqrt(max(0, w.off*w.off-height*height))
	lead := 0.0
	if height > 0 {
		lead = min(max(height*w.lead, -near), near)
	}
	s := min(max(along-lead, 0), w.length)
	way := max(0, math.Hypot(along-s, height)-onRoad)
	return w.start + w.slope*s + w.pace*(min(way, w.off)+slower*max(0, way-w.off))
}
