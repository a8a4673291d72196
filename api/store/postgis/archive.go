package postgis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// Dump hands over a region. See store.Archive.
func (s *Store) Dump(ctx context.Context, region string, each func(store.Entry) error) error {
	err := s.look(ctx, func(t *tx) error {
		s.mustHave(t, region)
		for _, of := range store.Tables() {
			key := "region"
			if of.Name == "regions" {
				key = "code"
			}
			if err := t.each(ctx, func(rows *result) error {
				row := make([]any, len(of.Columns))
				into := make([]any, len(row))
				for i := range row {
					into[i] = &row[i]
				}
				if err := rows.Scan(into...); err != nil {
					return err
				}
				return each(store.Entry{Table: of.Name, Row: row})
			}, fmt.Sprintf("SELECT %s FROM %s WHERE %s = $1 ORDER BY %s", strings.Join(of.Columns, ", "), of.Name, key, of.Order()), region); err != nil {
				return err
			}
		}
		for _, schema := range feature.Schemas() {
			of, err := tableOf(schema.Kind)
			if err != nil {
				return err
			}
			if err := t.each(ctx, func(rows *result) error {
				f, err := of.decode(rows)
				if err != nil {
					return err
				}
				return each(store.Entry{Kind: schema.Kind, Feature: f})
			}, "SELECT "+of.selects+" FROM "+of.name+" AS t WHERE t.region = $1 ORDER BY t.fid", region); err != nil {
				return err
			}
		}
		return nil
	})
	return s.fault("hand over region "+region, err)
}

// Restore keeps a region of another store. See store.Archive.
func (s *Store) Restore(ctx context.Context, region string, fill func(put func(store.Entry) error) error) error {
	err := s.once(ctx, beginWrite, func(t *tx) error {
		t.insert(finding.New("store.region_there", s.name, "region", region).Because(store.ErrExists),
			`INSERT INTO regions (code, name, name_en, illustration, attribution, version) VALUES ($1, '', '', false, '', '')`, region)
		if err := t.flush(ctx); err != nil {
			return err
		}
		r := &restoring{ctx: ctx, tx: t, region: region, numbered: s.numbered, filling: filling{tx: t, region: region}}
		if err := fill(r.put); err != nil {
			return err
		}
		if err := r.flush(); err != nil {
			return err
		}
		return r.number()
	})
	return s.fault("restore region "+region, err)
}

// A restoring is a region that is being restored.
type restoring struct {
	ctx      context.Context //nolint:containedctx // it lives as long as the call that fills it
	tx       *tx
	region   string
	numbered sequences
	of       store.Table // whose rows wait
	rows     [][]any
	filling  filling
}

func (r *restoring) put(e store.Entry) error {
	if e.Kind != "" {
		return r.feature(e)
	}
	if e.Table == "regions" {
		r.tx.later(nil, `UPDATE regions SET name = $2, name_en = $3, illustration = $4, attribution = $5, version = $6 WHERE code = $1`, append([]any{r.region}, e.Row[1:]...)...)
		return r.tx.flush(r.ctx)
	}
	if e.Table != r.of.Name || len(r.rows) >= atOnce || (e.Table == "contents" || e.Table == "job_files") && len(r.rows) >= 8 || e.Table == "tileparts" && len(r.rows) >= 128 {
		if err := r.flush(); err != nil {
			return err
		}
		all := store.Tables()
		i := slices.IndexFunc(all, func(t store.Table) bool { return t.Name == e.Table })
		if i < 0 || len(e.Row) != len(all[i].Columns) {
			return fmt.Errorf("restore a row of %d columns of table %q", len(e.Row), e.Table)
		}
		r.of = all[i]
	}
	r.rows = append(r.rows, append([]any{r.region}, e.Row...))
	return nil
}

func (r *restoring) feature(e store.Entry) error {
	if n := len(r.filling.collections); n == 0 || r.filling.collections[n-1].schema.Kind != e.Kind {
		if err := r.flush(); err != nil {
			return err
		}
		if err := r.filling.begin(e.Kind); err != nil {
			return err
		}
	}
	faults, err := r.filling.put(r.ctx, e.Kind, e.Feature)
	return errors.Join(append(faults, err)...)
}

// flush writes what waits.
func (r *restoring) flush() error {
	for _, c := range r.filling.collections {
		if err := c.flush(r.ctx, &r.filling); err != nil {
			return err
		}
	}
	rows := r.rows
	r.rows = nil
	return r.tx.copy(r.ctx, r.of.Name, append([]string{"region"}, r.of.Columns...), rows)
}

// number lets further rows be numbered after those that were restored. Whoever would draw a
// number meanwhile waits for the end of the transaction.
func (r *restoring) number() error {
	for _, of := range store.Tables() {
		if of.Columns[0] == "fid" {
			r.tx.later(nil, "LOCK TABLE "+of.Name+" IN SHARE ROW EXCLUSIVE MODE")
			r.tx.later(nil, fmt.Sprintf("SELECT setval(%s, m) FROM (SELECT max(fid) AS m FROM %s WHERE region = $1) AS last WHERE m >= %s", r.numbered[of.Name], of.Name, r.numbered.drawn(of.Name)), r.region)
		}
	}
	return r.tx.flush(r.ctx)
}
