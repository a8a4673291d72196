// The part of the desk that finds ways: it asks the server and puts the answers into the
// state. An answer that a newer question has overtaken is dropped.

import type { Geometry, Position } from "geojson";
import { faultIn, type Host } from "./leaddesk.ts";
import { beginClosure, drawClosure, leaveClosure, placeOfClosure, standing, withClosures, wrongIn } from "./closures.ts";
import { lasting, metres, withOffset } from "./naming.ts";
import { afloat, landingsOf, limits, placesOf, setEnd, totalOf, wayBetween, withWay, type Vehicle } from "./way.ts";
import { word } from "./words.ts";

export class WayDesk {
  private asked = { way: 0, nearest: 0, closures: 0 };

  constructor(private readonly host: Host, private readonly key: () => string) {}

  /** A place was clicked. As soon as both ends stand there, the way is asked for. */
  async picked(g: Geometry): Promise<void> {
    if (this.host.state.closures.draft) return this.host.change((s) => drawClosure(s, g));
    this.host.change((s) => setEnd(s, g));
    const { way } = this.host.state;
    if ("places" in placesOf(way, ["from", "to"])) await this.route();
  }

  /** Finds the fastest way. */
  async route(): Promise<void> {
    const sent = placesOf(this.host.state.way, ["from", "to"]);
    if ("wrong" in sent) return this.host.change((s) => withWay(s, { wrong: sent.wrong, fault: null }));
    await this.ask("route", async () => {
      const route = await this.host.client.route(this.host.state.way.vehicle, sent.places);
      return { route, reach: null };
    });
    const { way, lang } = this.host.state;
    if (!way.route) return;
    if (way.route.closures?.length) void this.closures();
    const { metres: m, seconds } = totalOf(way.route);
    const by = landingsOf(way.route).map((l) => l.name).join(lang === "zh" ? "、" : ", ");
    const said = word(lang, "wayTotal", { far: metres(m), time: lasting(lang, seconds) });
    const spoken = by && way.route.features.some((f) => afloat(f.properties)) ? `${said}${lang === "zh" ? "，" : ". "}${word(lang, "wayBy", { landing: by })}` : said;
    this.host.change((s) => ({ ...s, spoken }));
  }

  /** Draws what is reached from the start within each limit. */
  async reach(): Promise<void> {
    const sent = placesOf(this.host.state.way, ["from"]);
    if ("wrong" in sent) return this.host.change((s) => withWay(s, { wrong: sent.wrong, fault: null }));
    const [from] = sent.places;
    if (from) await this.ask("reach", async () => ({ reach: await this.host.client.reach(this.host.state.way.vehicle, from, limits), route: null }));
  }

  /** Shows the way of a unit to a place. */
  async between(from: Position, to: Position, vehicle: Vehicle): Promise<void> {
    this.host.change((s) => wayBetween(s, from, to, vehicle));
    await this.route();
  }

  /** Asks who is soonest at the place of a lead. */
  async nearest(of: string, at: Position): Promise<void> {
    const number = ++this.asked.nearest;
    this.host.change((s) => withWay(s, { nearest: { of, busy: true, fault: null, units: s.way.nearest?.of === of ? s.way.nearest.units : [] } }));
    try {
      const units = await this.host.client.nearest(at);
      if (number === this.asked.nearest) this.host.change((s) => withWay(s, { nearest: { of, busy: false, fault: null, units } }));
    } catch (e) {
      const fault = faultIn(e);
      if (number === this.asked.nearest) this.host.change((s) => withWay(s, { nearest: { of, busy: false, fault, units: [] } }));
    }
  }

  /** Reads what is closed. */
  closures = (): Promise<void> => this.closing(async () => ({ list: standing(await this.host.client.closures()) }));

  beginsClosure = (): void => this.host.change((s) => beginClosure(s, this.key()));
  beginsLift = (id: string): void => this.host.change((s) => withClosures(leaveClosure(s), { lifting: { id, reason: "", key: this.key(), edits: 0 } }));

  /** Closes what was drawn, from the next question on; a route that is shown is asked for again. */
  async close(): Promise<void> {
    const draft = this.host.state.closures.draft;
    if (!draft || this.host.state.closures.busy) return;
    const [wrong, place] = [wrongIn(draft), placeOfClosure(draft)];
    if (Object.keys(wrong).length > 0 || !place) return this.host.change((s) => withClosures(s, { draft: { ...draft, wrong } }));
    await this.closing(async () => {
      const set = await this.host.client.close(`${draft.key}-${draft.edits}`, place, { reason: draft.reason.trim(), ...(draft.until && { until: withOffset(draft.until) }) });
      return { draft: null, set, list: standing(await this.host.client.closures()) };
    });
    if (!this.host.state.closures.fault) await this.renewed();
  }

  /** Lifts a closure for the reason that was given. */
  async lift(): Promise<void> {
    const { lifting, list, busy } = this.host.state.closures;
    const one = list?.find((c) => c.id === lifting?.id);
    if (!lifting || !one || busy) return;
    await this.closing(async () => {
      await this.host.client.lift(one.id, one.properties.revision, `${lifting.key}-${lifting.edits}`, lifting.reason.trim());
      return { lifting: null, set: null, list: standing(await this.host.client.closures()) };
    });
    if (!this.host.state.closures.fault) await this.renewed();
  }

  private async renewed(): Promise<void> {
    if (this.host.state.way.route) await this.route();
    else if (this.host.state.way.reach) await this.reach();
  }

  private async closing(work: () => Promise<Parameters<typeof withClosures>[1]>): Promise<void> {
    const number = ++this.asked.closures;
    this.host.change((s) => withClosures(s, { busy: true, fault: null }));
    try {
      const done = await work();
      if (number === this.asked.closures) this.host.change((s) => withClosures(s, { busy: false, ...done }));
    } catch (e) {
      const fault = faultIn(e);
      if (number === this.asked.closures) this.host.change((s) => withClosures(s, { busy: false, fault }));
    }
  }

  /** Says again what was found, in the language of the page. */
  async again(): Promise<void> {
    const { route, reach } = this.host.state.way;
    this.host.change((s) => withWay(s, { nearest: null }));
    if (route) await this.route();
    else if (reach) await this.reach();
  }

  private async ask(busy: "route" | "reach", find: () => Promise<Parameters<typeof withWay>[1]>): Promise<void> {
    const number = ++this.asked.way;
    this.host.change((s) => withWay(s, { busy, fault: null, wrong: {}, looked: null }));
    const asked = this.host.state.way;
    // Whoever typed on meanwhile asks for something else.
    const same = () => number === this.asked.way && this.host.state.way.typed === asked.typed && this.host.state.way.vehicle === asked.vehicle;
    try {
      const found = await find();
      if (same()) this.host.change((s) => withWay(s, { busy: "", ...found }));
    } catch (e) {
      const fault = faultIn(e);
      if (same()) this.host.change((s) => withWay(s, { busy: "", fault, route: null, reach: null }));
    }
  }
}
