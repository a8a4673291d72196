package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"xunhu/api/jobs"
	"xunhu/api/store"
	"xunhu/geo/feature"
)

// A pausing reader gives some bytes, waits for what somebody else does, and gives the rest.
type pausing struct {
	before, after int
	meanwhile     func() error
	last          error // instead of the end
}

func (p *pausing) Read(b []byte) (int, error) {
	if p.before == 0 && p.meanwhile != nil {
		does := p.meanwhile
		p.meanwhile = nil
		if err := does(); err != nil {
			return 0, err
		}
	}
	left := &p.before
	if p.before == 0 {
		left = &p.after
	}
	n := min(len(b), *left)
	if *left -= n; n == 0 {
		if p.last != nil {
			return 0, p.last
		}
		return 0, io.EOF
	}
	return copy(b, strings.Repeat("x", n)), nil
}

// While a large file is taken in others write; the job has all of it. Of one that breaks off, and of one whose request
// was carried out before, nothing stays.
func TestLargeFileHoldsNobodyUp(t *testing.T) {
	onBoth(t, func(t *testing.T, s store.Store) {
		const half = 3*store.PartSize/2 + 1
		seen := make(chan int, 1)
		r, _ := node(t, s, "one", jobs.Kind{Name: "k", Most: time.Minute, Run: func(_ context.Context, k *jobs.Task) (jobs.Effect, error) {
			in, err := k.Input()
			if err != nil {
				return jobs.Effect{}, err
			}
			n, err := io.Copy(io.Discard, in)
			seen <- int(n)
			return jobs.Effect{}, err
		}})
		add := func(id string, answer *store.Answer, content io.Reader) error {
			return r.Add(t.Context(), "a", answer, jobs.Accepted(id, "k", "li", []byte("{}"), time.Now()), store.JobFile{Role: store.Input, Content: content})
		}
		answer := func() *store.Answer {
			return &store.Answer{Person: "li", Key: "key", Request: "r", Status: 202, At: time.Now()}
		}
		err := add("large", answer(), &pausing{before: half, after: half, meanwhile: func() error {
			waiting, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			return s.Insert(waiting, "a", feature.Closures, feature.Feature{ID: "meanwhile"})
		}})
		if err != nil {
			t.Fatal(err)
		}
		if j := over(t, s, "large"); j.Status != store.JobSuccessful {
			t.Errorf("%+v", j)
		}
		if n := <-seen; n != 2*half {
			t.Errorf("%d bytes, want %d", n, 2*half)
		}
		broken := errors.New("broken off")
		if err := add("broken", nil, &pausing{before: half, last: broken}); !errors.Is(err, broken) {
			t.Error(err)
		}
		if err := add("again", answer(), &pausing{before: half}); !errors.Is(err, store.ErrRepeated) {
			t.Error(err)
		}
		for _, id := range []string{"broken", "again"} {
			if _, err := s.JobFile(t.Context(), "a", id, store.Input); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s: %v", id, err)
			}
		}
	})
}

// While what comes of a job is kept others write; of a try that came to nothing, nothing stays in the way of the next.
func TestLargeResultHoldsNobodyUp(t *testing.T) {
	onBoth(t, func(t *testing.T, s store.Store) {
		const half = 3*store.PartSize/2 + 1
		tries := 0
		r, _ := node(t, s, "one", jobs.Kind{Name: "k", Most: time.Minute, Run: func(ctx context.Context, _ *jobs.Task) (e jobs.Effect, err error) {
			tries++
			e.Files = []store.JobFile{{Role: "output", Content: &pausing{before: half, after: half, meanwhile: func() error {
				waiting, cancel := context.WithTimeout(ctx, 20*time.Second)
				defer cancel()
				return s.Insert(waiting, "a", feature.Closures, feature.Feature{ID: fmt.Sprint("meanwhile", tries)})
			}}}}
			e.Keep = func(context.Context, store.Store) error {
				if tries == 1 {
					return store.ErrBusy
				}
				return nil
			}
			return e, nil
		}})
		if err := r.Add(t.Context(), "a", nil, jobs.Accepted("large", "k", "li", []byte("{}"), time.Now())); err != nil {
			t.Fatal(err)
		}
		if j := over(t, s, "large"); j.Status != store.JobSuccessful || j.Attempt != 2 {
			t.Errorf("%+v", j)
		}
		out, err := s.JobFile(t.Context(), "a", "large", "output")
		if err != nil {
			t.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, out); n != 2*half || err != nil {
			t.Errorf("%d bytes, want %d: %v", n, 2*half, err)
		}
	})
}
