package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"sync"

	"xunhu/api/store"
)

// Writer is the pool of the one connection that writes. api/jobs alone may have it.
func (s *Store) Writer() *sql.DB { return s.write }

// Whole does several things as one. Whoever writes has the file alone, so that no further lock is needed. See
// store.Units.
func (s *Store) Whole(ctx context.Context, _ string, do func(inside store.Store, tx any) error) error {
	if s.within != nil {
		return do(s, s.within)
	}
	err := transact(ctx, s.write, nil, func(tx *sql.Tx) error {
		return do(&Store{file: s.file, read: s.read, write: s.write, shapes: s.shapes, staged: s.staged, within: tx}, tx)
	})
	if err == nil {
		s.nodes.ring()
	}
	return s.fault("do several things as one", err)
}

// savepoint does something within a transaction, or nothing of it.
func savepoint(ctx context.Context, tx *sql.Tx, do func(*sql.Tx) error) error {
	if _, err := tx.ExecContext(ctx, "SAVEPOINT part"); err != nil {
		return err
	}
	end := "RELEASE part"
	err := do(tx)
	if err != nil {
		end = "ROLLBACK TO part"
	}
	_, ending := tx.ExecContext(context.WithoutCancel(ctx), end)
	return errors.Join(err, ending)
}

// Digests gives the digests of a region. See store.Units.
func (s *Store) Digests(ctx context.Context, region string) (all store.Digests, err error) {
	err = s.look(ctx, func(tx *sql.Tx) (err error) {
		all, err = digestsOf(ctx, tx, region)
		return err
	})
	return all, s.fault("read digests", err)
}

// nodes are the names under which this program is known: no other serves its file.
type nodes struct {
	mu    sync.Mutex
	rings map[string]func()
}

// ring tells all who joined that something was written.
func (n *nodes) ring() {
	n.mu.Lock()
	all := slices.Collect(maps.Values(n.rings))
	n.mu.Unlock()
	for _, ring := range all {
		ring()
	}
}

// Join makes this program known. What other programs write to the file is not told. See store.Nodes.
func (s *Store) Join(ctx context.Context, name string, ring func()) error {
	s.nodes.mu.Lock()
	defer s.nodes.mu.Unlock()
	if s.nodes.rings == nil {
		s.nodes.rings = map[string]func(){}
	}
	s.nodes.rings[name] = ring
	context.AfterFunc(ctx, func() {
		s.nodes.mu.Lock()
		defer s.nodes.mu.Unlock()
		delete(s.nodes.rings, name)
	})
	return nil
}

// Living gives those that joined. See store.Nodes.
func (s *Store) Living(_ context.Context, names ...string) (living []string, err error) {
	s.nodes.mu.Lock()
	defer s.nodes.mu.Unlock()
	for _, name := range names {
		if s.nodes.rings[name] != nil {
			living = append(living, name)
		}
	}
	return living, nil
}

// State tells states apart as counts does. See store.Nodes.
func (s *Store) State(ctx context.Context) (string, error) {
	if s.within != nil { // which makes one
		return "", s.fault("tell states apart", store.ErrBusy)
	}
	is, err := s.counts.now(ctx, s.read)
	if err != nil {
		return "", s.fault("tell states apart", err)
	}
	return is.String(), nil
}

// Pulse tells how a region stands. See store.Nodes.
func (s *Store) Pulse(ctx context.Context, region string) (p store.Pulse, err error) {
	err = s.look(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT version, coalesce((SELECT sum(revision) FROM closures WHERE region = ?1), 0), coalesce((SELECT sum(revision) FROM xunhu_jobs WHERE region = ?1), 0)
			FROM regions WHERE code = ?1`, region).Scan(&p.Version, &p.Closures, &p.Jobs)
	})
	if err == nil {
		p.Moved, err = s.LastMovement(ctx, region)
	}
	return p, s.fault("read how a region stands", err)
}
