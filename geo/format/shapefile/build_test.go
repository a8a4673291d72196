package shapefile

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"github.com/paulmach/orb"
)

// shp makes a .shp of record contents.
func shp(contents ...[]byte) []byte {
	b := make([]byte, 100)
	binary.BigEndian.PutUint32(b, 9994)
	binary.LittleEndian.PutUint32(b[28:], 1000)
	for i, c := range contents {
		b = binary.BigEndian.AppendUint32(b, uint32(i+1))
		b = binary.BigEndian.AppendUint32(b, uint32(len(c)/2))
		b = append(b, c...)
	}
	binary.BigEndian.PutUint32(b[24:], uint32(len(b)/2))
	return b
}

// record makes the content of a record: the type and what follows, a float64 for
// each number, an uint32 for each int.
func record(kind uint32, parts ...any) []byte {
	b := binary.LittleEndian.AppendUint32(nil, kind)
	for _, p := range parts {
		switch p := p.(type) {
		case int:
			b = binary.LittleEndian.AppendUint32(b, uint32(p))
		case float64:
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p))
		case orb.Point:
			b = append(b, record(0, p[0], p[1])[4:]...)
		}
	}
	return b
}

func pointAt(x, y float64) []byte { return record(1, x, y) }

// rings makes a polyline or polygon of parts.
func rings(kind uint32, parts ...[]orb.Point) []byte {
	all := []any{0., 0., 0., 0., len(parts), 0}
	n := 0
	for _, p := range parts {
		all = append(all, n)
		n += len(p)
	}
	all[5] = n
	for _, p := range parts {
		for _, q := range p {
			all = append(all, q)
		}
	}
	return record(kind, all...)
}

// A col is a field of a test table.
type col struct {
	name  string
	kind  byte
	width int
}

// dbf makes a .dbf; each row is the bytes of its cells without padding.
func dbf(language byte, cols []col, rows ...[]string) []byte {
	rowLen := 1
	b := make([]byte, 32)
	b[0], b[29] = 3, language
	for _, c := range cols {
		f := make([]byte, 32)
		copy(f[:11], c.name)
		f[11], f[16] = c.kind, byte(c.width)
		b = append(b, f...)
		rowLen += c.width
	}
	b = append(b, 0x0d)
	binary.LittleEndian.PutUint32(b[4:], uint32(len(rows)))
	binary.LittleEndian.PutUint16(b[8:], uint16(len(b)))
	binary.LittleEndian.PutUint16(b[10:], uint16(rowLen))
	for _, r := range rows {
		b = append(b, ' ')
		for i, c := range cols {
			cell := bytes.Repeat([]byte(" "), c.width)
			copy(cell, r[i])
			b = append(b, cell...)
		}
	}
	return append(b, 0x1a)
}

// zipped makes an archive without the UTF-8 flag on names that are not ASCII.
func zipped(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, content := range files {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true, Method: zip.Deflate})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
