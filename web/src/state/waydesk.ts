// The part of the desk that finds ways: it asks the server and puts the answers into the
// state. An answer that a newer question has overtaken is dropped.

import type { Geometry, Position } from "geojson";
import type { Closure } from "../api/way.ts";
import { faultIn, type Host } from "./leaddesk.ts";
import { beginClosure, drawClosure, leaveClosure, newsOf, newsWords, placeOfClosure, requestOf, withClosures, withList, wrongIn, type ClosuresTask, type News } from "./closures.ts";
import { lasting, listed, metres, withOffset } from "./naming.ts";
import type { State } from "./state.ts";
import { afloat, blowing, conditionsOf, landingsOf, limits, placesOf, sameQuestion, setEnd, totalOf, wayBetween, withWay, type NearestTask, type Vehicle, type WayTask } from "./way.ts";
import { word } from "./words.ts";

export class WayDesk {
  private asked = { way: 0, nearest: 0 };
  private turn: Promise<unknown> = Promise.resolve(); // the last work on closures
  private news: News = { began: [], ended: [] }; // what the next answer will take account of

  constructor(private readonly host: Host, private readonly key: () => string) {}

  /** A place was clicked. As soon as both ends stand there, the way is asked for. */
  async picked(g: Geometry): Promise<void> {
    if (this.host.state.closures.draft) return this.host.change((s) => drawClosure(s, g));
    this.host.change((s) => setEnd(s, g));
    const { way } = this.host.state;
    if ("places" in placesOf(way, ["from", "to"])) await this.route();
  }

  /** Finds the fastest way; true if an answer came that is still wanted. */
  async route(): Promise<boolean> {
    const sent = placesOf(this.host.state.way, ["from", "to"]);
    if ("wrong" in sent) return this.lacks(sent.wrong);
    const taken = await this.ask("route", async () => {
      const { way } = this.host.state;
      const route = await this.host.client.route(way.vehicle, sent.places, conditionsOf(way));
      return { route, reach: null };
    });
    const { way, lang } = this.host.state;
    if (!taken || !way.route) return taken;
    if (way.route.closures?.length && !this.host.state.closures.list) void this.closures();
    const { metres: m, seconds } = totalOf(way.route);
    const by = listed(lang, landingsOf(way.route).map((l) => l.name));
    const said = word(lang, "wayTotal", { far: metres(m), time: lasting(lang, seconds) });
    const spoken = by && way.route.features.some((f) => afloat(f.properties)) ? `${said}${lang === "zh" ? "，" : ". "}${word(lang, "wayBy", { landing: by })}` : said;
    this.host.change((s) => ({ ...s, spoken }));
    return taken;
  }

  /** Draws what is reached from the start within each limit; true as above. */
  async reach(): Promise<boolean> {
    const sent = placesOf(this.host.state.way, ["from"]);
    if ("wrong" in sent) return this.lacks(sent.wrong);
    const [from] = sent.places;
    return from !== undefined && this.ask("reach", async () => {
      const { way } = this.host.state;
      return { reach: await this.host.client.reach(way.vehicle, from, limits, conditionsOf(way)), route: null };
    });
  }

  /** Another vehicle, hour or wind, or the ends the other way round: what was asked is asked again. */
  async otherwise(step: (s: State) => State): Promise<void> {
    const { asked } = this.host.state.way;
    this.host.change(step);
    if (asked) await this[asked]();
  }

  private lacks(wrong: WayTask["wrong"]): false {
    this.host.change((s) => withWay(s, { wrong, fault: null }));
    return false;
  }

  /** Shows the way of a unit to a place. */
  async between(from: Position, to: Position, vehicle: Vehicle): Promise<void> {
    this.host.change((s) => wayBetween(s, from, to, vehicle));
    await this.route();
  }

  /** Asks who is soonest at the place of a lead, now: as the patrols travel, or by boat in the wind that was said. */
  async nearest(of: string, at: Position, by: NearestTask["by"] = ""): Promise<void> {
    const number = ++this.asked.nearest;
    const { nearest: was, wind } = this.host.state.way;
    const asked = { of, at, by, fault: null };
    this.host.change((s) => withWay(s, { nearest: { ...asked, busy: true, units: was?.of === of && was.by === by ? was.units : [] } }));
    const tell = (found: Pick<NearestTask, "units"> & Partial<NearestTask>) => {
      if (number === this.asked.nearest) this.host.change((s) => withWay(s, { nearest: { ...asked, busy: false, ...found } }));
    };
    try {
      const { features, hours } = await this.host.client.nearest(at, by === "boat" ? { profile: by, ...blowing(wind) } : {});
      tell({ units: features, hours });
    } catch (e) {
      tell({ fault: faultIn(e), units: [] });
    }
  }

  /** Reads what is closed, on behalf of nobody: what is being filled in goes on. */
  closures = (): Promise<void> => this.closing(async () => ({ list: await this.host.client.closures() }), false);

  beginsClosure = (): void => this.host.change((s) => beginClosure(s, this.key()));
  beginsLift = (id: string): void => this.host.change((s) => withClosures(leaveClosure(s), { lifting: { id, reason: "", key: this.key(), edits: 0 } }));

  /** Closes what was drawn, from the next question on. */
  async close(): Promise<void> {
    const draft = this.host.state.closures.draft;
    if (!draft || this.host.state.closures.busy) return;
    const [wrong, place] = [wrongIn(draft), placeOfClosure(draft)];
    if (Object.keys(wrong).length > 0 || !place) return this.host.change((s) => withClosures(s, { draft: { ...draft, wrong } }));
    await this.closing(async () => {
      const set = await this.host.client.close(`${draft.key}-${draft.edits}`, place, requestOf(draft));
      return { list: await this.host.client.closures(), draft: null, set };
    });
  }

  /** Lifts a closure for the reason that was given. */
  async lift(): Promise<void> {
    const { lifting, list, busy } = this.host.state.closures;
    const one = list?.find((c) => c.id === lifting?.id);
    if (!lifting || !one || busy) return;
    await this.closing(async () => {
      await this.host.client.lift(one.id, one.properties.revision, `${lifting.key}-${lifting.edits}`, lifting.reason.trim());
      this.host.change((s) => withClosures(s, { lifting: null, set: null }));
      return { list: await this.host.client.closures() };
    });
  }

  // Works on closures one after another, so that the word of somebody else's and what is done
  // here do not overtake each other. What is shown is asked for again if it may have changed.
  private async closing(work: () => Promise<Partial<ClosuresTask> & { list: Closure[] }>, ours = true): Promise<void> {
    if (ours) this.host.change((s) => withClosures(s, { busy: true, fault: null }));
    const done = ours ? { busy: false } : {};
    const turn = this.turn.then(async () => {
      try {
        const { list, ...rest } = await work();
        const before = this.host.state.closures.list;
        this.host.change((s) => withList(withClosures(s, { ...done, ...rest, ...(!s.closures.draft && !s.closures.lifting && { fault: null }) }), list));
        if (!before) return null;
        const { depart, nearest } = this.host.state.way;
        if (nearest && newsOf(before, list)) void this.nearest(nearest.of, nearest.at, nearest.by);
        return newsOf(before, list, depart ? Date.parse(withOffset(depart)) : undefined);
      } catch (e) {
        const fault = faultIn(e);
        this.host.change((s) => withClosures(s, { ...done, fault }));
        return null;
      }
    });
    this.turn = turn.catch(() => undefined);
    const news = await turn;
    if (news) await this.renewed(news);
  }

  // Asks again for what is shown, and says what came of it. A way that the closures leave as
  // it was is not worth a word on the screen.
  private async renewed(news: News): Promise<void> {
    this.news = { began: [...this.news.began, ...news.began], ended: [...this.news.ended, ...news.ended] };
    const { route, reach, asked: last, fault } = this.host.state.way;
    const what = fault && fault.kind !== "refused" ? "" : last;
    if (what !== "" && !(await this[what]())) return; // whatever overtook it will tell
    const told = this.news;
    this.news = { began: [], ended: [] };
    this.host.change((s) => {
      const shown = s.way.route ?? s.way.reach;
      const asked = what !== "" && (route ?? reach ?? fault) !== null;
      const same = asked && JSON.stringify(shown?.features) === JSON.stringify((route ?? reach)?.features);
      const said = newsWords(s.lang, told);
      if (!asked || same) return { ...s, spoken: same && shown ? `${said} ${word(s.lang, "waySame")}` : said };
      return { ...withWay(s, { renewed: { ...told, before: route && totalOf(route) } }), spoken: `${word(s.lang, shown ? "wayRenewed" : "wayRenewedNone")} ${said} ${shown ? s.spoken : ""}` };
    });
  }

  /** Says again what was found, in the language of the page. */
  async again(): Promise<void> {
    const { route, reach } = this.host.state.way;
    this.host.change((s) => withWay(s, { nearest: null }));
    if (route) await this.route();
    else if (reach) await this.reach();
  }

  private async ask(busy: "route" | "reach", find: () => Promise<Parameters<typeof withWay>[1]>): Promise<boolean> {
    const number = ++this.asked.way;
    this.host.change((s) => withWay(s, { busy, asked: busy, fault: null, wrong: {}, looked: null }));
    const asked = this.host.state.way;
    // Whoever typed on meanwhile asks for something else.
    const same = () => number === this.asked.way && sameQuestion(this.host.state.way, asked);
    try {
      const found = await find();
      if (!same()) return false;
      this.host.change((s) => withWay(s, { busy: "", ...found }));
    } catch (e) {
      const fault = faultIn(e);
      if (!same()) return false;
      this.host.change((s) => withWay(s, { busy: "", fault, route: null, reach: null }));
    }
    return true;
  }
}
