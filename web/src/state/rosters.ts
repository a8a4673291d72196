// The month's roster of a unit, what is broken in it, a change that is tried, joint patrols
// and the risk layer: plain functions from state to state.

import type { Feature } from "geojson";
import type { Fault } from "../api/client.ts";
import type { Absence, Figures, JointAttendance, JointList, JointPatrol, JointReply, JointWord, Risk, Roster, RosterChanged, RosterDuty, RosterPerson } from "../api/roster.ts";
import type { Lang } from "../api/types.ts";
import type { State } from "./state.ts";
import { word } from "./words.ts";

/** Somebody who cannot come, as it is filled in. */
export interface AwayDraft {
  roster: string;
  person: RosterPerson;
  from: string;
  to: string;
  reason: Absence["reason"];
  tried: RosterChanged | null; // what would change; null while not tried
}

/** A reply to an invitation, as it is filled in. */
export interface ReplyDraft {
  patrol: string;
  unit: string;
  yes: boolean;
  text: string; // who comes, or why nobody does
}

/** Whether a unit came to a joint patrol, as it is filled in; "" leaves it for later. */
export interface CameDraft {
  unit: string;
  came: "" | "yes" | "no";
  text: string; // who came, or why nobody did
}

/** Who came to a joint patrol, as it is filled in; the host first. */
export interface AttendDraft {
  patrol: string;
  units: CameDraft[];
  agreed: string; // what was agreed
}

/** The figures of a month, of the unit or of all. */
export interface FiguresTask {
  all: boolean;
  found: Figures | null; // null while not read
  fault: Fault | null;
}

export interface RosterTask {
  unit: string;
  month: string; // 2026-12
  busy: "" | "read" | "make" | "try" | "keep" | "joint";
  fault: Fault | null;
  rosters: Roster[] | null; // those that meet the month, the first made first; null while not read
  joint: JointList | null; // null while not read
  onlyBroken: boolean;
  away: AwayDraft | null;
  reply: ReplyDraft | null;
  attend: AttendDraft | null;
  figures: FiguresTask | null; // null while nobody looks at them
  changed: number; // how many duties the last change has moved; -1: none was made
}

export interface RiskTask {
  busy: boolean;
  fault: Fault | null;
  found: Risk | null;
}

export const noRoster = (month: string): RosterTask => ({
  unit: "", month, busy: "", fault: null, rosters: null, joint: null, onlyBroken: false, away: null, reply: null, attend: null, figures: null, changed: -1,
});

export const withRoster = (s: State, change: Partial<RosterTask>): State => ({ ...s, roster: { ...s.roster, ...change } });

/** Another unit or month: what was read goes. */
export const lookAtRoster = (s: State, change: { unit?: string; month?: string }): State =>
  withRoster(s, { ...change, rosters: null, joint: null, fault: null, away: null, reply: null, attend: null, figures: s.roster.figures && { ...s.roster.figures, found: null, fault: null }, changed: -1 });

/** The month so many after one. */
export function monthAfter(month: string, n: number): string {
  const [year = 0, m = 1] = month.split("-").map(Number);
  const at = new Date(Date.UTC(year, m - 1 + n, 1));
  return at.toISOString().slice(0, 7);
}

/** First and last day of a month, and how many there are. */
export function spanOf(month: string): { from: string; to: string; days: number } {
  const [year = 0, m = 1] = month.split("-").map(Number);
  const days = new Date(Date.UTC(year, m, 0)).getUTCDate();
  return { from: `${month}-01`, to: `${month}-${String(days).padStart(2, "0")}`, days };
}

/** A duty that counts, with the roster that it is on and what is amiss. */
export interface Watch extends RosterDuty {
  roster: string;
  day: string;
  fixed: boolean;
  arranged: string; // id of who made the roster
  lacks: string[];
  why: string[];
  away: string[]; // ids of people on it who are away by now
}

/** The duties of a month that count: of a unit and a day the roster that was made last. */
export function watchesOf(rosters: Roster[], month: string): Watch[] {
  const all: Watch[] = [];
  rosters.forEach((r, i) => {
    for (const d of r.duties) {
      const day = d.start.slice(0, 10);
      const replaced = rosters.slice(i + 1).some((x) => x.from <= day && day <= x.to && x.units.some((u) => u.id === d.unit));
      if (replaced || !day.startsWith(month)) continue;
      const short = r.short.find((x) => x.duty === d.id);
      const away = (r.away ?? []).filter((a) => a.person && a.from <= day && (!a.to || day <= a.to)).map((a) => a.person ?? "");
      all.push({ ...d, roster: r.id, day, fixed: (r.fixed ?? []).includes(d.unit), arranged: r.person, lacks: short?.lacks ?? [], why: short?.why ?? [],
        away: d.people.map((p) => p.id).filter((id) => away.includes(id)) });
    }
  });
  return all.sort((a, b) => a.start.localeCompare(b.start));
}

export const broken = (w: Watch): boolean => w.lacks.length > 0 || w.away.length > 0;

/** Duties by their days, in order. */
export function byDay(all: Watch[]): { day: string; watches: Watch[] }[] {
  const days: { day: string; watches: Watch[] }[] = [];
  for (const w of all) {
    const last = days.at(-1);
    if (last?.day === w.day) last.watches.push(w);
    else days.push({ day: w.day, watches: [w] });
  }
  return days;
}

/** Days on which a unit is below its floor, of the month alone. */
export const breachesOf = (rosters: Roster[], month: string): string[] =>
  [...new Set(rosters.flatMap((r) => r.breaches))].filter((b) => b.startsWith(month));

/** Somebody on a duty cannot come, on that day at first. */
export const beginAway = (s: State, w: Watch, person: RosterPerson): State =>
  withRoster(s, { away: { roster: w.roster, person, from: w.day, to: w.day, reason: "illness", tried: null }, fault: null, changed: -1 });

/** What is filled in changes: what was tried spoke of something else. */
export const fillAway = (s: State, change: Partial<Pick<AwayDraft, "from" | "to" | "reason">>): State =>
  s.roster.away ? withRoster(s, { away: { ...s.roster.away, ...change, tried: null }, fault: null }) : s;

/** A change in words: who goes out and who comes in, on which duty. */
export function changeWords(changed: RosterChanged, before: Roster): { duty: string; day: string; out: string[]; in: string[] }[] {
  const names = new Map<string, string>();
  for (const r of [before, changed.roster]) {
    for (const d of r.duties) {
      for (const x of [...d.people, ...d.equipment]) names.set(x.id, x.name);
    }
  }
  const named = (ids: string[]) => ids.filter((id) => id !== "").map((id) => names.get(id) ?? id);
  return changed.changes.map((c) => {
    const duty = [...changed.roster.duties, ...before.duties].find((d) => d.id === c.duty);
    return { duty: duty?.name ?? c.duty, day: duty?.start.slice(0, 10) ?? "", out: named([...c.out, ...c.equipment_out]), in: named([...c.in, ...c.equipment_in]) };
  });
}

/** What a duty that a change leaves short lacks, of the duties that it touched. */
export const stillShort = (changed: RosterChanged): string[] =>
  changed.roster.short.filter((x) => changed.changes.some((c) => c.duty === x.duty)).flatMap((x) => x.lacks);

/** The reply as it is sent; people of the register by their ids. */
export function replyOf(d: { unit: string; yes: boolean; text: string }, people: { id: string; name: string }[]): JointReply {
  const text = d.text.trim();
  if (!d.yes) return { unit: d.unit, yes: false, note: text };
  const who = text.split(/[、,，;；]/).map((x) => x.trim()).filter((x) => x !== "").map((name) => {
    const known = people.find((p) => p.name === name || p.id === name);
    return known ? { id: known.id } : { name };
  });
  return { unit: d.unit, yes: true, who };
}

/** Those whom a word names, as they are written. */
export const namesIn = (w: JointWord | undefined): string => (w?.who ?? []).map((x) => x.name ?? x.id ?? "").join("、");

/**
 * Who came is filled in: as it was taken down before, else as each said that it would come;
 * of the host as its roster has it.
 */
export function beginAttend(s: State, p: JointPatrol): State {
  const draft = (unit: string, came: JointWord | undefined, yes: boolean | undefined, names: string): CameDraft =>
    came ? { unit, came: came.yes ? "yes" : "no", text: came.yes ? namesIn(came) : came.note ?? "" } : { unit, came: yes === undefined ? "" : yes ? "yes" : "no", text: names };
  const duty = watchesOf(s.roster.rosters ?? [], s.roster.month).find((w) => w.id === p.duty);
  const own = (duty?.people ?? []).filter((x) => !p.departments.some((d) => d.unit.id === x.unit)).map((x) => x.name).join("、");
  return withRoster(s, {
    fault: null, reply: null,
    attend: {
      patrol: p.id, agreed: p.own?.note ?? "",
      units: [draft(p.host.id, p.own, true, own), ...p.departments.map((d) => draft(d.unit.id, d.came, d.reply?.yes, d.reply?.yes ? namesIn(d.reply) : d.reply?.note ?? ""))],
    },
  });
}

export const fillAttend = (s: State, unit: string, change: Partial<Omit<CameDraft, "unit">>): State =>
  s.roster.attend ? withRoster(s, { fault: null, attend: { ...s.roster.attend, units: s.roster.attend.units.map((u) => (u.unit === unit ? { ...u, ...(change.came && change.came !== u.came && { text: "" }), ...change } : u)) } }) : s;

/** Who came as it is sent; what is left for later stays away. */
export function attendanceOf(d: AttendDraft, host: string, people: { id: string; name: string; unit: { id: string } }[]): JointAttendance {
  const units = d.units.filter((u) => u.came !== "").map((u) => {
    const sent = replyOf({ unit: u.unit, yes: u.came === "yes", text: u.text }, people.filter((p) => u.unit === host || p.unit.id === u.unit));
    return u.unit === host && sent.yes ? { ...sent, note: d.agreed.trim() } : sent;
  });
  return { units };
}

const shades = ["#2c7bb6", "#7aa6a1", "#c9a227", "#d7691c", "#b3261e"] as const;

/** What may be found as marks of the map: colour by its rank among the places, size by how wide the interval is. */
export function riskMarks(lang: Lang, risk: Risk): Feature[] {
  const rates = [...new Set(risk.features.map((f) => f.properties.rate))].sort((a, b) => a - b);
  const widest = Math.max(...risk.features.map((f) => f.properties.high - f.properties.low), 1e-9);
  const figure = (n: number) => String(Number(n.toPrecision(2)));
  return risk.features.map((f) => {
    const { rate, low, high, unknown } = f.properties;
    const rank = rates.length > 1 ? rates.indexOf(rate) / (rates.length - 1) : 0;
    const colour = shades[Math.min(shades.length - 1, Math.floor(rank * shades.length))] ?? shades[0];
    const text = unknown ? word(lang, "riskTextUnknown", { high: figure(high) }) : word(lang, "riskText", { rate: figure(rate), low: figure(low), high: figure(high) });
    return { type: "Feature", geometry: f.geometry, properties: { colour, size: (high - low) / widest, unknown: unknown ? "yes" : "no", text, rate } };
  });
}

export const riskShades: readonly string[] = shades;
