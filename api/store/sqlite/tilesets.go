package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"io"

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
		sum, size, part := sha256.New(), int64(0), make([]byte, store.TilePartSize)
		for i := 0; ; i++ {
			n, err := io.ReadFull(archive, part)
			if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				return err
			}
			if n > 0 {
				sum.Write(part[:n])
				size += int64(n)
				if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO xunhu_tileparts (region, digest, part, bytes) VALUES (?, ?, ?, ?)`, region, set.SHA256, i, part[:n]); err != nil {
					return err
				}
			}
			if n < len(part) {
				break
			}
		}
		if got := hex.EncodeToString(sum.Sum(nil)); got != set.SHA256 || size != set.Size {
			return finding.New("store.digest_differs", "", "said", set.SHA256, "found", got)
		}
		return sweepTiles(ctx, tx, region)
	})
	return s.fault("keep tiles "+set.Name, err)
}

// sweepTiles takes away the parts of archives that no name has any more.
func sweepTiles(ctx context.Context, tx *sql.Tx, region string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM xunhu_tileparts WHERE region = ?1 AND digest NOT IN (SELECT digest FROM xunhu_tilesets WHERE region = ?1)`, region)
	return err
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
		return sweepTiles(ctx, tx, region)
	})
	return s.fault("drop tiles "+name, err)
}
