package postgis

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"xunhu/api/dispatch"
	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// Lead reads one lead. See store.Leads.
func (s *Store) Lead(ctx context.Context, region, id string) (store.Kept, error) {
	page, err := s.Leads(ctx, region, store.LeadQuery{IDs: []string{id}})
	switch {
	case err != nil:
		return store.Kept{}, err
	case len(page.Leads) == 0:
		return store.Kept{}, finding.New("store.no_lead", "", "id", id).Because(store.ErrNotFound)
	}
	return page.Leads[0], nil
}

// Leads reads one page. An incident of an older release has no lead: its Lead is empty.
// See store.Leads.
func (s *Store) Leads(ctx context.Context, region string, q store.LeadQuery) (store.LeadPage, error) {
	of, err := tableOf(feature.Incidents)
	if err != nil {
		return store.LeadPage{}, err
	}
	w, err := wanted(of, region, q)
	if err != nil {
		return store.LeadPage{}, err
	}
	var page store.LeadPage
	err = s.look(ctx, func(t *tx) error {
		s.mustHave(t, region)
		if err := t.each(ctx, func(rows *result) error {
			k, err := of.kept(rows)
			page.Leads = append(page.Leads, k)
			return err
		}, fmt.Sprintf("SELECT l.lead, l.due, %s %s ORDER BY %s%s", of.selects, w.text, orderOf(q), limited(q.Limit, q.Offset)), w.args...); err != nil {
			return err
		}
		if page.Matched = len(page.Leads); q.Limit == 0 && q.Offset == 0 {
			return nil
		}
		return t.one(ctx, []any{&page.Matched}, "SELECT count(*) "+w.text, w.args...)
	})
	if err != nil {
		return store.LeadPage{}, s.fault("read leads of region "+region, err)
	}
	return page, nil
}

// orderOf is how leads are sorted; where two are equal, the one reported first is first.
func orderOf(q store.LeadQuery) string {
	way := ""
	if q.Newest {
		way = " DESC"
	}
	switch q.Sort {
	case "due":
		return "l.due IS NULL, l.due" + way + ", t.fid" + way
	case "changed": // the sequence number of its last record; an incident without a lead has none
		return "coalesce((SELECT fid FROM records WHERE region = l.region AND lead = l.fid ORDER BY serial DESC LIMIT 1), 0)" + way + ", t.fid" + way
	}
	return "t.fid" + way
}

// kept reads a lead and its incident from one row.
func (t table) kept(rows scanner) (store.Kept, error) {
	var k store.Kept
	var text *string
	var due *int64
	f, err := t.uncut(rows, &text, &due)
	if err != nil {
		return k, err
	}
	if k.Incident, k.Due = f, timeOf(due); text != nil {
		if err := json.Unmarshal([]byte(*text), &k.Lead); err != nil {
			return k, finding.New("store.bad_lead", f.ID).Because(fmt.Errorf("%w: %w", store.ErrDamaged, err))
		}
	}
	return k, nil
}

// wanted renders a query for leads.
func wanted(of table, region string, q store.LeadQuery) (*clause, error) {
	w, err := of.from("FROM incidents AS t LEFT JOIN leads AS l ON l.region = t.region AND l.id = t.id WHERE t.region = $1", region,
		store.Query{IDs: q.IDs, BBox: q.BBox, Limit: q.Limit, Offset: q.Offset})
	if err != nil {
		return nil, err
	}
	if len(q.States) > 0 {
		states := make([]string, len(q.States))
		for i, s := range q.States {
			states[i] = string(s)
		}
		w.and("l.state = ANY (?)", states)
	}
	if q.Open {
		w.and("l.state <> ALL (?)", []string{string(dispatch.Closed), string(dispatch.Merged), string(dispatch.Void)})
	}
	for _, equal := range []struct{ column, value string }{
		{"l.unit", q.Unit}, {"l.person", q.Person}, {"l.category", q.Category}, {"l.source", q.Source}, {"l.ticket", q.Ticket},
	} {
		if equal.value != "" {
			w.and(equal.column+" = ?", equal.value)
		}
	}
	if q.Ticket != "" {
		w.and("l.ticket <> ''") // what the index of tickets holds
	}
	if q.Bare {
		w.and("l.fid IS NULL")
	}
	if q.Unplaced {
		w.and("t.geom IS NULL")
	}
	for _, concerned := range []struct {
		part  string
		codes []string
	}{{"town", []string{q.Town}}, {"unit", []string{q.Party}}, {"reach", q.Reaches}} {
		if len(concerned.codes) > 0 && concerned.codes[0] != "" {
			w.and("l.fid IN (SELECT lead FROM concerned WHERE region = $1 AND part = ? AND code = ANY (?))", concerned.part, concerned.codes)
		}
	}
	if !q.Overdue.IsZero() {
		w.and("l.due < ?", q.Overdue.UnixMilli())
	}
	if !q.Since.IsZero() {
		w.and("l.occurred >= ?", q.Since.UnixMilli())
	}
	if !q.Until.IsZero() {
		w.and("l.occurred <= ?", q.Until.UnixMilli())
	}
	return w, nil
}

// Records reads a chain. See store.Leads.
func (s *Store) Records(ctx context.Context, region, id string) ([]dispatch.Record, error) {
	var all []dispatch.Record
	err := s.look(ctx, func(t *tx) error {
		row, err := leadRow(ctx, t, region, id)
		if err != nil {
			return err
		}
		return t.each(ctx, func(rows *result) error {
			var text string
			if err := rows.Scan(&text); err != nil {
				return err
			}
			r, err := parse(id, text)
			all = append(all, r)
			return err
		}, `SELECT canonical FROM records WHERE region = $1 AND lead = $2 ORDER BY serial`, region, row)
	})
	if err != nil {
		return nil, s.fault("read the records of "+id, err)
	}
	return all, nil
}

func parse(lead, text string) (dispatch.Record, error) {
	r, err := dispatch.ParseRecord([]byte(text))
	if err != nil {
		return r, finding.New("store.bad_record", lead).Because(fmt.Errorf("%w: %w", store.ErrDamaged, err))
	}
	return r, nil
}

// settled gives the sequence number before which no record can appear any more.
//
// Whoever writes records first takes a shared advisory lock whose second key is the last
// number that was drawn (writes), then draws its own, which are higher. So what lies beyond
// the lowest of these keys may have gaps that will be filled, and what lies beyond the last
// number drawn before the locks were looked at may have writers that were not there yet.
// All else has ended, and is seen by the statements that follow.
func (s *Store) settled(ctx context.Context, t *tx, region string) (upto int64, err error) {
	var last int64
	t.ask(nil, []any{&last}, "SELECT "+s.numbered.drawn("records"))
	upto = math.MaxInt64
	// The keys hold 31 bits of the number; it is the highest with these bits that is not above the last.
	err = t.each(ctx, func(rows *result) error {
		var key int64
		err := rows.Scan(&key)
		upto = min(upto, last-(last-key)&math.MaxInt32)
		return err
	}, `SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
		AND classid::bigint = hashtext($1)::bigint & 4294967295`, region)
	return min(upto, last), err
}

// Movements reads what was recorded after a sequence number. See store.Leads.
func (s *Store) Movements(ctx context.Context, region string, after int64, limit int) ([]store.Movement, error) {
	var all []store.Movement
	err := s.once(ctx, beginMoving, func(t *tx) error {
		upto, err := s.settled(ctx, t, region)
		if err != nil {
			return err
		}
		return t.each(ctx, func(rows *result) error {
			var m store.Movement
			var text string
			if err := rows.Scan(&m.Sequence, &m.Lead, &text); err != nil {
				return err
			}
			m.Record, err = parse(m.Lead, text)
			all = append(all, m)
			return err
		}, `SELECT r.fid, l.id, r.canonical FROM records AS r JOIN leads AS l ON l.region = r.region AND l.fid = r.lead
			WHERE r.region = $1 AND r.fid > $2 AND r.fid <= $3 ORDER BY r.fid LIMIT $4`, region, after, upto, limit)
	})
	if err != nil {
		return nil, s.fault("read movements", err)
	}
	return all, nil
}

// LastMovement is the last sequence number. See store.Leads.
func (s *Store) LastMovement(ctx context.Context, region string) (last int64, err error) {
	err = s.once(ctx, beginMoving, func(t *tx) error {
		upto, err := s.settled(ctx, t, region)
		if err != nil {
			return err
		}
		return t.one(ctx, []any{&last}, `SELECT coalesce(max(fid), 0) FROM records WHERE region = $1 AND fid <= $2`, region, upto)
	})
	return last, s.fault("read the last movement", err)
}
