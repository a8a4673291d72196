// The page in the terms of a dispatcher. Nothing here checks anything; the spec does.

import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const shots = join(dirname(fileURLToPath(import.meta.url)), "screenshots");
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const executablePath = process.env.XUNHU_CHROMIUM ?? "/usr/bin/chromium";
const args = [
  "--no-sandbox", "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export const desk = { width: 1366, height: 820 };
export const phone = { width: 390, height: 844 };

export const openBrowser = () => chromium.launch({ executablePath, args });

/** One person before one browser window. */
export class Driver {
  /** Opens a window. elsewhere collects every request that leaves our server, troubles every error of the page. */
  static async open(browser, base, { size = desk, locale = "zh-CN", ...more } = {}) {
    const context = await browser.newContext({
      viewport: size, locale, timezoneId: "Asia/Shanghai", reducedMotion: "reduce", acceptDownloads: true,
      ...(size.width <= 480 && { hasTouch: true, isMobile: true, deviceScaleFactor: 2 }), ...more,
    });
    const page = await context.newPage();
    const driver = new Driver(page, base);
    page.on("request", (r) => {
      if (!r.url().startsWith(base) && !/^(data|blob):/.test(r.url())) driver.elsewhere.push(r.url());
    });
    page.on("pageerror", (e) => driver.troubles.push(e.message));
    page.on("console", (m) => {
      if (m.type() === "error") driver.troubles.push(m.text());
    });
    return driver;
  }

  constructor(page, base) {
    this.page = page;
    this.base = base;
    this.elsewhere = [];
    this.troubles = [];
  }

  close = () => this.page.context().close();

  /** Opens the page; who looks at the panel alone need not wait for the map. */
  async openRegion({ map = true } = {}) {
    await this.page.goto(this.base);
    await this.page.locator(".badge strong").first().waitFor();
    if (map) await this.settle();
  }

  /** Waits until the map has drawn all there is. (Under our policy waitForFunction cannot run, so it is asked again and again.) */
  async settle() {
    for (let waited = 0; waited < 30_000; waited += 100) {
      if (await this.page.evaluate(() => window.xunhu?.view.settled() ?? false)) return;
      await this.page.waitForTimeout(100);
    }
    throw new Error("the map did not settle in 30 s");
  }

  state = () => this.page.evaluate(() => window.xunhu.state());

  /** How many features of a layer are drawn on the screen now. */
  async drawn(layer) {
    await this.settle();
    return this.page.evaluate((name) => window.xunhu.view.rendered(name), layer);
  }

  async lookAt([lon, lat], zoom = 13) {
    await this.page.evaluate(([x, y, z]) => window.xunhu.view.jump(x, y, z), [lon, lat, zoom]);
    await this.settle();
  }

  async clickMap([lon, lat]) {
    const at = await this.page.evaluate(([x, y]) => window.xunhu.view.pixel(x, y), [lon, lat]);
    await this.page.mouse.move(at.x - 4, at.y);
    await this.page.mouse.click(at.x, at.y);
    await this.page.waitForTimeout(120); // a double click would end the drawing
  }

  /**
   * Fills in an incident: at clicks one point, draw clicks the corners of an area or
   * line, type writes coordinates. Then decides, or reports when store is set.
   */
  async reportIncident({ at, draw, type, shape = draw ? "Polygon" : "Point", category, store = true }) {
    const { page } = this;
    await page.locator("#tab-incident").click();
    const again = page.locator(".decision .actions button", { hasText: /修改|新事件|Edit|New incident/ });
    if (await again.count()) await again.first().click();
    await page.locator(`input[name=shape][value=${shape}]`).check();
    if (at) {
      await this.lookAt(at);
      await this.clickMap(at);
    } else if (draw) {
      const middle = [0, 1].map((i) => draw.reduce((sum, p) => sum + p[i], 0) / draw.length);
      await this.lookAt(middle, 14);
      for (const corner of draw) await this.clickMap(corner);
      await page.locator(".hint button").click();
    } else {
      await page.locator("#coords").fill(type);
    }
    if (category) await this.pick("#category", category);
    await page.locator(store ? ".actions .second" : ".actions .primary").first().click();
    await page.locator(".hero").waitFor();
    await this.settle();
  }

  /** Finds in a searchable list and takes the first match. */
  async pick(field, find) {
    await this.page.locator(field).fill(find);
    await this.page.keyboard.press("Enter");
  }

  /** What the panel shows of the decision, as a person reads it. */
  async readDecision() {
    const { page } = this;
    const texts = (selector) => page.locator(selector).allInnerTexts();
    return {
      lead: await page.locator(".hero .lead").getAttribute("data-lead"),
      leadName: await page.locator(".hero .lead").innerText(),
      row: await page.locator(".hero .rule").innerText(),
      towns: await page.locator("tr[data-town]").evaluateAll((rows) =>
        rows.map((r) => ({ code: r.dataset.town, share: parseFloat(r.querySelector("td")?.textContent ?? ""), border: r.querySelector("td:last-child")?.textContent ?? "" }))),
      reasons: await texts(".reasons li"),
      basis: await texts(".basis li"),
      stored: (await page.locator(".state.stored").count()) > 0,
      spoken: await page.locator("[role=status]").innerText(),
    };
  }

  /** Plans a patrol; unit is its number or part of its name. */
  async planPatrol({ unit, from, days = 1 }) {
    const { page } = this;
    await page.locator("#tab-plan").click();
    const again = page.locator(".plan .actions .primary");
    if (await again.count()) await again.click();
    await this.pick("#unit", unit);
    if (from) await page.locator("#from").fill(from);
    await page.locator("#days").fill(String(days));
    await page.locator(".actions .primary").click();
    await page.locator("#plan-title").waitFor({ timeout: 60_000 });
    await this.settle();
  }

  /** The timetable: each tour with its stops in order. */
  readPlan() {
    return this.page.locator("article[data-tour]").evaluateAll((tours) =>
      tours.map((t) => ({
        id: t.dataset.tour,
        stops: [...t.querySelectorAll("li:not(.end)")].map((li) => ({
          arrive: li.querySelector("time")?.textContent ?? "",
          name: li.querySelector(".stop b")?.textContent ?? "",
          note: li.querySelector("small:last-child")?.textContent ?? "",
        })),
      })),
    );
  }

  /** Has the data checked, and gives what the list says: code and text, by its order. */
  async checkData() {
    await this.page.locator("#tab-check").click();
    await this.page.locator(".check .count").waitFor();
    return this.readFindings();
  }

  readFindings() {
    return this.page.locator(".check li button").evaluateAll((all) =>
      all.map((b) => ({ code: b.dataset.code, level: b.className.split(" ")[0], text: b.innerText.trim(), chosen: b.getAttribute("aria-pressed") === "true" })));
  }

  async downloadGeoJSON() {
    const [file] = await Promise.all([
      this.page.waitForEvent("download"),
      this.page.locator(".actions button", { hasText: "GeoJSON" }).click(),
    ]);
    return { name: file.suggestedFilename(), content: JSON.parse(await readFile(await file.path(), "utf8")) };
  }

  /** Opens the lead of the incident that was just reported. */
  async openStored() {
    await this.page.locator(".decision .actions .primary").click();
    await this.page.locator("#lead-title[data-state]").waitFor();
  }

  /** Opens the form of an event. */
  async begin(event) {
    await this.page.locator(`[data-event="${event}"]`).first().click();
    await this.page.locator(".doing").waitFor();
  }

  /** Sends the open form and waits until it is gone. */
  async confirm() {
    await this.page.locator(".doing .go").click();
    await this.page.locator(".doing").waitFor({ state: "detached" });
  }

  /** Does what needs nothing but what the form suggests. */
  async act(event) {
    await this.begin(event);
    await this.confirm();
  }

  /** Sits down as another person of the demonstration; an open lead is read anew. */
  async become(person) {
    await this.page.locator("header button[aria-controls=who]").click();
    await this.pick("#bar-person", person);
    await this.page.keyboard.press("Escape");
    for (let waited = 0; waited < 10_000; waited += 100) {
      const { asker, leads } = await this.state();
      if (asker.me?.person.id === person && leads.open?.lead) return;
      await this.page.waitForTimeout(100);
    }
    throw new Error(`${person} did not sit down`);
  }

  /** Somebody who heads a unit. */
  async personOf(unit) {
    const { asker } = await this.state();
    return asker.people.find((p) => p.unit.id === unit);
  }

  /** The open lead, as a person reads it. */
  async readLead() {
    const { page } = this;
    return {
      id: await page.locator(".lead .hero [data-lead]").getAttribute("data-lead"),
      state: await page.locator("#lead-title").getAttribute("data-state"),
      holder: await page.locator(".lead .hero").innerText(),
      clocks: await page.locator(".lead [data-limit]").evaluateAll((all) => all.map((k) => ({ limit: k.dataset.limit, text: k.innerText }))),
    };
  }

  async attach(name, mimeType, content) {
    await this.page.locator("#attach").setInputFiles({ name, mimeType, buffer: Buffer.from(content) });
    await this.page.locator(".lead .digest").first().waitFor();
  }

  readFiles = () =>
    this.page.locator(".lead li:has(.digest)").evaluateAll((all) => all.map((f) => ({ name: f.querySelector("button").innerText, digest: f.querySelector("code").textContent })));

  /** Opens a lead from the list. */
  async openLead(id) {
    const { page } = this;
    await page.locator("#tab-leads").click();
    const back = page.locator(".lead .back");
    if (await back.count()) await back.click();
    await page.locator(`.leads [data-id="${id}"]`).click();
    await page.locator(`.lead [data-lead="${id}"]`).waitFor();
    await page.locator(".lead ol[data-proof]").waitFor(); // all that belongs to it was read
  }

  /** Opens a folded part of the panel, by the class of its details. */
  async unfold(part) {
    const details = this.page.locator(`.lead ${part}`).first();
    if (!(await details.evaluate((e) => e.open))) await details.locator("summary").first().click();
  }

  /** Presses a letter and gives its text as a reader of the PDF sees it. */
  async pressLetter(letter) {
    const [file] = await Promise.all([this.page.waitForEvent("download"), this.page.locator(`[data-letter=${letter}]`).click()]);
    const { stdout } = await promisify(execFile)("pdftotext", ["-raw", await file.path(), "-"]);
    return { name: file.suggestedFilename(), text: stdout, flat: stdout.replace(/\s+/g, "") };
  }

  /** Looks at who told of the open lead, and gives what is shown. */
  async lookAtReporter(why) {
    const { page } = this;
    await this.unfold(".told");
    await page.locator("#told-reason").fill(why);
    await page.locator(".told form button").first().click();
    await page.locator(".told dl").waitFor();
    return page.locator(".told").innerText();
  }

  /** Asks for the way between two places by a vehicle, and gives it as it is read. */
  async findWay({ from, to, by = "car" }) {
    const { page } = this;
    await page.locator("#tab-way").click();
    await page.locator(`input[name=vehicle][value=${by}]`).check();
    await page.locator("#way-from").fill(from.join(", "));
    await page.locator("#way-to").fill(to.join(", "));
    await page.locator("#way-to").press("Enter");
    await page.locator("[data-total]").waitFor();
    return this.readWay();
  }

  /** The way that is shown: its total, and what is said of closures that changed it. */
  async readWay() {
    const { page } = this;
    const texts = (selector) => page.locator(selector).allInnerTexts().then((all) => all.join("\n"));
    return { total: await texts("[data-total] b"), changed: await texts("[data-renewed]"), line: (await this.state()).way.route?.features.flatMap((f) => f.geometry.coordinates) };
  }

  /** Says that what closures changed was seen. */
  async acknowledge() {
    await this.page.locator("[data-do=seen]").click();
  }

  /** Fills in a closure: draw clicks the corners on the map, type writes them; whom are vehicles, left a percentage of the speed. */
  async fillClosure({ draw, type, shape = "LineString", reason, whom, left, until }) {
    const { page } = this;
    await page.locator("#tab-way").click();
    await this.openClosures();
    await page.locator("[data-do=closure]").click();
    await page.locator(`input[name=closure-shape][value=${shape}]`).check();
    if (draw) {
      await this.lookAt([0, 1].map((i) => draw.reduce((sum, p) => sum + p[i], 0) / draw.length), 14);
      for (const corner of draw) await this.clickMap(corner);
      await page.locator("[data-do=drawn]").click();
    } else {
      await page.locator("#closure-where").fill(type);
    }
    if (whom) {
      await page.locator("input[name=closure-for][value=some]").check();
      for (const v of whom) await page.locator(`input[name=closure-whom][value=${v}]`).check();
    }
    if (left) {
      await page.locator("input[name=closure-how][value=slower]").check();
      await page.locator("#closure-left").fill(String(left));
    }
    if (until) await page.locator("#closure-until").fill(until);
    if (reason) await page.locator("#closure-reason").fill(reason);
  }

  /** Sets the closure that was filled in. */
  async setClosure() {
    await this.page.locator("[data-do=close]").click();
    await this.page.locator("form.draft").waitFor({ state: "detached" });
  }

  /** Lifts the closure of a reason. */
  async liftClosure(reason, why) {
    await this.openClosures();
    const closure = this.page.locator("[data-closure]", { hasText: reason });
    await closure.locator("[data-do=begin-lift]").click();
    await this.page.locator("#lift-reason").fill(why);
    await this.page.locator("[data-do=lift]").click();
    await closure.waitFor({ state: "detached" });
  }

  async openClosures() {
    const closures = this.page.locator("details.closures");
    if (!(await closures.evaluate((e) => e.open))) await closures.locator("summary").first().click();
    await this.page.locator("[data-do=closure], form.draft").first().waitFor();
  }

  /** What is closed or will be, and what has ended, as it is read. */
  async readClosures() {
    const ended = this.page.locator(".closures .over");
    if ((await ended.count()) && !(await ended.evaluate((e) => e.open))) await ended.locator("summary").click();
    return { standing: await this.page.locator("[data-closure]").allInnerTexts(), ended: await this.page.locator("[data-ended]").allInnerTexts() };
  }

  /** Who must still be told of the open lead. */
  readOwed = () => this.page.locator(".lead .owed li").evaluateAll((all) => all.map((o) => ({ to: o.dataset.owed, text: o.innerText })));

  /** Presses the letter to somebody who must be told. */
  async pressOwed(to) {
    const [file] = await Promise.all([this.page.waitForEvent("download"), this.page.locator(`.lead [data-owed="${to}"] [data-do=owed-letter]`).click()]);
    const { stdout } = await promisify(execFile)("pdftotext", ["-raw", await file.path(), "-"]);
    return { name: file.suggestedFilename(), flat: stdout.replace(/\s+/g, "") };
  }

  /** Enters that somebody who must be told was told. */
  async told(to, way) {
    await this.page.locator(`.lead [data-owed="${to}"] [data-do=owed-sent]`).click();
    await this.page.locator(".doing").waitFor();
    if (way) await this.page.locator("#do-way").selectOption(way);
    await this.confirm();
    await this.page.locator(`.lead [data-owed="${to}"]`).waitFor({ state: "detached" });
  }

  /** No part of the page is wider than the window. */
  async fits() {
    const [page, panel] = await this.page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, ...[document.querySelector("#panel")].map((p) => p.scrollWidth - p.clientWidth)]);
    return page <= 0 && panel <= 0;
  }

  /** What was last said to a screen reader. */
  spoken = () => this.page.locator("[role=status]").innerText();

  async speak(lang) {
    await this.page.locator(`header button[lang=${lang}]`).click();
    await this.settle();
  }

  /** Serious and critical flaws that axe finds, in words. */
  async seriousFlaws() {
    await this.page.evaluate(await readFile(axe, "utf8"));
    const { violations } = await this.page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    return violations
      .filter((v) => v.impact === "serious" || v.impact === "critical")
      .map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(" ")} (${n.any[0]?.message ?? n.failureSummary})`).join("; ")}`);
  }

  /** A picture for people to look at; where there is no map, there is none to wait for. */
  async screenshot(name, { map = true } = {}) {
    await mkdir(shots, { recursive: true });
    if (map) await this.settle();
    await this.page.screenshot({ path: join(shots, `${name}.png`) });
  }
}
