package storetest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"xunhu/api/people"
	"xunhu/api/store"
)

// accounts: passwords, tries, sessions and passes of people, of one region each.
func accounts(t *testing.T, s store.Store) {
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, region := range []string{"a", "b"} {
		save(t, s, Region(region, 1, 1))
		for _, id := range []string{"li", "wang"} {
			must(s.SavePerson(ctx, region, people.Person{ID: id, Name: id, Unit: "ZX01"}))
		}
	}
	gone := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if a, err := s.Account(ctx, "a", "li"); err != nil || a != (people.Account{Person: "li"}) {
		t.Errorf("an account that nobody made: %+v, %v", a, err)
	}
	_, err := s.Account(ctx, "a", "nobody")
	gone("an account of nobody", err)
	gone("a password of nobody", s.SetPassword(ctx, "a", "nobody", "h", Monday))
	gone("a session of nobody", s.AddSession(ctx, "a", people.Session{Digest: "x", Person: "nobody", Made: Monday, Seen: Monday, Ends: Monday.Add(time.Hour)}))
	gone("a pass of nobody", s.AddPass(ctx, "a", people.Pass{Digest: "x", Person: "nobody", Ends: Monday.Add(time.Hour)}, Monday))

	// Tries at once are counted one after another: as many come through as may.
	must(s.SetPassword(ctx, "a", "li", "hash", Monday))
	wait := func(failures int) time.Duration { return time.Duration(failures/5) * time.Minute }
	var mu sync.Mutex
	var wg sync.WaitGroup
	made := 0
	for range 20 {
		wg.Go(func() {
			_, may, err := s.Attempt(ctx, "a", "li", Monday, wait)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			if may {
				made++
			}
		})
	}
	wg.Wait()
	if made != 5 {
		t.Errorf("%d tries of 20 at once were made, want 5", made)
	}
	if a, may, err := s.Attempt(ctx, "a", "li", Monday.Add(time.Minute-time.Millisecond), wait); may || err != nil || a.Failures != 5 || a.Password != "hash" {
		t.Errorf("too early: %+v, %t, %v", a, may, err)
	}
	if a, may, err := s.Attempt(ctx, "a", "li", Monday.Add(time.Minute), wait); !may || err != nil || a.Failures != 6 {
		t.Errorf("when the wait is over: %+v, %t, %v", a, may, err)
	}
	if a, _ := s.Account(ctx, "b", "li"); a.Failures != 0 || a.Password != "" {
		t.Errorf("counted in another region: %+v", a)
	}
	must(s.Forgive(ctx, "a", "li"))
	if a, err := s.Account(ctx, "a", "li"); err != nil || a.Failures != 0 || !a.Until.IsZero() || !a.Changed.Equal(Monday) {
		t.Errorf("forgiven: %+v, %v", a, err)
	}

	session := func(digest, person string) {
		t.Helper()
		must(s.AddSession(ctx, "a", people.Session{Digest: digest, Person: person, Made: Monday, Seen: Monday, Ends: Monday.Add(2 * time.Hour)}))
	}
	holds := func(digest string, after time.Duration) bool {
		t.Helper()
		p, x, err := s.Session(ctx, "a", digest, Monday.Add(after), 30*time.Minute)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
		if err == nil {
			must(s.UseSession(ctx, "a", digest, Monday.Add(after)))
		}
		return err == nil && p.ID == x.Person && p.ID != ""
	}
	session("s1", "li")
	session("s2", "li")
	session("s3", "wang")
	if _, _, err := s.Session(ctx, "b", "s1", Monday, time.Hour); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a session in another region: %v", err)
	}
	for _, step := range []struct { // in order: each use keeps it alive
		after time.Duration
		want  bool
	}{{0, true}, {29 * time.Minute, true}, {58 * time.Minute, true}, {87 * time.Minute, true}, {116 * time.Minute, true}, {120 * time.Minute, false}} {
		if got := holds("s1", step.after); got != step.want {
			t.Errorf("used every 29 minutes, after %v: %t", step.after, got)
		}
	}
	if holds("s2", 30*time.Minute) {
		t.Error("a session that nobody used for half an hour holds")
	}
	must(s.EndSession(ctx, "a", "s1"))
	must(s.EndSession(ctx, "a", "s1"))
	if holds("s1", 0) || !holds("s2", 0) {
		t.Error("one was to be ended")
	}
	must(s.EndSessions(ctx, "a", "li"))
	if holds("s2", 0) || !holds("s3", time.Minute) {
		t.Error("those of one person were to be ended")
	}
	session("s4", "li")
	must(s.AddPass(ctx, "a", people.Pass{Digest: "old", Kind: people.PassPassword, Person: "li", Ends: Monday.Add(time.Hour)}, Monday))
	must(s.AddPass(ctx, "a", people.Pass{Digest: "link", Kind: people.PassPassword, Person: "li", Ends: Monday.Add(time.Hour)}, Monday))
	must(s.AddPass(ctx, "a", people.Pass{Digest: "state", Kind: "other", Person: "wang", Detail: "nonce", Ends: Monday.Add(time.Hour)}, Monday))
	_, err = s.Pass(ctx, "a", people.PassPassword, "old", Monday)
	gone("a link that another took the place of", err)
	_, err = s.Pass(ctx, "a", "other", "link", Monday)
	gone("a pass of another kind", err)
	_, err = s.Pass(ctx, "b", people.PassPassword, "link", Monday)
	gone("a pass in another region", err)
	_, err = s.TakePass(ctx, "a", people.PassPassword, "link", Monday.Add(time.Hour))
	gone("a pass that has ended", err)
	if p, err := s.Pass(ctx, "a", people.PassPassword, "link", Monday); err != nil || p.Person != "li" || !p.Ends.Equal(Monday.Add(time.Hour)) {
		t.Errorf("%+v, %v", p, err)
	}
	taken := 0
	for range 8 {
		wg.Go(func() {
			p, err := s.TakePass(ctx, "a", "other", "state", Monday)
			mu.Lock()
			defer mu.Unlock()
			if err == nil && p.Detail == "nonce" {
				taken++
			} else if !errors.Is(err, store.ErrNotFound) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if taken != 1 {
		t.Errorf("a pass was taken %d times", taken)
	}
	must(s.SetPassword(ctx, "a", "li", "new", Monday.Add(time.Minute)))
	_, err = s.Pass(ctx, "a", people.PassPassword, "link", Monday)
	gone("a link after the password was set", err)
	if holds("s4", 0) || !holds("s3", time.Minute) {
		t.Error("a new password ends the sessions of its person, and of nobody else")
	}

	must(s.AddToken(ctx, "a", people.Token{ID: "t", Digest: "token", Person: "li", Created: Monday}))
	session("s5", "li")
	must(s.Bar(ctx, "a", "li", true))
	if _, _, err := s.Bearer(ctx, "a", "token", Monday); !errors.Is(err, store.ErrNotFound) || holds("s5", 0) {
		t.Errorf("barred, a token or session holds: %v", err)
	}
	session("s6", "li") // as if it was being made meanwhile
	if _, may, err := s.Attempt(ctx, "a", "li", Monday.Add(time.Hour), wait); may || err != nil || holds("s6", 0) {
		t.Errorf("barred, a try is made: %t, %v", may, err)
	}
	must(s.Bar(ctx, "a", "li", false))
	if _, _, err := s.Bearer(ctx, "a", "token", Monday); err != nil {
		t.Errorf("let in again: %v", err)
	}
}
