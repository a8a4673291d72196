import type { Position } from "geojson";
import { expect, test } from "vitest";
import { FaultError, type Client } from "../api/client.ts";
import type { Route, WayLeg } from "../api/way.ts";
import { sceneOf } from "./scene.ts";
import type { State } from "./state.ts";
import { open } from "./testdata.ts";
import { withOffset } from "./naming.ts";
import { boards, chooseVehicle, clearWay, conditionsOf, departAt, hoursWords, landingsOf, pickEnd, placesOf, setEnd, setWind, swapEnds, totalOf, typeEnd, wayBetween, withWay } from "./way.ts";
import { WayDesk } from "./waydesk.ts";

const at = (lon: number, lat: number) => ({ type: "Point" as const, coordinates: [lon, lat] });
const fresh = (): State => ({ ...open(), task: "way" });
const leg = (l: Partial<WayLeg>, ...line: Position[]): Route["features"][number] =>
  ({ type: "Feature", geometry: { type: "LineString", coordinates: line }, properties: { sequence: 1, profile: "car", distance_m: 1000, duration_s: 60, ...l } });

/** By car to a landing and over the lake; from there over the lake to another landing, and on by car. */
const overWater: Route = {
  type: "FeatureCollection", profile: "boat", features: [
    leg({ mode: "road" }, [117, 35], [116.9, 35]),
    leg({ mode: "boat", profile: "boat", landing: "M1", landing_name: "一号码头", change_s: 300 }, [116.9, 35], [116.8, 35]),
    leg({ sequence: 2, mode: "boat", profile: "boat", landing: "M2" }, [116.8, 35], [116.8, 35.1]),
    leg({ sequence: 2, mode: "road", change_s: 300 }, [116.8, 35.1], [117, 35.1]),
  ],
};

test("clicks set start, then end, then nothing until an end is picked again", () => {
  let s = setEnd(setEnd(setEnd(fresh(), at(117, 35)), at(117.1, 35.1)), at(110, 30));
  expect(s.way).toMatchObject({ typed: { from: "117.000000, 35.000000", to: "117.100000, 35.100000" }, picking: null });
  s = setEnd(pickEnd(s, "from"), at(117.05, 35));
  expect(s.way).toMatchObject({ typed: { from: "117.050000, 35.000000", to: "117.100000, 35.100000" }, picking: null });
  expect(typeEnd(fresh(), "from", "117").way.picking).toBe("from");
  expect(typeEnd(fresh(), "from", "117, 35").way.picking).toBe("to");
  expect(placesOf(swapEnds(s).way, ["from"])).toEqual({ places: [[117.1, 35.1]] });
});

test("whatever changes the question takes the answer away, and what was wrong with it", () => {
  const answered = withWay(fresh(), { route: overWater, wrong: { from: { key: "wayEmpty", figures: {} } }, looked: [117, 35] });
  for (const s of [typeEnd(answered, "to", "1"), chooseVehicle(answered, "foot"), departAt(answered, "2026-11-24T08:00"), setWind(chooseVehicle(answered, "boat"), { force: 3 }), swapEnds(answered), clearWay(answered), wayBetween(answered, [1, 2], [3, 4], "car")]) {
    expect(s.way).toMatchObject({ route: null, reach: null, wrong: {}, looked: null, fault: null });
  }
  expect(wayBetween(open(), [117, 35], [117.1, 35], "ebike")).toMatchObject({ task: "way", way: { typed: { from: "117.000000, 35.000000" }, vehicle: "ebike" } });
});

test("an end that is empty or cannot be read is said at that end", () => {
  const asked = placesOf(typeEnd(fresh(), "to", "35.1, 117").way, ["from", "to"]);
  expect(asked).toMatchObject({ wrong: { from: { key: "wayEmpty" }, to: { key: "coordsSwapped" } } });
});

test("a route over water counts its changes, and knows where one boards and where one goes ashore", () => {
  expect(totalOf(overWater)).toEqual({ metres: 4000, seconds: 840, changes: 600 });
  expect(overWater.features.map((_, i) => boards(overWater, i))).toEqual([false, true, false, false]);
  expect(landingsOf(overWater)).toEqual([{ name: "一号码头", at: [116.9, 35] }, { name: "M2", at: [116.8, 35.1] }]);
});

test("a boat that leaves from the shore after a leg by road of its own does not board at the landing where it goes", () => {
  const twice: Route = { ...overWater, features: [leg({ mode: "road" }, [117, 35], [116.9, 35]), leg({ sequence: 2, mode: "boat", profile: "boat", landing: "M2" }, [116.9, 35], [116.8, 35.1])] };
  expect(landingsOf(twice)).toEqual([{ name: "M2", at: [116.8, 35.1] }]);
});

test("legs by road and by boat are told apart on the map, ends and landings stand there", () => {
  const scene = sceneOf(withWay(typeEnd(typeEnd(fresh(), "from", "117,35"), "to", "117,35.1"), { route: overWater }));
  expect(scene.way.features.map((f) => f.properties?.["mode"])).toEqual(["road", "boat", "boat", "road"]);
  expect(scene.wayEnds.features.map((f) => f.properties?.["kind"])).toEqual(["landing", "landing", "from", "to"]);
  expect(scene.labels.features.map((f) => f.properties?.["text"].trim())).toEqual(["一号码头", "M2"]);
  expect(scene.focus).toEqual([116.8, 35, 117, 35.1]);
});

test("who walks is drawn otherwise than who drives, and over the ground of a wetland otherwise than by road", () => {
  const walked: Route = { ...overWater, profile: "foot", features: [leg({ profile: "foot", mode: "road" }, [117, 35], [116.9, 35]), leg({ profile: "foot", mode: "ground" }, [116.9, 35], [116.8, 35]), leg({ profile: "foot" }, [116.8, 35], [116.7, 35])] };
  expect(sceneOf(withWay(fresh(), { route: walked })).way.features.map((f) => f.properties?.["mode"])).toEqual(["foot", "ground", "foot"]);
});

test("the hour is asked with by every vehicle, the wind by boat alone, its direction only if it blows from one that is known", () => {
  const windy = setWind(departAt(fresh(), "2026-11-24T08:00"), { force: 5, from: 0 });
  expect(conditionsOf(windy.way)).toEqual({ depart: withOffset("2026-11-24T08:00") });
  const boat = chooseVehicle(windy, "boat");
  expect(conditionsOf(boat.way)).toEqual({ depart: withOffset("2026-11-24T08:00"), wind_force: 5, wind_from_deg: 0 });
  expect(conditionsOf(setWind(boat, { from: null }).way)).toMatchObject({ wind_force: 5 });
  expect(conditionsOf(setWind(boat, { from: null }).way)).not.toHaveProperty("wind_from_deg");
  expect(conditionsOf(setWind(departAt(boat, ""), { force: 0 }).way)).toEqual({});
  expect(conditionsOf(wayBetween(boat, [117, 35], [117.1, 35], "car").way), "a unit sets out now").toEqual({});
});

test("a wind leaves alone what was found by road, and takes away who is soonest by boat", () => {
  const near = (by: "" | "boat") => ({ of: "L1", at: [117, 35], by, busy: false, fault: null, units: [] });
  const driven = withWay(fresh(), { route: overWater, nearest: near("") });
  expect(setWind(driven, { force: 3 }).way).toMatchObject({ route: overWater, nearest: { of: "L1" } });
  expect(setWind(withWay(driven, { nearest: near("boat") }), { force: 3 }).way).toMatchObject({ route: overWater, nearest: null });
});

test("hours are told by their name and their time", () => {
  const rush = { name: "早晚高峰", from: withOffset("2026-11-24T07:00"), until: withOffset("2026-11-24T09:00") };
  expect(hoursWords("zh", rush, new Date(2026, 10, 23, 20).getTime())).toBe("通行时段：早晚高峰（明天 07:00 至 明天 09:00）");
});

function desk(client: Partial<Client>) {
  const host = { state: fresh(), client: client as Client, change: (step: (s: State) => State) => void (host.state = step(host.state)) };
  return { host, ways: new WayDesk(host, () => "k") };
}

test("the second click asks for the way; its total and its landings are said", async () => {
  const asked: unknown[] = [];
  const { host, ways } = desk({ route: async (...a) => { asked.push(a); return overWater; } });
  host.change((s) => chooseVehicle(s, "boat"));
  await ways.picked(at(117, 35));
  expect(asked).toEqual([]);
  await ways.picked(at(116.8, 35));
  expect(asked).toEqual([["boat", [[117, 35], [116.8, 35]], {}]]);
  expect(host.state).toMatchObject({ way: { busy: "", route: { profile: "boat" } }, spoken: "4.0 km，约 14 分钟，经一号码头、M2换乘。" });
});

test("an answer to ends that were changed meanwhile is dropped, a refusal is kept", async () => {
  let answer: (r: Route) => void = () => undefined;
  const { host, ways } = desk({ route: () => new Promise((done) => (answer = done)) });
  host.change((s) => typeEnd(typeEnd(s, "from", "117,35"), "to", "117,35.1"));
  const running = ways.route();
  host.change((s) => typeEnd(s, "to", "117,35.2"));
  answer(overWater);
  await running;
  expect(host.state.way).toMatchObject({ route: null, busy: "" });

  const refused = desk({ route: async () => { throw new FaultError({ kind: "refused", status: 422, title: "", detail: "", errors: [{ detail: "没有道路", pointer: "/points/1" }] }); } });
  refused.host.change((s) => typeEnd(typeEnd(s, "from", "117,35"), "to", "117,36"));
  await refused.ways.route();
  expect(refused.host.state.way).toMatchObject({ busy: "", route: null, fault: { errors: [{ pointer: "/points/1" }] } });
});

test("what the wind forbade is asked for again in another wind: the reach as a reach, though no end is set", async () => {
  const asked: unknown[] = [];
  const { host, ways } = desk({ reach: async (...a) => {
    asked.push(a);
    if ((a[3]?.wind_force ?? 0) > 6) throw new FaultError({ kind: "refused", status: 422, title: "", detail: "", errors: [{ detail: "不得出航", pointer: "/wind_force" }] });
    return { type: "FeatureCollection", features: [] };
  } });
  host.change((s) => setWind(chooseVehicle(typeEnd(s, "from", "116.85,35.05"), "boat"), { force: 7, from: 315 }));
  await ways.reach();
  expect(host.state.way).toMatchObject({ busy: "", reach: null, fault: { errors: [{ pointer: "/wind_force" }] } });
  await ways.otherwise((s) => setWind(s, { force: 5 }));
  expect(host.state.way).toMatchObject({ busy: "", reach: { features: [] }, fault: null });
  expect(asked).toEqual([7, 5].map((wind_force) => ["boat", [116.85, 35.05], [5, 10, 15], { wind_force, wind_from_deg: 315 }]));
});

test("two vehicles chosen one upon the other: the answer is the second's", async () => {
  const answers: ((r: Route) => void)[] = [];
  const { host, ways } = desk({ route: () => new Promise((done) => answers.push(done)) });
  host.change((s) => typeEnd(typeEnd(s, "from", "117,35"), "to", "117,35.1"));
  const all = [ways.route(), ways.otherwise((s) => chooseVehicle(s, "foot")), ways.otherwise((s) => chooseVehicle(s, "boat"))];
  for (const [i, done] of answers.entries()) done({ ...overWater, profile: String(i) });
  await Promise.all(all);
  expect(host.state.way).toMatchObject({ busy: "", vehicle: "boat", route: { profile: "2" } });
});

test("who is soonest by boat is asked with the wind, by road without", async () => {
  const asked: unknown[] = [];
  const { host, ways } = desk({ nearest: async (...a) => { asked.push(a); return { features: [] }; } });
  host.change((s) => departAt(setWind(s, { force: 4 }), "2026-11-24T08:00"));
  await ways.nearest("L1", [116.85, 35.05]);
  await ways.nearest("L1", [116.85, 35.05], "boat");
  expect(asked).toEqual([[[116.85, 35.05], {}], [[116.85, 35.05], { profile: "boat", wind_force: 4 }]]);
  expect(host.state.way.nearest).toMatchObject({ by: "boat", busy: false });
});
