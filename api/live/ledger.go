package live

import (
	"context"
	"errors"

	"xunhu/api/papers"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/law"
)

// Sent is what is asked of a store to print the ledger of notices.
type Sent interface {
	Notices(ctx context.Context, region, lead string) ([]store.Notice, error)
	Lead(ctx context.Context, region, id string) (store.Kept, error)
	People(ctx context.Context, region string) ([]people.Person, error)
}

// Ledger gives the ledger of notices (通报台账) as papers print it, the first sent first.
func (r *Region) Ledger(ctx context.Context, s Sent) ([]papers.Entry, error) {
	code := r.Dataset.Region.Code
	all, err1 := s.Notices(ctx, code, "")
	persons, err2 := s.People(ctx, code)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	who := map[string]people.Person{}
	for _, p := range persons {
		who[p.ID] = p
	}
	subjects := map[string]papers.Text{}
	var out []papers.Entry
	for _, n := range all {
		subject, known := subjects[n.Lead]
		if !known {
			k, err := s.Lead(ctx, code, n.Lead)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, err
			}
			category, is := law.CategoryOf(k.Incident.Text("category"))
			if !is {
				category = law.Unknown
			}
			subject = papers.Text{ZH: category.ZH, EN: category.EN}
			subjects[n.Lead] = subject
		}
		e := papers.Entry{Lead: n.Lead, Number: n.Number, Subject: subject, From: papers.PartyOf(r.Atlas, who[n.By].Unit), To: papers.PartyOf(r.Atlas, n.To),
			SentAt: n.Sent, Way: papers.Way(n.Way), Due: n.Due}
		if n.Telling != nil {
			e.Rows = n.Telling.Rows
		}
		if len(n.Receipts) > 0 {
			x := n.Receipts[0]
			e.Receipt = &papers.Received{By: papers.Officer{Name: x.Name}, At: x.At, Reply: replyOf(x)}
		}
		out = append(out, e)
	}
	return out, nil
}

// replyOf is what came back: as it was written down, else by its kind.
func replyOf(x store.Receipt) papers.Text {
	for _, code := range []string{"papers.reply." + x.Answer, "event." + x.Answer} {
		if x.Note == "" && words.Has(code) {
			return papers.Text{ZH: words.Say(words.ZH, code, nil), EN: words.Say(words.EN, code, nil)}
		}
	}
	return papers.Text{ZH: x.Note, EN: x.Note}
}
