package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/filter"
	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// filters: whatever the filter, the store keeps what filter.Eval keeps, in pages that
// follow each other, and counts it right.
func filters(t *testing.T, s store.Store) {
	d := Region("a", 3, 40)
	for _, k := range []feature.Kind{feature.Incidents, feature.Closures, feature.Units} {
		all := d.Collections[k].Features
		all[3].Geometry, all[7].Geometry = nil, nil
	}
	crossed := orb.Polygon{{{117, 35}, {117.5, 35.3}, {117.5, 35}, {117, 35.3}, {117, 35}}}
	d.Collections[feature.Lakes].Features[2].Geometry = orb.MultiPolygon{}
	for i := range 8 { // as another program may write them
		d.Collections[feature.Zones].Features[i].Geometry = orb.MultiPolygon{crossed}
		for _, k := range []feature.Kind{feature.Zones, feature.Units, feature.Towns} {
			d.Collections[k].Features[i].Props["valid_from"] = "2026-02-30"
		}
		d.Collections[feature.Closures].Features[i].Props["from"] = "soon"
	}
	save(t, s, d)
	kept, unknown := 0, 0
	for seed := range uint64(120) {
		rng := rand.New(rand.NewPCG(seed, 7))
		schema := feature.Schemas()[rng.IntN(len(feature.Schemas()))]
		if seed%3 == 0 { // whose values are not all what they should be
			schema, _ = feature.SchemaOf(feature.Zones)
		}
		all := d.Collections[schema.Kind].Features
		e := Filter(rng, schema, all, 3)
		var want []feature.Feature
		for _, f := range all {
			switch filter.Eval(e, f) {
			case filter.True:
				want = append(want, f)
			case filter.Unknown:
				unknown++
			}
		}
		if len(want) > 0 && len(want) < len(all) {
			kept++
		}
		page := query(t, s, "a", schema.Kind, store.Query{Filter: e})
		if diff := differ(page.Features, want); diff != "" || page.Matched != len(want) || page.Next != "" {
			t.Fatalf("seed %d: %s where %#v: matched %d, want %d: %s", seed, schema.Kind, e, page.Matched, len(want), diff)
		}
		walk(t, s, schema.Kind, store.Query{Filter: e, Limit: 1 + rng.IntN(9)}, want)
	}
	if kept < 30 || unknown < 250 {
		t.Errorf("only %d filters kept some and not all, %d answers were unknown", kept, unknown)
	}
	wrong := filter.IsNull{Of: filter.Property{Name: "no such", Of: filter.TextType}}
	if _, err := s.Query(t.Context(), "a", feature.Towns, store.Query{Filter: wrong}); !isFinding(err, "store.unknown_property") {
		t.Errorf("a property that the schema lacks: %v", err)
	}
}

// alike: what was counted for one question is not told to another that looks like it: shapes within
// one box, relations to one shape, moments that show the same hour. Each is asked twice, the second
// time of what is remembered.
func alike(t *testing.T, s store.Store) {
	d := Region("a", 1, 0)
	at := func(k feature.Kind, id string, g orb.Geometry, props map[string]any) {
		c := d.Collections[k]
		c.Features = append(c.Features, feature.Feature{ID: id, Geometry: g, Props: props})
		d.Collections[k] = c
	}
	for i, p := range []orb.Point{{117.1, 35.1}, {117.2, 35.2}, {117.8, 35.1}, {117.5, 35.5}, {117.1, 35.8}, {117.2, 35.7}} {
		at(feature.Sites, fmt.Sprint("s", i), p, map[string]any{"name": "x", "class": "outfall"})
		at(feature.Incidents, fmt.Sprint("i", i), p, map[string]any{"occurred_at": fmt.Sprintf("2026-03-01T%02d:00:00Z", 3+i)})
	}
	save(t, s, d)
	triangle, box := orb.Polygon{{{117, 35}, {118, 35}, {117, 36}, {117, 35}}}, orb.Polygon{{{117, 35}, {118, 35}, {118, 36}, {117, 36}, {117, 35}}}
	slit := orb.Polygon{{{117, 35}, {118, 35}, {118, 36}, {117, 36}, {117, 35}}, {{117.05, 35.05}, {117.15, 35.05}, {117.15, 35.15}, {117.05, 35.05}}}
	since := func(offset int) filter.Expr {
		return filter.Compare{Op: filter.GreaterEqual, Left: filter.Property{Name: "occurred_at", Of: filter.TimeType},
			Right: filter.Time{Time: time.Date(2026, 3, 1, 10, 0, 0, 0, time.FixedZone("", offset*3600))}}
	}
	in := func(r filter.Relation, g orb.Geometry) filter.Expr { return filter.Spatial{Relation: r, Shape: g} }
	for range 2 {
		for i, q := range []struct {
			kind feature.Kind
			of   filter.Expr
		}{
			{feature.Sites, in(filter.Intersects, triangle)}, {feature.Sites, in(filter.Within, triangle)}, {feature.Sites, in(filter.Intersects, box)}, {feature.Sites, in(filter.Intersects, slit)},
			{feature.Sites, filter.Not{Of: in(filter.Touches, box)}}, {feature.Incidents, since(8)}, {feature.Incidents, since(5)}, {feature.Incidents, since(2)},
		} {
			want := 0
			for _, f := range d.Collections[q.kind].Features {
				if filter.Passes(q.of, f) {
					want++
				}
			}
			if page := query(t, s, "a", q.kind, store.Query{Filter: q.of, Limit: 1}); page.Matched != want {
				t.Errorf("question %d: matched %d, want %d", i, page.Matched, want)
			}
		}
	}
}

// walk follows Next through all pages, each of which counts all.
func walk(t *testing.T, s store.Store, k feature.Kind, q store.Query, want []feature.Feature) {
	t.Helper()
	var got []feature.Feature
	for {
		page := query(t, s, "a", k, q)
		if got = append(got, page.Features...); page.Matched != len(want) || len(page.Features) > q.Limit || len(got) > len(want) {
			t.Fatalf("%s by %d: a page of %d, matched %d, want %d", k, q.Limit, len(page.Features), page.Matched, len(want))
		}
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	if diff := differ(got, want); diff != "" {
		t.Fatalf("%s by %d: %s", k, q.Limit, diff)
	}
}

// cursors: pages that follow Next leave nothing out and give nothing twice while others
// write, and a cursor that no page gave is refused.
func cursors(t *testing.T, s store.Store) {
	d := Region("a", 1, 20)
	save(t, s, d)
	all := slices.Clone(d.Collections[feature.Incidents].Features)
	first := query(t, s, "a", feature.Incidents, store.Query{Limit: 5})
	added := Feature(rand.New(rand.NewPCG(1, 1)), d.Collections[feature.Incidents].Schema, "added")
	if err := s.Insert(t.Context(), "a", feature.Incidents, added); err != nil {
		t.Fatal(err)
	}
	rest := query(t, s, "a", feature.Incidents, store.Query{After: first.Next, Offset: 3})
	if diff := differ(append(first.Features, rest.Features...), append(all, added)); diff != "" || rest.Matched != 21 {
		t.Errorf("matched %d: %s", rest.Matched, diff)
	}
	for _, cursor := range []string{"x", "-1", "1.5", "99999999999999999999"} {
		if _, err := s.Query(t.Context(), "a", feature.Incidents, store.Query{After: cursor}); !errors.Is(err, store.ErrCursor) {
			t.Errorf("cursor %q: %v", cursor, err)
		}
	}
}

func isFinding(err error, code string) bool {
	var f *finding.Finding
	return errors.As(err, &f) && f.Code == code
}

// Filter makes a filter on features of a schema, at most so deep, whose values mostly are
// those that some feature has.
func Filter(rng *rand.Rand, s feature.Schema, some []feature.Feature, depth int) filter.Expr {
	if depth > 0 && rng.IntN(3) > 0 {
		list := make([]filter.Expr, rng.IntN(4))
		for i := range list {
			list[i] = Filter(rng, s, some, depth-1)
		}
		switch rng.IntN(3) {
		case 0:
			return filter.And(list)
		case 1:
			return filter.Or(list)
		}
		return filter.Not{Of: Filter(rng, s, some, depth-1)}
	}
	for {
		e, fault := leaf(rng, s, some)
		if fault == nil {
			return e
		}
	}
}

func leaf(rng *rand.Rand, s feature.Schema, some []feature.Feature) (filter.Expr, *finding.Finding) {
	all := filter.Properties(s)
	p := all[rng.IntN(len(all))]
	if rng.IntN(6) == 0 {
		p = all[len(all)-1] // the geometry
	}
	v := literal(rng, p, some)
	op := []filter.Op{filter.Equal, filter.Unequal, filter.Less, filter.LessEqual, filter.Greater, filter.GreaterEqual}[rng.IntN(6)]
	switch choice := rng.IntN(8); {
	case p.Of == filter.GeometryType && choice > 0:
		names := filter.Relations()
		return filter.NewSpatial(names[rng.IntN(len(names))], shapeNear(rng, some))
	case choice == 0:
		return filter.IsNull{Of: p}, nil
	case choice == 1:
		return filter.NewIn(p, []filter.Value{v, literal(rng, p, some), literal(rng, p, some)})
	case choice == 2:
		return filter.NewBetween(p, v, literal(rng, p, some))
	case choice == 3 && p.Of == filter.TextType:
		return filter.NewLike(p, pattern(rng, v))
	case choice == 4 && p.Of == filter.TextType:
		a, _ := filter.NewFolded(p)
		b, _ := filter.NewFolded(v)
		return filter.NewCompare(op, a, b)
	case choice == 5 && (p.Of == filter.DateType || p.Of == filter.TimeType):
		names := filter.Temporals()
		ends := []filter.Value{v, literal(rng, p, some), nil, p}
		end := func() filter.Value { return ends[rng.IntN(4)] }
		return filter.NewTemporal(names[rng.IntN(len(names))], filter.Interval{Start: p, End: end()}, filter.Interval{Start: end(), End: end()})
	case choice == 6:
		return filter.NewCompare(op, p, all[rng.IntN(len(all))])
	}
	return filter.NewCompare(op, p, v)
}

// literal makes a value of a property's type, mostly one that a feature has.
func literal(rng *rand.Rand, p filter.Property, some []feature.Feature) filter.Value {
	f := some[rng.IntN(len(some))]
	switch p.Of {
	case filter.NumberType:
		if n, ok := f.Number(p.Name); ok {
			return filter.Number(n + float64(rng.IntN(3)-1))
		}
		return filter.Number(rng.IntN(9))
	case filter.BoolType:
		return filter.Bool(rng.IntN(2) == 0)
	case filter.DateType:
		if d, fault := filter.NewDate(f.Text(p.Name)); fault == nil {
			return d
		}
		return filter.Date("2026-11-23")
	case filter.TimeType:
		if m, fault := filter.NewTime(f.Text(p.Name)); fault == nil {
			return m
		}
		m, _ := filter.NewTime("2026-11-23T08:30:00Z")
		return m
	}
	if p.Name == filter.ID {
		return filter.Text(f.ID)
	}
	return filter.Text(f.Text(p.Name))
}

// pattern makes a pattern of a text: letters become _ or %, or are escaped.
func pattern(rng *rand.Rand, of filter.Value) filter.Value {
	text, _ := of.(filter.Text)
	var b strings.Builder
	for _, r := range string(text) {
		switch rng.IntN(5) {
		case 0:
			b.WriteByte('_')
		case 1:
			b.WriteByte('%')
		case 2:
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	if rng.IntN(3) == 0 {
		b.WriteByte('%')
	}
	return filter.Text(b.String())
}

// shapeNear makes a shape that has something to do with a feature: its own geometry, its
// box, a window about it, a point of it, a line across it.
func shapeNear(rng *rand.Rand, some []feature.Feature) orb.Geometry {
	g := some[rng.IntN(len(some))].Geometry
	for g == nil || g.Bound().IsEmpty() {
		g = some[rng.IntN(len(some))].Geometry
	}
	b := g.Bound()
	switch rng.IntN(5) {
	case 0:
		return g
	case 1:
		return b.Pad(0.05 * rng.Float64()).ToPolygon()
	case 2:
		return b.Min
	case 3:
		return orb.LineString{b.Min, {b.Max[0] + 0.1, b.Max[1] + 0.1}}
	}
	return orb.MultiPolygon{b.Pad(0.01).ToPolygon(), orb.Bound{Min: orb.Point{118, 36}, Max: orb.Point{118 + rng.Float64(), 37}}.ToPolygon()}
}
