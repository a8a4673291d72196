// Package flat keeps arrays of numbers in one file that is made to be mapped into memory and
// read where it lies.
//
// A file is a head, the lengths of its sections, and the sections, each at a multiple of eight
// bytes, little end first. The head carries a kind, a version, a digest of what the file was made
// from, and a checksum of all else, so that a file that is damaged, foreign, old or of something
// else is never read. What the numbers mean, and whether they fit each other, the reader knows.
//
// On a machine that has its numbers the other way round, or for a file that lies on an odd
// address, arrays are copied.
package flat

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"unsafe"
)

// Why a file is not read.
var (
	ErrForeign = errors.New("flat: a file of another kind")
	ErrVersion = errors.New("flat: a file of another version")
	ErrDamaged = errors.New("flat: a damaged file")
	ErrOther   = errors.New("flat: a file made from something else")
)

// A Head says what a file is.
type Head struct {
	Kind    string // eight letters
	Version uint32
	Digest  [32]byte // of what it was made from
}

const (
	atVersion  = 8
	atChecksum = 12
	atDigest   = 16
	atCount    = 48
	headSize   = 56
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Checksum is CRC-32C of parts one after another.
func Checksum(parts ...[]byte) uint32 {
	sum := uint32(0)
	for _, p := range parts {
		sum = crc32.Update(sum, castagnoli, p)
	}
	return sum
}

// Write writes a file.
func Write(w io.Writer, h Head, sections ...[]byte) error {
	head := make([]byte, headSize, headSize+8*len(sections))
	copy(head[:atVersion], h.Kind)
	binary.LittleEndian.PutUint32(head[atVersion:], h.Version)
	copy(head[atDigest:], h.Digest[:])
	binary.LittleEndian.PutUint64(head[atCount:], uint64(len(sections)))
	for _, s := range sections {
		head = binary.LittleEndian.AppendUint64(head, uint64(len(s)))
	}
	parts := [][]byte{head[:atChecksum], head[atDigest:]}
	for _, s := range sections {
		parts = append(parts, s, make([]byte, padding(len(s))))
	}
	binary.LittleEndian.PutUint32(head[atChecksum:], Checksum(parts...))
	for _, p := range append([][]byte{head}, parts[2:]...) {
		if _, err := w.Write(p); err != nil {
			return fmt.Errorf("flat: write: %w", err)
		}
	}
	return nil
}

func padding(n int) int { return -n & 7 }

// Read gives the sections of a file, which are parts of it.
func Read(file []byte, h Head) ([][]byte, error) {
	switch {
	case len(file) < atVersion || string(file[:atVersion]) != h.Kind:
		return nil, ErrForeign
	case len(file) < headSize:
		return nil, ErrDamaged
	case binary.LittleEndian.Uint32(file[atVersion:]) != h.Version:
		return nil, ErrVersion
	case binary.LittleEndian.Uint32(file[atChecksum:]) != Checksum(file[:atChecksum], file[atDigest:]):
		return nil, ErrDamaged
	case [32]byte(file[atDigest:atCount]) != h.Digest:
		return nil, ErrOther
	}
	count := binary.LittleEndian.Uint64(file[atCount:])
	if count > uint64(len(file)-headSize)/8 {
		return nil, ErrDamaged
	}
	sections := make([][]byte, count)
	body := file[headSize+8*count:]
	for i := range sections {
		n := binary.LittleEndian.Uint64(file[headSize+8*i:])
		if n > uint64(len(body)) || uint64(padding(int(n))) > uint64(len(body))-n {
			return nil, ErrDamaged
		}
		sections[i], body = body[:n:n], body[n+uint64(padding(int(n))):]
	}
	if len(body) > 0 {
		return nil, ErrDamaged
	}
	return sections, nil
}

// Slice reads an array of T, which must consist of 32-bit numbers alone, where it stands. What is left of
// bytes that make no whole T is dropped.
func Slice[T any](b []byte) []T {
	var t T
	size := int(unsafe.Sizeof(t))
	n := len(b) / size
	if n == 0 {
		return nil
	}
	if little && uintptr(unsafe.Pointer(&b[0]))%4 == 0 {
		return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), n)
	}
	all := make([]T, n)
	words := unsafe.Slice((*uint32)(unsafe.Pointer(&all[0])), n*size/4)
	for i := range words {
		words[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return all
}

// Bytes gives an array of T, which must consist of 32-bit numbers alone, as it stands in a file.
func Bytes[T any](s []T) []byte {
	if len(s) == 0 {
		return nil
	}
	words := unsafe.Slice((*uint32)(unsafe.Pointer(&s[0])), len(s)*int(unsafe.Sizeof(s[0]))/4)
	if little {
		return unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), 4*len(words))
	}
	b := make([]byte, 0, 4*len(words))
	for _, w := range words {
		b = binary.LittleEndian.AppendUint32(b, w)
	}
	return b
}

// little tells whether this machine has its numbers as the file has.
var little = binary.NativeEndian.Uint16([]byte{1, 0}) == 1
