package roster

import (
	"slices"

	"xunhu/routing/crew"
)

// moved is how many bookings are moved, one for another, to make room for one.
const moved = 3

// A ledger is which item each duty has of each of its kinds; -1: none.
type ledger struct {
	p     *Problem
	items [][]int
	by    [][]int // by item: duties, in no order
}

// book gives each duty the items that it asks for. What is Booked stays; then what each
// duty had before stays where it may; then duties are served in the order in which they
// begin, each with the item that must be calibrated first, so that the others last. Where
// none is free others are moved to another item.
func book(p *Problem, before map[string][]string) [][]string {
	l := &ledger{p: p, items: make([][]int, len(p.Duties)), by: make([][]int, len(p.Items))}
	order := byStart(p)
	for d := range p.Duties {
		l.items[d] = slices.Repeat([]int{-1}, len(p.Duties[d].Items))
	}
	for _, had := range []map[string][]string{p.Booked, before} {
		for _, d := range order {
			for k, id := range had[p.Duties[d].ID] {
				i := slices.IndexFunc(p.Items, func(x crew.Item) bool { return x.ID == id })
				if i >= 0 && k < len(l.items[d]) && l.items[d][k] < 0 && (p.Duties[d].Settled || l.fits(i, d, k) && l.rivals(i, d) == nil) {
					l.set(d, k, i)
				}
			}
		}
	}
	for _, d := range order {
		for k := range l.items[d] {
			if l.items[d][k] < 0 && !p.Duties[d].Settled {
				l.find(d, k, moved)
			}
		}
	}
	all := make([][]string, len(p.Duties))
	for d := range all {
		for _, i := range l.items[d] {
			id := ""
			if i >= 0 {
				id = p.Items[i].ID
			}
			all[d] = append(all[d], id)
		}
	}
	return all
}

// fits tells whether an item may serve a duty, whoever else has booked it.
func (l *ledger) fits(i, d, k int) bool {
	x, duty := &l.p.Items[i], &l.p.Duties[d]
	return x.Kind == duty.Items[k] && x.Unit == duty.Unit && x.Serviceable(duty.span()) && (x.Seats == 0 || x.Seats >= duty.seats(x.Kind))
}

// seats is how many one item of a kind has to carry.
func (d *Duty) seats(k crew.Kind) int {
	n := 0
	for _, x := range d.Items {
		if x == k {
			n++
		}
	}
	if n == 0 || k != crew.Vehicle && k != crew.Boat {
		return 0
	}
	return (d.People + n - 1) / n
}

// rivals are the duties that have an item over the time of one; itself too, if it has it
// already.
func (l *ledger) rivals(i, d int) []int {
	var all []int
	for _, e := range l.by[i] {
		if l.p.Duties[e].span().Meets(l.p.Duties[d].span()) {
			all = append(all, e)
		}
	}
	return all
}

func (l *ledger) set(d, k, i int) {
	if was := l.items[d][k]; was >= 0 {
		at := slices.Index(l.by[was], d)
		l.by[was] = slices.Delete(l.by[was], at, at+1)
	}
	if l.items[d][k] = i; i >= 0 {
		l.by[i] = append(l.by[i], d)
	}
}

// find books an item for a duty, moving one other booking if it must, which moves another …
func (l *ledger) find(d, k, deep int) bool {
	var fit []int
	for i := range l.p.Items {
		if l.fits(i, d, k) {
			fit = append(fit, i)
		}
	}
	slices.SortStableFunc(fit, func(a, b int) int { return sooner(&l.p.Items[a], &l.p.Items[b]) })
	for _, i := range fit {
		if l.rivals(i, d) == nil {
			l.set(d, k, i)
			return true
		}
	}
	for _, i := range fit {
		rivals := l.rivals(i, d)
		if deep == 0 || len(rivals) > 1 || rivals[0] == d || l.stays(rivals[0]) {
			continue
		}
		e, j := rivals[0], slices.Index(l.items[rivals[0]], i)
		l.set(e, j, -1)
		l.set(d, k, i)
		if l.find(e, j, deep-1) {
			return true
		}
		l.set(d, k, -1)
		l.set(e, j, i)
	}
	return false
}

func (l *ledger) stays(d int) bool {
	return l.p.Duties[d].Settled || len(l.p.Booked[l.p.Duties[d].ID]) > 0
}

// sooner puts the item first whose calibration ends first.
func sooner(a, b *crew.Item) int {
	switch {
	case a.CalibratedTo.IsZero() && b.CalibratedTo.IsZero():
		return 0
	case a.CalibratedTo.IsZero():
		return 1
	case b.CalibratedTo.IsZero():
		return -1
	}
	return a.CalibratedTo.Compare(b.CalibratedTo)
}
