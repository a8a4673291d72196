package patrol

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// A visit is one time that a task is due, on days counted from the first of the plan: from
// first to last as it was drawn, and if the crews cannot do it then, from least to most. It
// is drawn for one day, unless it is asked for once in the plan.
type visit struct {
	task        int
	first, last int
	least, most int
	before      int32 // second before which it is begun; 0: none is said, or no crew can be there by then
}

// due gives the visits of the plan, each on the day that is drawn for it. One that must be
// made earlier than drawn can be, as long as the next is not too late after it and none
// comes before the one before.
//
// Where plans made with another seed came before, the last of their visits counts: the first
// of this plan is drawn from the interval that began then, if it would come too late.
//
// If that makes fewer than the least number of visits, what is due next after the plan is
// made early, soonest first, on days drawn as well; nothing is visited twice for that.
func (m *maker) due(tasks []task, seed uint64, least int) []visit {
	start := daysSince1970(m.from)
	rhythms := newRhythms(m.s.Seasons, start, start+m.days)
	type late struct{ visit, after int }
	var all []visit
	var early []late
	for i, t := range tasks {
		if t.need.IntervalDays <= 0 {
			all = append(all, m.once(i, t))
			continue
		}
		every := rhythms.of(t.need.IntervalDays, t.need.Category)
		before, days, after := drawn(source(seed, m.where.unit.ID, t.piece), every, m.s.GapShare, start, start+m.days)
		if last, ok := m.last[t.piece]; ok {
			if day, soon := m.pulled(seed, t.piece, every, daysSince1970(last), append(days[:len(days):len(days)], after)[0]); soon {
				days = append([]int{day}, days...)
			}
			before = max(before, daysSince1970(last))
		}
		if len(days) == 0 {
			early = append(early, late{i, after})
		}
		days = append(days, after)
		for k, day := range days[:len(days)-1] {
			sooner := day
			for sooner-1 > before && sooner > start && every.holds(sooner-1, days[k+1]) {
				sooner--
			}
			all = append(all, visit{task: i, first: day - start, last: day - start, least: sooner - start, most: day - start})
			before = day
		}
	}
	slices.SortStableFunc(early, func(x, y late) int { return cmp.Compare(x.after, y.after) })
	for _, x := range early[:min(len(early), max(0, least-len(all)))] {
		day := m.rng.IntN(m.days)
		all = append(all, visit{task: x.visit, first: day, last: day, most: m.days - 1})
	}
	slices.SortFunc(all, func(x, y visit) int {
		return cmp.Or(cmp.Compare(x.task, y.task), cmp.Compare(x.last, y.last))
	})
	return all
}

// soonDays is within how many days of the plan's first a lead is visited that may wait longer,
// if the crews can.
const soonDays = 7

// once is the visit of what is asked for once: on any day of the plan, or on those on which
// even the crew that starts last comes before the moment that is given. If there is no such
// day it is made on the first.
func (m *maker) once(i int, t task) visit {
	v := visit{task: i, last: m.days - 1, most: m.days - 1}
	if !t.need.Before.IsZero() {
		v.before = int32(min(max(0, t.need.Before.Sub(m.from)/time.Second), math.MaxInt32))
		for v.most >= 0 && !slices.ContainsFunc(t.ways, func(w way) bool {
			out, ok := m.begun(v.most)
			return ok && out+int32(m.drive.To(w.enter)/1000)+int32(w.inS) < v.before
		}) {
			v.most--
		}
		if v.most < 0 { // too late: as soon as anybody is out
			v.before, v.most = 0, 0
			for v.most < m.days-1 {
				if _, ok := m.begun(v.most); ok {
					break
				}
				v.most++
			}
		}
		v.last = v.most
	}
	if t.need.Lead != "" {
		v.last = min(v.last, soonDays-1)
	}
	return v
}

// pulled gives the day of a visit that must come in the plan because of the last one before
// it, if the one that is drawn comes too late.
func (m *maker) pulled(seed uint64, piece string, every rhythm, last, next int) (day int, soon bool) {
	start := daysSince1970(m.from)
	if last >= start || every.holds(last, next) {
		return 0, false
	}
	u := rand.New(source(seed, m.where.unit.ID, piece+"|after")).Float64()
	day = max(start, last+gap(every(last), m.s.GapShare, u))
	for day > start && !every.holds(last, day) {
		day--
	}
	return day, day < min(next, start+m.days)
}
