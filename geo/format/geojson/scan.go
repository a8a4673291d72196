package geojson

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"xunhu/geo/finding"
)

// The limits of one value: of a feature, as it stands in the file.
const (
	Longest = 64 << 20 // bytes
	Deepest = 256      // lists and objects within each other
)

// span follows JSON byte by byte, just far enough to know where a value ends.
type span struct {
	depth             int
	inString, escaped bool
}

func (s *span) step(c byte) {
	switch {
	case s.escaped:
		s.escaped = false
	case s.inString:
		s.escaped = c == '\\'
		s.inString = c != '"'
	case c == '"':
		s.inString = true
	case c == '{' || c == '[':
		s.depth++
	case c == '}' || c == ']':
		s.depth--
	}
}

// A scanner cuts a stream of bytes into JSON values and knows where it stands.
type scanner struct {
	r    *bufio.Reader
	line int   // of the next byte, from 1
	at   int64 // number of bytes read
	raw  []byte
}

func newScanner(r io.Reader) *scanner {
	return &scanner{r: bufio.NewReaderSize(r, 1<<16), line: 1}
}

func (s *scanner) read() (byte, error) {
	c, err := s.r.ReadByte()
	if err == nil {
		s.at++
		if c == '\n' {
			s.line++
		}
	}
	return c, err
}

// recordSeparator begins each text of RFC 8142.
const recordSeparator = 0x1e

// blank tells what stands between values: white space, the record separator of
// RFC 8142, the bytes of a byte order mark.
func blank(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == recordSeparator || c == 0xef || c == 0xbb || c == 0xbf
}

// peek steps to the next byte that is not blank and leaves it there.
func (s *scanner) peek() (byte, error) {
	for {
		c, err := s.read()
		if err != nil {
			return 0, err
		}
		if !blank(c) {
			s.at--
			return c, s.r.UnreadByte()
		}
	}
}

// peekWithin is peek where the file must go on.
func (s *scanner) peekWithin() (byte, error) {
	c, err := s.peek()
	if errors.Is(err, io.EOF) {
		return 0, s.truncated()
	}
	return c, err
}

// take steps over a byte that must stand here.
func (s *scanner) take(want byte) error {
	c, err := s.peekWithin()
	if err != nil {
		return err
	}
	if c != want {
		return s.unexpected(c)
	}
	_, err = s.read()
	return err
}

// value reads one value and checks it. The bytes hold until the next call.
func (s *scanner) value() (raw []byte, line int, err error) {
	c, err := s.peekWithin()
	if err != nil {
		return nil, 0, err
	}
	line, start := s.line, s.at
	s.raw = s.raw[:0]
	var sp span
	scalar := c != '{' && c != '[' && c != '"'
	for {
		c, err = s.read()
		if err != nil {
			if scalar && len(s.raw) > 0 && errors.Is(err, io.EOF) {
				break
			}
			if errors.Is(err, io.EOF) {
				err = s.truncated()
			}
			return nil, 0, err
		}
		if scalar && (blank(c) || c == ',' || c == ']' || c == '}') {
			s.at--
			if c == '\n' {
				s.line--
			}
			if err = s.r.UnreadByte(); err != nil {
				return nil, 0, err
			}
			break
		}
		s.raw = append(s.raw, c)
		switch sp.step(c); {
		case len(s.raw) > Longest:
			return nil, 0, finding.New("geojson.too_long", "", "line", line, "most", Longest)
		case sp.depth > Deepest:
			return nil, 0, finding.New("geojson.too_nested", "", "line", s.line, "most", Deepest)
		}
		if !scalar && sp.depth == 0 && !sp.inString {
			break
		}
	}
	if fault := syntax(s.raw, line, start); fault != nil {
		return nil, 0, fault
	}
	return s.raw, line, nil
}

// separator tells whether the stream is a sequence of texts, and what parts them: the
// record separator of RFC 8142, or the end of the line where the second line begins an
// object as the first does and that is not the head of a collection.
func (s *scanner) separator() (byte, bool) {
	head, _ := s.r.Peek(1 << 16) // as much as there is
	head = bytes.TrimLeft(head, " \t\r\n\xef\xbb\xbf")
	if bytes.HasPrefix(head, []byte{recordSeparator}) {
		return recordSeparator, true
	}
	first, rest, _ := bytes.Cut(head, []byte("\n"))
	first, rest = bytes.TrimSpace(first), bytes.TrimLeftFunc(rest, func(r rune) bool { return r < 0x80 && blank(byte(r)) })
	object := []byte("{")
	return '\n', bytes.HasPrefix(first, object) && bytes.HasPrefix(rest, object) && !bytes.ContainsAny(first[len(first)-1:], "[,:{")
}

// until gives what stands before the next sep as a stream of its own, and steps over
// what is blank before. A part that is too long is a fault, and the stream goes on
// behind it.
func (s *scanner) until(sep byte) (*scanner, error) {
	if _, err := s.peek(); err != nil {
		return nil, err
	}
	part := &scanner{line: s.line, at: s.at}
	s.raw = s.raw[:0]
	n := 0
	for ; ; n++ {
		c, err := s.read()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if err != nil || c == sep {
			break
		}
		if n < Longest {
			s.raw = append(s.raw, c)
		}
	}
	if n > Longest {
		return nil, finding.New("geojson.too_long", "", "line", part.line, "most", Longest)
	}
	part.r = bufio.NewReader(bytes.NewReader(s.raw))
	return part, nil
}

func (s *scanner) truncated() error {
	return finding.New("geojson.truncated", "", "line", s.line, "byte", s.at)
}

func (s *scanner) unexpected(c byte) error {
	return finding.New("geojson.syntax", "", "line", s.line, "byte", s.at+1)
}
