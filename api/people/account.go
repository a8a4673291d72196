package people

import (
	"encoding/base64"
	"fmt"
	"io"
	"time"
)

// An Account is how a person signs in. Whoever has none yet has the zero one.
type Account struct {
	Person   string
	Password string    // its hash, with all that is needed to try one; "": there is none
	Changed  time.Time // when the password was set
	Failures int       // tries since the last that was right
	Until    time.Time // before this moment no try counts; one that is over stays until failures are forgiven
	Barred   bool      // neither password, session nor token holds
}

// FirstAdministrator is the id of the administrator that a region without any gets.
const FirstAdministrator = "admin"

// A Session is a browser in which somebody signed in. Only the digest of its secret is kept.
type Session struct {
	Digest string
	Person string
	Made   time.Time
	Seen   time.Time // when it was last used, to some minutes
	Ends   time.Time // however often it is used
}

// A Pass lets somebody through once, as a link by which a password is set. Only the digest of
// its secret is kept.
type Pass struct {
	Digest string
	Kind   string
	Person string
	Detail string // what its maker must remember
	Ends   time.Time
}

// PassPassword is the kind of a link by which a password is set.
const PassPassword = "password"

// NewSecret draws 256 random bits, as text that fits into an address and a cookie.
func NewSecret(random io.Reader) (string, error) {
	var bits [32]byte
	if _, err := io.ReadFull(random, bits[:]); err != nil {
		return "", fmt.Errorf("people: draw a secret: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(bits[:]), nil
}

// Count counts a try to sign in that is about to be made. False: it must not be, and is not
// counted. A wait below 0 is over before it begins, and leaves its end in Until.
func (a *Account) Count(at time.Time, wait func(failures int) time.Duration) bool {
	if a.Barred || a.Until.After(at) {
		return false
	}
	a.Failures++
	if d := wait(a.Failures); d != 0 {
		a.Until = at.Add(d)
	}
	return true
}
