import { expect, test } from "vitest";
import type { Fault } from "../api/client.ts";
import { clock, faultsAt, faultsElsewhere, lasting, matches, metres, moment, nameOf, percent, unitName } from "./naming.ts";
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
