package postgis

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"xunhu/api/store"
	"xunhu/geo/feature"
)

// Pool is the pool of connections. api/jobs alone may have it.
func (s *Store) Pool() *pgxpool.Pool { return s.pool }

// Whole does several things as one. See store.Units.
func (s *Store) Whole(ctx context.Context, lock string, do func(inside store.Store, tx any) error) error {
	if s.within != nil {
		return do(s, nil)
	}
	err := s.whole(ctx, lock, do)
	if over := ctx.Err(); err != nil && over != nil && !errors.Is(err, over) {
		err = fmt.Errorf("%w: %w", over, err)
	}
	if err == nil {
		s.told.something()
	}
	return s.fault("do several things as one", err)
}

func (s *Store) whole(ctx context.Context, lock string, do func(inside store.Store, tx any) error) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	return pgx.BeginFunc(ctx, conn.Conn(), func(outer pgx.Tx) error {
		t := &tx{conn: conn.Conn(), waiting: &pgx.Batch{}}
		if lock != "" {
			t.later(nil, "SELECT pg_advisory_xact_lock(hashtextextended($1, 1))", lock)
			if err := t.flush(ctx); err != nil {
				return err
			}
		}
		if err := do(&Store{name: s.name, pool: s.pool, told: s.told, draws: s.draws, forgot: s.forgot, numbered: s.numbered, within: t}, outer); err != nil {
			return err
		}
		return t.flush(ctx)
	})
}

// Digests gives the digests of a region. See store.Units.
func (s *Store) Digests(ctx context.Context, region string) (store.Digests, error) {
	all := store.Digests{}
	err := s.look(ctx, func(t *tx) error {
		if s.within != nil { // nobody shall change them until it ends
			t.later(nil, `SELECT 1 FROM regions WHERE code = $1 FOR UPDATE`, region)
		}
		return t.each(ctx, func(rows *result) error {
			var kind, digest string
			err := rows.Scan(&kind, &digest)
			all[feature.Kind(kind)] = digest
			return err
		}, `SELECT kind, digest FROM digests WHERE region = $1`, region)
	})
	return all, s.fault("read digests", err)
}

// State is which transactions are seen: whoever writes has one of its own. See store.Nodes.
func (s *Store) State(ctx context.Context) (state string, err error) {
	err = s.glance(ctx, func(t *tx) error { return t.one(ctx, []any{&state}, "SELECT pg_current_snapshot()::text") })
	return state, s.fault("tell states apart", err)
}

// Pulse tells how a region stands. See store.Nodes.
func (s *Store) Pulse(ctx context.Context, region string) (p store.Pulse, err error) {
	err = s.once(ctx, beginMoving, func(t *tx) error {
		t.ask(s.noRegion(region), []any{&p.Version, &p.Closures, &p.Jobs}, `SELECT version, coalesce((SELECT sum(revision) FROM closures WHERE region = $1), 0)::bigint,
			coalesce((SELECT sum(revision) FROM jobs WHERE region = $1), 0)::bigint FROM regions WHERE code = $1`, region)
		upto, err := s.settled(ctx, t, region)
		if err != nil {
			return err
		}
		return t.one(ctx, []any{&p.Moved}, `SELECT coalesce(max(fid), 0) FROM records WHERE region = $1 AND fid <= $2`, region, upto)
	})
	return p, s.fault("read how a region stands", err)
}
