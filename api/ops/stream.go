package ops

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"xunhu/api/auth"
	"xunhu/api/people"
	"xunhu/api/store"
)

// Times of a stream.
const (
	heartbeat   = 15 * time.Second // how often a quiet stream says that it is there
	lookAgain   = 2 * time.Second  // how often another process may have written
	streamWrite = 30 * time.Second // how long one message may take
	streamRead  = 500              // records at once
)

// stream answers GET /events: what has moved, as server-sent events. Each has as its id the
// sequence number of the record; Last-Event-ID goes on after it. Without one, the stream
// begins with what happens next. What the asker may not see is passed over. How often a
// closure was set or lifted is told at the start and whenever one is, so that whoever shows
// them knows when to read them again.
func (c *call) stream() error {
	d, err := c.desk()
	if err != nil {
		return err
	}
	after, err := d.startAfter()
	if err != nil {
		return err
	}
	out := http.NewResponseController(c.w)
	h := c.w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	c.w.WriteHeader(http.StatusOK)
	send := func(text string) error {
		_ = out.SetWriteDeadline(time.Now().Add(streamWrite)) // a connection that has none needs none
		if _, err := fmt.Fprint(c.w, text); err != nil {
			return err
		}
		return out.Flush()
	}
	if err := send("retry: 3000\n\n"); err != nil {
		return err
	}
	quiet, changes := time.Now(), int64(-1)
	for {
		rung := c.moved.wait() // before looking, so that nothing falls between
		if n, err := c.Store.ClosureChanges(c.ctx, d.code); err != nil {
			return err
		} else if n != changes { // without an id: Last-Event-ID counts records
			if err := send(fmt.Sprintf("event: closure\ndata: {\"changes\":%d}\n\n", n)); err != nil {
				return err
			}
			changes = n
		}
		all, err := c.Store.Movements(c.ctx, d.code, after, streamRead)
		if err != nil {
			return err
		}
		for _, m := range all {
			after = m.Sequence
			text, err := d.moving(m)
			if err != nil {
				return err
			}
			if text == "" {
				continue
			}
			if err := send(text); err != nil {
				return err
			}
			quiet = time.Now()
		}
		if len(all) == streamRead {
			continue
		}
		if time.Since(quiet) >= heartbeat {
			if err := send(fmt.Sprintf("id: %d\n: still here\n\n", after)); err != nil {
				return err
			}
			if c.asker, err = c.Guard.Admit(c.w, c.r, auth.Watcher); err != nil { // a token that was revoked meanwhile ends the stream
				return err
			}
			if d, err = c.desk(); err != nil {
				return err
			}
			quiet = time.Now()
		}
		select {
		case <-rung:
		case <-time.After(lookAgain):
		case <-c.Done:
			return nil
		case <-c.ctx.Done():
			return nil
		}
	}
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
