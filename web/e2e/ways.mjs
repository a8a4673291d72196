// How one gets there, in a real browser against the real binary:
//   XUNHU_BIN=../bin/xunhu node --test e2e/ways.mjs

import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openBrowser, phone, timeout } from "./driver.mjs";
import { newFolder, run, startServer } from "./server.mjs";
import { WayDriver } from "./waydriver.mjs";

const binary = process.env.XUNHU_BIN;
const town = [117.1367, 35.1018];
const lake = [116.85, 35.05];
const village = [117.2, 35.14];
const offing = [116.835, 35.07]; // on the lake too, to the north-west
const reeds = [116.86, 35.13]; // within a wetland
const tomorrow = new Date(Date.now() + 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });

/** A short line across the middle of a way. */
function across(line) {
  const i = Math.floor(line.length / 2);
  const [[ax, ay], [bx, by]] = [line[i - 1], line[i]];
  const k = 0.0015 / Math.hypot(bx - ax, by - ay);
  return [-1, 1].map((side) => [(ax + bx) / 2 + side * k * (by - ay), (ay + by) / 2 - side * k * (bx - ax)]);
}

describe("ways", { skip: binary ? false : "XUNHU_BIN does not name a binary" }, () => {
  let server, browser, folder;
  before(async () => {
    // An office whose motorcycles are slow in the morning.
    folder = await newFolder();
    const { stdout } = await run(binary, "profile", "motorcycle");
    await writeFile(join(folder, "motorcycle.yaml"), `${stdout}\nhours:\n  "Mo-Su 07:00-09:00": {zh: 早高峰, en: morning rush, speed: {primary: 0.5, secondary: 0.5, tertiary: 0.5, trunk: 0.5}}\n`);
    server = await startServer(binary, undefined, "--profiles", folder);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("by car to the landing and on by boat: picked on the map, told in words, drawn solid and dashed", { timeout }, async () => {
    const d = await WayDriver.open(browser, server.base);
    const { page } = d;
    try {
      await d.openRegion();
      await page.locator("#tab-way").click();
      await page.locator("input[name=vehicle][value=boat]").check();
      for (const at of [town, lake]) {
        await d.lookAt(at, 12);
        await d.clickMap(at);
      }
      await page.locator("[data-total]").waitFor();

      // What is drawn is what the server answers for these two places, each leg in its manner.
      const { way } = await d.state();
      const ends = [way.typed.from, way.typed.to].map((text) => text.split(",").map(Number));
      for (const [i, at] of [town, lake].entries()) {
        assert.ok(Math.hypot(ends[i][0] - at[0], ends[i][1] - at[1]) < 0.001, `${ends[i]} was clicked at ${at}`);
      }
      const answer = await fetch(new URL("api/v1/route", server.base), { method: "POST", body: JSON.stringify({ profile: "boat", points: ends }), headers: { "Content-Type": "application/json" } });
      const { features } = await answer.json();
      assert.deepEqual(features.map((f) => f.properties.mode), ["road", "boat"]);
      assert.ok((await d.drawn("x-way-road")) > 0, "the leg by road is drawn solid");
      assert.ok((await d.drawn("x-way-boat")) > 0, "the leg by boat is drawn dashed");
      const legs = await page.locator("[data-leg]").evaluateAll((all) => all.map((l) => [l.dataset.leg, l.innerText]));
      assert.deepEqual(legs.map(([mode]) => mode), ["road", "boat"]);
      assert.match(legs[0][1], /陆路 · 小汽车[\s\S]*28 km[\s\S]*出发[\s\S]*到达滨湖镇1号码头，换船/);
      assert.match(legs[1][1], /水路 · 乘船[\s\S]*4\.9 km[\s\S]*在滨湖镇1号码头上船/);
      assert.equal(await page.locator("[data-landing]").getAttribute("data-landing"), "370481104-MT01");
      assert.match(await page.locator("[data-total]").innerText(), /33 km，约 64 分钟[\s\S]*含码头换乘 5 分钟/);
      assert.match(await d.spoken(), /经滨湖镇1号码头换乘/);
      assert.deepEqual(await d.seriousFlaws(), []);
      await d.screenshot("way-boat");

      // By keyboard alone, and what cannot be is said in the server's words beside the end that it means.
      await page.locator("[data-do=swap]").click();
      await page.locator("[data-leg]").first().waitFor();
      assert.equal(await page.locator("[data-leg]").first().getAttribute("data-leg"), "boat");
      await page.locator("#way-to").fill("117.2, 36.5");
      await page.locator("input[name=vehicle][value=car]").check();
      await page.locator("#way-to").press("Enter");
      assert.match(await page.locator("#way-to-fault").innerText(), /第 2 点 2 公里内没有道路/);
      await page.locator("#way-from").fill(town.join(", "));
      await page.locator("[data-do=reach]").click();
      await page.locator("[data-minutes]").nth(2).waitFor();
      assert.ok((await d.drawn("x-reach-line")) > 0, "what is reached is drawn");
      await d.screenshot("way-reach");
      assert.deepEqual(d.elsewhere, [], "requests to elsewhere");
      assert.deepEqual(d.troubles.filter((t) => !/422/.test(t)), [], "errors in the page");
    } finally {
      await d.close();
    }
  });

  test("a boat takes longer in wind, leaves in none above 6, and reaches less; hours that are chosen are told", { timeout }, async () => {
    const d = await WayDriver.open(browser, server.base);
    const { page } = d;
    try {
      await d.openRegion();
      const calm = await d.findWay({ from: lake, to: offing, by: "boat" });
      await d.setWind({ force: 5, from: 315 });
      const windy = await d.readWay();
      assert.ok(windy.seconds > 1.05 * calm.seconds, `${windy.seconds} s in wind, ${calm.seconds} s in calm`);
      await d.setWind({ force: 7 });
      assert.match(await page.locator("#wind-fault").innerText(), /风力 7 级，超过 6 级，巡查艇不得出航/);
      assert.equal(await page.locator("[data-total]").count(), 0);
      assert.deepEqual(await d.seriousFlaws(), []);
      await d.screenshot("way-wind-refused", { map: false });
      await d.setWind({ force: 5 });
      await d.departAt(`${tomorrow}T08:00`);
      assert.match(await page.locator("[data-departs]").innerText(), /明天 08:00 出发，预计 08:\d\d 到达/);
      assert.ok((await d.state()).way.route.features.every((f) => f.properties.profile === "boat"));

      const inWind = await d.findReach();
      await d.setWind({ force: 0 });
      await page.locator("[data-minutes]").nth(2).waitFor();
      const inCalm = (await d.state()).way.reach.features.map((f) => f.properties.area_m2);
      for (const [i, area] of inWind.entries()) assert.ok(area > 0 && area < inCalm[i], `${area} m² in wind, ${inCalm[i]} m² in calm`);
      assert.ok((await d.drawn("x-reach-line")) > 0, "what is reached is drawn");
      await d.screenshot("way-reach-boat");

      // Who is there first by boat: with the road to the landing in it, and the way of the first as the list says.
      await d.reportIncident({ at: lake, category: "W03", store: false });
      await page.locator("details.nearest summary").click();
      await page.locator("input[name=nearest-by][value=boat]").check();
      const first = page.locator("[data-unit]").first();
      await first.locator("button").waitFor();
      const [, time] = /约? ?(\d+ 分钟) · /.exec(await first.innerText());
      await d.screenshot("nearest-boat", { map: false });
      await first.locator("button").click();
      await page.locator("[data-total]").waitFor();
      assert.ok((await page.locator("[data-total] b").innerText()).endsWith(time), "the way takes as long as the list says");
      assert.deepEqual(await page.locator("[data-leg]").evaluateAll((all) => all.map((l) => l.dataset.leg)), ["road", "boat"]);
      assert.deepEqual(d.elsewhere, [], "requests to elsewhere");
      assert.deepEqual(d.troubles.filter((t) => !/422/.test(t)), [], "errors in the page");
    } finally {
      await d.close();
    }
  });

  test("the hour of departure decides, and whose hours hold is said", { timeout }, async () => {
    const d = await WayDriver.open(browser, server.base);
    const hours = () => d.page.locator("[data-hours]").innerText();
    try {
      await d.openRegion({ map: false });
      await d.findWay({ from: town, to: village, by: "motorcycle" });
      await d.departAt(`${tomorrow}T08:00`);
      const rush = await d.readWay();
      assert.match(await hours(), /通行时段：早高峰（明天 07:00 至 明天 09:00）/);
      await d.departAt(`${tomorrow}T10:00`);
      assert.match(await hours(), /通行时段：平时（明天 09:00 至 /);
      const usual = await d.readWay();
      assert.ok(rush.seconds > usual.seconds, `${rush.seconds} s in the morning, ${usual.seconds} s after it`);
      assert.deepEqual(d.troubles, [], "errors in the page");
    } finally {
      await d.close();
    }
  });

  test("on foot into a wetland: over its ground, drawn in dots, read on a phone in the dark", { timeout }, async () => {
    const d = await WayDriver.open(browser, server.base, { size: phone, locale: "en-GB", colorScheme: "dark" });
    try {
      await d.openRegion();
      await d.findWay({ from: [116.95, 35.13], to: reeds, by: "foot" });
      assert.deepEqual((await d.state()).way.route.features.map((f) => f.properties.mode), ["road", "ground"]);
      assert.deepEqual(await d.page.locator("[data-leg]").evaluateAll((all) => all.map((l) => l.dataset.leg)), ["foot", "ground"]);
      assert.match(await d.page.locator("[data-leg=ground]").innerText(), /Wetland · on foot[\s\S]*green dots/);
      assert.ok(await d.page.locator("[data-total]").evaluate((e) => e.getBoundingClientRect().bottom <= innerHeight), "how far and how long is in sight");
      assert.equal(await d.drawn("x-way-road"), 0);
      assert.ok((await d.drawn("x-way-foot")) > 0, "who walks is drawn in dots");
      assert.ok(await d.fits(), "no sideways scrolling");
      assert.deepEqual(await d.seriousFlaws(), []);
      await d.screenshot("way-foot-phone");
      assert.deepEqual(d.troubles, [], "errors in the page");
    } finally {
      await d.close();
    }
  });

  test("what one dispatcher closes turns the way aside for another at once, and lifted, the way comes back", { timeout }, async () => {
    const [one, other] = [await WayDriver.open(browser, server.base), await WayDriver.open(browser, server.base, { size: phone, locale: "en-GB", colorScheme: "dark" })];
    try {
      await one.openRegion();
      await other.openRegion({ map: false });
      const before = await one.findWay({ from: town, to: village });
      const beforeThere = await other.findWay({ from: town, to: village });
      assert.deepEqual(beforeThere.line, before.line);

      // Drawn across the way; what is missing is said, and nothing is lost.
      await one.fillClosure({ draw: across(before.line) });
      assert.deepEqual(await one.seriousFlaws(), []);
      await one.screenshot("closure-form", { map: false });
      await one.page.locator("[data-do=close]").click();
      await one.page.locator("#closure-reason[aria-invalid=true]").fill("路面积水");
      await one.setClosure();
      await one.page.locator("[data-renewed]").waitFor();
      const aside = await one.readWay();
      assert.notDeepEqual(aside.line, before.line, "the way goes another way");
      assert.match(aside.changed, new RegExp(`新增：路面积水。\\s*原 ${before.total}\\s*现 ${aside.total}`));
      await one.screenshot("closure-set", { map: false });

      // There it appears by itself, with the way as it is now and as it was.
      await other.page.locator("[data-renewed]").waitFor();
      const asideThere = await other.readWay();
      assert.deepEqual(asideThere.line, aside.line);
      assert.match(asideThere.changed, new RegExp(`New: 路面积水\\.\\s*Before: ${beforeThere.total}\\s*Now: ${asideThere.total}`));
      assert.match(await other.page.locator("details.closures summary").first().innerText(), /1 in force/);
      await other.acknowledge();
      await other.openClosures();
      assert.match((await other.readClosures()).standing.join(), /路面积水 closed\s+since today \d\d:\d\d, until lifted\s+Everyone · set by Dispatcher/);
      assert.ok(await other.fits(), "no sideways scrolling");
      assert.deepEqual(await other.seriousFlaws(), []);
      await other.screenshot("closure-phone", { map: false });

      // Boats go slower until tomorrow: the way by car stays, the list says it.
      await one.acknowledge();
      await one.fillClosure({ type: "116.84, 35.04\n116.86, 35.04\n116.86, 35.06\n116.84, 35.06", shape: "Polygon", reason: "大风", whom: ["boat"], left: 40, until: `${tomorrow}T18:00` });
      await one.setClosure();
      await other.page.locator("[data-closure]", { hasText: "大风" }).waitFor();
      assert.equal((await other.readWay()).changed, "", "the way that is shown is not touched");
      assert.match((await one.readClosures()).standing[1], /大风 限速为平时 40%\s+今天 \d\d:\d\d 至 明天 18:00\s+船艇 · /);

      await other.liftClosure("路面积水", "水已退");
      for (const d of [one, other]) await d.page.locator("[data-renewed]").waitFor();
      assert.deepEqual((await one.readWay()).line, before.line, "the way comes back");
      assert.match((await one.readWay()).changed, /结束：路面积水/);
      const { standing, ended } = await one.readClosures();
      assert.equal(standing.length, 1);
      assert.match(ended[0], /路面积水 已解除[\s\S]*今天 \d\d:\d\d .*值班调度员.*解除：水已退/);
      for (const d of [one, other]) {
        assert.deepEqual(d.elsewhere, [], "requests to elsewhere");
        assert.deepEqual(d.troubles, [], "errors in the page");
      }
    } finally {
      await one.close();
      await other.close();
    }
  });
});
