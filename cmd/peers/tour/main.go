// Tour gives other solvers the same instances as ours, for the same time, in one run.
//
//	peers-tour [--time 10s] [--patience 60s] [--first N] FILE...
//
// The files are Solomon's, Homberger's or CVRPLIB's. Ours is asked through `xunhu bench
// tour`, which also counts and checks what the others answer, so that all are measured by
// one rule. --first N takes only the first customers of each file, as the sets of 25 and
// 50 customers were made.
//
// What can be had from the registries that this project reaches is pgRouting (Debian),
// whose pgr_vrpOneDepot takes as long as it takes: --patience ends it. A vehicle that
// comes back to the depot for more counts as another one. PyVRP, VROOM, OR-Tools and HGS
// come by registries that are not reached here; README quotes them.
//
// A peer that is not installed is a row that says why. `make peers-tour` installs it and
// runs this.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"xunhu/routing/tour"
	"xunhu/routing/tour/vrplib"
)

func main() {
	limit := flag.Duration("time", 10*time.Second, "for ours, as xunhu bench tour has it")
	patience := flag.Duration("patience", time.Minute, "for a peer that knows no limit")
	first := flag.Int("first", 0, "customers of each file; 0 for all")
	program := flag.String("xunhu", "bin/xunhu", "the program to be measured")
	cache := flag.String("cache", ".cache/peers", "where cmd/peers/tools keeps what it brought")
	flag.Parse()
	if flag.NArg() == 0 || *limit <= 0 || *patience <= 0 || *first < 0 {
		flag.Usage()
		os.Exit(2)
	}
	dir, err := os.MkdirTemp("", "peers-tour")
	if err == nil {
		defer os.RemoveAll(dir)
		r := &runner{program: *program, dir: dir, cache: *cache, limit: *limit, patience: *patience, first: *first}
		err = r.run(flag.Args())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type runner struct {
	program, dir, cache string
	limit, patience     time.Duration
	first               int
}

// An answer is a row of xunhu bench tour, or why there is none.
type answer struct {
	Cost       float64  `json:"cost"`
	GapPercent *float64 `json:"gap_percent"`
	Valid      bool     `json:"valid"`
	Faults     []string `json:"faults"`

	why string
}

func (r *runner) run(files []string) error {
	p := startPgRouting(r.cache)
	defer p.close()
	fmt.Printf(row, "instance", fmt.Sprintf("ours, %v", r.limit), fmt.Sprintf("%s, %v at most", p.name(), r.patience))
	for _, file := range files {
		in, file, err := r.prepare(file)
		if err != nil {
			return err
		}
		ours := r.bench(file, "--time", r.limit.String(), "--seeds", "1")
		theirs := p.solve(in, r.patience)
		peer := answer{why: theirs.why}
		if theirs.routes != nil {
			solution := filepath.Join(r.dir, "peer.sol")
			if err := os.WriteFile(solution, []byte(theirs.routes.String()), 0o644); err != nil {
				return err
			}
			peer = r.bench(file, "--solution", solution)
			peer.why += fmt.Sprintf(" in %.1f s", theirs.seconds)
		}
		fmt.Printf(row, bare(file), ours.text(), peer.text())
	}
	return nil
}

const row = "%-14s %-26s %s\n"

func bare(file string) string { return strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)) }

// bench asks our program about one instance.
func (r *runner) bench(file string, args ...string) answer {
	out, err := exec.Command(r.program, append([]string{"bench", "tour", file, "--json", "--lang", "en"}, args...)...).Output()
	var rows []answer
	if json.Unmarshal(out, &rows) != nil || len(rows) != 1 {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return answer{why: strings.TrimSpace(string(exit.Stderr))}
		}
		return answer{why: fmt.Sprint(err)}
	}
	return rows[0]
}

func (a answer) text() string {
	if a.Cost == 0 {
		return a.why
	}
	text := strconv.FormatFloat(a.Cost, 'f', -1, 64)
	if a.GapPercent != nil {
		text += fmt.Sprintf(" (%.2f %%)", *a.GapPercent)
	}
	if !a.Valid {
		text += ", but wrong: " + strings.Join(a.Faults[:min(1, len(a.Faults))], "")
	}
	return text + a.why
}

// prepare reads an instance, and writes a shorter one if so asked.
func (r *runner) prepare(file string) (*vrplib.Instance, string, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, "", err
	}
	base := bare(file)
	in, err := vrplib.Parse(base, b)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", file, err)
	}
	if in.Kind != vrplib.Solomon && in.Kind != vrplib.CVRPLIB {
		return nil, "", fmt.Errorf("%s: %s is not what the peers can be asked", file, in.Kind)
	}
	if r.first == 0 || r.first >= len(in.Problem.Tasks) {
		return in, file, nil
	}
	short, err := shorten(in, r.first)
	if err != nil {
		return nil, "", err
	}
	file = filepath.Join(r.dir, fmt.Sprintf("%s.%d.json", base, r.first))
	out, err := os.Create(file)
	if err != nil {
		return nil, "", err
	}
	defer out.Close()
	return short, file, vrplib.Write(out, short)
}

// shorten keeps the first customers: in both forms customer i is at location i.
func shorten(in *vrplib.Instance, n int) (*vrplib.Instance, error) {
	p := in.Problem
	for i, t := range p.Tasks[:n] {
		if len(t.Modes) != 1 || t.Modes[0].Enter != int32(i+1) {
			return nil, fmt.Errorf("customer %d is at location %d", i+1, t.Modes[0].Enter)
		}
	}
	q := &tour.Problem{Locations: n + 1, Tasks: p.Tasks[:n], Shifts: p.Shifts[:min(n, len(p.Shifts))]}
	var times []int32
	for i := range n + 1 {
		times = append(times, p.Classes[0].Times[i*p.Locations:i*p.Locations+n+1]...)
	}
	q.Classes = []tour.Class{{Times: times}}
	return &vrplib.Instance{Kind: in.Kind, Name: in.Name, Problem: q, Scale: in.Scale, Decimals: in.Decimals}, nil
}
