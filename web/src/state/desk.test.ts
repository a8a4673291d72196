import type { Job } from "../api/job.ts";
import { expect, test, vi } from "vitest";
import { Client, FaultError, type Heard } from "../api/client.ts";
import type { Closure } from "../api/way.ts";
import { Desk } from "./desk.ts";
import { hearJobs } from "./jobs.ts";
import { chooseTask, draft, fillPlan, mustChoose, typeCoordinates } from "./state.ts";
import { categories, checked, decided, desker, lead, planned, region, units } from "./testdata.ts";

const offline = new FaultError({ kind: "offline", status: 0, title: "", detail: "", errors: [] });

/** A desk whose server answers with the test region; change replaces single answers. */
function desk(change: Partial<Client> = {}) {
  const answers = {
    regions: async () => [region], region: async () => region, units: async () => units, categories: async () => categories,
    decide: async () => decided(), report: async () => ({ ...decided(), id: "I1" }), incident: async () => ({ ...decided(), id: "I1" }),
    ways: async () => ({ password: true, known: true }),
    me: async () => ({ person: desker, declared: true }), people: async () => [desker], leads: async () => ({ type: "FeatureCollection", features: [lead()], numberMatched: 1 }),
    watch: () => new Promise(() => undefined), closures: async () => [], jobs: async () => [],
    makePlan: async () => planned, plan: async () => planned, plans: async () => ({ plans: [], links: [] }), check: async () => checked,
    ...change,
  };
  return new Desk({ client: () => answers as unknown as Client, today: "2026-11-23", code: "", lang: "en", remember: () => undefined, identity: { get: () => ({}), set: () => undefined }, key: () => "k", now: () => clock.now });
}
const clock = { now: 0 };

test("loading fills the region and the lists", async () => {
  const d = desk();
  await d.load();
  expect(d.state).toMatchObject({ region: { code: "1" }, fault: null, asker: { me: { declared: true } }, leads: { list: [{ id: "L1" }], live: true }, plan: { earlier: { more: false } } });
});

test("without a server the page says so and can try again", async () => {
  let up = false;
  const d = desk({ region: async () => { if (!up) throw offline; return region; } });
  await d.load();
  expect(d.state.fault?.kind).toBe("offline");
  up = true;
  await d.load();
  expect(d.state).toMatchObject({ fault: null, region: { code: "1" } });
});

const nowhere = new FaultError({ kind: "refused", status: 404, title: "Not found", detail: "several", errors: [] });

test("without a region of that name there is a choice, and nothing else is asked of it", async () => {
  let asked = 0;
  const missing = async () => { asked++; throw nowhere; };
  const d = desk({ regions: async () => [region, { ...region, code: "2" }], region: missing, units: missing, me: missing, plans: missing });
  await d.load();
  expect(mustChoose(d.state)).toBe(true);
  await d.speak("zh");
  expect(asked).toBe(1);
  expect(d.state).toMatchObject({ lang: "zh", regions: [{ code: "1" }, { code: "2" }] });
});

test("a list of regions that cannot be read does not keep from the region", async () => {
  const d = desk({ regions: async () => { throw offline; } });
  await d.load();
  expect(d.state).toMatchObject({ region: { code: "1" }, regions: [], fault: null });
  expect(mustChoose(d.state)).toBe(false);
});

test("a failing server is no choice", async () => {
  const d = desk({ region: async () => { throw offline; } });
  await d.load();
  expect(mustChoose(d.state)).toBe(false);
});

test("nothing is sent while the place is missing", async () => {
  let sent = 0;
  const d = desk({ decide: async () => { sent++; return decided(); } });
  await d.decide();
  expect(sent).toBe(0);
  expect(d.state.incident.wrong.geometry?.key).toBe("coordsFew");
});

test("a decision is shown and spoken, a report has its number", async () => {
  const d = desk();
  await d.load();
  d.change((s) => typeCoordinates(s, "117.1, 35.05"));
  await d.decide();
  expect(d.state).toMatchObject({ incident: { busy: "", storedID: "" }, spoken: "Decision: Wetland post leads, rule V7." });
  await d.report();
  expect(d.state).toMatchObject({ incident: { storedID: "I1" }, spoken: "Stored as I1. Wetland post leads, rule V7." });
});

test("a refused incident keeps its draft and shows the fault", async () => {
  const d = desk({ decide: async () => { throw offline; } });
  d.change((s) => draft(typeCoordinates(s, "117.1, 35.05"), { category: "W03" }));
  await d.decide();
  expect(d.state.incident).toMatchObject({ busy: "", fault: { kind: "offline" }, decision: null, draft: { category: "W03" } });
});

test("an answer that a newer question has overtaken is dropped", async () => {
  const waiting: ((f: ReturnType<typeof decided>) => void)[] = [];
  const d = desk({ decide: () => new Promise((done) => waiting.push(done)) });
  d.change((s) => typeCoordinates(s, "117.1, 35.05"));
  const first = d.decide();
  const second = d.decide();
  waiting[1]?.(decided({ v_row: "V8" }));
  waiting[0]?.(decided({ v_row: "V11" }));
  await Promise.all([first, second]);
  expect(d.state.incident.decision?.properties.v_row).toBe("V8");
});

test("a plan in the making is not lost by deciding an incident", async () => {
  let done: (p: typeof planned) => void = () => undefined;
  const d = desk({ makePlan: () => new Promise((ok) => (done = ok)) });
  d.change((s) => chooseTask(fillPlan(typeCoordinates(s, "117.1, 35.05"), { unit: "1-ZX01" }), "plan"));
  const plan = d.makePlan();
  await d.decide();
  done(planned);
  await plan;
  expect(d.state.plan).toMatchObject({ busy: "", plan: { id: "P1" } });
  expect(d.state.spoken).toBe("Plan made: 1 tours, 2 stops, 1 left out.");
});

test("what one person saw is gone for the next, and what was on its way is dropped", async () => {
  let done: (p: typeof planned) => void = () => undefined;
  const d = desk({ plan: () => new Promise((ok) => (done = ok)), plans: async () => ({ plans: [{ id: "P1" }], links: [] }) as never });
  await d.load();
  d.change((s) => fillPlan(s, { unit: "1-ZX01" }));
  await d.makePlan();
  expect(d.state.plan.plan?.id).toBe("P1");
  const late = d.openPlan("P1");
  const next = d.leads.signIn({});
  expect(d.state.plan).toMatchObject({ plan: null, busy: "", unit: "1-ZX01", earlier: { list: [] } });
  done(planned);
  await Promise.all([late, next]);
  expect(d.state.plan).toMatchObject({ plan: null, earlier: { list: [{ id: "P1" }] } });
});

test("a mistake of our own is not hidden as a fault of the server", async () => {
  const d = desk({ makePlan: async () => { throw new TypeError("ours"); } });
  d.change((s) => fillPlan(s, { unit: "1-ZX01" }));
  await expect(d.makePlan()).rejects.toThrow("ours");
});

test("a check is asked for once, told, and asked again in another language", async () => {
  let asked = 0;
  const d = desk({ check: async () => { asked++; return checked; } });
  await d.load();
  expect(asked).toBe(0);
  await d.runCheck();
  expect(d.state).toMatchObject({ check: { busy: false, chosen: "", found: { findings: 2 } }, spoken: "2 findings, 1 notes." });
  await d.speak("zh");
  expect(asked).toBe(2);
});

test("a check that fails says so", async () => {
  const d = desk({ check: async () => { throw offline; } });
  await d.load();
  await d.runCheck();
  expect(d.state.check).toMatchObject({ busy: false, found: null, fault: { kind: "offline" } });
});

test("the region is read again when its data are others and that rests, and once more where that failed", async () => {
  vi.useFakeTimers();
  try {
    let [read, up, heard]: [number, boolean, Heard | null] = [0, true, null];
    const d = desk({
      region: async () => { read++; if (!up) throw offline; return { ...region, name: `${read}` }; },
      watch: (_after, h) => { heard = h; return new Promise(() => undefined); },
    });
    await d.load();
    const tell = heard as unknown as Heard;
    tell.region("a"); // as it stands: it was read just now
    tell.region("a");
    await vi.advanceTimersByTimeAsync(20_000);
    expect([read, d.state.version]).toEqual([1, "a"]);
    tell.region("b");
    tell.region("c");
    await vi.advanceTimersByTimeAsync(1000);
    expect([read, d.state.version]).toEqual([1, "a"]);
    up = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect([read, d.state.version, d.state.region?.name]).toEqual([2, "a", "1"]);
    up = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect([read, d.state.version, d.state.region?.name]).toEqual([3, "c", "3"]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).toBe(3);
  } finally {
    vi.useRealTimers();
  }
});

const job = (jobID: string, revision: number, status: Job["status"]): Job => ({ jobID, processID: "export", title: "Export: Towns (csv)", status, revision, message: "", progress: 0, person: desker.id, created: jobID, updated: "" });

test("jobs follow the stream, and each new stream has them read again", async () => {
  let [standing, read, heard]: [Job[], number, Heard | null] = [[job("J", 1, "accepted")], 0, null];
  const d = desk({ jobs: async () => { read++; return standing; }, watch: (_after, h) => { heard = h; return new Promise(() => undefined); } });
  await d.load();
  await vi.waitFor(() => expect(d.state.jobs.list).toHaveLength(1));
  const tell = heard as unknown as Heard;
  standing = [job("J", 3, "failed")]; // while nobody listened
  tell.closures();
  await vi.waitFor(() => expect(d.state).toMatchObject({ jobs: { list: [{ status: "failed" }] }, spoken: "Export: Towns (csv): failed." }));
  tell.closures();
  tell.job(job("J", 2, "running"));
  expect(d.state.jobs.list[0]?.status).toBe("failed");
  expect(read).toBe(2);
});

test("a job is tried again once at a time, and where that try has failed too, it is what is tried again", async () => {
  const sent: string[] = [];
  const made: Record<string, string> = { "A-3": "B", "B-3": "C" };
  const d = desk({ jobs: async () => [job("A", 3, "failed")], retryJob: async (id, revision) => { sent.push(id); return job(made[`${id}-${revision}`] ?? "", 1, "accepted"); } });
  await d.load();
  await vi.waitFor(() => expect(d.state.jobs.list).toHaveLength(1));
  const first = d.retryJob(job("A", 3, "failed"));
  expect(d.state.jobs.busy).toEqual(["A"]);
  await Promise.all([first, d.retryJob(job("A", 3, "failed"))]);
  expect(d.state.jobs).toMatchObject({ busy: [], list: [{ jobID: "B" }, { jobID: "A" }] });
  expect(sent).toEqual(["A"]);
  await d.retryJob(job("A", 3, "failed")); // B is under way
  expect(sent).toEqual(["A", "A"]);
  d.change((s) => hearJobs(s, [job("B", 3, "failed")]));
  await d.retryJob(job("A", 3, "failed"));
  expect(sent).toEqual(["A", "A", "A", "B"]);
  expect(d.state.jobs.list.map((j) => j.jobID)).toEqual(["C", "B", "A"]);
});

test("what is asked of one person's jobs is not for the next; the next language keeps them", async () => {
  const waiting: ((fails?: boolean) => void)[] = [];
  const late = <T>(answer: T) => new Promise<T>((done, fail) => waiting.push((fails) => (fails ? fail(offline) : done(answer))));
  let [list, heard]: [() => Promise<Job[]>, Heard | null] = [async () => [job("A", 1, "running")], null];
  const d = desk({
    jobs: () => list(), dismissJob: () => late(job("A", 2, "dismissed")), retryJob: () => late(job("B", 1, "accepted")), jobFile: () => late(new Blob(["secret"])),
    watch: (_after, h) => { heard = h; return new Promise(() => undefined); },
  });
  await d.load();
  await vi.waitFor(() => expect(d.state.jobs.list).toHaveLength(1));
  let emptied = false;
  const unheard = d.listen((s) => { emptied ||= s.jobs.list.length === 0; });
  await d.speak("zh");
  unheard();
  expect(emptied).toBe(false);
  list = () => late([job("A", 1, "running")]);
  const tell = heard as unknown as Heard;
  const asked = [d.dismissJob(job("A", 1, "running")), d.retryJob(job("C", 3, "failed")), d.jobFile("D")];
  tell.closures(); // reads the list, late
  list = async () => [];
  await d.leads.signIn({});
  waiting.forEach((answer, i) => answer(i === 1)); // one of them with a fault
  expect((await Promise.all(asked))[2]).toBeNull();
  tell.job(job("A", 2, "failed"));
  await new Promise((soon) => setTimeout(soon));
  expect(waiting).toHaveLength(4);
  expect(d.state.jobs).toEqual({ list: [], busy: [], fault: null });
});

test("who is not known any more hears nothing more", async () => {
  let [heard, ended]: [Heard | null, AbortSignal | null] = [null, null];
  const d = desk({ me: async () => ({ person: desker, declared: false, way: "session" }) as never, watch: (_after, h, signal) => { [heard, ended] = [h, signal]; return new Promise(() => undefined); } });
  await d.load();
  d.leads.expired();
  expect((ended as unknown as AbortSignal).aborted).toBe(true);
  (heard as unknown as Heard).job(job("A", 1, "running"));
  expect(d.state).toMatchObject({ jobs: { list: [] }, asker: { me: null } });
});

test("the list of closures follows the stream, and the clock where the time of one comes", async () => {
  let [read, tell]: [number, () => void] = [0, () => undefined];
  const later = (state: "planned" | "in_force"): Closure => ({ type: "Feature", id: "a", geometry: { type: "LineString", coordinates: [[117, 35], [117.1, 35]] },
    properties: { profiles: [], speed: 0, set_at: "2026-11-23T01:00:00+08:00", from: "2026-11-23T02:00:00+08:00", reason: "a", revision: 1, state } });
  const d = desk({
    closures: async () => { read++; return [later(clock.now > 0 ? "in_force" : "planned")]; },
    watch: (_after, heard) => { tell = heard.closures; heard.closures(); return new Promise(() => undefined); },
  });
  await d.load();
  await vi.waitFor(() => expect(d.state.closures.list).toHaveLength(1));
  tell();
  await vi.waitFor(() => expect(read).toBe(2));
  d.tick();
  expect(read).toBe(2);
  clock.now = Date.parse("2026-11-23T02:00:00+08:00");
  d.tick();
  await vi.waitFor(() => expect(d.state.closures.list?.[0]?.properties.state).toBe("in_force"));
  d.tick();
  expect(read).toBe(3);
  clock.now = 0;
});
