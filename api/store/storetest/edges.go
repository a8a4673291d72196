package storetest

import (
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/filter"
	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// What languages of queries read otherwise than filter.Eval: days and moments that are
// none or are written oddly, texts that do not sort as they are stored, letters whose case
// is not ASCII's, whole numbers that no fraction hits.
var (
	oddDays = []string{"2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29", "0000-02-29", "2026-04-31", "2026-12-31", "2026-13-01", "2026-00-10",
		"2026-1-02", "2026-01-02 ", " 2026-01-02", "2026-01-02\n", "", "today", "infinity", "10000-01-01"}
	oddMoments = []string{"2026-11-23T08:30:00Z", "2026-11-23T08:30:00.1234567Z", "2026-11-23T08:30:00.123456Z", "2026-11-23T08:30:00.123457Z", "2026-11-23T08:30:00,5Z", "2026-11-23T8:30:00Z",
		"2026-11-23T08:30:60Z", "2026-11-23T24:00:00Z", "2026-11-23T16:30:00+08:00", "2026-11-24T07:30:00+23:00", "2026-11-23T08:30:00", "2026-11-23t08:30:00z",
		"0000-01-01T00:00:00+08:00", "0001-01-01T00:00:00+08:00", "0999-12-31T23:59:59Z", "9999-12-31T23:59:59-08:00", "2026-02-29T00:00:00Z", "now", ""}
	oddTexts   = []string{"a", "A", "ab", "a\x00", "a\x01", "a\x1a", "a\x1a00", "a\x1b", "a\xff", "a\xfe", "é", "É", "ß", "SS", "ss", "K", "k", "İ", "i", `a\`, `a\b`, "a%", "a_", "微山湖", "🛶", "\uffff", ""}
	oddNumbers = []int64{0, 1, -1, 1<<53 - 1, 1 << 53, 1<<53 + 1, -1<<53 - 1, 1<<62 + 1, math.MaxInt64, math.MinInt64}
)

// edges: at the edges of what a value may be a store keeps what filter.Eval keeps.
func edges(t *testing.T, s store.Store) {
	d := atlas.Dataset{Region: atlas.Region{Code: "a"}, Collections: map[feature.Kind]feature.Collection{}}
	name := filter.Property{Name: "name", Of: filter.TextType}
	number := filter.Property{Name: "interval_days", Of: filter.NumberType}
	days := odd(d, feature.Zones, filter.Property{Name: "valid_from", Of: filter.DateType}, oddDays, func(s string) (filter.Value, *finding.Finding) { return filter.NewDate(s) })
	moments := odd(d, feature.Closures, filter.Property{Name: "from", Of: filter.TimeType}, oddMoments, func(s string) (filter.Value, *finding.Finding) { return filter.NewTime(s) })
	texts := odd(d, feature.Sites, name, oddTexts, func(s string) (filter.Value, *finding.Finding) { return filter.Text(s), nil })
	folded := odd(d, feature.Sites, name, oddTexts, func(s string) (filter.Value, *finding.Finding) { return filter.NewFolded(filter.Text(s)) })
	numbers := odd(d, feature.Sites, number, oddNumbers, func(n int64) (filter.Value, *finding.Finding) { return filter.Number(n), nil })
	for _, n := range oddNumbers {
		numbers = append(numbers, filter.Number(float64(n)+0.5), filter.Number(math.Nextafter(float64(n), 0)))
	}
	save(t, s, d)
	ask := func(k feature.Kind, of filter.Value, values []filter.Value) {
		t.Helper()
		for _, e := range about(t, of, values) {
			agree(t, s, k, d.Collections[k].Features, e)
			agree(t, s, k, d.Collections[k].Features, filter.Not{Of: e})
		}
	}
	ask(feature.Zones, filter.Property{Name: "valid_from", Of: filter.DateType}, days)
	ask(feature.Closures, filter.Property{Name: "from", Of: filter.TimeType}, moments)
	ask(feature.Sites, name, texts)
	ask(feature.Sites, filter.Folded{Of: name}, folded)
	ask(feature.Sites, number, numbers)
}

// odd adds a feature for each value, and gives those that make a value of a filter.
func odd[T any](d atlas.Dataset, k feature.Kind, p filter.Property, all []T, read func(T) (filter.Value, *finding.Finding)) (values []filter.Value) {
	c := d.Collections[k]
	c.Schema, _ = feature.SchemaOf(k)
	for _, v := range all {
		c.Features = append(c.Features, feature.Feature{ID: fmt.Sprint(k, len(c.Features)), Props: map[string]any{p.Name: v}})
		if value, fault := read(v); fault == nil {
			values = append(values, value)
		}
	}
	d.Collections[k] = c
	return values
}

// about asks for a value beside each of some others, beside all of them, and for patterns.
func about(t *testing.T, of filter.Value, values []filter.Value) (asked []filter.Expr) {
	add := func(e filter.Expr, fault *finding.Finding) {
		if fault != nil {
			t.Fatal(fault)
		}
		asked = append(asked, e)
	}
	for _, v := range values {
		for _, op := range []filter.Op{filter.Equal, filter.Less, filter.GreaterEqual} {
			add(filter.NewCompare(op, of, v))
		}
		if of.Type() == filter.TextType {
			add(filter.NewLike(of, v))
		}
		if text, ok := v.(filter.Text); ok {
			add(filter.NewLike(of, text+"%"))
			add(filter.NewLike(of, text+"_"))
		}
	}
	add(filter.NewIn(of, values))
	return asked
}

// agree holds a store to filter.Eval, after the first that passes.
func agree(t *testing.T, s store.Store, k feature.Kind, all []feature.Feature, e filter.Expr) {
	t.Helper()
	var want []feature.Feature
	for _, f := range all {
		if filter.Passes(e, f) {
			want = append(want, f)
		}
	}
	page := query(t, s, "a", k, store.Query{Filter: e, Offset: 1})
	if diff := differ(page.Features, want[min(1, len(want)):]); diff != "" || page.Matched != len(want) {
		t.Errorf("%s where %#v: matched %d, want %d: %s", k, e, page.Matched, len(want), diff)
	}
}

// lots: pages of many features, some of which only a look at them decides.
func lots(t *testing.T, s store.Store) {
	schema, _ := feature.SchemaOf(feature.Sites)
	var all, want []feature.Feature
	soon := 0 // how many of the first thousand pass
	e := filter.Compare{Op: filter.Equal, Left: filter.Folded{Of: filter.Property{Name: "name", Of: filter.TextType}}, Right: filter.Folded{Of: filter.Text("É")}}
	for i := range 2600 {
		f := feature.Feature{ID: fmt.Sprint(i), Geometry: orb.Point{117, 35}, Props: map[string]any{"name": []string{"é", "È", "ê", "É", "è"}[i*i%7%5]}}
		if all = append(all, f); filter.Passes(e, f) {
			want = append(want, f)
		}
		if i == 999 {
			soon = len(want)
		}
	}
	save(t, s, atlas.Dataset{Region: atlas.Region{Code: "a"}, Collections: map[feature.Kind]feature.Collection{feature.Sites: {Schema: schema, Features: all}}})
	for _, limit := range []int{400, soon, len(want) - 1, len(want)} {
		walk(t, s, feature.Sites, store.Query{Filter: e, Limit: limit}, want)
		walk(t, s, feature.Sites, store.Query{Limit: limit}, all)
	}
	for _, offset := range []int{900, len(want) - 1, len(want), len(want) + 1} {
		page := query(t, s, "a", feature.Sites, store.Query{Filter: e, Offset: offset, Limit: 7})
		if diff := differ(page.Features, want[min(offset, len(want)):min(offset+7, len(want))]); diff != "" || page.Matched != len(want) {
			t.Errorf("after %d: matched %d, want %d: %s", offset, page.Matched, len(want), diff)
		}
	}
}
