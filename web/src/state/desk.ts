// The desk holds the state of the page and is the only thing that changes it. It
// asks the server and puts the answers into the state; who draws listens.

import type { Geometry } from "geojson";
import type { Client } from "../api/client.ts";
import type { DecisionFeature, Lang, Linked } from "../api/types.ts";
import type { Job } from "../api/job.ts";
import { Calm } from "./calm.ts";
import { turns } from "./closures.ts";
import { hearJobs, mayRetry, noJobs, withBusy } from "./jobs.ts";
import { faultIn, LeadDesk, type Identity } from "./leaddesk.ts";
import { RosterDesk } from "./rosterdesk.ts";
import { WayDesk } from "./waydesk.ts";
import { unitName } from "./naming.ts";
import { toursOf } from "./timetable.ts";
import { drawGeometry, incidentOf, initial, mustChoose, planOf, showDecision, showPlan, withCheck, withIncident, withPlan, type State } from "./state.ts";
import { word } from "./words.ts";

/** What the desk needs from the browser, so that it can be tested without one. */
export interface Surroundings {
  client: (lang: Lang) => Client;
  today: string;
  code: string; // of the region that the address names, or ""
  lang: Lang; // remembered, or the browser's
  remember: (lang: Lang) => void;
  identity: { get: () => Identity; set: (who: Identity) => void };
  key: () => string; // a new one each time
  now: () => number; // milliseconds since 1970
}

/** How long until what could not be read is read again, in milliseconds. */
const pause = 10_000;

export class Desk {
  private current: State;
  readonly leads: LeadDesk;
  readonly ways: WayDesk;
  readonly rosters: RosterDesk;
  private readonly listeners = new Set<(s: State) => void>();
  // Numbers the requests of each task: an answer that a newer request has overtaken is dropped.
  private asked = { incident: 0, plan: 0, check: 0, jobs: 0, region: 0 };
  private heardVersion = ""; // of the region's data, the last that was told of
  private readonly reading = new Calm(() => void this.readRegion());

  constructor(private readonly around: Surroundings) {
    this.current = { ...initial(around.lang, around.today, around.code), now: around.now() };
    this.leads = new LeadDesk(this, around.identity, around.key, {
      closures: () => void this.ways.closures(), region: (version) => this.regionMoved(version), job: (job) => this.change((s) => hearJobs(s, [job])),
      begun: () => void this.listJobs(),
    }, (known) => {
      this.asked.plan++;
      if (known) return void (this.listPlans(), this.listJobs());
      this.asked.jobs++;
      this.change((s) => ({ ...s, jobs: noJobs }));
    });
    this.ways = new WayDesk(this, around.key);
    this.rosters = new RosterDesk(this);
  }

  get state(): State {
    return this.current;
  }

  /** Calls back with the state now and after every change; the answer ends it. */
  listen(heard: (s: State) => void): () => void {
    this.listeners.add(heard);
    heard(this.current);
    return () => this.listeners.delete(heard);
  }

  /** Takes one step: a plain function from state to state. */
  change(step: (s: State) => State): void {
    const next = step(this.current);
    if (next === this.current) return;
    this.current = next;
    for (const heard of this.listeners) heard(next);
  }

  /** The clock goes on: what is due is said anew; a closure whose time comes or ends is asked for. */
  tick(): void {
    this.change((s) => ({ ...s, now: this.around.now() }));
    if (turns(this.current.closures.list ?? [], this.current.now)) void this.ways.closures();
  }

  /** Reads the region and what can be chosen in it; where there is no such region, what regions there are. */
  async load(): Promise<void> {
    this.change((s) => ({ ...s, fault: null }));
    const listed = this.listRegions();
    try {
      const region = await this.client.region();
      const [units, categories] = await Promise.all([this.client.units(), this.client.categories()]);
      this.change((s) => ({ ...s, region, units, categories }));
    } catch (e) {
      const fault = faultIn(e);
      await listed; // so that the choice stands there at once
      return this.change((s) => ({ ...s, fault }));
    }
    await Promise.all([listed, this.leads.begin()]);
  }

  // Without the list there is nothing to switch to, but the region can still be worked with.
  private async listRegions(): Promise<void> {
    try {
      const regions = await this.client.regions();
      this.change((s) => ({ ...s, regions }));
    } catch (e) {
      faultIn(e);
    }
  }

  /** Changes the language; what the server wrote is asked for again. */
  async speak(lang: Lang): Promise<void> {
    this.around.remember(lang);
    this.change((s) => ({ ...s, lang, spoken: "" }));
    if (mustChoose(this.current)) return; // the choice is worded here, in both languages
    if (!this.current.region) return this.load();
    const { decision, storedID } = this.current.incident;
    const plan = this.current.plan.plan;
    await Promise.all([
      decision && (storedID ? this.reword(storedID) : this.decide()),
      plan && this.openPlan(plan.id),
      this.leads.begin(),
      this.ways.again(),
      this.rosters.again(),
      this.current.check.found && this.runCheck(),
    ]);
  }

  // Somebody has written to the region's data: when that rests, what is shown of it is read again. Many may write
  // much, and every page reads.
  private regionMoved(version: string): void {
    if (version === this.heardVersion) return;
    this.heardVersion = version;
    if (this.current.version === "") this.change((s) => ({ ...s, version })); // it was read just now
    else this.reading.stir();
  }

  // With the version, the map draws its tiles anew.
  private async readRegion(): Promise<void> {
    const [version, number] = [this.heardVersion, ++this.asked.region];
    try {
      const [region, units] = await Promise.all([this.client.region(), this.client.units()]);
      if (number === this.asked.region) this.change((s) => ({ ...s, region, units, version }));
    } catch (e) {
      if (faultIn(e).kind !== "refused" && number === this.asked.region) this.reading.stir(pause); // what stood there stays until then
    }
  }

  /** Gives a job up. */
  dismissJob = (j: Job) => this.withJobs(async () => [await this.client.dismissJob(j.jobID)], j.jobID);

  /** Asks again for what failed or was given up. That is carried out once; where it has ended so too, it is what is tried again. */
  retryJob = (j: Job) => this.withJobs(async () => {
    const { jobs: { list }, asker: { me } } = this.current;
    for (let failed = j; ;) {
      const made = await this.client.retryJob(failed.jobID, failed.revision);
      const known = list.find((k) => k.jobID === made.jobID);
      if (!known || !mayRetry(known, me?.person.id ?? "")) return [made];
      failed = known;
    }
  }, j.jobID);

  /** The file that came of a job; null if it cannot be had, and why is said. */
  async jobFile(id: string): Promise<Blob | null> {
    const number = this.asked.jobs;
    let file: Blob | null = null;
    await this.withJobs(async () => {
      file = await this.client.jobFile(id);
      return [];
    }, id);
    return number === this.asked.jobs ? file : null;
  }

  private listJobs = () => this.withJobs(() => this.client.jobs());

  // Does something with jobs, once at a time with each, and takes over how they stand then, unless somebody else sits here.
  private async withJobs(ask: () => Promise<Job[]>, id = ""): Promise<void> {
    const number = this.asked.jobs;
    if (this.current.jobs.busy.includes(id)) return;
    if (id) this.change((s) => withBusy(s, id, true));
    let step: (s: State) => State;
    try {
      const heard = await ask();
      step = (s) => hearJobs({ ...s, jobs: { ...s.jobs, fault: null } }, heard);
    } catch (e) {
      const fault = faultIn(e);
      step = (s) => ({ ...s, jobs: { ...s.jobs, fault } });
    } finally {
      if (id) this.change((s) => withBusy(s, id, false));
    }
    if (number === this.asked.jobs) this.change(step);
  }

  /** Something was drawn on the map: it belongs to the task at hand. */
  drawn(g: Geometry): void {
    if (this.current.task === "way") void this.ways.picked(g);
    else this.change((s) => drawGeometry(s, g));
  }

  /** Decides without storing. */
  decide(): Promise<void> {
    return this.send("decide");
  }

  /** Decides and stores. */
  async report(): Promise<void> {
    await this.send("report");
    if (this.current.incident.storedID) await this.leads.list();
  }

  // The decision of an incident that was stored, in the language of the page.
  private async reword(id: string): Promise<void> {
    const number = ++this.asked.incident;
    try {
      const answer = await this.client.incident(id);
      if (number === this.asked.incident) this.change((s) => showDecision(s, answer, id));
    } catch (e) {
      if (number === this.asked.incident) this.change((s) => withIncident(s, { fault: faultIn(e) }));
    }
  }

  private async send(how: "decide" | "report"): Promise<void> {
    const sent = incidentOf(this.current.incident.draft);
    if ("wrong" in sent) return this.change((s) => withIncident(s, { wrong: sent.wrong, fault: null }));
    const number = ++this.asked.incident;
    this.change((s) => withIncident(s, { busy: how, fault: null, wrong: {} }));
    try {
      const answer = await this.client[how](sent.incident, sent.geometry);
      if (number !== this.asked.incident) return;
      const id = how === "report" ? idOf(answer) : "";
      this.change((s) => ({ ...showDecision(s, answer, id), spoken: decisionSpoken(s, answer, id) }));
    } catch (e) {
      if (number === this.asked.incident) this.change((s) => withIncident(s, { busy: "", fault: faultIn(e) }));
    }
  }

  /** Makes a plan. */
  async makePlan(): Promise<void> {
    const request = planOf(this.current.plan);
    if ("wrong" in request) return this.change((s) => withPlan(s, { wrong: request.wrong, fault: null }));
    const number = ++this.asked.plan;
    this.change((s) => withPlan(s, { busy: "plan", fault: null, wrong: {} }));
    try {
      const plan = await this.client.makePlan(request);
      if (number !== this.asked.plan) return;
      const count = (kind: string) => plan.features.filter((f) => f.properties.kind === kind).length;
      this.change((s) => ({
        ...showPlan(s, plan),
        spoken: word(s.lang, "announcePlan", { tours: toursOf(plan).length, stops: count("stop"), unplanned: count("unplanned") }),
      }));
      await this.listPlans();
    } catch (e) {
      if (number === this.asked.plan) this.change((s) => withPlan(s, { busy: "", fault: faultIn(e) }));
    }
  }

  /** Opens a plan that was made before. */
  async openPlan(id: string): Promise<void> {
    const number = ++this.asked.plan;
    this.change((s) => withPlan(s, { busy: "open" }));
    try {
      const plan = await this.client.plan(id);
      if (number === this.asked.plan) this.change((s) => showPlan(s, plan));
    } catch (e) {
      if (number === this.asked.plan) this.change((s) => withPlan(s, { busy: "", fault: faultIn(e) }));
    }
  }

  /** Reads the list of plans; with more, a longer one. */
  async listPlans(more = false): Promise<void> {
    const limit = this.current.plan.earlier.limit + (more ? 20 : 0);
    try {
      const { plans, links } = await this.client.plans(limit);
      this.change((s) => withPlan(s, { earlier: { list: plans, fault: null, more: hasNext(links), limit } }));
    } catch (e) {
      this.change((s) => withPlan(s, { earlier: { ...s.plan.earlier, fault: faultIn(e) } }));
    }
  }

  /** Has the region's data checked. */
  async runCheck(): Promise<void> {
    const number = ++this.asked.check;
    this.change((s) => withCheck(s, { busy: true, fault: null }));
    try {
      const found = await this.client.check();
      if (number !== this.asked.check) return;
      this.change((s) => ({ ...withCheck(s, { busy: false, found, chosen: "" }),
        spoken: word(s.lang, "checkCount", { findings: found.findings, notes: found.notes }) }));
    } catch (e) {
      if (number === this.asked.check) this.change((s) => withCheck(s, { busy: false, fault: faultIn(e) }));
    }
  }

  get client(): Client {
    return this.around.client(this.current.lang);
  }
}

function decisionSpoken(s: State, f: DecisionFeature, id: string): string {
  const { lead, v_row: row } = f.properties;
  if (!lead) return word(s.lang, "announceNoLead", { row });
  const figures = { lead: unitName(s.lang, s.units, lead), row, id };
  return word(s.lang, id ? "announceStored" : "announceDecision", figures);
}

const hasNext = (links: Linked["links"]): boolean => links?.some((l) => l.rel === "next") ?? false;

/** The number that the server gave it; "" for a trial. */
export const idOf = (f: DecisionFeature): string => String(f.id ?? "");
