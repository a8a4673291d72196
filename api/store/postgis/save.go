package postgis

import (
	"context"
	"errors"
	"fmt"
	"slices"

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

// settle keeps the digest of a collection.
func settle(t *tx, region string, k feature.Kind, sum row.Digest) {
	t.later(nil, `INSERT INTO digests (region, kind, digest) VALUES ($1, $2, $3)
		ON CONFLICT (region, kind) DO UPDATE SET digest = excluded.digest`, region, string(k), sum.Text())
}

// renew makes the version of a region anew.
func renew(ctx context.Context, t *tx, region string) error {
	digests := map[feature.Kind]string{}
	if err := t.each(ctx, func(rows *result) error {
		var kind, digest string
		err := rows.Scan(&kind, &digest)
		digests[feature.Kind(kind)] = digest
		return err
	}, `SELECT kind, digest FROM digests WHERE region = $1`, region); err != nil {
		return err
	}
	rs, err := regions(ctx, t, "WHERE code = $1", region)
	if err != nil || len(rs) == 0 {
		return errors.Join(err, store.ErrNotFound)
	}
	t.later(nil, `UPDATE regions SET version = $2 WHERE code = $1`, region, row.Version(rs[0], digests))
	return nil
}

// Insert adds features. See store.Store.
func (s *Store) Insert(ctx context.Context, region string, k feature.Kind, features ...feature.Feature) error {
	if len(features) == 0 {
		return nil
	}
	of, err := tableOf(k)
	if err != nil {
		return err
	}
	rows := make([]row.Row, len(features))
	for i, f := range features {
		var faults []error
		if rows[i], faults = of.encode(f); len(faults) > 0 {
			return errors.Join(faults...)
		}
	}
	err = s.change(ctx, func(t *tx) error {
		s.holding(t, region, k)
		for _, r := range rows {
			t.add(of, region, r)
		}
		return after(ctx, t, region, of)
	})
	return s.fault(fmt.Sprintf("insert %d %s", len(features), k), err)
}

// add inserts a feature whose id must be free.
func (t *tx) add(of table, region string, r row.Row) {
	t.insert(finding.New("store.id_taken", fmt.Sprintf("%s, %s", of.schema.Kind, r.ID)).Because(store.ErrExists), of.insert, values(region, r)...)
}

// Update replaces one feature. See store.Store.
func (s *Store) Update(ctx context.Context, region string, k feature.Kind, f feature.Feature) error {
	of, err := tableOf(k)
	if err != nil {
		return err
	}
	r, faults := of.encode(f)
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	err = s.change(ctx, func(t *tx) error {
		s.holding(t, region, k)
		t.later(func(n int64) error {
			if n == 0 {
				return finding.New("store.no_feature", fmt.Sprintf("%s, %s", k, f.ID)).Because(store.ErrNotFound)
			}
			return nil
		}, of.update, values(region, r)...)
		return after(ctx, t, region, of)
	})
	return s.fault(fmt.Sprintf("update %s %s", k, f.ID), err)
}

// holding is mustHave; for a regional kind it locks the region, so that its version is made
// of all that others have changed.
func (s *Store) holding(t *tx, region string, k feature.Kind) {
	lock := ""
	if slices.Contains(feature.Regional(), k) {
		lock = " FOR UPDATE"
	}
	t.ask(s.noRegion(region), []any{new(int)}, "SELECT 1 FROM regions WHERE code = $1"+lock, region)
}

// after brings the version up to date when features of a collection have changed. A
// regional kind is digested afresh, which reads all of it.
func after(ctx context.Context, t *tx, region string, of table) error {
	if !slices.Contains(feature.Regional(), of.schema.Kind) {
		return nil
	}
	sum, err := of.digested(ctx, t, region)
	if err != nil {
		return err
	}
	settle(t, region, of.schema.Kind, sum)
	return renew(ctx, t, region)
}

// digested digests all rows as they are kept, which is as they were written.
func (t table) digested(ctx context.Context, tx *tx, region string) (row.Digest, error) {
	sum := row.NewDigest()
	values := make([]any, 1+len(t.schema.Fields)) // geom, the fields
	err := tx.each(ctx, func(rows *result) error {
		raw := rows.RawValues()
		id := string(cleared(raw[0]))
		g, err := decodeGeometry(raw[1])
		if err != nil {
			return fmt.Errorf("%s %s: %w", t.schema.Kind, id, err)
		}
		blob, err := row.Blob(g)
		if err != nil {
			return fmt.Errorf("%s %s: %w", t.schema.Kind, id, err)
		}
		if values[0] = nil; blob != nil {
			values[0] = blob
		}
		for i, f := range t.schema.Fields {
			values[1+i] = row.Plain(cellOf(f.Type, raw[2+i]))
		}
		sum.Add(id, values)
		return nil
	}, "SELECT "+t.selects+" FROM "+t.name+" AS t WHERE t.region = $1 ORDER BY t.fid", region)
	return sum, err
}
