package postgis

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"github.com/jackc/pgx/v5"

	"xunhu/api/store"
	"xunhu/geo/finding"
)

// StageTiles leaves all to KeepTiles, which holds nobody up. See store.TileSets.
func (s *Store) StageTiles(_ context.Context, _ string, _ store.TileSet, archive io.Reader) (io.Reader, func() error, error) {
	return archive, func() error { return nil }, nil
}

// KeepTiles keeps an archive. See store.TileSets.
func (s *Store) KeepTiles(ctx context.Context, region string, set store.TileSet, archive io.Reader) error {
	if archive == nil { // nothing is staged here
		return s.fault("keep tiles "+set.Name, store.ErrBusy)
	}
	err := s.once(ctx, beginWrite, func(t *tx) error { // what was read cannot be read again
		s.mustHave(t, region)
		t.later(nil, `INSERT INTO tilesets (region, name, digest, size) VALUES ($1, $2, $3, $4)
			ON CONFLICT (region, name) DO UPDATE SET digest = excluded.digest, size = excluded.size`, region, set.Name, set.SHA256, set.Size)
		sum, size := sha256.New(), int64(0)
		for i := 0; ; i++ {
			part := make([]byte, store.TilePartSize)
			n, err := io.ReadFull(archive, part)
			if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				return err
			}
			if n > 0 {
				sum.Write(part[:n])
				size += int64(n)
				t.later(nil, `INSERT INTO tileparts (region, digest, part, bytes) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, region, set.SHA256, i, part[:n])
			}
			if i%64 == 63 || n < len(part) {
				if err := t.flush(ctx); err != nil {
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
		sweepTiles(t, region)
		return nil
	})
	return s.fault("keep tiles "+set.Name, err)
}

// sweepTiles takes away the parts of archives that no name has any more.
func sweepTiles(t *tx, region string) {
	t.later(nil, `DELETE FROM tileparts WHERE region = $1 AND digest NOT IN (SELECT digest FROM tilesets WHERE region = $1)`, region)
}

// TileSet says what is kept. See store.TileSets.
func (s *Store) TileSet(ctx context.Context, region, name string) (store.TileSet, error) {
	set := store.TileSet{Name: name}
	err := s.pool.QueryRow(ctx, `SELECT digest, size FROM tilesets WHERE region = $1 AND name = $2`, region, name).Scan(&set.SHA256, &set.Size)
	if errors.Is(err, pgx.ErrNoRows) {
		err = store.ErrNotFound
	}
	return set, s.fault("look for tiles "+name, err)
}

// TilePart reads a part. See store.TileSets.
func (s *Store) TilePart(ctx context.Context, region, digest string, part int64) (b []byte, err error) {
	err = s.pool.QueryRow(ctx, `SELECT bytes FROM tileparts WHERE region = $1 AND digest = $2 AND part = $3`, region, digest, part).Scan(&b)
	if errors.Is(err, pgx.ErrNoRows) {
		err = store.ErrNotFound
	}
	return b, s.fault("read tiles", err)
}

// DropTiles takes an archive away. See store.TileSets.
func (s *Store) DropTiles(ctx context.Context, region, name string) error {
	err := s.change(ctx, func(t *tx) error {
		n, err := t.exec(ctx, `DELETE FROM tilesets WHERE region = $1 AND name = $2`, region, name)
		if err == nil && n == 0 {
			err = store.ErrNotFound
		}
		if err == nil {
			sweepTiles(t, region)
		}
		return err
	})
	return s.fault("drop tiles "+name, err)
}
