// What is closed, as part of the page's state: the list, the closure that is being drawn,
// and the one that is being lifted.

import type { Geometry } from "geojson";
import type { Fault } from "../api/client.ts";
import type { Lang } from "../api/types.ts";
import type { Closure, ClosureRequest } from "../api/way.ts";
import { formatCoordinates, parseCoordinates, type Shape } from "./coordinates.ts";
import { listed, withOffset } from "./naming.ts";
import type { State, Wrong } from "./state.ts";
import { vehicles, type Vehicle } from "./way.ts";
import { word } from "./words.ts";

export interface ClosuresTask {
  list: Closure[] | null; // in the order in which they were set, ended ones too; null while never read
  fault: Fault | null;
  busy: boolean;
  draft: ClosureDraft | null;
  lifting: { id: string; reason: string; key: string; edits: number } | null;
  set: Closure | null; // what was just set
  gone: Closure | null; // what somebody else ended while it was being lifted here
}

/** What a person fills in for a closure that is to be set. */
export interface ClosureFields {
  shape: Shape;
  typed: string; // coordinates: typed by hand, or written by drawing
  some: boolean; // it holds for the chosen vehicles alone
  profiles: readonly Vehicle[]; // the chosen ones
  slower: boolean; // not closed
  left: string; // what is left of the usual speed, in percent, as typed
  from: string; // local date and time; "" from now on
  until: string; // likewise; "" until it is lifted
  reason: string;
}

export interface ClosureDraft extends ClosureFields {
  key: string;
  edits: number; // with the key they name one request
  wrong: Wrong<"typed" | "profiles" | "left" | "reason">;
}

const blank: ClosureFields = { shape: "LineString", typed: "", some: false, profiles: [], slower: false, left: "50", from: "", until: "", reason: "" };

export const noClosures: ClosuresTask = { list: null, fault: null, busy: false, draft: null, lifting: null, set: null, gone: null };

export const withClosures = (s: State, change: Partial<ClosuresTask>): State => ({ ...s, closures: { ...s.closures, ...change } });

const stands = (c: Closure): boolean => c.properties.state === "in_force" || c.properties.state === "planned";

/** Those that hold now or will. */
export const standing = (all: Closure[]): Closure[] => all.filter(stands);

/** Those that were lifted or are over, the latest end first. */
export function ended(all: Closure[]): Closure[] {
  const end = ({ properties: p }: Closure) => Date.parse(p.lifted_at ?? p.until ?? p.set_at);
  return all.filter((c) => !stands(c)).sort((a, b) => end(b) - end(a));
}

/** Has the time of one come or ended since it was read? Whether it holds then is the server's to say. */
export const turns = (all: Closure[], now: number): boolean =>
  all.some(({ properties: { state, from, until } }) =>
    (state === "planned" && from !== undefined && Date.parse(from) <= now) || (state === "in_force" && until !== undefined && Date.parse(until) <= now));

// Does one that was not lifted hold at a moment?
const holdsThen = ({ properties: p }: Closure, then: number): boolean => !p.lifted_at && then >= Date.parse(p.from ?? p.set_at) && (p.until === undefined || then < Date.parse(p.until));

/** What came into force and what no longer holds, by its reason. */
export interface News {
  began: readonly string[];
  ended: readonly string[];
}

/** What of two lists, one read after the other, changes ways of now, or of another moment; null if nothing does. */
export function newsOf(before: Closure[], after: Closure[], then?: number): News | null {
  const holds = (c: Closure) => (then === undefined ? c.properties.state === "in_force" : holdsThen(c, then));
  const holding = (all: Closure[]) => all.filter(holds);
  const without = (all: Closure[], others: Closure[]) => all.filter((c) => !others.some((o) => o.id === c.id)).map((c) => c.properties.reason);
  const [held, hold] = [holding(before), holding(after)];
  const news = { began: without(hold, held), ended: without(held, hold) };
  return news.began.length + news.ended.length > 0 ? news : null;
}

/** What came into force and what was ended, in words. */
export const newsWords = (lang: Lang, { began, ended }: News): string =>
  [...(began.length > 0 ? [word(lang, "newsBegan", { what: listed(lang, began) })] : []), ...(ended.length > 0 ? [word(lang, "newsEnded", { what: listed(lang, ended) })] : [])].join(" ");

/** Takes a list that was read. Who is lifting one that somebody else has ended is told so. */
export function withList(s: State, list: Closure[]): State {
  const gone = list.find((c) => c.id === s.closures.lifting?.id && !stands(c));
  return withClosures(s, { list, ...(gone && { gone, lifting: null, fault: null }) });
}

export const beginClosure = (s: State, key: string): State =>
  withClosures(s, { draft: { ...blank, key, edits: 0, wrong: {} }, lifting: null, fault: null, set: null, gone: null });
export const leaveClosure = (s: State): State => withClosures(s, { draft: null, lifting: null, fault: null, gone: null });

/** Changes the draft; another shape drops what was drawn. */
export function fillClosure(s: State, change: Partial<ClosureFields>): State {
  const d = s.closures.draft;
  if (!d) return s;
  const redrawn = change.shape !== undefined && change.shape !== d.shape ? { typed: "" } : {};
  return withClosures(s, { draft: { ...d, ...redrawn, ...change, edits: d.edits + 1, wrong: {} }, fault: null });
}

/** Chooses a vehicle, or no longer; they stay in their usual order. */
export const toggleVehicle = (d: ClosureDraft, v: Vehicle): readonly Vehicle[] => vehicles.filter((x) => (x === v) !== d.profiles.includes(x));

export const drawClosure = (s: State, g: Geometry): State => fillClosure(s, { typed: formatCoordinates(g) });

export const fillLift = (s: State, reason: string): State =>
  s.closures.lifting ? withClosures(s, { lifting: { ...s.closures.lifting, reason, edits: s.closures.lifting.edits + 1 }, fault: null }) : s;

/** Where the draft is; null while it means nothing. */
export const placeOfClosure = (d: ClosureDraft): Geometry | null => parseCoordinates(d.shape, d.typed).geometry ?? null;

/** The shape that is to be drawn; nothing where it stands already. */
export const shapeToDraw = (c: ClosuresTask): Shape | null => (c.draft && !c.busy && !placeOfClosure(c.draft) ? c.draft.shape : null);

/** What of the draft cannot be sent. Times are the server's to judge: its clock counts. */
export function wrongIn(d: ClosureDraft): ClosureDraft["wrong"] {
  const { fault } = parseCoordinates(d.shape, d.typed);
  const say = <K extends "closureDrawn" | "closureWhom" | "closureLeftWrong" | "fieldEmpty">(key: K) => ({ key, figures: {} }) as const;
  return {
    ...(fault && { typed: d.typed.trim() === "" ? say("closureDrawn") : fault }),
    ...(d.some && d.profiles.length === 0 && { profiles: say("closureWhom") }),
    ...(d.slower && !/^[1-9]\d?$/.test(d.left.trim()) && { left: say("closureLeftWrong") }),
    ...(d.reason.trim() === "" && { reason: say("fieldEmpty") }),
  };
}

/** The draft as it is sent. */
export const requestOf = (d: ClosureDraft): ClosureRequest => ({
  reason: d.reason.trim(),
  ...(d.some && { profiles: [...d.profiles] }),
  ...(d.slower && { speed: Number(d.left) / 100 }),
  ...(d.from && { from: withOffset(d.from) }),
  ...(d.until && { until: withOffset(d.until) }),
});
