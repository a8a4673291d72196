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

// Fill writes a region row by row. See store.Store.
func (s *Store) Fill(ctx context.Context, r atlas.Region, kinds []feature.Kind, fill func(store.Put) error) error {
	return s.filled(ctx, r, kinds, func(f *filling) error {
		var broken error
		err := fill(func(k feature.Kind, row ...feature.Feature) error {
			faults, err := f.put(ctx, k, row...)
			if err != nil {
				broken = err // whatever fill makes of it
			}
			return errors.Join(append(faults, err)...)
		})
		if err != nil {
			return err
		}
		return broken
	})
}

// filled writes a region's metadata and replaces collections in one transaction.
func (s *Store) filled(ctx context.Context, r atlas.Region, kinds []feature.Kind, fill func(*filling) error) error {
	if r.Code == "" {
		return finding.New("store.no_code", s.file)
	}
	err := s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO regions (code, name, name_en, illustration, attribution, version) VALUES (?, ?, ?, ?, ?, '')
			ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en,
				illustration = excluded.illustration, attribution = excluded.attribution`,
			r.Code, r.Name, r.NameEN, r.Illustration, r.Attribution)
		if err != nil {
			return err
		}
		f := &filling{tx: tx, region: r.Code}
		defer f.close()
		for _, k := range kinds {
			if err := f.begin(ctx, k); err != nil {
				return err
			}
		}
		if err := fill(f); err != nil {
			return err
		}
		for _, c := range f.collections {
			if err := settle(ctx, tx, r.Code, c.schema.Kind, c.sum); err != nil {
				return err
			}
		}
		return renew(ctx, tx, r.Code)
	})
	return s.fault("save region "+r.Code, err)
}

// A filling replaces collections of one region.
type filling struct {
	tx          *sql.Tx
	region      string
	collections []*collection
}

// A collection is one that is being replaced.
type collection struct {
	table
	insert *sql.Stmt
	sum    row.Digest
}

// atOnce is how many rows one statement takes away: SQLite holds in memory what a
// statement has changed, so that it can be undone.
const atOnce = 10_000

// begin empties a collection.
func (f *filling) begin(ctx context.Context, k feature.Kind) error {
	t, err := tableOf(k)
	if err != nil {
		return err
	}
	for {
		done, err := f.tx.ExecContext(ctx, fmt.Sprintf("DELETE FROM %s WHERE fid IN (SELECT fid FROM %s WHERE region = ? LIMIT %d)", t.name, t.name, atOnce), f.region)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n < atOnce {
			if err != nil {
				return err
			}
			break
		}
	}
	insert, err := f.tx.PrepareContext(ctx, strings.Replace(t.insert, "INSERT", "INSERT OR IGNORE", 1))
	if err != nil {
		return err
	}
	f.collections = append(f.collections, &collection{t, insert, row.NewDigest()})
	return nil
}

func (f *filling) close() {
	for _, c := range f.collections {
		_ = c.insert.Close() // the transaction says what went wrong
	}
}

// put adds a row. Faults are those of the features, of which then none is written.
func (f *filling) put(ctx context.Context, k feature.Kind, all ...feature.Feature) (faults []error, err error) {
	i := slices.IndexFunc(f.collections, func(c *collection) bool { return c.schema.Kind == k })
	if i < 0 {
		return []error{row.UnknownKind(k)}, nil
	}
	c := f.collections[i]
	cells := make([][]any, len(all))
	for i, one := range all {
		var wrong []error
		cells[i], wrong = c.encode(one)
		faults = append(faults, wrong...)
	}
	if len(faults) > 0 {
		return faults, nil
	}
	for i, one := range all {
		done, err := c.insert.ExecContext(ctx, append([]any{f.region, one.ID}, cells[i]...)...)
		if err != nil {
			return nil, err
		}
		n, err := done.RowsAffected()
		if err != nil {
			return nil, err
		}
		if n == 0 {
			twice := finding.New("store.id_twice", fmt.Sprintf("%s, %s", k, one.ID)).Because(store.ErrExists)
			return []error{twice}, f.takeBack(ctx, c, all[:i])
		}
	}
	for i, one := range all {
		c.sum.Add(one.ID, cells[i])
	}
	return nil, nil
}

// takeBack undoes the features of a row whose last one was taken.
func (f *filling) takeBack(ctx context.Context, c *collection, row []feature.Feature) error {
	for _, one := range row {
		if _, err := f.tx.ExecContext(ctx, "DELETE FROM "+c.name+" WHERE region = ? AND id = ?", f.region, one.ID); err != nil {
			return err
		}
	}
	return nil
}
