package pmtiles

import (
	"errors"
	"io"
	"iter"
	"slices"
	"sync"

	"xunhu/geo/finding"
)

const (
	depth      = 4       // of directories, at most
	mostMeta   = 4 << 20 // bytes of metadata, inflated
	mostTile   = 8 << 20 // bytes of a tile, inflated
	keptLeaves = 32
	mostKept   = 1_000_000 // entries in the leaves that are kept
)

// A Reader reads tiles. It may be used by many goroutines if its io.ReaderAt may.
type Reader struct {
	Header
	from io.ReaderAt
	root []entry

	mu     sync.Mutex
	leaves map[uint64][]entry
	order  []uint64 // of leaves, the oldest first
	kept   int      // entries in leaves
}

// Open reads the head of an archive of size bytes.
func Open(r io.ReaderAt, size int64) (*Reader, error) {
	head := make([]byte, min(headerSize, max(size, 0)))
	if err := readAt(r, head, 0); err != nil {
		return nil, err
	}
	h, err := decodeHeader(head, size)
	if err != nil {
		return nil, err
	}
	a := &Reader{Header: h, from: r, leaves: map[uint64][]entry{}}
	if a.root, err = a.directory(h.root, most); err != nil {
		return nil, err
	}
	return a, nil
}

// readAt fills b.
func readAt(r io.ReaderAt, b []byte, at int64) error {
	n, err := r.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if errors.Is(err, io.EOF) {
		return finding.New("pmtiles.cut", "", "need", at+int64(len(b)), "have", at+int64(n))
	}
	return err
}

// section reads and inflates a part of the file; what it finds wrong there is damage.
func (a *Reader) section(s span, c Compression, most int64) ([]byte, error) {
	if s.length > uint64(most) {
		return nil, damaged(s, errLarge)
	}
	b := make([]byte, s.length)
	if err := readAt(a.from, b, int64(s.offset)); err != nil {
		return nil, err
	}
	plain, err := unpack(b, c, most)
	if err != nil {
		return nil, damaged(s, err)
	}
	return plain, nil
}

func damaged(s span, why error) error {
	return finding.New("pmtiles.damaged", "", "byte", s.offset).Because(why)
}

func (a *Reader) directory(s span, most int64) ([]entry, error) {
	b, err := a.section(s, a.internal, most)
	if err != nil {
		return nil, err
	}
	entries, err := decodeDirectory(b)
	if err != nil {
		return nil, damaged(s, err)
	}
	return entries, nil
}

// within gives the place in the file of what an entry points to in a section.
func within(of span, e entry) (span, error) {
	if uint64(e.length) > of.length || e.offset > of.length-uint64(e.length) {
		return span{}, damaged(of, errShort)
	}
	return span{of.offset + e.offset, uint64(e.length)}, nil
}

// leaf gives a directory below the root.
func (a *Reader) leaf(e entry) ([]entry, error) {
	s, err := within(a.Header.leaves, e)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	entries, ok := a.leaves[s.offset]
	a.mu.Unlock()
	if ok {
		return entries, nil
	}
	if entries, err = a.directory(s, mostLeaf); err != nil {
		return nil, err
	}
	if len(entries) == 0 { // many that lead to one such would be walked through for ever
		return nil, damaged(s, errEmpty)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, ok := a.leaves[s.offset]; !ok {
		a.leaves[s.offset], a.order = entries, append(a.order, s.offset)
		a.kept += len(entries)
		for len(a.order) > keptLeaves || a.kept > mostKept {
			a.kept -= len(a.leaves[a.order[0]])
			delete(a.leaves, a.order[0])
			a.order = slices.Delete(a.order, 0, 1)
		}
	}
	return entries, nil
}

// Tile gives a tile as it is kept, compressed as Header.Tiles says; nil if the archive has none there.
func (a *Reader) Tile(z uint8, x, y uint32) ([]byte, error) {
	if z > MaxZoom || uint64(x) >= 1<<z || uint64(y) >= 1<<z {
		return nil, nil
	}
	number, entries := Number(z, x, y), a.root
	for range depth {
		e, ok := find(entries, number)
		if !ok {
			return nil, nil
		}
		if e.run > 0 {
			return a.content(e)
		}
		var err error
		if entries, err = a.leaf(e); err != nil {
			return nil, err
		}
	}
	return nil, damaged(a.Header.leaves, errLarge)
}

func (a *Reader) content(e entry) ([]byte, error) {
	s, err := within(a.all, e)
	if err != nil {
		return nil, err
	}
	if s.length > mostTile {
		return nil, damaged(s, errLarge)
	}
	b := make([]byte, s.length)
	return b, readAt(a.from, b, int64(s.offset))
}

// Unpack gives the plain bytes of a tile as Tile gave it.
func (a *Reader) Unpack(tile []byte) ([]byte, error) {
	plain, err := unpack(tile, a.Tiles, mostTile)
	if err != nil {
		return nil, damaged(a.all, err)
	}
	return plain, nil
}

// Metadata gives the JSON that the archive says of itself.
func (a *Reader) Metadata() ([]byte, error) { return a.section(a.metadata, a.internal, mostMeta) }

// A Run is a tile that the archive has at one number after another.
type Run struct {
	First, Tiles uint64

	of entry
}

// Content gives the tile of a run, as Tile does.
func (a *Reader) Content(r Run) ([]byte, error) { return a.content(r.of) }

// Numbers gives the numbers of all tiles, as Runs does.
func (a *Reader) Numbers() iter.Seq2[uint64, error] {
	return func(yield func(uint64, error) bool) {
		for r, err := range a.Runs() {
			if err != nil {
				yield(0, err)
				return
			}
			for n := range r.Tiles {
				if !yield(r.First+n, nil) {
					return
				}
			}
		}
	}
}

// Runs gives all tiles, in the order of their numbers. Directories that are out of order among each other are damage,
// and so are tiles beyond the deepest zoom that the archive says to have.
func (a *Reader) Runs() iter.Seq2[Run, error] {
	return func(yield func(Run, error) bool) { a.walk(a.root, 1, new(uint64), yield) }
}

// walk hands on the tiles of a directory and those below it; from is the least number that may
// come. It gives false when no more shall come.
func (a *Reader) walk(entries []entry, level int, from *uint64, yield func(Run, error) bool) bool {
	end := First(a.MaxZoom + 1)
	for _, e := range entries {
		if e.number < *from {
			return yield(Run{}, damaged(a.Header.root, errOrder)) && false
		}
		if e.run > 0 {
			if e.number >= end || uint64(e.run) > end-e.number {
				return yield(Run{}, damaged(a.Header.root, errBeyond)) && false
			}
			*from = e.number + uint64(e.run)
			if !yield(Run{e.number, uint64(e.run), e}, nil) {
				return false
			}
			continue
		}
		below, err := []entry(nil), damaged(a.Header.leaves, errLarge)
		if level < depth {
			below, err = a.leaf(e)
		}
		if err != nil {
			return yield(Run{}, err) && false
		}
		if !a.walk(below, level+1, from, yield) {
			return false
		}
	}
	return true
}
