package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"xunhu/geo/crs"
	"xunhu/geo/finding"
)

// The limits of a workbook, in bytes. They leave room for a million rows of ten
// columns; a zip bomb ends at them.
const (
	largestPart  = 256 << 20 // a sheet, unpacked; it is read as a stream
	largestTexts = 64 << 20  // the table of texts, unpacked, which is held whole
	largestIndex = 8 << 20   // the list of sheets, the formats
	widest       = 1024      // columns
	mostSheets   = 256
	mostMerges   = 200_000
	deepestXML   = 64
)

// A Book is a workbook that stays open for its sheets.
type Book struct {
	file   string
	parts  map[string]*zip.File // by lower-case name
	texts  []string             // the shared strings
	dates  []dateKind           // by cell format
	by1904 bool                 // days count from 1904
	close  io.Closer
}

// OpenBook opens an XLSX workbook and finds the tables on its visible sheets: a
// sheet without any row of headings is passed over if another has one. system
// overrides what the headings say; "" leaves it to them. The book is to be closed
// when the sheets are no longer read. Faults of the file are *finding.Finding.
func OpenBook(fsys fs.FS, file, system string) (*Book, []*Sheet, error) {
	var want crs.System
	if system != "" {
		s, err := crs.Parse(system)
		if err != nil {
			return nil, nil, err
		}
		want = s
	}
	f, err := fsys.Open(file)
	if err != nil {
		return nil, nil, fmt.Errorf("table: %w", err)
	}
	b := &Book{file: file, parts: map[string]*zip.File{}, close: f}
	sheets, err := b.open(f, want, system != "")
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return b, sheets, nil
}

// Close closes the file.
func (b *Book) Close() error { return b.close.Close() }

func (b *Book) open(f fs.File, want crs.System, given bool) ([]*Sheet, error) {
	r, size, err := random(f)
	if err != nil {
		return nil, fmt.Errorf("table: read %s: %w", b.file, err)
	}
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // nothing is unpacked to a path
		return nil, finding.New("sheet.damaged", b.file).Because(err)
	}
	for _, part := range z.File {
		b.parts[partName("", strings.ReplaceAll(part.Name, `\`, "/"))] = part
	}
	listed, err := b.index()
	if err != nil {
		return nil, err
	}
	var sheets []*Sheet
	filled := 0
	for _, l := range listed {
		s := &Sheet{book: b, title: l.name, part: l.part}
		found, err := s.survey(want, given)
		if err != nil {
			return nil, err
		}
		if s.rows > 0 {
			filled++
		}
		if found {
			sheets = append(sheets, s)
		}
	}
	switch {
	case filled == 0:
		return nil, finding.New("format.empty", b.file)
	case len(sheets) == 0:
		return nil, finding.New("sheet.no_headings", b.file, "rows", headRows)
	case len(sheets) == 1: // "Sheet1" says nothing; the file's name does
		sheets[0].name = strings.TrimSuffix(path.Base(b.file), path.Ext(b.file))
	}
	return sheets, nil
}

// random gives random access to a file; one that has none is read whole.
func random(f fs.File) (io.ReaderAt, int64, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	if r, ok := f.(io.ReaderAt); ok {
		return r, info.Size(), nil
	}
	b, err := io.ReadAll(f)
	return bytes.NewReader(b), int64(len(b)), err
}

// partName resolves the target of a relation from the folder of its source.
func partName(folder, target string) string {
	if !strings.HasPrefix(target, "/") {
		target = folder + "/" + target
	}
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+target), "/"))
}

// elements reads XML and gives up where it nests deeper than any workbook does;
// each level costs its reader memory. Entities that a file declares are refused
// by encoding/xml.
type elements struct {
	in    *xml.Decoder
	depth int
}

// errDeep reports elements within elements beyond the limit.
var errDeep = errors.New("table: elements nest too deep")

// Token gives the next element, end or text.
func (e *elements) Token() (xml.Token, error) {
	t, err := e.in.Token()
	switch t.(type) {
	case xml.StartElement:
		if e.depth++; e.depth > deepestXML {
			return nil, errDeep
		}
	case xml.EndElement:
		e.depth--
	}
	return t, err
}

// walk reads a part from its beginning, element by element.
func (b *Book) walk(name string, most uint64, do func(*elements, xml.Token) error) (err error) {
	part, ok := b.parts[name]
	if !ok {
		return finding.New("sheet.damaged", b.file+"/"+name).Because(fs.ErrNotExist)
	}
	if part.UncompressedSize64 > most { // archive/zip holds a part to its word
		return finding.New("sheet.too_large", b.file+"/"+name, "size", part.UncompressedSize64>>20, "most", most>>20)
	}
	r, err := part.Open()
	if err != nil {
		return finding.New("sheet.damaged", b.file+"/"+name).Because(err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	d := &elements{in: xml.NewDecoder(r)}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = do(d, t)
		}
		if errors.Is(err, errEnough) {
			return err
		}
		if _, said := errors.AsType[*finding.Finding](err); err != nil && !said {
			err = finding.New("sheet.damaged", b.file+"/"+name).Because(err)
		}
		if err != nil {
			return err
		}
	}
}

// attribute gives an attribute by its local name, whatever its namespace: the
// strict and the usual form of the standard differ in that alone.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// relations gives the targets of a part by their ids, and the first of each kind
// under the last word of its type.
func (b *Book) relations(of string) (map[string]string, error) {
	folder, base := path.Split(of)
	all := map[string]string{}
	err := b.walk(folder+"_rels/"+base+".rels", largestIndex, func(_ *elements, t xml.Token) error {
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "Relationship" || attribute(e, "TargetMode") == "External" {
			return nil
		}
		target := partName(strings.TrimSuffix(folder, "/"), attribute(e, "Target"))
		all[attribute(e, "Id")] = target
		if kind := "type " + path.Base(attribute(e, "Type")); all[kind] == "" {
			all[kind] = target
		}
		return nil
	})
	return all, err
}

// A listed sheet is what the workbook says of it.
type listed struct{ name, part string }

// index reads the list of sheets, the texts and the formats.
func (b *Book) index() ([]listed, error) {
	top, err := b.relations("")
	if err != nil {
		return nil, err
	}
	main := top["type officeDocument"]
	if main == "" || path.Ext(main) == ".bin" || b.parts[main] == nil {
		return nil, finding.New("sheet.no_book", b.file)
	}
	targets, err := b.relations(main)
	if err != nil {
		return nil, err
	}
	var sheets []listed
	book := false
	err = b.walk(main, largestIndex, func(_ *elements, t xml.Token) error {
		e, ok := t.(xml.StartElement)
		switch {
		case !ok:
		case e.Name.Local == "workbook":
			book = true
		case e.Name.Local == "workbookPr":
			v := attribute(e, "date1904")
			b.by1904 = v == "1" || v == "true"
		case e.Name.Local == "sheet":
			part := targets[attribute(e, "id")]
			hidden := attribute(e, "state") == "hidden" || attribute(e, "state") == "veryHidden"
			if !hidden && strings.Contains(part, "worksheets/") {
				sheets = append(sheets, listed{attribute(e, "name"), part})
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case !book:
		return nil, finding.New("sheet.no_book", b.file)
	case len(sheets) > mostSheets:
		return nil, finding.New("sheet.too_many", b.file, "sheets", len(sheets), "most", mostSheets)
	}
	if part := targets["type sharedStrings"]; b.parts[part] != nil {
		if err := b.readTexts(part); err != nil {
			return nil, err
		}
	}
	if part := targets["type styles"]; b.parts[part] != nil {
		if err := b.readFormats(part); err != nil {
			return nil, err
		}
	}
	return slices.Clip(sheets), nil
}

// readTexts reads the shared strings. The reading aid above a word (rPh) is none
// of its text.
func (b *Book) readTexts(part string) error {
	var text []byte
	aid := 0
	return b.walk(part, largestTexts, func(d *elements, t xml.Token) error {
		switch e := t.(type) {
		case xml.StartElement:
			switch {
			case e.Name.Local == "rPh":
				aid++
			case e.Name.Local == "t" && aid == 0:
				var err error
				text, err = inner(d, text)
				return err
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "rPh":
				aid--
			case "si":
				b.texts = append(b.texts, string(text))
				text = text[:0]
			}
		}
		return nil
	})
}

// inner appends the text up to the end of the element that has just begun.
func inner(d *elements, text []byte) ([]byte, error) {
	for depth := 1; ; {
		t, err := d.Token()
		if err != nil {
			return text, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			if depth--; depth == 0 {
				return text, nil
			}
		case xml.CharData:
			text = append(text, t...)
		}
	}
}
