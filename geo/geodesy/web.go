package geodesy

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// A Web is many edges, such as all borders of a region, made ready to find the one
// nearest to a place: it lists them by the squares of a grid, and looks into the
// squares around the place, ring by ring. It may be used by many goroutines.
type Web struct {
	edges      []edge  // of one square after another, each in all squares that it passes
	numbers    []int32 // of each, as it was given
	x0, y0     float64 // south-west corner of the grid, degrees
	scale      float64 // squares a degree
	cols, rows int
	starts     []int32 // of each square's edges, and the end of the last
	empty      []uint8 // how many rings around a square, and itself, have no edges
}

// partsPerEdge bounds the memory where many edges go far: the squares grow until an
// edge is in so many of them, on average.
const partsPerEdge = 4

// Weave makes edges ready.
func Weave(edges [][2]orb.Point) *Web {
	w := &Web{}
	if len(edges) == 0 {
		return w
	}
	box := orb.Bound{Min: edges[0][0], Max: edges[0][0]}
	run := 0.0
	for _, e := range edges {
		box = box.Extend(e[0]).Extend(e[1])
		run += math.Abs(e[1][0]-e[0][0]) + math.Abs(e[1][1]-e[0][1])
	}
	width, height, n := box.Max[0]-box.Min[0], box.Max[1]-box.Min[1], float64(len(edges))
	length := max(1.5*math.Sqrt(width*height/n), max(width, height)/n, run/(partsPerEdge*n), 1e-9)
	w.x0, w.y0, w.scale = box.Min[0], box.Min[1], 1/length
	w.cols, w.rows = int(width*w.scale)+1, int(height*w.scale)+1
	w.starts = make([]int32, w.cols*w.rows+1)
	for _, e := range edges {
		w.squares(edge{e[0], e[1]}, func(square int) { w.starts[square+1]++ })
	}
	for i := range w.cols * w.rows {
		w.starts[i+1] += w.starts[i]
	}
	last := w.starts[len(w.starts)-1]
	w.edges, w.numbers = make([]edge, last), make([]int32, last)
	next := slices.Clone(w.starts)
	for i, e := range edges {
		w.squares(edge{e[0], e[1]}, func(square int) {
			w.edges[next[square]], w.numbers[next[square]] = edge{e[0], e[1]}, int32(i)
			next[square]++
		})
	}
	w.countRings()
	return w
}

func (w *Web) col(lon float64) int { return max(0, min(w.cols-1, int((lon-w.x0)*w.scale))) }
func (w *Web) row(lat float64) int { return max(0, min(w.rows-1, int((lat-w.y0)*w.scale))) }

// squares goes through the squares that an edge passes, row by row.
func (w *Web) squares(e edge, yield func(square int)) {
	if e.a[1] > e.b[1] {
		e.a, e.b = e.b, e.a
	}
	from, last := e.a[0], w.row(e.b[1])
	for row := w.row(e.a[1]); row <= last; row++ {
		to := e.b[0]
		if row < last {
			border := w.y0 + float64(row+1)/w.scale
			to = e.a[0] + clamp((border-e.a[1])/(e.b[1]-e.a[1]))*(e.b[0]-e.a[0])
		}
		for col, end := w.col(min(from, to)), w.col(max(from, to)); col <= end; col++ {
			yield(row*w.cols + col)
		}
		from = to
	}
}

// countRings finds how far the nearest square with edges is from each, by steps to
// neighbours: first from the south-west, then from the north-east.
func (w *Web) countRings() {
	w.empty = make([]uint8, w.cols*w.rows)
	step := func(col, row, by int) {
		i := row*w.cols + col
		if w.starts[i] < w.starts[i+1] {
			return
		}
		best := uint8(math.MaxUint8)
		if by < 0 {
			best = w.empty[i]
		}
		look := func(c, r int) {
			if c >= 0 && c < w.cols && r >= 0 && r < w.rows {
				if far := w.empty[r*w.cols+c]; far < best {
					best = far + 1
				}
			}
		}
		look(col-by, row)
		look(col-1, row-by)
		look(col, row-by)
		look(col+1, row-by)
		w.empty[i] = best
	}
	for row := range w.rows {
		for col := range w.cols {
			step(col, row, 1)
		}
	}
	for row := w.rows - 1; row >= 0; row-- {
		for col := w.cols - 1; col >= 0; col-- {
			step(col, row, -1)
		}
	}
}

// Nearest gives the place on an edge nearest to p, the edge's number, and how far that
// is in metres; of edges that are equally near the first. Without edges it is
// infinitely far, and the number is -1. It is as right as Nearest of a geometry.
func (w *Web) Nearest(p orb.Point) (number int, at orb.Point, m float64) {
	if len(w.edges) == 0 || math.IsNaN(p[0]) || math.IsNaN(p[1]) {
		return -1, at, math.Inf(1)
	}
	s := seeker{web: w, frame: frameAt(p), side: 1 / w.scale, best: -1, m2: math.Inf(1), rough: math.Inf(1), plain: math.Abs(p[1]) < 75}
	col, row := w.col(p[0]), w.row(p[1])
	toEast, toNorth := (p[0]-w.x0)*w.scale-float64(col) > 0.5, (p[1]-w.y0)*w.scale-float64(row) > 0.5
	for ring := int(w.empty[row*w.cols+col]); ; ring++ {
		west, east, south, north := col-ring, col+ring, row-ring, row+ring
		beyond := s.beyond(west, east, south, north)
		for r := range 2*ring + 1 { // what is nearest first, so that the rest is soon too far
			r = row + outward(r, toNorth)
			from := 0
			if r > south && r < north {
				from = max(0, 2*ring-1) // the ring's sides only
			}
			for c := from; c <= 2*ring; c++ {
				if c := col + outward(c, toEast); c >= 0 && c < w.cols && r >= 0 && r < w.rows {
					s.look(c, r)
				}
			}
		}
		if s.reach2() <= beyond*beyond || west <= 0 && south <= 0 && east >= w.cols-1 && north >= w.rows-1 {
			break
		}
	}
	if s.settle(); s.best < 0 { // p is no place on earth
		return -1, at, math.Inf(1)
	}
	e := w.edges[s.best]
	at = between(e.a, e.b, s.t)
	if s.m2 > frameReach*frameReach {
		return int(w.numbers[s.best]), at, Distance(p, at)
	}
	// The edge is a curve in the frame, but was taken as straight if it is short.
	return int(w.numbers[s.best]), at, math.Hypot(s.frame.to((at[0]-p[0])*radian, (at[1]-p[1])*radian))
}

// outward counts 0, 1, -1, 2, -2 and so on, or 0, -1, 1, -2, 2.
func outward(i int, up bool) int {
	by := (i + 1) / 2
	if up == (i&1 == 1) {
		return by
	}
	return -by
}

// frameReach is how far, in metres, a frame is right to a millimetre.
const frameReach = 5000

// A seeker keeps the nearest edge so far. What is nearest by one scale for all latitudes,
// give or take what that is wrong by, waits among the others like it until it is measured.
type seeker struct {
	web   *Web
	frame frame
	side  float64 // of a square, degrees
	k     float64 // the shortest parallel's radius in the squares that are looked at

	best int32
	t    float64 // where on it
	m2   float64 // the square of the metres from the place

	plain   bool    // no pole is near
	rough   float64 // the least square of metres by one scale
	waiting [16]waiting
	n       int
}

type waiting struct {
	edge  int32
	rough float64
}

const (
	roughReach = 30_000 // so many metres away one scale is right to 2 %
	roughBy    = 1.05   // and its square to this
)

// reach2 is an upper bound of the square of the metres to the nearest edge so far.
func (s *seeker) reach2() float64 {
	if s.n > 0 {
		return min(s.m2, s.rough*roughBy)
	}
	return s.m2
}

// look looks at the edges of a square, unless all of it is too far away.
func (s *seeker) look(col, row int) {
	w, f := s.web, &s.frame
	west, south := w.x0+float64(col)*s.side-f.origin[0], w.y0+float64(row)*s.side-f.origin[1]
	dx, dy := max(0, west, -west-s.side)*radian*s.k, max(0, south, -south-s.side)*radian*f.m0
	if dx*dx+dy*dy > s.reach2()*(1+4e-3) {
		return
	}
	kx, ky := radian*f.k0, radian*f.m0
	square := row*w.cols + col
	for i := w.starts[square]; i < w.starts[square+1]; i++ {
		e := &w.edges[i]
		x, y := (e.a[0]-f.origin[0])*kx, (e.a[1]-f.origin[1])*ky
		u, v := (e.b[0]-e.a[0])*kx, (e.b[1]-e.a[1])*ky
		along, length := -(x*u + y*v), u*u+v*v
		if along > 0 {
			t := 1.0
			if along < length {
				t = along / length
			}
			x, y = x+t*u, y+t*v
		}
		switch rough := x*x + y*y; {
		case !s.plain || rough >= roughReach*roughReach:
			s.measure(i)
		case rough <= roughBy*roughBy*s.rough:
			s.wait(i, rough)
		}
	}
}

// wait keeps an edge until it is known whether others are much nearer.
func (s *seeker) wait(i int32, rough float64) {
	if s.n == len(s.waiting) {
		s.settle()
	}
	s.rough = min(s.rough, rough)
	s.waiting[s.n] = waiting{i, rough}
	s.n++
}

// settle measures those of the edges that wait than which none is much nearer, each once.
func (s *seeker) settle() {
	for k, c := range s.waiting[:s.n] {
		if c.rough > roughBy*roughBy*s.rough || slices.ContainsFunc(s.waiting[:k], func(o waiting) bool {
			return o.rough == c.rough && s.web.numbers[o.edge] == s.web.numbers[c.edge]
		}) {
			continue
		}
		s.measure(c.edge)
	}
	s.n = 0
}

func (s *seeker) measure(i int32) {
	if t, m2 := s.frame.foot(s.web.edges[i]); m2 < s.m2 || m2 == s.m2 && s.best >= 0 && s.web.numbers[i] < s.web.numbers[s.best] {
		s.best, s.t, s.m2 = i, t, m2
	}
}

// beyond is a lower bound of the metres to what lies in no square from west to east and
// south to north; +Inf if these are all. It sets k for them.
func (s *seeker) beyond(west, east, south, north int) float64 {
	w, f := s.web, &s.frame
	least := math.Inf(1)
	lo, hi := w.y0+float64(south)/w.scale, w.y0+float64(north+1)/w.scale
	if south > 0 {
		least = min(least, (f.origin[1]-lo)*radian*f.m0)
	}
	if north < w.rows-1 {
		least = min(least, (hi-f.origin[1])*radian*f.m0)
	}
	// Parallels are shorter towards the pole.
	poleward := max(math.Abs(lo-f.origin[1]), math.Abs(hi-f.origin[1])) * radian
	s.k = max(0, f.k0-1.01*math.Abs(f.k1)*poleward)
	if west > 0 {
		least = min(least, (f.origin[0]-w.x0-float64(west)/w.scale)*radian*s.k)
	}
	if east < w.cols-1 {
		least = min(least, (w.x0+float64(east+1)/w.scale-f.origin[0])*radian*s.k)
	}
	return least * (1 - 1e-3)
}
