package osmpbf

import (
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

// assemble makes the extract of what the passes have kept.
func (x *extraction) assemble() *Extract {
	out := &x.out
	out.Nodes, out.Ways, out.Relations = x.file.nodes, x.file.ways, x.file.relations
	out.Points = x.points
	out.Bound = x.bound()
	bare := x.lendTags()
	for _, w := range x.ways {
		if !w.area || bare[w.id] {
			continue
		}
		rings, _ := join([]chain{w.nodes}, x.place) // one that touches itself becomes several rings
		if shape, ok := x.shape(rings); ok {
			out.Areas = append(out.Areas, Area{ID: name('w', w.id), Tags: w.tags, Shape: shape})
		} else {
			out.cutWay(w.id)
		}
	}
	for _, r := range x.relations {
		x.area(r)
	}
	out.source = x.source
	return out
}

// bound gives the extent of all places that are kept.
func (x *extraction) bound() orb.Bound {
	var all orb.Bound
	empty := true
	add := func(p orb.Point) {
		if empty {
			all, empty = p.Bound(), false
		}
		all = all.Extend(p)
	}
	for _, p := range x.places {
		if p != nowhere {
			add(p.point())
		}
	}
	for _, p := range x.points {
		add(p.At)
	}
	return all
}

// lendTags gives relations without tags those of their outer ways, and says
// which ways are spoken for thereby.
func (x *extraction) lendTags() map[int64]bool {
	lent := map[int64]bool{}
	kept := x.relations[:0]
	for _, r := range x.relations {
		if r.tags == nil {
			for _, id := range r.ways {
				if i, ok := x.byID[id]; ok && x.holes[id] && is(x.want.Area, x.ways[i].tags) {
					r.tags, lent[id] = x.ways[i].tags, true
				}
			}
		}
		if r.tags != nil {
			kept = append(kept, r)
		}
	}
	x.relations = kept
	return lent
}

// place finds a node.
func (x *source) place(node int64) (orb.Point, bool) {
	i, ok := x.index(node)
	if !ok {
		return orb.Point{}, false
	}
	return x.places[i].point(), true
}

// index finds the place of a node in places; false if it is not in the file.
func (x *source) index(node int64) (int, bool) {
	i, ok := slices.BinarySearch(x.needed, node)
	return i, ok && x.places[i] != nowhere
}

// ring gives a closed chain as a ring without repeated places; false if nodes
// are missing or fewer than three places are left.
func (x *extraction) ring(nodes []int64) (orb.Ring, bool) {
	ring := make(orb.Ring, 0, len(nodes))
	for _, n := range nodes {
		p, ok := x.place(n)
		if !ok {
			return nil, false
		}
		if len(ring) == 0 || ring[len(ring)-1] != p {
			ring = append(ring, p)
		}
	}
	return ring, len(ring) > 3
}

// shape makes an area of closed chains; false if there is none, or one of them
// is no ring.
func (x *extraction) shape(chains []chain) (orb.MultiPolygon, bool) {
	rings := make([]orb.Ring, 0, len(chains))
	for _, c := range chains {
		ring, ok := x.ring(c)
		if !ok {
			return nil, false
		}
		rings = append(rings, ring)
	}
	return nest(rings), len(rings) > 0
}

// area assembles one relation. If a chain stays open, or a ring lacks a node,
// there is no area: what is missing could be most of it.
func (x *extraction) area(r relation) {
	var ways []chain
	missing := 0
	for _, id := range r.ways {
		if i, ok := x.byID[id]; ok {
			ways = append(ways, x.ways[i].nodes)
		} else {
			missing++
		}
	}
	title := r.tags["name"]
	if title == "" {
		title = name('r', r.id)
	}
	rings, open := join(ways, x.place)
	if len(open) > 0 || len(rings) == 0 {
		x.unclosed(r, title, open, missing)
		return
	}
	shape, ok := x.shape(rings)
	if !ok {
		x.out.Findings = append(x.out.Findings, finding.New("osmpbf.thin_ring", "", "relation", r.id, "name", title))
		return
	}
	a := Area{ID: name('r', r.id), Tags: r.tags, Shape: shape}
	if p, ok := x.labels[r.label]; ok && p != absent {
		a.Label = &p
	}
	x.out.Areas = append(x.out.Areas, a)
}

// unclosed reports a relation that does not close, with the number of open ends
// that the extract holds and the place of the first.
func (x *extraction) unclosed(r relation, title string, open []chain, missing int) {
	var ends []orb.Point
	for _, c := range open {
		for _, n := range []int64{c[0], c[len(c)-1]} {
			if p, ok := x.place(n); ok {
				ends = append(ends, p)
			}
		}
	}
	f := finding.New("osmpbf.unclosed", "", "relation", r.id, "name", title, "ends", len(ends), "missing", missing)
	if level, err := strconv.Atoi(r.tags["admin_level"]); err == nil {
		f.Args["level"] = level
	}
	if len(ends) > 0 {
		f.On(ends[0])
		f.Args["lon"], f.Args["lat"] = ends[0][0], ends[0][1]
	} else {
		f.Code = "osmpbf.no_members"
	}
	x.out.Findings = append(x.out.Findings, f)
}
