package auth

import (
	"context"
	"sync"
	"time"

	"xunhu/api/people"
)

// mostKnown is how many askers are remembered at once.
const mostKnown = 10_000

// known remembers who asks, with the state of the store in which that was read: each request asks, and while nobody
// has written anything the answer is the same. It was read after the state was seen, so that it is of that state or of a
// later one; who asks in the same state is never told of an older one. What time alone changes is looked at each time.
type known struct {
	mu    sync.Mutex
	state string
	by    map[asked]answer // in that state
}

// asked is by what somebody is looked for.
type asked struct {
	way        Way
	region, by string // a person's id, or the digest of a secret
}

type answer struct {
	person  people.Person
	token   people.Token
	session people.Session
}

// of gives what holds at a moment, and reads it where it is not known in a state. What does not
// hold any more is read again, so that it is refused as the store refuses it.
func (k *known) of(state string, who asked, at time.Time, read func() (answer, error)) (answer, error) {
	if state == "" {
		return read()
	}
	k.mu.Lock()
	if k.state != state || len(k.by) >= mostKnown {
		k.state, k.by = state, map[asked]answer{}
	}
	a, ok := k.by[who]
	k.mu.Unlock()
	if ok && a.holds(who.way, at) {
		return a, nil
	}
	a, err := read()
	if err != nil {
		return a, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.state == state {
		k.by[who] = a
	}
	return a, nil
}

// holds tells whether time has not ended it, to the millisecond, as stores see it.
func (a answer) holds(way Way, at time.Time) bool {
	now := at.UnixMilli()
	switch way {
	case Bearer:
		return a.token.Expires.IsZero() || a.token.Expires.UnixMilli() > now
	case Session:
		return a.session.Ends.UnixMilli() > now && a.session.Seen.UnixMilli() > at.Add(-Idle).UnixMilli()
	}
	return true
}

// bearer is Store.Bearer, of what is known in a state.
func (g *Guard) bearer(ctx context.Context, state, region, digest string) (people.Person, people.Token, error) {
	now := g.Now()
	a, err := g.known.of(state, asked{Bearer, region, digest}, now, func() (a answer, err error) {
		a.person, a.token, err = g.Store.Bearer(ctx, region, digest, now)
		return a, err
	})
	return a.person, a.token, err
}

// session is Store.Session, of what is known in a state.
func (g *Guard) session(ctx context.Context, state, region, digest string) (people.Person, people.Session, error) {
	now := g.Now()
	a, err := g.known.of(state, asked{Session, region, digest}, now, func() (a answer, err error) {
		a.person, a.session, err = g.Store.Session(ctx, region, digest, now, Idle)
		return a, err
	})
	return a.person, a.session, err
}

// named is Store.Person, of what is known in a state.
func (g *Guard) named(ctx context.Context, state, region, id string) (people.Person, error) {
	a, err := g.known.of(state, asked{Named, region, id}, time.Time{}, func() (a answer, err error) {
		a.person, err = g.Store.Person(ctx, region, id)
		return a, err
	})
	return a.person, err
}
