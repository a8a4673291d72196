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

	OnLine func(Tags) bool // nodes of ways that are wanted
	Apart  func(Tags) bool // lines that must not meet others where they share a place without sharing a node
	Rules  string          // the value of type of relations that are wanted as they are
}

// A Point is a node.
type Point struct {
	ID   string // "n" and the number of the node
	Tags Tags
	At   orb.Point

	node int32 // its place in the extract's, of OnLine
}

// A Rule is a relation that is no area.
type Rule struct {
	ID      string // "r" and the number of the relation
	Tags    Tags
	Members []Member
}

// A Line is a way. A way whose nodes are partly missing in the extract is given
// as the runs that are there, each with its own place in Part.
type Line struct {
	ID    string // "w" and the number of the way
	Part  int    // 0 for a whole way or its first run, then 1, 2, ...
	Tags  Tags
	Shape orb.LineString

	at []int32 // its places in the extract's
}

// An Area is a closed way or a relation. Its rings are closed, outer ones
// counterclockwise; they may still cross where the mappers made them so.
type Area struct {
	ID    string // "w" or "r" and the number of the way or relation
	Tags  Tags
	Shape orb.MultiPolygon
	Label *orb.Point // its member with the role admin_centre, else label; nil without
}

// An Extract is what was wanted of a file, in the order of the file. Its lines are
// read when they are asked for (see Lines).
type Extract struct {
	Nodes, Ways, Relations int       // in the file
	Bound                  orb.Bound // of what was wanted
	Points                 []Point
	OnLine                 []Point
	Rules                  []Rule
	Areas                  []Area
	Findings               []*finding.Finding // rings that do not close, nodes that are missing

	source
	cut *finding.Finding // of Findings: the ways that lack nodes
}

// Read reads what is wanted of a PBF file of size bytes. A file that is empty,
// cut off, damaged, of another kind, or without the ways that are wanted, is a
// *finding.Finding; r must not change while it is read, and stay open for Lines.
func Read(ctx context.Context, r io.ReaderAt, size int64, want Want) (*Extract, error) {
	f, err := open(ctx, r, size)
	if err != nil {
		return nil, err
	}
	if f.ways == 0 && (want.Line != nil || want.Area != nil) {
		return nil, finding.New("osmpbf.no_ways", "", "nodes", f.nodes)
	}
	x := &extraction{source: source{file: f, want: want}, members: map[int64]bool{}, holes: map[int64]bool{}, byID: map[int64]int{}}
	for _, pass := range []func(context.Context) error{x.readRelations, x.readWays, x.readNodes} {
		if err := pass(ctx); err != nil {
			return nil, err
		}
	}
	return x.assemble(), nil
}

// A source is a file with the nodes that what is wanted of it needs.
type source struct {
	file *file
	want Want

	needed  []int64        // nodes, sorted
	places  []spot         // of needed, absent where missing
	doubled bool           // some ways come twice
	moved   map[int32]spot // where lines that must be apart have nodes, by their place in needed
}

// extraction is a reading under way.
type extraction struct {
	source

	relations []relation
	members   map[int64]bool // ways that a relation needs
	holes     map[int64]bool // ways that gave their tags to a relation
	ways      []way          // that are areas or members
	byID      map[int64]int  // way to its place in ways

	points []Point
	twice  int // elements that came again and were left out
	labels map[int64]orb.Point
	out    Extract
}

// absent marks a node that the extract does not hold.
var absent = orb.Point{1000, 1000}

// A spot is a place in the units of OpenStreetMap, 1e-7 degrees: half of what a point
// takes, for there may be very many.
type spot [2]int32

var nowhere = spot{math.MaxInt32, math.MaxInt32}

func spotOf(p orb.Point) spot {
	return spot{int32(math.Round(p[0] * 1e7)), int32(math.Round(p[1] * 1e7))}
}

func (s spot) point() orb.Point { return orb.Point{float64(s[0]) / 1e7, float64(s[1]) / 1e7} }

type relation struct {
	id     int64
	tags   Tags
	ways   []int64
	label  int64 // node, 0 without
	centre bool  // the label is an admin_centre
}

type way struct {
	id    int64
	tags  Tags // nil if it is only a member
	nodes []int64
	area  bool // wanted as one, not only as a member
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
func (f *file) scan(ctx context.Context, take func(content) bool, set func(*osmpbf.Scanner), each func(osm.Object) error) error {
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
		if err := each(s.Object()); err != nil {
			return err
		}
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
	if x.want.Area == nil && x.want.Rules == "" {
		return nil
	}
	set := func(s *osmpbf.Scanner) { s.SkipRelations = false }
	var met numbers
	return x.file.scan(ctx, func(c content) bool { return c.relations > 0 }, set, func(o osm.Object) error {
		r := o.(*osm.Relation)
		kind := r.Tags.Find("type")
		if kind != "" && kind == x.want.Rules && r.Visible {
			if !x.again(&met, int64(r.ID)) {
				x.out.Rules = append(x.out.Rules, Rule{ID: name('r', int64(r.ID)), Tags: tagsOf(r.Tags), Members: membersOf(r)})
			}
			return nil
		}
		if x.want.Area == nil || kind != "multipolygon" && kind != "boundary" || !r.Visible {
			return nil
		}
		tags := tagsOf(r.Tags)
		bare := kind == "multipolygon" && len(tags) == 1 // its tags stand on the outer way, an old habit
		if !bare && !x.want.Area(tags) || x.again(&met, int64(r.ID)) {
			return nil
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
		return nil
	})
}

// readWays takes the nodes that are needed, and the ways that areas are made of. Of a
// line there is no more to keep: Lines reads it again.
func (x *extraction) readWays(ctx context.Context) error {
	if x.want.Line == nil && x.want.Area == nil {
		return nil
	}
	set := func(s *osmpbf.Scanner) { s.SkipWays = false }
	var met numbers
	full := 1 << 20
	err := x.file.scan(ctx, hasWays, set, func(o osm.Object) error {
		w := o.(*osm.Way)
		if !w.Visible || len(w.Nodes) < 2 {
			return nil
		}
		one := way{id: int64(w.ID), tags: tagsOf(w.Tags)}
		one.area = x.isArea(w, one.tags)
		if !one.area && !x.members[one.id] && !is(x.want.Line, one.tags) {
			return nil
		}
		if x.again(&met, one.id) {
			x.doubled = true
			return nil
		}
		for _, n := range w.Nodes {
			x.needed = append(x.needed, int64(n.ID))
		}
		if one.area || x.members[one.id] {
			one.nodes = slices.Clone(x.needed[len(x.needed)-len(w.Nodes):])
			x.byID[one.id] = len(x.ways)
			x.ways = append(x.ways, one)
		}
		if len(x.needed) > full { // ways share nodes
			x.sortNeeded()
			full = max(full, 2*len(x.needed))
		}
		return nil
	})
	x.sortNeeded()
	x.needed = slices.Clone(x.needed) // without room to grow
	return err
}

func hasWays(c content) bool { return c.ways > 0 }

// isArea tells a closed way that is wanted as an area.
func (x *source) isArea(w *osm.Way, tags Tags) bool {
	return len(w.Nodes) > 3 && w.Nodes[0].ID == w.Nodes[len(w.Nodes)-1].ID && is(x.want.Area, tags)
}

func (x *extraction) sortNeeded() {
	slices.Sort(x.needed)
	x.needed = slices.Compact(x.needed)
}

func (x *extraction) readNodes(ctx context.Context) error {
	x.places = slices.Repeat([]spot{nowhere}, len(x.needed))
	x.labels = map[int64]orb.Point{}
	for _, r := range x.relations {
		if r.label != 0 {
			x.labels[r.label] = absent
		}
	}
	set := func(s *osmpbf.Scanner) { s.SkipNodes = false }
	bad := 0
	var met numbers
	err := x.file.scan(ctx, func(c content) bool { return c.nodes > 0 }, set, func(o osm.Object) error {
		n := o.(*osm.Node)
		if !n.Visible {
			return nil
		}
		at := orb.Point{degrees(n.Lon), degrees(n.Lat)}
		if !(n.Lon >= -180 && n.Lon <= 180 && n.Lat >= -90 && n.Lat <= 90) {
			bad++
			return nil
		}
		if i, ok := slices.BinarySearch(x.needed, int64(n.ID)); ok {
			if len(n.Tags) > 0 && x.want.OnLine != nil && x.places[i] == nowhere {
				if tags := tagsOf(n.Tags); x.want.OnLine(tags) {
					x.out.OnLine = append(x.out.OnLine, Point{ID: name('n', int64(n.ID)), Tags: tags, At: at, node: int32(i)})
				}
			}
			x.places[i] = spotOf(at)
		}
		if _, ok := x.labels[int64(n.ID)]; ok {
			x.labels[int64(n.ID)] = at
		}
		if len(n.Tags) > 0 && x.want.Point != nil {
			if tags := tagsOf(n.Tags); x.want.Point(tags) && !x.again(&met, int64(n.ID)) {
				x.points = append(x.points, Point{ID: name('n', int64(n.ID)), Tags: tags, At: at})
			}
		}
		return nil
	})
	x.apart()
	for i, p := range x.out.OnLine {
		x.out.OnLine[i].At = x.corner(p.node, true)
	}
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
func (x *extraction) again(met *numbers, id int64) bool {
	if met.add(id) {
		return false
	}
	x.twice++
	return true
}

// numbers is a set of numbers that mostly come in their order.
type numbers struct {
	rising []int64
	late   map[int64]bool
}

// add tells whether a number is new.
func (s *numbers) add(id int64) bool {
	if n := len(s.rising); n == 0 || id > s.rising[n-1] {
		s.rising = append(s.rising, id)
		return true
	}
	if _, is := slices.BinarySearch(s.rising, id); is || s.late[id] {
		return false
	}
	if s.late == nil {
		s.late = map[int64]bool{}
	}
	s.late[id] = true
	return true
}

// degrees takes the noise of the decoder's arithmetic away: OpenStreetMap keeps
// seven decimals.
func degrees(x float64) float64 { return math.Round(x*1e7) / 1e7 }

// name gives an element its identity: its kind and number.
func name(kind byte, id int64) string { return string(kind) + strconv.FormatInt(id, 10) }
