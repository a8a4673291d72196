package ops

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// post finds the post that the address names.
func (d *desk) post() (atlas.Unit, error) {
	id := problem.PathParam(d.r, "id")
	u, ok := d.region.Atlas.Unit(id)
	if !ok || u.Class != atlas.Post {
		return u, problem.NotFound(finding.New("desk.no_post", "", "id", id))
	}
	return u, nil
}

// duty answers GET /units/{id}/duty: whether a post is manned now, and who said so.
func (c *call) duty() error {
	d, err := c.desk()
	if err != nil {
		return err
	}
	return d.duties(http.StatusOK)
}

func (d *desk) duties(status int) error {
	u, err := d.post()
	if err != nil {
		return err
	}
	all, err := d.Store.Duties(d.ctx, d.code, store.DutyQuery{Post: u.ID})
	if err != nil {
		return err
	}
	manning, _, err := d.region.Manning(d.ctx, d.Store, d.now)
	if err != nil {
		return err
	}
	return d.write(status, d.reader.Duties(u, manning(u.ID), all))
}

// enterDuty answers POST /units/{id}/duty.
func (c *call) enterDuty() error {
	d, err := c.desk()
	if err != nil {
		return err
	}
	u, err := d.post()
	if err != nil {
		return err
	}
	if err := d.asker.May(people.WriteDuty, people.Of(u.ID)); err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	var asked wire.DutyRequest
	if err := read(body, &asked); err != nil {
		return err
	}
	entry := store.Duty{Post: u.ID, On: asked.Manned, From: d.now, Reason: strings.TrimSpace(asked.Reason), Person: d.person.ID, At: d.now}
	var faults []error
	for _, m := range []struct {
		name, value string
		into        *time.Time
	}{{"from", asked.From, &entry.From}, {"to", asked.To, &entry.To}} {
		if m.value == "" {
			continue
		}
		t, err := time.Parse(time.RFC3339, m.value)
		if err != nil {
			faults = append(faults, finding.New("input.time", "/"+m.name, "name", m.name, "value", m.value))
		}
		*m.into = t.Truncate(time.Millisecond).In(law.China)
	}
	switch {
	case len(faults) > 0:
	case !entry.To.IsZero() && !entry.To.After(entry.From):
		faults = append(faults, finding.New("desk.duty_ends", "/to"))
	case entry.On && (entry.To.IsZero() || entry.To.Sub(entry.From) > atlas.LongestShift*time.Hour):
		faults = append(faults, finding.New("desk.duty_long", "/to", "most", atlas.LongestShift))
	}
	if entry.Reason == "" {
		faults = append(faults, finding.New("desk.duty_reason", "/reason"))
	}
	if len(faults) > 0 {
		return problem.Unprocessable(errors.Join(faults...))
	}
	if err := c.Store.EnterDuty(c.ctx, d.code, entry); err != nil {
		return err
	}
	return d.duties(http.StatusCreated)
}
