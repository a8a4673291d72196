// Coordinates as a person types them, one "lon, lat" a line, and back.

import type { Geometry, Position } from "geojson";
import type { WordKey } from "./words.ts";

export type Shape = "Point" | "LineString" | "Polygon";

/** What is wrong with typed coordinates: a sentence of the dictionary and its figures. */
export interface TypedFault {
  key: WordKey;
  figures: Record<string, string>;
}

export type Parsed = { geometry: Geometry; fault?: never } | { fault: TypedFault; geometry?: never };

const least: Record<Shape, number> = { Point: 1, LineString: 2, Polygon: 3 };

/**
 * Reads "lon, lat" pairs, one a line or parted by semicolons; Chinese punctuation
 * does as well. A polygon's ring is closed here and need not be closed by hand.
 */
export function parseCoordinates(shape: Shape, typed: string): Parsed {
  const rows = typed.split(/[\n;；]/).map((r) => r.trim()).filter((r) => r !== "");
  const points: Position[] = [];
  for (const [i, row] of rows.entries()) {
    const line = String(i + 1);
    const cells = row.split(/[\s,，、]+/).filter((c) => c !== "");
    const [lon, lat] = cells.map(Number);
    if (cells.length !== 2 || lon === undefined || lat === undefined || !Number.isFinite(lon) || !Number.isFinite(lat)) {
      return { fault: { key: "coordsUnread", figures: { line, row } } };
    }
    if (Math.abs(lat) > 90 && Math.abs(lon) <= 90) return { fault: { key: "coordsSwapped", figures: { line, row } } };
    if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return { fault: { key: "coordsRange", figures: { line, row } } };
    points.push([lon, lat]);
  }
  const first = points[0];
  const last = points.at(-1);
  const closed = first && last && points.length > 1 && first[0] === last[0] && first[1] === last[1];
  if (shape === "Polygon" && closed) points.pop();
  if (!first || points.length < least[shape]) {
    return { fault: { key: "coordsFew", figures: { need: String(least[shape]), have: String(points.length) } } };
  }
  if (shape === "Point") {
    if (points.length > 1) return { fault: { key: "coordsMany", figures: { have: String(points.length) } } };
    return { geometry: { type: "Point", coordinates: first } };
  }
  if (shape === "LineString") return { geometry: { type: "LineString", coordinates: points } };
  return { geometry: { type: "Polygon", coordinates: [[...points, first]] } };
}

/** Writes a geometry as it would be typed: six decimals, about a decimetre. "" if it cannot be typed. */
export function formatCoordinates(g: Geometry): string {
  const rows = (ps: Position[]) => ps.map(([lon, lat]) => `${(lon ?? 0).toFixed(6)}, ${(lat ?? 0).toFixed(6)}`).join("\n");
  switch (g.type) {
    case "Point":
      return rows([g.coordinates]);
    case "LineString":
      return rows(g.coordinates);
    case "Polygon":
      return g.coordinates.length === 1 ? rows((g.coordinates[0] ?? []).slice(0, -1)) : "";
    default:
      return "";
  }
}
