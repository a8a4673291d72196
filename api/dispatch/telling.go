package dispatch

import (
	"fmt"
	"slices"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/law"
)

// A Telling is one body that must hear of a lead, by the rows that name it. It is made with
// the ruling. Units that share the map of all leads are told within the program, at once;
// all others are owed it until somebody enters that they were told. A later ruling adds
// what it asks for. What it does not ask for any more is marked so, and stays: it may be
// that somebody was told, and acts on it.
type Telling struct {
	N      int // 1, 2, 3 … within the lead
	To     string
	Rows   []string  // of table N; of V or L where those tell somebody
	Since  time.Time // of the ruling that asked for it
	Limit  string    // in geo/law, within which they must be told
	Line   string    // in the ledger, once they were told
	Told   time.Time
	System bool      // told within the program
	Over   time.Time // since when no ruling asks for it
	By     int       // the record that ended it
	Why    string    // the reason that this record gives
}

// Owed tells whether somebody has yet to be told.
func (t Telling) Owed() bool { return t.Told.IsZero() && t.Over.IsZero() }

// A Row is whom one row of the tables tells.
type Row struct {
	Row string   `json:"row"`
	To  []string `json:"to"`
}

// house are the classes of unit that share one map of all leads (R45).
var house = []atlas.Class{atlas.Branch, atlas.Brigade, atlas.Squad, atlas.Station, atlas.Post, "TOWN_GOV", "TOWN_ENF"}

// InHouse tells whether units of a class share the map of all leads.
func InHouse(c atlas.Class) bool { return slices.Contains(house, c) }

// tell brings the tellings of a lead to its ruling.
func (w *World) tell(l *Lead, c Command) {
	asked := w.asks(l)
	for i := range l.Tellings {
		t := &l.Tellings[i]
		if !t.Over.IsZero() {
			continue
		}
		at := slices.IndexFunc(asked, func(a Telling) bool { return a.To == t.To })
		if at < 0 {
			t.end(l, c)
			continue
		}
		t.Rows = asked[at].Rows
		if limit := asked[at].Limit; t.Owed() && limit != t.Limit { // more urgent, or less: it runs from the ruling that says so
			t.Limit, t.Since = limit, c.At
		}
		asked = slices.Delete(asked, at, at+1)
	}
	for _, t := range asked {
		t.N, t.Since = len(l.Tellings)+1, c.At
		if t.System = InHouse(w.class(t.To)); t.System {
			t.Line, t.Told = line(l.ID, t.N), c.At
		}
		l.Tellings = append(l.Tellings, t)
	}
}

// asks lists whom a ruling tells, each once. The branch does not tell itself of a neighbour. Within
// what time somebody must be told no article says: the project's defaults for handing over
// (D3) and, in an emergency, for answering (D1) serve.
func (w *World) asks(l *Lead) []Telling {
	limit := "D3"
	if l.Ruling.Inputs.S == string(law.Emergency) {
		limit = "D1.urgent"
	}
	branch := w.first(atlas.Branch)
	var all []Telling
	for _, r := range l.Ruling.Told {
		for _, to := range r.To {
			if to == "" || r.Row == "N2" && to == branch {
				continue
			}
			i := slices.IndexFunc(all, func(t Telling) bool { return t.To == to })
			if i < 0 {
				i, all = len(all), append(all, Telling{To: to, Limit: limit})
			}
			all[i].Rows = append(all[i].Rows, r.Row)
		}
	}
	return all
}

// end marks a telling that is not asked any more, with the record that says so.
func (t *Telling) end(l *Lead, c Command) { t.Over, t.By, t.Why = c.At, l.Revision+1, c.Reason }

// untell ends what is still owed of a lead that is void: there is nothing to tell of.
func untell(l *Lead, c Command) {
	for i := range l.Tellings {
		if t := &l.Tellings[i]; t.Owed() {
			t.end(l, c)
		}
	}
}

// told enters that somebody was told, by a line of the ledger.
func told(l *Lead, c Command) {
	for i := range l.Tellings {
		if t := &l.Tellings[i]; t.Owed() && t.To == c.Told {
			t.Line, t.Told = c.Line, c.At
			return
		}
	}
}

// line is the id of the ledger's line for what was told within the program.
func line(lead string, n int) string { return fmt.Sprintf("N-%s-%02d", lead, n) }

// TellBy counts until when somebody must be told.
func (w *World) TellBy(t Telling) law.Due {
	limit, ok := law.LimitOn(t.Limit, t.Since)
	if !ok {
		return law.Due{}
	}
	return w.Calendar.Due(law.Run{Limit: limit, Start: t.Since})
}

// AnswerBy counts until when whoever was told must answer: one working day, a default of
// this program. Zero: the calendar does not say.
func AnswerBy(calendar *law.Calendar, at time.Time) time.Time {
	limit, _ := law.LimitOn("D4", at)
	return calendar.Due(law.Run{Limit: limit, Start: at}).At
}
