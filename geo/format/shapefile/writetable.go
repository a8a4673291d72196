package shapefile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/encoding"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// The limits of dBASE.
const (
	longestName = 10  // bytes
	longestText = 254 // bytes
	mostFields  = 255
)

// A plan says how properties become the fields of a table.
type plan struct {
	text   encoding.Encoding
	fields []planned
	faults []*finding.Finding
}

// A planned field holds one property.
type planned struct {
	property    string
	kind        feature.Type
	identity    bool   // holds the identity of features
	name        []byte // encoded
	letter      byte   // dBASE's type
	width, cuts int    // cuts is how many texts are too long
	strange     int    // texts with characters that the encoding lacks
	decimals    int
}

// planOf finds names and widths for the fields.
func planOf(c feature.Collection, text encoding.Encoding) *plan {
	p := &plan{text: text}
	taken := map[string]bool{}
	for _, f := range c.Features {
		if f.ID != "" {
			p.fields = append(p.fields, p.named(taken, planned{property: "id", kind: feature.Text, identity: true}))
			break
		}
	}
	for _, column := range c.Columns() {
		if column.Name == "id" && len(p.fields) > 0 && p.fields[0].identity {
			continue
		}
		p.fields = append(p.fields, p.named(taken, planned{property: column.Name, kind: column.Type}))
	}
	if len(p.fields) == 0 { // a table must have a field
		p.fields = append(p.fields, p.named(taken, planned{property: "id", kind: feature.Text, identity: true}))
	}
	if len(p.fields) > mostFields {
		p.faults = append(p.faults, finding.New("shapefile.too_many_fields", "", "n", len(p.fields), "most", mostFields))
		p.fields = p.fields[:mostFields]
	}
	for i := range p.fields {
		p.fields[i].measure(c, text)
	}
	return p
}

// named gives a field a name that fits and that no other has.
func (p *plan) named(taken map[string]bool, f planned) planned {
	name := f.property
	if name == "" {
		name = "field"
	}
	b, _, _ := fit(p.text, name, longestName)
	for n := 2; taken[strings.ToLower(string(b))]; n++ {
		end := "_" + strconv.Itoa(n)
		b, _, _ = fit(p.text, name, longestName-len(end))
		b = append(bytes.Clone(b), end...)
	}
	taken[strings.ToLower(string(b))] = true
	f.name = b
	if as, err := p.text.NewDecoder().String(string(b)); err != nil || as != f.property {
		p.faults = append(p.faults, finding.New("shapefile.renamed", "", "name", f.property, "as", as, "most", longestName))
	}
	return f
}

// measure finds the width that all values need.
func (f *planned) measure(c feature.Collection, text encoding.Encoding) {
	switch f.kind {
	case feature.Boolean:
		f.letter, f.width = 'L', 1
		return
	case feature.Date:
		f.letter, f.width = 'D', 8
		return
	case feature.Integer, feature.Real:
		f.letter = 'N'
	default:
		f.letter = 'C'
	}
	f.width = 1
	for _, one := range c.Features {
		v := f.of(one)
		if v == nil {
			continue
		}
		if f.letter == 'N' {
			s := f.number(v)
			f.width = max(f.width, len(s))
			if _, behind, ok := strings.Cut(s, "."); ok {
				f.decimals = max(f.decimals, min(len(behind), 15))
			}
			continue
		}
		s, err := feature.Plain(v)
		if err != nil {
			continue // said when the row is written
		}
		b, whole, known := fit(text, s, longestText)
		f.width = max(f.width, len(b))
		if !whole {
			f.cuts++
		}
		if !known {
			f.strange++
		}
	}
	if f.kind == feature.Real {
		f.decimals = max(f.decimals, 1)
		f.width = max(f.width, f.decimals+2)
	}
}

// of gives the value of a feature.
func (f *planned) of(one feature.Feature) any {
	if f.identity && one.ID != "" {
		return one.ID
	}
	return one.Props[f.property]
}

// number writes a number so that it comes back with its type: reals keep a point.
func (f *planned) number(v any) string {
	if n, ok := v.(int64); ok && f.kind == feature.Real {
		v = float64(n)
	}
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		s := strconv.FormatFloat(v, 'f', -1, 64)
		if !strings.Contains(s, ".") {
			s += ".0"
		}
		if len(s) > 20 {
			s = strconv.FormatFloat(v, 'e', -1, 64)
			if !strings.Contains(s, ".") {
				s = strings.Replace(s, "e", ".0e", 1)
			}
		}
		return s
	}
	return ""
}

// lost says what does not fit.
func (p *plan) lost() []*finding.Finding {
	found := p.faults
	for _, f := range p.fields {
		if f.cuts > 0 {
			found = append(found, finding.New("shapefile.cut", "", "name", f.property, "n", f.cuts, "most", longestText))
		}
		if f.strange > 0 {
			found = append(found, finding.New("shapefile.strange", "", "name", f.property, "n", f.strange))
		}
	}
	return found
}

// table writes the .dbf.
func (p *plan) table(features []feature.Feature) ([]byte, error) {
	le := binary.LittleEndian
	b := make([]byte, 32)
	rowLen := 1
	for _, f := range p.fields {
		d := make([]byte, 32)
		copy(d, f.name)
		d[11], d[16], d[17] = f.letter, byte(f.width), byte(f.decimals)
		b = append(b, d...)
		rowLen += f.width
	}
	b = append(b, 0x0d)
	b[0], b[1], b[2], b[3] = 3, byte(unchanging.Year()-1900), byte(unchanging.Month()), byte(unchanging.Day())
	le.PutUint32(b[4:], uint32(len(features)))
	le.PutUint16(b[8:], uint16(len(b)))
	le.PutUint16(b[10:], uint16(rowLen))
	if int64(rowLen)*int64(len(features)) > largest {
		return nil, finding.New("shapefile.too_large", "", "most", largest)
	}
	for _, one := range features {
		b = append(b, ' ')
		for _, f := range p.fields {
			cell, err := p.cell(f, one)
			if err != nil {
				return nil, fmt.Errorf("shapefile: feature %q: property %q: %w", one.ID, f.property, err)
			}
			blank := bytes.Repeat([]byte{' '}, f.width-len(cell))
			if f.letter == 'N' {
				b = append(append(b, blank...), cell...)
			} else {
				b = append(append(b, cell...), blank...)
			}
		}
	}
	return append(b, 0x1a), nil
}

// cell gives the bytes of a value, at most as wide as its field.
func (p *plan) cell(f planned, one feature.Feature) ([]byte, error) {
	v := f.of(one)
	if v == nil {
		return nil, nil
	}
	if x, ok := v.(float64); ok && (math.IsNaN(x) || math.IsInf(x, 0)) {
		return nil, fmt.Errorf("%v is not finite", x)
	}
	switch f.letter {
	case 'L':
		if v == true {
			return []byte("T"), nil
		}
		return []byte("F"), nil
	case 'D':
		return []byte(strings.ReplaceAll(v.(string), "-", "")), nil
	case 'N':
		return []byte(f.number(v)), nil
	}
	s, err := feature.Plain(v)
	if err != nil {
		return nil, err
	}
	b, _, _ := fit(p.text, s, longestText)
	return b, nil
}
