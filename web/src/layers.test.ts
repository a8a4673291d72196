// Keeps the floors of the page: api ← state ← map, panels ← main. Type imports count.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = dirname(fileURLToPath(import.meta.url));

/** What each folder may import besides itself; "" is the wiring: main.ts, App.svelte. */
const open: Record<string, string[]> = {
  api: [],
  state: ["api"],
  map: ["api", "state"],
  panels: ["api", "state"],
  "": ["api", "state", "map", "panels"],
};

/** Third parties and the only folders that may know them. */
const homes: Record<string, string[]> = {
  "maplibre-gl": ["map"],
  "terra-draw": ["map"],
  "terra-draw-maplibre-gl-adapter": ["map"],
  svelte: ["panels", ""],
  geojson: ["api", "state", "map", "panels"],
};

interface Import {
  from: string; // file, relative to src
  floor: string;
  name: string;
}

function imports(): Import[] {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((f) => /\.(ts|svelte)$/.test(f) && !f.endsWith(".test.ts"));
  return files.flatMap((from) => {
    const text = readFileSync(join(src, from), "utf8");
    const names = [...text.matchAll(/^\s*(?:import|export)\s[^"';]*?from\s*"([^"]+)"|^\s*import\s*"([^"]+)"|import\("([^"]+)"\)/gm)];
    const floor = from.includes("/") ? (from.split("/")[0] ?? "") : "";
    return names.map((m) => ({ from, floor, name: m[1] ?? m[2] ?? m[3] ?? "" }));
  });
}

test("imports go only to lower floors", () => {
  const found = imports();
  expect(found.length).toBeGreaterThan(40); // the pattern above still reads imports
  for (const { from, floor, name } of found.filter((i) => i.name.startsWith("."))) {
    const target = relative(src, resolve(src, dirname(from), name));
    const to = target.includes("/") ? (target.split("/")[0] ?? "") : "";
    expect(to === floor || open[floor]?.includes(to), `${from} imports ${name}`).toBe(true);
  }
});

test("third parties stay in their homes", () => {
  for (const { from, floor, name } of imports().filter((i) => !i.name.startsWith("."))) {
    const module = Object.keys(homes).find((h) => name === h || name.startsWith(`${h}/`));
    expect(module, `${from} imports ${name}, which has no home`).toBeDefined();
    expect(homes[module ?? ""], `${from} imports ${name}`).toContain(floor);
  }
});

test("no file names an address elsewhere", () => {
  for (const f of readdirSync(src, { recursive: true, encoding: "utf8" }).filter((f) => /\.(ts|svelte|css)$/.test(f) && !f.endsWith(".test.ts"))) {
    const text = readFileSync(join(src, f), "utf8").replaceAll("https://host/", "");
    expect(text, f).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  }
});
