package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"xunhu/api/store"
)

// answersFor is how long the answers to requests with a key are kept.
const answersFor = 7 * 24 * time.Hour

// keepAnswer keeps what is said to a request, and forgets what is old.
func keepAnswer(ctx context.Context, tx *sql.Tx, region string, a store.Answer) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM xunhu_answers WHERE made < ?`, a.At.Add(-answersFor).UnixMilli()); err != nil {
		return err
	}
	header, err := json.Marshal(a.Header)
	if err != nil {
		return err
	}
	done, err := tx.ExecContext(ctx, `INSERT INTO xunhu_answers (region, person, key, request, status, header, body, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, region, a.Person, a.Key, a.Request, a.Status, string(header), append([]byte{}, a.Body...), a.At.UnixMilli())
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, store.ErrRepeated)
	}
	return nil
}

// Answered finds the answer to a request with a key. See store.Leads.
func (s *Store) Answered(ctx context.Context, region, person, key string) (store.Answer, error) {
	a := store.Answer{Person: person, Key: key}
	var header string
	var made sql.NullInt64
	err := s.look(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT request, status, header, body, made FROM xunhu_answers WHERE region = ? AND person = ? AND key = ?`,
			region, person, key).Scan(&a.Request, &a.Status, &header, &a.Body, &made)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return store.Answer{}, store.ErrNotFound
	}
	if err == nil {
		a.At = timeOf(made)
		err = json.Unmarshal([]byte(header), &a.Header)
	}
	return a, s.fault("find an answer", err)
}
