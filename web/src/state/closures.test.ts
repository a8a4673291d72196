import { expect, test } from "vitest";
import { FaultError, type Client } from "../api/client.ts";
import type { Closure, ClosureOf, Route } from "../api/way.ts";
import {
  beginClosure, drawClosure, ended, fillClosure, fillLift, leaveClosure, newsOf, newsWords, requestOf, shapeToDraw, standing, toggleVehicle, wrongIn, type ClosureFields,
} from "./closures.ts";
import { withOffset } from "./naming.ts";
import { sceneOf } from "./scene.ts";
import type { State } from "./state.ts";
import { open } from "./testdata.ts";
import { departAt, typeEnd } from "./way.ts";
import { WayDesk } from "./waydesk.ts";

const line = { type: "LineString" as const, coordinates: [[117, 35], [117.1, 35.1]] };
const closure = (id: string, state: ClosureOf["state"], revision = 1): Closure =>
  ({ type: "Feature", id, geometry: line, properties: { profiles: [], speed: 0, set_at: "2026-11-23T01:00:00+08:00", reason: id, revision, state } });

/** A desk whose server keeps closures; what it was asked is written down, and others can close and lift there. */
function desk(refuse = false) {
  const asked: unknown[][] = [];
  const server = { kept: [closure("old", "over"), closure("later", "planned")], route: route(1000) as Route | null };
  const client = {
    closures: async () => server.kept,
    close: async (...a: unknown[]) => {
      asked.push(["close", ...a]);
      if (refuse) throw new FaultError({ kind: "refused", status: 422, title: "", detail: "", errors: [{ detail: "线自相交", pointer: "/geometry" }] });
      server.kept = [...server.kept, closure("new", "in_force")];
      return { ...closure("new", "in_force"), properties: { ...closure("new", "in_force").properties, affects_m: 120 } };
    },
    lift: async (...a: unknown[]) => {
      asked.push(["lift", ...a]);
      server.kept = server.kept.map((c) => (c.id === a[0] ? closure(c.id, "lifted", 2) : c));
      return closure("new", "lifted", 2);
    },
    route: async (...a: unknown[]) => {
      asked.push(["route", ...a]);
      if (!server.route) throw new FaultError({ kind: "refused", status: 422, title: "", detail: "不可达", errors: [] });
      return server.route;
    },
    nearest: async (...a: unknown[]) => { asked.push(["nearest", ...a]); return { features: [] }; },
  } as unknown as Client;
  const host = { state: { ...open(), task: "way" } as State, client, change: (step: (s: State) => State) => void (host.state = step(host.state)) };
  return { host, asked, server, ways: new WayDesk(host, () => "k") };
}

const route = (metres: number): Route => ({ type: "FeatureCollection", profile: "car", features: [
  { type: "Feature", id: "1", geometry: line, properties: { sequence: 1, profile: "car", distance_m: metres, duration_s: metres / 10 } },
] });

test("what is over or was lifted stands apart, the latest end first", () => {
  const at = (c: Closure, lifted_at: string): Closure => ({ ...c, properties: { ...c.properties, lifted_at } });
  const all = [closure("a", "over"), closure("b", "in_force"), at(closure("c", "lifted", 2), "2026-11-24T01:00:00+08:00"), closure("d", "planned"), at(closure("e", "lifted", 2), "2026-11-25T01:00:00+08:00")];
  expect(standing(all).map((c) => c.id)).toEqual(["b", "d"]);
  expect(ended(all).map((c) => c.id)).toEqual(["e", "c", "a"]);
});

test("what came into force and what ended is told; what is only planned changes no way", () => {
  const [was, is] = [[closure("a", "in_force"), closure("b", "in_force"), closure("c", "planned")], [closure("a", "lifted", 2), closure("b", "in_force"), closure("c", "in_force"), closure("d", "planned")]];
  expect(newsOf(was, is)).toEqual({ began: ["c"], ended: ["a"] });
  expect(newsOf(is, [...is, closure("e", "planned")])).toBe(null);
  expect(newsWords("zh", { began: ["水淹", "施工"], ended: ["大风"] })).toBe("新增：水淹、施工。 结束：大风。");
});

test("for another moment counts what holds then, planned or not, and nothing that was lifted", () => {
  const at = (c: Closure, from: string, until?: string): Closure => ({ ...c, properties: { ...c.properties, from, ...(until && { until }) } });
  const all = [
    at(closure("a", "planned"), "2026-11-24T06:00:00+08:00", "2026-11-24T18:00:00+08:00"), at(closure("b", "in_force"), "2026-11-23T01:00:00+08:00", "2026-11-24T07:30:00+08:00"),
    closure("c", "in_force"), { ...closure("d", "lifted", 2), properties: { ...closure("d", "lifted", 2).properties, lifted_at: "2026-11-23T02:00:00+08:00" } },
  ];
  const began = (then: string) => newsOf([], all, Date.parse(then))?.began;
  expect(began("2026-11-24T06:00:00+08:00")).toEqual(["a", "b", "c"]);
  expect(began("2026-11-24T07:30:00+08:00")).toEqual(["a", "c"]);
  expect(began("2026-11-24T18:00:00+08:00")).toEqual(["c"]);
  expect(began("2026-11-23T00:59:00+08:00")).toBe(undefined);
});

test("a way of tomorrow is asked for again when something is closed for then, not when it is closed until tonight", async () => {
  const { host, asked, server, ways } = await underway();
  await ways.otherwise((s) => departAt(s, "2026-11-24T08:00"));
  const closed = (id: string, state: ClosureOf["state"], from: string, until: string) => ({ ...closure(id, state), properties: { ...closure(id, state).properties, from: withOffset(from), until: withOffset(until) } });
  asked.length = 0;
  server.kept = [...server.kept, closed("今晚", "in_force", "2026-11-23T18:00", "2026-11-24T06:00")];
  await ways.closures();
  expect(asked).toEqual([]);
  server.kept = [...server.kept, closed("明早", "planned", "2026-11-24T07:00", "2026-11-24T09:00")];
  server.route = route(1500);
  await ways.closures();
  expect(asked).toEqual([["route", "car", [[117, 35], [117.1, 35.1]], { depart: withOffset("2026-11-24T08:00") }]]);
  expect(host.state.way.renewed).toMatchObject({ began: ["明早"], before: { metres: 1000 } });
});

test("it is sent as it was filled in: for some, slower, from then until then", () => {
  const draft = (change: Partial<ClosureFields>) => fillClosure(drawClosure(beginClosure(open(), "k"), line), { reason: " 水淹 ", ...change }).closures.draft!;
  expect(requestOf(draft({}))).toEqual({ reason: "水淹" });
  const some = draft({ some: true, profiles: toggleVehicle(draft({ profiles: ["boat"] }), "car"), slower: true, left: "30", from: "2026-11-30T06:00", until: "2026-12-01T06:00" });
  expect(requestOf(some)).toEqual({ reason: "水淹", profiles: ["car", "boat"], speed: 0.3, from: withOffset("2026-11-30T06:00"), until: withOffset("2026-12-01T06:00") });
  expect(toggleVehicle(some, "boat")).toEqual(["car"]);
  expect(wrongIn(some)).toEqual({});
  expect(wrongIn(draft({ some: true, slower: true, left: "100" }))).toMatchObject({ profiles: { key: "closureWhom" }, left: { key: "closureLeftWrong" } });
  for (const left of ["0", "", "-5", "5.5", "x"]) expect(wrongIn(draft({ slower: true, left })), left).toHaveProperty("left");
});

test("a closure is drawn once, then filled in; what is drawn is no end of a route", async () => {
  const { host, ways } = desk();
  ways.beginsClosure();
  expect(shapeToDraw(host.state.closures)).toBe("LineString");
  await ways.picked(line);
  expect(host.state.closures.draft?.typed).toBe("117.000000, 35.000000\n117.100000, 35.100000");
  expect(host.state.way.typed).toEqual({ from: "", to: "" });
  expect(shapeToDraw(host.state.closures)).toBe(null);
  expect(sceneOf(host.state).closed.features.map((f) => f.properties?.["state"])).toEqual(["drawn"]);
  expect(shapeToDraw(fillClosure(host.state, { shape: "Polygon" }).closures)).toBe("Polygon");
  expect(leaveClosure(host.state).closures.draft).toBe(null);
});

test("without a place or a reason nothing is sent, and both are said", async () => {
  const { host, asked, ways } = desk();
  host.change((s) => beginClosure(s, "k"));
  await ways.close();
  expect(asked).toEqual([]);
  expect(host.state.closures.draft?.wrong).toMatchObject({ typed: { key: "closureDrawn" }, reason: { key: "fieldEmpty" } });
  expect(wrongIn({ ...host.state.closures.draft!, typed: "117, 35", reason: "x" })).toMatchObject({ typed: { key: "coordsFew" } });
});

test("it is set with what was filled in, listed, and lifted with its reason as it was read", async () => {
  const { host, asked, ways } = desk();
  ways.beginsClosure();
  host.change((s) => fillClosure(drawClosure(s, line), { reason: " 水淹 " }));
  await ways.close();
  expect(asked[0]).toEqual(["close", "k-2", line, { reason: "水淹" }]);
  expect(host.state.closures).toMatchObject({ busy: false, draft: null, set: { properties: { affects_m: 120 } } });
  expect(standing(host.state.closures.list ?? []).map((c) => c.id)).toEqual(["later", "new"]);
  ways.beginsLift("new");
  host.change((s) => fillLift(s, "水退"));
  await ways.lift();
  expect(asked[1]).toEqual(["lift", "new", 1, "k-1", "水退"]);
  expect(host.state.closures).toMatchObject({ lifting: null, gone: null, list: [{ id: "old" }, { id: "later" }, { properties: { state: "lifted" } }] });
});

test("a refusal leaves what was filled in", async () => {
  const { host, ways } = desk(true);
  ways.beginsClosure();
  host.change((s) => fillClosure(drawClosure(s, line), { reason: "水淹" }));
  await ways.close();
  expect(host.state.closures).toMatchObject({ busy: false, draft: { reason: "水淹" }, fault: { errors: [{ pointer: "/geometry" }] } });
});

/** A desk that shows a way of 1000 m and has read the list. */
async function underway() {
  const d = desk();
  d.host.change((s) => typeEnd(typeEnd(s, "from", "117,35"), "to", "117.1,35.1"));
  await d.ways.closures();
  await d.ways.route();
  d.asked.length = 0;
  return d;
}

test("somebody else's closure has the way that is shown asked for again, and says how it was before", async () => {
  const { host, asked, server, ways } = await underway();
  await ways.closures();
  expect(asked).toEqual([]); // nothing new
  server.kept = [...server.kept, closure("水淹", "in_force")];
  server.route = route(3000);
  await ways.closures();
  expect(asked.map((a) => a[0])).toEqual(["route"]);
  expect(host.state.way).toMatchObject({ route: { features: [{ properties: { distance_m: 3000 } }] }, renewed: { began: ["水淹"], ended: [], before: { metres: 1000 } } });
  expect(host.state.spoken).toBe("封路情况有变，结果已自动重算。 新增：水淹。 3.0 km，约 5 分钟");
  expect(typeEnd(host.state, "to", "117.2,35").way.renewed).toBe(null);
});

test("a way that a closure leaves as it was is said, not shown, to be so", async () => {
  const { host, server, ways } = await underway();
  server.kept = [...server.kept, closure("施工", "in_force")];
  await ways.closures();
  expect(host.state.way.renewed).toBe(null);
  expect(host.state.spoken).toBe("新增：施工。 当前路线不受影响。");
});

test("a way that is no more goes, and comes back when what closed it is lifted", async () => {
  const { host, server, ways } = await underway();
  server.kept = [...server.kept, closure("断桥", "in_force")];
  server.route = null;
  await ways.closures();
  expect(host.state.way).toMatchObject({ route: null, fault: { detail: "不可达" }, renewed: { before: { metres: 1000 } } });
  server.kept = server.kept.map((c) => (c.id === "断桥" ? closure(c.id, "lifted", 2) : c));
  server.route = route(1000);
  await ways.closures();
  expect(host.state.way).toMatchObject({ route: { profile: "car" }, fault: null, renewed: { began: [], ended: ["断桥"], before: null } });
});

test("word of a closure while one is being set here neither drops it nor asks twice", async () => {
  const { host, asked, ways } = await underway();
  ways.beginsClosure();
  host.change((s) => fillClosure(drawClosure(s, line), { reason: "水淹" }));
  await Promise.all([ways.closures(), ways.close(), ways.closures()]);
  expect(host.state.closures).toMatchObject({ busy: false, draft: null, set: { id: "new" } });
  expect(asked.map((a) => a[0])).toEqual(["close", "route"]);
});

test("a slow answer does not bring back what was lifted meanwhile", async () => {
  const { host, server, ways } = await underway();
  const was = [closure("水淹", "in_force")];
  let late: (all: Closure[]) => void = () => undefined;
  const client = host.client as { closures: unknown };
  const plain = client.closures;
  client.closures = () => { client.closures = plain; return new Promise((done) => (late = done)); };
  const [slow, next] = [ways.closures(), ways.closures()];
  server.kept = was.map((c) => closure(c.id, "lifted", 2));
  await new Promise((done) => setTimeout(done));
  late(was);
  await Promise.all([slow, next]);
  expect(host.state.closures.list).toMatchObject([{ properties: { state: "lifted" } }]);
});

test("what is being filled in goes on when others close something; lifting what others lifted ends", async () => {
  const { host, server, ways } = await underway();
  ways.beginsClosure();
  server.kept = [...server.kept, closure("水淹", "in_force")];
  await ways.closures();
  expect(host.state.closures).toMatchObject({ draft: { key: "k" }, busy: false });
  expect(sceneOf(host.state).focus).toBe(null);
  ways.beginsLift("水淹");
  server.kept = server.kept.map((c) => (c.id === "水淹" ? closure(c.id, "lifted", 2) : c));
  await ways.closures();
  expect(host.state.closures).toMatchObject({ lifting: null, gone: { id: "水淹" } });
});

test("who is nearest is asked anew as well", async () => {
  const { asked, server, ways } = await underway();
  await ways.nearest("L1", [117, 35]);
  server.kept = [...server.kept, closure("水淹", "in_force")];
  await ways.closures();
  expect(asked.filter((a) => a[0] === "nearest")).toEqual([["nearest", [117, 35], {}], ["nearest", [117, 35], {}]]);
});
