// The desk of leads as part of the page's state: which leads are listed, which one is
// open, what is being done with it. Plain functions from one state to the next.

import type { Fault } from "../api/client.ts";
import type { Attachment, EventRequest, LeadFeature, LeadMoved, Me, NextAction, Notice, NoticeRequest, Person, ReceiptRequest, Records, Similar } from "../api/lead.ts";
import type { DecisionFeature } from "../api/types.ts";
import { dueMoment } from "./deadlines.ts";
import { withOffset } from "./naming.ts";
import type { State } from "./state.ts";

/** The states of a lead that are still somebody's work, in the order of a life; then how it ends. */
export const openStates = [
  "REPORTED", "ASSIGNED", "ACCEPTED", "VERIFIED", "REMEDY", "REMEDY_CHECK", "SQUAD_PENDING", "SQUAD_REVIEW", "CASE", "SUSPENDED", "CASE_REVIEW", "DECIDED",
  "DEPT_PENDING", "DEPT_WORK", "EXT_PENDING", "EXT_WORK", "POLICE_PENDING", "POLICE_WORK", "DISPUTE",
] as const;
export const finalStates = ["CLOSED", "MERGED", "VOID"] as const;

/** Who asks. */
export interface Asker {
  me: Me | null;
  people: Person[]; // whom the asker may see
  known: boolean; // it was found out who asks, or that nobody does
  fault: Fault | null;
}

export interface Filter {
  state: string; // "" all that are open
  mine: boolean; // that my unit holds
  town: string;
}

export interface LeadsTask {
  filter: Filter;
  list: LeadFeature[] | null; // null while never read
  more: number; // how many match beyond those listed
  busy: boolean;
  fault: Fault | null;
  live: boolean; // what moves is heard of
  open: OpenLead | null;
}

/** A lead that is looked at, and what belongs to it as far as it was read. */
export interface OpenLead {
  id: string;
  lead: LeadFeature | null;
  decision: DecisionFeature | null; // in the language of the page
  records: Records | null;
  files: Attachment[];
  notices: Notice[];
  similar: Similar[];
  fault: Fault | null;
  moved: LeadMoved | null; // somebody else was here while a form was open
  doing: Doing | null;
  attaching: { busy: boolean; fault: Fault | null };
}

/** A form that is open: an event of the lead, a notice that was sent, or a receipt that came. */
export interface Doing {
  what: { kind: "event"; action: NextAction } | { kind: "notice" } | { kind: "receipt"; notice: string };
  filled: Filled;
  key: string; // of this form; with edits it names one request
  edits: number;
  busy: boolean;
  wrong: readonly Field[]; // left empty
  fault: Fault | null;
  conflict: string[]; // by whom it was moved meanwhile, and what changed
}

const nothingFilled = {
  to: "", person: "", second: "", reason: "", reply: "", missing: "", deadline: "", outcome: "", place_of_act: "", level: "", other: "", limit: "", kind: "", units: "1",
  number: "", due: "", answer: "", name: "", note: "", files: [] as readonly string[], officers: [] as readonly string[],
};
export type Filled = Readonly<typeof nothingFilled>;
export type Field = keyof Filled;

export const noteKinds = ["measure", "notice", "receipt", "correction", "objection"] as const;
export const stopKinds = ["hearing", "notice", "monitoring", "appraisal", "service"] as const;
export const noticeKinds = ["handover", "notice", "dispute", "told"] as const;
export const answers = ["accept", "incomplete", "refuse", "known", "found", "not_found", "forwarded", "ruled"] as const;
export const letters = ["handover", "notice", "dispute"] as const;

export const noAsker: Asker = { me: null, people: [], known: false, fault: null };
export const noLeads: LeadsTask = {
  filter: { state: "", mine: false, town: "" }, list: null, more: 0, busy: false, fault: null, live: false, open: null,
};

export const withLeads = (s: State, change: Partial<LeadsTask>): State => ({ ...s, leads: { ...s.leads, ...change } });

/** Changes the open lead; nothing if another one, or none, is open. */
export function withOpen(s: State, id: string, change: Partial<OpenLead>): State {
  return s.leads.open?.id === id ? withLeads(s, { open: { ...s.leads.open, ...change } }) : s;
}

export function openLead(s: State, id: string): State {
  const lead = s.leads.list?.find((l) => l.id === id) ?? null;
  return { ...withLeads(s, { open: { id, lead, decision: null, records: null, files: [], notices: [], similar: [], fault: null, moved: null, doing: null,
    attaching: { busy: false, fault: null } } }), task: "leads" };
}

export const closeLead = (s: State): State => withLeads(s, { open: null });
export const filterLeads = (s: State, change: Partial<Filter>): State => withLeads(s, { filter: { ...s.leads.filter, ...change } });

/** What the server is asked for a filter. */
export function queryOf(f: Filter, me: Me | null): Record<string, string> {
  return { ...(f.state ? { state: f.state } : { open: "true" }), ...(f.mine && me && { unit: me.person.unit.id }), ...(f.town && { town: f.town }) };
}

/** The leads of several answers, each once as it stands in the newest, the most urgent first. */
export function inOrder(...lists: LeadFeature[][]): LeadFeature[] {
  const byID = new Map<unknown, LeadFeature>();
  for (const l of lists.flat()) {
    const had = byID.get(l.id);
    if (!had || revisionOf(had) < revisionOf(l)) byID.set(l.id, l);
  }
  return [...byID.values()].sort((a, b) => dueMoment(a.properties.life) - dueMoment(b.properties.life) || newer(a, b));
}

// Numbers of one day count up, so that they tell the order within a second.
const newer = (a: LeadFeature, b: LeadFeature): number =>
  b.properties.reported_at.localeCompare(a.properties.reported_at) || String(b.id).localeCompare(String(a.id));

export const revisionOf = (l: LeadFeature | null): number => l?.properties.life?.revision ?? 0;

/** A lead was read anew: it changes in the list, if it is there, and where it is open. */
export function replaceLead(s: State, lead: LeadFeature): State {
  const id = String(lead.id ?? "");
  const list = s.leads.list;
  const at = list?.findIndex((l) => l.id === id) ?? -1;
  const next = list && at >= 0 && revisionOf(list[at] ?? null) <= revisionOf(lead) ? withLeads(s, { list: inOrder(list.with(at, lead)) }) : s;
  const open = next.leads.open;
  return open?.id === id && revisionOf(open.lead) <= revisionOf(lead) ? withOpen(next, id, { lead, moved: null }) : next;
}

/** Somebody moved a lead. A form that is open stays, and learns of it. */
export function hearMoved(s: State, moved: LeadMoved): State {
  const open = s.leads.open;
  return open?.doing && open.id === moved.lead && revisionOf(open.lead) < moved.revision ? withOpen(s, open.id, { moved }) : s;
}

/** Opens the form of an event, filled in as far as it can be told. */
export function begin(s: State, what: Doing["what"], key: string): State {
  const open = s.leads.open;
  if (!open) return s;
  const me = s.asker.me?.person;
  const action = what.kind === "event" ? what.action : null;
  const limit = open.lead?.properties.life?.clocks[0]?.limit ?? "";
  const filled: Filled = {
    ...nothingFilled,
    to: action?.suggest[0]?.id ?? "",
    person: me && me.unit.id === open.lead?.properties.life?.holder.id ? me.id : "",
    files: action?.needs.includes("files") ? open.files.map((f) => f.sha256) : [],
    limit: action?.needs.includes("limit") ? limit : "",
    kind: what.kind === "notice" ? "notice" : action?.event === "note" ? "measure" : "",
  };
  return withOpen(s, open.id, { doing: { what, filled, key, edits: 0, busy: false, wrong: [], fault: null, conflict: [] }, moved: null });
}

export function withDoing(s: State, change: Partial<Doing>): State {
  const open = s.leads.open;
  return open?.doing ? withOpen(s, open.id, { doing: { ...open.doing, ...change } }) : s;
}

/** Fills a field in. What was wrong spoke of what stood there before. */
export function fill(s: State, change: Partial<Filled>): State {
  const d = s.leads.open?.doing;
  return d ? withDoing(s, { filled: { ...d.filled, ...change }, edits: d.edits + 1, wrong: d.wrong.filter((f) => !(f in change)), fault: null }) : s;
}

export const leaveDoing = (s: State): State => (s.leads.open ? withOpen(s, s.leads.open.id, { doing: null, moved: null }) : s);

/** May what the form is for still be done, after the lead was read anew? */
export function stillOpen(open: OpenLead): boolean {
  const what = open.doing?.what;
  return what?.kind !== "event" || (open.lead?.properties.life?.next.some((n) => n.event === what.action.event) ?? false);
}

/** After the lead was read anew, the form goes on with what was typed and with what is needed now. */
export function goOn(s: State): State {
  const d = s.leads.open?.doing;
  if (!d || d.what.kind !== "event") return withDoing(s, { conflict: [], fault: null });
  const { event } = d.what.action;
  const action = s.leads.open?.lead?.properties.life?.next.find((n) => n.event === event) ?? d.what.action;
  return withDoing(s, { what: { kind: "event", action }, conflict: [], fault: null, edits: d.edits + 1 });
}

/** The fields of a form: those that must be filled in, then those that may. */
export function fieldsOf(d: Doing): { must: Field[]; may: Field[] } {
  if (d.what.kind === "notice") return { must: ["kind", "to"], may: ["number", "due"] };
  if (d.what.kind === "receipt") return { must: ["answer"], may: ["name", "note"] };
  const { needs, event } = d.what.action;
  const must = (Object.keys(nothingFilled) as Field[]).filter((f) => needs.includes(f));
  const order = (f: Field) => ["outcome", "to", "person", "kind"].indexOf(f) >>> 0;
  must.sort((a, b) => order(a) - order(b));
  if (event === "verify" && d.filled.outcome !== "VIO") return { must: must.filter((f) => f !== "officers"), may: ["reason"] };
  return { must, may: (["reason", "files"] as const).filter((f) => !must.includes(f)) };
}

const empty = (f: Filled, field: Field): boolean => (field === "officers" ? f.officers.length < 2 : typeof f[field] === "string" ? f[field].trim() === "" : f[field].length === 0);

/** The fields that must be filled in and are not. */
export const lacking = (d: Doing): Field[] => fieldsOf(d).must.filter((f) => empty(d.filled, f));

/** The event as it is sent: what the form shows, and of that what was filled in. */
export function eventOf(action: NextAction, d: Doing): EventRequest {
  const { must, may } = fieldsOf(d);
  const f = d.filled;
  const out: Record<string, unknown> = { event: action.event, as: action.as };
  for (const field of [...must, ...may].filter((x) => !empty(f, x))) {
    if (field === "files") out["files"] = f.files.map((sha256) => ({ sha256 }));
    else if (field === "missing") out["missing"] = f.missing.split("\n").map((x) => x.trim()).filter((x) => x !== "");
    else if (field === "deadline") out["deadline"] = withOffset(f.deadline);
    else if (field === "units") out["units"] = Number(f.units);
    else out[field] = typeof f[field] === "string" ? f[field].trim() : f[field];
  }
  return out as unknown as EventRequest;
}

export const noticeOf = (f: Filled): NoticeRequest => ({
  kind: f.kind as Notice["kind"], to: f.to.trim(), ...(f.number.trim() && { number: f.number.trim() }), ...(f.due && { due: withOffset(f.due) }),
});

export const receiptOf = (f: Filled): ReceiptRequest => ({
  answer: f.answer, ...(f.name.trim() && { name: f.name.trim() }), ...(f.note.trim() && { note: f.note.trim() }),
});

/** The events of a lead in two rows: what moves it on, and what is done beside. */
export function actionsOf(next: NextAction[], state: string): { on: NextAction[]; beside: NextAction[] } {
  const forward = (n: NextAction) => n.to !== state || n.event === "reassign" || n.event === "take_task";
  return { on: next.filter(forward), beside: next.filter((n) => !forward(n)) };
}

/** The units that an event may go to, by the class that it asks for. */
export function fits(kind: string, unit: { id: string; class: string }): boolean {
  switch (kind) {
    case "verify": return ["STATION", "SQUAD", "POST"].includes(unit.class);
    case "squad": return unit.class === "SQUAD";
    case "station": return unit.class === "STATION";
    case "dept": return unit.class === "CITY_DEPT";
    case "police": return unit.id.endsWith("-BM-GA");
    case "ext": return ["EXT_EE", "MUNICIPAL_EE"].includes(unit.class);
    default: return true;
  }
}
