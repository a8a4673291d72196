// Every sentence and label of the page, Chinese and English, by the screen that says it.
// Names of towns, units and categories come from the server in both languages; reasons
// come written.

import type { Lang } from "../api/types.ts";
import * as check from "./words/check.ts";
import * as closures from "./words/closures.ts";
import * as decision from "./words/decision.ts";
import * as incident from "./words/incident.ts";
import * as jobs from "./words/jobs.ts";
import * as lead from "./words/lead.ts";
import * as leads from "./words/leads.ts";
import * as plan from "./words/plan.ts";
import * as roster from "./words/roster.ts";
import * as shell from "./words/shell.ts";
import * as signin from "./words/signin.ts";
import * as way from "./words/way.ts";

const zh = { ...shell.zh, ...incident.zh, ...decision.zh, ...plan.zh, ...check.zh, ...leads.zh, ...lead.zh, ...way.zh, ...closures.zh, ...roster.zh, ...signin.zh, ...jobs.zh } as const;

export type WordKey = keyof typeof zh;

export const dictionary: Record<Lang, Record<WordKey, string>> = { zh, en: { ...shell.en, ...incident.en, ...decision.en, ...plan.en, ...check.en, ...leads.en, ...lead.en, ...way.en, ...closures.en, ...roster.en, ...signin.en, ...jobs.en } };

/** The sentence for a key, its {names} filled in. */
export function word(lang: Lang, key: WordKey, figures: Record<string, string | number> = {}): string {
  return dictionary[lang][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(figures[name] ?? whole));
}

/** The word for a code such as "IN" under a prefix such as "j"; the code itself if there is none. */
export function codeWord(lang: Lang, prefix: string, code: string): string {
  const key = prefix + code;
  return key in dictionary[lang] ? dictionary[lang][key as WordKey] : code;
}

/**
 * What a row of table V means, such as "V8" in jurisdiction "IN"; "" for a row that is not
 * known. A row may read otherwise in one jurisdiction: on the shared lake the neighbour leads.
 */
export function rowWord(lang: Lang, row: string, j: string): string {
  const key = [row.toLowerCase() + j, row.toLowerCase()].find((k) => k in dictionary[lang]);
  return key ? word(lang, key as WordKey) : "";
}
