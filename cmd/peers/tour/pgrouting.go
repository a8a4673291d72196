package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"xunhu/cmd/peers/postgres"
	"xunhu/routing/tour/vrplib"
)

// pgRouting is a database that solves, or why there is none.
type pgRouting struct {
	cluster *postgres.Cluster
	version string
	why     error
}

func startPgRouting(cache string) *pgRouting {
	p := &pgRouting{}
	if controls, _ := filepath.Glob("/usr/share/postgresql/*/extension/pgrouting.control"); len(controls) == 0 {
		p.why = errors.New("not installed")
		if b, err := os.ReadFile(filepath.Join(cache, "pgrouting.failed")); err == nil {
			p.why = fmt.Errorf("not installed: %s", strings.TrimSpace(string(b)))
		}
		return p
	}
	if p.cluster, p.why = postgres.Start(); p.why != nil {
		return p
	}
	out, err := p.cluster.SQL("create extension pgrouting cascade; select pgr_version()")
	p.version, p.why = strings.TrimSpace(string(out)), err
	return p
}

func (p *pgRouting) close() {
	if p.cluster != nil {
		p.cluster.Close()
	}
}

func (p *pgRouting) name() string { return strings.TrimSpace("pgRouting " + p.version) }

// An outcome is the routes of a peer, or why there are none.
type outcome struct {
	routes  routes
	seconds float64
	why     string
}

// solve lets pgr_vrpOneDepot work on an instance.
func (p *pgRouting) solve(in *vrplib.Instance, patience time.Duration) outcome {
	if p.why != nil {
		return outcome{why: p.why.Error()}
	}
	begin := time.Now()
	out, err := p.cluster.SQL(loadSQL(in, patience))
	seconds := time.Since(begin).Seconds()
	switch {
	case err != nil && strings.Contains(err.Error(), "statement timeout"):
		return outcome{why: fmt.Sprintf("no answer in %.0f s", patience.Seconds())}
	case err != nil:
		return outcome{why: "fails: " + strings.TrimSpace(err.Error())}
	}
	r, err := readRoutes(string(out))
	if err != nil {
		return outcome{why: err.Error()}
	}
	return outcome{routes: r, seconds: seconds}
}

// loadSQL states an instance: the depot is order 1, customer i is order i+1.
func loadSQL(in *vrplib.Instance, patience time.Duration) string {
	p, depot := in.Problem, &in.Problem.Shifts[0]
	var b strings.Builder
	b.WriteString("create temp table o (id int8, x float8, y float8, order_unit int8, open_time int8, close_time int8, service_time int8);\ncopy o from stdin;\n")
	shut := min(depot.Close, 1<<24) // it counts in floats
	fmt.Fprintf(&b, "1\t0\t0\t0\t%d\t%d\t0\n", depot.Open, shut)
	for i, t := range p.Tasks {
		open, closing := depot.Open, shut
		if w := t.Modes[0].Windows; len(w) > 0 {
			open, closing = w[0].Open, w[0].Close
		}
		fmt.Fprintf(&b, "%d\t0\t0\t%d\t%d\t%d\t%d\n", i+2, t.Load[0], open, closing, t.Modes[0].ServiceS)
	}
	b.WriteString("\\.\ncreate temp table d (src_id int8, dest_id int8, cost float8, distance float8, traveltime float8);\ncopy d from stdin;\n")
	for i := range p.Locations {
		for j := range p.Locations {
			d := p.Time(0, int32(i), int32(j))
			fmt.Fprintf(&b, "%d\t%d\t%d\t%d\t%d\n", i+1, j+1, d, d, d)
		}
	}
	fmt.Fprintf(&b, "\\.\ncreate temp table v (vehicle_id int8, capacity int8);\ninsert into v select i, %d from generate_series(1, %d) i;\n",
		depot.Capacity[0], len(p.Shifts))
	fmt.Fprintf(&b, "set statement_timeout = %d;\n", patience.Milliseconds())
	b.WriteString("select vid, opos, oid from pgr_vrpOneDepot('select * from o', 'select * from v', 'select * from d', 1) order by vid, opos;\n")
	return b.String()
}

// routes are customers by tour.
type routes [][]int

// readRoutes reads stops by vehicle and position. Each order stands there twice, first
// when it is loaded at the depot; what is loaded after something was delivered belongs to
// another tour.
func readRoutes(text string) (all routes, err error) {
	loaded := map[int]bool{}
	delivering := true
	for line := range strings.Lines(text) {
		fields := strings.Split(strings.TrimSpace(line), "|")
		if len(fields) != 3 {
			continue
		}
		order, err := strconv.Atoi(fields[2])
		if err != nil {
			return nil, fmt.Errorf("an answer that is not understood: %q", line)
		}
		switch {
		case order < 2: // the depot, or a sum
			delivering = true
		case !loaded[order]:
			loaded[order] = true
			if delivering {
				all = append(all, nil)
				delivering = false
			}
		default:
			all[len(all)-1] = append(all[len(all)-1], order-1)
			delivering = true
		}
	}
	all = slices.DeleteFunc(all, func(r []int) bool { return len(r) == 0 })
	if len(all) == 0 {
		return nil, errors.New("an empty answer")
	}
	return all, nil
}

// String is CVRPLIB's form.
func (r routes) String() string {
	var b strings.Builder
	for i, route := range r {
		fmt.Fprintf(&b, "Route #%d:", i+1)
		for _, c := range route {
			fmt.Fprintf(&b, " %d", c)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
