package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/finding"
)

// A Task is one try of a job.
type Task struct {
	Region string
	ID     string
	Kind   string
	Person string
	Input  func() (io.Reader, error) // the file that the job was given

	request []byte
	runner  *Runner

	mu   sync.Mutex
	job  store.Job
	lost bool // whether another change may have been kept than job knows of
	told time.Time
}

// Asked reads what was asked into v.
func (t *Task) Asked(v any) error { return json.Unmarshal(t.request, v) }

// tellEvery is how often progress is written down at most.
const tellEvery = time.Second

// Progress says how far the work is, and what it is at, by a code of api/words. It may be called often.
func (t *Task) Progress(ctx context.Context, share float64, code string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	if now.Sub(t.told) < tellEvery {
		return
	}
	t.told = now
	j := t.job
	j.Revision++
	j.Percent, j.Message, j.Changed = int(100*min(max(share, 0), 1)), said(code, finding.New(code, "", args...).Args), t.runner.Now()
	if err := t.runner.Store.ChangeJob(ctx, t.Region, j); err != nil {
		t.catchUp(ctx) // it may be kept all the same, and only the word of it lost
		return
	}
	t.job, t.lost = j, false
}

// catchUp reads the job as it is kept, if it is still for this try to change; else somebody else has it, and the end
// will show.
func (t *Task) catchUp(ctx context.Context) {
	j, err := t.runner.Store.Job(ctx, t.Region, t.ID)
	if t.lost = err != nil; !t.lost && j.Attempt == t.job.Attempt && !j.Over() {
		t.job = j
	}
}

// A worker carries out what River hands to this node.
type worker struct {
	river.WorkerDefaults[args]
	runner *Runner
}

// Timeout leaves it to the kinds.
func (*worker) Timeout(*river.Job[args]) time.Duration { return -1 }

// Work makes one try of a job.
func (w *worker) Work(ctx context.Context, rj *river.Job[args]) error {
	r, region := w.runner, rj.Args.Region
	j, err := r.Store.Job(ctx, region, rj.Args.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && j.Over() {
		return nil // dismissed, forgotten, or done by one who could not say so
	}
	if err != nil {
		return err
	}
	i := slices.IndexFunc(r.Kinds, func(k Kind) bool { return k.Name == j.Kind })
	if i < 0 { // another node may know it
		return river.JobSnooze(5 * time.Second)
	}
	now := r.Now()
	j.Revision, j.Attempt, j.Status, j.Percent, j.Message, j.Changed = j.Revision+1, j.Attempt+1, store.JobRunning, 0, said("jobs.running", nil), now
	if j.Started.IsZero() {
		j.Started = now
	}
	if err := r.Store.ChangeJob(ctx, region, j); err != nil {
		return again(err)
	}
	t := &Task{Region: region, ID: j.ID, Kind: j.Kind, Person: j.Person, request: j.Request, runner: r, job: j,
		Input: func() (io.Reader, error) { return r.Store.JobFile(ctx, region, j.ID, store.Input) }}
	if err := w.try(ctx, rj, t, r.Kinds[i]); err != nil {
		return w.failed(ctx, t, err)
	}
	return nil
}

// try does the work, and keeps its effect with the end of the job.
func (w *worker) try(ctx context.Context, rj *river.Job[args], t *Task, k Kind) error {
	r := w.runner
	working, stop := context.WithTimeout(ctx, k.Most)
	defer stop()
	defer r.wake(keyOf(t.Region, t.ID), stop)()
	effect, err := guarded(working, t, k)
	if err != nil {
		return err
	}
	if effect.Over != nil {
		defer w.end(ctx, t, effect.Over)
	}
	result, err := json.Marshal(effect.Result)
	if err != nil {
		return fmt.Errorf("jobs: result of %s: %w", t.ID, err)
	}
	left, over, err := r.Store.StageFiles(working, t.Region, t.ID, effect.Files...)
	if err != nil {
		return fmt.Errorf("jobs: keep files of %s: %w", t.ID, err)
	}
	defer w.end(ctx, t, over)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lost {
		t.catchUp(working)
	}
	return r.Store.Whole(working, "", func(inside store.Store, tx any) error {
		now, j := r.Now(), t.job
		j.Revision++
		j.Status, j.Percent, j.Message, j.Result, j.Changed, j.Ended, j.Expires = store.JobSuccessful, 100, said("jobs.successful", nil), result, now, now, now.Add(keptFor)
		if err := inside.ChangeJob(working, t.Region, j, left...); err != nil { // first: whoever is late does nothing
			return err
		}
		if effect.Keep != nil {
			if err := effect.Keep(working, inside); err != nil {
				return err
			}
		}
		return r.engine.complete(ctx, tx, rj)
	})
}

// end ends what was begun for a try. What is left where that fails is taken away later.
func (w *worker) end(ctx context.Context, t *Task, over func() error) {
	if err := over(); err != nil {
		w.runner.Log.WarnContext(ctx, "end a job", "region", t.Region, "id", t.ID, "err", err)
	}
}

// guarded runs a kind; its panic is an error.
func guarded(ctx context.Context, t *Task, k Kind) (e Effect, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("jobs: %s of kind %s: panic: %v", t.ID, k.Name, v)
		}
	}()
	return k.Run(ctx, t)
}

// failed says what becomes of a job whose try has failed.
func (w *worker) failed(ctx context.Context, t *Task, err error) error {
	r := w.runner
	writing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	j, reading := r.Store.Job(writing, t.Region, t.ID)
	switch {
	case errors.Is(reading, store.ErrNotFound), reading == nil && (j.Over() || j.Attempt != t.job.Attempt):
		return nil // dismissed, or somebody else has it
	case reading != nil:
		return errors.Join(err, reading)
	}
	said, final := reasons(err)
	final = final || j.Attempt >= Tries
	if ctx.Err() != nil && !final { // this node ends
		said = words.Sentence{ZH: words.Say(words.ZH, "jobs.left", nil), EN: words.Say(words.EN, "jobs.left", nil)}
	}
	r.Log.WarnContext(ctx, "job", "region", t.Region, "id", t.ID, "try", j.Attempt, "over", final, "err", err)
	now := r.Now()
	j.Revision, j.Status, j.Message, j.Changed = j.Revision+1, store.JobAccepted, kept(said), now
	if final {
		j.Status, j.Ended, j.Expires = store.JobFailed, now, now.Add(keptFor)
	}
	if changing := r.Store.ChangeJob(writing, t.Region, j); changing != nil {
		return errors.Join(err, changing)
	}
	switch {
	case final:
		return river.JobCancel(err)
	case ctx.Err() != nil: // no fault of the job
		return river.JobSnooze(0)
	}
	return err
}

// again is an error that lets River try again soon where somebody was faster.
func again(err error) error {
	if errors.Is(err, store.ErrStale) {
		return river.JobSnooze(time.Second)
	}
	return err
}

// reasons tells why a try failed, and whether another would too.
func reasons(err error) (s words.Sentence, final bool) {
	var f *finding.Finding
	switch {
	case errors.Is(err, store.ErrAway), errors.Is(err, store.ErrBusy), errors.Is(err, store.ErrFull), errors.Is(err, context.Canceled):
		return sentence("jobs.again"), false // that passes, though a finding may say it
	case errors.Is(err, context.DeadlineExceeded):
		return sentence("jobs.too_long"), true
	case errors.As(err, &f): // one of ErrStale too, which names what has changed
		return words.Sentence{ZH: plainly(words.ZH, err), EN: plainly(words.EN, err)}, true
	case errors.Is(err, store.ErrStale):
		return sentence("jobs.stale"), true
	}
	return sentence("jobs.again"), false
}

// plainly is an error in words. Whoever reads it does not see what was asked: of a JSON pointer
// into that no more is told than which of several things is meant.
func plainly(l words.Lang, err error) string {
	var lines []string
	for _, e := range words.Split(err) {
		var f *finding.Finding
		if !errors.As(e, &f) || !strings.HasPrefix(f.Where, "/") {
			lines = append(lines, words.Error(l, e))
			continue
		}
		told := *f
		told.Where = ""
		steps := strings.Split(f.Where, "/")
		for i, step := range steps {
			if n, err := strconv.Atoi(step); err == nil && i > 1 {
				told.Where = words.Say(l, "jobs.item", finding.Args{"list": steps[i-1], "n": n + 1})
			}
		}
		lines = append(lines, words.Finding(l, &told))
	}
	return strings.Join(slices.Compact(lines), "\n")
}

func sentence(code string) words.Sentence {
	return words.Sentence{ZH: words.Say(words.ZH, code, nil), EN: words.Say(words.EN, code, nil)}
}
