// The desk of leads as part of the page's state: which leads are listed, which one is
// open, what is being done with it. Plain functions from one state to the next.

import type { Fault } from "../api/client.ts";
import type { Attachment, EventRequest, LeadClock, LeadFeature, LeadMoved, Ledger, Me, NextAction, Notice, NoticeRequest, Owed, Person, Reading, ReceiptRequest, Records, Reporter, Similar, SplitRequest } from "../api/lead.ts";
import type { DecisionFeature } from "../api/types.ts";
import { parseCoordinates } from "./coordinates.ts";
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
  ledger: Ledger | null; // of all leads; null while never read
  ledgerFault: Fault | null;
}

/** A lead that is looked at, and what belongs to it as far as it was read. */
export interface OpenLead {
  id: string;
  lead: LeadFeature | null;
  decision: DecisionFeature | null; // in the language of the page
  records: Records | null;
  files: Attachment[];
  notices: Notice[];
  owed: Owed[]; // who must still be told
  similar: Similar[];
  fault: Fault | null;
  moved: LeadMoved | null; // somebody else was here while a form was open
  doing: Doing | null;
  attaching: { busy: boolean; fault: Fault | null };
  reporter: Told;
}

/** Who told of a lead, as far as it was looked at; gone as soon as the lead is left. */
export interface Told {
  shown: Reporter | null;
  none: boolean; // nobody is kept
  readings: Reading[] | null;
  busy: boolean;
  fault: Fault | null;
}

/** One violation of a lead that is split. */
export interface Part {
  category: string;
  note: string;
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
  number: "", due: "", answer: "", name: "", note: "",
  files: [] as readonly string[], officers: [] as readonly string[],
  formal: "", category: "", severity: "", where: "", way: "", paper: "", parts: [] as readonly Part[],
};
export type Filled = Readonly<typeof nothingFilled>;
export type Field = keyof Filled;

export const noteKinds = ["measure", "notice", "receipt", "correction", "objection"] as const;
export const stopKinds = ["hearing", "notice", "monitoring", "appraisal", "service"] as const;
export const noticeKinds = ["handover", "notice", "dispute", "told"] as const;
export const answers = ["accept", "incomplete", "refuse", "known", "found", "not_found", "forwarded", "ruled"] as const;
export const ways = ["exchange", "hand", "post", "fax", "mail", "phone", "system"] as const;
export const letters = ["handover", "notice", "dispute"] as const;

export const noAsker: Asker = { me: null, people: [], known: false, fault: null };
export const noLeads: LeadsTask = {
  filter: { state: "", mine: false, town: "" }, list: null, more: 0, busy: false, fault: null, live: false, open: null, ledger: null, ledgerFault: null,
};
export const notTold: Told = { shown: null, none: false, readings: null, busy: false, fault: null };

export const withLeads = (s: State, change: Partial<LeadsTask>): State => ({ ...s, leads: { ...s.leads, ...change } });

/** Changes the open lead; nothing if another one, or none, is open. */
export function withOpen(s: State, id: string, change: Partial<OpenLead>): State {
  return s.leads.open?.id === id ? withLeads(s, { open: { ...s.leads.open, ...change } }) : s;
}

export function openLead(s: State, id: string): State {
  const lead = s.leads.list?.find((l) => l.id === id) ?? null;
  return { ...withLeads(s, { open: { id, lead, decision: null, records: null, files: [], notices: [], owed: [], similar: [], fault: null, moved: null, doing: null,
    attaching: { busy: false, fault: null }, reporter: notTold } }), task: "leads" };
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

/** Opens the form of an event, filled in as far as it can be told; given is known from elsewhere. */
export function begin(s: State, what: Doing["what"], key: string, given: Partial<Filled> = {}): State {
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
    parts: action?.event === "split" ? [{ category: open.lead?.properties.category ?? "", note: "" }, { category: "", note: "" }] : [],
    ...given,
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

/** The fields of a form: those that must be filled in, those that may, and what may have turned out otherwise. */
export function fieldsOf(d: Doing): { must: Field[]; may: Field[]; changes: Field[] } {
  if (d.what.kind === "notice") return { must: ["kind", "to"], may: ["number", "way", "due", "paper"], changes: [] };
  if (d.what.kind === "receipt") return { must: ["answer"], may: ["name", "note", "paper"], changes: [] };
  const { needs, event } = d.what.action;
  const wanted = (f: Field) => needs.includes(f) || (f === "parts" && event === "split") || (f === "officers" && formal(d.filled));
  const must = (Object.keys(nothingFilled) as Field[]).filter(wanted);
  const order = (f: Field) => ["outcome", "to", "person", "kind", "parts"].indexOf(f) >>> 0;
  must.sort((a, b) => order(a) - order(b));
  const may = event === "split" ? [] : (["reason", "files"] as const).filter((f) => !must.includes(f));
  const changes: Field[] = event === "verify" || event === "rerule" ? ["category", "severity", "where"] : [];
  if (event === "verify" && d.filled.outcome !== "VIO" && !formal(d.filled)) return { must: must.filter((f) => f !== "officers"), may, changes };
  return { must, may, changes };
}

const formal = (f: Filled): boolean => f.formal !== "" && f.files.length > 0;

function empty(f: Filled, field: Field): boolean {
  if (field === "officers") return f.officers.length < 2;
  if (field === "parts") return f.parts.length < 2 || f.parts.some((p) => p.category === "");
  const v = f[field];
  return typeof v === "string" ? v.trim() === "" : v.length === 0;
}

/** The fields that must be filled in and are not, and a place that cannot be read. */
export function lacking(d: Doing): Field[] {
  const { must, changes } = fieldsOf(d);
  const unread = changes.includes("where") && !empty(d.filled, "where") && parseCoordinates("Point", d.filled.where).fault;
  return [...must.filter((f) => empty(d.filled, f)), ...(unread ? (["where"] as const) : [])];
}

/** The event as it is sent: what the form shows, and of that what was filled in. */
export function eventOf(action: NextAction, d: Doing): EventRequest {
  const { must, may, changes } = fieldsOf(d);
  const f = d.filled;
  const out: Record<string, unknown> = { event: action.event, as: action.as };
  for (const field of [...must, ...may].filter((x) => !empty(f, x))) {
    if (field === "files") out["files"] = f.files.map((sha256) => ({ sha256, ...(formal(f) && { formal: true }) }));
    else if (field === "missing") out["missing"] = f.missing.split("\n").map((x) => x.trim()).filter((x) => x !== "");
    else if (field === "deadline") out["deadline"] = withOffset(f.deadline);
    else if (field === "units") out["units"] = Number(f.units);
    else out[field] = typeof f[field] === "string" ? f[field].trim() : f[field];
  }
  const geometry = changes.includes("where") ? parseCoordinates("Point", f.where).geometry : undefined;
  const changed = { ...(f.category && { category: f.category }), ...(f.severity && { severity: f.severity }), ...(geometry && { geometry }) };
  if (changes.length > 0 && Object.keys(changed).length > 0) out["changes"] = changed;
  return out as unknown as EventRequest;
}

/** A split as it is sent. */
export const splitOf = (action: NextAction, f: Filled): SplitRequest => ({
  as: action.as, reason: f.reason.trim(), parts: f.parts.map((p) => ({ category: p.category, ...(p.note.trim() && { note: p.note.trim() }) })),
});

export const changePart = (s: State, at: number, change: Partial<Part>): State => {
  const parts = s.leads.open?.doing?.filled.parts ?? [];
  return fill(s, { parts: parts.map((p, i) => (i === at ? { ...p, ...change } : p)) });
};
export const addPart = (s: State): State => fill(s, { parts: [...(s.leads.open?.doing?.filled.parts ?? []), { category: "", note: "" }] });
export const dropPart = (s: State, at: number): State => fill(s, { parts: (s.leads.open?.doing?.filled.parts ?? []).filter((_, i) => i !== at) });

export const noticeOf = (f: Filled): NoticeRequest => ({
  kind: f.kind as Notice["kind"], to: f.to.trim(), ...(f.way && { way: f.way }), ...(f.paper && { sha256: f.paper }), ...(f.number.trim() && { number: f.number.trim() }), ...(f.due && { due: withOffset(f.due) }),
});

export const receiptOf = (f: Filled): ReceiptRequest => ({
  answer: f.answer, ...(f.paper && { sha256: f.paper }), ...(f.name.trim() && { name: f.name.trim() }), ...(f.note.trim() && { note: f.note.trim() }),
});

/** Steps that stop a lead, turn it back or give it away: never what a tired hand should press first. */
const sideways = ["merge", "void", "contest", "reassign", "return", "refuse", "reopen", "unmerge", "suspend", "terminate", "withdraw", "fail", "send_back", "quash"];

/** The events of a lead in three rows: what moves it on, what turns it aside, and what is done beside. */
export function actionsOf(next: NextAction[], state: string): { on: NextAction[]; aside: NextAction[]; beside: NextAction[] } {
  const steps = next.filter((n) => n.to !== state || n.event === "reassign" || n.event === "take_task");
  const aside = steps.filter((n) => sideways.includes(n.event));
  return { on: steps.filter((n) => !aside.includes(n)), aside, beside: next.filter((n) => !steps.includes(n)) };
}

/** May somebody look at who told of a lead: "read" the name, or only "audit" who read it. */
export function tellerRight(me: Me | null): "read" | "audit" | "" {
  const roles = me?.person.roles.map((r) => r.role) ?? [];
  return roles.includes("dispatcher") || roles.includes("petition_desk") ? "read" : roles.includes("auditor") ? "audit" : "";
}

/** Did the public tell of it, whom a name may belong to? */
export const fromPublic = (source: string): boolean => ["petition", "12369", "12345"].includes(source);

/** The digests that were entered as formal evidence, each with the event that did it first. */
export function formalEvidence(records: Records | null): Map<string, string> {
  const all = new Map<string, string>();
  for (const r of records?.records ?? []) for (const f of r.record.files ?? []) if (f.formal && !all.has(f.sha256)) all.set(f.sha256, r.event_name);
  return all;
}

/** The ledger with what is overdue first, then what is awaited, then the newest. */
export function ledgerInOrder(all: Notice[]): Notice[] {
  const rank = (n: Notice) => ["overdue", "awaited"].indexOf(n.status) >>> 0;
  return [...all].sort((a, b) => rank(a) - rank(b) || b.sent.localeCompare(a.sent));
}

/** Who must still be told: what is overdue first, then what ends first; what was withdrawn last. */
export function owedInOrder(all: Owed[]): Owed[] {
  const rank = (o: Owed) => ["overdue", "owed"].indexOf(o.status) >>> 0;
  const ends = (o: Owed) => (o.due === null ? Infinity : Date.parse(o.due));
  return [...all].sort((a, b) => rank(a) - rank(b) || ends(a) - ends(b) || a.since.localeCompare(b.since));
}

/** The limit within which somebody must be told, as limits are worded. */
export const clockOfOwed = (o: Owed, gap: string): Pick<LeadClock, "due" | "missed" | "gap"> => ({ due: o.due, missed: o.status === "overdue", ...(o.due === null && { gap }) });

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
