package kml

import (
	"archive/zip"
	"bytes"
	"io"
	"math/rand/v2"
	"testing"

	"xunhu/geo/feature"
	"xunhu/geo/format/formattest"
)

// No text breaks the reader; what it reads survives writing and reading.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`<kml><Placemark id="a"><name>x</name><Point><coordinates>117,35</coordinates></Point></Placemark></kml>`))
	f.Add([]byte(`<kml><Document><Schema id="s"><SimpleField name="n" type="int"/></Schema><Folder><name>f</name><Placemark><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="n">1</SimpleData></SchemaData><Data name="id"><value>7</value></Data></ExtendedData><Polygon><outerBoundaryIs>` + ring + `</outerBoundaryIs></Polygon></Placemark></Folder></Document></kml>`))
	f.Add([]byte(`<kml><Placemark><Track><when>a</when><when>b</when><coord>1 2 3</coord><coord>1 2 3</coord></Track></Placemark><Placemark><MultiGeometry><Point/></MultiGeometry></Placemark></kml>`))
	f.Add([]byte(`<?xml version="1.0" encoding="gbk"?><!DOCTYPE kml []><kml>&nbsp;<NetworkLink/></kml>`))
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
		if err == nil {
			again(t, first)
		}
	})
}

// No archive breaks the reader. Members are stored as they are, so that what is
// turned in them is turned in the KML.
func FuzzKMZ(f *testing.F) {
	for _, name := range []string{"doc.kml", "files/a.kml"} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.CreateHeader(&zip.FileHeader{Name: name})
		if err == nil {
			_, err = io.WriteString(w, `<kml><Placemark><Point><coordinates>117,35</coordinates></Point></Placemark></kml>`)
		}
		if err == nil {
			err = z.Close()
		}
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	var b bytes.Buffer
	if err := WriteKMZ(&b, random(rand.New(rand.NewPCG(1, 1)))); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		var first []feature.Feature
		var err error
		formattest.Bounded(t, len(b), func() {
			var l *Layer
			if l, err = OpenKMZ(bytes.NewReader(b), int64(len(b)), "a.kmz", ""); err == nil {
				first, _, err = formattest.All(l)
			}
		})
		formattest.Told(t, err)
		if err == nil {
			again(t, first)
		}
	})
}

// again writes features, reads them and compares.
func again(t *testing.T, first []feature.Feature) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, feature.Collection{Features: first}); err != nil {
		t.Fatal(err)
	}
	second, refused, err := read(t, b.String())
	if err != nil || len(refused) > 0 {
		t.Fatalf("%v %v\n%s", refused, err, b.String())
	}
	formattest.Same(t, second, first)
}
