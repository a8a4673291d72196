package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"xunhu/api/store"
	"xunhu/api/store/postgis"
	"xunhu/api/store/sqlite"
)

// args name a job to River.
type args struct {
	Region string `json:"region" river:"unique"`
	ID     string `json:"id" river:"unique"`
}

// Kind is the one kind that River knows of: ours are in the jobs.
func (args) Kind() string { return "xunhu" }

// An engine is River over one kind of store.
type engine interface {
	lay(ctx context.Context, s store.Store) error
	insert(ctx context.Context, tx any, a args) error
	complete(ctx context.Context, tx any, j *river.Job[args]) error
	rescue(ctx context.Context, dead func(ctx context.Context, clients []string) ([]string, error)) (int, error)
	start(ctx context.Context) error
	stop(ctx context.Context) error
}

// pollEvery is how often a node with workers that have nothing to do looks for jobs. River's own notifications are left
// alone: over a file they are polled twenty times a second through the one connection that writes, and over a database
// they want connections whose statements are ended in another way than those of the store.
const pollEvery = 500 * time.Millisecond

// riverOf is River over driver D, whose transactions are T.
type riverOf[D riverdriver.Driver[T], T any] struct {
	driver D
	client *river.Client[T]
	log    *slog.Logger
	alone  bool // over a file, which has one connection to write
}

// newEngine gives River over the store that is in use. A node without workers only adds jobs.
func newEngine(s store.Store, name string, workers int, w river.Worker[args], log *slog.Logger) (engine, error) {
	switch s := s.(type) {
	case *postgis.Store:
		return engineOf(riverpgxv5.New(s.Pool()), name, workers, false, w, log)
	case *sqlite.Store:
		return engineOf(riversqlite.New(s.Writer()), name, workers, true, w, log)
	}
	return nil, fmt.Errorf("jobs: no queue over a store of type %T", s)
}

func engineOf[D riverdriver.Driver[T], T any](driver D, name string, workers int, alone bool, w river.Worker[args], log *slog.Logger) (engine, error) {
	all := river.NewWorkers()
	river.AddWorker(all, w)
	c := &river.Config{ID: name, Logger: slog.New(quiet{log.Handler()}), Workers: all, PollOnly: true, MaxAttempts: Tries, JobTimeout: -1, RescueStuckJobsAfter: 24 * time.Hour,
		FetchPollInterval: pollEvery, RetryPolicy: later{}}
	if workers > 0 {
		c.Queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}}
	}
	client, err := river.NewClient(driver, c)
	return &riverOf[D, T]{driver, client, log, alone}, err
}

// quiet passes on what somebody must look at.
type quiet struct{ slog.Handler }

func (quiet) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelWarn }

// later is when a try that has failed is followed by the next.
type later struct{}

// NextRetry waits a second, two, four, up to five minutes.
func (later) NextRetry(j *rivertype.JobRow) time.Time {
	return time.Now().Add(min(time.Second<<max(0, j.Attempt-1), 5*time.Minute))
}

// lay makes River's tables, or brings them up to date. Of nodes that start at once one does it; a file has but one
// service, and one connection to write, which a lock would keep from it.
func (r *riverOf[D, T]) lay(ctx context.Context, s store.Store) error {
	m, err := rivermigrate.New(r.driver, &rivermigrate.Config{Logger: slog.New(quiet{r.log.Handler()})})
	if err != nil {
		return err
	}
	up := func(store.Store, any) error {
		_, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil)
		return err
	}
	if r.alone {
		return up(nil, nil)
	}
	return s.Whole(ctx, "river", up)
}

// insert hands a job out, unless it is handed out already.
func (r *riverOf[D, T]) insert(ctx context.Context, tx any, a args) error {
	_, err := r.client.InsertTx(ctx, tx.(T), a, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled}}})
	return err
}

func (r *riverOf[D, T]) complete(ctx context.Context, tx any, j *river.Job[args]) error {
	_, err := river.JobCompleteTx[D](ctx, tx.(T), j)
	return err
}

// rescue hands out again what runs at nodes that are no more.
func (r *riverOf[D, T]) rescue(ctx context.Context, dead func(context.Context, []string) ([]string, error)) (int, error) {
	exec := r.driver.GetExecutor()
	now := time.Now()
	running, err := exec.JobGetStuck(ctx, &riverdriver.JobGetStuckParams{Max: 1000, StuckHorizon: now})
	if err != nil || len(running) == 0 {
		return 0, err
	}
	by := map[string][]int64{}
	var clients []string
	for _, j := range running {
		if n := len(j.AttemptedBy); n > 0 {
			if by[j.AttemptedBy[n-1]] == nil {
				clients = append(clients, j.AttemptedBy[n-1])
			}
			by[j.AttemptedBy[n-1]] = append(by[j.AttemptedBy[n-1]], j.ID)
		}
	}
	gone, err := dead(ctx, clients)
	if err != nil || len(gone) == 0 {
		return 0, err
	}
	p := &riverdriver.JobRescueManyParams{StuckHorizon: now}
	for _, c := range gone {
		for _, id := range by[c] {
			p.ID = append(p.ID, id)
			p.Error = append(p.Error, []byte(`{"at":"`+now.UTC().Format(time.RFC3339Nano)+`","attempt":0,"error":"its node is gone","trace":""}`))
			p.FinalizedAt = append(p.FinalizedAt, nil)
			p.ScheduledAt = append(p.ScheduledAt, now)
			p.State = append(p.State, string(rivertype.JobStateAvailable))
		}
	}
	_, err = exec.JobRescueMany(ctx, p)
	return len(p.ID), err
}

func (r *riverOf[D, T]) start(ctx context.Context) error { return r.client.Start(ctx) }
func (r *riverOf[D, T]) stop(ctx context.Context) error  { return r.client.StopAndCancel(ctx) }
