// The page in the terms of a dispatcher: the map, an incident and its decision, a plan. Nothing
// here checks anything; the specs do.

import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
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

/** How long anything that has to happen may take, in milliseconds: long enough for a machine that does other work. */
export const patience = 60_000;

/** How long one test may take on such a machine. */
export const timeout = 10 * patience;

/**
 * Whoever wants to look asks for pictures: XUNHU_SHOTS=1. Without, the map is drawn at a quarter
 * of its sharpness, since software draws it, pixel by pixel; what stands where does not change.
 */
const pictures = Boolean(process.env.XUNHU_SHOTS);

export const openBrowser = () => chromium.launch({ executablePath, args });

/** One person before one browser window. */
export class Driver {
  /** Opens a window. elsewhere collects every request that leaves our server, troubles every error of the page. */
  static async open(browser, base, { size = desk, locale = "zh-CN", ...more } = {}) {
    const context = await browser.newContext({
      viewport: size, locale, timezoneId: "Asia/Shanghai", reducedMotion: "reduce", acceptDownloads: true,
      ...(size.width <= 480 && { hasTouch: true, isMobile: true, ...(pictures && { deviceScaleFactor: 2 }) }), ...more,
    });
    if (!pictures) await context.addInitScript(() => Object.defineProperty(window, "devicePixelRatio", { get: () => 0.25 }));
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    const driver = new this(page, base);
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
    for (let waited = 0; waited < patience; waited += 100) {
      if (await this.page.evaluate(() => window.xunhu?.view.settled() ?? false)) return;
      await this.page.waitForTimeout(100);
    }
    throw new Error("the map did not settle");
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
    await page.locator("#plan-title").waitFor({ timeout: 2 * patience });
    await this.settle();
  }

  /** Looks at the duties of a unit and a month. */
  async lookAtDuty({ unit, month }) {
    const { page } = this;
    await page.locator("#tab-roster").click();
    if (unit) await this.pick("#roster-unit", unit);
    await page.locator("input[type=month]").fill(month);
    await page.locator("[data-do=make-roster], [data-sum]").first().waitFor();
  }

  /** Opens the figures of a month, of the unit or of all. */
  async lookAtFigures({ month, all }) {
    const { page } = this;
    await this.lookAtDuty({ month });
    await page.locator(".figures > summary").click();
    await page.locator("input[name=figures-of]").nth(all ? 1 : 0).check();
    await page.locator(all ? "[data-figures=units]" : "[data-figures]").first().waitFor();
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

  /** A picture for people to look at, if they want one; where there is no map, there is none to wait for. */
  async screenshot(name, { map = true } = {}) {
    if (map) await this.settle();
    if (!pictures) return;
    await mkdir(shots, { recursive: true });
    await this.page.screenshot({ path: join(shots, `${name}.png`) });
  }
}
