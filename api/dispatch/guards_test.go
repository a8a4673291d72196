package dispatch

import (
	"errors"
	"strings"
	"testing"
	"time"

	"xunhu/api/words"
)

// Each guard must bite: a command that would be carried out is refused once one thing is
// taken away, by that guard, with a sentence in both languages.
func TestGuards(t *testing.T) {
	toCase := []string{"FJ desk assign ZD03", "ZD03 head accept", "ZD03 officer verify VIO L9", "ZD03 head hand_squad ZD03"}
	toCheck := []string{"FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify MIN L7", "104-SO head remedy 104-SO", "104-SO member submit"}
	for _, tc := range []struct {
		name   string
		guard  int
		kind   string
		source string
		steps  []string
		line   string
		spoil  func(*Command)
		says   string // part of the Chinese sentence
	}{
		{"1: accepting needs a named person", 1, Incomplete, "patrol", toCheck[:1], "104-SO head accept", func(c *Command) { c.Person = "" }, "须指定责任人"},
		{"2: one officer is not two", 2, Incomplete, "patrol", toCase, "ZD03 officer file", func(c *Command) { c.Officers = []string{"officer-a"} }, "现有 1 名"},
		{"2: the same officer twice is one", 2, Incomplete, "patrol", toCase, "ZD03 officer file", func(c *Command) { c.Officers = []string{"officer-a", "officer-a"} }, "现有 1 名"},
		{"2: a certificate that is not valid does not count", 2, Incomplete, "patrol", toCase, "ZD03 officer file", func(c *Command) { c.Officers[1] = "老王" }, "老王无证或证件已过期"},
		{"2: a station takes no formal evidence without officers", 2, Incomplete, "patrol", toCheck[:2], "104-SO member verify MIN L7",
			func(c *Command) { c.Files[0].Formal, c.Officers = true, nil }, "须有两名"},
		{"2: the reviewer has not investigated", 0, Forbidden, "patrol", append(toCase[:4:4], "ZD03 head file", "ZD03 officer conclude"), "ZD03 head decide", func(*Command) {}, "未参与调查"},
		{"4: a dispute needs its ground", 4, Incomplete, "patrol", toCheck[:1], "104-SO head contest 105-SO", func(c *Command) { c.Reason = " " }, "争议理由"},
		{"4: a dispute needs a respondent", 4, Incomplete, "patrol", toCheck[:1], "104-SO head contest 105-SO", func(c *Command) { c.To = id("104-SO") }, "应由哪个单位负责"},
		{"4: the brigade does not give a lead to a neighbour", 4, Forbidden, "patrol", append(toCheck[:1:1], "104-SO head contest 105-SO"), "ZD03 head award_unit 105-SO",
			func(c *Command) { c.Event, c.To, c.Actor = "award_ext", id("370826"), by("ZD03 head") }, "既不是争议一方"},
		{"4: only the arbiter awards", 0, Forbidden, "patrol", append(toCheck[:1:1], "104-SO head contest 001-SO"), "DD head award_unit 104-SO",
			func(c *Command) { c.Actor = by("ZD03 head") }, "争议裁决机关"},
		{"6: a split needs two parts", 6, Incomplete, "patrol", toCheck[:2], "104-SO head split", func(c *Command) { c.Children = []string{mustNumber(2)} }, "至少两条"},
		{"7: a lead is not merged with itself", 7, Incomplete, "patrol", nil, "FJ desk merge", func(c *Command) { c.Other = mustNumber(1) }, "另一条线索"},
		{"8: closing needs evidence", 8, Incomplete, "patrol", append(toCheck[:2:2], "104-SO member verify UNF L1"), "104-SO member close_unfounded", func(c *Command) { c.Files = nil }, "还缺：证据"},
		{"8: closing for the public needs the reply and a word", 8, Incomplete, "12345", append(toCheck[:2:2], "104-SO member verify UNF L1"), "104-SO member close_unfounded",
			func(c *Command) { c.Reply, c.Reason = "", "" }, "还缺：处理结果说明、对举报人的答复"},
		{"8: a second person confirms", 8, Incomplete, "patrol", append(toCheck[:2:2], "104-SO member verify UNF L1"), "104-SO member close_unfounded", func(c *Command) { c.Second = c.Actor.Person }, "第二人"},
		{"9: a task is accepted before the remedy is submitted", 9, Incomplete, "patrol",
			[]string{"FJ desk assign ZX01", "ZX01 head accept", "ZX01 head verify MIN L7", "ZX01 head remedy 104-SO"}, "104-SO head take_task", func(c *Command) { c.Event = "submit" }, "尚未接收"},
		{"10: nobody passes the own remedy", 10, Forbidden, "patrol", toCheck, "104-SO head pass", func(c *Command) { c.Actor.Person = by("104-SO member").Person }, "不能验收自己"},
		{"10: the squad passes what the public complained of", 10, Forbidden, "petition", toCheck, "ZD03 officer pass", func(c *Command) { c.Actor = by("104-SO head") }, "验收单位"},
		{"10: and what was handed down", 10, Forbidden, "handdown", toCheck, "ZD03 officer pass", func(c *Command) { c.Actor = by("104-SO head") }, "验收单位"},
		{"11: the ruling is of what was found", 11, Incomplete, "patrol", toCheck[:2], "104-SO member verify MIN L7", func(c *Command) { c.Ruling.Outcome = "VIO" }, "与核实情况"},
		{"rows: L7 is no way to the department", 0, Forbidden, "patrol", toCheck[:3], "104-SO head remedy 104-SO", func(c *Command) { c.Event, c.To = "hand_dept", id("BM-ZR") }, "按判定结果（L7）"},
		{"rows: L5 needs the place of the act", 0, Incomplete, "patrol", append(toCheck[:2:2], "104-SO member verify VIO L5"), "FJ desk hand_squad ZD03 IN", func(c *Command) { c.Place = "" }, "违法行为发生地"},
		{"rows: L5 outside is no way to the squad", 0, Incomplete, "patrol", append(toCheck[:2:2], "104-SO member verify VIO L5"), "FJ desk hand_squad ZD03 IN", func(c *Command) { c.Place = "OUT" }, "违法行为发生地"},
		{"territory: a squad leader reassigns within the own towns alone", 0, Forbidden, "patrol", toCheck[:1], "ZD03 head reassign 105-SO", func(c *Command) { c.To = id("001-SO") }, "上级"},
		{"territory: another squad is no superior", 0, Forbidden, "patrol", toCheck[:1], "ZD03 head reassign 105-SO", func(c *Command) { c.Actor = by("ZD01 head") }, "上级"},
		{"a station does not reassign", 0, Forbidden, "patrol", toCheck[:1], "ZD03 head reassign 105-SO", func(c *Command) { c.Actor = by("104-SO head") }, "所长不能"},
		{"a return needs a reason", 0, Incomplete, "patrol", toCheck[:1], "104-SO head return", func(c *Command) { c.Reason = "" }, "须说明理由"},
		{"a return of the file lists what is missing", 0, Incomplete, "patrol", []string{"FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify VIO L8", "104-SO head hand_squad ZD03"},
			"ZD03 head return", func(c *Command) { c.Missing = nil }, "缺少的材料"},
		{"a remedy has a deadline", 0, Incomplete, "patrol", toCheck[:3], "104-SO head remedy 104-SO", func(c *Command) { c.Deadline = c.At }, "整治期限"},
		{"a department cannot be given a station's work", 0, Incomplete, "patrol", nil, "FJ desk assign 104-SO", func(c *Command) { c.To = id("BM-ZR") }, "的对象须是"},
		{"an answer entered for another body needs the receipt", 0, Forbidden, "patrol",
			[]string{"FJ desk assign ZX01", "ZX01 head accept", "ZX01 head verify VIO L11", "ZX01 head hand_dept BM-ZR"}, "ZX01 head accept", func(c *Command) { c.Files = nil }, "凭回执"},
		{"what nobody holds is assigned by the desk", 0, Forbidden, "patrol", nil, "FJ desk assign 104-SO", func(c *Command) { c.Actor = by("104-SO head") }, "所长不能“派单”；可由"},
		{"an event that does not exist", 0, Impossible, "patrol", nil, "FJ desk assign 104-SO", func(c *Command) { c.Event = "asign" }, "没有“asign”"},
		{"an event of another state", 0, Impossible, "patrol", nil, "FJ desk assign 104-SO", func(c *Command) { c.Event = "decide" }, "处于“已登记”状态，不能“作出决定”"},
		{"a digest is a digest", 0, Incomplete, "patrol", nil, "FJ desk assign 104-SO", func(c *Command) { c.Files[0].SHA256 = "abc" }, "摘要不正确"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := brought(t, tc.source, tc.steps...)
			c := p.command(tc.line)
			c.Revision = p.lead.Revision
			if tc.guard == 6 {
				c.Children = []string{mustNumber(2), mustNumber(3)}
			}
			if _, _, err := p.w.Fire(p.lead, c); err != nil && !strings.HasPrefix(tc.name, "2: the reviewer") {
				t.Fatalf("the whole command is refused: %v", err)
			}
			tc.spoil(&c)
			_, _, err := p.w.Fire(p.lead, c)
			var r *Refusal
			if !errors.As(err, &r) || r.Guard != tc.guard || r.Kind != tc.kind {
				t.Fatalf("%+v, want guard %d, %s", err, tc.guard, tc.kind)
			}
			zh, en := words.Error(words.ZH, err), words.Error(words.EN, err)
			if !strings.Contains(zh, tc.says) || strings.ContainsAny(zh+en, "{}") {
				t.Errorf("%s\n%s\nwant %q", zh, en, tc.says)
			}
		})
	}
}

func mustNumber(serial int) string {
	n, err := Number("370481", monday, serial)
	if err != nil {
		panic(err)
	}
	return n
}

// A unit returns a lead once; the second time it must contest (5.2).
func TestReturnOncePerUnit(t *testing.T) {
	p := brought(t, "patrol", "FJ desk assign 104-SO", "104-SO head return", "FJ desk assign 105-SO", "105-SO head return", "FJ desk assign 104-SO")
	c := p.command("104-SO head return")
	c.Revision = p.lead.Revision
	_, _, err := p.w.Fire(p.lead, c)
	if zh := words.Error(words.ZH, err); !strings.Contains(zh, "已退回过一次") {
		t.Errorf("%s", zh)
	}
	p.step("104-SO head contest 105-SO")
}

// Guard 3: only a squad that verified itself is spared the waiting, and both steps are
// recorded.
func TestOwnVerificationPassesAtOnce(t *testing.T) {
	p := brought(t, "patrol", "FJ desk assign ZD03", "ZD03 head accept", "ZD03 officer verify VIO L9")
	n := len(p.records)
	p.step("ZD03 head hand_squad ZD03")
	if p.lead.State != SquadReview || len(p.records) != n+2 || p.records[n].To != SquadPending || p.lead.Person == "" {
		t.Errorf("%s, %d records, person %q", p.lead.State, len(p.records)-n, p.lead.Person)
	}
	p = brought(t, "patrol", "FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify VIO L8", "104-SO head hand_squad ZD03")
	if p.lead.State != SquadPending {
		t.Errorf("another's verification: %s", p.lead.State)
	}
}

// Guard 4: after the common superior has decided, nobody passes a lead on but to it; nor
// may a lead be passed on that was received by transfer.
func TestNoSecondTransfer(t *testing.T) {
	outside := []string{"FJ desk assign ZX01", "ZX01 head accept", "ZX01 head verify VIO L4", "FJ desk hand_ext 370406", "370406 contact refuse", "municipal contact award_unit ZX01",
		"ZX01 head accept", "ZX01 head verify VIO L4"}
	p := brought(t, "patrol", outside...)
	if p.lead.Bound != "EXT-370400-EE" {
		t.Fatalf("bound to %q", p.lead.Bound)
	}
	c := p.command("FJ desk hand_ext 370406")
	c.Revision = p.lead.Revision
	_, _, err := p.w.Fire(p.lead, c)
	var r *Refusal
	if !errors.As(err, &r) || r.Guard != 4 || !strings.Contains(words.Error(words.ZH, err), "请报共同上级枣庄市生态环境局") {
		t.Errorf("%v", err)
	}
	p.step("FJ desk hand_ext municipal") // to the superior it may go

	received := &play{t: t, w: world(), at: monday}
	c = whole("report", by("FJ desk"), monday)
	c.Number, c.Ruling, c.Bound, c.Other = mustNumber(9), ruling("V2", "", "K2", "N", "", ""), "山东省生态环境厅", ""
	received.do(c)
	c = received.command("FJ desk hand_ext 370826")
	c.Revision = received.lead.Revision
	if _, _, err := received.w.Fire(received.lead, c); !errors.As(err, &r) || r.Guard != 4 {
		t.Errorf("a lead received by transfer: %v", err)
	}
}

// Guard 5: measures and notices can be noted in every state.
func TestNotesInEveryState(t *testing.T) {
	w := world()
	for _, x := range Transitions() {
		if x.From == New {
			continue
		}
		l := Lead{ID: mustNumber(1), State: x.From, Unit: id("104-SO"), Ruling: *ruling("V8", "L8", "K1", "N", "VIO", "STATION")}
		c := whole("note", by("FJ desk"), monday)
		for _, c.Kind = range []string{"measure", "notice"} {
			next, records, err := w.Fire(l, c)
			if err != nil || next.State != x.From || len(records) != 1 {
				t.Errorf("%s in %s: %s, %v", c.Kind, x.From, next.State, err)
			}
		}
	}
	for _, s := range []State{Void, Merged} {
		c := whole("note", by("FJ desk"), monday)
		c.Kind = "notice"
		if _, _, err := w.Fire(Lead{ID: "x", State: s}, c); err != nil {
			t.Errorf("%s: %v", s, err)
		}
	}
}

// Guard 6: a split lead waits where it stands, closes with its last part, and waits again
// when a part is opened again.
func TestSplit(t *testing.T) {
	p := brought(t, "petition", "FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify VIO L8")
	c := p.command("104-SO head split")
	c.Children = []string{mustNumber(2), mustNumber(3)}
	p.do(c)
	if running := p.w.Deadlines(p.lead, p.at); len(running) != 1 || running[0].Clock.Limit != "T8.accept" {
		t.Errorf("only the petitioner's clock runs while the parts are open: %+v", running)
	}
	c = p.command("104-SO head hand_squad ZD03")
	c.Revision = p.lead.Revision
	if _, _, err := p.w.Fire(p.lead, c); !strings.Contains(words.Error(words.ZH, err), "尚有 2 条子线索未办结") {
		t.Errorf("%v", err)
	}
	for _, step := range []struct {
		child   int
		outcome string
		state   State
	}{{2, "CLOSED", Verified}, {3, "VOID", Closed}, {2, "REPORTED", Verified}, {2, "CLOSED", Closed}} {
		c := p.command("FJ desk child")
		c.Other, c.Outcome = mustNumber(step.child), step.outcome
		p.do(c)
		if p.lead.State != step.state {
			t.Errorf("part %d is %s: %s, want %s", step.child, step.outcome, p.lead.State, step.state)
		}
	}
	if err := VerifyChain(p.records); err != nil {
		t.Error(err)
	}
}

// Guard 7: a merged lead keeps number, source and its own petition clock; it can be taken
// apart again.
func TestMergeKeepsThePetition(t *testing.T) {
	p := brought(t, "petition", "FJ desk merge")
	if p.lead.State != Merged || p.lead.Into != "other lead" || p.lead.ID != mustNumber(1) || p.lead.Source != "petition" {
		t.Fatalf("%+v", p.lead)
	}
	p.step("FJ petition tell")
	if running := p.w.Deadlines(p.lead, p.at); len(running) != 1 || running[0].Clock.Limit != "T8.finish" {
		t.Errorf("clocks: %+v", running)
	}
	p.step("FJ petition finish")
	p.step("FJ desk unmerge")
	if p.lead.State != Reported || p.lead.Into != "" || p.lead.Petition != "DONE" {
		t.Errorf("%+v", p.lead)
	}
}

// Guard 7: each limit of the suggestion counts still, and one step beyond it does not.
func TestMaySame(t *testing.T) {
	const degree = 110_946.0 // metres of latitude here, by the sum of the test itself
	a := Summary{ID: "a", Category: "W05", At: [2]float64{117, 35}, Time: monday, Reaches: []string{"r1"}}
	for _, tc := range []struct {
		name string
		b    Summary
		same bool
	}{
		{"199 m, 72 hours", Summary{ID: "b", Category: "W02", At: [2]float64{117, 35 + 199/degree}, Time: monday.Add(72 * time.Hour)}, true},
		{"202 m", Summary{ID: "b", Category: "W02", At: [2]float64{117, 35 + 202/degree}, Time: monday}, false},
		{"5 km away at the same reach", Summary{ID: "b", Category: "W02", At: [2]float64{117, 35.045}, Time: monday, Reaches: []string{"r0", "r1"}}, true},
		{"72 hours and a second", Summary{ID: "b", Category: "W02", At: a.At, Time: monday.Add(72*time.Hour + time.Second)}, false},
		{"72 hours and a second before", Summary{ID: "b", Category: "W02", At: a.At, Time: monday.Add(-72*time.Hour - time.Second)}, false},
		{"another group", Summary{ID: "b", Category: "A01", At: a.At, Time: monday}, false},
		{"itself", a, false},
	} {
		if m, same := MaySame(a, tc.b); same != tc.same {
			t.Errorf("%s: %v at %.1f m", tc.name, same, m)
		}
	}
}

// Guard 8: about one in ten of the closed leads of the public is called back, of others
// none; the choice is the same each time.
func TestCallBack(t *testing.T) {
	w := world()
	chosen := 0
	for serial := range 5000 {
		l := Lead{ID: mustNumber(serial + 1), Head: strings.Repeat("ab", 32)}
		first, again := w.sampled(&l), w.sampled(&l)
		if first != again {
			t.Fatal("the choice changes")
		}
		if first {
			chosen++
		}
	}
	if chosen < 420 || chosen > 580 { // 500 ± nearly four standard deviations
		t.Errorf("%d of 5000 called back", chosen)
	}
	p := brought(t, "12345", "FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify UNF L1")
	for _, percent := range []int{0, 100} {
		p.w.CallBack = percent
		c := p.command("104-SO member close_unfounded")
		c.Revision = p.lead.Revision
		l, _, err := p.w.Fire(p.lead, c)
		if err != nil || l.CallBack != (percent == 100) {
			t.Errorf("%d %%: %v, %v", percent, l.CallBack, err)
		}
	}
}

// Guard 11: what changes is judged again; the old rows and the new ones are both in the
// record, and the clocks follow.
func TestRerule(t *testing.T) {
	p := brought(t, "patrol", "FJ desk assign 104-SO")
	if k := p.w.Deadlines(p.lead, p.at); len(k) != 1 || k[0].Limit.ID != "D1" {
		t.Fatalf("%+v", k)
	}
	c := p.command("FJ desk rerule")
	c.Ruling = ruling("V6", "", "K2", "G", "", "")
	p.do(c)
	r := p.records[len(p.records)-1]
	if r.Detail.Was == nil || r.Detail.Was.V != "V8" || r.V != "V6" || p.lead.State != Assigned {
		t.Errorf("%+v", r)
	}
	if k := p.w.Deadlines(p.lead, p.at); len(k) != 1 || k[0].Limit.ID != "D1.urgent" {
		t.Errorf("clocks %+v", k)
	}
	p = brought(t, "patrol", "FJ desk void")
	c = p.command("FJ desk rerule")
	c.Ruling, c.Revision = ruling("V6", "", "K2", "G", "", ""), p.lead.Revision
	if _, _, err := p.w.Fire(p.lead, c); err == nil {
		t.Error("a lead that is void was judged again")
	}
}
