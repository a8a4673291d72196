// The part of the desk that deals with rosters, joint patrols and risk: it asks the server
// and puts the answers into the state. An answer that a newer question has overtaken is dropped.

import { faultIn, type Host } from "./leaddesk.ts";
import { attendanceOf, lookAtRoster, replyOf, spanOf, withRoster, type FiguresTask, type RosterTask } from "./rosters.ts";
import { word } from "./words.ts";

/** Whose rosters are looked at first. */
const patrolling = ["POST", "STATION", "SQUAD", "BRANCH"];

export class RosterDesk {
  private asked = 0;

  constructor(private readonly host: Host) {}

  /** The tab is opened: the asker's own unit, or the first post. */
  async begin(): Promise<void> {
    const { roster, units, asker } = this.host.state;
    if (roster.rosters || roster.busy) return;
    if (!roster.unit) {
      const own = units.find((u) => u.id === asker.me?.person.unit.id && patrolling.includes(u.class));
      const unit = own ?? units.find((u) => u.class === "POST") ?? units.find((u) => patrolling.includes(u.class));
      this.host.change((s) => withRoster(s, { unit: unit?.id ?? "" }));
    }
    if (this.host.state.roster.unit) await this.read();
    else this.host.change((s) => withRoster(s, { rosters: [] })); // nobody patrols here
  }

  /** Another unit or month. */
  async look(change: { unit?: string; month?: string }): Promise<void> {
    this.host.change((s) => lookAtRoster(s, change));
    await Promise.all([this.read(), this.figures()]);
  }

  /** In another language, or as somebody else: what was read is read again. */
  async again(): Promise<void> {
    if (this.host.state.roster.rosters) await this.read();
    await this.figures();
    if (this.host.state.risk.found) await this.risk(true);
  }

  private async read(): Promise<void> {
    const { unit, month } = this.host.state.roster;
    if (!unit) return;
    const { from, to } = spanOf(month);
    await this.ask("read", async () => {
      const [rosters, joint] = await Promise.all([this.host.client.rosters(unit, from, to), this.host.client.jointPatrols(from, to)]);
      return { rosters, joint };
    });
  }

  /** Makes the month's roster of the unit. */
  async make(): Promise<void> {
    const { unit, month } = this.host.state.roster;
    const { from, days } = spanOf(month);
    if (await this.ask("make", async () => { await this.host.client.makeRoster(unit, from, days); return {}; })) await this.read();
  }

  /** Shows what would change if somebody does not come. */
  async tryAway(): Promise<void> {
    await this.changeRoster(true);
  }

  /** Changes the roster so. */
  async keepAway(): Promise<void> {
    if (await this.changeRoster(false)) await this.read();
  }

  private async changeRoster(tried: boolean): Promise<boolean> {
    const { away, rosters } = this.host.state.roster;
    const before = rosters?.find((r) => r.id === away?.roster);
    if (!away || !before) return false;
    return this.ask(tried ? "try" : "keep", async () => {
      const changed = await this.host.client.changeRoster(before.id, before.revision, [{ person: away.person.id, from: away.from, ...(away.to && { to: away.to }), reason: away.reason }], tried);
      const n = changed.changes.length;
      this.host.change((s) => ({ ...s, spoken: word(s.lang, tried ? "rosterTried" : "rosterChangedNow", { n }) }));
      return tried ? { away: { ...away, tried: changed } } : { away: null, changed: n, rosters: (rosters ?? []).map((r) => (r.id === before.id ? changed.roster : r)) };
    });
  }

  /** Invites the departments that a duty names. */
  async invite(duty: string): Promise<void> {
    if (await this.ask("joint", async () => { await this.host.client.invite(duty); return {}; })) await this.read();
  }

  /** Enters a department's reply. */
  async reply(): Promise<void> {
    const { reply, joint } = this.host.state.roster;
    const patrol = joint?.joint_patrols.find((p) => p.id === reply?.patrol);
    if (!reply || !patrol) return;
    const people = this.host.state.asker.people.filter((p) => p.unit.id === reply.unit);
    if (await this.ask("joint", async () => { await this.host.client.replyToInvitation(patrol.id, patrol.revision, replyOf(reply, people)); return { reply: null }; })) await this.read();
  }

  /** Takes down who came. */
  async attend(): Promise<void> {
    const { attend, joint } = this.host.state.roster;
    const patrol = joint?.joint_patrols.find((p) => p.id === attend?.patrol);
    if (!attend || !patrol) return;
    const sent = attendanceOf(attend, patrol.host.id, this.host.state.asker.people);
    if (!await this.ask("joint", async () => { await this.host.client.takeAttendance(patrol.id, patrol.revision, sent); return { attend: null }; })) return;
    this.host.change((s) => ({ ...s, spoken: word(s.lang, "jointTaken") }));
    await this.read();
    await this.figures();
  }

  /** Reads the figures of the month if somebody looks at them: of the unit, or of all. */
  async figures(look?: { all: boolean } | null): Promise<void> {
    if (look !== undefined) this.host.change((s) => withRoster(s, { figures: look && { ...look, found: null, fault: null } }));
    const { figures, month, unit } = this.host.state.roster;
    if (!figures) return;
    const who = this.host.state.asker.me?.person.id;
    const put = (change: Partial<FiguresTask>) => {
      const { roster, asker } = this.host.state; // an answer to another question is dropped
      if (roster.figures?.all === figures.all && roster.month === month && roster.unit === unit && who === asker.me?.person.id) {
        this.host.change((s) => withRoster(s, { figures: { all: figures.all, found: null, fault: null, ...change } }));
      }
    };
    try {
      put({ found: await this.host.client.figures(month, figures.all ? "" : unit) });
    } catch (e) {
      put({ fault: faultIn(e) });
    }
  }

  /** Reads what may be found where, once. */
  async risk(again = false): Promise<void> {
    const { risk, layers } = this.host.state;
    if (!layers.risk || risk.busy || risk.found && !again) return;
    const who = this.host.state.asker.me?.person.id;
    this.host.change((s) => ({ ...s, risk: { ...s.risk, busy: true, fault: null } }));
    try {
      const found = await this.host.client.risk();
      if (who === this.host.state.asker.me?.person.id) this.host.change((s) => ({ ...s, risk: { busy: false, fault: null, found } }));
    } catch (e) {
      const fault = faultIn(e);
      this.host.change((s) => ({ ...s, risk: { busy: false, fault, found: null } }));
    }
  }

  private async ask(busy: RosterTask["busy"], how: () => Promise<Partial<RosterTask>>): Promise<boolean> {
    const number = ++this.asked;
    const who = this.host.state.asker.me?.person.id;
    const wanted = () => number === this.asked && who === this.host.state.asker.me?.person.id; // nobody reads what another asked for
    this.host.change((s) => withRoster(s, { busy, fault: null }));
    try {
      const change = await how();
      if (!wanted()) return false;
      this.host.change((s) => withRoster(s, { ...change, busy: "" }));
      return true;
    } catch (e) {
      const fault = faultIn(e);
      if (wanted()) this.host.change((s) => withRoster(s, { busy: "", fault }));
      return false;
    }
  }
}
