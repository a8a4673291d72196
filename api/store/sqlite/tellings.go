package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"xunhu/api/store"
	"xunhu/geo/finding"
)

// tellingTable shows whom the leads' rulings tell, so that the ledger of all leads can be
// read without reading each. It is made of the leads, and made again with each change.
const tellingTable = `
CREATE TABLE xunhu_tellings (
  lead INTEGER NOT NULL REFERENCES xunhu_leads(fid),
  n INTEGER NOT NULL,
  line TEXT NOT NULL,
  telling TEXT NOT NULL,
  PRIMARY KEY (lead, n)) WITHOUT ROWID;
CREATE INDEX xunhu_tellings_line ON xunhu_tellings (lead, line);
`

// tell keeps the tellings of a lead, and a line of the ledger for each that the program
// itself tells by this change.
func tell(ctx context.Context, tx *sql.Tx, region string, row int64, c store.Change) error {
	if len(c.Lead.Tellings) == 0 {
		return nil // and never had any: they stay once they are made
	}
	text, err := json.Marshal(c.Lead.Tellings)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO xunhu_tellings (lead, n, line, telling)
		SELECT ?1, value ->> 'N', value ->> 'Line', value FROM json_each(?2) WHERE true
		ON CONFLICT (lead, n) DO UPDATE SET line = excluded.line, telling = excluded.telling WHERE telling <> excluded.telling`, row, string(text)); err != nil {
		return err
	}
	for _, n := range store.SystemLines(c) {
		if _, err := tx.ExecContext(ctx, `INSERT INTO xunhu_notices (region, id, lead, kind, way, receiver, person, number, digest, sent, due)
			VALUES (?, ?, ?, ?, ?, ?, ?, '', '', ?, ?) ON CONFLICT DO NOTHING`, region, n.ID, row, n.Kind, n.Way, n.To, n.By, n.Sent.UnixMilli(), moment(n.Due)); err != nil {
			return err
		}
	}
	return nil
}

// Owed lists who has yet to be told, and who need not be any more. See store.Leads.
func (s *Store) Owed(ctx context.Context, region, lead string) ([]store.Owing, error) {
	var all []store.Owing
	err := s.look(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT l.id, t.telling FROM xunhu_tellings AS t JOIN xunhu_leads AS l ON l.fid = t.lead
			WHERE t.line = '' AND l.region = ?1 AND (?2 = '' OR l.id = ?2) ORDER BY t.lead, t.n`, region, lead)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var o store.Owing
			var text string
			if err := rows.Scan(&o.Lead, &text); err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(text), &o.Telling); err != nil {
				return errors.Join(finding.New("store.bad_lead", o.Lead), store.ErrDamaged, err)
			}
			all = append(all, o)
		}
		return rows.Err()
	})
	return all, s.fault("read what is owed", err)
}
