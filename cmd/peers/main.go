// Peers asks several libraries and one database the same question as
// coverage.Locate, over the same areas and places, in one run: whose ground is this?
//
//	peers [--points N] [--slow N] FILE...
//
// It prints nanoseconds a place, how many times as long as ours that is, and how many
// answers differ. Each peer gets the index that its own manual advises, works in one
// thread, and has to name the first of all areas that hold the place or have it on
// their border. PostGIS, and orb, which is slow too, get the first places only
// (--slow). Rounds alternate between the peers, and the median counts, so that a busy
// machine slows all of them alike.
//
// It is a module of its own, since it needs cgo, GEOS and PostgreSQL; `make peers`
// runs it.
package main

import (
	"flag"
	"fmt"
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
	rounds := flag.Int("rounds", 3, "rounds; the median counts")
	flag.Parse()
	if flag.NArg() == 0 || *points < 1 || *slow < 1 || *rounds < 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Args(), *points, min(*slow, *points), *rounds); err != nil {
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

func run(files []string, points, slow, rounds int) error {
	cells, err := read(files)
	if err != nil {
		return err
	}
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
	defer pg.close()
	tree := newOrb(cells)

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
	fmt.Printf("%d areas, %d places (%d for slow ones), %d rounds, load %s\n\n", len(cells), points, slow, rounds, load())
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
