import { expect, test } from "vitest";
import { anchor, boundsOf, colour, palette, sceneOf, townsOf } from "./scene.ts";
import { chooseTask, lookAtFinding, lookAtTour, showDecision, showPlan, typeCoordinates, withCheck } from "./state.ts";
import { checked, decided, open, planned } from "./testdata.ts";

test("a draft shows itself and moves nothing", () => {
  const scene = sceneOf(typeCoordinates(open(), "117.1, 35.05"));
  expect(scene.incident.features).toHaveLength(1);
  expect(scene.focus).toBeNull();
});

test("a decision over two towns shows each part in its colour with its share", () => {
  const scene = sceneOf(showDecision(open("en"), decided(), ""));
  expect(scene.shares.features.map((f) => f.properties?.["colour"])).toEqual([palette[0], palette[1]]);
  expect(scene.labels.features.map((f) => f.properties?.["text"])).toEqual(["East 75%", "West 25%"]);
  expect(scene.borders.features).toHaveLength(0); // it lies on the border
  expect(scene.focus).toEqual([117, 35, 117.04, 35.01]);
});

test("a point shows the line to the nearest border, once where two towns share it", () => {
  const point = decided({
    towns: [
      { code: "11", name: "东镇", share: 1, distance_m: 318.2, nearest: [[117.02, 35], [117.01, 35]] },
      { code: "12", name: "西镇", share: 0, distance_m: 318.2, near: true, nearest: [[117.02, 35], [117.01, 35]] },
    ],
  });
  const scene = sceneOf(showDecision(open(), { ...point, geometry: { type: "Point", coordinates: [117.02, 35] } }, ""));
  expect(scene.borders.features).toHaveLength(1);
  expect(scene.labels.features[0]).toMatchObject({ geometry: { coordinates: [117.015, 35] }, properties: { text: "318 m" } });
});

test("a plan shows legs by town, stops by number, and what is left out", () => {
  const s = chooseTask(showPlan(open(), planned), "plan");
  const scene = sceneOf(s);
  expect(townsOf(planned)).toEqual(["11", "12"]);
  expect(scene.legs.features.map((f) => f.properties?.["colour"])).toEqual([colour(0), colour(1), colour(1), colour(0)]);
  const mixed = { ...planned, features: planned.features.map((f) => (f.properties.kind === "leg" ? { ...f, properties: { ...f.properties, mode: ["car", "foot", "boat", "drone"][f.properties.sequence - 1]! } } : f)) };
  expect(sceneOf(chooseTask(showPlan(open(), mixed), "plan")).legs.features.map((f) => f.properties?.["by"])).toEqual(["drive", "foot", "boat", "drone"]);
  expect(scene.stops.features.map((f) => f.properties?.["number"])).toEqual(["1", "2"]);
  expect(scene.bases.features.map((f) => f.geometry)).toEqual([{ type: "Point", coordinates: [117.02, 35] }]);
  expect(scene.unplanned.features).toHaveLength(1);
  expect(sceneOf(lookAtTour(s, "another")).legs.features).toHaveLength(0);
});

test("several tours seen together name their stops by tour", () => {
  const second = planned.features.filter((f) => f.properties.kind !== "unplanned").map((f) => ({
    ...f, id: String(f.id).replace("T", "U"), properties: "tour" in f.properties ? { ...f.properties, tour: "U" } : f.properties,
  }));
  const both = { ...planned, features: [...planned.features, ...second] } as typeof planned;
  const s = chooseTask(showPlan(open(), both), "plan");
  const numbers = (state: typeof s) => sceneOf(state).stops.features.map((f) => f.properties?.["number"]);
  expect(numbers(s)).toEqual(["1-1", "1-2", "2-1", "2-2"]);
  expect(numbers(lookAtTour(s, "U"))).toEqual(["1", "2"]);
});

test("what lies outside is shown together with the region", () => {
  const out = { ...decided({ j: "OUT", lead: "", towns: [] }), geometry: { type: "Point" as const, coordinates: [118, 36] } };
  expect(sceneOf(showDecision(open(), out, "")).focus).toEqual([117, 35, 118, 36]);
});

test("the tasks do not draw over each other", () => {
  const s = showPlan(showDecision(open(), decided(), ""), planned);
  expect(sceneOf(s).legs.features).toHaveLength(0);
  expect(sceneOf(chooseTask(s, "plan")).shares.features).toHaveLength(0);
});

test("labels stand in the middle", () => {
  const ring = (w: number, e: number) => [[w, 0], [e, 0], [e, 2], [w, 2], [w, 0]];
  expect(anchor({ type: "LineString", coordinates: [[0, 0], [4, 0]] })).toEqual([2, 0]);
  expect(anchor({ type: "Polygon", coordinates: [ring(0, 2)] })).toEqual([1, 1]);
  expect(anchor({ type: "MultiPolygon", coordinates: [[ring(0, 1)], [ring(10, 14)]] })).toEqual([12, 1]);
  expect(anchor({ type: "MultiLineString", coordinates: [[[0, 0], [1, 0]], [[5, 5], [9, 5]]] })).toEqual([7, 5]);
  expect(boundsOf([])).toBeNull();
});

test("findings show their land and places; the one that is looked at is gone to, close by", () => {
  const s = chooseTask(withCheck(open(), { found: checked }), "check");
  const all = sceneOf(s);
  expect(all.found.features.map((f) => f.geometry.type)).toEqual(["MultiPolygon", "LineString"]);
  expect(all.foundAt.features.map((f) => f.properties?.["level"])).toEqual(["finding", "note"]);
  expect(all).toMatchObject({ focus: [117.0005, 35, 117.15, 35.005], nearest: 15 });
  const one = sceneOf(lookAtFinding(s, "1"));
  expect(one).toMatchObject({ focus: [117, 35, 117.001, 35.01], nearest: 18 });
  expect(one.foundAt.features.map((f) => f.properties?.["chosen"])).toEqual(["yes", "no"]);
  expect(sceneOf(lookAtFinding(s, "2")).focus).toBeNull(); // it has no place
  expect(lookAtFinding(lookAtFinding(s, "1"), "1").check.chosen).toBe("");
});
