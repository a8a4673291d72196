import { expect, test } from "vitest";
import { Client } from "../api/client.ts";
import type { Me } from "../api/lead.ts";
import { RosterDesk } from "./rosterdesk.ts";
import { initial, type State } from "./state.ts";

const me = (id: string): Me => ({ person: { id, name: id, unit: { id: "S1", name: "所" }, roles: [], certified: false, illustration: true }, declared: true });

/** A desk over a server that answers by path when it is let. */
function deskOf(answers: Record<string, unknown>) {
  let state: State = { ...initial("zh", "2026-11-26"), asker: { me: me("a"), people: [], known: true, fault: null }, units: [
    { id: "P1", name: "站", class: "POST" }, { id: "S1", name: "所", class: "STATION" },
  ] as unknown as State["units"] };
  const asked: string[] = [];
  let gate: Promise<void> = Promise.resolve();
  const client = new Client("https://host/", "zh", async (input, init) => {
    const url = new URL(String(input));
    asked.push(`${init?.method} ${url.pathname} ${String(init?.body ?? "")}`.trim());
    await gate;
    const body = answers[url.pathname];
    return new Response(JSON.stringify(body ?? {}), { status: body ? 200 : 404 });
  });
  const host = { get state() { return state; }, client, change: (step: (s: State) => State) => { state = step(state); } };
  return { host, asked, desk: new RosterDesk(host), hold: () => { let open = () => {}; gate = new Promise((r) => (open = r)); return open; } };
}

const one = { id: "r1", revision: 3, units: [{ id: "S1", name: "所" }], from: "2026-11-01", to: "2026-11-30", made_at: "", person: "a", duties: [], short: [], breaches: [] };
const usual = { "/api/v1/rosters": { rosters: [{ id: "r1" }] }, "/api/v1/rosters/r1": one, "/api/v1/joint-patrols": { joint_patrols: [], not_invited: [] } };

test("the asker's own unit is looked at first, and read once", async () => {
  const { host, desk, asked } = deskOf(usual);
  await desk.begin();
  await desk.begin();
  expect(host.state.roster.unit).toBe("S1");
  expect(host.state.roster.rosters).toEqual([one]);
  expect(asked.length).toBe(3);
});

test("what somebody asked for is not shown to who sits down meanwhile", async () => {
  const { host, desk, hold } = deskOf(usual);
  const open = hold();
  const reading = desk.begin();
  host.change((s) => ({ ...s, asker: { ...s.asker, me: me("b") } }));
  open();
  await reading;
  expect(host.state.roster.rosters).toBeNull();
});

test("a change is tried at the revision that was read, and kept only when it is asked for", async () => {
  const { host, desk, asked } = deskOf({ ...usual, "/api/v1/rosters/r1/changes": { roster: one, changes: [] } });
  await desk.begin();
  host.change((s) => ({ ...s, roster: { ...s.roster, away: { roster: "r1", person: { id: "x", name: "X", unit: "S1" }, from: "2026-11-28", to: "", reason: "illness", tried: null } } }));
  await desk.tryAway();
  expect(asked.at(-1)).toBe('POST /api/v1/rosters/r1/changes {"away":[{"person":"x","from":"2026-11-28","reason":"illness"}],"dry_run":true}');
  expect(host.state.roster.away?.tried?.changes).toEqual([]);
  await desk.keepAway();
  expect(asked.filter((a) => a.includes("changes")).at(-1)).toContain('"dry_run":false');
  expect(host.state.roster).toMatchObject({ away: null, changed: 0, busy: "" });
});

test("the figures are read when somebody looks at them, of the unit or of all, and anew for another month", async () => {
  const figures = { month: "2026-11", unit_name: "所", made_at: "", sections: [] };
  const { host, desk, asked } = deskOf({ ...usual, "/api/v1/figures/2026-11.json": figures });
  await desk.begin();
  expect(asked.some((a) => a.includes("figures"))).toBe(false);
  await desk.figures({ all: false });
  expect(host.state.roster.figures).toEqual({ all: false, found: figures, fault: null });
  await desk.look({ month: "2027-01" });
  expect(asked.some((a) => a.includes("figures/2027-01.json"))).toBe(true);
  expect(host.state.roster.figures).toMatchObject({ found: null, fault: { status: 404 } });
  await desk.figures(null);
  expect(host.state.roster.figures).toBeNull();
});

test("who came is sent at the revision that was read; what is refused stays in the form", async () => {
  const patrol = { id: "j1", revision: 7, host: { id: "S1", name: "所" }, duty: "d", state: "unwritten", start: "2026-11-20T09:00:00+08:00", end: "2026-11-20T17:00:00+08:00", departments: [], faults: [] };
  const answers: Record<string, unknown> = { ...usual, "/api/v1/joint-patrols": { joint_patrols: [patrol], not_invited: [] } };
  const { host, desk, asked } = deskOf(answers);
  await desk.begin();
  host.change((s) => ({ ...s, roster: { ...s.roster, attend: { patrol: "j1", agreed: "复查", units: [{ unit: "S1", came: "yes", text: "王" }] } } }));
  await desk.attend();
  expect(asked.at(-1)).toBe('POST /api/v1/joint-patrols/j1/attendance {"units":[{"unit":"S1","yes":true,"who":[{"name":"王"}],"note":"复查"}]}');
  expect(host.state.roster).toMatchObject({ busy: "", attend: { agreed: "复查" }, fault: { status: 404 } });
  answers["/api/v1/joint-patrols/j1/attendance"] = patrol;
  await desk.attend();
  expect(host.state.roster.attend).toBeNull();
  expect(host.state.spoken).toBe("到场情况已登记。");
});
