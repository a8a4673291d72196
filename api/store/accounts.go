package store

import (
	"context"
	"time"

	"xunhu/api/people"
)

// Accounts keep how people sign in, and where they did. Sessions and passes live for hours:
// they are not handed over with a region.
type Accounts interface {
	// Account reads how a person signs in; ErrNotFound if there is no such person.
	Account(ctx context.Context, region, person string) (people.Account, error)
	// Attempt counts a try to sign in before it is made, so that tries at once on many nodes
	// are counted too. Wait says how long to wait after so many failures. False: the account
	// waits or is barred, and the try, which is not counted, must not be made. ErrNotFound if
	// there is no such person.
	Attempt(ctx context.Context, region, person string, at time.Time, wait func(failures int) time.Duration) (people.Account, bool, error)
	// Forgive forgets failures.
	Forgive(ctx context.Context, region, person string) error
	// SetPassword keeps the hash of a password, forgets failures, and ends all sessions and
	// passes of the person.
	SetPassword(ctx context.Context, region, person, hash string, at time.Time) error
	// Bar shuts a person out, or lets in again; who is shut out has no sessions and passes left.
	Bar(ctx context.Context, region, person string, barred bool) error

	// AddSession keeps a session, and forgets those that ended before it was made.
	AddSession(ctx context.Context, region string, s people.Session) error
	// Session finds a session that has not ended and was used since idle before at, and
	// whose it is; ErrNotFound.
	Session(ctx context.Context, region, digest string, at time.Time, idle time.Duration) (people.Person, people.Session, error)
	// UseSession notes when a session was used.
	UseSession(ctx context.Context, region, digest string, at time.Time) error
	// EndSession ends one; nothing if there is none.
	EndSession(ctx context.Context, region, digest string) error
	// EndSessions ends all of a person.
	EndSessions(ctx context.Context, region, person string) error

	// AddPass keeps a pass, instead of others of its kind of the same person, and forgets
	// those that ended before at.
	AddPass(ctx context.Context, region string, p people.Pass, at time.Time) error
	// Pass reads one that has not ended; ErrNotFound.
	Pass(ctx context.Context, region, kind, digest string, at time.Time) (people.Pass, error)
	// TakePass is Pass, once: whoever comes second, or at the same time, gets ErrNotFound.
	TakePass(ctx context.Context, region, kind, digest string, at time.Time) (people.Pass, error)
}
