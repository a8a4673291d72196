package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// ours is the name of a table of store.Tables in the file, and which of its rows are a
// region's.
func ours(of store.Table) (name, which string) {
	const leads = "lead IN (SELECT fid FROM xunhu_leads WHERE region = ?)"
	switch name = "xunhu_" + of.Name; of.Name {
	case "regions":
		return "regions", "code = ?"
	case "concerned", "records", "attachments", "reporters", "readings", "tellings":
		return name, leads
	case "receipts":
		return name, "notice IN (SELECT fid FROM xunhu_notices WHERE region = ?)"
	case "contents":
		return name, "digest IN (SELECT digest FROM xunhu_attachments WHERE " + leads + ")"
	}
	return name, "region = ?"
}

// Dump hands over a region. See store.Archive.
func (s *Store) Dump(ctx context.Context, region string, each func(store.Entry) error) error {
	err := s.look(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		for _, of := range store.Tables() {
			if err := dump(ctx, tx, of, region, each); err != nil {
				return err
			}
		}
		for _, schema := range feature.Schemas() {
			t, err := tableOf(schema.Kind)
			if err != nil {
				return err
			}
			if err := t.dump(ctx, tx, region, each); err != nil {
				return err
			}
		}
		return nil
	})
	return s.fault("hand over region "+region, err)
}

func dump(ctx context.Context, tx *sql.Tx, of store.Table, region string, each func(store.Entry) error) error {
	name, which := ours(of)
	rows, err := tx.QueryContext(ctx, fmt.Sprintf("SELECT %s FROM %s WHERE %s ORDER BY %s", strings.Join(of.Columns, ", "), name, which, of.Order()), region)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		row := make([]any, len(of.Columns))
		into := make([]any, len(row))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i := range row {
			if b, ok := row[i].([]byte); ok && b == nil { // the driver's empty blob, which others would take for NULL
				row[i] = []byte{}
			}
		}
		for _, flag := range of.Flags {
			i := slices.Index(of.Columns, flag)
			if n, ok := row[i].(int64); ok {
				row[i] = n != 0
			}
		}
		if err := each(store.Entry{Table: of.Name, Row: row}); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (t table) dump(ctx context.Context, tx *sql.Tx, region string, each func(store.Entry) error) error {
	rows, err := tx.QueryContext(ctx, "SELECT "+t.selects+" FROM "+t.name+" AS t WHERE t.region = ? ORDER BY t.fid", region)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		f, err := t.decode(rows)
		if err != nil {
			return err
		}
		if err := each(store.Entry{Kind: t.schema.Kind, Feature: f}); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Restore keeps a region of another store in a file that holds none: its rows keep their
// numbers, which those of another region might have. See store.Archive.
func (s *Store) Restore(ctx context.Context, region string, fill func(put func(store.Entry) error) error) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		there, err := regions(ctx, tx, "ORDER BY code")
		if err != nil {
			return err
		}
		if len(there) > 0 {
			return finding.New("store.region_there", s.file, "region", there[0].Code).Because(store.ErrExists)
		}
		r := &restoring{ctx: ctx, tx: tx, region: region, inserts: map[string]*sql.Stmt{}}
		defer r.close()
		if err := fill(r.put); err != nil {
			return err
		}
		for _, schema := range feature.Schemas() {
			if err := touch(ctx, tx, schema.Kind); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name IN ('regions', 'xunhu_digests')`)
		return err
	})
	return s.fault("restore region "+region, err)
}

// A restoring is a region that is being restored.
type restoring struct {
	ctx     context.Context //nolint:containedctx // it lives as long as the call that fills it
	tx      *sql.Tx
	region  string
	inserts map[string]*sql.Stmt // by table or kind
}

func (r *restoring) close() {
	for _, s := range r.inserts {
		_ = s.Close() // the transaction says what went wrong
	}
}

// insert writes a row by a statement that is prepared once.
func (r *restoring) insert(name string, text func() (string, error), values []any) error {
	if r.inserts[name] == nil {
		q, err := text()
		if err != nil {
			return err
		}
		made, err := r.tx.PrepareContext(r.ctx, q) //nolint:sqlclosecheck // close closes all
		if err != nil {
			return err
		}
		r.inserts[name] = made
	}
	_, err := r.inserts[name].ExecContext(r.ctx, values...)
	return err
}

func (r *restoring) put(e store.Entry) error {
	if e.Kind != "" {
		return r.feature(e)
	}
	values := e.Row
	if _, which := ours(store.Table{Name: e.Table}); which == "region = ?" {
		values = append([]any{r.region}, values...)
	}
	return r.insert(e.Table, func() (string, error) {
		all := store.Tables()
		i := slices.IndexFunc(all, func(t store.Table) bool { return t.Name == e.Table })
		if i < 0 || len(e.Row) != len(all[i].Columns) {
			return "", fmt.Errorf("restore a row of %d columns of table %q", len(e.Row), e.Table)
		}
		name, which := ours(all[i])
		columns := all[i].Columns
		if which == "region = ?" {
			columns = append([]string{"region"}, columns...)
		}
		return fmt.Sprintf("INSERT INTO %s (%s) VALUES (?%s)", name, strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)-1)), nil
	}, values)
}

func (r *restoring) feature(e store.Entry) error {
	t, err := tableOf(e.Kind)
	if err != nil {
		return err
	}
	cells, faults := t.encode(e.Feature)
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	return r.insert(string(e.Kind), func() (string, error) { return t.insert, nil }, append([]any{r.region, e.Feature.ID}, cells...))
}
