// Asks the server, and turns whatever goes wrong into one Fault that a panel can
// show beside the control it concerns.

import type { Absence, Figures, JointAttendance, JointList, JointPatrol, JointReply, Risk, Roster, RosterChanged } from "./roster.ts";
import type { Geometry, Position } from "geojson";
import type {
  Attachment, EventRequest, LeadFeature, LeadList, LeadMoved, Ledger, Me, NoticeRequest, Person, Reading, ReceiptRequest, Records, Reporter, Similar, SplitRequest,
} from "./lead.ts";
import type { Job } from "./job.ts";
import type { Ways } from "./signin.ts";
import { StreamReader } from "./stream.ts";
import type { Closure, ClosureRequest, Conditions, Nearest, Reach, Route } from "./way.ts";
import type {
  Category, DecisionFeature, FoundList, Incident, Lang, Plan, PlanList, PlanRequest, Region, RegionLine, StoredFeature, Unit, Versions,
} from "./types.ts";

/** Who hears what moves: closures, the version of the region's data and the asker's jobs are told of at the beginning and after each change. */
export interface Heard {
  lead: (moved: LeadMoved, id: string) => void;
  closures: () => void;
  region: (version: string) => void;
  job: (job: Job) => void;
}

/** What went wrong. Sentences come from the server in the language asked for. */
export interface Fault {
  kind: "offline" | "server" | "refused"; // no answer; 5xx or not JSON; the request is at fault
  status: number; // 0 when there was no answer
  title: string;
  detail: string;
  errors: { detail: string; pointer: string }[]; // pointer: into the body, or the parameter's name
}

/** A FaultError carries a Fault through a promise. */
export class FaultError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.detail || fault.title);
  }
}

type Fetch = typeof fetch;

/** The API of one region, in one language. */
export class Client {
  /** base is the address of the page's folder, such as https://host/r/370481/. */
  constructor(
    private readonly base: string,
    private readonly lang: Lang,
    private readonly fetcher: Fetch = (input, init) => fetch(input, init),
    private readonly who: () => Record<string, string> = () => ({}), // headers that say who asks
  ) {}

  regions = async () => (await this.get<{ regions: RegionLine[] }>("api/v1/regions")).regions;
  region = () => this.get<Region>("api/v1/region");
  units = async () => (await this.get<{ units: Unit[] }>("api/v1/units")).units;
  categories = async () => (await this.get<{ categories: Category[] }>("api/v1/categories")).categories;

  decide = (incident: Incident, geometry: Geometry) =>
    this.post<DecisionFeature>("api/v1/decide", { type: "Feature", geometry, properties: incident });
  report = async (incident: Incident, geometry: Geometry) =>
    this.recalled(await this.post<StoredFeature>("api/v1/incidents", { type: "Feature", geometry, properties: incident }));
  incident = async (id: string) => this.recalled(await this.get<StoredFeature>(`api/v1/incidents/${encodeURIComponent(id)}`));

  /** How one can sign in here; the rest begins and ends sessions of this browser. */
  ways = () => this.get<Ways>("api/v1/session");
  signIn = (person: string, password: string) => this.post<Me>("api/v1/session", { person, password });
  signOut = (everywhere: boolean) => this.ask<undefined>(`api/v1/session${everywhere ? "?everywhere=true" : ""}`, { method: "DELETE" });
  setPassword = (to: { link?: string; present?: string; password: string }) => this.post<Me>("api/v1/password", to);
  provider = () => this.absolute("api/v1/session/provider");

  me = () => this.get<Me>("api/v1/me");
  people = async () => (await this.get<{ people: Person[] }>("api/v1/people")).people;
  leads = (query: Record<string, string>) => this.get<LeadList>(`api/v1/incidents?${new URLSearchParams(query)}`);
  lead = (id: string) => this.get<LeadFeature>(leadPath(id));
  decisionOf = (lead: LeadFeature): Promise<DecisionFeature> => this.recalled(lead);
  records = (id: string) => this.get<Records>(leadPath(id, "/events"));
  similar = async (id: string) => (await this.get<{ similar: Similar[] }>(leadPath(id, "/similar"))).similar;
  attachments = async (id: string) => (await this.get<{ attachments: Attachment[] }>(leadPath(id, "/attachments"))).attachments;
  notices = (id: string) => this.get<Ledger>(leadPath(id, "/notices"));

  ledger = () => this.get<Ledger>("api/v1/notices");
  paper = (address: string) => this.blob(address);

  /** Who told. The server takes the reading down first. */
  reporter = (id: string, reason: string) => this.get<Reporter>(leadPath(id, `/reporter?${new URLSearchParams({ reason })}`));
  keepReporter = (id: string, reporter: Reporter) => this.post<undefined>(leadPath(id, "/reporter"), reporter);
  readings = async (id: string) => (await this.get<{ readings: Reading[] }>(leadPath(id, "/reporter/readings"))).readings;

  /** Fires an event on what was seen: 412 tells who was faster. The same key is carried out once. */
  fire = (id: string, seen: number, key: string, event: EventRequest) =>
    this.post<LeadFeature>(leadPath(id, "/events"), event, onceOf(seen, key));
  split = (id: string, seen: number, key: string, split: SplitRequest) =>
    this.post<LeadFeature>(leadPath(id, "/split"), split, onceOf(seen, key));
  sendNotice = (id: string, seen: number, key: string, notice: NoticeRequest) =>
    this.post<LeadFeature>(leadPath(id, "/notices"), notice, onceOf(seen, key));
  enterReceipt = (id: string, notice: string, seen: number, key: string, receipt: ReceiptRequest) =>
    this.post<LeadFeature>(leadPath(id, `/notices/${encodeURIComponent(notice)}/receipts`), receipt, onceOf(seen, key));

  /** Keeps a file of a lead. Its digest goes along where the browser can count one, so that the server proves the way. */
  attach = async (id: string, file: File) => {
    const content = await file.arrayBuffer();
    const query = new URLSearchParams({ name: file.name });
    if (globalThis.crypto?.subtle) {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
      query.set("sha256", [...digest].map((b) => b.toString(16).padStart(2, "0")).join(""));
    }
    return this.ask<Attachment>(leadPath(id, `/attachments?${query}`), {
      method: "POST", headers: { "Content-Type": file.type || "application/octet-stream" }, body: content,
    });
  };
  attached = (id: string, digest: string) => this.blob(leadPath(id, `/attachments/${digest}`));
  letter = (id: string, paper: string, about: Record<string, string> = {}) => this.blob(leadPath(id, `/papers/${paper}.pdf?${new URLSearchParams(about)}`));

  /** Reads what moves until it ends or is ended; after is the id of the last event that was heard. */
  async watch(after: string, heard: Heard, signal: AbortSignal): Promise<void> {
    const answer = await this.send("api/v1/events", { method: "GET", headers: after ? { "Last-Event-ID": after } : {}, signal });
    if (!answer.ok || !answer.body) throw new FaultError(faultOf(answer.status, await answer.json().catch(() => undefined)));
    const events = new StreamReader();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      for (const e of events.read(part.value)) {
        if (e.event === "lead") heard.lead(JSON.parse(e.data) as LeadMoved, e.id);
        else if (e.event === "closure") heard.closures();
        else if (e.event === "region") heard.region((JSON.parse(e.data) as { version: string }).version);
        else if (e.event === "job") heard.job(JSON.parse(e.data) as Job);
      }
    }
  }

  /** Long work: the asker's own, for an administrator all; the last asked for first. */
  jobs = async () => (await this.get<{ jobs: Job[] }>("api/v1/jobs?limit=20")).jobs;
  dismissJob = (id: string) => this.ask<Job>(jobPath(id), { method: "DELETE" });
  /** Asks again for a job that ended so; however often that is sent, it is carried out once. */
  retryJob = (id: string, revision: number) => this.post<Job>(jobPath(id, "/retry"), {}, { "Idempotency-Key": `retry-${id}-${revision}` });
  jobFile = (id: string) => this.blob(jobPath(id, "/results"));

  makePlan = (request: PlanRequest) => this.post<Plan>("api/v1/plans", request);
  plans = (limit: number) => this.get<PlanList>(`api/v1/plans?limit=${limit}`);
  plan = (id: string) => this.get<Plan>(`api/v1/plans/${encodeURIComponent(id)}`);

  route = (profile: string, points: Position[], on: Conditions = {}) => this.post<Route>("api/v1/route", { profile, points, ...on });
  reach = (profile: string, at: Position, minutes: readonly number[], on: Conditions = {}) => this.post<Reach>("api/v1/isochrone", { profile, at, minutes, ...on });
  /** Without a profile by that of the patrols. */
  nearest = (at: Position, asked: Conditions & { profile?: string } = {}) =>
    this.get<Nearest>(`api/v1/nearest?${new URLSearchParams({ at: at.join(","), ...Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, String(value)])) })}`);

  /** The closures in the order in which they were set: those that hold now, and the latest of all others. */
  async closures(most = 1000): Promise<Closure[]> {
    const read = (query: string) => this.get<{ features: Closure[]; numberMatched?: number }>(`api/v1/closures?${query}`);
    const { features, numberMatched = 0 } = await read(`limit=${most}`);
    if (numberMatched <= features.length) return features;
    const [held, last] = [await read(`in_force=${encodeURIComponent(new Date().toISOString())}`), await read(`limit=${most}&offset=${numberMatched - most}`)];
    const late = new Set(last.features.map((c) => c.id));
    return [...held.features.filter((c) => !late.has(c.id)), ...last.features];
  }
  close = (key: string, geometry: Geometry, properties: ClosureRequest) =>
    this.post<Closure>("api/v1/closures", { type: "Feature", geometry, properties }, { "Idempotency-Key": key });
  lift = (id: string, seen: number, key: string, reason: string) => this.post<Closure>(`api/v1/closures/${encodeURIComponent(id)}/lift`, { reason }, onceOf(seen, key));

  /** The rosters of a unit that meet some days, whole, the first made first. */
  async rosters(unit: string, from: string, to: string): Promise<Roster[]> {
    const { rosters } = await this.get<{ rosters: { id: string }[] }>(`api/v1/rosters?${new URLSearchParams({ unit, from, to })}`);
    return Promise.all(rosters.map((r) => this.get<Roster>(`api/v1/rosters/${encodeURIComponent(r.id)}`)));
  }
  makeRoster = (unit: string, from: string, days: number) => this.post<Roster>("api/v1/rosters", { unit, from, days });
  changeRoster = (id: string, seen: number, away: Absence[], tried: boolean) =>
    this.post<RosterChanged>(`api/v1/rosters/${encodeURIComponent(id)}/changes`, { away, dry_run: tried }, { "If-Match": `"${seen}"` });

  jointPatrols = (from: string, to: string) => this.get<JointList>(`api/v1/joint-patrols?${new URLSearchParams({ from, to })}`);
  invite = (duty: string) => this.post<JointPatrol>("api/v1/joint-patrols", { duty });
  replyToInvitation = (id: string, seen: number, reply: JointReply) =>
    this.post<JointPatrol>(`api/v1/joint-patrols/${encodeURIComponent(id)}/replies`, reply, { "If-Match": `"${seen}"` });
  takeAttendance = (id: string, seen: number, attendance: JointAttendance) =>
    this.post<JointPatrol>(`api/v1/joint-patrols/${encodeURIComponent(id)}/attendance`, attendance, { "If-Match": `"${seen}"` });

  figures = (month: string, unit: string) => this.get<Figures>(figuresPath(month, "json", unit));
  figuresFile = (month: string, ending: "pdf" | "xlsx", unit: string) => this.blob(figuresPath(month, ending, unit));

  risk = () => this.get<Risk>("api/v1/risk");

  check = () => this.get<FoundList>("api/v1/check");

  /** The map's style, every address in it made absolute: tiles are asked for by a worker. */
  async style(dark: boolean): Promise<Record<string, unknown>> {
    const style = await this.get<Record<string, unknown>>(dark ? "style.json?theme=dark" : "style.json");
    for (const source of Object.values((style["sources"] ?? {}) as Record<string, { tiles?: string[] }>)) {
      if (source.tiles) source.tiles = source.tiles.map((t) => this.absolute(t));
    }
    return style;
  }

  // What is kept is worded in the language of whoever reported it. As long as
  // boundaries, rules and law are the same, deciding again says it in this language;
  // after that, the decision stands as it was kept.
  private async recalled(kept: StoredFeature): Promise<DecisionFeature> {
    const { category = "", severity, accuracy_m = 0, occurred_at = "", source = "", outcome = "", finder = "", versions } = kept.properties;
    try {
      const again = await this.decide({ category, ...(severity && { severity }), accuracy_m, occurred_at, source, outcome, finder }, kept.geometry);
      return sameVersions(again.properties.versions, versions) ? { ...again, ...(kept.id !== undefined && { id: kept.id }) } : kept;
    } catch (e) {
      if (e instanceof FaultError) return kept;
      throw e;
    }
  }

  // Braces stand for numbers in a tile's address and must not be escaped.
  private absolute(address: string): string {
    return new URL(address, this.base).href.replaceAll("%7B", "{").replaceAll("%7D", "}");
  }

  private get<T>(path: string): Promise<T> {
    return this.ask<T>(path, { method: "GET" });
  }

  private post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    return this.ask<T>(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  }

  private async ask<T>(path: string, init: RequestInit): Promise<T> {
    const answer = await this.send(path, init);
    if (answer.status === 204) return undefined as T;
    const body: unknown = await answer.json().catch(() => undefined);
    if (answer.ok && body !== undefined) return body as T;
    throw new FaultError(faultOf(answer.status, body));
  }

  private async blob(path: string): Promise<Blob> {
    const answer = await this.send(path, { method: "GET" });
    if (answer.ok) return answer.blob();
    throw new FaultError(faultOf(answer.status, await answer.json().catch(() => undefined)));
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const url = new URL(path, this.base);
    url.searchParams.set("lang", this.lang);
    try {
      return await this.fetcher(url.href, { ...init, headers: { ...(init.headers as Record<string, string>), ...this.who() } });
    } catch {
      throw new FaultError({ kind: "offline", status: 0, title: "", detail: "", errors: [] });
    }
  }
}

const jobPath = (id: string, rest = ""): string => `api/v1/jobs/${encodeURIComponent(id)}${rest}`;

const leadPath = (id: string, rest = ""): string => `api/v1/incidents/${encodeURIComponent(id)}${rest}`;

const figuresPath = (month: string, ending: string, unit: string): string =>
  `api/v1/figures/${encodeURIComponent(month)}.${ending}${unit ? `?${new URLSearchParams({ unit })}` : ""}`;

const onceOf = (seen: number, key: string) => ({ "If-Match": `"${seen}"`, "Idempotency-Key": key });

/** The folder of the page: its API, tiles and style lie beside it. */
export function baseOf(location: { origin: string; pathname: string }): string {
  const region = /^\/r\/[^/]+/.exec(location.pathname);
  return `${location.origin}${region ? region[0] : ""}/`;
}

/** The code of the region that the page's address names; "" where it names none. */
export function codeOf(location: { pathname: string }): string {
  const code = /^\/r\/([^/]+)/.exec(location.pathname)?.[1] ?? "";
  try {
    return decodeURIComponent(code);
  } catch {
    return code; // a lone % stands for itself
  }
}

/** The page of a region, as an address on this server. */
export const pageOf = (code: string): string => `/r/${encodeURIComponent(code)}/`;

/** Reads application/problem+json; anything else is a failing server. */
export function faultOf(status: number, body: unknown): Fault {
  const p = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const errors = Array.isArray(p["errors"]) ? (p["errors"] as Record<string, unknown>[]) : [];
  return {
    kind: status >= 400 && status < 500 && (text(p["detail"]) || text(p["title"])) ? "refused" : "server",
    status,
    title: text(p["title"]),
    detail: text(p["detail"]),
    errors: errors.map((e) => ({
      detail: text(e["detail"]),
      pointer: text(e["pointer"]) || text(e["parameter"]),
    })),
  };
}

const sameVersions = (a: Versions, b: Versions): boolean =>
  a.boundaries === b.boundaries && a.rules === b.rules && a.law === b.law;

function text(v: unknown): string {
  return typeof v === "string" ? v : "";
}
