package main

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"xunhu/api/tiles/pmtiles"
)

// A base map is made of the extract that the region came from, written out, taken again as it
// was written, and taken away; a collection is written as an archive of its own.
func TestBasemap(t *testing.T) {
	x := &walker{t: t, data: t.TempDir()}
	const village = "../../geo/format/osmpbf/testdata/village.osm.pbf"
	x.run(exitFailed, "basemap", village) // nothing to lie beneath
	x.run(exitDone, "import", village, "--no-basemap")
	dir := t.TempDir()
	base, again := filepath.Join(dir, "base.pmtiles"), filepath.Join(dir, "again.pmtiles")
	x.run(exitFailed, "export", "base", "-o", base)
	x.run(exitDone, "basemap", village)
	if !strings.Contains(x.words, "53 tiles") {
		t.Errorf("said %q", x.words)
	}
	x.run(exitDone, "export", "base", "-o", base)
	x.run(exitDone, "basemap", base)
	x.run(exitDone, "export", "base", "-o", again)
	first, second := bytesOf(t, base), bytesOf(t, again)
	if !bytes.Equal(first, second) {
		t.Error("the archive comes back as another")
	}
	x.run(exitFailed, "export", "base", "-o", filepath.Join(dir, "base.geojson"))

	roads := filepath.Join(dir, "roads.pmtiles")
	x.run(exitDone, "export", "roads", "-o", roads)
	b := bytesOf(t, roads)
	a, err := pmtiles.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	at := maptile.At(orb.Point{117.04, 35.02}, 14)
	tile, err := a.Tile(14, at.X, at.Y)
	if err == nil {
		tile, err = a.Unpack(tile)
	}
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.Unmarshal(tile)
	if err != nil || len(layers) != 1 || layers[0].Name != "roads" || layers[0].Features[0].Properties["class"] == nil {
		t.Errorf("%v, %v", layers, err)
	}
	if !a.Bound.Contains(orb.Point{117.04, 35.02}) || a.MaxZoom != 14 {
		t.Errorf("header %+v", a.Header)
	}
	x.run(exitFailed, "export", "codes", "-o", filepath.Join(dir, "codes.pmtiles"))

	bad := func(name string, b []byte) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, b, 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	rotten := bytes.Clone(first)
	rotten[len(rotten)-20] ^= 0xff
	away := bytes.Clone(first)
	for i, e7 := range []uint32{1e7, 1e7, 2e7, 2e7} {
		binary.LittleEndian.PutUint32(away[102+4*i:], e7)
	}
	for want, file := range map[string]string{
		"lies elsewhere":   bad("away.pmtiles", away),
		"is cut off":       bad("cut.pmtiles", first[:len(first)-5]),
		"is damaged":       bad("rotten.pmtiles", rotten),
		"no.osm.pbf":       bad("no.osm.pbf", []byte("<osm/>")),
		"none.pmtiles":     filepath.Join(dir, "none.pmtiles"),
		"tiles of kind 99": bad("kind.pmtiles", append(append(bytes.Clone(first[:99]), 99), first[100:]...)),
	} {
		x.run(exitFailed, "basemap", file)
		if !strings.Contains(x.words, want) || !strings.Contains(x.words, filepath.Base(file)) {
			t.Errorf("%s: said %q", want, x.words)
		}
	}
	x.run(exitDone, "export", "base", "-o", again)
	if !bytes.Equal(first, bytesOf(t, again)) {
		t.Error("a file that was refused has changed what is kept")
	}
	x.run(exitDone, "import", village, "--as", "region", "--dry-run")
	x.run(exitDone, "import", village, "--as", "region")
	if !strings.Contains(x.words, "xunhu basemap "+village) {
		t.Errorf("said %q", x.words)
	}
	x.run(exitDone, "export", "base", "-o", again)
	if !bytes.Equal(first, bytesOf(t, again)) {
		t.Error("an import has changed the base map that was there")
	}
	x.run(exitFailed, "basemap")
	x.run(exitDone, "basemap", "--remove")
	x.run(exitFailed, "basemap", "--remove")
	x.run(exitDone, "import", village, "--as", "region", "--dry-run")
	x.run(exitFailed, "export", "base", "-o", again)
	none := filepath.Join(dir, "none")
	t.Setenv("TMPDIR", none) // where a base map is made
	if x.run(exitDone, "import", village, "--as", "region"); !strings.Contains(x.words, none) || !strings.Contains(x.words, "xunhu basemap "+village) {
		t.Errorf("said %q", x.words)
	}
	t.Setenv("TMPDIR", dir)
	x.run(exitFailed, "export", "base", "-o", again)
	x.run(exitDone, "import", village, "--as", "region") // which lies upon what it was made of
	x.run(exitDone, "export", "base", "-o", again)
	if !bytes.Equal(first, bytesOf(t, again)) {
		t.Error("an import has made another base map")
	}
}

func bytesOf(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
