package ops

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"xunhu/api/auth"
	"xunhu/api/people"
	"xunhu/api/store"
)

// Times of a stream.
const (
	heartbeat   = 15 * time.Second // how often a quiet stream says that it is there
	lookAgain   = 2 * time.Second  // until what could not be read is read again
	streamWrite = 30 * time.Second // how long one message may take
	streamRead  = 500              // records at once
)

// stream answers GET /events: what has moved, as server-sent events. Each has as its id the
// sequence number of the record; Last-Event-ID goes on after it. Without one, the stream
// begins with what happens next. What the asker may not see is passed over.
//
// All else is told as it stands, at the start and whenever it changes, so that nothing need be told twice: the version
// of the region's data, how often a closure was set or lifted, and the asker's jobs, for an administrator all, that are
// not over or have changed.
// While the store is out of reach the stream waits, and then tells what has happened since.
func (c *call) stream() error {
	d, err := c.desk()
	if err != nil {
		return err
	}
	after, err := d.startAfter()
	if err != nil {
		return err
	}
	f := c.watch.Follow(d.code)
	defer f.Close()
	out := http.NewResponseController(c.w)
	h := c.w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	c.w.WriteHeader(http.StatusOK)
	s := &streaming{desk: d, after: after, told: store.Pulse{Closures: -1, Jobs: -1}, send: func(text string) error {
		_ = out.SetWriteDeadline(time.Now().Add(streamWrite)) // a connection that has none needs none
		if _, err := fmt.Fprint(c.w, text); err != nil {
			return err
		}
		return out.Flush()
	}}
	if err := s.send("retry: 3000\n\n"); err != nil {
		return err
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		now, next, known := f.Now()
		var again <-chan time.Time
		if known {
			err := s.tell(now)
			if errors.Is(err, store.ErrAway) {
				again = time.After(lookAgain)
			} else if err != nil {
				return err
			}
		}
		select {
		case <-next:
		case <-again:
		case <-beat.C:
			if err := s.send(fmt.Sprintf("id: %d\n: still here\n\n", s.after)); err != nil {
				return err
			}
			if err := s.askAgain(); err != nil && !errors.Is(err, store.ErrAway) { // a token that was revoked meanwhile ends the stream
				return err
			}
		case <-c.Done:
			return nil
		case <-c.ctx.Done():
			return nil
		}
	}
}

// streaming is a stream under way.
type streaming struct {
	*desk
	send  func(string) error
	after int64       // the last record that was told
	told  store.Pulse // what else was told
	jobs  map[string]int64
	since time.Time // when jobs were last asked for
}

// askAgain finds out anew who asks, and what may be told.
func (s *streaming) askAgain() error {
	asker, err := s.Guard.Admit(s.w, s.r, auth.Watcher)
	if err != nil {
		return err
	}
	c := *s.call
	c.asker = asker
	d, err := c.desk()
	if err != nil {
		return err
	}
	s.desk = d
	return nil
}

// tell tells what has not been told of how the region stands.
func (s *streaming) tell(now store.Pulse) error {
	if now.Jobs != s.told.Jobs { // first: who reads the list of jobs at the first event misses no end; without an id, as the next two: Last-Event-ID counts records
		if err := s.tellJobs(); err != nil {
			return err
		}
		s.told.Jobs = now.Jobs
	}
	if now.Version != s.told.Version {
		if err := s.send(fmt.Sprintf("event: region\ndata: {\"version\":%q}\n\n", now.Version)); err != nil {
			return err
		}
		s.told.Version = now.Version
	}
	if now.Closures != s.told.Closures {
		if err := s.send(fmt.Sprintf("event: closure\ndata: {\"changes\":%d}\n\n", now.Closures)); err != nil {
			return err
		}
		s.told.Closures = now.Closures
	}
	for now.Moved > s.after {
		all, err := s.Store.Movements(s.ctx, s.code, s.after, streamRead)
		if err != nil {
			return err
		}
		for _, m := range all {
			text, err := s.moving(m)
			if err != nil {
				return err
			}
			if text != "" {
				if err := s.send(text); err != nil {
					return err
				}
			}
			s.after = m.Sequence
		}
		if len(all) == 0 {
			break
		}
	}
	return nil
}

// skew is by how much the clocks of nodes may differ.
const skew = time.Minute

// tellJobs tells those of the jobs that GET /jobs lists for the asker that are not over, at first, and then those that
// have changed.
func (s *streaming) tellJobs() error {
	q := store.JobQuery{Person: s.person.ID, Open: s.jobs == nil}
	if s.keepsJobs() {
		q.Person = ""
	}
	if s.jobs != nil {
		q.Changed = s.since.Add(-skew)
	}
	asked := s.Now()
	all, _, err := s.Store.Jobs(s.ctx, s.code, q)
	if err != nil {
		return err
	}
	seen := map[string]int64{}
	for _, j := range slices.Backward(all) { // the first made first
		if seen[j.ID] = j.Revision; s.jobs[j.ID] == j.Revision {
			continue
		}
		b, err := json.Marshal(s.shownJob(j))
		if err != nil {
			return err
		}
		if err := s.send(fmt.Sprintf("event: job\ndata: %s\n\n", b)); err != nil {
			return err
		}
	}
	s.jobs, s.since = seen, asked
	return nil
}

// startAfter is the sequence number after which a stream begins.
func (d *desk) startAfter() (int64, error) {
	last, err := d.Store.LastMovement(d.ctx, d.code)
	if err != nil {
		return 0, err
	}
	if n, err := strconv.ParseInt(d.r.Header.Get("Last-Event-ID"), 10, 64); err == nil && n >= 0 && n < last {
		return n, nil
	}
	return last, nil
}

// moving writes one movement as a server-sent event; "" if the asker may not see the lead.
func (d *desk) moving(m store.Movement) (string, error) {
	if !d.asker.Everywhere(people.ReadLeads) {
		if !people.Somewhere(d.region.Atlas, d.person, people.ReadLeads) { // closures are all that moves for such a one
			return "", nil
		}
		k, err := d.Store.Lead(d.ctx, d.code, m.Lead)
		if err != nil || !d.seesLead(k.Lead) {
			return "", err
		}
	}
	b, err := json.Marshal(d.reader.Moved(m))
	return fmt.Sprintf("id: %d\nevent: lead\ndata: %s\n\n", m.Sequence, b), err
}
