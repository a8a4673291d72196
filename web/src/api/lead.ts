// The shapes of the life of a lead, as api/wire writes them.

import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { Linked, Stored } from "./types.ts";

/** A unit, or an authority that is no unit here, which goes by its name. */
export interface UnitName {
  id: string; // "" nobody
  name: string;
}

/** A lead as it stands. */
export interface Life {
  state: string;
  state_name: string;
  revision: number;
  holder: UnitName;
  person: string;
  person_name: string;
  sender: UnitName;
  dispute?: { claimant: UnitName; respondent: UnitName; arbiter: UnitName; then?: string; ground: string; basis: string; opened?: string };
  parent?: string;
  children: { id: string; done: boolean }[];
  into?: string;
  emergency: string; // NONE DECLARED UPDATING ENDED
  level: string; // of the emergency: I II III IV, or ""
  rows: { v: string; l: string; n: string[] };
  clocks: LeadClock[];
  overdue: boolean;
  next: NextAction[];
  barred?: Barred[]; // missing or empty in a list
  illustration: boolean;
}

/** A limit that runs. */
export interface LeadClock {
  limit: string;
  name: string;
  for: UnitName;
  start: string;
  due: string | null; // null: it stands still, or gap tells why it is not known
  due_if_moved: string | null;
  standing: boolean;
  missed: boolean;
  escalated?: { tier: string; tier_name: string; unit: UnitName };
  gap?: string;
  basis: { instrument: string; article: string; mark: string; certainty: string }[];
}

/** An event that the asker may fire now. */
export interface NextAction {
  event: string;
  name: string;
  as: string;
  to: string;
  to_name: string;
  needs: string[]; // members of the event's body
  kind: string; // class of unit that `to` must be
  suggest: UnitName[];
}

/** A step out of the state that the asker may not take. */
export interface Barred {
  event: string;
  name: string;
  why: string;
}

export type LeadProperties = Stored & { life?: Life; note?: string; ticket?: string; town?: string; due_at?: string };
export type LeadFeature = Feature<Geometry, LeadProperties>;
export type LeadList = FeatureCollection<Geometry, LeadProperties> & Linked;

/** What somebody does with a lead. */
export interface EventRequest {
  event: string;
  as?: string;
  to?: string;
  person?: string;
  second?: string;
  reason?: string;
  reply?: string;
  missing?: string[];
  files?: { sha256: string; formal?: true }[]; // formal: taken as evidence, by two certified officers
  officers?: string[];
  deadline?: string;
  outcome?: string;
  place_of_act?: string;
  level?: string;
  other?: string;
  limit?: string;
  kind?: string;
  units?: number;
  changes?: Changes;
}

/** What has turned out otherwise about an incident. */
export interface Changes {
  category?: string;
  severity?: string;
  geometry?: Geometry;
}

/** A lead divided into one for each violation. */
export interface SplitRequest {
  as: string;
  reason: string;
  parts: { category: string; note?: string }[];
}

/** The history of a lead. */
export interface Records {
  lead: string;
  proof: string; // "" the chain holds; else what breaks it
  records: RecordLine[];
}

export interface RecordLine {
  event_name: string;
  from_name: string;
  to_name: string;
  person_name: string;
  unit_name: string;
  role_name: string;
  holder_name: string;
  at: string;
  digest: string;
  record: { serial: number; event: string; from: string; to: string; reason?: string; detail?: Record<string, unknown>; files?: { sha256: string; name?: string; formal?: boolean }[] };
}

export interface Attachment {
  sha256: string;
  name: string;
  media: string;
  size: number; // bytes
  person: string;
  at: string;
}

/** A line of the ledger of notices. */
export interface Notice {
  id: string;
  lead: string;
  kind: "handover" | "notice" | "dispute" | "told";
  to: UnitName;
  by: string;
  number: string;
  sha256: string; // of the paper as it was sent, or ""
  sent: string;
  due: string | null;
  way: string;
  status: "none" | "awaited" | "overdue" | "received" | "late";
  receipts: { answer: string; name: string; note: string; sha256: string; at: string }[];
  over?: { words: string }; // a later ruling does not ask for it any more
}

/** Whom the tables tell, and nobody has told yet. */
export interface Owed {
  lead: string;
  to: UnitName;
  rows: string[]; // of table N
  basis: LeadClock["basis"];
  since: string;
  limit: string;
  name: string; // of the limit
  due: string | null; // null: the calendar lacks the year
  status: "owed" | "overdue" | "withdrawn";
  over?: { words: string }; // a later ruling does not ask for it any more
  letter: string; // address of its letter, a PDF
}

/** The ledger: what was sent, and what is owed. */
export interface Ledger {
  notices: Notice[];
  owed: Owed[];
}

export interface NoticeRequest {
  kind: Notice["kind"];
  to: string;
  way?: string;
  number?: string;
  sha256?: string;
  due?: string;
}

export interface ReceiptRequest {
  answer: string;
  name?: string;
  note?: string;
  sha256?: string;
}

/** Who told, kept apart from everything else. */
export interface Reporter {
  name: string;
  phone?: string;
  note?: string;
}

/** One look at a reporter. */
export interface Reading {
  person: string;
  reason: string;
  at: string;
}

export interface Similar {
  id: string;
  category: string;
  state_name: string;
  distance_m: number;
  occurred_at: string;
  note: string;
}

export interface Person {
  id: string;
  name: string;
  unit: UnitName;
  roles: { role: string; name: string }[];
  certified: boolean;
  illustration: boolean;
}

/** Who asks. */
export interface Me {
  person: Person;
  declared: boolean; // named without proof: a demonstration
  way?: string; // named, bearer, session
}

/** The data of one server-sent event: a lead has a new revision. */
export interface LeadMoved {
  lead: string;
  revision: number;
  event: string;
  event_name: string;
  state: string;
  state_name: string;
  unit: string;
  by: string; // who did it, by unit and name
  at: string;
}
