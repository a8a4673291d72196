package coverage_test

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/geotest"
	"xunhu/geo/predicate"
)

// A slow oracle asks all cells whose box holds a place, one after another. It finds
// boxes by bins, since millions of places are asked for.
type slow struct {
	cells []coverage.Cell
	boxes []orb.Bound
	bins  map[[2]int][]int
}

const binDegrees = 0.05

func bin(p orb.Point) [2]int {
	return [2]int{int(math.Floor(p[0] / binDegrees)), int(math.Floor(p[1] / binDegrees))}
}

func newSlow(cells []coverage.Cell) *slow {
	s := &slow{cells: cells, bins: map[[2]int][]int{}}
	for i, cl := range cells {
		b := cl.Area.Bound()
		s.boxes = append(s.boxes, b)
		lo, hi := bin(b.Min), bin(b.Max)
		for x := lo[0]; x <= hi[0]; x++ {
			for y := lo[1]; y <= hi[1]; y++ {
				s.bins[[2]int{x, y}] = append(s.bins[[2]int{x, y}], i)
			}
		}
	}
	return s
}

// owner gives the smallest name of all cells that hold p; "" outside.
func (s *slow) owner(p orb.Point) string {
	name := ""
	for _, i := range s.bins[bin(p)] {
		if cl := s.cells[i]; s.boxes[i].Contains(p) && (name == "" || cl.Name < name) && predicate.In(p, cl.Area) != predicate.Outside {
			name = cl.Name
		}
	}
	return name
}

// around gives p and what lies one unit in the last place from it, in eight directions.
func around(p orb.Point) [9]orb.Point {
	var all [9]orb.Point
	step := func(v float64, by int) float64 {
		switch by {
		case 0:
			return math.Nextafter(v, math.Inf(-1))
		case 2:
			return math.Nextafter(v, math.Inf(1))
		}
		return v
	}
	for i := range all {
		all[i] = orb.Point{step(p[0], i%3), step(p[1], i/3)}
	}
	return all
}

// checkOwners asks for all vertices, the middles of all edges and what lies next to
// them, one at a time and all at once. Of many edges it takes one of every stride.
func checkOwners(t *testing.T, c *coverage.Coverage, cells []coverage.Cell, stride int) {
	t.Helper()
	oracle := newSlow(cells)
	names := c.Names()
	var places []orb.Point
	edges, asked, wrong := 0, 0, 0
	rng := rand.New(rand.NewPCG(uint64(len(cells)), 0))
	flush := func() {
		rng.Shuffle(len(places), func(i, k int) { places[i], places[k] = places[k], places[i] }) // else LocateMany has nothing to sort
		indices := make([]int32, len(places))
		c.LocateMany(places, indices)
		for i, p := range places {
			want := oracle.owner(p)
			got, ok := c.Locate(p)
			many := ""
			if indices[i] >= 0 {
				many = names[indices[i]]
			}
			if got != want || ok != (want != "") || many != want {
				if wrong++; wrong <= 5 {
					t.Errorf("Locate(%v) = %q, %v; LocateMany %q; want %q", p, got, ok, many, want)
				}
			}
		}
		asked += len(places)
		places = places[:0]
	}
	for _, cl := range cells {
		predicate.Edges(cl.Area, func(a, b orb.Point) bool {
			if edges++; edges%stride == 0 {
				for _, p := range [...]orb.Point{a, {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}} {
					around := around(p)
					places = append(places, around[:]...)
				}
			}
			if len(places) > 1<<16 {
				flush()
			}
			return true
		})
	}
	flush()
	t.Logf("%d cells, %d edges, %d places, %d with a wrong owner", len(cells), edges, asked, wrong)
}

// On real land, every place at or next to a border has the one owner that looking
// at all cells gives.
func TestEveryPlaceHasOneOwner(t *testing.T) {
	stride := 7 // every seventh edge, which passes through all of a map; make every takes each
	switch {
	case os.Getenv("XUNHU_EVERY") != "":
		stride = 1
	case testing.Short() || race:
		stride = 101
	}
	for name, files := range map[string][]string{
		"communes": regions, "towns": {"towns/南浔区-乡镇.json"},
	} {
		t.Run(name, func(t *testing.T) {
			cells := cellsOf(t, files...)
			c, err := coverage.New(cells...)
			if err != nil {
				t.Fatal(err)
			}
			checkOwners(t, c, cells, stride)
		})
	}
}

var regions = []string{"scale/communes-bretagne.geojson", "scale/communes-centre-val-de-loire.geojson", "scale/communes-normandie.geojson"}

// The same on random tilings with T-junctions, gaps and overlaps.
func TestOneOwnerOnRandomTilings(t *testing.T) {
	for seed := range uint64(300) {
		cells := tiles(rand.New(rand.NewPCG(seed, 1)))
		c, err := coverage.New(cells...)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if checkOwners(t, c, cells, 1); t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// The same on drawn maps: an island in a hole, cells that touch at a corner, one
// cell of two pieces, cells on top of each other.
func TestOneOwnerOnDrawnMaps(t *testing.T) {
	m := geotest.Draw(t, `
		A-----B-----C-----D
		|  I--J  K--L     |
		|  |  |  |  |     |
		|  M--N  O--P     |
		E-----F-----G-----H`, 100)
	ring := func(names string) orb.Ring { return m.Polygon(names)[0] }
	for name, cells := range map[string][]coverage.Cell{
		"island in a hole": {
			{Name: "lake", Area: orb.Polygon{ring("ADHE"), ring("IJNM"), ring("KLPO")}}, {Name: "island", Area: m.Polygon("IJNM")},
		},
		"a hole that is nobody's": {{Name: "ring", Area: orb.Polygon{ring("ADHE"), ring("IJNM"), ring("KLPO")}}},
		"corners touch":           {{Name: "a", Area: m.Polygon("ABF")}, {Name: "b", Area: m.Polygon("BCG")}, {Name: "c", Area: m.Polygon("FDH")}},
		"two pieces": {
			{Name: "two", Area: orb.MultiPolygon{m.Polygon("ABFE"), m.Polygon("CDHG")}}, {Name: "between", Area: m.Polygon("BCGF")},
		},
		"three on one place": {
			{Name: "b", Area: m.Polygon("ADHE")}, {Name: "c", Area: m.Polygon("IJNM")}, {Name: "a", Area: m.Polygon("ABFE")},
		},
		"twice the same": {{Name: "a", Area: m.Polygon("ABFE")}, {Name: "b", Area: m.Polygon("EFBA")}},
		"T-junction":     {{Name: "a", Area: m.Polygon("ADHE")}, {Name: "b", Area: orb.Polygon{{m['E'], m['F'], {m['F'][0], m['F'][1] - 1}, m['E']}}}},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := coverage.New(cells...)
			if err != nil {
				t.Fatal(err)
			}
			checkOwners(t, c, cells, 1)
			box := orb.Bound{Min: m['E'], Max: m['D']}.Pad(0.001)
			rng := rand.New(rand.NewPCG(1, 0))
			var places []orb.Point
			for range 5000 {
				p := orb.Point{box.Min[0] + rng.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + rng.Float64()*(box.Max[1]-box.Min[1])}
				checkPlace(t, c, cells, p)
				places = append(places, p, m[rune('A'+rng.IntN(16))])
			}
			indices := make([]int32, len(places))
			c.LocateMany(places, indices)
			for i, p := range places {
				if k, ok := c.LocateIndex(p); ok != (indices[i] >= 0) || ok && int(indices[i]) != k {
					t.Fatalf("LocateMany has %d at %v, LocateIndex %d, %v", indices[i], p, k, ok)
				}
			}
		})
	}
}

// The map must know almost everything itself, or it is of no use; and what it
// says must be what the cells say.
func TestMapKnows(t *testing.T) {
	cells := cellsOf(t, regions...)
	c, err := coverage.New(cells...)
	if err != nil {
		t.Fatal(err)
	}
	oracle, names := newSlow(cells), c.Names()
	unsure := 0
	places := placesOn(rand.New(rand.NewPCG(5, 0)), cells, 300_000)
	for i, p := range places {
		owner, sure := c.Drawn(p)
		if !sure {
			unsure++
			continue
		}
		name := ""
		if owner >= 0 {
			name = names[owner]
		}
		if i%10 == 0 && name != oracle.owner(p) {
			t.Fatalf("the map says %q at %v, the cells %q", name, p, oracle.owner(p))
		}
	}
	all, borders, unknown := c.Squares()
	t.Logf("%d squares, %d with borders, %d unknown; unsure of %d of %d places", all, borders, unknown, unsure, len(places))
	if unsure*1000 > len(places) {
		t.Errorf("the map does not know %d of %d places", unsure, len(places))
	}
}

// placesOn draws places that lie on the land.
func placesOn(rng *rand.Rand, cells []coverage.Cell, n int) []orb.Point {
	oracle := newSlow(cells)
	box := cells[0].Area.Bound()
	for _, cl := range cells {
		box = box.Union(cl.Area.Bound())
	}
	var places []orb.Point
	for len(places) < n {
		p := orb.Point{box.Min[0] + rng.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + rng.Float64()*(box.Max[1]-box.Min[1])}
		if oracle.owner(p) != "" {
			places = append(places, p)
		}
	}
	return places
}

// What is far away or no number has no owner.
func TestNoOwner(t *testing.T) {
	c, err := coverage.New(coverage.Cell{Name: "a", Area: orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{2, 2}}.ToPolygon()})
	if err != nil {
		t.Fatal(err)
	}
	bad := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e308, -1e308, 1.5}
	for _, x := range bad {
		for _, y := range bad {
			name, ok := c.Locate(orb.Point{x, y})
			if want := x == 1.5 && y == 1.5; ok != want {
				t.Errorf("Locate(%v, %v) = %q, %v", x, y, name, ok)
			}
		}
	}
}

// Reading makes nothing, neither where the map knows nor where cells are asked.
func TestLocateAllocatesNothing(t *testing.T) {
	cells := tiles(rand.New(rand.NewPCG(1, 0)))
	c, err := coverage.New(cells...)
	if err != nil {
		t.Fatal(err)
	}
	places := append(verticesOf(cells), placesOn(rand.New(rand.NewPCG(1, 1)), cells, 100)...)
	indices := make([]int32, len(places))
	if n := testing.AllocsPerRun(20, func() {
		for _, p := range places {
			c.Locate(p)
		}
	}); n != 0 {
		t.Errorf("Locate allocates: %v a run", n)
	}
	if n := testing.AllocsPerRun(20, func() { c.LocateMany(places, indices) }); n != 0 {
		t.Errorf("LocateMany allocates: %v a run", n)
	}
	if n := testing.AllocsPerRun(20, func() { c.NearestBorder(places[0]) }); n != 0 {
		t.Errorf("NearestBorder allocates: %v a run", n)
	}
}

// A comb, whose edges all go far, neither fills the memory nor loses its owner.
func TestComb(t *testing.T) {
	const teeth = 1000
	r := orb.Ring{{0, 0}}
	for i := range teeth {
		x := float64(i) / teeth
		r = append(r, orb.Point{x + 0.25/teeth, 10}, orb.Point{x + 0.5/teeth, 1})
	}
	r = append(r, orb.Point{1, 0}, r[0])
	cells := []coverage.Cell{{Name: "comb", Area: orb.Polygon{r}}}
	c, err := coverage.New(cells...)
	if err != nil {
		t.Fatal(err)
	}
	if c.IndexBytes() > 150*len(r) {
		t.Errorf("%d bytes for %d vertices", c.IndexBytes(), len(r))
	}
	checkOwners(t, c, cells, 20)
	for _, p := range placesOn(rand.New(rand.NewPCG(1, 0)), cells, 200) {
		checkPlace(t, c, cells, p)
	}
}
