package postgis

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"xunhu/api/store"
)

// answersFor is how long the answers to requests with a key are kept.
const answersFor = 7 * 24 * time.Hour

// forgetEvery is how often those that are older are looked for.
const forgetEvery = time.Minute

// answering changes a region and keeps the answer to who asked, in one transaction.
func (s *Store) answering(ctx context.Context, region string, answer *store.Answer, do func(*tx) error) error {
	return s.change(ctx, func(t *tx) error {
		s.mustHave(t, region)
		if err := s.keepAnswer(t, region, answer); err != nil {
			return err
		}
		return do(t)
	})
}

// keepAnswer keeps what is said to a request that has a key, and now and then forgets what is old.
func (s *Store) keepAnswer(t *tx, region string, a *store.Answer) error {
	if a == nil {
		return nil
	}
	header, err := json.Marshal(a.Header)
	if err != nil {
		return err
	}
	if last, ok := s.forgot.Load(region); !ok || a.At.Sub(last.(time.Time)).Abs() >= forgetEvery {
		t.later(nil, `DELETE FROM answers WHERE region = $1 AND made < $2`, region, a.At.Add(-answersFor).UnixMilli())
		s.forgot.Store(region, a.At)
	}
	t.later(func(n int64) error {
		if n == 0 {
			return store.ErrRepeated
		}
		return nil
	}, `INSERT INTO answers (region, person, key, request, status, header, body, made) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
		region, a.Person, a.Key, a.Request, a.Status, string(header), append([]byte{}, a.Body...), a.At.UnixMilli())
	return nil
}

// Answered finds the answer to a request with a key. See store.Leads.
func (s *Store) Answered(ctx context.Context, region, person, key string) (store.Answer, error) {
	a := store.Answer{Person: person, Key: key}
	var header string
	var made *int64
	err := s.look(ctx, func(t *tx) error {
		return t.one(ctx, []any{&a.Request, &a.Status, &header, &a.Body, &made},
			`SELECT request, status, header, body, made FROM answers WHERE region = $1 AND person = $2 AND key = $3`, region, person, key)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return store.Answer{}, store.ErrNotFound
	}
	if err == nil {
		a.At = timeOf(made)
		err = json.Unmarshal([]byte(header), &a.Header)
	}
	return a, s.fault("find an answer", err)
}
