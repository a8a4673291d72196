package geojson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/fstest"
)

// benchTexts are collections of two kinds: much geometry, and many properties.
func benchTexts() map[string][]byte {
	rng := rand.New(rand.NewPCG(1, 0))
	texts := map[string][]byte{}
	for _, name := range []string{"lines", "points"} {
		var b bytes.Buffer
		b.WriteString(`{"type":"FeatureCollection","features":[`)
		for i := range 2000 {
			if i > 0 {
				b.WriteString(",\n")
			}
			if name == "points" {
				fmt.Fprintf(&b, `{"type":"Feature","id":"p%d","properties":{"name":"排污口%d","class":"outfall","flow":%g,"depth":%d,"open":true,"note":null,"owner":"镇 \"%d\""},`+
					`"geometry":{"type":"Point","coordinates":[%v,%v]}}`, i, i, rng.Float64(), rng.IntN(100), i, 117+rng.Float64(), 35+rng.Float64())
				continue
			}
			fmt.Fprintf(&b, `{"type":"Feature","id":"r%d","properties":{"class":"tertiary"},"geometry":{"type":"LineString","coordinates":[`, i)
			for k := range 60 {
				if k > 0 {
					b.WriteByte(',')
				}
				fmt.Fprintf(&b, "[%v,%v]", 117+rng.Float64(), 35+rng.Float64())
			}
			b.WriteString("]}}")
		}
		b.WriteString("]}\n")
		texts[name] = b.Bytes()
	}
	return texts
}

// The peer is the standard library, which only takes the text apart.
func BenchmarkRead(b *testing.B) {
	for name, text := range benchTexts() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				l, err := Open(fstest.MapFS{"a.geojson": {Data: text}}, "a.geojson", "")
				if err != nil {
					b.Fatal(err)
				}
				for _, err := range l.Features() {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
		b.Run(name+" by encoding/json", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				var v any
				if err := json.Unmarshal(text, &v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
