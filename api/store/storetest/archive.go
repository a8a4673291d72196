package storetest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/dispatch"
	"xunhu/api/joint"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/geo/feature"
)

// Fleeting are the tables that no archive carries: who is signed in, and links by which passwords are set.
var Fleeting = []string{"sessions", "passes"}

// Lived fills a store with the region "a" in which something of everything that can be kept
// is kept.
func Lived(t *testing.T, s store.Store) {
	t.Helper()
	ctx, w := t.Context(), World()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	d := Region("a", 7, 12)
	delete(d.Collections, feature.Closures) // theirs are counted, and must be true
	save(t, s, d)
	must(s.Insert(ctx, "a", feature.Plans, feature.Feature{ID: "later"}))
	content := strings.Repeat("照片\x00", 300_000)
	sum := sha256.Sum256([]byte(content))
	var leads []dispatch.Lead
	for i := range 3 {
		serial, err := s.Serial(ctx, "a", "2026-10-19")
		must(err)
		c := Reported(t, w, Number(serial), orb.Point{117, 35 + float64(i)/100}, map[string]any{"category": "S03", "source": "12345", "ticket": fmt.Sprint("T", i)})
		c.Reporter = &store.Reporter{Name: "张三丰", Phone: "13800000000", Note: "a\x00b"}
		c.Files = []store.File{{Attachment: store.Attachment{SHA256: hex.EncodeToString(sum[:]), Name: "照片.jpg", Media: "image/jpeg", Person: "p", At: Monday},
			Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}}
		must(s.Keep(ctx, "a", &store.Answer{Person: "p", Key: fmt.Sprint("k", i), Request: "r", Status: 201, Header: map[string]string{"ETag": `"1"`}, Body: []byte("{}"), At: Monday}, c))
		next := Assigned(t, w, c.Lead)
		keep(t, s, next)
		leads = append(leads, next.Lead)
	}
	_, _, err := s.Seal(ctx, "a", Monday)
	must(err)
	for i, l := range leads {
		sent := Fired(t, w, l, dispatch.Command{Event: "note", Kind: "notice", Reason: "通报微山", Actor: Desk, At: Monday.Add(time.Hour)})
		sent.Notice = &store.Notice{ID: fmt.Sprint("N-", i), Lead: l.ID, Kind: "notice", Way: "fax", To: "EXT-370826-EE", By: "desk", Sent: Monday, Due: Monday.AddDate(0, 0, 1)}
		back := Fired(t, w, sent.Lead, dispatch.Command{Event: "note", Kind: "receipt", Reason: "已知悉", Actor: Desk, At: Monday.Add(2 * time.Hour)})
		back.Receipt = &store.Receipt{Notice: sent.Notice.ID, Answer: "known", Name: "微山 李某", By: "desk", At: Monday.Add(2 * time.Hour)}
		keep(t, s, sent, back)
		ruling := back.Lead.Ruling
		ruling.Told, ruling.Versions.Boundaries = []dispatch.Row{{Row: "N4", To: []string{"370481-ZX01", "370481-BM-SW"}}}, "again"
		keep(t, s, Fired(t, w, back.Lead, dispatch.Command{Event: "rerule", Actor: Desk, At: Monday.Add(3 * time.Hour), Reason: "更正", Ruling: &ruling}))
		_, err := s.ReadReporter(ctx, "a", store.Reading{Lead: l.ID, Person: "petition", Reason: "答复", At: Monday})
		must(err)
	}
	_, _, err = s.Seal(ctx, "a", Monday.AddDate(0, 0, 1))
	must(err)
	for _, id := range []string{"li", "wang"} {
		must(s.SavePerson(ctx, "a", people.Person{ID: id, Name: "李", Unit: "ZX01", FrontLine: id == "li"}))
		must(s.AddToken(ctx, "a", people.Token{ID: id, Digest: id + "-digest", Person: id, Created: Monday, Scopes: []people.Scope{people.ScopePlans}}))
	}
	must(s.RevokeToken(ctx, "a", "li", Monday))
	must(s.SetPassword(ctx, "a", "wang", "$argon2id$", Monday))
	must(s.Bar(ctx, "a", "li", true))
	must(s.SaveItem(ctx, "a", people.Item{ID: "boat", Name: "巡湖1号", Seats: 6, Illustration: true}))
	must(s.EnterDuty(ctx, "a", store.Duty{Post: "ZX01", On: true, From: Monday, Reason: "早班", Person: "head", At: Monday}))
	for revision := range 2 {
		must(s.KeepRoster(ctx, "a", nil, store.Roster{ID: "r1", Revision: revision + 1, Units: []string{"ZX01"}, From: "2026-11-30", To: "2026-12-06", Document: []byte(`{"a":1}`), Person: "head", At: Monday},
			people.Absence{ID: "x", Person: "li", From: "2026-12-02", Withdrawn: revision == 1, At: Monday}))
	}
	must(s.KeepJoint(ctx, "a", nil, nil, joint.Record{Patrol: "x", Revision: 1, Event: joint.Invite, Unit: "FJ", Person: "desk", At: Monday, Start: Monday, End: Monday.Add(time.Hour), Asked: []joint.Asked{{Unit: "ZR", Task: "看林地"}}}))
	must(s.SetClosures(ctx, "a", nil, store.Closure{ID: "C1", Where: orb.LineString{{117, 35}, {117.1, 35}}, Reason: "水淹", Person: "li", Set: Monday}))
	must(s.KeepJoint(ctx, "a", nil, nil, joint.Record{Patrol: "j1", Revision: 1, Event: joint.Invite, Unit: "FJ", Person: "head", At: Monday, Subject: "湿地", Asked: []joint.Asked{{Unit: "ZR"}}}))
	must(s.KeepSeeds(ctx, "a", store.Seed{Commitment: "5a7e", Seed: math.MaxUint64, Until: Monday}))
	must(s.AddJob(ctx, "a", nil, store.Job{ID: "x", Kind: "import", Person: "li", Request: []byte(`{}`), Status: store.JobAccepted, Created: Monday, Changed: Monday}, store.JobFile{Role: store.Input, Content: strings.NewReader(content)},
		store.JobFile{Role: "empty", Content: strings.NewReader("")}))
	tiles, bytes := archive("base", 40_000, 'x')
	must(s.KeepTiles(ctx, "a", tiles, strings.NewReader(string(bytes))))
	must(s.(store.Editor).Edit(ctx, "a", feature.Sites, "by-hand", store.Signature{Person: "li", At: Monday}, func(*feature.Feature) (*feature.Feature, error) {
		return &d.Collections[feature.Sites].Features[0], nil
	}))
}

// Moves moves a region from one store to another and looks for what was lost on the way.
func Moves(t *testing.T, from, to store.Store) {
	ctx := t.Context()
	Lived(t, from)
	save(t, from, Region("b", 9, 2)) // stays
	want := dumped(t, from, "a")
	for _, of := range store.Tables() {
		if n := strings.Count(fmt.Sprintln(tablesOf(want)), " "+of.Name+"\n"); n == 0 {
			t.Errorf("nothing of %s was handed over", of.Name)
		}
	}
	broken := errors.New("broken")
	for _, after := range []int{0, 1, len(want) / 2, len(want)} {
		err := to.Restore(ctx, "a", func(put func(store.Entry) error) error {
			for _, e := range want[:after] {
				if err := put(e); err != nil {
					return err
				}
			}
			return broken
		})
		if all, err2 := to.Regions(ctx); !errors.Is(err, broken) || err2 != nil || len(all) != 0 {
			t.Fatalf("broken off after %d: %v; %v, %v", after, err, all, err2)
		}
	}
	move := func() error {
		return to.Restore(ctx, "a", func(put func(store.Entry) error) error { return from.Dump(ctx, "a", put) })
	}
	if err := move(); err != nil {
		t.Fatal(err)
	}
	got := dumped(t, to, "a")
	for i := range min(len(want), len(got)) {
		if !SameEntry(got[i], want[i]) {
			t.Fatalf("row %d: %+v, want %+v", i, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	if a, b := load(t, from, "a"), load(t, to, "a"); a.Region != b.Region || differs(b, a) != "" {
		t.Errorf("%+v, want %+v: %s", b.Region, a.Region, differs(b, a))
	}
	sameLives(t, from, to)
	if err := move(); !errors.Is(err, store.ErrExists) {
		t.Errorf("moved twice: %v", err)
	}
	if err := to.Dump(ctx, "b", func(store.Entry) error { return nil }); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a region that was not moved: %v", err)
	}
}

// sameLives asks both stores the same through the rest of the contract, then lets the lives
// of the moved region go on.
func sameLives(t *testing.T, from, to store.Store) {
	ctx, w := t.Context(), World()
	ask := func(s store.Store) (all []any) {
		t.Helper()
		put := func(v any, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, v)
		}
		put(s.Leads(ctx, "a", store.LeadQuery{Party: "370481-ZX01", Sort: "changed"}))
		put(s.Leads(ctx, "a", store.LeadQuery{Bare: true}))
		put(s.Movements(ctx, "a", 0, 1000))
		put(s.LastMovement(ctx, "a"))
		put(s.Roots(ctx, "a"))
		put(s.Notices(ctx, "a", ""))
		put(s.Owed(ctx, "a", ""))
		put(s.Attachments(ctx, "a", Number(2)))
		put(s.Readings(ctx, "a", Number(3)))
		put(s.People(ctx, "a"))
		put(s.Tokens(ctx, "a"))
		put(s.Account(ctx, "a", "wang"))
		put(s.Account(ctx, "a", "li"))
		put(s.Items(ctx, "a"))
		put(s.Absences(ctx, "a"))
		put(s.Roster(ctx, "a", "r1"))
		put(s.Duties(ctx, "a", store.DutyQuery{}))
		put(s.ClosureChanges(ctx, "a"))
		put(s.Answered(ctx, "a", "p", "k1"))
		var chains []store.Chain
		put(nil, s.Chains(ctx, "a", func(c store.Chain) error { chains = append(chains, c); return nil }))
		put(chains, nil)
		return all
	}
	a, b := ask(from), ask(to)
	for i := range a {
		if !reflect.DeepEqual(a[i], b[i]) {
			t.Errorf("answer %d: %+v, want %+v", i, b[i], a[i])
		}
	}
	_, r, err := to.Content(ctx, "a", Number(1), b[7].([]store.Attachment)[0].SHA256)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, r); err != nil { // proves the digest
		t.Error(err)
	}
	last := b[3].(int64)
	l := lead(t, to, Number(1)).Lead
	if err := to.Keep(ctx, "a", nil, Fired(t, w, l, dispatch.Command{Event: "note", Kind: "measure", Reason: "x", Actor: Desk, At: Monday.Add(4 * time.Hour)}),
		Reported(t, w, Number(50), orb.Point{117, 35}, nil)); err != nil {
		t.Fatal(err)
	}
	if more, err := to.Movements(ctx, "a", last, 10); err != nil || len(more) != 2 {
		t.Errorf("%d records after the last, %v", len(more), err)
	}
	if n, err := to.Serial(ctx, "a", "2026-10-19"); err != nil || n != 4 {
		t.Errorf("the next serial is %d, %v", n, err)
	}
}

func dumped(t *testing.T, s store.Store, region string) (all []store.Entry) {
	t.Helper()
	if err := s.Dump(t.Context(), region, func(e store.Entry) error { all = append(all, e); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

func tablesOf(all []store.Entry) string {
	var b strings.Builder
	for _, e := range all {
		b.WriteString(" " + e.Table + "\n")
	}
	return b.String()
}

// SameEntry tells whether two entries are the same.
func SameEntry(a, b store.Entry) bool {
	if a.Table != b.Table || a.Kind != b.Kind || len(a.Row) != len(b.Row) {
		return false
	}
	for i, x := range a.Row {
		if bs, ok := x.([]byte); ok {
			if other, ok := b.Row[i].([]byte); !ok || !bytes.Equal(bs, other) {
				return false
			}
		} else if x != b.Row[i] {
			return false
		}
	}
	return a.Kind == "" || different(a.Feature, b.Feature) == ""
}
