package sqlite

import (
	"context"
	"database/sql"

	"xunhu/api/store"
	"xunhu/geo/feature"
)

const editTable = `
CREATE TABLE xunhu_edits (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  person TEXT NOT NULL,
  made INTEGER NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL);
CREATE INDEX xunhu_edits_region ON xunhu_edits (region, kind, id);
`

// note keeps who changed a feature.
func note(ctx context.Context, tx *sql.Tx, region string, e store.Edit) error {
	if e.Before == e.After {
		return nil
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO xunhu_edits (region, kind, id, person, made, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		region, string(e.Kind), e.ID, e.Person, e.At.UnixMilli(), e.Before, e.After)
	return err
}

// Edits lists what was changed by hand. See store.Editor.
func (s *Store) Edits(ctx context.Context, region string) ([]store.Edit, error) {
	var all []store.Edit
	err := s.look(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT kind, id, person, made, before, after FROM xunhu_edits WHERE region = ? ORDER BY fid`, region)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var e store.Edit
			var kind string
			var made sql.NullInt64
			if err := rows.Scan(&kind, &e.ID, &e.Person, &made, &e.Before, &e.After); err != nil {
				return err
			}
			e.Kind, e.At = feature.Kind(kind), timeOf(made)
			all = append(all, e)
		}
		return rows.Err()
	})
	return all, s.fault("list edits", err)
}
