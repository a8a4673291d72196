package sqlite

import (
	"context"
	"database/sql"

	"xunhu/api/store"
)

// dutyTable holds who said when a post is manned. Its rows are appended: what was wrong is
// corrected by a further one.
const dutyTable = `
CREATE TABLE xunhu_duties (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE,
  post TEXT NOT NULL,
  manned INTEGER NOT NULL,
  begins INTEGER NOT NULL,
  ends INTEGER,
  reason TEXT NOT NULL,
  person TEXT NOT NULL,
  entered INTEGER NOT NULL);
CREATE INDEX xunhu_duties_begins ON xunhu_duties (region, begins);
`

// EnterDuty takes down when a post is manned. See store.Leads.
func (s *Store) EnterDuty(ctx context.Context, region string, d store.Duty) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO xunhu_duties (region, post, manned, begins, ends, reason, person, entered) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			region, d.Post, d.On, d.From.UnixMilli(), moment(d.To), d.Reason, d.Person, d.At.UnixMilli())
		return err
	})
	return s.fault("enter duty times", err)
}

// Duties lists entries in the order in which they were made. See store.Leads.
func (s *Store) Duties(ctx context.Context, region string, q store.DutyQuery) ([]store.Duty, error) {
	var all []store.Duty
	err := s.look(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT post, manned, begins, ends, reason, person, entered FROM xunhu_duties
			WHERE region = ?1 AND (?2 = '' OR post = ?2) AND (?3 IS NULL OR begins <= ?3 AND (ends IS NULL OR ends > ?3)) ORDER BY fid`,
			region, q.Post, moment(q.At))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var d store.Duty
			var from, to, at sql.NullInt64
			if err := rows.Scan(&d.Post, &d.On, &from, &to, &d.Reason, &d.Person, &at); err != nil {
				return err
			}
			d.From, d.To, d.At = timeOf(from), timeOf(to), timeOf(at)
			all = append(all, d)
		}
		return rows.Err()
	})
	return all, s.fault("read duty times", err)
}
