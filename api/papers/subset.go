package papers

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"github.com/signintech/gopdf/fontmaker/core"
)

// subset makes a TrueType font of the given characters alone, with their metrics
// and outlines as they are: what a letter embeds. The PDF library keeps the numbers
// of glyphs, so that a whole Chinese font would leave its tables of all glyphs in
// every letter.
func subset(p *core.TTFParser, runes []rune) ([]byte, error) {
	data, tables := p.FontData(), p.GetTables()
	table := func(tag string) []byte {
		t := tables[tag]
		return data[t.Offset : t.Offset+t.Length]
	}
	for _, tag := range []string{"head", "hhea", "maxp", "hmtx", "loca", "glyf", "name", "OS/2", "post"} {
		if t, ok := tables[tag]; !ok || t.Offset+t.Length > uint(len(data)) {
			return nil, fmt.Errorf("papers: font without a whole table %q", tag)
		}
	}
	s := &subsetter{glyf: table("glyf"), loca: p.LocaTable, number: map[uint16]uint16{}}
	s.take(0)
	chars := map[rune]uint16{}
	for _, r := range runes {
		chars[r] = s.take(uint16(p.Chars()[int(r)]))
	}
	glyf, loca := s.outlines()

	n := uint16(len(s.old))
	head, hhea, maxp := slices.Clone(table("head")), slices.Clone(table("hhea")), slices.Clone(table("maxp"))
	binary.BigEndian.PutUint16(head[50:], 1) // loca of 32 bits
	binary.BigEndian.PutUint16(hhea[34:], n)
	binary.BigEndian.PutUint16(maxp[4:], n)
	parts := map[string][]byte{
		"head": head, "hhea": hhea, "maxp": maxp, "glyf": glyf, "loca": loca,
		"hmtx": s.metrics(table("hmtx"), int(p.NumberOfHMetrics())), "cmap": charmap(chars),
		"name": table("name"), "OS/2": table("OS/2"), "post": plainPost(table("post")),
	}
	for _, tag := range []string{"cvt ", "fpgm", "prep"} {
		if _, ok := tables[tag]; ok {
			parts[tag] = table(tag)
		}
	}
	return assemble(parts), nil
}

// subsetter numbers the glyphs that are used anew, in the order in which they come.
type subsetter struct {
	glyf   []byte
	loca   []uint
	old    []uint16
	number map[uint16]uint16
}

func (s *subsetter) take(glyph uint16) uint16 {
	if n, ok := s.number[glyph]; ok {
		return n
	}
	n := uint16(len(s.old))
	s.number[glyph] = n
	s.old = append(s.old, glyph)
	return n
}

// outlines copies the glyphs; the parts of composite ones are taken as they are met.
func (s *subsetter) outlines() (glyf, loca []byte) {
	for i := 0; i < len(s.old); i++ {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		g := slices.Clone(s.glyf[s.loca[s.old[i]]:s.loca[s.old[i]+1]])
		s.renumber(g)
		glyf = append(glyf, g...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
	}
	return glyf, binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
}

// renumber changes the numbers of the parts of a composite glyph.
func (s *subsetter) renumber(g []byte) {
	const (
		words, scale, more, xyScale, matrix = 0x1, 0x8, 0x20, 0x40, 0x80
	)
	if len(g) < 10 || int16(binary.BigEndian.Uint16(g)) >= 0 {
		return
	}
	for at := 10; at+4 <= len(g); {
		flags := binary.BigEndian.Uint16(g[at:])
		binary.BigEndian.PutUint16(g[at+2:], s.take(binary.BigEndian.Uint16(g[at+2:])))
		at += 6
		if flags&words != 0 {
			at += 2
		}
		switch {
		case flags&scale != 0:
			at += 2
		case flags&xyScale != 0:
			at += 4
		case flags&matrix != 0:
			at += 8
		}
		if flags&more == 0 {
			return
		}
	}
}

// metrics gives every glyph its width and left bearing; beyond the first `full`
// glyphs the font keeps the bearing alone.
func (s *subsetter) metrics(hmtx []byte, full int) []byte {
	var out []byte
	for _, glyph := range s.old {
		g := int(glyph)
		if g < full {
			out = append(out, hmtx[4*g:4*g+4]...)
			continue
		}
		bearing := 4*full + 2*(g-full)
		out = append(append(out, hmtx[4*(full-1):4*(full-1)+2]...), hmtx[bearing:bearing+2]...)
	}
	return out
}

// charmap is a cmap table of format 4 with one segment a character.
func charmap(chars map[rune]uint16) []byte {
	runes := slices.DeleteFunc(slices.Sorted(maps.Keys(chars)), func(r rune) bool { return r >= 0xFFFF })
	var ends, starts, deltas []byte
	for _, r := range append(runes, 0xFFFF) {
		ends = binary.BigEndian.AppendUint16(ends, uint16(r))
		starts = binary.BigEndian.AppendUint16(starts, uint16(r))
		delta := chars[r] - uint16(r)
		if r == 0xFFFF {
			delta = 1 // to glyph 0
		}
		deltas = binary.BigEndian.AppendUint16(deltas, delta)
	}
	segments := uint16(len(runes) + 1)
	var out []byte
	for _, v := range []uint16{0, 1, 3, 1, 0, 12} { // one table: platform 3, encoding 1, at byte 12
		out = binary.BigEndian.AppendUint16(out, v)
	}
	for _, v := range []uint16{4, 16 + 8*segments, 0, 2 * segments, 0, 0, 0} { // the search fields go unread
		out = binary.BigEndian.AppendUint16(out, v)
	}
	out = append(append(out, ends...), 0, 0)
	out = append(append(out, starts...), deltas...)
	return append(out, make([]byte, 2*segments)...) // no ranges by table
}

// plainPost is a post table without names of glyphs.
func plainPost(post []byte) []byte {
	out := make([]byte, 32)
	copy(out, post)
	binary.BigEndian.PutUint32(out, 0x00030000)
	return out
}

// assemble writes the tables as a font, each at a multiple of four bytes. Checksums
// are left at zero: what goes into a PDF is computed from the tables again.
func assemble(parts map[string][]byte) []byte {
	tags := slices.Sorted(maps.Keys(parts))
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []uint16{uint16(len(tags)), 0, 0, 0} {
		out = binary.BigEndian.AppendUint16(out, v)
	}
	at := uint32(12 + 16*len(tags))
	var body []byte
	for _, tag := range tags {
		out = append(out, tag...)
		for _, v := range []uint32{0, at + uint32(len(body)), uint32(len(parts[tag]))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		body = append(body, parts[tag]...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	return append(out, body...)
}
