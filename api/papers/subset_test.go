package papers

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/signintech/gopdf/fontmaker/core"
)

// A cut font prints every character as the whole one does: the same outline, width
// and bearing; of composite glyphs the same parts.
func TestSubsetKeepsItsGlyphs(t *testing.T) {
	f := needFonts(t)
	runes := "，。（）滕州市生态环境局水体巡湖漷喆负辖éÅñ206AZ— “”"
	for name, whole := range f.parsed {
		var has []rune
		for _, r := range runes {
			if f.has(name, r) {
				has = append(has, r)
			}
		}
		data, err := subset(whole, has)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > 300_000 {
			t.Errorf("%s: %d bytes", name, len(data))
		}
		var cut core.TTFParser
		if err := cut.ParseFontData(data); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(cut.Chars()) != len(has) {
			t.Errorf("%s: %d characters, want %d", name, len(cut.Chars()), len(has))
		}
		for _, r := range has {
			if a, b := drawn(whole, whole.Chars()[int(r)]), drawn(&cut, cut.Chars()[int(r)]); !bytes.Equal(a, b) {
				t.Errorf("%s: %c differs", name, r)
			}
		}
	}
}

// drawn is what a glyph draws: its advance and bearing, then its outline, or those of
// its parts, with how they are placed.
func drawn(p *core.TTFParser, glyph uint) []byte {
	table := func(tag string) []byte {
		t := p.GetTables()[tag]
		return p.FontData()[t.Offset : t.Offset+t.Length]
	}
	hmtx, full := table("hmtx"), p.NumberOfHMetrics()
	var out []byte
	if glyph < full {
		out = append(out, hmtx[4*glyph:4*glyph+4]...)
	} else {
		out = append(append(out, hmtx[4*full-4:4*full-2]...), hmtx[4*full+2*(glyph-full):4*full+2*(glyph-full)+2]...)
	}
	g := bytes.Clone(table("glyf")[p.LocaTable[glyph]:p.LocaTable[glyph+1]])
	if len(g) < 10 || int16(binary.BigEndian.Uint16(g)) >= 0 {
		return append(out, bytes.TrimRight(g, "\x00")...) // but for padding
	}
	for at := 10; ; {
		flags := binary.BigEndian.Uint16(g[at:])
		out = append(out, drawn(p, uint(binary.BigEndian.Uint16(g[at+2:])))...)
		size := 6
		if flags&1 != 0 {
			size += 2
		}
		switch {
		case flags&8 != 0:
			size += 2
		case flags&0x40 != 0:
			size += 4
		case flags&0x80 != 0:
			size += 8
		}
		out = append(append(out, g[at:at+2]...), g[at+4:at+size]...)
		if at += size; flags&0x20 == 0 {
			return out
		}
	}
}
