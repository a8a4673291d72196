package osmpbf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"

	"xunhu/geo/finding"
)

// Tags are what the mappers said about an element.
type Tags = map[string]string

// Want says which elements are wanted, by their tags; nil wants none.
type Want struct {
	Point func(Tags) bool // nodes
	Line  func(Tags) bool // ways as lines
	Area  func(Tags) bool // closed ways, multipolygon and boundary relations
}

// A Point is a node.
type Point struct {
	ID   string // "n" and the number of the node
	Tags Tags
	At   orb.Point
}

// A Line is a way. A way whose nodes are partly missing in the extract is given
// as the runs that are there, each with its own place in Part.
type Line struct {
	ID    string // "w" and the number of the way
	Part  int    // 0 for a whole way or its first run, then 1, 2, ...
	Tags  Tags
	Shape orb.LineString
}

// An Area is a closed way or a relation. Its rings are closed, outer ones
// counterclockwise; they may still cross where the mappers made them so.
type Area struct {
	ID    string // "w" or "r" and the number of the way or relation
	Tags  Tags
	Shape orb.MultiPolygon
	Label *orb.Point // its member with the role admin_centre, else label; nil without
}

// An Extract is what was wanted of a file, in the order of the file.
type Extract struct {
	Nodes, Ways, Relations int       // in the file
	Bound                  orb.Bound // of what was wanted
	Points                 []Point
	Lines                  []Line
	Areas                  []Area
	Findings               []*finding.Finding // rings that do not close, nodes that are missing
}

// Read reads what is wanted of a PBF file of size bytes. A file that is empty,
// cut off, damaged, of another kind, or without the ways that are wanted, is a
// *finding.Finding; r must not change while it is read.
func Read(ctx context.Context, r io.ReaderAt, size int64, want Want) (*Extract, error) {
	f, err := open(ctx, r, size)
	if err != nil {
		return nil, err
	}
	if f.ways == 0 && (want.Line != nil || want.Area != nil) {
		return nil, finding.New("osmpbf.no_ways", "", "nodes", f.nodes)
	}
	x := &extraction{file: f, want: want, members: map[int64]bool{}, holes: map[int64]bool{}, index: map[int64]int{}, met: map[string]bool{}}
	for _, pass := range []func(context.Context) error{x.readRelations, x.readWays, x.readNodes} {
		if err := pass(ctx); err != nil {
			return nil, err
		}
	}
	return x.assemble(), nil
}

// extraction is a reading under way.
type extraction struct {
	file *file
	want Want

	relations []relation
	members   map[int64]bool // ways that a relation needs
	holes     map[int64]bool // ways that gave their tags to a relation
	ways      []way
	index     map[int64]int // way to its place in ways

	needed []int64     // nodes, sorted
	places []orb.Point // of needed, absent where missing
	points []Point
	met    map[string]bool // elements that were taken
	twice  int             // elements that came again and were left out
	labels map[int64]orb.Point
	out    Extract
}

// absent marks a node that the extract does not hold.
var absent = orb.Point{1000, 1000}

type relation struct {
	id     int64
	tags   Tags
	ways   []int64
	label  int64 // node, 0 without
	centre bool  // the label is an admin_centre
}

type way struct {
	id         int64
	tags       Tags // nil if it is only a member
	nodes      []int64
	line, area bool // wanted as
}

// tagsOf takes the tags over; nil if there are none.
func tagsOf(list osm.Tags) Tags {
	if len(list) == 0 {
		return nil
	}
	tags := make(Tags, len(list))
	for _, t := range list {
		tags[t.Key] = t.Value
	}
	return tags
}

// is asks a wish.
func is(wish func(Tags) bool, t Tags) bool { return wish != nil && t != nil && wish(t) }

// scan runs the decoder over the blocks that hold what take wants.
func (f *file) scan(ctx context.Context, take func(content) bool, set func(*osmpbf.Scanner), each func(osm.Object)) error {
	const decoders = 2
	in := f.stream(ctx, take)
	if len(in.blocks) == 0 {
		return nil
	}
	s := osmpbf.New(ctx, in, decoders)
	defer s.Close()
	s.SkipNodes, s.SkipWays, s.SkipRelations = true, true, true
	set(s)
	for s.Scan() {
		each(s.Object())
	}
	if err := s.Err(); err != nil {
		var told *finding.Finding
		if errors.As(err, &told) || ctx.Err() != nil {
			return err
		}
		return finding.New("osmpbf.damaged", "", "byte", int64(0)).Because(fmt.Errorf("decode: %w", err))
	}
	return ctx.Err()
}

func (x *extraction) readRelations(ctx context.Context) error {
	if x.want.Area == nil {
		return nil
	}
	set := func(s *osmpbf.Scanner) { s.SkipRelations = false }
	return x.file.scan(ctx, func(c content) bool { return c.relations > 0 }, set, func(o osm.Object) {
		r := o.(*osm.Relation)
		kind := r.Tags.Find("type")
		if kind != "multipolygon" && kind != "boundary" || !r.Visible {
			return
		}
		tags := tagsOf(r.Tags)
		bare := kind == "multipolygon" && len(tags) == 1 // its tags stand on the outer way, an old habit
		if !bare && !x.want.Area(tags) || x.again(name('r', int64(r.ID))) {
			return
		}
		rel := relation{id: int64(r.ID), tags: tags}
		for _, m := range r.Members {
			switch {
			case m.Type == osm.TypeWay && m.Role != "label" && !slices.Contains(rel.ways, m.Ref):
				rel.ways = append(rel.ways, m.Ref)
				x.members[m.Ref] = true
				if bare && m.Role != "inner" {
					x.holes[m.Ref] = true
				}
			case m.Type == osm.TypeNode && m.Role == "admin_centre",
				m.Type == osm.TypeNode && m.Role == "label" && !rel.centre:
				rel.label, rel.centre = m.Ref, m.Role == "admin_centre"
			}
		}
		if bare {
			rel.tags = nil
		}
		x.relations = append(x.relations, rel)
	})
}

func (x *extraction) readWays(ctx context.Context) error {
	if x.want.Line == nil && x.want.Area == nil {
		return nil
	}
	set := func(s *osmpbf.Scanner) { s.SkipWays = false }
	err := x.file.scan(ctx, func(c content) bool { return c.ways > 0 }, set, func(o osm.Object) {
		w := o.(*osm.Way)
		if !w.Visible || len(w.Nodes) < 2 {
			return
		}
		one := way{id: int64(w.ID), tags: tagsOf(w.Tags)}
		one.line = is(x.want.Line, one.tags)
		closed := len(w.Nodes) > 3 && w.Nodes[0].ID == w.Nodes[len(w.Nodes)-1].ID
		one.area = closed && is(x.want.Area, one.tags)
		if !one.line && !one.area && !x.members[one.id] || x.again(name('w', one.id)) {
			return
		}
		one.nodes = make([]int64, len(w.Nodes))
		for i, n := range w.Nodes {
			one.nodes[i] = int64(n.ID)
		}
		x.index[one.id] = len(x.ways)
		x.ways = append(x.ways, one)
		x.needed = append(x.needed, one.nodes...)
	})
	slices.Sort(x.needed)
	x.needed = slices.Clip(slices.Compact(x.needed))
	return err
}

func (x *extraction) readNodes(ctx context.Context) error {
	x.places = slices.Repeat([]orb.Point{absent}, len(x.needed))
	x.labels = map[int64]orb.Point{}
	for _, r := range x.relations {
		if r.label != 0 {
			x.labels[r.label] = absent
		}
	}
	set := func(s *osmpbf.Scanner) { s.SkipNodes = false }
	bad := 0
	err := x.file.scan(ctx, func(c content) bool { return c.nodes > 0 }, set, func(o osm.Object) {
		n := o.(*osm.Node)
		if !n.Visible {
			return
		}
		at := orb.Point{degrees(n.Lon), degrees(n.Lat)}
		if !(n.Lon >= -180 && n.Lon <= 180 && n.Lat >= -90 && n.Lat <= 90) {
			bad++
			return
		}
		if i, ok := slices.BinarySearch(x.needed, int64(n.ID)); ok {
			x.places[i] = at
		}
		if _, ok := x.labels[int64(n.ID)]; ok {
			x.labels[int64(n.ID)] = at
		}
		if len(n.Tags) > 0 && x.want.Point != nil {
			if tags := tagsOf(n.Tags); x.want.Point(tags) && !x.again(name('n', int64(n.ID))) {
				x.points = append(x.points, Point{ID: name('n', int64(n.ID)), Tags: tags, At: at})
			}
		}
	})
	if x.twice > 0 {
		x.out.Findings = append(x.out.Findings, finding.New("osmpbf.twice", "", "n", x.twice))
	}
	if bad > 0 {
		x.out.Findings = append(x.out.Findings, finding.New("osmpbf.bad_nodes", "", "n", bad))
	}
	return err
}

// again tells whether an element came before, as in extracts that were put
// together carelessly; the first counts.
func (x *extraction) again(id string) bool {
	if x.met[id] {
		x.twice++
		return true
	}
	x.met[id] = true
	return false
}

// degrees takes the noise of the decoder's arithmetic away: OpenStreetMap keeps
// seven decimals.
func degrees(x float64) float64 { return math.Round(x*1e7) / 1e7 }

// name gives an element its identity: its kind and number.
func name(kind byte, id int64) string { return string(kind) + strconv.FormatInt(id, 10) }
