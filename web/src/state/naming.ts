// Names, figures and times as a person reads them.

import type { Fault } from "../api/client.ts";
import type { Category, Lang, Named, Town, Unit } from "../api/types.ts";
import { word } from "./words.ts";

/** The name in the language, or the one that there is. */
export const nameOf = (lang: Lang, n: Named): string => (lang === "en" && n.name_en ? n.name_en : n.name);

/** A unit's name by its number; what is no unit's number is shown as it came. */
export function unitName(lang: Lang, units: Unit[], id: string): string {
  const unit = units.find((u) => u.id === id);
  return unit ? nameOf(lang, unit) : id;
}

export function townName(lang: Lang, towns: Town[], code: string): string {
  const town = towns.find((t) => t.code === code);
  return town ? nameOf(lang, town) : code;
}

export const categoryName = (lang: Lang, c: Category): string => `${c.code} ${lang === "en" ? c.en : c.zh}`;

/** A name that begins a line: the server writes them as they stand within a sentence. */
export const titled = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1);

/** An article as it is cited: "8–11" is 第8–11条. What is no number is cited as it came. */
export const articleName = (lang: Lang, article: string): string => (/^\d/.test(article) ? word(lang, "article", { article: article.replaceAll("、", lang === "zh" ? "、" : ", ") }) : article);

/** 318 m, 4.2 km, 31 km: as exact as a dispatcher can use. */
export function metres(m: number): string {
  if (m < 999.5) return `${Math.round(m)} m`;
  return `${(m / 1000).toFixed(m < 9950 ? 1 : 0)} km`;
}

export function percent(share: number): string {
  const p = share * 100;
  return p > 0 && p < 0.1 ? "<0.1%" : p > 99.9 && p < 100 ? ">99.9%" : `${Number(p.toFixed(1))}%`;
}

export function lasting(lang: Lang, seconds: number): string {
  if (seconds < 5400) return word(lang, "minutes", { n: Math.round(seconds / 60) });
  return word(lang, "hours", { n: Number((seconds / 3600).toFixed(1)) });
}

/** The hour and minute of an RFC 3339 time, on the clock of the place it was written for. */
export const clock = (time: string): string => /T(\d\d:\d\d)/.exec(time)?.[1] ?? time;

/** The day and minute of an RFC 3339 time, on the same clock. */
export const moment = (time: string): string => time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, "$1 $2");

/** A fault of a form without controls of its own: each of what is wrong, or else the fault as a whole. */
export function faultsOf(lang: Lang, fault: Fault): string[] {
  const each = [...new Set(fault.errors.map((e) => e.detail).filter((d) => d !== ""))];
  return each.length > 0 ? each : [faultSentence(lang, fault)];
}

/** Several names in a row. */
export const listed = (lang: Lang, names: readonly string[]): string => names.join(lang === "zh" ? "、" : ", ");

/** A moment on this machine's clock, as one says it: "明天 06:00", "11月30日 06:00", "30 Nov 06:00"; the year where it is another. */
export function whenWords(lang: Lang, time: string, now: number): string {
  const [at, today] = [new Date(time), new Date(now)];
  const minute = `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
  const dayOf = (d: Date) => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate()) / 86_400_000;
  const near = (["dayBefore", "dayToday", "dayAfter"] as const)[dayOf(at) - dayOf(today) + 1];
  const year = at.getFullYear() === today.getFullYear() ? {} : ({ year: "numeric" } as const);
  const day = near ? word(lang, near) : at.toLocaleDateString(lang === "zh" ? "zh-CN" : "en-GB", { ...year, month: lang === "zh" ? "long" : "short", day: "numeric" });
  return `${day} ${minute}`;
}

/** When one arrives who is on the way for so long; the day is said where it is another. */
export function arrivalWords(lang: Lang, from: string, seconds: number, now: number): string {
  const there = new Date(Date.parse(from) + seconds * 1000);
  const words = whenWords(lang, there.toISOString(), now);
  return new Date(from).toDateString() === there.toDateString() ? words.slice(-5) : words;
}

/** A local "2026-11-23T03:10" as RFC 3339 with the offset that this machine has at that moment. */
export function withOffset(local: string): string {
  const minutes = -new Date(local).getTimezoneOffset();
  const part = (n: number) => String(Math.floor(Math.abs(n))).padStart(2, "0");
  const seconds = local.length === 16 ? ":00" : "";
  return `${local}${seconds}${minutes < 0 ? "-" : "+"}${part(minutes / 60)}:${part(minutes % 60)}`;
}

/** One sentence for a fault; the server's own where it gave one. */
export function faultSentence(lang: Lang, f: Fault): string {
  if (f.kind === "offline") return word(lang, "faultOffline");
  if (f.kind === "server") return f.detail || word(lang, "faultServer", { status: f.status });
  return f.detail || f.title;
}

/** The sentences of a fault that concern one control; field is the end of the JSON pointer or parameter name. */
export function faultsAt(f: Fault | null, ...fields: string[]): string[] {
  if (!f) return [];
  return f.errors.filter((e) => fields.some((name) => pointsAt(e.pointer, name))).map((e) => e.detail).filter((d) => d !== "");
}

/** What no control of the form answers for: shown beside the button. */
export function faultsElsewhere(lang: Lang, f: Fault | null, fields: string[]): string[] {
  if (!f) return [];
  const rest = f.errors.filter((e) => !fields.some((name) => pointsAt(e.pointer, name))).map((e) => e.detail).filter((d) => d !== "");
  const placed = f.errors.length - rest.length;
  return placed > 0 ? rest : [faultSentence(lang, f), ...rest.filter((d) => d !== f.detail)];
}

const pointsAt = (pointer: string, name: string): boolean => pointer.split(/[/.#?]/).includes(name);

/** Does every word that was looked for occur in one of the texts? Case does not matter. */
export function matches(find: string, ...texts: string[]): boolean {
  const whole = texts.join(" ").toLowerCase();
  return find.toLowerCase().split(/\s+/).every((w) => whole.includes(w));
}
