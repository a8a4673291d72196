package road

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
)

// onLineM is how near a vertex must lie to a line to count as lying on it: the two steps by which
// rounding may have moved either.
const onLineM = 0.03

// mostRounds bounds how often lines are looked through; two do nearly always.
const mostRounds = 10

// Meet joins drawn lines where they meet on the ground, by vertices that both then have: an end that lies within
// endM metres of another line is moved onto it (onto its end or vertex, if that is as near); a vertex that lies on
// another line becomes one of it; lines that cross get one where they do. Ways on different levels (bridge,
// tunnel, layer) meet at their ends alone, and no crossing joins where either is off the ground. What came from
// OpenStreetMap has its vertices already, and needs no Meet.
func Meet(ways []Way, endM float64) []Way {
	d := &drawing{ways: slices.Clone(ways), level: make([]int, len(ways))}
	for i, w := range d.ways {
		d.level[i] = level(w.tags())
		var line orb.LineString
		for _, p := range w.Line {
			if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
				line = w.Line // Network will refuse it
				break
			}
			line = append(line, rounded(p).degrees())
		}
		d.ways[i].Line = slices.Compact(line)
	}
	d.plant()
	d.moveEnds(endM)
	d.insert()
	for range mostRounds { // a new vertex may lie on a third line
		d.plant()
		d.touch()
		d.cross()
		if len(d.news) == 0 {
			break
		}
		d.insert()
	}
	return d.ways
}

// level tells how high above the ground a way runs.
func level(tags Tags) int {
	if n, err := strconv.Atoi(tags["layer"]); err == nil && n != 0 {
		return n
	}
	switch {
	case tags["bridge"] != "" && tags["bridge"] != "no":
		return 1
	case tags["tunnel"] != "" && tags["tunnel"] != "no":
		return -1
	}
	return 0
}

// A drawing is lines that are being joined.
type drawing struct {
	ways  []Way
	level []int
	tree  index            // of segments: the way, and the vertex from which one goes on
	at    map[point][]spot // the vertices
	news  []added
}

// A spot is a vertex or segment of a way.
type spot struct{ way, vertex int32 }

// added is a vertex that a segment is to get, a share of its length from its start.
type added struct {
	on spot
	t  float64
	p  point
}

// plant indexes the segments as they now are.
func (d *drawing) plant() {
	var leaves []leaf
	d.at = map[point][]spot{}
	for w := range d.ways {
		line := d.ways[w].Line
		for i, p := range line {
			q := rounded(p)
			d.at[q] = append(d.at[q], spot{int32(w), int32(i)})
			if i+1 < len(line) {
				leaves = append(leaves, leafOf(int32(w), int32(i), q, rounded(line[i+1])))
			}
		}
	}
	d.tree = plant(leaves)
}

// near visits the segments within m metres of p: their nearest point's share and distance.
func (d *drawing) near(p orb.Point, m float64, visit func(on spot, t, off float64)) {
	f := planeAt(p)
	around := orb.Bound{Min: p, Max: p}
	around.Min[0], around.Max[0] = p[0]-m/f.mx, p[0]+m/f.mx
	around.Min[1], around.Max[1] = p[1]-m/f.my, p[1]+m/f.my
	d.tree.search(outer(around), func(w, i int32) {
		line := d.ways[w].Line
		if t, off := f.share(line[i], line[i+1]); off <= m {
			visit(spot{w, i}, t, off)
		}
	})
}

// moveEnds moves ends onto what lies near them, all that meet at one place together.
func (d *drawing) moveEnds(endM float64) {
	moved := map[point]point{}
	settled := func(p point) point {
		for to, ok := moved[p]; ok; to, ok = moved[p] {
			p = to
		}
		return p
	}
	for w := range d.ways {
		line := d.ways[w].Line
		if len(line) < 2 {
			continue
		}
		for _, end := range []int{0, len(line) - 1} {
			from := rounded(line[end])
			if _, done := moved[from]; done || len(d.at[from]) > 1 {
				continue // it moves already, or has met another line
			}
			on, t, off := d.nearest(spot{int32(w), int32(end)}, endM)
			if off > endM {
				continue
			}
			target := d.ways[on.way].Line
			a, b := target[on.vertex], target[on.vertex+1]
			to := rounded(orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])})
			f := planeAt(line[end])
			for _, v := range []orb.Point{a, b} {
				if math.Hypot((v[0]-line[end][0])*f.mx, (v[1]-line[end][1])*f.my) <= endM {
					to = settled(rounded(v))
				}
			}
			if to == from {
				continue
			}
			moved[from] = to
			if to != rounded(a) && to != rounded(b) && t > 0 && t < 1 {
				d.news = append(d.news, added{on, t, to})
			}
		}
	}
	for w := range d.ways {
		for i, p := range d.ways[w].Line {
			if to := settled(rounded(p)); to != rounded(p) {
				d.ways[w].Line[i] = to.degrees()
			}
		}
	}
}

// nearest gives the segment nearest to the end of a way, of other ways and of its own that do not touch it. On
// another level only the ends of ways count.
func (d *drawing) nearest(end spot, m float64) (best spot, share, off float64) {
	p := d.ways[end.way].Line[end.vertex]
	off = math.Inf(1)
	d.near(p, m, func(on spot, t, dist float64) {
		last := int32(len(d.ways[on.way].Line) - 2)
		own := on.way == end.way && (on.vertex == end.vertex || on.vertex+1 == end.vertex)
		elsewhere := d.level[on.way] != d.level[end.way] && (t > 0 || on.vertex > 0) && (t < 1 || on.vertex < last)
		if own || elsewhere {
			return
		}
		if dist < off || dist == off && (on.way < best.way || on.way == best.way && on.vertex < best.vertex) {
			best, share, off = on, t, dist
		}
	})
	return best, share, off
}

// touch makes vertices that lie on a segment vertices of it.
func (d *drawing) touch() {
	for w := range d.ways {
		for i, p := range d.ways[w].Line {
			d.near(p, onLineM, func(on spot, t, _ float64) {
				q, line := rounded(p), d.ways[on.way].Line
				beside := on.way == int32(w) && (on.vertex == int32(i) || on.vertex+1 == int32(i))
				if d.level[on.way] == d.level[w] && !beside && t > 0 && t < 1 && q != rounded(line[on.vertex]) && q != rounded(line[on.vertex+1]) {
					d.news = append(d.news, added{on, t, q})
				}
			})
		}
	}
}

// cross gives segments that cross on the ground a vertex there.
func (d *drawing) cross() {
	for w := range d.ways {
		line := d.ways[w].Line
		for i := 0; i+1 < len(line) && d.level[w] == 0; i++ {
			a, b := line[i], line[i+1]
			reach := leafOf(0, 0, rounded(a), rounded(b)).box
			d.tree.search(reach, func(w2, k int32) {
				if d.level[w2] != 0 || w2 < int32(w) || w2 == int32(w) && k <= int32(i)+1 {
					return
				}
				other := d.ways[w2].Line
				s, t, ok := intersect(a, b, other[k], other[k+1])
				if !ok {
					return
				}
				p := rounded(orb.Point{a[0] + s*(b[0]-a[0]), a[1] + s*(b[1]-a[1])})
				d.news = append(d.news, added{spot{int32(w), int32(i)}, s, p}, added{spot{w2, k}, t, p})
			})
		}
	}
}

// intersect tells where two segments cross, as shares of both, if they do within both.
func intersect(a, b, c, e orb.Point) (s, t float64, ok bool) {
	x1, y1 := b[0]-a[0], b[1]-a[1]
	x2, y2 := e[0]-c[0], e[1]-c[1]
	det := x1*y2 - y1*x2
	if det == 0 {
		return 0, 0, false
	}
	s = ((c[0]-a[0])*y2 - (c[1]-a[1])*x2) / det
	t = ((c[0]-a[0])*y1 - (c[1]-a[1])*x1) / det
	return s, t, s > 0 && s < 1 && t > 0 && t < 1
}

// insert puts the new vertices in.
func (d *drawing) insert() {
	slices.SortStableFunc(d.news, func(x, y added) int {
		return cmp.Or(cmp.Compare(x.on.way, y.on.way), cmp.Compare(x.on.vertex, y.on.vertex), cmp.Compare(x.t, y.t))
	})
	for len(d.news) > 0 {
		w := d.news[0].on.way
		var line orb.LineString
		for i, p := range d.ways[w].Line {
			line = append(line, p)
			for len(d.news) > 0 && d.news[0].on == (spot{w, int32(i)}) {
				line = append(line, d.news[0].p.degrees())
				d.news = d.news[1:]
			}
		}
		d.ways[w].Line = slices.Compact(line)
	}
	d.news = nil
}
