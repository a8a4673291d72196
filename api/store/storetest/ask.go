package storetest

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

func queries(t *testing.T, s store.Store) {
	road := func(id, class string, oneway any, kmh any) feature.Feature {
		return feature.Feature{ID: id, Geometry: orb.LineString{{117, 35}, {117.1, 35}},
			Props: map[string]any{"class": class, "oneway": oneway, "maxspeed_kmh": kmh, "name": "o'brien \"路\""}}
	}
	lake := feature.Feature{ID: "微山湖", Geometry: orb.MultiPolygon{}, Props: map[string]any{"name": "微山湖", "shared": true}}
	wet := feature.Feature{ID: "湖", Geometry: orb.MultiPolygon{{{{117, 35}, {117.1, 35}, {117, 35.1}, {117, 35}}}}}
	save(t, s, atlas.Dataset{Region: atlas.Region{Code: "a"}, Collections: map[feature.Kind]feature.Collection{
		feature.Roads: {Features: []feature.Feature{
			road("3", "primary", int64(0), 60.0), road("1", "primary", int64(1), 60.5), road("2", "track", nil, nil)}},
		feature.Lakes: {Features: []feature.Feature{lake, wet}},
	}})
	whole := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	for _, tc := range []struct {
		name string
		kind feature.Kind
		q    store.Query
		want string
	}{
		{"all, as inserted", feature.Roads, store.Query{}, "[3 1 2]"},
		{"by id, still as inserted", feature.Roads, store.Query{IDs: []string{"2", "3", "none", "2"}}, "[3 2]"},
		{"by Chinese id", feature.Lakes, store.Query{IDs: []string{"微山湖"}}, "[微山湖]"},
		{"by text", feature.Roads, store.Query{Equal: map[string]string{"class": "primary"}}, "[3 1]"},
		{"by text with quotes", feature.Roads, store.Query{Equal: map[string]string{"name": "o'brien \"路\""}}, "[3 1 2]"},
		{"by integer", feature.Roads, store.Query{Equal: map[string]string{"oneway": "1"}}, "[1]"},
		{"by number", feature.Roads, store.Query{Equal: map[string]string{"maxspeed_kmh": "60.5"}}, "[1]"},
		{"by a word where a number stands", feature.Roads, store.Query{Equal: map[string]string{"oneway": "x"}}, "[]"},
		{"by two", feature.Roads, store.Query{Equal: map[string]string{"class": "primary", "maxspeed_kmh": "60"}}, "[3]"},
		{"by true", feature.Lakes, store.Query{Equal: map[string]string{"shared": "true"}}, "[微山湖]"},
		{"by false", feature.Lakes, store.Query{Equal: map[string]string{"shared": "false"}}, "[]"},
		{"empty geometry is in no box", feature.Lakes, store.Query{BBox: &whole}, "[湖]"},
		{"all together", feature.Roads, store.Query{BBox: &whole, IDs: []string{"1", "3"},
			Equal: map[string]string{"class": "primary"}, Offset: 1, Limit: 1}, "[1]"},
	} {
		page := query(t, s, "a", tc.kind, tc.q)
		ids := []string{}
		for _, f := range page.Features {
			ids = append(ids, f.ID)
		}
		if got := fmt.Sprint(ids); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
	for name, q := range map[string]store.Query{
		"a property that is not known": {Equal: map[string]string{"colour": "red"}},
		"SQL in a name":                {Equal: map[string]string{`class" = '' OR "class`: "x"}},
		"a negative limit":             {Limit: -1},
		"a negative offset":            {Offset: -1},
	} {
		if _, err := s.Query(t.Context(), "a", feature.Roads, q); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func boxes(t *testing.T, s store.Store) {
	for seed := range uint64(4) {
		rng := rand.New(rand.NewPCG(seed, 1))
		d := Region("a", seed, 150)
		save(t, s, d)
		for range 60 {
			k := []feature.Kind{feature.Towns, feature.Rivers, feature.Sites, feature.Incidents}[rng.IntN(4)]
			all := d.Collections[k].Features
			b := all[rng.IntN(len(all))].Geometry.Bound()
			switch rng.IntN(5) {
			case 0: // touches in one point
				b = orb.Bound{Min: b.Max, Max: orb.Point{b.Max[0] + 0.01, b.Max[1] + 0.01}}
			case 1: // misses by the least
				x := math.Nextafter(b.Max[0], 180)
				b = orb.Bound{Min: orb.Point{x, b.Min[1]}, Max: orb.Point{x, b.Max[1]}}
			case 2: // a window
				b = b.Pad(rng.Float64() * 0.1)
			case 3: // all there is
				b = b.Pad(10)
			}
			var want []feature.Feature
			for _, f := range all {
				if meets(f.Geometry, b) {
					want = append(want, f)
				}
			}
			page := query(t, s, "a", k, store.Query{BBox: &b})
			if diff := differ(page.Features, want); diff != "" || page.Matched != len(want) {
				t.Fatalf("seed %d: %s in %v: matched %d, want %d: %s", seed, k, b, page.Matched, len(want), diff)
			}
		}
	}
}

func pages(t *testing.T, s store.Store) {
	d := Region("a", 1, 53)
	save(t, s, d)
	box := orb.Bound{Min: orb.Point{117.1, 35}, Max: orb.Point{117.4, 35.2}}
	for _, bbox := range []*orb.Bound{nil, &box} {
		whole := query(t, s, "a", feature.Roads, store.Query{BBox: bbox})
		for _, limit := range []int{1, 7, 52, 53, 54} {
			var got []feature.Feature
			for offset := 0; ; offset += limit {
				page := query(t, s, "a", feature.Roads, store.Query{BBox: bbox, Limit: limit, Offset: offset})
				if page.Matched != whole.Matched {
					t.Fatalf("limit %d, offset %d: matched %d, want %d", limit, offset, page.Matched, whole.Matched)
				}
				if len(page.Features) == 0 {
					break
				}
				if len(page.Features) > limit {
					t.Fatalf("limit %d gave %d", limit, len(page.Features))
				}
				got = append(got, page.Features...)
			}
			if diff := differ(got, whole.Features); diff != "" {
				t.Errorf("limit %d: %s", limit, diff)
			}
		}
		if rest := query(t, s, "a", feature.Roads, store.Query{BBox: bbox, Offset: 5}); differ(rest.Features, whole.Features[5:]) != "" {
			t.Errorf("offset without limit: %s", differ(rest.Features, whole.Features[5:]))
		}
	}
	alone := Region("b", 2, 7) // the one region that has roads
	d.Collections[feature.Roads] = feature.Collection{Schema: d.Collections[feature.Roads].Schema}
	past := query(t, s, "a", feature.Roads, store.Query{Limit: 52}).Next
	save(t, s, d)
	for _, beside := range []string{"nobody", "another region"} {
		for _, q := range []store.Query{{Offset: 1}, {Limit: 5, Offset: 1}, {Limit: 5, After: past}, {Limit: 5}} {
			if page := query(t, s, "a", feature.Roads, q); page.Matched != 0 || len(page.Features) > 0 || page.Next != "" {
				t.Errorf("nothing, beside %s, %+v: %d matched, %d given", beside, q, page.Matched, len(page.Features))
			}
		}
		save(t, s, alone)
	}
	if page := query(t, s, "b", feature.Roads, store.Query{Limit: 5, Offset: 6}); page.Matched != 7 || len(page.Features) != 1 {
		t.Errorf("of the other region: %d matched, %d given", page.Matched, len(page.Features))
	}
}

// snapshot lets readers read while a writer swaps two regions to and fro. Each
// reader must see one of them in whole.
func snapshot(t *testing.T, s store.Store) {
	one, two := Region("a", 1, 40), Region("a", 2, 40)
	save(t, s, one)
	first := load(t, s, "a").Region.Version
	save(t, s, two)
	second := load(t, s, "a").Region.Version
	var stop atomic.Bool
	var readers sync.WaitGroup
	var reads [2]atomic.Int64
	for range 4 {
		readers.Go(func() {
			for !stop.Load() {
				d, err := s.Load(t.Context(), "a")
				if err != nil {
					t.Errorf("a reader failed: %v", err)
					return
				}
				which, want := 0, one
				switch d.Region.Version {
				case second:
					which, want = 1, two
				case first:
				default:
					t.Errorf("a reader saw version %s, which was never saved", d.Region.Version)
					return
				}
				reads[which].Add(1)
				if diff := differs(d, want); diff != "" {
					t.Errorf("a reader saw a mixture: %s", diff)
					return
				}
			}
		})
	}
	for i := range 400 {
		save(t, s, []atlas.Dataset{one, two}[i%2])
		if i >= 12 && reads[0].Load() > 0 && reads[1].Load() > 0 {
			break
		}
	}
	stop.Store(true)
	readers.Wait()
	if reads[0].Load() == 0 || reads[1].Load() == 0 {
		t.Errorf("readers saw the first state %d times and the second %d times, want both", reads[0].Load(), reads[1].Load())
	}
}

// A countdown is a context that is cancelled when it has been looked at so many times.
type countdown struct {
	context.Context
	mu   sync.Mutex
	left int
	done chan struct{}
}

func (c *countdown) look() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left--; c.left == 0 {
		close(c.done)
	}
}

func (c *countdown) Done() <-chan struct{} { c.look(); return c.done }

func (c *countdown) Err() error {
	c.look()
	select {
	case <-c.done:
		return context.Canceled
	default:
		return c.Context.Err()
	}
}
