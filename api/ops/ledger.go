package ops

import (
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/papers"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/finding"
)

// The kinds of notices, the ways of sending, and the kinds of what comes back.
var (
	ways        = []string{"exchange", "hand", "post", "fax", "mail", "phone", "system"}
	noticeKinds = []string{"handover", "notice", "dispute", "told"}
	answers     = []string{"accept", "incomplete", "refuse", "known", "found", "not_found", "forwarded", "ruled"}
)

// notices answers GET /notices and GET /incidents/{id}/notices.
func (c *call) notices() error {
	d, err := c.desk()
	if err != nil {
		return err
	}
	id := problem.PathParam(c.r, "id")
	if id != "" {
		if _, err := d.lead(); err != nil {
			return err
		}
	}
	all, err := c.Store.Notices(c.ctx, d.code, id)
	if err != nil {
		return err
	}
	owed, err := c.Store.Owed(c.ctx, d.code, id)
	if err != nil {
		return err
	}
	return c.write(http.StatusOK, d.reader.Notices(all, owed, func(lead, to string) string {
		return c.at("incidents", lead, "papers", "notice.pdf") + "?to=" + url.QueryEscape(to)
	}))
}

// notice answers POST /incidents/{id}/notices: the ledger's line and a note in the records,
// in one write.
func (c *call) notice() error {
	return entered(c, func(d *desk, a wire.NoticeRequest) (dispatch.Command, func(store.Kept, *store.Change) error, error) {
		var faults []error
		var due time.Time
		if a.Due != "" {
			var err error
			if due, err = time.Parse(time.RFC3339, a.Due); err != nil {
				faults = append(faults, finding.New("input.time", "/due", "name", "due", "value", a.Due))
			}
		}
		if !slices.Contains(noticeKinds, a.Kind) {
			faults = append(faults, finding.New("input.choice", "/kind", "name", "kind", "value", a.Kind, "choices", noticeKinds))
		}
		if a.Way == "" {
			a.Way = string(papers.Exchange)
			if a.Kind == "told" {
				a.Way = string(papers.System)
			}
		} else if !slices.Contains(ways, a.Way) {
			faults = append(faults, finding.New("input.choice", "/way", "name", "way", "value", a.Way, "choices", ways))
		}
		if strings.TrimSpace(a.To) == "" {
			faults = append(faults, finding.New("desk.notice_to", "/to"))
		}
		id, err := d.noticeID()
		if err := errors.Join(err, problemOf(faults)); err != nil {
			return dispatch.Command{}, nil, err
		}
		command := dispatch.Command{Event: "note", Kind: "notice", At: d.now, Line: id, Told: a.To, Reason: strings.Join(strings.Fields(id+" "+a.Kind+" "+a.To+" "+a.Number), " "), Files: filed(a.SHA256)}
		return command, func(k store.Kept, change *store.Change) error {
			if a.Due == "" && slices.ContainsFunc(k.Lead.Tellings, func(t dispatch.Telling) bool { return t.Owed() && t.To == a.To }) {
				due = dispatch.AnswerBy(d.world.Calendar, d.now) // what the tables ask for asks for a receipt
			}
			change.Notice = &store.Notice{ID: id, Lead: k.Incident.ID, Kind: a.Kind, Way: a.Way, To: a.To, By: d.person.ID, Number: a.Number, SHA256: a.SHA256, Sent: d.now, Due: due}
			return nil
		}, nil
	})
}

// receipt answers POST /incidents/{id}/notices/{notice}/receipts.
func (c *call) receipt() error {
	return entered(c, func(d *desk, a wire.ReceiptRequest) (dispatch.Command, func(store.Kept, *store.Change) error, error) {
		if !slices.Contains(answers, a.Answer) {
			return dispatch.Command{}, nil, missing("input.choice", "/answer", "name", "answer", "value", a.Answer, "choices", answers)
		}
		id := problem.PathParam(d.r, "notice")
		command := dispatch.Command{Event: "note", Kind: "receipt", At: d.now, Reason: strings.Join(strings.Fields(id+" "+a.Answer+" "+a.Note), " "), Files: filed(a.SHA256)}
		return command, func(k store.Kept, change *store.Change) error {
			all, err := d.Store.Notices(d.ctx, d.code, k.Incident.ID)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(all, func(n store.Notice) bool { return n.ID == id }) {
				return problem.NotFound(finding.New("store.no_notice", "", "id", id))
			}
			change.Receipt = &store.Receipt{Notice: id, Answer: a.Answer, Name: a.Name, Note: a.Note, SHA256: a.SHA256, By: d.person.ID, At: d.now}
			return nil
		}, nil
	})
}

// entered reads a body that becomes a note of a lead, and carries it out.
func entered[T any](c *call, of func(*desk, T) (dispatch.Command, func(store.Kept, *store.Change) error, error)) error {
	d, q, body, done, err := c.requested()
	if err != nil || done {
		return err
	}
	var asked T
	if err := read(body, &asked); err != nil {
		return err
	}
	command, more, err := of(d, asked)
	if err != nil {
		return err
	}
	return q.carry(http.StatusCreated, command, wire.EventRequest{}, more)
}

// filed is a paper among the files of a record.
func filed(digest string) []dispatch.File {
	if digest == "" {
		return nil
	}
	return []dispatch.File{{SHA256: digest}}
}

func problemOf(faults []error) error {
	if len(faults) == 0 {
		return nil
	}
	return problem.Unprocessable(errors.Join(faults...))
}

// noticeID makes the number of a line of the ledger: day and 40 random bits.
func (d *desk) noticeID() (string, error) {
	var random [5]byte
	if _, err := io.ReadFull(d.Random, random[:]); err != nil {
		return "", fmt.Errorf("ops: make an id: %w", err)
	}
	return "N-" + d.now.Format("20060102") + "-" + strings.ToLower(base32.StdEncoding.EncodeToString(random[:])), nil
}

// setReporter answers POST /incidents/{id}/reporter.
func (c *call) setReporter() error {
	d, k, err := c.asked()
	if err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	var asked wire.Reporter
	if err := read(body, &asked); err != nil {
		return err
	}
	if strings.TrimSpace(asked.Name+asked.Phone) == "" {
		return missing("desk.reporter_empty", "/name")
	}
	if err := c.Store.SetReporter(c.ctx, d.code, k.Incident.ID, store.Reporter(asked)); err != nil {
		return request{desk: d}.refusedByStore(err)
	}
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}

// reporter answers GET /incidents/{id}/reporter: the reading is taken down first.
func (c *call) reporter() error {
	reason := c.params.Text("reason")
	if strings.TrimSpace(reason) == "" {
		c.params.Refuse("reason", "desk.reading_reason")
	}
	d, k, err := c.asked()
	if err != nil {
		return err
	}
	r, err := c.Store.ReadReporter(c.ctx, d.code, store.Reading{Lead: k.Incident.ID, Person: d.person.ID, Reason: reason, At: d.now})
	if errors.Is(err, store.ErrNotFound) {
		return problem.NotFound(finding.New("store.no_reporter", "", "id", k.Incident.ID))
	}
	if err != nil {
		return err
	}
	c.w.Header().Set("Cache-Control", "no-store")
	return c.write(http.StatusOK, wire.Reporter(r))
}

// readings answers GET /incidents/{id}/reporter/readings, for the auditor as well.
func (c *call) readings() error {
	d, k, err := c.asked()
	if err != nil {
		return err
	}
	all, err := c.Store.Readings(c.ctx, d.code, k.Incident.ID)
	if err != nil {
		return err
	}
	return c.write(http.StatusOK, wire.FromReadings(all))
}

// people answers GET /people; unit and role choose.
func (c *call) people() error {
	unit, role := c.params.Text("unit"), dispatch.Role(c.params.Choice("role", append([]string{""}, roleNames()...)...))
	d, err := c.desk()
	if err != nil {
		return err
	}
	all, err := c.Store.People(c.ctx, d.code)
	if err != nil {
		return err
	}
	list := wire.People{People: []wire.Person{}}
	for _, p := range all {
		if (unit == "" || p.Unit == unit) && (role == "" || p.Plays(role)) && d.sees(people.ReadPeople, p.Unit) {
			list.People = append(list.People, d.reader.Person(p))
		}
	}
	return c.write(http.StatusOK, list)
}

func roleNames() []string {
	var all []string
	for _, r := range dispatch.Roles() {
		all = append(all, string(r))
	}
	return all
}

// me answers GET /me.
func (c *call) me() error {
	d, err := c.desk()
	if err != nil {
		return err
	}
	return c.write(http.StatusOK, d.me())
}

// roots answers GET /roots.
func (c *call) roots() error {
	d, err := c.desk()
	if err != nil {
		return err
	}
	all, err := c.Store.Roots(c.ctx, d.code)
	if err != nil {
		return err
	}
	return c.write(http.StatusOK, wire.FromRoots(all))
}
