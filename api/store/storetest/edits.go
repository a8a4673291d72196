package storetest

import (
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"xunhu/api/store"
	"xunhu/geo/feature"
)

// editor: an edit sees what stands there and puts something in its place, or nothing; who
// fails changes nothing; of many at once none is lost.
func editor(t *testing.T, s store.Store) {
	e, ok := s.(store.Editor)
	if !ok {
		t.Fatal("this store does not edit single features")
	}
	d := Region("a", 5, 3)
	save(t, s, d)
	before := load(t, s, "a").Region.Version
	edit := func(id string, change func(was *feature.Feature) (*feature.Feature, error)) error {
		return e.Edit(t.Context(), "a", feature.Sites, id, store.Signature{Person: "li", At: Monday}, change)
	}
	all := d.Collections[feature.Sites].Features
	stands := func(id string) []feature.Feature {
		return query(t, s, "a", feature.Sites, store.Query{IDs: []string{id}}).Features
	}

	broken := errors.New("no")
	if err := edit(all[0].ID, func(was *feature.Feature) (*feature.Feature, error) {
		if was == nil || differ([]feature.Feature{*was}, all[:1]) != "" {
			t.Errorf("edit was given %+v", was)
		}
		return nil, broken
	}); !errors.Is(err, broken) || len(stands(all[0].ID)) != 1 {
		t.Errorf("an edit that failed: %v", err)
	}
	if err := edit("new", func(was *feature.Feature) (*feature.Feature, error) {
		if was != nil {
			t.Errorf("something stands where nothing does: %+v", was)
		}
		return nil, nil
	}); err != nil || len(stands("new")) != 0 || load(t, s, "a").Region.Version != before {
		t.Errorf("an edit of nothing: %v", err)
	}
	if err := edit("new", func(*feature.Feature) (*feature.Feature, error) { return &all[1], nil }); err != nil || len(stands("new")) != 1 {
		t.Errorf("a new one: %v", err)
	}
	if v := load(t, s, "a").Region.Version; v == before {
		t.Error("the region changed and kept its version")
	}
	if err := edit("new", func(*feature.Feature) (*feature.Feature, error) { return nil, nil }); err != nil || len(stands("new")) != 0 {
		t.Errorf("taken away: %v", err)
	}
	if v := load(t, s, "a").Region.Version; v != before {
		t.Errorf("the region is as it was, its version %s, not %s", v, before)
	}
	if err := e.Edit(t.Context(), "none", feature.Sites, "x", store.Signature{}, func(*feature.Feature) (*feature.Feature, error) { return nil, nil }); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no such region: %v", err)
	}

	// Each that changed something is noted, whoever undid it; those that failed are not.
	noted, err := e.Edits(t.Context(), "a")
	if err != nil || len(noted) != 2 || noted[0].Before != "" || noted[0].After == "" || noted[1].Before != noted[0].After || noted[1].After != "" ||
		noted[0].ID != "new" || noted[0].Kind != feature.Sites || noted[1].Person != "li" || !noted[1].At.Equal(Monday) {
		t.Errorf("noted %+v, %v", noted, err)
	}
	if err := edit(all[0].ID, func(was *feature.Feature) (*feature.Feature, error) { return was, nil }); err != nil {
		t.Error(err)
	}
	if again, err := e.Edits(t.Context(), "a"); err != nil || len(again) != 2 {
		t.Errorf("an edit that changed nothing was noted: %+v, %v", again, err)
	}

	var all20 sync.WaitGroup
	for range 20 {
		all20.Go(func() {
			if err := edit("counted", func(was *feature.Feature) (*feature.Feature, error) {
				is, n := all[2], 0
				if was == nil {
					time.Sleep(50 * time.Millisecond) // the others come meanwhile
				} else {
					n, _ = strconv.Atoi(was.Text("source"))
				}
				is.Props = map[string]any{"name": "n", "class": "other", "source": strconv.Itoa(n + 1)}
				return &is, nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
	all20.Wait()
	if got := stands("counted")[0].Text("source"); got != "20" {
		t.Errorf("of 20 edits at once %s were kept", got)
	}

	other := Region("b", 6, 3)
	save(t, s, other)
	saved := load(t, s, "b").Region.Version
	for _, k := range feature.Regional() { // whatever is kept of a kind, an edit digests it as Save does
		f := other.Collections[k].Features[0]
		changed := f
		changed.Props = map[string]any{"source": "another"}
		for _, is := range []*feature.Feature{&changed, &f} {
			if err := e.Edit(t.Context(), "b", k, f.ID, store.Signature{Person: "wang", At: Monday}, func(*feature.Feature) (*feature.Feature, error) { return is, nil }); err != nil {
				t.Fatal(err)
			}
			if v := load(t, s, "b").Region.Version; (v == saved) != (is == &f) {
				t.Errorf("%s: version %s, saved %s", k, v, saved)
			}
		}
	}
}
