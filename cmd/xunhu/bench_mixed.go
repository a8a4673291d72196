package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/live"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
	"xunhu/routing/road"
	"xunhu/routing/tour"
	"xunhu/routing/tour/vrplib"
	"xunhu/routing/water"
)

type benchMixed struct {
	Tasks int    `help:"${help_mixed_tasks}" default:"60" placeholder:"N"`
	Crews int    `help:"${help_mixed_crews}" default:"10" placeholder:"N"`
	Days  int    `help:"${help_mixed_days}" default:"1" placeholder:"N"`
	Seed  uint64 `help:"${help_mixed_seed}" default:"1" placeholder:"N"`
	Out   string `short:"o" help:"${help_out}" placeholder:"FILE"`
}

// Run makes a problem of all kinds of tasks from the region of the store.
func (v *benchMixed) Run(ctx context.Context, p *program) error {
	if v.Tasks < 1 || v.Crews < 2 || v.Days < 1 || v.Days > 7 || v.Tasks > 2000 || v.Crews > 200 {
		return finding.New("command.bad_mixed", "")
	}
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	planner, _, err := r.Trips(nil, time.Time{}, live.Wind{}) // of no day, so that the same region and seed make the same problem
	if err != nil {
		return err
	}
	m := &mixer{rng: rand.New(rand.NewPCG(v.Seed, 0)), a: r.Atlas, roads: planner.Roads, afloat: planner.Afloat, days: int32(v.Days)}
	in, err := m.make(ctx, v.Tasks, v.Crews)
	if err != nil {
		return err
	}
	in.Name = fmt.Sprintf("%s-%d-%d-%d", r.Atlas.Region.Code, v.Tasks, v.Days, v.Seed)
	in.Comment = r.Atlas.Region.Attribution
	return output(v.Out, p.out, func(w io.Writer) error { return vrplib.Write(w, in) })
}

// A mixer draws a problem from a region: the same region and seed give the same problem.
type mixer struct {
	rng    *rand.Rand
	a      *atlas.Atlas
	roads  *road.Day
	afloat *water.Metric
	days   int32

	p     tour.Problem
	spots []spot
	known map[[2]int]int32 // spots on the road, by edge and metre
	wet   *water.Query
}

// A spot is a location: on the road or in the water.
type spot struct {
	name  string
	place road.Place // where wet is false
	at    orb.Point
	wet   bool
}

// The classes of vehicles, and skills.
const (
	byCar, byBoat        = 0, 1
	sampling, certified  = 1 << 0, 1 << 1
	hour, dayS           = 3600, 24 * 3600
	snapM, walkKMH       = 1500, 4.0
	boatKMH, bankM       = 8.0, 60
	shortestM, longestM  = 700.0, 2500.0
	samples, unloadS     = 8, 20 * 60
	fixedCost, meeting   = 1800, 40 * 60
	leastPrize, mostMore = 1200, 4800
)

// make draws posts, then tasks by share, then crews, and at last the matrices of the
// locations that they use.
func (m *mixer) make(ctx context.Context, tasks, crews int) (*vrplib.Instance, error) {
	m.known, m.wet = map[[2]int]int32{}, m.afloat.NewQuery()
	posts, landings, err := m.posts()
	if err != nil {
		return nil, err
	}
	points, reaches := tasks/2, tasks*3/10
	if m.days > 1 {
		points -= m.periodic(points / 3)
	}
	points -= m.meetings(2)
	left := points - m.points(points)
	left += reaches - m.reaches(reaches)
	optional := tasks - tasks/2 - tasks*3/10 + max(left, 0)
	if len(landings) > 0 {
		optional -= m.waters(optional / 3)
	}
	m.areas(optional)
	if len(m.p.Tasks) == 0 {
		return nil, finding.New("command.mixed_empty", "")
	}
	m.crews(crews, posts, landings)
	if len(m.p.Tasks) > 5 {
		m.p.Apart = []tour.Pair{{A: int32(len(m.p.Tasks) - 1), B: int32(len(m.p.Tasks) - 3)}}
	}
	m.prune()
	if err := m.matrices(ctx); err != nil {
		return nil, err
	}
	m.release()
	in := &vrplib.Instance{Problem: &m.p, Scale: 1}
	for _, s := range m.spots {
		at := s.at
		if !s.wet {
			at = s.place.Point
		}
		in.Places = append(in.Places, vrplib.Place{Name: s.name, Lon: math.Round(at[0]*1e5) / 1e5, Lat: math.Round(at[1]*1e5) / 1e5})
	}
	return in, nil
}

// ashore gives the location on the road nearest to a point, and the walk from it.
func (m *mixer) ashore(name string, at orb.Point) (location, walkS int32, ok bool) {
	place, err := m.roads.Snap(at, snapM)
	if err != nil {
		return 0, 0, false
	}
	edge, along := place.Edge()
	key := [2]int{int(edge), int(along / 20)} // within 20 m it is the same place
	location, known := m.known[key]
	if !known {
		location = int32(len(m.spots))
		m.known[key] = location
		m.spots = append(m.spots, spot{name: name, place: place, at: at})
	}
	return location, int32(place.OffM / walkKMH * 3.6), true
}

// onWater gives a location for a boat, if a boat gets there.
func (m *mixer) onWater(name string, at orb.Point) (location int32, ok bool) {
	if _, err := m.wet.Afloat(at); err != nil {
		return 0, false
	}
	m.spots = append(m.spots, spot{name: name, at: at, wet: true})
	return int32(len(m.spots) - 1), true
}

// posts gives where cars stand and where boats lie.
func (m *mixer) posts() (posts, landings []int32, err error) {
	for _, u := range m.a.Units {
		if (u.Class == atlas.Post || u.Class == atlas.Squad) && u.At != nil && len(posts) < 4 {
			if l, _, ok := m.ashore(u.Name, *u.At); ok {
				posts = append(posts, l)
			}
		}
	}
	for _, s := range m.a.Sites {
		if s.Class == "landing" && len(landings) < 2 {
			if l, ok := m.onWater(s.Name, s.At); ok {
				landings = append(landings, l)
			}
		}
	}
	for _, t := range m.a.Towns { // a region without seats
		if len(posts) >= 3 || len(t.Area) == 0 {
			break
		}
		if l, _, ok := m.ashore(t.Name, t.Area.Bound().Center()); ok {
			posts = append(posts, l)
		}
	}
	if len(posts) == 0 {
		return nil, nil, finding.New("command.mixed_empty", "")
	}
	return posts, landings, nil
}

// daily gives the same hours on every day.
func (m *mixer) daily(hours ...float64) (all []tour.Window) {
	for d := range m.days {
		for i := 0; i < len(hours); i += 2 {
			all = append(all, tour.Window{Open: d*dayS + int32(hours[i]*hour), Close: d*dayS + int32(hours[i+1]*hour)})
		}
	}
	return all
}

// site draws a place to visit with its mode.
func (m *mixer) site() (tour.Mode, bool) {
	for range 50 {
		name, at := "", orb.Point{}
		if n := len(m.a.Sites); n > 0 {
			s := m.a.Sites[m.rng.IntN(n)]
			name, at = s.Name, s.At
		}
		if len(m.a.Sites) < 30 && m.rng.IntN(2) == 0 || name == "" {
			t := m.a.Towns[m.rng.IntN(len(m.a.Towns))]
			name, at = t.Name, m.within(t.Area)
		}
		if l, walk, ok := m.ashore(name, at); ok {
			return tour.Mode{Enter: l, Leave: l, ServiceS: int32(10+5*m.rng.IntN(6))*60 + 2*walk}, true
		}
	}
	return tour.Mode{}, false
}

// within draws a point of an area.
func (m *mixer) within(area orb.MultiPolygon) orb.Point {
	b := area.Bound()
	for range 200 {
		p := orb.Point{b.Min[0] + m.rng.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + m.rng.Float64()*(b.Max[1]-b.Min[1])}
		if predicate.In(p, area) == predicate.Inside {
			return p
		}
	}
	return b.Center()
}

// points are sites: half of them in office hours, some by who may take samples.
func (m *mixer) points(n int) (made int) {
	for made < n {
		mode, ok := m.site()
		if !ok {
			return made
		}
		task := tour.Task{Required: true}
		switch m.rng.IntN(4) {
		case 0:
			mode.Windows = m.daily(8.5, 11.5, 14, 17)
		case 1:
			begin := 7 + float64(m.rng.IntN(8))
			mode.Windows = m.daily(begin, begin+2)
		}
		if m.rng.IntN(3) == 0 {
			mode.Skills, task.Load = sampling, []int32{1 + m.rng.Int32N(2)}
		}
		task.Modes = []tour.Mode{mode}
		m.p.Tasks = append(m.p.Tasks, task)
		made++
	}
	return made
}

// periodic are sites that want two visits a week, not on days that follow each other.
func (m *mixer) periodic(n int) (made int) {
	var patterns [][]int32
	for a := range m.days {
		for b := a + 2; b < m.days; b++ {
			patterns = append(patterns, []int32{a, b})
		}
	}
	for made+2 <= n && len(patterns) > 0 {
		mode, ok := m.site()
		if !ok {
			break
		}
		period := tour.Period{Patterns: patterns}
		for range 2 {
			period.Tasks = append(period.Tasks, int32(len(m.p.Tasks)))
			m.p.Tasks = append(m.p.Tasks, tour.Task{Required: true, Modes: []tour.Mode{mode}})
		}
		m.p.Periods = append(m.p.Periods, period)
		made += 2
	}
	return made
}

// meetings are sites where two crews with certificates must be at one time.
func (m *mixer) meetings(n int) (made int) {
	for range n {
		mode, ok := m.site()
		if !ok {
			break
		}
		mode.ServiceS, mode.Skills, mode.Windows = meeting, certified, m.daily(8.5, 16)
		a := int32(len(m.p.Tasks))
		for range 2 {
			m.p.Tasks = append(m.p.Tasks, tour.Task{Required: true, Modes: []tour.Mode{mode}})
		}
		m.p.Together = append(m.p.Together, tour.Pair{A: a, B: a + 1})
		made += 2
	}
	return made
}

// stretch draws a piece of a river.
func (m *mixer) stretch() (orb.LineString, string) {
	reach := m.rng.Int32N(int32(m.a.Water.NumReaches()))
	river := m.a.Water.River(reach)
	length := m.a.Water.Length(reach)
	want := shortestM + m.rng.Float64()*(longestM-shortestM)
	if length <= want {
		return m.a.Water.Line(reach), river.Name
	}
	from := m.rng.Float64() * (length - want)
	return m.a.Water.Cut(reach, from, from+want), river.Name
}

// bank gives the point beside a vertex, to the left of the flow or to the right.
func bank(line orb.LineString, end bool, left float64) orb.Point {
	at, next := line[0], line[1]
	if end {
		at, next = line[len(line)-1], line[len(line)-2]
		left = -left
	}
	dx, dy := (next[0]-at[0])*math.Cos(at[1]*math.Pi/180), next[1]-at[1]
	d := math.Hypot(dx, dy)
	if d == 0 {
		return at
	}
	const metre = 1 / 111_320.0
	return orb.Point{at[0] - left*dy/d*metre/math.Cos(at[1]*math.Pi/180), at[1] + left*dx/d*metre}
}

// reaches are seen along one bank or the other, up or down, or by boat.
func (m *mixer) reaches(n int) (made int) {
	for range 40 * n {
		if made == n || m.a.Water.NumReaches() == 0 {
			break
		}
		line, name := m.stretch()
		length := geodesy.Length(line)
		if len(line) < 2 || length < shortestM/2 {
			continue
		}
		var modes []tour.Mode
		add := func(a, b, service int32) {
			for _, x := range [][2]int32{{a, b}, {b, a}} {
				for _, had := range modes {
					if had.Enter == x[0] && had.Leave == x[1] {
						return // the other bank is seen from the same road
					}
				}
				modes = append(modes, tour.Mode{Enter: x[0], Leave: x[1], ServiceS: service})
			}
		}
		for _, side := range []float64{bankM, -bankM} {
			a, walkA, okA := m.ashore(name, bank(line, false, side))
			b, walkB, okB := m.ashore(name, bank(line, true, side))
			if okA && okB && a != b {
				add(a, b, int32(length/walkKMH/1.5*3.6)+walkA+walkB)
			}
		}
		if m.boats() {
			if a, ok := m.onWater(name, line[0]); ok {
				if b, ok := m.onWater(name, line[len(line)-1]); ok {
					add(a, b, int32(length/boatKMH*3.6))
				}
			}
		}
		if len(modes) == 0 {
			continue
		}
		if m.rng.IntN(4) == 0 {
			for i := range modes {
				modes[i].Windows = m.daily(8, 12, 13, 18)
			}
		}
		m.p.Tasks = append(m.p.Tasks, tour.Task{Required: made%3 > 0, Prize: m.prize(), Modes: modes})
		made++
	}
	return made
}

func (m *mixer) prize() int64 { return leastPrize + m.rng.Int64N(mostMore) }
