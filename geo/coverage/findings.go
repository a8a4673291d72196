package coverage

import (
	"cmp"
	"maps"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
)

// least is the area in m² from which an overlap or a gap is worth a word; what is
// smaller comes from the rounding of coordinates.
const least = 0.01

// whole is the part of a cell from which it counts as covered whole.
const whole = 0.999

// longEdge is the length in metres from which an edge is noted: it is straight in
// longitude and latitude, and a geodesic between its ends runs elsewhere, at 5 km and
// 45° by half a metre.
const longEdge = 5000

// Findings says where the cells do not fit together:
//   - coverage.overlap: land that several cells claim,
//   - coverage.over: a cell that lies whole on land of others, as a special zone does
//     that was read among the towns,
//   - coverage.doubled: two cells of the same land,
//   - coverage.gap: land that none claims, all around of which some do,
//   - coverage.near_miss: borders that run within Tolerance of a neighbour's without
//     matching it, where neither an overlap nor a gap of theirs is told.
//
// Each has a place, a size, the cells and, in Shape, the land or vertices. One that
// opens to the outside is no gap; if it is narrow, it is a near miss.
func (c *Coverage) Findings() []*finding.Finding {
	found, _ := c.Inspect()
	return found
}

// Inspect gives the Findings, and notes on what is lawful but worth a look:
// coverage.long_edge, an edge over 5 km, and coverage.unshared, vertices that lie on
// a neighbour's border, within 1 mm, without being vertices of it too.
func (c *Coverage) Inspect() (findings, notes []*finding.Finding) {
	s := surveyOnce(c.cells, matchEdges(c.cells))
	s.look(Tolerance)
	return s.found, s.notes
}

// A survey looks for faults in cells that may not fit together.
type survey struct {
	*box
	edges *halfEdges
	seams []seam
	told  map[orb.Point][][]int32 // the cells of findings by the vertices of their land

	shared rtree.RTreeG[int32] // the faces that several cells hold

	found, notes []*finding.Finding
}

func newSurvey(cells []cell, edges *halfEdges) *survey {
	s := &survey{box: newBox(cells), edges: edges, told: map[orb.Point][][]int32{}}
	s.seams = s.edges.unmatched()
	return s
}

// surveyOnce tells cells that are exactly the same land, and surveys one of each two.
func surveyOnce(cells []cell, edges *halfEdges) *survey {
	s := newSurvey(cells, edges)
	same := s.edges.doubles(len(cells))
	if len(same) == 0 {
		return s
	}
	var found []*finding.Finding
	gone := map[int32]bool{}
	for _, p := range same {
		gone[p.b] = true
		land := cells[p.a].area
		found = append(found, finding.New("coverage.doubled", "", "a", cells[p.a].name, "b", cells[p.b].name,
			"area_m2", geodesy.Area(land)).On(within(largest(land))).Over(land))
	}
	var left []cell
	for i, cl := range cells {
		if !gone[int32(i)] {
			left = append(left, cl)
		}
	}
	s = newSurvey(left, matchEdges(left))
	s.found = found
	return s
}

// look fills found and notes.
func (s *survey) look(tolerance float64) {
	s.faces()
	s.nearMisses(tolerance)
	s.longEdges()
}

// faces finds overlaps and gaps.
func (s *survey) faces() {
	g := arrange(node(slices.Clone(s.seams)), s.covering)
	var faces []region
	for i, l := range g.loops {
		if l.area > 0 && l.cells != 1 {
			ring := g.ring(int32(i))
			faces = append(faces, region{loop: int32(i), cells: l.cells, rings: []orb.Ring{ring}, box: ring.Bound()})
		}
	}
	if len(faces) == 0 {
		return
	}
	s.cutIslands(g, faces)
	for i, f := range faces {
		if f.cells > 1 {
			s.shared.Insert(f.box.Min, f.box.Max, int32(i))
		}
	}
	for i, f := range faces {
		f.index = int32(i)
		s.tell(g, f)
	}
}

// A region is a face that one cell should hold and that more or none do.
type region struct {
	loop  int32
	cells int
	rings []orb.Ring
	box   orb.Bound
	index int32
}

// cutIslands gives faces the rims of what lies within them.
func (s *survey) cutIslands(g *arrangement, faces []region) {
	for i, l := range g.loops {
		if l.area > 0 || l.cells == 1 {
			continue
		}
		p := g.from(l.dart)
		best := -1
		for k, f := range faces {
			if f.cells == l.cells && g.loops[f.loop].body != l.body && f.box.Contains(p) && predicate.In(p, f.rings[0]) == predicate.Inside &&
				(best < 0 || g.loops[f.loop].area < g.loops[faces[best].loop].area) {
				best = k
			}
		}
		if best >= 0 {
			faces[best].rings = append(faces[best].rings, g.ring(int32(i)))
		}
	}
}

// tell makes a finding of a face.
func (s *survey) tell(g *arrangement, f region) {
	land := landOf(f.rings)
	m2 := geodesy.Area(land)
	if m2 < least {
		return
	}
	beside := map[int32]bool{} // by whether the cell holds the face
	g.walk(f.loop, func(d int32) {
		for _, e := range g.on(d) {
			beside[e.cell] = beside[e.cell] || e.left == (d%2 == 0)
		}
	})
	at := within(largest(land))
	if f.cells == 0 {
		s.add(f, slices.Sorted(maps.Keys(beside)), finding.New("coverage.gap", "", "area_m2", m2, "width_m", width(land, m2)).On(at).Over(land))
		return
	}
	cells := s.sharing(land, at, beside)
	if top := s.over(cells, m2); top >= 0 {
		s.add(f, cells, finding.New("coverage.over", "", "name", s.cells[top].name, "area_m2", m2).On(at).Over(land))
	} else if len(cells) == 2 {
		s.overlap(f, cells[0], cells[1], land)
	} else {
		s.apart(f, cells, land)
	}
}

// width is how wide an area of a length is, if it is narrow.
func width(land orb.Geometry, m2 float64) float64 { return 2 * m2 / geodesy.Length(land) }

// add keeps a finding of a face and its cells.
func (s *survey) add(f region, cells []int32, out *finding.Finding) {
	if out.Code == "coverage.gap" || out.Code == "coverage.over" {
		var names []string
		for _, i := range cells {
			if s.cells[i].name != out.Args["name"] {
				names = append(names, s.cells[i].name)
			}
		}
		out.Args["cells"] = names
	}
	for _, r := range f.rings {
		for _, p := range r[1:] {
			s.told[p] = append(s.told[p], cells)
		}
	}
	s.found = append(s.found, out)
}

// alone tells whether a face is the only one that several cells hold within a box.
func (s *survey) alone(f region, in orb.Bound) bool {
	others := false
	s.shared.Search(in.Min, in.Max, func(_, _ [2]float64, i int32) bool {
		others = i != f.index
		return !others
	})
	return !others
}

// over gives the only cell of three and more, or the smaller of two, whose land is an
// overlap of that size; -1 if there is none.
func (s *survey) over(cells []int32, m2 float64) int32 {
	top, n := int32(-1), 0
	for _, i := range cells {
		if m2 > whole*geodesy.Area(s.cells[i].area) {
			top = i
			n++
		}
	}
	if n != 1 {
		return -1
	}
	return top
}

// overlap tells the land that two cells share, and puts it down for the vertices of
// the face.
func (s *survey) overlap(f region, a, b int32, land orb.MultiPolygon) {
	m2 := geodesy.Area(land)
	out := finding.New("coverage.overlap", "", "a", s.cells[a].name, "b", s.cells[b].name, "area_m2", m2).
		On(within(largest(land))).Over(land)
	if m2 > whole*max(geodesy.Area(s.cells[a].area), geodesy.Area(s.cells[b].area)) {
		out.Code = "coverage.doubled"
	} else {
		out.Args["width_m"] = width(land, m2)
	}
	s.add(f, []int32{a, b}, out)
}

// apart tells the pairs of several cells that share land. Land of two cells lies in
// faces like this one, so where there is no other it lies in this.
func (s *survey) apart(f region, cells []int32, land orb.MultiPolygon) {
	var corners rtree.RTreeG[orb.Point]
	for _, r := range f.rings {
		for _, p := range r[1:] {
			corners.Insert(p, p, p)
		}
	}
	around := land.Bound() // of very much land, perhaps
	for _, m := range s.meetings(cells) {
		a, b, both, err := m.a, m.b, m.land, m.err
		if err == nil && both != nil && !s.alone(f, both.Bound()) {
			both, err = overlay.Intersection(both, land)
		}
		about := region{box: around}
		if common, ok := both.(orb.MultiPolygon); ok && err == nil {
			if geodesy.Area(common) < least {
				continue
			}
			about.box = geodesy.Around(common.Bound(), Tolerance)
		} else if err == nil {
			continue
		}
		var at orb.Ring
		corners.Search(about.box.Min, about.box.Max, func(_, _ [2]float64, p orb.Point) bool {
			at = append(at, p)
			return true
		})
		if at != nil {
			about.rings = []orb.Ring{append(orb.Ring{at[0]}, at...)}
		}
		if err != nil {
			s.add(about, []int32{a, b}, finding.New("coverage.not_compared", "", "a", s.cells[a].name, "b", s.cells[b].name).Because(err).
				On(within(largest(land))))
			continue
		}
		s.overlap(about, a, b, both.(orb.MultiPolygon))
	}
}

// A meeting is two cells and the land that both hold, if any.
type meeting struct {
	pair
	land orb.Geometry
	err  error
}

// meetings gives the pairs of cells whose boxes meet, in their order, with what they
// share. That is looked for only where a border of one enters the other, or one holds
// the other: neighbours that fit share none.
func (s *survey) meetings(cells []int32) []meeting {
	var all []meeting
	for _, p := range s.meeting(cells) {
		all = append(all, meeting{pair: pair{p[0], p[1]}})
	}
	grounds := map[int32]*ground{}
	places := map[int32]orb.Point{}
	for _, i := range cells {
		grounds[i], places[i] = newGround(s.cells[i].area), within(largest(s.cells[i].area))
	}
	inParallel(len(all), func(i int) {
		m := &all[i]
		if a, b := grounds[m.a], grounds[m.b]; a.holds(places[m.b]) || b.holds(places[m.a]) || a.entered(s.cells[m.b].area) || b.entered(s.cells[m.a].area) {
			m.land, m.err = overlay.Intersection(s.cells[m.a].area, s.cells[m.b].area)
		}
	})
	return all
}

// meeting gives the pairs of cells whose boxes meet, in their order.
func (s *survey) meeting(cells []int32) [][2]int32 {
	boxes := map[int32]orb.Bound{}
	for _, i := range cells {
		boxes[i] = s.cells[i].area.Bound()
	}
	fromWest := slices.SortedFunc(slices.Values(cells), func(a, b int32) int { return cmp.Compare(boxes[a].Min[0], boxes[b].Min[0]) })
	var pairs [][2]int32
	for k, a := range fromWest {
		for _, b := range fromWest[k+1:] {
			if boxes[b].Min[0] > boxes[a].Max[0] {
				break
			}
			if boxes[a].Intersects(boxes[b]) {
				pairs = append(pairs, [2]int32{min(a, b), max(a, b)})
			}
		}
	}
	slices.SortFunc(pairs, func(x, y [2]int32) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	return pairs
}

// landOf makes an area of rings that may touch themselves and each other.
func landOf(rings []orb.Ring) orb.MultiPolygon {
	if land := (orb.MultiPolygon{rings}); predicate.FlawOf(land) == nil {
		return land
	}
	return overlay.EvenOdd(rings...)
}

// longEdges notes each edge of more than 5 km once.
func (s *survey) longEdges() {
	const degree = longEdge / 112_000.0 // no edge of 5 km has fewer degrees both ways
	s.edges.each(func(i int32, e halfEdge) {
		if max(e.b[0]-e.a[0], e.a[0]-e.b[0], e.b[1]-e.a[1], e.a[1]-e.b[1]) < degree/2 {
			return
		}
		line := orb.LineString{e.a, e.b}
		m := geodesy.Length(line)
		mate := s.edges.mate[i]
		if m <= longEdge || mate >= 0 && mate < i {
			return
		}
		names := []string{s.cells[e.cell].name}
		if mate >= 0 {
			names = append(names, s.cells[s.edges.cell(mate)].name)
			slices.Sort(names)
		}
		s.notes = append(s.notes, finding.New("coverage.long_edge", "", "cells", names, "length_m", m).On(middle(e.a, e.b)).Over(line))
	})
}
