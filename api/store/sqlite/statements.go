package sqlite

import (
	"context"
	"database/sql/driver"
)

// conn is what the driver's connections can do, but for running a text at once: without
// that, database/sql prepares each text, and a prepared one can be kept.
type conn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type stmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// A remembering connection keeps the statements that it has prepared: to read one costs
// more than to carry most of them out.
type remembering struct {
	conn
	idle map[string]stmt
}

// mostIdle is how many statements a connection keeps. The program has fewer texts; queries
// are made of parts, and could be any number.
const mostIdle = 256

// PrepareContext takes a kept statement that nobody uses, or makes one.
func (r *remembering) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	s, ok := r.idle[query]
	if ok {
		delete(r.idle, query)
	} else {
		made, err := r.conn.PrepareContext(ctx, query)
		if err != nil {
			return nil, err
		}
		s = made.(stmt)
	}
	return &borrowed{s, r, query}, nil
}

// Close ends the statements too.
func (r *remembering) Close() error {
	for _, s := range r.idle {
		_ = s.Close() // the connection says what is wrong
	}
	return r.conn.Close()
}

// A borrowed statement goes back to its connection when it is closed.
type borrowed struct {
	stmt
	of    *remembering
	query string
}

func (b *borrowed) Close() error {
	if _, twice := b.of.idle[b.query]; twice || len(b.of.idle) >= mostIdle {
		return b.stmt.Close()
	}
	b.of.idle[b.query] = b.stmt
	return nil
}
