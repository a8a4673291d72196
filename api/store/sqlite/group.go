package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
)

// A job is a small change that may share its transaction, and so the wait for the disk,
// with others that come at the same time.
type job struct {
	ctx  context.Context //nolint:containedctx // it lives as long as the call that waits for it
	do   func(context.Context, *sql.Tx) error
	done chan error
}

// answer tells who waits for a job, once.
func (j *job) answer(err error) {
	select {
	case j.done <- err:
	default:
	}
}

// A group is those jobs that wait.
type group struct {
	mu   sync.Mutex
	jobs []*job
	turn chan struct{} // held by who carries jobs out
	made atomic.Int64  // how many commits there were
}

// mostShared is how many jobs share a transaction at most.
const mostShared = 64

func (g *group) add(j *job) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.jobs = append(g.jobs, j)
}

// drop takes a job back, unless somebody carries it out already.
func (g *group) drop(j *job) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := len(g.jobs)
	g.jobs = slices.DeleteFunc(g.jobs, func(one *job) bool { return one == j })
	return len(g.jobs) < n
}

// take takes those that wait, at most so many.
func (g *group) take(most int) []*job {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.jobs), most)
	taken := slices.Clone(g.jobs[:n])
	g.jobs = slices.Delete(g.jobs, 0, n)
	return taken
}

// share makes a small change. Of those who come while another is writing one carries out
// the changes of all in one transaction: one that fails leaves nothing, and does not harm
// the others. A change may be tried twice, the first time to no effect. One that has begun
// is not given up, because SQLite would undo the whole transaction.
func (s *Store) share(ctx context.Context, do func(context.Context, *sql.Tx) error) error {
	if s.within != nil {
		return savepoint(ctx, s.within, func(tx *sql.Tx) error { return do(ctx, tx) })
	}
	err := s.shared(ctx, do)
	if err == nil {
		s.nodes.ring()
	}
	return err
}

func (s *Store) shared(ctx context.Context, do func(context.Context, *sql.Tx) error) error {
	j := &job{context.WithoutCancel(ctx), do, make(chan error, 1)}
	if err := ctx.Err(); err != nil {
		return err
	}
	s.group.add(j)
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		if s.group.drop(j) {
			return ctx.Err()
		}
		return <-j.done
	case s.group.turn <- struct{}{}:
		defer func() { <-s.group.turn }()
	}
	for {
		select {
		case err := <-j.done:
			return err
		default:
		}
		conn, err := s.write.Conn(ctx)
		if err != nil {
			if s.group.drop(j) {
				return err
			}
			return <-j.done
		}
		s.group.carryOut(conn)
		conn.Close()
	}
}

// errUndone is what is said of a change whose transaction was undone with another's.
var errUndone = errors.New("the transaction was undone with another change; try again")

// carryOut makes the changes that wait, and those that come while it does, in one transaction:
// all as if none would fail, which saves half of the work, and if one does each within a savepoint.
func (of *group) carryOut(conn *sql.Conn) {
	if jobs, answered := of.attempt(conn, of.take(mostShared), false); !answered {
		of.attempt(conn, jobs, true)
	}
}

// attempt makes changes in one transaction and answers. Without savepoints it gives up, and
// leaves nothing, when one fails; jobs are those that it tried.
func (of *group) attempt(conn *sql.Conn, these []*job, saved bool) (jobs []*job, answered bool) {
	jobs = these
	broken := errUndone
	defer func() {
		for _, j := range jobs { // those that were not answered yet
			if answered {
				j.answer(broken)
			}
		}
	}()
	ctx := context.Background()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		broken = err
		return jobs, true
	}
	defer tx.Rollback() // says sql.ErrTxDone after Commit
	var made []*job
	for i := 0; i < len(jobs); i++ {
		j := jobs[i]
		if !saved {
			if j.do(j.ctx, tx) != nil {
				return jobs, false
			}
			if made = append(made, j); len(made) == len(jobs) { // to begin another transaction for who has come meanwhile would cost a wait for the disk
				jobs = append(jobs, of.take(mostShared-len(jobs))...)
			}
			continue
		}
		if _, err := tx.ExecContext(ctx, "SAVEPOINT change"); err != nil {
			broken = err
			return jobs, true
		}
		failed := j.do(j.ctx, tx)
		if failed != nil {
			// It fails if SQLite has undone the whole transaction: then nobody's change is there.
			if _, err := tx.ExecContext(ctx, "ROLLBACK TO change"); err != nil {
				j.answer(failed)
				broken = errors.Join(errUndone, failed)
				return jobs, true
			}
		}
		if _, err := tx.ExecContext(ctx, "RELEASE change"); err != nil {
			broken = err
			return jobs, true
		}
		if failed != nil {
			j.answer(failed)
		} else {
			made = append(made, j)
		}
	}
	err = tx.Commit()
	of.made.Add(1)
	for _, j := range made {
		j.answer(err)
	}
	return jobs, true
}
