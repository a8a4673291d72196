package gpx

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"testing"

	"xunhu/geo/feature"
	"xunhu/geo/format/formattest"
)

// No text breaks the reader; what it reads survives writing and reading.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`<gpx><wpt lat="35" lon="117"><ele>1</ele><time>t</time><name>n</name><extensions><a>b</a></extensions></wpt></gpx>`))
	f.Add([]byte(`<gpx><rte><rtept lat="35" lon="117"/><rtept lat="36" lon="117"><ele>1</ele></rtept></rte></gpx>`))
	f.Add([]byte(`<gpx><trk><name>n</name><trkseg><trkpt lat="35" lon="117"><time>a</time></trkpt><trkpt lat="36" lon="117"><speed>1</speed></trkpt></trkseg></trk></gpx>`))
	f.Add([]byte(`<gpx xmlns:x="urn:xunhu:gpx"><wpt lat="35" lon="117"><extensions><x:value name="n" type="integer">1</x:value><x:value name="l" type="json">[1,{"a":null}]</x:value></extensions></wpt></gpx>`))
	for seed := range uint64(4) {
		var b bytes.Buffer
		if err := Write(&b, random(rand.New(rand.NewPCG(seed, 1)))); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var first []feature.Feature
		var err error
		formattest.Bounded(t, len(b), func() { first, _, err = read(t, string(b)) })
		formattest.Told(t, err)
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := Write(&again, feature.Collection{Features: first}); err != nil {
			t.Fatal(err)
		}
		second, refused, err := read(t, again.String())
		if err != nil || len(refused) > 0 || !reflect.DeepEqual(second, ordered(first)) {
			t.Fatalf("%#v\ncame back as %#v\n%v %v\n%s", first, second, refused, err, again.String())
		}
	})
}
