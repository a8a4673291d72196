package postgis

import (
	"context"
	"time"
)

// sizing is how long Size waits for the answer.
const sizing = 5 * time.Second

// Size is how many bytes the database takes on disk, what others keep in it included.
func (s *Store) Size() (int64, error) {
	ctx, cancel := context.WithTimeout(context.Background(), sizing)
	defer cancel()
	var n int64
	err := s.pool.QueryRow(ctx, "SELECT pg_database_size(current_database())").Scan(&n)
	return n, s.fault("size of store", err)
}

// LeadStates counts the leads of all regions by their state.
func (s *Store) LeadStates(ctx context.Context) (map[string]int, error) {
	states := map[string]int{}
	err := s.look(ctx, func(t *tx) error {
		return t.each(ctx, func(rows *result) error {
			var state string
			var n int
			err := rows.Scan(&state, &n)
			states[state] = n
			return err
		}, "SELECT state, count(*) FROM leads GROUP BY state")
	})
	return states, s.fault("count leads", err)
}
