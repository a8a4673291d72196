package dispatch

import (
	"slices"
	"testing"
	"time"
)

// told gives whom a lead's tellings name, with how each stands.
func tellingsOf(l Lead) []string {
	var all []string
	for _, t := range l.Tellings {
		how := "sent"
		switch {
		case t.Owed():
			how = "owed"
		case t.Told.IsZero():
			how = "withdrawn"
		case !t.Over.IsZero():
			how = "sent, not asked any more"
		}
		all = append(all, t.To+" "+how)
	}
	return all
}

// A ruling makes what its rows ask for: the house is told at once, others are owed it. A
// later ruling adds and withdraws, and never drops what was sent.
func TestTellingsFollowTheRulings(t *testing.T) {
	w := world()
	ruled := func(severity string, rows ...Row) *Ruling {
		return &Ruling{Category: "W02", V: "V8", Lead: "370481104-SO", Towns: []string{"370481104"}, Told: rows,
			Inputs: Inputs{J: "IN", Z: "N", Span: "ONE", SQ: "SAME", H: "TOWN", W: "NONE", K: "K1", S: severity}}
	}
	desk := Actor{"desk", "370481-FJ", "dispatcher"}
	fire := func(l Lead, c Command) Lead {
		t.Helper()
		c.Actor, c.Revision = desk, l.Revision
		next, _, err := w.Fire(l, c)
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
	at := time.Date(2026, 10, 19, 9, 0, 0, 0, time.UTC)
	number, err := Number("370481", at, 1)
	if err != nil {
		t.Fatal(err)
	}
	first := ruled("N", Row{"N1", []string{"370481103-SO", "370481-ZD02"}}, Row{"N2", []string{"370481-FJ", "EXT-370826-EE"}}, Row{"N4", []string{"370481-BM-ZR"}}, Row{"N7", []string{"370481-ZD02"}})
	l := fire(Lead{}, Command{Event: "report", At: at, Number: number, Source: "patrol", Ruling: first})
	want := []string{"370481103-SO sent", "370481-ZD02 sent", "EXT-370826-EE owed", "370481-BM-ZR owed"}
	if got := tellingsOf(l); !slices.Equal(got, want) {
		t.Fatalf("after the report: %v, want %v", got, want)
	}
	if zd := l.Tellings[1]; !slices.Equal(zd.Rows, []string{"N1", "N7"}) || !zd.System || zd.Line == "" {
		t.Errorf("the squad that two rows name: %+v", zd)
	}
	if due := w.TellBy(l.Tellings[2]).At; !due.Equal(at.Add(24 * time.Hour)) {
		t.Errorf("the neighbour is to be told until %s", due)
	}
	same := fire(l, Command{Event: "rerule", At: at.Add(time.Hour), Reason: "x", Ruling: first})
	if got := tellingsOf(same); !slices.Equal(got, want) {
		t.Errorf("ruled again the same: %v", got)
	}
	sent := fire(same, Command{Event: "note", Kind: "notice", Reason: "x", At: at.Add(2 * time.Hour), Line: "N-1", Told: "370481-BM-ZR"})
	other := fire(sent, Command{Event: "rerule", At: at.Add(3 * time.Hour), Reason: "改在城区", Ruling: ruled("E", Row{"N1", []string{"370481103-SO"}}, Row{"N5", []string{"370481-BM-SW"}})})
	want = []string{"370481103-SO sent", "370481-ZD02 sent, not asked any more", "EXT-370826-EE withdrawn", "370481-BM-ZR sent, not asked any more", "370481-BM-SW owed"}
	if got := tellingsOf(other); !slices.Equal(got, want) {
		t.Errorf("ruled otherwise: %v, want %v", got, want)
	}
	if gone := other.Tellings[2]; gone.By != 4 || gone.Why != "改在城区" {
		t.Errorf("withdrawn by record %d because of %q", gone.By, gone.Why)
	}
	if due := w.TellBy(other.Tellings[4]).At; !due.Equal(at.Add(3*time.Hour + 30*time.Minute)) {
		t.Errorf("in an emergency they are to be told until %s", due)
	}
	back := fire(other, Command{Event: "rerule", At: at.Add(4 * time.Hour), Reason: "x", Ruling: first})
	if got := tellingsOf(back); len(got) != 8 || got[5] != "370481-ZD02 sent" || got[6] != "EXT-370826-EE owed" || got[7] != "370481-BM-ZR owed" {
		t.Errorf("asked for again: %v", got)
	}
	if void := fire(back, Command{Event: "void", At: at.Add(5 * time.Hour), Reason: "误报"}); slices.ContainsFunc(void.Tellings, Telling.Owed) {
		t.Errorf("of a void lead is owed %v", tellingsOf(void))
	}
	if len(l.Tellings) != 4 || !l.Tellings[3].Owed() {
		t.Error("a lead that was given was changed")
	}
}
