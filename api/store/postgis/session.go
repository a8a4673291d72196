package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// A tx is one transaction. Statements whose answer nobody waits for are gathered and sent
// together with the next one that is read, or with the end: a round trip costs more than
// most statements.
type tx struct {
	conn    *pgx.Conn
	waiting *pgx.Batch
	answers []func(pgx.BatchResults) error // to what waits
	doubt   bool                           // whether one of them may find fault
}

const (
	beginWrite = "BEGIN"
	beginRead  = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	// one statement needs no more, and half the round trips
	beginNone = ""
	// each statement sees what was there when it began
	beginMoving = "BEGIN READ ONLY"
)

// once does something in one transaction, or nothing of it.
func (s *Store) once(ctx context.Context, begin string, do func(*tx) error) (err error) {
	if s.within != nil {
		if err = do(s.within); err == nil {
			err = s.within.flush(ctx)
		}
		return err
	}
	defer func() { // when ctx has ended it says so, whatever the interrupted statement says
		if over := ctx.Err(); err != nil && over != nil && !errors.Is(err, over) {
			err = fmt.Errorf("%w: %w", over, err)
		}
	}()
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	t := &tx{conn: conn.Conn(), waiting: &pgx.Batch{}}
	if begin == beginNone {
		return do(t)
	}
	t.later(nil, begin)
	if err = do(t); err == nil {
		err = t.commit(ctx)
	}
	if err == nil && begin == beginWrite {
		s.told.something()
	}
	if err != nil && t.conn.PgConn().TxStatus() != 'I' {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_, _ = t.conn.Exec(ctx, "ROLLBACK") // one that fails leaves a connection that the pool throws away
	}
	return err
}

// change writes in one transaction, again if it had to give way to another.
func (s *Store) change(ctx context.Context, do func(*tx) error) error {
	for tries := 1; ; tries++ {
		err := s.once(ctx, beginWrite, do)
		if e, ok := errors.AsType[*pgconn.PgError](err); tries == 5 || s.within != nil || !ok || e.Code != codeDeadlock && e.Code != codeSerialization {
			return err
		}
	}
}

// commit ends the transaction, together with what waits if only the database may find fault
// with that: then it does not come to the end.
func (t *tx) commit(ctx context.Context) error {
	if t.doubt {
		if err := t.flush(ctx); err != nil {
			return err
		}
	}
	t.later(nil, "COMMIT")
	return t.flush(ctx)
}

// look reads in one transaction, which sees one state.
func (s *Store) look(ctx context.Context, do func(*tx) error) error {
	return s.once(ctx, beginRead, do)
}

// glance reads by one statement.
func (s *Store) glance(ctx context.Context, do func(*tx) error) error {
	return s.once(ctx, beginNone, do)
}

// later adds a statement to those that wait. check is given how many rows it touched; nil
// asks nothing.
func (t *tx) later(check func(rows int64) error, sql string, args ...any) {
	t.waiting.Queue(sql, sent(args)...)
	t.doubt = t.doubt || check != nil
	t.answers = append(t.answers, func(all pgx.BatchResults) error {
		done, err := all.Exec()
		if err == nil && check != nil {
			err = check(done.RowsAffected())
		}
		return err
	})
}

// ask adds a query of one row to those that wait; missing is the error if there is none.
func (t *tx) ask(missing error, into []any, sql string, args ...any) {
	t.waiting.Queue(sql, sent(args)...)
	t.doubt = t.doubt || missing != nil
	t.answers = append(t.answers, func(all pgx.BatchResults) error {
		err := all.QueryRow().Scan(into...)
		if errors.Is(err, pgx.ErrNoRows) {
			return missing
		}
		received(into)
		return err
	})
}

// flush sends what waits.
func (t *tx) flush(ctx context.Context) error {
	if len(t.answers) == 0 {
		return nil
	}
	all, err := t.send(ctx)
	if closing := all.Close(); err == nil {
		err = closing
	}
	return err
}

// send sends what waits, and leaves the answer to what nobody answers for.
func (t *tx) send(ctx context.Context) (pgx.BatchResults, error) {
	all, answers := t.conn.SendBatch(ctx, t.waiting), t.answers
	t.forget()
	for _, answer := range answers {
		if err := answer(all); err != nil {
			return all, err
		}
	}
	return all, nil
}

// insert adds a row to what waits; taken is the error if one is there already.
func (t *tx) insert(taken error, sql string, args ...any) {
	t.waiting.Queue(sql, sent(args)...)
	t.answers = append(t.answers, func(all pgx.BatchResults) error {
		_, err := all.Exec()
		if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == codeUnique {
			return taken
		}
		return err
	})
}

// forget drops what waits.
func (t *tx) forget() { t.waiting, t.answers, t.doubt = &pgx.Batch{}, nil, false }

// exec runs a statement and says how many rows it touched.
func (t *tx) exec(ctx context.Context, sql string, args ...any) (n int64, err error) {
	t.later(func(rows int64) error { n = rows; return nil }, sql, args...)
	return n, t.flush(ctx)
}

// A result is rows that are being read. Nothing else can be asked meanwhile.
type result struct {
	pgx.Rows
	all pgx.BatchResults
}

// query reads rows; they must be closed.
func (t *tx) query(ctx context.Context, sql string, args ...any) (*result, error) {
	t.waiting.Queue(sql, sent(args)...)
	all, err := t.send(ctx)
	if err != nil {
		_ = all.Close() // says the same
		return nil, err
	}
	rows, err := all.Query()
	if err != nil {
		_ = all.Close()
		return nil, err
	}
	return &result{rows, all}, nil
}

func (r *result) Scan(into ...any) error {
	if err := r.Rows.Scan(into...); err != nil {
		return err
	}
	received(into)
	return nil
}

func (r *result) Close() {
	r.Rows.Close()
	_ = r.all.Close() // Err has said it
}

// one reads one row; pgx.ErrNoRows if there is none.
func (t *tx) one(ctx context.Context, into []any, sql string, args ...any) error {
	rows, err := t.query(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return pgx.ErrNoRows
	}
	if err := rows.Scan(into...); err != nil {
		return err
	}
	rows.Close()
	return rows.Err()
}

// each reads rows one after another.
func (t *tx) each(ctx context.Context, scan func(*result) error, sql string, args ...any) error {
	rows, err := t.query(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
