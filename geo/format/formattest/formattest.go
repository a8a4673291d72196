// Package formattest holds what the tests of all formats share: a layer read to
// its end, faults by their codes, bounds of time and memory, and GDAL as a peer.
package formattest

import (
	"errors"
	"iter"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// A Layer is what all readers give.
type Layer interface {
	Features() iter.Seq2[feature.Feature, error]
}

// All reads a layer to its end.
func All(l Layer) (good []feature.Feature, refused []*finding.Finding, err error) {
	for f, err := range l.Features() {
		if r, ok := errors.AsType[feature.Refusal](err); ok {
			refused = append(refused, r.Finding)
		} else if err != nil {
			return good, refused, err
		} else {
			good = append(good, f)
		}
	}
	return good, refused, nil
}

// Read is All with the refusals by their Places.
func Read(l Layer) (good []feature.Feature, refused []string, err error) {
	good, no, err := All(l)
	return good, Places(no), err
}

// Places gives refusals as the place and the code of each.
func Places(refused []*finding.Finding) []string {
	var said []string
	for _, f := range refused {
		said = append(said, f.Where+" "+f.Code)
	}
	return said
}

// Code gives the code of a fault that people can be told, "" for none, and the text
// of any other error.
func Code(err error) string {
	if err == nil {
		return ""
	}
	if f, ok := errors.AsType[*finding.Finding](err); ok {
		return f.Code
	}
	return err.Error()
}

// Told fails the test if an error is no finding: people could not be told of it.
func Told(t testing.TB, err error) {
	t.Helper()
	if _, ok := errors.AsType[*finding.Finding](err); err != nil && !ok {
		t.Errorf("%v is no finding", err)
	}
}

// Same compares features by identity, geometry and the text of their properties:
// of types, a column that mixes them keeps none.
func Same(t testing.TB, got, want []feature.Feature) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d features, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i].ID != want[i].ID || !reflect.DeepEqual(got[i].Geometry, want[i].Geometry) || plain(t, got[i]) != plain(t, want[i]) {
			t.Fatalf("feature %d is\n%#v\nwant\n%#v", i, got[i], want[i])
		}
	}
}

// plain writes the properties that have a value without their types.
func plain(t testing.TB, f feature.Feature) string {
	t.Helper()
	all := ""
	for _, name := range slices.Sorted(maps.Keys(f.Props)) {
		text, err := feature.Plain(f.Props[name])
		if err != nil {
			t.Fatal(err)
		}
		if f.Props[name] != nil {
			all += name + "=" + text + "\n"
		}
	}
	return all
}

// Square is a closed ring, counter-clockwise.
func Square(x, y, d float64) orb.Ring {
	return orb.Ring{{x, y}, {x + d, y}, {x + d, y + d}, {x, y + d}, {x, y}}
}
