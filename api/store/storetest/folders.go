package storetest

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/dispatch"
	"xunhu/api/people"
	"xunhu/api/store"
)

// files come back byte by byte, and only under their digest.
func attachments(t *testing.T, s store.Store) {
	regionA(t, s)
	w := World()
	keep(t, s, Reported(t, w, Number(1), orb.Point{117, 35}, nil), Reported(t, w, Number(2), orb.Point{117, 35}, nil))
	large := strings.Repeat("滕州湿地照片\x00", 200_000) // 3.8 MB, over several rows
	exact := strings.Repeat("x", 2<<20)
	for i, content := range []string{large, exact, "", "a"} {
		sum := sha256.Sum256([]byte(content))
		a := store.Attachment{Lead: Number(1), SHA256: hex.EncodeToString(sum[:]), Name: fmt.Sprint(i, "照片.jpg"), Media: "image/jpeg", Person: "p", At: Monday}
		for range 2 { // the same again changes nothing
			if err := s.Attach(t.Context(), "a", a, text(content)); err != nil {
				t.Fatal(err)
			}
		}
		a.Size = int64(len(content))
		got, r, err := s.Content(t.Context(), "a", Number(1), a.SHA256)
		if err != nil || got != a {
			t.Fatalf("%+v, %v", got, err)
		}
		if b, err := io.ReadAll(r); err != nil || string(b) != content {
			t.Errorf("%d bytes came back of %d, %v", len(b), len(content), err)
		}
		if _, _, err := s.Content(t.Context(), "a", Number(2), a.SHA256); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a file of another lead: %v", err)
		}
		a.SHA256 = strings.Repeat("0", 64)
		if err := s.Attach(t.Context(), "a", a, text(content)); err == nil {
			t.Error("a file under another digest was taken")
		}
	}
	all, err := s.Attachments(t.Context(), "a", Number(1))
	if err != nil || len(all) != 4 {
		t.Errorf("%d files, %v", len(all), err)
	}
	if err := s.Attach(t.Context(), "a", store.Attachment{Lead: "none"}, text("a")); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a file of no lead: %v", err)
	}
}

// ledgers grow with records alone.
func ledgers(t *testing.T, s store.Store) {
	regionA(t, s)
	w := World()
	one, two := Reported(t, w, Number(1), orb.Point{117, 35}, nil), Reported(t, w, Number(2), orb.Point{117, 35}, nil)
	keep(t, s, one, two)
	note := func(l dispatch.Lead, kind, reason string) store.Change {
		return Fired(t, w, l, dispatch.Command{Event: "note", Kind: kind, Reason: reason, Actor: Desk, At: Monday.Add(time.Hour)})
	}
	sent := note(one.Lead, "notice", "通报微山")
	sent.Notice = &store.Notice{ID: "N-1", Lead: Number(1), Kind: "notice", To: "EXT-370826-EE", By: "desk", Number: "滕环函〔2026〕1号", Sent: Monday, Due: Monday.AddDate(0, 0, 1)}
	keep(t, s, sent)
	back := note(sent.Lead, "receipt", "已知悉")
	back.Receipt = &store.Receipt{Notice: "N-1", Answer: "known", Name: "微山 李某", By: "desk", At: Monday.Add(2 * time.Hour)}
	keep(t, s, back)
	want := *sent.Notice
	want.Receipts = []store.Receipt{*back.Receipt}
	for _, which := range []string{"", Number(1)} {
		if got, err := s.Notices(t.Context(), "a", which); err != nil || fmt.Sprint(got) != fmt.Sprint([]store.Notice{want}) {
			t.Errorf("the ledger of %q: %v, %v", which, got, err)
		}
	}
	if got, err := s.Notices(t.Context(), "a", Number(2)); err != nil || len(got) != 0 {
		t.Errorf("the other lead's: %v, %v", got, err)
	}
	stray := note(two.Lead, "receipt", "已知悉")
	stray.Receipt = &store.Receipt{Notice: "N-1", Answer: "known", By: "desk", At: Monday}
	if err := s.Keep(t.Context(), "a", nil, stray); !errors.Is(err, store.ErrNotFound) || lead(t, s, Number(2)).Lead.Revision != 1 {
		t.Errorf("a receipt for another lead's notice: %v", err)
	}
	again := note(two.Lead, "notice", "x")
	again.Notice = sent.Notice
	if err := s.Keep(t.Context(), "a", nil, again); !errors.Is(err, store.ErrExists) {
		t.Errorf("the same notice again: %v", err)
	}
}

// reporters are named to nobody without a trace, and stand in no record.
func reporters(t *testing.T, s store.Store) {
	regionA(t, s)
	w := World()
	c := Reported(t, w, Number(1), orb.Point{117, 35}, nil)
	keep(t, s, c)
	why := store.Reading{Lead: Number(1), Person: "petition", Reason: "答复", At: Monday}
	if _, err := s.ReadReporter(t.Context(), "a", why); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("nobody was named: %v", err)
	}
	who := store.Reporter{Name: "张三丰", Phone: "13800000000", Note: "匿名"}
	if err := s.SetReporter(t.Context(), "a", Number(1), who); err != nil {
		t.Fatal(err)
	}
	if err := s.SetReporter(t.Context(), "a", Number(1), store.Reporter{Name: "李四"}); !errors.Is(err, store.ErrExists) {
		t.Errorf("named again: %v", err)
	}
	if got, err := s.ReadReporter(t.Context(), "a", why); err != nil || got != who {
		t.Errorf("%v, %v", got, err)
	}
	if all, err := s.Readings(t.Context(), "a", Number(1)); err != nil || len(all) != 1 || all[0] != why {
		t.Errorf("readings %v, %v", all, err)
	}
	for _, told := range []string{"已电话答复张三丰", "13800000000 无人接听"} {
		named := Fired(t, w, c.Lead, dispatch.Command{Event: "note", Kind: "measure", Reason: told, Actor: Desk, At: Monday})
		if err := s.Keep(t.Context(), "a", nil, named); !errors.Is(err, store.ErrReporter) {
			t.Errorf("%s was recorded: %v", told, err)
		}
		if found, err := s.NamesReporter(t.Context(), "a", Number(1), told); !found || err != nil {
			t.Errorf("%s gives nobody away: %v", told, err)
		}
	}
	if found, err := s.NamesReporter(t.Context(), "a", Number(1), "张家村"); found || err != nil {
		t.Errorf("a surname in a place's name: %v, %v", found, err)
	}
	keep(t, s, Fired(t, w, c.Lead, dispatch.Command{Event: "note", Kind: "measure", Reason: "已电话答复", Actor: Desk, At: Monday}))
}

// register: people and their tokens.
func register(t *testing.T, s store.Store) {
	regionA(t, s)
	p := people.Person{ID: "li", Name: "李", NameEN: "Li", Unit: "370481-ZD03", Roles: []dispatch.Role{"squad_leader", "officer"},
		Certificates: []people.Certificate{{Number: "1", From: "2025-01-01"}}}
	if err := s.SavePerson(t.Context(), "a", people.Person{ID: "li", Name: "旧"}); err != nil {
		t.Fatal(err)
	}
	if err := s.SavePerson(t.Context(), "a", p); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Person(t.Context(), "a", "li"); err != nil || fmt.Sprint(got) != fmt.Sprint(p) {
		t.Errorf("%v, %v", got, err)
	}
	if all, err := s.People(t.Context(), "a"); err != nil || len(all) != 1 {
		t.Errorf("%v, %v", all, err)
	}
	secret, token, err := people.NewToken(strings.NewReader(strings.Repeat("s", 32)), "li", "phone", Monday)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AddToken(t.Context(), "a", token); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Bearer(t.Context(), "a", people.Digest(secret)); err != nil || got.ID != "li" {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := s.Bearer(t.Context(), "a", secret); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the secret itself is kept: %v", err)
	}
	if all, err := s.Tokens(t.Context(), "a"); err != nil || len(all) != 1 || all[0] != token {
		t.Errorf("%v, %v", all, err)
	}
	if err := s.RevokeToken(t.Context(), "a", token.ID, Monday); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Bearer(t.Context(), "a", people.Digest(secret)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a revoked token holds: %v", err)
	}
	if err := s.RevokeToken(t.Context(), "a", token.ID, Monday); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("revoked twice: %v", err)
	}
	token.Person, token.ID, token.Digest = "nobody", "x", "y"
	if err := s.AddToken(t.Context(), "a", token); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a token of nobody: %v", err)
	}
}
