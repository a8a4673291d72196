package osmpbf

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

func TestJoin(t *testing.T) {
	for _, tc := range []struct {
		name        string
		ways        []chain
		rings, open int
	}{
		{"nothing", nil, 0, 0},
		{"one closed way", []chain{{1, 2, 3, 1}}, 1, 0},
		{"two ways, one against the other", []chain{{1, 2, 3}, {1, 4, 3}}, 1, 0},
		{"a gap", []chain{{1, 2}, {2, 3}, {3, 4}}, 0, 1},
		{"two that meet in a corner", []chain{{1, 2, 3}, {3, 4, 1}, {3, 5, 6}, {6, 7, 3}}, 2, 0},
		{"a ring with a tail", []chain{{1, 2, 3}, {3, 4, 1}, {3, 5}}, 0, 1},
		{"there and back", []chain{{1, 2}, {2, 1}}, 0, 0},
		{"one node", []chain{{1}}, 0, 0},
		{"a closed way that touches itself", []chain{{1, 2, 3, 4, 2, 5, 1}}, 2, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			rings, open := join(tc.ways, func(n int64) (orb.Point, bool) { return orb.Point{float64(n * n), float64(n)}, true })
			if len(rings) != tc.rings || len(open) != tc.open {
				t.Errorf("rings %v, open %v; want %d and %d", rings, open, tc.rings, tc.open)
			}
		})
	}
}

// The border of any set of squares, cut anywhere into ways that are shuffled and
// turned, must give back exactly those squares. The oracle asks each square.
func TestAssemblyGivesBackTheSquares(t *testing.T) {
	const n = 6
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 0))
		var land [n][n]bool
		for x := range n {
			for y := range n {
				land[x][y] = rng.IntN(100) < 55
			}
		}
		d := squares(rng, func(x, y int) bool { return x >= 0 && y >= 0 && x < n && y < n && land[x][y] }, n)
		if len(d.ways) == 0 {
			continue
		}
		rings, open := join(d.chains(), d.place)
		if len(open) != 0 {
			t.Fatalf("seed %d: open %v", seed, open)
		}
		var places []orb.Ring
		for _, r := range rings {
			var ring orb.Ring
			for _, n := range r {
				p, _ := d.place(n)
				ring = append(ring, p)
			}
			places = append(places, ring)
		}
		area := nest(places)
		for cx := range n {
			for cy := range n {
				p := orb.Point{10 + float64(cx) + 0.5, 10 + float64(cy) + 0.5}
				if got := predicate.In(p, area) == predicate.Inside; got != land[cx][cy] {
					t.Fatalf("seed %d: square %d,%d is inside: %v, want %v", seed, cx, cy, got, land[cx][cy])
				}
			}
		}
	}
}

// With one way gone the ring is open and there is no area.
func TestAssemblyNoticesAMissingWay(t *testing.T) {
	for seed := range uint64(8) {
		rng := rand.New(rand.NewPCG(seed, 1))
		d := squares(rng, func(x, y int) bool { return x >= 1 && y >= 1 && x < 4 && y < 4 }, 5)
		if len(d.ways) < 2 {
			continue
		}
		d.ways = slices.Delete(d.ways, 0, 1)
		x := d.read(t)
		if len(x.Areas) != 0 || len(x.Findings) != 1 || x.Findings[0].Code != "osmpbf.unclosed" || x.Findings[0].At == nil {
			t.Fatalf("seed %d: %d areas, findings %v", seed, len(x.Areas), x.Findings)
		}
	}
}

func (d drawing) chains() []chain {
	ways := make([]chain, len(d.ways))
	for i, w := range d.ways {
		ways[i] = w.nodes
	}
	return ways
}

func (d drawing) place(n int64) (orb.Point, bool) { return d.nodes[n-1].at, true }

// squares draws the border of a set of squares as one multipolygon.
func squares(rng *rand.Rand, land func(x, y int) bool, n int) drawing {
	var d drawing
	node := func(x, y int) int64 { return int64(1 + x*(n+1) + y) }
	for x := range n + 1 {
		for y := range n + 1 {
			d.nodes = append(d.nodes, drawnNode{id: node(x, y), at: orb.Point{10 + float64(x), 10 + float64(y)}})
		}
	}
	var edges [][2]int64
	for x := range n + 1 {
		for y := range n + 1 {
			if land(x, y) != land(x-1, y) {
				edges = append(edges, [2]int64{node(x, y), node(x, y+1)})
			}
			if land(x, y) != land(x, y-1) {
				edges = append(edges, [2]int64{node(x, y), node(x+1, y)})
			}
		}
	}
	rng.Shuffle(len(edges), func(i, j int) { edges[i], edges[j] = edges[j], edges[i] })
	r := drawnRelation{id: 1, tags: []string{"type", "multipolygon", "natural", "wetland"}}
	for len(edges) > 0 { // grow a way from an edge for a few steps
		way := []int64{edges[0][0], edges[0][1]}
		edges = edges[1:]
		for range rng.IntN(8) {
			end := way[len(way)-1]
			i := slices.IndexFunc(edges, func(e [2]int64) bool { return e[0] == end || e[1] == end })
			if i < 0 {
				break
			}
			next := edges[i][0] + edges[i][1] - end
			if slices.Contains(way, next) {
				break
			}
			way = append(way, next)
			edges = slices.Delete(edges, i, i+1)
		}
		if rng.IntN(2) == 0 {
			slices.Reverse(way)
		}
		id := int64(len(d.ways) + 1)
		d.ways = append(d.ways, drawnWay{id: id, nodes: way})
		r.members = append(r.members, drawnMember{1, id, []string{"outer", "inner", ""}[rng.IntN(3)]}) // roles lie
	}
	rng.Shuffle(len(r.members), func(i, j int) { r.members[i], r.members[j] = r.members[j], r.members[i] })
	d.relations = append(d.relations, r)
	return d
}

// Rings within rings: land, lake, island, pond.
func TestNest(t *testing.T) {
	square := func(r float64) orb.Ring {
		return orb.Ring{{-r, -r}, {-r, r}, {r, r}, {r, -r}, {-r, -r}}
	}
	got := nest([]orb.Ring{square(1), square(4), square(2), square(3)})
	if len(got) != 2 || len(got[0]) != 2 || len(got[1]) != 2 {
		t.Fatalf("nested as %v", got)
	}
	for i, want := range []string{"4 3", "2 1"} {
		if s := fmt.Sprintf("%v %v", got[i][0].Bound().Max[0], got[i][1].Bound().Max[0]); s != want {
			t.Errorf("area %d has rings %s, want %s", i, s, want)
		}
	}
}
