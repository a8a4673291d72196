// What a record says beside its event, in the words of the trade.

import type { Notice, RecordLine } from "../api/lead.ts";
import type { Lang } from "../api/types.ts";
import { moment } from "./naming.ts";
import { codeWord, word } from "./words.ts";

/** The lines below a record: what was found, said, asked for; a paper as the ledger knows it. */
export function saidOf(lang: Lang, r: RecordLine, notices: Notice[]): string[] {
  const { reason = "", detail = {}, files = [], event } = r.record;
  const text = (name: string) => (typeof detail[name] === "string" ? (detail[name] as string) : "");
  const list = (name: string) => (Array.isArray(detail[name]) ? (detail[name] as unknown[]).map(String) : []);
  const said: string[] = [];
  const kind = event === "note" ? text("kind") : "";
  const notice = kind === "notice" || kind === "receipt" ? notices.find((n) => reason.startsWith(n.id)) : undefined;
  if (notice && kind === "notice") {
    said.push(word(lang, "saidSent", { what: codeWord(lang, "noticeKind", notice.kind), who: notice.to.name }) + (notice.number ? ` ${notice.number}` : ""));
  } else if (notice) {
    const [answer = "", ...note] = reason.slice(notice.id.length).trim().split(" ");
    said.push([word(lang, "saidAnswer", { who: notice.to.name, answer: codeWord(lang, "answer", answer) }), ...note].join(" "));
  } else if (reason !== "") {
    said.push(kind && kind !== "notice" && kind !== "receipt" ? word(lang, "saidNote", { kind: codeWord(lang, "noteKind", kind), text: reason }) : reason);
  }
  if (list("missing").length > 0) said.push(word(lang, "saidMissing", { what: list("missing").join(lang === "zh" ? "、" : ", ") }));
  if (text("reply")) said.push(word(lang, "saidReply", { text: text("reply") }));
  if (text("deadline")) said.push(word(lang, "saidDeadline", { due: moment(local(text("deadline"))) }));
  if (list("children").length > 0) said.push(word(lang, "saidParts", { ids: list("children").join(lang === "zh" ? "、" : ", ") }));
  const was = detail["was"] as { category?: string } | undefined, now = detail["ruling"] as { category?: string } | undefined;
  if (was?.category && now?.category && was.category !== now.category) said.push(word(lang, "saidClass", { was: was.category, now: now.category }));
  const sealed = files.filter((f) => f.formal);
  if (sealed.length > 0) said.push(word(lang, "saidFormal", { n: sealed.length }));
  return said;
}

// Records keep moments in UTC; people here read China's clock, eight hours on.
const local = (utc: string): string => new Date(Date.parse(utc) + 8 * 3_600_000).toISOString();
