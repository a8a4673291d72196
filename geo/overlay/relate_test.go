package overlay

import (
	"errors"
	"testing"

	"github.com/paulmach/orb"
)

// Matrices that one finds by drawing, interior, boundary, exterior row by row.
func TestRelate(t *testing.T) {
	square := func(x, y, n float64) orb.Polygon {
		return orb.Bound{Min: orb.Point{x, y}, Max: orb.Point{x + n, y + n}}.ToPolygon()
	}
	for _, tc := range []struct {
		name string
		a, b orb.Geometry
		want Matrix
	}{
		{"squares overlap", square(0, 0, 2), square(1, 1, 2), "212101212"},
		{"squares share a side", square(0, 0, 1), square(1, 0, 1), "FF2F11212"},
		{"a square in a square", square(1, 1, 1), square(0, 0, 3), "2FF1FF212"},
		{"the same twice", square(0, 0, 1), orb.MultiPolygon{square(0, 0, 1)}, "2FFF1FFF2"},
		{"a point inside", orb.Point{1, 1}, square(0, 0, 2), "0FFFFF212"},
		{"a point on the border", orb.Point{0, 1}, square(0, 0, 2), "F0FFFF212"},
		{"a line through", orb.LineString{{-1, 1}, {3, 1}}, square(0, 0, 2), "101FF0212"},
		{"lines cross", orb.LineString{{0, 0}, {2, 2}}, orb.LineString{{0, 2}, {2, 0}}, "0F1FF0102"},
		{"a collection", orb.Collection{orb.Point{9, 9}, square(0, 0, 2)}, orb.MultiPoint{{1, 1}, {9, 9}}, "0F2FF1FF2"},
	} {
		got, err := Relate(tc.a, tc.b)
		if err != nil || got != tc.want {
			t.Errorf("%s: %s, %v, want %s", tc.name, got, err, tc.want)
		}
	}
	for name, g := range map[string]orb.Geometry{
		"none": nil, "empty": orb.MultiPolygon{}, "crossed": orb.Polygon{{{0, 0}, {1, 1}, {1, 0}, {0, 1}, {0, 0}}},
		"without length": orb.LineString{{1, 1}, {1, 1}}, "an empty collection": orb.Collection{}, "within a collection": orb.Collection{orb.MultiPoint{}},
	} {
		if _, err := Relate(g, square(0, 0, 1)); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
		if err := Valid(g); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMatrixLike(t *testing.T) {
	for _, tc := range []struct {
		pattern string
		want    bool
	}{{"T*F**FFF*", false}, {"T*T***T**", true}, {"2********", true}, {"1********", false}, {"*********", true}, {"T", false}} {
		if got := Matrix("212101212").Like(tc.pattern); got != tc.want {
			t.Errorf("%s: %t", tc.pattern, got)
		}
	}
	if Matrix("FF2F11212").Like("T********") {
		t.Error("F is not T")
	}
}
