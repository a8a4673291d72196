package geojson

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/formattest"
)

// oddities are texts that a quick reader could take for something else than they are.
var oddities = []string{
	`{"type":"Feature","id":-0,"geometry":null,"properties":{"a":-0,"b":0.0,"c":-0.0,"d":1E2,"e":9007199254740993.5}}`,
	`{"type":"Feature","id":1e2,"geometry":{"coordinates":[1,2,3],"type":"Point"},"bbox":[1,2,1,2]}`,
	`{"type":"Feature","properties":{"a":1,"a":"b\u00e9\ud800","":[[],{},[true,false,null]],"n":-9223372036854775808,"m":999999999999999999,"k":1234567890123456789}}`,
	`{"type":"Feature","geometry":{"type":"LineString","coordinates":[[0.1,-0.2],[9007199254740993,0.0000000000000000001],[123456.7890123456789,5e-324]]}}`,
	`{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[ [ [ [ 1 , 2 ] , [ 3 , 4 ] ] ] , [[[5,6]]] ]}}`,
	`{"type":"Feature","properties":null,"geometry":{"type":"MultiLineString","coordinates":[[[1,2]],[[3,4],[5,6]]]}}`,
}

// What the quick reader takes is well-formed, and the same as the slow one reads.
func FuzzQuick(f *testing.F) {
	for _, text := range oddities {
		f.Add(text)
	}
	for _, text := range []string{
		`{"type":"Feature","Geometry":{"type":"Point","coordinates":[1,2]}}`, `{"type":"Feature","type":"Point","coordinates":[1,2]}`,
		`{"type":"Feature","geometry":{"type":"Point","coordinates":[01,2]}}`, `{"type":"Feature","properties":{"a":"` + "\xff" + `"}}`,
		`{"type":"Feature","geometry":{"type":"Point","coordinates":[1.,2]}}`, `{"type":"Feature","properties":{"a":nul}}`, `{"type":"Feature",}`,
		`{"type":"Feature","properties":{"a":"\x"}}`, `{"type":"Feature","properties":{"a":1e999}} `, "{\"type\":\"Feature\",\"id\":\"\n\"}",
		`{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[1,2],[3,4]]}}`, `{"type":"Feature","geometry":{"type":"Point","coordinates":[1e,2]}}`,
		`{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2],"coordinates":[3,4]}}`, `{"type":"Feature","id":1,"id":null}`,
		`{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2],"type":"MultiPoint"}}`,
		`{"type":"Feature","typ\u0065":"x"}`, `{"type":"Feature","id":-}`, `{"type":"Feature","properties":{"a":-}}`, `{"type":"Feature"}x`,
		`{"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[]}}`, `{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1]]}}`,
	} {
		f.Add(text)
	}
	q := newQuick()
	f.Fuzz(func(t *testing.T, text string) {
		var sp span
		if n, over := sp.pass([]byte(text), Deepest); !over || sp.depth > 0 || n < len(text)-1 {
			return
		}
		got, ok := q.feature([]byte(text))
		if !ok {
			return
		}
		if fault := syntax([]byte(text), 1, 0); fault != nil {
			t.Fatalf("taken in spite of %v", fault)
		}
		want, fault := decode([]byte(text))
		if fault != nil {
			t.Fatalf("taken in spite of %v", fault)
		}
		same(t, got, want)
	})
}

// same compares also the signs of zeros.
func same(t *testing.T, got, want feature.Feature) {
	t.Helper()
	a, errA := Marshal(got)
	b, errB := Marshal(want)
	if errA != nil || errB != nil || string(a) != string(b) || !reflect.DeepEqual(got, want) {
		t.Fatalf("%s, %v\nwant %s, %v", a, errA, b, errB)
	}
}

// Ordinary features, and odd ones that are well-formed, do go the quick way.
func TestQuickTakes(t *testing.T) {
	texts := oddities
	for _, f := range every {
		if _, ok := f.Geometry.(orb.Collection); ok {
			continue // goes the slow way
		}
		b, err := Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	q := newQuick()
	for _, text := range texts {
		if _, ok := q.feature([]byte(text)); !ok {
			t.Errorf("not taken: %s", text)
		}
	}
}

// Whatever stands across the ends of what is read at once is read whole, and the lines of
// the features are counted through it.
func TestAcrossReads(t *testing.T) {
	long := strings.Repeat("长", ahead)
	for _, sep := range []string{"\n", ",\n"} {
		var b strings.Builder
		n := 0
		for b.Len() < 3*ahead {
			name := long[:3*(n*997%2000)]
			if n == 50 {
				name = long // longer than a read
			}
			if n++; n > 1 {
				b.WriteString(sep)
			}
			fmt.Fprintf(&b, "{\"type\":\"Feature\",\"id\":%d,\n\"properties\":{\"名\":\"%s\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[117.5,35]}}", n, name)
		}
		text := b.String()
		if sep != "\n" {
			text = `{"type":"FeatureCollection","features":[` + text + `]}`
		}
		read := 0
		err := walk(strings.NewReader(text), visitor{feature: func(f feature.Feature, fault *finding.Finding, line int) error {
			if read++; fault != nil || f.ID != fmt.Sprint(read) || line != 2*read-1 || f.Geometry != (orb.Point{117.5, 35}) {
				t.Fatalf("feature %d: %q on line %d, %v", read, f.ID, line, fault)
			}
			return nil
		}})
		if err != nil || read != n {
			t.Errorf("read %d of %d, %v", read, n, err)
		}
	}
}

// A value may be as long and as nested as the limits say, and no more.
func TestLimits(t *testing.T) {
	nested := func(n int) string {
		return `{"features":[` + strings.Repeat("[", n) + strings.Repeat("]", n) + "]}"
	}
	read := func(r io.Reader) string {
		return formattest.Code(walk(r, visitor{feature: func(feature.Feature, *finding.Finding, int) error { return nil }}))
	}
	if code := read(strings.NewReader(nested(Deepest))); code != "" {
		t.Errorf("%d levels: %s", Deepest, code)
	}
	if code := read(strings.NewReader(nested(Deepest + 1))); code != "geojson.too_nested" {
		t.Errorf("%d levels: %q", Deepest+1, code)
	}
	for _, begin := range []string{`{"features":["`, `{"features":[1`, `{"a":"`} {
		if code := read(io.MultiReader(strings.NewReader(begin), io.LimitReader(ones{}, Longest+1))); code != "geojson.too_long" {
			t.Errorf("%s...: %q", begin, code)
		}
	}
}

// ones reads as 1 without end.
type ones struct{}

func (ones) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = '1'
	}
	return len(b), nil
}
