package papers

import (
	"slices"
	"strconv"
	"strings"

	"xunhu/api/words"
)

// A sheet is a letter in the words of one language, in the order of the paper.
type sheet struct {
	lang                  words.Lang
	banner                string
	from, number, urgency string
	signer                string
	title, to             string
	body                  []para
	enclosures            []string
	date, contact, copies string
	form                  table // of a handover sheet, instead of a body
	list                  table
	listNote, listHead    string
	receipt               table
	receiptNote, rows     string
}

// A para is one paragraph: a heading or text.
type para struct {
	head bool
	text string
}

// A table is printed with lines; its head comes again on every page.
type table struct {
	head  []string // nil: none; the first column is then a column of labels
	parts []float64
	rows  [][]string
}

// print puts a letter into words.
func (l Letter) print(lang words.Lang) sheet {
	w := func(code string, args ...any) string { return say(code, args...).In(lang) }
	s := sheet{
		lang: lang, from: name(lang, l.From), title: l.Title.breakable(lang), to: w("papers.to", "name", l.To.Name),
		number: l.Number, date: day(lang, l.Date), rows: w("papers.rows", "rows", strings.Split(l.Rows, "、")),
	}
	if lang == words.EN {
		s.banner = w("papers.banner.translation")
	}
	if l.Illustration {
		s.banner = strings.TrimPrefix(s.banner+" · "+w("papers.banner.illustration"), " · ")
	}
	if s.number == "" {
		s.number = w("papers.number.blank", "year", l.Date.In(beijing).Year())
	}
	if l.Urgency != Ordinary {
		s.urgency = w("papers.urgency." + string(l.Urgency))
	}
	if l.Kind == Dispute {
		s.signer = w("papers.signer", "name", l.Signer)
	}
	switch {
	case l.Handler.ID != "" && l.Handler.ID != l.From.ID && l.Contact.Name != "":
		s.contact = w("papers.handler_contact", "unit", l.Handler.Name, "name", l.Contact.Name, "phone", phone(lang, l.Contact.Phone))
	case l.Handler.ID != "" && l.Handler.ID != l.From.ID:
		s.contact = w("papers.handler", "unit", l.Handler.Name)
	case l.Contact.Name != "":
		s.contact = w("papers.contact", "name", l.Contact.Name, "phone", phone(lang, l.Contact.Phone))
	}
	if len(l.Copies) > 0 {
		s.copies = w("papers.copies", "names", partyNames(l.Copies))
	}
	s.body = l.bodyWords(lang)
	if len(l.Evidence) > 0 {
		s.enclosures = append(s.enclosures, w("papers.list.title"))
	}
	if l.Place.Geometry != nil {
		s.enclosures = append(s.enclosures, w("papers.map.title"))
	}
	s.listHead = w("papers.list.lead", "lead", l.Lead, "n", len(l.Evidence))
	s.listNote = w("papers.list.note")
	s.list = l.listTable(lang)
	if l.Kind == ToSquad {
		s.form, s.to, s.body, s.contact = l.formTable(lang, s), "", nil, ""
	} else {
		s.receipt = l.receiptTable(lang, s)
		s.receiptNote = w("papers.receipt.back")
		if l.Receipt.Note.Code != "" {
			s.receiptNote += "\n" + l.Receipt.Note.In(lang)
		}
	}
	return s
}

// bodyWords are the text of a letter: opening, numbered sections, basis, limits, closing.
func (l Letter) bodyWords(lang words.Lang) []para {
	body := []para{{text: l.Opening.In(lang)}}
	n := 0
	section := func(head string, lines []string) {
		if len(lines) == 0 {
			return
		}
		n++
		no := strconv.Itoa(n)
		if lang == words.ZH {
			no = numeral(no)
		}
		body = append(body, para{true, words.Say(lang, "papers.head.number", map[string]any{"n": no, "head": head})})
		for _, s := range lines {
			body = append(body, para{text: s})
		}
	}
	for _, s := range l.Sections {
		section(s.Head.In(lang), inWords(lang, s.Body))
	}
	basis, pending := l.basisWords(lang)
	basis = numbered(lang, basis)
	if pending {
		basis = append(basis, words.Say(lang, "papers.pending_note", nil))
	}
	section(words.Say(lang, "papers.head.basis", nil), basis)
	section(words.Say(lang, "papers.head.deadlines", nil), numbered(lang, l.limitWords(lang)))
	return append(body, para{text: l.Closing.In(lang)})
}

func inWords(lang words.Lang, all []Saying) []string {
	var lines []string
	for _, s := range all {
		lines = append(lines, s.In(lang))
	}
	return lines
}

func numbered(lang words.Lang, lines []string) []string {
	if len(lines) < 2 {
		return lines
	}
	for i, s := range lines {
		lines[i] = words.Say(lang, "papers.item", map[string]any{"n": i + 1, "text": s})
	}
	return lines
}

func (l Letter) limitWords(lang words.Lang) []string {
	var lines []string
	for _, d := range l.Deadlines {
		code, args := "papers.due", []any{"what", d.What, "limit", d.Limit, "basis", cite(lang, d.Basis)}
		if !d.Due.IsZero() {
			code, args = "papers.due_at", append(args, "at", until(d.Due))
		}
		lines = append(lines, say(code, args...).In(lang))
	}
	return lines
}

// listTable is the list of evidence.
func (l Letter) listTable(lang words.Lang) table {
	w := func(code string, args ...any) string { return say("papers.list."+code, args...).In(lang) }
	t := table{
		head:  []string{w("no"), w("name"), w("kind"), w("quantity"), w("taken"), w("digest")},
		parts: []float64{0.07, 0.22, 0.13, 0.13, 0.22, 0.23},
	}
	for i, e := range l.Evidence {
		var extent, taken []string
		if e.Pages > 0 {
			extent = append(extent, w("pages", "n", e.Pages))
		}
		if e.Files > 0 {
			extent = append(extent, w("files", "n", e.Files))
		}
		if len(extent) == 0 {
			extent = append(extent, w("thing"))
		}
		for _, o := range e.TakenBy {
			if o.Certificate == "" {
				taken = append(taken, o.Name)
			} else {
				taken = append(taken, w("officer", "name", o.Name, "certificate", o.Certificate))
			}
		}
		taken = append(taken, strings.Join(dayAndHour(lang, e.TakenAt), "\n"))
		sum := w("none")
		if e.SHA256 != "" {
			sum = e.SHA256[:16] + "\n" + e.SHA256[16:32] + "\n" + e.SHA256[32:48] + "\n" + e.SHA256[48:]
		}
		t.rows = append(t.rows, []string{strconv.Itoa(i + 1), text(e.Name).In(lang), say("papers.kind." + string(e.Kind)).In(lang),
			strings.Join(extent, "\n"), strings.Join(taken, "\n"), sum})
	}
	return t
}

// receiptTable is the slip that comes back.
func (l Letter) receiptTable(lang words.Lang, s sheet) table {
	w := func(code string) string { return words.Say(lang, "papers.receipt."+code, nil) }
	var replies []string
	for _, r := range l.Receipt.Replies {
		replies = append(replies, say("papers.receipt.mark", "reply", r.In(lang)).In(lang))
	}
	return table{parts: []float64{0.27, 0.73}, rows: [][]string{
		{w("paper"), plain(s.title)}, {w("number"), s.number}, {w("lead"), l.Lead},
		{w("from"), s.from}, {w("to"), name(lang, l.To)}, {w("way"), w("ways")}, {w("where"), ""},
		{w("received"), "\n" + w("stamp")}, {w("instead"), "\n" + w("stamp")},
		{w("reply"), strings.Join(replies, "\n\n") + "\n\n" + w("seal")},
		{w("officer"), ""}, {w("server"), "\n" + w("stamp")}, {w("remark"), "\n\n"},
	}}
}

// formTable is the handover sheet of the house: the letter's text beside labels.
func (l Letter) formTable(lang words.Lang, s sheet) table {
	w := func(code string, args ...any) string { return say(code, args...).In(lang) }
	t := table{parts: []float64{0.2, 0.8}}
	row := func(label, content string) { t.rows = append(t.rows, []string{label, content}) }
	row(w("papers.receipt.lead"), l.Lead)
	handing := s.from
	if l.Contact.Name != "" {
		handing += w("papers.contact", "name", l.Contact.Name, "phone", phone(lang, l.Contact.Phone))
	}
	row(w("papers.sheet.handing"), handing)
	row(w("papers.sheet.receiving"), name(lang, l.To))
	row(w("papers.sheet.source"), l.Opening.In(lang))
	for _, x := range l.Sections {
		row(x.Head.In(lang), strings.Join(inWords(lang, x.Body), "\n"))
	}
	basis, pending := l.basisWords(lang)
	if pending {
		basis = append(numbered(lang, basis), w("papers.pending_note"))
	} else {
		basis = numbered(lang, basis)
	}
	row(w("papers.head.basis"), strings.Join(basis, "\n"))
	row(w("papers.head.deadlines"), strings.Join(numbered(lang, l.limitWords(lang)), "\n"))
	row(w("papers.sheet.evidence"), w("papers.sheet.listed", "n", len(l.Evidence)))
	row(w("papers.sheet.asked"), l.Closing.In(lang))
	row(w("papers.sheet.hand"), "\n"+w("papers.sheet.hand_signed"))
	row(w("papers.sheet.take"), "\n"+w("papers.sheet.take_signed"))
	var replies []string
	for _, r := range l.Receipt.Replies {
		replies = append(replies, say("papers.receipt.mark", "reply", r.In(lang)).In(lang))
	}
	row(w("papers.sheet.back"), strings.Join(replies, "\n")+"\n"+w("papers.sheet.back_signed"))
	return t
}

// phone is a number, or room to write one by hand.
func phone(lang words.Lang, number string) string {
	switch {
	case number != "":
		return number
	case lang == words.EN:
		return "____________"
	}
	return strings.Repeat("\u3000", 6)
}

// strings are all texts of a sheet.
func (s sheet) strings() []string {
	all := []string{s.banner, s.from, s.number, s.urgency, s.signer, s.title, s.to, s.date, s.contact, s.copies,
		s.listHead, s.listNote, s.receiptNote, s.rows}
	for _, p := range s.body {
		all = append(all, p.text)
	}
	all = append(all, s.enclosures...)
	for _, t := range []table{s.form, s.list, s.receipt} {
		all = append(all, t.head...)
		for _, r := range t.rows {
			all = append(all, r...)
		}
	}
	return slices.DeleteFunc(all, func(t string) bool { return t == "" })
}

// plain is a title without the places where it may be broken.
func plain(title string) string { return strings.ReplaceAll(title, "\u200b", "") }

func name(lang words.Lang, p Party) string { return words.Named(lang, p.Name.ZH, p.Name.EN) }

func partyNames(all []Party) []Text {
	var list []Text
	for _, p := range all {
		list = append(list, p.Name)
	}
	return list
}
