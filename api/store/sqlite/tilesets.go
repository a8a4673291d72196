package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"slices"

	"xunhu/api/store"
	"xunhu/geo/finding"
)

const tileSetTable = `
CREATE TABLE xunhu_tilesets (
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE ON DELETE CASCADE,
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (region, name)) WITHOUT ROWID;
`

const tilePartTable = `
CREATE TABLE xunhu_tileparts (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE ON DELETE CASCADE,
  digest TEXT NOT NULL,
  part INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (region, digest, part));
`

// StageTiles keeps some parts of an archive at a time, each time in a transaction of its own, so that others who write
// wait for those at most. See store.TileSets.
func (s *Store) StageTiles(ctx context.Context, region string, set store.TileSet, archive io.Reader) (io.Reader, func() error, error) {
	if s.within != nil {
		return archive, func() error { return nil }, nil
	}
	s.staged.lay(set.SHA256, 1)
	over := func() error {
		s.staged.lay(set.SHA256, -1)
		return s.dropTileParts(context.WithoutCancel(ctx), region)
	}
	laid := laying{set: set, sum: sha256.New()}
	err := store.Parts(archive, func(_ int, some []byte) error {
		return s.change(ctx, func(tx *sql.Tx) error {
			if err := s.mustHave(ctx, tx, region); err != nil {
				return err
			}
			return laid.add(ctx, tx, region, some)
		})
	})
	if err == nil {
		err = laid.whole()
	}
	if err != nil {
		return nil, nil, s.fault("keep tiles "+set.Name, errors.Join(err, over()))
	}
	return nil, over, nil
}

// laying is an archive of which parts are being kept.
type laying struct {
	set  store.TileSet
	sum  hash.Hash
	size int64
}

// add keeps what follows: whole parts, but for the last.
func (l *laying) add(ctx context.Context, tx *sql.Tx, region string, some []byte) error {
	for part := range slices.Chunk(some, store.TilePartSize) {
		if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO xunhu_tileparts (region, digest, part, bytes) VALUES (?, ?, ?, ?)`,
			region, l.set.SHA256, l.size/store.TilePartSize, part); err != nil {
			return err
		}
		l.sum.Write(part)
		l.size += int64(len(part))
	}
	return nil
}

// whole tells whether it was what was said.
func (l *laying) whole() error {
	if got := hex.EncodeToString(l.sum.Sum(nil)); got != l.set.SHA256 || l.size != l.set.Size {
		return finding.New("store.digest_differs", "", "said", l.set.SHA256, "found", got)
	}
	return nil
}

// KeepTiles keeps an archive. See store.TileSets.
func (s *Store) KeepTiles(ctx context.Context, region string, set store.TileSet, archive io.Reader) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO xunhu_tilesets (region, name, digest, size) VALUES (?, ?, ?, ?)
			ON CONFLICT (region, name) DO UPDATE SET digest = excluded.digest, size = excluded.size`, region, set.Name, set.SHA256, set.Size); err != nil {
			return err
		}
		if archive == nil {
			var n int64
			err := tx.QueryRowContext(ctx, `SELECT count(*) FROM xunhu_tileparts WHERE region = ? AND digest = ?`, region, set.SHA256).Scan(&n)
			if err == nil && n != (set.Size+store.TilePartSize-1)/store.TilePartSize {
				err = store.ErrBusy
			}
			return err // what had the name is swept when all is over
		}
		laid := laying{set: set, sum: sha256.New()}
		if err := store.Parts(archive, func(_ int, some []byte) error { return laid.add(ctx, tx, region, some) }); err != nil {
			return err
		}
		if err := laid.whole(); err != nil {
			return err
		}
		_, err := s.sweepTiles(ctx, tx, region, -1)
		return err
	})
	return s.fault("keep tiles "+set.Name, err)
}

// sweepTiles takes away parts of archives that no name has any more, at most so many, and counts them. What is being
// laid has no name yet.
func (s *Store) sweepTiles(ctx context.Context, tx *sql.Tx, region string, most int) (int64, error) {
	laying, err := json.Marshal(s.staged.laying())
	if err != nil {
		return 0, err
	}
	done, err := tx.ExecContext(ctx, `DELETE FROM xunhu_tileparts WHERE fid IN (SELECT fid FROM xunhu_tileparts WHERE region = ?1
		AND digest NOT IN (SELECT digest FROM xunhu_tilesets WHERE region = ?1) AND digest NOT IN (SELECT value FROM json_each(?2)) LIMIT ?3)`, region, string(laying), most)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

// dropTileParts is sweepTiles, some parts at a time.
func (s *Store) dropTileParts(ctx context.Context, region string) error {
	const most = 16 * partsAtOnce
	for {
		var n int64
		err := s.change(ctx, func(tx *sql.Tx) (err error) {
			n, err = s.sweepTiles(ctx, tx, region, most)
			return err
		})
		if err != nil || n < most {
			return s.fault("sweep tiles", err)
		}
	}
}

// TileSet says what is kept. See store.TileSets.
func (s *Store) TileSet(ctx context.Context, region, name string) (store.TileSet, error) {
	set := store.TileSet{Name: name}
	err := s.read.QueryRowContext(ctx, `SELECT digest, size FROM xunhu_tilesets WHERE region = ? AND name = ?`, region, name).Scan(&set.SHA256, &set.Size)
	if errors.Is(err, sql.ErrNoRows) {
		err = store.ErrNotFound
	}
	return set, s.fault("look for tiles "+name, err)
}

// TilePart reads a part. See store.TileSets.
func (s *Store) TilePart(ctx context.Context, region, digest string, part int64) (b []byte, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT bytes FROM xunhu_tileparts WHERE region = ? AND digest = ? AND part = ?`, region, digest, part).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		err = store.ErrNotFound
	}
	return b, s.fault("read tiles", err)
}

// DropTiles takes an archive away. See store.TileSets.
func (s *Store) DropTiles(ctx context.Context, region, name string) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `DELETE FROM xunhu_tilesets WHERE region = ? AND name = ?`, region, name)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, store.ErrNotFound)
		}
		_, err = s.sweepTiles(ctx, tx, region, -1)
		return err
	})
	return s.fault("drop tiles "+name, err)
}
