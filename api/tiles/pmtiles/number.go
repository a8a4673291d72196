package pmtiles

// MaxZoom is the deepest zoom that the format can number.
const MaxZoom = 31

// First is the number of the first tile of a zoom.
func First(z uint8) uint64 { return (uint64(1)<<(2*z) - 1) / 3 }

// Number gives the number of a tile: zoom by zoom, along a Hilbert curve within each. The
// tile must be part of the pyramid, which ends at MaxZoom.
func Number(z uint8, x, y uint32) uint64 {
	d := uint64(0)
	for s := uint32(1) << z >> 1; s > 0; s >>= 1 {
		rx, ry := x&s != 0, y&s != 0
		quarter := uint64(0)
		switch {
		case rx && ry:
			quarter = 2
		case rx:
			quarter = 3
		case ry:
			quarter = 1
		}
		d += quarter * uint64(s) * uint64(s)
		x, y = turned(s, x&(s-1), y&(s-1), rx, ry)
	}
	return First(z) + d
}

// Place is the inverse of Number.
func Place(number uint64) (z uint8, x, y uint32) {
	for z < MaxZoom && number >= First(z+1) {
		z++
	}
	d := number - First(z)
	for s := uint32(1); uint64(s) < uint64(1)<<z; s <<= 1 {
		quarter := d & 3
		rx, ry := quarter > 1, quarter == 1 || quarter == 2
		x, y = turned(s, x, y, rx, ry)
		if rx {
			x += s
		}
		if ry {
			y += s
		}
		d >>= 2
	}
	return z, x, y
}

// turned brings a place in a quarter of side s to the curve's course there, and back.
func turned(s, x, y uint32, rx, ry bool) (uint32, uint32) {
	if ry {
		return x, y
	}
	if rx {
		x, y = s-1-x, s-1-y
	}
	return y, x
}
