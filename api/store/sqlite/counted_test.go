package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/filter"
	"xunhu/api/store"
	"xunhu/api/store/row"
	"xunhu/api/store/storetest"
	"xunhu/geo/feature"
)

// A count is remembered until somebody writes, be it another program, and is that of the rows
// that are seen.
func TestCountIsRemembered(t *testing.T) {
	file := filepath.Join(t.TempDir(), "region.gpkg")
	s := open(t, file)
	if err := s.Save(t.Context(), storetest.Region("a", 1, 9)); err != nil {
		t.Fatal(err)
	}
	matched := func(q store.Query) int {
		t.Helper()
		q.Limit = 2
		page, err := s.Query(t.Context(), "a", feature.Sites, q)
		if err != nil {
			t.Fatal(err)
		}
		return page.Matched
	}
	another := func(statement string) func() { return func() { rawly(t, file, statement) } }
	const insert = `INSERT INTO sites (region, id, name, class) VALUES ('a', '%s', 'x', 'outfall')`
	want := 9
	for _, step := range []struct {
		name  string
		write func()
		more  int
	}{
		{"nobody", func() {}, 0},
		{"we", func() {
			if err := s.Insert(t.Context(), "a", feature.Sites, feature.Feature{ID: "ours", Props: map[string]any{"name": "x", "class": "outfall"}}); err != nil {
				t.Fatal(err)
			}
		}, 1},
		{"another program", another(fmt.Sprintf(insert, "theirs")), 1},
		{"another program, in place of a row", another(fmt.Sprintf("INSERT OR REPLACE"+insert[len("INSERT"):], "theirs")), 0},
		{"another program takes away", another("DELETE FROM sites WHERE id IN ('ours', 'theirs')"), -2},
		{"we, another region", func() {
			if err := s.Save(t.Context(), storetest.Region("b", 2, 5)); err != nil {
				t.Fatal(err)
			}
		}, 0},
	} {
		step.write()
		if want += step.more; matched(store.Query{}) != want {
			t.Errorf("%s wrote: %d sites, want %d", step.name, matched(store.Query{}), want)
		}
		for question := range s.counts.known {
			s.counts.known[question] = 99 // to see it again
		}
		if n := matched(store.Query{}); n != 99 {
			t.Errorf("%s wrote: each look counts anew, %d", step.name, n)
		}
		near := orb.Polygon{{{116, 34}, {118, 34}, {118, 36}, {116, 36}, {116, 34}}}
		spatial := store.Query{Filter: filter.Not{Of: filter.Spatial{Relation: filter.Touches, Shape: near}}}
		first := matched(spatial)
		for question, n := range s.counts.known {
			s.counts.known[question] = n + 1000
		}
		if n := matched(spatial); n != first+1000 {
			t.Errorf("%s wrote: each look counts anew what has a relation, %d", step.name, n)
		}
		if n := matched(store.Query{Equal: map[string]string{"class": "outfall"}}); n == 99 {
			t.Error("another question has the same answer")
		}
	}
}

// The regions are remembered until somebody writes, be it another program.
func TestRegionsAreRemembered(t *testing.T) {
	file := filepath.Join(t.TempDir(), "region.gpkg")
	s := open(t, file)
	named := func() (names []string) {
		t.Helper()
		all, err := s.Regions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i := range all {
			names = append(names, all[i].Name)
			all[i].Name = "changed by who was told"
		}
		return names
	}
	if err := s.Save(t.Context(), storetest.Region("a", 1, 1)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"one", "two"} {
		rawly(t, file, "UPDATE regions SET name = '"+name+"'")
		if got := named(); !slices.Equal(got, []string{name}) {
			t.Errorf("%v, want %s", got, name)
		}
		s.counts.regions[0].Name = "as remembered"
		if got := named(); !slices.Equal(got, []string{"as remembered"}) {
			t.Errorf("%v is read anew", got)
		}
	}
	err := s.Whole(t.Context(), "", func(inside store.Store, tx any) error {
		if _, err := tx.(*sql.Tx).Exec("UPDATE regions SET name = 'within'"); err != nil {
			return err
		}
		if all, err := inside.Regions(t.Context()); err != nil || all[0].Name != "within" {
			t.Errorf("%v, %v", all, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if got := named(); !slices.Equal(got, []string{"within"}) {
		t.Error(got)
	}
}

// What is read while another commits counts for nobody else, and another connection's numbers
// are not those of the one before.
func TestCountOfAnotherState(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "region.gpkg"))
	look := func() (state, error) { return s.counts.now(context.Background(), s.read) }
	is, err := look()
	s.counts.keep(row.Question{1}, is, 7)
	if n, ok := s.counts.find(row.Question{1}, is); err != nil || !ok || n != 7 {
		t.Errorf("%d, %t, %v", n, ok, err)
	}
	s.counts.keep(row.Question{1}, state{}, 8)
	if _, ok := s.counts.find(row.Question{1}, state{}); ok {
		t.Error("an unknown state is remembered")
	}
	if err := s.counts.conn.Close(); err != nil {
		t.Fatal(err)
	}
	if is, err := look(); err == nil || is != (state{}) {
		t.Errorf("a connection that has ended tells %v, %v", is, err)
	}
	next, err := look()
	if _, ok := s.counts.find(row.Question{1}, next); ok || err != nil {
		t.Errorf("what was counted in %v is told in %v, %v", is, next, err)
	}
}

// What a column cannot hold is found in a page as it is kept, too.
func TestRowsWithAWrongValue(t *testing.T) {
	file := filepath.Join(t.TempDir(), "region.gpkg")
	s := open(t, file)
	if err := s.Save(t.Context(), storetest.Region("a", 1, 3)); err != nil {
		t.Fatal(err)
	}
	for column, value := range map[string]string{"name": "x'00'", "service_s": "'long'", "interval_days": "1.5"} {
		rawly(t, file, "UPDATE sites SET "+column+" = "+value)
		_, one := s.Query(t.Context(), "a", feature.Sites, store.Query{})
		_, other := s.Rows(t.Context(), "a", feature.Sites, store.Query{}, true, func(store.Row) error { return nil })
		if one == nil || other == nil || one.Error() != other.Error() {
			t.Errorf("%s: %v; as it is kept: %v", column, one, other)
		}
		rawly(t, file, "UPDATE sites SET "+column+" = NULL")
	}
}
