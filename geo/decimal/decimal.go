// Package decimal writes a number in the fewest digits that read back as the same number, and of these
// the nearest, as strconv.AppendFloat does with the format 'f' and the precision -1, digit by digit. Where
// coordinates lie, from 1 to a million, it does so by one multiplication of integers; all else it leaves
// to strconv.
//
// A number there is m/2^s, and neighbours are 1/2^s apart. Let p be the fewest places in which steps
// are finer than that: then the integer nearest to x·10^p reads back as x. With one place less at most one does, the
// multiple of ten below it or above it, and if that ends in zeros it is the shortest without them. x·10^p is
// m·5^p / 2^(s-p), so that all of it is exact.
package decimal

import (
	"math"
	"math/bits"
	"strconv"
)

// The exponents of two between which numbers are written here: 1 and 2^20.
const (
	least = 0
	most  = 20
)

// A scale belongs to the numbers from 2^e to 2^(e+1).
type scale struct {
	places int    // p
	five   uint64 // 5^p
	shift  uint   // s-p
	half   uint64 // half the distance of neighbours, times 10^p·2^shift
	ten    uint64 // 10^p
}

var scales = func() (all [most - least]scale) {
	for e := range all {
		s := 52 - e - least
		x := scale{five: 1, ten: 1}
		for float64(x.ten) < math.Ldexp(1, s) { // exact up to 10^22
			x.places, x.five, x.ten = x.places+1, x.five*5, x.ten*10
		}
		x.shift = uint(s - x.places)
		x.half = x.five / 2 // rounded down: what is compared with it is an integer
		all[e] = x
	}
	return all
}()

// Append writes v.
func Append(b []byte, v float64) []byte {
	u := math.Float64bits(v)
	e := int(u>>52)&0x7ff - 1023
	mantissa := u & (1<<52 - 1)
	if e < least || e >= most || mantissa == 0 { // neighbours of a power of two lie at two distances
		return strconv.AppendFloat(b, v, 'f', -1, 64)
	}
	x := &scales[e-least]
	high, low := bits.Mul64(mantissa|1<<52, x.five)
	n := high<<(64-x.shift) | low>>x.shift
	one := uint64(1) << x.shift
	rest := low & (one - 1) // of v·10^p, n is below it by rest/one
	if rest == one/2 {
		return strconv.AppendFloat(b, v, 'f', -1, 64)
	}
	over := n%10*one + rest // what v lies above the multiple of ten below it
	switch {
	case over <= x.half:
		n -= n % 10
	case 10*one-over <= x.half:
		n += 10 - n%10
	case rest > one/2:
		n++
	}
	if u>>63 != 0 {
		b = append(b, '-')
	}
	b = strconv.AppendUint(b, n/x.ten, 10)
	return appendPlaces(b, n%x.ten, x.places)
}

// appendPlaces writes what stands behind the point, n of so many places, without zeros at the end.
func appendPlaces(b []byte, n uint64, places int) []byte {
	if n == 0 {
		return b
	}
	for n%10_000 == 0 {
		n, places = n/10_000, places-4
	}
	for n%10 == 0 {
		n, places = n/10, places-1
	}
	var digits [18]byte
	i := places
	for ; i >= 2; i -= 2 {
		two := n % 100 * 2
		n /= 100
		digits[i-1], digits[i-2] = pairs[two+1], pairs[two]
	}
	if i == 1 {
		digits[0] = '0' + byte(n)
	}
	return append(append(b, '.'), digits[:places]...)
}

const pairs = "00010203040506070809101112131415161718192021222324252627282930313233343536373839" +
	"4041424344454647484950515253545556575859606162636465666768697071727374757677787980818283848586878889" +
	"90919293949596979899"
