import { expect, test } from "vitest";
import { baseOf, Client, codeOf, FaultError, faultOf, pageOf } from "./client.ts";

interface Asked {
  url: string;
  method: string;
  body: unknown;
  headers: Record<string, string>;
}

/** A server that gives the answers in turn and remembers what it was asked. */
function server(...answers: { status?: number; body?: unknown; text?: string }[]) {
  const asked: Asked[] = [];
  const client = new Client("https://host/r/1/", "en", async (url, init) => {
    asked.push({ url: String(url), method: init?.method ?? "", body: init?.body ? JSON.parse(String(init.body)) : null, headers: init?.headers as Record<string, string> });
    const a = answers.shift();
    if (!a) throw new TypeError("no more answers");
    return new Response(a.text ?? JSON.stringify(a.body), { status: a.status ?? 200 });
  });
  return { client, asked };
}

const place = { type: "Point" as const, coordinates: [117, 35] };
const versions = { boundaries: "a", rules: "b", law: "c" };

test("requests go to the region of the page, in its language", async () => {
  const { client, asked } = server({ body: { code: "1" } });
  await client.region();
  expect(asked[0]?.url).toBe("https://host/r/1/api/v1/region?lang=en");
  expect(baseOf({ origin: "https://host", pathname: "/r/370481/" })).toBe("https://host/r/370481/");
  expect(baseOf({ origin: "https://host", pathname: "/index.html" })).toBe("https://host/");
});

test("a job that ended so is tried again once, however often that is sent", async () => {
  const { client, asked } = server({ body: {} }, { body: {} }, { body: {} });
  for (const revision of [3, 3, 4]) await client.retryJob("a/b", revision);
  expect(asked[0]?.url).toBe("https://host/r/1/api/v1/jobs/a%2Fb/retry?lang=en");
  expect(asked.map((a) => a.headers["Idempotency-Key"])).toEqual(["retry-a/b-3", "retry-a/b-3", "retry-a/b-4"]);
});

test("a page's address names its region, whatever the code is", () => {
  for (const code of ["370481", "li", "东 区/1", "100%"]) expect(codeOf({ pathname: pageOf(code) })).toBe(code);
  expect(codeOf({ pathname: "/" })).toBe("");
  expect(codeOf({ pathname: "/r/%" })).toBe("%");
});

test("tile addresses become absolute and keep their braces", async () => {
  const { client, asked } = server({ body: { sources: { region: { tiles: ["/tiles/region/{z}/{x}/{y}.mvt"] } } } });
  expect(await client.style(true)).toEqual({ sources: { region: { tiles: ["https://host/tiles/region/{z}/{x}/{y}.mvt"] } } });
  expect(asked[0]?.url).toBe("https://host/r/1/style.json?theme=dark&lang=en");
});

const stored = (v = versions) => ({
  type: "Feature", id: "I1", geometry: place,
  properties: { category: "W03", severity: "", source: "patrol", v_row: "V8", lead: "S", reported_at: "2026-11-23T03:10:00Z", reasons: ["kept"], versions: v },
});
const fresh = { type: "Feature", geometry: place, properties: { reasons: ["said anew"], versions } };

test("a kept incident is decided again for what is to be drawn, as long as nothing changed", async () => {
  const { client, asked } = server({ body: stored() }, { body: fresh });
  expect(await client.incident("I1")).toMatchObject({ id: "I1", properties: { reasons: ["said anew"] } });
  expect(asked[1]).toMatchObject({ method: "POST", body: { properties: { category: "W03", source: "patrol" } } });
  expect(asked[1]?.body).not.toHaveProperty("properties.reasons"); // what was decided is not reported
  expect(asked[1]?.body).not.toHaveProperty("properties.severity"); // "" means: as the category has it
});

test("after a change of boundaries the decision stands as it was kept", async () => {
  const { client } = server({ body: stored({ ...versions, boundaries: "old" }) }, { body: fresh });
  expect(await client.incident("I1")).toMatchObject({ id: "I1", properties: { reasons: ["kept"], lead: "S", v_row: "V8" } });
});

test("no answer, a broken answer and a refusal are told apart", async () => {
  const fault = (answer?: { status?: number; body?: unknown; text?: string }) =>
    server(...(answer ? [answer] : [])).client.units().then(() => null, (e: unknown) => (e instanceof FaultError ? e.fault : e));
  expect(await fault()).toMatchObject({ kind: "offline", status: 0 });
  expect(await fault({ text: "<html>" })).toMatchObject({ kind: "server", status: 200 });
  expect(await fault({ status: 502, text: "bad gateway" })).toMatchObject({ kind: "server", status: 502 });
  expect(await fault({ status: 422, body: { title: "T", detail: "D", errors: [{ detail: "E", pointer: "/days" }, { detail: "F", parameter: "limit" }] } })).toEqual({
    kind: "refused", status: 422, title: "T", detail: "D", errors: [{ detail: "E", pointer: "/days" }, { detail: "F", pointer: "limit" }],
  });
  expect(faultOf(404, undefined).kind).toBe("server");
});

test("of more closures than fit a page, those that hold and the latest are read", async () => {
  const line = (id: string) => ({ id });
  const { client, asked } = server(
    { body: { features: [line("a"), line("b")], numberMatched: 5 } }, { body: { features: [line("a"), line("e")] } }, { body: { features: [line("d"), line("e")] } });
  expect((await client.closures(2)).map((c) => c.id)).toEqual(["a", "d", "e"]);
  expect(asked.map((a) => a.url.replace(/.*closures/, "").replace(/in_force=[^&]+/, "in_force=now"))).toEqual(["?limit=2&lang=en", "?in_force=now&lang=en", "?limit=2&offset=3&lang=en"]);
});

test("a stream tells of leads, closures, the region and jobs", async () => {
  const { client } = server({ text: 'event: closure\ndata: {"changes":3}\n\nid: 7\nevent: lead\ndata: {"lead":"L"}\n\nevent: region\ndata: {"version":"v"}\n\nevent: job\ndata: {"jobID":"J"}\n\n' });
  const heard: unknown[] = [];
  await client.watch("", { lead: (moved, id) => heard.push([moved.lead, id]), closures: () => heard.push("closures"), region: (v) => heard.push(v), job: (j) => heard.push(j.jobID) }, new AbortController().signal);
  expect(heard).toEqual(["closures", ["L", "7"], "v", "J"]);
});
