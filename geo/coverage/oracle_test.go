package coverage_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// checkPlace compares with all polygons, one after another.
func checkPlace(t *testing.T, c *coverage.Coverage, cells []coverage.Cell, p orb.Point) {
	t.Helper()
	var want []string
	for _, cl := range cells {
		if predicate.In(p, cl.Area) != predicate.Outside {
			want = append(want, cl.Name)
		}
	}
	slices.Sort(want)
	if got := c.Touching(p); !slices.Equal(got, want) {
		t.Errorf("Touching(%v) = %v, want %v", p, got, want)
	}
	name, ok := c.Locate(p)
	if ok != (len(want) > 0) || ok && name != want[0] {
		t.Errorf("Locate(%v) = %q, %v, want the first of %v", p, name, ok, want)
	}
}

// checkSplit asks for the sum of the parts, and for the parts' own measures.
func checkSplit(t *testing.T, name string, c *coverage.Coverage, g orb.Geometry) {
	t.Helper()
	parts, outside, err := c.Split(g)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	measure, area := geodesy.Area, true
	switch g.(type) {
	case orb.LineString, orb.MultiLineString:
		measure, area = geodesy.Length, false
	}
	whole := measure(g)
	sum, fraction := outside, 0.0
	for i, s := range parts {
		sum += s.Amount
		fraction += s.Fraction
		if i > 0 && parts[i-1].Amount < s.Amount {
			t.Errorf("%s: shares do not fall", name)
		}
		if m := measure(s.Part); !area && m < s.Amount*(1-1e-6) || area && math.Abs(m-s.Amount) > 2e-9*whole {
			t.Errorf("%s: %s has %v, its part %v", name, s.Name, s.Amount, m)
		}
	}
	undrawn, rest, err := c.Shares(g)
	if err != nil || rest != outside || !slices.EqualFunc(undrawn, parts, func(a, b coverage.Share) bool {
		return a.Name == b.Name && a.Amount == b.Amount && a.Fraction == b.Fraction
	}) {
		t.Errorf("%s: Shares = %v, %v, %v; Split = %v, %v", name, undrawn, rest, err, parts, outside)
	}
	if math.Abs(sum-whole) > 1e-8*whole {
		t.Errorf("%s: parts have %v, the whole %v", name, sum, whole)
	}
	if len(parts) > 0 && math.Abs(fraction-1) > 1e-9 {
		t.Errorf("%s: fractions have %v", name, fraction)
	}
}

// tiles is a random tiling: a grid with moved corners, some tiles with a
// T-junction or cut in two along a random line, and some missing.
func tiles(rng *rand.Rand) []coverage.Cell {
	n := 2 + rng.IntN(3)
	at := make([][]orb.Point, n+1)
	for y := range at {
		for x := 0; x <= n; x++ {
			jitter := func() float64 { return (rng.Float64() - 0.5) * 0.006 }
			at[y] = append(at[y], orb.Point{117 + 0.01*float64(x) + jitter(), 35 + 0.01*float64(y) + jitter()})
		}
	}
	var cells []coverage.Cell
	add := func(r ...orb.Point) {
		if rng.IntN(12) > 0 {
			cells = append(cells, coverage.Cell{Name: fmt.Sprintf("%03d", rng.IntN(10)*100+len(cells)), Area: orb.Polygon{append(r, r[0])}})
		}
	}
	for y := range n {
		for x := range n {
			a, b, c, d := at[y][x], at[y][x+1], at[y+1][x+1], at[y+1][x]
			if rng.IntN(3) > 0 {
				add(a, b, c, d)
				continue
			}
			add(a, b, c)
			add(a, c, d)
		}
	}
	if rng.IntN(3) == 0 { // one more that overlaps by mistake
		p := at[1][1]
		add(p, orb.Point{p[0] + 0.004, p[1]}, orb.Point{p[0], p[1] + 0.004})
	}
	return cells
}

// On random tilings every question gets the answer of the slow way.
func TestRandomTilings(t *testing.T) {
	for seed := range uint64(80) {
		rng := rand.New(rand.NewPCG(seed, 0))
		cells := tiles(rng)
		c, err := coverage.New(cells...)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		place := func() orb.Point { return orb.Point{116.99 + rng.Float64()*0.06, 34.99 + rng.Float64()*0.06} }
		vertices := verticesOf(cells)
		if len(vertices) == 0 {
			continue
		}
		for range 40 {
			checkPlace(t, c, cells, place())
			checkBorder(t, c, cells, place())
			p, q := vertices[rng.IntN(len(vertices))], vertices[rng.IntN(len(vertices))]
			checkPlace(t, c, cells, p)
			checkPlace(t, c, cells, orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2})
		}
		for i := range 6 {
			a, b, d := place(), place(), place()
			if i%2 == 1 { // along borders and through corners
				a, b = vertices[rng.IntN(len(vertices))], vertices[rng.IntN(len(vertices))]
			}
			if a == b {
				continue
			}
			name := fmt.Sprintf("seed %d, %d", seed, i)
			checkSplit(t, name, c, orb.LineString{a, b, d})
			checkSplit(t, name, c, orb.Polygon{{a, b, d, a}})
			if !isEdge(cells, a, b) { // there the slow way falls to either side
				checkShares(t, name, c, orb.LineString{a, b})
			}
			if i%2 == 0 { // in steps, most of which meet no border
				var walk orb.LineString
				for k := range 60 {
					at := float64(k) / 59
					walk = append(walk, orb.Point{a[0] + at*(b[0]-a[0]), a[1] + at*(b[1]-a[1])})
				}
				checkSplit(t, name, c, walk)
				checkShares(t, name, c, walk)
			}
			checkWithin(t, name, c, cells, orb.LineString{a, b}, 500)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func isEdge(cells []coverage.Cell, a, b orb.Point) bool {
	found := false
	for _, cl := range cells {
		predicate.Edges(cl.Area, func(p, q orb.Point) bool {
			found = found || p == a && q == b || p == b && q == a
			return true
		})
	}
	return found
}

// checkShares walks along a straight line in small steps and asks Locate at each.
func checkShares(t *testing.T, name string, c *coverage.Coverage, l orb.LineString) {
	t.Helper()
	parts, _, err := c.Split(l)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	const steps = 4000
	want := map[string]float64{}
	whole, end := geodesy.Length(l), l[len(l)-1]
	for i := range steps {
		s := (float64(i) + 0.5) / steps
		if town, ok := c.Locate(orb.Point{l[0][0] + s*(end[0]-l[0][0]), l[0][1] + s*(end[1]-l[0][1])}); ok {
			want[town] += whole / steps
		}
	}
	got := map[string]float64{}
	for _, s := range parts {
		got[s.Name] = s.Amount
		want[s.Name] += 0
	}
	for town, m := range want {
		if math.Abs(got[town]-m) > whole/1000 {
			t.Errorf("%s: %s has %v m of %v, want %v", name, town, got[town], whole, m)
		}
	}
}

// checkBorder compares with the borders of all cells, one after another.
func checkBorder(t *testing.T, c *coverage.Coverage, cells []coverage.Cell, p orb.Point) {
	t.Helper()
	want := math.Inf(1)
	for _, cl := range cells {
		want = min(want, c.Border(cl.Name, geodesy.Prepare(p)).DistanceM)
	}
	got := c.NearestBorder(p)
	if math.Abs(got.DistanceM-want) > 1e-3 || got.From != p || math.Abs(c.Border(got.Name, geodesy.Prepare(p)).DistanceM-want) > 1e-3 {
		t.Errorf("NearestBorder(%v) = %v, want %v m", p, got, want)
	}
}

func checkWithin(t *testing.T, name string, c *coverage.Coverage, cells []coverage.Cell, g orb.Geometry, m float64) {
	t.Helper()
	want := map[string]float64{}
	for _, cl := range cells {
		if _, _, d := geodesy.Gap(g, cl.Area); d <= m {
			want[cl.Name] = d
		}
	}
	got := c.Within(geodesy.Prepare(g), m)
	for i, r := range got {
		if d, ok := want[r.Name]; !ok || d != r.DistanceM {
			t.Errorf("%s: %s at %v m, want %v, %v", name, r.Name, r.DistanceM, d, ok)
		}
		if i > 0 && got[i-1].DistanceM > r.DistanceM {
			t.Errorf("%s: not sorted", name)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d cells within, want %d", name, len(got), len(want))
	}
	if first, ok := c.Nearest(geodesy.Prepare(g), m); ok != (len(got) > 0) || ok && first != got[0] {
		t.Errorf("%s: nearest %v, %v, want the first of %v", name, first, ok, got)
	}
	if at, outer := c.AtOuterBorder(geodesy.Prepare(g), m), c.OuterBorder(geodesy.Prepare(g)); at != (outer.DistanceM <= m) {
		t.Errorf("%s: at the outer border is %v, it is %v m away", name, at, outer.DistanceM)
	}
}
