// What is closed, as part of the page's state: the list, the closure that is being drawn,
// and the one that is being lifted.

import type { Geometry } from "geojson";
import type { Fault } from "../api/client.ts";
import type { Closure } from "../api/way.ts";
import { formatCoordinates, parseCoordinates, type Shape } from "./coordinates.ts";
import type { State, Wrong } from "./state.ts";

export interface ClosuresTask {
  list: Closure[] | null; // planned and in force; null while never read
  fault: Fault | null;
  busy: boolean;
  draft: ClosureDraft | null;
  lifting: { id: string; reason: string; key: string; edits: number } | null;
  set: Closure | null; // what was just set
}

export interface ClosureDraft {
  shape: Shape;
  typed: string; // coordinates: typed by hand, or written by drawing
  reason: string;
  until: string; // local date and time; "" until it is lifted
  key: string;
  edits: number; // with the key they name one request
  wrong: Wrong<"typed" | "reason">;
}

export const noClosures: ClosuresTask = { list: null, fault: null, busy: false, draft: null, lifting: null, set: null };

export const withClosures = (s: State, change: Partial<ClosuresTask>): State => ({ ...s, closures: { ...s.closures, ...change } });

/** Those that hold now or will. */
export const standing = (all: Closure[]): Closure[] => all.filter((c) => c.properties.state === "in_force" || c.properties.state === "planned");

export const beginClosure = (s: State, key: string): State =>
  withClosures(s, { draft: { shape: "LineString", typed: "", reason: "", until: "", key, edits: 0, wrong: {} }, lifting: null, fault: null, set: null });
export const leaveClosure = (s: State): State => withClosures(s, { draft: null, lifting: null, fault: null });

/** Changes the draft; another shape drops what was drawn. */
export function fillClosure(s: State, change: Partial<Pick<ClosureDraft, "shape" | "typed" | "reason" | "until">>): State {
  const d = s.closures.draft;
  if (!d) return s;
  const redrawn = change.shape !== undefined && change.shape !== d.shape ? { typed: "" } : {};
  return withClosures(s, { draft: { ...d, ...redrawn, ...change, edits: d.edits + 1, wrong: {} }, fault: null });
}

export const drawClosure = (s: State, g: Geometry): State => fillClosure(s, { typed: formatCoordinates(g) });

export const fillLift = (s: State, reason: string): State =>
  s.closures.lifting ? withClosures(s, { lifting: { ...s.closures.lifting, reason, edits: s.closures.lifting.edits + 1 }, fault: null }) : s;

/** Where the draft is; null while it means nothing. */
export const placeOfClosure = (d: ClosureDraft): Geometry | null => parseCoordinates(d.shape, d.typed).geometry ?? null;

/** The shape that is to be drawn; nothing where it stands already. */
export const shapeToDraw = (c: ClosuresTask): Shape | null => (c.draft && !c.busy && !placeOfClosure(c.draft) ? c.draft.shape : null);

/** What of the draft cannot be sent. */
export function wrongIn(d: ClosureDraft): ClosureDraft["wrong"] {
  const { fault } = parseCoordinates(d.shape, d.typed);
  return {
    ...(fault && { typed: d.typed.trim() === "" ? { key: "closureDrawn", figures: {} } as const : fault }),
    ...(d.reason.trim() === "" && { reason: { key: "fieldEmpty", figures: {} } as const }),
  };
}
