package road

import (
	"cmp"
	"slices"

	"xunhu/geo/geodesy"
	"xunhu/routing/cch"
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
)

// What an alternative must keep to.
const (
	dearest  = 1.4  // times the fastest way
	common   = 0.6  // of its length may be shared with a way that was given before
	sensible = 0.15 // of the fastest way's cost is a stretch that nobody would leave
)

// Alternatives gives the fastest way and up to so many others that a driver might
// prefer: not much slower, much of them elsewhere, without needless turns. There are
// often fewer.
//
// Ways go over plateaus: stretches that lie both on the tree of fastest ways from the
// start and on that of fastest ways to the end. Where such a stretch is long, the way
// over it makes sense on its own.
//
// Abraham, Delling, Goldberg, Werneck, "Alternative routes in road networks", ACM J.
// Exp. Algorithmics 18 (2013).
func (d *Day) Alternatives(from, to Place, most int) ([]Path, error) {
	best, err := d.Between(from, to)
	if err != nil {
		return nil, err
	}
	ways := []Path{best}
	if best.route.direct {
		return ways, nil
	}
	x := forking{Day: d, from: from, to: to, starts: d.Starts(from), finishes: d.Finishes(to), cost: graph.Cost(best.DurationS*1000 + 0.5)}
	q := d.queries.Get().(*cch.Query)
	defer d.queries.Put(q)
	for _, p := range x.plateaus() {
		if len(ways) > most {
			break
		}
		if way, ok := x.over(q, p.from); ok && !slices.ContainsFunc(ways, func(w Path) bool { return d.alike(way, w) }) {
			ways = append(ways, way)
		}
	}
	return ways, nil
}

// forking is a search for alternatives.
type forking struct {
	*Day
	from, to         Place
	starts, finishes []End
	cost             graph.Cost
}

// A plateau begins at a node; the way over it costs so much more than it does.
type plateau struct {
	from graph.Node
	rest graph.Cost
}

// plateaus gives those that are long enough, the most sensible first.
func (x forking) plateaus() []plateau {
	n := x.g.NumNodes()
	there, back := make([]graph.Cost, n), make([]graph.Cost, n)
	x.metric.NewSweep().All(seeds(x.starts), there)
	x.metric.NewSweepBack().All(seeds(x.finishes), back)
	limit := graph.Cost(dearest * float64(x.cost))
	next, fed := make([]graph.Arc, n), make([]bool, n)
	for u := range graph.Node(n) {
		next[u] = none
		if there[u] == graph.Infinity || back[u] == graph.Infinity || there[u]+back[u] > limit {
			continue
		}
		for a, end := x.g.Out(u); a < end; a++ {
			if v, c := x.g.Head(a), x.costs[a]; c > 0 && !fed[v] && there[u]+c == there[v] && back[v]+c == back[u] {
				next[u], fed[v] = a, true
				break
			}
		}
	}
	var all []plateau
	for u := range graph.Node(n) {
		if fed[u] || next[u] == none {
			continue
		}
		v := u
		for next[v] != none {
			v = x.g.Head(next[v])
		}
		if long := there[v] - there[u]; float64(long) >= sensible*float64(x.cost) {
			all = append(all, plateau{u, there[u] + back[u] - long})
		}
	}
	slices.SortFunc(all, func(a, b plateau) int { return cmp.Or(cmp.Compare(a.rest, b.rest), cmp.Compare(a.from, b.from)) })
	return all
}

// over gives the fastest way over a node, unless it passes a junction twice.
func (x forking) over(q *cch.Query, node graph.Node) (Path, bool) {
	at := []dijkstra.Seed{{Node: node}}
	p, ok := q.Path(seeds(x.starts), at)
	if !ok {
		return Path{}, false
	}
	r, cost := route{first: x.starts[p.From].edge, arcs: slices.Clone(p.Arcs)}, p.Cost
	if p, ok = q.Path(at, seeds(x.finishes)); !ok {
		return Path{}, false
	}
	r.last, r.arcs, cost = x.finishes[p.To].edge, append(r.arcs, p.Arcs...), cost+p.Cost
	seen := map[int32]bool{}
	for _, a := range r.arcs {
		j := x.ends[x.arcs[a]]
		if seen[j] {
			return Path{}, false
		}
		seen[j] = true
	}
	line := x.trace(x.from, x.to, r)
	return Path{Line: line, DistanceM: geodesy.Length(line), DurationS: float64(cost) / 1000, route: r, from: x.from, to: x.to}, true
}

// alike tells whether a way shares too much with another.
func (d *Day) alike(way, other Path) bool {
	on := map[int32]bool{}
	for _, t := range d.laps(other) {
		on[t.way] = true
	}
	shared := 0.0
	for _, t := range d.laps(way) {
		if on[t.way] {
			shared += max(t.toM-t.fromM, t.fromM-t.toM)
		}
	}
	return shared > common*way.DistanceM
}
