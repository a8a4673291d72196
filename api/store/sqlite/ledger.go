package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"xunhu/api/dispatch"
	"xunhu/api/store"
	"xunhu/geo/finding"
)

// ledger writes what a change brings for the ledger of notices.
func ledger(ctx context.Context, tx *sql.Tx, region string, row int64, c store.Change) error {
	if n := c.Notice; n != nil {
		done, err := tx.ExecContext(ctx, `INSERT INTO xunhu_notices (region, id, lead, kind, way, receiver, person, number, digest, sent, due)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			region, n.ID, row, n.Kind, n.Way, n.To, n.By, n.Number, n.SHA256, n.Sent.UnixMilli(), moment(n.Due))
		if err != nil {
			return err
		}
		if rows, err := done.RowsAffected(); err != nil || rows == 0 {
			return errors.Join(err, finding.New("store.id_taken", n.ID).Because(store.ErrExists))
		}
	}
	if r := c.Receipt; r != nil {
		secrets, err := secretsOf(ctx, tx, row)
		if err != nil {
			return err
		}
		if store.Names(r.Name+"\n"+r.Note, secrets) {
			return finding.New("store.reporter_named", "").Because(store.ErrReporter)
		}
		done, err := tx.ExecContext(ctx, `INSERT INTO xunhu_receipts (notice, answer, name, note, digest, person, added)
			SELECT fid, ?, ?, ?, ?, ?, ? FROM xunhu_notices WHERE id = ? AND lead = ?`,
			r.Answer, r.Name, r.Note, r.SHA256, r.By, r.At.UnixMilli(), r.Notice, row)
		if err != nil {
			return err
		}
		if rows, err := done.RowsAffected(); err != nil || rows == 0 {
			return errors.Join(err, finding.New("store.no_notice", "", "id", r.Notice).Because(store.ErrNotFound))
		}
	}
	return nil
}

// Notices lists the ledger. See store.Leads.
func (s *Store) Notices(ctx context.Context, region, lead string) ([]store.Notice, error) {
	var all []store.Notice
	err := s.look(ctx, func(tx *sql.Tx) error {
		if lead != "" {
			if _, err := leadRow(ctx, tx, region, lead); err != nil {
				return err
			}
		}
		rows, err := tx.QueryContext(ctx, `SELECT n.id, l.id, n.kind, n.way, n.receiver, n.person, n.number, n.digest, n.sent, n.due,
				r.answer, r.name, r.note, r.digest, r.person, r.added, t.telling
			FROM xunhu_notices AS n JOIN xunhu_leads AS l ON l.fid = n.lead LEFT JOIN xunhu_receipts AS r ON r.notice = n.fid
				LEFT JOIN xunhu_tellings AS t ON t.lead = n.lead AND t.line = n.id
			WHERE n.region = ?1 AND (?2 = '' OR l.id = ?2) ORDER BY n.fid, r.fid`, region, lead)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var n store.Notice
			var r struct{ answer, name, note, digest, person sql.NullString }
			var sent, due, added sql.NullInt64
			var telling sql.NullString
			if err := rows.Scan(&n.ID, &n.Lead, &n.Kind, &n.Way, &n.To, &n.By, &n.Number, &n.SHA256, &sent, &due,
				&r.answer, &r.name, &r.note, &r.digest, &r.person, &added, &telling); err != nil {
				return err
			}
			n.Sent, n.Due = timeOf(sent), timeOf(due)
			if telling.Valid {
				n.Telling = new(dispatch.Telling)
				if err := json.Unmarshal([]byte(telling.String), n.Telling); err != nil {
					return errors.Join(finding.New("store.bad_lead", n.Lead), store.ErrDamaged, err)
				}
			}
			if len(all) == 0 || all[len(all)-1].ID != n.ID {
				all = append(all, n)
			}
			if last := &all[len(all)-1]; r.answer.Valid {
				last.Receipts = append(last.Receipts, store.Receipt{Notice: n.ID, Answer: r.answer.String, Name: r.name.String, Note: r.note.String,
					SHA256: r.digest.String, By: r.person.String, At: timeOf(added)})
			}
		}
		return rows.Err()
	})
	return all, s.fault("read the ledger", err)
}

// SetReporter keeps who told. See store.Leads.
func (s *Store) SetReporter(ctx context.Context, region, lead string, r store.Reporter) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		row, err := leadRow(ctx, tx, region, lead)
		if err != nil {
			return err
		}
		return setReporter(ctx, tx, row, lead, r)
	})
	return s.fault("keep a reporter", err)
}

func setReporter(ctx context.Context, tx *sql.Tx, row int64, lead string, r store.Reporter) error {
	done, err := tx.ExecContext(ctx, `INSERT INTO xunhu_reporters (lead, name, phone, note) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, row, r.Name, r.Phone, r.Note)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, finding.New("store.reporter_set", "", "id", lead).Because(store.ErrExists))
	}
	return nil
}

// ReadReporter reads who told, once the reading is taken down. See store.Leads.
func (s *Store) ReadReporter(ctx context.Context, region string, why store.Reading) (store.Reporter, error) {
	var r store.Reporter
	err := s.change(ctx, func(tx *sql.Tx) error {
		row, err := leadRow(ctx, tx, region, why.Lead)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO xunhu_readings (lead, person, reason, looked) VALUES (?, ?, ?, ?)`, row, why.Person, why.Reason, why.At.UnixMilli()); err != nil {
			return err
		}
		err = tx.QueryRowContext(ctx, `SELECT name, phone, note FROM xunhu_reporters WHERE lead = ?`, row).Scan(&r.Name, &r.Phone, &r.Note)
		if errors.Is(err, sql.ErrNoRows) {
			return finding.New("store.no_reporter", "", "id", why.Lead).Because(store.ErrNotFound)
		}
		return err
	})
	if err != nil {
		return store.Reporter{}, s.fault("read a reporter", err)
	}
	return r, nil
}

// NamesReporter tells whether a text gives a reporter away. See store.Leads.
func (s *Store) NamesReporter(ctx context.Context, region, lead, text string) (bool, error) {
	var found bool
	err := s.look(ctx, func(tx *sql.Tx) error {
		row, err := leadRow(ctx, tx, region, lead)
		if err != nil {
			return err
		}
		secrets, err := secretsOf(ctx, tx, row)
		found = store.Names(text, secrets)
		return err
	})
	return found, s.fault("look for a reporter", err)
}

// Readings lists who looked. See store.Leads.
func (s *Store) Readings(ctx context.Context, region, lead string) ([]store.Reading, error) {
	var all []store.Reading
	err := s.look(ctx, func(tx *sql.Tx) error {
		row, err := leadRow(ctx, tx, region, lead)
		if err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT person, reason, looked FROM xunhu_readings WHERE lead = ? ORDER BY fid`, row)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			r := store.Reading{Lead: lead}
			var looked sql.NullInt64
			if err := rows.Scan(&r.Person, &r.Reason, &looked); err != nil {
				return err
			}
			r.At = timeOf(looked)
			all = append(all, r)
		}
		return rows.Err()
	})
	return all, s.fault("list readings", err)
}

// secretsOf gives what must not stand in a lead's records: the reporter's name and
// telephone. They stay within the store.
func secretsOf(ctx context.Context, tx *sql.Tx, row int64) ([]string, error) {
	var name, phone string
	err := tx.QueryRowContext(ctx, `SELECT name, phone FROM xunhu_reporters WHERE lead = ?`, row).Scan(&name, &phone)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return []string{name, phone}, err
}
