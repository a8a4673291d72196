package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"math"
	"slices"
	"strings"

	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// tooMany is the number of faults after which a Save reads no further.
const tooMany = 100

// Save writes a region. See store.Store.
func (s *Store) Save(ctx context.Context, d atlas.Dataset) error {
	for k := range d.Collections {
		if _, err := tableOf(k); err != nil {
			return err
		}
	}
	var kinds []feature.Kind
	for _, schema := range feature.Schemas() {
		if _, ok := d.Collections[schema.Kind]; ok {
			kinds = append(kinds, schema.Kind)
		}
	}
	return s.filled(ctx, d.Region, kinds, func(f *filling) error {
		var faults []error
		for _, k := range kinds {
			for _, one := range d.Collections[k].Features {
				wrong, err := f.put(ctx, k, one)
				if err != nil {
					return err
				}
				if faults = append(faults, wrong...); len(faults) >= tooMany {
					return errors.Join(faults[:tooMany]...)
				}
			}
		}
		return errors.Join(faults...)
	})
}

// settle keeps the digest of a collection and tells gpkg_contents of the change.
func settle(ctx context.Context, tx *sql.Tx, region string, k feature.Kind, sum digest) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO xunhu_digests (region, kind, digest) VALUES (?, ?, ?)
		ON CONFLICT (region, kind) DO UPDATE SET digest = excluded.digest`, region, string(k), sum.text())
	if err != nil {
		return err
	}
	return touch(ctx, tx, k)
}

// touch renews the moment of change and the extent of a table in gpkg_contents.
func touch(ctx context.Context, tx *sql.Tx, k feature.Kind) error {
	_, err := tx.ExecContext(ctx, fmt.Sprintf(`UPDATE gpkg_contents
		SET last_change = strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', 'now'), (min_x, min_y, max_x, max_y) =
			(SELECT min(minx), min(miny), max(maxx), max(maxy) FROM %s) WHERE table_name = ?`,
		quote("rtree_"+string(k)+"_geom")), string(k))
	return err
}

// renew makes the version of a region from its metadata and the digests of its
// regional collections. What users make (incidents, plans) is not part of it.
func renew(ctx context.Context, tx *sql.Tx, region string) error {
	var r atlas.Region
	err := tx.QueryRowContext(ctx, `SELECT name, name_en, illustration, attribution FROM regions WHERE code = ?`, region).
		Scan(&r.Name, &r.NameEN, &r.Illustration, &r.Attribution)
	if err != nil {
		return err
	}
	sum := newDigest()
	sum.add(region, []any{r.Name, r.NameEN, r.Illustration, r.Attribution})
	empty := newDigest().text()
	for _, k := range feature.Regional() {
		of := empty
		err := tx.QueryRowContext(ctx, `SELECT digest FROM xunhu_digests WHERE region = ? AND kind = ?`, region, string(k)).Scan(&of)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		sum.add(string(k), []any{of})
	}
	_, err = tx.ExecContext(ctx, `UPDATE regions SET version = ? WHERE code = ?`, sum.text(), region)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
		WHERE table_name IN ('regions', 'xunhu_digests')`)
	return err
}

// Insert adds features. See store.Store.
func (s *Store) Insert(ctx context.Context, region string, k feature.Kind, features ...feature.Feature) error {
	if len(features) == 0 {
		return nil
	}
	var of table
	rows := make([][]any, len(features))
	for i, f := range features {
		t, row, err := s.encoded(k, f)
		if err != nil {
			return err
		}
		of, rows[i] = t, append([]any{region, f.ID}, row...)
	}
	err := s.change(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		insert, err := tx.PrepareContext(ctx, strings.Replace(of.insert, "INSERT", "INSERT OR IGNORE", 1))
		if err != nil {
			return err
		}
		defer insert.Close()
		for i, row := range rows {
			done, err := insert.ExecContext(ctx, row...)
			if err != nil {
				return err
			}
			if n, err := done.RowsAffected(); err != nil || n == 0 {
				return errors.Join(err, finding.New("store.id_taken", fmt.Sprintf("%s, %s", k, features[i].ID)).Because(store.ErrExists))
			}
		}
		return after(ctx, tx, region, of)
	})
	return s.fault(fmt.Sprintf("insert %d %s", len(features), k), err)
}

// Update replaces one feature. See store.Store.
func (s *Store) Update(ctx context.Context, region string, k feature.Kind, f feature.Feature) error {
	t, row, err := s.encoded(k, f)
	if err != nil {
		return err
	}
	err = s.change(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		done, err := tx.ExecContext(ctx, t.update, append(row, region, f.ID)...)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, finding.New("store.no_feature", fmt.Sprintf("%s, %s", k, f.ID)).Because(store.ErrNotFound))
		}
		return after(ctx, tx, region, t)
	})
	return s.fault(fmt.Sprintf("update %s %s", k, f.ID), err)
}

func (s *Store) encoded(k feature.Kind, f feature.Feature) (table, []any, error) {
	t, err := tableOf(k)
	if err != nil {
		return t, nil, err
	}
	row, faults := t.encode(f)
	return t, row, errors.Join(faults...)
}

// after brings what hangs on a collection up to date when one feature of it has
// changed. A regional kind is digested afresh, which reads all of it.
func after(ctx context.Context, tx *sql.Tx, region string, t table) error {
	if !slices.Contains(feature.Regional(), t.schema.Kind) {
		return touch(ctx, tx, t.schema.Kind)
	}
	sum := newDigest()
	fs, err := t.all(ctx, tx, region)
	if err != nil {
		return err
	}
	for _, f := range fs {
		row, faults := t.encode(f)
		if len(faults) > 0 {
			return errors.Join(faults...)
		}
		sum.add(f.ID, row)
	}
	if err := settle(ctx, tx, region, t.schema.Kind, sum); err != nil {
		return err
	}
	return renew(ctx, tx, region)
}

// A digest is SHA-256 over rows of SQL values, each with its type and length
// before it, so that no two different lists of rows read the same.
type digest struct{ hash.Hash }

func newDigest() digest { return digest{sha256.New()} }

func (d digest) add(id string, row []any) {
	b := make([]byte, 0, 256)
	put := func(kind byte, n int) { b = binary.AppendUvarint(append(b, kind), uint64(n)) }
	put('r', len(row))
	for _, v := range append([]any{id}, row...) {
		switch v := v.(type) {
		case nil:
			put('n', 0)
		case string:
			put('s', len(v))
			b = append(b, v...)
		case []byte:
			put('b', len(v))
			b = append(b, v...)
		case bool:
			n := 0
			if v {
				n = 1
			}
			put('t', n)
		case int64:
			put('i', 8)
			b = binary.LittleEndian.AppendUint64(b, uint64(v))
		case float64:
			put('f', 8)
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		default:
			panic(fmt.Sprintf("sqlite: digest of a %T", v))
		}
	}
	d.Write(b)
}

// text gives 128 bits of the digest in hexadecimal.
func (d digest) text() string { return hex.EncodeToString(d.Sum(nil)[:16]) }
