package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
	"xunhu/geo/predicate"
	"xunhu/geo/valid"
)

type benchVerb struct {
	Locate benchLocate `cmd:"" help:"${help_bench_locate}"`
}

type benchLocate struct {
	Files  []string `arg:"" name:"FILE" help:"${help_areas}"`
	Points int      `help:"${help_bench_points}" default:"1000000" placeholder:"N"`
	JSON   bool     `name:"json" help:"${help_json}"`
}

// located is what bench locate measures. Times are of one thread, but for BuildS,
// which is that of coverage.New as a whole, with the check of every area.
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
	IndexBytes    int     `json:"index_bytes"`
	OwnersChecked int     `json:"owners_checked"`
	OwnersWrong   int     `json:"owners_wrong"` // of those, against all cells, one after another
}

// Run measures how fast places find their owners among the areas of files.
func (v *benchLocate) Run(p *program) error {
	if v.Points < 1 {
		return finding.New("command.bad_points", "")
	}
	m, cells, err := readCells(v.Files)
	if err != nil {
		return err
	}
	m.Points = v.Points
	start := time.Now()
	c, err := coverage.New(cells...)
	if err != nil {
		return err
	}
	m.BuildS = time.Since(start).Seconds()
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
	m.checkOwners(rng, c, cells, places[:min(2000, len(places))])
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
		{"index_bytes", float64(m.IndexBytes), "%.0f"}, {"owners_checked", float64(m.OwnersChecked), "%.0f"},
		{"owners_wrong", float64(m.OwnersWrong), "%.0f"},
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

// checkOwners compares with the slow way: some places on the land, and for some edges
// both ends and the middle, and what lies one unit in the last place beside.
func (m *located) checkOwners(rng *rand.Rand, c *coverage.Coverage, cells []coverage.Cell, places []orb.Point) {
	boxes := make([]orb.Bound, len(cells))
	for i, cl := range cells {
		boxes[i] = cl.Area.Bound()
	}
	places = slices.Clone(places)
	stride := max(1, m.Vertices/500)
	at := rng.IntN(stride)
	for _, cl := range cells {
		predicate.Edges(cl.Area, func(a, b orb.Point) bool {
			if at++; at%stride == 0 {
				for _, p := range [...]orb.Point{a, b, {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}} {
					east, north := math.Nextafter(p[0], 180), math.Nextafter(p[1], 90)
					places = append(places, p, orb.Point{east, p[1]}, orb.Point{p[0], north}, orb.Point{east, north},
						orb.Point{math.Nextafter(p[0], -180), math.Nextafter(p[1], -90)})
				}
			}
			return true
		})
	}
	owners := make([]int32, len(places))
	c.LocateMany(places, owners)
	names := c.Names()
	for i, p := range places {
		want := ""
		for k, cl := range cells {
			if boxes[k].Contains(p) && (want == "" || cl.Name < want) && predicate.In(p, cl.Area) != predicate.Outside {
				want = cl.Name
			}
		}
		got, ok := c.Locate(p)
		same := owners[i] < 0 && !ok || owners[i] >= 0 && names[owners[i]] == got
		if got != want || ok != (want != "") || !same {
			m.OwnersWrong++
		}
	}
	m.OwnersChecked = len(places)
}
