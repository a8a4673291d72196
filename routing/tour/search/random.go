package search

import "math/bits"

// A random is a small generator (wyrand): one multiplication a number, inlined.
type random uint64

func newRandom(seed uint64, island int) random {
	r := random(seed*0x9e3779b97f4a7c15 + uint64(island)*0xd1342543de82ef95 + 0x746f7572)
	r.next()
	return r
}

func (r *random) next() uint64 {
	*r += 0xa0761d6478bd642f
	hi, lo := bits.Mul64(uint64(*r), uint64(*r)^0xe7037ed1a0b428db)
	return hi ^ lo
}

// below draws one of 0 … n-1, n at least 1.
func (r *random) below(n int) int {
	hi, _ := bits.Mul64(r.next(), uint64(n))
	return int(hi)
}

// unit draws from (0, 1].
func (r *random) unit() float64 { return float64(r.next()>>11+1) / (1 << 53) }
