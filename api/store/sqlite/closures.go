package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// SetClosures adds closures. See store.Closures.
func (s *Store) SetClosures(ctx context.Context, region string, answer *store.Answer, closures ...store.Closure) error {
	t, err := tableOf(feature.Closures)
	if err != nil {
		return err
	}
	err = s.answering(ctx, region, answer, func(tx *sql.Tx) error {
		insert := strings.Replace(t.insert, "INSERT", "INSERT OR IGNORE", 1)
		for _, c := range closures {
			cells, faults := t.encode(c.Feature())
			if len(faults) > 0 {
				return errors.Join(faults...)
			}
			done, err := tx.ExecContext(ctx, insert, append([]any{region, c.ID}, cells...)...)
			if err != nil {
				return err
			}
			if n, err := done.RowsAffected(); err != nil || n == 0 {
				return errors.Join(err, finding.New("store.id_taken", "closures, "+c.ID).Because(store.ErrExists))
			}
		}
		return touch(ctx, tx, feature.Closures)
	})
	return s.fault("set closures", err)
}

// LiftClosure ends a closure. See store.Closures.
func (s *Store) LiftClosure(ctx context.Context, region string, answer *store.Answer, c store.Closure) error {
	err := s.answering(ctx, region, answer, func(tx *sql.Tx) error {
		props := c.Feature().Props
		done, err := tx.ExecContext(ctx, `UPDATE closures SET lifted_at = ?, lifted_by = ?, lift_reason = ?, revision = ? WHERE region = ? AND id = ? AND lifted_at IS NULL`,
			props["lifted_at"], c.LiftedBy, c.LiftReason, c.Revision(), region, c.ID)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return errors.Join(err, touch(ctx, tx, feature.Closures))
		}
		var known int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM closures WHERE region = ? AND id = ?`, region, c.ID).Scan(&known); err != nil {
			return err
		}
		if known == 0 {
			return finding.New("store.no_feature", "closures, "+c.ID).Because(store.ErrNotFound)
		}
		return store.ErrStale
	})
	return s.fault("lift a closure", err)
}

// answering changes a region and keeps the answer to who asked, in one transaction.
func (s *Store) answering(ctx context.Context, region string, answer *store.Answer, do func(*sql.Tx) error) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		if answer != nil {
			if err := keepAnswer(ctx, tx, region, *answer); err != nil {
				return err
			}
		}
		return do(tx)
	})
}

// ClosuresInForce lists closures. See store.Closures.
func (s *Store) ClosuresInForce(ctx context.Context, region string, from, until time.Time) ([]store.Closure, error) {
	t, err := tableOf(feature.Closures)
	if err != nil {
		return nil, err
	}
	var all []store.Closure
	err = s.look(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		// unixepoch compares moments whatever zone they are told in.
		features, err := t.list(ctx, tx, `FROM closures AS t WHERE t.region = ?1 AND unixepoch(coalesce(t."from", t.set_at)) <= ?3
			AND coalesce(unixepoch(t.until) > ?2, TRUE) AND coalesce(unixepoch(t.lifted_at) > ?2, TRUE) ORDER BY t.fid`,
			[]any{region, from.Unix(), until.Unix()})
		for _, f := range features {
			c, err := store.ClosureOf(f)
			if err != nil {
				return err
			}
			all = append(all, c)
		}
		return err
	})
	return all, s.fault("read closures", err)
}

// ClosureChanges counts changes. See store.Closures.
func (s *Store) ClosureChanges(ctx context.Context, region string) (n int64, err error) {
	err = s.look(ctx, func(tx *sql.Tx) error { // a closure's revision is how often it changed
		return tx.QueryRowContext(ctx, `SELECT coalesce(sum(revision), 0) FROM closures WHERE region = ?`, region).Scan(&n)
	})
	return n, s.fault("count closures", err)
}
