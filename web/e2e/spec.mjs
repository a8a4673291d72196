// What a dispatcher does in a day, in a real browser against the real binary:
//   XUNHU_BIN=../bin/xunhu npm run e2e

import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { desk, Driver, openBrowser, phone, timeout } from "./driver.mjs";
import { LeadDriver } from "./leaddriver.mjs";
import { newFolder, run, startServer } from "./server.mjs";

const binary = process.env.XUNHU_BIN;
const post = "370481-ZX01";
const day = "2026-11-23";

describe("the page of the demonstration region", { skip: binary ? false : "XUNHU_BIN does not name a binary" }, () => {
  let server, browser;
  const api = async (path, body) => {
    const answer = await fetch(new URL(`api/v1/${path}`, server.base), body && { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/geo+json" } });
    return answer.json();
  };
  const seat = async (id) => {
    const { units } = await api("units");
    const unit = units.find((u) => u.id === id);
    return [unit.lon, unit.lat];
  };
  const decide = (geometry, category) => api("decide", { type: "Feature", geometry, properties: { category } });
  /** A square of 2·half degrees around a place. */
  const square = ([x, y], half) => [[x - half, y - half], [x + half, y - half], [x + half, y + half], [x - half, y + half]];
  /** The middle of the border that is nearest to a town's station: inside the city for the towns of the core. */
  const border = async (town) => {
    const near = await decide({ type: "Point", coordinates: await seat(`${town}-SO`) }, "S03");
    return near.properties.towns.find((t) => t.code === town).nearest[1];
  };

  before(async () => {
    server = await startServer(binary);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Runs one person's work in a window of their own; nothing may fail or leave the machine meanwhile. */
  const work = (name, options, doing) =>
    test(name, { timeout }, async () => {
      const driver = await LeadDriver.open(browser, server.base, options);
      try {
        await driver.openRegion();
        await doing(driver);
        assert.deepEqual(driver.elsewhere, [], "requests to elsewhere");
        assert.deepEqual(driver.troubles, [], "errors in the page");
      } finally {
        await driver.close();
      }
    });

  work("arranges a month's duty: who goes, who replaces somebody ill; and says where to look", { size: phone }, async (d) => {
    const { page } = d;
    await page.locator("header button[aria-controls=who]").click();
    await d.pick("#bar-person", "demo-104-ZF-leader");
    await page.keyboard.press("Escape");
    for (let n = 0; n < 100 && (await d.state()).asker.me?.person.id !== "demo-104-ZF-leader"; n++) await page.waitForTimeout(100);
    await page.locator("#tab-roster").click();
    await page.locator(".month .quiet").last().click(); // next month: none of it has begun
    await page.locator("[data-do=make-roster]").click();
    await page.locator("[data-day]").first().waitFor();
    const month = (await d.state()).roster.month;
    assert.ok((await page.locator("[data-day]").count()) >= 28, "somebody goes on every day of the month");
    assert.match(await page.locator("[data-sum]").innerText(), /轮岗[\s\S]*安排：滨湖镇人民政府/);
    assert.deepEqual(await d.seriousFlaws(), []);
    await d.screenshot("phone-roster", { map: false });

    const first = page.locator("[data-duty]").first();
    const ill = await first.locator("[data-person] .name").first().innerText();
    await first.locator("[data-do=ill]").first().click();
    await page.locator("[data-do=try-away]").click();
    await page.locator("[data-tried]").waitFor();
    assert.match(await page.locator("form.away s").first().innerText(), new RegExp(`− ${ill}`));
    const instead = (await page.locator("form.away ins").first().innerText()).replace("+ ", "");
    assert.ok((await first.innerText()).includes(ill), "a trial changes nothing");
    await page.locator("[data-do=keep-away]").click();
    await page.locator("[data-changed]").waitFor();
    const names = await page.locator(`[data-day="${month}-01"] [data-person] .name`).allInnerTexts();
    assert.ok(names.includes(instead) && !names.includes(ill), `${names}: ${instead} instead of ${ill}`);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= phone.width, "no sideways scrolling");

    await page.locator("header button[aria-controls=layers]").click();
    await page.locator("#layers label", { hasText: "风险" }).click({ position: { x: 60, y: 10 } }); // on the words, not on the box
    await page.locator("section.risk .verdict").first().waitFor();
    assert.match(await page.locator("section.risk").innerText(), /少于 20 次[\s\S]*不是“干净”/);
    assert.ok((await d.drawn("x-risk-point")) > 0, "places drawn");
  });

  work("shows the region, and that it is an illustration", {}, async (d) => {
    assert.equal(await d.page.locator(".badge .mark").first().innerText(), "演示数据 · illustration");
    assert.ok((await d.drawn("towns")) > 0, "towns drawn");
    assert.ok((await d.drawn("towns-name")) > 0, "names drawn");
    await d.page.locator("header button[aria-controls=layers]").click();
    await d.page.locator("#layers").getByLabel("镇街", { exact: true }).uncheck();
    assert.equal(await d.drawn("towns-border"), 0, "towns hidden");
    await d.page.locator("#layers").getByLabel("镇街", { exact: true }).check();
    await d.page.keyboard.press("Escape");
    assert.deepEqual(await d.seriousFlaws(), []);
    await d.screenshot("region");

    // who was sent a link sets a password, is in by it, and signs out again
    const made = await fetch(new URL("api/v1/people/demo-FJ-audit/link", server.base), { method: "POST", headers: { "X-Xunhu-Person": "demo-FJ-admin" } });
    await d.page.goto(new URL((await made.json()).address, server.base).href);
    await d.page.locator("dialog").waitFor();
    assert.deepEqual(await d.seriousFlaws(), []);
    for (const field of ["next", "again"]) await d.page.fill(`#first-${field}`, "芦苇荡里划船去看白鹭归来");
    await d.page.locator("dialog button[type=submit]").click();
    await d.page.locator("dialog").waitFor({ state: "hidden" });
    assert.equal((await d.state()).asker.me.way, "session");
    await d.page.locator("header button[aria-controls=who]").click();
    await d.page.locator("#who").getByText("退出登录").click();
    for (let n = 0; n < 100 && (await d.state()).asker.me?.way !== "named"; n++) await d.page.waitForTimeout(100);
    assert.equal((await d.state()).asker.me.person.id, "demo-FJ-desk");
  });

  work("decides a point that was clicked: its town's station goes", {}, async (d) => {
    const town = "370481113"; // 木石镇, in no post's zone
    await d.reportIncident({ at: await seat(`${town}-SO`), category: "S03", store: false });
    const decision = await d.readDecision();
    assert.equal(decision.row, "V8");
    assert.equal(decision.lead, `${town}-SO`);
    assert.deepEqual(decision.towns.map((t) => [t.code, t.share]), [[town, 100]]);
    assert.ok(decision.reasons.length >= 3, "reasons");
    assert.ok(decision.basis.length >= 1, "basis");
    assert.match(decision.spoken, /牵头，规则 V8/);
    assert.equal(decision.stored, false);
    assert.equal(await d.drawn("x-incident-point"), 1);
    assert.ok((await d.drawn("x-borders-line")) >= 1, "line to the border");
    assert.deepEqual(await d.seriousFlaws(), []);
    await d.screenshot("point");
  });

  work("reports an area drawn over a border: every town has its share", {}, async (d) => {
    const corners = square(await border("370481001"), 0.006);
    const ring = [...corners, corners[0]];
    const want = await decide({ type: "Polygon", coordinates: [ring] }, "S03");
    await d.reportIncident({ draw: corners, category: "S03" });
    const decision = await d.readDecision();
    assert.ok(decision.towns.length >= 2, "several towns");
    assert.ok(Math.abs(decision.towns.reduce((sum, t) => sum + t.share, 0) - 100) < 0.3, "shares add up");
    assert.equal(decision.row, want.properties.v_row);
    assert.equal(decision.lead, want.properties.lead);
    assert.equal(decision.lead, `${decision.towns[0].code}-SO`, "the station of the largest share leads");
    for (const [i, t] of decision.towns.entries()) {
      assert.ok(Math.abs(t.share - 100 * want.properties.towns[i].share) < 1, `share of ${t.code}`); // clicks fall on pixels
    }
    assert.equal(decision.stored, true);
    assert.ok((await d.drawn("x-shares-fill")) >= 2, "shares drawn");
    assert.ok((await d.drawn("x-labels")) >= 2, "shares labelled");
    await d.screenshot("area");

    const { name, content } = await d.downloadGeoJSON();
    assert.match(name, /^xunhu-.+\.geojson$/);
    assert.equal(content.type, "Feature");
    assert.equal(content.properties.lead, decision.lead);

    // It can be opened again.
    await d.page.locator("#tab-leads").click();
    await d.page.locator(`.leads [data-id="${content.id}"]`).click();
    await d.page.locator(".lead ol[data-proof=true]").waitFor();
    assert.equal((await d.readLead()).id, content.id);
    assert.ok((await d.drawn("x-shares-fill")) >= 2, "shares drawn again");
  });

  work("decides a line drawn over a border by the length in each town", {}, async (d) => {
    const [x, y] = await border("370481001");
    const line = [[x - 0.006, y - 0.006], [x, y + 0.001], [x + 0.006, y + 0.006]];
    const want = await decide({ type: "LineString", coordinates: line }, "S03");
    await d.reportIncident({ draw: line, shape: "LineString", category: "S03", store: false });
    const decision = await d.readDecision();
    assert.equal(decision.lead, want.properties.lead);
    assert.deepEqual(decision.towns.map((t) => t.code), want.properties.towns.map((t) => t.code));
    assert.ok((await d.drawn("x-shares-line")) >= 2, "each town's part in its colour");
    await d.screenshot("line");
  });

  work("plans the post's patrol: listed, drawn, downloaded, counted for the month", {}, async (d) => {
    await d.planPatrol({ unit: post, from: day, days: 1 });
    const tours = await d.readPlan();
    assert.ok(tours.length > 0, "tours");
    const stops = tours.flatMap((t) => t.stops);
    assert.ok(stops.length > 0, "stops");
    for (const s of stops) {
      assert.match(s.arrive, /^\d\d:\d\d$/);
      assert.ok(s.name !== "" && s.note !== "", "name and reason");
    }
    for (const t of tours) assert.deepEqual(t.stops.map((s) => s.arrive), t.stops.map((s) => s.arrive).toSorted(), "in the order of time");
    const { plan } = (await d.state()).plan;
    assert.equal(stops.length, plan.features.filter((f) => f.properties.kind === "stop").length);
    assert.ok((await d.drawn("x-legs-line")) > 0, "legs drawn");
    assert.ok((await d.drawn("x-stops")) > 0, "stops drawn");
    assert.deepEqual(await d.seriousFlaws(), []);
    await d.screenshot("plan");

    const { content } = await d.downloadGeoJSON();
    assert.deepEqual([...new Set(content.features.map((f) => f.properties.kind))].filter((k) => k !== "unplanned").sort(), ["leg", "stop", "tour"]);

    await d.page.locator("article[data-tour] .tour").first().click();
    assert.equal((await d.state()).plan.tour, tours[0].id);
    await d.screenshot("tour");

    const { page } = d;
    await page.locator(".plan .actions .primary").click();
    await page.locator("#kind").selectOption("P7");
    await page.locator(".actions .primary").click();
    assert.match(await page.locator("#with-fault").innerText(), /请写明对方单位/);
    assert.deepEqual(await d.seriousFlaws(), []);
    await d.screenshot("plan-border", { map: false });

    await d.lookAtFigures({ month: day.slice(0, 7), all: true });
    assert.equal(await page.locator(`[data-figure="units.planned"][data-key="${post}"] td`).innerText(), String(tours.length));
    assert.match(await page.locator(".figures .unknown").innerText(), /没有记录、无从统计的/);
    assert.deepEqual(await d.seriousFlaws(), []);
    await d.screenshot("figures", { map: false });

    // A joint patrol of the branch: asked, answered, and who came, once it has begun.
    const branch = "370481-FJ";
    const next = new Date(Date.now() + 32 * 86_400_000).toISOString().slice(0, 7);
    await d.lookAtDuty({ unit: branch, month: next });
    await page.locator("[data-do=make-roster]").click();
    await page.locator("[data-do=invite]").first().click();
    await page.locator("[data-do=reply]").first().click();
    await page.locator("#joint-text").fill("王林、李木");
    await page.locator("[data-do=send-reply]").click();
    await page.locator("[data-department] .good").waitFor();
    assert.equal(await page.locator("[data-do=attend]").count(), 0, "who came is not asked before it begins");
    const patrol = (await d.state()).roster.joint.joint_patrols[0];
    await page.clock.setFixedTime(Date.parse(patrol.end)); // this window's clock alone: the server refuses
    await d.openRegion({ map: false });
    await d.lookAtDuty({ unit: branch, month: next });
    await page.locator("[data-do=attend]").click();
    const came = (unit) => page.locator(`[data-came="${unit}"]`);
    assert.equal(await came(patrol.departments[0].unit.id).locator("textarea").inputValue(), "王林、李木", "as was answered");
    assert.notEqual(await came(branch).locator("textarea").inputValue(), "", "as the roster has it");
    await page.locator("#joint-agreed").fill("下周复查");
    assert.deepEqual(await d.seriousFlaws(), []);
    await d.screenshot("joint-attendance", { map: false });
    await page.locator("[data-do=send-attend]").click();
    assert.match(await page.locator("[data-attend] .fault").innerText(), /还没有开始/);
    assert.equal(await page.locator("#joint-agreed").inputValue(), "下周复查", "nothing is lost");
    d.troubles.length = 0; // the browser reports the refused request too, as it should
  });

  work("works without a mouse", {}, async (d) => {
    const { page } = d;
    const [lon, lat] = await seat("370481113-SO");
    const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim() || "");
    const tabTo = async (what) => {
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press("Tab");
        if (what.test(await focused())) return;
      }
      assert.fail(`Tab never reaches ${what}`);
    };
    await page.locator("#tab-incident").focus();
    await page.keyboard.press("Enter");
    await tabTo(/^coords$/);
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), "none", "focus can be seen");
    await page.keyboard.type(`${lon}, ${lat}`);
    await tabTo(/^category$/);
    await page.keyboard.type("S03");
    await page.keyboard.press("Enter");
    await tabTo(/^预判/);
    await page.keyboard.press("Enter");
    await page.locator(".hero").waitFor();
    assert.equal((await d.readDecision()).lead, "370481113-SO");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "task", "the focus goes on from the decision");

    await page.locator("#tab-incident").focus();
    for (const tab of ["tab-way", "tab-plan"]) {
      await page.keyboard.press("ArrowRight");
      assert.equal(await focused(), tab);
    }
    await tabTo(/^unit$/);
    await page.keyboard.type("ZX01");
    await page.keyboard.press("Enter");
    await tabTo(/^生成计划/);
    await page.keyboard.press("Enter");
    await page.locator("#plan-title").waitFor();
    assert.ok((await d.readPlan()).length > 0, "tours");
  });

  work("says what is wrong beside the control", {}, async (d) => {
    const { page } = d;
    await page.locator("#tab-incident").click();
    await page.locator(".actions .primary").click();
    assert.match(await page.locator("#coords-fault").innerText(), /还差位置/);
    await page.locator("#coords").fill("35.083, 117.158");
    await page.locator(".actions .primary").click();
    assert.match(await page.locator("#coords-fault").innerText(), /纬度在前/);
    await page.locator("input[name=shape][value=Polygon]").check();
    await page.locator("#coords").fill("117.1,35.0; 117.2,35.1; 117.2,35.0; 117.1,35.1"); // a bow tie: the server's word
    await page.locator(".actions .primary").click();
    await page.locator("#coords-fault").waitFor();
    assert.deepEqual(await d.seriousFlaws(), []);
    await d.screenshot("fault");

    await page.route("**/api/v1/decide**", (route) => route.abort());
    await page.locator("#coords").fill("117.1,35.0; 117.2,35.0; 117.2,35.1");
    await page.locator(".actions .primary").click();
    await page.getByText("连不上服务器").waitFor();
    d.troubles.length = 0; // the browser reports the refused and the broken request too, as it should
  });

  work("speaks both languages and remembers which", { locale: "en-GB" }, async (d) => {
    assert.equal(await d.page.locator("html").getAttribute("lang"), "en");
    await d.reportIncident({ at: await seat("370481113-SO"), category: "S03", store: false });
    assert.match((await d.readDecision()).reasons.join(" "), /lies in/);
    assert.deepEqual(await d.seriousFlaws(), []);
    await d.screenshot("english");
    await d.speak("zh");
    await d.page.getByText("判定结果").waitFor();
    await d.page.waitForTimeout(300);
    await d.settle();
    assert.match((await d.readDecision()).reasons.join(""), /境内/);
    await d.openRegion();
    assert.equal(await d.page.locator("html").getAttribute("lang"), "zh");
  });

  work("fits a phone", { size: phone }, async (d) => {
    const wide = () => d.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok((await wide()) <= phone.width, "no sideways scrolling");
    const sheet = await d.page.locator("#panel").boundingBox();
    const { region } = await d.state();
    const south = await d.page.evaluate(([x, y]) => window.xunhu.view.pixel(x, y), [region.bbox[0], region.bbox[1]]);
    assert.ok(south.y < sheet.y - 20, `the region's south (${south.y}) lies above the sheet (${sheet.y})`);
    await d.screenshot("phone-region");
    await d.reportIncident({ type: (await border("370481001")).join(", "), category: "W03", store: false });
    assert.ok((await d.readDecision()).lead, "lead");
    const lead = await d.page.locator(".hero .lead").boundingBox();
    assert.ok(lead.y > 0 && lead.y + lead.height < phone.height, "who goes is seen without scrolling");
    const small = await d.page.locator("button:visible").evaluateAll((all) => all.filter((b) => b.clientHeight < 28).map((b) => b.textContent));
    assert.deepEqual(small, [], "buttons too small for a thumb");
    assert.ok((await wide()) <= phone.width, "no sideways scrolling");
    assert.deepEqual(await d.seriousFlaws(), []);
    await d.screenshot("phone-decision");
    await d.planPatrol({ unit: post, from: day });
    assert.ok((await d.drawn("x-legs-line")) > 0, "legs drawn");
    assert.deepEqual(await d.seriousFlaws(), []);
    const { plan } = (await d.state()).plan;
    for (const { properties: stop } of plan.features.filter((f) => f.properties.kind === "stop")) {
      const at = await d.page.evaluate(([x, y]) => window.xunhu.view.pixel(x, y), [stop.lon, stop.lat]);
      assert.ok(at.y + 16 < sheet.y, `stop ${stop.sequence}, ${stop.name} (${at.y}), lies above the sheet (${sheet.y})`);
    }
    await d.screenshot("phone-plan");
  });

  work("is readable at night", { size: desk, colorScheme: "dark" }, async (d) => {
    await d.reportIncident({ at: await seat("370481113-SO"), category: "S02", store: false });
    assert.deepEqual(await d.seriousFlaws(), []);
    await d.screenshot("night");
  });
});

describe("towns that do not fit together", { skip: binary ? false : "XUNHU_BIN does not name a binary" }, () => {
  let folder, server, browser;
  before(async () => {
    folder = await newFolder();
    const at = (x, y) => [117 + x / 50, 35 + y / 60];
    const square = (name, x, y, change = (ring) => ring) => ({
      type: "Feature", properties: { code: `99000200${1 + 3 * y + x}`, name },
      geometry: { type: "Polygon", coordinates: [change([at(x, y), at(x + 0.5, y), at(x + 1, y), at(x + 1, y + 0.5), at(x + 1, y + 1), at(x + 0.5, y + 1), at(x, y + 1), at(x, y + 0.5), at(x, y)])] },
    });
    const towns = [
      square("甲镇", 0, 0), square("乙镇", 1, 0), square("丙镇", 2, 0),
      square("丁镇", 0, 1), square("戊镇", 1, 1, (ring) => ring.with(3, [ring[3][0] + 0.0012, ring[3][1]]).with(7, [ring[7][0] + 0.00002, ring[7][1]])), square("己镇", 2, 1),
    ];
    const file = join(folder, "towns.geojson");
    await writeFile(file, JSON.stringify({ type: "FeatureCollection", features: towns }));
    await run(binary, "import", file, "--as", "towns", "--region", "990002", "--name", "待查区", "--data", join(folder, "data"));
    server = await startServer(binary, folder);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [name, options] of [["at the desk", {}], ["on a phone", { size: phone }]]) {
    test(`shows what a check finds, ${name}, by keyboard, in both languages`, { timeout }, async () => {
      const d = await Driver.open(browser, server.base, options);
      const { page } = d;
      try {
        await page.goto(server.base);
        await page.locator(".badge strong").first().waitFor();
        const found = await d.checkData();
        assert.deepEqual(found.map((f) => f.code).filter((c) => c.startsWith("coverage")), ["coverage.gap", "coverage.overlap"]); // from west to east
        assert.match(found.find((f) => f.code === "coverage.overlap").text, /“戊镇”与“己镇”重叠 [\d.]+ 平方米/);
        assert.equal(await d.drawn("x-found-at"), 2, "both places drawn");
        assert.deepEqual(await d.seriousFlaws(), []);
        await d.screenshot(`check-${options.size ? "phone" : "desk"}`);

        // By keyboard: to the line of the gap, which is 2 m wide; the map goes there.
        await page.locator(".check li button[data-code='coverage.gap']").focus();
        await page.keyboard.press("Enter");
        await d.settle();
        assert.deepEqual((await d.readFindings()).filter((f) => f.chosen).map((f) => f.code), ["coverage.gap"]);
        assert.equal(await d.drawn("x-found-halo"), 1, "the one that is looked at is ringed");
        assert.ok((await d.drawn("x-found-line")) >= 1, "its land drawn");
        await d.screenshot(`check-gap-${options.size ? "phone" : "desk"}`);
        await d.speak("en");
        await page.locator(".check .count").waitFor();
        assert.match((await d.readFindings()).map((f) => f.text).join("\n"), /overlap by/);
        assert.deepEqual(await d.seriousFlaws(), []);
        await page.locator("#tab-check").focus();
        await page.keyboard.press("ArrowRight");
        assert.equal((await d.state()).task, "leads");
        assert.match(await page.locator(".leads .stranger").innerText(), /Not signed in/);
        assert.deepEqual(await d.seriousFlaws(), []);
        await d.screenshot(`stranger-${options.size ? "phone" : "desk"}`);
        assert.deepEqual(d.elsewhere, [], "requests to elsewhere");
        assert.deepEqual(d.troubles, [], "errors in the page");
      } finally {
        await d.close();
      }
    });
  }
});

describe("a store of two regions", { skip: binary ? false : "XUNHU_BIN does not name a binary" }, () => {
  let folder, server, browser;
  const town = (code, name, west) => ({
    type: "Feature", properties: { code, name },
    geometry: { type: "Polygon", coordinates: [[[west, 36], [west + 0.1, 36], [west + 0.1, 36.1], [west, 36.1], [west, 36]]] },
  });

  before(async () => {
    folder = await newFolder();
    await (await startServer(binary, folder)).stop(); // an empty store is filled with the demonstration
    const towns = join(folder, "towns.geojson");
    await writeFile(towns, JSON.stringify({ type: "FeatureCollection", features: [town("990001001", "东山镇", 118), town("990001002", "西山镇", 117.9)] }));
    await run(binary, "import", towns, "--as", "towns", "--region", "990001", "--name", "双山区", "--data", join(folder, "data"));
    server = await startServer(binary, folder);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** One person before the page at a path; only that a region is not found may go wrong. */
  const visit = (name, path, options, doing) =>
    test(name, { timeout }, async () => {
      const driver = await LeadDriver.open(browser, server.base, options);
      try {
        await driver.page.goto(new URL(path, server.base).href);
        await doing(driver, driver.page);
        assert.deepEqual(driver.elsewhere, [], "requests to elsewhere");
        assert.deepEqual(driver.troubles.filter((t) => !t.includes("404")), [], "errors in the page");
      } finally {
        await driver.close();
      }
    });
  const choices = (page) => page.locator(".chooser a").evaluateAll((all) => all.map((a) => [a.getAttribute("href"), a.querySelector("strong").textContent]));

  visit("lets choose where the address names no region", "/", {}, async (d, page) => {
    await page.locator(".chooser").waitFor();
    assert.deepEqual(await choices(page), [["/r/370481/", "滕州市"], ["/r/990001/", "双山区"]]);
    assert.deepEqual(await page.locator(".chooser .mark").allInnerTexts(), ["演示数据 · illustration"], "only the demonstration is one");
    assert.equal(await page.locator("#panel").count(), 0, "nothing to fill in without a region");
    assert.ok(d.troubles.length <= 1, `one question finds out: ${d.troubles}`);
    assert.deepEqual(await d.seriousFlaws(), []);
    await d.screenshot("regions", { map: false });
    await page.locator("header button[lang=en]").click();
    assert.match(await page.locator(".chooser").innerText(), /There are 2 regions here/);
    await d.screenshot("regions-en", { map: false });
    await page.locator(".chooser a", { hasText: "990001" }).click();
    await page.locator(".badge strong").waitFor();
    assert.ok((await d.drawn("towns")) > 0, "towns drawn");

    // From there to the other one, by the bar.
    await page.locator("header button[aria-controls=regions]").click();
    assert.equal(await page.locator("#regions [aria-current=page]").getAttribute("href"), "/r/990001/");
    assert.deepEqual(await d.seriousFlaws(), []);
    await d.screenshot("regions-switch");
    await page.locator("#regions a[href='/r/370481/']").click();
    await page.locator(".badge .mark").waitFor();
    assert.equal((await d.state()).region.code, "370481");
  });

  visit("says that there is no such region", "/r/tengzhou/", { size: phone }, async (d, page) => {
    await page.locator(".chooser [role=alert]").waitFor();
    assert.match(await page.locator(".chooser [role=alert]").innerText(), /没有代码为“tengzhou”的区域/);
    assert.equal((await choices(page)).length, 2);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= phone.width, "no sideways scrolling");
    assert.deepEqual(await d.seriousFlaws(), []);
    await d.screenshot("phone-regions-unknown", { map: false });
    await page.locator("header button[lang=en]").click();
    assert.match(await page.locator(".chooser [role=alert]").innerText(), /There is no region “tengzhou” here/);
    await d.screenshot("phone-regions-unknown-en", { map: false });
    await page.locator(".chooser a").first().click();
    await page.locator(".badge strong").waitFor();
    await page.locator("header button[aria-controls=regions]").click();
    assert.equal(await page.locator("#regions a:visible").count(), 2);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= phone.width, "no sideways scrolling");
    await d.screenshot("phone-regions-switch");
  });
});
