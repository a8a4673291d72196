package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"xunhu/api/dispatch"
	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// Lead reads one lead. See store.Leads.
func (s *Store) Lead(ctx context.Context, region, id string) (store.Kept, error) {
	if s.within == nil { // one statement sees one state, and a lead that is there has a region
		t, err := tableOf(feature.Incidents)
		if err != nil {
			return store.Kept{}, err
		}
		rows, err := s.read.QueryContext(ctx, "SELECT l.lead, l.due, "+t.selects+" FROM incidents AS t LEFT JOIN xunhu_leads AS l ON l.region = t.region AND l.id = t.id WHERE t.region = ? AND t.id = ?", region, id)
		if err != nil {
			return store.Kept{}, s.fault("read lead "+id, err)
		}
		defer rows.Close()
		if rows.Next() {
			k, err := t.kept(rows)
			return k, s.fault("read lead "+id, err)
		}
		if err := rows.Err(); err != nil {
			return store.Kept{}, s.fault("read lead "+id, err)
		}
	}
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
	if q.Limit < 0 || q.Offset < 0 {
		return store.LeadPage{}, finding.New("store.bad_page", string(feature.Incidents), "limit", q.Limit, "offset", q.Offset)
	}
	t, err := tableOf(feature.Incidents)
	if err != nil {
		return store.LeadPage{}, err
	}
	from, args, err := wanted(t, region, q)
	if err != nil {
		return store.LeadPage{}, err
	}
	order, limit := orderOf(q), -1
	if q.Limit > 0 {
		limit = q.Limit
	}
	var page store.LeadPage
	err = s.look(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, fmt.Sprintf("SELECT l.lead, l.due, %s %s ORDER BY %s LIMIT ? OFFSET ?", t.selects, from, order), append(args, limit, q.Offset)...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			k, err := t.kept(rows)
			if err != nil {
				return err
			}
			page.Leads = append(page.Leads, k)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		if page.Matched = len(page.Leads); q.Limit == 0 && q.Offset == 0 {
			return nil
		}
		return tx.QueryRowContext(ctx, "SELECT count(*) "+from, args...).Scan(&page.Matched)
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
		return "coalesce((SELECT fid FROM xunhu_records WHERE lead = l.fid ORDER BY serial DESC LIMIT 1), 0)" + way + ", t.fid" + way
	}
	return "t.fid" + way
}

// kept reads a lead and its incident from one row.
func (t table) kept(rows *sql.Rows) (store.Kept, error) {
	var k store.Kept
	var text sql.NullString
	var due sql.NullInt64
	f, err := t.decodeBy(behind{rows, []any{&text, &due}}, uncut)
	if err != nil {
		return k, err
	}
	if k.Incident, k.Due = f, timeOf(due); text.Valid {
		if err := json.Unmarshal([]byte(text.String), &k.Lead); err != nil {
			return k, finding.New("store.bad_lead", f.ID).Because(fmt.Errorf("%w: %w", store.ErrDamaged, err))
		}
	}
	return k, nil
}

// behind scans some columns before those that are asked for.
type behind struct {
	rows  *sql.Rows
	first []any
}

func (b behind) Scan(into ...any) error { return b.rows.Scan(append(b.first, into...)...) }

// wanted gives FROM and WHERE of a query for leads with the values to bind.
func wanted(t table, region string, q store.LeadQuery) (string, []any, error) {
	from, args, err := t.where(region, store.Query{IDs: q.IDs, BBox: q.BBox})
	if err != nil {
		return "", nil, err
	}
	join := " LEFT JOIN xunhu_leads AS l ON l.region = t.region AND l.id = t.id WHERE "
	from = strings.Replace(from, " WHERE ", join, 1)
	and := func(condition string, values ...any) {
		from, args = from+" AND "+condition, append(args, values...)
	}
	if len(q.States) > 0 {
		states, err := json.Marshal(q.States)
		if err != nil {
			return "", nil, err
		}
		and("l.state IN (SELECT value FROM json_each(?))", string(states))
	}
	if q.Open {
		and("l.state NOT IN (?, ?, ?)", string(dispatch.Closed), string(dispatch.Merged), string(dispatch.Void))
	}
	for _, equal := range []struct{ column, value string }{
		{"l.unit", q.Unit}, {"l.person", q.Person}, {"l.category", q.Category}, {"l.source", q.Source}, {"l.ticket", q.Ticket},
	} {
		if equal.value != "" {
			and(equal.column+" = ?", equal.value)
		}
	}
	if q.Ticket != "" {
		and("l.ticket <> ''") // what the index of tickets holds
	}
	if q.Bare {
		and("l.fid IS NULL")
	}
	if q.Unplaced {
		and("t.geom IS NULL")
	}
	for _, concerned := range []struct{ part, code string }{{"town", q.Town}, {"unit", q.Party}} {
		if concerned.code != "" {
			and("l.fid IN (SELECT lead FROM xunhu_concerned WHERE code = ? AND part = ?)", concerned.code, concerned.part)
		}
	}
	if len(q.Reaches) > 0 {
		reaches, err := json.Marshal(q.Reaches)
		if err != nil {
			return "", nil, err
		}
		and("l.fid IN (SELECT lead FROM xunhu_concerned WHERE part = 'reach' AND code IN (SELECT value FROM json_each(?)))", string(reaches))
	}
	if !q.Overdue.IsZero() {
		and("l.due < ?", q.Overdue.UnixMilli())
	}
	if !q.Since.IsZero() {
		and("l.occurred >= ?", q.Since.UnixMilli())
	}
	if !q.Until.IsZero() {
		and("l.occurred <= ?", q.Until.UnixMilli())
	}
	return from, args, nil
}

// Records reads a chain. See store.Leads.
func (s *Store) Records(ctx context.Context, region, id string) ([]dispatch.Record, error) {
	var all []dispatch.Record
	err := s.look(ctx, func(tx *sql.Tx) error {
		row, err := leadRow(ctx, tx, region, id)
		if err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT canonical FROM xunhu_records WHERE lead = ? ORDER BY serial`, row)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				return err
			}
			r, err := dispatch.ParseRecord([]byte(text))
			if err != nil {
				return finding.New("store.bad_record", id).Because(fmt.Errorf("%w: %w", store.ErrDamaged, err))
			}
			all = append(all, r)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, s.fault("read the records of "+id, err)
	}
	return all, nil
}

// Movements reads what was recorded after a sequence number. See store.Leads.
func (s *Store) Movements(ctx context.Context, region string, after int64, limit int) ([]store.Movement, error) {
	var all []store.Movement
	err := s.look(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT r.fid, l.id, r.canonical FROM xunhu_records AS r JOIN xunhu_leads AS l ON l.fid = r.lead
			WHERE r.fid > ? AND l.region = ? ORDER BY r.fid LIMIT ?`, after, region, limit)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var m store.Movement
			var text string
			if err := rows.Scan(&m.Sequence, &m.Lead, &text); err != nil {
				return err
			}
			if m.Record, err = dispatch.ParseRecord([]byte(text)); err != nil {
				return finding.New("store.bad_record", m.Lead).Because(fmt.Errorf("%w: %w", store.ErrDamaged, err))
			}
			all = append(all, m)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, s.fault("read movements", err)
	}
	return all, nil
}

// LastMovement is the last sequence number. See store.Leads.
func (s *Store) LastMovement(ctx context.Context, region string) (int64, error) {
	var last sql.NullInt64
	err := s.look(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT r.fid FROM xunhu_records AS r JOIN xunhu_leads AS l ON l.fid = r.lead
			WHERE l.region = ? ORDER BY r.fid DESC LIMIT 1`, region).Scan(&last)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return last.Int64, s.fault("read the last movement", err)
}
