package pmtiles

import (
	"bytes"
	"errors"
	"testing"
)

// laid makes an archive of a root and leaves that lie one after another.
func laid(root []entry, leaves ...[]byte) *bytes.Reader {
	r := pack(encodeDirectory(root))
	all := bytes.Join(leaves, nil)
	h := Header{internal: Gzip, Tiles: Gzip, Kind: MVT}
	h.root = span{headerSize, uint64(len(r))}
	h.leaves = span{headerSize + uint64(len(r)), uint64(len(all))}
	h.metadata, h.all = span{h.leaves.offset, 0}, span{h.leaves.offset, 0}
	return bytes.NewReader(bytes.Join([][]byte{h.encode(), r, all}, nil))
}

// A leaf of nothing is damage, and so is one that inflates to more than any writer makes.
func TestLeafDamage(t *testing.T) {
	var many []entry
	for i := range uint64(300_000) {
		many = append(many, entry{number: i, length: 1, run: 1})
	}
	for name, tc := range map[string]struct {
		leaf []byte
		why  error
	}{"empty": {pack(encodeDirectory(nil)), errEmpty}, "large": {pack(encodeDirectory(many)), errLarge}} {
		from := laid([]entry{{length: uint32(len(tc.leaf))}, {number: 1 << 20, length: uint32(len(tc.leaf))}}, tc.leaf)
		a, err := Open(from, from.Size())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.Tile(1, 0, 0); !errors.Is(err, tc.why) {
			t.Errorf("%s: %v", name, err)
		}
		var last error
		for _, last = range a.Numbers() { //nolint:revive // the last counts
		}
		if !errors.Is(last, tc.why) {
			t.Errorf("%s, walked: %v", name, last)
		}
	}
}

// Leaves are kept for a while, but not more of them than fit.
func TestLeavesKept(t *testing.T) {
	const each, n = 200_000, 8
	var root []entry
	var leaves [][]byte
	at := uint64(0)
	for i := range uint64(n) {
		part := make([]entry, each)
		for k := range part {
			part[k] = entry{number: i*each + uint64(k), length: 1, run: 1}
		}
		b := pack(encodeDirectory(part))
		root = append(root, entry{number: i * each, offset: at, length: uint32(len(b))})
		leaves, at = append(leaves, b), at+uint64(len(b))
	}
	from := laid(root, leaves...)
	a, err := Open(from, from.Size())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range root {
		if entries, err := a.leaf(e); err != nil || len(entries) != each {
			t.Fatal(len(entries), err)
		}
	}
	kept := 0
	for _, l := range a.leaves {
		kept += len(l)
	}
	if kept != a.kept || kept > mostKept || kept == 0 {
		t.Errorf("%d entries kept, counted as %d", kept, a.kept)
	}
}

// A run that reaches beyond the deepest zoom is damage; one that ends there is not.
func TestRunsBeyond(t *testing.T) {
	for name, tc := range map[string]struct {
		zoom  uint8
		last  entry
		fails bool
	}{
		"to the end":   {2, entry{number: 5, length: 1, run: 16}, false},
		"one too many": {2, entry{number: 5, length: 1, run: 17}, true},
		"all after it": {2, entry{number: 21, length: 1, run: 1}, true},
		"the last one": {MaxZoom, entry{number: First(MaxZoom+1) - 2, length: 1, run: 2}, false},
	} {
		from := laid([]entry{{number: 1, length: 1, run: 2}, tc.last})
		a, err := Open(from, from.Size())
		if err != nil {
			t.Fatal(err)
		}
		a.MaxZoom = tc.zoom
		n := uint64(0)
		for r, broken := range a.Runs() {
			n, err = n+r.Tiles, broken
		}
		if errors.Is(err, errBeyond) != tc.fails || !tc.fails && (err != nil || n != 2+uint64(tc.last.run)) {
			t.Errorf("%s: %d tiles, %v", name, n, err)
		}
	}
}
