package storetest

import (
	"fmt"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// Region makes a region in which every kind, the users' own included, holds n
// features with all their properties, in the shapes of their schemas. Equal
// arguments make equal regions.
func Region(code string, seed uint64, n int) atlas.Dataset {
	rng := rand.New(rand.NewPCG(seed, 0))
	d := atlas.Dataset{
		Region:      atlas.Region{Code: code, Name: "滕州", NameEN: "Tengzhou", Illustration: true, Attribution: "演示数据 / illustration"},
		Collections: map[feature.Kind]feature.Collection{},
	}
	for _, s := range feature.Schemas() {
		c := feature.Collection{Schema: s}
		for i := range n {
			c.Features = append(c.Features, Feature(rng, s, fmt.Sprintf("%s-%d", s.Kind, i)))
		}
		d.Collections[s.Kind] = c
	}
	return d
}

// Feature makes one feature of a schema: mostly all properties, at times one that
// is missing, and values that are apt to be lost: empty and Chinese text, quotes,
// the largest integers, numbers without a short decimal form.
func Feature(rng *rand.Rand, s feature.Schema, id string) feature.Feature {
	f := feature.Feature{ID: id, Geometry: geometry(rng, s.Shape), Props: map[string]any{}}
	for _, field := range s.Fields {
		if !field.Required && rng.IntN(6) == 0 {
			continue
		}
		f.Props[field.Name] = value(rng, field.Type)
	}
	return f
}

func value(rng *rand.Rand, t feature.Type) any {
	switch t {
	case feature.Integer:
		return []int64{0, -1, 7, 1 << 53, 1<<63 - 1, -1 << 63}[rng.IntN(6)]
	case feature.Real:
		return []float64{0, -0.5, 0.1, 1e-300, 117.15000000000001, 3}[rng.IntN(6)]
	case feature.Boolean:
		return rng.IntN(2) == 0
	case feature.Date:
		return fmt.Sprintf("%04d-%02d-%02d", 1990+rng.IntN(50), 1+rng.IntN(12), 1+rng.IntN(28))
	case feature.Time:
		return fmt.Sprintf("2026-11-23T%02d:30:00%s", rng.IntN(24), []string{"Z", "+08:00", "-03:30"}[rng.IntN(3)])
	case feature.JSON:
		return []any{
			[]any{"370481101", "370481102"},
			map[string]any{"reasons": []any{"在镇内", nil, true, 0.25}, "empty": map[string]any{}, "<&>": "\u2028\""},
			[]any{},
		}[rng.IntN(3)]
	}
	return []string{"", "微山湖", "Nánsì Hú", "o'\"brien;--", "a\nb\x00c", "🛶"}[rng.IntN(6)]
}

// geometry makes a small geometry near Tengzhou, of a shape; Any makes each.
func geometry(rng *rand.Rand, s feature.Shape) orb.Geometry {
	at := orb.Point{117 + rng.Float64()*0.5, 34.9 + rng.Float64()*0.4}
	size := rng.Float64() * 0.01
	p := func(x, y float64) orb.Point { return orb.Point{at[0] + x*size, at[1] + y*size} }
	ring := orb.Ring{p(0, 0), p(1, 0), p(1.1, 0.9), p(0, 1), p(0, 0)}
	hole := orb.Ring{p(0.2, 0.2), p(0.3, 0.6), p(0.6, 0.3), p(0.2, 0.2)}
	line := orb.LineString{p(0, 0), p(0.4, 0.9), p(1, 0.2)}
	switch s {
	case feature.Point:
		return at
	case feature.Line:
		return line
	case feature.Lines:
		return orb.MultiLineString{line, {p(2, 2), p(3, 3)}}
	case feature.Area:
		return orb.MultiPolygon{{ring, hole}, {{p(2, 2), p(3, 2), p(3, 3), p(2, 2)}}}
	}
	return []orb.Geometry{at, line, orb.Polygon{ring, hole}, orb.MultiPoint{at, p(1, 1)},
		orb.MultiPolygon{{ring}}, orb.MultiLineString{line}, orb.Collection{at, line}}[rng.IntN(7)]
}
