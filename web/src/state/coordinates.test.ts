import { describe, expect, test } from "vitest";
import { formatCoordinates, parseCoordinates, type Shape } from "./coordinates.ts";

describe("coordinates that are understood", () => {
  test.each<[Shape, string, unknown]>([
    ["Point", "117.158, 35.083", [117.158, 35.083]],
    ["Point", "  117.158   35.083 \n", [117.158, 35.083]],
    ["Point", "117.158，35.083", [117.158, 35.083]],
    ["Point", "-71.5, -33.0", [-71.5, -33]],
    ["LineString", "117,35\n117.1,35.1", [[117, 35], [117.1, 35.1]]],
    ["LineString", "117,35；117.1,35.1", [[117, 35], [117.1, 35.1]]],
    ["Polygon", "117,35;117.1,35;117.1,35.1", [[[117, 35], [117.1, 35], [117.1, 35.1], [117, 35]]]],
    ["Polygon", "117,35;117.1,35;117.1,35.1;117,35", [[[117, 35], [117.1, 35], [117.1, 35.1], [117, 35]]]],
  ])("%s %j", (shape, typed, coordinates) => {
    expect(parseCoordinates(shape, typed).geometry).toEqual({ type: shape, coordinates });
  });
});

describe("coordinates that are not", () => {
  test.each<[Shape, string, string, string?]>([
    ["Point", "", "coordsFew"],
    ["Point", "117.158", "coordsUnread", "1"],
    ["Point", "east, 35", "coordsUnread", "1"],
    ["Point", "117, 35, 12", "coordsUnread", "1"],
    ["LineString", "117, 35\n117.1", "coordsUnread", "2"],
    ["Point", "35.083, 117.158", "coordsSwapped", "1"],
    ["Point", "181, 35", "coordsRange", "1"],
    ["Point", "117,35\n118,35", "coordsMany"],
    ["LineString", "117,35", "coordsFew"],
    ["Polygon", "117,35;117.1,35", "coordsFew"],
    ["Polygon", "117,35;117.1,35;117,35", "coordsFew"], // closed by hand, and still two corners
  ])("%s %j is refused as %s", (shape, typed, key, line) => {
    const { fault } = parseCoordinates(shape, typed);
    expect(fault?.key).toBe(key);
    if (line) expect(fault?.figures["line"]).toBe(line);
  });
});

test("what is written is read back as the same place", () => {
  for (const [shape, typed] of [
    ["Point", "117.158123, 35.083456"],
    ["LineString", "117.000001, 35.000000\n117.100000, 35.100000"],
    ["Polygon", "117.000000, 35.000000\n117.100000, 35.000000\n117.100000, 35.100000"],
  ] as const) {
    const { geometry } = parseCoordinates(shape, typed);
    expect(geometry && formatCoordinates(geometry)).toBe(typed);
  }
});

test("an area with a hole cannot be typed", () => {
  const ring = [[0, 0], [1, 0], [1, 1], [0, 0]];
  expect(formatCoordinates({ type: "Polygon", coordinates: [ring, ring] })).toBe("");
});
