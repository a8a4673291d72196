package coverage_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/geo/valid"
)

// small spoils a cell by no more than most metres; it does what a border does that was
// digitised twice.
func (q *quilt) small(i int, most float64) string {
	shove := func(p orb.Point) orb.Point {
		m := 0.002 + q.rng.Float64()*(most-0.002)
		sin, cos := math.Sincos(q.rng.Float64() * 2 * math.Pi)
		return moved(p, m*cos, m*sin)
	}
	r := &q.cells[i].Area.(orb.Polygon)[0]
	k := 1 + q.rng.IntN(len(*r)-2)
	switch q.rng.IntN(5) {
	case 0:
		(*r)[k] = shove((*r)[k])
		return "vertex moved"
	case 1:
		a, b := (*r)[k], (*r)[k+1]
		*r = slices.Insert(*r, k+1, shove(orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}))
		return "vertex added"
	case 2:
		to := shove(orb.Point{})
		for k := range *r {
			(*r)[k][0] += to[0]
			(*r)[k][1] += to[1]
		}
		return "cell shifted"
	case 3:
		for k := range *r {
			(*r)[k] = shove((*r)[k])
		}
		(*r)[len(*r)-1] = (*r)[0]
		return "drawn again"
	}
	// Other vertices, on the same line.
	old := *r
	*r = nil
	for k := 0; k+1 < len(old); k++ {
		*r = append(*r, shove(old[k]))
		if q.rng.IntN(2) == 0 {
			t := 0.2 + 0.6*q.rng.Float64()
			a, b := old[k], old[k+1]
			*r = append(*r, shove(orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}))
		}
	}
	*r = append(*r, (*r)[0])
	return "drawn with other vertices"
}

// What is narrower than the tolerance is closed; every cell stays valid, no vertex moves
// by more, cells without a part in it stay bit for bit, and what a mending says of
// itself is so.
func TestMendClosesWhatIsNarrow(t *testing.T) {
	const tolerance, size = 2.0, 14
	seeds := uint64(15)
	if testing.Short() || race {
		seeds = 3
	}
	count, left := 0, 0
	for seed := range seeds {
		rng := rand.New(rand.NewPCG(seed, 1))
		q := newQuilt(rng, size)
		spoiled := map[string]string{}
		beside := map[string]bool{} // may change: the spoiled cells and those around
		for row := 1; row < size-2; row += 3 {
			for col := 1; col < size-2; col += 3 {
				i := row*size + col
				g := q.cells[i].Area.(orb.Polygon)
				q.cells[i].Area = orb.Clone(g)
				spoiled[q.cells[i].Name] = q.small(i, 0.8*tolerance)
				count++
				for r := row - 1; r <= row+1; r++ {
					for c := col - 1; c <= col+1; c++ {
						beside[q.cells[r*size+c].Name] = true
					}
				}
			}
		}
		before, _ := coverage.Examine(q.cells...)
		if len(before) == 0 {
			t.Fatalf("seed %d: nothing is wrong", seed)
		}
		m := coverage.Mend(tolerance, q.cells...)
		for _, f := range m.Left {
			left++
			t.Logf("seed %d: left %v at %v (%v)", seed, f, *f.At, spoiled)
		}
		mended := checkMending(t, seed, tolerance, q.cells, m)
		for i, c := range mended {
			if !beside[c.Name] && !reflect.DeepEqual(c.Area, q.cells[i].Area) {
				t.Errorf("seed %d: %s has changed and is far from all defects", seed, c.Name)
			}
		}
		after, _ := coverage.Examine(mended...)
		if len(after) != len(m.Left) {
			t.Errorf("seed %d: %d findings after it, but it tells of %d", seed, len(after), len(m.Left))
		}
		if again := coverage.Mend(tolerance, mended...); len(again.Moves) > 0 && len(m.Left) == 0 {
			t.Errorf("seed %d: mended, but %d moves again", seed, len(again.Moves))
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d cells spoiled, %d findings left", count, left)
	if left*50 > count {
		t.Errorf("%d findings left of %d spoiled cells", left, count)
	}
}

// checkMending holds a mending against the cells that it was made of, and gives them as
// mended.
func checkMending(t *testing.T, seed uint64, tolerance float64, cells []coverage.Cell, m coverage.Mending) []coverage.Cell {
	t.Helper()
	mended := slices.Clone(cells)
	for k, c := range m.Cells {
		i := slices.IndexFunc(mended, func(o coverage.Cell) bool { return o.Name == c.Name })
		if f := valid.Check(c.Area); f != nil {
			t.Errorf("seed %d: %s is not valid: %v", seed, c.Name, f)
		}
		old := geodesy.Prepare(cells[i].Area).Border()
		for _, p := range verticesOf([]coverage.Cell{c}) {
			if _, d := old.Nearest(p); d > tolerance {
				t.Errorf("seed %d: %s has a vertex %.3f m off its old border", seed, c.Name, d)
			}
		}
		new := geodesy.Prepare(c.Area).Border()
		for _, p := range verticesOf(cells[i : i+1]) {
			if _, d := new.Nearest(p); d > tolerance {
				t.Errorf("seed %d: the old vertex %v of %s is %.3f m off", seed, p, c.Name, d)
			}
		}
		if a := m.Changes[k]; a.Name != c.Name || math.Abs(a.Before-geodesy.Area(cells[i].Area)) > 1e-6 || math.Abs(a.After-geodesy.Area(c.Area)) > 1e-6 {
			t.Errorf("seed %d: %v of %s", seed, a, c.Name)
		}
		mended[i] = c
	}
	for _, mv := range m.Moves {
		if d := geodesy.Distance(mv.From, mv.To); mv.M > tolerance || !mv.Added && math.Abs(d-mv.M) > 1e-6 || mv.Added && d != 0 {
			t.Errorf("seed %d: %v, but it is %v m", seed, mv, d)
		}
		if len(mv.Cells) == 0 {
			t.Errorf("seed %d: %v of no cell", seed, mv)
		}
	}
	return mended
}

// What is wider than the tolerance, or would do harm, is left as it is.
func TestMendLeaves(t *testing.T) {
	m := geotest.Draw(t, `
		A---------B---------C
		|         |         |
		|         1    2    |
		|         |         |
		D---------E---------F`, 100)
	thin := m.Polygon("ABED") // one metre wide
	for i, p := range thin[0] {
		if p == m['B'] || p == m['E'] {
			thin[0][i] = moved(m['A'], 1, 0)
			if p == m['E'] {
				thin[0][i] = moved(m['D'], 1, 0)
			}
		}
	}
	for _, tc := range []struct {
		name  string
		cells []coverage.Cell
	}{
		{"a gap 250 m wide in the middle", []coverage.Cell{{Name: "a", Area: m.Polygon("AB1ED")}, {Name: "b", Area: m.Polygon("BCFE2")}}},
		{"a cell thinner than the tolerance", []coverage.Cell{{Name: "a", Area: thin}}},
		{"a zone over a town", []coverage.Cell{{Name: "a", Area: m.Polygon("ABED")}, {Name: "z", Area: orb.Polygon{box(m['D'], 100, 100, 300, 300)}}}},
		{"twice the same", []coverage.Cell{{Name: "a", Area: m.Polygon("ABED")}, {Name: "b", Area: m.Polygon("ABED")}}},
		{"not valid", []coverage.Cell{{Name: "a", Area: m.Polygon("AEBD")}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := coverage.Mend(2, tc.cells...); len(got.Moves)+len(got.Cells)+len(got.Closed) > 0 {
				t.Errorf("moves %v", got.Moves)
			}
		})
	}
}

// With defects of all sizes and a tolerance that is much too large, whatever is mended
// is mended soundly: what checkMending holds, no two neighbours part, and the land in
// gaps and overlaps does not grow.
func TestMendDoesNoHarm(t *testing.T) {
	const size = 14
	seeds := uint64(10)
	if testing.Short() || race {
		seeds = 3
	}
	moves, refused := 0, map[string]int{}
	for seed := range seeds {
		rng := rand.New(rand.NewPCG(seed, 2))
		tolerance := []float64{5, 60, 200}[rng.IntN(3)]
		q := newQuilt(rng, size)
		for range 40 {
			i := rng.IntN(size * size)
			q.cells[i].Area = orb.Clone(q.cells[i].Area)
			q.small(i, tolerance)
		}
		cells := slices.DeleteFunc(q.cells, func(c coverage.Cell) bool { return valid.Check(c.Area) != nil })
		misfit := func(cells []coverage.Cell) (sum float64) {
			found, _ := coverage.Examine(cells...)
			for _, f := range found {
				if m2, ok := f.Args["area_m2"].(float64); ok {
					sum += m2
				}
			}
			return sum
		}
		m := coverage.Mend(tolerance, cells...)
		mended := checkMending(t, seed, tolerance, cells, m)
		moves += len(m.Moves)
		for _, f := range m.Refused {
			refused[f.Code]++
		}
		if was, is := misfit(cells), misfit(mended); is > was+0.01*float64(len(cells)) {
			t.Errorf("seed %d: %.1f m² in gaps and overlaps, before %.1f", seed, is, was)
		}
		if t.Failed() {
			return
		}
	}
	if moves == 0 || len(refused) == 0 {
		t.Error("nothing was mended, or nothing refused: no test")
	}
	t.Logf("%d moves; refused %v", moves, refused)
}
