package tiles

import (
	"bufio"
	"cmp"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// A Scratch is a file that nobody else needs.
type Scratch interface {
	io.ReadWriteSeeker
	io.ReaderAt
	io.Closer
}

// A sorter puts pieces in the order of their tiles, layers and ranks; those alike stay in the
// order in which they came. It holds a number of bytes; what is more goes to scratch files.
type sorter struct {
	scratch func() (Scratch, error)
	most    int

	bytes []byte
	kept  []sorted
	runs  []Scratch
	count int // of all pieces
}

// sorted is where a piece stands in the order, and where its bytes are.
type sorted struct {
	number     uint64 // of the tile
	layer      uint8
	rank       int32
	begin, end int
}

func (s sorted) compare(o sorted) int {
	return cmp.Or(cmp.Compare(s.number, o.number), cmp.Compare(s.layer, o.layer), cmp.Compare(s.rank, o.rank))
}

// put takes a piece.
func (s *sorter) put(number uint64, layer uint8, rank int32, d drawn) error {
	s.count++
	begin := len(s.bytes)
	s.bytes = binary.AppendUvarint(s.bytes, d.id)
	s.bytes = append(s.bytes, d.kind)
	s.bytes = binary.AppendUvarint(s.bytes, uint64(len(d.shape)))
	s.bytes = append(append(s.bytes, d.shape...), d.props...)
	s.kept = append(s.kept, sorted{number, layer, rank, begin, len(s.bytes)})
	if len(s.bytes)+40*len(s.kept) < s.most {
		return nil
	}
	return s.spill()
}

// spill writes what is held to a file of its own.
func (s *sorter) spill() error {
	f, err := s.scratch()
	if err != nil {
		return err
	}
	s.runs = append(s.runs, f)
	slices.SortStableFunc(s.kept, sorted.compare)
	w := bufio.NewWriterSize(f, 1<<18)
	var head []byte
	for _, k := range s.kept {
		head = binary.AppendUvarint(head[:0], k.number)
		head = append(head, k.layer)
		head = binary.AppendVarint(head, int64(k.rank))
		head = binary.AppendUvarint(head, uint64(k.end-k.begin))
		_, _ = w.Write(head) // Flush has the error
		_, _ = w.Write(s.bytes[k.begin:k.end])
	}
	s.bytes, s.kept = s.bytes[:0], s.kept[:0]
	return w.Flush()
}

// close throws the files away.
func (s *sorter) close() error {
	var errs []error
	for _, f := range s.runs {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

// each hands on all pieces in their order. Of a piece nothing may be kept.
func (s *sorter) each(take func(at sorted, d drawn) error) error {
	slices.SortStableFunc(s.kept, sorted.compare)
	var all sources
	for i, f := range s.runs {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		all = append(all, &source{order: i, from: bufio.NewReaderSize(f, 1<<17)})
	}
	all = append(all, &source{order: len(s.runs), held: s})
	for i := 0; i < len(all); {
		more, err := all[i].next()
		if err != nil {
			return err
		}
		if !more {
			all = slices.Delete(all, i, i+1)
			continue
		}
		i++
	}
	heap.Init(&all)
	for len(all) > 0 {
		first := all[0]
		d, err := first.piece()
		if err == nil {
			err = take(first.at, d)
		}
		if err != nil {
			return err
		}
		more, err := first.next()
		if err != nil {
			return err
		}
		if more {
			heap.Fix(&all, 0)
		} else {
			heap.Pop(&all)
		}
	}
	return nil
}

// A source is one sorted run: a file, or what is held.
type source struct {
	order int // of the runs: what came earlier
	from  *bufio.Reader
	held  *sorter
	i     int

	at    sorted
	bytes []byte
}

// next goes to the next piece, if there is one.
func (s *source) next() (more bool, err error) {
	if s.held != nil {
		if s.i == len(s.held.kept) {
			return false, nil
		}
		s.at = s.held.kept[s.i]
		s.bytes = s.held.bytes[s.at.begin:s.at.end]
		s.i++
		return true, nil
	}
	if s.at.number, err = binary.ReadUvarint(s.from); errors.Is(err, io.EOF) {
		return false, nil
	}
	if err == nil {
		s.at.layer, err = s.from.ReadByte()
	}
	var rank int64
	if err == nil {
		rank, err = binary.ReadVarint(s.from)
	}
	var size uint64
	if err == nil {
		size, err = binary.ReadUvarint(s.from)
	}
	if err == nil {
		s.at.rank = int32(rank)
		s.bytes = slices.Grow(s.bytes[:0], int(size))[:size]
		_, err = io.ReadFull(s.from, s.bytes)
	}
	if err != nil {
		return false, fmt.Errorf("read back scratch file: %w", err)
	}
	return true, nil
}

// piece takes the bytes apart.
func (s *source) piece() (drawn, error) {
	id, n := binary.Uvarint(s.bytes)
	if n <= 0 || n >= len(s.bytes) {
		return drawn{}, errors.New("read back scratch file: a piece is damaged")
	}
	d := drawn{id: id, kind: s.bytes[n]}
	d.shape, d.props = cut(s.bytes[n+1:])
	return d, nil
}

// sources is a heap of runs, what comes first in front.
type sources []*source

func (h sources) Len() int { return len(h) }
func (h sources) Less(i, j int) bool {
	return cmp.Or(h[i].at.compare(h[j].at), cmp.Compare(h[i].order, h[j].order)) < 0
}
func (h sources) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *sources) Push(x any)   { *h = append(*h, x.(*source)) }
func (h *sources) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
