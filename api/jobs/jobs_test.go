package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xunhu/api/jobs"
	"xunhu/api/store"
	"xunhu/api/store/storetest"
	"xunhu/api/store/storetest/either"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// onBoth runs a test over each store, which holds the region "a".
func onBoth(t *testing.T, run func(t *testing.T, s store.Store)) {
	for name, open := range map[string]func(testing.TB) store.Store{"file": either.File, "database": either.Database} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			if err := s.Save(t.Context(), storetest.Region("a", 7, 2)); err != nil {
				t.Fatal(err)
			}
			run(t, s)
		})
	}
}

// node makes a node that works; stop ends it as a node ends that is told to.
func node(t *testing.T, s store.Store, name string, kinds ...jobs.Kind) (r *jobs.Runner, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	if err := s.Join(ctx, name, func() {}); err != nil {
		t.Fatal(err)
	}
	r, err := jobs.New(ctx, jobs.Options{Store: s, Name: name, Workers: 2, Kinds: kinds, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	wait, err := r.Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	stop = func() { cancel(); wait() }
	t.Cleanup(stop)
	return r, stop
}

// over waits until a job is over.
func over(t *testing.T, s store.Store, id string) store.Job {
	t.Helper()
	return until(t, s, id, store.Job.Over)
}

func until(t *testing.T, s store.Store, id string, is func(store.Job) bool) store.Job {
	t.Helper()
	for range 3000 {
		j, err := s.Job(t.Context(), "a", id)
		if err != nil {
			t.Fatal(err)
		}
		if is(j) {
			return j
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("job %s does not come so far", id)
	return store.Job{}
}

// mark is an effect that counts: a feature for each time that it was kept.
func mark(id string) func(context.Context, store.Store) error {
	return func(ctx context.Context, inside store.Store) error {
		n, err := inside.Query(ctx, "a", feature.Plans, store.Query{Equal: map[string]string{"unit": id}})
		if err != nil {
			return err
		}
		return inside.Insert(ctx, "a", feature.Plans, feature.Feature{ID: fmt.Sprint(id, "-", n.Matched), Props: map[string]any{"unit": id}})
	}
}

func marks(t *testing.T, s store.Store, id string) int {
	t.Helper()
	page, err := s.Query(t.Context(), "a", feature.Plans, store.Query{Equal: map[string]string{"unit": id}})
	if err != nil {
		t.Fatal(err)
	}
	return page.Matched
}

// What becomes of jobs: done with its effect and its files, failed for a reason that can be read, tried again, dismissed.
func TestLife(t *testing.T) {
	onBoth(t, func(t *testing.T, s store.Store) {
		var tries atomic.Int32
		held := make(chan struct{})
		r, _ := node(t, s, "one",
			jobs.Kind{Name: "good", Most: time.Minute, Run: func(ctx context.Context, k *jobs.Task) (jobs.Effect, error) {
				k.Progress(ctx, 0.5, "jobs.reading")
				in, err := k.Input()
				if err != nil {
					return jobs.Effect{}, err
				}
				text, err := io.ReadAll(in)
				return jobs.Effect{Result: map[string]any{"read": len(text)}, Files: []store.JobFile{{Role: "output", Content: strings.NewReader("all of it")}}, Keep: mark(k.ID)}, err
			}},
			jobs.Kind{Name: "bad", Most: time.Minute, Run: func(context.Context, *jobs.Task) (jobs.Effect, error) {
				return jobs.Effect{}, finding.New("store.no_job", "", "id", "x")
			}},
			jobs.Kind{Name: "shaky", Most: time.Minute, Run: func(_ context.Context, k *jobs.Task) (jobs.Effect, error) {
				if tries.Add(1) == 1 {
					panic("no reason")
				}
				return jobs.Effect{Keep: mark(k.ID)}, nil
			}},
			jobs.Kind{Name: "torn", Most: time.Minute, Run: func(_ context.Context, k *jobs.Task) (jobs.Effect, error) {
				return jobs.Effect{Keep: func(ctx context.Context, inside store.Store) error {
					if err := mark(k.ID)(ctx, inside); err != nil {
						return err
					}
					return finding.New("store.no_job", "", "id", "y")
				}}, nil
			}},
			jobs.Kind{Name: "held", Most: time.Minute, Run: func(ctx context.Context, k *jobs.Task) (jobs.Effect, error) {
				close(held)
				<-ctx.Done()
				return jobs.Effect{Keep: mark(k.ID)}, nil // which does not look
			}},
			jobs.Kind{Name: "slow", Most: time.Millisecond, Run: func(ctx context.Context, _ *jobs.Task) (jobs.Effect, error) {
				<-ctx.Done()
				return jobs.Effect{}, ctx.Err()
			}},
		)
		input := strings.Repeat("x", store.PartSize+5)
		for _, kind := range []string{"good", "bad", "shaky", "torn", "held", "slow"} {
			if err := r.Add(t.Context(), "a", nil, jobs.Accepted(kind, kind, "li", []byte(`{}`), time.Now()), store.JobFile{Role: store.Input, Content: strings.NewReader(input)}); err != nil {
				t.Fatal(err)
			}
		}
		if j := over(t, s, "good"); j.Status != store.JobSuccessful || string(j.Result) != fmt.Sprintf(`{"read":%d}`, len(input)) || j.Percent != 100 || j.Attempt != 1 {
			t.Errorf("%+v", j)
		}
		if out, err := s.JobFile(t.Context(), "a", "good", "output"); err != nil {
			t.Error(err)
		} else if text, err := io.ReadAll(out); string(text) != "all of it" {
			t.Error(string(text), err)
		}
		for id, why := range map[string]string{"bad": "there is no job x", "torn": "there is no job y", "slow": "longer than it may"} {
			if j := over(t, s, id); j.Status != store.JobFailed || !strings.Contains(jobs.Said(words.EN, j), why) || marks(t, s, id) != 0 || j.Attempt != 1 {
				t.Errorf("%+v, %d marks", j, marks(t, s, id))
			}
		}
		<-held
		if j, err := r.Dismiss(t.Context(), "a", "held"); err != nil || j.Status != store.JobDismissed {
			t.Error(j, err)
		}
		if j, err := r.Dismiss(t.Context(), "a", "good"); err != nil || j.Status != store.JobSuccessful {
			t.Error("what is over was dismissed", j, err)
		}
		if j := over(t, s, "shaky"); j.Status != store.JobSuccessful || j.Attempt != 2 || marks(t, s, "shaky") != 1 {
			t.Errorf("%+v, %d marks", j, marks(t, s, "shaky"))
		}
		if marks(t, s, "good") != 1 || marks(t, s, "held") != 0 {
			t.Errorf("%d marks of good, %d of held", marks(t, s, "good"), marks(t, s, "held"))
		}
		if err := r.Add(t.Context(), "a", nil, jobs.Accepted("good", "good", "li", nil, time.Now())); !errors.Is(err, store.ErrExists) {
			t.Errorf("twice under one id: %v", err)
		}
	})
}

// A node that stops leaves its work to another; one that was cut off and goes on all the same has no effect beside it.
func TestTakenUp(t *testing.T) {
	onBoth(t, func(t *testing.T, s store.Store) {
		begun, goOn := make(chan struct{}, 8), make(chan struct{})
		deaf := jobs.Kind{Name: "deaf", Most: time.Minute, Run: func(_ context.Context, k *jobs.Task) (jobs.Effect, error) {
			begun <- struct{}{}
			<-goOn // and does not hear that it shall stop
			return jobs.Effect{Keep: mark(k.ID)}, nil
		}}
		gone, cancel := context.WithCancel(t.Context())
		if err := s.Join(gone, "gone", func() {}); err != nil {
			t.Fatal(err)
		}
		r, err := jobs.New(t.Context(), jobs.Options{Store: s, Name: "gone", Workers: 1, Kinds: []jobs.Kind{deaf}, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
		if err != nil {
			t.Fatal(err)
		}
		running, stop := context.WithCancel(t.Context())
		wait, err := r.Start(running)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Add(t.Context(), "a", nil, jobs.Accepted("x", "deaf", "li", nil, time.Now())); err != nil {
			t.Fatal(err)
		}
		<-begun
		cancel() // as if its process had died; only that it goes on
		taken, late := make(chan struct{}), make(chan struct{})
		node(t, s, "other", jobs.Kind{Name: "deaf", Most: time.Minute, Run: func(_ context.Context, k *jobs.Task) (jobs.Effect, error) {
			close(taken)
			<-late
			return jobs.Effect{Result: "other", Keep: mark(k.ID)}, nil
		}})
		<-taken
		close(goOn)
		time.Sleep(200 * time.Millisecond) // for the first to come to its end, which must have no effect
		if j, err := s.Job(t.Context(), "a", "x"); err != nil || j.Status != store.JobRunning || j.Attempt != 2 || marks(t, s, "x") != 0 {
			t.Errorf("%+v, %v, %d marks", j, err, marks(t, s, "x"))
		}
		close(late)
		if j := over(t, s, "x"); string(j.Result) != `"other"` || j.Attempt != 2 || marks(t, s, "x") != 1 {
			t.Errorf("%+v, %d marks", j, marks(t, s, "x"))
		}
		stop()
		wait()
	})
}

// What the queue has lost is handed out again from the jobs themselves, and what is old is forgotten.
func TestLostAndOld(t *testing.T) {
	onBoth(t, func(t *testing.T, s store.Store) {
		long := time.Now().Add(-time.Hour)
		for id, j := range map[string]store.Job{
			"lost": {Kind: "good", Status: store.JobRunning, Attempt: 1},
			"old":  {Kind: "good", Status: store.JobFailed, Ended: long, Expires: long},
			"kept": {Kind: "good", Status: store.JobFailed, Ended: long, Expires: long.AddDate(1, 0, 0)},
		} {
			j.ID, j.Created, j.Changed = id, long, long
			if err := s.AddJob(t.Context(), "a", nil, j); err != nil {
				t.Fatal(err)
			}
		}
		node(t, s, "one", jobs.Kind{Name: "good", Most: time.Minute, Run: func(_ context.Context, k *jobs.Task) (jobs.Effect, error) {
			return jobs.Effect{Keep: mark(k.ID)}, nil
		}})
		if j := over(t, s, "lost"); j.Status != store.JobSuccessful || marks(t, s, "lost") != 1 {
			t.Errorf("%+v", j)
		}
		if _, err := s.Job(t.Context(), "a", "old"); !errors.Is(err, store.ErrNotFound) {
			t.Error(err)
		}
		over(t, s, "kept")
	})
}

// Many jobs of two nodes, while others write: each is done once, and so is what fails at first.
func TestManyAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s store.Store) {
		const n = 20
		var tries sync.Map
		kind := jobs.Kind{Name: "k", Most: time.Minute, Run: func(ctx context.Context, k *jobs.Task) (jobs.Effect, error) {
			k.Progress(ctx, 0.5, "jobs.reading")
			if _, again := tries.LoadOrStore(k.ID, true); !again && k.ID[len(k.ID)-1] == '7' {
				return jobs.Effect{}, errors.New("no reason")
			}
			return jobs.Effect{Result: k.ID, Keep: mark(k.ID)}, nil
		}}
		one, _ := node(t, s, "one", kind)
		two, _ := node(t, s, "two", kind)
		writing, stop := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for w := range 2 {
			all.Go(func() {
				for i := 0; writing.Err() == nil; i++ {
					if err := s.Insert(t.Context(), "a", feature.Closures, feature.Feature{ID: fmt.Sprint(w, "-", i)}); err != nil {
						t.Error(err)
						return
					}
					time.Sleep(5 * time.Millisecond)
				}
			})
		}
		for i := range n {
			r := one
			if i%2 == 1 {
				r = two
			}
			if err := r.Add(t.Context(), "a", nil, jobs.Accepted(fmt.Sprint("j", i), "k", "li", []byte("{}"), time.Now())); err != nil {
				t.Fatal(err)
			}
		}
		for i := range n {
			id := fmt.Sprint("j", i)
			if j := over(t, s, id); j.Status != store.JobSuccessful || string(j.Result) != strconv.Quote(id) || marks(t, s, id) != 1 {
				t.Errorf("%+v, %d marks", j, marks(t, s, id))
			}
		}
		stop()
		all.Wait()
	})
}
