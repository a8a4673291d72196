// Package markup reads XML that strangers send, token by token and within limits,
// for the formats that are made of it.
//
// Memory is bounded: elements nest 256 deep at most, a tag is at most 1 MiB, a
// text or a whole feature 64 MiB, and the tree is never built. Entities that a file defines itself
// are refused, so that none can be expanded; the names that HTML has (&nbsp;) are
// read, for many files hold them. Text is UTF-8, UTF-16 with its mark, or in the
// encoding that the file declares, GBK included. Elements are told apart by their
// local names: half of the files in the wild name the wrong namespace.
//
// Faults are *finding.Finding with the file and the line.
package markup

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"xunhu/geo/finding"
)

// The limits.
const (
	Deepest    = 256
	LongestTag = 1 << 20
	Longest    = 64 << 20 // bytes of one text, a list of coordinates included
)

// A Reader reads one file.
type Reader struct {
	d     *xml.Decoder
	s     *source
	where string
	depth int
	begun int64 // where the feature began; -1 outside of one
}

// NewReader reads from r; where is the file's name for people.
func NewReader(r io.Reader, where string) *Reader {
	s := &source{r: bufio.NewReaderSize(transform.NewReader(r, unicode.BOMOverride(encoding.Nop.NewDecoder())), 1<<16)}
	d := xml.NewDecoder(s)
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(name string, in io.Reader) (io.Reader, error) {
		switch strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(name)) {
		case "utf16", "utf16le", "utf16be": // the mark has been read before the declaration
			return in, nil
		case "gb2312", "gbk", "gb18030":
			return simplifiedchinese.GB18030.NewDecoder().Reader(in), nil
		}
		e, err := htmlindex.Get(name)
		if err != nil {
			return nil, finding.New("format.unknown_encoding", where, "encoding", name)
		}
		return e.NewDecoder().Reader(in), nil
	}
	return &Reader{d: d, s: s, where: where, begun: -1}
}

// Line gives the line that was read last, from 1.
func (r *Reader) Line() int {
	line, _ := r.d.InputPos()
	return line
}

// Begin tells that a feature begins, which must end within 64 MiB: what is read
// of it is held in memory until End.
func (r *Reader) Begin() { r.begun = r.d.InputOffset() }

// End tells that the feature is over.
func (r *Reader) End() { r.begun = -1 }

// Where names the file and the line.
func (r *Reader) Where() string { return fmt.Sprintf("%s:%d", r.where, r.Line()) }

// Next gives the next start, end or text, valid until the next call; io.EOF after
// the last. Comments and the like are passed over.
func (r *Reader) Next() (xml.Token, error) {
	for {
		r.s.token, r.s.tag = 0, 0
		t, err := r.d.Token()
		if err != nil {
			return nil, r.fault(err)
		}
		if r.begun >= 0 && r.d.InputOffset()-r.begun > Longest {
			return nil, finding.New("markup.too_long", r.Where(), "most", Longest)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if r.depth++; r.depth > Deepest {
				return nil, finding.New("markup.too_deep", r.Where(), "most", Deepest)
			}
			return t, nil
		case xml.EndElement:
			r.depth--
			return t, nil
		case xml.CharData:
			return t, nil
		case xml.Directive:
			if bytes.Contains(bytes.ToUpper(t), []byte("<!ENTITY")) {
				return nil, finding.New("markup.entities", r.Where())
			}
		}
	}
}

// fault says what an error of the decoder means to people.
func (r *Reader) fault(err error) error {
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	if known, ok := errors.AsType[*finding.Finding](err); ok {
		return known
	}
	if errors.Is(err, errLong) {
		most := Longest
		if r.s.tag > LongestTag {
			most = LongestTag
		}
		return finding.New("markup.too_long", r.Where(), "most", most)
	}
	if r.s.failed != nil {
		return fmt.Errorf("read %s: %w", r.where, r.s.failed)
	}
	if r.s.ended {
		return finding.New("markup.truncated", r.Where()).Because(err)
	}
	return finding.New("markup.syntax", r.Where()).Because(err)
}

// Root reads up to the first element and gives it.
func (r *Reader) Root() (xml.StartElement, error) {
	for {
		t, err := r.Next()
		if errors.Is(err, io.EOF) {
			return xml.StartElement{}, finding.New("markup.no_element", r.where)
		}
		if err != nil {
			return xml.StartElement{}, err
		}
		if start, ok := t.(xml.StartElement); ok {
			return start, nil
		}
	}
}

// Skip passes over the rest of the element whose start was read last.
func (r *Reader) Skip() error {
	_, err := r.collect(false)
	return err
}

// Text gives the text of the element whose start was read last, that of elements
// within it included.
func (r *Reader) Text() (string, error) { return r.collect(true) }

func (r *Reader) collect(keep bool) (string, error) {
	var b strings.Builder
	for outside := r.depth - 1; ; {
		t, err := r.inside()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.EndElement:
			if r.depth == outside {
				return b.String(), nil
			}
		case xml.CharData:
			if b.Len()+len(t) > Longest {
				return "", finding.New("markup.too_long", r.Where(), "most", Longest)
			}
			if keep {
				b.Write(t)
			}
		}
	}
}

// inside is Next within an element, where the file must not end.
func (r *Reader) inside() (xml.Token, error) {
	t, err := r.Next()
	if errors.Is(err, io.EOF) {
		return nil, finding.New("markup.truncated", r.Where())
	}
	return t, err
}

// Children reads the element whose start was read last, and hands each element
// right within it to take, which must read it to its end: by Text, Skip, Children.
func (r *Reader) Children(take func(child xml.StartElement) error) error {
	for outside := r.depth - 1; ; {
		t, err := r.inside()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.EndElement:
			if r.depth == outside {
				return nil
			}
		case xml.StartElement:
			if err := take(t); err != nil {
				return err
			}
		}
	}
}

// Leaves reads the element e, whose start was read last, and gives the text of
// each element within it, itself included, that holds nothing but text.
func (r *Reader) Leaves(e xml.StartElement, give func(name, text string)) error {
	var text strings.Builder
	leaf := true
	for {
		t, err := r.inside()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.CharData:
			text.Write(t)
		case xml.StartElement:
			leaf = false
			if err := r.Leaves(t, give); err != nil {
				return err
			}
		case xml.EndElement:
			if leaf {
				give(e.Name.Local, strings.TrimSpace(text.String()))
			}
			return nil
		}
	}
}

// Attr gives an attribute by its local name, "" if there is none.
func Attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

var errLong = errors.New("too long")

// A source counts what the decoder takes for one token.
type source struct {
	r     *bufio.Reader
	token int // bytes since the token began
	tag   int // bytes since the last <, 0 behind a >

	ended  bool
	failed error // of the file, not of what stands in it
}

// ReadByte keeps the decoder from reading ahead.
func (s *source) ReadByte() (byte, error) {
	c, err := s.r.ReadByte()
	if err != nil {
		return c, s.end(err)
	}
	return c, s.count(c)
}

// Read serves decoders of other encodings.
func (s *source) Read(b []byte) (int, error) {
	n, err := s.r.Read(b)
	for _, c := range b[:n] {
		if err := s.count(c); err != nil {
			return 0, err
		}
	}
	return n, s.end(err)
}

// end keeps what ended the file.
func (s *source) end(err error) error {
	if s.ended = errors.Is(err, io.EOF); !s.ended {
		s.failed = err
	}
	return err
}

func (s *source) count(c byte) error {
	s.token++
	switch {
	case c == '>':
		s.tag = 0
	case c == '<':
		s.tag = 1
	case s.tag > 0:
		s.tag++
	}
	if s.token > Longest || s.tag > LongestTag {
		return errLong
	}
	return nil
}
