package postgis

import (
	"context"
	"time"

	"xunhu/api/people"
	"xunhu/api/store"
)

// barredOf joins the account of a person p; notBarred is the condition on it.
const (
	barredOf  = ` LEFT JOIN accounts AS a ON a.region = p.region AND a.person = p.id `
	notBarred = ` AND NOT coalesce(a.barred, FALSE)`
)

// Account reads how a person signs in. See store.Accounts.
func (s *Store) Account(ctx context.Context, region, person string) (a people.Account, err error) {
	err = s.look(ctx, func(t *tx) error {
		a, err = account(ctx, t, region, person, "")
		return err
	})
	return a, s.fault("read an account", err)
}

func account(ctx context.Context, t *tx, region, person, lock string) (people.Account, error) {
	a := people.Account{Person: person}
	var changed, until *int64
	t.ask(noPerson(person), []any{&a.Password, &changed, &a.Failures, &until, &a.Barred}, `SELECT coalesce(a.password, ''), a.changed, coalesce(a.failures, 0), a.until, coalesce(a.barred, FALSE)
		FROM people AS p`+barredOf+`WHERE p.region = $1 AND p.id = $2`+lock, region, person)
	err := t.flush(ctx)
	a.Changed, a.Until = timeOf(changed), timeOf(until)
	return a, err
}

// onAccount changes the account of a person, which it makes if there is none. Others who
// would change it wait.
func (s *Store) onAccount(ctx context.Context, region, person string, change func(t *tx, a *people.Account)) (a people.Account, err error) {
	err = s.change(ctx, func(t *tx) error {
		if a, err = account(ctx, t, region, person, " FOR UPDATE OF p"); err != nil {
			return err
		}
		// what was asked before the lock was had may be old: the account is read again under it
		if a, err = account(ctx, t, region, person, ""); err != nil {
			return err
		}
		change(t, &a)
		t.later(nil, `INSERT INTO accounts (region, person, password, changed, failures, until, barred) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (region, person) DO UPDATE SET password = excluded.password, changed = excluded.changed, failures = excluded.failures, until = excluded.until, barred = excluded.barred`,
			region, person, a.Password, moment(a.Changed), a.Failures, moment(a.Until), a.Barred)
		return nil
	})
	return a, s.fault("change an account", err)
}

// Attempt counts a try to sign in. See store.Accounts.
func (s *Store) Attempt(ctx context.Context, region, person string, at time.Time, wait func(int) time.Duration) (a people.Account, may bool, err error) {
	a, err = s.onAccount(ctx, region, person, func(_ *tx, a *people.Account) { may = a.Count(at, wait) })
	return a, may && err == nil, err
}

// Forgive forgets failures. See store.Accounts.
func (s *Store) Forgive(ctx context.Context, region, person string) error {
	_, err := s.onAccount(ctx, region, person, func(_ *tx, a *people.Account) { a.Failures, a.Until = 0, time.Time{} })
	return err
}

// SetPassword keeps the hash of a password. See store.Accounts.
func (s *Store) SetPassword(ctx context.Context, region, person, hash string, at time.Time) error {
	_, err := s.onAccount(ctx, region, person, func(t *tx, a *people.Account) {
		a.Password, a.Changed, a.Failures, a.Until = hash, at, 0, time.Time{}
		shutOut(t, region, person)
	})
	return err
}

// Bar shuts a person out, or lets in again. See store.Accounts.
func (s *Store) Bar(ctx context.Context, region, person string, barred bool) error {
	_, err := s.onAccount(ctx, region, person, func(t *tx, a *people.Account) {
		if a.Barred = barred; barred {
			shutOut(t, region, person)
		}
	})
	return err
}

// shutOut ends all sessions and passes of a person.
func shutOut(t *tx, region, person string) {
	t.later(nil, `DELETE FROM sessions WHERE region = $1 AND person = $2`, region, person)
	t.later(nil, `DELETE FROM passes WHERE region = $1 AND person = $2`, region, person)
}

// AddSession keeps a session. See store.Accounts.
func (s *Store) AddSession(ctx context.Context, region string, x people.Session) error {
	err := s.change(ctx, func(t *tx) error {
		if _, err := account(ctx, t, region, x.Person, ""); err != nil {
			return err
		}
		t.later(nil, `DELETE FROM sessions WHERE region = $1 AND ends <= $2`, region, x.Made.UnixMilli())
		t.later(nil, `INSERT INTO sessions (region, digest, person, made, seen, ends) VALUES ($1, $2, $3, $4, $5, $6)`,
			region, x.Digest, x.Person, x.Made.UnixMilli(), x.Seen.UnixMilli(), x.Ends.UnixMilli())
		return nil
	})
	return s.fault("keep a session", err)
}

// Session finds a session and whose it is. See store.Accounts.
func (s *Store) Session(ctx context.Context, region, digest string, at time.Time, idle time.Duration) (people.Person, people.Session, error) {
	x := people.Session{Digest: digest}
	var made, seen, ends *int64
	p, err := s.onePerson(ctx, "", []any{&x.Person, &made, &seen, &ends}, "SELECT "+personValues+", s.person, s.made, s.seen, s.ends"+personTables+
		`JOIN sessions AS s ON s.region = p.region AND s.person = p.id`+barredOf+`WHERE p.region = $1 AND s.digest = $2 AND s.ends > $3 AND s.seen > $4`+notBarred,
		region, digest, at.UnixMilli(), at.Add(-idle).UnixMilli())
	x.Made, x.Seen, x.Ends = timeOf(made), timeOf(seen), timeOf(ends)
	return p, x, err
}

// UseSession notes when a session was used. See store.Accounts.
func (s *Store) UseSession(ctx context.Context, region, digest string, at time.Time) error {
	return s.onSessions(ctx, `UPDATE sessions SET seen = $3 WHERE region = $1 AND digest = $2`, region, digest, at.UnixMilli())
}

// EndSession ends one. See store.Accounts.
func (s *Store) EndSession(ctx context.Context, region, digest string) error {
	return s.onSessions(ctx, `DELETE FROM sessions WHERE region = $1 AND digest = $2`, region, digest)
}

// EndSessions ends all of a person. See store.Accounts.
func (s *Store) EndSessions(ctx context.Context, region, person string) error {
	return s.onSessions(ctx, `DELETE FROM sessions WHERE region = $1 AND person = $2`, region, person)
}

func (s *Store) onSessions(ctx context.Context, statement string, args ...any) error {
	err := s.change(ctx, func(t *tx) error {
		t.later(nil, statement, args...)
		return nil
	})
	return s.fault("change sessions", err)
}

// AddPass keeps a pass. See store.Accounts.
func (s *Store) AddPass(ctx context.Context, region string, p people.Pass, at time.Time) error {
	err := s.answering(ctx, region, nil, func(t *tx) error {
		if p.Person != "" {
			if _, err := account(ctx, t, region, p.Person, ""); err != nil {
				return err
			}
			t.later(nil, `DELETE FROM passes WHERE region = $1 AND kind = $2 AND person = $3`, region, p.Kind, p.Person)
		}
		t.later(nil, `DELETE FROM passes WHERE region = $1 AND ends <= $2`, region, at.UnixMilli())
		t.later(nil, `INSERT INTO passes (region, digest, kind, person, detail, ends) VALUES ($1, $2, $3, $4, $5, $6)`,
			region, p.Digest, p.Kind, p.Person, p.Detail, p.Ends.UnixMilli())
		return nil
	})
	return s.fault("keep a pass", err)
}

// Pass reads one. See store.Accounts.
func (s *Store) Pass(ctx context.Context, region, kind, digest string, at time.Time) (people.Pass, error) {
	return s.pass(ctx, s.look, `SELECT person, detail, ends FROM passes WHERE region = $1 AND kind = $2 AND digest = $3 AND ends > $4`, region, kind, digest, at)
}

// TakePass reads one and takes it away. See store.Accounts.
func (s *Store) TakePass(ctx context.Context, region, kind, digest string, at time.Time) (people.Pass, error) {
	return s.pass(ctx, s.change, `DELETE FROM passes WHERE region = $1 AND kind = $2 AND digest = $3 AND ends > $4 RETURNING person, detail, ends`, region, kind, digest, at)
}

func (s *Store) pass(ctx context.Context, in func(context.Context, func(*tx) error) error, query, region, kind, digest string, at time.Time) (people.Pass, error) {
	p := people.Pass{Digest: digest, Kind: kind}
	var ends *int64
	err := in(ctx, func(t *tx) error {
		t.ask(store.ErrNotFound, []any{&p.Person, &p.Detail, &ends}, query, region, kind, digest, at.UnixMilli())
		return t.flush(ctx)
	})
	p.Ends = timeOf(ends)
	return p, s.fault("read a pass", err)
}
