// A lead in the terms of those who carry it on, and of those who must be told.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Driver, patience } from "./driver.mjs";

export class LeadDriver extends Driver {
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
    for (let waited = 0; waited < patience; waited += 100) {
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
}
