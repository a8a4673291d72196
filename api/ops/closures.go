package ops

import (
	"context"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/routing/road"
)

// leaving gives the region, and the moment of which the closures hold: RFC 3339, "" now.
// faults are what else is wrong with the request; all are answered together.
func (c *call) leaving(profile, depart string, faults []error) (region *live.Region, at time.Time, err error) {
	if region, err = c.region(); err != nil {
		return nil, at, err
	}
	if _, known := region.Profiles()[profile]; !known {
		faults = append(faults, finding.New("input.choice", "/profile", "name", "profile", "value", profile, "choices", region.Profiles().Names()))
	}
	at = c.Now()
	if depart != "" {
		if at, err = time.Parse(time.RFC3339, depart); err != nil {
			faults = append(faults, finding.New("input.time", "/depart", "name", "depart", "value", depart))
		}
	}
	return region, at, problemOf(faults)
}

// day gives the region's roads with all closures of a time, and the ids of those; of a moment also with
// its hours.
func (s *Service) day(ctx context.Context, region *live.Region, profile string, from, until time.Time) (*road.Day, []string, error) {
	closures, err := s.Store.ClosuresInForce(ctx, region.Dataset.Region.Code, from, until)
	if err != nil {
		return nil, nil, err
	}
	at := from
	if until.After(from) {
		at = time.Time{}
	}
	net, ids, err := region.Day(profile, closures, at)
	if err != nil {
		return nil, nil, refused(err, "")
	}
	return net, ids, nil
}

// closures answers GET /closures.
func (c *call) closures() error {
	at := c.moment("in_force")
	if at.IsZero() {
		page, links, err := c.page(feature.Closures, "/closures")
		if err != nil {
			return err
		}
		var all []store.Closure
		for _, f := range page.Features {
			one, err := store.ClosureOf(f)
			if err != nil {
				return err
			}
			all = append(all, one)
		}
		return c.writeClosures(all, page.Matched, links)
	}
	if err := c.params.Err(); err != nil {
		return err
	}
	region, err := c.region()
	if err != nil {
		return err
	}
	all, err := c.Store.ClosuresInForce(c.ctx, region.Dataset.Region.Code, at, at)
	if err != nil {
		return err
	}
	return c.writeClosures(all, len(all), []Link{{Rel: "self", Type: geoJSON, Href: c.r.URL.RequestURI()}})
}

// closureFor is a closure as who asks may read it: who set and lifted it is told to those who prove who they are,
// nobody else.
func (c *call) closureFor(one store.Closure, known bool) feature.Feature {
	f := wire.Closure(one, c.Now())
	if !known {
		delete(f.Props, "person")
		delete(f.Props, "lifted_by")
	}
	return f
}

// known tells whether who asks has proved who he is, or need not.
func (c *call) known() bool {
	return c.Guard.Known(c.w, c.r)
}

func (c *call) writeClosures(all []store.Closure, matched int, links []Link) error {
	known := c.known()
	return c.writeCollection(http.StatusOK, func(yield func(feature.Feature) bool) {
		for _, one := range all {
			if !yield(c.closureFor(one, known)) {
				return
			}
		}
	}, map[string]any{"links": links, "numberMatched": matched, "numberReturned": len(all)})
}

// closure answers GET /closures/{id}.
func (c *call) closure() error {
	f, err := c.one(feature.Closures, "closure.none")
	if err != nil {
		return err
	}
	one, err := store.ClosureOf(f)
	if err != nil {
		return err
	}
	c.revision = strconv.Itoa(one.Revision())
	return c.writeFeature(http.StatusOK, c.closureFor(one, c.known()))
}

// setClosure answers POST /closures.
func (c *call) setClosure() error {
	q, body, done, err := c.closing()
	if err != nil || done {
		return err
	}
	f, err := geojson.Unmarshal(body)
	if err != nil {
		return missing("input.bad_feature", "")
	}
	one, err := wire.ReadClosure(f, q.region.Profiles().Names(), q.now)
	if err != nil {
		return problem.Unprocessable(err)
	}
	if err := q.asker.May(people.WriteClosures, q.asker.At(one.Where)); err != nil {
		return err
	}
	one.Person = q.person.ID
	if one.ID, err = ClosureID(c.Random, q.now); err != nil {
		return err
	}
	return q.closed(http.StatusCreated, one, wire.NewClosure(one, q.region, c.Patrol.Profile, q.now), func(a *store.Answer) error {
		return c.Store.SetClosures(c.ctx, q.desk.code, a, one)
	})
}

// lift answers POST /closures/{id}/lift.
func (c *call) lift() error {
	q, body, done, err := c.closing()
	if err != nil || done {
		return err
	}
	var asked LiftRequest
	if err := read(body, &asked); err != nil {
		return err
	}
	f, err := c.one(feature.Closures, "closure.none")
	if err != nil {
		return err
	}
	one, err := store.ClosureOf(f)
	if err != nil {
		return err
	}
	if err := q.asker.May(people.WriteClosures, q.asker.At(one.Where)); err != nil {
		return err
	}
	seen, err := q.seen(one.Revision())
	if err != nil {
		return err
	}
	lifted := finding.New("closure.lifted", "", "id", one.ID, "at", one.Lifted.Format("2006-01-02 15:04"))
	switch {
	case seen != one.Revision():
		return &problem.Error{Status: http.StatusPreconditionFailed, Err: lifted}
	case !one.Lifted.IsZero():
		return &problem.Error{Status: http.StatusConflict, Err: lifted}
	case strings.TrimSpace(asked.Reason) == "":
		return missing("closure.lift_reason", "/reason")
	}
	one.Lifted, one.LiftedBy, one.LiftReason = q.now, q.person.ID, strings.TrimSpace(asked.Reason)
	err = q.closed(http.StatusOK, one, wire.Closure(one, q.now), func(a *store.Answer) error {
		return c.Store.LiftClosure(c.ctx, q.desk.code, a, one)
	})
	if errors.Is(err, store.ErrStale) { // between reading and writing
		return &problem.Error{Status: http.StatusPreconditionFailed, Err: finding.New("closure.lifted", "", "id", one.ID, "at", q.now.Format("2006-01-02 15:04"))}
	}
	return err
}

// closing reads a request that sets or lifts a closure, of somebody who may.
func (c *call) closing() (q request, body []byte, done bool, err error) {
	d, err := c.desk()
	if err != nil {
		return q, nil, false, err
	}
	if body, err = c.body(); err != nil {
		return q, nil, false, err
	}
	q, done, err = d.request(body)
	return q, body, done, err
}

// closed keeps a closure with the answer to a request that brought a key, tells all who
// watch, and answers.
func (q request) closed(status int, one store.Closure, shown feature.Feature, keep func(*store.Answer) error) error {
	b, err := geojson.Marshal(shown)
	if err != nil {
		return err
	}
	header := map[string]string{"ETag": fmt.Sprintf(`"%d"`, one.Revision())}
	if status == http.StatusCreated {
		header["Location"] = q.at("closures", one.ID)
	}
	var kept *store.Answer
	if q.key != "" {
		kept = &store.Answer{Person: q.person.ID, Key: q.key, Request: q.digest, Status: status, Header: header, Body: b, At: q.now}
	}
	if err := keep(kept); errors.Is(err, store.ErrRepeated) {
		return q.again()
	} else if err != nil {
		return err
	}
	q.watch.Ring()
	for name, v := range header {
		q.w.Header().Set(name, v)
	}
	return q.send(status, geoJSON, b)
}

// ClosureID makes the number of a closure: its day and 40 random bits.
func ClosureID(random io.Reader, now time.Time) (string, error) {
	var bits [5]byte
	if _, err := io.ReadFull(random, bits[:]); err != nil {
		return "", fmt.Errorf("ops: make an id: %w", err)
	}
	return "F-" + now.Format("20060102") + "-" + strings.ToLower(base32.StdEncoding.EncodeToString(bits[:])), nil
}
