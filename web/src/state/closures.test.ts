import { expect, test } from "vitest";
import { FaultError, type Client } from "../api/client.ts";
import type { Closure, ClosureOf } from "../api/way.ts";
import { beginClosure, drawClosure, fillClosure, fillLift, leaveClosure, shapeToDraw, standing, wrongIn } from "./closures.ts";
import { sceneOf } from "./scene.ts";
import type { State } from "./state.ts";
import { open } from "./testdata.ts";
import { WayDesk } from "./waydesk.ts";

const line = { type: "LineString" as const, coordinates: [[117, 35], [117.1, 35.1]] };
const closure = (id: string, state: ClosureOf["state"], revision = 1): Closure =>
  ({ type: "Feature", id, geometry: line, properties: { profiles: [], speed: 0, set_at: "2026-11-23T01:00:00+08:00", reason: id, revision, state } });

/** A desk whose server keeps closures; what it was asked is written down. */
function desk(refuse = false) {
  const asked: unknown[][] = [];
  let kept: Closure[] = [closure("old", "over"), closure("later", "planned")];
  const client = {
    closures: async () => kept,
    close: async (...a: unknown[]) => {
      asked.push(["close", ...a]);
      if (refuse) throw new FaultError({ kind: "refused", status: 422, title: "", detail: "", errors: [{ detail: "线自相交", pointer: "/geometry" }] });
      kept = [...kept, closure("new", "in_force")];
      return { ...closure("new", "in_force"), properties: { ...closure("new", "in_force").properties, affects_m: 120 } };
    },
    lift: async (...a: unknown[]) => { asked.push(["lift", ...a]); kept = kept.filter((c) => c.id !== a[0]); return closure("new", "lifted", 2); },
  } as unknown as Client;
  const host = { state: { ...open(), task: "way" } as State, client, change: (step: (s: State) => State) => void (host.state = step(host.state)) };
  return { host, asked, ways: new WayDesk(host, () => "k") };
}

test("what is over or lifted is not listed", () => {
  expect(standing([closure("a", "over"), closure("b", "in_force"), closure("c", "lifted"), closure("d", "planned")]).map((c) => c.id)).toEqual(["b", "d"]);
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
  expect(host.state.closures.list?.map((c) => c.id)).toEqual(["later", "new"]);
  ways.beginsLift("new");
  host.change((s) => fillLift(s, "水退"));
  await ways.lift();
  expect(asked[1]).toEqual(["lift", "new", 1, "k-1", "水退"]);
  expect(host.state.closures).toMatchObject({ lifting: null, list: [{ id: "later" }] });
});

test("a refusal leaves what was filled in", async () => {
  const { host, ways } = desk(true);
  ways.beginsClosure();
  host.change((s) => fillClosure(drawClosure(s, line), { reason: "水淹" }));
  await ways.close();
  expect(host.state.closures).toMatchObject({ busy: false, draft: { reason: "水淹" }, fault: { errors: [{ pointer: "/geometry" }] } });
});
