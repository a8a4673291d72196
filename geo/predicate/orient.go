package predicate

import (
	"math"
	"math/big"

	"github.com/paulmach/orb"
)

// filter bounds the rounding of the plain determinant, relative to the sum of
// its two products: ccwerrboundA of Shewchuk, Adaptive Precision Floating-Point
// Arithmetic and Fast Robust Geometric Predicates (1997), with ε = 2⁻⁵³.
const filter = (3 + 16*0x1p-53) * 0x1p-53

// Between these magnitudes neither filter nor expansions can lose digits to
// underflow or overflow.
const (
	smallProduct, largeProduct       = 1e-250, 1e300
	smallCoordinate, largeCoordinate = 1e-120, 1e140
)

// Orient tells where c lies as seen by someone who walks from a to b: +1 to the
// left, -1 to the right, 0 on the line through both. It is exact.
func Orient(a, b, c orb.Point) int {
	left := (a[0] - c[0]) * (b[1] - c[1])
	right := (a[1] - c[1]) * (b[0] - c[0])
	det, sum := left-right, math.Abs(left)+math.Abs(right)
	if bound := filter * sum; (det > bound || -det > bound) && sum > smallProduct && sum < largeProduct {
		return sign(det)
	}
	if a == b || b == c || c == a {
		return 0
	}
	return orientExact(a, b, c)
}

// orientExact sums the six products of the determinant as an expansion, whose
// last component that is not zero has the sign of the whole.
func orientExact(a, b, c orb.Point) int {
	for _, p := range [...]orb.Point{a, b, c} {
		if !plain(p[0]) || !plain(p[1]) {
			return orientRational(a, b, c)
		}
	}
	var e [12]float64 // increasing magnitude, non-overlapping
	n := 0
	add := func(x, y float64) {
		hi := x * y
		lo := math.FMA(x, y, -hi)
		n = grow(&e, n, lo)
		n = grow(&e, n, hi)
	}
	add(a[0], b[1])
	add(-a[0], c[1])
	add(-c[0], b[1])
	add(-a[1], b[0])
	add(a[1], c[0])
	add(c[1], b[0])
	if n == 0 {
		return 0
	}
	return sign(e[n-1])
}

// plain tells whether products of x keep all their digits as two float64.
func plain(x float64) bool {
	m := math.Abs(x)
	return m == 0 || m > smallCoordinate && m < largeCoordinate
}

// grow adds x to the expansion of n components (Shewchuk's GROW-EXPANSION with
// zero elimination) and gives the new count.
func grow(e *[12]float64, n int, x float64) int {
	k := 0
	for i := range n {
		sum := x + e[i]
		v := sum - x
		err := (x - (sum - v)) + (e[i] - v)
		if err != 0 {
			e[k] = err
			k++
		}
		x = sum
	}
	if x != 0 {
		e[k] = x
		k++
	}
	return k
}

// orientRational is for coordinates that are extremely large or small. Numbers
// that are not finite give 0.
func orientRational(a, b, c orb.Point) int {
	var r [6]*big.Rat
	for i, v := range [...]float64{a[0], a[1], b[0], b[1], c[0], c[1]} {
		if r[i] = new(big.Rat).SetFloat64(v); r[i] == nil {
			return 0
		}
	}
	diff := func(i, j int) *big.Rat { return new(big.Rat).Sub(r[i], r[j]) }
	left := new(big.Rat).Mul(diff(0, 4), diff(3, 5))
	right := new(big.Rat).Mul(diff(1, 5), diff(2, 4))
	return left.Cmp(right)
}

func sign(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}
