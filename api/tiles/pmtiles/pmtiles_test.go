package pmtiles_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/tiles/pmtiles"
	"xunhu/geo/finding"
)

// The first numbers as the specification lists them, and far ones of the reference implementation's tests.
func TestNumber(t *testing.T) {
	for _, tc := range []struct {
		z      uint8
		x, y   uint32
		number uint64
	}{
		{0, 0, 0, 0}, {1, 0, 0, 1}, {1, 0, 1, 2}, {1, 1, 1, 3}, {1, 1, 0, 4}, {2, 0, 0, 5}, {2, 0, 1, 8}, {2, 1, 1, 7}, {2, 1, 0, 6},
		{12, 3423, 1763, 19078479},
	} {
		if got := pmtiles.Number(tc.z, tc.x, tc.y); got != tc.number {
			t.Errorf("Number(%d, %d, %d) = %d, want %d", tc.z, tc.x, tc.y, got, tc.number)
		}
	}
	for z := range uint8(7) {
		for n := (uint64(1)<<(2*z) - 1) / 3; n < (uint64(1)<<(2*z+2)-1)/3; n++ {
			zz, x, y := pmtiles.Place(n)
			if zz != z || pmtiles.Number(zz, x, y) != n {
				t.Fatalf("tile %d is %d/%d/%d, which is %d", n, zz, x, y, pmtiles.Number(zz, x, y))
			}
		}
	}
	for _, z := range []uint8{20, pmtiles.MaxZoom} {
		x, y := uint32(1)<<z-1, uint32(1)<<(z-1)-3
		if zz, xx, yy := pmtiles.Place(pmtiles.Number(z, x, y)); zz != z || xx != x || yy != y {
			t.Errorf("%d/%d/%d comes back as %d/%d/%d", z, x, y, zz, xx, yy)
		}
	}
}

// write makes an archive of tiles that say their numbers; every seventh is like the others of its kind.
func write(t testing.TB, n uint64) []byte {
	t.Helper()
	scratch, err := os.Create(filepath.Join(t.TempDir(), "scratch"))
	if err != nil {
		t.Fatal(err)
	}
	defer scratch.Close()
	w := pmtiles.NewWriter(scratch)
	for i := range n {
		if err := w.Put(5+2*i, content(5+2*i)); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	h := pmtiles.Header{Kind: pmtiles.MVT, Bound: orb.Bound{Min: orb.Point{-75.8, 38.4}, Max: orb.Point{-74.9, 39.9}}, Center: orb.Point{-75.5, 39}, CenterZoom: 9}
	if err := w.Finish(&out, h, []byte(`{"name":"x"}`)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func content(number uint64) []byte {
	if number%7 == 0 {
		return []byte("the sea")
	}
	return fmt.Appendf(nil, "tile %d", number*number)
}

// What was written is read: with a root alone, and with leaves.
func TestWriteRead(t *testing.T) {
	for _, n := range []uint64{0, 1, 100, 20_000} {
		b := write(t, n)
		a, err := pmtiles.Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		if a.Addressed != n || a.Kind != pmtiles.MVT || a.Bound.Max != (orb.Point{-74.9, 39.9}) || a.Center != (orb.Point{-75.5, 39}) || a.CenterZoom != 9 {
			t.Errorf("%d tiles: header %+v", n, a.Header)
		}
		if m, err := a.Metadata(); err != nil || string(m) != `{"name":"x"}` {
			t.Errorf("metadata %q, %v", m, err)
		}
		next := uint64(5)
		for number, err := range a.Numbers() {
			if err != nil || number != next {
				t.Fatalf("number %d, %v, want %d", number, err, next)
			}
			next += 2
		}
		if next != 5+2*n {
			t.Errorf("%d tiles end before %d", n, next)
		}
		for number := uint64(0); number < 10+2*n; number++ {
			z, x, y := pmtiles.Place(number)
			tile, err := a.Tile(z, x, y)
			if err != nil {
				t.Fatal(err)
			}
			there := number >= 5 && number%2 == 1 && number < 5+2*n
			if there != (tile != nil) {
				t.Fatalf("tile %d: %d bytes", number, len(tile))
			}
			if !there {
				continue
			}
			if plain, err := a.Unpack(tile); err != nil || !bytes.Equal(plain, content(number)) {
				t.Fatalf("tile %d is %q, %v", number, plain, err)
			}
		}
	}
}

// Equal tiles one after another are one entry, and lie in the file once.
func TestRuns(t *testing.T) {
	scratch, err := os.Create(filepath.Join(t.TempDir(), "scratch"))
	if err != nil {
		t.Fatal(err)
	}
	defer scratch.Close()
	w := pmtiles.NewWriter(scratch)
	for i := range uint64(1000) {
		if err := w.Put(i, []byte("land")); err != nil {
			t.Fatal(err)
		}
	}
	if w.Put(999, []byte("again")) == nil {
		t.Error("a tile came twice")
	}
	var out bytes.Buffer
	if err := w.Finish(&out, pmtiles.Header{Kind: pmtiles.MVT}, []byte("{}")); err != nil {
		t.Fatal(err)
	}
	a, err := pmtiles.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if a.Addressed != 1000 || a.Entries != 1 || a.Contents != 1 || a.MinZoom != 0 || a.MaxZoom != 5 {
		t.Errorf("header %+v", a.Header)
	}
}

// What is no archive, or is cut or damaged, is a finding.
func TestBadArchives(t *testing.T) {
	good := write(t, 100)
	changed := func(at int, to byte) []byte {
		b := bytes.Clone(good)
		b[at] = to
		return b
	}
	for _, tc := range []struct {
		name, code string
		bytes      []byte
	}{
		{"empty", "pmtiles.no_archive", nil},
		{"something else", "pmtiles.no_archive", bytes.Repeat([]byte("no tiles "), 100)},
		{"version 2", "pmtiles.version", changed(7, 2)},
		{"cut", "pmtiles.cut", good[:len(good)-1]},
		{"brotli", "pmtiles.compression", changed(98, 3)},
		{"zooms", "pmtiles.damaged", changed(101, 99)},
		{"root", "pmtiles.damaged", changed(127, 0)},
	} {
		_, err := pmtiles.Open(bytes.NewReader(tc.bytes), int64(len(tc.bytes)))
		var f *finding.Finding
		if !errors.As(err, &f) || f.Code != tc.code {
			t.Errorf("%s: %v, want %s", tc.name, err, tc.code)
		}
	}
}

// No bytes bring a reader down.
func FuzzOpen(f *testing.F) {
	f.Add(write(f, 3))
	f.Add(write(f, 100))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := pmtiles.Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		_, _ = a.Metadata()
		n, last := 0, uint64(0)
		for number, err := range a.Numbers() {
			if n++; err != nil || n > 1000 {
				break
			}
			if n > 1 && number <= last {
				t.Fatalf("tile %d after %d", number, last)
			}
			last = number
			z, x, y := pmtiles.Place(number)
			if tile, err := a.Tile(z, x, y); err == nil && tile != nil {
				_, _ = a.Unpack(tile)
			}
		}
	})
}
