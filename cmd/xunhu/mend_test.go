package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/store"
	"xunhu/api/store/sqlite"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/coverage"
	"xunhu/geo/demo"
	"xunhu/geo/edition"
	"xunhu/geo/feature"
	"xunhu/geo/intake"
)

// A town whose border was drawn half a metre off is mended: told first, written when
// accepted, and then nothing is wrong; all but the towns concerned stay as they are.
func TestMendTowns(t *testing.T) {
	d := demo.Dataset()
	for i := range d.Collections[feature.Towns].Features {
		if f := &d.Collections[feature.Towns].Features[i]; f.ID == "370481001" {
			f.Geometry = orb.Clone(f.Geometry)
			shift(f.Geometry, 0.000004)
		}
	}
	x := &walker{t: t, data: t.TempDir()}
	keep(t, x.data, d)
	before := load(t, x.data)
	x.run(exitRefused, "check")
	told := x.run(exitDone, "check", "--mend", "1", "--lang", "en")
	if !bytes.Contains(told, []byte("a vertex moves by 0.3")) || !bytes.Contains(told, []byte("(370481001): area")) {
		t.Errorf("told:\n%.1500s", told)
	}
	if now := load(t, x.data); now.Region.Version != before.Region.Version {
		t.Error("written without --accept")
	}
	as := x.collection(x.run(exitDone, "check", "--mend", "1", "--json"))
	if lines := strings.Count(string(told), "\n"); len(as.Features) != lines {
		t.Errorf("%d features, %d lines", len(as.Features), lines)
	}
	x.run(exitDone, "check", "--mend", "1", "--accept")
	if out := x.run(exitDone, "check"); len(out) > 0 {
		t.Errorf("after it:\n%s", out)
	}
	after := load(t, x.data)
	changed := 0
	for k, c := range before.Collections {
		for i, f := range c.Features {
			g := after.Collections[k].Features[i]
			if g.ID != f.ID {
				t.Fatalf("%s/%s is %s", k, f.ID, g.ID)
			}
			if !orb.Equal(f.Geometry, g.Geometry) {
				changed++
				if k != feature.Towns {
					t.Errorf("%s/%s has changed", k, f.ID)
				}
			}
		}
	}
	if changed == 0 || changed > 8 {
		t.Errorf("%d towns changed", changed)
	}
}

// What somebody writes while an import or a mending is made stays.
func TestWrittenMeanwhile(t *testing.T) {
	dir := t.TempDir()
	keep(t, dir, demo.Dataset())
	s, err := sqlite.Open(t.Context(), filepath.Join(dir, storeName))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p := &program{words: io.Discard, lang: words.EN}
	id := demo.Dataset().Collections[feature.Sites].Features[0].ID
	day := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, save := range map[string]func(was atlas.Dataset, had store.Digests) error{
		"import": func(was atlas.Dataset, had store.Digests) error {
			is := atlas.Dataset{Region: was.Region, Collections: maps.Clone(was.Collections)}
			is.Collections[feature.Zones] = feature.Collection{}
			if err := keepImport(t.Context(), s, &was, is, []feature.Kind{feature.Zones}, had); !errors.Is(err, store.ErrStale) {
				return fmt.Errorf("proved against what was no longer so: %w", err)
			}
			if had, err := s.Digests(t.Context(), "370481"); err != nil || keepImport(t.Context(), s, &was, is, []feature.Kind{feature.Zones}, had) != nil {
				return errors.New("refused though nobody had written")
			}
			return nil
		},
		"edition": func(was atlas.Dataset, had store.Digests) error {
			is, err := edition.Amend(was, atlas.On(was, day), day)
			if err != nil {
				return err
			}
			return store.SaveOver(t.Context(), s, intake.Changed(&was, is, []feature.Kind{feature.Towns}), had)
		},
		"mending": func(was atlas.Dataset, had store.Digests) error {
			return p.mended(t.Context(), s, was, had, coverage.Mending{Cells: make([]coverage.Cell, 1)}, true)
		},
		"the same kind": func(was atlas.Dataset, had store.Digests) error {
			is := atlas.Dataset{Region: was.Region, Collections: maps.Clone(was.Collections)}
			is.Collections[feature.Sites] = feature.Collection{}
			if err := store.SaveOver(t.Context(), s, intake.Changed(&was, is, nil), had); !errors.Is(err, store.ErrStale) {
				return fmt.Errorf("what was written meanwhile was undone: %w", err)
			}
			return nil
		},
	} {
		had, err := s.Digests(t.Context(), "370481")
		if err != nil {
			t.Fatal(err)
		}
		was, err := s.Load(t.Context(), "370481")
		if err != nil {
			t.Fatal(err)
		}
		err = s.Edit(t.Context(), "370481", feature.Sites, id, store.Signature{}, func(f *feature.Feature) (*feature.Feature, error) {
			f.Props["name"] = name
			return f, nil
		})
		if err := errors.Join(err, save(was, had)); err != nil {
			t.Fatal(name, err)
		}
		page, err := s.Query(t.Context(), "370481", feature.Sites, store.Query{IDs: []string{id}})
		if err != nil || len(page.Features) != 1 || page.Features[0].Text("name") != name {
			t.Errorf("%s: %v, %v", name, page.Features, err)
		}
		if zones := load(t, dir).Collections[feature.Zones].Features; name == "import" && len(zones) > 0 {
			t.Error("the import was not written")
		}
	}
}

func load(t *testing.T, data string) atlas.Dataset {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(data, "region.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d, err := s.Load(t.Context(), "370481")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range d.Collections {
		slices.SortFunc(c.Features, func(a, b feature.Feature) int { return strings.Compare(a.ID, b.ID) })
	}
	return d
}

func TestMendUsage(t *testing.T) {
	x := &walker{t: t, data: t.TempDir()}
	keep(t, x.data, demo.Dataset())
	x.run(exitFailed, "check", "--mend=-1")
	x.run(exitFailed, "check", "--mend", "101")
	x.run(exitFailed, "check", "--accept")
	x.run(exitDone, "check", "--mend", "1", "--accept") // nothing to do
}
