package osmpbf

import (
	"context"
	"io"
	"math"

	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"

	"xunhu/geo/finding"
)

// A Member is an element that a relation names.
type Member struct {
	Kind byte // 'n', 'w' or 'r'
	ID   int64
	Role string
}

// A Walker is shown the elements of a file, each kind in a pass of its own: relations, then ways,
// then nodes, so that it need keep nothing but what it wants. What it is shown is its own.
type Walker struct {
	Kind     string   // the value of type of the relations that are shown
	WayKeys  []string // a way is shown if it has one of these tags
	NodeKeys []string // the tags of a node are shown if it has one of these

	Relation func(id int64, tags Tags, members []Member)
	Way      func(id int64, tags Tags, nodes []int64)
	Ways     func()                                    // after the last way
	Node     func(id int64, tags Tags, lon, lat int32) // in steps of 1e-7°
}

// Walk shows the elements of a PBF file of size bytes in the order of the file. It fails as Read does. An
// element that comes twice is shown twice, and a node off the globe not at all.
func Walk(ctx context.Context, r io.ReaderAt, size int64, w Walker) error {
	f, err := open(ctx, r, size)
	if err != nil {
		return err
	}
	if f.ways == 0 {
		return finding.New("osmpbf.no_ways", "", "nodes", f.nodes)
	}
	err = f.scan(ctx, func(c content) bool { return c.relations > 0 }, func(s *osmpbf.Scanner) {
		s.SkipRelations = false
		s.FilterRelation = func(r *osm.Relation) bool { return r.Visible && r.Tags.Find("type") == w.Kind }
	}, func(o osm.Object) error {
		r := o.(*osm.Relation)
		w.Relation(int64(r.ID), tagsOf(r.Tags), membersOf(r))
		return nil
	})
	if err != nil {
		return err
	}
	err = f.scan(ctx, func(c content) bool { return c.ways > 0 }, func(s *osmpbf.Scanner) {
		s.SkipWays = false
		s.FilterWay = func(x *osm.Way) bool { return x.Visible && has(x.Tags, w.WayKeys) }
	}, func(o osm.Object) error {
		x := o.(*osm.Way)
		nodes := make([]int64, len(x.Nodes))
		for i, n := range x.Nodes {
			nodes[i] = int64(n.ID)
		}
		w.Way(int64(x.ID), tagsOf(x.Tags), nodes)
		return nil
	})
	if err != nil {
		return err
	}
	w.Ways()
	return f.scan(ctx, func(c content) bool { return c.nodes > 0 }, func(s *osmpbf.Scanner) { s.SkipNodes = false }, func(o osm.Object) error {
		n := o.(*osm.Node)
		if !n.Visible || !(n.Lon >= -180 && n.Lon <= 180 && n.Lat >= -90 && n.Lat <= 90) {
			return nil
		}
		var tags Tags
		if has(n.Tags, w.NodeKeys) {
			tags = tagsOf(n.Tags)
		}
		w.Node(int64(n.ID), tags, int32(math.Round(n.Lon*1e7)), int32(math.Round(n.Lat*1e7)))
		return nil
	})
}

func membersOf(r *osm.Relation) []Member {
	members := make([]Member, len(r.Members))
	for i, m := range r.Members {
		members[i] = Member{Kind: m.Type[0], ID: m.Ref, Role: m.Role}
	}
	return members
}

// has tells whether one of the keys is among the tags.
func has(tags osm.Tags, keys []string) bool {
	for _, t := range tags {
		for _, k := range keys {
			if t.Key == k {
				return true
			}
		}
	}
	return false
}
