// Visits pages in one real browser, as told on standard input, and says on standard output what it saw.
// Told: {modules, chromium, visits: [{url, type, until, scripts, looks: [{width, scheme, media, axe, tabs, screenshot, pdf}]}]}.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const told = JSON.parse(fs.readFileSync(0, "utf8"));
const { chromium } = require(path.join(told.modules, "playwright-core"));
const axe = fs.readFileSync(path.join(told.modules, "axe-core", "axe.min.js"), "utf8");
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--no-first-run", "--disable-default-apps", "--disable-extensions",
];
const MOST_TABS = 600;
const AT_ONCE = 2;

// A window that goes from page to page: a new one for each would cost more than the looking.
async function opened(context) {
  const page = await context.newPage();
  const reader = { page, answer: null };
  page.on("console", (message) => { if (message.type() !== "log") reader.answer.said.push(message.text()); });
  page.on("pageerror", (error) => reader.answer.said.push(String(error)));
  page.on("dialog", (dialog) => { reader.answer.said.push(dialog.message()); dialog.dismiss(); });
  page.on("request", (request) => reader.answer.asked.push(request.url()));
  return reader;
}

async function visited(reader, visit) {
  const { page } = reader;
  const answer = { said: [], asked: [], looks: [] };
  reader.answer = answer;
  await page.emulateMedia({ colorScheme: "light", media: "screen" }); // the window may come from paper, where no field is
  await page.goto(visit.url);
  if (visit.type) await page.locator("#search").pressSequentially(visit.type);
  if (visit.until) await page.waitForSelector(visit.until);
  for (const look of visit.looks) answer.looks.push(await seen(page, look));
  answer.url = page.url();
  return answer;
}

async function seen(page, look) {
  await page.setViewportSize({ width: look.width || 1440, height: 900 });
  await page.emulateMedia({ colorScheme: look.scheme || "light", media: look.media || "screen" });
  const answer = await page.evaluate(facts);
  if (look.tabs) answer.unreached = await unreached(page);
  if (look.screenshot) await page.screenshot({ path: look.screenshot, fullPage: true });
  if (look.pdf) await page.pdf({ path: look.pdf, preferCSSPageSize: true });
  if (look.axe) answer.violations = await violations(page);
  return answer;
}

// In the page: how wide it is, what it looks like, what it says, and what the search found.
function facts() {
  const root = document.documentElement;
  return {
    ground: getComputedStyle(document.body).backgroundColor,
    overflow: root.scrollWidth - root.clientWidth,
    sideways: [...document.querySelectorAll(".scroll")].filter((box) => box.scrollWidth > box.clientWidth)
      .map((box) => box.querySelector("caption").textContent),
    text: document.querySelector("main").innerText,
    found: [...document.querySelectorAll("#found a")].map((link) => [link.textContent, link.getAttribute("href")]),
  };
}

async function violations(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const found = await page.evaluate(() =>
    window.axe.run(document, { preload: false, resultTypes: ["violations"], iframes: false }));
  return found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
}

// What can be focused, yet is not met when one goes through the page with the tab key, or does not show that it is.
async function unreached(page) {
  await page.evaluate(() => {
    const wanted = "a[href], button, input, summary, [tabindex='0']";
    const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
    window.left = new Set([...document.querySelectorAll(wanted)].filter(isShown));
    if (window.left.size === 0) throw new Error("nothing to reach");
    document.addEventListener("focusin", (event) => {
      const style = getComputedStyle(event.target);
      if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) window.left.delete(event.target);
    });
    document.activeElement.blur();
  });
  for (let pressed = 0; pressed < MOST_TABS; pressed += 1) {
    await page.keyboard.press("Tab");
    if (pressed % 10 === 9 && (await page.evaluate(() => window.left.size === 0))) break;
  }
  return page.evaluate(() => [...window.left].map((element) => element.outerHTML.slice(0, 200)));
}

async function main() {
  const browser = await chromium.launch({ executablePath: told.chromium, args: FLAGS });
  const contexts = {};
  for (const scripts of [true, false]) contexts[scripts] = await browser.newContext({ javaScriptEnabled: scripts });
  const answers = [];
  let next = 0;
  async function work() {
    const readers = { true: await opened(contexts[true]), false: await opened(contexts[false]) };
    while (next < told.visits.length) {
      const number = next;
      next += 1;
      const visit = told.visits[number];
      answers[number] = await visited(readers[visit.scripts !== false], visit);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await browser.close();
  process.stdout.write(JSON.stringify(answers));
}

main().catch((error) => { console.error(error); process.exit(1); });
