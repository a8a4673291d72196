// A small region for tests: two towns, one post, one category.

import type { LeadClock, LeadFeature, Life, NextAction, Person } from "../api/lead.ts";
import type { Decision, DecisionFeature, FoundList, Plan, PlanPart, Powers } from "../api/types.ts";
import { initial, type State } from "./state.ts";

export const region = {
  code: "1", name: "甲市", name_en: "Alpha", illustration: true, attribution: "", version: "v", bbox: [117, 35, 117.2, 35.1] as [number, number, number, number],
  counts: {}, towns: [{ code: "11", name: "东镇", name_en: "East" }, { code: "12", name: "西镇", name_en: "West" }],
};

export const units = [
  { id: "1-ZX01", name: "湿地驻巡站", name_en: "Wetland post", class: "POST", parent: "", towns: ["11", "12"] },
  { id: "11-SO", name: "东镇所", name_en: "East station", class: "STATION", parent: "", towns: ["11"] },
];

export const categories = [{ code: "W03", group: "water", zh: "排污口", en: "Outfall", k: "K2", severity: "N" }];

export const open = (lang: "zh" | "en" = "zh"): State => ({ ...initial(lang, "2026-11-23"), region, units, categories, task: "incident" });

const square = (w: number, e: number) => ({ type: "Polygon" as const, coordinates: [[[w, 35], [e, 35], [e, 35.01], [w, 35.01], [w, 35]]] });

/** An area over both towns, three quarters of it in the east. */
export function decided(change: Partial<Decision> = {}): DecisionFeature {
  return {
    type: "Feature",
    geometry: square(117, 117.04),
    properties: {
      category: "W03", j: "IN", z: "Y", span: "MANY", sq: "SAME", h: "NO", w: "NONE", k: "K2", s: "N", v_row: "V7", lead: "1-ZX01", command: "",
      assist: ["11-SO"], certified_officers: true, confirm_by: [], n_rows: [], informed: [], arbiter: "",
      towns: [
        { code: "11", name: "东镇", name_en: "East", share: 0.75, distance_m: 0, nearest: [[117.01, 35], [117.01, 35]], part: square(117.01, 117.04) },
        { code: "12", name: "西镇", name_en: "West", share: 0.25, distance_m: 0, nearest: [[117.01, 35], [117.01, 35]], part: square(117, 117.01) },
      ],
      basins: [], zones: [], wetlands: [], lakes: [], due: [], basis: [], reasons: ["一", "二"], versions: { boundaries: "v", rules: "r", law: "l" },
      ...change,
    },
  };
}

const leg = (sequence: number, town: string, powers: Powers, depart: string, arrive: string, from: number, to: number): Plan["features"][number] => ({
  type: "Feature", id: `T/leg/${sequence}`, geometry: { type: "LineString", coordinates: [[from, 35], [to, 35]] },
  properties: { kind: "leg", tour: "T", sequence, mode: "car", town, powers, depart: `2026-11-23T${depart}:00+08:00`, arrive: `2026-11-23T${arrive}:00+08:00`, distance_m: 1000 },
});

const stop = (sequence: number, arrive: string, lon: number): Plan["features"][number] => ({
  type: "Feature", id: `T/stop/${sequence}`, geometry: { type: "Point", coordinates: [lon, 35] },
  properties: { kind: "stop", tour: "T", sequence, need: `S${sequence}`, name: `点${sequence}`, lon, lat: 35, arrive: `2026-11-23T${arrive}:00+08:00`, service_s: 900, reason: "每 7 天" } as PlanPart,
});

/** One tour with two stops, through two towns; one need left out. */
export const planned: Plan = {
  type: "FeatureCollection", id: "P1", unit: "1-ZX01", from: "2026-11-23", days: 1, notes: [], seed_commitment: "ab", cost: 1, lower_bound: 1,
  features: [
    { type: "Feature", id: "T", geometry: null, properties: { kind: "tour", unit: "1-ZX01", crew: "1", vehicle: "car", date: "2026-11-23", start: "2026-11-23T08:30:00+08:00", end: "2026-11-23T10:00:00+08:00", patrol_kind: "P5", distance_m: 4000, duration_s: 5400 } },
    leg(1, "11", "PREVENT", "08:30", "08:40", 117.02, 117.01),
    leg(2, "12", "OBSERVE", "08:40", "08:50", 117.01, 117),
    stop(1, "08:50", 117),
    stop(2, "09:05", 117),
    leg(3, "12", "OBSERVE", "09:20", "09:30", 117, 117.01),
    leg(4, "11", "PREVENT", "09:30", "10:00", 117.01, 117.02),
    { type: "Feature", id: "unplanned/1", geometry: { type: "Point", coordinates: [117.1, 35.05] }, properties: { kind: "unplanned", need: "S9", name: "点9", reason: "排不下" } },
  ],
};

/** A gap between the towns, a unit without a place, and a long edge. */
export const checked: FoundList = {
  type: "FeatureCollection", findings: 2, notes: 1,
  features: [
    { type: "Feature", id: "1", geometry: { type: "MultiPolygon", coordinates: [square(117, 117.001).coordinates] },
      properties: { code: "coverage.gap", level: "finding", where: "", text: "空隙", lon: 117.0005, lat: 35.005, towns: ["11", "12"] } },
    { type: "Feature", id: "2", geometry: null, properties: { code: "organisation.no_squad", level: "finding", where: "units/11-SO", text: "没有中队" } },
    { type: "Feature", id: "3", geometry: { type: "LineString", coordinates: [[117.1, 35], [117.2, 35]] },
      properties: { code: "coverage.long_edge", level: "note", where: "", text: "长边", lon: 117.15, lat: 35 } },
  ],
};

export const desker: Person = { id: "demo-desk", name: "调度员", unit: { id: "1-FJ", name: "分局" }, roles: [{ role: "dispatcher", name: "调度员" }], certified: false, illustration: true };

export const clockOf = (due: string | null, change: Partial<LeadClock> = {}): LeadClock => ({
  limit: "D1", name: "接收派单", for: { id: "11-SO", name: "东镇所" }, start: "2026-11-23T01:00:00+08:00", due, due_if_moved: due, standing: false, missed: false, basis: [], ...change,
});

export const actionOf = (event: string, needs: string[], change: Partial<NextAction> = {}): NextAction => ({
  event, name: event, as: "dispatcher", to: "ASSIGNED", to_name: "已派", needs, kind: "", suggest: [], ...change,
});

/** A lead that was reported and waits to be assigned. */
export function lead(id = "L1", change: Partial<Life> = {}): LeadFeature {
  const nobody = { id: "", name: "" };
  return { type: "Feature", id, geometry: { type: "Point", coordinates: [117.02, 35.005] }, properties: {
    ...decided().properties, reported_at: "2026-11-23T01:00:00+08:00", life: {
      state: "REPORTED", state_name: "已登记", revision: 1, holder: nobody, person: "", person_name: "", sender: nobody, children: [], emergency: "NONE", level: "",
      rows: { v: "V7", l: "", n: [] }, clocks: [], overdue: false, next: [actionOf("assign", ["to"], { kind: "verify", suggest: [{ id: "11-SO", name: "东镇所" }] })], illustration: true, ...change,
    } } };
}
