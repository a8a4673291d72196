package patrol

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/routing/road"
	"xunhu/routing/tour"
	"xunhu/routing/water"
)

const (
	// MostDays is the longest period of one plan.
	MostDays = 92
	// MostVisits is the most visits of one plan: the times between all of their
	// places are held in memory, and grow with the square.
	MostVisits = 3000
	startsOn   = 5 * time.Minute // shifts start on a multiple of this after the setting
	restS      = 11 * 3600       // between two shifts of a crew (DOMAIN 6.2, H3)
)

// Make plans the patrols of a unit. Faults of the request are findings, joined. A
// solution that tour.Check does not pass is an error, whoever found it.
func Make(ctx context.Context, a *atlas.Atlas, net *road.Day, solve Solver, r Request) (*Plan, error) {
	m, err := prepare(a, net, r)
	if err != nil {
		return nil, err
	}
	tasks, left, err := m.allTasks(ctx)
	if err != nil {
		return nil, fmt.Errorf("plan for %s: %w", r.Unit, err)
	}
	visits, beyond := m.limited(tasks, m.due(tasks, r.Seed, m.count()*m.s.LeastVisits))
	left = append(left, beyond...)
	if len(visits) > MostVisits {
		return nil, finding.New("patrol.too_many", "", "visits", len(visits), "most", MostVisits)
	}
	x, err := m.problem(ctx, tasks, visits, r)
	if err != nil {
		return nil, fmt.Errorf("plan for %s: %w", r.Unit, err)
	}
	solution, err := m.solve(ctx, solve, x)
	if err != nil {
		return nil, fmt.Errorf("plan for %s: %w", r.Unit, err)
	}
	plan := &Plan{Unit: r.Unit, Kind: m.where.kind, With: r.With, From: m.from, Days: r.Days, Unplanned: left, SeedCommitment: Commitment(r.Seed, r.Unit, m.from), Rules: Rules{m.s.GapShare, m.s.Seasons},
		Cost: tour.Cost(x.p, solution), LowerBound: tour.LowerBound(x.p)}
	for _, t := range solution.Tours {
		plan.Tours = append(plan.Tours, m.draw(x, t))
	}
	slices.SortStableFunc(plan.Tours, func(p, q Tour) int { return p.Start.Compare(q.Start) })
	out, err := m.allLeftOut(ctx, solve, x, solution)
	if err != nil {
		return nil, fmt.Errorf("plan for %s: %w", r.Unit, err)
	}
	plan.Unplanned = append(plan.Unplanned, out...)
	plan.Notes = append(m.seasonal(), m.lacks()...)
	switch {
	case len(m.needs) == 0 && (m.where.kind == Tasks || m.where.kind == BackChecks):
		plan.Notes = append(plan.Notes, finding.New("patrol.no_leads", "", "unit", m.where.name()))
	case len(m.needs) == 0:
		plan.Notes = append(plan.Notes, finding.New("patrol.no_needs", "", "unit", m.where.name()))
	case len(visits) == 0 && len(left) == 0:
		plan.Notes = append(plan.Notes, finding.New("patrol.nothing_due", "", "unit", m.where.name(), "needs", len(m.needs),
			"from", m.from.Format(time.DateOnly), "days", r.Days))
	}
	if err := errors.Join(Check(a, m.s, plan), CheckMeans(a, m.means, plan)); err != nil {
		return nil, fmt.Errorf("plan for %s: %w", r.Unit, err)
	}
	return plan, nil
}

// maker is what all steps of one plan share.
type maker struct {
	s     Settings
	net   *road.Day
	where territory
	cut   *borders
	rules *jurisdiction.Patrols
	with  string // see Request
	needs []Need
	last  map[string]time.Time // see Request
	from  time.Time            // midnight of the first day
	days  int
	base  road.Place
	drive *road.Reach // from the base
	means Means
	asked string // the kind of patrol that was asked for
	docks []dock
	home  string             // the landing where its boats lie
	sail  *water.Query       // on the waters of the boats
	cores []orb.MultiPolygon // that may not be entered
	lakes []orb.MultiPolygon // through which nobody walks
	rng   *rand.Rand
	seed  uint64
}

// prepare checks a request and finds the unit's base and needs.
func prepare(a *atlas.Atlas, net *road.Day, r Request) (*maker, error) {
	faults := []error{r.Settings.Validate()}
	if r.Days < 1 || r.Days > MostDays {
		faults = append(faults, finding.New("patrol.days", "", "days", r.Days, "max_days", MostDays))
	}
	where, err := territoryOf(a, r.Unit)
	if err = errors.Join(append(faults, err)...); err != nil {
		return nil, err
	}
	if err := where.goes(r.Kind, r.With); err != nil {
		return nil, err
	}
	where.kind = cmp.Or(r.Kind, where.kind)
	y, mo, d := r.From.Date()
	if net.Profile().Name != r.Settings.Profile {
		return nil, fmt.Errorf("plan for %s: a network for %q cannot serve a vehicle of %q", r.Unit, net.Profile().Name, r.Settings.Profile)
	}
	m := &maker{s: r.Settings, net: net, where: where, needs: r.Needs, last: r.Last, days: r.Days,
		from: time.Date(y, mo, d, 0, 0, 0, 0, r.From.Location()), seed: r.Seed, rng: rand.New(rand.NewPCG(r.Seed, digest(r.Unit)))}
	at, err := where.base()
	if err != nil {
		return nil, err
	}
	if m.base, err = net.Snap(at, road.SnapM); err != nil {
		return nil, fmt.Errorf("base of %s: %w", r.Unit, err)
	}
	if err := net.Island(m.base); err != nil {
		return nil, fmt.Errorf("base of %s: %w", r.Unit, err)
	}
	if usual, err := net.Network.Snap(at, road.SnapM); err == nil && !net.Open(usual) && m.base.OffM > m.s.AccessM {
		return nil, finding.New("patrol.base_closed", "", "unit", where.name(), "m", m.s.AccessM).On(at)
	}
	m.drive = net.From(m.base)
	if m.needs == nil {
		if m.needs, err = needsFor(a, where, r.Settings); err != nil {
			return nil, err
		}
	}
	m.needs = slices.DeleteFunc(slices.Clone(m.needs), func(n Need) bool {
		return len(n.Units) > 0 && !slices.Contains(n.Units, string(where.unit.Class))
	})
	if where.kind == Sorties {
		if m.needs, err = flown(m.needs, r.Settings); err != nil {
			return nil, err
		}
	}
	m.cut, m.rules, m.with = newBorders(a, where), jurisdiction.PatrolsOf(a), r.With
	m.means, m.asked, m.cores = r.Means, r.Kind, barred(a, m.s, Foot, m.from)
	for _, l := range a.Lakes {
		m.lakes = append(m.lakes, l.Geometry)
	}
	m.findDocks()
	return m, nil
}

// digest makes a number of a name, so that one seed draws differently for each unit.
func digest(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	return h.Sum64()
}

// allTasks makes the tasks of all needs.
func (m *maker) allTasks(ctx context.Context) (tasks []task, left []Unplanned, err error) {
	for i := range m.needs {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		t, l, err := m.tasks(ctx, &m.needs[i])
		if err != nil {
			return nil, nil, err
		}
		tasks, left = append(tasks, t...), append(left, l...)
	}
	return tasks, left, nil
}

// posed is a tour problem, and what its numbers stand for.
type posed struct {
	p      *tour.Problem
	places []spot // by location; 0 is the base
	tasks  []task
	visits []visit    // by task
	crews  []int      // by shift, from 1
	days   []int      // by shift, from 0
	crew   []*Crew    // by shift; nil where nothing is known of it
	draws  []HourDraw // by shift
}

// problem poses the tour problem of the visits. Its clock counts seconds from
// midnight of the first day, by the clocks of the place: a day on which they are
// changed has 23 or 25 hours.
func (m *maker) problem(ctx context.Context, tasks []task, visits []visit, r Request) (*posed, error) {
	base := spot{road: m.base}
	x := &posed{p: &tour.Problem{}, places: []spot{base}, tasks: tasks, visits: visits}
	locations := map[spot]int32{base: 0}
	location := func(p spot) int32 {
		l, ok := locations[p]
		if !ok {
			l = int32(len(x.places))
			locations[p] = l
			x.places = append(x.places, p)
		}
		return l
	}
	m.shift(x)
	for _, v := range visits {
		n := tasks[v.task].need
		t := tour.Task{Prize: m.prize(n, v)}
		for _, w := range tasks[v.task].ways {
			t.Modes = append(t.Modes, tour.Mode{Enter: location(w.from()), Leave: location(w.to()), ServiceS: int32(w.serviceS()),
				Cost: int64(w.serviceS()), Skills: m.wants(n, w), Windows: orNever(m.windows(n, w, v, v.least, v.most))})
		}
		x.p.Tasks = append(x.p.Tasks, t)
	}
	times, err := m.times(ctx, x.places)
	if err != nil {
		return nil, err
	}
	x.p.Locations, x.p.Classes = len(x.places), []tour.Class{{Times: times}}
	return x, nil
}

// shift poses the shifts of the crews: those who are on duty, or, of a day of which nothing
// is known, as many as the settings say, who can do anything.
func (m *maker) shift(x *posed) {
	length := int32(m.s.ShiftLength / time.Second)
	rested := make([]int32, m.s.Crews) // when each crew may go out again
	add := func(day, number int, from, until, open, close int32, c *Crew, skills uint64) {
		if close <= open {
			return // it is out on another plan
		}
		longest := length
		if c != nil {
			longest = int32(m.lasts(c) / time.Second)
		}
		x.p.Shifts = append(x.p.Shifts, tour.Shift{Open: open, Close: close, MaxS: min(longest, close-open), TravelCost: 1, Skills: skills})
		x.crews, x.days, x.crew = append(x.crews, number), append(x.days, day), append(x.crew, c)
		x.draws = append(x.draws, HourDraw{From: m.moment(from), Until: m.moment(until), Open: m.moment(open), Close: m.moment(close)})
	}
	for day := range m.days {
		d, known := m.means.Duty[m.from.AddDate(0, 0, day).Format(time.DateOnly)]
		if !known {
			for crew := range m.s.Crews {
				if from, until, ok := m.spread(day, rested[crew]); ok { // else a day off
					open := m.opened(day, crew+1, from, until)
					rested[crew] = open + length + restS
					add(day, crew+1, from, until, open, open+length, nil, anything)
				}
			}
			continue
		}
		for i := range d.Crews {
			c := &d.Crews[i]
			if c.unable() != "" {
				continue
			}
			from, close := m.seconds(c.Start), m.seconds(c.End)
			until := from + m.spare(c)
			if c.Duty == "" && i < len(rested) {
				// who is out on another plan until after the usual hours begins when it is back
				if last := m.second(day, m.s.ShiftStart+m.s.StartSpread); from > last {
					from = max(from, rested[i])
					until = from
				} else {
					var ok bool
					if from, until, ok = m.spread(day, max(from, rested[i])); !ok {
						continue
					}
				}
			}
			open := m.opened(day, i+1, from, until)
			if c.Duty == "" && i < len(rested) && close > open { // else it stays in
				rested[i] = open + length + restS
			}
			if c.Duty != "" { // who of a unit goes where no roster names anybody is not known
				for k := range rested {
					rested[k] = max(rested[k], close+restS)
				}
			}
			if c.Duty == "" {
				close = min(close, open+length)
			}
			add(day, i+1, from, until, open, close, c, c.can(c.span()))
		}
	}
}

// seconds is an instant on the plan's clock.
func (m *maker) seconds(t time.Time) int32 { return int32(t.Sub(m.from) / time.Second) }

// spread is from when to when a crew's shift of a day may begin, not before the crew has
// rested. Of no shift is it said when it would have to begin after the spread.
func (m *maker) spread(day int, rested int32) (from, until int32, ok bool) {
	steps := int(m.s.StartSpread / startsOn)
	first := 0
	for first <= steps && m.second(day, m.s.ShiftStart+time.Duration(first)*startsOn) < rested {
		first++
	}
	if first > steps {
		return 0, 0, false
	}
	return m.second(day, m.s.ShiftStart+time.Duration(first)*startsOn), m.second(day, m.s.ShiftStart+time.Duration(steps)*startsOn), true
}

// opened draws when a shift opens.
func (m *maker) opened(day, crew int, from, until int32) int32 {
	step := int32(startsOn / time.Second)
	return from + step*int32(opening(m.seed, m.where.unit.ID, m.date(day), strconv.Itoa(crew), int((until-from)/step)))
}

// date of a day of the plan.
func (m *maker) date(day int) string { return m.from.AddDate(0, 0, day).Format(time.DateOnly) }

// second gives the second of the plan's clock at which the clocks of the place
// show a time of a day.
func (m *maker) second(day int, clock time.Duration) int32 {
	y, mo, d := m.from.Date()
	h, s := int(clock/time.Hour), int(clock%time.Hour/time.Second)
	return int32(time.Date(y, mo, d+day, h, 0, s, 0, m.from.Location()).Sub(m.from) / time.Second)
}

// moment is the instant of a second of the plan's clock.
func (m *maker) moment(s int32) time.Time { return m.from.Add(time.Duration(s) * time.Second) }

// line of a path, nil where nothing is travelled.
func (m *maker) path(from, to road.Place) orb.LineString {
	if from.Point == to.Point {
		return nil
	}
	path, err := m.net.Between(from, to)
	if err != nil {
		panic(err) // all places of a plan lie on the main part of the network
	}
	return path.Line
}

func orNever(w []tour.Window) []tour.Window {
	if len(w) == 0 {
		return never
	}
	return w
}
