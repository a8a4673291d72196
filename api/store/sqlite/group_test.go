package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"

	"xunhu/api/store"
	"xunhu/api/store/storetest"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// Changes that share a transaction succeed and fail each for itself, unless SQLite undoes
// it whole: then nobody is told that a change was made.
func TestShared(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "region.gpkg"))
	if err := s.Save(t.Context(), atlas.Dataset{Region: atlas.Region{Code: "a"}}); err != nil {
		t.Fatal(err)
	}
	no := errors.New("no")
	draw := func(day string, then error) func(context.Context, *sql.Tx) error {
		return func(ctx context.Context, tx *sql.Tx) error {
			_, err := serial(ctx, tx, "a", day)
			return errors.Join(err, then)
		}
	}
	undo := func(ctx context.Context, tx *sql.Tx) error { // as a full disk does
		_, err := tx.ExecContext(ctx, "ROLLBACK")
		return errors.Join(err, no)
	}
	for _, tc := range []struct {
		name string
		do   []func(context.Context, *sql.Tx) error
		want []error
		last int
	}{
		{"one fails", []func(context.Context, *sql.Tx) error{draw("d", nil), draw("d", no), draw("d", nil)}, []error{nil, no, nil}, 2},
		{"all is undone", []func(context.Context, *sql.Tx) error{draw("d", nil), undo, draw("d", nil)}, []error{errUndone, no, errUndone}, 2},
		{"and then goes on", []func(context.Context, *sql.Tx) error{draw("d", nil)}, []error{nil}, 3},
	} {
		conn, err := s.write.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var jobs []*job
		for _, do := range tc.do {
			jobs = append(jobs, &job{t.Context(), do, make(chan error, 1)})
		}
		for _, j := range jobs {
			s.group.add(j)
		}
		s.group.carryOut(conn)
		conn.Close()
		for i, j := range jobs {
			if err := <-j.done; !errors.Is(err, tc.want[i]) {
				t.Errorf("%s: change %d: %v, want %v", tc.name, i, err, tc.want[i])
			}
		}
		var last int
		if err := s.read.QueryRow("SELECT last FROM xunhu_serials").Scan(&last); err != nil || last != tc.last {
			t.Errorf("%s: %d were drawn, want %d, %v", tc.name, last, tc.last, err)
		}
	}
}

// Who comes while a transaction is written shares it, at most so many, and fails for itself too.
func TestSharedByLateComers(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "region.gpkg"))
	if err := s.Save(t.Context(), atlas.Dataset{Region: atlas.Region{Code: "a"}}); err != nil {
		t.Fatal(err)
	}
	no := errors.New("no")
	var jobs []*job
	tries := 0
	add := func(do func(context.Context, *sql.Tx) error) {
		jobs = append(jobs, &job{t.Context(), do, make(chan error, 1)})
		s.group.add(jobs[len(jobs)-1])
	}
	draw := func(ctx context.Context, tx *sql.Tx) error {
		_, err := serial(ctx, tx, "a", "d")
		return err
	}
	add(func(ctx context.Context, tx *sql.Tx) error {
		if tries++; tries == 1 { // one more than there is room for
			for i := range mostShared {
				if i == 1 {
					add(func(context.Context, *sql.Tx) error { return no })
				} else {
					add(draw)
				}
			}
		}
		return draw(ctx, tx)
	})
	conn, err := s.write.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	s.group.carryOut(conn)
	for i, j := range jobs {
		select {
		case err := <-j.done:
			if i == mostShared || (err != nil) != (i == 2) || i == 2 && !errors.Is(err, no) {
				t.Errorf("change %d: %v", i, err)
			}
		default:
			if i != mostShared {
				t.Errorf("change %d has no answer", i)
			}
		}
	}
	var last int
	if err := s.read.QueryRow("SELECT last FROM xunhu_serials").Scan(&last); err != nil || last != mostShared-1 || s.group.made.Load() != 1 {
		t.Errorf("%d were drawn, in %d transactions, %v", last, s.group.made.Load(), err)
	}
	s.group.carryOut(conn)
	if err := <-jobs[mostShared].done; err != nil {
		t.Error(err)
	}
}

// Whoever gives up while somebody fills a region need not wait for the end of that.
func TestShareGivesUp(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "region.gpkg"))
	if err := s.Save(t.Context(), storetest.Region("a", 1, 1)); err != nil {
		t.Fatal(err)
	}
	err := s.Fill(t.Context(), atlas.Region{Code: "a"}, []feature.Kind{feature.Towns}, func(store.Put) error {
		ctx, cancel := context.WithCancel(t.Context())
		first, second := make(chan error, 1), make(chan error, 1)
		for _, c := range []chan error{first, second} { // one waits for the connection, the other for its turn
			go func() {
				_, err := s.Serial(ctx, "a", "d")
				c <- err
			}()
		}
		cancel()
		return errors.Join(<-first, <-second)
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if n, err := s.Serial(t.Context(), "a", "d"); n != 1 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}
