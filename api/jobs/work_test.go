package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"xunhu/api/store"
	"xunhu/geo/finding"
)

// What passes does not end a job, however it is told; and what has changed meanwhile is named.
func TestReasons(t *testing.T) {
	told := func(why error) error { return finding.New("store.no_job", "", "id", "x").Because(why) }
	for i, tc := range []struct {
		err   error
		final bool
		says  string
	}{
		{told(store.ErrAway), false, ""}, {told(store.ErrBusy), false, ""}, {fmt.Errorf("x: %w", told(store.ErrFull)), false, ""},
		{told(context.Canceled), false, ""}, {errors.New("no reason"), false, ""},
		{context.DeadlineExceeded, true, "longer than it may"}, {store.ErrStale, true, ""}, {told(nil), true, "there is no job x"},
		{finding.New("store.no_job", "/unit", "id", "y"), true, "there is no job y"},
		{errors.Join(finding.New("store.no_job", "/needs/features/2/properties/mode", "id", "y"), finding.New("store.no_job", "towns.zip/towns.shp", "id", "z")), true,
			"features, item 3: there is no job y\ntowns.zip/towns.shp: there is no job z"},
		{finding.New("store.changed_meanwhile", "", "kind", finding.Name{ZH: "镇街", EN: "towns"}).Because(store.ErrStale), true, "towns"},
	} {
		if s, final := reasons(tc.err); final != tc.final || !strings.Contains(s.EN, tc.says) || strings.HasPrefix(s.EN, "/") || strings.HasPrefix(s.ZH, "/") {
			t.Errorf("%d: %v: %v, %q", i, tc.err, final, s.EN)
		}
	}
}

// Two tries of one job at a node do not end each other's place: both can be stopped as long as they last.
func TestTwoTries(t *testing.T) {
	r := &Runner{awake: map[*awake]bool{}}
	first, second := 0, 0
	end1 := r.wake("a\x00x", func() { first++ })
	end2 := r.wake("a\x00x", func() { second++ })
	r.stopTries("a\x00y")
	end1()
	r.stopTries("a\x00x")
	end2()
	r.stopTries("a\x00x")
	if first != 0 || second != 1 || len(r.awake) != 0 {
		t.Errorf("%d, %d, %d left", first, second, len(r.awake))
	}
}

// A half stands in for a store of which a test says what it answers.
type half struct {
	store.Store

	living []string
	job    store.Job
	deaf   bool // it keeps a change, and the word of it is lost
}

func (h *half) Living(context.Context, ...string) ([]string, error) { return h.living, nil }

func (h *half) Job(context.Context, string, string) (store.Job, error) { return h.job, nil }

func (h *half) ChangeJob(_ context.Context, _ string, j store.Job, _ ...store.JobFile) error {
	if j.Revision != h.job.Revision+1 {
		return store.ErrStale
	}
	h.job = j
	if h.deaf {
		return store.ErrAway
	}
	return nil
}

// A node that misses all nodes once, as after a restart of the database, takes nobody for gone, and never itself.
func TestGone(t *testing.T) {
	h := &half{}
	r := &Runner{Options: Options{Store: h, Name: "me"}}
	for i, want := range [][]string{nil, {"other"}, nil, nil} {
		if i == 2 {
			h.living = []string{"other", "me"}
		} else {
			h.living = nil
		}
		gone, missed, err := r.gone(t.Context(), []string{"me", "other"})
		if err != nil || !slices.Equal(gone, want) {
			t.Errorf("look %d: %v, %v", i, gone, err)
		}
		r.missed = missed
	}
}

// Progress whose word is lost does not cost a try its end; another's try does.
func TestProgressLost(t *testing.T) {
	h := &half{job: store.Job{ID: "x", Status: store.JobRunning, Revision: 2, Attempt: 1}, deaf: true}
	r := &Runner{Options: Options{Store: h, Now: time.Now, Log: slog.New(slog.DiscardHandler)}}
	k := &Task{Region: "a", ID: "x", runner: r, job: h.job}
	k.Progress(t.Context(), 0.5, "jobs.reading")
	if k.job.Revision != 3 || k.job.Percent != 50 {
		t.Errorf("%+v", k.job)
	}
	h.job.Revision, h.job.Attempt = 7, 2
	k.told = time.Time{}
	k.Progress(t.Context(), 0.6, "jobs.reading")
	if k.job.Revision != 3 || k.job.Attempt != 1 {
		t.Errorf("took over another's try: %+v", k.job)
	}
}
