// Package people says who somebody is: a person of a unit, in roles, perhaps with an
// enforcement certificate; and how a program proves to be somebody, by a token.
//
// A token is 256 random bits. Only its SHA-256 is kept, so that nobody who reads the
// store can act by it; it is random, so a slow hash would add nothing.
//
// A person of the illustration belongs to a demonstration. It may be named without a
// token where a region is an illustration and is served to this machine alone.
//
// For planners a person is established or not, on the front line or not, sent by a town,
// skilled, and away for days; so is equipment. Crew and Gear give them to routing/roster.
//
// What somebody may do, and with what, is one table (rights.csv) and one rule over it (May):
// a role reaches everywhere, or to the own unit and those below it, or to what the own unit
// has a part in, or to the own towns. Whoever answers requests asks it, and nobody else
// decides. A token can be held to some scopes; it never reaches further than its person.
//
// Passwords and sessions are the matter of api/auth.
package people

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"time"

	"xunhu/api/dispatch"
	"xunhu/geo/law"
	"xunhu/routing/crew"
)

// A Person acts for one unit.
type Person struct {
	ID           string
	Name, NameEN string
	Unit         string
	Roles        []dispatch.Role // the first is the usual one
	Certificates []Certificate
	Established  bool         // 在编 (R34, R35)
	FrontLine    bool         // takes part in front-line enforcement (R35)
	Town         string       // code of the town that sends the person; "" for branch and squads
	Skills       []crew.Skill // licences to steer boats and to fly drones
	Illustration bool         // of a demonstration, and nobody real
}

// A Certificate is an enforcement certificate (行政执法证). It holds from its first day to
// its last, both included, by the days of China.
type Certificate struct {
	Number   string
	From, To string // RFC 3339 full-date; "" has no end
}

// Valid tells whether a certificate holds at a moment.
func (c Certificate) Valid(at time.Time) bool {
	day := at.In(law.China).Format(time.DateOnly)
	return c.Number != "" && (c.From == "" || c.From <= day) && (c.To == "" || day <= c.To)
}

// Certified tells whether a person holds a certificate at a moment.
func (p Person) Certified(at time.Time) bool {
	return slices.ContainsFunc(p.Certificates, func(c Certificate) bool { return c.Valid(at) })
}

// Plays tells whether a person has a role.
func (p Person) Plays(roles ...dispatch.Role) bool {
	return slices.ContainsFunc(p.Roles, func(r dispatch.Role) bool { return slices.Contains(roles, r) })
}

// Actor is the person in a role.
func (p Person) Actor(role dispatch.Role) dispatch.Actor {
	return dispatch.Actor{Person: p.ID, Unit: p.Unit, Role: role}
}

// A Token is how a program proves to be a person.
type Token struct {
	ID      string // short, for lists and for revoking; says nothing of the secret
	Digest  string // SHA-256 of the secret, hexadecimal
	Person  string
	Note    string // what it is for
	Created time.Time
	Revoked time.Time // zero while it holds
	Expires time.Time // zero: when it is revoked
	Scopes  []Scope   // that it is held to; none: the usual ones
}

// Grants are the scopes of a token.
func (t Token) Grants() []Scope {
	if len(t.Scopes) == 0 {
		return UsualScopes()
	}
	return t.Scopes
}

// FormatScopes writes scopes as ParseScopes reads them.
func FormatScopes(all []Scope) string {
	var names []string
	for _, s := range all {
		names = append(names, string(s))
	}
	return strings.Join(names, " ")
}

// ParseScopes reads scopes with spaces between.
func ParseScopes(text string) []Scope {
	var all []Scope
	for name := range strings.FieldsSeq(text) {
		all = append(all, Scope(name))
	}
	return all
}

// prefix marks a secret as one of ours, so that a scanner of files can find a lost one.
const prefix = "xunhu_"

// NewToken draws a secret and gives the token for it.
func NewToken(random io.Reader, person, note string, now time.Time) (secret string, t Token, err error) {
	if secret, err = NewSecret(random); err != nil {
		return "", Token{}, err
	}
	secret = prefix + secret
	digest := Digest(secret)
	return secret, Token{ID: digest[:12], Digest: digest, Person: person, Note: note, Created: now}, nil
}

// Digest gives what is kept of a secret.
func Digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Bearer takes the secret out of an Authorization header (RFC 6750); "" if there is none.
func Bearer(header string) string {
	scheme, secret, ok := strings.Cut(header, " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(secret)
}
