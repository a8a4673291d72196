package papers

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/signintech/gopdf"

	"xunhu/api/words"
)

// PDF prints a letter in a language. Nothing is written unless all of it can be
// printed; a character that no font has is a *finding.Finding that names it.
func (l Letter) PDF(w io.Writer, lang words.Lang) error {
	f, err := loaded()
	if err != nil {
		return err
	}
	s := l.print(lang)
	trial := newPress(f, s, l.bare(), nil)
	trial.print(l, s)
	p := newPress(f, s, l.bare(), trial)
	p.print(l, s)
	if err := errors.Join(trial.err, p.err); err != nil {
		return err
	}
	var out bytes.Buffer
	if _, err := p.pdf.WriteTo(&out); err != nil {
		return fmt.Errorf("papers: print %s: %w", l.Lead, err)
	}
	if _, err := out.WriteTo(w); err != nil {
		return fmt.Errorf("papers: print %s: %w", l.Lead, err)
	}
	return nil
}

// bare tells whether the first page carries no number, as in the form of a letter.
func (l Letter) bare() bool { return l.Kind != Dispute && l.Kind != ToSquad }

// print sets the whole paper.
func (p *press) print(l Letter, s sheet) {
	p.pdf.SetInfo(gopdf.PdfInfo{Title: plain(s.title), Author: s.from, Subject: l.Lead, CreationDate: l.Date.In(beijing)})
	p.page()
	switch l.Kind {
	case ToSquad:
		p.slip(s)
	case Dispute:
		p.headUpward(s)
		p.letter(s)
	default:
		p.headLetter(s)
		p.letter(s)
	}
	p.enclosures(l, s)
	if s.copies != "" {
		p.copies(s.copies)
	}
	if s.receipt.rows != nil {
		p.receipt(s)
	}
}

// headLetter is the head of a letter (信函格式): the name of the sender in red 30 mm
// from the edge, red double lines of 170 mm, number at the right, urgency at the left.
func (p *press) headLetter(s sheet) {
	const wide = 170 * mm
	x := (pageW - wide) / 2
	y := p.sender(s.from, 30*mm) + 4*mm
	p.red(true)
	p.rule(x, x+wide, y, 2.2)
	p.rule(x, x+wide, y+3, 0.7)
	p.rule(x, x+wide, pageH-20*mm-3, 0.7)
	p.rule(x, x+wide, pageH-20*mm, 2.2)
	p.red(false)
	y += 3 + third*7/8
	p.put(p.shape(s.urgency, inHead), left, y, third, -1)
	p.put(p.shape(s.number, inText), left+typeW, y, third, 1)
	p.y = y + third + 2*pitch
}

// headUpward is the head of a paper upward (上行文): the sender in red, number and
// signer above a red line.
func (p *press) headUpward(s sheet) {
	p.put(p.shape(s.urgency, inHead), left, top, third, -1)
	y := p.sender(s.from, top+35*mm) + 2*pitch
	p.put(p.shape(s.number, inText), left+third, y, third, -1)
	p.put(p.shape(s.signer, inText), left+typeW-third, y, third, 1)
	y += third + 4*mm
	p.red(true)
	p.rule(left, left+typeW, y, 1.4)
	p.red(false)
	p.y = y + 2*pitch
}

// sender prints the name of the sender in red and gives the lower edge.
func (p *press) sender(from string, y float64) float64 {
	size := 34.0
	for size > 14 && (line{glyphs: p.shape(from, style{hei, bold, size})}).width() > typeW {
		size -= 0.5
	}
	p.pdf.SetTextColor(0xD0, 0, 0)
	p.put(p.shape(from, style{hei, bold, size}), pageW/2, y, size, 0)
	p.pdf.SetTextColor(0, 0, 0)
	return y + size
}

// letter prints title, receiver, text, enclosures, signature and day.
func (p *press) letter(s sheet) {
	p.centred(s.title, inTitle, 34)
	p.y += pitch
	p.para(s.to, p.text, 0, 0)
	for i, x := range s.body {
		if i == len(s.body)-1 { // no page holds the signature alone
			p.room(p.height(x.text) + float64(len(s.enclosures)+1)*p.lead + 5*p.lead)
		}
		if x.head {
			p.room(2 * p.lead) // a heading does not stand alone at the foot
			p.para(x.text, p.head, p.indent, 0)
			continue
		}
		p.para(x.text, p.text, p.indent, 0)
	}
	if len(s.enclosures) > 0 {
		p.y += p.lead
		label := words.Say(s.lang, "papers.enclosure", nil)
		indent := p.indent + line{glyphs: p.shape(label, p.text)}.width()
		for i, e := range numbered(s.lang, append([]string(nil), s.enclosures...)) {
			if i == 0 {
				p.para(label+e, p.text, p.indent, indent)
			} else {
				p.para(e, p.text, indent, indent)
			}
		}
	}
	p.signature(s)
}

// height is that of a paragraph.
func (p *press) height(s string) float64 {
	return float64(len(breakLines(p.shape(s, p.text), typeW, p.indent, false))) * p.lead
}

// signature prints the sender about the middle of the day, which ends four
// characters from the right, with room for the seal; they stay with a line of text.
func (p *press) signature(s sheet) {
	p.room(5 * p.lead)
	p.y += 2 * p.lead
	date, from := p.shape(s.date, p.text), p.shape(s.from, p.text)
	dateW, fromW := line{glyphs: date}.width(), line{glyphs: from}.width()
	right := left + typeW - 4*p.text.size
	centre := right - dateW/2
	if over := centre + fromW/2 - (left + typeW - p.indent); over > 0 {
		centre -= over
	}
	at := func(g []glyph) {
		p.put(g, centre, p.y+(p.lead-p.text.size)/2, p.text.size, 0)
		p.y += p.lead
	}
	at(from)
	at(date)
	if s.contact != "" {
		p.para(s.contact, p.text, p.indent, 0)
	}
}

// slip prints a handover sheet of the house, which is a form and no paper of the
// standard: it begins higher, so that as a rule it fills one page.
func (p *press) slip(s sheet) {
	p.y = top - 14*mm
	if s.urgency != "" {
		p.put(p.shape(s.urgency, inHead), left, p.y, third, -1)
		p.y += pitch
	}
	p.centred(s.title, inTitle, 34)
	p.put(p.shape(s.date, inFourth), left, p.y+4, fourth, -1)
	p.put(p.shape(s.number, inFourth), left+typeW, p.y+4, fourth, 1)
	p.y += pitch
	p.table(s.form)
}

// enclosures prints the list of evidence and the sketch, each on its own page.
func (p *press) enclosures(l Letter, s sheet) {
	n := 0
	begin := func(title string) {
		p.page()
		n++
		no := words.Say(s.lang, "papers.enclosure_n", map[string]any{"n": n})
		if len(s.enclosures) == 1 {
			no = words.Say(s.lang, "papers.enclosure_n", map[string]any{"n": ""})
		}
		p.para(no, inHead, 0, 0)
		p.y += pitch / 2
		p.centred(title, inTitle, 34)
	}
	if len(l.Evidence) > 0 {
		begin(words.Say(s.lang, "papers.list.title", nil))
		p.y += cell
		p.put(p.shape(s.listHead, inTable), left, p.y, fifth, -1)
		p.y += 1.6 * fifth
		p.table(s.list)
		p.y += cell
		p.fine(s.listNote)
		p.y += pitch / 2
		p.fine(words.Say(s.lang, "papers.list.hand", nil))
	}
	if l.Place.Geometry != nil {
		begin(words.Say(s.lang, "papers.map.title", nil))
		p.sketch(l)
		p.fine(s.rows)
	}
}

// fine prints a note in small type.
func (p *press) fine(s string) {
	for _, l := range breakLines(p.shape(s, inTable), typeW, 0, p.lang == words.ZH) {
		p.room(tablePitch)
		p.draw(l, left, p.y+fifth)
		p.y += tablePitch
	}
}

// copies prints the receivers of copies at the foot of the last page (版记).
func (p *press) copies(s string) {
	lines := breakLines(p.shape(s, inFourth), typeW-2*fourth, 0, p.lang == words.ZH)
	const lead = 20.0
	height := float64(len(lines))*lead + 6
	if p.y+height > bottom {
		p.page()
	}
	y := bottom - height
	p.rule(left, left+typeW, y, 1)
	for _, l := range lines {
		p.draw(l, left+fourth, y+3+fourth)
		y += lead
	}
	p.rule(left, left+typeW, bottom, 1)
	p.y = bottom
}

// receipt prints the slip that comes back, on a page of its own.
func (p *press) receipt(s sheet) {
	p.page()
	p.centred(words.Say(s.lang, "papers.receipt.title", nil), inTitle, 34)
	p.y += pitch / 2
	p.table(s.receipt)
	p.y += cell
	p.fine(s.receiptNote)
}
