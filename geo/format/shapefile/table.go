package shapefile

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/encoding"

	"xunhu/geo/finding"
)

// A field is one column of a table.
type field struct {
	name      string // as its bytes are, until named
	kind      byte   // dBASE's letter
	at, width int    // within a row, after its deletion mark
}

// A table reads the rows of a .dbf one after another.
type table struct {
	r        *bufio.Reader
	fields   []field
	language byte
	rows     int // as the header says
	read     int
	row      []byte
}

// newTable reads the header. size is the length of the file.
func newTable(r io.Reader, size int64) (*table, error) {
	if size == 0 {
		return nil, finding.New("format.empty", "")
	}
	t := &table{r: bufio.NewReaderSize(r, 1<<16)}
	var head [32]byte
	if _, err := io.ReadFull(t.r, head[:]); err != nil {
		return nil, cut(err, "shapefile.bad_dbf")
	}
	rows := binary.LittleEndian.Uint32(head[4:])
	headLen, rowLen := int(binary.LittleEndian.Uint16(head[8:])), int(binary.LittleEndian.Uint16(head[10:]))
	t.language = head[29]
	if headLen < 33 || rowLen < 1 || int64(headLen) > size {
		return nil, finding.New("shapefile.bad_dbf", "")
	}
	rest := make([]byte, headLen-32) // at most 64 KiB
	if _, err := io.ReadFull(t.r, rest); err != nil {
		return nil, cut(err, "shapefile.bad_dbf")
	}
	at := 0
	for len(rest) >= 32 && rest[0] != 0x0d {
		name := strings.TrimRight(strings.SplitN(string(rest[:11]), "\x00", 2)[0], " ")
		f := field{name: name, kind: rest[11], at: at, width: int(rest[16])}
		if f.kind == 'C' {
			f.width += int(rest[17]) << 8 // wide text, as Clipper and GDAL write it
		}
		at += f.width
		t.fields = append(t.fields, f)
		rest = rest[32:]
	}
	if at > rowLen-1 {
		return nil, finding.New("shapefile.bad_dbf", "")
	}
	t.row = make([]byte, rowLen)
	t.rows = int(rows)
	return t, nil
}

// next gives a row without its deletion mark, valid until the next call; io.EOF
// after the last that the header promises.
func (t *table) next() (row []byte, deleted bool, err error) {
	if t.read >= t.rows {
		return nil, false, io.EOF
	}
	n, err := io.ReadFull(t.r, t.row)
	if errors.Is(err, io.EOF) || n == 1 && t.row[0] == 0x1a {
		return nil, false, finding.New("shapefile.dbf_cut", "", "record", t.read+1, "rows", t.rows)
	}
	if err != nil {
		f := cut(err, "shapefile.dbf_cut")
		if f, ok := errors.AsType[*finding.Finding](f); ok {
			f.Args["record"], f.Args["rows"] = t.read+1, t.rows
		}
		return nil, false, f
	}
	t.read++
	return t.row[1:], t.row[0] == '*', nil
}

// named gives the fields with their names decoded, each only once.
func (t *table) named(text encoding.Encoding) ([]field, error) {
	dec := text.NewDecoder()
	seen := map[string]bool{}
	fields := make([]field, len(t.fields))
	for i, f := range t.fields {
		name := decoded(dec, []byte(f.name))
		if name == "" {
			name = "field_" + strconv.Itoa(i+1)
		}
		f.name = name
		for n := 2; seen[f.name]; n++ {
			f.name = name + "_" + strconv.Itoa(n)
		}
		seen[f.name] = true
		fields[i] = f
	}
	return fields, nil
}

// cut tells a file that ends too early from one that cannot be read.
func cut(err error, code string) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return finding.New(code, "")
	}
	return err
}

// decoded gives text without what the width of its field cut in half.
func decoded(dec *encoding.Decoder, b []byte) string {
	s, err := dec.Bytes(b)
	if err != nil {
		s = b
	}
	return strings.ToValidUTF8(strings.TrimRight(string(s), "\ufffd"), "\ufffd")
}

// props reads a row.
func props(fields []field, row []byte, dec *encoding.Decoder) map[string]any {
	p := make(map[string]any, len(fields))
	for _, f := range fields {
		p[f.name] = f.value(row[f.at:f.at+f.width], dec)
	}
	return p
}

// value reads one cell. What is not written as its kind wants it stays text.
func (f field) value(b []byte, dec *encoding.Decoder) any {
	plain := strings.Trim(string(b), " \x00")
	switch f.kind {
	case 'N', 'F':
		if plain == "" || strings.Trim(plain, "*") == "" {
			return nil
		}
		if n, err := strconv.ParseInt(plain, 10, 64); err == nil {
			return n
		}
		if v, err := strconv.ParseFloat(plain, 64); err == nil && !math.IsInf(v, 0) && !math.IsNaN(v) {
			return v
		}
	case 'D':
		if plain == "" || plain == "00000000" {
			return nil
		}
		if day, err := time.Parse("20060102", plain); err == nil {
			return day.Format(time.DateOnly)
		}
	case 'L':
		switch plain {
		case "T", "t", "Y", "y":
			return true
		case "F", "f", "N", "n":
			return false
		case "", "?":
			return nil
		}
	case 'I':
		if len(b) == 4 {
			return int64(int32(binary.LittleEndian.Uint32(b)))
		}
	case 'O':
		if len(b) == 8 {
			if v := math.Float64frombits(binary.LittleEndian.Uint64(b)); !math.IsNaN(v) && !math.IsInf(v, 0) {
				return v
			}
			return nil
		}
	case 'M', 'G', 'P', 'B': // a number of a block in another file, which is not read
		return nil
	}
	b = []byte(strings.TrimRight(string(b), " \x00"))
	if f.kind == 'C' || f.kind == 'V' {
		return decoded(dec, b)
	}
	return decoded(dec, []byte(plain))
}
