// How one gets there, in a real browser against the real binary:
//   XUNHU_BIN=../bin/xunhu node --test e2e/ways.mjs

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Driver, openBrowser, phone } from "./driver.mjs";
import { startServer } from "./server.mjs";

const binary = process.env.XUNHU_BIN;
const town = [117.1367, 35.1018];
const lake = [116.85, 35.05];

describe("ways", { skip: binary ? false : "XUNHU_BIN does not name a binary" }, () => {
  let server, browser;
  before(async () => {
    server = await startServer(binary);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("by car to the landing and on by boat: picked on the map, told in words, drawn solid and dashed", { timeout: 120_000 }, async () => {
    const d = await Driver.open(browser, server.base);
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
});
