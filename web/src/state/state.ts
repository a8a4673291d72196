// The whole state of the page as one value that is never changed in place, and the
// plain functions that lead from one state to the next.

import { noJobs, type JobsTask } from "./jobs.ts";
import type { Geometry } from "geojson";
import type { Fault } from "../api/client.ts";
import type {
  Category, DecisionFeature, FoundList, Incident, Lang, Plan, PlanRequest, PlanSummary, Region, RegionLine, Severity, Unit,
} from "../api/types.ts";
import { withOffset } from "./naming.ts";
import { noClosures, type ClosuresTask } from "./closures.ts";
import { noRoster, type RiskTask, type RosterTask } from "./rosters.ts";
import { noWay, type WayTask } from "./way.ts";
import { noAsker, noLeads, type Asker, type LeadsTask } from "./leads.ts";
import { formatCoordinates, parseCoordinates, type Shape, type TypedFault } from "./coordinates.ts";

export type Task = "leads" | "incident" | "way" | "plan" | "roster" | "check";

export const layerNames = [
  "towns", "basins", "wetlands", "zones", "water", "roads", "sites", "units", "labels", "risk", "base", "tianditu",
] as const;
export type LayerName = (typeof layerNames)[number];

/** What the region may lie on; there are those that the map's style names. */
export const groundNames = ["base", "tianditu"] as const satisfies readonly LayerName[];
export type GroundName = (typeof groundNames)[number];

export const sources = ["patrol", "petition", "12369", "12345", "handdown", "sensor", "drone"] as const;
export type Source = (typeof sources)[number];

/** What the reporter has filled in so far. */
export interface Draft {
  shape: Shape;
  typed: string; // coordinates as text: typed by hand, or written by drawing
  geometry: Geometry | null; // what typed means; null while it means nothing
  category: string; // "" while not chosen
  severity: Severity | ""; // "" as the category has it
  accuracy: string; // metres, as typed
  occurredAt: string; // local date and time as the browser's control has it; "" now
  source: Source;
}

/** Faults found here, before anything is sent: which control, which sentence. */
export type Wrong<Control extends string> = Partial<Record<Control, TypedFault>>;

/** What was made before, as far as it was asked for. */
export interface Earlier<Made> {
  list: Made[];
  fault: Fault | null;
  more: boolean;
  limit: number;
}

export interface IncidentTask {
  draft: Draft;
  wrong: Wrong<"geometry" | "accuracy_m">;
  busy: "" | "decide" | "report";
  fault: Fault | null;
  decision: DecisionFeature | null;
  storedID: string; // "" while the decision is a trial
}

export interface PlanTask {
  unit: string;
  from: string;
  days: string;
  kind: string; // of patrol; "" the unit's daily one
  other: string; // the other side of a patrol across the border
  risk: boolean; // weigh places by what may be found there
  wrong: Wrong<"unit" | "from" | "days" | "with">;
  busy: "" | "plan" | "open";
  fault: Fault | null;
  plan: Plan | null;
  tour: string; // the tour that is looked at; "" all
  earlier: Earlier<PlanSummary>;
}

export interface CheckTask {
  busy: boolean;
  fault: Fault | null;
  found: FoundList | null; // null until it was asked for
  chosen: string; // the id of what is looked at; "" all
}

export interface State {
  lang: Lang;
  code: string; // of the region that the address names; "" where it names none
  regions: RegionLine[]; // all that the server holds; [] while not known
  region: Region | null;
  units: Unit[];
  categories: Category[];
  fault: Fault | null; // the region itself could not be read
  task: Task;
  now: number; // milliseconds since 1970, as the clock on the wall has it
  asker: Asker;
  leads: LeadsTask;
  layers: Record<LayerName, boolean>;
  grounds: readonly GroundName[];
  incident: IncidentTask;
  way: WayTask;
  closures: ClosuresTask;
  plan: PlanTask;
  roster: RosterTask;
  risk: RiskTask;
  check: CheckTask;
  jobs: JobsTask;
  version: string; // of the region's data, as it is drawn; "" while not known
  spoken: string; // the last result, for a screen reader
}

const emptyDraft: Draft = {
  shape: "Point", typed: "", geometry: null, category: "", severity: "", accuracy: "", occurredAt: "", source: "patrol",
};

/** The page as it opens. today is the local day, such as 2026-11-23. */
export function initial(lang: Lang, today: string, code = ""): State {
  return {
    lang,
    code,
    regions: [],
    region: null,
    units: [],
    categories: [],
    fault: null,
    task: "leads",
    now: 0,
    asker: noAsker,
    leads: noLeads,
    layers: {
      towns: true, basins: false, wetlands: true, zones: true, water: true, roads: true, sites: true, units: true, labels: true, risk: false, base: true, tianditu: false,
    },
    grounds: [],
    incident: {
      draft: emptyDraft, wrong: {}, busy: "", fault: null, decision: null, storedID: "",
    },
    way: noWay,
    closures: noClosures,
    plan: {
      unit: "", from: today, days: "1", kind: "", other: "", risk: false, wrong: {}, ...noPlans,
    },
    roster: noRoster(today.slice(0, 7)),
    risk: { busy: false, fault: null, found: null },
    check: { busy: false, fault: null, found: null, chosen: "" },
    jobs: noJobs,
    version: "",
    spoken: "",
  };
}

/** The plans of nobody: what the one who was at the desk before saw is gone. */
export const noPlans: Pick<PlanTask, "busy" | "fault" | "plan" | "tour" | "earlier"> = { busy: "", fault: null, plan: null, tour: "", earlier: { list: [], fault: null, more: false, limit: 20 } };

/** The address leads to no region, but there are some to choose from. */
export const mustChoose = (s: State): boolean => !s.region && s.fault?.status === 404 && s.regions.length > 0;

export const withIncident = (s: State, change: Partial<IncidentTask>): State => ({ ...s, incident: { ...s.incident, ...change } });
export const withPlan = (s: State, change: Partial<PlanTask>): State => ({ ...s, plan: { ...s.plan, ...change } });

export const withCheck = (s: State, change: Partial<CheckTask>): State => ({ ...s, check: { ...s.check, ...change } });

export const chooseTask = (s: State, task: Task): State => ({ ...s, task });
export const toggleLayer = (s: State, l: LayerName): State => ({ ...s, layers: { ...s.layers, [l]: !s.layers[l] } });

/** The grounds that a style names in its metadata. */
export function withGrounds(s: State, style: Record<string, unknown>): State {
  const named = (style["metadata"] as Record<string, unknown> | undefined)?.["xunhu:grounds"];
  const grounds = groundNames.filter((g) => Array.isArray(named) && named.includes(g));
  return grounds.join() === s.grounds.join() ? s : { ...s, grounds };
}

/** The layers that there are to switch. */
export const switches = (s: State): readonly LayerName[] =>
  layerNames.filter((l) => !(groundNames as readonly LayerName[]).includes(l) || (s.grounds as readonly LayerName[]).includes(l));

/** Another shape: what was drawn does not fit any more and is dropped. */
export function chooseShape(s: State, shape: Shape): State {
  if (shape === s.incident.draft.shape) return s;
  return draft(s, { shape, typed: "", geometry: null });
}

/** Coordinates typed by hand. Half a number is no fault yet: that is said when it is sent. */
export function typeCoordinates(s: State, typed: string): State {
  return draft(s, { typed, geometry: parseCoordinates(s.incident.draft.shape, typed).geometry ?? null });
}

/** A geometry drawn on the map; the text follows it. */
export function drawGeometry(s: State, geometry: Geometry): State {
  return draft(s, { geometry, typed: formatCoordinates(geometry) });
}

/** Changes the draft. A fault that was shown goes: it spoke of what stood there before. */
export function draft(s: State, change: Partial<Draft>): State {
  return withIncident(s, { draft: { ...s.incident.draft, ...change }, wrong: {}, fault: null });
}

/** The draft as it is sent, or what is wrong with it. */
export function incidentOf(d: Draft): { incident: Incident; geometry: Geometry } | { wrong: IncidentTask["wrong"] } {
  const parsed = parseCoordinates(d.shape, d.typed);
  const wrong: IncidentTask["wrong"] = {};
  if (parsed.fault) wrong.geometry = parsed.fault;
  const accuracy = d.accuracy.trim() === "" ? 0 : Number(d.accuracy);
  if (!Number.isFinite(accuracy) || accuracy < 0) wrong.accuracy_m = { key: "accuracyBad", figures: {} };
  if (!parsed.geometry || Object.keys(wrong).length > 0) return { wrong };
  return {
    geometry: parsed.geometry,
    incident: {
      ...(d.category && { category: d.category }),
      ...(d.severity && { severity: d.severity }),
      ...(accuracy > 0 && { accuracy_m: accuracy }),
      ...(d.occurredAt && { occurred_at: withOffset(d.occurredAt) }),
      source: d.source,
    },
  };
}

export function showDecision(s: State, decision: DecisionFeature, storedID: string): State {
  return withIncident(s, { decision, storedID, busy: "", fault: null, wrong: {} });
}

/** Back to the form with everything that was filled in. */
export const editIncident = (s: State): State => withIncident(s, { decision: null, storedID: "", fault: null });

/** An empty form. */
export const freshIncident = (s: State): State => withIncident(editIncident(s), { draft: emptyDraft, wrong: {} });

/** The kind of patrol that goes outside the city, with the other side. */
export const acrossBorder = "P7";

/** The plan as it is asked for, or what is wrong with the form. */
export function planOf(p: PlanTask): PlanRequest | { wrong: PlanTask["wrong"] } {
  const wrong: PlanTask["wrong"] = {};
  const days = Number(p.days);
  if (p.unit === "") wrong.unit = { key: "unitMissing", figures: {} };
  if (!/^\d{4}-\d{2}-\d{2}$/.test(p.from)) wrong.from = { key: "fromBad", figures: {} };
  if (!Number.isInteger(days) || days < 1 || days > 31) wrong.days = { key: "daysBad", figures: {} };
  const other = p.kind === acrossBorder ? p.other.trim() : "";
  if (p.kind === acrossBorder && other === "") wrong.with = { key: "withMissing", figures: {} };
  if (Object.keys(wrong).length > 0) return { wrong };
  return { unit: p.unit, from: p.from, days, ...(p.kind && { kind: p.kind }), ...(other && { with: other }), ...(p.risk && { risk: true }) };
}

/** Changes the plan's form; old faults go with what they spoke of, and so does a kind that another unit does not go on. */
export function fillPlan(s: State, change: Partial<Pick<PlanTask, "unit" | "from" | "days" | "kind" | "other" | "risk">>): State {
  const { unit, kind } = { ...s.plan, ...change };
  const goes = kind === "" || (s.units.find((u) => u.id === unit)?.patrol_kinds ?? []).includes(kind);
  return withPlan(s, { ...change, ...(!goes && { kind: "" }), wrong: {}, fault: null });
}

export const showPlan = (s: State, plan: Plan): State => withPlan(s, { plan, tour: "", busy: "", fault: null, wrong: {} });
export const leavePlan = (s: State): State => withPlan(s, { plan: null, tour: "", fault: null });
export const lookAtTour = (s: State, tour: string): State => withPlan(s, { tour });

/** One finding is looked at; a second time, all again. */
export const lookAtFinding = (s: State, id: string): State => withCheck(s, { chosen: s.check.chosen === id ? "" : id });
