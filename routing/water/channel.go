package water

import (
	"cmp"
	"errors"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// An end is a node of a link before all are counted: a spot, or, as its complement, a
// place outside open water.
type end int32

// A link is a way other than by sight: a stretch of channel, or the straight way from
// a place near the water into it.
type link struct {
	a, b    end
	line    []orb.Point
	channel int32 // in the chart, or -1
}

// A survey joins channels and landings to the open water.
type survey struct {
	w        *waters
	chart    Chart
	walls    rtree.RTreeGN[float64, [2]orb.Point]
	outside  []orb.Point       // places outside open water
	known    map[orb.Point]end // vertices of channels that are nodes
	links    []link
	landing  []end
	landings []Landing          // those within reach
	far      []*finding.Finding // the others
	faults   []error
}

func (w *waters) survey(c Chart) (*survey, error) {
	s := &survey{w: w, chart: c, known: map[orb.Point]end{}}
	if len(c.Channels) > 0 {
		for t := range w.m.tri {
			for i, n := range w.m.next[t] {
				if w.m.in[t] && n&1 == 1 {
					a, b := w.m.at[w.m.tri[t][succ[i]]], w.m.at[w.m.tri[t][pred[i]]]
					box := orb.MultiPoint{a, b}.Bound()
					s.walls.Insert(box.Min, box.Max, [2]orb.Point{a, b})
				}
			}
		}
	}
	lines := make([]orb.LineString, len(c.Channels))
	for i, ch := range c.Channels {
		lines[i] = distinct(ch.Line)
		for _, p := range lines[i] {
			if !onGlobe(p) {
				s.faults = append(s.faults, finding.New("water.off_globe", "channel "+ch.ID, "lon", p[0], "lat", p[1]))
				break
			}
		}
	}
	for _, l := range c.Landings {
		if !onGlobe(l.At) {
			s.faults = append(s.faults, finding.New("water.off_globe", "landing "+l.ID, "lon", l.At[0], "lat", l.At[1]))
		}
	}
	if len(s.faults) > 0 {
		return nil, errors.Join(s.faults...)
	}
	feet := s.feet(lines)
	s.cut(lines, feet)
	s.deadEnds()
	s.land(feet)
	return s, errors.Join(s.faults...)
}

// feet finds for each landing the nearest place on a channel, makes it a vertex there,
// and gives it; nil if none is in reach.
func (s *survey) feet(lines []orb.LineString) []*orb.Point {
	type segment struct{ line, at int }
	type foot struct {
		segment
		p orb.Point
	}
	var edges [][2]orb.Point
	var owner []segment
	for i, l := range lines {
		for j := 1; j < len(l); j++ {
			edges, owner = append(edges, [2]orb.Point{l[j-1], l[j]}), append(owner, segment{i, j})
		}
	}
	web := geodesy.Weave(edges)
	feet := make([]*orb.Point, len(s.chart.Landings))
	var all []foot
	for i, l := range s.chart.Landings {
		if e, at, m := web.Nearest(l.At); e >= 0 && m <= s.chart.reachM() {
			feet[i] = &at
			all = append(all, foot{owner[e], at})
		}
	}
	slices.SortFunc(all, func(a, b foot) int { // from behind, so that numbers stay right
		start := lines[a.line][a.at-1]
		return cmp.Or(cmp.Compare(b.line, a.line), cmp.Compare(b.at, a.at), cmp.Compare(away(start, b.p), away(start, a.p)))
	})
	for _, f := range all {
		l := lines[f.line]
		if f.p != l[f.at-1] && f.p != l[f.at] {
			lines[f.line] = slices.Insert(l, f.at, f.p)
		}
	}
	return feet
}

// away orders points on one segment by how far they are from its start.
func away(a, b orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	return dx*dx + dy*dy
}

// A stop is a vertex of a channel, or a place where it meets the border of the water.
type stop struct {
	p      orb.Point
	border bool
}

// cut keeps what of the channels lies outside open water, cut at junctions, at feet
// of landings, and where it enters the water.
func (s *survey) cut(lines []orb.LineString, feet []*orb.Point) {
	uses := map[orb.Point]int{}
	for _, l := range lines {
		for i, p := range l {
			if uses[p]++; i == 0 || i == len(l)-1 {
				uses[p]++
			}
		}
	}
	for _, f := range feet {
		if f != nil {
			uses[*f] += 2
		}
	}
	for i, l := range lines {
		var run []orb.Point
		var from end
		finish := func(to end, p orb.Point) {
			s.links = append(s.links, link{from, to, append(run, p), int32(i)})
			run = nil
		}
		for j := 1; j < len(l); j++ {
			stops := s.stops(l[j-1], l[j])
			for k := 1; k < len(stops); k++ {
				a, b := stops[k-1], stops[k]
				mid := orb.Point{a.p[0] + (b.p[0]-a.p[0])/2, a.p[1] + (b.p[1]-a.p[1])/2}
				if _, _, in := s.w.m.find(mid); in || a.p == b.p {
					continue
				}
				if run == nil {
					from, a.p = s.node(a)
				}
				run = append(run, a.p)
				if _, _, in := s.w.m.find(b.p); b.border || in || uses[b.p] > 1 {
					finish(s.node(b))
				}
			}
		}
	}
}

// stops gives the ends of a segment and the places between where it meets the border.
func (s *survey) stops(a, b orb.Point) []stop {
	box := orb.MultiPoint{a, b}.Bound()
	var met []stop
	s.walls.Search(box.Min, box.Max, func(_, _ [2]float64, e [2]orb.Point) bool {
		if predicate.SegmentsMeet(a, b, e[0], e[1]) {
			met = append(met, stop{predicate.CommonPoint(a, b, e[0], e[1]), true})
		}
		return true
	})
	slices.SortFunc(met, func(x, y stop) int {
		return cmp.Or(cmp.Compare(away(a, x.p), away(a, y.p)), cmp.Compare(x.p[0], y.p[0]), cmp.Compare(x.p[1], y.p[1]))
	})
	met = slices.Compact(met)
	met = slices.DeleteFunc(met, func(x stop) bool { return x.p == a || x.p == b })
	return slices.Concat([]stop{{p: a}}, met, []stop{{p: b}})
}

// node gives the node of a stop, and where it lies: in open water, if it touches it.
func (s *survey) node(at stop) (end, orb.Point) {
	if e, ok := s.known[at.p]; ok {
		return e, s.place(e)
	}
	e := end(0)
	if t, _, in := s.w.m.find(at.p); in {
		e = s.spot(at.p, t)
	} else if q, t, m := s.w.nearest(at.p); at.border && t >= 0 && m < 0.01 {
		e = s.spot(q, t)
	} else {
		s.outside = append(s.outside, at.p)
		e = ^end(len(s.outside) - 1)
	}
	s.known[at.p] = e
	return e, s.place(e)
}

// spot puts a spot next to p, strictly inside triangle t.
func (s *survey) spot(p orb.Point, t int32) end {
	if x := s.w.m.sides(t, p); x[0] <= 0 || x[1] <= 0 || x[2] <= 0 {
		p = s.w.m.within(p, t)
	}
	s.w.put(spot{at: p, t: t})
	return end(len(s.w.spot) - 1)
}

func (s *survey) place(e end) orb.Point {
	if e < 0 {
		return s.outside[^e]
	}
	return s.w.spot[e].at
}

// deadEnds joins channels that stop short of the water to it.
func (s *survey) deadEnds() {
	degree := map[end]int{}
	for _, l := range s.links {
		degree[l.a]++
		degree[l.b]++
	}
	for i := range s.outside {
		if e := ^end(i); degree[e] == 1 {
			s.over(e)
		}
	}
}

// over leads straight from a place outside into open water, if that is in reach.
func (s *survey) over(e end) (m float64, ok bool) {
	q, t, m := s.w.nearest(s.place(e))
	if t < 0 || m > s.chart.reachM() {
		return m, false
	}
	s.links = append(s.links, link{e, s.spot(q, t), []orb.Point{s.place(e), q}, -1})
	return m, true
}

// land joins the landings to open water and to channels.
func (s *survey) land(feet []*orb.Point) {
	for i, l := range s.chart.Landings {
		if t, _, in := s.w.m.find(l.At); in {
			s.landing = append(s.landing, s.spot(l.At, t))
			s.landings = append(s.landings, l)
			continue
		}
		s.outside = append(s.outside, l.At)
		e := ^end(len(s.outside) - 1)
		s.landing = append(s.landing, e)
		m, ok := s.over(e)
		if feet[i] != nil {
			if foot, on := s.known[*feet[i]]; on {
				s.links = append(s.links, link{e, foot, []orb.Point{l.At, s.place(foot)}, -1})
				ok = true
			}
		}
		if !ok { // its place is a node that nothing leads to
			s.landing = s.landing[:len(s.landing)-1]
			s.far = append(s.far, finding.New("water.landing_far", "landing "+l.ID,
				"m", m, "reach_m", s.chart.reachM(), "lon", l.At[0], "lat", l.At[1]).On(l.At))
			continue
		}
		s.landings = append(s.landings, l)
	}
}

func onGlobe(p orb.Point) bool {
	return p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90
}
