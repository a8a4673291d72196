package road

import (
	"slices"
	"strings"

	"xunhu/routing/graph"
)

// A ban is a restriction that binds the profile: from a way by a vertex or by ways to a way.
type ban struct {
	bound
	from, to, via []int32 // ways; -1 where the profile cannot travel it
	vertex        int32   // -1 where ways are the via
}

// ways are all that a ban names.
func (b ban) ways() []int32 {
	return slices.DeleteFunc(slices.Concat(b.from, b.to, b.via), func(n int32) bool { return n < 0 })
}

// A bound is how a restriction binds a profile.
type bound struct {
	only bool  // what is named is the only turn allowed, not the one banned
	when int32 // in weeks
}

// bounds tells how a restriction's tags bind the profile; several where the hour decides. `restriction`
// speaks to all that drive, `restriction:bicycle` to one kind; except names who is free. What is not
// understood of the hours is counted.
func (l *land) bounds(tags Tags) (all []bound) {
	kind, hourly := "", ""
	if l.p.driven {
		kind, hourly = tags["restriction"], tags["restriction:conditional"]
		for free := range strings.SplitSeq(tags["except"], ";") {
			if slices.Contains(l.p.vehicles, strings.TrimSpace(free)) {
				kind, hourly = "", ""
			}
		}
	}
	for _, v := range l.p.vehicles {
		if k, ok := tags["restriction:"+v]; ok {
			kind = k
		}
		if k, ok := tags["restriction:"+v+":conditional"]; ok {
			hourly = k
		}
	}
	take := func(kind string, when int32) {
		if only := strings.HasPrefix(kind, "only_"); only || strings.HasPrefix(kind, "no_") {
			all = append(all, bound{only, when})
		}
	}
	take(kind, always)
	clauses, unread := parseConditional(hourly)
	l.unread += unread
	for _, c := range clauses {
		take(c.value, l.weeks.number(c.when))
	}
	return all
}

// A rule is about a chain of directed edges, each as edge<<1, plus 1 against its line: whoever
// came along all but the last must not go on along the last or, with only, must. Of several
// such rules for one beginning each last one is allowed.
type rule struct {
	bound
	chain []int32
}

// rules turns bans into chains of directed edges, where the ways fit together; others are counted
// and dropped. stretches gives the pieces of each way that a ban names.
func (l *land) rules(pieces []piece, stretches map[int32][]int32, junction func(vertex int32) int32) []rule {
	var all []rule
	for _, b := range l.bans {
		fits, tried := false, false // several ways may be given where one was split; then one of them fits
		for _, f := range b.from {
			for _, t := range b.to {
				if f < 0 || t < 0 || slices.Contains(b.via, -1) {
					continue // nobody of this profile comes or goes this way
				}
				chain, ok := l.chain(b, f, t, pieces, stretches, junction)
				if chain != nil {
					all = append(all, rule{b.bound, chain})
				}
				fits, tried = fits || ok, true
			}
		}
		if tried && !fits {
			l.dropped++
		}
	}
	return all
}

// chain finds the directed edges from the last of way f by the via to the first of way t. It is nil
// where the profile cannot travel them in this direction, and not ok where the ways do not fit.
func (l *land) chain(b ban, f, t int32, pieces []piece, stretches map[int32][]int32, junction func(int32) int32) ([]int32, bool) {
	if b.vertex >= 0 {
		j := junction(b.vertex)
		in, ok1 := touching(pieces, stretches[f], j, true)
		out, ok2 := touching(pieces, stretches[t], j, false)
		return linked(in, nil, out), ok1 && ok2
	}
	// Along the via: each way from one of its ends to the other, beginning at the end that f touches.
	for _, start := range [2]bool{false, true} { // the first via way along its line, or against it
		chain := along(stretches[b.via[0]], start)
		ok := len(chain) > 0
		for _, n := range b.via[1:] {
			if !ok {
				break
			}
			at := headOf(pieces, chain[len(chain)-1])
			next := along(stretches[n], false)
			if ok = len(next) > 0; ok && tailOf(pieces, next[0]) != at {
				next = along(stretches[n], true)
				ok = tailOf(pieces, next[0]) == at
			}
			chain = append(chain, next...)
		}
		if !ok || !connected(pieces, chain) {
			continue
		}
		in, ok1 := touching(pieces, stretches[f], tailOf(pieces, chain[0]), true)
		out, ok2 := touching(pieces, stretches[t], headOf(pieces, chain[len(chain)-1]), false)
		if ok1 && ok2 {
			for _, d := range chain {
				if costOf(pieces, d) == graph.Infinity {
					in = none
				}
			}
			return linked(in, chain, out), true
		}
	}
	return nil, false
}

// along gives the pieces of a way as directed edges, along its line or against it.
func along(stretch []int32, against bool) []int32 {
	chain := make([]int32, len(stretch))
	for i, e := range stretch {
		if against {
			chain[len(chain)-1-i] = e<<1 | 1
		} else {
			chain[i] = e << 1
		}
	}
	return chain
}

func connected(pieces []piece, chain []int32) bool {
	for i := 1; i < len(chain); i++ {
		if headOf(pieces, chain[i-1]) != tailOf(pieces, chain[i]) {
			return false
		}
	}
	return true
}

func tailOf(pieces []piece, d int32) int32 { return headOf(pieces, d^1) }

func headOf(pieces []piece, d int32) int32 {
	if d&1 == 1 {
		return pieces[d>>1].tail
	}
	return pieces[d>>1].head
}

// linked is the chain of a rule; nil where its first or last edge is none.
func linked(in int32, via []int32, out int32) []int32 {
	if in == none || out == none {
		return nil
	}
	return slices.Concat([]int32{in}, via, []int32{out})
}

// touching gives the directed edge of a way that comes to a junction, or leaves it; none if all that
// touch it are shut in this direction. A way that touches it twice does not say which is meant,
// unless the vehicle can travel only one.
func touching(pieces []piece, stretch []int32, j int32, comes bool) (d int32, ok bool) {
	d = none
	for _, e := range stretch {
		for _, x := range [2]int32{e << 1, e<<1 | 1} {
			at := tailOf(pieces, x)
			if comes {
				at = headOf(pieces, x)
			}
			switch {
			case at != j:
			case costOf(pieces, x) == graph.Infinity:
				ok = true
			case d != none:
				return none, false
			default:
				d, ok = x, true
			}
		}
	}
	return d, ok
}

// costOf is Infinity where a directed edge is never open.
func costOf(pieces []piece, d int32) graph.Cost { return pieces[d>>1].least(d&1 == 1) }
