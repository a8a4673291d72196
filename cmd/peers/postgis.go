package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"xunhu/cmd/peers/postgres"
	"xunhu/geo/coverage"
)

// A postGIS has the areas and places in it. It ends with the run.
type postGIS struct {
	*postgres.Cluster
	version string
}

func newPostGIS(cells []coverage.Cell, places []orb.Point) (*postGIS, error) {
	c, err := postgres.Start()
	if err != nil {
		return nil, err
	}
	g := &postGIS{Cluster: c}
	version, err := g.SQL("create extension postgis; select 'PostGIS ' || split_part(postgis_version(), ' ', 1)")
	if err == nil {
		g.version = strings.TrimSpace(string(version))
		err = g.load(cells, places)
	}
	if err != nil {
		g.Close()
		return nil, err
	}
	return g, nil
}

func (g *postGIS) load(cells []coverage.Cell, places []orb.Point) error {
	var sql bytes.Buffer
	sql.WriteString("create table cells (id int, area geometry);\ncopy cells from stdin;\n")
	for i, cl := range cells {
		b, err := wkb.Marshal(cl.Area)
		if err != nil {
			return fmt.Errorf("write %s for PostGIS: %w", cl.Name, err)
		}
		fmt.Fprintf(&sql, "%d\t%s\n", i, hex.EncodeToString(b))
	}
	sql.WriteString("\\.\ncreate index on cells using gist (area);\nvacuum analyze cells;\n")
	if _, err := g.SQL(sql.String()); err != nil {
		return err
	}
	return g.places("places", places)
}

// locate joins the places that were loaded, as many as there are.
func (g *postGIS) locate(_ []orb.Point, owners []int32) (time.Duration, error) {
	return g.owners("places", owners)
}

// owners joins a table of places, as many as owners.
func (g *postGIS) owners(table string, owners []int32) (time.Duration, error) {
	out, err := g.SQL(`select 'clock', extract(epoch from clock_timestamp());
create temp table owners as select p.id, c.id as owner from ` + table + ` p join cells c on ST_Covers(c.area, p.place);
select 'clock', extract(epoch from clock_timestamp());
select id, min(owner) from owners group by id;`)
	if err != nil {
		return 0, err
	}
	for i := range owners {
		owners[i] = -1
	}
	var clock []float64
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		left, right, _ := strings.Cut(lines.Text(), "|")
		value, err := strconv.ParseFloat(right, 64)
		if err != nil {
			return 0, fmt.Errorf("PostGIS answers %q: %w", lines.Text(), err)
		}
		if left == "clock" {
			clock = append(clock, value)
			continue
		}
		i, err := strconv.Atoi(left)
		if err != nil || i < 0 || i >= len(owners) {
			return 0, fmt.Errorf("PostGIS answers %q", lines.Text())
		}
		owners[i] = int32(value)
	}
	if err := lines.Err(); err != nil {
		return 0, fmt.Errorf("read PostGIS's answer: %w", err)
	}
	if len(clock) != 2 {
		return 0, fmt.Errorf("PostGIS gives %d times", len(clock))
	}
	return time.Duration((clock[1] - clock[0]) * float64(time.Second)), nil
}
