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
	"xunhu/routing/crew"
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
	sent.Notice = &store.Notice{ID: "N-1", Lead: Number(1), Kind: "notice", Way: "fax", To: "EXT-370826-EE", By: "desk", Number: "滕环函〔2026〕1号", Sent: Monday, Due: Monday.AddDate(0, 0, 1)}
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

// tellings stand in the ledger with the leads that make them: sent ones as lines, the rest
// as owed or withdrawn.
func tellings(t *testing.T, s store.Store) {
	regionA(t, s)
	w := World()
	c := Reported(t, w, Number(1), orb.Point{117, 35}, nil)
	told := func(r dispatch.Ruling, at time.Duration, rows ...dispatch.Row) *dispatch.Ruling {
		r.Told, r.Versions.Boundaries = rows, at.String()
		return &r
	}
	rule := func(l dispatch.Lead, at time.Duration, rows ...dispatch.Row) store.Change {
		return Fired(t, w, l, dispatch.Command{Event: "rerule", Actor: Desk, At: Monday.Add(at), Reason: "更正", Ruling: told(l.Ruling, at, rows...)})
	}
	first := rule(c.Lead, time.Hour, dispatch.Row{Row: "N4", To: []string{"370481-BM-ZR", "370481-ZX01"}}, dispatch.Row{Row: "N2", To: []string{"EXT-370826-EE"}})
	keep(t, s, c, first)
	note := Fired(t, w, first.Lead, dispatch.Command{Event: "note", Kind: "notice", Reason: "通报", Actor: Desk, At: Monday.Add(90 * time.Minute), Line: "N-9", Told: "370481-BM-ZR"})
	note.Notice = &store.Notice{ID: "N-9", Lead: Number(1), Kind: "notice", Way: "fax", To: "370481-BM-ZR", By: "desk", Sent: Monday.Add(90 * time.Minute)}
	second := rule(note.Lead, 2*time.Hour, dispatch.Row{Row: "N4", To: []string{"370481-ZX01"}}, dispatch.Row{Row: "N5", To: []string{"370481-BM-SW"}})
	again := rule(second.Lead, 3*time.Hour, dispatch.Row{Row: "N4", To: []string{"370481-ZX01"}}, dispatch.Row{Row: "N5", To: []string{"370481-BM-SW"}})
	keep(t, s, note, second)
	keep(t, s, again)
	for _, which := range []string{"", Number(1)} {
		lines, err := s.Notices(t.Context(), "a", which)
		owed, err2 := s.Owed(t.Context(), "a", which)
		if err != nil || err2 != nil || len(lines) != 2 || len(owed) != 2 {
			t.Fatalf("the ledger of %q: %+v, %+v, %v %v", which, lines, owed, err, err2)
		}
		if own := lines[0]; own.To != "370481-ZX01" || own.Way != "system" || own.By != "desk" || own.Telling == nil || own.Due.IsZero() || !own.Sent.Equal(Monday.Add(time.Hour)) {
			t.Errorf("told within the program: %+v", own)
		}
		if sent := lines[1]; sent.Telling == nil || sent.Telling.Over.IsZero() || sent.Telling.By != 4 || sent.Telling.Why != "更正" {
			t.Errorf("sent, and not asked for any more: %+v", sent)
		}
		if owed[0].To != "EXT-370826-EE" || owed[0].Owed() || owed[1].To != "370481-BM-SW" || !owed[1].Telling.Owed() || owed[1].Lead != Number(1) {
			t.Errorf("owed: %+v", owed)
		}
	}
}

// duties are kept in their order, and found by the moment that they cover.
func duties(t *testing.T, s store.Store) {
	regionA(t, s)
	all := []store.Duty{
		{Post: "ZX01", On: true, From: Monday, To: Monday.Add(12 * time.Hour), Reason: "早班", Person: "head", At: Monday},
		{Post: "ZX01", From: Monday.Add(time.Hour), Reason: "培训", Person: "head", At: Monday.Add(time.Minute)},
		{Post: "ZX02", On: true, From: Monday, To: Monday.Add(time.Hour), Reason: "早班", Person: "desk", At: Monday.Add(time.Minute)},
	}
	for _, d := range all {
		if err := s.EnterDuty(t.Context(), "a", d); err != nil {
			t.Fatal(err)
		}
	}
	for name, tc := range map[string]struct {
		q    store.DutyQuery
		want []store.Duty
	}{
		"all": {store.DutyQuery{}, all}, "of one": {store.DutyQuery{Post: "ZX01"}, all[:2]}, "before": {store.DutyQuery{At: Monday.Add(-time.Second)}, nil},
		"at the beginning": {store.DutyQuery{At: Monday}, []store.Duty{all[0], all[2]}}, "at the end": {store.DutyQuery{At: Monday.Add(time.Hour)}, all[:2]},
		"later": {store.DutyQuery{At: Monday.AddDate(1, 0, 0)}, all[1:2]},
	} {
		if got, err := s.Duties(t.Context(), "a", tc.q); err != nil || fmt.Sprint(got) != fmt.Sprint(tc.want) {
			t.Errorf("%s: %v, want %v, %v", name, got, tc.want, err)
		}
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
		Certificates: []people.Certificate{{Number: "1", From: "2025-01-01"}},
		Established:  true, FrontLine: true, Town: "370481104", Skills: []crew.Skill{crew.Helmsman, crew.Pilot}}
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
	token.Scopes, token.Expires = []people.Scope{people.ScopeRead, people.ScopeLeads}, Monday.Add(time.Hour)
	if err := s.AddToken(t.Context(), "a", token); err != nil {
		t.Fatal(err)
	}
	if got, held, err := s.Bearer(t.Context(), "a", people.Digest(secret), Monday); err != nil || fmt.Sprint(got) != fmt.Sprint(p) || fmt.Sprint(held) != fmt.Sprint(token) {
		t.Errorf("%v, %v, %v", got, held, err)
	}
	if _, _, err := s.Bearer(t.Context(), "a", secret, Monday); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the secret itself is kept: %v", err)
	}
	if _, _, err := s.Bearer(t.Context(), "a", people.Digest(secret), token.Expires); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a token holds when it has expired: %v", err)
	}
	if _, _, err := s.Bearer(t.Context(), "b", people.Digest(secret), Monday); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a token holds in another region: %v", err)
	}
	if all, err := s.Tokens(t.Context(), "a"); err != nil || len(all) != 1 || fmt.Sprint(all[0]) != fmt.Sprint(token) {
		t.Errorf("%v, %v", all, err)
	}
	if err := s.RevokeToken(t.Context(), "a", token.ID, Monday); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Bearer(t.Context(), "a", people.Digest(secret), Monday); !errors.Is(err, store.ErrNotFound) {
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
