package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// sequences are the names of those that number the rows of tables, by table, as literals of SQL. They are asked for by
// their tables: where somebody has put a partitioned one in its place, a sequence has another name.
type sequences map[string]string

// drawn is the last number that a table has drawn, or 1 if it has drawn none.
func (s sequences) drawn(table string) string {
	return "coalesce(pg_sequence_last_value(" + s[table] + "::regclass), 1)"
}

// numberedBy looks the sequences up. A table that has none cannot be written to.
func numberedBy(ctx context.Context, db *pgxpool.Pool) (sequences, error) {
	var tables, without []string
	for _, of := range store.Tables() {
		if of.Columns[0] == "fid" {
			tables = append(tables, of.Name)
		}
	}
	for _, s := range feature.Schemas() {
		tables = append(tables, string(s.Kind))
	}
	rows, err := db.Query(ctx, `SELECT name, coalesce(quote_literal(pg_get_serial_sequence(quote_ident(name), 'fid')), '') FROM unnest($1::text[]) AS name`, tables)
	if err != nil {
		return nil, err
	}
	all := sequences{}
	var table, sequence string
	if _, err := pgx.ForEachRow(rows, []any{&table, &sequence}, func() error {
		if all[table] = sequence; sequence == "" {
			without = append(without, table)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	if len(without) > 0 {
		return nil, finding.New("store.pg_unnumbered", "", "tables", without)
	}
	return all, nil
}
