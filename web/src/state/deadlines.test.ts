import { expect, test } from "vitest";
import { clocksInOrder, dueDays, dueMoment, dueWords, lastingWords, urgencyOf } from "./deadlines.ts";
import { clockOf, lead } from "./testdata.ts";

const now = Date.parse("2026-11-23T03:00:00+08:00");
const at = (t: string) => `2026-11-23T${t}:00+08:00`;

test("a span is told by its two largest figures", () => {
  const minutes = (n: number) => lastingWords("zh", n * 60_000);
  expect([0, 35, 60, 80, 1440, 1441, 1440 * 2 + 185].map(minutes)).toEqual(["0 分", "35 分", "1 小时", "1 小时 20 分", "1 天", "1 天", "2 天 3 小时"]);
  expect(lastingWords("en", 80 * 60_000)).toBe("1 h 20 min");
  expect(lastingWords("zh", -5)).toBe("0 分");
});

test("what is due says how long there is, what is late how long and who hears of it", () => {
  expect(dueWords("zh", clockOf(at("04:20")), now)).toBe("还有 1 小时 20 分");
  const late = clockOf(at("02:25"), { missed: true, escalated: { tier: "T2", tier_name: "分管领导", unit: { id: "1-FJ", name: "分局" } } });
  expect(dueWords("zh", late, now)).toBe("已超时 35 分 → 上报分管领导");
  expect(dueWords("en", clockOf(at("02:25"), { missed: true }), now)).toBe("35 min overdue");
});

test("a limit that passes while the page is open is late without asking the server", () => {
  const k = clockOf(at("03:00"));
  expect([now - 61 * 60_000, now - 60 * 60_000, now, now + 1].map((n) => urgencyOf(k, n))).toEqual(["calm", "soon", "soon", "late"]);
  expect(dueWords("zh", k, now + 60_000)).toBe("已超时 1 分");
});

test("a limit that stands still, and one whose end is not known, say so", () => {
  expect(dueWords("zh", clockOf(null, { standing: true }), now)).toBe("时限中止");
  expect(dueWords("zh", clockOf(null, { gap: "没有 2031 年的节假日安排" }), now)).toBe("没有 2031 年的节假日安排");
  expect(urgencyOf(clockOf(null), now)).toBe("still");
  expect(dueWords("zh", clockOf(null, { missed: true }), now)).toBe("已超时");
});

test("both days are told where a day off moves the end", () => {
  expect(dueDays("zh", clockOf(at("10:00")))).toBe("截止 2026-11-23 10:00");
  expect(dueDays("zh", clockOf(at("10:00"), { due_if_moved: "2026-11-24T10:00:00+08:00" }))).toBe("截止 2026-11-23 10:00；遇休息日顺延至 2026-11-24 10:00");
  expect(dueDays("zh", clockOf(null))).toBe("");
});

test("the first limit of a lead is the one that ends first", () => {
  const { life } = lead("L1", { clocks: [clockOf(null), clockOf(at("09:00"), { limit: "D2" }), clockOf(at("04:00"), { limit: "D3" })] }).properties;
  expect(clocksInOrder(life).map((k) => k.limit)).toEqual(["D3", "D2", "D1"]);
  expect(dueMoment(life)).toBe(Date.parse(at("04:00")));
  expect(dueMoment(undefined)).toBe(Infinity);
});
