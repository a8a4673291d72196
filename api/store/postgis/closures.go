package postgis

import (
	"context"
	"errors"
	"time"

	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// SetClosures adds closures. See store.Closures.
func (s *Store) SetClosures(ctx context.Context, region string, answer *store.Answer, closures ...store.Closure) error {
	of, err := tableOf(feature.Closures)
	if err != nil {
		return err
	}
	err = s.answering(ctx, region, answer, func(t *tx) error {
		for _, c := range closures {
			r, faults := of.encode(c.Feature())
			if len(faults) > 0 {
				return errors.Join(faults...)
			}
			t.add(of, region, r)
		}
		return nil
	})
	return s.fault("set closures", err)
}

// LiftClosure ends a closure. See store.Closures.
func (s *Store) LiftClosure(ctx context.Context, region string, answer *store.Answer, c store.Closure) error {
	err := s.answering(ctx, region, answer, func(t *tx) error {
		n, err := t.exec(ctx, `UPDATE closures SET lifted_at = $3, lifted_by = $4, lift_reason = $5, revision = $6 WHERE region = $1 AND id = $2 AND lifted_at IS NULL`,
			region, c.ID, c.Feature().Props["lifted_at"], c.LiftedBy, c.LiftReason, c.Revision())
		if err != nil || n > 0 {
			return err
		}
		var known int
		if err := t.one(ctx, []any{&known}, `SELECT count(*) FROM closures WHERE region = $1 AND id = $2`, region, c.ID); err != nil {
			return err
		}
		if known == 0 {
			return finding.New("store.no_feature", "closures, "+c.ID).Because(store.ErrNotFound)
		}
		return store.ErrStale
	})
	return s.fault("lift a closure", err)
}

// ClosuresInForce lists closures. See store.Closures.
func (s *Store) ClosuresInForce(ctx context.Context, region string, from, until time.Time) ([]store.Closure, error) {
	of, err := tableOf(feature.Closures)
	if err != nil {
		return nil, err
	}
	var all []store.Closure
	err = s.look(ctx, func(t *tx) error {
		s.mustHave(t, region)
		// Moments are told to the second, and compared so whatever zone they are told in.
		features, err := of.list(ctx, t, `FROM closures AS t WHERE t.region = $1 AND extract(epoch FROM moment_of(coalesce(t."from", t.set_at))) <= $3::bigint
			AND coalesce(extract(epoch FROM moment_of(t.until)) > $2::bigint, TRUE) AND coalesce(extract(epoch FROM moment_of(t.lifted_at)) > $2::bigint, TRUE) ORDER BY t.fid`,
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
	err = s.look(ctx, func(t *tx) error { // a closure's revision is how often it changed
		return t.one(ctx, []any{&n}, `SELECT coalesce(sum(revision), 0)::bigint FROM closures WHERE region = $1`, region)
	})
	return n, s.fault("count closures", err)
}
