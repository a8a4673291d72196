// Peers asks several libraries and one database the same questions as coverage, over the
// same areas, in one run.
//
//	peers [--points N] [--slow N] [--copies N] FILE...
//
// Whose ground is this? It prints nanoseconds a place, how many times as long as ours that
// is, and how many answers differ. Each peer gets the index that its own manual advises, works in one
// thread, and has to name the first of all areas that hold the place or have it on
// their border. PostGIS, and orb, which is slow too, get the first places only
// (--slow). Rounds alternate between the peers, and the median counts, so that a busy
// machine slows all of them alike.
//
// Then: what shares of a large incident the areas have, how far the nearest border is,
// and whether the owners of places on borders stay the same through PostGIS and back.
//
// With --copies the areas are laid out so many times side by side, to stand for a larger
// land than there are files of.
//
// It is a module of its own, since it needs cgo, GEOS and PostgreSQL; `make peers`
// runs it.
package main

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/format"
	"xunhu/geo/valid"
)

func main() {
	points := flag.Int("points", 1_000_000, "places for the fast ones")
	slow := flag.Int("slow", 100_000, "places for the slow ones")
	copies := flag.Int("copies", 1, "how many times the areas are laid side by side")
	rounds := flag.Int("rounds", 3, "rounds; the median counts")
	flag.Parse()
	if flag.NArg() == 0 || *points < 1 || *slow < 1 || *rounds < 1 || *copies < 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Args(), *copies, *points, min(*slow, *points), *rounds); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A peer finds the owners of places: the number of the area in the order of names,
// or -1.
type peer struct {
	name   string
	slow   bool
	locate func(places []orb.Point, owners []int32) (time.Duration, error)

	times  []float64 // ns a place, one a round
	differ int       // answers that are not ours
}

// timed is for peers that work in this process.
func timed(work func(places []orb.Point, owners []int32)) func([]orb.Point, []int32) (time.Duration, error) {
	return func(places []orb.Point, owners []int32) (time.Duration, error) {
		start := time.Now()
		work(places, owners)
		return time.Since(start), nil
	}
}

func run(files []string, copies, points, slow, rounds int) error {
	cells, err := read(files)
	if err != nil {
		return err
	}
	cells = repeat(cells, copies)
	ours, err := coverage.New(cells...)
	if err != nil {
		return err
	}
	places := placesOn(ours, cells, points)

	gs, err := newGEOS(cells)
	if err != nil {
		return err
	}
	defer gs.close()
	pg, err := newPostGIS(cells, places[:slow])
	if err != nil {
		return err
	}
	defer pg.Close()
	tree := newOrb(cells)

	if err := locate(ours, gs, tree, pg, places, slow, rounds); err != nil {
		return err
	}
	fmt.Println()
	if err := shares(ours, cells, gs, pg, rounds); err != nil {
		return err
	}
	fmt.Println()
	if err := borders(ours, pg, places[:slow]); err != nil {
		return err
	}
	return owners(ours, cells, pg)
}

// locate compares how fast places find their owners.
func locate(ours *coverage.Coverage, gs *geos, tree *orbTree, pg *postGIS, places []orb.Point, slow, rounds int) error {
	points := len(places)
	one := &peer{name: "xunhu, one at a time", locate: timed(func(places []orb.Point, owners []int32) {
		for i, p := range places {
			k, ok := ours.LocateIndex(p)
			if !ok {
				k = -1
			}
			owners[i] = int32(k)
		}
	})}
	peers := []*peer{
		one,
		{name: "xunhu, all at once", locate: timed(ours.LocateMany)},
		{name: "GEOS " + geosVersion() + ", prepared, STRtree", locate: timed(gs.locate)},
		{name: "orb PolygonContains, rtree", slow: true, locate: timed(tree.locate)},
		{name: pg.version + ", ST_Covers join", slow: true, locate: pg.locate},
	}
	want, got := make([]int32, points), make([]int32, points)
	ours.LocateMany(places, want)
	for range rounds {
		for _, p := range peers {
			n := points
			if p.slow {
				n = slow
			}
			took, err := p.locate(places[:n], got[:n])
			if err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			p.times = append(p.times, float64(took.Nanoseconds())/float64(n))
			p.differ = 0
			for i, owner := range got[:n] {
				if owner != want[i] {
					p.differ++
				}
			}
		}
	}
	fmt.Printf("%d areas, map of %d bytes, %d places (%d for slow ones), %d rounds, load %s\n\n", len(ours.Names()), ours.IndexBytes(), points, slow, rounds, load())
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "ns a place\ttimes ours\tanswers that differ\t")
	for _, p := range peers {
		fmt.Fprintf(w, "%.1f\t%.1f\t%d\t  %s\n", median(p.times), median(p.times)/median(one.times), p.differ, p.name)
	}
	return w.Flush()
}

func median(times []float64) float64 {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[len(sorted)/2]
}

// load is how many want to run, over the last minute.
func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Fields(string(b))[0]
}

// read gives the areas of files, mended where they must be, in the order of their names.
func read(files []string) ([]coverage.Cell, error) {
	var cells []coverage.Cell
	for _, file := range files {
		layers, closer, err := format.Open(os.DirFS(filepath.Dir(file)), filepath.Base(file), format.Options{})
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		defer closer.Close()
		for _, l := range layers {
			for f, err := range l.Features() {
				if err != nil {
					return nil, fmt.Errorf("read %s: %w", file, err)
				}
				area := f.Geometry
				if valid.Check(area) != nil {
					if area, _, err = valid.Mend(area); err != nil {
						return nil, fmt.Errorf("mend an area of %s: %w", file, err)
					}
				}
				switch g := area.(type) {
				case orb.Polygon:
					area = orb.MultiPolygon{g}
				case orb.MultiPolygon:
				default:
					continue
				}
				cells = append(cells, coverage.Cell{Name: fmt.Sprintf("%08d", len(cells)), Area: area})
			}
		}
	}
	if len(cells) == 0 {
		return nil, fmt.Errorf("no areas in %v", files)
	}
	return cells, nil
}

// repeat lays the areas so many times side by side, row by row in something like a square.
func repeat(cells []coverage.Cell, copies int) []coverage.Cell {
	box := cells[0].Area.Bound()
	for _, cl := range cells {
		box = box.Union(cl.Area.Bound())
	}
	wide := int(math.Ceil(math.Sqrt(float64(copies))))
	all := cells
	for k := 1; k < copies; k++ {
		east, north := 1.01*(box.Max[0]-box.Min[0])*float64(k%wide), 1.01*(box.Max[1]-box.Min[1])*float64(k/wide)
		for _, cl := range cells {
			area := orb.Clone(cl.Area).(orb.MultiPolygon)
			for _, poly := range area {
				for _, r := range poly {
					for i := range r {
						r[i][0] += east
						r[i][1] += north
					}
				}
			}
			if valid.Check(area) != nil { // by the rounding of the move
				continue
			}
			all = append(all, coverage.Cell{Name: fmt.Sprintf("%08d", len(all)), Area: area})
		}
	}
	return all
}

// placesOn draws random places on the land.
func placesOn(c *coverage.Coverage, cells []coverage.Cell, n int) []orb.Point {
	box := cells[0].Area.Bound()
	for _, cl := range cells {
		box = box.Union(cl.Area.Bound())
	}
	rng := rand.New(rand.NewPCG(1, 0))
	places := make([]orb.Point, 0, n)
	for len(places) < n {
		p := orb.Point{box.Min[0] + rng.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + rng.Float64()*(box.Max[1]-box.Min[1])}
		if _, ok := c.Locate(p); ok {
			places = append(places, p)
		}
	}
	return places
}
