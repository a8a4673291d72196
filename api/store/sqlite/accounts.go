package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/geo/finding"
)

// accountTable, sessionTable and passTable hold how people sign in, and where they did.
const (
	accountTable = `
CREATE TABLE xunhu_accounts (
  region TEXT NOT NULL,
  person TEXT NOT NULL,
  password TEXT NOT NULL,
  changed INTEGER,
  failures INTEGER NOT NULL,
  until INTEGER,
  barred INTEGER NOT NULL,
  PRIMARY KEY (region, person),
  FOREIGN KEY (region, person) REFERENCES xunhu_people(region, id) ON UPDATE CASCADE) WITHOUT ROWID;
`
	sessionTable = `
CREATE TABLE xunhu_sessions (
  region TEXT NOT NULL,
  digest TEXT NOT NULL,
  person TEXT NOT NULL,
  made INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  PRIMARY KEY (region, digest),
  FOREIGN KEY (region, person) REFERENCES xunhu_people(region, id) ON UPDATE CASCADE) WITHOUT ROWID;
CREATE INDEX xunhu_sessions_person ON xunhu_sessions (region, person);
`
	passTable = `
CREATE TABLE xunhu_passes (
  region TEXT NOT NULL,
  digest TEXT NOT NULL,
  kind TEXT NOT NULL,
  person TEXT NOT NULL,
  detail TEXT NOT NULL,
  ends INTEGER NOT NULL,
  PRIMARY KEY (region, digest)) WITHOUT ROWID;
`
)

// barredOf joins the account of a person p; notBarred is the condition on it.
const (
	barredOf  = ` LEFT JOIN xunhu_accounts AS a ON a.region = p.region AND a.person = p.id `
	notBarred = ` AND NOT coalesce(a.barred, FALSE)`
)

// Account reads how a person signs in. See store.Accounts.
func (s *Store) Account(ctx context.Context, region, person string) (a people.Account, err error) {
	err = s.look(ctx, func(tx *sql.Tx) error {
		a, err = account(ctx, tx, region, person)
		return err
	})
	return a, s.fault("read an account", err)
}

func account(ctx context.Context, tx *sql.Tx, region, person string) (people.Account, error) {
	a := people.Account{Person: person}
	var changed, until sql.NullInt64
	err := tx.QueryRowContext(ctx, `SELECT coalesce(a.password, ''), a.changed, coalesce(a.failures, 0), a.until, coalesce(a.barred, FALSE)
		FROM xunhu_people AS p`+barredOf+`WHERE p.region = ? AND p.id = ?`, region, person).Scan(&a.Password, &changed, &a.Failures, &until, &a.Barred)
	if errors.Is(err, sql.ErrNoRows) {
		return a, finding.New("store.no_person", "", "id", person).Because(store.ErrNotFound)
	}
	a.Changed, a.Until = timeOf(changed), timeOf(until)
	return a, err
}

// onAccount changes the account of a person, which it makes if there is none.
func (s *Store) onAccount(ctx context.Context, region, person string, change func(tx *sql.Tx, a *people.Account) error) (a people.Account, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		if a, err = account(ctx, tx, region, person); err != nil {
			return err
		}
		if err := change(tx, &a); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO xunhu_accounts (region, person, password, changed, failures, until, barred) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			region, person, a.Password, moment(a.Changed), a.Failures, moment(a.Until), a.Barred)
		return err
	})
	return a, s.fault("change an account", err)
}

// Attempt counts a try to sign in. See store.Accounts.
func (s *Store) Attempt(ctx context.Context, region, person string, at time.Time, wait func(int) time.Duration) (a people.Account, may bool, err error) {
	a, err = s.onAccount(ctx, region, person, func(_ *sql.Tx, a *people.Account) error {
		may = a.Count(at, wait)
		return nil
	})
	return a, may && err == nil, err
}

// Forgive forgets failures. See store.Accounts.
func (s *Store) Forgive(ctx context.Context, region, person string) error {
	_, err := s.onAccount(ctx, region, person, func(_ *sql.Tx, a *people.Account) error {
		a.Failures, a.Until = 0, time.Time{}
		return nil
	})
	return err
}

// SetPassword keeps the hash of a password. See store.Accounts.
func (s *Store) SetPassword(ctx context.Context, region, person, hash string, at time.Time) error {
	_, err := s.onAccount(ctx, region, person, func(tx *sql.Tx, a *people.Account) error {
		a.Password, a.Changed, a.Failures, a.Until = hash, at, 0, time.Time{}
		return shutOut(ctx, tx, region, person)
	})
	return err
}

// Bar shuts a person out, or lets in again. See store.Accounts.
func (s *Store) Bar(ctx context.Context, region, person string, barred bool) error {
	_, err := s.onAccount(ctx, region, person, func(tx *sql.Tx, a *people.Account) error {
		if a.Barred = barred; !barred {
			return nil
		}
		return shutOut(ctx, tx, region, person)
	})
	return err
}

// shutOut ends all sessions and passes of a person.
func shutOut(ctx context.Context, tx *sql.Tx, region, person string) error {
	_, err1 := tx.ExecContext(ctx, `DELETE FROM xunhu_sessions WHERE region = ? AND person = ?`, region, person)
	_, err2 := tx.ExecContext(ctx, `DELETE FROM xunhu_passes WHERE region = ? AND person = ?`, region, person)
	return errors.Join(err1, err2)
}

// AddSession keeps a session. See store.Accounts.
func (s *Store) AddSession(ctx context.Context, region string, x people.Session) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		if _, err := account(ctx, tx, region, x.Person); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM xunhu_sessions WHERE region = ? AND ends <= ?`, region, x.Made.UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO xunhu_sessions (region, digest, person, made, seen, ends) VALUES (?, ?, ?, ?, ?, ?)`,
			region, x.Digest, x.Person, x.Made.UnixMilli(), x.Seen.UnixMilli(), x.Ends.UnixMilli())
		return err
	})
	return s.fault("keep a session", err)
}

// Session finds a session and whose it is. See store.Accounts.
func (s *Store) Session(ctx context.Context, region, digest string, at time.Time, idle time.Duration) (people.Person, people.Session, error) {
	x := people.Session{Digest: digest}
	var made, seen, ends sql.NullInt64
	p, err := s.onePerson(ctx, "", []any{&x.Person, &made, &seen, &ends}, "SELECT "+personValues+", s.person, s.made, s.seen, s.ends"+personTables+
		`JOIN xunhu_sessions AS s ON s.region = p.region AND s.person = p.id`+barredOf+`WHERE p.region = ? AND s.digest = ? AND s.ends > ? AND s.seen > ?`+notBarred,
		region, digest, at.UnixMilli(), at.Add(-idle).UnixMilli())
	x.Made, x.Seen, x.Ends = timeOf(made), timeOf(seen), timeOf(ends)
	return p, x, err
}

// UseSession notes when a session was used. See store.Accounts.
func (s *Store) UseSession(ctx context.Context, region, digest string, at time.Time) error {
	return s.onSessions(ctx, `UPDATE xunhu_sessions SET seen = ?3 WHERE region = ?1 AND digest = ?2`, region, digest, at.UnixMilli())
}

// EndSession ends one. See store.Accounts.
func (s *Store) EndSession(ctx context.Context, region, digest string) error {
	return s.onSessions(ctx, `DELETE FROM xunhu_sessions WHERE region = ? AND digest = ?`, region, digest)
}

// EndSessions ends all of a person. See store.Accounts.
func (s *Store) EndSessions(ctx context.Context, region, person string) error {
	return s.onSessions(ctx, `DELETE FROM xunhu_sessions WHERE region = ? AND person = ?`, region, person)
}

// Forget ends all sessions and passes: what a copy says of them may long be over.
func (s *Store) Forget(ctx context.Context) error {
	return s.onSessions(ctx, `DELETE FROM xunhu_sessions; DELETE FROM xunhu_passes`)
}

func (s *Store) onSessions(ctx context.Context, statement string, args ...any) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, statement, args...)
		return err
	})
	return s.fault("change sessions", err)
}

// AddPass keeps a pass. See store.Accounts.
func (s *Store) AddPass(ctx context.Context, region string, p people.Pass, at time.Time) error {
	err := s.answering(ctx, region, nil, func(tx *sql.Tx) error {
		if p.Person != "" {
			if _, err := account(ctx, tx, region, p.Person); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM xunhu_passes WHERE region = ?1 AND (ends <= ?2 OR ?3 <> '' AND kind = ?4 AND person = ?3)`,
			region, at.UnixMilli(), p.Person, p.Kind); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO xunhu_passes (region, digest, kind, person, detail, ends) VALUES (?, ?, ?, ?, ?, ?)`,
			region, p.Digest, p.Kind, p.Person, p.Detail, p.Ends.UnixMilli())
		return err
	})
	return s.fault("keep a pass", err)
}

// Pass reads one. See store.Accounts.
func (s *Store) Pass(ctx context.Context, region, kind, digest string, at time.Time) (people.Pass, error) {
	return s.pass(ctx, s.read, `SELECT person, detail, ends FROM xunhu_passes WHERE region = ? AND kind = ? AND digest = ? AND ends > ?`, region, kind, digest, at)
}

// TakePass reads one and takes it away. See store.Accounts.
func (s *Store) TakePass(ctx context.Context, region, kind, digest string, at time.Time) (people.Pass, error) {
	return s.pass(ctx, s.write, `DELETE FROM xunhu_passes WHERE region = ? AND kind = ? AND digest = ? AND ends > ? RETURNING person, detail, ends`, region, kind, digest, at)
}

func (s *Store) pass(ctx context.Context, db *sql.DB, query, region, kind, digest string, at time.Time) (people.Pass, error) {
	p := people.Pass{Digest: digest, Kind: kind}
	var ends sql.NullInt64
	err := transact(ctx, db, nil, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, query, region, kind, digest, at.UnixMilli()).Scan(&p.Person, &p.Detail, &ends)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = store.ErrNotFound
	}
	p.Ends = timeOf(ends)
	return p, s.fault("read a pass", err)
}
