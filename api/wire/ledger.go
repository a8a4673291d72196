package wire

import (
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/papers"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// Notices gives the ledger: what was sent, and what is owed. letter gives the address of
// the letter of a lead to a body.
func (r Reader) Notices(all []store.Notice, owed []store.Owing, letter func(lead, to string) string) Notices {
	out := Notices{Notices: []Notice{}, Owed: []Owed{}}
	for _, n := range all {
		line := Notice{ID: n.ID, Lead: n.Lead, Kind: n.Kind, Way: n.Way, To: r.Body(n.To), By: n.By, Number: n.Number, SHA256: n.SHA256, Sent: stamp(n.Sent), Due: maybe(n.Due),
			Receipts: []Receipt{}, Rows: []string{}, Basis: []Cited{}}
		entry := papers.Entry{SentAt: n.Sent, Due: n.Due}
		if len(n.Receipts) > 0 {
			entry.Receipt = &papers.Received{At: n.Receipts[0].At}
		}
		line.Status = string(entry.At(r.Now))
		for _, x := range n.Receipts {
			line.Receipts = append(line.Receipts, Receipt{x.Answer, x.Name, x.Note, x.SHA256, x.By, stamp(x.At)})
		}
		if t := n.Telling; t != nil {
			line.Rows, line.Basis, line.Over = append(line.Rows, t.Rows...), r.standing(t.Rows, t.Since), r.over(*t)
		}
		out.Notices = append(out.Notices, line)
	}
	for _, o := range owed {
		out.Owed = append(out.Owed, r.owed(o, letter(o.Lead, o.To)))
	}
	return out
}

func (r Reader) owed(o store.Owing, letter string) Owed {
	due := r.World.TellBy(o.Telling)
	line := Owed{Lead: o.Lead, To: r.Body(o.To), Rows: append([]string{}, o.Rows...), Basis: r.standing(o.Rows, o.Since), Since: stamp(o.Since.In(law.China)),
		Limit: o.Limit, Name: words.Say(r.Lang, "telling."+o.Limit, nil), Due: maybe(due.At), Status: "owed", Over: r.over(o.Telling), Letter: letter}
	switch {
	case line.Over != nil:
		line.Status = "withdrawn"
	case due.Missed(r.Now):
		line.Status = "overdue"
	}
	return line
}

// over tells why a telling is not asked for any more; nil if it is.
func (r Reader) over(t dispatch.Telling) *Over {
	if t.Over.IsZero() {
		return nil
	}
	return &Over{At: stamp(t.Over.In(law.China)), Revision: t.By, Reason: t.Why,
		Words: words.Say(r.Lang, "desk.notice_over", finding.Args{"revision": t.By, "rows": t.Rows, "reason": t.Why})}
}

// standing lists what rows of the tables stand on, each once.
func (r Reader) standing(rows []string, on time.Time) []Cited {
	out := []Cited{}
	seen := map[Cited]bool{}
	for _, row := range rows {
		for _, c := range law.BasisOf(row, on) {
			article := c.Article
			if c.Clause != "" {
				article = c.Clause
			}
			one := Cited{words.Named(r.Lang, c.Instrument.ZH, c.Instrument.EN), article, string(c.Mark), words.Say(r.Lang, "mark."+string(c.Mark), nil)}
			if !seen[one] {
				seen[one] = true
				out = append(out, one)
			}
		}
	}
	return out
}

// Duties gives who said when a post is manned.
func (r Reader) Duties(u atlas.Unit, now jurisdiction.Duty, all []store.Duty) Duties {
	out := Duties{Post: r.Body(u.ID), Now: OnDuty{now.On, now.By, maybe(now.From), maybe(now.To)}, Entries: []Duty{}}
	if u.Duty != nil {
		out.Weekly = u.Duty.String()
	}
	for _, d := range all {
		out.Entries = append(out.Entries, Duty{d.On, stamp(d.From), maybe(d.To), d.Reason, d.Person, stamp(d.At)})
	}
	return out
}
