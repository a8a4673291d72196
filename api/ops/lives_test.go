package ops_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"xunhu/api/dispatch"
	"xunhu/api/store/sqlite"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/format/geojson"
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

// lives are the 18 worked examples of the field from report to closure. Each line is who,
// what, to whom or with what outcome, and where the lead stands afterwards.
var lives = map[string]string{
	"X01 straw fire in 滨湖镇 inside the zone: the station verifies, the squad takes the violation": `
		FJ desk assign 104-SO → ASSIGNED
		104-SO head accept → ACCEPTED
		104-SO member verify VIO → VERIFIED
		104-SO head hand_squad ZD03 → SQUAD_PENDING
		ZD03 head accept → SQUAD_REVIEW
		ZD03 officer file → CASE
		ZD03 officer conclude → CASE_REVIEW
		DD head decide → DECIDED
		ZD03 officer fulfil → CLOSED`,
	"X02 black water in a ditch shared by 滨湖 and 级索: the post verifies, the squad traces a farm's outfall": `
		FJ desk assign ZX01 → ASSIGNED
		ZX01 head accept → ACCEPTED
		ZX01 head verify VIO → VERIFIED
		ZX01 head hand_squad ZD03 → SQUAD_PENDING
		ZD03 head accept → SQUAD_REVIEW
		ZD03 officer file → CASE
		ZD03 head suspend → SUSPENDED
		ZD03 head resume → CASE
		ZD03 officer conclude → CASE_REVIEW
		DD head send_back → CASE
		ZD03 officer conclude → CASE_REVIEW
		DD head decide → DECIDED
		ZD03 officer fulfil → CLOSED`,
	"X03 pond being filled in the wetland park: the post hands it straight to 自然资源局": `
		FJ desk assign ZX01 → ASSIGNED
		ZX01 head accept → ACCEPTED
		ZX01 head verify VIO → VERIFIED
		ZX01 head hand_dept BM-ZR → DEPT_PENDING
		BM-ZR contact accept → DEPT_WORK
		BM-ZR contact result → CLOSED`,
	"X04 night electro-fishing gang, suspected crime: the brigade directs, the police take it": `
		DD desk assign ZD03 → ASSIGNED
		ZD03 head accept → ACCEPTED
		ZD03 officer verify VIO → VERIFIED
		ZD03 head hand_squad ZD03 → SQUAD_REVIEW
		DD head hand_police BM-GA → POLICE_PENDING
		BM-GA contact accept → POLICE_WORK
		BM-GA contact result → CLOSED`,
	"X05 electro-fishing boat on the open lake: watched from our side, 微山 takes it": `
		FJ desk assign ZX01 → ASSIGNED
		ZX01 head accept → ACCEPTED
		ZX01 head verify VIO → VERIFIED
		FJ desk hand_ext 370826 → EXT_PENDING
		370826 contact accept → EXT_WORK
		370826 contact result → CLOSED`,
	"X06 factory outfall in 木石镇: the squad verifies, so the handover to it is accepted at once": `
		FJ desk assign ZD06 → ASSIGNED
		ZD06 head accept → ACCEPTED
		ZD06 officer verify VIO → VERIFIED
		ZD06 head hand_squad ZD06 → SQUAD_REVIEW
		ZD06 officer file → CASE
		ZD06 officer conclude → CASE_REVIEW
		DD head decide → DECIDED
		DD head quash → CASE
		ZD06 officer conclude → CASE_REVIEW
		DD head decide → DECIDED
		DD head no_penalty → CLOSED`,
	"X07 building waste 30 m from the line 南沙河镇 / 善南街道: through the squad to 综合行政执法局": `
		FJ desk assign 004-SO → ASSIGNED
		004-SO head return → REPORTED
		FJ desk assign 102-SO → ASSIGNED
		102-SO head accept → ACCEPTED
		102-SO member verify VIO → VERIFIED
		102-SO head hand_squad ZD05 → SQUAD_PENDING
		ZD05 head accept → SQUAD_REVIEW
		ZD05 officer hand_dept BM-CG → DEPT_PENDING
		BM-CG contact refuse → DISPUTE
		GOV contact award_dept BM-CG → DEPT_PENDING
		BM-CG contact accept → DEPT_WORK
		BM-CG contact result → CLOSED`,
	"X08 coloured water in 界河镇 from 邹城, own farm also discharging: no penalty, but a remedy": `
		FJ desk assign ZD02 → ASSIGNED
		ZD02 head accept → ACCEPTED
		ZD02 officer verify VIO → VERIFIED
		ZD02 head hand_squad ZD02 → SQUAD_REVIEW
		FJ desk note → SQUAD_REVIEW
		ZD02 head no_file_remedy 114-SO → REMEDY
		114-SO head take_task → REMEDY
		114-SO member submit → REMEDY_CHECK
		ZD02 officer fail → REMEDY
		114-SO member submit → REMEDY_CHECK
		ZD02 officer pass → CLOSED
		ZD02 officer back_check_ok → CLOSED`,
	"X09 tanker spill in 西岗镇 into the river that leaves for 微山: an emergency, then a case": `
		FJ desk declare → REPORTED
		FJ desk assign ZD04 → ASSIGNED
		ZD04 head accept → ACCEPTED
		FJ desk relevel II → ACCEPTED
		FJ desk update → ACCEPTED
		ZD04 officer verify VIO → VERIFIED
		FJ desk end → VERIFIED
		ZD04 head hand_squad ZD04 → SQUAD_REVIEW
		ZD04 officer file → CASE
		ZD04 officer conclude → CASE_REVIEW
		DD head decide → DECIDED
		ZD04 officer fulfil → CLOSED`,
	"X10 散乱污 workshop on the line 张汪镇 / 薛城区: it lies inside": `
		FJ desk assign 109-SO → ASSIGNED
		109-SO head accept → ACCEPTED
		109-SO member verify MIN → VERIFIED
		FJ desk hand_squad ZD05 IN → SQUAD_PENDING
		ZD05 head accept → SQUAD_REVIEW
		ZD05 head no_file_remedy 109-SO → REMEDY
		109-SO head take_task → REMEDY
		109-SO member submit → REMEDY_CHECK
		ZD05 officer pass → CLOSED`,
	"X11 sand digging on the 西岗镇 / 微山 reach: it lies outside, 微山 refuses, 省厅 decides": `
		FJ desk assign 106-SO → ASSIGNED
		106-SO head accept → ACCEPTED
		106-SO member verify VIO → VERIFIED
		FJ desk hand_ext 370826 OUT → EXT_PENDING
		370826 contact refuse → DISPUTE
		FJ desk award_ext 370826 → EXT_PENDING
		370826 contact accept → EXT_WORK
		370826 contact result → CLOSED`,
	"X12 dumped industrial waste in 官桥镇 and 木石镇: two squads, the brigade decides": `
		FJ desk assign ZD06 → ASSIGNED
		ZD06 head contest ZD05 → DISPUTE
		DD head award_unit ZD05 → ASSIGNED
		ZD05 head accept → ACCEPTED
		ZD05 officer verify VIO → VERIFIED
		ZD05 head hand_squad ZD05 → SQUAD_REVIEW
		ZD05 officer file → CASE
		ZD05 officer conclude → CASE_REVIEW
		DD head decide → DECIDED
		ZD05 officer fulfil → CLOSED`,
	"X13 village refuse along a lane of two towns of one squad: the lead town remedies": `
		FJ desk assign 110-SO → ASSIGNED
		110-SO head accept → ACCEPTED
		110-SO member verify MIN → VERIFIED
		110-SO head remedy 110-SO → REMEDY
		110-SO member submit → REMEDY_CHECK
		110-SO head pass → CLOSED`,
	"X14 smoke from a plant clearly in 邹城: passed on by the branch": `
		FJ desk hand_ext 370883 → EXT_PENDING
		370883 contact accept → EXT_WORK
		370883 contact result → CLOSED`,
	"X15 waste water trucked from one basin to another: the squad traces the source and terminates": `
		FJ desk assign ZD03 → ASSIGNED
		ZD03 head accept → ACCEPTED
		ZD03 officer verify VIO → VERIFIED
		ZD03 head hand_squad ZD03 → SQUAD_REVIEW
		ZD03 officer file → CASE
		ZD03 head withdraw → SQUAD_REVIEW
		ZD03 officer file → CASE
		ZD03 head terminate → CLOSED`,
	"X16 report of a foul outfall in the zone, nothing found: a second person confirms": `
		FJ desk assign ZD03 → ASSIGNED
		ZD03 head accept → ACCEPTED
		ZD03 officer verify UNF → VERIFIED
		ZD03 officer close_unfounded → CLOSED`,
	"X17 roadside rubbish in one town: remedied, relapsed, remedied again": `
		FJ desk assign 112-SO → ASSIGNED
		112-SO head accept → ACCEPTED
		112-SO member verify MIN → VERIFIED
		112-SO head remedy 112-SO → REMEDY
		112-SO member submit → REMEDY_CHECK
		112-SO head pass → CLOSED
		ZD06 officer relapse → CLOSED
		ZD06 head reopen → REPORTED
		FJ desk assign 112-SO → ASSIGNED
		112-SO head accept → ACCEPTED
		112-SO member verify MIN → VERIFIED
		112-SO head remedy 112-SO → REMEDY
		112-SO member submit → REMEDY_CHECK
		112-SO head pass → CLOSED`,
	"X18 floating litter within 50 m of a town line in the zone: the post asks, the station must accept": `
		FJ desk assign ZX01 → ASSIGNED
		ZX01 head accept → ACCEPTED
		ZX01 head verify MIN → VERIFIED
		ZX01 head remedy 104-SO → REMEDY
		104-SO head take_task → REMEDY
		104-SO member submit → REMEDY_CHECK
		ZX01 head pass → CLOSED`,
}

// Every worked example goes its whole life through the API, by real tokens, each step by
// somebody to whom it was offered; its rows are those of the field, its chain proves
// itself, and QGIS reads how it ended.
func TestLives(t *testing.T) {
	srv, st := tokened(t)
	tokens := tokensOf(t, st)
	for title, script := range lives {
		name, _, _ := strings.Cut(title, " ")
		t.Run(name, func(t *testing.T) {
			p := newPlay(t, srv, name)
			p.tokens = tokens
			p.report("demo-FJ-desk", "")
			if !dispatch.ValidNumber(p.id) || p.state != "REPORTED" {
				t.Fatalf("opened as %s, %s", p.id, p.state)
			}
			for _, line := range strings.Split(strings.TrimSpace(script), "\n") {
				act, to, _ := strings.Cut(line, "→")
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
	if len(lives) != 18 {
		t.Errorf("%d lives, want 18", len(lives))
	}
}

// tokensOf gives everybody of the demonstration a token.
func tokensOf(t testing.TB, st *sqlite.Store) map[string]string {
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
