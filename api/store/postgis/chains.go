package postgis

import (
	"context"
	"math"
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/law"
)

// chainsAtOnce is how many chains are read together.
const chainsAtOnce = 500

// Chains hands over every chain, in the order of the leads. See store.Leads.
func (s *Store) Chains(ctx context.Context, region string, each func(store.Chain) error) error {
	of, err := tableOf(feature.Incidents)
	if err != nil {
		return err
	}
	err = s.look(ctx, func(t *tx) error {
		s.mustHave(t, region)
		for last := int64(math.MinInt64); ; {
			rows, all, err := chains(ctx, t, of, region, last)
			if err != nil {
				return err
			}
			for _, row := range rows {
				if err := each(*all[row]); err != nil {
					return err
				}
			}
			if len(rows) < chainsAtOnce {
				return nil
			}
			last = rows[len(rows)-1]
		}
	})
	return s.fault("read chains", err)
}

// chains reads some chains after a row, as they are kept. An incident that somebody has
// taken away is empty.
func chains(ctx context.Context, t *tx, of table, region string, last int64) (rows []int64, all map[int64]*store.Chain, err error) {
	all = map[int64]*store.Chain{}
	if err := t.each(ctx, func(r *result) error {
		var row int64
		err := r.Scan(&row)
		rows, all[row] = append(rows, row), &store.Chain{}
		return err
	}, `SELECT fid FROM leads WHERE region = $1 AND fid > $2 ORDER BY fid LIMIT $3`, region, last, chainsAtOnce); err != nil {
		return nil, nil, err
	}
	if err := t.each(ctx, func(rows *result) error {
		var row int64
		var r store.RawRecord
		var text string
		err := rows.Scan(&row, &r.Sequence, &r.Serial, &text, &r.Digest)
		r.Canonical = []byte(text)
		all[row].Records = append(all[row].Records, r)
		return err
	}, `SELECT lead, fid, serial, canonical, digest FROM records WHERE region = $1 AND lead = ANY ($2) ORDER BY fid`, region, rows); err != nil {
		return nil, nil, err
	}
	err = t.each(ctx, func(rows *result) error {
		var row int64
		k, err := of.kept(before{rows, &row})
		if err == nil {
			all[row].Lead, all[row].Incident = k.Lead, k.Incident
		}
		return err
	}, "SELECT l.fid, l.lead, l.due, "+of.selects+" FROM leads AS l JOIN incidents AS t ON t.region = l.region AND t.id = l.id WHERE l.region = $1 AND l.fid = ANY ($2)", region, rows)
	return rows, all, err
}

// before scans one column before those that are asked for.
type before struct {
	rows  scanner
	first any
}

func (b before) Scan(into ...any) error { return b.rows.Scan(append([]any{b.first}, into...)...) }

// Roots reads the roots. See store.Leads.
func (s *Store) Roots(ctx context.Context, region string) ([]store.Root, error) {
	var all []store.Root
	err := s.look(ctx, func(t *tx) (err error) {
		all, err = roots(ctx, t, `WHERE region = $1 ORDER BY fid`, region)
		return err
	})
	return all, s.fault("read roots", err)
}

func roots(ctx context.Context, t *tx, which string, args ...any) (all []store.Root, err error) {
	err = t.each(ctx, func(rows *result) error {
		var r store.Root
		var made *int64
		err := rows.Scan(&r.Day, &made, &r.Upto, &r.Leads, &r.Digest, &r.Previous)
		r.At = timeOf(made)
		all = append(all, r)
		return err
	}, `SELECT day, made, upto, leads, digest, previous FROM roots `+which, args...)
	return all, err
}

// Seal makes a root. It waits for those who write records of the region, and they for it,
// so that a root covers all up to its last record. See store.Leads.
func (s *Store) Seal(ctx context.Context, region string, at time.Time) (r store.Root, made bool, err error) {
	err = s.change(ctx, func(t *tx) error {
		r, made = store.Root{}, false
		s.mustHave(t, region)
		t.later(nil, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, region)
		last, err := roots(ctx, t, `WHERE region = $1 ORDER BY fid DESC LIMIT 1`, region)
		if err != nil {
			return err
		}
		if len(last) > 0 {
			r = last[0]
		}
		heads, upto, err := headsOf(ctx, t, region)
		if err != nil || upto == r.Upto {
			return err
		}
		r = store.Root{Day: at.In(law.China).Format(time.DateOnly), At: time.UnixMilli(at.UnixMilli()).In(law.China), Upto: upto, Leads: len(heads),
			Digest: dispatch.Root(heads, r.Digest), Previous: r.Digest}
		made = true
		t.later(nil, `INSERT INTO roots (region, day, made, upto, leads, digest, previous) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			region, r.Day, r.At.UnixMilli(), r.Upto, r.Leads, r.Digest, r.Previous)
		return nil
	})
	if err != nil {
		return store.Root{}, false, s.fault("make a root", err)
	}
	return r, made, nil
}

// headsOf gives the heads of all chains as their records say, and the last sequence number.
func headsOf(ctx context.Context, t *tx, region string) (heads []dispatch.Head, upto int64, err error) {
	err = t.each(ctx, func(rows *result) error {
		var h dispatch.Head
		var sequence int64
		err := rows.Scan(&h.Lead, &h.Length, &h.Digest, &sequence)
		heads, upto = append(heads, h), max(upto, sequence)
		return err
	}, `SELECT DISTINCT ON (l.fid) l.id, r.serial, r.digest, r.fid FROM leads AS l JOIN records AS r ON r.region = l.region AND r.lead = l.fid
		WHERE l.region = $1 ORDER BY l.fid, r.fid DESC`, region)
	return heads, upto, err
}
