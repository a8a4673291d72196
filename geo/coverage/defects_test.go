package coverage_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/finding"
)

// Metres in degrees, at 35°.
const (
	metreX = 1 / 91288.0
	metreY = 1 / 110941.0
)

func moved(p orb.Point, x, y float64) orb.Point { return orb.Point{p[0] + x*metreX, p[1] + y*metreY} }

// A quilt is n by n cells of about a kilometre that fit, their borders bent at random;
// some have a hole in which another cell lies.
type quilt struct {
	n     int
	rng   *rand.Rand
	cells []coverage.Cell // row by row from the south, then those in holes
}

const bends = 3 // vertices within a border

func newQuilt(rng *rand.Rand, n int) *quilt {
	q := &quilt{n: n, rng: rng}
	jitter := func(p orb.Point, by float64) orb.Point {
		return moved(p, (rng.Float64()*2-1)*by, (rng.Float64()*2-1)*by)
	}
	corner := make([]orb.Point, (n+1)*(n+1))
	for i := range corner {
		corner[i] = jitter(moved(orb.Point{117, 35}, float64(i%(n+1))*1000, float64(i/(n+1))*1000), 150)
	}
	border := map[[2]int][]orb.Point{}
	side := func(i, j int) []orb.Point { // from corner i to j, j left out
		if border[[2]int{i, j}] == nil {
			a, b := corner[i], corner[j]
			line := []orb.Point{a}
			for k := 1; k <= bends; k++ {
				t := float64(k) / (bends + 1)
				line = append(line, jitter(orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}, 40))
			}
			border[[2]int{i, j}] = line
			back := append(slices.Clone(line[1:]), b)
			slices.Reverse(back)
			border[[2]int{j, i}] = back
		}
		return border[[2]int{i, j}]
	}
	var inner []coverage.Cell
	for row := range n {
		for col := range n {
			sw := row*(n+1) + col
			se, nw, ne := sw+1, sw+n+1, sw+n+2
			ring := orb.Ring(slices.Concat(side(sw, se), side(se, ne), side(ne, nw), side(nw, sw)))
			p := orb.Polygon{append(ring, ring[0])}
			if rng.IntN(6) == 0 {
				hole := box(corner[sw], 400, 400, 550, 600)
				back := slices.Clone(hole)
				slices.Reverse(back)
				p = append(p, back)
				inner = append(inner, coverage.Cell{Name: fmt.Sprintf("in %02d %02d", row, col), Area: orb.Polygon{hole}})
			}
			q.cells = append(q.cells, coverage.Cell{Name: fmt.Sprintf("%02d %02d", row, col), Area: p})
		}
	}
	q.cells = append(q.cells, inner...)
	return q
}

// box is a ring, by metres from a corner.
func box(p orb.Point, x0, y0, x1, y1 float64) orb.Ring {
	return orb.Ring{moved(p, x0, y0), moved(p, x1, y0), moved(p, x1, y1), moved(p, x0, y1), moved(p, x0, y0)}
}

// A defect is what was done, around where, and how it may be told.
type defect struct {
	what  string
	cell  string
	where orb.Bound
	codes string
}

const misfits = "overlap gap near_miss unshared not_valid"

// defects are the ways to spoil a cell; each changes the cell's polygon, or q.cells.
// Sizes run from 2 mm to 200 m, each order of magnitude as often.
var defects = []struct {
	name, codes string
	do          func(q *quilt, i int) orb.Bound
}{
	{"vertex moved", misfits, func(q *quilt, i int) orb.Bound {
		return q.move(i, 1+q.rng.IntN(bends)+(bends+1)*q.rng.IntN(4))
	}},
	{"corner moved", misfits, func(q *quilt, i int) orb.Bound { return q.move(i, (bends+1)*(1+q.rng.IntN(3))) }},
	{"vertex dropped", misfits, func(q *quilt, i int) orb.Bound {
		r := &q.cells[i].Area.(orb.Polygon)[0]
		k := 1 + q.rng.IntN(len(*r)-2)
		b := orb.MultiPoint((*r)[k-1 : k+2]).Bound()
		*r = slices.Delete(*r, k, k+1)
		return b
	}},
	{"vertex added", misfits, func(q *quilt, i int) orb.Bound {
		r := &q.cells[i].Area.(orb.Polygon)[0]
		k := 1 + q.rng.IntN(len(*r)-2)
		a, b := (*r)[k], (*r)[k+1]
		p := q.shove(orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2})
		*r = slices.Insert(*r, k+1, p)
		return orb.MultiPoint{a, b, p}.Bound()
	}},
	{"cell shifted", misfits, func(q *quilt, i int) orb.Bound {
		g := q.cells[i].Area.(orb.Polygon)
		was := g.Bound()
		to := q.shove(orb.Point{})
		for _, r := range g {
			for k := range r {
				r[k][0] += to[0]
				r[k][1] += to[1]
			}
		}
		return was.Union(g.Bound())
	}},
	{"cell missing", "gap", func(q *quilt, i int) orb.Bound {
		b := q.cells[i].Area.Bound()
		q.cells[i].Area = nil
		return b
	}},
	{"cell doubled", "doubled", func(q *quilt, i int) orb.Bound {
		g := orb.Clone(q.cells[i].Area).(orb.Polygon)
		r := g[0][1:]
		turn := q.rng.IntN(len(r))
		r = slices.Concat(r[turn:], r[:turn])
		g[0] = append(r, r[0])
		if q.rng.IntN(2) == 0 {
			slices.Reverse(g[0])
		}
		q.cells = append(q.cells, coverage.Cell{Name: q.cells[i].Name + " again", Area: g})
		return g.Bound()
	}},
	{"zone over it", "over", func(q *quilt, i int) orb.Bound {
		size := 0.15 + q.size()
		z := box(q.cells[i].Area.(orb.Polygon)[0][0], 160-size/3, 160, 160+size, 160+size)
		q.cells = append(q.cells, coverage.Cell{Name: q.cells[i].Name + " zone", Area: orb.Polygon{z}})
		return z.Bound()
	}},
	{"zone over its corner", "over", func(q *quilt, i int) orb.Bound {
		size := 0.15 + q.size()
		z := box(q.cells[i].Area.(orb.Polygon)[0][0], -size, -size, size/2, size)
		q.cells = append(q.cells, coverage.Cell{Name: q.cells[i].Name + " zone", Area: orb.Polygon{z}})
		return z.Bound()
	}},
	{"hole in it", "gap", func(q *quilt, i int) orb.Bound {
		g := q.cells[i].Area.(orb.Polygon)
		size := 0.15 + min(q.size(), 100)
		hole := box(g[0][0], 250, 250, 250+size, 250+size)
		q.cells[i].Area = append(g, hole)
		return hole.Bound()
	}},
	{"piece on the next but one", "overlap over", func(q *quilt, i int) orb.Bound {
		size := 0.15 + q.size()
		z := box(q.cells[i].Area.(orb.Polygon)[0][0], 1500, 500, 1500+size, 500+size)
		q.cells[i].Area = orb.MultiPolygon{q.cells[i].Area.(orb.Polygon), {z}}
		return z.Bound()
	}},
	{"spike", "not_valid", func(q *quilt, i int) orb.Bound {
		r := &q.cells[i].Area.(orb.Polygon)[0]
		k := 1 + q.rng.IntN(len(*r)-2)
		p := q.shove((*r)[k])
		*r = slices.Insert(*r, k+1, p, (*r)[k])
		return orb.MultiPoint{(*r)[k], p}.Bound()
	}},
	{"vertices exchanged", misfits, func(q *quilt, i int) orb.Bound {
		r := q.cells[i].Area.(orb.Polygon)[0]
		k := 1 + q.rng.IntN(len(r)-4)
		r[k], r[k+1] = r[k+1], r[k]
		return orb.MultiPoint(r[k-1 : k+3]).Bound()
	}},
	{"open ring", "not_valid", func(q *quilt, i int) orb.Bound {
		r := &q.cells[i].Area.(orb.Polygon)[0]
		*r = (*r)[:len(*r)-1]
		return r.Bound()
	}},
	{"not a number", "not_valid", func(q *quilt, i int) orb.Bound {
		b := q.cells[i].Area.Bound()
		q.cells[i].Area.(orb.Polygon)[0][2][q.rng.IntN(2)] = math.NaN()
		return b
	}},
}

// size is a random one in metres.
func (q *quilt) size() float64 { return 0.002 * math.Pow(100_000, q.rng.Float64()) }

// shove moves a place by a random size.
func (q *quilt) shove(p orb.Point) orb.Point {
	m := q.size()
	sin, cos := math.Sincos(q.rng.Float64() * 2 * math.Pi)
	return moved(p, m*cos, m*sin)
}

func (q *quilt) move(i, k int) orb.Bound {
	r := q.cells[i].Area.(orb.Polygon)[0]
	was := orb.MultiPoint(slices.Clone(r[k-1 : k+2]))
	r[k] = q.shove(r[k])
	return append(was, r[k]).Bound()
}

// A quilt without defects gives no finding and no note; of each defect at least one
// finding tells, at its place, of its kind, and of the cell; and every finding tells
// of a defect.
func TestDefectsAreFound(t *testing.T) {
	want, size := 10_000, 23
	if testing.Short() || race {
		want = 1000
	}
	clean := 0
	count := map[string]int{}
	for seed := uint64(0); want > 0; seed++ {
		rng := rand.New(rand.NewPCG(seed, 0))
		q := newQuilt(rng, size)
		if seed%5 == 0 {
			if found, notes := coverage.Examine(q.cells...); len(found)+len(notes) > 0 {
				t.Fatalf("seed %d: clean, but found %v %v", seed, found, notes)
			}
			clean += len(q.cells)
		}
		var done []defect
		for row := 1; row < size-2; row += 3 {
			for col := 1; col < size-2; col += 3 {
				i := row*size + col
				d := defects[rng.IntN(len(defects))]
				name := q.cells[i].Name
				done = append(done, defect{d.name, name, d.do(q, i).Pad(2 * metreX), d.codes})
				count[d.name]++
			}
		}
		want -= len(done)
		q.cells = slices.DeleteFunc(q.cells, func(c coverage.Cell) bool { return c.Area == nil })
		found, notes := coverage.Examine(q.cells...)
		all := append(found, notes...)
		told := make([]bool, len(all))
		for _, d := range done {
			seen := false
			for k, f := range all {
				if f.At != nil && !d.where.Contains(*f.At) || f.At == nil && !strings.Contains(f.Error(), d.cell) {
					continue
				}
				told[k] = true
				right := slices.Contains(strings.Fields(d.codes), strings.TrimPrefix(f.Code, "coverage."))
				seen = seen || right && (d.what == "cell missing" || strings.Contains(f.Error(), d.cell))
			}
			if !seen {
				t.Errorf("seed %d: %s of %s at %v is not found", seed, d.what, d.cell, d.where)
			}
		}
		for k, f := range all {
			if !told[k] {
				t.Errorf("seed %d: no defect, but %v at %v", seed, f, place(f))
			}
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d clean cells without a false alarm; found %v", clean, count)
}

func place(f *finding.Finding) any {
	if f.At == nil {
		return "no place"
	}
	return *f.At
}
