package jobs_test

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"xunhu/api/jobs"
	"xunhu/api/store/postgis"
	"xunhu/api/store/storetest/either"
)

// Every table of a database can be partitioned or distributed by region: PostgreSQL takes its keys for a partitioned
// table, and what it refers to is of its own region. The exceptions are named: regions, whose key is the region;
// goose's and River's own tables, which are of no region.
func TestTablesPartByRegion(t *testing.T) {
	s := either.Database(t)
	if _, err := jobs.New(t.Context(), jobs.Options{Store: s, Name: "n", Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}); err != nil {
		t.Fatal(err)
	}
	pool := s.(*postgis.Store).Pool()
	rows, err := pool.Query(t.Context(), `SELECT c.relname::text, coalesce((SELECT string_agg(pg_get_constraintdef(f.oid), '; ') FROM pg_constraint AS f WHERE f.conrelid = c.oid AND f.contype = 'f'), '')
		FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'xunhu' AND c.relkind = 'r' ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	refers := map[string]string{}
	var names []string
	for rows.Next() {
		var name, to string
		if err := rows.Scan(&name, &to); err != nil {
			t.Fatal(err)
		}
		names, refers[name] = append(names, name), to
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	parted, river := 0, 0
	for _, name := range names {
		if strings.HasPrefix(name, "river_") {
			river++
			continue
		}
		if name == "regions" || name == "goose_db_version" {
			continue
		}
		if _, err := pool.Exec(t.Context(), fmt.Sprintf(`CREATE TABLE xunhu."parted_%s" (LIKE xunhu."%[1]s" INCLUDING CONSTRAINTS INCLUDING INDEXES) PARTITION BY LIST (region)`, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for one := range strings.SplitSeq(refers[name], "; ") {
			if one != "" && (!strings.HasPrefix(one, "FOREIGN KEY (region, ") || !strings.Contains(one, "(region, ") || strings.Count(one, "(region, ") != 2) {
				t.Errorf("%s refers beyond its region: %s", name, one)
			}
		}
		parted++
	}
	if parted < 40 || river < 3 {
		t.Errorf("%d tables of regions and %d of River: %v", parted, river, names)
	}
}
