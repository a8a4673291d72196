// The way from one place to another as part of the page's state: its ends, the vehicle,
// and what the server found. Plain functions from one state to the next.

import type { Geometry, Position } from "geojson";
import type { Fault } from "../api/client.ts";
import type { Conditions, Hours, NearestUnit, Reach, Route, WayLeg } from "../api/way.ts";
import type { News } from "./closures.ts";
import type { Lang } from "../api/types.ts";
import { formatCoordinates, parseCoordinates } from "./coordinates.ts";
import { whenWords, withOffset } from "./naming.ts";
import type { State, Wrong } from "./state.ts";
import { word } from "./words.ts";

export const vehicles = ["car", "motorcycle", "ebike", "bicycle", "foot", "boat"] as const;
export type Vehicle = (typeof vehicles)[number];

export const ends = ["from", "to"] as const;
export type End = (typeof ends)[number];

/** Within how many minutes it is asked what is reached. */
export const limits = [5, 10, 15] as const;

/** Where a wind comes from, in degrees clockwise from north. */
export const compass = [0, 45, 90, 135, 180, 225, 270, 315] as const;

export interface Wind {
  force: number; // Beaufort's
  from: number | null; // null: nobody knows, and it counts as against every course
}

export interface WayTask {
  typed: Record<End, string>; // coordinates as text: typed by hand, or written by a click on the map
  picking: End | null; // which end a click on the map sets
  vehicle: Vehicle;
  depart: string; // local date and time; "" now
  wind: Wind;
  wrong: Wrong<End>;
  busy: "" | "route" | "reach";
  asked: "" | "route" | "reach"; // of these ends: what is shown, refused or on its way
  fault: Fault | null;
  route: Route | null;
  reach: Reach | null;
  looked: Position | null; // the step that is looked at
  renewed: Renewed | null; // closures have changed what was found, and nobody has said yet that it was seen
  nearest: NearestTask | null;
}

/** Why what is shown was asked for again, and how far and long the way was before; null where it was none. */
export interface Renewed extends News {
  before: { metres: number; seconds: number } | null;
}

/** Who would be soonest at a place. */
export interface NearestTask {
  of: string; // the lead whose place it is
  at: Position;
  by: "" | "boat"; // "": as the patrols travel
  busy: boolean;
  fault: Fault | null;
  units: NearestUnit[];
  hours?: Hours | undefined;
}

export const noWay: WayTask = {
  typed: { from: "", to: "" }, picking: "from", vehicle: "car", depart: "", wind: { force: 0, from: null }, wrong: {}, busy: "", asked: "", fault: null, route: null, reach: null, looked: null, renewed: null, nearest: null,
};

export const withWay = (s: State, change: Partial<WayTask>): State => ({ ...s, way: { ...s.way, ...change } });

// What was found spoke of what stood there before.
const anew = (s: State, change: Partial<WayTask>): State => withWay(s, { wrong: {}, busy: "", asked: "", fault: null, route: null, reach: null, looked: null, renewed: null, ...change });

/** An end typed by hand. When it can be read, the map waits for the other, if that stands empty. */
export function typeEnd(s: State, end: End, text: string): State {
  const typed = { ...s.way.typed, [end]: text };
  const other = end === "from" ? "to" : "from";
  const read = parseCoordinates("Point", text).geometry !== undefined;
  return anew(s, { typed, ...(read && { picking: typed[other].trim() === "" ? other : null }) });
}
export const chooseVehicle = (s: State, vehicle: Vehicle): State => anew(s, { vehicle });
export const departAt = (s: State, depart: string): State => anew(s, { depart });

/** Another wind: what was found by boat no longer holds. */
export function setWind(s: State, change: Partial<Wind>): State {
  const nearest = s.way.nearest?.by === "boat" ? null : s.way.nearest;
  const wind = { ...s.way.wind, ...change };
  return s.way.vehicle === "boat" ? anew(s, { wind, nearest }) : withWay(s, { wind, nearest });
}

/** The wind as it is asked with; of a calm nothing is said. */
export const blowing = ({ force, from }: Wind): Conditions => (force > 0 ? { wind_force: force, ...(from !== null && { wind_from_deg: from }) } : {});

/** What holds on the way. */
export const conditionsOf = (w: WayTask): Conditions => ({ ...(w.depart && { depart: withOffset(w.depart) }), ...(w.vehicle === "boat" && blowing(w.wind)) });

/** Is it the same that is asked? */
export const sameQuestion = (a: WayTask, b: WayTask): boolean => a.typed === b.typed && a.vehicle === b.vehicle && a.depart === b.depart && a.wind === b.wind;

export const pickEnd = (s: State, end: End | null): State => withWay(s, { picking: end });
export const lookAtStep = (s: State, at: Position): State => withWay(s, { looked: at });

/** A click on the map sets the end that is picked, as if it had been typed. */
export function setEnd(s: State, g: Geometry): State {
  const end = s.way.picking;
  return end && g.type === "Point" ? typeEnd(s, end, formatCoordinates(g)) : s;
}

export const swapEnds = (s: State): State => anew(s, { typed: { from: s.way.typed.to, to: s.way.typed.from } });

/** Empty ends; the vehicle stays. */
export const clearWay = (s: State): State => anew(s, { typed: noWay.typed, picking: "from" });

/** A way from a unit to a place, as it is asked for beside an incident: now. */
export function wayBetween(s: State, from: Position, to: Position, vehicle: Vehicle): State {
  const text = (coordinates: Position) => formatCoordinates({ type: "Point", coordinates });
  return { ...anew(s, { typed: { from: text(from), to: text(to) }, picking: null, vehicle, depart: "" }), task: "way" };
}

/** Where an end is; null while what was typed means nothing. */
export function placeOf(w: WayTask, end: End): Position | null {
  const g = parseCoordinates("Point", w.typed[end]).geometry;
  return g?.type === "Point" ? g.coordinates : null;
}

/** The ends that are asked about, or what is wrong with them. */
export function placesOf(w: WayTask, asked: readonly End[]): { places: Position[] } | { wrong: Wrong<End> } {
  const wrong: Wrong<End> = {};
  const places: Position[] = [];
  for (const end of asked) {
    const { fault } = parseCoordinates("Point", w.typed[end]);
    if (fault) wrong[end] = w.typed[end].trim() === "" ? { key: "wayEmpty", figures: {} } : fault;
    const at = placeOf(w, end);
    if (at) places.push(at);
  }
  return Object.keys(wrong).length > 0 ? { wrong } : { places };
}

/** Is a leg on the water? */
export const afloat = (l: WayLeg): boolean => l.profile === "boat";

/** How a leg is travelled, which is how it is drawn: by road on wheels or on foot, over the ground of a wetland, by boat. */
export const manners = ["road", "boat", "foot", "ground"] as const;
export type Manner = (typeof manners)[number];
export const mannerOf = (l: WayLeg): Manner => (afloat(l) ? "boat" : l.mode === "ground" ? "ground" : l.profile === "foot" ? "foot" : "road");

/** Whose hours an answer is for, in words. */
export const hoursWords = (lang: Lang, h: Hours, now: number): string => word(lang, "wayHours", { name: h.name, from: whenWords(lang, h.from, now), until: whenWords(lang, h.until, now) });

/** All legs together, with the changes at landings. */
export function totalOf(r: Route): { metres: number; seconds: number; changes: number } {
  const legs = r.features.map((f) => f.properties);
  const changes = legs.reduce((sum, l) => sum + (l.change_s ?? 0), 0);
  return { metres: legs.reduce((sum, l) => sum + l.distance_m, 0), seconds: legs.reduce((sum, l) => sum + l.duration_s, changes), changes };
}

/** Does the boat of a leg begin at its landing, or end there? */
export const boards = (r: Route, i: number): boolean => {
  const [before, leg] = [r.features[i - 1]?.properties, r.features[i]?.properties];
  return before !== undefined && leg !== undefined && before.sequence === leg.sequence && !afloat(before);
};

/** Where boat and road meet: the landings of a route with their names. */
export function landingsOf(r: Route): { name: string; at: Position }[] {
  return r.features.flatMap((f, i) => {
    const name = f.properties.landing_name ?? f.properties.landing;
    const at = f.geometry.coordinates.at(boards(r, i) ? 0 : -1);
    return name && at ? [{ name, at }] : [];
  });
}
