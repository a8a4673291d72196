package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"xunhu/api/store"
	"xunhu/api/store/row"
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
func settle(ctx context.Context, tx *sql.Tx, region string, k feature.Kind, sum row.Digest) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO xunhu_digests (region, kind, digest) VALUES (?, ?, ?)
		ON CONFLICT (region, kind) DO UPDATE SET digest = excluded.digest`, region, string(k), sum.Text())
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

// renew makes the version of a region anew.
func renew(ctx context.Context, tx *sql.Tx, region string) error {
	r := atlas.Region{Code: region}
	err := tx.QueryRowContext(ctx, `SELECT name, name_en, illustration, attribution FROM regions WHERE code = ?`, region).
		Scan(&r.Name, &r.NameEN, &r.Illustration, &r.Attribution)
	if err != nil {
		return err
	}
	digests, err := digestsOf(ctx, tx, region)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE regions SET version = ? WHERE code = ?`, row.Version(r, digests), region)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
		WHERE table_name IN ('regions', 'xunhu_digests')`)
	return err
}

func digestsOf(ctx context.Context, tx *sql.Tx, region string) (map[feature.Kind]string, error) {
	rows, err := tx.QueryContext(ctx, `SELECT kind, digest FROM xunhu_digests WHERE region = ?`, region)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[feature.Kind]string{}
	for rows.Next() {
		var k feature.Kind
		var digest string
		if err := rows.Scan(&k, &digest); err != nil {
			return nil, err
		}
		all[k] = digest
	}
	return all, rows.Err()
}

// Insert adds features. See store.Store.
func (s *Store) Insert(ctx context.Context, region string, k feature.Kind, features ...feature.Feature) error {
	if len(features) == 0 {
		return nil
	}
	var of table
	rows := make([][]any, len(features))
	for i, f := range features {
		t, cells, err := s.encoded(k, f)
		if err != nil {
			return err
		}
		of, rows[i] = t, append([]any{region, f.ID}, cells...)
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
		for i, cells := range rows {
			done, err := insert.ExecContext(ctx, cells...)
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
	t, cells, err := s.encoded(k, f)
	if err != nil {
		return err
	}
	err = s.change(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		done, err := tx.ExecContext(ctx, t.update, append(cells, region, f.ID)...)
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
	cells, faults := t.encode(f)
	return t, cells, errors.Join(faults...)
}

// after brings what hangs on a collection up to date when one feature of it has
// changed. A regional kind is digested afresh, which reads all of it.
func after(ctx context.Context, tx *sql.Tx, region string, t table) error {
	if !slices.Contains(feature.Regional(), t.schema.Kind) {
		return touch(ctx, tx, t.schema.Kind)
	}
	sum, err := t.digested(ctx, tx, region)
	if err != nil {
		return err
	}
	if err := settle(ctx, tx, region, t.schema.Kind, sum); err != nil {
		return err
	}
	return renew(ctx, tx, region)
}
