package postgis

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"xunhu/api/store"
	"xunhu/geo/finding"
)

// A Store is one database. It satisfies store.Store.
type Store struct {
	name string // of the database, as people are told it
	pool *pgxpool.Pool
	told *teller

	numbered sequences

	within *tx // that of Whole, or nil
	counts counts
	draws  *draws
	forgot *sync.Map // by region, when old answers were forgotten last
}

var _ store.Store = (*Store)(nil)

// leastConns is how many connections a store may have at least, whatever the machine:
// those who wait for the database wait for its disk.
const leastConns = 16

// Open opens the store that is in a database, and brings it up to date. A database without
// one, or one that cannot be used, is a finding that says what to do.
func Open(ctx context.Context, address string) (*Store, error) {
	return open(ctx, address, false)
}

// Make is Open, and lays a store in a database that has none.
func Make(ctx context.Context, address string) (*Store, error) {
	return open(ctx, address, true)
}

// Name names the database of an address without its user and password; "" if it is none.
func Name(address string) string {
	cfg, err := pgxpool.ParseConfig(address)
	if err != nil {
		return ""
	}
	return nameOf(cfg.ConnConfig.Config)
}

func open(ctx context.Context, address string, fresh bool) (*Store, error) {
	cfg, err := pgxpool.ParseConfig(address)
	if err != nil { // what it says may hold the password
		return nil, finding.New("store.pg_address", "")
	}
	c := cfg.ConnConfig
	name := nameOf(c.Config)
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = 10 * time.Second
	}
	if _, set := c.RuntimeParams["application_name"]; !set {
		c.RuntimeParams["application_name"] = "xunhu"
	}
	// A statement whose context has ended is ended in the server, with its locks.
	c.BuildContextWatcherHandler = func(conn *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: conn, DeadlineDelay: 5 * time.Second}
	}
	if err := prepare(ctx, c, name, fresh); err != nil {
		return nil, explain(name, fmt.Errorf("open store: %w", err))
	}
	if !strings.Contains(address, "pool_max_conns") {
		cfg.MaxConns = max(cfg.MaxConns, leastConns)
	}
	cfg.MaxConns = max(cfg.MaxConns, 2) // who fills asks meanwhile what is there
	cfg.AfterConnect = register
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, explain(name, fmt.Errorf("open store: %w", err))
	}
	s := &Store{name: name, pool: pool, told: newTeller(), draws: newDraws(), forgot: &sync.Map{}}
	if s.numbered, err = numberedBy(ctx, pool); err != nil {
		pool.Close()
		return nil, s.fault("open store", err)
	}
	return s, nil
}

// Close ends all connections.
func (s *Store) Close() error {
	s.told.last(s.pool)
	s.pool.Close()
	return nil
}

// nameOf names a database without its user and password.
func nameOf(c pgconn.Config) string {
	host := c.Host
	if !strings.HasPrefix(host, "/") {
		host = net.JoinHostPort(host, strconv.Itoa(int(c.Port)))
	}
	return host + "/" + c.Database
}

// register teaches a connection the geometries.
func register(ctx context.Context, c *pgx.Conn) error {
	var oid uint32
	if err := c.QueryRow(ctx, "SELECT 'geometry'::regtype::oid").Scan(&oid); err != nil {
		return err
	}
	c.TypeMap().RegisterType(&pgtype.Type{Name: "geometry", OID: oid, Codec: geometryCodec{}})
	return nil
}
