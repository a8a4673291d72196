package shapefile

import (
	"archive/zip"
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/format/formattest"
)

// No bytes break the reader, and all faults are findings. What it reads is the same
// when it is written once and once more.
func FuzzRead(f *testing.F) {
	f.Add(shp(pointAt(1, 2), rings(5, []orb.Point{{0, 0}, {0, 9}, {9, 9}, {0, 0}}, []orb.Point{{1, 2}, {2, 3}, {1, 3}})), dbf(0, oneName, []string{"x"}, []string{"y"}), []byte(prj4548), []byte("GBK"))
	f.Add(shp(record(8, 0., 0., 0., 0., 1, 1., 2.)), dbf(0x4d, []col{{"D", 'D', 8}, {"N", 'N', 5}}, []string{"20260101", "5"}), []byte(""), []byte("936"))
	f.Add(shp(rings(3, []orb.Point{{1, 2}, {3, 4}}, []orb.Point{{1, 2}, {3, 4}})), []byte{}, []byte(prj54), []byte("UTF-8"))
	for sort := range 5 {
		for _, enc := range []string{"GBK", "UTF-8"} {
			layers, _, err := Layers(drawn(rand.New(rand.NewPCG(uint64(sort), 1)), sort), enc)
			if err != nil {
				f.Fatal(err)
			}
			of := layers[0].Files
			f.Add(of[".shp"], of[".dbf"], of[".prj"], of[".cpg"])
		}
	}
	f.Fuzz(func(t *testing.T, shape, table, prj, cpg []byte) {
		var first []feature.Feature
		var err error
		formattest.Bounded(t, len(shape)+len(table)+len(prj)+len(cpg), func() {
			var l *Layer
			l, err = Open(files(map[string][]byte{".shp": shape, ".dbf": table, ".prj": prj, ".cpg": cpg}), "dir/a.shp", "", "")
			if err == nil {
				first, _, err = formattest.All(l)
			}
		})
		formattest.Told(t, err)
		if err == nil {
			again(t, first)
		}
	})
}

// No archive breaks the reader. Members are stored as they are, so that what is
// turned in them is turned in the Shapefile.
func FuzzZip(f *testing.F) {
	for sort := range 5 {
		layers, _, err := Layers(drawn(rand.New(rand.NewPCG(uint64(sort), 1)), sort), "GBK")
		if err != nil {
			f.Fatal(err)
		}
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, ending := range slices.Sorted(maps.Keys(layers[0].Files)) {
			w, err := z.CreateHeader(&zip.FileHeader{Name: "a" + ending})
			if err == nil {
				_, err = w.Write(layers[0].Files[ending])
			}
			if err != nil {
				f.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var all [][]feature.Feature
		formattest.Bounded(t, len(b), func() {
			all = nil
			layers, err := OpenZip(bytes.NewReader(b), int64(len(b)), "a.zip", "", "")
			formattest.Told(t, err)
			for _, l := range layers {
				first, _, err := formattest.All(l)
				formattest.Told(t, err)
				if err == nil {
					all = append(all, first)
				}
			}
		})
		for _, first := range all {
			again(t, first)
		}
	})
}

// again writes features twice, the second time what was read of the first. Both are
// the same; the first differs from what is given at most in what dBASE cannot hold
// and in rings that were left open.
func again(t *testing.T, given []feature.Feature) {
	t.Helper()
	if len(given) == 0 {
		return
	}
	pass := func(features []feature.Feature) []feature.Feature {
		var b bytes.Buffer
		if err := Write(&b, feature.Collection{Features: features}, "UTF-8"); err != nil {
			t.Fatal(err)
		}
		layers, err := OpenZip(bytes.NewReader(b.Bytes()), int64(b.Len()), "a.zip", "", "")
		if err != nil {
			t.Fatal(err)
		}
		var all []feature.Feature
		for _, l := range layers {
			got, refused, err := formattest.All(l)
			if err != nil || len(refused) > 0 {
				t.Fatalf("%v %v", refused, err)
			}
			all = append(all, got...)
		}
		return all
	}
	first := pass(given)
	if len(first) != len(given) {
		t.Fatalf("%d features came back as %d", len(given), len(first))
	}
	formattest.Same(t, pass(first), first)
}
