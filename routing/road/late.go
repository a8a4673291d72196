package road

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"xunhu/routing/graph"
)

// An hour is a time of the week in which a profile's vehicle is slower or faster than usual.
type hour struct {
	zh, en string
	when   week               // without what hours before it have
	speed  map[string]float64 // what is left of the speed, by class; 0 closes
}

// A lateVerdict is what a profile makes of a way in some minutes of the week, where that is not
// what it makes of it else.
type lateVerdict struct {
	week    int32
	verdict verdict
}

// conditional gives the tags that hold at some hours, of those that the profile asks for, and counts the
// conditions that are not understood.
func (p *Profile) conditional(tags Tags) (all map[string][]clause, unread int) {
	for key, text := range tags {
		plain, ok := strings.CutSuffix(key, ":conditional")
		if !ok || !p.asks(plain) {
			continue
		}
		clauses, n := parseConditional(text)
		unread += n
		if len(clauses) > 0 {
			if all == nil {
				all = map[string][]clause{}
			}
			all[plain] = clauses
		}
	}
	return all, unread
}

// asks tells whether the profile asks for a tag whose value may depend on the hour.
func (p *Profile) asks(key string) bool {
	plain := strings.TrimSuffix(strings.TrimSuffix(key, ":forward"), ":backward")
	return plain == "maxspeed" && p.limitShare > 0 || slices.Contains(p.access, plain) || slices.Contains(p.oneway, key)
}

// judge gives what the profile makes of a way usually, and when something else; unread conditions are counted.
// open tells whether it can be travelled at any time.
func (l *land) judge(tags Tags) (v verdict, late []lateVerdict, open bool) {
	v = l.p.judge(tags)
	conditions, unread := l.p.conditional(tags)
	open = v.open()
	if conditions == nil {
		if len(l.p.hours) > 0 && open {
			late = l.hourly(v)
		}
	} else if late = l.later(tags, v, conditions); !open {
		open = slices.ContainsFunc(late, func(x lateVerdict) bool { return x.verdict.open() })
	}
	if open {
		l.unread += unread
	}
	return v, late, open
}

// hourly gives the verdicts of the profile's hours for a way without tags of its own for them.
func (l *land) hourly(v verdict) []lateVerdict {
	late, known := l.hours[v]
	if !known {
		late = l.later(Tags{}, v, nil)
		l.hours[v] = late
	}
	return late
}

// later cuts the week where a condition or an hour of the profile begins or ends, judges each part,
// and gives those that are not as usual. No two have a minute in common.
func (l *land) later(tags Tags, usual verdict, conditions map[string][]clause) []lateVerdict {
	type part struct {
		when  week
		over  Tags    // values that hold then
		share float64 // of the speed
	}
	parts := []part{{when: wholeWeek(), share: 1}}
	refine := func(by week, change func(*part)) {
		var cut []part
		for _, x := range parts {
			in, out := x, x
			in.when, out.when = x.when.and(by), x.when.less(by)
			if in.when != (week{}) {
				in.over = maps.Clone(x.over)
				change(&in)
				cut = append(cut, in)
			}
			if out.when != (week{}) {
				cut = append(cut, out)
			}
		}
		parts = cut
	}
	for _, key := range slices.Sorted(maps.Keys(conditions)) {
		for _, c := range conditions[key] { // of several the last that holds counts
			refine(c.when, func(x *part) {
				if x.over == nil {
					x.over = Tags{}
				}
				x.over[key] = c.value
			})
		}
	}
	for _, h := range l.p.hours {
		if share, ok := h.speed[usual.class]; ok && usual.wholeS == 0 {
			refine(h.when, func(x *part) { x.share = share })
		}
	}
	sum := map[verdict]week{}
	for _, x := range parts {
		v := usual
		if x.over != nil {
			then := maps.Clone(tags)
			maps.Copy(then, x.over)
			v = l.p.judge(then)
		}
		v.there, v.back = min(v.there*x.share, max(l.p.top, v.there)), min(v.back*x.share, max(l.p.top, v.back))
		if v.there != usual.there || v.back != usual.back {
			sum[v] = sum[v].or(x.when)
		}
	}
	var late []lateVerdict
	for _, v := range slices.SortedFunc(maps.Keys(sum), func(a, b verdict) int {
		return cmp.Or(cmp.Compare(a.there, b.there), cmp.Compare(a.back, b.back))
	}) {
		late = append(late, lateVerdict{l.weeks.number(sum[v]), v})
	}
	slices.SortFunc(late, func(a, b lateVerdict) int { return int(a.week - b.week) })
	return late
}

// A lateCost is what a piece costs along its line and against it in the minutes of a lateVerdict.
type lateCost struct{ there, back graph.Cost }

// alikeLate tells whether ways with such verdicts may become one piece; turned if one runs the other way.
func alikeLate(a, b []lateVerdict, turned bool) bool {
	return slices.EqualFunc(a, b, func(x, y lateVerdict) bool {
		if turned {
			y.verdict.there, y.verdict.back = y.verdict.back, y.verdict.there
		}
		return x.week == y.week && x.verdict.there == y.verdict.there && x.verdict.back == y.verdict.back &&
			x.verdict.extraS == 0 && y.verdict.extraS == 0
	})
}

// least is the cost of a directed edge at the hour when it is least: Infinity if it is never open.
func (x *piece) least(against bool) graph.Cost {
	c := x.there
	if against {
		c = x.back
	}
	for _, l := range x.late {
		if against {
			c = min(c, l.back)
		} else {
			c = min(c, l.there)
		}
	}
	return c
}
