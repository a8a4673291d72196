package ops_test

import (
	"strings"
	"testing"

	"xunhu/api/ops"
)

// Whoever has a part in one lead alone hears of no other by it: not in how it stands, not in its
// records, and not by trying to do something with it.
func TestLeadsAreNamedToThoseWhoMayReadThem(t *testing.T) {
	srv := demonstration(t)
	p := newPlay(t, srv, "X17")
	p.report("demo-FJ-desk", "")
	p.step("FJ desk assign 112-SO")
	p.step("112-SO head accept")
	whole := p.id
	p.send(200, "demo-112-SO-head", "/api/v1/incidents/"+whole+"/split", `{"reason":"两种违法","parts":[{"category":"A01"},{"category":"S03"}]}`, "If-Match", p.tag)
	ours := p.last["life"].(map[string]any)["children"].([]any)[0].(map[string]any)["id"].(string) // the emergency department is told of it
	at := "/api/v1/incidents/" + ours
	const contact, desk = "demo-BM-YJ-contact", "demo-FJ-desk"
	refusedWith(t, srv, 404, "/api/v1/incidents/"+whole, "", ops.Declared, contact)
	for path, names := range map[string]string{at: `"parent":"` + whole, at + "/events": `"other":"` + whole, "/api/v1/incidents": `"parent":"` + whole} {
		resp, text := ask(t, srv, path, "", ops.Declared, contact)
		if resp.StatusCode != 200 || !strings.Contains(string(text), ours) || strings.Contains(string(text), whole) {
			t.Errorf("%s: %s: it names the whole: %t", path, resp.Status, strings.Contains(string(text), whole))
		}
		if _, text := ask(t, srv, path, "", ops.Declared, desk); !strings.Contains(string(text), names) {
			t.Errorf("%s: the desk does not read %s", path, names)
		}
	}
	if resp, text := ask(t, srv, at+"/events", `{"event":"note","kind":"measure","reason":"已设围挡"}`, "If-Match", "*", ops.Declared, desk); resp.StatusCode != 200 {
		t.Fatalf("%s", text)
	}
	type lead struct {
		Properties struct{ Life struct{ Head string } }
	}
	theirs, _ := answer[lead](t, srv, 200, at, "", ops.Declared, contact)
	if all, _ := answer[lead](t, srv, 200, at, "", ops.Declared, desk); theirs.Properties.Life.Head != "" || all.Properties.Life.Head == "" {
		t.Errorf("the head is told as %q, to the desk as %q", theirs.Properties.Life.Head, all.Properties.Life.Head)
	}
	records, _ := answer[struct {
		Proof   string
		Records []struct {
			Withheld []string
			Digest   string
			Record   struct{ Previous string }
		}
	}](t, srv, 200, at+"/events", "", ops.Declared, contact)
	if records.Proof != "" || len(records.Records[0].Withheld) != 1 || records.Records[0].Withheld[0] != "other" {
		t.Errorf("records %+v", records)
	}
	if len(records.Records) < 2 {
		t.Fatalf("%d records", len(records.Records))
	}
	for i, r := range records.Records { // which would prove a guess
		if r.Digest != "" || i > 0 && r.Record.Previous != "" {
			t.Errorf("record %d has digest %q, previous %q", i, r.Digest, r.Record.Previous)
		}
	}
	for _, event := range []string{"merge", "child"} {
		tried := func(other string) string {
			resp, text := ask(t, srv, at+"/events", `{"event":"`+event+`","reason":"同一处","other":"`+other+`"}`, "If-Match", "*", ops.Declared, contact)
			return resp.Status + strings.ReplaceAll(string(text), other, "?")
		}
		if there, gone := tried(whole), tried("370481209901010001"); there != gone {
			t.Errorf("%s tells that a lead exists: %s, of none %s", event, there, gone)
		}
	}
}
