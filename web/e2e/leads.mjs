// The life of a lead, in real browsers against the real binary:
//   XUNHU_BIN=../bin/xunhu npm run e2e

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, phone, timeout } from "./driver.mjs";
import { LeadDriver } from "./leaddriver.mjs";
import { playOf } from "./play.mjs";
import { startServer } from "./server.mjs";

const binary = process.env.XUNHU_BIN;

describe("the life of a lead", { skip: binary ? false : "XUNHU_BIN does not name a binary" }, () => {
  let server, browser, play;
  before(async () => {
    server = await startServer(binary);
    play = await playOf(server.base);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Somebody at a window of their own; nothing may fail but what is named, and nothing may leave the machine. */
  const sit = async ({ map, ...options }, doing, expected = /^$/) => {
    const d = await LeadDriver.open(browser, server.base, options);
    try {
      await d.openRegion({ map });
      await doing(d);
      assert.deepEqual(d.elsewhere, [], "requests to elsewhere");
      assert.deepEqual(d.troubles.filter((t) => !expected.test(t)), [], "errors in the page");
    } finally {
      await d.close();
    }
  };
  const mill = "117.158, 35.083";

  /** Something that another program asks, as the dispatcher. */
  const send = async (path, body, type = "application/json") => {
    const answer = await fetch(new URL(path, server.base), { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": type } });
    assert.equal(answer.status, 201, `${path}: ${await answer.text()}`);
  };

  test("reported, assigned, taken, verified, handed over: each by whom it concerns, with its clock", { timeout }, () =>
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

  test("of two dispatchers one is faster: the other is told by whom, loses nothing, and the list follows", { timeout }, () =>
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

  test("a lead that another moves changes in place and is announced", { timeout }, () =>
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

        // Long work is told of as it goes on, and what somebody writes to the region is drawn.
        await send("api/v1/jobs", { processID: "export", inputs: { collection: "towns", format: "geojson" } });
        const { page } = second;
        await page.locator("header button[aria-controls=jobs]").click();
        const saving = page.waitForEvent("download");
        await page.locator("#jobs .doable button", { hasText: "下载" }).first().click();
        assert.match((await saving).suggestedFilename(), /towns.*\.geojson$/);
        assert.deepEqual(await second.seriousFlaws(), []);
        await second.screenshot("jobs");
        await page.keyboard.press("Escape");
        assert.equal(await page.locator("#jobs").isVisible(), false);
        const place = mill.split(", ").map(Number);
        await second.lookAt(place, 14);
        const before = await second.drawn("sites");
        await send("ogc/collections/sites/items", { type: "Feature", geometry: { type: "Point", coordinates: place }, properties: { name: "新排口", class: "outfall" } }, "application/geo+json");
        for (let waited = 0; (await second.drawn("sites")) <= before; waited += 200) {
          assert.ok(waited < timeout / 2, "the new site is not drawn");
          await page.waitForTimeout(200);
        }

        // Whoever sits down next sees nothing of them.
        await row.click();
        await page.locator("#lead-title[data-state]").waitFor();
        const { holder } = (await second.state()).leads.open.lead.properties.life;
        await second.become((await second.personOf(holder.id)).id);
        await page.locator("#jobs").waitFor({ state: "detached" });
      })));

  test("works on a phone at night, in English, by keyboard", { timeout }, () =>
    sit({ size: phone, locale: "en-GB", colorScheme: "dark" }, async (d) => {
      const { page } = d;
      const id = await play.report({ at: mill.split(", ").map(Number), category: "W01" });
      const lead = page.locator(`.leads [data-id="${id}"]`);
      await lead.waitFor();
      await page.locator(".handle").click();
      await lead.focus();
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
      assert.ok(await page.evaluate(() => document.activeElement?.matches(".lead .next .go")), "the focus is back where the form was asked for");

      const focus = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute("aria-controls") || document.activeElement?.ariaLabel || document.activeElement?.tagName);
      await send("api/v1/jobs", { processID: "plan", inputs: { unit: "nobody", from: "2026-11-23", days: 1 } });
      await page.locator("#jobs .failed").waitFor({ state: "attached" });
      await page.locator("header button[aria-controls=jobs]").focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      assert.match(await focus(), /^Try again: Plan: nobody, /);
      await page.keyboard.press("Enter");
      await page.locator("#jobs .failed").nth(1).waitFor();
      assert.match(await d.spoken(), /Plan: nobody, .*: failed/);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= phone.width, "no sideways scrolling");
      assert.deepEqual(await d.seriousFlaws(), []);
      await d.screenshot("phone-jobs");

      // What is pressed goes with its button: the focus stays in the menu. (The answer is that of work under way, which a test cannot hold up.)
      const { jobs } = await (await fetch(new URL("api/v1/jobs", server.base))).json();
      const under = { ...jobs[0], jobID: "under-way", status: "running", revision: 2, created: "2099-01-01T08:00:00+08:00" };
      await page.route("**/api/v1/jobs?**", (route) => route.fulfill({ json: { jobs: [under, ...jobs] } }));
      await page.route("**/api/v1/jobs/under-way?**", (route) => route.fulfill({ json: { ...under, status: "dismissed", revision: 3 } }));
      await page.keyboard.press("Escape");
      assert.equal(await focus(), "jobs", "back on the button");
      await d.speak("zh"); // reads the list again
      await page.locator("header button[aria-controls=jobs]").focus();
      await page.getByText("1 项未完成").waitFor({ state: "attached" });
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      assert.match(await focus(), /^取消：编制巡查计划：.* 起 \d+ 天，/);
      await page.keyboard.press("Enter");
      await page.locator("#jobs .dismissed").waitFor();
      assert.match(await d.spoken(), /编制巡查计划：.*：已取消/);
      assert.equal(await focus(), "jobs", "in the menu");
      assert.ok(await page.locator("#jobs").isVisible());
      await page.keyboard.press("Tab");
      assert.match(await focus(), /^重试：编制巡查计划：.* 起 \d+ 天，/);
    }));

  test("the handover letter, who told, and the ledger: nothing of the reporter leaves the house", { timeout }, async () => {
    const { id, holder } = await play.accepted({ at: [116.98, 35.06], category: "E01", source: "12345", note: "群众反映湿地边有人填埋" });
    await play.keepReporter(id, { name: "赵某某", phone: "13800000000", note: "夜间可联系" });
    const photo = await play.attach(id, holder, "现场照片.jpg", "image/jpeg", "a photograph of the fill");
    await play.fire(id, holder, "note", { kind: "measure", reason: "责令停止填埋" });
    await play.fire(id, holder, "verify", { outcome: "VIO", reason: "现场查见新填渣土" });
    await sit({}, async (d) => {
      const { page } = d;
      await d.openLead(id);

      // The reporter: by reason alone, and taken down.
      assert.doesNotMatch(await page.locator("#panel").innerText(), /赵某某|13800000000/);
      const told = await d.lookAtReporter("回访核实填埋时间");
      assert.match(told, /赵某某\s[\s\S]*13800000000/);
      assert.match(told, /值班调度员[^\n]*：回访核实填埋时间/);
      assert.deepEqual(await d.seriousFlaws(), []);
      await d.screenshot("lead-reporter", { map: false });

      // The letter: number, sides, times, place, articles of that day, the digest of the evidence.
      await d.unfold(".about");
      await page.locator("#letter-number").fill("滕环分函〔2026〕12号");
      const letter = await d.pressLetter("handover");
      const today = new Date().toLocaleDateString("zh-CN", { timeZone: "Asia/Shanghai", year: "numeric", month: "long", day: "numeric" });
      for (const want of ["违法问题线索移交单", "滕环分函〔2026〕12号", id, "级索镇生态环境保护所", "演示三中队", today, "核实后24小时内", "1个工作日内", "现场查见新填渣土。", "责令停止填埋",
        "《湿地保护法》第二十八条", "《山东省南四湖保护条例》第二十八条", "116.980000，35.060000", "2000国家大地坐标系", "接收单位签名", "证据材料清单", "视听资料", "政务服务便民热线（12345）"]) {
        assert.ok(letter.flat.includes(want.replace(/\s/g, "")), `“${want}” stands in the letter:\n${letter.text}`);
      }
      const list = letter.text.slice(letter.text.lastIndexOf("证据材料清单"));
      for (let at = 0; at < 64; at += 16) assert.ok(list.includes(photo.sha256.slice(at, at + 16)), "the digest, row by row");
      assert.doesNotMatch(letter.flat, /赵某某|13800000000|夜间可联系/);
      assert.equal(letter.name, `${id}-handover.pdf`);

      // What cannot be written is said, not written.
      await page.locator("[data-letter=dispute]").click();
      await page.getByText("缺争议双方或争议焦点").waitFor();

      // The ledger: entered with the letter's number, then what came back.
      await page.locator("[data-do=notice]").click();
      assert.equal(await page.locator("#do-number").inputValue(), "滕环分函〔2026〕12号");
      await page.locator("#do-kind").selectOption("handover");
      await d.pick("#do-to", "演示三中队");
      await page.locator("#do-way").selectOption("hand");
      await page.locator("#do-due").fill("2099-01-04T18:00");
      await d.confirm();
      const line = page.locator("li[data-notice]", { hasText: "移交函" }); // beside those that the ruling told
      await line.locator("[data-status=awaited]").waitFor();
      assert.match(await line.innerText(), /移交函 滕环分函〔2026〕12号 待回执[\s\S]*演示三中队[\s\S]*当面递交/);
      await line.locator("button").click();
      await page.locator("#do-answer").selectOption("accept");
      await d.confirm();
      await line.locator("[data-status=received]").waitFor();
      assert.match(await page.locator("li[data-event=note]").first().innerText(), /演示三中队回执：接收/);
      await page.locator(".lead .back").click();
      await page.locator(".ledger summary").click();
      await page.locator(".ledger [data-status=received]").first().waitFor();
      assert.deepEqual(await d.seriousFlaws(), []);
      await d.screenshot("ledger", { map: false });
    }, /409/); // the letter that cannot be written
  });

  test("who must be told of an emergency on the shared lake stands there with limit, letter and line, until told", { timeout }, async () => {
    const id = await play.report({ at: [116.85, 35.05], category: "W03", severity: "E", note: "湖面油污" });
    await sit({ map: false }, async (d) => {
      const { page } = d;
      await page.locator(".ledger summary").click();
      await page.locator(".ledger [data-owed=EXT-370826-EE]").waitFor();
      assert.match(await page.locator(".ledger summary").innerText(), /待告知 2/);
      await page.locator(".ledger [data-owed=EXT-370826-EE]", { hasText: id }).click();
      await page.locator(`.lead [data-lead="${id}"]`).waitFor();
      await page.locator(".lead .owed li").nth(1).waitFor();
      const owed = await d.readOwed();
      assert.deepEqual(owed.map((o) => o.to), ["EXT-370826-EE", "山东省生态环境厅"]);
      for (const o of owed) assert.match(o.text, /待告知[\s\S]*30 分钟内告知（突发）：还有 \d+ 分[\s\S]*依据告知表 N2/);
      assert.deepEqual(await d.seriousFlaws(), []);
      await page.locator(".lead .owed").scrollIntoViewIfNeeded();
      await d.screenshot("owed", { map: false });

      const letter = await d.pressOwed("EXT-370826-EE");
      assert.equal(letter.name, `${id}-notice-EXT-370826-EE.pdf`);
      for (const want of [id, "湖面油污"]) assert.ok(letter.flat.includes(want), `“${want}” stands in the letter: ${letter.flat}`);

      await d.told("EXT-370826-EE", "phone");
      assert.deepEqual((await d.readOwed()).map((o) => o.to), ["山东省生态环境厅"]);
      await page.locator("li[data-notice] [data-status=awaited]").first().waitFor();
      await page.locator(".lead .back").click();
      await page.locator(".ledger summary").click();
      await page.locator(".ledger summary", { hasText: "待告知 1" }).waitFor();
    });
  });

  test("re-classed with evidence, split, merged, disputed: each form offers what this person may, and says who else", { timeout }, async () => {
    const at = [117.12, 35.22];
    const { id, holder } = await play.accepted({ at, category: "W02", note: "沟渠有污水" });
    const same = await play.report({ at: [at[0] + 0.0004, at[1]], category: "W02", source: "12369", note: "沟渠冒白沫" });
    const other = await play.accepted({ at: [117.22, 35.14], category: "S03", note: "两处违法" });
    await play.attach(id, holder, "采样记录.pdf", "application/pdf", "a sampling record");
    await sit({}, async (d) => {
      const { page } = d;
      await d.openLead(id);
      await d.unfold(".barred");
      assert.match(await page.locator("[data-barred=verify]").innerText(), /核实\s*由承办单位人员办理/);
      assert.equal(await page.locator(".next [data-event=verify]").count(), 0, "what may not be done has no button");

      // Two certified officers for formal evidence; the class that it turned out to be.
      await d.become(holder);
      await d.begin("verify");
      await page.keyboard.press("Escape");
      assert.equal(await page.evaluate(() => document.activeElement?.dataset.event), "verify", "the focus goes back to where the form was asked for");
      await d.begin("verify");
      await page.locator("input[name=do-outcome][value=MIN]").check();
      await page.locator("#do-files input").first().check();
      await page.locator("#do-formal").check();
      await d.unfold(".changes");
      await d.pick("#do-category", "W05");
      await page.locator("#do-where").fill("北岸");
      await page.locator(".doing .go").click();
      assert.match(await page.locator("#do-officers-fault").innerText(), /须选两名持证人员/);
      assert.match(await page.locator("#do-where-fault").innerText(), /读不出两个数/);
      await page.locator("#do-where").fill("");
      for (const i of [0, 1]) await page.locator("#do-officers input").nth(i).check();
      assert.deepEqual(await d.seriousFlaws(), []);
      await page.setViewportSize({ width: 683, height: 410 }); // 200 %
      assert.ok(await d.fits(), "nothing is wider than the window at 200 %");
      await d.screenshot("lead-verify-200", { map: false });
      await page.setViewportSize({ width: 1366, height: 820 });
      await d.confirm();
      assert.equal(await page.evaluate(() => document.activeElement?.id), "lead-title", "the focus goes on at the result");
      await page.locator("li[data-event=verify]").waitFor();
      assert.match(await page.locator("li[data-event=verify]").innerText(), /类别由 W02 改为 W05[\s\S]*取证 1 件/);
      assert.match(await page.locator(".lead li:has(.digest)").innerText(), /正式证据/);

      // Disputed: with whom, before whom.
      await d.begin("contest");
      await d.pick("#do-to", "演示一中队");
      await page.locator("#do-reason").fill("点位在一中队辖区");
      await d.confirm();
      const dispute = await page.locator(".dispute").innerText();
      assert.match(dispute, /管辖争议：.*与演示一中队，由.*裁定[\s\S]*争议焦点：点位在一中队辖区/);
      await d.screenshot("lead-dispute", { map: false });
      await d.unfold(".barred");
      assert.match(await page.locator("[data-barred=award_squad]").innerText(), /由争议裁决机关办理/);

      // Split: one part for each violation.
      await d.become(other.holder);
      await d.openLead(other.id);
      await d.unfold(".beside:not(.barred)");
      await d.begin("split");
      await page.locator("#do-reason").fill("垃圾与污水各成一件");
      await page.locator(".doing .go").click();
      assert.match(await page.locator("#do-parts-fault").innerText(), /每件选一个类别/);
      await d.pick("#do-part-1", "W05");
      assert.deepEqual(await d.seriousFlaws(), []);
      await d.screenshot("lead-split", { map: false });
      await d.confirm();
      await page.locator(".lead .parts button").nth(1).waitFor();
      await d.unfold(".barred");
      assert.match(await page.locator("[data-barred=verify]").innerText(), /尚有 2 条子线索未办结/);

      // Merged: what is suggested is taken with one press, and confirmed with its reason.
      await d.become("demo-FJ-desk");
      await d.openLead(same);
      await page.locator(`[data-similar="${id}"] [data-do=merge]`).click();
      assert.equal(await page.locator("#do-other").inputValue(), id);
      assert.match(await page.locator("#do-reason").inputValue(), /反映同一件事，相距 \d+ m/);
      await d.confirm();
      await page.getByText(`已并入 ${id}`).waitFor();
      assert.equal((await d.readLead()).state, "MERGED");
    });
  });
});
