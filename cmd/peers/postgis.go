package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"xunhu/geo/coverage"
)

// A postGIS is a cluster in a folder of its own, reached by a socket there, with the
// areas and places in it. It ends with the run.
type postGIS struct {
	dir     string
	bin     string
	version string
}

func newPostGIS(cells []coverage.Cell, places []orb.Point) (*postGIS, error) {
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // where Debian keeps what is not for everybody
	if len(bins) == 0 {
		return nil, errors.New("no PostgreSQL; make peers installs it")
	}
	dir, err := os.MkdirTemp("", "peers")
	if err != nil {
		return nil, fmt.Errorf("make a folder for PostgreSQL: %w", err)
	}
	g := &postGIS{dir: dir, bin: bins[len(bins)-1]}
	if err := g.start(cells, places); err != nil {
		g.close()
		return nil, err
	}
	return g, nil
}

func (g *postGIS) start(cells []coverage.Cell, places []orb.Point) error {
	if os.Geteuid() == 0 { // it refuses to run as root
		if out, err := exec.Command("chown", "postgres", g.dir).CombinedOutput(); err != nil {
			return fmt.Errorf("chown: %w: %s", err, out)
		}
	}
	if _, err := g.command(nil, filepath.Join(g.bin, "initdb"), "-D", g.data(), "-A", "trust", "--no-sync"); err != nil {
		return err
	}
	// One thread, the table in memory, no delay for disks.
	options := "-k " + g.dir + " -c listen_addresses= -c fsync=off -c shared_buffers=512MB -c work_mem=256MB" +
		" -c max_parallel_workers_per_gather=0 -c jit=off"
	if _, err := g.command(nil, filepath.Join(g.bin, "pg_ctl"), "-D", g.data(), "-l", filepath.Join(g.dir, "log"), "-w", "-o", options, "start"); err != nil {
		return err
	}
	version, err := g.sql("create extension postgis; select 'PostGIS ' || split_part(postgis_version(), ' ', 1)")
	if err != nil {
		return err
	}
	g.version = strings.TrimSpace(string(version))
	return g.load(cells, places)
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
	if _, err := g.sql(sql.String()); err != nil {
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
	out, err := g.sql(`select 'clock', extract(epoch from clock_timestamp());
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

func (g *postGIS) data() string { return filepath.Join(g.dir, "data") }

func (g *postGIS) sql(text string) ([]byte, error) {
	return g.command([]byte(text), filepath.Join(g.bin, "psql"), "-h", g.dir, "-d", "postgres", "-qAtX", "-v", "ON_ERROR_STOP=1", "-f", "-")
}

// command runs a program of PostgreSQL, as its user if we are root.
func (g *postGIS) command(stdin []byte, args ...string) ([]byte, error) {
	if os.Geteuid() == 0 {
		args = append([]string{"runuser", "-u", "postgres", "--"}, args...)
	}
	c := exec.Command(args[0], args[1:]...)
	c.Dir = g.dir
	c.Stdin = bytes.NewReader(stdin)
	var out, complaint bytes.Buffer
	c.Stdout, c.Stderr = &out, &complaint
	if err := c.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", strings.Join(args, " "), err, complaint.Bytes())
	}
	return out.Bytes(), nil
}

func (g *postGIS) close() {
	if _, err := os.Stat(filepath.Join(g.data(), "postmaster.pid")); err == nil {
		if _, err := g.command(nil, filepath.Join(g.bin, "pg_ctl"), "-D", g.data(), "-m", "immediate", "stop"); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.RemoveAll(g.dir)
}
