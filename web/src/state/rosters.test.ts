import { expect, test } from "vitest";
import type { JointPatrol, Roster, RosterDuty, Risk } from "../api/roster.ts";
import { attendanceOf, beginAttend, beginAway, breachesOf, broken, byDay, changeWords, fillAttend, fillAway, lookAtRoster, monthAfter, replyOf, riskMarks, spanOf, stillShort, watchesOf, withRoster } from "./rosters.ts";
import { sceneOf } from "./scene.ts";
import { initial, toggleLayer } from "./state.ts";

const person = (id: string) => ({ id, name: id.toUpperCase(), unit: "Z" });
const duty = (id: string, day: string, ...people: string[]): RosterDuty => ({
  id, unit: "Z", name: "班", kind: "P5", start: `${day}T08:30:00+08:00`, end: `${day}T17:30:00+08:00`, need: 2, night: false, holiday: false, people: people.map(person), equipment: [],
});
const roster = (id: string, from: string, to: string, duties: RosterDuty[], more: Partial<Roster> = {}): Roster => ({
  id, revision: 1, units: [{ id: "Z", name: "站" }], from, to, made_at: "", person: "leader", duties, short: [], breaches: [], ...more,
});

test("a month has its days, and months follow one another over the year", () => {
  expect(spanOf("2026-02")).toEqual({ from: "2026-02-01", to: "2026-02-28", days: 28 });
  expect(spanOf("2028-02").days).toBe(29);
  expect(monthAfter("2026-12", 1)).toBe("2027-01");
  expect(monthAfter("2026-01", -1)).toBe("2025-12");
});

test("of a unit and a day the roster that was made last counts, and the month alone", () => {
  const first = roster("r1", "2026-11-30", "2026-12-03", [duty("d0", "2026-11-30", "a"), duty("d1", "2026-12-01", "a", "b"), duty("d2", "2026-12-02", "a", "b")]);
  const second = roster("r2", "2026-12-02", "2026-12-02", [duty("d2", "2026-12-02", "c")]);
  const all = watchesOf([first, second], "2026-12");
  expect(all.map((w) => [w.id, w.roster, w.people.length])).toEqual([["d1", "r1", 2], ["d2", "r2", 1]]);
  expect(byDay(all).map((d) => d.day)).toEqual(["2026-12-01", "2026-12-02"]);
});

test("what is broken is told by the duty: not filled, or somebody who is away by now", () => {
  const r = roster("r", "2026-12-01", "2026-12-04", [duty("d1", "2026-12-01", "a"), duty("d2", "2026-12-02", "a", "b"), duty("d3", "2026-12-03", "b")], {
    short: [{ duty: "d1", lacks: ["只有 1 人"], why: ["需要 2 人"] }], away: [{ id: "x", person: "b", from: "2026-12-02", to: "2026-12-02" }, { id: "y", equipment: "car", from: "2026-12-01" }],
    breaches: ["2026-12-02：中队 1 人", "2026-11-30：中队 1 人"], fixed: ["Z"],
  });
  const all = watchesOf([r], "2026-12");
  expect(all.map(broken)).toEqual([true, true, false]);
  expect(all[0]?.why).toEqual(["需要 2 人"]);
  expect(all[1]?.away).toEqual(["b"]);
  expect(all.every((w) => w.fixed && w.arranged === "leader")).toBe(true);
  expect(breachesOf([r, r], "2026-12")).toEqual(["2026-12-02：中队 1 人"]);
});

test("a change is said by names, those who leave and those who come, with what stays short", () => {
  const before = roster("r", "2026-12-01", "2026-12-02", [duty("d1", "2026-12-01", "a", "b")]);
  const changed = { roster: roster("r", "2026-12-01", "2026-12-02", [duty("d1", "2026-12-01", "b", "c"), duty("d2", "2026-12-02", "b")], {
    short: [{ duty: "d1", lacks: ["持证不足"], why: [] }, { duty: "d2", lacks: ["本来就不足"], why: [] }],
  }), changes: [{ duty: "d1", out: ["a"], in: ["c"], equipment_out: [""], equipment_in: [] }] };
  expect(changeWords(changed, before)).toEqual([{ duty: "班", day: "2026-12-01", out: ["A"], in: ["C"] }]);
  expect(stillShort(changed)).toEqual(["持证不足"]);
});

test("what was tried goes when what was asked changes, and with another month all goes", () => {
  const r = roster("r", "2026-12-01", "2026-12-01", [duty("d1", "2026-12-01", "a", "b")]);
  const [w] = watchesOf([r], "2026-12");
  let s = beginAway(withRoster(initial("zh", "2026-11-26"), { rosters: [r] }), w!, person("a"));
  s = withRoster(s, { away: { ...s.roster.away!, tried: { roster: r, changes: [] } } });
  expect(s.roster.away?.from).toBe("2026-12-01");
  expect(fillAway(s, { to: "2026-12-09" }).roster.away).toMatchObject({ to: "2026-12-09", tried: null });
  expect(lookAtRoster(s, { month: "2027-01" }).roster).toMatchObject({ month: "2027-01", rosters: null, away: null });
});

test("a reply names people of the register by their ids, others by their names", () => {
  const people = [{ id: "zr-1", name: "王林" }];
  expect(replyOf({ unit: "ZR", yes: true, text: " 王林、李木 , " }, people)).toEqual({ unit: "ZR", yes: true, who: [{ id: "zr-1" }, { name: "李木" }] });
  expect(replyOf({ unit: "ZR", yes: false, text: " 另有任务 " }, people)).toEqual({ unit: "ZR", yes: false, note: "另有任务" });
});

test("risk is drawn where its layer is on: colour by rank, size by how little is known, unknown places as such", () => {
  const at = (x: number) => ({ type: "Point" as const, coordinates: [x, 35] });
  const place = (x: number, rate: number, low: number, high: number, unknown = false) => ({ type: "Feature" as const, geometry: at(x), properties: { name: "", rate, low, high, effort: 1, weight: 0, unknown } });
  const risk: Risk = { month: 5, verdict: "v", better_than_counts: false, features: [place(1, 0.5, 0.4, 0.61234), place(2, 0.1, 0, 2, true), place(3, 0.1, 0.05, 0.15)] };
  const marks = riskMarks("zh", risk).map((f) => f.properties);
  expect(marks.map((p) => p?.["text"])).toEqual(["0.5（0.4–0.61）", "未知（至多 2）", "0.1（0.05–0.15）"]);
  expect(marks[1]?.["size"]).toBe(1);
  expect(marks[0]?.["colour"]).not.toBe(marks[2]?.["colour"]);
  const s = { ...initial("zh", "2026-11-26"), risk: { busy: false, fault: null, found: risk } };
  expect(sceneOf(s).risk.features.length).toBe(0);
  expect(sceneOf(toggleLayer(s, "risk")).risk.features.length).toBe(3);
});

test("who came is filled in as each said it would, the host as its roster has it; what is left for later is not sent", () => {
  const word = (yes: boolean, ...who: string[]) => ({ yes, who: who.map((name) => ({ name })), note: yes ? "" : "下雨", by: "x", at: "" });
  const patrol: JointPatrol = {
    id: "p", revision: 4, host: { id: "Z", name: "分局" }, duty: "d1", state: "unwritten", start: "2026-12-01T08:30:00+08:00", end: "2026-12-01T17:30:00+08:00", faults: [],
    departments: [
      { unit: { id: "ZR", name: "自然资源局" }, reply: word(true, "王林") }, { unit: { id: "SW", name: "水务局" }, reply: word(false) },
      { unit: { id: "NY", name: "农业局" } }, { unit: { id: "GA", name: "公安局" }, reply: word(true, "甲"), came: word(false) },
    ],
  };
  const s = beginAttend(withRoster(initial("zh", "2026-12-02"), { rosters: [roster("r", "2026-12-01", "2026-12-01", [duty("d1", "2026-12-01", "a", "b")])] }), patrol);
  expect(s.roster.attend?.units).toEqual([
    { unit: "Z", came: "yes", text: "A、B" }, { unit: "ZR", came: "yes", text: "王林" }, { unit: "SW", came: "no", text: "下雨" },
    { unit: "NY", came: "", text: "" }, { unit: "GA", came: "no", text: "下雨" },
  ]);
  const filled = fillAttend(withRoster(s, { attend: { ...s.roster.attend!, agreed: " 下周复查 " } }), "ZR", { text: "王林、A" }).roster.attend!;
  const people = [{ id: "a", name: "A", unit: { id: "Z" } }, { id: "zr-1", name: "王林", unit: { id: "ZR" } }];
  expect(attendanceOf(filled, "Z", people).units).toEqual([
    { unit: "Z", yes: true, who: [{ id: "a" }, { name: "B" }], note: "下周复查" },
    { unit: "ZR", yes: true, who: [{ id: "zr-1" }, { name: "A" }] }, // A is of the register, but not theirs
    { unit: "SW", yes: false, note: "下雨" }, { unit: "GA", yes: false, note: "下雨" },
  ]);
});
