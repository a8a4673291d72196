// The shapes of our own API, as api/wire writes them. Coordinates are longitude,
// latitude (WGS 84); lengths metres, areas square metres, durations seconds; times
// RFC 3339.

import type { Feature, FeatureCollection, Geometry, Position } from "geojson";

export type Lang = "zh" | "en";

/** Something with a Chinese name and perhaps an English one. */
export interface Named {
  name: string;
  name_en?: string;
}

/** What a region is chosen by. */
export interface RegionLine extends Named {
  code: string;
  illustration: boolean;
}

export interface Region extends RegionLine {
  attribution: string;
  version: string;
  bbox: [west: number, south: number, east: number, north: number];
  counts: Record<string, number>;
  towns: Town[];
}

export interface Town extends Named {
  code: string;
}

export interface Unit extends Named {
  id: string;
  class: string;
  parent?: string;
  towns?: string[];
  lon?: number;
  lat?: number;
  patrol_daily?: string; // the kind of patrol that it goes on by itself
  patrol_kinds?: string[]; // all kinds that it goes on
}

export interface Category {
  code: string;
  group: string;
  zh: string;
  en: string;
  k: string;
  severity: string;
}

/** An incident as it is sent. What is left out, the server fills in. */
export interface Incident {
  category?: string;
  severity?: Severity;
  accuracy_m?: number;
  occurred_at?: string;
  source?: string;
  outcome?: string; // after verification: UNF MIN VIO
  finder?: string; // who verified: STATION SQUAD POST
}

export type Severity = "N" | "G" | "E";

/** One town's part in an incident. */
export interface TownShare extends Named {
  code: string;
  share: number;
  distance_m: number;
  near?: boolean; // within the tolerance, without a significant share
  nearest?: [from: Position, to: Position]; // incident to the town's nearest border
  part?: Geometry; // lines and areas: what lies in the town
}

/** A clause of the notice or an article of a law, and how sure the source is. */
export interface Basis {
  clause: string;
  instrument: string;
  article: string;
  text: string;
  mark: string; // DOC, V, V2, M or D
  certainty: string; // the mark in words
  if_lighter?: string; // of law that came after the act: when it applies
}

export interface Due extends Basis {
  limit: string;
  meaning: string;
  moment?: string; // absent where the limit counts working time
  working_days?: number;
  working_hours?: number;
}

/** A site up the water that can be the source. */
export interface Suspect {
  id: string;
  name: string;
  why: string;
  distance_m: number;
  time_s: number;
  station: string;
  squad: string;
}

/** What lies down the water and is to be warned. */
export interface Warned {
  kind: string;
  id: string;
  name: string;
  units: string[];
  distance_m: number;
  time_s: number;
}

/** A basin, zone, wetland or lake that is touched. */
export interface Place {
  id: string;
  name: string;
  class: string;
}

export interface Candidate {
  lead: string;
  probability: number;
}

/** The incident's properties together with what was decided. */
export interface Decision extends Incident {
  j: string;
  z: string;
  span: string;
  sq: string;
  h: string;
  w: string;
  k: string;
  s: string;
  v_row: string;
  lead: string; // a unit's id; "" where nobody of the region leads
  command: string;
  assist: string[];
  certified_officers: boolean;
  confirm_by: string[];
  n_rows: string[];
  informed: string[];
  arbiter: string;
  towns: TownShare[];
  candidates?: Candidate[];
  confirm_on_site?: boolean;
  suspects?: Suspect[];
  warn?: Warned[];
  basins: Place[];
  zones: Place[];
  wetlands: Place[];
  lakes: Place[];
  due: Due[];
  basis: Basis[];
  reasons: string[];
  versions: Versions;
}

/** By which data and rules it was decided. */
export interface Versions {
  boundaries: string;
  rules: string;
  law: string;
}

export type DecisionFeature = Feature<Geometry, Decision>;

/** An incident as it is kept: what was reported and what was decided, side by side. */
export interface Stored extends Decision {
  reported_at: string;
}

export type StoredFeature = Feature<Geometry, Stored>;

export interface PlanRequest {
  unit: string;
  from: string; // a day, such as 2026-11-23
  days: number;
  kind?: string; // without it the unit's daily one
  with?: string; // the other side of a P7
  risk?: boolean; // leaving out costs by what may be found
  seed?: number;
}

export interface Tour {
  kind: "tour";
  unit: string;
  crew: string;
  vehicle: string;
  date: string;
  start: string;
  end: string;
  patrol_kind: string; // P1 to P12
  distance_m: number;
  duration_s: number;
  takes?: { id: string; kind: string; name: string }[]; // what is booked for it
}

export interface Leg {
  kind: "leg";
  tour: string; // id of the tour's feature
  sequence: number;
  mode: string;
  town: string; // "" outside the region
  powers: Powers;
  depart: string;
  arrive: string;
  distance_m: number;
}

/** What the unit may do on a leg, from the most to none. */
export type Powers = "ENFORCE" | "REMEDY" | "PREVENT" | "OBSERVE" | "NONE";

export interface Stop {
  kind: "stop";
  tour: string;
  sequence: number;
  need: string;
  piece?: string; // the part of its need, called so in every plan
  name: string;
  lon: number; // where the crew stands when it arrives
  lat: number;
  arrive: string;
  service_s: number;
  reason: string;
}

export interface Unplanned {
  kind: "unplanned";
  need: string;
  piece?: string;
  name: string;
  reason: string;
}

export type PlanPart = Tour | Leg | Stop | Unplanned;

export type Plan = FeatureCollection<Geometry | null, PlanPart> & {
  id: string;
  unit: string;
  from: string;
  days: number;
  notes: string[];
  seed_commitment: string;
  cost: number;
  lower_bound: number;
};

/** A plan in the list of earlier ones. */
export interface PlanSummary {
  id: string;
  unit: string;
  from: string;
  days: number;
  distance_m: number;
}

export type PlanList = { plans: PlanSummary[] } & Linked;

/** What a check has found: wrong, or lawful but worth a look. */
export interface Found {
  code: string;
  level: "finding" | "note";
  where: string; // collection and id of the feature, or ""
  text: string;
  lon?: number; // a place on it
  lat?: number;
  towns?: string[];
}

export type FoundFeature = Feature<Geometry | null, Found> & { id: string };
export interface FoundList {
  type: "FeatureCollection";
  features: FoundFeature[];
  findings: number;
  notes: number;
}

export interface Linked {
  links?: { rel: string; href: string }[];
  numberMatched?: number;
}
