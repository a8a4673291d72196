package pmtiles

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"sort"
	"sync"
)

// An entry is a run of equal tiles, or a leaf directory if run is 0.
type entry struct {
	number uint64 // of the first tile
	offset uint64 // among the tiles, or among the leaves
	length uint32
	run    uint32
}

// most is how many bytes a directory may have, inflated: that of some million entries.
const most = 16 << 20

// mostLeaf is the same of a directory below the root: writers keep them small, and many may be asked for.
const mostLeaf = 1 << 20

var (
	errEmpty  = errors.New("a directory of nothing")
	errLarge  = errors.New("larger than a directory may be")
	errBeyond = errors.New("tiles beyond the deepest zoom")
	errOrder  = errors.New("entries out of order")
	errShort  = errors.New("ends too early")
)

// encodeDirectory gives the bytes of entries, in their order.
func encodeDirectory(entries []entry) []byte {
	b := binary.AppendUvarint(nil, uint64(len(entries)))
	last := uint64(0)
	for _, e := range entries {
		b = binary.AppendUvarint(b, e.number-last)
		last = e.number
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.run))
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.length))
	}
	for i, e := range entries {
		if i > 0 && e.offset == entries[i-1].offset+uint64(entries[i-1].length) {
			b = append(b, 0)
			continue
		}
		b = binary.AppendUvarint(b, e.offset+1)
	}
	return b
}

// decodeDirectory reads entries; those that are not in order, or empty, are damage.
func decodeDirectory(b []byte) ([]entry, error) {
	fault := error(nil)
	next := func() uint64 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			fault = errShort
			return 0
		}
		b = b[n:]
		return v
	}
	count := next()
	if fault != nil || count > uint64(len(b))/4 { // each entry has at least four bytes
		return nil, errShort
	}
	entries := make([]entry, count)
	last := uint64(0)
	for i := range entries {
		step := next()
		if i > 0 && step == 0 || last+step < last || last+step >= First(MaxZoom+1) {
			return nil, errOrder
		}
		last += step
		entries[i].number = last
	}
	for i := range entries {
		v := next()
		if v > 1<<31 || i+1 < len(entries) && v > entries[i+1].number-entries[i].number {
			return nil, errOrder
		}
		entries[i].run = uint32(v)
	}
	for i := range entries {
		v := next()
		if fault == nil && (v == 0 || v > 1<<31) {
			return nil, errOrder
		}
		entries[i].length = uint32(v)
	}
	for i := range entries {
		v := next()
		switch {
		case v > 0:
			entries[i].offset = v - 1
		case i == 0:
			return nil, errOrder
		default:
			entries[i].offset = entries[i-1].offset + uint64(entries[i-1].length)
		}
	}
	return entries, fault
}

// find gives the entry that holds a tile, or the leaf in which it would stand.
func find(entries []entry, number uint64) (entry, bool) {
	i := sort.Search(len(entries), func(i int) bool { return entries[i].number > number }) - 1
	if i < 0 {
		return entry{}, false
	}
	e := entries[i]
	return e, e.run == 0 || number-e.number < uint64(e.run)
}

// unpack inflates what is compressed, up to a number of bytes.
func unpack(b []byte, c Compression, most int64) ([]byte, error) {
	if c == Plain {
		if int64(len(b)) > most {
			return nil, errLarge
		}
		return b, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(plain)) > most {
		err = errLarge
	}
	return plain, err
}

// packers are kept, for each is some hundred times as large as most tiles.
var packers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// pack compresses with gzip. The same bytes become the same bytes.
func pack(b []byte) []byte {
	var out bytes.Buffer
	w := packers.Get().(*gzip.Writer)
	defer packers.Put(w)
	w.Reset(&out)
	_, _ = w.Write(b) // into memory
	_ = w.Close()
	return out.Bytes()
}
