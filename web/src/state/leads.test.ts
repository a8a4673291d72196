import { expect, test } from "vitest";
import type { Notice, Owed } from "../api/lead.ts";
import { dueWords } from "./deadlines.ts";
import { dictionary, type WordKey } from "./words.ts";
import {
  actionsOf, addPart, begin, changePart, dropPart, eventOf, fieldsOf, fill, finalStates, fits, fromPublic, goOn, hearMoved, inOrder, lacking, leaveDoing, clockOfOwed, ledgerInOrder, noticeOf, owedInOrder, openLead, openStates, queryOf, receiptOf, replaceLead,
  splitOf, stillOpen, tellerRight, withDoing, withLeads, withOpen, type Doing,
} from "./leads.ts";
import { actionOf, clockOf, desker, lead, open } from "./testdata.ts";

const me = { person: desker, declared: true };
const listed = (...all: ReturnType<typeof lead>[]) => ({ ...withLeads(open(), { list: all }), asker: { me, people: [desker], known: true, fault: null } });
const due = (t: string) => [clockOf(`2026-11-23T${t}:00+08:00`)];
const doingOf = (s: ReturnType<typeof open>): Doing => s.leads.open!.doing!;
const begun = (needs: string[], event = "assign", l = lead()) => begin(openLead(listed(l), "L1"), { kind: "event", action: actionOf(event, needs, { suggest: [{ id: "11-SO", name: "东镇所" }] }) }, "k");

test("what ends first stands first, what has no limit last, the newest of those first", () => {
  const early = lead("early", { clocks: due("01:00") }), late = lead("late", { clocks: due("09:00") });
  const old = lead("old"), young = { ...lead("young"), properties: { ...lead().properties, reported_at: "2026-11-23T02:00:00+08:00" } };
  expect(inOrder([old, late, young, early]).map((l) => l.id)).toEqual(["early", "late", "young", "old"]);
});

test("of two answers about a lead the newer counts, whichever comes first", () => {
  const one = lead("L1"), two = lead("L1", { revision: 2 });
  for (const lists of [[[one], [two]], [[two], [one]]]) expect(inOrder(...lists).map((l) => l.properties.life?.revision)).toEqual([2]);
});

test("a filter asks for what is open, unless it names a state", () => {
  expect(queryOf({ state: "", mine: true, town: "11" }, me)).toEqual({ open: "true", unit: "1-FJ", town: "11" });
  expect(queryOf({ state: "CLOSED,VOID", mine: true, town: "" }, null)).toEqual({ state: "CLOSED,VOID" });
});

test("a lead that was read anew changes where it is listed and open; an older answer changes nothing", () => {
  const s = openLead(listed(lead("L1", { revision: 2 }), lead("L2")), "L1");
  const next = replaceLead(s, lead("L1", { revision: 3, state: "ASSIGNED" }));
  expect([next.leads.open?.lead, ...next.leads.list!].map((l) => l?.properties.life?.state)).toEqual(["ASSIGNED", "REPORTED", "ASSIGNED"]); // L2 is the newer
  expect(replaceLead(next, lead("L1", { revision: 2 })).leads.open?.lead?.properties.life?.revision).toBe(3);
  expect(replaceLead(next, lead("L9")).leads.list).toHaveLength(2);
});

test("a form begins with what the tables suggest and asks for what is needed", () => {
  const d = doingOf(begun(["to", "reason"], "reassign"));
  expect(d.filled.to).toBe("11-SO");
  expect(fieldsOf(d)).toEqual({ must: ["to", "reason"], may: ["files"], changes: [] });
  expect(lacking(d)).toEqual(["reason"]);
});

test("whoever holds the lead takes it in their own name, unless they choose another", () => {
  const mine = lead("L1", { holder: desker.unit });
  expect(doingOf(begun(["person"], "accept", mine)).filled.person).toBe("demo-desk");
  expect(doingOf(begun(["person"], "accept")).filled.person).toBe("");
});

test("two officers are wanted for a violation alone", () => {
  const s = begun(["outcome", "officers"], "verify");
  expect(lacking(doingOf(fill(s, { outcome: "MIN" })))).toEqual([]);
  expect(lacking(doingOf(fill(s, { outcome: "VIO", officers: ["a"] })))).toEqual(["officers"]);
  expect(lacking(doingOf(fill(s, { outcome: "VIO", officers: ["a", "b"] })))).toEqual([]);
});

test("an event carries what its form shows, and nothing that was left empty", () => {
  const s = fill(begun(["missing", "files", "deadline"], "return"), { missing: "询问笔录\n\n 照片 ", files: ["ab"], deadline: "2026-12-04T18:00", reason: " ", level: "II" });
  const d = doingOf(s);
  const sent = eventOf(actionOf("return", ["missing", "files", "deadline"]), d);
  expect(sent).toMatchObject({ event: "return", as: "dispatcher", missing: ["询问笔录", "照片"], files: [{ sha256: "ab" }] });
  expect(sent.deadline).toMatch(/^2026-12-04T18:00:00[+-]\d\d:\d\d$/);
  expect(Object.keys(sent).sort()).toEqual(["as", "deadline", "event", "files", "missing"]);
});

test("notices and receipts are sent with what was filled in", () => {
  const d = doingOf(fill(begin(openLead(listed(lead()), "L1"), { kind: "notice" }, "k"), { to: "EXT-1", number: "滕环函〔2026〕1号" }));
  expect(noticeOf(d.filled)).toEqual({ kind: "notice", to: "EXT-1", number: "滕环函〔2026〕1号" });
  const r = doingOf(fill(begin(openLead(listed(lead()), "L1"), { kind: "receipt", notice: "N-1" }, "k"), { answer: "accept", name: " 王 " }));
  expect(receiptOf(r.filled)).toEqual({ answer: "accept", name: "王" });
});

test("every change of a form makes another request of it", () => {
  const s = begun(["reason"]);
  expect(doingOf(fill(fill(s, { reason: "a" }), { reason: "ab" })).edits).toBe(2);
});

test("after a conflict what was typed stays, and what is not possible any more is known", () => {
  let s = withDoing(fill(begun(["to", "reason"], "assign"), { reason: "写了很久" }), { conflict: ["有人先办"] });
  s = goOn(replaceLead(s, lead("L1", { revision: 2, next: [actionOf("assign", ["to", "reason", "files"])] })));
  expect(doingOf(s)).toMatchObject({ conflict: [], filled: { reason: "写了很久" }, what: { action: { needs: ["to", "reason", "files"] } } });
  expect(stillOpen(s.leads.open!)).toBe(true);
  s = goOn(replaceLead(s, lead("L1", { revision: 3, next: [] })));
  expect(stillOpen(s.leads.open!)).toBe(false);
  expect(doingOf(s).filled.reason).toBe("写了很久");
});

test("who is typing hears that somebody else moved the lead, and of no other lead", () => {
  const moved = { lead: "L1", revision: 2, event: "void", event_name: "作废", state: "VOID", state_name: "作废", unit: "", by: "分局值班调度员", at: "" };
  const s = begun(["to"]);
  expect(hearMoved(s, moved).leads.open?.moved).toEqual(moved);
  expect(hearMoved(s, { ...moved, lead: "L2" })).toBe(s);
  expect(hearMoved(s, { ...moved, revision: 1 })).toBe(s);
  expect(hearMoved(leaveDoing(s), moved).leads.open?.moved).toBeNull();
});

test("an answer about a lead that was left changes nothing", () => {
  const s = openLead(listed(lead()), "L1");
  expect(withOpen(s, "L2", { files: [] })).toBe(s);
});

test("what moves a lead on stands before what turns it aside and what is done beside", () => {
  const next = [actionOf("merge", [], { to: "MERGED" }), actionOf("accept", [], { to: "ACCEPTED" }), actionOf("note", [], { to: "ASSIGNED" }), actionOf("reassign", [], { to: "ASSIGNED" })];
  const { on, aside, beside } = actionsOf(next, "ASSIGNED");
  expect([on, aside, beside].map((l) => l.map((a) => a.event))).toEqual([["accept"], ["merge", "reassign"], ["note"]]);
});

test("what turned out otherwise goes along, what did not stays out", () => {
  const d = doingOf(fill(begun(["outcome"], "verify"), { outcome: "MIN", category: "S04", where: "117.1，35.2" }));
  expect(fieldsOf(d).changes).toEqual(["category", "severity", "where"]);
  expect(eventOf(actionOf("verify", ["outcome"]), d).changes).toEqual({ category: "S04", geometry: { type: "Point", coordinates: [117.1, 35.2] } });
  expect(eventOf(actionOf("verify", ["outcome"]), doingOf(fill(begun(["outcome"], "verify"), { outcome: "MIN" })))).not.toHaveProperty("changes");
  expect(fieldsOf(doingOf(begun(["reason"], "note"))).changes).toEqual([]);
  expect(lacking(doingOf(fill(begun(["outcome"], "verify"), { outcome: "MIN", where: "北岸" })))).toEqual(["where"]);
});

test("formal evidence wants two officers, whatever the event, and marks every file that goes along", () => {
  const s = fill(begun(["kind", "reason"], "note"), { kind: "measure", reason: "封存", files: ["ab", "cd"], formal: "yes" });
  expect(lacking(doingOf(s))).toEqual(["officers"]);
  expect(eventOf(actionOf("note", ["kind", "reason"]), doingOf(fill(s, { officers: ["a", "b"] })))).toMatchObject({ files: [{ sha256: "ab", formal: true }, { sha256: "cd", formal: true }], officers: ["a", "b"] });
  expect(lacking(doingOf(fill(s, { files: [] })))).toEqual([]); // nothing is taken: nobody must be there
  const minor = fill(begun(["outcome", "officers"], "verify"), { outcome: "MIN", files: ["ab"], formal: "yes" });
  expect(lacking(doingOf(minor))).toEqual(["officers"]);
});

test("a split wants a class for each of two parts or more", () => {
  let s = begun(["reason"], "split");
  expect(doingOf(s).filled.parts).toEqual([{ category: "W03", note: "" }, { category: "", note: "" }]);
  expect(lacking(doingOf(s))).toEqual(["parts", "reason"]);
  s = changePart(addPart(fill(s, { reason: "两个点位" })), 1, { category: "S03", note: " 垃圾 " });
  expect(lacking(doingOf(s))).toEqual(["parts"]); // the third has none yet
  s = dropPart(s, 2);
  expect(lacking(doingOf(s))).toEqual([]);
  expect(splitOf(actionOf("split", ["reason"]), doingOf(s).filled)).toEqual({ as: "dispatcher", reason: "两个点位", parts: [{ category: "W03" }, { category: "S03", note: "垃圾" }] });
});

test("a form that was asked for from a suggestion knows what is meant", () => {
  const s = begin(openLead(listed(lead()), "L1"), { kind: "event", action: actionOf("merge", ["other", "reason"]) }, "k", { other: "L2", reason: "同一件事" });
  expect(lacking(doingOf(s))).toEqual([]);
});

test("who told is for those who answer the public; an auditor sees who looked", () => {
  const who = (role: string) => ({ person: { ...desker, roles: [{ role, name: "" }] }, declared: true });
  expect(["dispatcher", "petition_desk", "auditor", "squad_leader"].map((r) => tellerRight(who(r)))).toEqual(["read", "read", "audit", ""]);
  expect(tellerRight(null)).toBe("");
  expect(["12345", "petition", "12369", "patrol", "handdown"].map(fromPublic)).toEqual([true, true, true, false, false]);
});

test("in the ledger what is overdue stands first, then what is awaited, then the newest", () => {
  const n = (id: string, status: Notice["status"], sent: string): Notice => ({ id, lead: "L", kind: "notice", to: { id: "", name: "" }, by: "", number: "", sha256: "", sent, due: null, way: "post", status, receipts: [] });
  const all = [n("old", "received", "2026-01-01"), n("new", "none", "2026-02-01"), n("waits", "awaited", "2026-01-02"), n("late", "overdue", "2026-01-03")];
  expect(ledgerInOrder(all).map((x) => x.id)).toEqual(["late", "waits", "new", "old"]);
});

test("whom nobody has told yet: overdue first, then what ends first, withdrawn last", () => {
  const o = (id: string, status: Owed["status"], due: string | null): Owed => ({ lead: "L", to: { id, name: id }, rows: ["N4"], basis: [], since: "2026-01-01T00:00:00+08:00", limit: "D3", name: "通报", due, status, letter: "/x.pdf" });
  const all = [o("gone", "withdrawn", "2026-01-01T00:00:00+08:00"), o("unknown", "owed", null), o("in China", "owed", "2026-01-03T00:00:00+08:00"), o("in UTC", "owed", "2026-01-02T23:00:00Z"), o("late", "overdue", "2026-01-09T00:00:00+08:00")];
  expect(owedInOrder(all).map((x) => x.to.id)).toEqual(["late", "in China", "in UTC", "unknown", "gone"]);
  expect(dueWords("zh", clockOfOwed(o("u", "owed", null), "缺年历"), 0)).toBe("缺年历");
  expect(dueWords("en", clockOfOwed(o("l", "overdue", "2026-01-02T00:00:00Z"), ""), Date.parse("2026-01-02T02:00:00Z"))).toBe("2 h overdue");
});

test("each event goes to units of its class", () => {
  expect(fits("squad", { id: "S", class: "STATION" })).toBe(false);
  expect(fits("verify", { id: "S", class: "STATION" })).toBe(true);
  expect(fits("police", { id: "1-BM-GA", class: "CITY_DEPT" })).toBe(true);
  expect(fits("police", { id: "1-BM-ZR", class: "CITY_DEPT" })).toBe(false);
});

test("all 22 states that a lead can stand in have their name in both languages", () => {
  const states = [...openStates, ...finalStates];
  expect(new Set(states).size).toBe(22);
  for (const s of states) for (const lang of ["zh", "en"] as const) expect(dictionary[lang][`state${s}` as WordKey], s).toBeTruthy();
});
