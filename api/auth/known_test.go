package auth

import (
	"errors"
	"testing"
	"time"

	"xunhu/api/people"
	"xunhu/api/store"
)

// Who asks is read once in a state of the store, and again in another, where time has ended it, and where nothing
// is known of the state; a refusal is not remembered.
func TestKnown(t *testing.T) {
	at := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	after := func(d time.Duration) time.Time { return at.Add(d) }
	token, session, person := asked{Bearer, "a", "t"}, asked{Session, "a", "s"}, asked{Named, "a", "p"}
	var k known
	reads := 0
	for i, step := range []struct {
		state string
		who   asked
		at    time.Time
		read  bool // the store is asked
		fails error
	}{
		{"1", token, at, true, store.ErrNotFound},
		{"1", token, at, true, nil},
		{"1", token, at, false, nil},
		{"1", asked{Bearer, "b", "t"}, at, true, nil},
		{"1", asked{Session, "a", "t"}, at, true, nil},
		{"1", token, after(time.Hour - time.Millisecond), false, nil},
		{"1", token, after(time.Hour), true, store.ErrNotFound}, // it has expired
		{"1", token, at, false, nil},
		{"2", token, at, true, store.ErrNotFound}, // it was revoked
		{"2", token, at, true, store.ErrNotFound},
		{"2", session, at, true, nil},
		{"2", session, after(Idle - time.Millisecond), false, nil},
		{"2", session, after(Idle), true, store.ErrNotFound},
		{"2", person, at, true, nil},
		{"2", person, after(Longest), false, nil},
		{"", person, at, true, nil},
		{"", person, at, true, nil},
		{"1", person, at, true, nil}, // of one who looked before
	} {
		before := reads
		_, err := k.of(step.state, step.who, step.at, func() (answer, error) {
			reads++
			return answer{people.Person{ID: "p"}, people.Token{Expires: after(time.Hour)}, people.Session{Seen: at, Ends: after(Longest)}}, step.fails
		})
		if !errors.Is(err, step.fails) || (reads > before) != step.read {
			t.Errorf("step %d: %v, read %v, want %v, %v", i, err, reads > before, step.fails, step.read)
		}
	}
	k.by = nil
	if a := (answer{session: people.Session{Seen: after(time.Hour), Ends: after(time.Minute)}}); a.holds(Session, after(time.Minute)) || !a.holds(Session, at) {
		t.Error("a session holds beyond its end, or not up to it")
	}
}

// What was read while another state was seen is not remembered under either.
func TestKnownMeanwhile(t *testing.T) {
	var k known
	who := asked{Named, "a", "p"}
	read := func(name string) func() (answer, error) {
		return func() (answer, error) { return answer{person: people.Person{Name: name}}, nil }
	}
	_, _ = k.of("1", who, time.Time{}, func() (answer, error) {
		_, _ = k.of("2", who, time.Time{}, read("new"))
		return read("old")()
	})
	if a, _ := k.of("2", who, time.Time{}, read("newer")); a.person.Name != "new" {
		t.Errorf("in state 2 %q", a.person.Name)
	}
	if a, _ := k.of("1", who, time.Time{}, read("read again")); a.person.Name != "read again" {
		t.Errorf("in state 1 %q", a.person.Name)
	}
}
