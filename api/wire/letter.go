package wire

import (
	"xunhu/api/papers"
	"xunhu/api/words"
	"xunhu/geo/law"
)

// A Letter is a paper as data, in one language.
type Letter struct {
	Kind         string           `json:"kind" enum:"department,neighbour,police,squad,across,inform,dispute"`
	Number       string           `json:"number"`
	Lead         string           `json:"lead"`
	Date         string           `json:"date" format:"date"`
	Urgency      string           `json:"urgency" enum:",urgent,flash"`
	Illustration bool             `json:"illustration" doc:"the region is drawn: the paper says so"`
	Title        string           `json:"title"`
	From         UnitName         `json:"from"`
	To           UnitName         `json:"to"`
	Handler      UnitName         `json:"handler" doc:"who deals with it in the house"`
	Copies       []UnitName       `json:"copies" nullable:"false"`
	Opening      string           `json:"opening"`
	Sections     []LetterSection  `json:"sections" nullable:"false"`
	Closing      string           `json:"closing"`
	Deadlines    []LetterDeadline `json:"deadlines" nullable:"false"`
	Evidence     []LetterEvidence `json:"evidence" nullable:"false"`
	Replies      []string         `json:"replies" nullable:"false" doc:"what the receiver may tick on the receipt"`
	Rows         string           `json:"rows" doc:"of the tables of decision"`
}

// A LetterSection is a part of the text with its heading.
type LetterSection struct {
	Head string   `json:"head"`
	Body []string `json:"body" nullable:"false"`
}

// A LetterDeadline is a time by which something must be done.
type LetterDeadline struct {
	What  string  `json:"what"`
	Limit string  `json:"limit"`
	Due   *string `json:"due" doc:"null where it counts from what has not happened yet"`
	Basis Cited   `json:"basis"`
}

// A LetterEvidence is one item of the list of evidence.
type LetterEvidence struct {
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	SHA256 string `json:"sha256"`
	At     string `json:"taken_at" format:"date-time"`
}

// FromLetter gives a paper as data.
func FromLetter(l papers.Letter, lang words.Lang) Letter {
	body := func(p papers.Party) UnitName { return UnitName{p.ID, words.Named(lang, p.Name.ZH, p.Name.EN)} }
	out := Letter{
		Kind: string(l.Kind), Number: l.Number, Lead: l.Lead, Date: l.Date.In(law.China).Format("2006-01-02"), Urgency: string(l.Urgency), Illustration: l.Illustration,
		Title: l.Title.In(lang), From: body(l.From), To: body(l.To), Handler: body(l.Handler), Copies: []UnitName{}, Opening: l.Opening.In(lang),
		Sections: []LetterSection{}, Closing: l.Closing.In(lang), Deadlines: []LetterDeadline{}, Evidence: []LetterEvidence{}, Replies: []string{}, Rows: l.Rows,
	}
	for _, p := range l.Copies {
		out.Copies = append(out.Copies, body(p))
	}
	for _, s := range l.Sections {
		section := LetterSection{Head: s.Head.In(lang), Body: []string{}}
		for _, x := range s.Body {
			section.Body = append(section.Body, x.In(lang))
		}
		out.Sections = append(out.Sections, section)
	}
	for _, d := range l.Deadlines {
		c := d.Basis
		out.Deadlines = append(out.Deadlines, LetterDeadline{d.What.In(lang), d.Limit.In(lang), maybe(d.Due),
			Cited{words.Named(lang, c.Instrument.ZH, c.Instrument.EN), c.Article, string(c.Mark), words.Say(lang, "mark."+string(c.Mark), nil)}})
	}
	for _, e := range l.Evidence {
		out.Evidence = append(out.Evidence, LetterEvidence{words.Named(lang, e.Name.ZH, e.Name.EN), string(e.Kind), e.SHA256, stamp(e.TakenAt.In(law.China))})
	}
	for _, r := range l.Receipt.Replies {
		out.Replies = append(out.Replies, r.In(lang))
	}
	return out
}
