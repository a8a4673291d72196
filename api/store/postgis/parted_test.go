package postgis

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"

	"xunhu/api/store"
	"xunhu/api/store/postgis/pgtest"
	"xunhu/api/store/storetest"
)

// partedBy are the regions of the suite that have partitions of their own; others lie in the default one.
var partedBy = []string{"a", "b"}

// parted gives the address of a database in which a store was laid whose tables are partitioned by region.
var parted = pgtest.Template("parted", func(ctx context.Context, address string) error {
	s, err := Make(ctx, address)
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	c, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	return pgx.BeginFunc(ctx, c, func(tx pgx.Tx) error { return part(ctx, tx) })
})

// part puts a partitioned table in the place of each that has a region, with all that hangs on it.
func part(ctx context.Context, tx pgx.Tx) error {
	texts := func(query string) ([]string, error) {
		rows, err := tx.Query(ctx, query)
		if err != nil {
			return nil, err
		}
		return pgx.CollectRows(rows, pgx.RowTo[string])
	}
	tables, err := texts(`SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'xunhu'::regnamespace AND c.relkind = 'r'
		AND EXISTS (SELECT 1 FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = 'region' AND NOT a.attisdropped) ORDER BY 1`)
	if err != nil || len(tables) < 40 {
		return fmt.Errorf("tables with a region: %v, %w", tables, err)
	}
	var again []string
	for _, of := range []string{
		`SELECT format('ALTER TABLE xunhu.%I ADD %s', c.relname, pg_get_constraintdef(f.oid)) FROM pg_constraint AS f JOIN pg_class AS c ON c.oid = f.conrelid WHERE f.contype = 'f' AND f.connamespace = 'xunhu'::regnamespace`,
		`SELECT pg_get_triggerdef(g.oid) FROM pg_trigger AS g JOIN pg_class AS c ON c.oid = g.tgrelid WHERE NOT g.tgisinternal AND c.relnamespace = 'xunhu'::regnamespace`,
		`SELECT format('CREATE OR REPLACE VIEW %I.%I AS %s', schemaname, viewname, definition) FROM pg_views WHERE schemaname = 'xunhu_gis'`,
	} {
		some, err := texts(of)
		if err != nil {
			return err
		}
		again = append(again, some...)
	}
	var all []string
	for _, t := range tables {
		all = append(all, fmt.Sprintf(`ALTER TABLE xunhu.%q RENAME TO "old %s"`, t, t), fmt.Sprintf(`CREATE TABLE xunhu.%q (LIKE xunhu."old %s" INCLUDING ALL) PARTITION BY LIST (region)`, t, t),
			fmt.Sprintf(`CREATE TABLE xunhu."%s elsewhere" PARTITION OF xunhu.%q DEFAULT`, t, t))
		for _, region := range partedBy {
			all = append(all, fmt.Sprintf(`CREATE TABLE xunhu."%s of %s" PARTITION OF xunhu.%q FOR VALUES IN ('%s')`, t, region, t, region))
		}
		all = append(all, fmt.Sprintf(`DROP TABLE xunhu."old %s" CASCADE`, t))
	}
	for _, statement := range append(all, again...) {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// The store works the same on tables that are partitioned by region. All of the suite runs over them if XUNHU_PARTED is
// set (make scale), else what reaches most tables.
func TestParted(t *testing.T) {
	only := []string{"edits of one feature", "leads live", "people and tokens", "long work", "several things as one", "archives of tiles"}
	if os.Getenv("XUNHU_PARTED") != "" {
		only = nil
	}
	storetest.Exercise(t, func(t *testing.T) store.Store { return opened(t, parted(t)) }, only...)
	if only == nil {
		t.Run("moves", func(t *testing.T) { storetest.Moves(t, opened(t, laid(t)), opened(t, parted(t))) })
	}
	t.Run("each row lies with its region", func(t *testing.T) {
		s := opened(t, parted(t))
		for i, region := range partedBy {
			if err := s.Save(t.Context(), storetest.Region(region, uint64(i), 5)); err != nil {
				t.Fatal(err)
			}
			var n int
			if err := s.pool.QueryRow(t.Context(), fmt.Sprintf(`SELECT count(*) FROM xunhu."sites of %s"`, region)).Scan(&n); err != nil || n != 5 {
				t.Errorf("%d sites of %s, %v", n, region, err)
			}
		}
	})
}
