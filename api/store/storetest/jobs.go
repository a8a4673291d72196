package storetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// longWork: jobs with their files, one change after another, and none kept longer than it shall be.
func longWork(t *testing.T, s store.Store) {
	regionA(t, s)
	ctx := t.Context()
	input := strings.Repeat("照片\x00", store.PartSize/7+9)
	j := store.Job{ID: "x", Kind: "plan", Person: "li", Request: []byte(`{"a":"\u0000"}`), Status: store.JobAccepted, Revision: 1, Message: "早", Created: Monday, Changed: Monday}
	if err := s.AddJob(ctx, "a", nil, j, store.JobFile{Role: store.Input, Content: strings.NewReader(input)}, store.JobFile{Role: "empty", Content: strings.NewReader("")}); err != nil {
		t.Fatal(err)
	}
	if err := s.AddJob(ctx, "a", nil, j); !errors.Is(err, store.ErrExists) {
		t.Errorf("twice: %v", err)
	}
	if err := s.AddJob(ctx, "nowhere", nil, j); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("of no region: %v", err)
	}
	broken := errors.New("broken")
	torn := j
	if torn.ID = "torn"; !errors.Is(s.AddJob(ctx, "a", nil, torn, store.JobFile{Role: "r", Content: io.MultiReader(strings.NewReader(input), failing{broken})}), broken) {
		t.Error("half a file was kept")
	}
	got, err := s.Job(ctx, "a", "x")
	if got.Result = nil; err != nil || !reflect.DeepEqual(got, j) {
		t.Errorf("%+v, want %+v: %v", got, j, err)
	}
	for role, want := range map[string]string{store.Input: input, "empty": ""} {
		r, err := s.JobFile(ctx, "a", "x", role)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(r); string(text) != want || err != nil {
			t.Errorf("%s: %d bytes, %v", role, len(text), err)
		}
	}
	if _, err := s.JobFile(ctx, "a", "x", "output"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}

	next := j
	next.Revision, next.Status, next.Attempt, next.Percent, next.Result, next.Started, next.Changed = 2, store.JobRunning, 1, 40, []byte("7"), Monday.Add(time.Second), Monday.Add(time.Second)
	if err := s.ChangeJob(ctx, "a", next); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Job(ctx, "a", "x"); err != nil || !reflect.DeepEqual(got, next) {
		t.Errorf("%+v, want %+v: %v", got, next, err)
	}
	if err := s.ChangeJob(ctx, "a", next); !errors.Is(err, store.ErrStale) {
		t.Errorf("stale: %v", err)
	}
	lost := next
	if lost.ID = "nothing"; !errors.Is(s.ChangeJob(ctx, "a", lost), store.ErrNotFound) {
		t.Error("a job that is not there was changed")
	}
	second := store.Job{ID: "y", Kind: "plan", Person: "wang", Status: store.JobFailed, Created: Monday.Add(time.Minute), Changed: Monday.Add(time.Minute), Ended: Monday, Expires: Monday.Add(time.Hour)}
	if err := s.AddJob(ctx, "a", nil, second, store.JobFile{Role: store.Input, Content: strings.NewReader("a")}, store.JobFile{Role: "output", Content: strings.NewReader("b")}); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		q    store.JobQuery
		want string
		n    int
	}{{store.JobQuery{}, "yx", 2}, {store.JobQuery{Limit: 1}, "y", 2}, {store.JobQuery{Offset: 1}, "x", 2}, {store.JobQuery{Person: "li"}, "x", 1}, {store.JobQuery{Open: true}, "x", 1},
		{store.JobQuery{Changed: Monday.Add(time.Minute)}, "y", 1}} {
		all, n, err := s.Jobs(ctx, "a", tc.q)
		ids := ""
		for _, one := range all {
			ids += one.ID
		}
		if ids != tc.want || n != tc.n || err != nil {
			t.Errorf("%+v: %s of %d, %v", tc.q, ids, n, err)
		}
	}
	third := second
	third.ID, third.Status = "z", store.JobSuccessful
	if err := s.AddJob(ctx, "a", nil, third, store.JobFile{Role: store.Input, Content: strings.NewReader(input)}, store.JobFile{Role: "output", Content: strings.NewReader("b")}); err != nil {
		t.Fatal(err)
	}
	half, err := s.JobFile(ctx, "a", "z", store.Input)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, half, store.PartSize); err != nil {
		t.Fatal(err)
	}
	before, err := s.Pulse(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	has := func(id, role string) bool { _, err := s.JobFile(ctx, "a", id, role); return err == nil }
	if n, err := s.ForgetJobs(ctx, "a", Monday.Add(time.Hour)); n != 0 || err != nil || !has("y", store.Input) || has("z", store.Input) || !has("y", "output") || !has("z", "output") {
		t.Errorf("before their time: %d, %v; what the failed and the successful one was given is there: %v, %v; what came of them: %v, %v", n, err,
			has("y", store.Input), has("z", store.Input), has("y", "output"), has("z", "output"))
	}
	if rest, err := io.ReadAll(half); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a file that was forgotten while it was read: %d bytes more, %v", len(rest), err)
	}
	if n, err := s.ForgetJobs(ctx, "a", Monday.Add(time.Hour+time.Second)); n != 2 || err != nil || has("y", store.Input) || has("z", "output") {
		t.Errorf("%d, %v", n, err)
	}
	if after, err := s.Pulse(ctx, "a"); err != nil || after.Jobs == before.Jobs || after.Version != before.Version {
		t.Errorf("%+v, was %+v: %v", after, before, err)
	}
	if _, err := s.Job(ctx, "a", "x"); err != nil {
		t.Error(err)
	}
}

// failing is a reader that fails.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// asOne: what is done through one unit is there whole or not at all, and rows that somebody has changed meanwhile show.
func asOne(t *testing.T, s store.Store) {
	save(t, s, Region("a", 7, 2))
	ctx, broken := t.Context(), errors.New("broken")
	plan := func(id string) feature.Feature { return feature.Feature{ID: id, Props: map[string]any{"unit": id}} }
	several := func(inside store.Store) error {
		n, err := inside.Serial(ctx, "a", "2026-10-19")
		if err != nil || n != 1 {
			t.Errorf("serial %d, %v", n, err)
		}
		if err := inside.Insert(ctx, "a", feature.Plans, plan("p")); err != nil {
			return err
		}
		if err := inside.KeepSeeds(ctx, "a", store.Seed{Commitment: "c", Until: Monday}); err != nil {
			return err
		}
		if page, err := inside.Query(ctx, "a", feature.Plans, store.Query{IDs: []string{"p"}}); err != nil || page.Matched != 1 {
			t.Errorf("not seen within: %d, %v", page.Matched, err)
		}
		return inside.AddJob(ctx, "a", nil, store.Job{ID: "j", Created: Monday, Changed: Monday})
	}
	there := func() (n int) {
		page, err := s.Query(ctx, "a", feature.Plans, store.Query{IDs: []string{"p"}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.SeedOf(ctx, "a", "c"); err == nil {
			n++
		}
		if _, err := s.Job(ctx, "a", "j"); err == nil {
			n++
		}
		return n + page.Matched
	}
	err := s.Whole(ctx, "", func(inside store.Store, tx any) error {
		if tx == nil {
			t.Error("no transaction")
		}
		if err := several(inside); err != nil {
			t.Error(err)
		}
		return broken
	})
	if !errors.Is(err, broken) || there() != 0 {
		t.Errorf("%v, %d things are there", err, there())
	}
	if err := s.Whole(ctx, "", func(inside store.Store, _ any) error { return several(inside) }); err != nil || there() != 3 {
		t.Errorf("%v, %d things are there", err, there())
	}
	err = s.Whole(ctx, "", func(inside store.Store, _ any) error { // which counts what it has written
		for n := range 3 {
			if err := inside.Insert(ctx, "a", feature.Plans, plan(fmt.Sprint("more", n))); err != nil {
				return err
			}
			if page, err := inside.Query(ctx, "a", feature.Plans, store.Query{Limit: 1}); err != nil || page.Matched != 4+n {
				t.Errorf("%d plans, %v; want %d", page.Matched, err, 4+n)
			}
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Error(err)
	}
	ended, cancel := context.WithCancel(ctx)
	err = s.Whole(ended, "", func(inside store.Store, _ any) error {
		cancel()
		return inside.Insert(ended, "a", feature.Plans, plan("late"))
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}

	was, err := s.Digests(ctx, "a")
	if err != nil || was[feature.Towns] == "" {
		t.Fatal(was, err)
	}
	if err := s.Insert(ctx, "a", feature.Sites, feature.Feature{ID: "new"}); err != nil {
		t.Fatal(err)
	}
	err = s.Whole(ctx, "", func(inside store.Store, _ any) error {
		if err := store.StillAs(ctx, inside, "a", was, feature.Towns); err != nil {
			t.Errorf("towns: %v", err)
		}
		return store.StillAs(ctx, inside, "a", was, feature.Towns, feature.Sites)
	})
	if !errors.Is(err, store.ErrStale) {
		t.Error(err)
	}

	// Whoever holds towns alone may write them though the sites have changed, unless it asks for those too.
	read, err := s.Load(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	read.Collections = map[feature.Kind]feature.Collection{feature.Towns: read.Collections[feature.Towns]}
	var f *finding.Finding
	if err := store.StillAs(ctx, s, "a", was, feature.Regional()...); !errors.Is(err, store.ErrStale) || !errors.As(err, &f) || f.Args["kind"] != kindName(feature.Sites) {
		t.Errorf("over what has changed: %v", err)
	}
	if err := store.SaveOver(ctx, s, read, was); err != nil {
		t.Error(err)
	}

	// Of those who name one lock, one goes on after the other.
	var in, together atomic.Int32
	done := make(chan error)
	for range 4 {
		go func() {
			done <- s.Whole(ctx, "lock", func(store.Store, any) error {
				if in.Add(1) > 1 {
					together.Add(1)
				}
				time.Sleep(5 * time.Millisecond)
				in.Add(-1)
				return nil
			})
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if together.Load() > 0 {
		t.Error("two were within at once")
	}
}

// states: while a state is the same nobody has written, and whatever is written makes another.
func states(t *testing.T, s store.Store) {
	regionA(t, s)
	standing := false // asked the other way
	state := func() string {
		t.Helper()
		is, err := s.State(t.Context())
		if standing {
			var all []atlas.Region
			if all, is, err = s.Standing(t.Context()); len(all) != 1 || all[0].Code != "a" {
				t.Errorf("regions %v", all)
			}
		}
		if err != nil || is == "" {
			t.Fatalf("%q, %v", is, err)
		}
		return is
	}
	same := false
	for range 20 { // on a server of databases, others may write meanwhile
		standing = false
		was := state()
		standing = true
		one, other := state(), state()
		if same = one == was && other == was; same {
			break
		}
	}
	if !same {
		t.Error("each look finds another state")
	}
	seen := map[string]bool{state(): true}
	for i := range 3 {
		if err := s.Insert(t.Context(), "a", feature.Plans, feature.Feature{ID: fmt.Sprint("p", i), Props: map[string]any{"unit": "u"}}); err != nil {
			t.Fatal(err)
		}
		if is := state(); seen[is] {
			t.Errorf("state %s has come again", is)
		}
		seen[state()] = true
		standing = !standing
		seen[state()] = true
	}
}

// nodes: programs know of one another as long as they run, and hear of what is written.
func nodes(t *testing.T, s store.Store) {
	regionA(t, s)
	one, end := context.WithCancel(t.Context())
	rung := make(chan struct{}, 100)
	if err := s.Join(one, "one", func() { rung <- struct{}{} }); err != nil {
		t.Fatal(err)
	}
	if err := s.Join(t.Context(), "two", func() {}); err != nil {
		t.Fatal(err)
	}
	living := func() int {
		all, err := s.Living(t.Context(), "one", "two", "three")
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	if living() != 2 {
		t.Errorf("%d live", living())
	}
	before, err := s.Pulse(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	for len(rung) > 0 {
		<-rung
	}
	if err := s.Insert(t.Context(), "a", feature.Sites, feature.Feature{ID: "new"}); err != nil {
		t.Fatal(err)
	}
	<-rung
	if after, err := s.Pulse(t.Context(), "a"); err != nil || after.Version == before.Version || after.Jobs != before.Jobs || after.Moved != before.Moved {
		t.Errorf("%+v, was %+v: %v", after, before, err)
	}
	end()
	for range 1000 {
		if living() == 1 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if living() != 1 {
		t.Errorf("%d live", living())
	}
	if _, err := s.Pulse(t.Context(), "nowhere"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}

func kindName(k feature.Kind) finding.Name {
	schema, _ := feature.SchemaOf(k)
	return finding.Name{ZH: schema.ZH, EN: schema.EN}
}
