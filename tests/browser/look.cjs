// Looks at pages with one real browser, as told on standard input, and says on standard output what it saw.
// Told: {modules, chromium, views: [{url, width, scheme, media, axe, tabs, type, screenshot, pdf, scripts}]}.
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

async function seen(context, view) {
  const page = await context.newPage();
  const said = [];
  const asked = [];
  page.on("console", (message) => { if (message.type() !== "log") said.push(message.text()); });
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => asked.push(request.url()));
  await page.setViewportSize({ width: view.width, height: 900 });
  await page.emulateMedia({ colorScheme: view.scheme, media: view.media });
  await page.goto(view.url);
  if (view.type) await page.locator("#search").pressSequentially(view.type);
  const answer = { said, asked, url: page.url(), ...(await page.evaluate(facts)) };
  if (view.axe) answer.violations = await violations(page);
  if (view.tabs) answer.unreached = await unreached(page);
  if (view.screenshot) await page.screenshot({ path: view.screenshot, fullPage: true });
  if (view.pdf) await page.pdf({ path: view.pdf, preferCSSPageSize: true });
  await page.close();
  return answer;
}

// In the page: how wide it is, what it is called, and what the search found.
function facts() {
  const root = document.documentElement;
  return {
    title: document.title,
    ground: getComputedStyle(document.body).backgroundColor,
    overflow: root.scrollWidth - root.clientWidth,
    text: document.querySelector("main").innerText,
    found: [...document.querySelectorAll("#found a")].map((link) => [link.textContent, link.getAttribute("href")]),
  };
}

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { preload: false, resultTypes: ["violations"] }));
  return found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
}

// What can be focused, yet is not met when one goes through the page with the tab key, or does not show that it is.
async function unreached(page) {
  await page.evaluate(() => {
    const wanted = "a[href], button, input, summary, [tabindex='0']";
    const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
    window.left = new Set([...document.querySelectorAll(wanted)].filter(isShown));
    document.activeElement.blur();
  });
  for (let pressed = 0; pressed < MOST_TABS; pressed += 1) {
    await page.keyboard.press("Tab");
    const isDone = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) window.left.delete(element);
      return window.left.size === 0 || element === document.body;
    });
    if (isDone) break;
  }
  return page.evaluate(() => [...window.left].map((element) => element.outerHTML.slice(0, 200)));
}

async function main() {
  const browser = await chromium.launch({ executablePath: told.chromium, args: FLAGS });
  const contexts = {};
  for (const scripts of [true, false]) {
    contexts[scripts] = await browser.newContext({ javaScriptEnabled: scripts, locale: "nb-NO" });
  }
  const answers = [];
  for (const view of told.views) answers.push(await seen(contexts[view.scripts !== false], view));
  await browser.close();
  process.stdout.write(JSON.stringify(answers));
}

main().catch((error) => { console.error(error); process.exit(1); });
