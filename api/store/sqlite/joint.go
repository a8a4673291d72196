package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"xunhu/api/joint"
	"xunhu/api/store"
	"xunhu/geo/finding"
)

const jointTable = `
CREATE TABLE xunhu_joint (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE,
  patrol TEXT NOT NULL,
  revision INTEGER NOT NULL,
  event TEXT NOT NULL,
  unit TEXT NOT NULL,
  person TEXT NOT NULL,
  made INTEGER NOT NULL,
  detail TEXT NOT NULL,
  UNIQUE (region, patrol, revision));
`

// KeepJoint appends records. See store.JointPatrols.
func (s *Store) KeepJoint(ctx context.Context, region string, answer *store.Answer, rosters []store.Roster, records ...joint.Record) error {
	id := ""
	err := s.answering(ctx, region, answer, func(tx *sql.Tx) error {
		for _, r := range records {
			id = r.Patrol
			var last int
			if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(revision), 0) FROM xunhu_joint WHERE region = ? AND patrol = ?`, region, r.Patrol).Scan(&last); err != nil {
				return err
			}
			if r.Revision != last+1 {
				return finding.New("joint.stale", r.Patrol, "n", last).Because(store.ErrStale)
			}
			detail, err := json.Marshal(r)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO xunhu_joint (region, patrol, revision, event, unit, person, made, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
				region, r.Patrol, r.Revision, string(r.Event), r.Unit, r.Person, r.At.UnixMilli(), string(detail)); err != nil {
				return err
			}
		}
		for _, r := range rosters {
			if err := appendRoster(ctx, tx, region, r); err != nil {
				return err
			}
		}
		return nil
	})
	return s.fault("keep joint patrol "+id, err)
}

// JointRecords lists records. See store.JointPatrols.
func (s *Store) JointRecords(ctx context.Context, region, id string) ([]joint.Record, error) {
	var all []joint.Record
	err := s.look(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT patrol, revision, event, unit, person, made, detail FROM xunhu_joint WHERE region = ?1 AND (?2 = '' OR patrol = ?2) ORDER BY fid`, region, id)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r joint.Record
			var at sql.NullInt64
			var detail string
			if err := rows.Scan(&r.Patrol, &r.Revision, &r.Event, &r.Unit, &r.Person, &at, &detail); err != nil {
				return err
			}
			r.At = timeOf(at)
			if err := r.Read(detail); err != nil {
				return errors.Join(store.ErrDamaged, err)
			}
			all = append(all, r)
		}
		return rows.Err()
	})
	return all, s.fault("read joint patrols", err)
}
