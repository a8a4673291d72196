package road

import (
	"context"
	"io"
	"slices"

	"xunhu/geo/finding"
	"xunhu/geo/format/osmpbf"
)

// ReadPBF makes the network of a profile from an OpenStreetMap extract of size bytes. Vertices are
// its nodes, so ways join where they share one, wherever it lies. The file is gone through four times (checks,
// relations, ways, nodes); only the nodes of ways that the profile can travel are kept, in flat
// arrays. A file that is damaged, or without a network, is a finding.
func ReadPBF(ctx context.Context, r io.ReaderAt, size int64, p Profile) (*Network, error) {
	l, in, err := readPBF(ctx, r, size, &p)
	if err != nil {
		return nil, err
	}
	return l.network(in.seen)
}

func readPBF(ctx context.Context, r io.ReaderAt, size int64, p *Profile) (*land, *intake, error) {
	l := newLand(p)
	in := &intake{land: l}
	err := osmpbf.Walk(ctx, r, size, osmpbf.Walker{
		Kind:     "restriction",
		WayKeys:  []string{p.class, "route"},
		NodeKeys: []string{"barrier", "highway", "ford", "waterway"},
		Relation: in.relation, Way: in.way, Ways: in.number, Node: in.node,
	})
	for _, at := range l.at {
		if at == absent {
			l.missing++
		}
	}
	return l, in, err
}

// intake is a file that is being read.
type intake struct {
	*land
	seen int       // ways
	ids  []int64   // by way of the land, its number in the file
	bans []fileBan // in numbers of the file

	nodes []int64 // by vertex, its number in the file; sorted
	next  int     // the vertex that is likely to come next
}

// A fileBan is a ban in numbers of the file.
type fileBan struct {
	bound
	from, to, via []int64
	node          int64
}

// relation takes a restriction that binds the profile.
func (in *intake) relation(_ int64, tags Tags, members []osmpbf.Member) {
	bounds := in.bounds(tags)
	if bounds == nil {
		return
	}
	b := fileBan{}
	for _, m := range members {
		switch {
		case m.Role == "from" && m.Kind == 'w':
			b.from = append(b.from, m.ID)
		case m.Role == "to" && m.Kind == 'w':
			b.to = append(b.to, m.ID)
		case m.Role == "via" && m.Kind == 'w':
			b.via = append(b.via, m.ID)
		case m.Role == "via" && m.Kind == 'n':
			b.node = m.ID
		}
	}
	if len(b.from) == 0 || len(b.to) == 0 || len(b.via) == 0 && b.node == 0 {
		in.dropped++
		return
	}
	for _, b.bound = range bounds {
		in.bans = append(in.bans, b)
	}
}

// way takes a way that the profile can travel.
func (in *intake) way(id int64, tags Tags, nodes []int64) {
	in.seen++
	v, late, open := in.judge(tags)
	if !open {
		return
	}
	first := len(in.refs)
	in.refs = append(in.refs, nodes...)
	if in.add(first, v, late, tags) >= 0 {
		in.ids = append(in.ids, id)
	}
}

// number gives the nodes of the ways their numbers as vertices, and bans those of their ways. Of a way that
// comes twice, as in extracts that were put together carelessly, the first counts.
func (in *intake) number() {
	in.nodes = slices.Clone(in.refs)
	slices.Sort(in.nodes)
	in.nodes = slices.Clip(slices.Compact(in.nodes))
	for i, n := range in.refs {
		v, _ := slices.BinarySearch(in.nodes, n)
		in.refs[i] = int64(v)
	}
	in.at = slices.Repeat([]point{absent}, len(in.nodes))
	order := make([]int32, len(in.ids))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		return int(min(max(in.ids[a]-in.ids[b], -1), 1))
	})
	for i := 1; i < len(order); i++ {
		if in.ids[order[i]] == in.ids[order[i-1]] {
			w := &in.ways[order[i]]
			w.last = w.first // one vertex is no way
			order[i] = order[i-1]
		}
	}
	way := func(id int64) int32 {
		i, ok := slices.BinarySearchFunc(order, id, func(n int32, id int64) int { return int(min(max(in.ids[n]-id, -1), 1)) })
		if !ok {
			return -1
		}
		return order[i]
	}
	for _, b := range in.bans {
		x := ban{bound: b.bound, vertex: -1}
		for _, part := range []struct {
			ids []int64
			to  *[]int32
		}{{b.from, &x.from}, {b.to, &x.to}, {b.via, &x.via}} {
			for _, id := range part.ids {
				*part.to = append(*part.to, way(id))
			}
		}
		if len(b.via) == 0 {
			v, ok := slices.BinarySearch(in.nodes, b.node)
			if !ok {
				continue // on a way that this profile cannot travel
			}
			x.vertex = int32(v)
		}
		in.land.bans = append(in.land.bans, x)
	}
}

// node takes the place of a vertex, and what stands there.
func (in *intake) node(id int64, tags Tags, lon, lat int32) {
	i := in.next
	if i >= len(in.nodes) || in.nodes[i] < id && (i+1 == len(in.nodes) || in.nodes[i+1] <= id) || in.nodes[i] > id && i > 0 && in.nodes[i-1] >= id {
		i, _ = slices.BinarySearch(in.nodes, id)
	}
	if in.next = i; i >= len(in.nodes) || in.nodes[i] != id {
		return
	}
	in.next++
	if in.at[i] == absent {
		in.at[i] = point{lon, lat}
		in.stands(int32(i), tags)
	}
}

// Findings tells what the network lacks: nodes that the source did not hold, restrictions that do
// not fit the ways they name, hours that are not understood.
func (n *Network) Findings() []*finding.Finding {
	var all []*finding.Finding
	if n.missing > 0 {
		all = append(all, finding.New("road.missing_nodes", "", "n", int(n.missing)))
	}
	if n.dropped > 0 {
		all = append(all, finding.New("road.restrictions_dropped", "", "n", int(n.dropped)))
	}
	if n.unread > 0 {
		all = append(all, finding.New("road.hours_unread", "", "n", int(n.unread)))
	}
	return all
}
