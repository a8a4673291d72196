package ops_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/audit"
	"xunhu/api/dispatch"
	"xunhu/api/live"
	"xunhu/api/ops"
	"xunhu/api/store"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/format/geojson"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// A play follows one lead through its life over HTTP. Each line of its script is who,
// event, and to whom or with what outcome.
type play struct {
	t       testing.TB
	srv     *httptest.Server
	example feature.Feature
	tokens  map[string]string // by person; without them people are named as a demonstration
	id      string
	tag     string // ETag of the lead as it was last seen
	photo   string // digest of the one attachment
	state   string
	last    map[string]any // properties as they were last answered
}

func newPlay(t testing.TB, srv *httptest.Server, example string) *play {
	t.Helper()
	all := demo.Examples()
	i := slices.IndexFunc(all, func(f feature.Feature) bool { return f.ID == example })
	if i < 0 {
		t.Fatalf("there is no example %s", example)
	}
	return &play{t: t, srv: srv, example: all[i]}
}

// as is the header by which a person is known.
func (p *play) as(person string) []string {
	if p.tokens == nil {
		return []string{"X-Xunhu-Person", person}
	}
	if p.tokens[person] == "" {
		p.t.Fatalf("%s has no token", person)
	}
	return []string{"Authorization", "Bearer " + p.tokens[person]}
}

// send posts something and takes over the lead that is answered.
func (p *play) send(status int, person, path, body string, header ...string) {
	p.t.Helper()
	resp, text := ask(p.t, p.srv, path, body, append(header, p.as(person)...)...)
	if resp.StatusCode != status {
		p.t.Fatalf("%s %s: %s, want %d: %s", person, body, resp.Status, status, text)
	}
	var f struct {
		ID         string
		Properties map[string]any
	}
	if err := json.Unmarshal(text, &f); err != nil {
		p.t.Fatal(err)
	}
	p.id, p.tag, p.last = f.ID, resp.Header.Get("ETag"), f.Properties
	p.state, _ = f.Properties["state"].(string)
}

// report opens the lead of the example, with a photograph.
func (p *play) report(person, ticket string) {
	p.t.Helper()
	props := map[string]any{"category": p.example.Props["category"], "severity": p.example.Props["severity"], "note": p.example.Props["note"],
		"occurred_at": "2026-11-23T07:00:00+08:00", "source": p.example.Props["source"]}
	b, err := geojson.Marshal(feature.Feature{ID: ticket, Geometry: p.example.Geometry, Props: props})
	if err != nil {
		p.t.Fatal(err)
	}
	p.send(http.StatusCreated, person, "/api/v1/incidents", string(b))
	photo := "photograph of " + p.id
	resp, text := ask(p.t, p.srv, "/api/v1/incidents/"+p.id+"/attachments?name=site.jpg", photo, append(p.as(person), "Content-Type", "image/jpeg")...)
	if resp.StatusCode != http.StatusCreated {
		p.t.Fatalf("%s: %s", resp.Status, text)
	}
	sum := sha256.Sum256([]byte(photo))
	p.photo = hex.EncodeToString(sum[:])
}

// unit spells a unit out: "104-SO" is a station, "ZD03" a squad, "370826" a neighbour.
func unit(short string) string {
	switch {
	case strings.HasPrefix(short, "37"):
		return "EXT-" + short + "-EE"
	case strings.HasSuffix(short, "-SO"):
		return "370481" + short
	}
	return "370481-" + short
}

// event gives the body of a line's event, with all that any event could need.
func (p *play) event(line string) (person string, body map[string]any) {
	f := strings.Fields(line)
	person = "demo-" + f[0] + "-" + f[1]
	squad := "ZD03"
	if strings.HasPrefix(f[0], "ZD") {
		squad = f[0]
	}
	second := "demo-ZD03-second"
	if person == second {
		second = "demo-ZD03-head"
	}
	body = map[string]any{
		"event": f[2], "person": person, "second": second, "reason": "情况属实", "reply": "已答复",
		"missing": []string{"询问笔录"}, "files": []any{map[string]any{"sha256": p.photo}}, "deadline": "2026-12-04T18:00:00+08:00",
		"officers": []string{"demo-" + squad + "-officer", "demo-" + squad + "-second"}, "level": "IV", "kind": "notice",
	}
	for _, arg := range f[3:] {
		switch {
		case slices.Contains([]string{"UNF", "MIN", "VIO"}, arg):
			body["outcome"] = arg
		case arg == "IN", arg == "OUT":
			body["place_of_act"] = arg
		case arg == "II":
			body["level"] = arg
		default:
			body["to"] = unit(arg)
		}
	}
	return person, body
}

// step plays one line, and checks that it was among what the person was offered.
func (p *play) step(line string) {
	p.t.Helper()
	person, body := p.event(line)
	b, err := json.Marshal(body)
	if err != nil {
		p.t.Fatal(err)
	}
	resp, text := ask(p.t, p.srv, "/api/v1/incidents/"+p.id, "", p.as(person)...)
	if resp.StatusCode != http.StatusOK {
		p.t.Fatalf("%s cannot read %s: %s", person, p.id, text)
	}
	var seen struct {
		Properties struct {
			Life struct{ Next []struct{ Event string } }
		}
	}
	if err := json.Unmarshal(text, &seen); err != nil {
		p.t.Fatal(err)
	}
	if !slices.ContainsFunc(seen.Properties.Life.Next, func(n struct{ Event string }) bool { return n.Event == body["event"] }) {
		p.t.Errorf("%s in %s: %s was not offered", line, p.state, body["event"])
	}
	p.send(http.StatusOK, person, "/api/v1/incidents/"+p.id+"/events", string(b), "If-Match", resp.Header.Get("ETag"))
}

// scripts reads the lives of the 18 worked examples: of each its name, title and lines.
func scripts(t *testing.T) map[string][]string {
	t.Helper()
	b, err := os.ReadFile("../dispatch/testdata/lives.txt")
	if err != nil {
		t.Fatal(err)
	}
	all, name := map[string][]string{}, ""
	for line := range strings.Lines(string(b)) {
		switch {
		case strings.HasPrefix(line, "#"), strings.TrimSpace(line) == "":
		case strings.HasPrefix(line, "\t"):
			all[name] = append(all[name], strings.TrimSpace(line))
		default:
			name, _, _ = strings.Cut(line, " ")
		}
	}
	if len(all) != 18 {
		t.Fatalf("%d lives, want 18", len(all))
	}
	return all
}

// Every worked example goes its whole life through the API, by real tokens, each step by
// somebody to whom it was offered; its rows are those of the field, its chain proves
// itself, and QGIS reads how it ended.
func TestLives(t *testing.T) {
	srv, st := tokened(t)
	tokens := tokensOf(t, st)
	for name, lines := range scripts(t) {
		t.Run(name, func(t *testing.T) {
			p := newPlay(t, srv, name)
			p.tokens = tokens
			p.report("demo-FJ-desk", "")
			if !dispatch.ValidNumber(p.id) || p.state != "REPORTED" {
				t.Fatalf("opened as %s, %s", p.id, p.state)
			}
			for _, line := range lines[1:] { // the desk has reported
				act, to, _ := strings.Cut(line, "→")
				if strings.Contains(act, " notify ") {
					p.notify()
					continue
				}
				if p.step(act); p.state != strings.TrimSpace(to) {
					t.Fatalf("%s leads to %s", line, p.state)
				}
			}
			life := p.last["life"].(map[string]any)
			rows := life["rows"].(map[string]any)
			if rows["v"] != p.example.Props["expect_v_row"] || rows["l"] != p.example.Props["expect_l_row"] && name != "X14" ||
				strings.Trim(fmt.Sprint(rows["n"]), "[]") != strings.ReplaceAll(p.example.Text("expect_n_rows"), ";", " ") {
				t.Errorf("rows %v", rows)
			}
			if clocks := life["clocks"].([]any); len(clocks) > 0 {
				t.Errorf("clocks still run: %v", clocks)
			}
			records, err := st.Records(t.Context(), "370481", p.id)
			if err != nil {
				t.Fatal(err)
			}
			if err := dispatch.VerifyChain(records); err != nil {
				t.Error(err)
			}
		})
	}
	proved(t, st, 18)
}

// notify enters that everybody who is owed a notice was told, each with its letter.
func (p *play) notify() {
	p.t.Helper()
	at := "/api/v1/incidents/" + p.id + "/notices"
	type ledger struct {
		Owed []struct {
			To             struct{ ID string }
			Status, Letter string
			Due            string
			Rows           []string
			Basis          []struct{ Instrument string }
		}
	}
	_, text := ask(p.t, p.srv, at, "", p.as("demo-FJ-desk")...)
	var was ledger
	if err := json.Unmarshal(text, &was); err != nil || len(was.Owed) == 0 {
		p.t.Fatalf("%v: nobody is owed a notice: %s", err, text)
	}
	for _, o := range was.Owed {
		if o.Status != "owed" || o.Due == "" || len(o.Rows) == 0 || len(o.Basis) == 0 {
			p.t.Errorf("owed: %+v", o)
		}
		if resp, letter := ask(p.t, p.srv, strings.Replace(o.Letter, ".pdf", ".json", 1), "", p.as("demo-FJ-desk")...); resp.StatusCode != http.StatusOK || !strings.Contains(string(letter), o.To.ID) {
			p.t.Errorf("the letter to %s: %s %s", o.To.ID, resp.Status, letter)
		}
		p.send(http.StatusCreated, "demo-FJ-desk", at, `{"kind":"notice","way":"exchange","to":"`+o.To.ID+`"}`, "If-Match", "*")
	}
	var is struct {
		ledger
		Notices []struct {
			ID, Status, Due string
			Rows            []string
			To              struct{ ID string }
		}
	}
	_, text = ask(p.t, p.srv, at, "", p.as("demo-FJ-desk")...)
	if err := json.Unmarshal(text, &is); err != nil || len(is.Owed) != 0 || len(is.Notices) < len(was.Owed) {
		p.t.Errorf("%v: after all were told: %s", err, text)
	}
	for _, n := range is.Notices {
		if n.Status != "awaited" || n.Due == "" || len(n.Rows) == 0 {
			p.t.Errorf("in the ledger: %+v", n)
		}
	}
}

// proved proves all that a store holds: every chain carried out again and every decision
// made again gives the same.
func proved(t *testing.T, st store.Store, leads int) {
	t.Helper()
	d, err := st.Load(t.Context(), "370481")
	if err != nil {
		t.Fatal(err)
	}
	region, err := live.New(d, jurisdiction.Defaults(), time.Date(2026, 11, 23, 8, 0, 0, 0, china))
	if err != nil {
		t.Fatal(err)
	}
	report, found, err := audit.Prove(t.Context(), st, "370481", audit.Court{
		World: &dispatch.World{Org: region.Atlas, Calendar: law.Official(), CallBack: ops.CallBack}, Boundaries: region.Present.Region.Boundaries(),
		Decide: func(f feature.Feature, was dispatch.Ruling) (dispatch.Ruling, bool, error) {
			return ops.DecideAgain(region, f, was)
		},
	})
	if err != nil || report.Leads != leads || report.Rebuilt != leads || report.Decided < leads+leads/2 || report.Left > 0 {
		t.Errorf("%+v, %v", report, err)
	}
	for _, f := range found {
		t.Errorf("%v", f)
	}
	moved := func(fs []feature.Feature) feature.Feature { // an incident that somebody has drawn elsewhere
		f := fs[0]
		f.Geometry = orb.Point{117.3, 35.1}
		return f
	}
	page, err := st.Query(t.Context(), "370481", feature.Incidents, store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Update(t.Context(), "370481", feature.Incidents, moved(page.Features)); err != nil {
		t.Fatal(err)
	}
	_, found, err = audit.Prove(t.Context(), st, "370481", audit.Court{World: &dispatch.World{Org: region.Atlas, Calendar: law.Official(), CallBack: ops.CallBack},
		Decide: func(f feature.Feature, was dispatch.Ruling) (dispatch.Ruling, bool, error) {
			return ops.DecideAgain(region, f, was)
		}})
	if err != nil || len(found) != 1 || found[0].Code != "audit.incident" || found[0].Where != page.Features[0].ID {
		t.Errorf("an incident that was moved: %v, %v", found, err)
	}
}

// tokensOf gives everybody of the demonstration a token.
func tokensOf(t testing.TB, st store.Store) map[string]string {
	t.Helper()
	all, err := st.People(t.Context(), "370481")
	if err != nil {
		t.Fatal(err)
	}
	tokens := map[string]string{}
	for _, p := range all {
		tokens[p.ID] = token(t, st, p.ID)
	}
	return tokens
}
