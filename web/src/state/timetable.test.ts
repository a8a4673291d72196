import { expect, test } from "vitest";
import { timetable, toursOf, unplannedOf } from "./timetable.ts";
import { planned } from "./testdata.ts";

test("each way goes to the stop that it leads to, the rest goes home", () => {
  const t = timetable(planned, "T");
  expect(t.stops.map((r) => [r.stop.need, r.distanceM, r.towns.map((x) => `${x.town} ${x.powers.join()}`)])).toEqual([
    ["S1", 2000, ["11 PREVENT", "12 OBSERVE"]],
    ["S2", 0, []], // the same place
  ]);
  expect(t.home).toEqual({ distanceM: 2000, by: ["car"], towns: [{ town: "12", powers: ["OBSERVE"] }, { town: "11", powers: ["PREVENT"] }] });
});

test("a town that is crossed with different powers is named once, with all of them", () => {
  const weaker = { ...planned, features: planned.features.map((f) => (f.id === "T/leg/2" ? { ...f, properties: { ...f.properties, town: "11" } } : f)) } as typeof planned;
  expect(timetable(weaker, "T").stops[0]?.towns).toEqual([{ town: "11", powers: ["PREVENT", "OBSERVE"] }]);
});

test("no metre of a tour is lost", () => {
  const t = timetable(planned, "T");
  const legs = planned.features.flatMap((f) => (f.properties.kind === "leg" ? [f.properties.distance_m] : []));
  expect([...t.stops, t.home].reduce((sum, d) => sum + d.distanceM, 0)).toBe(legs.reduce((a, b) => a + b));
});

test("tours carry the id by which their legs name them", () => {
  expect(toursOf(planned).map((t) => t.id)).toEqual(["T"]);
  expect(unplannedOf(planned).map((u) => u.need)).toEqual(["S9"]);
  expect(timetable(planned, "another")).toEqual({ stops: [], home: { distanceM: 0, by: [], towns: [] } });
});

test("a way says by what it is made, without what a drone flies meanwhile", () => {
  const mixed = { ...planned, features: planned.features.map((f) => (f.properties.kind === "leg" ? { ...f, properties: { ...f.properties, mode: ["car", "drone", "boat", "foot"][f.properties.sequence - 1]! } } : f)) };
  const t = timetable(mixed, "T");
  expect([t.stops[0]?.by, t.home.by]).toEqual([["car"], ["boat", "foot"]]);
  expect(t.stops[0]?.distanceM).toBe(1000);
});
