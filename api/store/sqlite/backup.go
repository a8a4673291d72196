package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"modernc.org/sqlite"

	"xunhu/geo/finding"
)

// Backup writes the store, as it is at one moment, to a new file, while others read and write. The
// file is a whole store without a log beside it, and without what was deleted from this one.
func (s *Store) Backup(ctx context.Context, file string) error {
	driver, err := newDriver(&shapes{})
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	db := pool(driver, s.file, "mode=rw") // one that only queries may not do this
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", file)
	if over := ctx.Err(); err != nil && over != nil {
		err = over
	}
	where := s.file
	var e *sqlite.Error
	if errors.As(err, &e) && slices.Contains([]int{codeFull, codeCantOpen, codeReadOnly}, e.Code()&0xff) { // it is not this store that lacks room or rights
		where = file
	}
	if err != nil {
		err = explain(where, fmt.Errorf("back up: %w", err))
	}
	return errors.Join(err, db.Close())
}

// Sound asks the file whether it holds what it should, page by page: a finding if not.
func (s *Store) Sound(ctx context.Context) error {
	var said string
	err := s.look(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&said)
	})
	if err == nil && said != "ok" {
		return damaged("store.damaged", s.file, errors.New(said))
	}
	return s.fault("check store", err)
}

// Size is how many bytes the store takes on disk, its log with it.
func (s *Store) Size() (int64, error) {
	var n int64
	for _, name := range []string{s.file, s.file + "-wal"} {
		info, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) && name != s.file {
			continue
		}
		if err != nil {
			return 0, finding.New("store.cannot_open", name, "cause", err.Error()).Because(err)
		}
		n += info.Size()
	}
	return n, nil
}

// LeadStates counts the leads of all regions by their state.
func (s *Store) LeadStates(ctx context.Context) (map[string]int, error) {
	states := map[string]int{}
	err := s.look(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT state, count(*) FROM xunhu_leads GROUP BY region, state")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var state string
			var n int
			if err := rows.Scan(&state, &n); err != nil {
				return err
			}
			states[state] += n
		}
		return rows.Err()
	})
	return states, s.fault("count leads", err)
}
