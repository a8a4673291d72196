package postgis

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5"

	"xunhu/api/dispatch"
	"xunhu/api/store"
	"xunhu/geo/finding"
)

// ledger writes what a change brings for the ledger of notices.
func ledger(t *tx, region string, row int64, secrets []string, c store.Change) error {
	if n := c.Notice; n != nil {
		t.insert(finding.New("store.id_taken", n.ID).Because(store.ErrExists), `INSERT INTO notices (region, id, lead, kind, way, receiver, person, number, digest, sent, due)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			region, n.ID, row, n.Kind, n.Way, n.To, n.By, n.Number, n.SHA256, n.Sent.UnixMilli(), moment(n.Due))
	}
	if r := c.Receipt; r != nil {
		if store.Names(r.Name+"\n"+r.Note, secrets) {
			return finding.New("store.reporter_named", "").Because(store.ErrReporter)
		}
		t.later(func(rows int64) error {
			if rows == 0 {
				return finding.New("store.no_notice", "", "id", r.Notice).Because(store.ErrNotFound)
			}
			return nil
		}, `INSERT INTO receipts (region, notice, answer, name, note, digest, person, added)
			SELECT region, fid, $4, $5, $6, $7, $8, $9 FROM notices WHERE region = $1 AND id = $2 AND lead = $3`,
			region, r.Notice, row, r.Answer, r.Name, r.Note, r.SHA256, r.By, r.At.UnixMilli())
	}
	return nil
}

// Notices lists the ledger. See store.Leads.
func (s *Store) Notices(ctx context.Context, region, lead string) ([]store.Notice, error) {
	var all []store.Notice
	err := s.look(ctx, func(t *tx) error {
		if lead != "" {
			if _, err := leadRow(ctx, t, region, lead); err != nil {
				return err
			}
		}
		return t.each(ctx, func(rows *result) error {
			n, r, err := scanNotice(rows)
			if err != nil {
				return err
			}
			if len(all) == 0 || all[len(all)-1].ID != n.ID {
				all = append(all, n)
			}
			if last := &all[len(all)-1]; r != nil {
				last.Receipts = append(last.Receipts, *r)
			}
			return nil
		}, `SELECT n.id, l.id, n.kind, n.way, n.receiver, n.person, n.number, n.digest, n.sent, n.due,
				r.answer, r.name, r.note, r.digest, r.person, r.added, t.telling
			FROM notices AS n JOIN leads AS l ON l.region = n.region AND l.fid = n.lead LEFT JOIN receipts AS r ON r.region = n.region AND r.notice = n.fid
				LEFT JOIN tellings AS t ON t.region = n.region AND t.lead = n.lead AND t.line = n.id
			WHERE n.region = $1 AND ($2 = '' OR l.id = $2) ORDER BY n.fid, r.fid`, region, lead)
	})
	return all, s.fault("read the ledger", err)
}

// scanNotice reads a line and one of its receipts; nil if it has none.
func scanNotice(rows *result) (n store.Notice, r *store.Receipt, err error) {
	var answer, name, note, digest, person, telling *string
	var sent, due, added *int64
	if err := rows.Scan(&n.ID, &n.Lead, &n.Kind, &n.Way, &n.To, &n.By, &n.Number, &n.SHA256, &sent, &due,
		&answer, &name, &note, &digest, &person, &added, &telling); err != nil {
		return n, nil, err
	}
	n.Sent, n.Due = timeOf(sent), timeOf(due)
	if telling != nil {
		n.Telling = new(dispatch.Telling)
		if err := json.Unmarshal([]byte(*telling), n.Telling); err != nil {
			return n, nil, errors.Join(finding.New("store.bad_lead", n.Lead), store.ErrDamaged, err)
		}
	}
	if answer != nil {
		r = &store.Receipt{Notice: n.ID, Answer: *answer, Name: *name, Note: *note, SHA256: *digest, By: *person, At: timeOf(added)}
	}
	return n, r, nil
}

// SetReporter keeps who told. See store.Leads.
func (s *Store) SetReporter(ctx context.Context, region, lead string, r store.Reporter) error {
	err := s.change(ctx, func(t *tx) error {
		t.later(nil, `SELECT FROM leads WHERE region = $1 AND id = $2 FOR UPDATE`, region, lead) // records are written before, or hold against it
		row, err := leadRow(ctx, t, region, lead)
		if err != nil {
			return err
		}
		setReporter(t, region, row, lead, r)
		return nil
	})
	return s.fault("keep a reporter", err)
}

func setReporter(t *tx, region string, row int64, lead string, r store.Reporter) {
	t.insert(finding.New("store.reporter_set", "", "id", lead).Because(store.ErrExists),
		`INSERT INTO reporters (region, lead, name, phone, note) VALUES ($1, $2, $3, $4, $5)`, region, row, r.Name, r.Phone, r.Note)
}

// ReadReporter reads who told, once the reading is taken down. See store.Leads.
func (s *Store) ReadReporter(ctx context.Context, region string, why store.Reading) (store.Reporter, error) {
	var r store.Reporter
	err := s.change(ctx, func(t *tx) error {
		row, err := leadRow(ctx, t, region, why.Lead)
		if err != nil {
			return err
		}
		t.later(nil, `INSERT INTO readings (region, lead, person, reason, looked) VALUES ($1, $2, $3, $4, $5)`, region, row, why.Person, why.Reason, why.At.UnixMilli())
		err = t.one(ctx, []any{&r.Name, &r.Phone, &r.Note}, `SELECT name, phone, note FROM reporters WHERE region = $1 AND lead = $2`, region, row)
		if errors.Is(err, pgx.ErrNoRows) {
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
	err := s.look(ctx, func(t *tx) error {
		row, err := leadRow(ctx, t, region, lead)
		if err != nil {
			return err
		}
		secrets, err := secretsOf(ctx, t, region, row)
		found = store.Names(text, secrets)
		return err
	})
	return found, s.fault("look for a reporter", err)
}

// Readings lists who looked. See store.Leads.
func (s *Store) Readings(ctx context.Context, region, lead string) ([]store.Reading, error) {
	var all []store.Reading
	err := s.look(ctx, func(t *tx) error {
		row, err := leadRow(ctx, t, region, lead)
		if err != nil {
			return err
		}
		return t.each(ctx, func(rows *result) error {
			r := store.Reading{Lead: lead}
			var looked *int64
			err := rows.Scan(&r.Person, &r.Reason, &looked)
			r.At = timeOf(looked)
			all = append(all, r)
			return err
		}, `SELECT person, reason, looked FROM readings WHERE region = $1 AND lead = $2 ORDER BY fid`, region, row)
	})
	return all, s.fault("list readings", err)
}

// secretsOf gives what must not stand in a lead's records: the reporter's name and
// telephone. They stay within the store.
func secretsOf(ctx context.Context, t *tx, region string, row int64) ([]string, error) {
	var name, phone string
	err := t.one(ctx, []any{&name, &phone}, `SELECT name, phone FROM reporters WHERE region = $1 AND lead = $2`, region, row)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return []string{name, phone}, err
}
