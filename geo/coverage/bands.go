package coverage

import (
	"math"
	"runtime"
	"sync"
)

// A band is some rows of a drawing, with its own blocks.
type band struct {
	drawing
	from, to int
}

// bandSquares is how many squares are worth a worker of their own.
const bandSquares = 1 << 14

// bands fills the rows, several bands of them side by side. starts tells where the parts
// of each square stand.
func (d *drawing) bands(starts []int32, fill func(b *drawing, w *weaver, row int)) []band {
	rows := int(d.rows)
	bands := make([]band, max(1, min(runtime.GOMAXPROCS(0), rows, len(d.change)/bandSquares)))
	var workers sync.WaitGroup
	for k := range bands {
		b := &bands[k]
		b.from, b.to = rows*k/len(bands), rows*(k+1)/len(bands)
		parts := int(starts[b.to*int(d.cols)] - starts[b.from*int(d.cols)])
		workers.Go(func() {
			var w weaver
			b.blocks = make([]uint32, 0, parts+parts/2) // some 1.4 numbers a part
			for row := b.from; row < b.to; row++ {
				fill(&b.drawing, &w, row)
			}
		})
	}
	workers.Wait()
	return bands
}

// moved is the number of a block behind others; the last of them cannot be numbered.
func (b *band) moved(block int32, behind int) int32 {
	if at := int64(first-block) + int64(behind); at <= math.MaxInt32+first {
		return first - int32(at)
	}
	return ask
}
