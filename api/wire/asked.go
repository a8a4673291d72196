package wire

import (
	"xunhu/api/words"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
	"xunhu/routing/patrol"
)

// askedOf is what a way or a stop asks for: kind (OFFICERS, COMPANION, NOTICE), row of table
// G, to (ids), the sentence, and what it stands on.
func askedOf(all []jurisdiction.Asked, l words.Lang) []any {
	out := make([]any, 0, len(all))
	for _, a := range all {
		out = append(out, map[string]any{"kind": string(a.Kind), "row": a.Row, "to": Texts(a.To), "text": words.Finding(l, a.Why), "basis": brief(a.Basis, l)})
	}
	return out
}

// brief is a basis without the words of clauses: it stands on every way.
func brief(cited []law.Citation, l words.Lang) []any {
	out := make([]any, 0, len(cited))
	for _, c := range cited {
		m := map[string]any{"instrument": words.Named(l, c.Instrument.ZH, c.Instrument.EN), "article": c.Article, "mark": string(c.Mark)}
		if c.Clause != "" {
			m = map[string]any{"clause": c.Clause, "mark": string(c.Mark)}
		}
		out = append(out, m)
	}
	return out
}

// groundOf is who answers for the ground of a way; null outside the city.
func groundOf(leg patrol.Leg, l words.Lang) any {
	if leg.Town == "" {
		return nil
	}
	return map[string]any{"town": leg.Town, "name": words.Named(l, leg.Ground.Name.ZH, leg.Ground.Name.EN), "station": leg.Ground.Station, "squad": leg.Ground.Squad}
}
