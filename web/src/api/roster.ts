// The shapes of rosters, joint patrols and risk, as api/wire writes them.

import type { Feature, Geometry } from "geojson";
import type { UnitName } from "./lead.ts";

export interface RosterPerson {
  id: string;
  name: string;
  unit: string;
  town?: string; // code of the town that sends the person
  certificate?: string;
}

export interface RosterItem {
  id: string;
  name: string;
  kind: string;
}

export interface RosterDuty {
  id: string;
  unit: string;
  name: string;
  kind: string;
  start: string;
  end: string;
  need: number;
  night: boolean;
  holiday: boolean;
  people: RosterPerson[];
  equipment: RosterItem[];
  substitute?: RosterPerson;
}

/** Who goes when, at one revision. */
export interface Roster {
  id: string;
  revision: number;
  units: UnitName[];
  from: string;
  to: string;
  made_at: string;
  person: string; // id of who made this revision
  reason?: string;
  fixed?: string[]; // units in fixed posts
  duties: RosterDuty[];
  short: { duty: string; lacks: string[]; why: string[] }[];
  away?: { id: string; person?: string; equipment?: string; from: string; to?: string }[];
  breaches: string[];
}

export interface RosterChange {
  duty: string;
  out: string[];
  in: string[];
  equipment_out: string[];
  equipment_in: string[];
}

export interface RosterChanged {
  roster: Roster;
  changes: RosterChange[];
}

export interface Absence {
  person: string;
  from: string;
  to?: string;
  reason: "illness" | "leave" | "course";
}

/** What a unit said to an invitation, or what was said of it. */
export interface JointWord {
  yes: boolean;
  who: { id?: string; name?: string }[];
  note?: string;
  by: string;
  at: string;
}

/** A patrol to which departments are invited. */
export interface JointPatrol {
  id: string;
  revision: number;
  host: UnitName;
  duty: string;
  state: "open" | "settled" | "unwritten" | "held" | "missed" | "cancelled";
  start: string;
  end: string;
  reply_by?: string;
  subject?: string;
  place?: string;
  departments: { unit: UnitName; task?: string; reply?: JointWord; came?: JointWord }[];
  own?: JointWord;
  cancelled?: JointWord;
  faults: string[];
}

export interface JointList {
  joint_patrols: JointPatrol[];
  not_invited: { duty: string; unit: string; start: string; end: string; invites: string[] }[];
}

export interface JointReply {
  unit: string;
  yes: boolean;
  who?: { id?: string; name?: string }[];
  note?: string;
}

/** Who came, of the host and of those who were invited. The host's note is what was agreed. */
export interface JointAttendance {
  units: JointReply[];
}

/** One number of a month, or why there is none. */
export interface Figure {
  code: string;
  name: string;
  key?: string;
  kind: "count" | "share" | "hours" | "km" | "median_hours" | "not_recorded";
  value?: number; // without it nothing is recorded, or there was nothing to take the middle of
  total?: number;
  text: string;
  missing?: string; // what is not recorded
}

/** What a unit reports for a month. */
export interface Figures {
  month: string;
  unit?: string; // without it all
  unit_name: string;
  made_at: string;
  sections: { code: string; name: string; figures: Figure[] }[];
}

/** What may be found at each site and river in a month. */
export interface Risk {
  month: number;
  verdict: string;
  better_than_counts: boolean;
  features: Feature<Geometry, { name: string; rate: number; low: number; high: number; effort: number; weight: number; unknown: boolean }>[];
}
