package coverage

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/valid"
)

// apply gives the cells with all steps that are not refused, and which of them changed.
func (m *mender) apply() (mended []cell, touched map[int32]bool) {
	goes := map[orb.Point]orb.Point{}
	into := map[[2]orb.Point][]orb.Point{}
	for _, st := range m.steps {
		switch {
		case m.refused[st.group] != "":
		case st.to != st.p:
			goes[st.p] = st.to
		default:
			into[st.edge] = append(into[st.edge], st.p)
		}
	}
	for e, ps := range into {
		slices.SortFunc(ps, func(p, q orb.Point) int { return cmp.Compare(along(e[0], e[1], p), along(e[0], e[1], q)) })
		into[e] = slices.Compact(ps)
	}
	place := func(p orb.Point) orb.Point {
		if q, ok := goes[p]; ok {
			return q
		}
		return p
	}
	mended, touched = slices.Clone(m.cells), map[int32]bool{}
	if len(goes) == 0 && len(into) == 0 {
		return mended, touched
	}
	for i, cl := range m.cells {
		var area orb.MultiPolygon
		changed := false
		for _, poly := range cl.area {
			out := make(orb.Polygon, len(poly))
			for k, r := range poly {
				was := changed
				changed = false
				out[k] = redraw(r, place, into, &changed)
				if !changed {
					out[k] = r
				}
				changed = changed || was
			}
			area = append(area, out)
		}
		if changed {
			mended[i] = cell{name: cl.name, area: area}
			touched[int32(i)] = true
		}
	}
	return mended, touched
}

// redraw gives a ring with its vertices at their new places and those that its edges
// get. What it then runs there and back is left out.
func redraw(r orb.Ring, place func(orb.Point) orb.Point, into map[[2]orb.Point][]orb.Point, changed *bool) orb.Ring {
	var out orb.Ring
	add := func(p orb.Point) {
		n := len(out)
		switch {
		case n > 0 && out[n-1] == p:
			*changed = true
		case n > 1 && out[n-2] == p:
			out = out[:n-1]
			*changed = true
		default:
			out = append(out, p)
		}
	}
	for k := 0; k+1 < len(r); k++ {
		a, b := r[k], r[k+1]
		q := place(a)
		*changed = *changed || q != a
		add(q)
		key, turned := [2]orb.Point{a, b}, before(b, a)
		if turned {
			key = [2]orb.Point{b, a}
		}
		ps := into[key]
		if turned {
			ps = slices.Clone(ps)
			slices.Reverse(ps)
		}
		for _, p := range ps {
			*changed = true
			add(place(p))
		}
	}
	for len(out) > 2 && (out[0] == out[len(out)-1] || out[1] == out[len(out)-1]) {
		if out[0] != out[len(out)-1] {
			out = out[1:] // a spike over the start
			continue
		}
		out = out[:len(out)-1]
	}
	if len(out) == 0 {
		return out
	}
	return append(out, out[0])
}

// invalid gives the changed cells that are not valid any more.
func (m *mender) invalid(mended []cell, touched map[int32]bool) map[int32]bool {
	bad := map[int32]bool{}
	for i := range touched {
		if valid.Check(mended[i].area) != nil {
			bad[i] = true
		}
	}
	return bad
}

// worse gives the cells whose gaps and overlaps have grown.
func (m *mender) worse(after *survey) map[int32]bool {
	was, is := m.misfit(), after.misfit()
	bad := map[int32]bool{}
	for i, m2 := range is {
		if m2 > was[i]+least {
			bad[i] = true
		}
	}
	return bad
}

// parted gives the cells that have lost a neighbour.
func (m *mender) parted(after *survey) map[int32]bool {
	bad := map[int32]bool{}
	now := after.neighbours()
	for p := range m.neighbours() {
		if !now[p] {
			bad[p.a], bad[p.b] = true, true
		}
	}
	return bad
}

// misfit sums the gaps and overlaps at each cell.
func (s *survey) misfit() map[int32]float64 {
	index := map[string]int32{}
	for i, c := range s.cells {
		index[c.name] = int32(i)
	}
	sums := map[int32]float64{}
	for _, f := range s.found {
		m2, _ := f.Args["area_m2"].(float64)
		names, _ := f.Args["cells"].([]string)
		for _, arg := range [...]string{"a", "b", "name"} {
			if name, ok := f.Args[arg].(string); ok {
				names = append(slices.Clone(names), name)
			}
		}
		for _, name := range names {
			sums[index[name]] += m2
		}
	}
	return sums
}

// neighbours gives the cells that have an edge in common.
func (s *survey) neighbours() map[pair]bool {
	all := map[pair]bool{}
	for i, mate := range s.edges.mate {
		if mate > int32(i) {
			a, b := s.edges.cell(int32(i)), s.edges.cell(mate)
			all[pair{min(a, b), max(a, b)}] = true
		}
	}
	return all
}

// report says what was done and what is left.
func (m *mender) report(after *survey, mended []cell) Mending {
	out := Mending{Left: after.found}
	for i, c := range mended {
		if was := m.cells[i]; !sameArea(was.area, c.area) {
			out.Cells = append(out.Cells, Cell{c.name, c.area})
			out.Changes = append(out.Changes, Areas{c.name, geodesy.Area(was.area), geodesy.Area(c.area)})
		}
	}
	at := map[orb.Point][]string{}
	if len(m.steps) > 0 {
		wanted := map[orb.Point]bool{}
		for _, st := range m.steps {
			wanted[st.p] = true
		}
		m.edges.each(func(_ int32, e halfEdge) {
			if name := m.cells[e.cell].name; wanted[e.a] && !slices.Contains(at[e.a], name) {
				at[e.a] = append(at[e.a], name)
			}
		})
	}
	told := map[int32]bool{}
	for _, st := range m.steps {
		if why := m.refused[st.group]; why != "" {
			if !told[st.group] {
				told[st.group] = true
				out.Refused = append(out.Refused, finding.New("coverage.mend_"+why, "",
					"a", m.cells[st.cells[0]].name, "b", m.cells[st.cells[1]].name).On(st.p))
			}
			continue
		}
		move := Move{Cells: at[st.p], From: st.p, To: st.to, M: st.m, Added: st.to == st.p}
		if move.Added {
			move.Cells = []string{m.cells[st.cells[1]].name}
		}
		out.Moves = append(out.Moves, move)
	}
	slices.SortStableFunc(out.Moves, func(a, b Move) int { return comparePoints(a.From, b.From) })
	left := map[string]bool{}
	for _, f := range after.found {
		left[f.Error()] = true
	}
	out.Closed = slices.DeleteFunc(slices.Clone(m.found), func(f *finding.Finding) bool { return left[f.Error()] })
	return out
}

func sameArea(a, b orb.MultiPolygon) bool {
	return slices.EqualFunc(a, b, func(p, q orb.Polygon) bool {
		return slices.EqualFunc(p, q, func(r, s orb.Ring) bool { return slices.Equal(r, s) })
	})
}
