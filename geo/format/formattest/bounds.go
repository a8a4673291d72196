package formattest

import (
	"runtime/metrics"
	"testing"
	"time"
)

// The bounds of a reading.
const (
	Small   = 64 << 10    // bytes of input to which they apply
	slowest = time.Second // of a reading, when nothing else runs
	most    = 256 << 20   // bytes that a reading may allocate, all in all
)

// Bounded runs a reading of a small file and fails if it takes more than a second
// or allocates more than 256 MiB. Larger files are passed over. What else runs on
// the machine may make a reading slow: it has three tries.
func Bounded(t testing.TB, input int, read func()) {
	t.Helper()
	if input > Small {
		return
	}
	var took time.Duration
	var used uint64
	for range 3 {
		start, before := time.Now(), allocated()
		read()
		took, used = time.Since(start), allocated()-before
		if took <= slowest && used <= most {
			return
		}
	}
	t.Errorf("%d bytes of input took %v and allocated %d MiB", input, took, used>>20)
}

// allocated gives how many bytes the process has allocated since it began.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
