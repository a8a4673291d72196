package tiles

import (
	"math"

	"github.com/paulmach/orb"
)

// always is the tolerance of vertices that stay whatever happens.
var always = float32(math.Inf(1))

// vertex is where an arc may have to end: two neighbours, and whether there are more.
type vertex struct {
	a, b orb.Point
	n    int8 // neighbours: 1, 2, or 3 for more
}

func (v *vertex) meet(p orb.Point) {
	switch {
	case v.n > 0 && p == v.a, v.n > 1 && p == v.b:
		return
	case v.n == 0:
		v.a, v.n = p, 1
	case v.n == 1:
		v.b, v.n = p, 2
	default:
		v.n = 3
	}
}

// tolerances gives for each vertex of each line the tolerance up to which it stays
// when lines are simplified: vertices where lines end or meet always stay, and
// lines that share vertices keep the same ones. A closed line without such a vertex
// keeps its least vertex and the one farthest from it.
func tolerances(lines []orb.LineString) [][]float32 {
	total := 0
	for _, l := range lines {
		total += len(l)
	}
	at, vertices := make(map[orb.Point]int32, total), make([]vertex, 0, total)
	touch := func(p orb.Point) *vertex {
		i, ok := at[p]
		if !ok {
			i = int32(len(vertices))
			at[p] = i
			vertices = append(vertices, vertex{})
		}
		return &vertices[i]
	}
	for _, l := range lines {
		for i, p := range l {
			v := touch(p)
			if i > 0 && l[i-1] != p {
				v.meet(l[i-1])
			}
			if i+1 < len(l) && l[i+1] != p {
				v.meet(l[i+1])
			}
		}
		if n := len(l); n > 0 && l[0] != l[n-1] {
			touch(l[0]).n, touch(l[n-1]).n = 3, 3 // an open end
		}
	}
	all := make([][]float32, len(lines))
	for i, l := range lines {
		all[i] = make([]float32, len(l))
		node := func(k int) bool { return vertices[at[l[k]]].n != 2 }
		if closed := len(l) > 2 && l[0] == l[len(l)-1]; closed {
			ringTolerances(l, node, all[i])
			continue
		}
		from := 0
		for k := range l {
			if k > 0 && (node(k) || k == len(l)-1) {
				arc(l[from:k+1], all[i][from:k+1])
				from = k
			}
		}
		for k := range l {
			if k == 0 || k == len(l)-1 || node(k) {
				all[i][k] = always
			}
		}
	}
	return all
}

// ringTolerances does the same for a closed line, whose first vertex is no end.
func ringTolerances(l orb.LineString, node func(int) bool, out []float32) {
	n := len(l) - 1
	var ends []int
	for k := range n {
		if node(k) {
			ends = append(ends, k)
		}
	}
	if len(ends) == 0 { // an island: begin where everybody would
		least := 0
		for k := range n {
			if before(l[k], l[least]) {
				least = k
			}
		}
		ends = []int{least}
	}
	if len(ends) == 1 { // a second end, or the arc would have no length
		far, most := ends[0], -1.0
		for k := range n {
			d := distance2(l[k], l[ends[0]])
			if d > most || d == most && before(l[k], l[far]) {
				far, most = k, d
			}
		}
		ends = append(ends, far)
		if far < ends[0] {
			ends[0], ends[1] = far, ends[0]
		}
	}
	line, tol := make(orb.LineString, 0, n+1), make([]float32, n+1)
	for i, from := range ends {
		to := ends[(i+1)%len(ends)]
		if to <= from {
			to += n
		}
		line = line[:0]
		for k := from; k <= to; k++ {
			line = append(line, l[k%n])
		}
		part := tol[:len(line)]
		clear(part)
		arc(line, part)
		for k := from + 1; k < to; k++ {
			out[k%n] = part[k-from]
		}
		out[from] = always
	}
	out[n] = out[0]
}

// before is the order of points by x, then y.
func before(a, b orb.Point) bool { return a[0] < b[0] || a[0] == b[0] && a[1] < b[1] }

func distance2(a, b orb.Point) float64 {
	return (a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1])
}

// arc gives the tolerances within one arc (Douglas and Peucker 1973): the distance
// of the farthest vertex from the chord, and so on in both halves, each at most
// what the one before has. Ends are left as they are. An arc and its reverse get
// the same, for it is always read from the end that comes first.
func arc(l orb.LineString, out []float32) {
	n := len(l) - 1
	reversed := before(l[n], l[0])
	if l[0] == l[n] && n > 1 {
		reversed = before(l[n-1], l[1])
	}
	at := func(k int) int {
		if reversed {
			return n - k
		}
		return k
	}
	type span struct {
		from, to int
		cap      float32
	}
	for todo := []span{{0, n, always}}; len(todo) > 0; {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if s.to-s.from < 2 {
			continue
		}
		a, b := l[at(s.from)], l[at(s.to)]
		far, most := s.from+1, -1.0
		for k := s.from + 1; k < s.to; k++ {
			if d := fromSegment2(l[at(k)], a, b); d > most {
				far, most = k, d
			}
		}
		keep := min(s.cap, float32(math.Sqrt(most)))
		out[at(far)] = keep
		todo = append(todo, span{s.from, far, keep}, span{far, s.to, keep})
	}
}

// fromSegment2 is the square of the distance of p from the segment ab.
func fromSegment2(p, a, b orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	length2 := dx*dx + dy*dy
	if length2 == 0 {
		return distance2(p, a)
	}
	t := min(1, max(0, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/length2))
	return distance2(p, orb.Point{a[0] + t*dx, a[1] + t*dy})
}
