package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// Exercise runs the whole suite, or the parts that are named. open gives a new, empty store
// each time and closes it when its test is over.
func Exercise(t *testing.T, open func(t *testing.T) store.Store, only ...string) {
	ran := 0
	for _, part := range []struct {
		name string
		run  func(*testing.T, store.Store)
	}{
		{"what is saved comes back", roundTrip},
		{"an empty store", empty},
		{"save replaces what it holds and nothing else", replaces},
		{"versions follow the contents", versions},
		{"filling row by row", fills},
		{"a bad feature changes nothing", refuses},
		{"a cancelled save changes nothing", cancelled},
		{"insert and update", edits},
		{"edits of one feature", editor},
		{"single queries", queries},
		{"boxes agree with a slow scan", boxes},
		{"pages leave no gap", pages},
		{"filters agree with their evaluation", filters},
		{"filters at the edges of values", edges},
		{"filters over many", lots},
		{"questions that look alike", alike},
		{"pages that follow each other", cursors},
		{"readers see one state", snapshot},
		{"leads live", leadsLive},
		{"of many at once one wins", oneWins},
		{"leads agree with a slow scan", leadQueries},
		{"serials and answers", serials},
		{"roots", rootsSeal},
		{"attachments", attachments},
		{"the ledger", ledgers},
		{"who is told", tellings},
		{"duty times", duties},
		{"reporters", reporters},
		{"people and tokens", register},
		{"accounts", accounts},
		{"closures", closures},
		{"rosters", rosters},
		{"joint patrols", joints},
		{"seeds of plans", seeds},
		{"long work", longWork},
		{"several things as one", asOne},
		{"states", states},
		{"nodes", nodes},
		{"archives of tiles", tilesets},
	} {
		if len(only) > 0 && !slices.Contains(only, part.name) {
			continue
		}
		ran++
		t.Run(part.name, func(t *testing.T) { part.run(t, open(t)) })
	}
	if len(only) > 0 && ran != len(only) {
		t.Errorf("of %q only %d are there", only, ran)
	}
}

func save(t *testing.T, s store.Store, d atlas.Dataset) {
	t.Helper()
	if err := s.Save(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, s store.Store, region string) atlas.Dataset {
	t.Helper()
	d, err := s.Load(t.Context(), region)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func query(t *testing.T, s store.Store, region string, k feature.Kind, q store.Query) store.Page {
	t.Helper()
	p, err := s.Query(t.Context(), region, k, q)
	if err != nil {
		t.Fatalf("Query(%s, %s, %+v): %v", region, k, q, err)
	}
	sameRows(t, s, region, k, q, p)
	return p
}

func roundTrip(t *testing.T, s store.Store) {
	for seed := range uint64(5) {
		want := Region(fmt.Sprint("370481-", seed), seed, 12)
		units := want.Collections[feature.Units].Features
		units[3].Geometry, units[4].Props = nil, nil // a unit whose seat is not known; no property at all
		lakes := want.Collections[feature.Lakes].Features
		lakes[0].Geometry = orb.MultiPolygon{}
		save(t, s, want)
		if diff := differs(load(t, s, want.Region.Code), want); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		for _, k := range []feature.Kind{feature.Incidents, feature.Plans, feature.Closures} {
			page := query(t, s, want.Region.Code, k, store.Query{})
			if diff := differ(page.Features, want.Collections[k].Features); diff != "" {
				t.Fatalf("seed %d: %s: %s", seed, k, diff)
			}
			if _, has := load(t, s, want.Region.Code).Collections[k]; has {
				t.Errorf("Load gives %s, which users made", k)
			}
		}
	}
	// One polygon is an area, one line is lines, and whole numbers are numbers.
	d := atlas.Dataset{Region: atlas.Region{Code: "fit"}, Collections: map[feature.Kind]feature.Collection{
		feature.Towns: {Features: []feature.Feature{{ID: "t", Geometry: orb.Bound{Max: orb.Point{1, 1}}.ToPolygon()}}},
		feature.Plans: {Features: []feature.Feature{{ID: "p", Geometry: orb.LineString{{0, 0}, {1, 1}},
			Props: map[string]any{"days": 3.0, "distance_m": int64(5)}}}},
	}}
	save(t, s, d)
	town := query(t, s, "fit", feature.Towns, store.Query{}).Features[0]
	if got, ok := town.Geometry.(orb.MultiPolygon); !ok || len(got) != 1 {
		t.Errorf("a polygon came back as %v", town.Geometry)
	}
	plan := query(t, s, "fit", feature.Plans, store.Query{}).Features[0]
	if got, ok := plan.Geometry.(orb.MultiLineString); !ok || len(got) != 1 {
		t.Errorf("a line came back as %v", plan.Geometry)
	}
	if plan.Props["days"] != int64(3) || plan.Props["distance_m"] != 5.0 {
		t.Errorf("numbers came back as %#v", plan.Props)
	}
}

func empty(t *testing.T, s store.Store) {
	rs, err := s.Regions(t.Context())
	if err != nil || len(rs) != 0 {
		t.Errorf("Regions() = %v, %v; want none", rs, err)
	}
	f := feature.Feature{ID: "1", Geometry: orb.Point{117, 35}}
	_, atLoad := s.Load(t.Context(), "370481")
	_, atQuery := s.Query(t.Context(), "370481", feature.Towns, store.Query{})
	for name, err := range map[string]error{
		"Load": atLoad, "Query": atQuery,
		"Insert": s.Insert(t.Context(), "370481", feature.Incidents, f),
		"Update": s.Update(t.Context(), "370481", feature.Incidents, f),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s of a missing region = %v, want ErrNotFound", name, err)
		}
	}
	if err := s.Save(t.Context(), atlas.Dataset{}); err == nil {
		t.Error("a region without a code was saved")
	}
	// A region may hold nothing.
	save(t, s, atlas.Dataset{Region: atlas.Region{Code: "b", Name: "乙"}})
	save(t, s, atlas.Dataset{Region: atlas.Region{Code: "a", Name: "甲"}})
	rs, err = s.Regions(t.Context())
	if err != nil || len(rs) != 2 || rs[0].Name != "甲" || rs[1].Name != "乙" {
		t.Errorf("Regions() = %v, %v; want a and b", rs, err)
	}
	if page := query(t, s, "a", feature.Towns, store.Query{}); len(page.Features) != 0 || page.Matched != 0 {
		t.Errorf("an empty collection gave %v", page)
	}
}

func replaces(t *testing.T, s store.Store) {
	a, b := Region("a", 1, 6), Region("b", 2, 6)
	save(t, s, a)
	save(t, s, b)
	fresh := Region("a", 3, 4)
	fresh.Region.Name = "新名"
	save(t, s, only(fresh, feature.Towns))
	want := a
	want.Region = fresh.Region
	want.Collections = map[feature.Kind]feature.Collection{}
	for k, c := range a.Collections {
		want.Collections[k] = c
	}
	want.Collections[feature.Towns] = fresh.Collections[feature.Towns]
	if diff := differs(load(t, s, "a"), want); diff != "" {
		t.Errorf("region a: %s", diff)
	}
	if got := query(t, s, "a", feature.Incidents, store.Query{}).Matched; got != 6 {
		t.Errorf("%d incidents are left of 6", got)
	}
	if diff := differs(load(t, s, "b"), b); diff != "" {
		t.Errorf("region b was touched: %s", diff)
	}
	save(t, s, atlas.Dataset{Region: a.Region, Collections: map[feature.Kind]feature.Collection{feature.Towns: {}}})
	if got := query(t, s, "a", feature.Towns, store.Query{}).Matched; got != 0 {
		t.Errorf("%d towns are left after an empty collection was saved", got)
	}
}

func versions(t *testing.T, s store.Store) {
	version := func(region string) string {
		v := load(t, s, region).Region.Version
		rs, err := s.Regions(t.Context())
		i := slices.IndexFunc(rs, func(r atlas.Region) bool { return r.Code == region })
		if err != nil || i < 0 || rs[i].Version != v || v == "" {
			t.Fatalf("Load says version %q, Regions %v, %v", v, rs, err)
		}
		return v
	}
	d := Region("a", 1, 5)
	save(t, s, d)
	first := version("a")
	save(t, s, d)
	if again := version("a"); again != first {
		t.Errorf("the same contents have versions %s and %s", first, again)
	}
	if err := s.Insert(t.Context(), "a", feature.Incidents, feature.Feature{ID: "new"}); err != nil {
		t.Fatal(err)
	}
	if v := version("a"); v != first {
		t.Error("an incident changed the version of the region")
	}
	town := d.Collections[feature.Towns].Features[2]
	changed := town
	changed.Props = map[string]any{"name": "改名"}
	seen := map[string]bool{first: true}
	for what, do := range map[string]func() error{
		"a changed town":  func() error { return s.Update(t.Context(), "a", feature.Towns, changed) },
		"a new town":      func() error { return s.Insert(t.Context(), "a", feature.Towns, feature.Feature{ID: "x"}) },
		"another picture": func() error { return s.Save(t.Context(), only(Region("a", 9, 5), feature.Lakes)) },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
		if v := version("a"); seen[v] {
			t.Errorf("%s left the version at %s", what, v)
		} else {
			seen[v] = true
		}
	}
	save(t, s, d)
	if back := version("a"); back != first {
		t.Errorf("the old contents have version %s, had %s", back, first)
	}
}

func refuses(t *testing.T, s store.Store) {
	old := Region("a", 1, 8)
	save(t, s, old)
	for name, spoil := range map[string]func(fs []feature.Feature){
		"a point in place of an area":   func(fs []feature.Feature) { fs[50].Geometry = orb.Point{117, 35} },
		"a property that is not known":  func(fs []feature.Feature) { fs[50].Props["colour"] = "red" },
		"a number in place of text":     func(fs []feature.Feature) { fs[50].Props["name"] = 3.0 },
		"an id that is there already":   func(fs []feature.Feature) { fs[50].ID = fs[7].ID },
		"no id":                         func(fs []feature.Feature) { fs[50].ID = "" },
		"a text in place of true/false": func(fs []feature.Feature) { fs[50].Props["shared"] = "yes" },
	} {
		next := only(Region("a", 2, 60), feature.Towns, feature.Lakes)
		spoil(next.Collections[feature.Lakes].Features)
		if err := s.Save(t.Context(), next); err == nil {
			t.Errorf("%s was taken", name)
		}
		if diff := differs(load(t, s, "a"), old); diff != "" {
			t.Errorf("%s: the old region has changed: %s", name, diff)
		}
	}
	if err := s.Save(t.Context(), atlas.Dataset{Region: old.Region,
		Collections: map[feature.Kind]feature.Collection{"streets": {}}}); err == nil {
		t.Error("a kind that does not exist was taken")
	}
	if _, err := s.Query(t.Context(), "a", "streets", store.Query{}); err == nil {
		t.Error("a kind that does not exist was asked for")
	}
}

func cancelled(t *testing.T, s store.Store) {
	old := Region("a", 1, 8)
	save(t, s, old)
	next := Region("a", 2, 400)
	for after := 1; ; after *= 2 {
		ctx := &countdown{Context: t.Context(), left: after, done: make(chan struct{})}
		err := s.Save(ctx, next)
		got := load(t, s, "a")
		if err == nil {
			if after == 1 {
				t.Error("a save that was cancelled at once went through")
			}
			if diff := differs(got, next); diff != "" {
				t.Fatalf("cancelled after %d looks, yet without error: %s", after, diff)
			}
			return
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled after %d looks: %v, want context.Canceled", after, err)
		}
		if diff := differs(got, old); diff != "" {
			t.Fatalf("cancelled after %d looks, the old region has changed: %s", after, diff)
		}
	}
}

func edits(t *testing.T, s store.Store) {
	d := Region("a", 1, 5)
	save(t, s, d)
	save(t, s, Region("b", 2, 5))
	want := slices.Clone(d.Collections[feature.Incidents].Features)
	added := Region("", 7, 2).Collections[feature.Incidents].Features
	added[0].ID, added[1].ID = "new-0", want[1].ID
	if err := s.Insert(t.Context(), "a", feature.Incidents, added[0]); err != nil {
		t.Fatal(err)
	}
	if err := s.Insert(t.Context(), "a", feature.Incidents, added[0]); !errors.Is(err, store.ErrExists) {
		t.Errorf("a second Insert = %v, want ErrExists", err)
	}
	fresh := added[0]
	fresh.ID = "new-1"
	if err := s.Insert(t.Context(), "a", feature.Incidents, fresh, added[0]); !errors.Is(err, store.ErrExists) {
		t.Errorf("an Insert of one that is new and one that is not = %v, want ErrExists and neither", err)
	}
	if err := s.Update(t.Context(), "a", feature.Incidents, added[1]); err != nil {
		t.Fatal(err)
	}
	if err := s.Update(t.Context(), "a", feature.Incidents, feature.Feature{ID: "none"}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Update of a missing feature = %v, want ErrNotFound", err)
	}
	want[1] = added[1]
	want = append(want, added[0])
	if diff := differ(query(t, s, "a", feature.Incidents, store.Query{}).Features, want); diff != "" {
		t.Error(diff)
	}
	if diff := differ(query(t, s, "b", feature.Incidents, store.Query{}).Features,
		Region("b", 2, 5).Collections[feature.Incidents].Features); diff != "" {
		t.Errorf("region b was touched: %s", diff)
	}
	// The index follows: found at the new place, not at the old one.
	moved := feature.Feature{ID: "new-0", Geometry: orb.Point{10, 50}}
	for _, g := range []orb.Geometry{orb.Point{10, 50}, nil, orb.Point{11, 51}} {
		moved.Geometry = g
		if err := s.Update(t.Context(), "a", feature.Incidents, moved); err != nil {
			t.Fatal(err)
		}
		for _, box := range []orb.Bound{{Min: orb.Point{9, 49}, Max: orb.Point{10.5, 50.5}}, {Min: orb.Point{10.5, 50.5}, Max: orb.Point{12, 52}}} {
			found := query(t, s, "a", feature.Incidents, store.Query{BBox: &box}).Matched == 1
			if found != meets(g, box) {
				t.Errorf("moved to %v, found in %v: %v", g, box, found)
			}
		}
	}
}
