package postgis

import (
	"context"
	"strconv"

	"xunhu/api/store"
)

// KeepSeeds adds seeds. See store.Seeds.
func (s *Store) KeepSeeds(ctx context.Context, region string, seeds ...store.Seed) error {
	err := s.answering(ctx, region, nil, func(t *tx) error {
		for _, x := range seeds {
			t.later(nil, `INSERT INTO seeds (region, commitment, seed, until) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
				region, x.Commitment, strconv.FormatUint(x.Seed, 10), x.Until.UnixMilli())
		}
		return nil
	})
	return s.fault("keep seeds of plans", err)
}

// SeedOf reads a seed. See store.Seeds.
func (s *Store) SeedOf(ctx context.Context, region, commitment string) (store.Seed, error) {
	x := store.Seed{Commitment: commitment}
	err := s.look(ctx, func(t *tx) error {
		var seed string
		var until *int64
		t.ask(store.ErrNotFound, []any{&seed, &until}, `SELECT seed, until FROM seeds WHERE region = $1 AND commitment = $2`, region, commitment)
		if err := t.flush(ctx); err != nil {
			return err
		}
		x.Until = timeOf(until)
		var err error
		x.Seed, err = strconv.ParseUint(seed, 10, 64)
		return err
	})
	return x, s.fault("read the seed of a plan", err)
}
