package postgis

import (
	"context"
	"sync"

	"xunhu/api/store/row"
)

// counts remembers what was counted, with the snapshot in which it was: to count a large
// collection costs more than a page of it. Two equal snapshots see the same transactions,
// so the same rows; whoever writes anything anywhere in the server makes a new one.
type counts struct {
	mu    sync.Mutex
	known map[row.Question]counted
}

type counted struct {
	snapshot string
	n        int
}

// mostCounts is how many questions are remembered.
const mostCounts = 1000

func (c *counts) find(question row.Question, snapshot string) (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	was, ok := c.known[question]
	return was.n, ok && was.snapshot == snapshot
}

func (c *counts) keep(question row.Question, snapshot string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= mostCounts {
		c.known = map[row.Question]counted{}
	}
	c.known[question] = counted{snapshot, n}
}

// askSnapshot adds to what waits the question which transactions this one sees.
func askSnapshot(t *tx, into *string) {
	t.ask(nil, []any{into}, "SELECT pg_current_snapshot()::text")
}

// countOnce is count, of which the answer in the same snapshot is remembered. A transaction
// that writes sees more than its snapshot says, its own rows.
func (s *Store) countOnce(ctx context.Context, t *tx, p pages, snapshot string, into *int) error {
	if s.within != nil {
		return p.count(ctx, t, into)
	}
	question := row.QuestionOf(p.from.text+"\x00"+p.sure, p.from.args, p.q.Filter)
	if n, ok := s.counts.find(question, snapshot); ok {
		*into = n
		return nil
	}
	if err := p.count(ctx, t, into); err != nil {
		return err
	}
	s.counts.keep(question, snapshot, *into)
	return nil
}
