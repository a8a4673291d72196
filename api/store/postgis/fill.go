package postgis

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"

	"github.com/jackc/pgx/v5"

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

// filled writes a region's metadata and replaces collections in one transaction. The row
// of the region is locked first: of two who fill it, one waits.
func (s *Store) filled(ctx context.Context, r atlas.Region, kinds []feature.Kind, fill func(*filling) error) error {
	if r.Code == "" {
		return finding.New("store.no_code", s.name)
	}
	err := s.once(ctx, beginWrite, func(t *tx) error {
		t.later(nil, `INSERT INTO regions (code, name, name_en, illustration, attribution, version) VALUES ($1, $2, $3, $4, $5, '')
			ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en,
				illustration = excluded.illustration, attribution = excluded.attribution`,
			r.Code, r.Name, r.NameEN, r.Illustration, r.Attribution)
		f := &filling{tx: t, region: r.Code}
		for _, k := range kinds {
			if err := f.begin(k); err != nil {
				return err
			}
			t.later(nil, "DELETE FROM "+quote(string(k))+" WHERE region = $1", r.Code)
		}
		if err := fill(f); err != nil {
			return err
		}
		for _, c := range f.collections {
			if err := c.flush(ctx, f); err != nil {
				return err
			}
			settle(t, r.Code, c.schema.Kind, c.sum)
		}
		return renew(ctx, t, r.Code)
	})
	return s.fault("save region "+r.Code, err)
}

// A filling replaces collections of one region.
type filling struct {
	tx          *tx
	region      string
	collections []*collection
}

func (f *filling) begin(k feature.Kind) error {
	of, err := tableOf(k)
	f.collections = append(f.collections, &collection{table: of, sum: row.NewDigest(), taken: map[uint64]struct{}{}})
	return err
}

// A collection is one that is being replaced.
type collection struct {
	table
	rows  [][]any             // to be written
	taken map[uint64]struct{} // hashes of all ids so far; the ids themselves need not fit into memory
	sum   row.Digest
}

// atOnce is how many rows are written together.
const atOnce = 2000

var seed = maphash.MakeSeed()

// put adds a row. Faults are those of the features, of which then none is written.
func (f *filling) put(ctx context.Context, k feature.Kind, all ...feature.Feature) (faults []error, err error) {
	i := slices.IndexFunc(f.collections, func(c *collection) bool { return c.schema.Kind == k })
	if i < 0 {
		return []error{row.UnknownKind(k)}, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c := f.collections[i]
	rows := make([]row.Row, len(all))
	for i, one := range all {
		var wrong []error
		rows[i], wrong = c.encode(one)
		faults = append(faults, wrong...)
	}
	if len(faults) > 0 {
		return faults, nil
	}
	for i, r := range rows {
		twice, err := c.has(ctx, f, r.ID)
		if err != nil {
			return nil, err
		}
		if twice || slices.ContainsFunc(rows[:i], func(before row.Row) bool { return before.ID == r.ID }) {
			return []error{finding.New("store.id_twice", fmt.Sprintf("%s, %s", k, r.ID)).Because(store.ErrExists)}, nil
		}
	}
	for _, r := range rows {
		c.taken[maphash.String(seed, r.ID)] = struct{}{}
		c.rows = append(c.rows, values(f.region, r))
		c.sum.Add(r.ID, r.Values())
	}
	if len(c.rows) >= atOnce {
		return nil, c.flush(ctx, f)
	}
	return nil, nil
}

// has tells whether an id is taken. Where the hash is, the database is asked.
func (c *collection) has(ctx context.Context, f *filling, id string) (bool, error) {
	if _, maybe := c.taken[maphash.String(seed, id)]; !maybe {
		return false, nil
	}
	if err := c.flush(ctx, f); err != nil {
		return false, err
	}
	var there bool
	return there, f.tx.one(ctx, []any{&there}, "SELECT EXISTS (SELECT FROM "+c.name+" WHERE region = $1 AND id = $2)", f.region, id)
}

// flush writes the rows that wait.
func (c *collection) flush(ctx context.Context, f *filling) error {
	rows := c.rows
	c.rows = nil
	return f.tx.copy(ctx, string(c.schema.Kind), c.columns, rows)
}

// copy writes rows into a table by COPY.
func (t *tx) copy(ctx context.Context, table string, columns []string, rows [][]any) error {
	if err := t.flush(ctx); err != nil || len(rows) == 0 {
		return err
	}
	_, err := t.conn.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) { return sent(rows[i]), nil }))
	return err
}
