package hydro

import (
	"math"

	"github.com/paulmach/orb"
)

// boxes finds reaches by place. Bits of them stand in the order of a Z-curve through
// their middles, so that a run of bits is small on the ground; over the runs lies a
// binary tree of boxes: a node covers a range of runs that is halved at each step down,
// its first child follows it, the second comes behind all that is below the first.
type boxes struct {
	order []bit
	nodes []frame
}

// A bit is some edges of a reach: the bitLength from the given one on.
type bit struct{ reach, edge int32 }

// A frame is a box in single precision, rounded outward: west, south, east, north.
type frame [4]float32

// bitLength is how many edges a bit has at most, runLength how many bits share a box.
const (
	bitLength = 8
	runLength = 8
)

func frameOf(b orb.Bound) frame {
	return frame{below(b.Min[0]), below(b.Min[1]), -below(-b.Max[0]), -below(-b.Max[1])}
}

// below gives the largest number of single precision that is at most v.
func below(v float64) float32 {
	f := float32(v)
	if float64(f) > v {
		f = math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

func (f frame) meets(o frame) bool {
	return f[0] <= o[2] && o[0] <= f[2] && f[1] <= o[3] && o[1] <= f[3]
}

func (f frame) union(o frame) frame {
	return frame{min(f[0], o[0]), min(f[1], o[1]), max(f[2], o[2]), max(f[3], o[3])}
}

func (x *boxes) runs() int { return (len(x.order) + runLength - 1) / runLength }

func (x *boxes) run(i int) []bit {
	return x.order[i*runLength : min((i+1)*runLength, len(x.order))]
}

// plant builds the tree over the bits of all drafts.
func (x *boxes) plant(rivers []River, drafts []draft) {
	count := 0
	for i := range drafts {
		d := drafts[i].cut // their flows change meanwhile
		count += int(d.last-d.first+bitLength-1) / bitLength
	}
	all, frames := make([]bit, 0, count), make([]frame, 0, count)
	whole := frame{math.MaxFloat32, math.MaxFloat32, -math.MaxFloat32, -math.MaxFloat32}
	for i := range drafts {
		d := drafts[i].cut
		if rivers[d.river].Class == Lake { // no course that something could lie at
			continue
		}
		for e := d.first; e < d.last; e += bitLength {
			f := frameOf(orb.LineString(rivers[d.river].Line[e : min(e+bitLength, d.last)+1]).Bound())
			all, frames, whole = append(all, bit{int32(i), e - d.first}), append(frames, f), whole.union(f)
		}
	}
	if count = len(all); count == 0 {
		return
	}
	keys := make([]keyed, count)
	for i, f := range frames {
		keys[i] = keyed{spread(f[0]+f[2], 2*whole[0], 2*whole[2])<<1 | spread(f[1]+f[3], 2*whole[1], 2*whole[3]), int32(i)}
	}
	keys = byKey(keys)
	x.order = make([]bit, count)
	for i, k := range keys {
		x.order[i] = all[k.at]
	}
	x.nodes = make([]frame, 2*x.runs()-1)
	var fill func(node, low, high int)
	fill = func(node, low, high int) {
		if high-low == 1 {
			run := keys[low*runLength : min(high*runLength, count)]
			x.nodes[node] = frames[run[0].at]
			for _, k := range run[1:] {
				x.nodes[node] = x.nodes[node].union(frames[k.at])
			}
			return
		}
		middle := (low + high) / 2
		second := node + 2*(middle-low)
		fill(node+1, low, middle)
		fill(second, middle, high)
		x.nodes[node] = x.nodes[node+1].union(x.nodes[second])
	}
	fill(0, 0, x.runs())
}

// rename gives the bits the numbers of their reaches in place of those of their drafts.
func (x *boxes) rename(reaches []int32) {
	for i := range x.order {
		x.order[i].reach = reaches[x.order[i].reach]
	}
}

// spread takes 16 bits of where v lies between two values and puts a 0 before each.
func spread(v, low, high float32) uint32 {
	if !(low < high) {
		return 0
	}
	b := uint32(max(0, min(1<<16-1, (v-low)/(high-low)*(1<<16))))
	b = (b | b<<8) & 0x00FF00FF
	b = (b | b<<4) & 0x0F0F0F0F
	b = (b | b<<2) & 0x33333333
	return (b | b<<1) & 0x55555555
}

type keyed struct {
	key uint32
	at  int32
}

// byKey gives them by rising key, equal ones as they came: from the lowest digit to the
// highest, each time by counting.
func byKey(keys []keyed) []keyed {
	const digit = 11
	other := make([]keyed, len(keys))
	for shift := 0; shift < 32; shift += digit {
		var next [1 << digit]int32
		for _, k := range keys {
			next[k.key>>shift&(1<<digit-1)]++
		}
		sum := int32(0)
		for i, n := range next {
			next[i] = sum
			sum += n
		}
		for _, k := range keys {
			to := &next[k.key>>shift&(1<<digit-1)]
			other[*to] = k
			*to++
		}
		keys, other = other, keys
	}
	return keys
}

// bitLine is the course of a bit.
func (n *Network) bitLine(b bit) orb.LineString {
	line := n.Line(b.reach)
	return line[b.edge:min(int(b.edge)+bitLength+1, len(line))]
}

// visit goes to the bits of all runs whose box meets b.
func (x *boxes) visit(b orb.Bound, with func(bit)) {
	if len(x.order) > 0 {
		x.down(0, 0, x.runs(), frameOf(b), with)
	}
}

func (x *boxes) down(node, low, high int, f frame, with func(bit)) {
	if !x.nodes[node].meets(f) {
		return
	}
	if high-low == 1 {
		for _, r := range x.run(low) {
			with(r)
		}
		return
	}
	middle := (low + high) / 2
	x.down(node+1, low, middle, f, with)
	x.down(node+2*(middle-low), middle, high, f, with)
}
