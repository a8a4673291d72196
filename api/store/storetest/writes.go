package storetest

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/store"
)

// Writes measures how fast n new incidents are kept by several clients at once, each with
// its number drawn and its answer kept as the service does it, and says so.
func Writes(t *testing.T, s store.Store, clients, n int) {
	ctx := t.Context()
	regionA(t, s)
	w := World()
	changes := make([]store.Change, n)
	for i := range changes {
		changes[i] = Reported(t, w, fmt.Sprintf("T-phone%d-%d", clients, i+1), orb.Point{117 + float64(i%100)/1000, 35}, map[string]any{"category": "S03", "note": "路边垃圾"})
	}
	for _, drawn := range []bool{false, true} {
		took, next := make([]time.Duration, n/2), atomic.Int64{}
		first := 0
		if drawn {
			first = n / 2
		}
		var all sync.WaitGroup
		began := time.Now()
		for range clients {
			all.Go(func() {
				for i := next.Add(1) - 1; i < int64(len(took)); i = next.Add(1) - 1 {
					start := time.Now()
					if drawn {
						if _, err := s.Serial(ctx, "a", "2026-10-19"); err != nil {
							t.Error(err)
						}
					}
					c := changes[int64(first)+i]
					if err := s.Keep(ctx, "a", &store.Answer{Person: "p", Key: c.Lead.ID, Status: 201, Body: []byte("{}"), At: Monday}, c); err != nil {
						t.Error(err)
					}
					took[i] = time.Since(start)
				}
			})
		}
		all.Wait()
		whole := time.Since(began)
		slices.Sort(took)
		what := "kept"
		if drawn {
			what = "drawn and kept"
		}
		t.Logf("%d clients, %s: %.0f a second, p50 %.1f ms, p99 %.1f ms, worst %.1f ms", clients, what, float64(len(took))/whole.Seconds(),
			ms(took[len(took)/2]), ms(took[len(took)*99/100]), ms(took[len(took)-1]))
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
