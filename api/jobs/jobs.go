package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/finding"
)

const (
	// Tries is how often a job is tried at most.
	Tries = 8
	// keptFor is how long a job and what came of it are kept when it is over.
	keptFor = 7 * 24 * time.Hour
	// lookEvery is how often a node looks for what others have left behind.
	lookEvery = 2 * time.Second
	// lostAfter is how old a job must be to be missed by River.
	lostAfter = 30 * time.Second
)

// A Kind is one sort of long work.
type Kind struct {
	Name string
	Most time.Duration // that one try may take
	// Run does the work of a job, and changes nothing that another try could not change again. Its error ends the job if
	// it is of findings alone, which then say why.
	Run func(ctx context.Context, t *Task) (Effect, error)
}

// An Effect is what a job does to the store, all or nothing, and once.
type Effect struct {
	Result any             // what is told of it, as JSON
	Files  []store.JobFile // that come of it
	// Keep changes the store through inside; nil changes nothing.
	Keep func(ctx context.Context, inside store.Store) error
	// Over is called when that is done, or cannot be; nil for nothing.
	Over func() error
}

// Options are what a Runner works with. All are needed.
type Options struct {
	Store   store.Store
	Name    string // of this node; no other may have it
	Workers int    // how many jobs at once; 0: this node only takes jobs in
	Kinds   []Kind
	Now     func() time.Time
	Log     *slog.Logger
}

// A Runner takes jobs in and, with workers, carries them out.
type Runner struct {
	Options
	engine engine

	missed []string // nodes that the last look did not find; of look alone

	mu    sync.Mutex
	awake map[*awake]bool
}

// An awake is a try that is under way. Of one job there may be two: one that was given up for lost goes on all the same.
type awake struct {
	key  string // region and id
	stop context.CancelFunc
}

// wake makes a try known, to be stopped with its job; the function that it gives ends that.
func (r *Runner) wake(key string, stop context.CancelFunc) func() {
	a := &awake{key, stop}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.awake[a] = true
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.awake, a)
	}
}

// stopTries stops all tries of a job here.
func (r *Runner) stopTries(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for a := range r.awake {
		if a.key == key {
			a.stop()
		}
	}
}

// New makes a Runner, and lays the queue in the store.
func New(ctx context.Context, o Options) (*Runner, error) {
	r := &Runner{Options: o, awake: map[*awake]bool{}}
	var err error
	if r.engine, err = newEngine(o.Store, o.Name, o.Workers, &worker{runner: r}, o.Log); err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	if err := r.engine.lay(ctx, o.Store); err != nil {
		return nil, fmt.Errorf("jobs: lay the queue: %w", err)
	}
	return r, nil
}

// Start carries jobs out until ctx ends; the function that it gives waits until those under way have been given up,
// for others to take up. This node must have joined the others under its name.
func (r *Runner) Start(ctx context.Context) (wait func(), err error) {
	if r.Workers == 0 {
		return func() {}, nil
	}
	if err := r.engine.start(context.WithoutCancel(ctx)); err != nil {
		return nil, fmt.Errorf("jobs: start: %w", err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		for n := 0; ; n++ {
			if err := r.look(ctx, n%30 == 0); err != nil && ctx.Err() == nil && !errors.Is(err, store.ErrAway) {
				r.Log.WarnContext(ctx, "look after jobs", "err", err)
			}
			select {
			case <-tick.C:
				continue
			case <-ctx.Done():
			}
			grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
			defer cancel()
			if err := r.engine.stop(grace); err != nil {
				r.Log.WarnContext(ctx, "stop jobs", "err", err)
			}
			return
		}
	}()
	return func() { <-ended }, nil
}

// look hands out again what nodes that are gone have left, ends what was dismissed, and now and then hands out what
// the queue has lost and forgets what is old.
func (r *Runner) look(ctx context.Context, thorough bool) error {
	var missed []string
	n, err := r.engine.rescue(ctx, func(ctx context.Context, all []string) (gone []string, err error) {
		gone, missed, err = r.gone(ctx, all)
		return gone, err
	})
	r.missed = missed
	if n > 0 {
		r.Log.InfoContext(ctx, "jobs of nodes that are gone", "n", n)
	}
	if err != nil {
		return err
	}
	regions, err := r.Store.Regions(ctx)
	if err != nil {
		return err
	}
	now := r.Now()
	for _, region := range regions {
		if err := r.stopDismissed(ctx, region.Code); err != nil {
			return err
		}
		if !thorough {
			continue
		}
		if _, err := r.Store.ForgetJobs(ctx, region.Code, now); err != nil {
			return err
		}
		open, _, err := r.Store.Jobs(ctx, region.Code, store.JobQuery{Open: true})
		if err != nil {
			return err
		}
		for _, j := range open {
			if now.Sub(j.Changed) < lostAfter {
				continue
			}
			if err := r.Store.Whole(ctx, "", func(_ store.Store, tx any) error {
				return r.engine.insert(ctx, tx, args{region.Code, j.ID})
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

// gone tells which nodes are no more, and which are missing now. After a restart of the database all are missing until
// they have come back, so that one look is not enough; and whoever looks is not gone.
func (r *Runner) gone(ctx context.Context, all []string) (gone, missing []string, err error) {
	living, err := r.Store.Living(ctx, all...)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range all {
		if name == r.Name || slices.Contains(living, name) {
			continue
		}
		missing = append(missing, name)
		if slices.Contains(r.missed, name) {
			gone = append(gone, name)
		}
	}
	return gone, missing, nil
}

// stopDismissed ends the tries of jobs that are over elsewhere.
func (r *Runner) stopDismissed(ctx context.Context, region string) error {
	r.mu.Lock()
	keys := make([]string, 0, len(r.awake))
	for a := range r.awake {
		keys = append(keys, a.key)
	}
	r.mu.Unlock()
	for _, key := range keys {
		id, mine := cutKey(key, region)
		if !mine {
			continue
		}
		j, err := r.Store.Job(ctx, region, id)
		if err == nil && j.Over() || errors.Is(err, store.ErrNotFound) {
			r.stopTries(key)
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func keyOf(region, id string) string { return region + "\x00" + id }

func cutKey(key, region string) (id string, ok bool) {
	if len(key) > len(region) && key[:len(region)] == region && key[len(region)] == 0 {
		return key[len(region)+1:], true
	}
	return "", false
}

// Knows tells whether there is such a kind.
func (r *Runner) Knows(kind string) bool {
	return slices.ContainsFunc(r.Kinds, func(k Kind) bool { return k.Name == kind })
}

// Accepted is a job as it is taken in.
func Accepted(id, kind, person string, request []byte, now time.Time) store.Job {
	return store.Job{ID: id, Kind: kind, Person: person, Request: request, Status: store.JobAccepted, Revision: 1, Message: said("jobs.accepted", nil), Created: now, Changed: now}
}

// Add takes a job in, with its files and the answer to the request that asked for it: it is kept and will be carried
// out, or neither.
func (r *Runner) Add(ctx context.Context, region string, answer *store.Answer, j store.Job, files ...store.JobFile) error {
	left, over, err := r.Store.StageFiles(ctx, region, j.ID, files...)
	if err != nil {
		return fmt.Errorf("jobs: take in files of %s: %w", j.ID, err)
	}
	err = r.Store.Whole(ctx, "", func(inside store.Store, tx any) error {
		if err := inside.AddJob(ctx, region, answer, j, left...); err != nil {
			return err
		}
		return r.engine.insert(ctx, tx, args{region, j.ID})
	})
	if ending := over(); ending != nil { // what is left then is forgotten later
		r.Log.WarnContext(ctx, "end taking in files", "region", region, "id", j.ID, "err", ending)
	}
	if err != nil {
		return fmt.Errorf("jobs: take in %s: %w", j.ID, err)
	}
	return nil
}

// Dismiss ends a job that is not over. What it does is undone, or was done already.
func (r *Runner) Dismiss(ctx context.Context, region, id string) (store.Job, error) {
	for {
		j, err := r.Store.Job(ctx, region, id)
		if err != nil || j.Over() {
			return j, err
		}
		now := r.Now()
		j.Revision, j.Status, j.Message, j.Changed, j.Ended, j.Expires = j.Revision+1, store.JobDismissed, said("jobs.dismissed", nil), now, now, now.Add(keptFor)
		err = r.Store.ChangeJob(ctx, region, j)
		if err == nil {
			r.stopTries(keyOf(region, id))
		}
		if !errors.Is(err, store.ErrStale) {
			return j, err
		}
	}
}

// said is a sentence of api/words in both languages, as jobs keep it.
func said(code string, a finding.Args) string {
	return kept(words.Sentence{ZH: words.Say(words.ZH, code, a), EN: words.Say(words.EN, code, a)})
}

func kept(s words.Sentence) string {
	b, _ := json.Marshal(s) // two strings: cannot fail
	return string(b)
}

// Said is the message of a job in a language.
func Said(l words.Lang, j store.Job) string {
	var s words.Sentence
	_ = json.Unmarshal([]byte(j.Message), &s) // what cannot be read says nothing
	return s.In(l)
}

var _ river.Worker[args] = (*worker)(nil)
