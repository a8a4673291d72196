package papers

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/signintech/gopdf"

	"xunhu/api/words"
)

// Measures of GB/T 9704-2012, in points.
const (
	mm         = 72 / 25.4
	pageW      = 210 * mm
	pageH      = 297 * mm
	left       = 28 * mm
	top        = 37 * mm
	typeW      = 156 * mm
	typeH      = 225 * mm
	bottom     = top + typeH
	pitch      = typeH / 22 // from line to line
	third      = typeW / 28 // 三号: 28 characters a line
	second     = 22.0       // 二号, of titles
	fourth     = 14.0       // 四号, of page numbers and copies
	fifth      = 10.5       // 五号, of tables
	small      = 8.0        // notes at the edge
	tablePitch = 14.0
	cell       = 4.0 // between a table's line and its text
)

var (
	inText   = style{kai, serif, third}
	inHead   = style{hei, bold, third}
	inTitle  = style{hei, bold, second}
	inTable  = style{kai, serif, fifth}
	inLabels = style{hei, bold, fifth}
	inFourth = style{kai, serif, fourth}
	inSmall  = style{kai, serif, small}
)

// A press sets type on the pages of one document. The first error stays and stops
// all that follows. A trial press prints no text and keeps the characters that each
// face would have to print.
type press struct {
	used    map[face]map[rune]bool // of a trial; else nil
	pdf     *gopdf.GoPdf
	fonts   *fonts
	lang    words.Lang
	banner  string
	bare    bool // the first page has no number (信函格式)
	pages   int
	y       float64 // where the next line begins
	err     error
	text    style   // of the body
	head    style   // of headings
	lead    float64 // from line to line
	indent  float64 // of a paragraph
	current face
	size    float64
}

// newPress gives a press with the characters that a trial has used, or a trial.
func newPress(f *fonts, s sheet, bare bool, trial *press) *press {
	p := &press{pdf: &gopdf.GoPdf{}, fonts: f, lang: s.lang, banner: s.banner, bare: bare,
		text: inText, head: inHead, lead: pitch, indent: 2 * third}
	if s.lang == words.EN { // a translation need not keep the grid
		p.text, p.head, p.lead, p.indent = style{kai, serif, 12}, style{hei, bold, 12}, 17, 24
	}
	p.pdf.Start(gopdf.Config{PageSize: gopdf.Rect{W: pageW, H: pageH}})
	if trial == nil {
		p.used = map[face]map[rune]bool{}
		return p
	}
	for _, name := range faces {
		if len(trial.used[name]) == 0 {
			continue
		}
		data, err := subset(f.parsed[name], slices.Sorted(maps.Keys(trial.used[name])))
		p.keep(err)
		if err == nil {
			p.keep(p.pdf.AddTTFFontData(string(name), data))
		}
	}
	return p
}

func (p *press) keep(err error) {
	if p.err == nil {
		p.err = err
	}
}

// page begins a page: its number on the outer side, its banner above the text.
func (p *press) page() {
	p.pdf.AddPage()
	p.pages++
	p.current, p.y = "", top
	if p.banner != "" {
		p.pdf.SetTextColor(110, 110, 110)
		p.put(p.shape(p.banner, inSmall), pageW/2, 9*mm, small, 0)
		p.pdf.SetTextColor(0, 0, 0)
	}
	if p.bare && p.pages == 1 {
		return
	}
	no := p.shape(words.Say(p.lang, "papers.page", map[string]any{"n": strconv.Itoa(p.pages)}), inFourth)
	w := line{glyphs: no}.width()
	x := left + typeW - third - w
	if p.pages%2 == 0 {
		x = left + third
	}
	p.draw(line{glyphs: no}, x, bottom+7*mm+fourth)
}

// room makes sure that h points are left, on a new page if need be.
func (p *press) room(h float64) {
	if p.y+h > bottom+0.01 {
		p.page()
	}
}

func (p *press) shape(s string, st style) []glyph {
	g, err := p.fonts.shape(s, st, p.lang == words.EN)
	p.keep(err)
	return g
}

// draw prints a line with its baseline at y, from x on. Glyphs of one face that take
// no space of their own go out together, so that the text can be read back.
func (p *press) draw(l line, x, y float64) {
	if p.err != nil {
		return
	}
	if p.used != nil {
		for _, g := range l.glyphs {
			if p.used[g.face] == nil {
				p.used[g.face] = map[rune]bool{}
			}
			p.used[g.face][g.r] = true
		}
		return
	}
	for i := 0; i < len(l.glyphs); {
		j, w := i, 0.0
		spaced := l.glyphs[i].han && l.extra != 0
		var run []rune
		for j < len(l.glyphs) && l.glyphs[j].face == l.glyphs[i].face && (l.glyphs[j].han && l.extra != 0) == spaced {
			w += l.glyphs[j].width
			if spaced {
				w += l.extra
			}
			run = append(run, l.glyphs[j].r)
			j++
		}
		spacing := 0.0
		if spaced {
			spacing = l.extra
		}
		p.set(l.glyphs[i].face, l.size())
		p.keep(p.pdf.SetCharSpacing(spacing))
		p.pdf.SetXY(x, y)
		p.keep(p.pdf.Text(string(run)))
		x += w
		i = j
	}
}

func (p *press) set(f face, size float64) {
	if f != p.current || size != p.size {
		p.keep(p.pdf.SetFont(string(f), "", size))
		p.current, p.size = f, size
	}
}

// put prints glyphs as one line about x: centred for 0, ending there for 1,
// beginning there for -1. y is the upper edge of the line.
func (p *press) put(g []glyph, x, y, size float64, side int) {
	l := line{glyphs: g}
	switch side {
	case 0:
		x -= l.width() / 2
	case 1:
		x -= l.width()
	}
	p.draw(l, x, y+size*0.88)
}

// para prints a paragraph in the type area: indent is that of its first line, hang
// that of all others.
func (p *press) para(s string, st style, indent, hang float64) {
	lines := breakLines(p.shape(s, st), typeW-hang, indent-hang, p.lang == words.ZH)
	for i, l := range lines {
		p.room(p.lead)
		x := left + hang
		if i == 0 {
			x = left + indent
		}
		p.draw(l, x, p.y+(p.lead-st.size)/2+st.size*0.86)
		p.y += p.lead
	}
}

// centred prints lines about the middle of the type area. What does not fit one line
// is broken where its marks allow, else into lines of about the same length.
func (p *press) centred(s string, st style, lead float64) {
	width := typeW - 2*third
	parts := []string{plain(s)}
	if (line{glyphs: p.shape(parts[0], st)}).width() > width {
		parts = strings.Split(s, "\u200b")
	}
	for _, part := range parts {
		for _, l := range balanced(p.shape(part, st), width, st.size/2) {
			p.room(lead)
			p.put(l.glyphs, left+typeW/2, p.y+(lead-st.size)/2, st.size, 0)
			p.y += lead
		}
	}
}

// balanced breaks glyphs into as few lines as the width allows, each no longer than
// need be; where the text has marks, at its marks rather than within a word.
func balanced(g []glyph, width, step float64) []line {
	lines := breakLines(g, width, 0, false)
	var even []line
	for w := (line{glyphs: g}).width() / float64(len(lines)); len(lines) > 1 && w < width; w += step {
		l := breakLines(g, w, 0, false)
		if len(l) != len(lines) {
			continue
		}
		if even == nil {
			even = l
		}
		if atMarks(l) {
			return l
		}
	}
	if even == nil || atMarks(lines) {
		return lines
	}
	return even
}

// atMarks tells whether every line but the last ends with a mark.
func atMarks(lines []line) bool {
	for _, l := range lines[:len(lines)-1] {
		if n := len(l.glyphs); n == 0 || !strings.ContainsRune(notFirst, l.glyphs[n-1].r) {
			return false
		}
	}
	return true
}

// rule draws a level line.
func (p *press) rule(x1, x2, y, width float64) {
	p.pdf.SetLineWidth(width)
	p.pdf.Line(x1, y, x2, y)
}

func (p *press) red(on bool) {
	v := uint8(0)
	if on {
		v = 0xD0
	}
	p.pdf.SetTextColor(v, 0, 0)
	p.pdf.SetStrokeColor(v, 0, 0)
}
