package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"slices"
	"strconv"
	"sync"

	"xunhu/api/store"
	"xunhu/api/store/row"
	"xunhu/geo/atlas"
)

// counts remembers what was counted, and which regions there are, with the state of the file in which it was: to count a
// large collection costs more than a page of it. Whoever commits anything to the file, be it
// another program, makes another state.
type counts struct {
	mu     sync.Mutex
	conn   *sql.Conn // by which states are told apart; nil: there is none yet
	looker int       // its number
	state  state
	known  map[row.Question]int // in that state

	listed  state
	regions []atlas.Region // in the state listed
}

// A state of the file, by the number that a connection gives to what others have committed. The
// numbers of two connections do not compare.
type state struct {
	looker int // 0: nothing is known of it
	number int64
}

// String names a state; "" is that of which nothing is known.
func (s state) String() string {
	if s.looker == 0 {
		return ""
	}
	return strconv.Itoa(s.looker) + "." + strconv.FormatInt(s.number, 10)
}

// mostCounts is how many questions are remembered.
const mostCounts = 1000

// now tells the state of the file. It does not wait for who holds the file, for all would wait in turn.
func (c *counts) now(ctx context.Context, read *sql.DB) (is state, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ctx = context.WithoutCancel(ctx) // which would end the connection for all
	if c.conn == nil {
		if c.conn, err = read.Conn(ctx); err != nil {
			return state{}, err
		}
		c.looker++
		if _, err = c.conn.ExecContext(ctx, "PRAGMA busy_timeout = 0"); err != nil {
			return state{}, errors.Join(err, c.drop())
		}
	}
	is.looker = c.looker
	if err := c.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&is.number); err != nil {
		return state{}, errors.Join(err, c.drop()) // the next look takes another
	}
	return is, nil
}

// drop ends the connection, which is not as others are.
func (c *counts) drop() error {
	conn := c.conn
	c.conn = nil
	if err := conn.Raw(func(any) error { return driver.ErrBadConn }); !errors.Is(err, driver.ErrBadConn) {
		return err
	}
	return nil
}

func (c *counts) close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn == nil {
		return nil
	}
	return c.drop()
}

func (c *counts) find(question row.Question, in state) (n int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if in.looker == 0 || in != c.state {
		return 0, false
	}
	n, ok = c.known[question]
	return n, ok
}

func (c *counts) keep(question row.Question, in state, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if in.looker == 0 {
		return
	}
	if c.known == nil || in != c.state || len(c.known) >= mostCounts {
		c.known = map[row.Question]int{}
	}
	c.state, c.known[question] = in, n
}

func (c *counts) regionsIn(in state) (all []atlas.Region, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.regions), in.looker != 0 && in == c.listed
}

func (c *counts) keepRegions(in state, all []atlas.Region) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.listed, c.regions = in, slices.Clone(all)
}

// count counts what a query finds in a state of the file; what was counted in the same state
// is remembered.
func (s *Store) count(ctx context.Context, tx *sql.Tx, t table, region string, q store.Query, from string, args []any, in state) (n int, err error) {
	question := row.QuestionOf(from, slices.DeleteFunc(slices.Clone(args), func(a any) bool { _, once := a.(number); return once }), q.Filter)
	if n, ok := s.counts.find(question, in); ok {
		return n, nil
	}
	if q.BBox == nil && q.Filter == nil && len(q.IDs) == 0 && len(q.Equal) == 0 {
		// A region that has its table alone is counted by the page, not by the row.
		var others bool
		if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+t.name+" WHERE region < ?1) OR EXISTS (SELECT 1 FROM "+t.name+" WHERE region > ?1)", region).Scan(&others); err != nil {
			return 0, err
		}
		if !others {
			from, args = "FROM "+t.name, nil
		}
	}
	if err = tx.QueryRowContext(ctx, "SELECT count(*) "+from, args...).Scan(&n); err == nil {
		s.counts.keep(question, in, n)
	}
	return n, err
}
