package postgis

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"xunhu/api/store"
	"xunhu/api/store/postgis/pgtest"
	"xunhu/api/store/storetest"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// raw runs statements on a database as somebody else would.
func raw(t *testing.T, address string, statements ...string) {
	t.Helper()
	c, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(context.Background())
	for _, s := range statements {
		if _, err := c.Exec(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// role makes a user, of whom the server has one whatever the database.
func role(name string) string {
	return "DO $$ BEGIN CREATE ROLE " + name + " LOGIN; EXCEPTION WHEN duplicate_object THEN END $$"
}

// as gives the address for another user.
func as(user, address string) string { return strings.Replace(address, "xunhu:", user+":", 1) }

// A database that cannot be used is refused with one sentence, and left as it was.
func TestStartRefuses(t *testing.T) {
	for name, tc := range map[string]struct {
		make func(t *testing.T) (address string)
		open func(context.Context, string) (*Store, error)
		code string
	}{
		"no store": {func(t *testing.T) string { return pgtest.Fresh(t) }, Open, "store.pg_not_laid"},
		"a newer release": {func(t *testing.T) string {
			a := laid(t)
			raw(t, a, "INSERT INTO xunhu.goose_db_version (version_id, is_applied) VALUES (99, true)")
			return a
		}, Open, "store.pg_newer"},
		"a table whose rows are not numbered": {func(t *testing.T) string {
			a := laid(t)
			raw(t, a, "ALTER TABLE xunhu.records ALTER fid DROP IDENTITY")
			return a
		}, Open, "store.pg_unnumbered"},
		"no extension, and no right to add it": {func(t *testing.T) string {
			a := pgtest.Fresh(t)
			raw(t, a, "DROP EXTENSION postgis", role("guest1"))
			return as("guest1", a)
		}, Make, "store.pg_no_postgis"},
		"no right to lay": {func(t *testing.T) string {
			a := pgtest.Fresh(t)
			raw(t, a, role("guest2"))
			return as("guest2", a)
		}, Make, "store.pg_rights"},
		"no right to write": {func(t *testing.T) string {
			a := laid(t)
			raw(t, a, role("guest3"), "GRANT USAGE ON SCHEMA xunhu TO guest3", "GRANT SELECT ON ALL TABLES IN SCHEMA xunhu TO guest3")
			return as("guest3", a)
		}, Open, "store.pg_rights"},
		"another encoding": {func(t *testing.T) string {
			a := pgtest.Fresh(t)
			raw(t, a, "DROP DATABASE IF EXISTS latin", "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
			user, rest, _ := strings.Cut(a, "@/")
			_, query, _ := strings.Cut(rest, "?")
			return user + "@/latin?" + query
		}, Make, "store.pg_encoding"},
		"nobody there": {func(*testing.T) string { return "postgres://xunhu:secret@127.0.0.1:1/x" }, Make, "store.pg_away"},
		"no address":   {func(*testing.T) string { return "postgres://xunhu:secret@[::1/x" }, Make, "store.pg_address"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := tc.open(t.Context(), tc.make(t))
			if err == nil {
				s.Close()
				t.Fatal("it was opened")
			}
			f, ok := errors.AsType[*finding.Finding](err)
			if !ok || f.Code != tc.code {
				t.Fatalf("%v, want %s", err, tc.code)
			}
			if said := words.Error(words.EN, err); strings.Contains(said, "\n") || strings.Contains(said, "secret") || strings.ContainsAny(said, "{}") {
				t.Error(said)
			}
			if errors.Is(err, store.ErrAway) != (tc.code == "store.pg_away") {
				t.Errorf("%v", err)
			}
		})
	}
}

// Those who begin a store at once, by one connection each, all get it.
func TestBeginAtOnce(t *testing.T) {
	a := pgtest.Fresh(t)
	raw(t, a, "DROP EXTENSION postgis")
	if strings.Contains(a, "?") {
		a += "&pool_max_conns=1"
	} else {
		a += "?pool_max_conns=1"
	}
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			s, err := Make(t.Context(), a)
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			if n := s.pool.Config().MaxConns; n != 2 {
				t.Errorf("%d connections: who fills could not ask", n)
			}
		})
	}
	all.Wait()
}

// Whoever may read and write the tables, and owns none of them, can work with a store.
func TestLeastRights(t *testing.T) {
	a := laid(t)
	raw(t, a, role("worker"), "GRANT USAGE ON SCHEMA xunhu TO worker", "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA xunhu TO worker",
		"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA xunhu TO worker")
	s := opened(t, as("worker", a))
	storetest.Lived(t, s)
}

// The tables of a database are those of store.Tables and the kinds, with their columns, and
// every key begins with the region.
func TestTables(t *testing.T) {
	s := opened(t, laid(t))
	have := map[string]string{}
	keys := 0
	if err := s.look(t.Context(), func(tx *tx) error {
		if err := tx.each(t.Context(), func(rows *result) error {
			var table, columns string
			err := rows.Scan(&table, &columns)
			have[table] = columns
			return err
		}, `SELECT table_name, string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_schema = 'xunhu' GROUP BY 1`); err != nil {
			return err
		}
		return tx.each(t.Context(), func(rows *result) error {
			var index, first string
			err := rows.Scan(&index, &first)
			if keys++; first != "region" && index != "regions_pkey" && !strings.HasPrefix(index, "goose") {
				t.Errorf("the key %s begins with %s", index, first)
			}
			return err
		}, `SELECT i.indexrelid::regclass::text, a.attname::text FROM pg_index AS i JOIN pg_attribute AS a ON a.attrelid = i.indexrelid AND a.attnum = 1
			JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'xunhu' AND i.indisunique`)
	}); err != nil || keys < 40 {
		t.Fatal(keys, err)
	}
	for _, of := range store.Tables() {
		want := strings.Join(of.Columns, ",")
		if of.Name != "regions" {
			want = "region," + want
		}
		if have[of.Name] != want {
			t.Errorf("%s has %s, want %s", of.Name, have[of.Name], want)
		}
		delete(have, of.Name)
	}
	delete(have, "goose_db_version")
	for _, name := range storetest.Fleeting {
		delete(have, name)
	}
	for _, schema := range feature.Schemas() {
		delete(have, string(schema.Kind))
	}
	if len(have) > 0 {
		t.Errorf("store.Tables lacks %v", have)
	}
}
