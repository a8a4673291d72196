import { expect, test } from "vitest";
import type { Fault } from "../api/client.ts";
import { arrivalWords, clock, faultsAt, faultsElsewhere, lasting, matches, metres, moment, nameOf, percent, unitName, whenWords, withOffset } from "./naming.ts";
import { units } from "./testdata.ts";

test("names in the language that there is", () => {
  expect(nameOf("en", { name: "东镇", name_en: "East" })).toBe("East");
  expect(nameOf("en", { name: "Vaduz", name_en: "" })).toBe("Vaduz");
  expect(unitName("zh", units, "1-ZX01")).toBe("湿地驻巡站");
  expect(unitName("zh", units, "1-BM-ZR")).toBe("1-BM-ZR");
});

test.each([[0, "0 m"], [317.6, "318 m"], [999.4, "999 m"], [999.6, "1.0 km"], [4230, "4.2 km"], [31_230, "31 km"]])("%d m reads %s", (m, want) => expect(metres(m)).toBe(want));
test.each([[1, "100%"], [0.625, "62.5%"], [0.0004, "<0.1%"], [0.9999, ">99.9%"], [0, "0%"]])("a share of %d reads %s", (share, want) => expect(percent(share)).toBe(want));
test.each([[900, "15 min"], [5400, "1.5 h"], [27_000, "7.5 h"]])("%d s reads %s", (s, want) => expect(lasting("en", s)).toBe(want));

test("times keep the clock of their own offset", () => {
  expect(clock("2026-11-23T08:30:00+08:00")).toBe("08:30");
  expect(moment("2026-11-24T03:10:00Z")).toBe("2026-11-24 03:10");
});

const refused: Fault = {
  kind: "refused", status: 422, title: "不能处理", detail: "有 2 处错误。",
  errors: [{ detail: "精度不对。", pointer: "/properties/accuracy_m" }, { detail: "坐标不对。", pointer: "/geometry/coordinates" }],
};

test("faults stand beside what they concern, and nothing is said twice or lost", () => {
  expect(faultsAt(refused, "accuracy_m")).toEqual(["精度不对。"]);
  expect(faultsAt(refused, "geometry")).toEqual(["坐标不对。"]);
  expect(faultsAt(refused, "accuracy")).toEqual([]);
  expect(faultsElsewhere("zh", refused, ["accuracy_m", "geometry"])).toEqual([]);
  expect(faultsElsewhere("zh", refused, ["accuracy_m"])).toEqual(["坐标不对。"]);
  expect(faultsElsewhere("zh", { ...refused, errors: [] }, ["geometry"])).toEqual(["有 2 处错误。"]);
  expect(faultsElsewhere("en", { kind: "offline", status: 0, title: "", detail: "", errors: [] }, [])[0]).toMatch(/cannot be reached/);
  expect(faultsElsewhere("en", { kind: "server", status: 502, title: "", detail: "", errors: [] }, [])[0]).toContain("502");
});

test("a search wants every word, in any case and order", () => {
  expect(matches("outfall w03", "W03 排污口", "Outfall")).toBe(true);
  expect(matches("排污 K9", "W03 排污口")).toBe(false);
  expect(matches("", "anything")).toBe(true);
});

// The moments are made on this machine's clock, whichever that is, so that its zone does not matter.
test.each([
  ["2026-11-26T22:05", "今天 22:05", "today 22:05"],
  ["2026-11-27T00:00", "明天 00:00", "tomorrow 00:00"],
  ["2026-11-25T23:59", "昨天 23:59", "yesterday 23:59"],
  ["2026-11-28T06:00", "11月28日 06:00", "28 Nov 06:00"],
  ["2027-03-01T08:30", "2027年3月1日 08:30", "1 Mar 2027 08:30"],
])("the moment %s is said as %s", (local, zh, en) => {
  const now = new Date("2026-11-26T03:10").getTime();
  expect(whenWords("zh", withOffset(local), now)).toBe(zh);
  expect(whenWords("en", withOffset(local), now)).toBe(en);
});

test("a moment that was written for another place is said on this clock", () => {
  const at = new Date("2026-11-26T12:00").getTime();
  expect(whenWords("zh", new Date(at).toISOString(), at)).toBe("今天 12:00");
});

test("an arrival is told by the clock, with its day where that is another", () => {
  const now = new Date(2026, 10, 23, 20).getTime();
  expect(arrivalWords("zh", withOffset("2026-11-23T22:00"), 4140, now)).toBe("23:09");
  expect(arrivalWords("zh", withOffset("2026-11-23T23:30"), 4140, now)).toBe("明天 00:39");
});
