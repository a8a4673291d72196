// Ways and closures in the terms of a dispatcher.

import { Driver } from "./driver.mjs";

export class WayDriver extends Driver {
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

  /** Sets the wind, and waits until what was asked is answered for it. */
  async setWind({ force, from }) {
    await this.page.locator("#wind-force").selectOption(String(force));
    if (from !== undefined) await this.page.locator("#wind-from").selectOption(String(from));
    await this.answered();
  }

  /** Departs at a local date and time. */
  async departAt(local) {
    await this.page.locator("#way-depart").fill(local);
    await this.page.locator("#way-depart").press("Tab");
    await this.answered();
  }

  /** Asks what is reached from the start, and gives the areas. */
  async findReach() {
    await this.page.locator("[data-do=reach]").click();
    await this.page.locator("[data-minutes]").nth(2).waitFor();
    return (await this.state()).way.reach.features.map((f) => f.properties.area_m2);
  }

  answered = () => this.page.locator("[data-do=reach]:enabled").waitFor();

  /** The way that is shown: its total, and what is said of closures that changed it. */
  async readWay() {
    const { page } = this;
    const texts = (selector) => page.locator(selector).allInnerTexts().then((all) => all.join("\n"));
    const legs = (await this.state()).way.route?.features;
    return {
      total: await texts("[data-total] b"), changed: await texts("[data-renewed]"), line: legs?.flatMap((f) => f.geometry.coordinates),
      seconds: legs?.reduce((sum, { properties: p }) => sum + p.duration_s + (p.change_s ?? 0), 0),
    };
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
}
