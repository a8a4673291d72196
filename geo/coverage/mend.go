package coverage

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
)

// A Mending is what Mend would do, and did to the cells that it gives.
type Mending struct {
	Cells   []Cell  // those that change, by name
	Moves   []Move  // from west to east
	Changes []Areas // of the cells that change, by name
	Closed  []*finding.Finding
	Left    []*finding.Finding // also wider ones, and those that Refused tells of
	Refused []*finding.Finding // repairs that would do harm: coverage.mend_ and far, invalid, parted or worse
}

// A Move is one vertex that moves, or that a border gets which passed it by.
type Move struct {
	Cells    []string
	From, To orb.Point // the same if the vertex is only added
	M        float64   // how far a vertex moves, or a border that gets one
	Added    bool
}

// Areas is the size of a cell in m² before and after.
type Areas struct {
	Name          string
	Before, After float64
}

// Mend snaps borders that miss each other by no more than tolerance metres onto one
// another: a vertex onto the neighbour's where that is near, else into the
// neighbour's border. It closes gaps and overlaps that are nowhere wider, and cracks
// that open to the outside; wider ones stay whole. A vertex moves for all its cells at
// once, so that edges which match keep matching, and never by more than the tolerance.
// What hangs together is mended whole or not at all: not if a cell would become
// invalid, two neighbours would lose their common border, or a gap or overlap would
// grow. Cells without a part in this stay as they are, bit for bit. Cells that are not
// valid are left alone.
func Mend(tolerance float64, cells ...Cell) Mending {
	var sound []cell
	faults := check(cells)
	for i, c := range cells {
		if area, ok := asArea(c.Area); ok && faults[i] == nil {
			sound = append(sound, cell{name: c.Name, area: area})
		}
	}
	slices.SortStableFunc(sound, func(a, b cell) int { return cmp.Compare(a.name, b.name) })
	before := newSurvey(sound, matchEdges(sound))
	before.look(max(Tolerance, tolerance))
	m := newMender(before, tolerance)
	after, mended := m.sound()
	return m.report(after, mended)
}

// A step is one repair: p goes to another vertex, or into an edge.
type step struct {
	p     orb.Point
	to    orb.Point // p if it goes into the edge
	edge  [2]orb.Point
	m     float64
	cells [2]int32
	group int32
}

// A mender plans steps and takes back those that do harm.
type mender struct {
	*survey
	tolerance float64
	steps     []step
	refused   map[int32]string // groups, and why: the end of a code
}

func newMender(s *survey, tolerance float64) *mender {
	m := &mender{survey: s, tolerance: tolerance, refused: map[int32]string{}}
	all := s.misses(tolerance)
	// The nearest of each cell, as it came first.
	all = slices.CompactFunc(all, func(x, y miss) bool { return x.at == y.at && x.cell == y.cell && x.near == y.near })
	all = slices.DeleteFunc(all, func(x miss) bool {
		on, vertex := s.meets(x.near, x.at)
		return vertex || on && x.m > rounding
	})
	forbidden := m.tooWide(all)
	all = slices.DeleteFunc(all, func(x miss) bool { return forbidden[x.at] })
	m.plan(all)
	return m
}

// tooWide gives the vertices of gaps and overlaps that are somewhere wider than the
// tolerance: at a vertex that is at no other border.
func (m *mender) tooWide(all []miss) map[orb.Point]bool {
	near := map[orb.Point]bool{}
	for _, x := range all {
		near[x.at] = true
	}
	owners := map[orb.Point]int32{} // of a seam's ends: the cell, or many
	for _, s := range m.seams {
		for _, p := range [...]orb.Point{s.a, s.b} {
			if c, ok := owners[p]; ok && c != s.cell {
				owners[p] = many
			} else if !ok {
				owners[p] = s.cell
			}
		}
	}
	wide := map[orb.Point]bool{}
	for _, f := range m.found {
		land, ok := f.Shape.(orb.MultiPolygon)
		if !ok {
			continue
		}
		width := geodesy.Area(land) * 2 / geodesy.Length(land)
		open := f.Code != "coverage.gap" && f.Code != "coverage.overlap" || width > m.tolerance
		for _, poly := range land {
			for _, r := range poly {
				for _, p := range r {
					if c, ok := owners[p]; ok && c != many && !near[p] {
						open = true
					}
				}
			}
		}
		if !open {
			continue
		}
		for _, poly := range land {
			for _, r := range poly {
				for _, p := range r {
					wide[p] = true
				}
			}
		}
	}
	return wide
}

// plan makes steps of misses, the shortest first.
func (m *mender) plan(all []miss) {
	users := map[orb.Point]int{} // how many edges end in a vertex: what many use stays
	m.edges.each(func(_ int32, e halfEdge) { users[e.a]++ })
	group := forest{}
	at := map[orb.Point]int32{} // what has a vertex in common hangs together
	for _, x := range all {
		group.join(x.own, x.other)
		for _, p := range [...]orb.Point{x.at, m.seams[x.other].a, m.seams[x.other].b} {
			if i, ok := at[p]; ok {
				group.join(i, x.own)
			}
			at[p] = x.own
		}
	}
	slices.SortStableFunc(all, func(x, y miss) int { return cmp.Compare(x.m, y.m) })
	goes := map[orb.Point]orb.Point{} // where vertices are to go
	stays := map[orb.Point]bool{}     // what others go to
	for _, x := range all {
		f := m.seams[x.other]
		st := step{p: x.at, to: x.at, edge: [2]orb.Point{f.a, f.b}, m: x.m, cells: [2]int32{x.cell, x.near}, group: group.root(x.own)}
		v, d := f.a, geodesy.Distance(x.at, f.a)
		if e := geodesy.Distance(x.at, f.b); e < d {
			v, d = f.b, e
		}
		if d <= m.tolerance && d <= 4*x.m+rounding {
			from, to := x.at, v
			if users[from] > users[to] || users[from] == users[to] && before(from, to) {
				from, to = to, from
			}
			if goes[from] == to || goes[to] == from {
				continue // planned from the other side
			}
			_, moved := goes[from]
			_, gone := goes[to]
			if stays[from] || moved || gone {
				from, to = to, from
				_, moved = goes[from]
				_, gone = goes[to]
			}
			if !stays[from] && !moved && !gone {
				goes[from], stays[to] = to, true
				st.p, st.to, st.m = from, to, d
				m.steps = append(m.steps, st)
				continue
			}
		}
		if _, moved := goes[x.at]; !moved {
			stays[x.at] = true
		}
		m.steps = append(m.steps, st)
	}
	// A vertex that an edge gets may itself be on its way.
	for i := range m.steps {
		st := &m.steps[i]
		if to, moved := goes[st.p]; moved && st.to == st.p {
			if _, st.m = geodesy.Nearest(orb.LineString{st.edge[0], st.edge[1]}, to); st.m > m.tolerance {
				m.refused[st.group] = "far"
			}
		}
	}
}

// sound gives the cells as mended, and the survey of them, taking back what does harm.
func (m *mender) sound() (*survey, []cell) {
	for {
		mended, touched := m.apply()
		if m.refuse(m.invalid(mended, touched), "invalid") {
			continue
		}
		after := newSurvey(mended, matchEdges(mended))
		after.look(max(Tolerance, m.tolerance))
		if !m.refuse(m.parted(after), "parted") && !m.refuse(m.worse(after), "worse") {
			return after, mended
		}
	}
}

// refuse takes back the steps of some cells; false if there are none.
func (m *mender) refuse(bad map[int32]bool, why string) bool {
	any := false
	for _, st := range m.steps {
		if m.refused[st.group] == "" && (bad[st.cells[0]] || bad[st.cells[1]]) {
			m.refused[st.group] = why
			any = true
		}
	}
	return any
}
