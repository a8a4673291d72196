// Package auth says who asks and whether they may: the one gate before everything that is
// not for everybody.
//
// Whoever answers requests asks a Guard. Admit finds the person, by the bearer token that a
// request brings or, in a demonstration, by name, and refuses who has no right of that kind
// at all; the Asker that it gives tells whether the right reaches a certain thing. What a
// right is and how far it reaches is a table of api/people; there is no second rule.
// Default is no: without a person there are only Anybody's matters, and a right that is not
// on the table nobody has.
//
// A token may be held to scopes. It never reaches further than its person does.
//
// Sessions are records of the store's own, not of alexedwards/scs: that keeps one opaque value
// a token, without region and person, and to end all sessions of a person would read every one.
package auth
