package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"xunhu/api/store"
)

// seedTable has its numbers as text: 64 bits without a sign do not fit into an INTEGER.
const seedTable = `
CREATE TABLE xunhu_seeds (
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE,
  commitment TEXT NOT NULL,
  seed TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (region, commitment)) WITHOUT ROWID;
`

// KeepSeeds adds seeds. See store.Seeds.
func (s *Store) KeepSeeds(ctx context.Context, region string, seeds ...store.Seed) error {
	err := s.answering(ctx, region, nil, func(tx *sql.Tx) error {
		for _, x := range seeds {
			if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO xunhu_seeds (region, commitment, seed, until) VALUES (?, ?, ?, ?)`,
				region, x.Commitment, strconv.FormatUint(x.Seed, 10), x.Until.UnixMilli()); err != nil {
				return err
			}
		}
		return nil
	})
	return s.fault("keep seeds of plans", err)
}

// SeedOf reads a seed. See store.Seeds.
func (s *Store) SeedOf(ctx context.Context, region, commitment string) (store.Seed, error) {
	x := store.Seed{Commitment: commitment}
	err := s.look(ctx, func(tx *sql.Tx) error {
		var seed string
		var until sql.NullInt64
		err := tx.QueryRowContext(ctx, `SELECT seed, until FROM xunhu_seeds WHERE region = ? AND commitment = ?`, region, commitment).Scan(&seed, &until)
		if errors.Is(err, sql.ErrNoRows) {
			return store.ErrNotFound
		}
		if err != nil {
			return err
		}
		x.Until = timeOf(until)
		x.Seed, err = strconv.ParseUint(seed, 10, 64)
		return err
	})
	return x, s.fault("read the seed of a plan", err)
}
