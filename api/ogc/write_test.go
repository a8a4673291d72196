package ogc

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"github.com/paulmach/orb/encoding/wkb"

	"xunhu/api/store"
	"xunhu/api/store/row"
	"xunhu/geo/feature"
)

// What is written from rows is what encoding/json and orb write of the feature.
func TestWritesAsItIsKept(t *testing.T) {
	for seed := range uint64(2000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		s := feature.Schemas()[rng.IntN(len(feature.Schemas()))]
		f := feature.Feature{ID: someText(rng) + "i", Props: map[string]any{}}
		for _, field := range s.Fields {
			if rng.IntN(4) > 0 {
				f.Props[field.Name] = valueOf(rng, field.Type)
			}
		}
		told := s
		if rng.IntN(3) == 0 {
			told.Fields = told.Fields[1:] // the first is hidden
		}
		of := f
		of.Geometry = shapeOf(rng, s.Shape)
		r, err := row.Made(s, of)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if r.Shape != nil && rng.IntN(2) == 0 { // as PostGIS gives it, in either order of bytes
			if r.Shape, err = ewkb.Marshal(of.Geometry, 4326, []binary.ByteOrder{binary.LittleEndian, binary.BigEndian}[rng.IntN(2)]); err != nil {
				t.Fatal(err)
			}
		}
		in := registered()[rng.IntN(3)]
		if rng.IntN(2) == 0 {
			in = lonLat
		}
		w, err := newWriter(told, in)
		if err != nil {
			t.Fatal(err)
		}
		got, err := w.feature(nil, r)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		var want strings.Builder
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(object(told, of, in)); err != nil {
			t.Fatal(err)
		}
		if string(got)+"\n" != want.String() {
			t.Fatalf("seed %d: written\n%s\nwant\n%s", seed, got, want.String())
		}
	}
}

// Numbers that JSON does not have, which another program may have put into the file, are none.
func TestWritesNoNumber(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got := string(appendCell(nil, feature.Real, store.Cell{Of: store.OfReal, Real: v})); got != "null" {
			t.Errorf("%v is written as %s", v, got)
		}
	}
}

func someText(rng *rand.Rand) string {
	var b strings.Builder
	for range rng.IntN(6) {
		b.WriteString([]string{"微", "a", `"`, `\`, "\n", "\t", "\r", "\b", "\f", "\x00", "\x1a", "\x7f", "\xff", "\xe5\xbe", "\u2028", "\u2029", "<&>", "😀", "\ufffd"}[rng.IntN(19)])
	}
	return b.String()
}

func someNumber(rng *rand.Rand) float64 {
	return []float64{0, 1, -1.5, 117.123456789, 1e-7, -3.25e-9, 1e20, 1e21, 1.7e300, 5e-324, 123456789012345678, rng.NormFloat64() * 100, math.Trunc(rng.NormFloat64() * 1e4)}[rng.IntN(13)]
}

func valueOf(rng *rand.Rand, t feature.Type) any {
	switch t {
	case feature.Integer:
		return rng.Int64() - rng.Int64()
	case feature.Real:
		return someNumber(rng)
	case feature.Boolean:
		return rng.IntN(2) == 0
	case feature.JSON:
		return []any{someText(rng), someNumber(rng), map[string]any{"<b>": nil, "a": true}}
	}
	return someText(rng)
}

func position(rng *rand.Rand) orb.Point {
	if rng.IntN(2) == 0 {
		return orb.Point{rng.Float64() * 180, rng.Float64() * 80}
	}
	return orb.Point{math.Round(rng.Float64()*180e6) / 1e6, math.Round(rng.Float64()*80e6) / 1e6}
}

func shapeOf(rng *rand.Rand, s feature.Shape) orb.Geometry {
	line := func() (l orb.LineString) {
		for range 2 + rng.IntN(4) {
			l = append(l, position(rng))
		}
		return l
	}
	polygon := func() (p orb.Polygon) {
		for range 1 + rng.IntN(2) {
			l := append(line(), position(rng))
			p = append(p, orb.Ring(append(l, l[0])))
		}
		return p
	}
	switch s {
	case feature.Point:
		if rng.IntN(5) == 0 {
			return nil
		}
		return position(rng)
	case feature.Line:
		return line()
	case feature.Lines:
		return orb.MultiLineString{line(), line()}[:1+rng.IntN(2)]
	case feature.Area:
		return orb.MultiPolygon{polygon(), polygon()}[:1+rng.IntN(2)]
	}
	return []orb.Geometry{position(rng), orb.MultiPoint{position(rng), position(rng)}, line(), orb.MultiLineString{line()}, polygon(), orb.MultiPolygon{polygon()},
		orb.Collection{position(rng), line()}, nil}[rng.IntN(8)]
}

// Any bytes become a geometry or an error.
func FuzzGeometry(f *testing.F) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		if g := shapeOf(rng, feature.Any); g != nil {
			b, err := wkb.Marshal(g)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(b)
		}
	}
	w := writer{in: lonLat}
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := w.geometry(nil, b); err == nil && !json.Valid(got) {
			t.Errorf("%s", got)
		}
	})
}
