// The life of a lead, in real browsers against the real binary:
//   XUNHU_BIN=../bin/xunhu npm run e2e

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Driver, openBrowser, phone } from "./driver.mjs";
import { startServer } from "./server.mjs";

const binary = process.env.XUNHU_BIN;

describe("the life of a lead", { skip: binary ? false : "XUNHU_BIN does not name a binary" }, () => {
  let server, browser;
  before(async () => {
    server = await startServer(binary);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Somebody at a window of their own; nothing may fail but what is named, and nothing may leave the machine. */
  const sit = async (options, doing, expected = /^$/) => {
    const d = await Driver.open(browser, server.base, options);
    try {
      await d.openRegion();
      await doing(d);
      assert.deepEqual(d.elsewhere, [], "requests to elsewhere");
      assert.deepEqual(d.troubles.filter((t) => !expected.test(t)), [], "errors in the page");
    } finally {
      await d.close();
    }
  };
  const mill = "117.158, 35.083";

  test("reported, assigned, taken, verified, handed over: each by whom it concerns, with its clock", { timeout: 240_000 }, () =>
    sit({}, async (d) => {
      await d.reportIncident({ type: mill, category: "W01" });
      await d.openStored();
      assert.equal((await d.readLead()).state, "REPORTED");

      await d.act("assign");
      const assigned = await d.readLead();
      assert.equal(assigned.state, "ASSIGNED");
      assert.match(assigned.holder, /承办：.*(中队|保护所|驻巡站)/);
      assert.match(assigned.clocks.map((k) => k.text).join("\n"), /还有 .*(小时|分)/);
      assert.match(await d.spoken(), /已办理“派单”，线索现为已派/);
      assert.deepEqual(await d.seriousFlaws(), []);
      await d.screenshot("lead-assigned");

      const holder = (await d.state()).leads.open.lead.properties.life.holder.id;
      await d.become((await d.personOf(holder)).id);
      await d.act("accept"); // whoever holds it takes it in their own name
      assert.equal((await d.readLead()).state, "ACCEPTED");

      await d.attach("现场照片.jpg", "image/jpeg", "not really a photograph");
      const [file] = await d.readFiles();
      assert.equal(file.name, "现场照片.jpg");
      assert.match(file.digest, /^[0-9a-f]{64}$/);

      await d.begin("verify");
      await d.page.locator(".doing .go").click();
      assert.match(await d.page.locator("#do-outcome-fault").innerText(), /请填写此项/);
      await d.screenshot("lead-verify");
      await d.page.locator("input[name=do-outcome][value=VIO]").check();
      await d.page.locator("#do-reason").fill("发现暗管，正在排放");
      await d.confirm();
      assert.equal((await d.readLead()).state, "VERIFIED");

      await d.act("hand_squad");
      assert.equal((await d.readLead()).state, "SQUAD_REVIEW"); // the squad that verified goes on with it itself
      assert.deepEqual(await d.seriousFlaws(), []);
      await d.screenshot("lead-handed");
    }));

  test("of two dispatchers one is faster: the other is told by whom, loses nothing, and the list follows", { timeout: 180_000 }, () =>
    sit({}, (first) =>
      sit({}, async (second) => {
        await first.reportIncident({ type: mill, category: "S03" });
        await first.openStored();
        const { id } = await first.readLead();
        await second.page.locator(`.leads [data-id="${id}"]`).click(); // it came by itself
        await second.begin("void");
        await second.page.locator("#do-reason").fill("重复的线索，已核对");
        // What is heard of the other's move must not be what saves us: the send itself is refused.
        await second.page.route("**/api/v1/events**", (route) => route.abort());
        await first.act("assign");
        await second.page.locator(".doing .go").click();
        const conflict = second.page.locator(".conflict");
        await conflict.waitFor();
        assert.match(await conflict.innerText(), /值班调度员/);
        assert.match(await conflict.innerText(), /派单/);
        assert.deepEqual(await second.seriousFlaws(), []);
        await second.screenshot("lead-conflict");
        await second.page.locator("[data-do=reload]").click();
        await second.page.getByText("现在已不能“作废”").waitFor();
        assert.equal(await second.page.locator("#do-reason").inputValue(), "重复的线索，已核对");
        assert.equal((await second.readLead()).state, "ASSIGNED");
      }, /412|ERR_FAILED/)));

  test("a lead that another moves changes in place and is announced", { timeout: 120_000 }, () =>
    sit({}, (first) =>
      sit({}, async (second) => {
        await first.reportIncident({ type: mill, category: "S03" });
        await first.openStored();
        const { id } = await first.readLead();
        const row = second.page.locator(`.leads [data-id="${id}"]`);
        await row.waitFor();
        await first.act("assign");
        await second.page.locator(`.leads [data-id="${id}"][data-state=ASSIGNED]`).waitFor();
        assert.match(await second.spoken(), new RegExp(`${id}：派单，现为已派`));
      })));

  test("works on a phone at night, in English, by keyboard", { timeout: 120_000 }, () =>
    sit({ size: phone, locale: "en-GB", colorScheme: "dark" }, async (d) => {
      const { page } = d;
      await page.locator(".leads li button").first().waitFor();
      await page.locator(".handle").click();
      await page.locator(".leads li button").first().focus();
      await page.keyboard.press("Enter");
      await page.locator("#lead-title[data-state]").waitFor();
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= phone.width, "no sideways scrolling");
      assert.deepEqual(await d.seriousFlaws(), []);
      await d.screenshot("phone-lead");
      await page.locator(".lead .next .go").first().focus();
      await page.keyboard.press("Enter");
      await page.locator(".doing").waitFor();
      assert.ok(await page.evaluate(() => document.activeElement?.classList.contains("doing")), "the focus goes on in the form");
      assert.deepEqual(await d.seriousFlaws(), []);
      await d.screenshot("phone-lead-form");
      await page.keyboard.press("Escape");
      await page.locator(".doing").waitFor({ state: "detached" });
    }));
});
