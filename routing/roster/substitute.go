package roster

import "slices"

// Substitutes names for each duty one who could stand in (替班): somebody who is free and
// may be spared, in whose place the most of the crew could stay away; of equals who stands
// in least, then who goes least. Who stood in before still does, where that may be. A duty
// for which there is nobody is missing.
func Substitutes(p *Problem, r Roster, before map[string]string) map[string]string {
	s := newState(p)
	for d := range p.Duties {
		e := r.of(p.Duties[d].ID)
		if e == nil {
			continue
		}
		var crew []int
		for _, id := range e.People {
			if x := s.person(id); x >= 0 && !slices.Contains(crew, x) {
				crew = append(crew, x)
			}
		}
		s.put(d, crew)
	}
	stands := make([]int, len(p.People))
	all := map[string]string{}
	for _, d := range byStart(p) {
		best, rank := -1, [4]int{}
		for _, x := range s.may[d] {
			if p.Duties[d].Settled || slices.Contains(s.crews[d], x) || !s.free(x, d) {
				continue
			}
			covers := 0
			for _, out := range s.crews[d] {
				if !slices.Contains(s.held[d], out) && s.suits(d, append(without(s.crews[d], out), x)) {
					covers++
				}
			}
			stays := 0
			if before[p.Duties[d].ID] == p.People[x].ID {
				stays = 1
			}
			if mine := [4]int{stays, covers, -stands[x], -len(s.duties[x])}; covers > 0 && (best < 0 || slices.Compare(mine[:], rank[:]) > 0) {
				best, rank = x, mine
			}
		}
		if best >= 0 {
			stands[best]++
			all[p.Duties[d].ID] = p.People[best].ID
		}
	}
	return all
}
