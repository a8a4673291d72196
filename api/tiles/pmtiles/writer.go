package pmtiles

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
)

// rootMost is how many bytes root and header may have together: what a client fetches first.
const rootMost = 16 << 10

// A Writer puts tiles together. Its zero value is of no use: see NewWriter.
type Writer struct {
	scratch io.ReadWriteSeeker
	out     *bufio.Writer
	entries []entry
	known   map[[16]byte]entry // by what is in them
	length  uint64
	tiles   uint64
}

// NewWriter begins an archive. The scratch file is empty and stays the caller's.
func NewWriter(scratch io.ReadWriteSeeker) *Writer {
	return &Writer{scratch: scratch, out: bufio.NewWriterSize(scratch, 1<<18), known: map[[16]byte]entry{}}
}

// Put adds a tile, not compressed. Numbers must rise; empty tiles are left out.
func (w *Writer) Put(number uint64, tile []byte) error {
	if len(tile) == 0 {
		return nil
	}
	if n := len(w.entries); n > 0 {
		if last := &w.entries[n-1]; number < last.number+uint64(last.run) {
			return fmt.Errorf("pmtiles: tile %d after %d", number, last.number+uint64(last.run)-1)
		}
	}
	w.tiles++
	sum := sha256.Sum256(tile)
	key := [16]byte(sum[:16])
	e, ok := w.known[key]
	if !ok {
		packed := pack(tile)
		if _, err := w.out.Write(packed); err != nil {
			return err
		}
		e = entry{offset: w.length, length: uint32(len(packed))}
		w.length += uint64(len(packed))
		w.known[key] = e
	}
	if n := len(w.entries); n > 0 {
		if last := &w.entries[n-1]; last.offset == e.offset && last.number+uint64(last.run) == number {
			last.run++
			return nil
		}
	}
	e.number, e.run = number, 1
	w.entries = append(w.entries, e)
	return nil
}

// Finish writes the archive. Of h it takes what the tiles are and where they lie, its zooms from
// the tiles themselves; metadata is JSON.
func (w *Writer) Finish(to io.Writer, h Header, metadata []byte) error {
	if err := w.out.Flush(); err != nil {
		return err
	}
	if _, err := w.scratch.Seek(0, io.SeekStart); err != nil {
		return err
	}
	root, leaves := w.directories()
	metadata = pack(metadata)
	h.Addressed, h.Entries, h.Contents = w.tiles, uint64(len(w.entries)), uint64(len(w.known))
	h.internal, h.Tiles, h.clustered = Gzip, Gzip, true
	if n := len(w.entries); n > 0 {
		h.MinZoom, _, _ = Place(w.entries[0].number)
		h.MaxZoom, _, _ = Place(w.entries[n-1].number + uint64(w.entries[n-1].run) - 1)
	}
	at := uint64(headerSize)
	for _, s := range []struct {
		to     *span
		length uint64
	}{{&h.root, uint64(len(root))}, {&h.metadata, uint64(len(metadata))}, {&h.leaves, uint64(len(leaves))}, {&h.all, w.length}} {
		*s.to = span{at, s.length}
		at += s.length
	}
	for _, part := range [][]byte{h.encode(), root, metadata, leaves} {
		if _, err := to.Write(part); err != nil {
			return err
		}
	}
	n, err := io.Copy(to, w.scratch)
	if err == nil && uint64(n) != w.length {
		err = errors.New("pmtiles: the scratch file has changed")
	}
	return err
}

// directories packs the entries into a root alone, or into leaves of a size with which their root
// is small enough.
func (w *Writer) directories() (root, leaves []byte) {
	if root = pack(encodeDirectory(w.entries)); len(root)+headerSize <= rootMost {
		return root, nil
	}
	for size := 4096; ; size *= 2 {
		var up []entry
		leaves = leaves[:0]
		for at := 0; at < len(w.entries); at += size {
			part := w.entries[at:min(at+size, len(w.entries))]
			packed := pack(encodeDirectory(part))
			up = append(up, entry{number: part[0].number, offset: uint64(len(leaves)), length: uint32(len(packed))})
			leaves = append(leaves, packed...)
		}
		if root = pack(encodeDirectory(up)); len(root)+headerSize <= rootMost {
			return root, leaves
		}
	}
}
