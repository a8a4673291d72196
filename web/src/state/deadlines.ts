// When something is due, in the words of somebody who has to be there.

import type { LeadClock, Life } from "../api/lead.ts";
import type { Lang } from "../api/types.ts";
import { moment } from "./naming.ts";
import { word } from "./words.ts";

const minute = 60_000;

/** How pressing a limit is; never told by colour alone. */
export type Urgency = "late" | "soon" | "calm" | "still";

/** How long before its end a limit is pressing, in milliseconds. */
const soon = 60 * minute;

/** "2 天 3 小时", "1 小时 20 分", "35 分": two figures at most, whole minutes. */
export function lastingWords(lang: Lang, ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / minute));
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts: [number, "spanDays" | "spanHours" | "spanMinutes"][] = d > 0 ? [[d, "spanDays"], [h, "spanHours"]] : h > 0 ? [[h, "spanHours"], [m, "spanMinutes"]] : [[m, "spanMinutes"]];
  return parts.filter(([n], i) => i === 0 || n > 0).map(([n, key]) => word(lang, key, { n })).join(" ");
}

/** What of a limit tells how pressing it is. */
type Limit = Pick<LeadClock, "due" | "missed" | "escalated" | "gap">;

/** How pressing a limit is at a moment (milliseconds since 1970). */
export function urgencyOf(k: Limit, now: number): Urgency {
  if (k.missed || (k.due !== null && Date.parse(k.due) < now)) return "late";
  if (k.due === null) return "still";
  return Date.parse(k.due) - now <= soon ? "soon" : "calm";
}

/** One limit in words: how long there is, or how late it is and who hears of it. */
export function dueWords(lang: Lang, k: Limit, now: number): string {
  const urgency = urgencyOf(k, now);
  if (urgency === "late") {
    const late = k.due === null ? word(lang, "dueMissed") : word(lang, "dueLate", { span: lastingWords(lang, now - Date.parse(k.due)) });
    return k.escalated ? word(lang, "dueClimbs", { late, tier: k.escalated.tier_name }) : late;
  }
  if (k.due === null) return k.gap ? k.gap : word(lang, "dueStands");
  return word(lang, "dueLeft", { span: lastingWords(lang, Date.parse(k.due) - now) });
}

/** The days on which a limit ends: as it is, and as it is if a day off moves it. */
export function dueDays(lang: Lang, k: LeadClock): string {
  if (k.due === null) return "";
  return k.due_if_moved && k.due_if_moved !== k.due ? word(lang, "dueMoved", { due: moment(k.due), moved: moment(k.due_if_moved) }) : word(lang, "dueAt", { due: moment(k.due) });
}

/** The limits of a lead, those that end first before the others. */
export const clocksInOrder = (life: Life | undefined): LeadClock[] =>
  [...(life?.clocks ?? [])].sort((a, b) => ends(a) - ends(b));

/** When the first limit of a lead ends, in milliseconds since 1970; infinite if none does. */
export const dueMoment = (life: Life | undefined): number => Math.min(Infinity, ...(life?.clocks ?? []).map(ends));

const ends = (k: LeadClock): number => (k.due === null ? (k.missed ? -Infinity : Infinity) : Date.parse(k.due));
