package main

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
)

// borders compares the distance to the nearest border: the length of what we found with
// GeographicLib's, which PostGIS has from PROJ, and the nearest that PostGIS finds. Its
// edges are geodesics, so it gets ours in pieces of some 50 m, that hug our edges within
// a millimetre.
func borders(ours *coverage.Coverage, pg *postGIS, places []orb.Point) error {
	ours.NearestBorder(places[0]) // makes the index
	best := math.Inf(1)
	for range 5 {
		start := time.Now()
		for _, p := range places {
			ours.NearestBorder(p)
		}
		best = min(best, float64(time.Since(start).Nanoseconds())/float64(len(places)))
	}
	places = places[:min(500, len(places))]
	var sql bytes.Buffer
	sql.WriteString("create temp table found (id int, m float8, a geometry, b geometry);\ncopy found from stdin;\n")
	for i, p := range places {
		r := ours.NearestBorder(p)
		fmt.Fprintf(&sql, "%d\t%v\tSRID=4326;POINT(%v %v)\tSRID=4326;POINT(%v %v)\n", i, r.DistanceM, p[0], p[1], r.To[0], r.To[1])
	}
	sql.WriteString(`\.
create temp table lines as select ST_Segmentize(ST_SetSRID(ST_Boundary(c.area), 4326), 0.0005)::geography as line from cells c
  where exists (select from found f where ST_DWithin(c.area, ST_SetSRID(f.a, 0), 0.1));
create index on lines using gist (line);
analyze lines;
select max(abs(m - ST_Distance(a::geography, b::geography))), max(m - nearest), max(nearest - m), max(m) from found,
  lateral (select min(ST_Distance(f.a::geography, line)) as nearest from found f, lines where f.id = found.id and ST_DWithin(f.a::geography, line, found.m + 10)) s;
`)
	out, err := pg.SQL(sql.String())
	if err != nil {
		return err
	}
	var v [4]float64
	fields := strings.Split(strings.TrimSpace(string(out)), "|")
	for i := range v {
		if len(fields) != len(v) {
			return fmt.Errorf("PostGIS answers %q", out)
		}
		if v[i], err = strconv.ParseFloat(fields[i], 64); err != nil {
			return fmt.Errorf("PostGIS answers %q: %w", out, err)
		}
	}
	fmt.Printf("nearest border: %.0f ns a place; of %d, up to %.0f m, none is more than %.3g mm off GeographicLib's length, and PostGIS finds\nnone more than %.3g mm nearer or %.3g mm farther\n",
		best, len(places), v[3], v[0]*1000, v[1]*1000, v[2]*1000)
	return nil
}
