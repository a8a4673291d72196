package ops_test

import (
	"encoding/json"
	"slices"
	"testing"
)

// Whoever opens a lead reads what they may not do and who may; a list does without.
func TestBarredSaysWhoMay(t *testing.T) {
	srv := demonstration(t)
	p := newPlay(t, srv, "X17")
	p.report("demo-FJ-desk", "")
	type life struct {
		Next, Barred []struct{ Event, Name, Why string }
	}
	var one struct{ Properties struct{ Life life } }
	_, text := ask(t, srv, "/api/v1/incidents/"+p.id+"?lang=zh", "", "X-Xunhu-Person", "demo-112-SO-head")
	if err := json.Unmarshal(text, &one); err != nil {
		t.Fatal(err)
	}
	barred := one.Properties.Life.Barred
	i := slices.IndexFunc(barred, func(b struct{ Event, Name, Why string }) bool { return b.Event == "assign" })
	if i < 0 || barred[i].Name != "派单" || barred[i].Why != "由分局或大队值班调度员办理" {
		t.Errorf("a station head reads of assigning: %+v", barred)
	}
	_, text = ask(t, srv, "/api/v1/incidents/"+p.id, "", "X-Xunhu-Person", "demo-FJ-desk")
	one.Properties.Life = life{}
	if err := json.Unmarshal(text, &one); err != nil {
		t.Fatal(err)
	}
	for _, b := range one.Properties.Life.Barred {
		if slices.ContainsFunc(one.Properties.Life.Next, func(n struct{ Event, Name, Why string }) bool { return n.Event == b.Event }) {
			t.Errorf("%s is open and barred at once", b.Event)
		}
	}
	var many struct {
		Features []struct{ Properties struct{ Life life } }
	}
	_, text = ask(t, srv, "/api/v1/incidents", "", "X-Xunhu-Person", "demo-112-SO-head")
	if err := json.Unmarshal(text, &many); err != nil || len(many.Features) != 1 || len(many.Features[0].Properties.Life.Barred) != 0 {
		t.Errorf("a list bears what is barred: %v, %+v", err, many)
	}
}
