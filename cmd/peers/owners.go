package main

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"github.com/paulmach/orb/encoding/wkb"

	"xunhu/geo/coverage"
	"xunhu/geo/predicate"
)

// borderPlaces gives for one edge of every stride both its start and its middle, each with
// what lies one unit in the last place beside it in eight directions. Kinds of places come
// in turn: see kindOf.
func borderPlaces(cells []coverage.Cell, most int) []orb.Point {
	edges := 0
	for _, cl := range cells {
		edges += vertices(cl.Area)
	}
	stride := max(1, edges*18/most)
	var places []orb.Point
	for _, cl := range cells {
		predicate.Edges(cl.Area, func(a, b orb.Point) bool {
			if edges++; edges%stride == 0 {
				for _, p := range [...]orb.Point{a, {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}} {
					for i := range 9 {
						places = append(places, orb.Point{beside(p[0], i%3), beside(p[1], i/3)})
					}
				}
			}
			return true
		})
	}
	return places
}

func beside(v float64, by int) float64 {
	switch by {
	case 0:
		return math.Nextafter(v, math.Inf(-1))
	case 2:
		return math.Nextafter(v, math.Inf(1))
	}
	return v
}

// kindOf is what the places of borderPlaces are, by their number.
func kindOf(i int) string {
	switch {
	case i%18 == 4:
		return "vertices"
	case i%18 == 13:
		return "middles"
	case i%18 < 9:
		return "beside vertices"
	}
	return "beside middles"
}

// owners sends the areas through PostGIS and compares what comes back: the coordinates to
// the last bit, and the owners of places on borders and beside. Then it asks PostGIS itself
// for the smallest name that covers them.
func owners(ours *coverage.Coverage, cells []coverage.Cell, pg *postGIS) error {
	back, err := pg.areas()
	if err != nil {
		return err
	}
	changed := 0
	for i := range cells {
		if i >= len(back) || !orb.Equal(cells[i].Area, back[i].Area) {
			changed++
		}
	}
	again, err := coverage.New(back...)
	if err != nil {
		return fmt.Errorf("areas that came back: %w", err)
	}
	places := borderPlaces(cells, 1_000_000)
	before, after := make([]int32, len(places)), make([]int32, len(places))
	ours.LocateMany(places, before)
	again.LocateMany(places, after)
	differ := 0
	for i := range before {
		if before[i] != after[i] {
			differ++
		}
	}
	fmt.Printf("through PostGIS and back: %d of %d areas changed, %d of %d places on and beside borders changed their owner\n", changed, len(cells), differ, len(places))

	places = borderPlaces(cells, 50_000)
	if err := pg.places("edges", places); err != nil {
		return err
	}
	before, after = before[:len(places)], after[:len(places)]
	ours.LocateMany(places, before)
	if _, err := pg.owners("edges", after); err != nil {
		return err
	}
	wrong, all := map[string]int{}, map[string]int{}
	for i := range places {
		all[kindOf(i)]++
		if before[i] != after[i] {
			wrong[kindOf(i)]++
		}
	}
	fmt.Print("ST_Covers with the smallest name gives another owner, where it rounds, to")
	for i, kind := range []string{"vertices", "middles", "beside vertices", "beside middles"} {
		fmt.Printf("%s %d of %d %s", []string{"", ",", ",", ","}[i], wrong[kind], all[kind], kind)
	}
	fmt.Println()
	return nil
}

// areas reads the cells back, as EWKB.
func (g *postGIS) areas() ([]coverage.Cell, error) {
	out, err := g.SQL("copy (select encode(ST_AsEWKB(area), 'hex') from cells order by id) to stdout")
	if err != nil {
		return nil, err
	}
	var cells []coverage.Cell
	for line := range strings.Lines(string(out)) {
		raw, err := hex.DecodeString(strings.TrimSpace(line))
		if err != nil {
			return nil, fmt.Errorf("PostGIS answers no geometry: %w", err)
		}
		area, _, err := ewkb.Unmarshal(raw)
		if err != nil {
			return nil, fmt.Errorf("read an area of PostGIS: %w", err)
		}
		cells = append(cells, coverage.Cell{Name: fmt.Sprintf("%08d", len(cells)), Area: area})
	}
	return cells, nil
}

// places makes a table of places.
func (g *postGIS) places(table string, places []orb.Point) error {
	var sql bytes.Buffer
	fmt.Fprintf(&sql, "create table %s (id int, place geometry);\ncopy %s from stdin;\n", table, table)
	for i, p := range places {
		b, err := wkb.Marshal(p)
		if err != nil {
			return fmt.Errorf("write a place for PostGIS: %w", err)
		}
		sql.WriteString(strconv.Itoa(i) + "\t" + hex.EncodeToString(b) + "\n")
	}
	fmt.Fprintf(&sql, "\\.\nvacuum analyze %s;\n", table)
	_, err := g.SQL(sql.String())
	return err
}
