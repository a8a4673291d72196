package postgis

import (
	"context"
	"hash/fnv"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	channel   = "xunhu"               // on which nodes tell one another that something was written
	livingKey = 0x7875                // the class of the advisory locks by which nodes are known
	together  = 50 * time.Millisecond // what is written within it is told once
	comeBack  = time.Second           // between attempts to listen again
)

// silence has the server find within half a minute that a node has gone without a word, as when its machine has lost
// its power: until then it counts as living, and nobody takes up its jobs. A server passes it over on a Unix socket. It is said once connected: a pooler may refuse it before.
const silence = "SELECT set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false), set_config('tcp_user_timeout', '30000', false)"

// A teller tells the other nodes of what was written. It does so after the transaction and in one of its own: a
// notification within it would make all who write to the database end their transactions one after another. One that
// is lost with its node is made up for, since nodes look by themselves now and then.
type teller struct {
	written chan struct{}
	mu      sync.Mutex
	rings   map[string]func()
}

func newTeller() *teller { return &teller{written: make(chan struct{}, 1), rings: map[string]func(){}} }

// something was written.
func (t *teller) something() {
	select {
	case t.written <- struct{}{}:
	default:
	}
	t.ring()
}

func (t *teller) ring() {
	t.mu.Lock()
	var all []func()
	for _, ring := range t.rings {
		all = append(all, ring)
	}
	t.mu.Unlock()
	for _, ring := range all {
		ring()
	}
}

const notify = "SELECT pg_notify('" + channel + "', $1)"

// last tells what was not told yet, before a program ends.
func (t *teller) last(pool *pgxpool.Pool) {
	select {
	case <-t.written:
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_, _ = pool.Exec(ctx, notify, "") // the others look by themselves too
	default:
	}
}

// tell goes on telling until ctx ends.
func (t *teller) tell(ctx context.Context, pool *pgxpool.Pool, name string) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.written:
		}
		// Nobody need wait for the disk for this.
		batch := &pgx.Batch{}
		batch.Queue("BEGIN")
		batch.Queue("SET LOCAL synchronous_commit = off")
		batch.Queue(notify, name)
		batch.Queue("COMMIT")
		_ = pool.SendBatch(ctx, batch).Close()
		select {
		case <-ctx.Done():
			return
		case <-time.After(together):
		}
	}
}

// keyOf is the number of the advisory lock of a node.
func keyOf(name string) int32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // never fails
	return int32(h.Sum32())      //nolint:gosec // any bits will do
}

// Join holds a connection of its own, with an advisory lock that falls when the program ends, however that ends. See
// store.Nodes.
func (s *Store) Join(ctx context.Context, name string, ring func()) error {
	conn, err := s.listen(ctx, name)
	if err != nil {
		return s.fault("join the other nodes", err)
	}
	s.told.mu.Lock()
	s.told.rings[name] = ring
	s.told.mu.Unlock()
	context.AfterFunc(ctx, func() {
		s.told.mu.Lock()
		defer s.told.mu.Unlock()
		delete(s.told.rings, name)
	})
	go s.told.tell(ctx, s.pool, name)
	go func() {
		for {
			s.hear(ctx, conn, name, ring)
			_ = conn.Close(context.WithoutCancel(ctx))
			for conn = nil; conn == nil; conn, _ = s.listen(ctx, name) {
				select {
				case <-ctx.Done():
					return
				case <-time.After(comeBack):
				}
			}
			ring()
		}
	}()
	return nil
}

// listen opens a connection that hears of the others and is known under a name.
func (s *Store) listen(ctx context.Context, name string) (*pgx.Conn, error) {
	c := s.pool.Config().ConnConfig
	c.BuildContextWatcherHandler = func(conn *pgconn.PgConn) ctxwatch.Handler { // an ended wait leaves the connection as it is
		return &pgconn.DeadlineContextWatcherHandler{Conn: conn.Conn()}
	}
	conn, err := pgx.ConnectConfig(ctx, c)
	if err != nil {
		return nil, err
	}
	if _, err = conn.Exec(ctx, silence); err == nil {
		_, err = conn.Exec(ctx, "SELECT pg_advisory_lock_shared($1, $2)", livingKey, keyOf(name))
	}
	if err == nil {
		_, err = conn.Exec(ctx, "LISTEN "+channel)
	}
	if err != nil {
		_ = conn.Close(context.WithoutCancel(ctx))
		return nil, err
	}
	return conn, nil
}

// hear rings for each notification of another node until the connection is lost. A connection whose server has gone
// without a word is found by asking now and then.
func (s *Store) hear(ctx context.Context, conn *pgx.Conn, name string, ring func()) {
	for {
		waiting, cancel := context.WithTimeout(ctx, 15*time.Second)
		n, err := conn.WaitForNotification(waiting)
		silent := waiting.Err() != nil && ctx.Err() == nil
		cancel()
		switch {
		case err == nil && n.Payload != name:
			ring()
		case err != nil && !silent, conn.IsClosed():
			return
		case silent:
			asking, cancel := context.WithTimeout(ctx, 5*time.Second)
			err := conn.Ping(asking)
			cancel()
			if err != nil {
				return
			}
		}
	}
}

// Living asks for the advisory locks. See store.Nodes.
func (s *Store) Living(ctx context.Context, names ...string) (living []string, err error) {
	var held []int32
	err = s.look(ctx, func(t *tx) error {
		return t.one(ctx, []any{&held}, `SELECT coalesce(array_agg(objid::bigint::int), '{}') FROM (SELECT CASE WHEN objid::bigint > 2147483647 THEN objid::bigint - 4294967296 ELSE objid::bigint END AS objid
			FROM pg_locks WHERE locktype = 'advisory' AND classid = $1::bigint::oid AND objsubid = 2 AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS l`, livingKey)
	})
	for _, name := range names {
		if slices.Contains(held, keyOf(name)) {
			living = append(living, name)
		}
	}
	return living, s.fault("ask for the other nodes", err)
}
