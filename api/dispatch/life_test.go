package dispatch

import (
	"strings"
	"testing"
	"time"

	"xunhu/geo/demo"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// lives are the 18 worked examples of the field from report to closure, on the
// demonstration region. Each line is who, what, to whom or with what outcome, and where the
// lead stands afterwards; a line without an arrow is beside the states.
var lives = map[string]string{
	"X01 straw fire in 滨湖镇 inside the zone: the station verifies, the squad takes the violation": `
		FJ desk report → REPORTED
		FJ desk assign 104-SO → ASSIGNED
		104-SO head accept → ACCEPTED
		104-SO member verify VIO → VERIFIED
		104-SO head hand_squad ZD03 → SQUAD_PENDING
		ZD03 head accept → SQUAD_REVIEW
		ZD03 officer file → CASE
		ZD03 officer conclude → CASE_REVIEW
		DD head decide → DECIDED
		ZD03 officer fulfil → CLOSED`,
	"X02 black water in a ditch shared by 滨湖 and 级索: the post verifies, the squad traces, a farm's outfall is found": `
		ZX01 head report → REPORTED
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
		ZX01 head report → REPORTED
		FJ desk assign ZX01 → ASSIGNED
		ZX01 head accept → ACCEPTED
		ZX01 head verify VIO → VERIFIED
		ZX01 head hand_dept BM-ZR → DEPT_PENDING
		BM-ZR contact accept → DEPT_WORK
		BM-ZR contact result → CLOSED`,
	"X04 night electro-fishing gang, suspected crime: the brigade directs, the police take it": `
		ZX01 head report → REPORTED
		DD desk assign ZD03 → ASSIGNED
		ZD03 head accept → ACCEPTED
		ZD03 officer verify VIO → VERIFIED
		ZD03 head hand_squad ZD03 → SQUAD_REVIEW
		DD head hand_police BM-GA → POLICE_PENDING
		BM-GA contact accept → POLICE_WORK
		BM-GA contact result → CLOSED`,
	"X05 electro-fishing boat on the open lake: watched from our side, 微山 takes it": `
		ZX01 head report → REPORTED
		FJ desk assign ZX01 → ASSIGNED
		ZX01 head accept → ACCEPTED
		ZX01 head verify VIO → VERIFIED
		FJ desk hand_ext 370826 → EXT_PENDING
		370826 contact accept → EXT_WORK
		370826 contact result → CLOSED`,
	"X06 factory outfall in 木石镇: the squad verifies, so the handover to it is accepted at once": `
		FJ desk report → REPORTED
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
		004-SO member report → REPORTED
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
		114-SO member report → REPORTED
		FJ desk assign ZD02 → ASSIGNED
		ZD02 head accept → ACCEPTED
		ZD02 officer verify VIO → VERIFIED
		ZD02 head hand_squad ZD02 → SQUAD_REVIEW
		FJ desk note
		ZD02 head no_file_remedy 114-SO → REMEDY
		114-SO head take_task
		114-SO member submit → REMEDY_CHECK
		ZD02 officer fail → REMEDY
		114-SO member submit → REMEDY_CHECK
		ZD02 officer pass → CLOSED
		ZD02 officer back_check_ok`,
	"X09 tanker spill in 西岗镇 into the river that leaves for 微山: an emergency, then a case": `
		106-SO member report → REPORTED
		FJ desk declare
		FJ desk assign ZD04 → ASSIGNED
		ZD04 head accept → ACCEPTED
		FJ desk relevel II
		FJ desk update
		ZD04 officer verify VIO → VERIFIED
		FJ desk end
		ZD04 head hand_squad ZD04 → SQUAD_REVIEW
		ZD04 officer file → CASE
		ZD04 officer conclude → CASE_REVIEW
		DD head decide → DECIDED
		ZD04 officer fulfil → CLOSED`,
	"X10 散乱污 workshop on the line 张汪镇 / 薛城区: it lies inside": `
		109-SO member report → REPORTED
		FJ desk assign 109-SO → ASSIGNED
		109-SO head accept → ACCEPTED
		109-SO member verify MIN → VERIFIED
		FJ desk hand_squad ZD05 IN → SQUAD_PENDING
		ZD05 head accept → SQUAD_REVIEW
		ZD05 head no_file_remedy 109-SO → REMEDY
		109-SO head take_task
		109-SO member submit → REMEDY_CHECK
		ZD05 officer pass → CLOSED`,
	"X11 sand digging on the 西岗镇 / 微山 reach: it lies outside, 微山 refuses, 省厅 decides": `
		106-SO member report → REPORTED
		FJ desk assign 106-SO → ASSIGNED
		106-SO head accept → ACCEPTED
		106-SO member verify VIO → VERIFIED
		FJ desk hand_ext 370826 OUT → EXT_PENDING
		370826 contact refuse → DISPUTE
		FJ desk award_ext 370826 → EXT_PENDING
		370826 contact accept → EXT_WORK
		370826 contact result → CLOSED`,
	"X12 dumped industrial waste in 官桥镇 and 木石镇: two squads, the brigade decides": `
		110-SO member report → REPORTED
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
		110-SO member report → REPORTED
		FJ desk assign 110-SO → ASSIGNED
		110-SO head accept → ACCEPTED
		110-SO member verify MIN → VERIFIED
		110-SO head remedy 110-SO → REMEDY
		110-SO member submit → REMEDY_CHECK
		110-SO head pass → CLOSED`,
	"X14 smoke from a plant clearly in 邹城: passed on by the branch": `
		ZX01 head report → REPORTED
		FJ desk hand_ext 370883 → EXT_PENDING
		370883 contact accept → EXT_WORK
		370883 contact result → CLOSED`,
	"X15 waste water trucked from one basin to another: the squad traces the source and terminates": `
		107-SO member report → REPORTED
		FJ desk assign ZD03 → ASSIGNED
		ZD03 head accept → ACCEPTED
		ZD03 officer verify VIO → VERIFIED
		ZD03 head hand_squad ZD03 → SQUAD_REVIEW
		ZD03 officer file → CASE
		ZD03 head withdraw → SQUAD_REVIEW
		ZD03 officer file → CASE
		ZD03 head terminate → CLOSED`,
	"X16 report of a foul outfall in the zone, nothing found: a second person confirms": `
		FJ desk report → REPORTED
		FJ desk assign ZD03 → ASSIGNED
		ZD03 head accept → ACCEPTED
		ZD03 officer verify UNF → VERIFIED
		ZD03 officer close_unfounded → CLOSED`,
	"X17 roadside rubbish in one town: remedied, relapsed, remedied again": `
		112-SO member report → REPORTED
		FJ desk assign 112-SO → ASSIGNED
		112-SO head accept → ACCEPTED
		112-SO member verify MIN → VERIFIED
		112-SO head remedy 112-SO → REMEDY
		112-SO member submit → REMEDY_CHECK
		112-SO head pass → CLOSED
		ZD06 officer relapse
		ZD06 head reopen → REPORTED
		FJ desk assign 112-SO → ASSIGNED
		112-SO head accept → ACCEPTED
		112-SO member verify MIN → VERIFIED
		112-SO head remedy 112-SO → REMEDY
		112-SO member submit → REMEDY_CHECK
		112-SO head pass → CLOSED`,
	"X18 floating litter within 50 m of a town line in the zone: the post asks, the station must accept": `
		ZX01 head report → REPORTED
		FJ desk assign ZX01 → ASSIGNED
		ZX01 head accept → ACCEPTED
		ZX01 head verify MIN → VERIFIED
		ZX01 head remedy 104-SO → REMEDY
		104-SO head take_task
		104-SO member submit → REMEDY_CHECK
		ZX01 head pass → CLOSED`,
}

// Every worked example must go its whole life on the demonstration region, by the rows
// that the tables give it there, and its chain must prove itself.
func TestLives(t *testing.T) {
	rules, err := jurisdiction.New(region(), jurisdiction.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for title, script := range lives {
		name, _, _ := strings.Cut(title, " ")
		seen[name] = true
		t.Run(name, func(t *testing.T) {
			p := &play{t: t, w: world(), at: monday, rules: rules}
			want := map[string]string{}
			for _, x := range demo.Examples() {
				if x.ID == name {
					p.inc = jurisdiction.Incident{ID: x.ID, Geometry: x.Geometry, Category: x.Text("category"), Severity: law.Severity(x.Text("severity")),
						OccurredAt: monday.Add(-time.Hour), Source: x.Text("source")}
					want = map[string]string{"V": x.Text("expect_v_row"), "L": x.Text("expect_l_row"), "N": x.Text("expect_n_rows")}
				}
			}
			for _, line := range strings.Split(strings.TrimSpace(script), "\n") {
				act, to, moves := strings.Cut(line, "→")
				c := p.command(act)
				switch c.Event {
				case "report":
					c.Ruling, c.Other = p.decide("", ""), ""
					if c.Number, err = Number("370481", p.at, len(seen)); err != nil {
						t.Fatal(err)
					}
				case "note":
					c.Kind = "notice"
				}
				p.do(c)
				if state := State(strings.TrimSpace(to)); moves && p.lead.State != state {
					t.Fatalf("%s leads to %s", line, p.lead.State)
				}
			}
			if p.lead.State != Closed {
				t.Errorf("ends %s", p.lead.State)
			}
			r := p.lead.Ruling
			if r.V != want["V"] || r.L != want["L"] && name != "X14" || strings.Join(r.N, ";") != want["N"] {
				t.Errorf("rows %s %s %v, want %v", r.V, r.L, r.N, want)
			}
			if err := VerifyChain(p.records); err != nil {
				t.Error(err)
			}
			for _, r := range p.records { // each old decision, made again from what was kept, is the same
				if kept, err := ParseRecord(r.Canonical()); err != nil {
					t.Error(err)
				} else if was := kept.Detail.Ruling; was != nil {
					for _, d := range Compare(*was, *p.decide(was.Outcome, was.Finder)) {
						t.Errorf("record %d: %+v", r.Serial, d)
					}
				}
			}
			for _, d := range p.w.Deadlines(p.lead, p.at) {
				t.Errorf("a clock still runs after the end: %+v", d.Clock)
			}
		})
	}
	if len(seen) != 18 {
		t.Errorf("%d lives, want 18", len(seen))
	}
}
