package postgis

import (
	"context"

	"xunhu/api/store"
)

// EnterDuty takes down when a post is manned. See store.Leads.
func (s *Store) EnterDuty(ctx context.Context, region string, d store.Duty) error {
	err := s.answering(ctx, region, nil, func(t *tx) error {
		t.later(nil, `INSERT INTO duties (region, post, manned, begins, ends, reason, person, entered) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			region, d.Post, d.On, d.From.UnixMilli(), moment(d.To), d.Reason, d.Person, d.At.UnixMilli())
		return nil
	})
	return s.fault("enter duty times", err)
}

// Duties lists entries in the order in which they were made. See store.Leads.
func (s *Store) Duties(ctx context.Context, region string, q store.DutyQuery) ([]store.Duty, error) {
	var all []store.Duty
	err := s.look(ctx, func(t *tx) error {
		return t.each(ctx, func(rows *result) error {
			var d store.Duty
			var from, to, at *int64
			err := rows.Scan(&d.Post, &d.On, &from, &to, &d.Reason, &d.Person, &at)
			d.From, d.To, d.At = timeOf(from), timeOf(to), timeOf(at)
			all = append(all, d)
			return err
		}, `SELECT post, manned, begins, ends, reason, person, entered FROM duties
			WHERE region = $1 AND ($2 = '' OR post = $2) AND ($3::bigint IS NULL OR begins <= $3 AND (ends IS NULL OR ends > $3)) ORDER BY fid`,
			region, q.Post, moment(q.At))
	})
	return all, s.fault("read duty times", err)
}
