package geojson

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// The limits of one value: of a feature, as it stands in the file.
const (
	Longest = 64 << 20 // bytes
	Deepest = 256      // lists and objects within each other
)

// span follows JSON just far enough to know where a list, an object or a string ends.
type span struct {
	depth             int
	inString, escaped bool
}

// pass follows b, and gives how much of it stands before the end of the value, or of what
// nests deeper than most; over tells that it is one of them.
func (s *span) pass(b []byte, most int) (n int, over bool) {
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case s.inString:
			switch {
			case s.escaped:
				s.escaped = false
			case c == '\\':
				s.escaped = true
			case c == '"':
				if s.inString = false; s.depth == 0 {
					return i + 1, true
				}
			}
		case !bends[c]:
		case c == '"':
			s.inString = true
		case c == '{' || c == '[':
			if s.depth++; s.depth > most {
				return i + 1, true
			}
		default:
			if s.depth--; s.depth == 0 {
				return i + 1, true
			}
		}
	}
	return len(b), false
}

// bends are the bytes that mean something to a span outside of strings.
var bends = [256]bool{'"': true, '{': true, '[': true, '}': true, ']': true}

// A scanner cuts a stream of bytes into JSON values and knows where it stands.
type scanner struct {
	r    *bufio.Reader
	line int   // of the next byte, from 1
	at   int64 // number of bytes read
	raw  []byte
	q    *quick
	part *scanner // reads the texts of a sequence
}

// ahead is how many bytes are read at once, and how long a lone feature may be to be
// taken quickly.
const ahead = 1 << 18

func newScanner(r io.Reader) *scanner {
	return &scanner{r: bufio.NewReaderSize(r, ahead), line: 1, q: newQuick()}
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

// value reads one value and checks it (see checked). The bytes hold until the next call.
func (s *scanner) value() (raw []byte, word *finding.Finding, err error) {
	raw, line, start, err := s.cut()
	if err != nil {
		return nil, nil, err
	}
	return checked(raw, line, start)
}

// checked gives a value that is well-formed. Where it is so but for words like NaN, which
// programs write for what is no number, these come as strings, and word tells the first.
func checked(raw []byte, line int, start int64) (_ []byte, word *finding.Finding, err error) {
	fault := syntax(raw, line, start)
	if fault == nil {
		return raw, nil, nil
	}
	if raw, word = quoted(raw, line); word == nil || syntax(raw, line, start) != nil {
		return nil, nil, fault
	}
	return raw, word, nil
}

// cut steps over one value, and says where it began: on which line, behind how many bytes.
// What is within lists and objects is not checked. The bytes hold until the next call.
func (s *scanner) cut() (raw []byte, line int, start int64, err error) {
	c, err := s.peekWithin()
	if err != nil {
		return nil, 0, 0, err
	}
	line, start = s.line, s.at
	if c != '{' && c != '[' && c != '"' {
		raw, err = s.scalar(line)
		return raw, line, start, err
	}
	s.raw = s.raw[:0]
	for sp := (span{}); ; {
		if _, err := s.r.Peek(1); errors.Is(err, io.EOF) {
			return nil, 0, 0, s.truncated()
		} else if err != nil {
			return nil, 0, 0, err
		}
		part, _ := s.r.Peek(s.r.Buffered())
		n, over := sp.pass(part, Deepest)
		s.skip(part[:n])
		switch {
		case len(s.raw)+n > Longest:
			return nil, 0, 0, finding.New("geojson.too_long", "", "line", line, "most", Longest)
		case sp.depth > Deepest:
			return nil, 0, 0, finding.New("geojson.too_nested", "", "line", s.line, "most", Deepest)
		case over && len(s.raw) == 0:
			return part[:n], line, start, nil
		}
		if s.raw = append(s.raw, part[:n]...); over {
			return s.raw, line, start, nil
		}
	}
}

// skip steps over bytes that were peeked at.
func (s *scanner) skip(b []byte) {
	_, _ = s.r.Discard(len(b)) // they are there
	s.at += int64(len(b))
	s.line += bytes.Count(b, []byte{'\n'})
}

// scalar reads a number or a word up to what may follow it.
func (s *scanner) scalar(line int) ([]byte, error) {
	s.raw = s.raw[:0]
	for {
		c, err := s.read()
		switch {
		case errors.Is(err, io.EOF) && len(s.raw) > 0:
			return s.raw, nil
		case errors.Is(err, io.EOF):
			return nil, s.truncated()
		case err != nil:
			return nil, err
		case blank(c) || c == ',' || c == ']' || c == '}':
			s.at--
			if c == '\n' {
				s.line--
			}
			return s.raw, s.r.UnreadByte()
		}
		if s.raw = append(s.raw, c); len(s.raw) > Longest {
			return nil, finding.New("geojson.too_long", "", "line", line, "most", Longest)
		}
	}
}

// lone takes a whole feature that begins here, if it can be taken quickly; if not,
// nothing has happened.
func (s *scanner) lone() (feature.Feature, bool) {
	for _, far := range []int{s.r.Buffered(), ahead} {
		part, _ := s.r.Peek(far) // or what there is
		var sp span
		if n, over := sp.pass(part, Deepest); over {
			f, ok := s.q.feature(part[:n])
			if ok {
				s.skip(part[:n])
			}
			return f, ok
		}
	}
	return feature.Feature{}, false
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
	if s.part == nil {
		s.part = newScanner(nil)
	}
	part := s.part
	part.line, part.at = s.line, s.at
	s.raw = s.raw[:0]
	n := 0
	for more := true; more; {
		chunk, err := s.r.ReadSlice(sep)
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) && !errors.Is(err, io.EOF) {
			return nil, err
		}
		s.at += int64(len(chunk))
		s.line += bytes.Count(chunk, []byte{'\n'})
		more = errors.Is(err, bufio.ErrBufferFull)
		if err == nil {
			chunk = chunk[:len(chunk)-1] // without the sep
		}
		if n += len(chunk); n <= Longest {
			s.raw = append(s.raw, chunk...)
		}
	}
	if n > Longest {
		return nil, finding.New("geojson.too_long", "", "line", part.line, "most", Longest)
	}
	part.r.Reset(bytes.NewReader(s.raw))
	return part, nil
}

func (s *scanner) truncated() error {
	return finding.New("geojson.truncated", "", "line", s.line, "byte", s.at)
}

func (s *scanner) unexpected(c byte) error {
	return finding.New("geojson.syntax", "", "line", s.line, "byte", s.at+1)
}
