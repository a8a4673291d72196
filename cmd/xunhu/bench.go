package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/coverage"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
	"xunhu/geo/predicate"
	"xunhu/geo/valid"
)

type benchVerb struct {
	Locate benchLocate `cmd:"" help:"${help_bench_locate}"`
	Route  benchRoute  `cmd:"" help:"${help_bench_route}"`
	Tour   benchTour   `cmd:"" help:"${help_bench_tour}"`
	Mixed  benchMixed  `cmd:"" help:"${help_bench_mixed}"`
}

type benchLocate struct {
	Files  []string `arg:"" name:"FILE" help:"${help_areas}"`
	Points int      `help:"${help_bench_points}" default:"1000000" placeholder:"N"`
	Owners uint     `help:"${help_bench_owners}" default:"5000" placeholder:"N"`
	Copies int      `help:"${help_bench_copies}" default:"1" placeholder:"N"`
	Index  string   `help:"${help_bench_index}" placeholder:"FILE"`
	JSON   bool     `name:"json" help:"${help_json}"`
}

// located is what bench locate measures. Times are of one thread, but for BuildS,
// which is that of coverage.New as a whole, with the check of every area, and CheckS.
type located struct {
	Cells         int     `json:"cells"`
	Vertices      int     `json:"vertices"`
	Mended        int     `json:"mended"` // areas that were not valid as they came
	Refused       int     `json:"refused"`
	Points        int     `json:"points"`
	PointNS       float64 `json:"point_ns"`        // Locate, random places on the land
	BatchRandomNS float64 `json:"batch_random_ns"` // LocateMany, the same places
	BatchSortedNS float64 `json:"batch_sorted_ns"` // LocateMany, in rows from west to east
	BuildS        float64 `json:"build_s"`
	CheckS        float64 `json:"check_s"`          // coverage.Examine: validity and all findings
	Findings      int     `json:"findings"`         // of it, with its notes
	LoadS         float64 `json:"load_s,omitempty"` // coverage.NewFromMap with the file mapped, which checks it and the cells
	IndexBytes    int     `json:"index_bytes"`
	BorderNS      float64 `json:"border_ns"`    // NearestBorder, the same places
	SharesMS      float64 `json:"shares_ms"`    // Shares of an area of 10,000 vertices
	SharesCells   int     `json:"shares_cells"` // that so many cells have a part of
	OwnersChecked int     `json:"owners_checked"`
	OwnersWrong   int     `json:"owners_wrong"` // of those, against all cells, one after another
}

// Run measures how fast places find their owners among the areas of files.
func (v *benchLocate) Run(p *program) error {
	if v.Points < 1 {
		return finding.New("command.bad_points", "")
	}
	if v.Copies < 1 {
		return finding.New("command.bad_copies", "")
	}
	m, cells, err := readCells(v.Files)
	if err != nil {
		return err
	}
	m.Points = v.Points
	cells = m.sideBySide(cells, v.Copies)
	start := time.Now()
	c, err := coverage.New(cells...)
	if err != nil {
		return err
	}
	m.BuildS = time.Since(start).Seconds()
	start = time.Now()
	found, notes := coverage.Examine(cells...)
	m.CheckS, m.Findings = time.Since(start).Seconds(), len(found)+len(notes)
	if v.Index != "" {
		var done func() error
		if c, done, err = m.fromFile(p, c, cells, v.Index); err != nil {
			return err
		}
		defer func() { _ = done() }() // it was only read
	}
	m.IndexBytes = c.IndexBytes()

	rng := rand.New(rand.NewPCG(1, 0))
	places := placesOn(rng, c, cells, v.Points)
	m.PointNS = nanoseconds(places, func() {
		for _, p := range places {
			c.Locate(p)
		}
	})
	owners := make([]int32, len(places))
	m.BatchRandomNS = nanoseconds(places, func() { c.LocateMany(places, owners) })
	m.checkOwners(rng, c, cells, places[:min(2000, len(places))], int(v.Owners))
	some := places[:min(100_000, len(places))]
	c.NearestBorder(some[0]) // its index is made when first asked
	m.BorderNS = nanoseconds(some, func() {
		for _, p := range some {
			c.NearestBorder(p)
		}
	})
	if err := m.timeShares(c, cells); err != nil {
		return err
	}
	sortByRows(places)
	m.BatchSortedNS = nanoseconds(places, func() { c.LocateMany(places, owners) })
	return v.print(p, m)
}

func (v *benchLocate) print(p *program, m *located) error {
	if v.JSON {
		return json.NewEncoder(p.out).Encode(m)
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, row := range []struct {
		name  string
		value float64
		form  string
	}{
		{"cells", float64(m.Cells), "%.0f"}, {"vertices", float64(m.Vertices), "%.0f"}, {"mended", float64(m.Mended), "%.0f"},
		{"refused", float64(m.Refused), "%.0f"}, {"points", float64(m.Points), "%.0f"}, {"point_ns", m.PointNS, "%.1f"},
		{"batch_random_ns", m.BatchRandomNS, "%.1f"}, {"batch_sorted_ns", m.BatchSortedNS, "%.1f"}, {"build_s", m.BuildS, "%.3f"},
		{"check_s", m.CheckS, "%.3f"}, {"findings", float64(m.Findings), "%.0f"},
		{"load_s", m.LoadS, "%.3f"}, {"index_bytes", float64(m.IndexBytes), "%.0f"}, {"owners_checked", float64(m.OwnersChecked), "%.0f"},
		{"owners_wrong", float64(m.OwnersWrong), "%.0f"}, {"border_ns", m.BorderNS, "%.1f"}, {"shares_ms", m.SharesMS, "%.2f"},
		{"shares_cells", float64(m.SharesCells), "%.0f"},
	} {
		fmt.Fprintf(w, "%s\t"+row.form+"\n", row.name, row.value)
	}
	return w.Flush()
}

// readCells reads the areas of files and numbers them. What is no area is passed
// over; what is not valid is mended, and refused if that cannot be.
func readCells(files []string) (*located, []coverage.Cell, error) {
	m := &located{}
	var cells []coverage.Cell
	for _, file := range files {
		err := eachFeature(file, format.Options{}, func(row int, f feature.Feature) {
			switch f.Geometry.(type) {
			case orb.Polygon, orb.MultiPolygon:
			default:
				return
			}
			area := f.Geometry
			if valid.Check(area) != nil {
				better, _, err := valid.Mend(area)
				if err != nil {
					m.Refused++
					return
				}
				area = better
				m.Mended++
			}
			cells = append(cells, coverage.Cell{Name: filepath.Base(file) + "#" + strconv.Itoa(row), Area: area})
			predicate.Edges(area, func(_, _ orb.Point) bool { m.Vertices++; return true })
		}, func(*finding.Finding) { m.Refused++ })
		if err != nil {
			return nil, nil, err
		}
	}
	if m.Cells = len(cells); m.Cells == 0 {
		return nil, nil, finding.New("command.no_areas", files[0])
	}
	return m, cells, nil
}

// fromFile makes the coverage from its map in a file. One that is not there, or is refused,
// is written first; but what is no map at all is not written over.
func (m *located) fromFile(p *program, built *coverage.Coverage, cells []coverage.Cell, file string) (*coverage.Coverage, func() error, error) {
	c, done, err := m.load(cells, file)
	if err == nil {
		return c, done, nil
	}
	var refused *finding.Finding
	switch {
	case errors.As(err, &refused) && refused.Code != "coverage.map_foreign":
		p.say(words.Error(p.lang, err))
	case !errors.Is(err, os.ErrNotExist):
		return nil, nil, err
	}
	if err := output(file, p.out, built.WriteMap); err != nil {
		return nil, nil, err
	}
	return m.load(cells, file)
}

func (m *located) load(cells []coverage.Cell, file string) (*coverage.Coverage, func() error, error) {
	start := time.Now()
	b, done, err := mapped(file)
	if err != nil {
		return nil, nil, err
	}
	c, err := coverage.NewFromMap(b, cells...)
	if err != nil {
		var refused *finding.Finding
		if errors.As(err, &refused) {
			refused.Where = file
		}
		return nil, nil, errorsFirst(err, done())
	}
	m.LoadS = time.Since(start).Seconds()
	return c, done, nil
}

const (
	sharesCells    = 253 // at least, if there are as many
	sharesVertices = 10_000
)

// timeShares times the shares of an area around the middle of the land.
func (m *located) timeShares(c *coverage.Coverage, cells []coverage.Cell) error {
	box := cells[0].Area.Bound()
	for _, cl := range cells {
		box = box.Union(cl.Area.Bound())
	}
	extent := max(box.Max[0]-box.Min[0], box.Max[1]-box.Min[1])
	at := cells[len(cells)/2].Area.Bound().Center()
	for radius := extent / 100; m.SharesCells < min(sharesCells, len(cells)) && radius < 2*extent; radius *= 1.05 {
		parts, _, err := c.Shares(ragged(at, radius, 100))
		if err != nil {
			return err
		}
		if m.SharesCells = len(parts); m.SharesCells < min(sharesCells, len(cells)) {
			continue
		}
		area := ragged(at, radius, sharesVertices)
		var runs []float64
		for range 5 {
			start := time.Now()
			if parts, _, err = c.Shares(area); err != nil {
				return err
			}
			runs = append(runs, time.Since(start).Seconds()*1000)
		}
		slices.Sort(runs)
		m.SharesMS, m.SharesCells = runs[len(runs)/2], len(parts)
	}
	return nil
}

// ragged is round, with a rim that wavers by a few hundredths.
func ragged(at orb.Point, radius float64, n int) orb.Polygon {
	rng := rand.New(rand.NewPCG(2, 0))
	r := make(orb.Ring, 0, n+1)
	wave := 0.0
	for i := range n {
		wave = 0.95*wave + 0.05*(rng.Float64()-0.5)
		s, c := math.Sincos(float64(i) / float64(n) * 2 * math.Pi)
		r = append(r, orb.Point{at[0] + radius*(1+wave)*c, at[1] + radius*(1+wave)*s})
	}
	return orb.Polygon{append(r, r[0])}
}

// placesOn draws places evenly over the land: a cell by the size of its box, a place
// in the box, and again if that is not the cell's.
func placesOn(rng *rand.Rand, c *coverage.Coverage, cells []coverage.Cell, n int) []orb.Point {
	var sums []float64
	sum := 0.0
	for _, cl := range cells {
		b := cl.Area.Bound()
		sum += (b.Max[0] - b.Min[0]) * (b.Max[1] - b.Min[1])
		sums = append(sums, sum)
	}
	places := make([]orb.Point, 0, n)
	for len(places) < n {
		i, _ := slices.BinarySearch(sums, rng.Float64()*sum)
		b := cells[i].Area.Bound()
		p := orb.Point{b.Min[0] + rng.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + rng.Float64()*(b.Max[1]-b.Min[1])}
		if name, _ := c.Locate(p); name == cells[i].Name {
			places = append(places, p)
		}
	}
	return places
}

// sortByRows puts places in as many rows as a row then has places.
func sortByRows(places []orb.Point) {
	box := orb.MultiPoint(places).Bound()
	rows := math.Sqrt(float64(len(places))) / max(box.Max[1]-box.Min[1], 1e-9)
	slices.SortFunc(places, func(p, q orb.Point) int {
		return cmp.Or(cmp.Compare(math.Floor((p[1]-box.Min[1])*rows), math.Floor((q[1]-box.Min[1])*rows)), cmp.Compare(p[0], q[0]))
	})
}

// nanoseconds times work on places: the median of five runs, for each place.
func nanoseconds(places []orb.Point, work func()) float64 {
	var runs []float64
	for range 5 {
		start := time.Now()
		work()
		runs = append(runs, float64(time.Since(start).Nanoseconds())/float64(len(places)))
	}
	slices.Sort(runs)
	return runs[len(runs)/2]
}
