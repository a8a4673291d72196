package osmpbf

import (
	"encoding/binary"
	"errors"
)

// errMalformed reports bytes that are not the protobuf message they should be.
var errMalformed = errors.New("osmpbf: malformed message")

// The wire types of protobuf that OpenStreetMap uses.
const (
	wireVarint = 0
	wireFixed8 = 1
	wireBytes  = 2
	wireFixed4 = 5
)

// A field is one field of a message: a number or a run of bytes.
type field struct {
	number int
	wire   int
	value  uint64 // of a varint
	bytes  []byte // of a run
}

// fields walks a message and hands each field to visit, until one fails.
func fields(b []byte, visit func(field) error) error {
	for len(b) > 0 {
		tag, n := binary.Uvarint(b)
		if n <= 0 || tag>>3 == 0 || tag>>3 > 1<<29-1 {
			return errMalformed
		}
		b = b[n:]
		f := field{number: int(tag >> 3), wire: int(tag & 7)}
		switch f.wire {
		case wireVarint:
			f.value, n = binary.Uvarint(b)
			if n <= 0 {
				return errMalformed
			}
			b = b[n:]
		case wireBytes:
			size, n := binary.Uvarint(b)
			if n <= 0 || size > uint64(len(b)-n) {
				return errMalformed
			}
			f.bytes, b = b[n:n+int(size)], b[n+int(size):]
		case wireFixed8, wireFixed4:
			size := 8
			if f.wire == wireFixed4 {
				size = 4
			}
			if len(b) < size {
				return errMalformed
			}
			b = b[size:]
		default:
			return errMalformed
		}
		if err := visit(f); err != nil {
			return err
		}
	}
	return nil
}

// packed walks the numbers of a packed field and gives how many there are.
func packed(b []byte, visit func(uint64) error) (count int, err error) {
	for len(b) > 0 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return count, errMalformed
		}
		b = b[n:]
		count++
		if visit == nil {
			continue
		}
		if err := visit(v); err != nil {
			return count, err
		}
	}
	return count, nil
}

// zigzag gives the signed number that protobuf wrote as an unsigned one.
func zigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

// appendBytes appends a field that is a run of bytes.
func appendBytes(b []byte, number int, run []byte) []byte {
	b = binary.AppendUvarint(b, uint64(number)<<3|wireBytes)
	b = binary.AppendUvarint(b, uint64(len(run)))
	return append(b, run...)
}

// appendNumber appends a field that is a number.
func appendNumber(b []byte, number int, v uint64) []byte {
	b = binary.AppendUvarint(b, uint64(number)<<3|wireVarint)
	return binary.AppendUvarint(b, v)
}
