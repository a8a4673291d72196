// Route asks several routers the same questions as xunhu, on the same extract, in one run.
//
//	peers-route [--profile P] [--pairs N] [--slow N] [--json] FILE.osm.pbf
//
// There are two tables. From node to node: a plain Dijkstra and pgRouting get our own graph,
// its nodes, arcs and costs, and have to find what our hierarchy finds, to the unit; also
// back, and between nodes that no way joins. From coordinate to coordinate: Valhalla and
// Routino build their own networks of the extract, and answer with a line and steps; they
// cost roads otherwise than we do, and how their durations stand to ours is told as
// information.
//
// Times are seconds of processor: of this process (getrusage), of programs that it starts,
// of PostgreSQL's backend (/proc/self/stat, which the backend reads itself). Ours
// and Valhalla count their best of three rounds; the slow ones get the first pairs only (--slow).
//
// A peer that is not installed is a row that says why. `make peers-route` installs them and
// runs this; it needs neither cgo nor GEOS.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"xunhu/routing/graph"
	"xunhu/routing/road"
)

func main() {
	profile := flag.String("profile", "car", "one of our vehicles; Valhalla and Routino are asked for a car only")
	pairs := flag.Int("pairs", 20_000, "random pairs for the fast ones")
	slow := flag.Int("slow", 200, "how many of them the slow ones get")
	asJSON := flag.Bool("json", false, "data instead of tables")
	cache := flag.String("cache", ".cache/peers", "where cmd/peers/tools keeps what it brought")
	alone := flag.Bool("prepare", false, "only prepare, and tell what it took")
	flag.Parse()
	if flag.NArg() != 1 || *slow < 1 || *pairs < *slow {
		flag.Usage()
		os.Exit(2)
	}
	err := run(context.Background(), flag.Arg(0), *profile, *cache, *pairs, *slow, *alone, *asJSON)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A report is all that a run found.
type report struct {
	File        string   `json:"file"`
	Profile     string   `json:"profile"`
	Load        string   `json:"load"` // at the end
	Nodes       int      `json:"nodes"`
	Arcs        int      `json:"arcs"`
	Pairs       int      `json:"pairs"`
	Slow        int      `json:"slow"`
	Preparation prepared `json:"preparation"`
	ByNode      []row    `json:"by_node"`
	OnGround    []row    `json:"by_coordinate"`
}

// A row is what one engine took, in seconds; what it was not asked is 0.
type row struct {
	Engine   string  `json:"engine"`
	Prepare  float64 `json:"prepare_s,omitempty"`
	Pair     float64 `json:"pair_s,omitempty"`
	Path     float64 `json:"path_s,omitempty"` // with arcs; from coordinates, with steps
	M200     float64 `json:"matrix_200_s,omitempty"`
	M1000    float64 `json:"matrix_1000_s,omitempty"`
	Closure  float64 `json:"closure_s,omitempty"`
	Compared int     `json:"compared"` // answers held against ours
	Differ   int     `json:"differ"`   // by node: another cost; from coordinates: a way that is not found
	Duration float64 `json:"duration_to_ours,omitempty"`
	Note     string  `json:"note,omitempty"`
}

// Questions are what all engines are asked.
type questions struct {
	file, cache string
	net         *road.Network
	g           *graph.Graph
	costs       []graph.Cost
	pairs       [][2]graph.Node // on the main part; the slow ones get the first
	slow        int
	other       [][2]graph.Node // the slow pairs back, then such that may have no way
	places      []graph.Node    // of the matrices, on the main part, all different
}

func run(ctx context.Context, file, profile, cache string, pairs, slow int, alone, asJSON bool) error {
	if alone {
		p, err := prepare(ctx, file, profile)
		if err != nil {
			return err
		}
		return json.NewEncoder(os.Stdout).Encode(p)
	}
	file, err := filepath.Abs(file) // peers work elsewhere
	if err != nil {
		return fmt.Errorf("find the extract: %w", err)
	}
	taken, err := prepareApart(file, profile)
	if err != nil {
		return err
	}
	net, err := read(ctx, file, profile)
	if err != nil {
		return err
	}
	q, err := ask(net, pairs, slow)
	if err != nil {
		return err
	}
	q.file, q.cache = file, cache
	r := report{File: file, Profile: profile, Nodes: q.g.NumNodes(), Arcs: q.g.NumArcs(), Pairs: pairs, Slow: slow, Preparation: taken}
	ours, want := byNode(q, taken)
	r.ByNode = []row{ours, plain(q, taken, want)}
	r.ByNode = append(r.ByNode, pgRouting(q, want)...)
	here, ways, err := onGround(ctx, q, taken)
	if err != nil {
		return err
	}
	r.OnGround = []row{here, valhalla(q, ways), routino(q, ways)}
	r.Load = load()
	if asJSON {
		return json.NewEncoder(os.Stdout).Encode(r)
	}
	return r.print(os.Stdout)
}

// ask draws the questions.
func ask(net *road.Network, pairs, slow int) (*questions, error) {
	q := &questions{net: net, slow: slow}
	q.g, q.costs = net.Graph()
	part, count := graph.Strong(q.g)
	sizes := make([]int, count)
	for _, p := range part {
		sizes[p]++
	}
	var main []graph.Node
	for n, p := range part {
		if sizes[p] == slices.Max(sizes) {
			main = append(main, graph.Node(n))
		}
	}
	if len(main) < 1000 {
		return nil, fmt.Errorf("the main part has %d nodes only; matrices need 1000", len(main))
	}
	rng := rand.New(rand.NewPCG(1, 0))
	for len(q.pairs) < pairs {
		if p := [2]graph.Node{main[rng.IntN(len(main))], main[rng.IntN(len(main))]}; p[0] != p[1] { // pgRouting gives nothing then
			q.pairs = append(q.pairs, p)
		}
	}
	for _, p := range q.pairs[:slow] {
		q.other = append(q.other, [2]graph.Node{p[1], p[0]})
	}
	for len(q.other) < 2*slow {
		if p := [2]graph.Node{graph.Node(rng.IntN(len(part))), graph.Node(rng.IntN(len(part)))}; p[0] != p[1] {
			q.other = append(q.other, p)
		}
	}
	for _, i := range rng.Perm(len(main))[:1000] {
		q.places = append(q.places, main[i])
	}
	return q, nil
}

// hold counts the costs that are not what they should be; one that lacks is such.
func (r *row) hold(want, got []graph.Cost) {
	r.Compared += len(want)
	for i, c := range want {
		if i >= len(got) || got[i] != c {
			r.Differ++
		}
	}
}

// missing is the row of a peer that is not there.
func missing(engine string, err error) row {
	text := strings.Join(strings.Fields(err.Error()), " ")
	if letters := []rune(text); len(letters) > 160 {
		text = string(letters[:160]) + "…"
	}
	return row{Engine: engine, Note: "not measured: " + text}
}

// absent says why cmd/peers/tools could not bring a peer, if it tried.
func (q *questions) absent(name string) error {
	why, err := os.ReadFile(q.cache + "/" + name + ".failed")
	if err != nil {
		return errors.New("not installed; make peers-route does it")
	}
	return fmt.Errorf("not installed: %s", why)
}

// took gives the least processor time of some runs of this process, in seconds.
func took(runs int, work func()) float64 {
	least := time.Duration(0)
	for i := range runs {
		begin := cpu()
		work()
		if d := cpu() - begin; i == 0 || d < least {
			least = d
		}
	}
	return least.Seconds()
}

// cpu is the processor time of this process so far.
func cpu() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err) // it has no other reason than a wrong call
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// load is how many want to run, over the last minute.
func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Fields(string(b))[0]
}
