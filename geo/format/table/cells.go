package table

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"

	"xunhu/geo/finding"
)

// A cell is one filled cell of a row. A bare one has a formula whose value the
// file does not hold.
type cell struct {
	column int // from 0
	text   string
	bare   bool
	figure bool // a number or a date, not text
}

// A merge is a cell that spreads over rows; what it spreads over columns does not
// matter, for its text stands in its first one.
type merge struct{ column, top, bottom int }

// scan reads a sheet row by row, from the top. row counts from 1 as people see
// it; the cells are filled ones from left to right and may not be kept.
func (s *Sheet) scan(row func(n int, cells []cell) error, merged func(merge) error) error {
	var (
		cells       []cell
		n, column   int
		below       bool // within a row
		raw, inline []byte
	)
	damaged := func(what string) error {
		return finding.New("sheet.order", s.where(n), "cell", clip(what))
	}
	return s.book.walk(s.part, largestPart, func(d *elements, t xml.Token) error {
		switch e := t.(type) {
		case xml.EndElement:
			if e.Name.Local != "row" {
				return nil
			}
			below = false
			if len(cells) == 0 {
				return nil
			}
			return row(n, cells)
		case xml.StartElement:
			switch e.Name.Local {
			case "row":
				at := n + 1
				if r := attribute(e, "r"); r != "" {
					var err error
					if at, err = strconv.Atoi(r); err != nil || at <= n || at > 1<<20 {
						return damaged(r)
					}
				}
				n, column, cells, below = at, 0, cells[:0], true
			case "c":
				if !below {
					return nil
				}
				at := column
				if r := attribute(e, "r"); r != "" {
					var ok bool
					if at, _, ok = address(r); !ok || at < column {
						return damaged(r)
					}
				}
				column = at + 1
				c, filled, err := s.cell(d, e, &raw, &inline)
				if err != nil || !filled {
					return err
				}
				if at >= widest {
					return finding.New("sheet.too_wide", s.where(n), "most", widest)
				}
				c.column = at
				cells = append(cells, c)
			case "mergeCell":
				from, to, _ := strings.Cut(attribute(e, "ref"), ":")
				c, top, ok := address(from)
				_, bottom, also := address(to)
				if ok && also && bottom > top && c < widest && merged != nil {
					return merged(merge{c, top, bottom})
				}
			}
		}
		return nil
	})
}

// cell reads one cell to its end.
func (s *Sheet) cell(d *elements, e xml.StartElement, raw, inline *[]byte) (c cell, filled bool, err error) {
	*raw, *inline = (*raw)[:0], (*inline)[:0]
	formula, valued, aid := false, false, 0
	for depth := 1; depth > 0; {
		t, err := d.Token()
		if err != nil {
			return c, false, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch {
			case t.Name.Local == "v":
				valued = true
				*raw, err = inner(d, *raw)
			case t.Name.Local == "f":
				formula = true
				depth++
			case t.Name.Local == "rPh":
				aid++
				depth++
			case t.Name.Local == "t" && aid == 0:
				*inline, err = inner(d, *inline)
			default:
				depth++
			}
			if err != nil {
				return c, false, err
			}
		case xml.EndElement:
			if t.Name.Local == "rPh" {
				aid--
			}
			depth--
		}
	}
	kind := attribute(e, "t")
	c.bare = formula && (!valued || len(*raw) == 0 && kind != "str") // an empty text is a value
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(string(*raw)))
		if err != nil || i < 0 || i >= len(s.book.texts) {
			return c, false, finding.New("sheet.order", s.book.file+"/"+s.title, "cell", attribute(e, "r"))
		}
		c.text = s.book.texts[i]
	case "inlineStr":
		c.text = string(*inline)
	case "b":
		c.text = map[string]string{"1": "true", "0": "false"}[string(*raw)]
	case "", "n":
		c.text, c.figure = s.book.figure(string(*raw), attribute(e, "s")), len(*raw) > 0
	default: // text of a formula, an error such as #N/A, a date in full
		c.text = string(*raw)
	}
	return c, c.bare || strings.TrimSpace(c.text) != "", nil
}

// figure writes a number in plain decimal, and a day number as a date.
func (b *Book) figure(raw, format string) string {
	i, err := strconv.Atoi(format)
	kind := noDate
	if err == nil && i >= 0 && i < len(b.dates) {
		kind = b.dates[i]
	}
	if kind == noDate && len(raw) < 16 && !strings.ContainsAny(raw, "eE") {
		return raw
	}
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw
	}
	if kind != noDate {
		if text, ok := b.date(v, kind); ok {
			return text
		}
	}
	if math.Abs(v) >= 1e21 || v != 0 && math.Abs(v) < 1e-12 {
		return raw
	}
	return decimal(v)
}

// address reads B7 as column 1 and row 7.
func address(ref string) (column, row int, ok bool) {
	ref = strings.ReplaceAll(ref, "$", "")
	i := 0
	for ; i < len(ref) && i < 4; i++ {
		c := ref[i] | 0x20
		if c < 'a' || c > 'z' {
			break
		}
		column = column*26 + int(c-'a') + 1
	}
	row, err := strconv.Atoi(ref[i:])
	return column - 1, row, err == nil && i > 0 && i < 4 && column <= 1<<14 && row > 0 && row <= 1<<20
}
