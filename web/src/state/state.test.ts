import { describe, expect, test } from "vitest";
import {
  chooseShape, draft, drawGeometry, editIncident, fillPlan, freshIncident, incidentOf, initial, planOf, showDecision, switches, toggleLayer, typeCoordinates,
  withGrounds, withIncident, withPlan,
} from "./state.ts";
import { withOffset } from "./naming.ts";
import { decided, open } from "./testdata.ts";

describe("the draft of an incident", () => {
  test("drawing writes the coordinates, typing makes the geometry", () => {
    const drawn = drawGeometry(open(), { type: "Point", coordinates: [117.1, 35.05] });
    expect(drawn.incident.draft.typed).toBe("117.100000, 35.050000");
    const typed = typeCoordinates(drawn, "117.2, 35.06");
    expect(typed.incident.draft.geometry).toEqual({ type: "Point", coordinates: [117.2, 35.06] });
    expect(typeCoordinates(typed, "117.2,").incident.draft.geometry).toBeNull();
  });

  test("another shape drops what was drawn, the same shape does not", () => {
    const drawn = drawGeometry(open(), { type: "Point", coordinates: [117.1, 35.05] });
    expect(chooseShape(drawn, "Point")).toBe(drawn);
    expect(chooseShape(drawn, "Polygon").incident.draft).toMatchObject({ shape: "Polygon", typed: "", geometry: null });
  });

  test("only what was filled in is sent", () => {
    const s = typeCoordinates(open(), "117.1, 35.05");
    expect(incidentOf(s.incident.draft)).toEqual({ geometry: { type: "Point", coordinates: [117.1, 35.05] }, incident: { source: "patrol" } });
    const full = draft(s, { category: "W03", severity: "G", accuracy: "30", occurredAt: "2026-11-23T03:10", source: "12369" });
    expect(incidentOf(full.incident.draft)).toMatchObject({
      incident: { category: "W03", severity: "G", accuracy_m: 30, occurred_at: withOffset("2026-11-23T03:10"), source: "12369" },
    });
  });

  test("all that is wrong is said at once", () => {
    const s = draft(open(), { accuracy: "-3" });
    const sent = incidentOf(s.incident.draft);
    expect("wrong" in sent && Object.keys(sent.wrong).sort()).toEqual(["accuracy_m", "geometry"]);
  });

  test("a change takes away the fault that spoke of what was there", () => {
    const s = withIncident(open(), { wrong: { geometry: { key: "coordsFew", figures: {} } } });
    expect(draft(s, { category: "W03" }).incident.wrong).toEqual({});
  });
});

test("a local time gets this machine's offset and stays the same moment", () => {
  const rfc = withOffset("2026-11-23T03:10");
  expect(rfc).toMatch(/^2026-11-23T03:10:00[+-]\d\d:\d\d$/);
  expect(Date.parse(rfc)).toBe(new Date("2026-11-23T03:10").getTime());
});

test("editing keeps the draft, a fresh incident empties it", () => {
  const s = showDecision(typeCoordinates(open(), "117.1, 35.05"), decided(), "");
  expect(editIncident(s).incident).toMatchObject({ decision: null, draft: { typed: "117.1, 35.05" } });
  expect(freshIncident(s).incident).toMatchObject({ decision: null, draft: { typed: "", geometry: null } });
});

describe("the plan's form", () => {
  test.each([
    [{ unit: "u", from: "2026-11-23", days: "3" }, null],
    [{ unit: "", from: "2026-11-23", days: "3" }, ["unit"]],
    [{ unit: "u", from: "", days: "3" }, ["from"]],
    [{ unit: "u", from: "2026-11-23", days: "0" }, ["days"]],
    [{ unit: "u", from: "2026-11-23", days: "1.5" }, ["days"]],
    [{ unit: "", from: "", days: "x" }, ["days", "from", "unit"]],
    [{ unit: "u", from: "2026-11-23", days: "3", kind: "P7" }, ["with"]],
    [{ unit: "u", from: "2026-11-23", days: "3", kind: "P7", other: "微山" }, null],
  ])("%j", (filled, wrong) => {
    const asked = planOf({ ...fillPlan(open(), { unit: filled.unit }).plan, ...filled });
    expect("wrong" in asked ? Object.keys(asked.wrong).sort() : null).toEqual(wrong);
  });
});

test("a kind of patrol goes with the unit that goes on it, and the other side with P7 alone", () => {
  const s = { ...open(), units: [{ id: "u", name: "中队", class: "SQUAD", patrol_kinds: ["P3", "P7"] }, { id: "v", name: "站", class: "POST", patrol_kinds: ["P5", "P7"] }] };
  const asked = fillPlan(s, { unit: "u", kind: "P3", other: "微山", risk: true });
  expect(planOf(asked.plan)).toEqual({ unit: "u", from: asked.plan.from, days: 1, kind: "P3", risk: true });
  expect(fillPlan(asked, { unit: "v" }).plan.kind).toBe("");
  expect(planOf(fillPlan(fillPlan(asked, { kind: "P7" }), { unit: "v" }).plan)).toMatchObject({ unit: "v", kind: "P7", with: "微山" });
});

test("a step leaves the state before it as it was", () => {
  const s = Object.freeze(initial("zh", "2026-11-23"));
  Object.freeze(s.layers);
  Object.freeze(s.incident);
  Object.freeze(s.plan);
  expect(toggleLayer(s, "basins").layers.basins).toBe(true);
  expect(s.layers.basins).toBe(false);
  expect(withPlan(s, { unit: "u" }).incident).toBe(s.incident);
});

test("a ground is offered only where the map's style names it", () => {
  const s = initial("zh", "2026-11-23");
  expect(switches(s)).not.toContain("base");
  expect(switches(s)).toContain("roads");
  const based = withGrounds(s, { metadata: { "xunhu:grounds": ["base", "other"] } });
  expect(switches(based)).toContain("base");
  expect(switches(based)).not.toContain("tianditu");
  expect(based.layers.tianditu).toBe(false);
  expect(withGrounds(based, { metadata: { "xunhu:grounds": ["base"] } })).toBe(based);
  expect(withGrounds(based, {})).toEqual(s);
});
