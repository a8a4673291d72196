// What of the state is drawn over the map, as plain GeoJSON. The map folder turns it
// into layers; nothing here knows how.

import type { Feature, FeatureCollection, Geometry, Position } from "geojson";
import type { DecisionFeature, Plan } from "../api/types.ts";
import { dueMoment } from "./deadlines.ts";
import { metres, nameOf, percent } from "./naming.ts";
import type { State } from "./state.ts";
import { toursOf } from "./timetable.ts";
import { placeOfClosure, standing } from "./closures.ts";
import { riskMarks } from "./rosters.ts";
import { ends, landingsOf, mannerOf, placeOf } from "./way.ts";
import { word } from "./words.ts";

/** Colours that stay apart for every kind of colour vision, dark enough on the pale map. */
export const palette = ["#0072b2", "#d55e00", "#00805e", "#b0508a", "#8a6a00", "#5d3a9b", "#1b8fc4", "#7a3b00"] as const;

export const colour = (i: number): string => palette[i % palette.length] ?? palette[0];

export interface Scene {
  risk: FeatureCollection; // what may be found: colour, size from 0 to 1, unknown, text
  incident: FeatureCollection; // the geometry itself
  shares: FeatureCollection; // each town's part: colour
  borders: FeatureCollection; // lines to the nearest borders
  legs: FeatureCollection; // colour, tour, town, by
  covered: FeatureCollection; // reaches and areas that a stop covers
  bases: FeatureCollection; // where the tours begin
  stops: FeatureCollection; // number, tour, colour
  unplanned: FeatureCollection;
  found: FeatureCollection; // the land and borders of findings: level, chosen
  foundAt: FeatureCollection; // their places
  reach: FeatureCollection; // what is reached: minutes
  closed: FeatureCollection; // what is closed: state
  way: FeatureCollection; // the legs of a route: mode
  wayEnds: FeatureCollection; // its start, end and landings: kind, text
  leads: FeatureCollection; // where the listed leads are: id, late, chosen
  labels: FeatureCollection; // text, colour: shares and distances
  focus: Bounds | null; // what the map should show; null leaves it where it is
  nearest: number; // the zoom that showing it may not exceed
}

export type Bounds = [west: number, south: number, east: number, north: number];

/** The scene of a state. */
export function sceneOf(s: State): Scene {
  return { ...taskScene(s), risk: collection(s.layers.risk && s.risk.found ? riskMarks(s.lang, s.risk.found) : []) };
}

function taskScene(s: State): Scene {
  if (s.task === "roster") return empty;
  if (s.task === "leads") return leadsScene(s);
  if (s.task === "way") return wayScene(s);
  return s.task === "incident" ? incidentScene(s) : s.task === "plan" ? planScene(s) : checkScene(s);
}

const empty: Scene = {
  risk: collection([]),
  incident: collection([]), shares: collection([]), borders: collection([]), legs: collection([]), covered: collection([]),
  bases: collection([]), stops: collection([]), unplanned: collection([]), found: collection([]), foundAt: collection([]), reach: collection([]), closed: collection([]), way: collection([]), wayEnds: collection([]), leads: collection([]), labels: collection([]), focus: null, nearest: 15,
};

function incidentScene(s: State): Scene {
  const { decision, draft } = s.incident;
  if (!decision) {
    return { ...empty, incident: collection(draft.geometry ? [feature(draft.geometry, {})] : []) };
  }
  return decisionScene(s, decision);
}

// All leads that are listed; the one that is open with its towns and borders.
function leadsScene(s: State): Scene {
  const { list, open } = s.leads;
  const leads = (list ?? []).map((l) => feature({ type: "Point", coordinates: anchor(l.geometry) },
    { id: String(l.id ?? ""), late: dueMoment(l.properties.life) < s.now ? "yes" : "no" }));
  const shown = open?.decision ?? open?.lead;
  return { ...(shown ? decisionScene(s, shown) : empty), leads: collection(open ? leads.filter((l) => l.properties?.["id"] !== open.id) : leads) };
}

function decisionScene(s: State, decision: DecisionFeature): Scene {
  const shares: Feature[] = [];
  const borders: Feature[] = [];
  const labels: Feature[] = [];
  const drawn: Position[] = [];
  const many = decision.properties.towns.length > 1;
  for (const [i, t] of decision.properties.towns.entries()) {
    if (t.part) {
      shares.push(feature(t.part, { colour: colour(i), town: t.code }));
      labels.push(feature({ type: "Point", coordinates: anchor(t.part) },
        { colour: colour(i), text: many || t.share < 1 ? `${nameOf(s.lang, t)} ${percent(t.share)}` : nameOf(s.lang, t) }));
    }
    // Two towns that share the nearest border share the line to it.
    if (t.nearest && t.distance_m >= 0.5 && !drawn.some((p) => gap(p, t.nearest?.[1] ?? p) < 1e-6)) {
      const [from, to] = t.nearest;
      drawn.push(to);
      borders.push(feature({ type: "LineString", coordinates: [from, to] }, { colour: colour(i), town: t.code }));
      labels.push(feature({ type: "Point", coordinates: middle(from, to) }, { colour: "#22313c", text: metres(t.distance_m) }));
    }
  }
  const incident = feature(decision.geometry, {});
  const all = [incident, ...shares, ...borders];
  // Far from every town only the whole region shows where it is.
  if (decision.properties.towns.length === 0 && s.region) all.push(feature(corners(s.region.bbox), {}));
  return { ...empty, incident: collection([incident]), shares: collection(shares),
    borders: collection(borders), labels: collection(labels), focus: boundsOf(all) };
}

// The ends stand there as soon as they can be read; the landings carry their names.
function wayScene(s: State): Scene {
  const { route, reach, looked } = s.way;
  const legs = (route?.features ?? []).map((f) => feature(f.geometry, { mode: mannerOf(f.properties) }));
  const landings = route ? landingsOf(route) : [];
  const marks = ends.flatMap((end) => {
    const at = placeOf(s.way, end);
    return at ? [feature({ type: "Point", coordinates: at }, { kind: end, text: word(s.lang, end === "from" ? "wayMarkFrom" : "wayMarkTo") })] : [];
  });
  const changes = landings.map((l) => feature({ type: "Point", coordinates: l.at }, { kind: "landing", text: word(s.lang, "wayMarkLanding") }));
  const step = looked ? [feature({ type: "Point", coordinates: looked }, { kind: "step", text: "" })] : [];
  // The largest first, so that the smaller ones lie on top.
  const areas = [...(reach?.features ?? [])].sort((a, b) => b.properties.minutes - a.properties.minutes);
  const reached = areas.map((f) => feature(f.geometry, { minutes: f.properties.minutes }));
  const draft = s.closures.draft && placeOfClosure(s.closures.draft);
  const closures = standing(s.closures.list ?? []);
  const closed = [
    ...closures.map((c) => feature(c.geometry, { state: c.properties.state, slow: c.properties.speed > 0 ? "yes" : "no" })),
    ...(draft ? [feature(draft, { state: "drawn", slow: "no" })] : []),
  ];
  const labels = [
    ...closures.map(({ geometry, properties: { reason, state, speed } }) => feature({ type: "Point", coordinates: anchor(geometry) },
      { colour: "#8c1d18", text: word(s.lang, state === "planned" ? "closureMarkLater" : speed > 0 ? "closureMarkSlow" : "closureMark", { what: reason }) })),
    ...landings.map((l) => feature({ type: "Point", coordinates: l.at }, { colour: "#10242e", text: `\n\n${l.name}` })),
    ...areas.map((f) => feature({ type: "Point", coordinates: northmost(f.geometry) }, { colour: "#10242e", text: word(s.lang, "minutes", { n: f.properties.minutes }) })),
  ];
  return { ...empty, reach: collection(reached), closed: collection(closed), way: collection(legs), wayEnds: collection([...changes, ...marks, ...step]), labels: collection(labels),
    focus: s.closures.draft ? null : boundsOf(step.length > 0 ? step : [...legs, ...reached]) }; // the map stays where somebody draws
}

const northmost = (g: Geometry): Position => positions(g).reduce((best, p) => ((p[1] ?? 0) > (best[1] ?? 0) ? p : best), [0, -90]);

function planScene(s: State): Scene {
  const plan = s.plan.plan;
  if (!plan) return empty;
  const towns = townsOf(plan);
  // Where several tours are seen together, a stop is named by both: 2-4 is the fourth of the second.
  const tours = s.plan.tour === "" ? toursOf(plan).map((t) => t.id) : [];
  const numbered = (tour: string, n: number) => (tours.length > 1 ? `${tours.indexOf(tour) + 1}-${n}` : String(n));
  const shown = (tour: string) => s.plan.tour === "" || s.plan.tour === tour;
  const legs: Feature[] = [];
  const covered: Feature[] = [];
  const stops: Feature[] = [];
  const bases: Feature[] = [];
  const unplanned: Feature[] = [];
  for (const f of plan.features) {
    const p = f.properties;
    if (!f.geometry) continue;
    if (p.kind === "leg" && shown(p.tour)) {
      legs.push(feature(f.geometry, { colour: colour(towns.indexOf(p.town)), tour: p.tour, town: p.town, powers: p.powers, by: byOf(p.mode) }));
      const start = positions(f.geometry)[0];
      if (p.sequence === 1 && start) bases.push(feature({ type: "Point", coordinates: start }, { tour: p.tour }));
    } else if (p.kind === "stop" && shown(p.tour)) {
      if (f.geometry.type !== "Point") covered.push(feature(f.geometry, { tour: p.tour }));
      stops.push(feature({ type: "Point", coordinates: [p.lon, p.lat] }, { number: numbered(p.tour, p.sequence), tour: p.tour }));
    } else if (p.kind === "unplanned") {
      unplanned.push(feature({ type: "Point", coordinates: anchor(f.geometry) }, { need: p.need }));
    }
  }
  return { ...empty, legs: collection(legs), covered: collection(covered), bases: collection(bases), stops: collection(stops),
    unplanned: collection(unplanned), focus: boundsOf([...legs, ...covered, ...stops]) };
}

// All findings are shown; the map goes to the one that is looked at, close enough for a sliver.
function checkScene(s: State): Scene {
  const { found, chosen } = s.check;
  const land: Feature[] = [];
  const places: Feature[] = [];
  const looked: Feature[] = [];
  for (const f of found?.features ?? []) {
    const { level, lon, lat } = f.properties;
    const about = { level, chosen: f.id === chosen ? "yes" : "no" };
    if (f.geometry) land.push(feature(f.geometry, about));
    if (lon !== undefined && lat !== undefined) places.push(feature({ type: "Point", coordinates: [lon, lat] }, about));
    if (f.id === chosen) looked.push(...[land.at(-1), places.at(-1)].filter((x) => x?.properties?.["chosen"] === "yes") as Feature[]);
  }
  return { ...empty, found: collection(land), foundAt: collection(places),
    focus: boundsOf(chosen ? looked : places), nearest: chosen ? 18 : 15 };
}

/** By what one goes on a leg, as the map draws it: any vehicle alike. */
export function byOf(mode: string): "drive" | "foot" | "boat" | "drone" {
  return mode === "foot" || mode === "boat" || mode === "drone" ? mode : "drive";
}

/** The towns that the legs of a plan lie in, in the order of driving: their place is their colour. */
export function townsOf(plan: Plan): string[] {
  return [...new Set(plan.features.flatMap((f) => (f.properties.kind === "leg" ? [f.properties.town] : [])))];
}

/** The smallest box around features; null around none. */
export function boundsOf(features: Feature[]): Bounds | null {
  let b: Bounds | null = null;
  for (const f of features) {
    for (const [x = 0, y = 0] of positions(f.geometry)) {
      b = b ? [Math.min(b[0], x), Math.min(b[1], y), Math.max(b[2], x), Math.max(b[3], y)] : [x, y, x, y];
    }
  }
  return b;
}

/** Where a label of the geometry stands: the middle of a line, the centre of the largest ring. */
export function anchor(g: Geometry): Position {
  switch (g.type) {
    case "Point":
      return g.coordinates;
    case "LineString":
      return along(g.coordinates);
    case "MultiLineString":
      return along(longest(g.coordinates, span));
    case "Polygon":
      return centre(g.coordinates[0] ?? []);
    case "MultiPolygon":
      return centre(longest(g.coordinates.map((p) => p[0] ?? []), (ring) => Math.abs(twiceArea(ring))));
    default:
      return positions(g)[0] ?? [0, 0];
  }
}

const corners = ([w, s, e, n]: Bounds): Geometry => ({ type: "MultiPoint", coordinates: [[w, s], [e, n]] });

function positions(g: Geometry): Position[] {
  switch (g.type) {
    case "Point":
      return [g.coordinates];
    case "MultiPoint":
    case "LineString":
      return g.coordinates;
    case "MultiLineString":
    case "Polygon":
      return g.coordinates.flat();
    case "MultiPolygon":
      return g.coordinates.flat(2);
    case "GeometryCollection":
      return g.geometries.flatMap(positions);
  }
}

const middle = (a: Position, b: Position): Position => [((a[0] ?? 0) + (b[0] ?? 0)) / 2, ((a[1] ?? 0) + (b[1] ?? 0)) / 2];

const gap = (a: Position, b: Position): number => Math.hypot((a[0] ?? 0) - (b[0] ?? 0), (a[1] ?? 0) - (b[1] ?? 0));

const span = (line: Position[]): number => line.slice(1).reduce((sum, p, i) => sum + gap(line[i] ?? p, p), 0);

function longest(lines: Position[][], measure: (l: Position[]) => number): Position[] {
  return lines.reduce<Position[]>((best, l) => (measure(l) > measure(best) ? l : best), []);
}

function along(line: Position[]): Position {
  let left = span(line) / 2;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1] ?? [0, 0], line[i] ?? [0, 0]];
    const step = gap(a, b);
    if (left <= step && step > 0) {
      const t = left / step;
      return [(a[0] ?? 0) + t * ((b[0] ?? 0) - (a[0] ?? 0)), (a[1] ?? 0) + t * ((b[1] ?? 0) - (a[1] ?? 0))];
    }
    left -= step;
  }
  return line[0] ?? [0, 0];
}

const twiceArea = (ring: Position[]): number =>
  ring.slice(1).reduce((sum, [x = 0, y = 0], i) => sum + (ring[i]?.[0] ?? 0) * y - x * (ring[i]?.[1] ?? 0), 0);

// The centroid, measured from the first corner to keep the digits.
function centre(ring: Position[]): Position {
  const [x0 = 0, y0 = 0] = ring[0] ?? [];
  let [area, cx, cy] = [0, 0, 0];
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = [(ring[i - 1]?.[0] ?? 0) - x0, (ring[i - 1]?.[1] ?? 0) - y0];
    const [bx, by] = [(ring[i]?.[0] ?? 0) - x0, (ring[i]?.[1] ?? 0) - y0];
    const cross = ax * by - bx * ay;
    area += cross;
    cx += (ax + bx) * cross;
    cy += (ay + by) * cross;
  }
  return area === 0 ? [x0, y0] : [x0 + cx / (3 * area), y0 + cy / (3 * area)];
}

function collection(features: Feature[]): FeatureCollection {
  return { type: "FeatureCollection", features };
}

function feature(geometry: Geometry, properties: Record<string, string | number>): Feature {
  return { type: "Feature", geometry, properties };
}
