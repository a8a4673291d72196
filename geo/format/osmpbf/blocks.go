package osmpbf

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"xunhu/geo/finding"
)

// The limits of the format: a block's header and its content, in bytes.
const (
	maxHeader = 64 << 10
	maxBlob   = 32<<20 - 64 // what is handed on is framed anew and must stay below 32 MiB
)

// A block is one block of data: where its blob lies and what it holds.
type block struct {
	at   int64
	size int
	sum  uint32 // of the blob, so that a file that changes while it is read is noticed
	content
}

// A file is a checked PBF file.
type file struct {
	r      io.ReaderAt
	blocks []block
	content
}

// open checks the framing and every block of a file.
func open(ctx context.Context, r io.ReaderAt, size int64) (*file, error) {
	if size == 0 {
		return nil, finding.New("osmpbf.empty", "")
	}
	f := &file{r: r}
	for at := int64(0); at < size; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		kind, b, err := f.frame(at, size)
		if err != nil {
			return nil, err
		}
		blob, err := f.blob(b)
		if err != nil {
			return nil, err
		}
		b.sum = crc32.ChecksumIEEE(blob)
		raw, err := inflate(blob)
		var c content
		switch {
		case err != nil:
		case kind == "OSMHeader":
			err = checkHeader(raw)
		case kind == "OSMData":
			c, err = check(raw)
		}
		if err != nil {
			return nil, fault(err, at)
		}
		b.content = c
		if kind == "OSMData" {
			f.blocks = append(f.blocks, b)
			f.nodes += c.nodes
			f.ways += c.ways
			f.relations += c.relations
		}
		at = b.at + int64(b.size)
	}
	return f, nil
}

// fault says what a bad block at a byte of the file means to a person.
func fault(err error, at int64) error {
	var told *finding.Finding
	if errors.As(err, &told) {
		if told.Code == "osmpbf.too_large" {
			told.Args["byte"] = at
		}
		return err
	}
	if errors.Is(err, errPlainNodes) {
		return finding.New("osmpbf.plain_nodes", "", "byte", at).Because(err)
	}
	return finding.New("osmpbf.damaged", "", "byte", at).Because(err)
}

// frame reads the header of the block at a byte and gives its type and place.
func (f *file) frame(at, size int64) (kind string, b block, err error) {
	cut := func() (string, block, error) {
		return "", b, finding.New("osmpbf.truncated", "", "byte", at, "size", size)
	}
	alien := func(why error) (string, block, error) {
		if at == 0 {
			return "", b, finding.New("osmpbf.not_pbf", "").Because(why)
		}
		return "", b, finding.New("osmpbf.damaged", "", "byte", at).Because(why)
	}
	var length [4]byte
	if size-at < 4 {
		if at == 0 {
			return alien(errMalformed)
		}
		return cut()
	}
	if _, err := f.r.ReadAt(length[:], at); err != nil {
		return "", b, fmt.Errorf("osmpbf: read at byte %d: %w", at, err)
	}
	n := int64(binary.BigEndian.Uint32(length[:]))
	if n == 0 || n >= maxHeader {
		return alien(fmt.Errorf("%w: block header of %d bytes", errMalformed, n))
	}
	if size-at-4 < n {
		if at == 0 && size < maxHeader { // nothing of a first header: any short file looks like this
			return alien(errMalformed)
		}
		return cut()
	}
	head := make([]byte, n)
	if _, err := f.r.ReadAt(head, at+4); err != nil {
		return "", b, fmt.Errorf("osmpbf: read at byte %d: %w", at, err)
	}
	length64, once := int64(-1), seen{}
	err = fields(head, func(f field) error {
		switch f.number {
		case 1:
			kind = string(f.bytes)
			return once.once(f, wireBytes)
		case 3:
			length64 = int64(f.value)
			return once.once(f, wireVarint)
		}
		return nil
	})
	if err == nil && (kind == "OSMHeader" || kind == "OSMData") && (length64 < 0 || length64 > maxBlob) && once[3] > 0 {
		return "", b, finding.New("osmpbf.too_large", "", "byte", at, "size", uint64(length64), "most", maxBlob)
	}
	if err != nil || kind == "" || length64 < 0 || length64 > maxBlob {
		return alien(errors.Join(errMalformed, err))
	}
	if at == 0 && kind != "OSMHeader" && kind != "OSMData" {
		return alien(fmt.Errorf("%w: first block is a %q", errMalformed, kind))
	}
	b = block{at: at + 4 + n, size: int(length64)}
	if size-b.at < length64 {
		return cut()
	}
	return kind, b, nil
}

// blob reads the bytes of a block.
func (f *file) blob(b block) ([]byte, error) {
	blob := make([]byte, b.size)
	if n, err := f.r.ReadAt(blob, b.at); n < b.size {
		return nil, fmt.Errorf("osmpbf: read at byte %d: %w", b.at, err)
	}
	return blob, nil
}

// inflate gives the content of a blob, uncompressed.
func inflate(blob []byte) ([]byte, error) {
	var raw, packed []byte
	var size uint64
	other, once := 0, seen{}
	err := fields(blob, func(f field) error {
		switch f.number {
		case 1:
			raw = f.bytes
			return once.once(f, wireBytes)
		case 2:
			size = f.value
			return once.once(f, wireVarint)
		case 3:
			packed = f.bytes
			return once.once(f, wireBytes)
		case 4, 5, 6, 7:
			other = f.number
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case once[1] > 0:
		return raw, nil
	case once[3] == 0 && other > 0:
		names := map[int]string{4: "LZMA", 5: "bzip2", 6: "LZ4", 7: "Zstandard"}
		return nil, finding.New("osmpbf.compression", "", "name", names[other])
	case size > maxBlob:
		return nil, finding.New("osmpbf.too_large", "", "size", size, "most", maxBlob)
	case once[3] == 0:
		return nil, fmt.Errorf("%w: blob of %d bytes", errMalformed, size)
	}
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	data := make([]byte, 0, size+1)
	w := bytes.NewBuffer(data)
	n, err := io.Copy(w, io.LimitReader(z, int64(size)+1))
	if err == nil && n != int64(size) {
		err = fmt.Errorf("%w: content of %d bytes, announced %d", errMalformed, n, size)
	}
	return w.Bytes(), err
}

// checkHeader reads the features that a reader must know (HeaderBlock, field 4).
func checkHeader(b []byte) error {
	return fields(b, func(f field) error {
		if f.number != 4 {
			return nil
		}
		switch name := string(f.bytes); name {
		case "OsmSchema-V0.6", "DenseNodes":
			return nil
		default:
			return finding.New("osmpbf.feature", "", "name", name)
		}
	})
}

// stream gives the chosen blocks anew, uncompressed, as a PBF file without a
// header. It is what the decoder reads.
type stream struct {
	ctx    context.Context
	f      *file
	blocks []block
	buf    []byte
	err    error // kept: the decoder asks again after an error
}

// stream opens those blocks that hold what take wants.
func (f *file) stream(ctx context.Context, take func(content) bool) *stream {
	s := &stream{ctx: ctx, f: f}
	for _, b := range f.blocks {
		if take(b.content) {
			s.blocks = append(s.blocks, b)
		}
	}
	return s
}

// Read implements io.Reader.
func (s *stream) Read(p []byte) (int, error) {
	for len(s.buf) == 0 {
		if s.err == nil {
			s.err = s.ctx.Err()
		}
		if s.err == nil && len(s.blocks) == 0 {
			s.err = io.EOF
		}
		if s.err != nil {
			return 0, s.err
		}
		blob, err := s.f.blob(s.blocks[0])
		if err == nil && crc32.ChecksumIEEE(blob) != s.blocks[0].sum {
			err = finding.New("osmpbf.changed", "", "byte", s.blocks[0].at)
		}
		var raw []byte
		if err == nil {
			raw, err = inflate(blob)
		}
		if err != nil {
			s.err = err
			continue
		}
		s.blocks = s.blocks[1:]
		blob = appendBytes(make([]byte, 0, len(raw)+16), 1, raw)
		head := appendNumber(appendBytes(nil, 1, []byte("OSMData")), 3, uint64(len(blob)))
		s.buf = binary.BigEndian.AppendUint32(make([]byte, 0, len(blob)+64), uint32(len(head)))
		s.buf = append(append(s.buf, head...), blob...)
	}
	n := copy(p, s.buf)
	s.buf = s.buf[n:]
	return n, nil
}
