// The part of the desk that deals with leads: who asks, which leads there are, what is
// done with one, and what others do meanwhile.

import { FaultError, type Client, type Fault, type Heard } from "../api/client.ts";
import type { LeadFeature, LeadMoved, Reporter } from "../api/lead.ts";
import {
  begin, eventOf, hearMoved, goOn, inOrder, lacking, leaveDoing, noAsker, noticeOf, openLead, notTold, queryOf, receiptOf, replaceLead, revisionOf, splitOf, withDoing, withLeads, withOpen,
  type Doing, type Filled, type OpenLead, type Told,
} from "./leads.ts";
import { noRoster } from "./rosters.ts";
import { noPlans, withPlan, type State } from "./state.ts";
import { word } from "./words.ts";

/** Who is at the desk, as the browser keeps it for the session. Neither named: nobody, or the usual person of a demonstration. */
export interface Identity {
  person?: string; // of a demonstration
  token?: string;
}

/** What this part needs of the whole. */
export interface Host {
  readonly state: State;
  readonly client: Client;
  change(step: (s: State) => State): void;
}

/** Most leads that are listed at once. */
const most = 200;
const pause = 3000; // before a stream that ended is asked for again, in milliseconds

/** The state without what only the one who was at the desk may see. */
const cleared = (s: State): State => ({
  ...withPlan(withLeads(s, { list: null, open: null, fault: null, live: false, ledger: null, ledgerFault: null }), noPlans),
  asker: noAsker, roster: noRoster(s.roster.month), risk: { busy: false, fault: null, found: null },
});

export class LeadDesk {
  private asked = { list: 0, lead: 0, who: 0 };
  private stream: AbortController | null = null;
  private heard = ""; // id of the last event of the stream

  constructor(
    private readonly host: Host,
    private readonly identity: { get: () => Identity; set: (who: Identity) => void },
    private readonly key: () => string,
    private readonly news: Omit<Heard, "lead"> & { begun: () => void }, // what else the stream tells, and that a new one does
    private readonly seated: (known: boolean) => void, // somebody is known to be at the desk, or left it
  ) {}

  /** Finds out who asks, reads what that person may see, and listens. */
  async begin(): Promise<void> {
    const { token } = this.identity.get();
    try {
      // Without a token, a session or a demonstration nobody is known: there is nothing to ask.
      if (!token && !(await this.host.client.ways()).known) return this.unknown(null);
      const [me, people] = await Promise.all([this.host.client.me(), this.host.client.people()]);
      const before = this.host.state.asker.me;
      if (before && before.person.id !== me.person.id) { // who signed in by another window
        this.leave();
        this.host.change(cleared);
      }
      this.host.change((s) => ({ ...s, asker: { me, people, known: true, fault: null } }));
      this.seated(true);
    } catch (e) {
      return this.unknown(faultIn(e));
    }
    this.listen();
    const open = this.host.state.leads.open?.id;
    await Promise.all([this.list(), open && this.read(open)]);
  }

  /** Somebody else sits down. What the one before saw goes; the lead that was open is read with the new eyes. */
  async signIn(who: Identity): Promise<void> {
    this.identity.set(who);
    this.leave();
    this.host.change((s) => {
      const id = s.leads.open?.id;
      return id ? { ...openLead(cleared(s), id), task: s.task } : cleared(s);
    });
    await this.begin();
  }

  /** Ends the session of this browser, or all of the person. */
  async signOut(everywhere: boolean): Promise<void> {
    await this.host.client.signOut(everywhere).catch(() => undefined); // who is out already is out
    await this.signIn({});
  }

  /** The server does not know any more who is at the desk. */
  expired(): void {
    if (this.host.state.asker.me?.way !== "session") return;
    this.unknown({ kind: "refused", status: 401, title: "", detail: word(this.host.state.lang, "inOver"), errors: [] });
  }

  private unknown(fault: Fault | null): void {
    this.leave();
    this.host.change((s) => ({ ...cleared(s), asker: { ...noAsker, known: true, fault } }));
  }

  // What is on its way for the one who was here is not for the next.
  private leave(): void {
    this.stream?.abort();
    this.heard = "";
    this.asked.list++;
    this.asked.lead++;
    this.asked.who++;
    this.seated(false);
  }

  /** Reads the leads that the filter lets through, as many as are listed of those that are due first. */
  async list(): Promise<void> {
    if (!this.host.state.asker.me) return;
    const number = ++this.asked.list;
    this.host.change((s) => withLeads(s, { busy: true, fault: null }));
    try {
      const query = { ...queryOf(this.host.state.leads.filter, this.host.state.asker.me), limit: String(most) };
      const { features, numberMatched = features.length } = await this.host.client.leads({ ...query, sort: "due" });
      if (number !== this.asked.list) return;
      this.host.change((s) => withLeads(s, { busy: false, list: inOrder(features), more: Math.max(0, numberMatched - features.length) }));
    } catch (e) {
      if (number === this.asked.list) this.host.change((s) => withLeads(s, { busy: false, fault: faultIn(e) }));
    }
  }

  /** Opens a lead and reads all that belongs to it. */
  async open(id: string): Promise<void> {
    this.host.change((s) => openLead(s, id));
    await this.read(id);
  }

  /** Reads the open lead anew. */
  async read(id: string): Promise<void> {
    const number = ++this.asked.lead;
    const { client } = this.host;
    try {
      const lead = await client.lead(id);
      if (number !== this.asked.lead) return;
      this.host.change((s) => replaceLead(withOpen(s, id, { fault: null }), lead));
      const [records, files, { notices, owed }, similar, decision] = await Promise.all([
        client.records(id), client.attachments(id), client.notices(id), client.similar(id), client.decisionOf(lead),
      ]);
      if (number === this.asked.lead) this.host.change((s) => withOpen(s, id, { records, files, notices, owed, similar, decision }));
    } catch (e) {
      if (number === this.asked.lead) this.host.change((s) => withOpen(s, id, { fault: faultIn(e) }));
    }
  }

  /** Opens a form; given is known from where it was asked for. */
  begins(what: Doing["what"], given: Partial<Filled> = {}): void {
    this.host.change((s) => begin(s, what, this.key(), given));
  }

  /** Sends the form that is open. Whoever was faster is told of, and nothing that was typed is lost. */
  async send(): Promise<void> {
    const open = this.host.state.leads.open;
    const doing = open?.doing;
    if (!open || !doing || doing.busy) return;
    const wrong = lacking(doing);
    if (wrong.length > 0) return this.host.change((s) => withDoing(s, { wrong }));
    this.host.change((s) => withDoing(s, { busy: true, fault: null, conflict: [], wrong: [] }));
    try {
      const lead = await this.carry(open, doing);
      this.host.change((s) => {
        const what = doing.what.kind === "event" ? doing.what.action.name : word(s.lang, doing.what.kind === "notice" ? "noticeAdd" : "receiptAdd");
        const next = leaveDoing(replaceLead(s, lead));
        return { ...next, spoken: word(s.lang, "announceDone", { what, state: lead.properties.life?.state_name ?? "" }) };
      });
      await Promise.all([this.read(open.id), this.list()]);
    } catch (e) {
      const fault = faultIn(e);
      const conflict = fault.status === 412 ? fault.errors.map((x) => x.detail).filter((d) => d !== "") : [];
      this.host.change((s) => (s.leads.open?.id === open.id ? withDoing(s, { busy: false, fault: conflict.length > 0 ? null : fault, conflict, key: this.key() }) : s));
    }
  }

  private carry(open: OpenLead, doing: Doing): Promise<LeadFeature> {
    const { client } = this.host;
    const [seen, key] = [revisionOf(open.lead), `${doing.key}-${doing.edits}`];
    switch (doing.what.kind) {
      case "event":
        return doing.what.action.event === "split"
          ? client.split(open.id, seen, key, splitOf(doing.what.action, doing.filled))
          : client.fire(open.id, seen, key, eventOf(doing.what.action, doing));
      case "notice": return client.sendNotice(open.id, seen, key, noticeOf(doing.filled));
      case "receipt": return client.enterReceipt(open.id, doing.what.notice, seen, key, receiptOf(doing.filled));
    }
  }

  /** Reads the ledger of all leads. */
  async ledger(): Promise<void> {
    try {
      const ledger = await this.host.client.ledger();
      this.host.change((s) => withLeads(s, { ledger, ledgerFault: null }));
    } catch (e) {
      const ledgerFault = faultIn(e);
      this.host.change((s) => withLeads(s, { ledgerFault }));
    }
  }

  /** Looks at who told of the open lead; the server takes it down with the reason. */
  readReporter = (reason: string) =>
    this.told(async (id) => ({ shown: await this.host.client.reporter(id, reason), readings: await this.host.client.readings(id) }));

  /** Keeps who told of the open lead. */
  keepReporter = (reporter: Reporter) => this.told(async (id) => {
    await this.host.client.keepReporter(id, reporter);
    return { none: false };
  });

  /** Reads who looked at who told. */
  readReadings = () => this.told(async (id) => ({ readings: await this.host.client.readings(id) }));

  // A name that was shown goes with the lead, and with whoever was allowed to read it.
  private async told(ask: (id: string) => Promise<Partial<Told>>): Promise<boolean> {
    const open = this.host.state.leads.open;
    if (!open) return false;
    const number = this.asked.who;
    const set = (change: Partial<Told>) => {
      if (number === this.asked.who) this.host.change((s) => withOpen(s, open.id, { reporter: { ...(s.leads.open?.reporter ?? notTold), ...change } }));
    };
    set({ busy: true, fault: null });
    try {
      set({ none: false, ...(await ask(open.id)), busy: false });
      return true;
    } catch (e) {
      const fault = faultIn(e);
      set({ busy: false, ...(fault.status === 404 ? { none: true } : { fault }) });
      return false;
    }
  }

  /** After a conflict: the lead as it is now, with what was typed. */
  async reload(): Promise<void> {
    const id = this.host.state.leads.open?.id;
    if (!id) return;
    await this.read(id);
    if (!this.host.state.leads.open?.fault) this.host.change(goOn);
  }

  /** Keeps a file of the open lead. */
  async attach(file: File): Promise<void> {
    const id = this.host.state.leads.open?.id;
    if (!id) return;
    this.host.change((s) => withOpen(s, id, { attaching: { busy: true, fault: null } }));
    try {
      await this.host.client.attach(id, file);
      const files = await this.host.client.attachments(id);
      this.host.change((s) => ({ ...withOpen(s, id, { files, attaching: { busy: false, fault: null } }), spoken: word(s.lang, "announceFile", { name: file.name }) }));
    } catch (e) {
      this.host.change((s) => withOpen(s, id, { attaching: { busy: false, fault: faultIn(e) } }));
    }
  }

  // Listens until somebody else sits down. What was missed while the line was down is sent after.
  private listen(): void {
    this.stream?.abort();
    const ending = new AbortController();
    this.stream = ending;
    const live = (on: boolean) => { if (!ending.signal.aborted) this.host.change((s) => withLeads(s, { live: on })); };
    const go = async () => {
      while (!ending.signal.aborted) {
        live(true);
        try {
          await this.host.client.watch(this.heard, this.hearing(ending.signal), ending.signal);
        } catch (e) {
          if (!ending.signal.aborted && e instanceof FaultError && e.fault.status === 401) return this.unknown(e.fault);
        }
        live(false);
        await new Promise((again) => setTimeout(again, pause));
      }
    };
    void go();
  }

  // What hears one stream. With its first event all is read anew that it does not tell of; after its end it is deaf.
  private hearing(ended: AbortSignal): Heard {
    let begun = false;
    const whileIn = <A extends unknown[]>(hear: (...told: A) => void) => (...told: A) => {
      if (ended.aborted) return;
      if (!begun) this.news.begun();
      begun = true;
      hear(...told);
    };
    const { closures, region, job } = this.news;
    const lead = (moved: LeadMoved, id: string) => { this.heard = id; void this.moved(moved); };
    return { lead: whileIn(lead), closures: whileIn(closures), region: whileIn(region), job: whileIn(job) };
  }

  // Somebody moved a lead: the list follows in place, an open lead is read anew unless
  // something is being typed there.
  private async moved(moved: LeadMoved): Promise<void> {
    const { leads } = this.host.state;
    const known = Math.max(revisionOf(leads.list?.find((l) => l.id === moved.lead) ?? null), leads.open?.id === moved.lead ? revisionOf(leads.open.lead) : 0);
    if (moved.revision <= known) return; // we did it ourselves
    if (leads.open?.id === moved.lead && leads.open.doing?.busy) return; // and this is about to be ours, or a conflict
    this.host.change((s) => ({ ...hearMoved(s, moved), spoken: word(s.lang, "announceMoved", { id: moved.lead, event: moved.event_name, state: moved.state_name }) }));
    const open = this.host.state.leads.open;
    await Promise.all([this.list(), open?.id === moved.lead && !open.doing && this.read(open.id)]);
  }
}

/** The fault that an error carries; what carries none is our own mistake and goes up. */
export function faultIn(e: unknown): Fault {
  if (e instanceof FaultError) return e.fault;
  throw e;
}
