import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { codeWord, dictionary, rowWord, word, type WordKey } from "./words.ts";

const figures = (s: string) => [...s.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();

test("both languages have the same keys", () => {
  expect(Object.keys(dictionary.en).sort()).toEqual(Object.keys(dictionary.zh).sort());
});

test("both languages say the same figures, and neither is empty", () => {
  for (const key of Object.keys(dictionary.zh) as WordKey[]) {
    expect(figures(dictionary.en[key]), key).toEqual(figures(dictionary.zh[key]));
    expect(dictionary.en[key].trim(), key).not.toBe("");
    expect(dictionary.zh[key].trim(), key).not.toBe("");
  }
});

test("every key is used somewhere", () => {
  const src = join(dirname(fileURLToPath(import.meta.url)), "..");
  const text = readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((f) => /\.(ts|svelte)$/.test(f) && !/(\.test\.ts|words\.ts)$|^state.words./.test(f))
    .map((f) => readFileSync(join(src, f), "utf8"))
    .join("\n");
  const byCode = /^(inRefused_|jobStatus_|state[A-Z]|field[a-z]|outcome[A-Z]|place[A-Z]|noteKind|stopKind|noticeKind|answer|wayLine[a-z]|compass\d|way[a-z]|letter[a-z]|layer|source|severity|group|powers|patrol|mode|v\d|vehicle|j[A-Z]|span[A-Z]|sq[A-Z]|k[A-Z]|z[A-Z]|w[A-Z]|h[A-Z])/;
  const unused = Object.keys(dictionary.zh).filter((k) => !byCode.test(k) && !text.includes(`"${k}"`));
  expect(unused).toEqual([]);
});

test("figures are filled in, unknown codes are shown as they are", () => {
  expect(word("en", "stored", { id: "X-1" })).toBe("Stored as X-1");
  expect(word("zh", "coordsFew", { need: "3", have: 0 })).toContain("至少要 3 个点，现有 0 个");
  expect(codeWord("zh", "j", "LAKE")).toBe("共管湖面");
  expect(codeWord("en", "j", "NEW")).toBe("NEW");
});

test("every row of table V has its headline, and an emergency on the lake its own", () => {
  for (let row = 1; row <= 12; row++) {
    expect(rowWord("en", `V${row}`, "IN"), `V${row}`).not.toBe("");
    expect(rowWord("zh", `V${row}`, "IN"), `V${row}`).not.toMatch(/镇(?!街)/); // a sub-district is no town: 镇街
  }
  expect(rowWord("en", "V1", "LAKE")).toContain("the neighbour leads");
  expect(rowWord("en", "V1", "IN")).not.toContain("neighbour");
  expect(rowWord("en", "V99", "IN")).toBe("");
});

test("no two screens have a word of the same key", () => {
  const folder = join(dirname(fileURLToPath(import.meta.url)), "words");
  const keys = readdirSync(folder).flatMap((f) => [...(readFileSync(join(folder, f), "utf8").split("} as const")[0] ?? "").matchAll(/^ {2}(\w+):/gm)].map((m) => m[1]));
  expect(keys.length).toBe(Object.keys(dictionary.zh).length);
  expect(new Set(keys).size).toBe(keys.length);
});
