package roster

import (
	"slices"
	"time"

	"xunhu/geo/finding"
	"xunhu/routing/crew"
)

// mostRivals bounds how many other duties are looked at with one that cannot be filled.
const mostRivals = 5

// Conflict gives reasons for which a duty cannot be filled: a set that is irreducible, so
// that the duty could be filled if any one of them fell away. It looks at the duty with
// those near it in time that the same people may do; nil where these can all be filled.
//
// The set is found by deletion (Chinneck and Dravnieks, "Locating minimal infeasible
// constraint sets in linear programs", ORSA Journal on Computing 3, 1991): each reason is
// left out in turn, and left out for good if there is still no way.
func Conflict(p *Problem, duty string) []*finding.Finding {
	s := newState(p)
	d := slices.IndexFunc(p.Duties, func(x Duty) bool { return x.ID == duty })
	if d < 0 {
		return nil
	}
	q := &question{s: s, duties: append([]int{d}, s.rivals(d)...), lifted: map[int]bool{}}
	q.gather()
	if q.solvable() {
		return nil
	}
	for i := range q.reasons {
		q.lifted[i] = true
		if q.solvable() {
			delete(q.lifted, i)
		}
	}
	var why []*finding.Finding
	for i, r := range q.reasons {
		if !q.lifted[i] {
			why = append(why, r.say)
		}
	}
	return why
}

// rivals are the duties that clash with one and that somebody may do besides it, the
// nearest in time first.
func (s *state) rivals(d int) []int {
	var all []int
	for _, e := range s.clash[d] {
		if slices.ContainsFunc(s.p.People, func(x crew.Person) bool {
			return s.p.eligible(&x, s.p.Duties[d].Unit) && s.p.eligible(&x, s.p.Duties[e].Unit)
		}) {
			all = append(all, e)
		}
	}
	away := func(e int) time.Duration { return s.p.Duties[e].Start.Sub(s.p.Duties[d].Start).Abs() }
	slices.SortStableFunc(all, func(a, b int) int { return int(away(a) - away(b)) })
	return all[:min(len(all), mostRivals)]
}

// A kind of reason that can be lifted.
type kind uint8

const (
	leave kind = iota // of a person
	rest
	certified // of a duty
	skill
	towns
	heldOn // a person on a duty
	other  // a duty that also wants people
	size   // of a duty
)

type reason struct {
	kind   kind
	a      int // duty or person
	person int
	skill  crew.Skill
	say    *finding.Finding
}

// A question is some duties, and the reasons that stand in the way of filling all of them.
type question struct {
	s       *state
	duties  []int // the first is the one that is asked about
	reasons []reason
	lifted  map[int]bool
}

// gather lists every reason, those that one would rather lift last, so that they remain.
func (q *question) gather() {
	p := q.s.p
	add := func(k kind, a, person int, sk crew.Skill, code string, args ...any) {
		q.reasons = append(q.reasons, reason{k, a, person, sk, finding.New("roster.why."+code, "", args...)})
	}
	for i, d := range q.duties {
		duty := &p.Duties[d]
		if duty.TownMain {
			add(towns, d, 0, "", "towns", "duty", duty.ID)
		}
		for _, x := range q.s.held[d] {
			add(heldOn, d, x, "", "held", "duty", duty.ID, "person", named(&p.People[x]))
		}
		if i > 0 {
			add(other, d, 0, "", "other", "duty", duty.ID, "day", duty.Start.Format(time.DateOnly), "n", duty.People)
		}
	}
	add(rest, 0, 0, "", "rest", "hours", p.Rules.Rest.Hours())
	for x := range p.People {
		for _, d := range q.duties {
			person, span := &p.People[x], p.Duties[d].span()
			if away, is := person.AwayIn(span); is && p.eligible(person, p.Duties[d].Unit) {
				add(leave, x, x, "", "leave", "person", named(person), "from", away.From.Format(time.DateOnly), "until", away.Until.Format(time.DateOnly))
				break
			}
		}
	}
	for _, d := range q.duties {
		duty := &p.Duties[d]
		for _, sk := range duty.Skills {
			add(skill, d, 0, sk, "skill", "duty", duty.ID, "skill", finding.New("roster.skill."+string(sk), ""))
		}
		if duty.Certified > 0 {
			n := 0
			for x := range p.People {
				if p.eligible(&p.People[x], duty.Unit) && p.People[x].Certified(duty.End) {
					n++
				}
			}
			add(certified, d, 0, "", "certified", "duty", duty.ID, "n", duty.Certified, "have", n, "day", duty.Start.Format(time.DateOnly))
		}
	}
	n := 0
	for x := range p.People {
		if p.eligible(&p.People[x], p.Duties[q.duties[0]].Unit) {
			n++
		}
	}
	add(size, q.duties[0], 0, "", "size", "n", p.Duties[q.duties[0]].People, "have", n)
}

func named(x *crew.Person) finding.Name { return finding.Name{ZH: x.Name, EN: x.NameEN} }

// stands tells whether a reason of a kind for a duty or person has not been lifted.
func (q *question) stands(k kind, a, person int, sk crew.Skill) bool {
	for i, r := range q.reasons {
		if r.kind == k && r.a == a && r.person == person && r.skill == sk {
			return !q.lifted[i]
		}
	}
	return true
}

// solvable tells whether all duties can be filled together, by trying every crew of each.
func (q *question) solvable() bool {
	crews := make([][]int, len(q.duties))
	noRest := !q.stands(rest, 0, 0, "")
	var fill func(i int) bool
	fill = func(i int) bool {
		if i == len(q.duties) {
			return true
		}
		d := q.duties[i]
		duty := &q.s.p.Duties[d]
		if i > 0 && !q.stands(other, d, 0, "") || i == 0 && !q.stands(size, d, 0, "") {
			return fill(i + 1)
		}
		var pool []int
		for x := range q.s.p.People {
			person := &q.s.p.People[x]
			if _, away := person.AwayIn(duty.span()); !q.s.p.eligible(person, duty.Unit) || away && q.stands(leave, x, x, "") {
				continue
			}
			busy := false
			for k, e := range q.duties[:i] {
				rival := &q.s.p.Duties[e]
				keeps := !q.s.p.Rules.apart(duty, rival)
				if noRest {
					keeps = duty.span().Meets(rival.span())
				}
				busy = busy || keeps && slices.Contains(crews[k], x)
			}
			if !busy {
				pool = append(pool, x)
			}
		}
		var choose func(from int) bool
		choose = func(from int) bool {
			if len(crews[i]) == duty.People {
				return q.suits(d, crews[i]) && fill(i+1)
			}
			for k := from; k < len(pool); k++ {
				crews[i] = append(crews[i], pool[k])
				if choose(k + 1) {
					return true
				}
				crews[i] = crews[i][:len(crews[i])-1]
			}
			return false
		}
		ok := choose(0)
		crews[i] = crews[i][:0]
		return ok
	}
	return fill(0)
}

// suits is as that of a state, without what is lifted.
func (q *question) suits(d int, people []int) bool {
	duty := q.s.p.Duties[d]
	if !q.stands(certified, d, 0, "") {
		duty.Certified = 0
	}
	if !q.stands(towns, d, 0, "") {
		duty.TownMain = false
	}
	duty.Skills = slices.DeleteFunc(slices.Clone(duty.Skills), func(sk crew.Skill) bool { return !q.stands(skill, d, 0, sk) })
	var held []int
	for _, x := range q.s.held[d] {
		if q.stands(heldOn, d, x, "") {
			held = append(held, x)
		}
	}
	return suits(q.s.p, &duty, held, people)
}
