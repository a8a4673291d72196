package coverage_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/finding"
)

// written makes a coverage and its map.
func written(t *testing.T, cells []coverage.Cell) (*coverage.Coverage, []byte) {
	t.Helper()
	c, err := coverage.New(cells...)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := c.WriteMap(&file); err != nil {
		t.Fatal(err)
	}
	return c, file.Bytes()
}

// A coverage with its map from a file answers as the one that wrote it, wherever in memory
// the file begins, and in whatever order the cells come.
func TestMapFromFile(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 2))
		cells := tiles(rng)
		c, file := written(t, cells)
		file = append(make([]byte, seed%4), file...)[seed%4:]
		rng.Shuffle(len(cells), func(i, k int) { cells[i], cells[k] = cells[k], cells[i] })
		again, err := coverage.NewFromMap(file, cells...)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if checkOwners(t, again, cells, 1); t.Failed() {
			t.Fatalf("seed %d", seed)
		}
		if a, b := again.IndexBytes(), c.IndexBytes(); a != b || !slices.Equal(again.Names(), c.Names()) {
			t.Errorf("seed %d: %d bytes, were %d", seed, a, b)
		}
		var second bytes.Buffer
		if err := again.WriteMap(&second); err != nil || !bytes.Equal(second.Bytes(), file) {
			t.Errorf("seed %d: written again it differs, %v", seed, err)
		}
	}
	if _, file := written(t, nil); file != nil {
		if c, err := coverage.NewFromMap(file); err != nil || len(c.Names()) != 0 {
			t.Errorf("no cells: %v, %v", c, err)
		}
	}
}

// What is not the map of these very cells is refused, and says why.
func TestMapFromFileRefused(t *testing.T) {
	cells := tiles(rand.New(rand.NewPCG(3, 2)))
	_, file := written(t, cells)
	refused := func(name, want string, file []byte, cells []coverage.Cell) {
		t.Helper()
		c, err := coverage.NewFromMap(file, cells...)
		var f *finding.Finding
		if c != nil || !errors.As(err, &f) || f.Code != "coverage."+want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	changed := func(at int, by byte) []byte {
		b := slices.Clone(file)
		b[at] ^= by
		return b
	}
	refused("nothing", "map_foreign", nil, cells)
	refused("a GeoPackage", "map_foreign", []byte("SQLite format 3\x00 and so on, longer than a head"), cells)
	for n := 8; n < len(file); n += 1 + n/16 {
		refused(fmt.Sprintf("cut at %d of %d", n, len(file)), "map_damaged", file[:n], cells)
	}
	refused("too long", "map_damaged", append(slices.Clone(file), 0, 0, 0, 0), cells)
	refused("another version", "map_version", changed(8, 3), cells)
	for at := 12; at < len(file); at += 1 + at/32 {
		refused(fmt.Sprintf("one bit at %d", at), "map_damaged", changed(at, 1<<(at%8)), cells)
	}
	renamed := slices.Clone(cells)
	renamed[1].Name += "x"
	refused("another name", "map_of_others", file, renamed)
	refused("one cell less", "map_of_others", file, cells[1:])
	moved := slices.Clone(cells)
	area := orb.Clone(cells[0].Area).(orb.Polygon)
	area[0][1][0] = math.Nextafter(area[0][1][0], 180)
	moved[0].Area = area
	refused("a vertex moved by a digit", "map_of_others", file, moved)
	refused("a cell without area", "no_area", file, []coverage.Cell{{Name: "a"}})
}
