package road

import (
	"slices"

	"xunhu/routing/graph"
)

// join makes one piece of pieces that meet end to end at a vertex where nothing else joins, if
// they are alike: same name, same class, same speeds. A closed ring of such pieces keeps one of
// its vertices. Where two that are not alike meet, a junction remains. number tells where each piece went.
func (l *land) join(all []piece, hard []bool) (joined []piece, number []int32) {
	ends := slices.Repeat([][2]int32{{-1, -1}}, len(hard)) // by soft vertex: its two pieces, as piece<<1, plus 1 at the head
	for i, x := range all {
		for side, v := range [2]int32{x.line[0], x.line[len(x.line)-1]} {
			end := int32(i)<<1 | int32(side)
			switch {
			case hard[v]:
			case ends[v][0] < 0:
				ends[v][0] = end
			default:
				ends[v][1] = end
			}
		}
	}
	// beyond gives the piece that goes on behind an end, by the end at which it is entered.
	beyond := func(end int32) (int32, bool) {
		x := &all[end>>1]
		v := x.line[0]
		if end&1 == 1 {
			v = x.line[len(x.line)-1]
		}
		other := ends[v][0]
		if other == end {
			other = ends[v][1]
		}
		if other < 0 {
			return 0, false
		}
		return other, other>>1 != end>>1 && l.alike(x, &all[other>>1], end&1 == other&1)
	}
	number = slices.Repeat([]int32{-1}, len(all))
	for i := range all {
		if number[i] >= 0 {
			continue
		}
		first := int32(i) << 1 // the end at which the chain is entered
		for {                  // back to its beginning
			before, ok := beyond(first)
			if !ok || before>>1 == int32(i) {
				break
			}
			first = before ^ 1
		}
		chain, at := []int32(nil), first
		for {
			number[at>>1] = int32(len(joined))
			chain = append(chain, at)
			next, ok := beyond(at ^ 1)
			if !ok || next == first {
				break
			}
			at = next
		}
		joined = append(joined, link(all, chain))
	}
	return joined, number
}

// alike tells whether two pieces may become one; turned if one of them runs the other way.
func (l *land) alike(a, b *piece, turned bool) bool {
	x, y := &l.ways[a.way], &l.ways[b.way]
	v, w := &l.verdicts[x.verdict], &l.verdicts[y.verdict]
	there, back := w.there, w.back
	if turned {
		there, back = back, there
	}
	return x.name == y.name && x.class == y.class && v.there == there && v.back == back && v.roundabout == w.roundabout &&
		v.extraS == 0 && w.extraS == 0 && v.wholeS == 0 && w.wholeS == 0 && alikeLate(l.lates[x.late], l.lates[y.late], turned)
}

// link makes a piece of a chain, each given by the end at which it is entered.
func link(all []piece, chain []int32) piece {
	x := all[chain[0]>>1]
	if len(chain) == 1 {
		return x
	}
	sum := piece{way: x.way, roundabout: x.roundabout, late: make([]lateCost, len(x.late))}
	for _, at := range chain {
		x := all[at>>1]
		line := x.line
		there, back := x.there, x.back
		if at&1 == 1 {
			line = slices.Clone(line)
			slices.Reverse(line)
			there, back = back, there
		}
		for i, c := range x.late {
			if at&1 == 1 {
				c.there, c.back = c.back, c.there
			}
			sum.late[i] = lateCost{total(sum.late[i].there, c.there), total(sum.late[i].back, c.back)}
		}
		if len(sum.line) > 0 {
			line = line[1:]
		}
		sum.line = append(sum.line, line...)
		sum.lengthM += x.lengthM
		sum.there, sum.back = total(sum.there, there), total(sum.back, back)
	}
	return sum
}

// total adds two costs.
func total(a, b graph.Cost) graph.Cost { return min(a+b, graph.Infinity) }
