package roster

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"xunhu/geo/finding"
	"xunhu/routing/crew"
)

const (
	mostRivals = 5       // other duties that are looked at with one that cannot be filled
	mostSteps  = 400_000 // crews that are tried before a question is left open
)

// Conflict gives reasons for which a duty cannot be filled: a set that is irreducible, so
// that the duty could be filled if any one of them fell away. It looks at the duty with
// those near it in time that the same people may do; nil where these can all be filled.
// Equipment that it lacks comes after the people, each item with what keeps it.
//
// The set is found by deletion (Chinneck and Dravnieks, "Locating minimal infeasible
// constraint sets in linear programs", ORSA Journal on Computing 3, 1991): each reason is
// left out in turn, and left out for good if there is still no way. Where that takes too
// long a reason stays.
func Conflict(p *Problem, duty string) []*finding.Finding {
	d := slices.IndexFunc(p.Duties, func(x Duty) bool { return x.ID == duty })
	if d < 0 {
		return nil
	}
	return append(crewConflict(p, d), itemConflict(p, d)...)
}

func crewConflict(p *Problem, d int) []*finding.Finding {
	s := newState(p)
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

// itemConflict names, for each item that a duty lacks, what keeps each of the unit's.
func itemConflict(p *Problem, d int) []*finding.Finding {
	duty, booked := &p.Duties[d], book(p, nil)
	var why []*finding.Finding
	told := map[crew.Kind]bool{}
	for k, kind := range duty.Items {
		if booked[d][k] != "" || told[kind] {
			continue
		}
		told[kind] = true
		why = append(why, finding.New("roster.why.item", "", "kind", finding.New("roster.kind."+string(kind), "")))
		for i := range p.Items {
			x := &p.Items[i]
			if x.Kind != kind || x.Unit != duty.Unit {
				continue
			}
			name := finding.Name{ZH: x.Name, EN: x.NameEN}
			switch {
			case !x.Serviceable(duty.span()):
				why = append(why, finding.New("roster.why.item_out", "", "item", name))
			case x.Seats > 0 && x.Seats < duty.seats(kind):
				why = append(why, finding.New("roster.why.item_small", "", "item", name, "seats", x.Seats))
			default:
				for e := range p.Duties {
					if p.Duties[e].span().Meets(duty.span()) && slices.Contains(booked[e], x.ID) {
						why = append(why, finding.New("roster.why.item_booked", "", "item", name, "duty", p.Duties[e].label()))
					}
				}
			}
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
	slices.SortStableFunc(all, func(a, b int) int { return cmp.Compare(away(a), away(b)) })
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
	long   // the duty is
	from   // a unit that sends somebody to a duty
	floor  // that a unit keeps
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
	steps   int
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
			add(towns, d, 0, "", "towns", "duty", duty.label())
		}
		for _, x := range q.s.held[d] {
			if duty.Settled {
				break
			}
			add(heldOn, d, x, "", "held", "duty", duty.label(), "person", named(&p.People[x]))
		}
		if i > 0 {
			add(other, d, 0, "", "other", "duty", duty.label(), "day", duty.Start.Format(time.DateOnly), "n", duty.People)
		}
	}
	add(rest, 0, 0, "", "rest", "hours", p.Rules.Rest.Hours())
	for x := range p.People {
		for _, d := range q.duties {
			person, span := &p.People[x], p.Duties[d].span()
			if away, is := person.AwayIn(span); is && p.eligible(person, p.Duties[d].Unit) {
				add(leave, x, x, "", "leave", "person", named(person), "from", away.From.Format(time.DateOnly), "until", lastDay(away))
				break
			}
		}
	}
	for i := range p.Floors {
		add(floor, i, 0, "", "floor", "of", p.Floors[i].Unit, "n", p.Floors[i].Least)
	}
	for _, d := range q.duties {
		duty := &p.Duties[d]
		if duty.End.Sub(duty.Start) > p.Rules.Longest {
			add(long, d, 0, "", "long", "duty", duty.label(), "hours", duty.End.Sub(duty.Start).Hours(), "most", p.Rules.Longest.Hours())
		}
		for k, unit := range duty.From {
			add(from, d, k, "", "from", "duty", duty.label(), "of", unit)
		}
		for _, sk := range duty.Skills {
			add(skill, d, 0, sk, "skill", "duty", duty.label(), "skill", finding.New("roster.skill."+string(sk), ""))
		}
		if duty.Certified > 0 {
			n := 0
			for x := range p.People {
				if p.eligible(&p.People[x], duty.Unit) && p.People[x].Certified(duty.span()) != "" {
					n++
				}
			}
			add(certified, d, 0, "", "certified", "duty", duty.label(), "n", duty.Certified, "have", n, "day", duty.Start.Format(time.DateOnly))
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

// solvable tells whether all duties can be filled together, by trying every crew of each;
// of people who are the same to all of them one is tried. It says yes when it gives up.
func (q *question) solvable() bool {
	crews := make([][]int, len(q.duties))
	marks := q.marks()
	q.steps = 0
	var fill func(i int) bool
	fill = func(i int) bool {
		if i == len(q.duties) {
			return true
		}
		if i > 0 && !q.stands(other, q.duties[i], 0, "") || i == 0 && !q.stands(size, q.duties[i], 0, "") {
			return fill(i + 1)
		}
		duty, pool := &q.s.p.Duties[q.duties[i]], q.pool(i, crews)
		alike := func(x int) string {
			m := []byte(marks[x])
			for k := range i {
				m = append(m, '0')
				if slices.Contains(crews[k], x) {
					m[len(m)-1] = '1'
				}
			}
			return string(m)
		}
		var choose func(from int) bool
		choose = func(from int) bool {
			if q.steps++; q.steps > mostSteps {
				return true
			}
			if len(crews[i]) == duty.People || duty.Settled && from == len(pool) {
				return q.suits(i, crews) && fill(i+1)
			}
			tried := map[string]bool{}
			for k := from; k < len(pool); k++ {
				if mark := alike(pool[k]); tried[mark] {
					continue
				} else {
					tried[mark] = true
				}
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

// marks tell people apart as far as the duties of the question do; those alike are in turn.
func (q *question) marks() []string {
	p := q.s.p
	all := make([]string, len(p.People))
	for x := range p.People {
		person := &p.People[x]
		m := []byte(person.Unit + " ")
		bit := func(b bool) {
			if b {
				m = append(m, '1')
			} else {
				m = append(m, '0')
			}
		}
		bit(person.Town != "")
		for i := range p.Floors {
			bit(p.counts(&p.Floors[i], x, p.Duties[q.duties[0]].day()))
		}
		for _, d := range q.duties {
			duty := &p.Duties[d]
			_, away := person.AwayIn(duty.span())
			_, day := person.AwayIn(duty.day())
			bit(away)
			bit(day)
			bit(p.eligible(person, duty.Unit))
			bit(person.Certified(duty.span()) != "")
			bit(slices.Contains(q.s.held[d], x))
			for i := range p.Floors {
				bit(p.counts(&p.Floors[i], x, duty.day()))
			}
			for _, sk := range duty.Skills {
				bit(person.Can(sk))
			}
		}
		if _, away := person.AwayIn(crew.Span{Until: end}); away {
			m = append(m, ' ')
			m = strconv.AppendInt(m, int64(x), 10) // leave is lifted one by one
		}
		all[x] = string(m)
	}
	return all
}

var end = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// pool are those who may go on a duty besides the crews before it.
func (q *question) pool(i int, crews [][]int) []int {
	d := q.duties[i]
	duty := &q.s.p.Duties[d]
	if duty.Settled {
		return q.s.held[d]
	}
	noRest := !q.stands(rest, 0, 0, "")
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
	return pool
}

// suits is as that of a state, without what is lifted.
func (q *question) suits(i int, crews [][]int) bool {
	d, people := q.duties[i], crews[i]
	duty, p := q.s.p.Duties[d], *q.s.p
	if duty.Settled {
		return true
	}
	if !q.stands(certified, d, 0, "") {
		duty.Certified = 0
	}
	if !q.stands(towns, d, 0, "") {
		duty.TownMain = false
	}
	if !q.stands(long, d, 0, "") {
		p.Rules.Longest = duty.End.Sub(duty.Start)
	}
	duty.Skills = slices.DeleteFunc(slices.Clone(duty.Skills), func(sk crew.Skill) bool { return !q.stands(skill, d, 0, sk) })
	var units []string
	for k, unit := range duty.From {
		if q.stands(from, d, k, "") {
			units = append(units, unit)
		}
	}
	duty.From = units
	var held []int
	for _, x := range q.s.held[d] {
		if q.stands(heldOn, d, x, "") {
			held = append(held, x)
		}
	}
	return suits(&p, &duty, held, people) && q.spared(i, crews)
}

// spared is as that of a state, for the duties of the question alone.
func (q *question) spared(i int, crews [][]int) bool {
	p := q.s.p
	duty := &p.Duties[q.duties[i]]
	for k := range p.Floors {
		f := &p.Floors[k]
		if f.Unit == duty.Unit || !q.stands(floor, k, 0, "") || !slices.ContainsFunc(crews[i], func(x int) bool { return p.counts(f, x, duty.day()) }) {
			continue
		}
		lent := func(yield func(int, []int) bool) {
			for j, e := range q.duties[:i+1] {
				if p.Duties[e].Unit != f.Unit && p.Duties[e].day() == duty.day() && !yield(e, crews[j]) {
					return
				}
			}
		}
		if p.left(f, duty.day(), lent, func(x int) bool { return !q.stands(leave, x, x, "") }) < f.Least {
			return false
		}
	}
	return true
}
