package sqlite

import (
	"context"
	"database/sql"
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/law"
)

// Chains hands over every chain, in the order of the leads. See store.Leads.
func (s *Store) Chains(ctx context.Context, region string, each func(store.Chain) error) error {
	t, err := tableOf(feature.Incidents)
	if err != nil {
		return err
	}
	err = s.look(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT fid FROM xunhu_leads WHERE region = ? ORDER BY fid`, region)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var row int64
			if err := rows.Scan(&row); err != nil {
				return err
			}
			c, err := chain(ctx, tx, t, row)
			if err != nil {
				return err
			}
			if err := each(c); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	return s.fault("read chains", err)
}

// chain reads one chain as it is kept. An incident that somebody has taken away is empty.
func chain(ctx context.Context, tx *sql.Tx, t table, row int64) (store.Chain, error) {
	var c store.Chain
	rows, err := tx.QueryContext(ctx, `SELECT fid, serial, canonical, digest FROM xunhu_records WHERE lead = ? ORDER BY fid`, row)
	if err != nil {
		return c, err
	}
	defer rows.Close()
	for rows.Next() {
		var r store.RawRecord
		var text string
		if err := rows.Scan(&r.Sequence, &r.Serial, &text, &r.Digest); err != nil {
			return c, err
		}
		r.Canonical = []byte(text)
		c.Records = append(c.Records, r)
	}
	if err := rows.Err(); err != nil {
		return c, err
	}
	found, err := tx.QueryContext(ctx, "SELECT l.lead, l.due, "+t.selects+" FROM xunhu_leads AS l JOIN incidents AS t ON t.region = l.region AND t.id = l.id WHERE l.fid = ?", row)
	if err != nil {
		return c, err
	}
	defer found.Close()
	if found.Next() {
		k, err := t.kept(found)
		if err != nil {
			return c, err
		}
		c.Lead, c.Incident = k.Lead, k.Incident
	}
	return c, found.Err()
}

// Roots reads the roots. See store.Leads.
func (s *Store) Roots(ctx context.Context, region string) ([]store.Root, error) {
	var all []store.Root
	err := s.look(ctx, func(tx *sql.Tx) (err error) {
		all, err = roots(ctx, tx, `WHERE region = ? ORDER BY fid`, region)
		return err
	})
	return all, s.fault("read roots", err)
}

func roots(ctx context.Context, tx *sql.Tx, which string, args ...any) ([]store.Root, error) {
	rows, err := tx.QueryContext(ctx, `SELECT day, made, upto, leads, digest, previous FROM xunhu_roots `+which, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []store.Root
	for rows.Next() {
		var r store.Root
		var made sql.NullInt64
		if err := rows.Scan(&r.Day, &made, &r.Upto, &r.Leads, &r.Digest, &r.Previous); err != nil {
			return nil, err
		}
		r.At = timeOf(made)
		all = append(all, r)
	}
	return all, rows.Err()
}

// Seal makes a root. See store.Leads.
func (s *Store) Seal(ctx context.Context, region string, at time.Time) (r store.Root, made bool, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		last, err := roots(ctx, tx, `WHERE region = ? ORDER BY fid DESC LIMIT 1`, region)
		if err != nil {
			return err
		}
		if len(last) > 0 {
			r = last[0]
		}
		heads, upto, err := headsOf(ctx, tx, region)
		if err != nil || upto == r.Upto {
			return err
		}
		r = store.Root{Day: at.In(law.China).Format(time.DateOnly), At: time.UnixMilli(at.UnixMilli()).In(law.China), Upto: upto, Leads: len(heads),
			Digest: dispatch.Root(heads, r.Digest), Previous: r.Digest}
		made = true
		_, err = tx.ExecContext(ctx, `INSERT INTO xunhu_roots (region, day, made, upto, leads, digest, previous) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			region, r.Day, r.At.UnixMilli(), r.Upto, r.Leads, r.Digest, r.Previous)
		return err
	})
	if err != nil {
		return store.Root{}, false, s.fault("make a root", err)
	}
	return r, made, nil
}

// headsOf gives the heads of all chains as their records say, and the last sequence number.
func headsOf(ctx context.Context, tx *sql.Tx, region string) (heads []dispatch.Head, upto int64, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT l.id, r.serial, r.digest, max(r.fid) FROM xunhu_leads AS l JOIN xunhu_records AS r ON r.lead = l.fid
		WHERE l.region = ? GROUP BY l.fid`, region) // the columns beside max() are those of its row
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var h dispatch.Head
		var sequence int64
		if err := rows.Scan(&h.Lead, &h.Length, &h.Digest, &sequence); err != nil {
			return nil, 0, err
		}
		heads, upto = append(heads, h), max(upto, sequence)
	}
	return heads, upto, rows.Err()
}
